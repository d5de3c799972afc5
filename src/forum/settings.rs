//! [`Settings`]: what an author wrote of the forum, while an engine reads it.

use serde::de::DeserializeOwned;

use crate::config::{Entry, ForumConfig, Strictness, typed};
use crate::diagnostic::{Diagnostic, Span};
use crate::policy;
use crate::rule;
use crate::source::SourcePath;

/// The settings of a forum while they are checked.
pub(super) struct Settings<'a> {
    pub(super) config: &'a ForumConfig,
    pub(super) path: &'a SourcePath,
    pub(super) base_url: Option<&'a str>,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
}

impl Settings<'_> {
    fn own_table(&self) -> Option<&Entry> {
        let mut tables = self.config.tables.iter();
        tables.find(|table| table.key == self.config.engine.value)
    }

    /// Whether the engine's own table is there.
    pub(super) fn has_table(&self) -> bool {
        self.own_table().is_some()
    }

    /// The engine's own table, `[forum.isso]`; `None` if there is none, or if it cannot be read.
    pub(super) fn table<T: DeserializeOwned>(&mut self) -> Option<T> {
        let table = self.own_table()?;
        let what = format!("[forum.{}]", table.key);
        typed(
            table.node.clone(),
            &what,
            Strictness::Own,
            self.path,
            self.diagnostics,
        )
    }

    /// The origin, with which every embedded engine needs to be reached.
    pub(super) fn origin(&mut self) -> Option<String> {
        let Some(origin) = &self.config.origin else {
            self.lacks("origin", "origin = \"https://talk.example.org\"");
            return None;
        };
        let text = origin.trim_end_matches('/');
        let found = policy::origin(text).filter(|found| found.eq_ignore_ascii_case(text));
        if found.is_none() {
            self.bad(
                origin.span(),
                format!("`{}` is no origin", origin.value),
                "an origin is the address without a path, like \"https://talk.example.org\"",
            );
        }
        found
    }

    /// For engines that know a thread by its whole address, with the reason.
    pub(super) fn needs_base_url(&mut self, why: &str) -> Option<()> {
        if self.base_url.is_none() {
            self.bad(
                self.config.engine.span(),
                format!("this forum has to know where the portal will be: {why}"),
                "add a line like `base_url = \"https://learn.example.org/\"` to course.toml",
            );
        }
        self.base_url.map(|_| ())
    }

    pub(super) fn lacks(&mut self, key: &str, line: &str) {
        self.bad(
            self.config.engine.span(),
            format!("this forum has no {key}"),
            &format!("add a line `{line}`"),
        );
    }

    /// The engine's own table is not there; `lines` is what belongs into it.
    pub(super) fn lacks_table(&mut self, lines: &str) {
        let table = format!("[forum.{}]", self.config.engine.value);
        self.bad(
            self.config.engine.span(),
            format!("this forum needs a table `{table}`"),
            &format!("write `{table}` on a line of its own, and below it {lines}"),
        );
    }

    pub(super) fn bad(&mut self, span: Span, message: String, help: &str) {
        let found = Diagnostic::new(&rule::BAD_FORUM, self.path, span, message);
        self.diagnostics.push(found.help(help));
    }

    /// Settings of engines that are not the chosen one do nothing, so they are a mistake.
    pub(super) fn only_own_table(&mut self, engines: &[&str]) {
        for table in &self.config.tables {
            let (name, span) = (&table.key, table.node.span.clone());
            if *name == self.config.engine.value {
                continue;
            }
            if engines.contains(&name.as_str()) {
                self.bad(
                    span,
                    format!("the forum is another one, so [forum.{name}] does nothing"),
                    &format!("delete this table, or write engine = \"{name}\""),
                );
            } else {
                let known = crate::diagnostic::did_you_mean(name, engines);
                let message = format!("no forum is called `{name}`, so this does nothing");
                let found = Diagnostic::new(&rule::UNKNOWN_KEY, self.path, span, message);
                self.diagnostics
                    .push(found.help(known.unwrap_or_else(|| "delete this table".to_owned())));
            }
        }
    }
}
