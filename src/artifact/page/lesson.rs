//! The page of a lesson.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use tera::Value;

use super::nav::{self, Nav};
use super::{Context, Page, Planned, thread};
use crate::config::PageFront;
use crate::source::Digest;
use crate::view::LessonView;

pub(super) fn plan<'a>(
    context: &'a Context<'a>,
    navs: &BTreeMap<usize, Arc<Nav>>,
) -> Vec<Planned<'a>> {
    (0..context.site.lessons.len())
        .into_par_iter()
        .map(|at| lesson(context, at, navs))
        .collect()
}

/// There may be ten thousand lessons and an edit of one of them has to be quick, so the key is made from digests of what
/// the page shows and not from its view: the document with its front matter, the pages that it names, its navigation.
fn lesson<'a>(
    context: &'a Context<'a>,
    at: usize,
    navs: &BTreeMap<usize, Arc<Nav>>,
) -> Planned<'a> {
    let site = context.site;
    let lesson = &site.lessons[at];
    let nav = lesson
        .module
        .and_then(|module| navs.get(&nav::top(&site.modules, module)));
    let url = site.url(&lesson.url);
    let front = lesson.document.page();
    let requires = front
        .map(|front| context.requires(&front.requires))
        .unwrap_or_default();
    let (previous, next) = context.neighbours(lesson.at);
    let shown: Vec<&str> = requires
        .iter()
        .chain(&previous)
        .chain(&next)
        .flat_map(|link| [link.title.as_str(), link.url.as_str()])
        .collect();
    let breadcrumbs = context.trail(lesson.module);
    let trail: Vec<&str> = breadcrumbs
        .iter()
        .flat_map(|link| [link.title.as_str(), link.url.as_str()])
        .collect();
    let key = Digest::of_parts(
        [
            b"lesson".as_slice(),
            context.common.bytes(),
            lesson.id.as_bytes(),
            lesson.title.as_bytes(),
            lesson.url.as_bytes(),
            lesson.document.path.as_str().as_bytes(),
            lesson.document.digest.bytes(),
            context
                .resolution(Some(&lesson.document))
                .map_or(&[][..], |resolution| resolution.digest.bytes()),
            nav.map_or(&[][..], |nav| nav.digest.bytes()),
            if previous.is_some() { b"previous" } else { b"" },
            if next.is_some() { b"next" } else { b"" },
        ]
        .into_iter()
        .chain(shown.iter().map(|text| text.as_bytes()))
        .chain(trail.iter().map(|text| text.as_bytes())),
    );
    let mut page = Page::new(
        "lesson",
        crate::name::decode(&lesson.url),
        lesson.title.as_str(),
    )
    .document(Some(&lesson.document))
    .section("modules")
    .description(front.and_then(|front| front.description.clone()))
    .breadcrumbs(breadcrumbs)
    .script("forum", thread::lesson_has_any(context, lesson));
    page.nav = nav.map(|nav| nav::Place::new(nav, &url));
    context.keyed(page, "lesson", key, move || {
        Value::from_serializable(&view(context, at))
    })
}

fn view(context: &Context<'_>, at: usize) -> LessonView {
    let lesson = &context.site.lessons[at];
    let empty = PageFront::default();
    let front = lesson.document.page().unwrap_or(&empty);
    let link = context.lesson_link(at);
    let (previous, next) = context.neighbours(lesson.at);
    LessonView {
        id: lesson.id.clone(),
        format: link.format,
        duration: link.duration,
        objectives: front.objectives.clone(),
        requires: context.requires(&front.requires),
        badges: context.badges(&front.badges),
        authors: context.people(front.authors.iter().map(|author| author.value.as_str())),
        tags: front.tags.clone(),
        module: lesson
            .module
            .map(|module| context.page_link(crate::site::PageRef::Module(module))),
        previous,
        next,
        thread: thread::of_lesson(context, lesson),
        draft: front.draft,
    }
}
