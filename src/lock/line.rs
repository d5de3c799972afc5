//! A line of the lock taken apart: of a session, or of a thread.

use super::fields::{Fields, Problem};
use super::{Audience, Before, KEPT, LAST_SEQUENCE, Record, ThreadLine};
use crate::config::{Entry, Format, Id, Value};
use crate::snapshot::is_key;

/// The line of a thread.
pub(super) fn thread(entry: &Entry) -> Result<ThreadLine, Problem> {
    if !is_key(&entry.key) {
        return Err(Problem::new(
            entry.key_span.clone(),
            format!("`{}` is no key of a thread", entry.key),
        ));
    }
    let fields = Fields::of(&entry.node, &["engine", "number"])?;
    let engine = fields.text("engine")?;
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    if !is_name(&engine) {
        return Err(fields.wrong("engine", "the name of an engine"));
    }
    let number = match fields.needed("number")?.value {
        Value::Integer(number) => u64::try_from(number).ok(),
        _ => None,
    };
    Ok(ThreadLine {
        engine,
        number: number.ok_or_else(|| fields.wrong("number", "a whole number from 0 on"))?,
    })
}

/// The line of a session, with the ids of its cohort and its own.
pub(super) fn record(entry: &Entry) -> Result<(String, String, Record), Problem> {
    let ids = entry.key.split_once('/');
    let ids = ids.filter(|(cohort, session)| !cohort.is_empty() && Id::is_good(session));
    let Some((cohort, session)) = ids else {
        return Err(Problem::new(
            entry.key_span.clone(),
            format!("`{}` is no cohort and session", entry.key),
        ));
    };
    let fields = Fields::of(
        &entry.node,
        &[
            "uid",
            "sequence",
            "revised",
            "added",
            "format",
            "start",
            "end",
            "title",
            "url",
            "place",
            "cancelled",
            "removed",
            "teams",
            "ever",
            "details",
            "before",
        ],
    )?;
    let uid = fields.text("uid")?;
    // Its first part is an id, so that it is nobody's address.
    let name = uid.split_once('@').map_or("", |(name, _)| name);
    if !Id::is_good(name) || uid.contains(char::is_control) {
        return Err(fields.wrong("uid", "a UID"));
    }
    let sequence = match fields.needed("sequence")?.value {
        Value::Integer(number) => u32::try_from(number)
            .ok()
            .filter(|number| *number <= LAST_SEQUENCE),
        _ => None,
    };
    let format = fields.text("format")?;
    let format = Format::ALL.into_iter().find(|known| known.id() == format);
    let mut before = Vec::new();
    match fields.get("before").map(|node| &node.value) {
        None => {}
        Some(Value::List(nodes)) if nodes.len() <= KEPT => {
            for node in nodes {
                let keys = [
                    "until",
                    "start",
                    "end",
                    "title",
                    "url",
                    "place",
                    "cancelled",
                    "removed",
                ];
                let fields = Fields::of(node, &keys)?;
                before.push(Before {
                    until: fields.moment("until")?,
                    facts: fields.facts()?,
                });
            }
        }
        Some(_) => return Err(fields.wrong("before", "a list of three at most")),
    }
    // A line without teams is of a session for everybody.
    let audience = fields.audience("teams")?.unwrap_or(Audience::Everybody);
    let ever = fields.audience("ever")?;
    let ever = ever.map_or_else(|| audience.clone(), |ever| ever.or(&audience));
    let record = Record {
        uid,
        sequence: sequence
            .ok_or_else(|| fields.wrong("sequence", "a whole number from 0 to 2147483647"))?,
        revised: fields.moment("revised")?,
        added: fields.maybe_moment("added")?,
        facts: fields.facts()?,
        audience,
        ever,
        format: format.ok_or_else(|| fields.wrong("format", "the name of a format"))?,
        details: fields.text("details")?,
        before,
    };
    Ok((cohort.to_owned(), session.to_owned(), record))
}
