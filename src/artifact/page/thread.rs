//! Threads: their keys, what a page shows of them, and the small pages at their keys that forward to the real ones.
//!
//! A key is made of ids, never of titles or paths, so that a thread outlives every renaming.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::link::{self, written};
use super::link::{cohort_link, post_url};
use super::schedule::schedule_path;
use super::{Context, Page, Planned};
use crate::config::{Discussion, DiscussionFront, Load, Threads};
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Directive, Document};
use crate::forum::Thread;
use crate::rule;
use crate::schedule::{Placed, State};
use crate::site::{Cohort, Forum, Group, Introduction, LIBRARY, Lesson, Module, Team};
use crate::source::{KeyWriter, SourcePath};
use crate::view::{DiscussionView, ForwardView, Link, ThreadView};

/// What stands in the key of a thread in the place of a cohort, if all cohorts share it.
pub(super) const SHARED: &str = "shared";

/// What a thread belongs to.
struct Topic<'a> {
    /// The last part of its key.
    id: String,
    anchor: String,
    prompt: Option<&'a str>,
    title: String,
    /// Where its id comes from.
    place: Option<(SourcePath, Option<Span>)>,
    /// Whether it is one thread for all cohorts.
    is_shared: bool,
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
    let cohort = match cohort {
        _ if topic.is_shared => SHARED,
        Some(cohort) => &cohort.id,
        None => "course",
    };
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
        ..thread(context, &key, &topic.title)
    };
    let is_over = cohort.is_some_and(|cohort| cohort.state == State::Past);
    let embed = forum.embed(&thread).filter(|_| !is_over);
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
        url: written(site, forum.url(&thread).as_ref()),
        is_over,
        preview: forum.preview,
        snapshots: if is_over {
            context.snapshot(cohort, &key, false).into_iter().collect()
        } else {
            Vec::new()
        },
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
        place: Some((lesson.document.path.clone(), None)),
        is_shared: false,
    })
}

fn prompt(with: Option<&DiscussionFront>) -> Option<&str> {
    with.and_then(|with| with.prompt.as_deref())
}

/// What a front matter asks, in a course without a forum: it is discussed where the course says.
pub(super) fn prompt_without_thread(
    context: &Context<'_>,
    discussion: &Discussion,
) -> Option<String> {
    match (discussion, &context.site.forum) {
        (Discussion::With(with), None) => with.prompt.clone(),
        _ => None,
    }
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
        place: Some((module.path(), None)),
        is_shared: false,
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
        place: Some((session.from.path.clone(), Some(session.from.value.span()))),
        is_shared: false,
    })
}

/// The thread of a team, on its page.
pub(super) fn of_team(context: &Context<'_>, cohort: &Cohort, team: &Team) -> Option<ThreadView> {
    own_view(context, cohort, &team_topic(context, team)?)
}

/// The thread of an `:::introduce` block in one cohort, on the page of its introductions.
pub(super) fn of_introduction(
    context: &Context<'_>,
    cohort: &Cohort,
    introduction: &Introduction,
) -> Option<ThreadView> {
    let document = &context.site.lessons[introduction.lesson].document;
    let mut all = document.body.directives.iter();
    let directive = all.find(|one| {
        one.opening.name == "introduce" && one.attribute("id") == Some(introduction.id.as_str())
    })?;
    own_view(context, cohort, &directive_topic(directive, None)?)
}

/// A thread on a page of its cohort alone, whoever reads it: it belongs to no other cohort, and shows what was said.
fn own_view(context: &Context<'_>, cohort: &Cohort, topic: &Topic<'_>) -> Option<ThreadView> {
    let mut view = view_of(context, Some(cohort), topic)?;
    view.cohort = None;
    view.snapshots = context
        .snapshot(Some(cohort), &view.key, false)
        .into_iter()
        .collect();
    for snapshot in &mut view.snapshots {
        snapshot.cohort = None;
    }
    Some(view)
}

fn team_topic<'a>(context: &Context<'a>, team: &Team) -> Option<Topic<'a>> {
    if context.site.forum.as_ref()?.threads == Threads::None {
        return None;
    }
    let id = format!("team-{}", team.id);
    Some(Topic {
        anchor: format!("thread-{id}"),
        id,
        prompt: None,
        title: team.title.clone(),
        place: None,
        is_shared: false,
    })
}

/// The thread of a group, on its page. It is one for all cohorts: a group gathers people by what they have in common for years,
/// and whoever comes with a later cohort is to find what the earlier ones said and to be read by them, where a team is over
/// with its cohort.
pub(super) fn of_group(context: &Context<'_>, group: &Group) -> Option<ThreadView> {
    let topic = group_topic(context, group)?;
    let mut view = view_of(context, None, &topic)?;
    view.snapshots = context
        .snapshot(None, &view.key, false)
        .into_iter()
        .collect();
    Some(view)
}

