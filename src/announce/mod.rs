//! [`Announcement`]: what a cohort is told about one of its weeks, from its schedule and its plan. One file a form, and one
//! line in [`FORMS`].

mod markdown;
mod prose;
mod slack;
mod teams;
mod text;

use jiff::ZonedDateTime;

use crate::artifact::calendar::join_words;
use crate::config::Role;
use crate::route::is_web;
use crate::schedule::{Placed, Week, date_view, day_words, time_view};
use crate::site::{Cohort, PlanItem, Site};

/// What a cohort is told about one of its weeks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// Its first lines; a text that is posted alone has none.
    pub head: Option<Head>,
    /// What is to be known before the rest: that a week is off, and when it goes on.
    pub notice: Option<String>,
    /// What takes place, in order of time; with it what does not.
    pub sessions: Vec<Meeting>,
    /// What the plan has to say, in order of time.
    pub posts: Vec<PostText>,
    /// Where everything is.
    pub links: Vec<Target>,
}

/// The first lines of an announcement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// `Week 3: Monday 19 October to 25 October 2026`.
    pub title: String,
    /// The course and the cohort.
    pub about: String,
}

/// A session, as it is announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Its name.
    pub title: String,
    /// `Virtual classroom`.
    pub format: &'static str,
    /// When it starts, on the clocks of the cohort.
    pub start: ZonedDateTime,
    /// When it ends, for what takes time.
    pub end: Option<ZonedDateTime>,
    /// The teams that it is for; none if it is for everybody.
    pub teams: Vec<String>,
    /// Its place in the portal, if that has an address.
    pub url: Option<String>,
    /// Where people meet, in words.
    pub place: Option<String>,
    /// What the link to join is called.
    pub join_words: &'static str,
    /// Where to join; of a session in person, a page about its place.
    pub join: Option<String>,
    /// What to think about before.
    pub prompt: Option<String>,
    /// Why it does not take place.
    pub cancelled: Option<String>,
}

/// A text of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostText {
    /// What it is; a text that is posted alone says so itself.
    pub title: Option<String>,
    /// What there is to post, in Markdown.
    pub text: String,
}

/// A page, with its whole address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// What it is.
    pub title: String,
    /// Its address.
    pub url: String,
}

/// A form in which an announcement can be written.
#[derive(Debug)]
pub struct Form {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is for, in a few words.
    pub about: &'static str,
    /// Whether a webhook takes it.
    pub is_for_webhooks: bool,
    /// Writes an announcement.
    pub write: fn(&Announcement) -> String,
}

/// Every form.
pub const FORMS: &[Form] = &[
    Form {
        name: "markdown",
        about: "for the forum, and for whatever reads Markdown",
        is_for_webhooks: false,
        write: markdown::write,
    },
    Form {
        name: "slack",
        about: "blocks for a webhook of Slack",
        is_for_webhooks: true,
        write: slack::write,
    },
    Form {
        name: "teams",
        about: "an adaptive card for a webhook of Microsoft Teams",
        is_for_webhooks: true,
        write: teams::write,
    },
    Form {
        name: "text",
        about: "plain text, for mail and messengers",
        is_for_webhooks: false,
        write: text::write,
    },
];

impl Announcement {
    /// What is to be said about a week of a cohort, the one with this index. Of the plan it has what facilitators post in it.
    #[must_use]
    pub fn of_week(site: &Site, cohort: &Cohort, week: usize) -> Option<Self> {
        let timetable = &cohort.timetable;
        let entry = timetable.weeks.get(week)?;
        let sessions = timetable.sessions.iter();
        let sessions = sessions.filter(|session| session.week == week);
        let plan = site.plans.get(&cohort.id);
        let items = plan.into_iter().flatten();
        let items = items.filter(|item| timetable.week_of(&item.at) == Some(week));
        Some(Self {
            head: Some(Head {
                title: title(entry),
                about: format!("{}, {}", site.course.title, cohort.title),
            }),
            notice: entry.is_break.then(|| goes_on(cohort, week)).flatten(),
            sessions: sessions
                .map(|session| Meeting::of(site, cohort, session))
                .collect(),
            posts: items.filter_map(PostText::of).collect(),
            links: links(site, cohort),
        })
    }

