//! The library. Others write in it, so nothing in a front matter is taken on trust: what is too long is cut, what cannot be
//! seen is left out, and every word has one spelling.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::people::People;
use super::words::{Word, fold};
use super::{ids, route, shelf, title};
use crate::assemble::{Input, resource_link};
use crate::config::{Front, Spanned};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Document, Kind};
use crate::language;
use crate::route::{Routes, is_web, scheme};
use crate::rule;
use crate::schedule::{begins, date_view};
use crate::site::{Person, Resource, Site};
use crate::{host, visible};

/// The most characters of a title.
const LONGEST_TITLE: usize = 200;

/// The most characters of a kind, a tag and a name.
const LONGEST_WORD: usize = 60;

/// The most bytes of an address; browsers and servers stop somewhere behind it.
const LONGEST_ADDRESS: usize = 2000;

/// The most tags of a resource.
const MOST_TAGS: usize = 20;

/// The resources, newest first, and when each consent in one begins to count.
pub(in crate::assemble) fn resources(
    input: &Input<'_>,
    people: &[Person],
    routes: &mut Routes,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Resource>, Vec<Timestamp>) {
    let fronts = shelf(input, Kind::Resource, |front| match front {
        Front::Resource(front) => Some((front, front.draft)),
        _ => None,
    });
    let ids = ids(
        &fronts,
        "resource",
        |front| front.id.as_ref(),
        |document| document.path.stem(),
        diagnostics,
    );
    let people = People::new(input, people);
    let (mut resources, mut consents) = (Vec::new(), Vec::new());
    let (mut kinds, mut tags) = (Vec::new(), Vec::new());
    for ((document, front), id) in fronts.into_iter().zip(ids) {
        let value = Value { document };
        let title = title(document, front.title.as_ref(), "resource", diagnostics);
        let place = front.title.as_ref().map(Spanned::span);
        let title = value.text(&title, place, "title", LONGEST_TITLE, diagnostics);
        let word = |text: &Spanned<String>, what, diagnostics: &mut Vec<Diagnostic>| Word {
            text: value.text(text, Some(text.span()), what, LONGEST_WORD, diagnostics),
            path: document.path.clone(),
            span: text.span(),
        };
        let kind = front
            .kind
            .as_ref()
            .map(|kind| word(kind, "kind", diagnostics));
        let kind = kind.filter(|kind| !kind.text.is_empty());
        if let Some(spare) = front.tags.get(MOST_TAGS) {
            let message =
                format!("a resource has {MOST_TAGS} tags at most, and the others are left out");
            diagnostics.push(
                value
                    .too_long(Some(spare.span()), message)
                    .help("keep those by which somebody would look for it"),
            );
        }
        let mut own: Vec<Word> = Vec::new();
        for tag in front.tags.iter().take(MOST_TAGS) {
            let tag = word(tag, "tag", diagnostics);
            if !tag.text.is_empty() && own.iter().all(|other| other.text != tag.text) {
                own.push(tag);
            }
        }
        let by = front
            .by
            .as_ref()
            .map(|by| word(by, "name", diagnostics).text);
        let by = by.filter(|by| !by.is_empty());
        let (by, consent) = people.by(front, by.as_deref(), document, diagnostics);
        consents.extend(consent);
        if let Some(added) = &front.added
            && input.options.now < begins(added.0)
        {
            let message = format!(
                "this was added on {}, a day that is yet to come",
                date_view(added.0).text
            );
            diagnostics.push(
                Diagnostic::new(
                    &rule::FUTURE_RESOURCE,
                    &document.path,
                    added.span(),
                    message,
                )
                .help(
                    "write the day on which somebody brought it, or `draft = true` to keep it back",
                ),
            );
        }
        let url = value.url(front.url.as_ref(), diagnostics);
        if url.is_none() && front.url.is_none() && document.is_empty() {
            diagnostics.push(
                Diagnostic::new(
                    &rule::NO_CONTENT,
                    &document.path,
                    None,
                    "this resource has neither an address nor a text",
                )
                .help(
                    "add a line `url = \"https://...\"`, or say below the front matter what it is",
                ),
            );
        }
        route(routes, document, format!("resources/{id}/"));
        resources.push(Resource {
            id,
            title,
            url,
            kind: kind.as_ref().map(|kind| kind.text.clone()),
            language: value.language(front.language.as_ref(), diagnostics),
            tags: own.iter().map(|tag| tag.text.clone()).collect(),
            by,
            added: front.added.as_ref().map(|added| added.0),
            document: Arc::clone(document),
        });
        kinds.extend(kind);
        tags.extend(own);
    }
    let kinds = fold("kind", &kinds, diagnostics);
    let tags = fold("tag", &tags, diagnostics);
    for resource in &mut resources {
        resource.kind = resource.kind.take().map(|kind| kinds[&kind].clone());
        let mut own: Vec<String> = Vec::new();
        for tag in std::mem::take(&mut resource.tags) {
            if !own.contains(&tags[&tag]) {
                own.push(tags[&tag].clone());
            }
        }
        resource.tags = own;
    }
    resources.sort_by(|a, b| {
        b.added
            .cmp(&a.added)
            .then_with(|| a.title.cmp(&b.title))
            .then_with(|| a.id.cmp(&b.id))
    });
    (resources, consents)
}

