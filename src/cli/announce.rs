//! `stoa announce`: what a cohort is told about its week.

use std::io::Write;

use clap::builder::PossibleValuesParser;

use super::setting::{self, CourseArgs};
use super::{Failure, Outcome, report};
use crate::announce::{Announcement, FORMS, Form};
use crate::diagnostic::{Severity, did_you_mean, one_of};
use crate::listing::understand;
use crate::pull::deliver;
use crate::schedule::{State, current_week, date_view};
use crate::site::{Cohort, Site};

/// Print this week's message for a cohort, from its schedule and the plan
///
/// It has the sessions of the week with their times, and the texts that the plan has for facilitators in it. The forms for
/// Slack and Microsoft Teams show every time on the clock of whoever reads them.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    course: CourseArgs,

    /// The cohort [default: the one that is running, else the next]
    #[arg(long, value_name = "ID")]
    cohort: Option<String>,

    /// The number of the week [default: the one that it is, or the first before the course]
    #[arg(long, value_name = "NUMBER", value_parser = number, conflicts_with = "item")]
    week: Option<u32>,

    /// Only the text of this element of the plan
    #[arg(long, value_name = "ID")]
    item: Option<String>,

    /// In which form
    #[arg(long, value_name = "FORM", default_value = FORMS[0].name, value_parser = forms())]
    format: String,

    /// Post it to the webhook whose address is in this environment variable; without this, it is only printed
    #[arg(long, value_name = "VARIABLE")]
    send: Option<String>,
}

fn forms() -> PossibleValuesParser {
    let form = |form: &Form| clap::builder::PossibleValue::new(form.name).help(form.about);
    PossibleValuesParser::new(FORMS.iter().map(form).collect::<Vec<_>>())
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let root = args.course.root()?;
    let options = args.course.options(None)?;
    let sources = setting::read(&root, &setting::portals(&root))?;
    let mut found = Vec::new();
    let site = understand(&sources, &options, &mut found);
    // What is wrong with a time or a text would be wrong for everybody who reads it.
    found.retain(|diagnostic| diagnostic.severity == Severity::Error);
    if !found.is_empty() {
        report::findings(&found, &sources);
        report::say("Nothing is announced before this is mended.");
        return Ok(Outcome::Problems);
    }
    let cohort = cohort(&site, args.cohort.as_deref())?;
    let announcement = match &args.item {
        Some(id) => item(&site, cohort, id)?,
        None => week(&site, cohort, args.week, options.now)?,
    };
    if site.course.base_url.is_none() {
        report::say(
            "It has no links, because course.toml has no base_url that says where the portal is.",
        );
    }
    let form = FORMS.iter().find(|form| form.name == args.format);
    let Some(form) = form else {
        return Err(format!("there is no form `{}`", args.format).into());
    };
    let text = (form.write)(&announcement);
    let webhook = args.send.as_deref().map(webhook).transpose()?;
    let Some(webhook) = webhook else {
        write!(anstream::stdout(), "{text}")?;
        if form.is_for_webhooks {
            report::say(
                "Nothing was sent: --send VARIABLE posts it to the webhook whose address is in that environment variable.",
            );
        }
        return Ok(Outcome::Good);
    };
    if !form.is_for_webhooks {
        let forms = FORMS.iter().filter(|form| form.is_for_webhooks);
        let names: Vec<_> = forms.map(|form| form.name).collect();
        return Err(format!(
            "a webhook does not take the form `{}`; add --format {}",
            form.name,
            names.join(" or --format ")
        )
        .into());
    }
    deliver(&webhook, &text)
        .map_err(|trouble| format!("the webhook did not take the message: {trouble}"))?;
    report::good("Sent:", "the message is posted.");
    Ok(Outcome::Good)
}

/// The number of a week.
fn number(text: &str) -> Result<u32, String> {
    let number = text.trim().parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| "write the number of a week, like 3; the first is 1".to_owned())
}

