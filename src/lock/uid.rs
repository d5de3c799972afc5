//! [`uid`]: what an event is known by.

/// Where the UIDs of a portal are unique: the host of its base URL, and before it the parts of its
/// path from the last to the first, for two courses on one host may have a cohort and a session of
/// the same ids. `https://learn.example.org/social/` gives `social.learn.example.org`; without a
/// base URL it is `stoa.invalid`, a name that belongs to nobody (RFC 2606).
#[must_use]
pub fn namespace(base_url: Option<&str>) -> String {
    let address = base_url.unwrap_or_default().trim();
    let address = address.split_once("://").map_or(address, |(_, rest)| rest);
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let (authority, path) = address.split_once('/').unwrap_or((address, ""));
    let host = authority.rsplit('@').next().unwrap_or_default();
    // The brackets of an IPv6 address hold colons of their own.
    let host = match host.rfind(']') {
        Some(end) => &host[..=end],
        None => host.split(':').next().unwrap_or_default(),
    };
    let mut labels: Vec<String> = path.split('/').rev().map(label).collect();
    labels.extend(host.split('.').map(label));
    labels.retain(|label| !label.is_empty());
    if label(host).is_empty() {
        return "stoa.invalid".to_owned();
    }
    labels.join(".")
}

fn label(text: &str) -> String {
    let mut label = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            'a'..='z' | '0'..='9' | '-' => label.push(char),
            'A'..='Z' => label.push(char.to_ascii_lowercase()),
            // A UID is best plain ASCII; other letters keep their difference by number.
            '[' | ']' => {}
            other => label.push_str(&format!("-{:x}", u32::from(other))),
        }
    }
    label
}

/// The UID of a session in one cohort, `kickoff@2026-autumn.learn.example.org`.
///
/// It is made of ids only, which are written once and live forever. A client takes an event with
/// another UID for another event: with the title or the date in it, a session that is renamed or
/// moved would stand in everybody's calendar twice, once at the wrong time (RFC 5545, 3.8.4.7).
/// RFC 7986, 5.3, wants no host that tells something private; that of a public portal does not.
#[must_use]
pub fn uid(session: &str, cohort: &str, namespace: &str) -> String {
    format!("{session}@{cohort}.{namespace}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_uids_are_unique() {
        for (url, expected) in [
            (None, "stoa.invalid"),
            (Some(""), "stoa.invalid"),
            (Some("/social/"), "stoa.invalid"),
            (Some("https://learn.example.org"), "learn.example.org"),
            (Some("https://Learn.Example.org/"), "learn.example.org"),
            (
                Some("http://me:pw@localhost:8000/a/b/?x#y"),
                "b.a.localhost",
            ),
            (
                Some("https://learn.example.org/social/"),
                "social.learn.example.org",
            ),
            (Some("http://[::1]:80/"), "-3a-3a1"),
        ] {
            assert_eq!(namespace(url), expected, "{url:?}");
        }
    }
}
