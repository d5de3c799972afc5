//! [`Forum`]: the one place to exchange, embedded where the talk belongs. One file an engine and one line in
//! `ENGINES`. Nothing here loads anything: an engine says what the theme's script needs once the learner asks.

mod discourse;
mod giscus;
mod isso;
mod link;

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Arc;

use crate::config::{ForumConfig, ForumEngine, Load, Spanned, Threads};
use crate::diagnostic::Diagnostic;
use crate::route::is_web;
use crate::rule;
use crate::source::SourcePath;

/// A forum engine with its settings.
pub trait Engine: Debug + Send + Sync {
    /// Its name in files and for the theme, `isso`.
    fn id(&self) -> &'static str;
    /// What the theme's script needs to load a thread; `None` if it can only be linked to.
    fn embed(&self, thread: &Thread<'_>) -> Option<serde_json::Value>;
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
}

/// Makes an engine from the settings, or says what they lack.
type Make = fn(&mut Settings<'_>) -> Option<Arc<dyn Engine>>;

/// Every engine.
const ENGINES: &[(ForumEngine, Make)] = &[
    (ForumEngine::Isso, isso::make),
    (ForumEngine::Giscus, giscus::make),
    (ForumEngine::Discourse, discourse::make),
    (ForumEngine::Link, link::make),
];

/// The settings of a forum while they are checked.
struct Settings<'a> {
    config: &'a ForumConfig,
    path: &'a SourcePath,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Settings<'_> {
    /// The origin, with which every embedded engine needs to be reached.
    fn origin(&mut self) -> Option<String> {
        let Some(origin) = &self.config.origin else {
            self.lacks("origin", "origin = \"https://talk.example.org\"");
            return None;
        };
        let text = origin.trim_end_matches('/');
        let host = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"));
        let is_host = |host: &str| {
            !host.is_empty()
                && host
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
        };
        if !host.is_some_and(is_host) {
            self.diagnostics.push(
                Diagnostic::new(
                    &rule::BAD_FORUM,
                    self.path,
                    origin.span(),
                    format!("`{}` is no origin", origin.value),
                )
                .help("an origin is the address without a path, like \"https://talk.example.org\""),
            );
            return None;
        }
        Some(text.to_owned())
    }

    fn lacks(&mut self, key: &str, line: &str) {
        let engine = self.config.engine.span();
        self.diagnostics.push(
            Diagnostic::new(
                &rule::BAD_FORUM,
                self.path,
                engine,
                format!("this forum has no {key}"),
            )
            .help(format!("add a line `{line}`")),
        );
    }

    fn lacks_table(&mut self, table: &str, keys: &str) {
        let engine = self.config.engine.span();
        self.diagnostics.push(
            Diagnostic::new(&rule::BAD_FORUM, self.path, engine, format!("this forum needs a table `{table}`"))
                .help(format!("write `{table}` on a line of its own, and below it {keys}; giscus.app shows what to write")),
        );
    }

    /// Settings of engines that are not the chosen one do nothing, so they are a mistake.
    fn only_own_table(&mut self) {
        let tables = [
            (
                ForumEngine::Isso,
                "isso",
                self.config.isso.as_ref().map(Spanned::span),
            ),
            (
                ForumEngine::Giscus,
                "giscus",
                self.config.giscus.as_ref().map(Spanned::span),
            ),
            (
                ForumEngine::Discourse,
                "discourse",
                self.config.discourse.as_ref().map(Spanned::span),
            ),
        ];
        for (engine, name, span) in tables {
            if let Some(span) = span
                && engine != self.config.engine.value
            {
                self.diagnostics.push(
                    Diagnostic::new(
                        &rule::BAD_FORUM,
                        self.path,
                        span,
                        format!("the forum is another one, so [forum.{name}] does nothing"),
                    )
                    .help(format!("delete this table, or write engine = \"{name}\"")),
                );
            }
        }
    }
}

impl Forum {
    /// The forum of the settings; `None` if there is none, or if they lack something.
    pub fn new(
        config: &ForumConfig,
        path: &SourcePath,
        base_url: Option<&str>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let mut settings = Settings {
            config,
            path,
            diagnostics,
        };
        settings.only_own_table();
        let (_, make) = ENGINES
            .iter()
            .find(|(engine, _)| *engine == config.engine.value)?;
        let engine = make(&mut settings)?;
        let origin = config.origin.as_ref().map(|origin| origin.value.as_str());
        let host = engine_host(
            engine.id(),
            origin.or(config.home.as_ref().map(|home| home.value.as_str())),
        );
        if config.load == Load::Lazy
            && host.as_deref().map(site)
                != base_url
                    .and_then(|url| engine_host("", Some(url)))
                    .as_deref()
                    .map(site)
        {
            diagnostics.push(
                Diagnostic::new(
                    &rule::BAD_FORUM,
                    path,
                    config.engine.span(),
                    "load = \"lazy\" is only for a forum on the portal's own site",
                )
                .help("write load = \"click\": learners decide whom their browser talks to"),
            );
            return None;
        }
        let mut links =
            [&config.home, &config.privacy].map(|url| url.as_ref().map(|url| url.value.clone()));
        for (link, written) in links.iter_mut().zip([&config.home, &config.privacy]) {
            let is_page = |url: &str| url.starts_with('/') && !url.starts_with("//");
            if let Some(written) = written.as_ref().filter(|url| !is_web(url) && !is_page(url)) {
                diagnostics.push(
                    Diagnostic::new(
                        &rule::BAD_FORUM,
                        path,
                        written.span(),
                        format!("`{}` is no address on the web", written.value),
                    )
                    .help("write it with https://, or with / before it for a page of the portal"),
                );
                *link = None;
            }
        }
        let [home, privacy] = links;
        Some(Self {
            engine,
            host,
            home,
            operator: config.operator.clone(),
            privacy,
            load: config.load,
            threads: config.threads,
        })
    }
}

fn engine_host(engine: &str, address: Option<&str>) -> Option<String> {
    if engine == "giscus" {
        return Some("giscus.app".to_owned());
    }
    let rest = address?.split_once("://")?.1;
    Some(rest.split(['/', '?', '#']).next()?.to_owned())
}

/// The last two labels of a host, which is near enough to a site for a forum that its author runs.
fn site(host: &str) -> &str {
    let host = host.split(':').next().unwrap_or(host);
    let mut dots = host.rmatch_indices('.');
    dots.next();
    dots.next().map_or(host, |(at, _)| &host[at + 1..])
}
