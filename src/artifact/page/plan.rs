//! The runbook of a cohort: what its facilitators do when, week by week. In their edition only.

use std::collections::BTreeSet;

use super::link::cohort_link;
use super::{Context, Page, Planned};
use crate::config::Role;
use crate::document::Document;
use crate::schedule::{Week, date_view, time_view};
use crate::site::{Cohort, PageRef, PlanItem};
use crate::view::{Link, NoteView, PlanItemView, PlanView, PlanWeekView};

/// The address of a cohort's runbook below the base path.
pub(crate) fn plan_path(cohort: &Cohort) -> String {
    format!("cohorts/{}/plan/", cohort.id)
}

/// The address of the calendar of a cohort's plan below the base path.
pub(crate) fn plan_calendar_url(cohort: &Cohort) -> String {
    format!("calendars/{}-plan.ics", cohort.id)
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
        // What is to be done before the first week and behind the last has weeks of its own.
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let mut within: Vec<Vec<PlanItemView>> = vec![Vec::new(); timetable.weeks.len()];
        for item in items {
            let view = self.plan_item(item);
            match timetable.week_of(&item.at) {
                Some(week) => within[week].push(view),
                None if item.at.date() < timetable.first_day => before.push(view),
                None => after.push(view),
            }
        }
        let outside = |title: &str, items: Vec<PlanItemView>| PlanWeekView {
            number: None,
            title: Some(title.to_owned()),
            from: None,
            to: None,
            items,
            notes: Vec::new(),
        };
        let mut told = BTreeSet::new();
        let mut weeks = Vec::new();
        weeks.extend((!before.is_empty()).then(|| outside("Before the course", before)));
        let sessions = timetable.by_week();
        for ((week, items), sessions) in timetable.weeks.iter().zip(within).zip(sessions) {
            let mut modules = Vec::new();
            for session in sessions {
                let module = session.module.as_ref();
                let found = module.and_then(|id| crate::assemble::find(self.site, &id.value));
                modules.extend(found.filter(|_| {
                    told.insert(session.module.as_ref().map(|id| id.value.value.clone()))
                }));
            }
            let notes = self.notes(&modules);
            if !items.is_empty() || !notes.is_empty() {
                weeks.push(week_view(week, items, notes));
            }
        }
        weeks.extend((!after.is_empty()).then(|| outside("After the course", after)));
        PlanView {
            cohort: cohort_link(self.site, cohort),
            calendar: self.site.url(&plan_calendar_url(cohort)),
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
        }
    }

    /// The notes for facilitators on the pages of modules and on those of their lessons, in reading order.
    fn notes(&self, modules: &[PageRef]) -> Vec<NoteView> {
        let site = self.site;
        let mut notes = Vec::new();
        let mut add = |document: &Document, title: &str, url: &str| {
            notes.extend(document.notes().into_iter().map(|(directive, text)| {
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
        };
        for page in modules {
            match page {
                PageRef::Lesson(at) => {
                    let lesson = &site.lessons[*at];
                    add(&lesson.document, &lesson.title, &lesson.url);
                }
                PageRef::Module(at) => {
                    let module = &site.modules[*at];
                    if let Some(document) = &module.document {
                        add(document, &module.title, &module.url);
                    }
                    for lesson in module.lessons.iter().map(|at| &site.lessons[*at]) {
                        add(&lesson.document, &lesson.title, &lesson.url);
                    }
                }
            }
        }
        notes
    }
}

fn week_view(week: &Week, items: Vec<PlanItemView>, notes: Vec<NoteView>) -> PlanWeekView {
    PlanWeekView {
        number: week.number,
        title: week.title.clone(),
        from: Some(date_view(week.from)),
        to: Some(date_view(week.to)),
        items,
        notes,
    }
}
