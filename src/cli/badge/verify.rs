//! `stoa badge verify`: whether an award is what it says.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::Serialize;
use serde_json::Value;

use super::super::setting::{self, CourseArgs};
use super::super::{Failure, Outcome, report};
use crate::badge::{
    Answer, CREDENTIAL, Claim, Issuer, StatusList, Verdict, check_status, from_png, from_svg,
    key_in_did,
};
use crate::document::highlight::Highlighter;
use crate::pipeline::{Builder, Options};
use crate::pull::{self, Client};

/// A larger file is no award. Bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

const HELP: &str = "\
FILE is the JSON of an award of Open Badges 3.0, or a PNG or SVG picture with one in it.

Without --online, nothing is fetched: awards of the course in --course are verified with its keys and its list of revoked awards,
and of others what can be. With it, the key and the list come from the issuer.

Exit codes: 0 the award is valid, 1 it is not, 2 nobody can say here.";

/// Say whether an award is valid, and why
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Args {
    /// The award, or a picture with it
    file: PathBuf,

    #[command(flatten)]
    course: CourseArgs,

    /// Fetch the key and the list of revoked awards from the issuer
    #[arg(long)]
    online: bool,

    /// How the result is printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// A JSON object
    Json,
}

/// What is printed as JSON.
#[derive(Serialize)]
struct Printed<'a> {
    valid: Option<bool>,
    name: Option<&'a str>,
    issuer: &'a str,
    #[serde(flatten)]
    verdict: &'a Verdict,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let document = read(&args.file)?;
    let claim = match Claim::read(document) {
        Ok(claim) => claim,
        Err(why) => {
            report::say(&format!("Not valid: {why}."));
            return Ok(Outcome::Problems);
        }
    };
    let mut verdict = Verdict::default();
    let own = own(args, &claim)?;
    match &own {
        Some((issuer, list)) if !args.online => {
            offline(&claim, issuer, list.as_ref(), &mut verdict);
        }
        _ if args.online => online(&claim, &mut verdict),
        _ => without_help(&claim, &mut verdict),
    }
    claim.check_times(args.course.now()?, &mut verdict);
    print(args, &claim, &verdict)?;
    match verdict.answer() {
        Answer::Yes => Ok(Outcome::Good),
        Answer::No => Ok(Outcome::Problems),
        Answer::Unknown => Err("whether this award is valid can't be said here".into()),
    }
}

fn read(path: &Path) -> Result<Value, Failure> {
    let shown = path.display();
    let length =
        std::fs::metadata(path).map_err(|error| format!("`{shown}` can't be read: {error}"))?;
    if !length.is_file() || length.len() > LARGEST {
        return Err(format!("`{shown}` is no file, or larger than 16 MiB").into());
    }
    let bytes = std::fs::read(path).map_err(|error| format!("`{shown}` can't be read: {error}"))?;
    let none = || format!("there is no award of Open Badges 3.0 in `{shown}`");
    let text = if bytes.starts_with(b"\x89PNG") {
        from_png(&bytes, CREDENTIAL).ok_or_else(none)?
    } else {
        let text = String::from_utf8(bytes).map_err(|_| none())?;
        match text
            .trim_start_matches('\u{feff}')
            .trim_start()
            .starts_with('<')
        {
            true => from_svg(&text).ok_or_else(none)?,
            false => text,
        }
    };
    let text = text.trim_start_matches('\u{feff}');
    Ok(serde_json::from_str(text)
        .map_err(|error| format!("what is in `{shown}` is no JSON: {error}"))?)
}

/// The issuer of the course and its list, if the award is by it. That the folder is no course is no trouble: then it is by
/// somebody else.
fn own(args: &Args, claim: &Claim) -> Result<Option<(Issuer, Option<StatusList>)>, Failure> {
    let root = args.course.root()?;
    let sources = setting::read(&root, &setting::portals(&root))?;
    let options = Options {
        highlight: false,
        ..args.course.options(None)?
    };
    if sources.get(crate::config::ISSUER).is_none() {
        return Ok(None);
    }
    let build = Builder::new(Highlighter::new()).rebuild(&sources, &options);
    let issuer = build
        .awards
        .issuer
        .filter(|issuer| issuer.did == claim.issuer);
    let list = build.awards.status.as_ref();
    let list = list.and_then(|list| StatusList::decode(&list.credential_subject.encoded_list));
    Ok(issuer.map(|issuer| (issuer, list)))
}

