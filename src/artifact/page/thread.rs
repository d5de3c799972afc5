//! Threads: their keys, what a page shows of them, and the small pages at their keys that forward to the real ones.
//!
//! A key is made of ids, never of titles or paths, so that a thread outlives every renaming.

use std::sync::Arc;

use super::link::cohort_link;
use super::link::written;
use super::schedule::schedule_path;
use super::{Context, Page, Planned};
use crate::config::{Discussion, DiscussionFront, Load, Threads};
use crate::document::{Directive, Document};
use crate::forum::Thread;
use crate::schedule::Placed;
use crate::site::{Cohort, Lesson, Module};
use crate::source::KeyWriter;
use crate::view::{Link, ThreadView};

/// What a thread belongs to.
struct Topic<'a> {
    /// The last part of its key.
    id: String,
    anchor: String,
    prompt: Option<&'a str>,
    title: String,
}

/// A thread of the cohort that is on.
fn view(context: &Context<'_>, topic: &Topic<'_>) -> Option<ThreadView> {
    let cohort = context.site.current_cohort();
    let mut view = view_of(context, cohort, topic)?;
    view.snapshots = context.snapshots(cohort, &view.key);
    Some(view)
}

/// The key of a thread. Each cohort has threads of its own; a course without cohorts has one set of them.
fn key(cohort: Option<&Cohort>, topic: &Topic<'_>) -> String {
    let cohort = cohort.map_or("course", |cohort| &cohort.id);
    format!("/t/{cohort}/{}/", topic.id)
}

fn view_of(
    context: &Context<'_>,
    cohort: Option<&Cohort>,
    topic: &Topic<'_>,
) -> Option<ThreadView> {
    let site = context.site;
    let forum = site.forum.as_ref()?;
    let key = key(cohort, topic);
    let numbers = context.numbers(&topic.id, forum.engine.id());
    let thread = Thread {
        numbers: &numbers,
        key: &key,
        base: &site.course.base,
        base_url: site.course.base_url.as_deref(),
        title: &topic.title,
        language: &site.course.language,
    };
    let embed = if forum.load == Load::Never {
        None
    } else {
        forum.engine.embed(&thread)
    };
    Some(ThreadView {
        anchor: topic.anchor.clone(),
        cohort: cohort
            .filter(|_| site.cohorts.len() > 1)
            .map(|cohort| cohort_link(site, cohort)),
        prompt: topic.prompt.map(str::to_owned),
        engine: forum.engine.id(),
        load: match forum.load {
            Load::Click => "click",
            Load::Lazy => "lazy",
            Load::Never => "never",
        },
        host: forum.host.clone(),
        operator: forum.operator.clone(),
        privacy: written(site, forum.privacy.as_ref()),
        url: written(site, forum.home.as_ref()),
        snapshots: Vec::new(),
        embed: embed.map(|embed| embed.to_string()),
        key,
    })
}

pub(super) fn of_lesson(context: &Context<'_>, lesson: &Lesson) -> Option<ThreadView> {
    view(context, &lesson_topic(context, lesson)?)
}

fn lesson_topic<'a>(context: &Context<'a>, lesson: &'a Lesson) -> Option<Topic<'a>> {
    let threads = context.site.forum.as_ref()?.threads;
    let with = match &lesson.document.page()?.discussion {
        Discussion::None => return None,
        Discussion::Default if threads != Threads::Lesson => return None,
        Discussion::Default => None,
        Discussion::With(with) => Some(with),
    };
    // `thread = "module"`: the talk belongs to the module, and its thread is shown here too.
    let module = lesson.module.filter(|_| {
        with.is_some_and(|with| {
            with.thread
                .as_ref()
                .is_some_and(|thread| thread.value == "module")
        })
    });
    let (id, title) = match module.map(|at| &context.site.modules[at]) {
        Some(module) => (format!("module-{}", module.id), module.title.clone()),
        None => (lesson.id.clone(), lesson.title.clone()),
    };
    Some(Topic {
        id,
        anchor: format!("thread-{}", lesson.id),
        prompt: prompt(with),
        title,
    })
}

fn prompt(with: Option<&DiscussionFront>) -> Option<&str> {
    with.and_then(|with| with.prompt.as_deref())
}

pub(super) fn of_module(
    context: &Context<'_>,
    module: &Module,
    discussion: &Discussion,
) -> Option<ThreadView> {
    view(context, &module_topic(context, module, discussion)?)
}

fn module_topic<'a>(
    context: &Context<'a>,
    module: &'a Module,
    discussion: &'a Discussion,
) -> Option<Topic<'a>> {
    let threads = context.site.forum.as_ref()?.threads;
    let with = match discussion {
        Discussion::None => return None,
        Discussion::Default if !matches!(threads, Threads::Lesson | Threads::Module) => {
            return None;
        }
        Discussion::Default => None,
        Discussion::With(with) => Some(with),
    };
    let id = format!("module-{}", module.id);
    Some(Topic {
        anchor: format!("thread-{id}"),
        id,
        prompt: prompt(with),
        title: module.title.clone(),
    })
}

pub(super) fn of_session(
    context: &Context<'_>,
    cohort: &Cohort,
    session: &Placed,
) -> Option<ThreadView> {
    view_of(context, Some(cohort), &session_topic(context, session)?)
}

