//! Awards: signed, verified, baked, tampered with.

#![allow(missing_docs, clippy::unwrap_used)]

use std::path::Path;

use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};
use stoa::badge::{
    ASSERTION, Achievement, Answer, CREDENTIAL, Claim, Credential, Criteria, Evidence, Given,
    Image, Issuer, IssuerKey, LENGTH, PublicKey, STATUS, SecretKey, Signable, StatusCredential,
    StatusList, Verdict, address, bake_png, bake_svg, check_status, from_png, from_svg,
};

const NOW: &str = "2026-11-02T09:00:00Z";

fn secret() -> SecretKey {
    SecretKey::from_seed(&[42; 32])
}

fn issuer() -> Issuer {
    Issuer {
        did: "did:web:learn.example.org:social".to_owned(),
        base_url: "https://learn.example.org/social/".to_owned(),
        name: "Example Org".to_owned(),
        url: "https://example.org/".to_owned(),
        keys: vec![IssuerKey {
            id: "key-2026".to_owned(),
            public: secret().public(),
            retired: None,
        }],
    }
}

fn achievement() -> Achievement {
    Achievement {
        id: "https://learn.example.org/social/badges/good-host/achievement.json".to_owned(),
        kind: vec!["Achievement".to_owned()],
        name: "Good host".to_owned(),
        description: "Made a stranger \"stay\" – longer\tthan planned.".to_owned(),
        criteria: Criteria {
            id: "https://learn.example.org/social/badges/good-host/".to_owned(),
            narrative: "- One\n- Two \\ three".to_owned(),
        },
        image: Image {
            id: "https://learn.example.org/social/badges/good-host/badge.png".to_owned(),
            kind: "Image".to_owned(),
            caption: "Good host".to_owned(),
        },
        alignment: Vec::new(),
        tag: vec!["hosting".to_owned(), "people".to_owned()],
    }
}

fn award() -> Credential {
    let (issuer, secret) = (issuer(), secret());
    let given = Given {
        id: "abc",
        address: "ada@example.org",
        salt: "c0ffee",
        index: 17,
        time: NOW,
        evidence: vec![Evidence {
            id: Some("https://talk.example.org/t/9".to_owned()),
            kind: vec!["Evidence".to_owned()],
            narrative: Some("She asked first.".to_owned()),
        }],
    };
    let award = Credential::new(&issuer, &achievement(), given);
    award
        .signed(&issuer, &issuer.keys[0], &secret, NOW)
        .unwrap()
}

fn verdict(document: &Value, key: &PublicKey) -> Verdict {
    let mut verdict = Verdict::default();
    match Claim::read(document.clone()) {
        Ok(claim) => {
            claim.check_signature(key, &mut verdict);
            claim.check_times(
                "2026-12-01T00:00:00Z".parse::<Timestamp>().unwrap(),
                &mut verdict,
            );
        }
        Err(why) => verdict.add("form", Answer::No, why),
    }
    verdict
}

#[test]
fn the_published_vector_verifies() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/standards/ob3/vector-signed.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return;
    };
    let document: Value = serde_json::from_str(&text).unwrap();
    let method = document["proof"]["verificationMethod"].as_str().unwrap();
    let key = PublicKey::parse(method.rsplit_once('#').unwrap().1).unwrap();
    let found = verdict(&document, &key);
    assert!(found.is_good(), "{found:#?}");
    let mut changed = document;
    changed["credentialSubject"]["achievement"]["name"] = json!("Teamwork!");
    assert_eq!(verdict(&changed, &key).answer(), Answer::No);
}

#[test]
fn an_award_is_signed_the_same_way_every_time_and_verifies() {
    let one = award();
    assert_eq!(one.text(), award().text());
    let document = serde_json::to_value(&one).unwrap();
    let found = verdict(&document, &secret().public());
    assert!(found.is_good(), "{found:#?}");
    let text = one.text();
    assert!(!text.contains("ada@"), "{text}");
    assert!(one.is_for("ada@example.org"));
    assert!(!one.is_for("grace@example.org"));
    let other = SecretKey::from_seed(&[43; 32]).public();
    assert_eq!(verdict(&document, &other).answer(), Answer::No);
}

