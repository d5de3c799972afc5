//! The grades of a Moodle course, as "Export, Plain text file" writes them: a row a person, a column a grade.

use super::table::{Row, find, rows};
use super::{Event, Import, Imported, column, hidden, made_id, number};

/// When Moodle wrote the file, in seconds since 1970.
const EXPORTED: &[&str] = &["Last downloaded from this course"];

/// Columns about the person. Everything else is a grade.
const PERSON: &[&str] = &[
    "First name",
    "Last name",
    "Surname",
    "Full name",
    "ID number",
    "Username",
    "Institution",
    "Department",
    "Email address",
    "Phone",
    "City/town",
    "Country",
    "Suspended",
    "User ID",
];

pub(super) fn recognises(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let rows = rows(first);
    let Some(head) = rows.first() else {
        return false;
    };
    let is_grade = |cell: &String| {
        [" (Real)", " (Percentage)", " (Letter)"]
            .iter()
            .any(|end| cell.trim().ends_with(end))
    };
    find(head, EXPORTED).is_some()
        || (find(head, &["Email address", "ID number", "Username"]).is_some()
            && head.cells.iter().any(is_grade))
}

pub(super) fn read(text: &str, _name: &str, import: &Import, imported: &mut Imported) {
    let mut rows = rows(text).into_iter();
    let Some(head) = rows.next() else {
        return;
    };
    let known = [&["Email address"][..], &["ID number"], &["Username"]];
    let known = known.map(|names| find(&head, names));
    if known.iter().all(Option::is_none) {
        imported.wrong(head.line, "nobody can be told apart here: there is no column `Email address`, `ID number` or `Username`", "tick one of them when you export the grades");
        return;
    }
    let exported = find(&head, EXPORTED);
    if exported.is_none() && import.time.is_none() {
        imported.wrong(
            head.line,
            "this export does not say when it was made",
            "say it with --time, like --time 2026-11-02T10:00:00Z",
        );
        return;
    }
    let is_grade = |at: usize, name: &str| {
        Some(at) != exported
            && !PERSON.iter().any(|known| known.eq_ignore_ascii_case(name))
            && !name.is_empty()
            && !name.ends_with("(Letter)")
            && !name.ends_with("(Feedback)")
    };
    let grades: Vec<(usize, String)> = head
        .cells
        .iter()
        .enumerate()
        .filter(|(at, name)| is_grade(*at, name.trim()))
        .map(|(at, name)| (at, column(name)))
        .collect();
    for row in rows {
        let who = known
            .iter()
            .map(|at| row.get(*at))
            .find(|cell| !cell.is_empty());
        let Some(who) = who else {
            imported.wrong(
                row.line,
                "this row does not say who it is about",
                "give the person an e-mail address or an ID number in Moodle, or delete the row",
            );
            continue;
        };
        let written = row.get(exported);
        let time = if written.is_empty() {
            import.time
        } else {
            import.moment(written).ok()
        };
        let Some(time) = time else {
            imported.wrong(
                row.line,
                "this row does not say when it was exported",
                "say it with --time, like --time 2026-11-02T10:00:00Z",
            );
            continue;
        };
        let who = hidden("moodle", who);
        person(&row, &grades, &who, time, imported);
    }
}

fn person(
    row: &Row,
    grades: &[(usize, String)],
    who: &str,
    time: jiff::Timestamp,
    imported: &mut Imported,
) {
    for (at, name) in grades {
        let cell = row.get(Some(*at));
        // Not graded yet.
        if matches!(cell, "" | "-") {
            continue;
        }
        let Some(value) = number(cell) else {
            imported.wrong(
                row.line,
                format!("`{}` is no grade for `{name}`", column(cell)),
                "export grades as \"Real\" or \"Percentage\"",
            );
            continue;
        };
        imported.events.push(Event {
            // The time is that of the export: the same grade in a later one is the same event.
            id: made_id("moodle", &[who, name, &value.to_string()]),
            time,
            actor: who.to_owned(),
            verb: "graded".to_owned(),
            object: format!("moodle:{name}"),
            value: Some(value),
            source: "moodle".to_owned(),
        });
    }
}
