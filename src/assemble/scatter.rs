//! One place to exchange, and no scatter: what is wrong with the channels taken together, and with links in pages that lead to
//! other places to talk.

use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};

use super::Input;
use super::channels::FILE;
use super::places::{Place, Places};
use crate::config::{AllowConfig, ChannelConfig, ChannelKind, Discussion, Threads};
use crate::diagnostic::{Diagnostic, Span, did_you_mean, one_of};
use crate::document::{Document, LinkKind};
use crate::rule::{self, Rule};
use crate::site::{Channel, LastDay, Site};
use crate::source::SourcePath;

/// What an exception can be from.
const ALLOWED: &[&Rule] = &[
    &rule::TOO_MANY_CHANNELS,
    &rule::CHANNEL_TWICE,
    &rule::CHANNEL_UNDECLARED,
    &rule::CHANNEL_CLOSED,
    &rule::CHANNEL_PERSONAL_DATA,
    &rule::CHANNEL_EXPIRED,
    &rule::INVITE_PUBLIC,
];

/// So many of the other places are named with a finding.
const MOST_NAMED: usize = 12;

pub(super) fn check(input: &Input<'_>, site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let config = &input.config.community;
    // A plain folder of Markdown owes nobody a word about where people talk.
    if input.sources.get(FILE).is_none() {
        return;
    }
    let path = SourcePath::new(FILE);
    let channels: Vec<Declared<'_>> = config
        .channel
        .iter()
        .zip(&site.community.channels)
        .map(|(config, channel)| Declared { config, channel })
        .collect();
    let mut scatter = Scatter {
        exceptions: Exceptions::new(&config.channels.allow, &path, diagnostics),
        links: links(site, &channels),
        channels,
        path,
        found: Vec::new(),
    };
    scatter.undeclared();
    scatter.invitations();
    scatter.twice();
    scatter.closed();
    scatter.personal_data();
    scatter.expired();
    let max = &config.channels.max;
    scatter.too_many(max.value as usize);
    scatter.exceptions.unused(&scatter.path, &mut scatter.found);
    diagnostics.append(&mut scatter.found);
    forum(input, site, diagnostics);
}

/// A channel as it was written, and what it is.
struct Declared<'a> {
    config: &'a ChannelConfig,
    channel: &'a Channel,
}

impl Declared<'_> {
    fn kind(&self) -> ChannelKind {
        self.channel.kind
    }

    /// The place of its kind.
    fn span(&self) -> Span {
        self.config.kind.span()
    }

    fn is_over(&self) -> bool {
        self.channel.is_over
    }
}

/// A link in a page to a place to talk.
struct Found<'a> {
    path: &'a SourcePath,
    span: Span,
    place: Place,
}

struct Scatter<'a> {
    path: SourcePath,
    channels: Vec<Declared<'a>>,
    /// Links in pages, by the system to which they lead, in the order of files and places.
    links: BTreeMap<&'static str, Vec<Found<'a>>>,
    exceptions: Exceptions<'a>,
    found: Vec<Diagnostic>,
}

/// Links that learners see and that lead to a place to talk: not those of channels and sessions, and not sources.
fn links<'a>(site: &'a Site, channels: &[Declared<'_>]) -> BTreeMap<&'static str, Vec<Found<'a>>> {
    let sessions = site
        .cohorts
        .iter()
        .flat_map(|cohort| &cohort.timetable.sessions);
    let sessions = sessions.filter_map(|session| session.url.as_ref());
    let sessions = sessions.map(|url| url.value.value.as_str());
    let channels = channels.iter().filter_map(|one| one.config.url.as_ref());
    let known: HashSet<&str> = channels
        .map(|url| url.value.as_str())
        .chain(sessions)
        .collect();
    let places = Places::new();
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for document in site.documents() {
        for link in &document.body.links {
            if link.kind != LinkKind::Link || link.for_facilitators || link.is_source {
                continue;
            }
            if let Some(place) = places.find(&link.target)
                && !known.contains(link.target.as_str())
            {
                found.entry(place.kind.id).or_default().push(Found {
                    path: &document.path,
                    span: link.span.clone(),
                    place,
                });
            }
        }
    }
    for links in found.values_mut() {
        links.sort_by(|a, b| (a.path, a.span.start).cmp(&(b.path, b.span.start)));
    }
    found
}

