//! Exports of other systems. One file a format, one line in [`FORMATS`].

mod discourse;
mod json;
mod moodle;
mod rows;
mod slack;
pub(crate) mod table;
mod xapi;

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

use super::{Event, actor, column, hidden};
use crate::source::Digest;

/// So many bad rows are told; a file with more of them is of another format.
const MOST_PROBLEMS: usize = 50;

/// The systems whose exports can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table with the columns of the ledger: time, actor, verb, object, and id, value, source if you like
    Csv,
    /// The grades of a Moodle course, exported as plain text (CSV)
    Moodle,
    /// xAPI statements, as JSON or one a line
    Xapi,
    /// A topic (/t/ID.json) or the latest posts (/posts.json) of Discourse
    Discourse,
    /// The folder of a Slack export, or one day of a channel
    Slack,
}

/// How files are read.
#[derive(Debug, Clone, Default)]
pub struct Import {
    /// The zone of times that have none.
    pub zone: Option<TimeZone>,
    /// When the export was made, where the file does not say.
    pub time: Option<Timestamp>,
}

/// What a file gave.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Imported {
    /// What happened.
    pub events: Vec<Event>,
    /// What could not be read, by line.
    pub problems: Vec<Problem>,
}

/// Something in a file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The number of the line, from 1 on.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Reads a format. The name is that of the file without its ending, or of the folder that it is in.
type Reader = fn(text: &str, name: &str, import: &Import, imported: &mut Imported);

/// Says whether a text is of a format.
type Recognises = fn(text: &str) -> bool;

/// Every format. Of those that recognise a text, the first one reads it.
const FORMATS: &[(Format, Recognises, Reader)] = &[
    (Format::Csv, rows::recognises, rows::read),
    (Format::Moodle, moodle::recognises, moodle::read),
    (Format::Xapi, xapi::recognises, xapi::read),
    (Format::Discourse, discourse::recognises, discourse::read),
    (Format::Slack, slack::recognises, slack::read),
];

impl Format {
    /// All formats, in the order in which they are tried.
    pub fn all() -> impl Iterator<Item = Self> {
        FORMATS.iter().map(|(format, ..)| *format)
    }

    /// The format with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|format| format.name() == name)
    }

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Moodle => "moodle",
            Self::Xapi => "xapi",
            Self::Discourse => "discourse",
            Self::Slack => "slack",
        }
    }

    /// The format of a text, if it looks like one of them.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_start_matches('\u{feff}');
        let mut formats = FORMATS.iter();
        formats
            .find(|(_, recognises, _)| recognises(text))
            .map(|(format, ..)| *format)
    }
}

impl Import {
    /// Reads a file. Bytes that are no text are a problem of their line, and never a panic.
    #[must_use]
    pub fn read(&self, format: Format, bytes: &[u8], name: &str) -> Imported {
        let mut imported = Imported::default();
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}'),
            Err(error) => {
                let line = 1 + memchr::memchr_iter(b'\n', &bytes[..error.valid_up_to()]).count();
                imported.wrong(
                    line,
                    "this file is not UTF-8 from here on",
                    "export it with the encoding UTF-8",
                );
                return imported;
            }
        };
        if let Some((.., read)) = FORMATS.iter().find(|(known, ..)| *known == format) {
            read(text, name, self, &mut imported);
        }
        imported
    }

    /// A moment as somebody wrote it: with an offset, in seconds since 1970, or on the clocks of a zone.
    fn moment(&self, text: &str) -> Result<Timestamp, (String, String)> {
        let text = text.trim();
        if let Ok(moment) = text.parse::<Timestamp>() {
            return Ok(whole(moment));
        }
        if let Some(moment) = seconds(text) {
            return Ok(moment);
        }
        let local = text.parse::<civil::DateTime>().ok();
        let local = local.or_else(|| {
            text.parse::<civil::Date>()
                .ok()
                .map(|day| day.to_datetime(civil::Time::midnight()))
        });
        let Some(local) = local else {
            return Err((
                format!("`{}` is no time", column(text)),
                "write times like 2026-10-06T08:00:00Z".to_owned(),
            ));
        };
        let Some(zone) = &self.zone else {
            return Err((
                format!("`{}` does not say in which zone it is", column(text)),
                "name the zone of this export with --zone, like --zone Europe/Paris".to_owned(),
            ));
        };
        match zone.to_timestamp(local) {
            Ok(moment) => Ok(whole(moment)),
            Err(_) => Err((
                format!("`{}` is no time", column(text)),
                "write times like 2026-10-06T08:00:00Z".to_owned(),
            )),
        }
    }
}

impl Imported {
    fn wrong(&mut self, line: usize, message: impl Into<String>, help: impl Into<String>) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(Problem {
                line,
                message: message.into(),
                help: help.into(),
            });
        }
    }
}

/// `1696579200`, and `1696579200.000200` as Slack writes it.
fn seconds(text: &str) -> Option<Timestamp> {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let is_number = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !is_number || whole.len() < 9 || whole.len() > 11 {
        return None;
    }
    Timestamp::from_second(whole.parse().ok()?).ok()
}

fn whole(moment: Timestamp) -> Timestamp {
    Timestamp::from_second(moment.as_second()).unwrap_or(moment)
}

/// An id for what has none: the same row gives the same id.
fn made_id(source: &str, parts: &[&str]) -> String {
    let parts = parts.iter().map(|part| part.as_bytes());
    format!("{source}:{}", &Digest::of_parts(parts).hex()[..16])
}

/// A number as people and systems write it: `8.5`, `8,5`, `85 %`.
fn number(text: &str) -> Option<f64> {
    let text = text
        .trim()
        .trim_end_matches('%')
        .trim_end()
        .replace(',', ".");
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}
