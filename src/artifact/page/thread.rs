//! Threads: their keys, what a page shows of them, and the small pages at their keys that forward to the real ones.
//!
//! A key is made of ids, never of titles or paths, so that a thread outlives every renaming.

use std::sync::Arc;

use super::link::written;
use super::{Context, Page, Planned};
use crate::config::{Discussion, DiscussionFront, Load, Threads};
use crate::document::{Directive, Document};
use crate::forum::Thread;
use crate::schedule::Placed;
use crate::site::{Lesson, Module};
use crate::view::{Link, ThreadView};

/// What a thread belongs to.
struct Topic<'a> {
    /// The last part of its key.
    id: String,
    anchor: String,
    prompt: Option<&'a str>,
    title: String,
}

/// The cohort in keys; a course without cohorts has one set of threads.
fn cohort<'a>(context: &Context<'a>) -> &'a str {
    context
        .site
        .current_cohort()
        .map_or("course", |cohort| cohort.id.as_str())
}

fn view(context: &Context<'_>, topic: &Topic<'_>) -> Option<ThreadView> {
    let site = context.site;
    let forum = site.forum.as_ref()?;
    let key = format!("/t/{}/{}/", cohort(context), topic.id);
    let thread = Thread {
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

pub(super) fn of_session(context: &Context<'_>, session: &Placed) -> Option<ThreadView> {
    view(context, &session_topic(context, session)?)
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

/// The pages at the keys of threads. Forums link to them in mails and read them to open a topic.
pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let site = context.site;
    if site
        .forum
        .as_ref()
        .is_none_or(|forum| forum.load == Load::Never || forum.engine.id() == "link")
    {
        return Vec::new();
    }
    let mut planned = Vec::new();
    let mut add = |topic: &Topic<'_>, page: &str| {
        let url = format!("t/{}/{}/", cohort(context), topic.id);
        let target = Link {
            title: topic.title.clone(),
            url: site.url(&format!("{page}#{}", topic.anchor)),
        };
        planned.push(context.page(
            Page::new("thread", url, topic.title.as_str()),
            "thread",
            target,
        ));
    };
    for lesson in &site.lessons {
        // The thread of a module has its page once, from the module.
        if let Some(topic) = lesson_topic(context, lesson).filter(|topic| topic.id == lesson.id) {
            add(&topic, &lesson.url);
        }
        for topic in directives(context, &lesson.document) {
            add(&topic, &lesson.url);
        }
    }
    for module in &site.modules {
        let front = module.document.as_ref().and_then(|page| page.page());
        if let Some(topic) = module_topic(
            context,
            module,
            front.map_or(&Discussion::Default, |front| &front.discussion),
        ) {
            add(&topic, &module.url);
        }
        for topic in module
            .document
            .iter()
            .flat_map(|document| directives(context, document))
        {
            add(&topic, &module.url);
        }
    }
    if let Some(cohort) = site.current_cohort() {
        for session in &cohort.timetable.sessions {
            if let Some(topic) = session_topic(context, session) {
                add(&topic, "schedule/");
            }
        }
    }
    planned
}