/// Every text in the award, one character at a time.
#[test]
fn no_claim_can_be_changed() {
    fn leaves(value: &Value, at: String, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                for (key, inner) in map {
                    leaves(inner, format!("{at}/{}", key.replace('/', "~1")), found);
                }
            }
            Value::Array(list) => {
                for (index, inner) in list.iter().enumerate() {
                    leaves(inner, format!("{at}/{index}"), found);
                }
            }
            _ => found.push(at),
        }
    }
    let document = serde_json::to_value(award()).unwrap();
    let mut places = Vec::new();
    leaves(&document, String::new(), &mut places);
    assert!(places.len() > 30);
    let key = secret().public();
    for place in places {
        let mut changed = document.clone();
        let leaf = changed.pointer_mut(&place).unwrap();
        *leaf = match leaf {
            Value::String(text) => {
                let mut text = text.clone();
                let last = text.pop().unwrap();
                text.push(if last == 'x' { 'y' } else { 'x' });
                Value::String(text)
            }
            Value::Bool(yes) => Value::Bool(!*yes),
            other => panic!("{other}"),
        };
        assert!(
            !verdict(&changed, &key).is_good(),
            "{place} was changed and nobody saw it"
        );
        let (parent, name) = place.rsplit_once('/').unwrap();
        let mut less = document.clone();
        match less.pointer_mut(parent).unwrap() {
            Value::Object(map) => drop(map.remove(name)),
            Value::Array(list) => drop(list.remove(name.parse().unwrap())),
            _ => unreachable!(),
        }
        assert!(
            !verdict(&less, &key).is_good(),
            "{place} was taken out and nobody saw it"
        );
    }
}

#[test]
fn what_the_signature_does_not_cover_is_no_part_of_an_award() {
    let document = serde_json::to_value(award()).unwrap();
    let key = secret().public();
    for (place, name, value) in [
        ("", "remark", json!("with honours")),
        ("/credentialSubject", "grade", json!("A")),
        (
            "/credentialSubject/achievement",
            "@context",
            json!({"grade": "https://x.example/"}),
        ),
        ("/issuer", "x", json!(1)),
    ] {
        let mut more = document.clone();
        let map = more.pointer_mut(place).unwrap().as_object_mut().unwrap();
        map.insert(name.to_owned(), value);
        assert!(!verdict(&more, &key).is_good(), "{place}/{name}");
    }
}

#[test]
fn a_file_that_would_take_for_ever_is_refused() {
    let friends: Vec<Value> = (0..40)
        .map(|_| json!({"type": "Evidence", "description": {"type": "Evidence"}}))
        .collect();
    let mut document = serde_json::to_value(award()).unwrap();
    document["evidence"] = json!(friends);
    assert!(!verdict(&document, &secret().public()).is_good());
}

#[test]
fn the_list_of_revoked_awards() {
    let (issuer, secret) = (issuer(), secret());
    let mut bits = StatusList::default();
    let sign = |bits: &StatusList| {
        StatusCredential::new(&issuer, NOW, bits.encode())
            .signed(&issuer, &issuer.keys[0], &secret, NOW)
            .unwrap()
    };
    let empty = sign(&bits);
    assert_eq!(empty.id, format!("{}{STATUS}", issuer.base_url));
    assert!(empty.text().len() < 1500);
    let found = verdict(&serde_json::to_value(&empty).unwrap(), &secret.public());
    assert!(found.is_good(), "{found:#?}");
    bits.set(17);
    let full = sign(&bits);
    assert_eq!(full.text(), sign(&bits).text());
    let read = StatusList::decode(&full.credential_subject.encoded_list).unwrap();
    let mut found = Verdict::default();
    check_status(&read, award().index().unwrap(), &mut found);
    assert_eq!(found.answer(), Answer::No);
    assert_eq!(found.reason(), Some("the issuer has revoked it"));
    assert_eq!(read.get(LENGTH), None);
}

#[test]
fn addresses_are_written_one_way() {
    assert_eq!(
        address(" Ada@Example.ORG ").as_deref(),
        Some("ada@example.org")
    );
    for none in ["", "ada", "ada@", "@x.y", "ada@host", "a b@x.y", "<a@x.y>"] {
        assert_eq!(address(none), None, "{none}");
    }
}

