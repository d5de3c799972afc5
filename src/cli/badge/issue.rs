//! `stoa badge issue`: signed awards, into the course.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::PathBuf;

use super::super::setting::CourseArgs;
use super::super::{Failure, Outcome, course_file, report};
use super::recipients::{Recipient, Words, from_table};
use super::signing::{Signing, quoted};
use crate::award;
use crate::badge::{Credential, Given, LENGTH, Signable};
use crate::diagnostic::did_you_mean;

const HELP: &str = "\
The table for --csv has the names of its columns in the first line: email, and if you like evidence, because, name, consent.

An award says what was earned, when, why, and a salted hash of the e-mail address: whoever knows the address can see that the
award is theirs, and it can be read from nowhere. The address itself is kept in no file. A name is shown only if the person chose
one and agreed (--name, --consent).

Issuing for the same person again changes nothing. Files: data/awards/ID.json, data/award-status.json, and data/awards.toml where
names are shown. Commit them; the next build publishes the awards.";

/// Give a badge to one person, or to many
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Args {
    /// The id of the badge
    badge: String,

    #[command(flatten)]
    course: CourseArgs,

    /// The e-mail address of the person
    #[arg(long, value_name = "ADDRESS", required_unless_present = "csv")]
    to: Option<String>,

    /// A table with many people
    #[arg(long, value_name = "FILE", conflicts_with_all = ["to", "evidence", "because", "name", "consent"])]
    csv: Option<PathBuf>,

    /// Where what was done can be seen
    #[arg(long, value_name = "URL")]
    evidence: Option<String>,

    /// What was done, in a sentence
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,

    /// The name that the person chose to be shown
    #[arg(long, requires = "consent")]
    name: Option<String>,

    /// The day on which the person agreed to be named
    #[arg(long, value_name = "DAY", requires = "name")]
    consent: Option<String>,

    /// The file with the private key [default: the key in STOA_BADGE_KEY]
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let (recipients, bad) = recipients(args)?;
    if !bad.is_empty() {
        for line in &bad {
            report::say(line);
        }
        report::say(&format!(
            "{}: nothing was issued.",
            report::number(bad.len(), "bad row")
        ));
        return Ok(Outcome::Problems);
    }
    let signing = Signing::new(&args.course, args.key_file.as_deref())?;
    let Some(achievement) = signing.build.achievements.get(&args.badge) else {
        let path = signing.root.join(format!("badges/{}.md", args.badge));
        let known = signing.build.achievements.keys().map(String::as_str);
        let help =
            did_you_mean(&args.badge, known).map_or(String::new(), |help| format!("; {help}"));
        return Err(match path.exists() {
            true => format!("the badge `{}` is not complete: an award needs its `description` and, as its text, what has to be done for it", args.badge).into(),
            false => format!("there is no badge `{}`{help}", args.badge).into(),
        });
    };
    let all = &signing.build.awards.list;
    let mut taken: BTreeSet<usize> = all
        .iter()
        .filter_map(|award| award.credential.index())
        .collect();
    let mut issued: Vec<(String, Credential)> = Vec::new();
    let mut lines = Vec::new();
    let mut notes = String::new();
    for recipient in &recipients {
        let has_it = |badge: &str, credential: &Credential| {
            badge == args.badge && credential.is_for(&recipient.address)
        };
        let known = all
            .iter()
            .filter(|award| has_it(&award.badge, &award.credential))
            .map(|award| (award.id.clone(), award.revoked.is_some()))
            .chain(
                issued
                    .iter()
                    .filter(|(_, credential)| has_it(&args.badge, credential))
                    .map(|(id, _)| (id.clone(), false)),
            )
            .next();
        let (id, word) = match known {
            Some((id, true)) => (id, "was revoked"),
            Some((id, false)) => (id, "known already"),
            None => {
                let credential = credential(&signing, args, recipient, &mut taken, achievement)?;
                let id = credential.0.clone();
                if let Some((name, day)) = &recipient.shown {
                    notes.push_str(&format!(
                        "\n[[shown]]\naward = \"{id}\"\nname = {}\nconsent = {day}\n",
                        quoted(name)
                    ));
                }
                issued.push(credential);
                (id, "new")
            }
        };
        lines.push(format!(
            "{}\t{}awards/{id}/\t{word}",
            recipient.place, signing.issuer.base_url
        ));
    }
    // The list first: an award without it is not valid, and a list without awards harms nobody.
    if signing.build.awards.status.is_none() {
        signing.write_list()?;
    }
    for (id, credential) in &issued {
        course_file::write(&signing.root, &award::path_of(id), &credential.text())?;
    }
    if !notes.is_empty() {
        signing.note(&notes)?;
    }
    let mut out = std::io::stdout();
    for line in lines {
        writeln!(out, "{line}")?;
    }
    let known = match recipients.len() - issued.len() {
        0 => String::new(),
        known => format!(", {known} known already"),
    };
    report::good(
        "Issued",
        &format!("{}{known}.", report::number(issued.len(), "award")),
    );
    if !issued.is_empty() {
        report::say("Next: commit data/ and build; send everybody the address of their award.");
    }
    Ok(Outcome::Good)
}

fn recipients(args: &Args) -> Result<(Vec<Recipient>, Vec<String>), Failure> {
    if let Some(table) = &args.csv {
        return from_table(table);
    }
    let text = |option: &Option<String>| option.clone().unwrap_or_default();
    let [address, evidence, because, name, consent] = [
        &args.to,
        &args.evidence,
        &args.because,
        &args.name,
        &args.consent,
    ]
    .map(text);
    let words = Words {
        address: &address,
        evidence: &evidence,
        because: &because,
        name: &name,
        consent: &consent,
    };
    let one = Recipient::read("--to".to_owned(), &words)?;
    Ok((vec![one], Vec::new()))
}

/// A signed award with its id. Id, salt and number are derived from the private key, so that nobody else can guess them, and whoever
/// issues the same again from the same course gets the same bytes.
fn credential(
    signing: &Signing,
    args: &Args,
    recipient: &Recipient,
    taken: &mut BTreeSet<usize>,
    achievement: &crate::badge::Achievement,
) -> Result<(String, Credential), Failure> {
    let words = [args.badge.as_str(), recipient.address.as_str()];
    let hex = |label: &str| -> String {
        let bytes = signing.secret.derive(label, &words);
        bytes[..16]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    };
    let (id, salt) = (hex("id"), hex("salt"));
    let number = signing.secret.derive("index", &words);
    let number = number
        .iter()
        .take(8)
        .fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte));
    if taken.len() >= LENGTH {
        return Err("the list of revoked awards has no room for more awards".into());
    }
    let mut index = number % LENGTH;
    while !taken.insert(index) {
        index = (index + 1) % LENGTH;
    }
    let given = Given {
        id: &id,
        address: &recipient.address,
        salt: &salt,
        index,
        time: &signing.time,
        evidence: recipient.evidence.clone(),
    };
    let award = Credential::new(&signing.issuer, achievement, given);
    let signed = award.signed(
        &signing.issuer,
        &signing.key,
        &signing.secret,
        &signing.time,
    )?;
    Ok((id, signed))
}
