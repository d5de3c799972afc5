//! [`Forum`]: the one place to exchange, embedded where the talk belongs. One file an engine and one line in
//! `ENGINES`. Nothing here loads anything: an engine says what the theme's script needs once the learner asks, and what
//! pages with a thread may load then.

mod discourse;
mod giscus;
mod iframe;
mod isso;
mod link;
mod preview;
mod remark42;
mod settings;

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Arc;

use self::settings::Settings;
use crate::config::{ForumConfig, Load, Threads};
use crate::diagnostic::{Diagnostic, did_you_mean, one_of};
use crate::policy::Policy;
use crate::route::is_web;
use crate::source::SourcePath;

/// A forum engine with its settings.
pub trait Engine: Debug + Send + Sync {
    /// Its name in files and for the theme, `isso`.
    fn id(&self) -> &'static str;
    /// What the theme's script needs to load a thread; `None` if it can only be linked to.
    fn embed(&self, thread: &Thread<'_>) -> Option<serde_json::Value>;
    /// The origin that the browser talks to once the learner asks; `None` if it can only be linked to.
    fn origin(&self) -> Option<&str> {
        None
    }
    /// What a page with a thread may load for it.
    fn policy(&self) -> Policy {
        Policy::default()
    }
    /// The thread outside of the portal, where the engine has a page for it.
    fn url(&self, _thread: &Thread<'_>) -> Option<String> {
        None
    }
    /// Its front page, where that follows from the settings and the author names no other.
    fn home(&self) -> Option<String> {
        None
    }
    /// What the engine makes of the address of a thread before it compares it.
    fn fold(&self, address: &str) -> String {
        address.to_owned()
    }
    /// What is good to know about who runs it, where that is the same for everybody.
    fn runs(&self) -> Option<&'static str> {
        None
    }
}

/// A thread in a page.
#[derive(Debug, Clone, Copy)]
pub struct Thread<'a> {
    /// Its key, `/t/2026-autumn/welcome/`: never derived from a title or a path.
    pub key: &'a str,
    /// The path of the portal under its host.
    pub base: &'a str,
    /// The whole address of the portal, if it is known.
    pub base_url: Option<&'a str>,
    /// What it is about.
    pub title: &'a str,
    /// BCP 47.
    pub language: &'a str,
    /// What the forum calls the thread, by cohort, where stoa.lock knows it.
    pub numbers: &'a BTreeMap<&'a str, u64>,
}

/// The whole address of a thread in the portal, if it is known.
fn whole(thread: &Thread<'_>) -> Option<String> {
    let base = thread.base_url?.trim_end_matches('/');
    Some(format!("{base}{}", thread.key))
}

/// The forum of a course.
#[derive(Debug, Clone)]
pub struct Forum {
    /// The engine.
    pub engine: Arc<dyn Engine>,
    /// The host that is talked to.
    pub host: Option<String>,
    /// Its front page.
    pub home: Option<String>,
    /// Who runs it.
    pub operator: Option<String>,
    /// What the operator does with what is posted.
    pub privacy: Option<String>,
    /// When it is loaded.
    pub load: Load,
    /// What has a thread of its own.
    pub threads: Threads,
    /// What is asked in it, as its author says it.
    pub ask: Vec<String>,
    /// Whether threads show what is kept in the memory of `stoa serve` instead, so that nothing is sent.
    pub preview: bool,
}

