//! `did:web`: the issuer's name is the address of the portal, and its keys are in a file there (did:web method specification).

use serde_json::{Value, json};

use super::PublicKey;
use super::issuer::Issuer;

/// The name of an issuer whose portal is at `base_url`: `did:web:learn.example.org:social`. `None` where the address can have
/// none, as on this machine itself, or without TLS.
#[must_use]
pub fn did_web(base_url: &str) -> Option<String> {
    let rest = base_url.strip_prefix("https://")?;
    let rest = rest.trim_end_matches('/');
    if rest.contains(['@', '?', '#', '%', ' ']) {
        return None;
    }
    let mut parts = rest.split('/');
    let authority = parts.next().filter(|host| !host.is_empty())?.to_lowercase();
    let host = authority.split(':').next().unwrap_or_default();
    if host == "localhost" || host.ends_with(".localhost") || host.starts_with('[') {
        return None;
    }
    // A name that is an address of a machine is no name that lasts.
    if host.parse::<std::net::IpAddr>().is_ok() {
        return None;
    }
    let mut did = format!("did:web:{}", authority.replace(':', "%3A"));
    for part in parts {
        if part.is_empty() {
            return None;
        }
        did.push(':');
        did.push_str(&part.replace(':', "%3A"));
    }
    Some(did)
}

/// The key of a `did:key`, which is its name.
#[must_use]
pub fn key_in_did(did: &str, verification_method: &str) -> Option<PublicKey> {
    let key = did.strip_prefix("did:key:")?;
    let method = verification_method.strip_prefix(did)?;
    let is_own = method.is_empty() || method.strip_prefix('#') == Some(key);
    PublicKey::parse(key).ok().filter(|_| is_own)
}

/// Where the document of a `did:web` is.
#[must_use]
pub fn document_url(did: &str) -> Option<String> {
    let rest = did.strip_prefix("did:web:")?;
    let parts: Vec<String> = rest
        .split(':')
        .map(|part| part.replace("%3A", ":").replace("%3a", ":"))
        .collect();
    if parts
        .iter()
        .any(|part| part.is_empty() || part.contains(['/', '?', '#', '@']) || part == "..")
    {
        return None;
    }
    Some(match parts.as_slice() {
        [host] => format!("https://{host}/.well-known/did.json"),
        parts => format!("https://{}/did.json", parts.join("/")),
    })
}

/// The file of the portal in which that document is, for the portal at `base_url`.
#[must_use]
pub fn document_path(did: &str) -> &'static str {
    // Right after the host it is where RFC 8615 puts such files.
    match did.matches(':').count() {
        2 => ".well-known/did.json",
        _ => "did.json",
    }
}

/// The keys of an issuer, those of before too: a key that is taken away makes everything invalid that was signed with it.
#[must_use]
pub fn document(issuer: &Issuer) -> Value {
    let did = &issuer.did;
    let methods: Vec<Value> = issuer
        .keys
        .iter()
        .map(|key| {
            json!({
                "id": format!("{did}#{}", key.id),
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": key.public.to_string(),
            })
        })
        .collect();
    let ids: Vec<Value> = methods.iter().map(|method| method["id"].clone()).collect();
    json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": ids,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_their_documents() {
        for (base, did, document) in [
            (
                "https://learn.example.org/social/",
                "did:web:learn.example.org:social",
                "https://learn.example.org/social/did.json",
            ),
            (
                "https://learn.example.org/",
                "did:web:learn.example.org",
                "https://learn.example.org/.well-known/did.json",
            ),
            (
                "https://Learn.example.org:8443/a/b/",
                "did:web:learn.example.org%3A8443:a:b",
                "https://learn.example.org:8443/a/b/did.json",
            ),
        ] {
            assert_eq!(did_web(base).as_deref(), Some(did));
            assert_eq!(document_url(did).as_deref(), Some(document));
        }
        for none in [
            "http://learn.example.org/",
            "https://localhost/",
            "https://localhost:80/x/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https:///x",
            "x",
            "https://a@b/",
        ] {
            assert_eq!(did_web(none), None, "{none}");
        }
        for none in [
            "did:web:",
            "did:web:a/b",
            "did:web:a::b",
            "did:key:z",
            "did:web:a:..",
        ] {
            assert_eq!(document_url(none), None, "{none}");
        }
    }
}