fn group_topic<'a>(context: &Context<'a>, group: &Group) -> Option<Topic<'a>> {
    if context.site.forum.as_ref()?.threads == Threads::None {
        return None;
    }
    let id = format!("group-{}", group.id);
    Some(Topic {
        anchor: format!("thread-{id}"),
        id,
        prompt: None,
        title: group.title.clone(),
        place: None,
        is_shared: true,
    })
}

/// The thread of the library, where there is no other place to add a resource.
pub(super) fn of_library(context: &Context<'_>) -> Option<ThreadView> {
    view(context, &library_topic(context)?)
}

fn library_topic<'a>(context: &Context<'a>) -> Option<Topic<'a>> {
    let site = context.site;
    site.has_library_thread().then(|| Topic {
        id: LIBRARY.to_owned(),
        anchor: "add".to_owned(),
        prompt: Some("Post a link, what it is, and why it helped you."),
        title: "Resources".to_owned(),
        place: None,
        is_shared: false,
    })
}

/// Whether pages load threads of this cohort when their reader asks. Those of a cohort that is over stay to be read.
pub(super) fn is_open(context: &Context<'_>, cohort: Option<&Cohort>) -> bool {
    let forum = context.site.forum.as_ref();
    forum.is_some_and(Forum::is_embedded) && cohort.is_none_or(|cohort| cohort.state != State::Past)
}

/// The thread of a `:::discussion` or `:::introduce` block.
pub(super) fn of_directive(context: &Context<'_>, directive: &Directive) -> Option<ThreadView> {
    view(context, &directive_topic(directive, None)?)
}

fn directive_topic<'a>(directive: &'a Directive, document: Option<&Document>) -> Option<Topic<'a>> {
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
        place: document.map(|document| (document.path.clone(), Some(directive.span.clone()))),
        is_shared: false,
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
    has_any(context, Some(&lesson.document))
        || (is_open(context, context.site.current_cohort())
            && lesson_topic(context, lesson).is_some())
}

/// Whether a document has a thread in its text.
pub(super) fn has_any(context: &Context<'_>, document: Option<&Arc<Document>>) -> bool {
    is_open(context, context.site.current_cohort())
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
        .filter_map(move |directive| directive_topic(directive, Some(document)))
}

/// The pages at the keys of threads, for every cohort: forums link to them in mails, which people keep, and read them to open a
/// topic. They lead to where the thread is shown; a cohort that is over has its threads on these pages themselves.
pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    if !context.site.forum.as_ref().is_some_and(Forum::is_embedded) {
        return Vec::new();
    }
    let places = places(context);
    let mut found = clashes(context, &places);
    let mut seen = BTreeSet::new();
    let mut planned = Vec::new();
    for place in &places {
        let key = key(place.cohort, &place.topic);
        if seen.insert(key.clone()) {
            planned.push(place.plan(context, &key, std::mem::take(&mut found)));
        }
    }
    planned
}

/// A thread of a cohort, and where it is shown.
struct Place<'a> {
    cohort: Option<&'a Cohort>,
    topic: Topic<'a>,
    /// The page below the base path.
    page: String,
    /// Whether that page belongs to the cohort, and not to all of them.
    is_of_cohort: bool,
}

impl Place<'_> {
    fn plan<'a>(&self, context: &'a Context<'a>, key: &str, found: Vec<Diagnostic>) -> Planned<'a> {
        let (site, topic) = (context.site, &self.topic);
        let target = Link {
            title: topic.title.clone(),
            url: site.url(&format!("{}#{}", self.page, topic.anchor)),
        };
        let over = self.cohort.filter(|cohort| cohort.state == State::Past);
        let Some(cohort) = over else {
            let page = Page::new("thread", &key[1..], topic.title.as_str()).found(found);
            let current = context.site.current_cohort();
            let is_other = |cohort: &&Cohort| {
                !self.is_of_cohort && current.is_none_or(|current| current.id != cohort.id)
            };
            let view = ForwardView {
                title: target.title,
                url: target.url,
                cohort: self.cohort.filter(is_other).map(|cohort| cohort.id.clone()),
            };
            return context.page(page, "thread", view);
        };
        let title = format!("{}: {}", cohort.title, topic.title);
        let page = Page::new("discussion", &key[1..], title)
            .section("cohorts")
            .found(found)
            .breadcrumbs(vec![context.home(), super::link::cohort_page(site, cohort)]);
        let view = DiscussionView {
            about: target,
            cohort: cohort_link(site, cohort),
            thread: view_of(context, Some(cohort), topic),
        };
        context.page(page, "discussion", view)
    }
}

