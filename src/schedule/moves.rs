//! Which weeks a break moves on, and which it does not: a week moves if it is free from Monday to Friday.

use jiff::civil::Date;

use super::misplaced::Course;
use super::weeks::{monday_of, plus_days};
use super::words;
use crate::config::{BreakConfig, Every, Spanned};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rule;

/// So many days can be written out in one line.
const FEW: usize = 5;

/// Finds breaks inside of the course that move no week, or not all that they touch. A series that comes every day leaves out
/// each of their days, so that they move something.
pub(super) fn check(course: &Course<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let timetable = course.timetable;
    let series = course
        .timings
        .iter()
        .flatten()
        .filter_map(|timing| timing.nth);
    if series
        .into_iter()
        .any(|nth| matches!(nth.every, Every::Days(_)))
    {
        return;
    }
    let first = monday_of(timetable.first_day).unwrap_or(timetable.first_day);
    for found in course.breaks.all() {
        let (from, to) = (found.from.value.0, found.to.value.0);
        if to < first || from > timetable.last_day {
            continue;
        }
        let (mut moved, mut kept) = (Vec::new(), Vec::new());
        let mut next = monday_of(from);
        while let Some(monday) = next.filter(|monday| *monday <= to) {
            next = plus_days(monday, 7);
            let takes = working_days(monday).any(|day| from <= day && day <= to);
            if monday < first || !takes {
                continue;
            }
            if !course.breaks.over_week(monday).is_empty() {
                moved.push(monday);
            } else if monday <= timetable.last_day {
                kept.push(monday);
            }
        }
        if moved.is_empty() {
            diagnostics.push(none(course, found));
        } else if !kept.is_empty() {
            let message = format!(
                "this break takes a part of {} only, so it moves {} on and nothing else",
                weeks(&kept),
                weeks(&moved)
            );
            let found =
                Diagnostic::new(&rule::BREAK_IN_PART, course.cohort.2, found.span(), message);
            diagnostics.push(found.severity(Severity::Note).help(
                "a week moves on if it is free from Monday to Friday; lengthen the break if more weeks are meant",
            ));
        }
    }
}

/// A break that moves no week.
fn none(course: &Course<'_>, found: &Spanned<BreakConfig>) -> Diagnostic {
    let (from, to) = (found.from.value.0, found.to.value.0);
    let message = if from == to {
        format!(
            "this break is {} alone, so it moves no week on",
            words::long_date(from)
        )
    } else {
        format!(
            "this break, {} to {}, takes no week from Monday to Friday, so it moves none on",
            words::day_words(from),
            words::day_words(to)
        )
    };
    let days: Vec<Date> = std::iter::successors(Some(from), |day| plus_days(*day, 1))
        .take_while(|day| *day <= to)
        .filter(|day| {
            monday_of(*day).is_some_and(|monday| working_days(monday).any(|other| other == *day))
        })
        .collect();
    let whole = monday_of(from).zip(monday_of(to).and_then(|monday| plus_days(monday, 6)));
    let whole = whole.map_or_else(String::new, |(from, to)| {
        format!("for whole weeks that move on, write `from = {from}` and `to = {to}`; ")
    });
    let help = if days.is_empty() {
        "there is nothing to move at a weekend: delete it".to_owned()
    } else if days.len() <= FEW {
        let title = found
            .title
            .as_deref()
            .filter(|title| !title.contains(['"', '\\']));
        let title = title.map_or_else(String::new, |title| format!(", title = \"{title}\""));
        let days: Vec<String> = days
            .iter()
            .map(|day| format!("{{ date = {day}{title} }}"))
            .collect();
        format!(
            "{whole}days off that move nothing are `holidays = [{}]`",
            days.join(", ")
        )
    } else {
        format!("{whole}days off that move nothing are `holidays`, each with its `date`")
    };
    Diagnostic::new(&rule::BREAK_IN_PART, course.cohort.2, found.span(), message).help(help)
}

/// Monday to Friday.
fn working_days(monday: Date) -> impl Iterator<Item = Date> {
    (0..5).filter_map(move |days| plus_days(monday, days))
}

/// `the week of Monday 15 February 2027`.
fn weeks(mondays: &[Date]) -> String {
    let days: Vec<String> = mondays
        .iter()
        .map(|monday| words::long_date(*monday))
        .collect();
    match days.as_slice() {
        [one] => format!("the week of {one}"),
        [one, two] => format!("the weeks of {one} and {two}"),
        [one, .., last] => format!("the weeks from {one} to that of {last}"),
        [] => String::new(),
    }
}
