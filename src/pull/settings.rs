//! [`engine`]: which engine is asked, and with what. One line an engine.

use std::collections::BTreeMap;

use serde_json::Value;

use super::json::text;
use super::{Engine, discourse, giscus, isso, remark42};
use crate::lock::Lock;

/// What an engine needs to know. Where a thread is comes from the same words with which a page loads it, so that a page and `stoa
/// forum pull` never mean different threads.
#[derive(Debug, Default)]
pub struct Settings {
    /// What a page is told to load each thread, by key: see `forum`.
    pub threads: BTreeMap<String, Value>,
    /// The whole address of the portal.
    pub portal: Option<String>,
    /// What the forum calls its threads.
    pub lock: Lock,
    /// A token for GitHub, from the environment.
    pub github_token: Option<String>,
    /// Another address of GitHub's GraphQL interface, from the environment.
    pub github_graphql: Option<String>,
    /// A key for Discourse, from the environment.
    pub discourse_key: Option<String>,
}

/// Makes an engine from the settings, or says what they lack.
type Make = fn(Settings) -> Result<Box<dyn Engine>, String>;

/// Every engine that can be asked.
const ENGINES: &[(&str, Make)] = &[
    ("isso", isso::make),
    ("giscus", giscus::make),
    ("discourse", discourse::make),
    ("remark42", remark42::make),
];

impl Settings {
    /// What is the same for all threads.
    pub(super) fn common(&self, path: &str) -> Result<String, String> {
        let first = self.threads.values().next();
        first.and_then(|first| text(first, path)).ok_or_else(|| {
            "the settings of the forum are not complete; `stoa check` says what they lack"
                .to_owned()
        })
    }

    /// The origin of the forum.
    pub(super) fn origin(&self) -> Result<String, String> {
        Ok(self.common("/origin")?.trim_end_matches('/').to_owned())
    }

    /// What is another one for each thread, by key.
    pub(super) fn each(&self, path: &str) -> BTreeMap<String, String> {
        let threads = self.threads.iter();
        threads
            .filter_map(|(key, thread)| Some((key.clone(), text(thread, path)?)))
            .collect()
    }
}

/// The engine of the settings.
///
/// # Errors
///
/// If there is none that can be asked, or it needs something that is not there; in words for people.
pub fn engine(name: &str, settings: Settings) -> Result<Box<dyn Engine>, String> {
    match ENGINES.iter().find(|(known, _)| *known == name) {
        Some((_, make)) => make(settings),
        None => Err(format!(
            "the forum of this course is a {name}, which stoa can't read; its pages link to it all the same"
        )),
    }
}