impl Scatter<'_> {
    fn is_declared(&self, kind: ChannelKind) -> bool {
        self.channels.iter().any(|one| one.kind() == kind)
    }

    /// Says something of a kind, unless the author allowed it.
    fn say(&mut self, kind: ChannelKind, found: Diagnostic) {
        if !self.exceptions.allow(found.rule, kind) {
            self.found.push(found);
        }
    }

    fn at_channel(&self, rule: &'static Rule, span: Span, message: String) -> Diagnostic {
        Diagnostic::new(rule, &self.path, span, message)
    }

    fn undeclared(&mut self) {
        let mut all = Vec::new();
        for links in self.links.values() {
            let Some((first, others)) = links.split_first() else {
                continue;
            };
            let kind = first.place.kind;
            if self.is_declared(kind) || !kind.is_exchange() {
                continue;
            }
            let message = format!(
                "this leads to {}, which is no channel of the course",
                kind.name
            );
            let mut found = Diagnostic::new(
                &rule::CHANNEL_UNDECLARED,
                first.path,
                first.span.clone(),
                message,
            )
            .help(format!(
                "add a [[channel]] with kind = \"{}\" and its purpose, take the link out, or write {{.external}} behind it if it is only a source",
                kind.id
            ));
            for other in others.iter().take(MOST_NAMED) {
                found = found.related(other.path, Some(other.span.clone()), "and so does this");
            }
            all.push((kind, found));
        }
        for (kind, found) in all {
            self.say(kind, found);
        }
    }

    fn invitations(&mut self) {
        let places = Places::new();
        let help = "give it to the cohort by mail, at the kick-off or in the forum instead; if everybody is welcome, allow it with a reason";
        let mut all = Vec::new();
        for one in self.channels.iter().filter(|one| !one.is_over()) {
            let url = one.config.url.as_ref();
            let found = url.and_then(|url| Some((url, places.find(url)?)));
            if let Some((url, place)) = found.filter(|(_, place)| place.is_invitation) {
                let message = format!(
                    "everybody who finds the page of channels gets into {} by this",
                    one.channel.title
                );
                let found = self.at_channel(&rule::INVITE_PUBLIC, url.span(), message);
                // An exception is for the kind that the author wrote, whatever the address says.
                let kind = if one.kind().is_exchange() {
                    one.kind()
                } else {
                    place.kind
                };
                all.push((kind, found.help(help)));
            }
        }
        for links in self.links.values() {
            let mut invitations = links.iter().filter(|link| link.place.is_invitation);
            let Some(first) = invitations.next() else {
                continue;
            };
            let message = format!(
                "everybody who finds this page gets into {} by this link",
                first.place.kind.name
            );
            let span = first.span.clone();
            let mut found = Diagnostic::new(&rule::INVITE_PUBLIC, first.path, span, message);
            for other in invitations.take(MOST_NAMED) {
                found = found.related(other.path, Some(other.span.clone()), "and by this");
            }
            all.push((first.place.kind, found.help(help)));
        }
        for (kind, found) in all {
            self.say(kind, found);
        }
    }

    fn twice(&mut self) {
        let mut all = Vec::new();
        let mut urls = BTreeMap::new();
        let mut purposes = BTreeMap::new();
        for one in self.channels.iter().filter(|one| !one.is_over()) {
            let url = one.channel.url.as_deref();
            let url = url.map(|url| url.trim_end_matches('/'));
            let before = url.and_then(|url| urls.insert(url, one));
            let purpose = one.channel.purpose.as_deref().map(plain);
            let same = purpose.and_then(|purpose| purposes.insert(purpose, one));
            let (before, message) = match (before, same) {
                (Some(before), _) => (
                    before,
                    "this channel is there already, with the same address",
                ),
                (None, Some(same)) => (same, "another channel is for the same"),
                (None, None) => continue,
            };
            let found = self
                .at_channel(&rule::CHANNEL_TWICE, one.span(), message.to_owned())
                .related(&self.path, Some(before.span()), "the other one")
                .help("keep one of the two, or say in `purpose` what sets them apart");
            all.push((one.kind(), found));
        }
        for (kind, found) in all {
            self.say(kind, found);
        }
    }

    fn closed(&mut self) {
        let mut all = Vec::new();
        for one in self.channels.iter().filter(|one| !one.is_over()) {
            let Some(why) = one.kind().loses else {
                continue;
            };
            let asks = one.config.ask.iter().any(|ask| is_question(ask));
            let purpose = one.config.purpose.as_ref();
            let purpose = purpose.filter(|purpose| is_question(purpose));
            let span = match purpose {
                Some(purpose) => purpose.span(),
                None if asks => one.span(),
                None => continue,
            };
            let message = format!(
                "questions are answered on {}, where {why}: answers are lost to the next cohort",
                one.kind().name
            );
            let found = self.at_channel(&rule::CHANNEL_CLOSED, span, message);
            all.push((
                one.kind(),
                found.help("let questions go into the forum, and copy good answers there"),
            ));
        }
        for (kind, found) in all {
            self.say(kind, found);
        }
    }

    fn personal_data(&mut self) {
        let mut all = Vec::new();
        for one in self.channels.iter().filter(|one| !one.is_over()) {
            if let Some(what) = one.kind().exposes {
                let message = format!(
                    "{} shows everybody {what} of everybody else",
                    one.kind().name
                );
                let span = one.span();
                let found = self.at_channel(&rule::CHANNEL_PERSONAL_DATA, span, message);
                all.push((
                    one.kind(),
                    found.help("make sure that nobody needs it to take part, and allow it with the reason why it is there"),
                ));
            }
        }
        for (kind, found) in all {
            self.say(kind, found);
        }
    }

    /// Where the day is counted for each cohort, it being over is how it was meant.
    fn expired(&mut self) {
        let mut all = Vec::new();
        for one in self.channels.iter().filter(|one| one.is_over()) {
            if let (Some(LastDay::Day(day)), Some(until)) = (&one.channel.until, &one.config.until)
            {
                let message = format!(
                    "the last day of this channel, {}, is over, so its address is not shown any more",
                    crate::schedule::date_view(*day).text
                );
                let found = self.at_channel(&rule::CHANNEL_EXPIRED, until.span(), message);
                all.push((
                    one.kind(),
                    found.help("take the channel out, or write a later day"),
                ));
            }
        }
        for (kind, found) in all {
            self.say(kind, found);
        }
    }

    /// Every system counts once, and each `other` for itself.
    fn too_many(&mut self, max: usize) {
        let mut seen = HashSet::new();
        let mut all: Vec<(ChannelKind, SourcePath, Span, String)> = Vec::new();
        for one in self.channels.iter().filter(|one| !one.is_over()) {
            let kind = one.kind();
            if kind.id == "other" || seen.insert(kind.id) {
                let title = one.channel.title.clone();
                all.push((kind, self.path.clone(), one.span(), title));
            }
        }
        for link in self.links.values().filter_map(|links| links.first()) {
            let kind = link.place.kind;
            if kind.is_exchange() && seen.insert(kind.id) {
                let name = format!("a link to {}", kind.name);
                all.push((kind, link.path.clone(), link.span.clone(), name));
            }
        }
        // What is few enough needs no exception.
        if all.len() <= max {
            return;
        }
        all.retain(|(kind, ..)| !self.exceptions.allow(&rule::TOO_MANY_CHANNELS, *kind));
        let Some((_, path, span, _)) = all.get(max) else {
            return;
        };
        let names: Vec<&str> = all.iter().map(|(.., name)| name.as_str()).collect();
        let message = format!(
            "this is channel number {}, and the course allows itself {max}",
            max + 1
        );
        let mut found = Diagnostic::new(&rule::TOO_MANY_CHANNELS, path, span.clone(), message)
            .help(format!(
                "keep the ones that are needed most ({}), or raise `max` under [channels]",
                names.join(", ")
            ));
        let others = all.iter().enumerate().filter(|(at, _)| *at != max);
        for (_, (_, path, span, name)) in others.take(MOST_NAMED) {
            found = found.related(path, Some(span.clone()), name.as_str());
        }
        self.found.push(found);
    }
}

