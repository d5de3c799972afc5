//! To whom an award was given, without saying it: the salted hash of an e-mail address (Open Badges 3.0, `IdentityObject`).

use sha2::{Digest as _, Sha256};

/// An address as it is hashed: without spaces around it and in small letters, because a hash knows no other way to write the same.
/// `None` if it is no address.
#[must_use]
pub fn address(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let (name, host) = text.rsplit_once('@')?;
    let is_good = !name.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !text
            .chars()
            .any(|char| char.is_whitespace() || char.is_control() || "<>,;\"".contains(char));
    is_good.then_some(text)
}

/// `sha256$` and the hash of the address with the salt behind it, as both versions of Open Badges write it.
#[must_use]
pub fn hash(address: &str, salt: &str) -> String {
    let digest = Sha256::new()
        .chain_update(address.as_bytes())
        .chain_update(salt.as_bytes())
        .finalize();
    format!("sha256${}", hex(&digest))
}

/// Bytes in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