/// Every thread of every cohort.
fn places<'a>(context: &'a Context<'a>) -> Vec<Place<'a>> {
    let site = context.site;
    let cohorts: Vec<Option<&Cohort>> = if site.cohorts.is_empty() {
        vec![None]
    } else {
        site.cohorts.iter().map(Some).collect()
    };
    let mut places = Vec::new();
    for cohort in cohorts {
        let topics = topics(context).into_iter();
        places.extend(topics.map(|(topic, page)| Place {
            cohort,
            topic,
            page,
            is_of_cohort: false,
        }));
        let Some(own) = cohort else { continue };
        let sessions = own.timetable.sessions.iter();
        let sessions = sessions.filter_map(|session| session_topic(context, session));
        places.extend(sessions.map(|topic| Place {
            cohort,
            topic,
            page: schedule_path(own),
            is_of_cohort: true,
        }));
        let teams = own.teams.iter();
        let teams = teams.filter_map(|team| Some((team, team_topic(context, team)?)));
        places.extend(teams.map(|(team, topic)| Place {
            cohort,
            topic,
            page: link::team_path(own, team),
            is_of_cohort: true,
        }));
    }
    let groups = site.community.groups.iter();
    places.extend(groups.filter_map(|group| {
        Some(Place {
            cohort: None,
            topic: group_topic(context, group)?,
            page: link::group_path(group),
            is_of_cohort: true,
        })
    }));
    places
}

/// Two threads with one key, or with keys that the engine takes for one.
fn clashes(context: &Context<'_>, places: &[Place<'_>]) -> Vec<Diagnostic> {
    let Some(forum) = &context.site.forum else {
        return Vec::new();
    };
    let mut first: BTreeMap<String, &Place<'_>> = BTreeMap::new();
    let mut found = Vec::new();
    for place in places {
        let key = key(place.cohort, &place.topic);
        let identity = forum.identity(&thread(context, &key, &place.topic.title));
        let Some(other) = first.get(&identity) else {
            first.insert(identity, place);
            continue;
        };
        let known = place
            .topic
            .place
            .clone()
            .or_else(|| other.topic.place.clone());
        let Some((path, span)) = known else { continue };
        let (own, others) = (&place.topic.id, &other.topic.id);
        let message = if own == others {
            format!("two threads have the id `{own}`, so both would be one")
        } else {
            format!("the forum makes no difference between the threads `{others}` and `{own}`")
        };
        let diagnostic = Diagnostic::new(&rule::THREAD_CLASH, &path, span, message)
            .help("give one of the two another id; it is part of the thread's address for ever");
        found.push(match &other.topic.place {
            Some((path, span)) => diagnostic.related(path, span.clone(), "the other one"),
            None => diagnostic,
        });
    }
    // Each cohort says the same of what all of them share.
    found.dedup();
    found
}

fn thread<'a>(context: &'a Context<'_>, key: &'a str, title: &'a str) -> Thread<'a> {
    // What a thread is called elsewhere does not make it another one.
    static NO_NUMBERS: BTreeMap<&str, u64> = BTreeMap::new();
    let course = &context.site.course;
    Thread {
        numbers: &NO_NUMBERS,
        key,
        base: &course.base,
        base_url: course.base_url.as_deref(),
        title,
        language: &course.language,
    }
}

/// What every cohort talks about, each with the page on which it does.
fn topics<'a>(context: &'a Context<'a>) -> Vec<(Topic<'a>, String)> {
    let site = context.site;
    let mut topics = Vec::new();
    for lesson in &site.lessons {
        // The thread of a module has its page once, from the module.
        let own = lesson_topic(context, lesson).filter(|topic| topic.id == lesson.id);
        let all = own.into_iter().chain(directives(context, &lesson.document));
        topics.extend(all.map(|topic| (topic, lesson.url.clone())));
    }
    let posts = site
        .posts
        .iter()
        .map(|post| (&post.document, post_url(post)));
    let badges = site.badges.iter();
    let badges = badges.map(|badge| (&badge.document, format!("badges/{}/", badge.id)));
    let home = site.home.iter().map(|home| (home, String::new()));
    for (document, url) in home.chain(posts).chain(badges) {
        let all = directives(context, document);
        topics.extend(all.map(|topic| (topic, url.clone())));
    }
    let library = library_topic(context);
    topics.extend(library.map(|topic| (topic, "resources/".to_owned())));
    for module in &site.modules {
        let page = module.document.as_ref();
        let front = page.and_then(|page| page.page());
        let discussion = front.map_or(&Discussion::Default, |front| &front.discussion);
        let own = module_topic(context, module, discussion);
        let inside = page.into_iter().flat_map(|page| directives(context, page));
        let all = own.into_iter().chain(inside);
        topics.extend(all.map(|topic| (topic, module.url.clone())));
    }
    topics
}
