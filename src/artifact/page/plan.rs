//! The runbook of a cohort: what its facilitators do when, week by week. In their edition only.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ZonedDateTime;

use super::link::cohort_link;
use super::schedule::zone_text;
use super::{Context, Page, Planned};
use crate::config::Role;
use crate::schedule::{current_week, date_view, time_view};
use crate::site::{Cohort, PageRef, PlanItem};
use crate::view::{Link, NoteView, PlanItemView, PlanView, PlanWeekView};

/// The address of a cohort's runbook below the base path.
pub(crate) fn plan_path(cohort: &Cohort) -> String {
    format!("cohorts/{}/plan/", cohort.id)
}

/// The address of the calendar of a cohort's plan below the base path.
pub(crate) fn plan_calendar_url(cohort: &Cohort) -> String {
    format!("cohorts/{}/plan/calendar.ics", cohort.id)
}

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let site = context.site;
    let cohorts = site.cohorts.iter();
    let all = Link {
        title: "Cohorts".to_owned(),
        url: site.url("cohorts/"),
    };
    cohorts
        .filter_map(|cohort| Some((cohort, context.plan_of(cohort)?)))
        .map(|(cohort, items)| {
            let own = Link {
                title: cohort.title.clone(),
                url: site.url(&format!("cohorts/{}/", cohort.id)),
            };
            let page = Page::new(
                "plan",
                plan_path(cohort),
                format!("Plan of {}", cohort.title),
            )
            .section("cohorts")
            .breadcrumbs(vec![context.home(), all.clone(), own])
            .script("plan", true);
            context.page(page, "plan", context.plan_view(cohort, items))
        })
        .collect()
}

