//! The page of a lesson.

use rayon::prelude::*;
use tera::Value;

use super::{Context, Page, Planned, thread};
use crate::artifact::OutPath;
use crate::assemble::find;
use crate::config::PageFront;
use crate::name::decode;
use crate::site::Lesson;
use crate::source::{Digest, KeyWriter};
use crate::view::LessonView;

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    (0..context.site.lessons.len())
        .into_par_iter()
        .map(|at| lesson(context, at))
        .collect()
}

/// There may be ten thousand lessons and an edit of one of them has to be quick, so that nothing of a page is made before
/// it is rendered.
fn lesson<'a>(context: &'a Context<'a>, at: usize) -> Planned<'a> {
    let lesson = &context.site.lessons[at];
    let path = OutPath::of_page(&decode(&lesson.url));
    let origin = Some(lesson.document.path.clone());
    context.lazy(path, origin, key(context, lesson), "lesson", move || {
        let view = Value::from_serializable(&view(context, at));
        (page(context, lesson), view)
    })
}

/// The key is made from digests of what the page shows and not from its view: the document with its front matter, the
/// pages that it names, its navigation.
fn key(context: &Context<'_>, lesson: &Lesson) -> Digest {
    let site = context.site;
    let requires = lesson
        .document
        .page()
        .into_iter()
        .flat_map(|front| &front.requires)
        .filter_map(|id| find(site, id));
    let (previous, next) = site.neighbours(lesson.at);
    let shown = requires
        .chain(previous)
        .chain(next)
        .chain(site.ancestors(lesson.module));
    let mut key = KeyWriter::new();
    key.part(b"lesson")
        .part(context.common.bytes())
        .part(lesson.id.as_bytes())
        .part(lesson.title.as_bytes())
        .part(lesson.url.as_bytes())
        .part(lesson.document.path.as_str().as_bytes())
        .part(lesson.document.digest.bytes())
        .part(
            context
                .resolution(Some(&lesson.document))
                .map_or(&[][..], |resolution| resolution.digest.bytes()),
        )
        .part(
            context
                .nav(lesson.module)
                .map_or(&[][..], |nav| nav.digest.bytes()),
        )
        .part(format!("{:?}", lesson.opens).as_bytes())
        .part(&[u8::from(previous.is_some()), u8::from(next.is_some())]);
    for page in shown {
        let (title, url) = site.page(page);
        key.part(title.as_bytes()).part(url.as_bytes());
    }
    thread::add_talk(context, lesson, &mut key);
    key.finish()
}

fn page<'a>(context: &'a Context<'a>, lesson: &'a Lesson) -> Page<'a> {
    let front = lesson.document.page();
    let mut page = Page::new("lesson", decode(&lesson.url), lesson.title.as_str())
        .document(Some(&lesson.document))
        .section("modules")
        .description(front.and_then(|front| front.description.clone()))
        .breadcrumbs(context.trail(lesson.module))
        .script("forum", thread::lesson_has_any(context, lesson));
    page.nav = context.place(lesson.module, &context.site.url(&lesson.url));
    page
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
        prompt: thread::prompt_without_thread(context, &front.discussion),
        draft: front.draft,
        opens: link.opens,
    }
}
