//! What calendars were told, and what they are told now.

use super::{Input, is_base_url};
use crate::config::Id;
use crate::diagnostic::Diagnostic;
use crate::lock::{Due, Lock, Read, Showing, advance, namespace};
use crate::schedule::{Held, History};
use crate::site::{Cohort, Course};

pub(super) fn lock(
    input: &Input<'_>,
    old: &Read,
    course: &Course,
    cohorts: &[Cohort],
    diagnostics: &mut Vec<Diagnostic>,
) -> (Lock, Option<Due>) {
    // Where the course says that it will be comes first: UIDs are for ever, and --base-url may be for a look only.
    let written = input.config.course.base_url.as_ref();
    let written = written.map(|url| url.value.as_str());
    let address = written.filter(|url| is_base_url(url));
    let namespace = namespace(address.or(course.base_url.as_deref()));
    let showing = cohorts.iter().map(|cohort| Showing {
        cohort: &cohort.id,
        timetable: &cohort.timetable,
    });
    let new = advance(&old.lock, showing, &namespace, input.options.now);
    super::gone::report(input, old, cohorts, diagnostics);
    let due = Due::of(old, &new);
    (new, due)
}

/// What calendars were told of a cohort.
pub(super) fn history(input: &Input<'_>, lock: &Lock, cohort: &str) -> History {
    let told = lock.of(cohort).filter(|(_, record)| !record.facts.removed);
    let held = told.filter_map(|(id, record)| {
        Some(Held {
            id: Id::parse(id)?,
            title: record.facts.title.clone(),
            format: record.format,
            start: record.facts.start,
            end: record.facts.end,
        })
    });
    History {
        held: held.collect(),
        is_known: lock.knows(cohort),
        now: input.options.now,
    }
}
