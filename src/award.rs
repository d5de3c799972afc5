//! Awards as they are kept in the course: one signed file each in [`FOLDER`], and the signed list of those that were revoked in
//! [`STATUS_FILE`]. Reading verifies; nothing here needs a private key.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::address;
use crate::badge::canon::{CREDENTIALS, OPEN_BADGES};
use crate::badge::{Credential, Issuer, Proof, STATUS, Signable, StatusCredential, StatusList};
use crate::route::is_web;
use crate::source::{SourceFile, SourcePath, Sources};

/// Where awards are, one file each.
pub const FOLDER: &str = "data/awards";

/// Where the list of revoked awards is.
pub const STATUS_FILE: &str = "data/award-status.json";

/// All awards of a course.
#[derive(Debug, Clone, Default)]
pub struct Read {
    /// Who gives them.
    pub issuer: Option<Issuer>,
    /// What was found in each file.
    pub stored: BTreeMap<SourcePath, Arc<Stored>>,
}

/// What a file holds.
#[derive(Debug, Clone)]
pub enum Stored {
    /// An award.
    Award(Arc<Credential>),
    /// The list of revoked ones.
    Status(Arc<StatusCredential>, StatusList),
    /// Something that is not valid: why, and where in the file.
    Bad(String, Option<usize>),
}

/// The files that hold awards, and the list.
pub fn files(sources: &Sources) -> impl Iterator<Item = &Arc<SourceFile>> {
    let awards = sources.under(FOLDER);
    let awards = awards.filter(|file| file.path.extension() == "json");
    awards.chain(sources.get(STATUS_FILE))
}

/// The id of the award in a file.
#[must_use]
pub fn id_of(path: &SourcePath) -> &str {
    path.stem()
}

/// The file of an award.
#[must_use]
pub fn path_of(id: &str) -> String {
    format!("{FOLDER}/{id}.json")
}

/// The id of the badge for which an award was given.
#[must_use]
pub fn badge_of<'a>(credential: &'a Credential, issuer: &Issuer) -> Option<&'a str> {
    let id = credential.credential_subject.achievement.id.as_str();
    let rest = id.strip_prefix(issuer.base_url.as_str())?;
    let badge = rest
        .strip_prefix("badges/")?
        .strip_suffix("/achievement.json")?;
    (!badge.contains('/')).then_some(badge)
}

/// Reads and verifies one.
#[must_use]
pub fn read(file: &SourceFile, issuer: Option<&Issuer>) -> Stored {
    let bad = |why: &str| Stored::Bad(why.to_owned(), None);
    let Ok(text) = file.text() else {
        return bad("this is no text in UTF-8");
    };
    if address::is_in(text) {
        return bad("there is an e-mail address in it, and awards are published as they are");
    }
    let Some(issuer) = issuer else {
        return bad("the course does not say who gives awards, so this one cannot be verified");
    };
    let found = match file.path.as_str() == STATUS_FILE {
        true => serde_json::from_str(text).map(|list| status(list, issuer)),
        false => serde_json::from_str(text).map(|one| award(one, id_of(&file.path), issuer)),
    };
    match found {
        Ok(Ok(stored)) => stored,
        Ok(Err(why)) => bad(&why),
        Err(error) => Stored::Bad(
            format!("this is not as stoa writes it: {}", without_place(&error)),
            Some(offset(text, error.line(), error.column())),
        ),
    }
}

fn award(mut one: Credential, id: &str, issuer: &Issuer) -> Result<Stored, String> {
    let base = &issuer.base_url;
    if one.issuer.id != issuer.did {
        return Err(format!(
            "this award is by `{}`, and the course is `{}`: its base_url has changed, or the file is from elsewhere",
            one.issuer.id, issuer.did
        ));
    }
    if one.id != format!("{base}awards/{id}/award.json") {
        return Err("the name of this file is not the one in the award".to_owned());
    }
    if badge_of(&one, issuer).is_none() || !has_shape(&one, base) {
        return Err("this is no award as stoa writes it".to_owned());
    }
    verify(&mut one, issuer)?;
    Ok(Stored::Award(Arc::new(one)))
}

