//! [`Record`]: a line of the ledger as the build reads it; [`read`] reads them all.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;
use serde::Deserialize;

use super::ACTIVITY;
use crate::config::is_actor;
use crate::diagnostic::{Diagnostic, Span};
use crate::rule;
use crate::source::{Content, SourceFile, SourcePath};

/// So many bad lines are told one by one.
const MOST_FINDINGS: usize = 20;

/// Something that somebody did, small enough to hold a million of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// When it was.
    pub time: Timestamp,
    /// What it is known by.
    pub id: Box<str>,
    /// Who it was.
    pub actor: Arc<str>,
    /// What it was.
    pub verb: Verb,
    /// On what, without the post: `/t/2026-autumn/welcome/`.
    pub object: Arc<str>,
    /// The post in it, `12` of `/t/2026-autumn/welcome/#12`.
    pub post: Option<Box<str>>,
    /// Which system said so.
    pub source: Arc<str>,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// Began a conversation.
    Posted,
    /// Answered in one; to the post of the object, where the source says to which.
    Replied,
    /// Liked the post of the object.
    Liked,
    /// Accepted the post of the object as the answer.
    Accepted,
    /// Completed a lesson or whatever the object is.
    Completed,
    /// Did the team activity of the object.
    Achieved,
    /// Took part in another way.
    Other,
}

impl Verb {
    /// What a word of the ledger means; `None` for a word that stoa does not know.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Some(match word {
            "posted" => Self::Posted,
            "replied" => Self::Replied,
            "liked" => Self::Liked,
            "accepted" => Self::Accepted,
            "completed" => Self::Completed,
            "achieved" => Self::Achieved,
            "attended" | "graded" => Self::Other,
            _ => return None,
        })
    }
}

impl Record {
    /// The cohort in whose threads it was, or `course` and `shared` for those of none.
    #[must_use]
    pub fn cohort(&self) -> Option<&str> {
        let (cohort, _) = self.object.strip_prefix("/t/")?.split_once('/')?;
        Some(cohort)
    }

    /// What the post of the object may be known by: each system names its posts in one of two ways.
    #[must_use]
    pub fn target(&self) -> Option<[String; 2]> {
        let post = self.post.as_ref()?;
        Some([
            format!("{}:{post}", self.source),
            format!("{}:{post}", self.object),
        ])
    }
}

/// The ledger as it was read.
#[derive(Debug, Clone, Default)]
pub struct Read {
    /// Each event once, by time. Where two lines have one id, which of them counts does not depend on their order.
    pub records: Vec<Record>,
    /// Everybody in it who is somebody.
    pub actors: BTreeSet<Arc<str>>,
    /// What is wrong with the file.
    pub diagnostics: Vec<Diagnostic>,
    /// Where each word is first that stoa does not know.
    pub unknown: BTreeMap<String, Span>,
}

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    time: Timestamp,
    #[serde(borrow)]
    actor: Cow<'a, str>,
    #[serde(borrow)]
    verb: Cow<'a, str>,
    #[serde(borrow)]
    object: Cow<'a, str>,
    #[serde(borrow)]
    source: Cow<'a, str>,
}

/// Reads `data/activity.jsonl` as a file that anybody may have changed: a line that can't be read is a finding, and all others count.
#[must_use]
pub fn read(source: &SourceFile) -> Read {
    let path = SourcePath::new(ACTIVITY);
    let broken = |span: Span, message: &str, help: &str| Read {
        diagnostics: vec![Diagnostic::new(&rule::BAD_ACTIVITY, &path, span, message).help(help)],
        ..Read::default()
    };
    if matches!(source.content, Content::Disk(_)) {
        let help = "move what cohorts did that are over into another folder";
        return broken(
            0..0,
            "this ledger is larger than 256 MiB, so nothing of it counts",
            help,
        );
    }
    let text = match source.text() {
        Ok(text) => text,
        Err(good) => {
            let help = "take it back from your version control";
            return broken(
                good..good,
                "this file is not UTF-8 from here on, so nothing of it counts",
                help,
            );
        }
    };
    let mut start = 0;
    let lines: Vec<(usize, &str)> = text
        .split_inclusive('\n')
        .map(|line| {
            let at = start;
            start += line.len();
            (at, line.trim_end())
        })
        .filter(|(_, line)| !line.trim_start().is_empty())
        .collect();
    let parsed: Vec<_> = lines
        .par_iter()
        .map(|(_, line)| serde_json::from_str::<Line<'_>>(line))
        .collect();
    let mut found = Read::default();
    let mut words = Words::default();
    let mut bad = Vec::new();
    for ((at, line), parsed) in lines.iter().zip(parsed) {
        let span = *at..at + line.chars().take(60).map(char::len_utf8).sum::<usize>();
        let Ok(line) = parsed else {
            bad.push(span);
            continue;
        };
        let verb = Verb::named(&line.verb).unwrap_or_else(|| {
            found.unknown.entry(line.verb.to_string()).or_insert(span);
            Verb::Other
        });
        let (object, post) = match line.object.split_once('#') {
            Some((object, post)) if !post.is_empty() => (object, Some(post.into())),
            _ => (&*line.object, None),
        };
        let actor = words.one(&line.actor);
        // A team is nobody.
        if is_actor(&actor) && !actor.starts_with("team:") {
            found.actors.insert(Arc::clone(&actor));
        }
        found.records.push(Record {
            time: line.time,
            id: line.id.into(),
            actor,
            verb,
            object: words.one(object),
            post,
            source: words.one(&line.source),
        });
    }
    tell(bad, &path, &mut found.diagnostics);
    let order = |record: &Record| {
        let texts = [&record.actor, &record.object, &record.source].map(Arc::clone);
        (record.time, record.verb, texts, record.post.clone())
    };
    found.records.par_sort_unstable_by(|a, b| {
        let same = a.id.cmp(&b.id).then_with(|| a.time.cmp(&b.time));
        same.then_with(|| order(a).cmp(&order(b)))
    });
    found.records.dedup_by(|a, b| a.id == b.id);
    found
        .records
        .par_sort_unstable_by(|a, b| (a.time, &a.id).cmp(&(b.time, &b.id)));
    found
}

fn tell(bad: Vec<Span>, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) {
    let more = bad.len().saturating_sub(MOST_FINDINGS);
    for span in bad.into_iter().take(MOST_FINDINGS) {
        let message = "this line is no event that can be read, so it counts for nothing";
        let help = "delete what a merge left, or take the line back from your version control; a line is a JSON object with id, time, actor, verb, object, value and source";
        diagnostics.push(Diagnostic::new(&rule::BAD_ACTIVITY, path, span, message).help(help));
    }
    if more > 0
        && let Some(last) = diagnostics.last_mut()
    {
        last.message = format!("{}; {more} more lines are as bad", last.message);
    }
}

/// Texts that come again and again, each once.
#[derive(Default)]
struct Words(HashSet<Arc<str>>);

impl Words {
    fn one(&mut self, word: &str) -> Arc<str> {
        if let Some(known) = self.0.get(word) {
            return Arc::clone(known);
        }
        let new: Arc<str> = word.into();
        self.0.insert(Arc::clone(&new));
        new
    }
}
