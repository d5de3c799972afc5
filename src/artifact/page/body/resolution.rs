//! [`Resolution`]: how everything in a document that leads out of it was resolved.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::arguments::Check;
use crate::diagnostic::Diagnostic;
use crate::document::{Directive, Document, LinkKind, LinkRef, external, is_elsewhere};
use crate::policy::origin;
use crate::route::Resolved;
use crate::rule;
use crate::site::Site;
use crate::source::{Digest, SourcePath};
use crate::theme::Theme;

/// How the links and directives of a document were resolved. It depends on the document, on the addresses of the
/// course and on the theme, and on nothing else.
#[derive(Debug)]
pub(crate) struct Resolution {
    pub(crate) links: Vec<Resolved>,
    /// The arguments of each directive, checked; `None` for one that the theme does not know.
    pub(super) arguments: Vec<Option<BTreeMap<String, Json>>>,
    /// Addresses in the arguments of each directive.
    pub(super) addresses: Vec<BTreeMap<&'static str, Resolved>>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) digest: Digest,
}

impl Resolution {
    /// The files that have to be in the portal for this page: what only a note for facilitators
    /// links to is in their edition only.
    pub(crate) fn assets<'a>(
        &'a self,
        document: &'a Document,
        facilitator: bool,
    ) -> impl Iterator<Item = &'a SourcePath> {
        let links = self.links.iter().zip(&document.body.links);
        let links = links
            .filter(move |(_, link)| facilitator || !link.for_facilitators)
            .map(|(resolved, _)| resolved);
        let addresses = self.addresses.iter().zip(&document.body.directives);
        let addresses = addresses
            .filter(move |(_, directive)| facilitator || !directive.for_facilitators)
            .flat_map(|(addresses, _)| addresses.values());
        links
            .chain(addresses)
            .filter_map(|resolved| resolved.asset.as_ref())
    }
}

/// Resolves documents.
pub(crate) struct Resolver<'a> {
    pub(crate) site: &'a Site,
    pub(crate) theme: &'a Theme,
}

impl Resolver<'_> {
    /// Resolves everything in a document that leads out of it.
    pub(crate) fn resolve(&self, document: &Document) -> Resolution {
        let mut diagnostics = Vec::new();
        let links = document
            .body
            .links
            .iter()
            .map(|link| {
                let (resolved, problem) = self.site.routes.resolve(&document.path, link);
                diagnostics.extend(problem);
                if link.kind == LinkKind::Picture && link.alt.is_empty() {
                    diagnostics.push(
                        Diagnostic::new(
                            &rule::MISSING_ALT,
                            &document.path,
                            link.span.clone(),
                            "this picture has no description",
                        )
                        .help("say in the brackets what it shows: ![what it shows](picture.png)"),
                    );
                }
                resolved
            })
            .collect::<Vec<_>>();
        let mut arguments = Vec::new();
        let mut addresses = Vec::new();
        for directive in &document.body.directives {
            let mut check = Check {
                path: &document.path,
                theme: self.theme,
                directive,
                diagnostics: &mut diagnostics,
            };
            arguments.push(check.arguments());
            addresses.push(self.addresses(document, directive, &mut diagnostics));
        }
        let shown = format!("{links:?}{arguments:?}{addresses:?}");
        Resolution {
            links,
            arguments,
            addresses,
            diagnostics,
            digest: Digest::of(shown.as_bytes()),
        }
    }

    /// Files that a video names.
    fn addresses(
        &self,
        document: &Document,
        directive: &Directive,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> BTreeMap<&'static str, Resolved> {
        let mut addresses = BTreeMap::new();
        if directive.opening.name != "video" {
            return addresses;
        }
        for (name, kind) in [
            ("src", LinkKind::Media),
            ("poster", LinkKind::Picture),
            ("transcript", LinkKind::Link),
        ] {
            let Some(attribute) = directive
                .opening
                .attributes
                .iter()
                .find(|attribute| attribute.name == name)
            else {
                continue;
            };
            let target = attribute.value.clone().unwrap_or_default();
            let link = LinkRef {
                kind,
                target,
                span: attribute.span.clone(),
                alt: "-".to_owned(),
                title: String::new(),
                for_facilitators: directive.for_facilitators,
                is_source: false,
            };
            let allowed = &self.site.course.markdown.allowed;
            let is_allowed = origin(&link.target).is_some_and(|origin| allowed.contains(&origin));
            if kind == LinkKind::Picture && is_elsewhere(&link.target) && !is_allowed {
                diagnostics.push(
                    external(&document.path, link.span, "picture")
                        .help("copy the picture into the course, and write its path here"),
                );
                continue;
            }
            let (resolved, problem) = self.site.routes.resolve(&document.path, &link);
            diagnostics.extend(problem);
            addresses.insert(name, resolved);
        }
        if directive.attribute("transcript").is_none_or(str::is_empty) {
            diagnostics.push(
                Diagnostic::new(
                    &rule::MISSING_TRANSCRIPT,
                    &document.path,
                    directive.span.clone(),
                    "this video has no transcript",
                )
                .help("write what is said into a file, and name it: {transcript=\"file.txt\"}"),
            );
        }
        addresses
    }
}