/// A forum that no page shows, and that has no address to go to.
fn forum(input: &Input<'_>, site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let (Some(forum), Some(config)) = (&site.forum, &input.config.community.forum) else {
        return;
    };
    let asks = |document: &Document| {
        let front = document.page();
        let directives = &document.body.directives;
        front.is_some_and(|front| matches!(front.discussion, Discussion::With(_)))
            || directives
                .iter()
                .any(|one| matches!(&*one.opening.name, "discussion" | "introduce"))
    };
    let is_shown = forum.is_embedded()
        && (forum.threads != Threads::None || site.documents().any(|document| asks(document)));
    if forum.home.is_none() && !is_shown {
        let message = "no page shows this forum, and it has no address to go to";
        let path = SourcePath::new(FILE);
        diagnostics.push(
            Diagnostic::new(
                &rule::FORUM_UNREACHABLE,
                &path,
                config.engine.span(),
                message,
            )
            .help("add a line like `home = \"https://talk.example.org/\"`, or give lessons threads: threads = \"lesson\""),
        );
    }
}

/// A purpose without what does not change it.
fn plain(purpose: &str) -> String {
    let words: Vec<String> = purpose
        .split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join(" ")
}

/// Whether a text says that questions are asked somewhere, others than those that have no answer tomorrow.
fn is_question(text: &str) -> bool {
    let sentences = text.split(['.', '!', '?', ';', ':', '\n']);
    sentences.map(plain).any(|sentence| {
        let has = |words: &[&str]| sentence.split(' ').any(|word| words.contains(&word));
        let is_of_the_moment = has(&[
            "no",
            "not",
            "never",
            "nothing",
            "without",
            "session",
            "sessions",
            "live",
            "urgent",
            "private",
            "privately",
            "personal",
        ]);
        (has(&["question", "questions"]) || sentence.contains("q a")) && !is_of_the_moment
    })
}