fn status(mut list: StatusCredential, issuer: &Issuer) -> Result<Stored, String> {
    let subject = &list.credential_subject;
    let kinds = ["VerifiableCredential", "BitstringStatusListCredential"];
    let id = format!("{}{STATUS}", issuer.base_url);
    let has_shape = list.context == [CREDENTIALS]
        && list.kind == kinds
        && list.issuer == issuer.did
        && list.id == id
        && subject.id == format!("{id}#list")
        && subject.kind == "BitstringStatusList"
        && subject.status_purpose == "revocation";
    if !has_shape {
        return Err("this is no list of revoked awards of this course".to_owned());
    }
    let bits = StatusList::decode(&subject.encoded_list);
    let bits = bits.ok_or("the list of revoked awards cannot be unpacked")?;
    verify(&mut list, issuer)?;
    Ok(Stored::Status(Arc::new(list), bits))
}

fn verify<T: Signable>(document: &mut T, issuer: &Issuer) -> Result<(), String> {
    let proofs = document.proofs();
    let [proof] = proofs.as_slice() else {
        return Err("this is not signed".to_owned());
    };
    let Some(key) = issuer.key(&proof.verification_method) else {
        return Err(format!(
            "this is signed with the key `{}`, which is not in badges/issuer.toml",
            proof.verification_method
        ));
    };
    let bare = Proof::unsigned(&proof.created, &proof.verification_method);
    let is_usual = Proof {
        proof_value: String::new(),
        ..proof.clone()
    } == bare;
    let created = proof.created.parse::<Timestamp>().ok().filter(|_| is_usual);
    let created = created.ok_or("this has another kind of signature than stoa writes")?;
    if key
        .retired
        .is_some_and(|day| day < jiff::tz::Offset::UTC.to_datetime(created).date())
    {
        return Err(format!(
            "this was signed after the key `{}` was retired",
            key.id
        ));
    }
    match document.is_signed_by(&key.public) {
        Ok(true) => Ok(()),
        Ok(false) => {
            Err("the signature does not fit: this was changed since it was issued".to_owned())
        }
        Err(error) => Err(error.to_string()),
    }
}

/// Whether everything in it has a meaning that is signed: JSON-LD leaves out what it does not know.
fn has_shape(one: &Credential, base: &str) -> bool {
    let subject = &one.credential_subject;
    let achievement = &subject.achievement;
    let status = &one.credential_status;
    let list = format!("{base}{STATUS}");
    one.context == [CREDENTIALS, OPEN_BADGES]
        && one.kind == ["VerifiableCredential", "OpenBadgeCredential"]
        && one.issuer.kind == ["Profile"]
        && subject.kind == ["AchievementSubject"]
        && subject.identifier.len() == 1
        && subject.identifier.iter().all(|identity| {
            identity.kind == "IdentityObject"
                && identity.hashed
                && identity.identity_type == "emailAddress"
        })
        && achievement.kind == ["Achievement"]
        && achievement.image.kind == "Image"
        && achievement.image.id.starts_with(base)
        && achievement.criteria.id.starts_with(base)
        && achievement
            .alignment
            .iter()
            .all(|one| one.kind == ["Alignment"])
        && one
            .evidence
            .iter()
            .all(|one| one.kind == ["Evidence"] && one.id.as_ref().is_none_or(|url| is_web(url)))
        && status.kind == "BitstringStatusListEntry"
        && status.status_purpose == "revocation"
        && status.status_list_credential == list
        && status.id == format!("{list}#{}", status.status_list_index)
        && one
            .index()
            .is_some_and(|index| index.to_string() == status.status_list_index)
        && one.valid_from.parse::<Timestamp>().is_ok()
}

/// serde_json says the place at the end, which a finding has already.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let end = text.rfind(" at line ").unwrap_or(text.len());
    text[..end].to_owned()
}

/// The byte at a line and a column, both from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
