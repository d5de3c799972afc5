//! What calendars were told, and what they are told now.

use super::{Input, is_base_url};
use crate::diagnostic::Diagnostic;
use crate::lock::{Due, Lock, Read, Showing, advance, namespace, read};
use crate::site::{Cohort, Course};

pub(super) fn lock(
    input: &Input<'_>,
    course: &Course,
    cohorts: &[Cohort],
    diagnostics: &mut Vec<Diagnostic>,
) -> (Read, Lock, Option<Due>) {
    let old = read(input.sources, diagnostics);
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
    let due = Due::of(&old, &new);
    (old, new, due)
}
