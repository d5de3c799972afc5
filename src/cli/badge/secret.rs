//! The private key: made, kept and read. Nothing else of the command line sees it.

use std::io::Write as _;
use std::path::Path;

use super::super::Failure;
use crate::badge::SecretKey;

/// Where the key is if there is no file.
const VARIABLE: &str = "STOA_BADGE_KEY";

/// A new key, out of what this computer has by chance.
pub(super) fn make() -> Result<SecretKey, Failure> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed)
        .map_err(|error| format!("this computer gives no random numbers: {error}"))?;
    let key = SecretKey::from_seed(&seed);
    seed.fill(0);
    Ok(key)
}

/// Keeps a key in a file that only its owner can read.
pub(super) fn keep(key: &SecretKey, path: &Path) -> Result<(), Failure> {
    let shown = path.display();
    let mut options = std::fs::OpenOptions::new();
    // What is there may be the only copy of a key.
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            format!("`{shown}` is there already, and a key in it would be lost; name another file")
        }
        _ => format!("the key can't be written to `{shown}`: {error}"),
    })?;
    let written = file
        .write_all(key.to_pem().as_bytes())
        .and_then(|()| file.sync_all());
    written.map_err(|error| format!("the key can't be written to `{shown}`: {error}").into())
}

/// Reads the key from a file, else from the environment.
#[allow(clippy::disallowed_methods)] // Secrets are in the environment, so that they are in no file.
pub(super) fn read(file: Option<&Path>) -> Result<SecretKey, Failure> {
    let (text, place) = match file {
        Some(path) => {
            let shown = path.display();
            let text = std::fs::read_to_string(path)
                .map_err(|error| format!("the key file `{shown}` can't be read: {error}"))?;
            (text, format!("`{shown}`"))
        }
        None => {
            let text = std::env::var(VARIABLE)
                .ok()
                .filter(|text| !text.trim().is_empty());
            let text = text.ok_or_else(|| {
                format!("there is no private key: name its file with --key-file, or put it into {VARIABLE}")
            })?;
            (text, VARIABLE.to_owned())
        }
    };
    // What stands there is shown to nobody.
    SecretKey::parse(&text).map_err(|error| format!("there is no key in {place}: {error}").into())
}
