//! What a text of the plan says about sessions, as it is written: which of them it names, and what they can say.

use super::unknown_session::{Unknown, unknown_session};
use crate::diagnostic::{Span, closest, did_you_mean, one_of};
use crate::site::{Cohort, Site};

/// `sessions.kickoff.day` or `sessions['kickoff'].day` in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention<'a> {
    /// The whole of it.
    pub(super) span: Span,
    /// The id of the session.
    pub(super) id: &'a str,
    /// What is to be said of it.
    pub(super) field: Option<&'a str>,
    /// Whether it is written without quotes.
    is_bare: bool,
    /// Whether it stands in `{% if %}` or the like, which shows nothing.
    is_tag: bool,
    /// Whether it is no matter if there is nothing to show.
    is_asked: bool,
}

/// What is wrong with one of them.
pub(super) struct Wrong {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// The sessions that a text names, in its order.
pub(super) fn mentions(text: &str) -> Vec<Mention<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..]
        .find("{{")
        .into_iter()
        .chain(text[from..].find("{%"))
        .min()
    {
        let begin = from + open + 2;
        let is_shown = text[..begin].ends_with("{{");
        let close = if is_shown { "}}" } else { "%}" };
        let end = text[begin..]
            .find(close)
            .map_or(text.len(), |end| begin + end);
        let code = &text[begin..end];
        let is_asked = !is_shown || code.contains('|') || code.contains(" or ");
        let mut at = 0;
        while let Some(next) = code[at..].find("sessions") {
            let start = at + next;
            at = start + "sessions".len();
            let is_word = !code[..start]
                .ends_with(|char: char| char.is_alphanumeric() || "_.-".contains(char));
            if let (true, Some((id, is_bare, behind))) = (is_word, id_of(&code[at..])) {
                let rest = &code[code.len() - behind.len()..];
                let field = rest.strip_prefix('.').map(|rest| &rest[..word(rest, "_")]);
                let length = field.map_or(0, |field| field.len() + 1);
                at = code.len() - behind.len() + length;
                found.push(Mention {
                    span: begin + start..begin + at,
                    id,
                    field: field.filter(|field| !field.is_empty()),
                    is_bare,
                    is_tag: !is_shown,
                    is_asked,
                });
            }
        }
        from = end;
    }
    found
}

/// The id that stands behind `sessions`, whether without quotes, and what is behind it.
fn id_of(text: &str) -> Option<(&str, bool, &str)> {
    if let Some(rest) = text.strip_prefix('.') {
        let (id, behind) = rest.split_at(word(rest, "-_"));
        return (!id.is_empty()).then_some((id, true, behind));
    }
    let rest = text.strip_prefix('[')?.trim_start();
    let quote = rest.chars().next().filter(|char| "'\"`".contains(*char))?;
    let (id, behind) = rest[1..].split_once(quote)?;
    Some((id, false, behind.trim_start().strip_prefix(']')?))
}

/// How long the word is that `text` begins with.
fn word(text: &str, more: &str) -> usize {
    text.find(|char: char| !char.is_alphanumeric() && !more.contains(char))
        .unwrap_or(text.len())
}

/// What is wrong with the sessions that a text names, if that is why it cannot be filled in for a cohort; nothing about a session
/// that has no time, for why is said there.
pub(super) fn wrong(
    text: &str,
    site: &Site,
    cohort: &Cohort,
    fields: &[&str],
) -> Option<Vec<Wrong>> {
    let all = mentions(text);
    // To ask whether there is such a session is no slip, as long as anything else explains it.
    [false, true].into_iter().find_map(|is_tag| {
        let some = all.iter().filter(|one| one.is_tag == is_tag);
        let problems: Vec<_> = some
            .filter_map(|one| Some((one, of(one, site, cohort, fields)?)))
            .collect();
        let is_explained = !problems.is_empty();
        let wrong = problems.into_iter().filter_map(|(one, problem)| {
            let Problem::Here(message, help) = problem else {
                return None;
            };
            let span = one.span.clone();
            Some(Wrong {
                span,
                message,
                help,
            })
        });
        is_explained.then(|| wrong.collect())
    })
}

