//! [`Recipient`]: to whom an award is given, from the command line or a table.

use std::path::Path;

use jiff::civil::Date;

use super::super::Failure;
use crate::activity::table::{find, rows};
use crate::address::take_out;
use crate::badge::{self, Evidence};
use crate::config;
use crate::route::is_web;

/// To whom an award is given. The address is used for its hash and then forgotten.
pub(super) struct Recipient {
    /// Where it stands, for people: `--to`, `line 7`. Addresses are not repeated.
    pub(super) place: String,
    pub(super) address: String,
    pub(super) evidence: Vec<Evidence>,
    /// The name that the person chose, and when the person agreed to be named.
    pub(super) shown: Option<(String, Date)>,
}

/// What stands in a row or behind options, as text.
#[derive(Default)]
pub(super) struct Words<'a> {
    pub(super) address: &'a str,
    pub(super) evidence: &'a str,
    pub(super) because: &'a str,
    pub(super) name: &'a str,
    pub(super) consent: &'a str,
}

impl Recipient {
    /// Reads one; what is wrong with it, in words.
    pub(super) fn read(place: String, words: &Words<'_>) -> Result<Self, String> {
        let address = badge::address(words.address).ok_or(
            "this is no e-mail address; the award is made for one, and keeps only a hash of it",
        )?;
        let url = words.evidence.trim();
        if !url.is_empty() && !is_web(url) {
            return Err(format!(
                "`{url}` is no address on the web; write evidence with https://"
            ));
        }
        let because = words.because.trim();
        let name = words.name.trim();
        for (text, what) in [
            (because, "the reason"),
            (url, "the evidence"),
            (name, "the name"),
        ] {
            if take_out(text, &[]).is_some() || text.to_lowercase().contains(&address) {
                return Err(format!(
                    "there is an e-mail address in {what}, and awards are public"
                ));
            }
        }
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let evidence = Evidence {
            id: some(url),
            kind: vec!["Evidence".to_owned()],
            narrative: some(because),
        };
        let shown = match (name, words.consent.trim()) {
            ("", "") => None,
            (_, "") => {
                return Err(
                    "a name is shown only with consent; add the day on which the person agreed"
                        .to_owned(),
                );
            }
            ("", _) => {
                return Err(
                    "there is a consent and no name; add the name that the person chose".to_owned(),
                );
            }
            (name, day) => {
                let day = config::Date::parse(day)
                    .ok_or_else(|| format!("`{day}` is no day; write it like 2026-10-05"))?;
                Some((name.to_owned(), day.0))
            }
        };
        let is_empty = evidence.id.is_none() && evidence.narrative.is_none();
        Ok(Self {
            place,
            address,
            evidence: if is_empty { Vec::new() } else { vec![evidence] },
            shown,
        })
    }
}

/// The rows of a table, and what is wrong with others.
pub(super) fn from_table(path: &Path) -> Result<(Vec<Recipient>, Vec<String>), Failure> {
    let shown = path.display();
    let bytes = std::fs::read(path).map_err(|error| format!("`{shown}` can't be read: {error}"))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| format!("`{shown}` is no text in UTF-8; save it as CSV in UTF-8"))?;
    let mut rows = rows(text.trim_start_matches('\u{feff}')).into_iter();
    let head = rows.next().ok_or_else(|| format!("`{shown}` is empty"))?;
    let address = find(&head, &["email", "e-mail", "email address", "address"]);
    let Some(address) = address else {
        return Err(format!("`{shown}` has no column `email`; write the names of the columns into the first line: email,evidence,because,name,consent").into());
    };
    let at = |name: &str| find(&head, &[name]);
    let [evidence, because, name, consent] = ["evidence", "because", "name", "consent"].map(at);
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for row in rows {
        let words = Words {
            address: row.get(Some(address)),
            evidence: row.get(evidence),
            because: row.get(because),
            name: row.get(name),
            consent: row.get(consent),
        };
        match Recipient::read(format!("line {}", row.line), &words) {
            Ok(recipient) => good.push(recipient),
            Err(why) => bad.push(format!("{shown}:{}: {why}", row.line)),
        }
    }
    Ok((good, bad))
}
