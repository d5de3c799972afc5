//! The form of a credential that is signed: JSON-LD to RDF to sorted lines (RDFC-1.0), with the contexts that stoa carries.

use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::dataset::{CanonicalizationAlgorithm, CanonicalizationHashAlgorithm};
use oxrdf::{Dataset, NamedOrBlankNode, Term};
use serde_json::Value;
use std::collections::BTreeMap;

/// The context of every credential.
pub(crate) const CREDENTIALS: &str = "https://www.w3.org/ns/credentials/v2";

/// The context of Open Badges 3.0.
pub(crate) const OPEN_BADGES: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

/// The contexts that stoa knows. No other is ever fetched: what a name means may not depend on who is asked when.
const CONTEXTS: &[(&str, &[u8])] = &[
    (CREDENTIALS, include_bytes!("contexts/credentials-v2.json")),
    (
        OPEN_BADGES,
        include_bytes!("contexts/ob-v3p0-context-3.0.3.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        include_bytes!("contexts/ob-v3p0-extensions.json"),
    ),
];

/// So many nodes without a name may look alike before putting them in order takes longer than anybody waits.
const MOST_ALIKE: usize = 6;

/// Why something has no such form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoForm {
    /// It uses a context that stoa does not carry.
    #[error("it uses the context {0}, which stoa does not know")]
    Context(String),
    /// It is no JSON-LD.
    #[error("it is no JSON-LD that can be read: {0}")]
    Syntax(String),
    /// It was made so that it takes for ever.
    #[error("it has too many parts that look alike")]
    Alike,
}

/// The sorted lines that stand for a document.
///
/// # Errors
///
/// If it has no such form.
pub fn canonical(document: &Value) -> Result<String, NoForm> {
    known_contexts(document)?;
    let text = document.to_string();
    let parser = JsonLdParser::new()
        .for_slice(text.as_bytes())
        .with_load_document_callback(|url, _| {
            let known = CONTEXTS.iter().find(|(known, _)| *known == url);
            let (_, bytes) = known.ok_or_else(|| format!("unknown context {url}"))?;
            Ok(JsonLdRemoteDocument {
                document: bytes.to_vec(),
                document_url: url.to_owned(),
            })
        });
    let mut dataset = Dataset::new();
    for quad in parser {
        dataset.insert(&quad.map_err(|error| NoForm::Syntax(error.to_string()))?);
    }
    if has_many_alike(&dataset) {
        return Err(NoForm::Alike);
    }
    dataset.canonicalize(CanonicalizationAlgorithm::Rdfc10 {
        hash_algorithm: CanonicalizationHashAlgorithm::Sha256,
    });
    let mut lines: Vec<String> = dataset.iter().map(|quad| format!("{quad} .\n")).collect();
    lines.sort_unstable();
    Ok(lines.concat())
}

/// Where a document says something that its form does not hold: JSON-LD leaves out in silence what no context knows, so that
/// anybody could add it or change it behind the signature. `form` is the form of the whole.
///
/// # Errors
///
/// If something of it has no form.
pub(crate) fn unsigned(document: &Value, form: &str) -> Result<Option<String>, NoForm> {
    let mut places = Vec::new();
    collect(document, &mut String::new(), &mut places);
    for place in places {
        let Some((parent, key)) = place.rsplit_once('/') else {
            continue;
        };
        let mut less = document.clone();
        let key = key.replace("~1", "/").replace("~0", "~");
        match less.pointer_mut(parent) {
            Some(Value::Object(map)) => drop(map.remove(&key)),
            _ => continue,
        }
        // Without a part of it, a document may make no sense at all: then the part matters.
        if canonical(&less).is_ok_and(|less| less == form) {
            return Ok(Some(place));
        }
    }
    Ok(None)
}

/// The places of all members but contexts, as JSON Pointers (RFC 6901).
fn collect(value: &Value, at: &mut String, places: &mut Vec<String>) {
    let length = at.len();
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                if key == "@context" {
                    continue;
                }
                at.push('/');
                at.push_str(&key.replace('~', "~0").replace('/', "~1"));
                places.push(at.clone());
                collect(inner, at, places);
                at.truncate(length);
            }
        }
        Value::Array(list) => {
            for (index, inner) in list.iter().enumerate() {
                at.push_str(&format!("/{index}"));
                collect(inner, at, places);
                at.truncate(length);
            }
        }
        _ => {}
    }
}

/// Only contexts by name, only on top, and only those that stoa carries.
fn known_contexts(document: &Value) -> Result<(), NoForm> {
    let top = document.get("@context");
    let known = |url: &Value| {
        let text = url.as_str().unwrap_or("of its own");
        match CONTEXTS.iter().any(|(known, _)| *known == text) {
            true => Ok(()),
            false => Err(NoForm::Context(text.chars().take(200).collect())),
        }
    };
    match top {
        Some(Value::Array(list)) => list.iter().try_for_each(known)?,
        Some(one) => known(one)?,
        None => return Err(NoForm::Syntax("it has no @context".to_owned())),
    }
    match inner_context(document, true) {
        true => Err(NoForm::Context("of its own".to_owned())),
        false => Ok(()),
    }
}

fn inner_context(value: &Value, is_top: bool) -> bool {
    match value {
        Value::Object(map) => map.iter().any(|(key, inner)| {
            (key == "@context" && !is_top) || (key != "@context" && inner_context(inner, false))
        }),
        Value::Array(list) => list.iter().any(|inner| inner_context(inner, false)),
        _ => false,
    }
}

/// Whether many nodes without a name say the same and hang together with others. RDFC-1.0 tries all orders of such nodes, so that
/// a small file could keep a computer busy for years (rdf-canon, 7.1, dataset poisoning).
fn has_many_alike(dataset: &Dataset) -> bool {
    let mut said: BTreeMap<String, (Vec<String>, bool)> = BTreeMap::new();
    for quad in dataset {
        let subject = quad.subject.into_owned();
        let object = quad.object.into_owned();
        let shown = |is_blank: bool, text: String| if is_blank { "_".to_owned() } else { text };
        let blank_object = matches!(object, Term::BlankNode(_));
        let blank_subject = matches!(subject, NamedOrBlankNode::BlankNode(_));
        if blank_subject {
            let entry = said.entry(subject.to_string()).or_default();
            let object = shown(blank_object, object.to_string());
            entry.0.push(format!("> {} {object}", quad.predicate));
            entry.1 |= blank_object;
        }
        if blank_object {
            let entry = said.entry(object.to_string()).or_default();
            let subject = shown(blank_subject, subject.to_string());
            entry.0.push(format!("< {subject} {}", quad.predicate));
            entry.1 |= blank_subject;
        }
    }
    let mut alike: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for (mut words, is_linked) in said.into_values() {
        if is_linked {
            words.sort_unstable();
            *alike.entry(words).or_default() += 1;
        }
    }
    alike.into_values().any(|count| count > MOST_ALIKE)
}
