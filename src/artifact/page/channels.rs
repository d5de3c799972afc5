//! The page of channels, what is asked where, and where pages can be passed on to.

use super::link::{has_channels, written};
use super::{Context, Page, Planned};
use crate::config::Threads;
use crate::schedule::date_view;
use crate::site::{Channel, Forum, LastDay, Site};
use crate::view::{AskView, ChannelLink, ChannelView, ChannelsView, ShareView, UntilView};

/// The pages that are worth to be passed on: what somebody wrote, not lists of it.
const SHARED: &[&str] = &["lesson", "module", "post", "resource", "badge"];

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    if !has_channels(context.site) {
        return Vec::new();
    }
    let page = Page::new("channels", "channels/", "Channels")
        .section("channels")
        .breadcrumbs(vec![context.home()]);
    let view = ChannelsView {
        ask: ask(context.site),
        channels: context.channels(),
    };
    vec![context.page(page, "channels", view)]
}

/// The open channels on which people exchange.
pub(super) fn places(site: &Site) -> Vec<ChannelLink> {
    let channels = site.community.channels.iter();
    channels
        .filter(|channel| channel.kind.is_exchange() && channel.url.is_some())
        .map(link)
        .collect()
}

fn link(channel: &Channel) -> ChannelLink {
    ChannelLink {
        glyph: channel.kind.glyph,
        title: channel.title.clone(),
        url: channel.url.clone(),
        purpose: channel.purpose.clone(),
    }
}

/// What is asked where, and nothing that nobody said: the author's words, or what a channel is for.
fn ask(site: &Site) -> Vec<AskView> {
    let mut all = Vec::new();
    let mut is_said = false;
    if let Some(forum) = &site.forum {
        is_said |= !forum.ask.is_empty();
        all.extend(ask_forum(site, forum));
    }
    for channel in site.community.channels.iter().filter(|one| !one.is_over) {
        is_said |= !channel.ask.is_empty();
        let purpose = channel.purpose.as_deref().map(first_sentence);
        let questions = channel.ask.iter().map(String::as_str);
        let default = purpose.filter(|_| channel.ask.is_empty());
        for question in questions.chain(default) {
            all.push(AskView {
                question: question.to_owned(),
                place: link(channel),
            });
        }
    }
    if all.len() < 2 && !is_said {
        all.clear();
    }
    all
}

/// What is asked in the forum.
fn ask_forum(site: &Site, forum: &Forum) -> Vec<AskView> {
    let home = written(site, forum.home.as_ref());
    let place = |title: &str, url: Option<String>| ChannelLink {
        glyph: "forum",
        title: title.to_owned(),
        url,
        purpose: None,
    };
    let (question, place) = match forum.threads {
        _ if !forum.ask.is_empty() => ("", place("The forum", home)),
        Threads::Lesson => (
            "A question about a lesson",
            place("The discussion below that lesson", None),
        ),
        Threads::Module => (
            "A question about a lesson",
            place("The discussion of its module", None),
        ),
        Threads::Session => (
            "A question about a session",
            place("The discussion below that session", None),
        ),
        Threads::None => (
            "A question whose answer others need too",
            place("The forum", home),
        ),
    };
    let said = forum.ask.iter().map(String::as_str);
    let default = Some(question).filter(|_| forum.ask.is_empty());
    said.chain(default)
        .map(|question| AskView {
            question: question.to_owned(),
            place: place.clone(),
        })
        .collect()
}

/// The first sentence of a purpose, without its full stop.
fn first_sentence(text: &str) -> &str {
    let end = [". ", "! ", "? ", ".\n", ": "];
    let end = end.iter().filter_map(|end| text.find(end)).min();
    let sentence = end.map_or(text, |end| &text[..end]);
    sentence.trim_end_matches('.')
}

impl Context<'_> {
    /// The forum first: it is the one place to exchange.
    pub(super) fn channels(&self) -> Vec<ChannelView> {
        let site = self.site;
        let forum = site.forum.as_ref().map(|forum| ChannelView {
            kind: "forum",
            glyph: "forum",
            kind_label: "Forum",
            title: "The forum".to_owned(),
            url: written(site, forum.home.as_ref()),
            purpose: Some("Everything that others can learn from: questions, answers, what you tried. It is also inside the lessons.".to_owned()),
            audience: None,
            until: Vec::new(),
            is_over: false,
            note: None,
        });
        let channels = site.community.channels.iter().map(|channel| ChannelView {
            kind: channel.kind.id,
            glyph: channel.kind.glyph,
            kind_label: channel.kind.name,
            title: channel.title.clone(),
            url: channel.url.clone(),
            purpose: channel.purpose.clone(),
            audience: channel.audience.clone(),
            until: until(site, channel),
            is_over: channel.is_over,
            note: channel.kind.note.filter(|_| !channel.is_over),
        });
        forum.into_iter().chain(channels).collect()
    }

    /// Where a page can be passed on to. What only facilitators or authors see is not passed on.
    pub(super) fn share(&self, page: &Page<'_>) -> Vec<ShareView> {
        let site = self.site;
        let is_draft = page
            .document
            .and_then(|document| document.page())
            .is_some_and(|front| front.draft);
        if site.facilitator || is_draft || !SHARED.contains(&page.template) {
            return Vec::new();
        }
        let Some(url) = site.absolute(&page.url) else {
            return Vec::new();
        };
        let view = |target: &crate::site::ShareTarget| ShareView {
            id: target.id,
            name: target.name,
            glyph: target.glyph,
            url: target.link(&page.title, &url),
        };
        site.share.iter().map(view).collect()
    }
}

/// The days that are yet to come, or all of them where none is.
fn until(site: &Site, channel: &Channel) -> Vec<UntilView> {
    let day = |date, cohort| UntilView {
        date: Some(date_view(date)),
        words: None,
        cohort,
    };
    match &channel.until {
        None => Vec::new(),
        Some(LastDay::Words(words)) => vec![UntilView {
            date: None,
            words: Some(words.clone()),
            cohort: None,
        }],
        Some(LastDay::Day(date)) => vec![day(*date, None)],
        Some(LastDay::OfCohorts(days)) => {
            let open = days.iter().filter(|(.., over)| channel.is_over || !over);
            let several = site.cohorts.len() > 1;
            open.map(|(at, date, _)| {
                let title = || site.cohorts[*at].title.clone();
                day(*date, several.then(title))
            })
            .collect()
        }
    }
}
