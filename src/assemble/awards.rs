//! Awards: who gives them, what badges say of themselves in them, whose names are shown.

use std::sync::Arc;

use super::Input;
use super::course::{is_base_url, with_slash};
use crate::award::{self, STATUS_FILE, Stored};
use crate::badge::{
    Achievement, Alignment, Criteria, Image, Issuer, IssuerKey, PublicKey, did_web,
};
use crate::config::{AWARDS, Config, ISSUER};
use crate::diagnostic::{Diagnostic, Severity, did_you_mean};
use crate::route::is_web;
use crate::rule;
use crate::schedule::begins;
use crate::site::{Award, Awards, Badge, Site};
use crate::source::SourcePath;

/// Who gives awards. The name of the issuer is the address that `course.toml` says, wherever this build is for: a preview under
/// another address shows the same awards.
pub(crate) fn issuer(config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Option<Issuer> {
    let written = config.issuer.as_ref()?;
    let path = SourcePath::new(ISSUER);
    let mut bad = |span, message: String, help: &str| {
        let found = Diagnostic::new(&rule::BAD_ISSUER, &path, span, message);
        diagnostics.push(found.help(help));
    };
    let mut keys: Vec<IssuerKey> = Vec::new();
    for key in &written.keys {
        let id = key.id.value.as_str();
        if keys.iter().any(|other| other.id == id) {
            bad(
                key.id.span().into(),
                format!("there are two keys `{id}`"),
                "give the younger of the two another id",
            );
            continue;
        }
        match PublicKey::parse(key.public.value.trim()) {
            Ok(public) => keys.push(IssuerKey {
                id: id.to_owned(),
                public,
                retired: key.retired.map(|day| day.0),
            }),
            Err(_) if key.public.value.trim().starts_with("z3u2") => bad(
                key.public.span().into(),
                "this is a private key, and everybody who can read the course can now sign in your name".to_owned(),
                "take it out, make another one with `stoa badge keygen`, and never use this one again",
            ),
            Err(error) => bad(
                key.public.span().into(),
                format!("this is no public key: {error}"),
                "write it as `stoa badge keygen` printed it",
            ),
        }
    }
    if keys.is_empty() {
        if written.keys.is_empty() {
            bad(
                None,
                "there is no key, so nothing can be issued".to_owned(),
                "run `stoa badge keygen`",
            );
        }
        return None;
    }
    let base = config
        .course
        .base_url
        .as_ref()
        .map(|url| url.value.as_str());
    let base = base.filter(|url| is_base_url(url)).map(with_slash);
    let named = base.and_then(|base| Some((did_web(&base)?, base)));
    let Some((did, base_url)) = named else {
        bad(
            None,
            "awards need an address that lasts: the one of the portal, with https:// and a name"
                .to_owned(),
            "write `base_url = \"https://...\"` into course.toml",
        );
        return None;
    };
    let url = written.url.as_ref().filter(|url| {
        let is_good = is_web(url);
        if !is_good {
            bad(
                url.span().into(),
                format!("`{}` is no address on the web", url.value),
                "write it with https://",
            );
        }
        is_good
    });
    let name = written.name.clone().or_else(|| config.course.title.clone());
    Some(Issuer {
        did,
        name: name.unwrap_or_else(|| "Untitled course".to_owned()),
        url: url.map_or_else(|| base_url.clone(), |url| url.value.clone()),
        base_url,
        keys,
    })
}

/// What a badge says of itself in an award; `None` if there is no issuer, or it says too little.
pub(crate) fn achievement(site: &Site, badge: &Badge) -> Option<Achievement> {
    let base = &site.awards.issuer.as_ref()?.base_url;
    let page = format!("{base}badges/{}/", badge.id);
    let description = badge.front.description.as_deref()?.trim();
    if description.is_empty() || badge.criteria.is_empty() {
        return None;
    }
    let alignment = badge.front.alignment.iter().map(|one| Alignment {
        kind: vec!["Alignment".to_owned()],
        target_name: one.name.clone(),
        target_url: one.url.value.clone(),
        target_framework: one.framework.clone(),
        target_code: one.code.clone(),
    });
    Some(Achievement {
        id: format!("{page}achievement.json"),
        kind: vec!["Achievement".to_owned()],
        name: badge.name.clone(),
        description: description.to_owned(),
        criteria: Criteria {
            id: page.clone(),
            narrative: badge.criteria.clone(),
        },
        image: Image {
            id: format!("{page}badge.png"),
            kind: "Image".to_owned(),
            caption: format!("The badge “{}”", badge.name),
        },
        alignment: alignment.collect(),
        tag: badge.front.tags.clone(),
    })
}

/// The awards that can be shown.
pub(super) fn awards(
    input: &Input<'_>,
    badges: &[Badge],
    diagnostics: &mut Vec<Diagnostic>,
) -> Awards {
    let issuer = input.awards.issuer.clone();
    let mut awards = Awards {
        issuer: issuer.clone(),
        ..Awards::default()
    };
    let mut bits = None;
    for (path, stored) in &input.awards.stored {
        if let Stored::Status(list, found) = &**stored {
            awards.status = Some(Arc::clone(list));
            bits = Some(found);
        }
        if let Stored::Bad(why, at) = &**stored {
            let span = at.map(|at| at..at);
            diagnostics.push(
                Diagnostic::new(&rule::BAD_AWARD, path, span, why.as_str())
                    .help("take the file back as it was when it was issued"),
            );
        }
    }
    let revoked = &input.config.awards.revoked;
    let shown = &input.config.awards.shown;
    for (path, stored) in &input.awards.stored {
        let (Stored::Award(credential), Some(issuer)) = (&**stored, &issuer) else {
            continue;
        };
        let id = award::id_of(path).to_owned();
        let badge = award::badge_of(credential, issuer)
            .unwrap_or_default()
            .to_owned();
        if !badges.iter().any(|one| one.id == badge) {
            let known: Vec<&str> = badges.iter().map(|badge| badge.id.as_str()).collect();
            diagnostics.push(
                Diagnostic::new(&rule::BAD_AWARD, path, None, format!("this is an award of the badge `{badge}`, and there is none"))
                    .maybe_help(did_you_mean(&badge, known).or_else(|| Some(format!("put badges/{badge}.md back, and do not keep it as a draft: who was given it still has it")))),
            );
        }
        let is_revoked = bits
            .zip(credential.index())
            .and_then(|(bits, index)| bits.get(index));
        let listed = revoked.iter().find(|one| one.award.value == id);
        if is_revoked.is_none() {
            diagnostics.push(
                Diagnostic::new(
                    &rule::BAD_AWARD,
                    path,
                    None,
                    "there is no list of revoked awards for this award",
                )
                .help(format!(
                    "put {STATUS_FILE} back; `stoa badge issue` wrote it"
                )),
            );
            continue;
        }
        let is_revoked = is_revoked == Some(true);
        if let Some(listed) = listed.filter(|_| !is_revoked) {
            diagnostics.push(
                Diagnostic::new(
                    &rule::BAD_AWARD,
                    &SourcePath::new(AWARDS),
                    Some(listed.award.span()),
                    "this award is valid: the signed list does not say that it was revoked",
                )
                .help(format!(
                    "run `stoa badge revoke {id} --reason ...`, which writes both; or take this out"
                )),
            );
        }
        let reason = listed.map_or("The issuer has revoked it.", |listed| {
            listed.reason.as_str()
        });
        let agreed = shown.iter().find(|one| one.award.value == id);
        let counts_from = agreed.map(|one| begins(one.consent.0));
        awards.consents.extend(counts_from);
        let is_named = counts_from.is_some_and(|from| from <= input.options.now);
        if let Some(agreed) = agreed.filter(|_| !is_named) {
            diagnostics.push(
                Diagnostic::new(
                    &rule::NO_CONSENT,
                    &SourcePath::new(AWARDS),
                    Some(agreed.consent.span()),
                    format!(
                        "this name is not shown: the consent is from {}, a day that is yet to come",
                        agreed.consent.0
                    ),
                )
                .help("write the day on which the person agreed"),
            );
        }
        awards.list.push(Award {
            id,
            badge,
            credential: Arc::clone(credential),
            name: agreed
                .filter(|_| is_named && !is_revoked)
                .map(|one| one.name.clone()),
            revoked: is_revoked.then(|| reason.to_owned()),
        });
    }
    report_unknown(input, diagnostics);
    awards
}

/// Names and revocations of awards that there are not.
fn report_unknown(input: &Input<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let config = &input.config.awards;
    let names = config.shown.iter().map(|one| &one.award);
    let known = |id: &str| {
        let path = SourcePath::new(award::path_of(id));
        input.awards.stored.contains_key(&path)
    };
    for award in names.chain(config.revoked.iter().map(|one| &one.award)) {
        if !known(&award.value) {
            diagnostics.push(
                Diagnostic::new(&rule::BAD_AWARD, &SourcePath::new(AWARDS), Some(award.span()), format!("there is no award `{}`", award.value))
                    .severity(Severity::Warning)
                    .help("write the id as the file in data/awards/ is called, without .json; or take this out"),
            );
        }
    }
}