/// With the keys and the list of the course.
fn offline(claim: &Claim, issuer: &Issuer, list: Option<&StatusList>, verdict: &mut Verdict) {
    let method = &claim.proof.verification_method;
    let Some(key) = issuer.key(method) else {
        verdict.add(
            "issuer",
            Answer::No,
            format!("the key `{method}` is none of this course"),
        );
        return;
    };
    verdict.add(
        "issuer",
        Answer::Yes,
        format!(
            "{} ({}), with the key `{}` of this course",
            issuer.name, issuer.did, key.id
        ),
    );
    if let Some(day) = key.retired {
        let created = claim.proof.created.parse::<jiff::Timestamp>();
        let is_later = created.is_ok_and(|created| super::keygen::day(created) > day);
        if is_later {
            verdict.add(
                "key",
                Answer::No,
                format!("the key was retired on {day}, before this was signed"),
            );
        }
    }
    claim.check_signature(&key.public, verdict);
    match (claim.status(), list) {
        (Ok(Some((url, index))), Some(list))
            if url == format!("{}{}", issuer.base_url, crate::badge::STATUS) =>
        {
            check_status(list, index, verdict);
        }
        (Ok(None), _) => verdict.add(
            "not revoked",
            Answer::Yes,
            "the award names no list in which it could be revoked",
        ),
        (Err(why), _) => verdict.add("not revoked", Answer::Unknown, why),
        _ => verdict.add(
            "not revoked",
            Answer::Unknown,
            "the course has no valid list of revoked awards",
        ),
    }
}

/// With what the issuer publishes.
fn online(claim: &Claim, verdict: &mut Verdict) {
    let mut say = |words: &str| report::progress(words);
    let mut client = Client::new(&mut say);
    match pull::issuer_key(&claim.issuer, &claim.proof.verification_method, &mut client) {
        Ok(key) => {
            verdict.add(
                "issuer",
                Answer::Yes,
                format!(
                    "{} publishes the key `{}`",
                    claim.issuer, claim.proof.verification_method
                ),
            );
            claim.check_signature(&key, verdict);
        }
        Err((answer, why)) => {
            verdict.add("issuer", answer, why);
            return;
        }
    }
    match claim.status() {
        Ok(Some((url, index))) => match pull::status_list(&url, &claim.issuer, &mut client) {
            Ok(list) => check_status(&list, index, verdict),
            Err((answer, why)) => verdict.add("not revoked", answer, why),
        },
        Ok(None) => verdict.add(
            "not revoked",
            Answer::Yes,
            "the award names no list in which it could be revoked",
        ),
        Err(why) => verdict.add("not revoked", Answer::Unknown, why),
    }
    report::progress_end();
}

/// By an issuer of whom nothing is here.
fn without_help(claim: &Claim, verdict: &mut Verdict) {
    match key_in_did(&claim.issuer, &claim.proof.verification_method) {
        Some(key) => {
            verdict.add(
                "issuer",
                Answer::Yes,
                format!(
                    "{} has its key in its name; who that is, it does not say",
                    claim.issuer
                ),
            );
            claim.check_signature(&key, verdict);
        }
        None => verdict.add(
            "issuer",
            Answer::Unknown,
            format!(
                "`{}` is not this course; with --online its key is fetched",
                claim.issuer
            ),
        ),
    }
    match claim.status() {
        Ok(None) => {}
        Ok(Some((url, _))) => verdict.add(
            "not revoked",
            Answer::Unknown,
            format!("whether it was revoked stands in {url}; with --online that is fetched"),
        ),
        Err(why) => verdict.add("not revoked", Answer::Unknown, why),
    }
}

fn print(args: &Args, claim: &Claim, verdict: &Verdict) -> Result<(), Failure> {
    let mut out = anstream::stdout();
    let name = claim
        .document
        .pointer("/credentialSubject/achievement/name");
    let name = name.and_then(Value::as_str);
    if args.format == Format::Json {
        let printed = Printed {
            valid: match verdict.answer() {
                Answer::Yes => Some(true),
                Answer::No => Some(false),
                Answer::Unknown => None,
            },
            name,
            issuer: &claim.issuer,
            verdict,
        };
        writeln!(out, "{}", serde_json::to_string_pretty(&printed)?)?;
        return Ok(());
    }
    // What strangers wrote is shown without what could steer a terminal.
    let plain = |text: &str| crate::diagnostic::printable(text).to_string();
    let head = match verdict.answer() {
        Answer::Yes => "Valid",
        Answer::No => "Not valid",
        Answer::Unknown => "Not known",
    };
    let since = claim.document["validFrom"]
        .as_str()
        .unwrap_or("an unknown time");
    writeln!(
        out,
        "{head}: {}, since {}",
        plain(name.unwrap_or("an award without a name")),
        plain(since)
    )?;
    for check in &verdict.checks {
        let word = match check.result {
            Answer::Yes => "yes",
            Answer::No => "NO",
            Answer::Unknown => "?",
        };
        writeln!(
            out,
            "  {:<3} {:<16} {}",
            word,
            check.what,
            plain(&check.why)
        )?;
    }
    out.flush()?;
    Ok(())
}