/// Why a text cannot name a session as it does.
enum Problem {
    SaidElsewhere,
    Here(String, Option<String>),
}

fn of(mention: &Mention<'_>, site: &Site, cohort: &Cohort, fields: &[&str]) -> Option<Problem> {
    let id = mention.id;
    let names = &cohort.timetable.names;
    let right = |id: &str| match mention.field {
        Some(field) => format!("sessions['{id}'].{field}"),
        None => format!("sessions['{id}']"),
    };
    if cohort.timetable.session(id).is_some() {
        if mention.is_bare && id.contains('-') {
            let message = format!("`{id}` has a hyphen, so it needs brackets and quotes here");
            return Some(Problem::Here(message, Some(format!("write {}", right(id)))));
        }
        let field = mention.field.filter(|field| !fields.contains(field))?;
        let help = did_you_mean(field, fields)
            .unwrap_or_else(|| format!("what a session can say: {}", one_of(fields)));
        return Some(Problem::Here(
            format!("a session has no `{field}`"),
            Some(help),
        ));
    }
    if names.is_series(id) {
        let help = format!("write which one of it, like {}", right(&format!("{id}-1")));
        let message = format!("`{id}` is a series, and not one session");
        return Some(Problem::Here(message, Some(help)));
    }
    Some(match unknown_session(cohort, &site.cohorts, id, &[]) {
        Unknown::Broken => Problem::SaidElsewhere,
        Unknown::Here => {
            let message = format!("the cohort `{}` has no session `{id}`", cohort.id);
            let asked = format!("sessions['{id}']");
            let help = format!(
                "name a session that every cohort has, or write what needs it between {{% if {asked} %}} and {{% endif %}}"
            );
            Problem::Here(message, Some(help))
        }
        Unknown::Nowhere(known) => {
            let sessions = cohort.timetable.sessions.iter().map(|one| one.id.as_str());
            let close = closest(id, sessions).map(|id| format!("did you mean {}?", right(&id)));
            let message = format!("the schedule has no session `{id}`");
            Problem::Here(message, close.or(known))
        }
    })
}

/// What would be empty in a text that says it of a session, though nothing asks for it before.
pub(super) fn empty(text: &str, is_empty: impl Fn(&str, &str) -> bool) -> Vec<(Span, &str, &str)> {
    let all = mentions(text);
    let is_asked = |one: &Mention<'_>| {
        let same = |other: &&Mention<'_>| other.id == one.id && other.field == one.field;
        all.iter().filter(same).any(|other| other.is_asked)
    };
    let shown = all.iter().filter(|one| !is_asked(one));
    shown
        .filter_map(|one| Some((one.span.clone(), one.id, one.field?)))
        .filter(|(_, id, field)| is_empty(id, field))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::mentions;

    #[test]
    fn every_form() {
        let text = "sessions.no {{ sessions.kickoff.day }} {{sessions['a-1'] . x}} {% if sessions[\"b\"].url %} \
                    {{ my.sessions.c }} {{ sessions.d-2.time | upper }} {{ sessions[id].day }} {{ sessions.é";
        let found: Vec<_> = mentions(text)
            .into_iter()
            .map(|one| {
                (
                    &text[one.span.clone()],
                    one.id,
                    one.field,
                    one.is_bare,
                    one.is_asked,
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                ("sessions.kickoff.day", "kickoff", Some("day"), true, false),
                ("sessions['a-1']", "a-1", None, false, false),
                ("sessions[\"b\"].url", "b", Some("url"), false, true),
                ("sessions.d-2.time", "d-2", Some("time"), true, true),
                ("sessions.é", "é", None, true, false),
            ]
        );
    }
}
