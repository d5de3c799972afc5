//! The plan: what the facilitator of each cohort does when, and what there is to post.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Input;
use super::plan_moments::Moments;
use super::plan_prose::Texts;
use super::plan_text::facts;
use crate::config::Spanned;
use crate::diagnostic::{Diagnostic, did_you_mean, one_of};
use crate::rule;
use crate::schedule::Moment;
use crate::site::{Cohort, PlanItem, Site};
use crate::source::SourcePath;

/// The file of the plan.
pub(super) const FILE: &str = "community.toml";

/// The plan of every cohort, by its id, in order of time. What is wrong with it is said in every edition, also of cohorts that
/// are over.
pub(super) fn plans(
    input: &Input<'_>,
    site: &Site,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Vec<PlanItem>> {
    let configs = &input.config.community.plan;
    if configs.is_empty() {
        return BTreeMap::new();
    }
    let channels: Vec<Option<Channel>> = configs
        .iter()
        .map(|config| {
            let channel = config.channel.as_ref()?;
            let found = channel_of(site, channel);
            found.map_err(|found| diagnostics.push(*found)).ok()
        })
        .collect();
    let plans: Vec<_> = site
        .cohorts
        .par_iter()
        .map(|cohort| {
            let mut found = Vec::new();
            let plan = plan(input, site, cohort, &channels, &mut found);
            (cohort.id.clone(), plan, found)
        })
        .collect();
    let plans = plans.into_iter().map(|(id, plan, found)| {
        diagnostics.extend(found);
        (id, plan)
    });
    plans.collect()
}

/// The name of a channel and its address.
pub(super) type Channel = (String, Option<String>);

/// The plan of one cohort.
fn plan(
    input: &Input<'_>,
    site: &Site,
    cohort: &Cohort,
    channels: &[Option<Channel>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<PlanItem> {
    let path = SourcePath::new(FILE);
    let moments = Moments::new(input, site, cohort, &path);
    let cancelled = moments.cancelled();
    let moments = moments.resolve(diagnostics);
    let facts = facts(site, cohort);
    let texts = Texts {
        input,
        site,
        cohort,
        facts: &facts,
    };
    let mut items: Vec<PlanItem> = Vec::new();
    let configs = input.config.community.plan.iter();
    let items_of = configs.zip(moments).zip(channels).zip(cancelled);
    for (((config, at), channel), cancelled) in items_of {
        let Some(Moment { is: at, .. }) = at else {
            continue;
        };
        let channel = channel.as_ref();
        let text = config.text.as_ref();
        let text = text.and_then(|text| texts.prose(config, text, &at, channel, diagnostics));
        items.push(PlanItem {
            id: config.id.as_str().to_owned(),
            at,
            role: config.role,
            channel: channel.cloned(),
            title: config.title.clone(),
            text,
            cancelled,
        });
    }
    items.sort_by_key(|item| item.at.timestamp());
    items
}

/// The channel that is meant: its name and its address.
fn channel_of(site: &Site, written: &Spanned<String>) -> Result<Channel, Box<Diagnostic>> {
    let say = |message: String, help: String| {
        let path = SourcePath::new(FILE);
        Box::new(
            Diagnostic::new(&rule::UNKNOWN_REFERENCE, &path, written.span(), message).help(help),
        )
    };
    let name = written.value.as_str();
    if name == "forum" {
        return match &site.forum {
            Some(forum) => Ok(("Forum".to_owned(), forum.home.clone())),
            None => Err(say(
                "the course has no forum".to_owned(),
                "add `[forum]`, or name another channel".to_owned(),
            )),
        };
    }
    let channels = || site.community.channels.iter();
    let titled: Vec<_> = channels().filter(|channel| channel.title == name).collect();
    let of_kind: Vec<_> = channels()
        .filter(|channel| channel.kind.id == name)
        .collect();
    match (titled.as_slice(), of_kind.as_slice()) {
        ([channel, ..], _) | ([], [channel]) => Ok((channel.title.clone(), channel.url.clone())),
        ([], []) => {
            let mut known: Vec<&str> = channels()
                .flat_map(|channel| [channel.kind.id, channel.title.as_str()])
                .collect();
            known.extend(site.forum.is_some().then_some("forum"));
            let help = did_you_mean(name, &known).unwrap_or_else(|| {
                if known.is_empty() {
                    "add a [[channel]], or take the line out".to_owned()
                } else {
                    format!("there is {}", one_of(&known))
                }
            });
            Err(say(format!("there is no channel `{name}`"), help))
        }
        ([], several) => {
            let titles: Vec<&str> = several.iter().map(|one| one.title.as_str()).collect();
            Err(say(
                format!("{} channels are `{name}`", several.len()),
                format!(
                    "write the title of the one that is meant: {}",
                    one_of(&titles)
                ),
            ))
        }
    }
}