fn picture() -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/portal.png")).unwrap()
}

#[test]
fn an_award_in_a_png_is_found_again_once() {
    let award = award().text();
    let picture = picture();
    let baked = bake_png(
        &picture,
        &[(CREDENTIAL, &award), (ASSERTION, "https://x.example/")],
    )
    .unwrap();
    assert_eq!(
        from_png(&baked, CREDENTIAL).as_deref(),
        Some(award.as_str())
    );
    assert_eq!(
        from_png(&baked, ASSERTION).as_deref(),
        Some("https://x.example/")
    );
    // What was there goes, other texts stay.
    let noted = bake_png(&picture, &[("Comment", "é")]).unwrap();
    let once = bake_png(&noted, &[(CREDENTIAL, "old")]).unwrap();
    let twice = bake_png(&once, &[(CREDENTIAL, "new")]).unwrap();
    assert_eq!(from_png(&twice, CREDENTIAL).as_deref(), Some("new"));
    assert_eq!(from_png(&twice, "Comment").as_deref(), Some("é"));
    assert_eq!(twice.len(), once.len());
    assert!(!twice.windows(3).any(|window| window == b"old"));
    assert_eq!(bake_png(b"\x89PNG\r\n\x1a\n", &[]), None);
}

#[test]
fn an_award_in_an_svg_is_found_again_once() {
    for svg in [
        "<?xml version=\"1.0\"?>\n<!-- & --><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox='0 0 1 1'><title>x &amp; y</title></svg>\n",
        "<svg/>",
        "<s:svg xmlns:s=\"http://www.w3.org/2000/svg\"></s:svg>",
    ] {
        let first = bake_svg(svg, "{\"a\": \"]]>\"}").unwrap();
        let again = bake_svg(&first, "{\"b\": \"<x>\"}").unwrap();
        assert_eq!(from_svg(&first).as_deref(), Some("{\"a\": \"]]\\u003e\"}"));
        assert_eq!(from_svg(&again).as_deref(), Some("{\"b\": \"<x>\"}"));
        assert_eq!(again.matches("xmlns:openbadges").count(), 1, "{again}");
        assert_eq!(
            again.matches("<openbadges:credential>").count(),
            1,
            "{again}"
        );
    }
    for none in [
        "",
        "text",
        "<html></html>",
        "<svg",
        "<svg><openbadges:credential></svg>",
    ] {
        assert_eq!(
            bake_svg(none, "{}").and_then(|svg| from_svg(&svg)),
            bake_svg(none, "{}").map(|_| "{}".to_owned()),
            "{none}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_bytes_are_baked_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), cut in 0..4000_usize, text in ".{0,40}") {
        let _ = bake_png(&bytes, &[(CREDENTIAL, &text)]);
        let _ = from_png(&bytes, CREDENTIAL);
        let _ = bake_svg(&String::from_utf8_lossy(&bytes), &text);
        let _ = from_svg(&String::from_utf8_lossy(&bytes));
        let mut broken = bake_png(&picture(), &[(CREDENTIAL, &text)]).unwrap();
        prop_assert_eq!(from_png(&broken, CREDENTIAL), Some(text.clone()));
        broken.splice(cut.min(200)..(cut.min(200) + 7), bytes.iter().copied());
        let _ = from_png(&broken, CREDENTIAL);
        let _ = bake_png(&broken, &[(CREDENTIAL, &text)]);
    }

    #[test]
    fn any_json_is_judged_without_a_panic(text in "\\PC{0,200}", list in "u[A-Za-z0-9_-]{0,60}") {
        let mut document = serde_json::to_value(award()).unwrap();
        document["name"] = json!(text);
        document["evidence"] = json!([{ "id": text, "type": [text] }]);
        prop_assert!(!verdict(&document, &secret().public()).is_good());
        let _ = StatusList::decode(&list);
        let _ = Claim::read(json!(text));
        let _ = SecretKey::parse(&text);
        let _ = PublicKey::parse(&text);
    }
}
