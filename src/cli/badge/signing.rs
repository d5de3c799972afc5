//! [`Signing`]: a course and the private key of its issuer.

use std::path::{Path, PathBuf};

use super::super::setting::{self, CourseArgs};
use super::super::{Failure, course_file, report};
use super::secret;
use crate::award::STATUS_FILE;
use crate::badge::{Issuer, IssuerKey, SecretKey, Signable, StatusCredential, StatusList};
use crate::config::{AWARDS, ISSUER};
use crate::document::highlight::Highlighter;
use crate::pipeline::{Build, Builder, Options};
use crate::rule;

/// A course and the private key of its issuer.
pub(super) struct Signing {
    pub(super) root: PathBuf,
    pub(super) build: Build,
    pub(super) issuer: Issuer,
    pub(super) key: IssuerKey,
    pub(super) secret: SecretKey,
    /// The time of what is signed.
    pub(super) time: String,
    pub(super) list: StatusList,
}

impl Signing {
    /// Reads both, and sees that they belong together.
    pub(super) fn new(course: &CourseArgs, key_file: Option<&Path>) -> Result<Self, Failure> {
        let root = course.root()?;
        let options = Options {
            highlight: false,
            ..course.options(None)?
        };
        let sources = setting::read(&root, &setting::portals(&root))?;
        let mut build = Builder::new(Highlighter::new()).rebuild(&sources, &options);
        build
            .diagnostics
            .retain(|one| one.rule == &rule::BAD_ISSUER);
        if !build.diagnostics.is_empty() {
            report::findings(&build.diagnostics, &sources);
        }
        let Some(issuer) = build.awards.issuer.clone() else {
            return Err(match sources.get(ISSUER) {
                Some(_) => format!("{ISSUER} can't be used; nothing was written").into(),
                None => "the course does not say who gives awards; begin with `stoa badge keygen`"
                    .into(),
            });
        };
        let key = issuer.current().cloned();
        let key = key.ok_or_else(|| {
            format!("all keys in {ISSUER} are retired; make one with `stoa badge rotate-key`")
        })?;
        let secret = secret::read(key_file)?;
        if secret.public() != key.public {
            return Err(format!(
                "this private key is not the one of `{}` in {ISSUER}; nothing was written",
                key.id
            )
            .into());
        }
        let list = match &build.awards.status {
            Some(status) => StatusList::decode(&status.credential_subject.encoded_list),
            None if sources.under(crate::award::FOLDER).next().is_none() => {
                Some(StatusList::default())
            }
            None => None,
        };
        let list = list.ok_or_else(|| format!("{STATUS_FILE} is missing or not valid, and what was revoked would be forgotten; put it back, `stoa check` says more"))?;
        // A second is exact enough, and every program reads it.
        let time = jiff::Timestamp::from_second(options.now.as_second())?.to_string();
        Ok(Self {
            root,
            build,
            issuer,
            key,
            secret,
            time,
            list,
        })
    }

    /// Signs the list of revoked awards and writes it.
    pub(super) fn write_list(&self) -> Result<(), Failure> {
        let list = StatusCredential::new(&self.issuer, &self.time, self.list.encode());
        let signed = list.signed(&self.issuer, &self.key, &self.secret, &self.time)?;
        course_file::write(&self.root, STATUS_FILE, &signed.text())
    }

    /// Adds a table to the end of `data/awards.toml`.
    pub(super) fn note(&self, tables: &str) -> Result<(), Failure> {
        let old = course_file::read(&self.root, AWARDS)?;
        let mut text = old.map_or_else(
            || {
                "# Whose names are shown on their awards, and what was revoked. Never an address.\n"
                    .to_owned()
            },
            |bytes| String::from_utf8_lossy(&bytes).into_owned(),
        );
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(tables);
        course_file::write(&self.root, AWARDS, &text)
    }
}

/// A text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
