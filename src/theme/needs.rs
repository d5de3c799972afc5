//! What a theme needs of the policy of every page, and what it has that the policy does not let through.

use super::{Theme, ThemeFile};
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{attributes_of, elsewhere};
use crate::policy::{Fetch, OWN, Policy};
use crate::rule;

impl Theme {
    /// What every page may load for the theme, with the origins that the course allows; and what is wrong with its
    /// templates.
    pub(crate) fn needs(&self, allowed: &[String]) -> (Policy, Vec<Diagnostic>) {
        let mut needs = Needs {
            allowed,
            policy: Policy::default(),
            diagnostics: Vec::new(),
        };
        for (name, file) in &self.assets {
            let text = String::from_utf8_lossy(&file.bytes);
            let is_own = !file.path.as_str().starts_with("agora/");
            match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
                "css" => needs.of_style(file, &text),
                // Nobody can tell what a program will ask for. The portal may answer it.
                "js" | "mjs" if is_own => needs.policy.allow(Fetch::Connect, OWN),
                _ => {}
            }
        }
        for (name, file) in &self.templates {
            if !name.starts_with("builtin/") {
                needs.of_template(file);
            }
        }
        (needs.policy, needs.diagnostics)
    }
}

struct Needs<'a> {
    allowed: &'a [String],
    policy: Policy,
    diagnostics: Vec<Diagnostic>,
}

impl Needs<'_> {
    fn of_style(&mut self, file: &ThemeFile, text: &str) {
        if text.contains("@font-face") {
            self.policy.allow(Fetch::Font, OWN);
        }
        for (start, fetch) in [("data:image/", Fetch::Image), ("data:font/", Fetch::Font)] {
            if text.contains(start) {
                self.policy.allow(fetch, "data:");
            }
        }
        let used = self.allowed.iter().filter(|origin| text.contains(*origin));
        let mut is_allowed = false;
        for origin in used {
            is_allowed = true;
            for fetch in [Fetch::Style, Fetch::Font, Fetch::Image] {
                self.policy.allow(fetch, origin);
            }
        }
        if !is_allowed && elsewhere::is_loaded_by_style(text) {
            let message = "this style sheet loads something from another host, which pages refuse";
            self.blocked(file, None, message, ELSEWHERE);
        }
    }

    fn of_template(&mut self, file: &ThemeFile) {
        let text = without_comments(&String::from_utf8_lossy(&file.bytes));
        let mut at = 0;
        while let Some(open) = text[at..].find('<').map(|found| at + found) {
            at = open + 1;
            let Some((name, attributes, end)) = attributes_of(&text, open) else {
                continue;
            };
            let name = name.to_ascii_lowercase();
            let value_of = |wanted: &str| {
                let mut all = attributes.iter();
                all.find(|(name, _)| name.eq_ignore_ascii_case(wanted))
                    .map(|(_, value)| *value)
            };
            let is_data = value_of("type").is_some_and(|kind| kind.contains("json"));
            if name == "style" || (name == "script" && value_of("src").is_none() && !is_data) {
                let message = format!("the text of this <{name}> does nothing: pages refuse it");
                self.blocked(file, Some(open..end), &message, INLINE);
            }
            for (attribute, value) in &attributes {
                let low = attribute.to_ascii_lowercase();
                if low == "style" || (low.starts_with("on") && low.len() > 4) {
                    let message = format!("this `{low}` does nothing: pages refuse it");
                    self.blocked(file, Some(open..end), &message, INLINE);
                } else if !value.contains('{')
                    && elsewhere::loads(&name, attribute, value) == elsewhere::Loads::Element
                {
                    match elsewhere::allowed(&name, attribute, value, self.allowed) {
                        Some(loads) => {
                            for (fetch, origin) in loads {
                                self.policy.allow(fetch, origin);
                            }
                        }
                        None => {
                            let message = format!(
                                "this <{name}> would be loaded from another host, which pages refuse"
                            );
                            self.blocked(file, Some(open..end), &message, ELSEWHERE);
                        }
                    }
                }
            }
        }
    }

    fn blocked(&mut self, file: &ThemeFile, span: Option<Span>, message: &str, help: &str) {
        let found = Diagnostic::new(&rule::BLOCKED_BY_POLICY, &file.path, span, message);
        self.diagnostics.push(found.help(help));
    }
}

const INLINE: &str = "put it into a file in assets/ and load that";
const ELSEWHERE: &str =
    "put a copy into assets/, or name the origin under [privacy] in course.toml, with the reason";

/// A template with spaces for what Tera leaves out, so that places stay.
fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("{#") {
        let end = rest[start..]
            .find("#}")
            .map_or(rest.len(), |end| start + end + 2);
        kept.push_str(&rest[..start]);
        kept.extend(std::iter::repeat_n(' ', end - start));
        rest = &rest[end..];
    }
    kept.push_str(rest);
    kept
}