/// What is read from the front matter of a resource.
struct Value<'a> {
    document: &'a Document,
}

impl Value<'_> {
    fn too_long(&self, place: Option<std::ops::Range<usize>>, message: String) -> Diagnostic {
        Diagnostic::new(&rule::TOO_LONG, &self.document.path, place, message)
    }

    /// A text in one line: without what nobody sees, and no longer than `longest` characters.
    fn text(
        &self,
        text: &str,
        place: Option<std::ops::Range<usize>>,
        what: &str,
        longest: usize,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> String {
        let shown = visible::shown(text);
        if shown != text {
            diagnostics.push(visible::finding(&self.document.path, place.clone()));
        }
        let mut line = String::new();
        let mut length = 0;
        for word in shown.split_whitespace() {
            length += usize::from(length > 0) + word.chars().count();
            if length > longest {
                let message =
                    format!("a {what} has {longest} characters at most, and this one is cut");
                diagnostics.push(self.too_long(place, message).help("say it in fewer words"));
                let room = longest.saturating_sub(line.chars().count() + 2);
                if !line.is_empty() {
                    line.push(' ');
                }
                line.extend(word.chars().take(room));
                line.truncate(line.trim_end().len());
                line.push('…');
                break;
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        line
    }

    /// Where it is. What is no address on the web is a file of the course; [`check`] sees whether it is there.
    fn url(
        &self,
        url: Option<&Spanned<String>>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Spanned<String>> {
        let url = url?;
        let text = visible::shown(url.value.trim()).into_owned();
        let path = &self.document.path;
        if text != url.value.trim() {
            diagnostics.push(visible::finding(path, Some(url.span())));
        }
        if text.len() > LONGEST_ADDRESS {
            let message =
                format!("an address has {LONGEST_ADDRESS} bytes at most, and this one is left out");
            diagnostics.push(self.too_long(Some(url.span()), message));
            return None;
        }
        if text.is_empty() {
            let message = "this address is empty";
            diagnostics.push(
                Diagnostic::new(&rule::BROKEN_LINK, path, url.span(), message)
                    .help("write where the resource is, or take the line out"),
            );
            return None;
        }
        if !is_web(&text) && scheme(&text).is_some() {
            diagnostics.push(
                Diagnostic::new(
                    &rule::UNSAFE_LINK,
                    path,
                    url.span(),
                    format!("`{text}` is no address on the web"),
                )
                .help("write it with https://, or write the path of a file of the course"),
            );
            return None;
        }
        if host::has_user(&text) {
            let host = host::host(&text).unwrap_or_default();
            diagnostics.push(host::deceptive(
                path,
                url.span(),
                format!("this address leads to {host}, and what stands before the @ hides that"),
            ));
            return None;
        }
        Some(Spanned::new(text, url.span()))
    }

    fn language(
        &self,
        language: Option<&Spanned<String>>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<String> {
        let language = language.filter(|language| !language.trim().is_empty())?;
        let tag = language.trim();
        if language::is_tag(tag) {
            return Some(language::tidy(tag));
        }
        let meant = language::of_name(tag);
        let shown: String = visible::shown(tag).chars().take(LONGEST_WORD).collect();
        diagnostics.push(
            Diagnostic::new(
                &rule::BAD_VALUE,
                &self.document.path,
                language.span(),
                format!("`{shown}` is no language"),
            )
            // One word of somebody else's does not keep the portal back.
            .severity(Severity::Warning)
            .help("write its code, like \"en\", \"fr\" or \"pt-BR\"")
            .maybe_help(meant.map(|tag| format!("write its code, \"{tag}\""))),
        );
        meant.map(str::to_owned)
    }
}

/// What can only be seen once everything has its address: links that lead nowhere, and two resources that lead to one place.
pub(in crate::assemble) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<String, &Resource> = BTreeMap::new();
    let mut resources: Vec<&Resource> = site.resources.iter().collect();
    resources.sort_by(|a, b| a.document.path.cmp(&b.document.path));
    for resource in resources {
        let Some((resolved, problem)) = resource_link(site, resource) else {
            continue;
        };
        if let Some(problem) = problem {
            let help = "put the file beside this one or into static/, or write a whole address with https://";
            let help = problem.help.clone().unwrap_or_else(|| help.to_owned());
            diagnostics.push(problem.help(help));
            continue;
        }
        let key = host::key(&resolved.url);
        match first.get(&key) {
            None => {
                first.insert(key, resource);
            }
            Some(other) => diagnostics.push(
                Diagnostic::new(
                    &rule::SAME_RESOURCE,
                    &resource.document.path,
                    resource.url.as_ref().map(Spanned::span),
                    format!("this leads where \u{201c}{}\u{201d} leads", other.title),
                )
                .related(
                    &other.document.path,
                    other.url.as_ref().map(Spanned::span),
                    "the other one",
                )
                .help("keep one of the two, and put what both say into it"),
            ),
        }
    }
}
