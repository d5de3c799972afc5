//! Cohorts that `stoa.lock` knows and that have no file any more. The name of a file is the address of its calendar.

use super::Input;
use crate::config::Id;
use crate::diagnostic::{Diagnostic, closest};
use crate::lock::{LOCK, Lock, Read};
use crate::rule;
use crate::site::Cohort;
use crate::source::SourcePath;

/// Says which of them there are, and which cohort each of them may be now.
pub(super) fn report(
    input: &Input<'_>,
    old: &Read,
    cohorts: &[Cohort],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let files = || {
        let files = input.sources.under("cohorts");
        files.filter(|file| file.path.extension() == "toml")
    };
    // A file that cannot be read has findings of its own.
    let is_read = |path: &SourcePath| input.config.cohorts.iter().any(|(read, _)| read == path);
    let is_there = |id: &str| {
        cohorts.iter().any(|cohort| cohort.id == id)
            || files()
                .any(|file| !is_read(&file.path) && Id::from_name(file.path.stem()).as_str() == id)
    };
    for gone in old.lock.cohorts().filter(|id| !is_there(id)) {
        let place = old.lock.of(gone).next();
        let place = place.and_then(|(session, _)| old.place(gone, session).cloned());
        let message = format!(
            "the cohort `{gone}` has no file any more, so who subscribed to calendars/{gone}.ics gets no news"
        );
        let forget = format!(
            "if it is to be forgotten, delete the lines that begin with \"{gone}/ from stoa.lock"
        );
        let help = match same(&old.lock, gone, cohorts).and_then(|now| file_of(input, now)) {
            Some(file) => format!(
                "if it is `{file}` now, rename that file back to `cohorts/{gone}.toml`, or write `id = \"{gone}\"` in it; {forget}"
            ),
            None => format!("take back the file `cohorts/{gone}.toml`; {forget}"),
        };
        diagnostics.push(
            Diagnostic::new(&rule::COHORT_GONE, &SourcePath::new(LOCK), place, message).help(help),
        );
    }
}

/// The cohort that most likely is this one under another name: its sessions are at the same times, or its name is almost the
/// same. One that the lock does not know yet comes first.
fn same<'a>(lock: &Lock, gone: &str, cohorts: &'a [Cohort]) -> Option<&'a Cohort> {
    let is_same = |cohort: &&Cohort| {
        let (mut all, mut same) = (0, 0);
        for (id, record) in lock.of(gone).filter(|(_, record)| !record.facts.removed) {
            let now = cohort.timetable.session(id);
            let start = now.map(|now| now.start.timestamp().as_second());
            all += 1;
            same += usize::from(start == Some(record.facts.start.as_second()));
        }
        2 * same > all
    };
    let mut alike: Vec<&Cohort> = cohorts.iter().filter(is_same).collect();
    alike.sort_by_key(|cohort| lock.knows(&cohort.id));
    alike.first().copied().or_else(|| {
        let fresh = cohorts.iter().filter(|cohort| !lock.knows(&cohort.id));
        let close = closest(gone, fresh.map(|cohort| &cohort.id))?;
        cohorts.iter().find(|cohort| cohort.id == close)
    })
}

/// The file of a cohort.
fn file_of<'a>(input: &'a Input<'_>, cohort: &Cohort) -> Option<&'a SourcePath> {
    let mut files = input.config.cohorts.iter();
    let found = files.find(|(path, config)| config.id(path).as_str() == cohort.id)?;
    Some(&found.0)
}