fn session_topic<'a>(context: &Context<'a>, session: &'a Placed) -> Option<Topic<'a>> {
    if context.site.forum.as_ref()?.threads != Threads::Session {
        return None;
    }
    let id = format!("session-{}", session.id);
    Some(Topic {
        anchor: format!("thread-{id}"),
        id,
        prompt: session.prompt.as_deref(),
        title: session.title.clone(),
    })
}

/// The thread of a `:::discussion` or `:::introduce` block.
pub(super) fn of_directive(context: &Context<'_>, directive: &Directive) -> Option<ThreadView> {
    view(context, &directive_topic(directive)?)
}

fn directive_topic(directive: &Directive) -> Option<Topic<'_>> {
    let name = directive.opening.name.as_str();
    let id = directive
        .attribute("id")
        .filter(|_| matches!(name, "discussion" | "introduce"))?;
    let id = format!("{name}-{id}");
    let prompt = directive
        .attribute("prompt")
        .filter(|prompt| !prompt.is_empty());
    let title = Some(directive.opening.title.as_str())
        .filter(|title| !title.is_empty())
        .or(prompt)
        .unwrap_or(&id)
        .to_owned();
    Some(Topic {
        anchor: format!("thread-{id}"),
        id,
        prompt,
        title,
    })
}

/// Adds what the page of a lesson shows of the forum to its key.
pub(super) fn add_talk(context: &Context<'_>, lesson: &Lesson, key: &mut KeyWriter) {
    if let Some(topic) = lesson_topic(context, lesson) {
        context.add_talk(std::iter::once(topic.id.as_str()), key);
    }
    context.add_talk_in(Some(&lesson.document), key);
}

/// How many posts there are about a lesson in the cohort that is on.
pub(super) fn posts_of(context: &Context<'_>, lesson: &Lesson) -> usize {
    lesson_topic(context, lesson).map_or(0, |topic| context.posts_about(&topic.id))
}

/// Whether a lesson's page needs the script of the forum.
pub(super) fn lesson_has_any(context: &Context<'_>, lesson: &Lesson) -> bool {
    lesson_topic(context, lesson).is_some() || has_any(context, Some(&lesson.document))
}

/// Whether a document has a thread in its text.
pub(super) fn has_any(context: &Context<'_>, document: Option<&Arc<Document>>) -> bool {
    context.site.forum.is_some()
        && document.is_some_and(|document| directives(context, document).next().is_some())
}

fn directives<'a>(
    context: &Context<'a>,
    document: &'a Document,
) -> impl Iterator<Item = Topic<'a>> {
    let facilitator = context.site.facilitator;
    document
        .body
        .directives
        .iter()
        .filter(move |directive| facilitator || !directive.for_facilitators)
        .filter_map(directive_topic)
}

/// The pages at the keys of threads, for every cohort: forums link to them in mails, which people keep, and read them to open a
/// topic.
pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let site = context.site;
    if site
        .forum
        .as_ref()
        .is_none_or(|forum| forum.load == Load::Never || forum.engine.id() == "link")
    {
        return Vec::new();
    }
    let topics = topics(context);
    let cohorts: Vec<Option<&Cohort>> = if site.cohorts.is_empty() {
        vec![None]
    } else {
        site.cohorts.iter().map(Some).collect()
    };
    let forward = |cohort, topic: &Topic<'_>, page: &str| {
        let target = Link {
            title: topic.title.clone(),
            url: site.url(&format!("{page}#{}", topic.anchor)),
        };
        let page = Page::new("thread", &key(cohort, topic)[1..], topic.title.as_str());
        context.page(page, "thread", target)
    };
    let mut planned = Vec::new();
    for cohort in cohorts {
        planned.extend(
            topics
                .iter()
                .map(|(topic, page)| forward(cohort, topic, page)),
        );
        let Some(own) = cohort else { continue };
        let page = schedule_path(own);
        let sessions = own.timetable.sessions.iter();
        planned.extend(
            sessions
                .filter_map(|session| session_topic(context, session))
                .map(|topic| forward(cohort, &topic, &page)),
        );
    }
    planned
}

/// What every cohort talks about, each with the page on which it does.
fn topics<'a>(context: &'a Context<'a>) -> Vec<(Topic<'a>, &'a str)> {
    let site = context.site;
    let mut topics = Vec::new();
    for lesson in &site.lessons {
        // The thread of a module has its page once, from the module.
        let own = lesson_topic(context, lesson).filter(|topic| topic.id == lesson.id);
        let all = own.into_iter().chain(directives(context, &lesson.document));
        topics.extend(all.map(|topic| (topic, lesson.url.as_str())));
    }
    for module in &site.modules {
        let page = module.document.as_ref();
        let front = page.and_then(|page| page.page());
        let discussion = front.map_or(&Discussion::Default, |front| &front.discussion);
        let own = module_topic(context, module, discussion);
        let inside = page.into_iter().flat_map(|page| directives(context, page));
        let all = own.into_iter().chain(inside);
        topics.extend(all.map(|topic| (topic, module.url.as_str())));
    }
    topics
}