/// What the author allows, and whether anything needs it.
struct Exceptions<'a> {
    all: Vec<(&'a AllowConfig, Cell<bool>)>,
}

impl<'a> Exceptions<'a> {
    /// Those with a reason; without one they are no exceptions, and a finding.
    fn new(
        configs: &'a [AllowConfig],
        path: &SourcePath,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut bad = |span, message: String, help: String| {
            diagnostics.push(Diagnostic::new(&rule::BAD_ALLOW, path, span, message).help(help));
        };
        let mut all = Vec::new();
        for config in configs {
            let known = ALLOWED.iter().map(|rule| rule.code);
            if config.reason.trim().is_empty() {
                bad(
                    config.reason.span(),
                    "this exception has no reason".to_owned(),
                    "say why it is good as it is, for those who come later".to_owned(),
                );
                continue;
            }
            if let Some(written) = &config.rule
                && known.clone().all(|code| code != written.value)
            {
                let help = did_you_mean(written, known.clone());
                bad(
                    written.span(),
                    format!("there is no exception from `{}`", written.value),
                    help.unwrap_or_else(|| format!("write {}", one_of(known))),
                );
                continue;
            }
            all.push((config, Cell::new(false)));
        }
        Self { all }
    }

    /// Whether this is allowed.
    fn allow(&self, rule: &Rule, kind: ChannelKind) -> bool {
        let mut allows = false;
        for (config, used) in &self.all {
            let is_meant = |code: &String| code == rule.code;
            if config.kind.value == kind && config.rule.as_deref().is_none_or(is_meant) {
                used.set(true);
                allows = true;
            }
        }
        allows
    }

    fn unused(&self, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) {
        for (config, _) in self.all.iter().filter(|(_, used)| !used.get()) {
            let what = match &config.rule {
                Some(rule) => format!("from `{}` for {}", rule.value, config.kind.name),
                None => format!("for {}", config.kind.name),
            };
            let message = format!("nothing needs this exception {what}");
            let span = config.kind.span();
            diagnostics
                .push(Diagnostic::new(&rule::BAD_ALLOW, path, span, message).help("take it out"));
        }
    }
}