impl Context<'_> {
    /// The plan of a cohort, where this edition has it.
    pub(crate) fn plan_of(&self, cohort: &Cohort) -> Option<&[PlanItem]> {
        let plan = self.site.plans.get(&cohort.id);
        plan.filter(|plan| self.site.facilitator && !plan.is_empty())
            .map(Vec::as_slice)
    }

    fn plan_view(&self, cohort: &Cohort, items: &[PlanItem]) -> PlanView {
        let timetable = &cohort.timetable;
        // What is to be done before the first week and behind the last has places of its own, the first and the last.
        let last = timetable.weeks.len() + 1;
        let place = |moment: &ZonedDateTime| match timetable.week_of(moment) {
            Some(week) => week + 1,
            None if moment.date() < timetable.first_day => 0,
            None => last,
        };
        let mut within: Vec<Vec<PlanItemView>> = vec![Vec::new(); last + 1];
        for item in items {
            within[place(&item.at)].push(self.plan_item(item));
        }
        let pages = self.pages_of_weeks(cohort, last + 1, place);
        let today = timetable.zone.to_datetime(self.now).date();
        let current = current_week(timetable, self.now);
        let mut sessions = timetable.by_week().into_iter();
        let mut weeks = Vec::new();
        for (at, (items, pages)) in within.into_iter().zip(pages).enumerate() {
            let notes = self.notes(&pages);
            let index = at.checked_sub(1);
            if let Some((index, week)) = index.and_then(|at| Some((at, timetable.weeks.get(at)?))) {
                let sessions = sessions.next().unwrap_or_default().into_iter();
                let of_week = self.week(cohort, week, current == Some(index), sessions);
                weeks.push(PlanWeekView {
                    number: of_week.number,
                    title: of_week.title,
                    is_break: of_week.is_break,
                    from: Some(of_week.from),
                    to: Some(of_week.to),
                    current: of_week.current,
                    past: week.to < today,
                    holidays: of_week.holidays,
                    breaks: of_week.breaks,
                    sessions: of_week.sessions,
                    items,
                    notes,
                });
                continue;
            }
            if items.is_empty() && notes.is_empty() {
                continue;
            }
            let before = (at == 0).then_some(timetable.first_day);
            let title = before.map_or("After the course", |_| "Before the course");
            let eve = before.and_then(|first| first.yesterday().ok());
            weeks.push(PlanWeekView {
                number: None,
                title: Some(title.to_owned()),
                is_break: false,
                from: None,
                to: eve.map(date_view),
                current: false,
                past: before.is_some_and(|first| first <= today),
                holidays: Vec::new(),
                breaks: Vec::new(),
                sessions: Vec::new(),
                items,
                notes,
            });
        }
        PlanView {
            cohort: cohort_link(self.site, cohort),
            calendar: self.site.url(&plan_calendar_url(cohort)),
            zone_text: zone_text(timetable),
            weeks,
        }
    }

    fn plan_item(&self, item: &PlanItem) -> PlanItemView {
        let (channel, channel_url) = match &item.channel {
            Some((title, url)) => (
                Some(title.clone()),
                super::link::written(self.site, url.as_ref()),
            ),
            None => (None, None),
        };
        PlanItemView {
            id: item.id.clone(),
            at: time_view(&item.at),
            role: match item.role {
                Role::Facilitator => "facilitator",
                Role::Learner => "learner",
            },
            channel,
            channel_url,
            title: item.title.clone(),
            text: item.text.clone(),
            cancelled: item.cancelled.clone(),
        }
    }

    /// The pages whose notes are for each place of a plan, by their places in reading order: those that are released there, and
    /// those of modules of its first session that are released by then.
    fn pages_of_weeks(
        &self,
        cohort: &Cohort,
        count: usize,
        place: impl Fn(&ZonedDateTime) -> usize,
    ) -> Vec<BTreeSet<usize>> {
        let site = self.site;
        let mut pages = vec![BTreeSet::new(); count];
        let mut released = BTreeMap::new();
        let own = site.cohorts.iter().position(|other| other.id == cohort.id);
        for (page, moments) in &site.released {
            let moment = own.and_then(|own| moments.get(own)?.as_ref());
            if let Some(place) = moment.map(&place) {
                released.insert(*page, place);
                pages[place].insert(*page);
            }
        }
        let mut told = BTreeSet::new();
        for (week, sessions) in cohort.timetable.by_week().into_iter().enumerate() {
            let modules = sessions
                .into_iter()
                .filter_map(|session| session.module.as_ref());
            for module in modules {
                let module = module.value.value.as_str();
                let Some(found) = crate::assemble::find(site, module) else {
                    continue;
                };
                if !told.insert(module) {
                    continue;
                }
                let is_out = |page: &usize| released.get(page).is_none_or(|out| *out <= week + 1);
                pages[week + 1].extend(self.with_lessons(found).into_iter().filter(is_out));
            }
        }
        pages
    }

    /// A page, or a module with its lessons, by their places in reading order.
    fn with_lessons(&self, page: PageRef) -> Vec<usize> {
        let site = self.site;
        match page {
            PageRef::Lesson(at) => vec![site.lessons[at].at],
            PageRef::Module(at) => {
                let module = &site.modules[at];
                let lessons = module.lessons.iter().map(|at| site.lessons[*at].at);
                std::iter::once(module.at).chain(lessons).collect()
            }
        }
    }

    /// The notes for facilitators on pages, in reading order.
    fn notes(&self, pages: &BTreeSet<usize>) -> Vec<NoteView> {
        let site = self.site;
        let mut notes = Vec::new();
        for page in pages.iter().map(|at| site.reading[*at]) {
            let document = match page {
                PageRef::Lesson(at) => Some(&site.lessons[at].document),
                PageRef::Module(at) => site.modules[at].document.as_ref(),
            };
            let (title, url) = site.page(page);
            let own = document.map(|document| document.notes());
            notes.extend(own.into_iter().flatten().map(|(directive, text)| {
                let title_of_note = directive.opening.title.clone();
                NoteView {
                    page: Link {
                        title: title.to_owned(),
                        url: site.url(url),
                    },
                    title: Some(title_of_note).filter(|title| !title.is_empty()),
                    text,
                }
            }));
        }
        notes
    }
}