/// Makes an engine from the settings, or says what they lack.
type Make = fn(&mut Settings<'_>) -> Option<Arc<dyn Engine>>;

/// Every engine, by its name in files.
const ENGINES: &[(&str, Make)] = &[
    ("isso", isso::make),
    ("giscus", giscus::make),
    ("discourse", discourse::make),
    ("remark42", remark42::make),
    ("link", link::make),
    ("iframe", iframe::make),
    ("none", |_| None),
];

/// Engines that people ask for and that there are none of, and why.
const DISCOURAGED: &[(&str, &str)] = &[
    (
        "disqus",
        "Disqus shows advertising and tells other firms who reads, so there is no engine for it",
    ),
    (
        "facebook",
        "Facebook's comments ask learners for an account there and follow them, so there is no engine for it",
    ),
    (
        "utterances",
        "utterances finds its thread by a search, which takes the wrong one when a page is renamed; giscus is its successor",
    ),
    (
        "cusdis",
        "Cusdis has no list of threads to keep what was said, so it would be lost with the service",
    ),
    ("commento", "Commento is not looked after any more"),
];

impl Forum {
    /// The forum of the settings; `None` if there is none, or if they lack something.
    pub fn new(
        config: &ForumConfig,
        path: &SourcePath,
        base_url: Option<&str>,
        preview: bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let mut settings = Settings {
            config,
            path,
            base_url,
            diagnostics,
        };
        let names: Vec<&str> = ENGINES.iter().map(|(name, _)| *name).collect();
        settings.only_own_table(&names);
        let name = &config.engine;
        let Some((_, make)) = ENGINES.iter().find(|(known, _)| *known == name.value) else {
            let why = DISCOURAGED
                .iter()
                .find(|(other, _)| name.value.eq_ignore_ascii_case(other))
                .map(|(_, why)| format!("{why}; write {}", one_of(&names)));
            let help = why.or_else(|| did_you_mean(&name.value, &names));
            let help = help.unwrap_or_else(|| format!("write {}", one_of(&names)));
            settings.bad(
                name.span(),
                format!("no forum is called `{}`", name.value),
                &help,
            );
            return None;
        };
        let engine = make(&mut settings)?;
        let home = config.home.as_ref().map(|home| home.value.as_str());
        let host = engine
            .origin()
            .or(home)
            .and_then(host_of)
            .map(str::to_owned);
        let portal = base_url.and_then(host_of);
        if config.load == Load::Lazy && host.as_deref().map(site) != portal.map(site) {
            settings.bad(
                name.span(),
                "load = \"lazy\" is only for a forum on the portal's own site".to_owned(),
                "write load = \"click\": learners decide whom their browser talks to",
            );
            return None;
        }
        let [home, privacy] = [&config.home, &config.privacy].map(|written| {
            let written = written.as_ref()?;
            let is_page = written.starts_with('/') && !written.starts_with("//");
            if is_web(written) || is_page {
                return Some(written.value.clone());
            }
            settings.bad(
                written.span(),
                format!("`{}` is no address on the web", written.value),
                "write it with https://, or with / before it for a page of the portal",
            );
            None
        });
        Some(Self {
            home: home.or_else(|| engine.home()),
            engine,
            host,
            operator: config.operator.clone(),
            privacy,
            load: config.load,
            threads: config.threads,
            ask: config.ask.clone(),
            preview,
        })
    }

    /// Whether threads are shown in pages, and not only linked to.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        self.load != Load::Never && self.engine.origin().is_some()
    }

    /// What the theme's script needs to load a thread.
    #[must_use]
    pub fn embed(&self, thread: &Thread<'_>) -> Option<serde_json::Value> {
        let embed = self.engine.embed(thread).filter(|_| self.is_embedded())?;
        Some(if self.preview {
            preview::embed(thread)
        } else {
            embed
        })
    }

    /// What a page with a thread may load for it.
    #[must_use]
    pub fn policy(&self) -> Policy {
        match (self.is_embedded(), self.preview) {
            (false, _) => Policy::default(),
            (true, true) => preview::policy(),
            (true, false) => self.engine.policy(),
        }
    }

    /// The thread outside of the portal, or the forum.
    #[must_use]
    pub fn url(&self, thread: &Thread<'_>) -> Option<String> {
        self.engine.url(thread).or_else(|| self.home.clone())
    }

    /// What the engine takes a thread's address for: two threads with one of these are one there.
    #[must_use]
    pub fn identity(&self, thread: &Thread<'_>) -> String {
        let address = whole(thread).unwrap_or_else(|| thread.key.to_owned());
        self.engine.fold(&address)
    }
}

/// The host of an address on the web.
fn host_of(address: &str) -> Option<&str> {
    let rest = address.split_once("://")?.1;
    rest.split(['/', '?', '#']).next()
}

/// The last two labels of a host, which is near enough to a site for a forum that its author runs.
fn site(host: &str) -> &str {
    let host = host.split(':').next().unwrap_or(host);
    let mut dots = host.rmatch_indices('.');
    dots.next();
    dots.next().map_or(host, |(at, _)| &host[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::ENGINES;

    #[test]
    fn every_engine_says_in_its_file_how_it_is_set() {
        for (name, _) in ENGINES.iter().filter(|(name, _)| *name != "none") {
            let file = format!("{}/src/forum/{name}.rs", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(file).expect("a file an engine");
            let sample = format!("//! engine = \"{name}\"\n");
            assert!(text.contains(&sample), "{name}");
        }
    }
}
