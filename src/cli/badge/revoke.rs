//! `stoa badge revoke`: an award that no longer counts.

use std::path::PathBuf;

use super::super::setting::CourseArgs;
use super::super::{Failure, Outcome, report};
use super::keygen::day;
use super::signing::{Signing, quoted};
use crate::address::take_out;
use crate::config::{AWARDS, AwardsConfig};
use crate::diagnostic::did_you_mean;
use crate::source::SourcePath;

/// Take an award back
///
/// The award stays where it is and says that it was revoked and why; every program that verifies it says so too.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The id of the award, as its file in data/awards/ is called
    award: String,

    #[command(flatten)]
    course: CourseArgs,

    /// Why; everybody can read it
    #[arg(long, value_name = "TEXT")]
    reason: String,

    /// The file with the private key [default: the key in STOA_BADGE_KEY]
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<Outcome, Failure> {
    let reason = args.reason.trim();
    if reason.is_empty() || take_out(reason, &[]).is_some() {
        return Err(
            "the reason is empty, or there is an e-mail address in it; everybody can read it"
                .into(),
        );
    }
    let day = day(args.course.now()?);
    let mut signing = Signing::new(&args.course, args.key_file.as_deref())?;
    let Some(award) = signing.build.awards.get(&args.award) else {
        let known = signing
            .build
            .awards
            .list
            .iter()
            .map(|award| award.id.as_str());
        let help =
            did_you_mean(&args.award, known).map_or(String::new(), |help| format!("; {help}"));
        return Err(format!(
            "there is no valid award `{}` in data/awards/{help}",
            args.award
        )
        .into());
    };
    if award.revoked.is_some() {
        report::good(
            "Revoked",
            &format!("{} was revoked already; nothing was written.", award.id),
        );
        return Ok(Outcome::Good);
    }
    let (id, index) = (award.id.clone(), award.credential.index());
    let index = index.ok_or("this award has no number in the list of revoked awards")?;
    // The words first: until the list is signed, a build says what is missing.
    if !is_noted(&signing, &id)? {
        signing.note(&format!(
            "\n[[revoked]]\naward = \"{id}\"\ndate = {day}\nreason = {}\n",
            quoted(reason)
        ))?;
    }
    signing.list.set(index);
    signing.write_list()?;
    report::good("Revoked", &format!("{id}. Commit data/ and build."));
    Ok(Outcome::Good)
}

/// Whether the words are there from a time before that came to no end.
fn is_noted(signing: &Signing, id: &str) -> Result<bool, Failure> {
    let Some(bytes) = super::super::course_file::read(&signing.root, AWARDS)? else {
        return Ok(false);
    };
    let (text, path) = (String::from_utf8_lossy(&bytes), SourcePath::new(AWARDS));
    let mut found = Vec::new();
    let node = crate::config::toml(&text, 0, &path, &mut found);
    let config = AwardsConfig::read(node, &path, &mut found);
    Ok(config.revoked.iter().any(|one| one.award.value == id))
}
