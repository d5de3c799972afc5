//! Who brought a resource.
//!
//! The name of a person is shown only with consent (`product.md`, "What it refuses"): that of a person of the course who is
//! shown, or a name for which the resource itself says since when its owner agrees. Everybody else is "a learner".

use std::collections::HashSet;

use jiff::Timestamp;

use crate::assemble::Input;
use crate::config::{Front, ResourceFront};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::document::{Document, Kind};
use crate::layout::Role;
use crate::rule;
use crate::schedule::{begins, date_view};
use crate::site::{By, Person};

/// The people of the course, and those of them whom nobody may see.
pub(super) struct People<'a> {
    now: Timestamp,
    shown: &'a [Person],
    hidden: HashSet<&'a str>,
}

impl<'a> People<'a> {
    pub(super) fn new(input: &Input<'a>, shown: &'a [Person]) -> Self {
        let mut hidden = HashSet::new();
        for (role, document) in input.documents.values() {
            if let (Role::Other(Kind::Person), Front::Person(front)) = (role, &document.front) {
                let derived = &document.name.id.short;
                let id = front.id.as_ref().map_or(derived.as_str(), |id| id.as_str());
                hidden.insert(id);
            }
        }
        for person in shown {
            hidden.remove(person.id.as_str());
        }
        Self {
            now: input.options.now,
            shown,
            hidden,
        }
    }

    /// Who brought this resource; and when a consent in it begins to count.
    pub(super) fn by(
        &self,
        front: &ResourceFront,
        name: Option<&str>,
        document: &Document,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (By, Option<Timestamp>) {
        let (Some(name), Some(written)) = (name, front.by.as_ref()) else {
            return (By::Nobody, None);
        };
        if self.shown.iter().any(|person| person.id == name) {
            return (By::Person(name.to_owned()), None);
        }
        // The file of the person says that a consent is missing.
        if self.hidden.contains(name) {
            return (By::Unnamed, None);
        }
        let counts_from = front.consent.as_ref().map(|day| begins(day.0));
        if counts_from.is_some_and(|from| from <= self.now) {
            return (By::Name(name.to_owned()), counts_from);
        }
        let say = |span, message: String| {
            Diagnostic::new(&rule::NO_CONSENT, &document.path, span, message)
        };
        diagnostics.push(match &front.consent {
            Some(day) => say(
                day.span(),
                format!(
                    "the portal says \u{201c}a learner\u{201d} here: the consent is from {}, a day that is yet to come",
                    date_view(day.0).text
                ),
            )
            .help("correct the day, or wait for it: the name is shown from then on"),
            None => {
                let ids = self.shown.iter().map(|person| &person.id);
                say(
                    written.span(),
                    format!("the portal says \u{201c}a learner\u{201d} here: nobody in people/ has the id `{name}`, and a name needs consent"),
                )
                .help("write the id of a person, or ask, and add `consent = 2026-10-05` with the day of the answer")
                .maybe_help(did_you_mean(name, ids))
            }
        });
        (By::Unnamed, counts_from)
    }
}
