//! [`Fields`]: the values of a table in a line of the lock, each of its kind, and the [`Problem`] with one that is not.

use jiff::Timestamp;
use jiff::tz::Offset;

use super::{Audience, EVERYBODY, Facts};
use crate::address;
use crate::config::{Node, Value};
use crate::diagnostic::{Severity, Span};

/// How a lock is mended that is not whole.
pub(super) const MEND: &str = "take the file back from your version control, then run `stoa build`; without it calendars would \
                    show sessions twice";

/// What is wrong with a line.
pub(super) struct Problem {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: &'static str,
    pub(super) severity: Severity,
}

impl Problem {
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            help: MEND,
            severity: Severity::Error,
        }
    }
}

/// The values of a table of which every key is known.
pub(super) struct Fields<'a> {
    node: &'a Node,
}

impl<'a> Fields<'a> {
    pub(super) fn of(node: &'a Node, known: &[&str]) -> Result<Self, Problem> {
        if !matches!(node.value, Value::Table(_)) {
            return Err(Problem::new(
                node.span.clone(),
                format!("here is {}, and a lock has a table", node.value.word()),
            ));
        }
        let mut entries = node.entries().iter();
        match entries.find(|entry| !known.contains(&entry.key.as_str())) {
            Some(entry) => Err(Problem::new(
                entry.key_span.clone(),
                format!("a lock has no `{}`", entry.key),
            )),
            None => Ok(Self { node }),
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&'a Node> {
        self.node.entry(key).map(|entry| &entry.node)
    }

    pub(super) fn needed(&self, key: &str) -> Result<&'a Node, Problem> {
        self.get(key).ok_or_else(|| {
            Problem::new(
                self.node.span.clone(),
                format!("`{key}` is missing in this line"),
            )
        })
    }

    pub(super) fn wrong(&self, key: &str, wanted: &str) -> Problem {
        let node = self.get(key).unwrap_or(self.node);
        Problem::new(node.span.clone(), format!("`{key}` must be {wanted}"))
    }

    fn maybe_text(&self, key: &str) -> Result<Option<String>, Problem> {
        match self.get(key).map(|node| &node.value) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(self.wrong(key, "text in \"quotes\"")),
        }
    }

    pub(super) fn text(&self, key: &str) -> Result<String, Problem> {
        self.needed(key)?;
        Ok(self.maybe_text(key)?.unwrap_or_default())
    }

    pub(super) fn audience(&self, key: &str) -> Result<Option<Audience>, Problem> {
        let teams = match self.get(key).map(|node| &node.value) {
            None => return Ok(None),
            Some(Value::String(word)) if word == EVERYBODY => return Ok(Some(Audience::Everybody)),
            Some(Value::List(nodes)) => nodes.iter().map(Node::as_str).collect(),
            Some(_) => None,
        };
        let teams = teams.filter(|teams: &Vec<&str>| !teams.is_empty());
        match teams {
            Some(teams) => Ok(Some(Audience::of(teams))),
            None => Err(self.wrong(key, "a list of the ids of teams")),
        }
    }

    pub(super) fn maybe_moment(&self, key: &str) -> Result<Option<Timestamp>, Problem> {
        let Some(node) = self.get(key) else {
            return Ok(None);
        };
        let moment = node.as_str().and_then(|text| text.parse().ok());
        // Calendars know the years 1 to 9999 (RFC 5545, 3.3.4).
        let year = |moment: &Timestamp| Offset::UTC.to_datetime(*moment).year();
        let whole = moment.filter(|moment: &Timestamp| {
            moment.subsec_nanosecond() == 0 && (1..=9999).contains(&year(moment))
        });
        match whole {
            Some(moment) => Ok(Some(moment)),
            None => Err(self.wrong(key, "a time like \"2026-10-05T12:00:00Z\"")),
        }
    }

    pub(super) fn moment(&self, key: &str) -> Result<Timestamp, Problem> {
        self.needed(key)?;
        self.maybe_moment(key)?
            .ok_or_else(|| self.wrong(key, "a time"))
    }

    pub(super) fn facts(&self) -> Result<Facts, Problem> {
        let removed = match self.get("removed").map(|node| &node.value) {
            None => false,
            Some(Value::Bool(removed)) => *removed,
            Some(_) => return Err(self.wrong("removed", "true or false")),
        };
        let (start, end) = (self.moment("start")?, self.maybe_moment("end")?);
        if end.is_some_and(|end| end < start) {
            return Err(self.wrong("end", "a time after the start"));
        }
        Ok(Facts {
            start,
            end,
            title: published(self.text("title")?),
            url: self.maybe_text("url")?.map(published),
            place: self.maybe_text("place")?.map(published),
            cancelled: self.maybe_text("cancelled")?.map(published),
            removed,
        })
    }
}

/// What stood in a schedule once is published too, so there is no address in it either.
fn published(text: String) -> String {
    address::take_out(&text, &[]).map_or(text, |cleaned| cleaned.text)
}