/// The address of the webhook. It is a secret, so it is in no file and no command, and nothing shows it.
#[allow(clippy::disallowed_methods)] // It reaches no portal.
fn webhook(variable: &str) -> Result<String, Failure> {
    if variable.contains("://") {
        return Err("--send takes the name of an environment variable; the address itself would be in the list of everything that runs on this machine".into());
    }
    let address = std::env::var(variable).unwrap_or_default();
    if address.trim().is_empty() {
        return Err(format!("the environment variable `{variable}` is not set; put the address of the webhook into it").into());
    }
    Ok(address)
}

/// The cohort with this id, or the one that is meant where nobody says which.
pub(super) fn cohort<'a>(site: &'a Site, id: Option<&str>) -> Result<&'a Cohort, Failure> {
    let ids = |cohorts: &[&'a Cohort]| -> Vec<&'a str> {
        cohorts.iter().map(|cohort| cohort.id.as_str()).collect()
    };
    let all: Vec<&Cohort> = site.cohorts.iter().collect();
    if all.is_empty() {
        return Err("the course has no cohort yet; add a file in cohorts/".into());
    }
    let Some(id) = id else {
        let running = all
            .iter()
            .copied()
            .filter(|cohort| cohort.state == State::Running);
        let running: Vec<&Cohort> = running.collect();
        return match (running.as_slice(), site.current_cohort()) {
            ([cohort], _) => Ok(cohort),
            ([], Some(next)) => Ok(next),
            ([], None) => Ok(all[0]),
            (several, _) => Err(format!(
                "{} cohorts are running; say which one is meant: --cohort {}",
                several.len(),
                one_of(ids(several))
            )
            .into()),
        };
    };
    all.iter()
        .copied()
        .find(|cohort| cohort.id == id)
        .ok_or_else(|| {
            let known = ids(&all);
            let help =
                did_you_mean(id, &known).unwrap_or_else(|| format!("there is {}", one_of(&known)));
            format!("there is no cohort `{id}`; {help}").into()
        })
}

/// What there is to say about a week.
fn week(
    site: &Site,
    cohort: &Cohort,
    number: Option<u32>,
    now: jiff::Timestamp,
) -> Result<Announcement, Failure> {
    let timetable = &cohort.timetable;
    let of_number = |number: u32| {
        let mut weeks = timetable.weeks.iter();
        weeks.position(|week| week.number == Some(number))
    };
    let last = timetable
        .weeks
        .iter()
        .filter_map(|week| week.number)
        .max()
        .unwrap_or(0);
    let at = match number {
        Some(number) => of_number(number).ok_or_else(|| {
            format!(
                "`{}` has no week {number}; its weeks are 1 to {last}",
                cohort.id
            )
        })?,
        None => match (cohort.state, current_week(timetable, now)) {
            (_, Some(at)) => at,
            (State::Past, None) => {
                let end = date_view(timetable.last_day).text;
                return Err(format!(
                    "`{}` ended on {end}; name a week of it with --week, or another cohort with --cohort",
                    cohort.id
                )
                .into());
            }
            (_, None) => of_number(1).ok_or("the cohort has no weeks yet")?,
        },
    };
    Announcement::of_week(site, cohort, at).ok_or_else(|| "this week is not there".into())
}

/// What an element of the plan has to say.
fn item(site: &Site, cohort: &Cohort, id: &str) -> Result<Announcement, Failure> {
    let plan = site.plans.get(&cohort.id).map_or(&[][..], Vec::as_slice);
    let known: Vec<&str> = plan.iter().map(|item| item.id.as_str()).collect();
    let Some(item) = plan.iter().find(|item| item.id == id) else {
        let help = match (did_you_mean(id, &known), known.as_slice()) {
            (Some(help), _) => help,
            (None, []) => "the plan of this cohort is empty".to_owned(),
            (None, known) => format!("there is {}", one_of(known)),
        };
        return Err(format!("the plan has no `{id}`; {help}").into());
    };
    Announcement::of_item(item).ok_or_else(|| {
        format!(
            "the plan's `{id}` has no text; add a line `text = \"...\"` to it in community.toml"
        )
        .into()
    })
}
