//! The introductions of each cohort: every place of the course where people say hello, with what they said.

use super::link::{cohort_link, cohort_page, introductions_path};
use super::{Context, Page, Planned, thread};
use crate::site::Cohort;
use crate::view::{Introduction, IntroductionThread, IntroductionsView, Link};

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let site = context.site;
    if site.community.introductions.is_empty() {
        return Vec::new();
    }
    let all = Link {
        title: "Cohorts".to_owned(),
        url: site.url("cohorts/"),
    };
    let plan = |cohort: &'a Cohort| {
        let title = format!("Introductions of {}", cohort.title);
        let view = context.introductions_page(cohort);
        let has_threads = view.introductions.iter().any(|one| one.thread.is_some());
        let is_open = thread::is_open(context, Some(cohort));
        let page = Page::new("introductions", introductions_path(cohort), title)
            .section("cohorts")
            .breadcrumbs(vec![context.home(), all.clone(), cohort_page(site, cohort)])
            .script("forum", is_open && has_threads);
        context.page(page, "introductions", view)
    };
    site.cohorts.iter().map(plan).collect()
}

impl Context<'_> {
    /// The page of the introductions of a cohort, if the course has any.
    pub(super) fn introductions_url(&self, cohort: &Cohort) -> Option<String> {
        let has_any = !self.site.community.introductions.is_empty();
        has_any.then(|| self.site.url(&introductions_path(cohort)))
    }

    fn introductions_page(&self, cohort: &Cohort) -> IntroductionsView {
        let all = self.site.community.introductions.iter();
        let introductions = all
            .zip(self.introductions())
            .map(|(one, view)| IntroductionThread {
                thread: thread::of_introduction(self, cohort, one),
                introduction: view,
            });
        IntroductionsView {
            cohort: cohort_link(self.site, cohort),
            introductions: introductions.collect(),
        }
    }

    pub(super) fn introductions(&self) -> Vec<Introduction> {
        let site = self.site;
        let introduction = |one: &crate::site::Introduction| {
            let lesson = &site.lessons[one.lesson];
            Introduction {
                id: one.id.clone(),
                title: one.title.clone().unwrap_or_else(|| "Say hello".to_owned()),
                prompt: one.prompt.clone(),
                url: format!("{}#{}", site.url(&lesson.url), one.id),
                lesson: lesson.title.clone(),
                posts: self.posts_about(&format!("introduce-{}", one.id)),
            }
        };
        site.community
            .introductions
            .iter()
            .map(introduction)
            .collect()
    }
}
