//! Addresses: from names in the course folder to URLs of the portal.

use unicode_normalization::UnicodeNormalization;

/// A name as it stands in a URL: small letters and digits of any language, a hyphen for
/// everything between them. `Ice-breakers & co` gives `ice-breakers-co`.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for char in name.nfc().flat_map(char::to_lowercase) {
        if char.is_alphanumeric() {
            slug.push(char);
        } else if !slug.ends_with('-') && !slug.is_empty() && char != '\'' && char != '’' {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}