    /// What an element of the plan has to say, alone; `None` if it has no text.
    #[must_use]
    pub fn of_item(item: &PlanItem) -> Option<Self> {
        Some(Self {
            head: None,
            notice: None,
            sessions: Vec::new(),
            posts: vec![PostText {
                title: None,
                text: item.text.clone()?,
            }],
            links: Vec::new(),
        })
    }
}

impl Meeting {
    fn of(site: &Site, cohort: &Cohort, session: &Placed) -> Self {
        let place = format!("cohorts/{}/schedule/#session-{}", cohort.id, session.id);
        let join = session.url.as_ref().map(|url| url.value.value.clone());
        let team = |id: &str| {
            let known = cohort.teams.iter().find(|team| team.id == id);
            known.map_or_else(|| id.to_owned(), |team| team.title.clone())
        };
        let teams = session.teams.iter();
        Self {
            title: session.title.clone(),
            format: session.format.label(),
            start: session.start.clone(),
            end: session.end.clone(),
            teams: teams.map(|id| team(&id.value.value)).collect(),
            url: site.absolute(&place),
            place: session.place.clone(),
            join_words: join_words(session.format),
            join: join.filter(|url| is_web(url)),
            prompt: session.prompt.clone(),
            cancelled: session.cancelled.clone(),
        }
    }

    /// `Tuesday 6 October, 14:00 to 15:30`, on the clocks of the cohort.
    #[must_use]
    pub fn when(&self) -> String {
        let day = day_words(self.start.date());
        let clock = time_view(&self.start).time;
        match &self.end {
            None => format!("{day}, {clock}"),
            Some(end) if end.date() == self.start.date() => {
                format!("{day}, {clock} to {}", time_view(end).time)
            }
            Some(end) => format!(
                "{day}, {clock} to {}, {}",
                day_words(end.date()),
                time_view(end).time
            ),
        }
    }

    /// `Europe/Paris, UTC+02:00`.
    #[must_use]
    pub fn zone(&self) -> String {
        let view = time_view(&self.start);
        if view.zone == view.offset {
            view.zone
        } else {
            format!("{}, {}", view.zone, view.offset)
        }
    }

    /// The format, and for whom it is: `Group activity, for Team Olive`.
    #[must_use]
    pub fn kind(&self) -> String {
        match self.teams.as_slice() {
            [] => self.format.to_owned(),
            teams => format!("{}, for {}", self.format, teams.join(", ")),
        }
    }
}

impl PostText {
    fn of(item: &PlanItem) -> Option<Self> {
        // What a learner does is for that learner's own words.
        (item.role == Role::Facilitator).then_some(())?;
        Some(Self {
            title: Some(item.title.clone()),
            text: item.text.clone()?,
        })
    }
}

fn title(week: &Week) -> String {
    let days = if week.from.year() == week.to.year() {
        format!("{} to {}", day_words(week.from), date_view(week.to).text)
    } else {
        format!(
            "{} to {}",
            date_view(week.from).text,
            date_view(week.to).text
        )
    };
    let name = match (week.number, &week.title) {
        (Some(number), _) => format!("Week {number}"),
        (None, Some(title)) => title.clone(),
        (None, None) => "A week off".to_owned(),
    };
    format!("{name}: {days}")
}

/// When the course goes on after a break.
fn goes_on(cohort: &Cohort, week: usize) -> Option<String> {
    let after = cohort.timetable.weeks.get(week + 1..)?;
    let next = after.iter().find(|week| week.number.is_some())?;
    Some(format!(
        "This is a break. Week {} begins on {}.",
        next.number?,
        day_words(next.from)
    ))
}

fn links(site: &Site, cohort: &Cohort) -> Vec<Target> {
    let page = |title: &str, path: String| {
        Some(Target {
            title: title.to_owned(),
            url: site.absolute(&path)?,
        })
    };
    let forum = site.forum.as_ref().and_then(|forum| {
        let home = forum.home.clone().filter(|home| is_web(home))?;
        Some(Target {
            title: "The forum".to_owned(),
            url: home,
        })
    });
    [
        page("All sessions", format!("cohorts/{}/schedule/", cohort.id)),
        page("The course", String::new()),
        forum,
    ]
    .into_iter()
    .flatten()
    .collect()
}
