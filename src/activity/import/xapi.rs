//! xAPI statements (IEEE 9274.1.1), as a learning record store gives them.

use serde_json::Value;

use super::json::values;
use super::{Event, Import, Imported, actor, column, hidden};

const HELP: &str = "export the statements whole, with actor, verb, object and timestamp";

pub(super) fn recognises(text: &str) -> bool {
    let start = text
        .get(..text.floor_char_boundary(20_000))
        .unwrap_or_default();
    start.trim_start().starts_with(['[', '{'])
        && (start.contains("\"statements\"")
            || (start.contains("\"verb\"") && start.contains("\"actor\"")))
}

pub(super) fn read(text: &str, _name: &str, import: &Import, imported: &mut Imported) {
    for (line, statement) in values(text, &["/statements"], imported) {
        let get = |path: &str| statement.pointer(path).and_then(Value::as_str);
        let Some(id) = get("/id").filter(|id| !id.is_empty()) else {
            imported.wrong(line, "this statement has no id", HELP);
            continue;
        };
        let Some(who) = somebody(&statement) else {
            imported.wrong(
                line,
                format!(
                    "the statement `{}` does not say who it is about",
                    column(id)
                ),
                HELP,
            );
            continue;
        };
        let (Some(verb), Some(object)) = (
            get("/verb/id"),
            get("/object/id").or(get("/object/object/id")),
        ) else {
            imported.wrong(
                line,
                format!("the statement `{}` has no verb or no object", column(id)),
                HELP,
            );
            continue;
        };
        let time = get("/timestamp").or(get("/stored")).unwrap_or_default();
        let time = match import.moment(time) {
            Ok(time) => time,
            Err((message, help)) => {
                imported.wrong(
                    line,
                    format!("the statement `{}`: {message}", column(id)),
                    help,
                );
                continue;
            }
        };
        let score = ["/result/score/raw", "/result/score/scaled"];
        let value = score
            .iter()
            .find_map(|path| statement.pointer(path)?.as_f64());
        let word = verb
            .trim_end_matches('/')
            .rsplit(['/', '#'])
            .next()
            .unwrap_or(verb);
        imported.events.push(Event {
            id: format!("xapi:{}", column(id)),
            time,
            actor: who,
            verb: column(&word.to_lowercase()),
            object: column(object),
            value: value.filter(|value| value.is_finite()),
            source: "xapi".to_owned(),
        });
    }
}

/// The inverse functional identifier of an agent (xAPI 4.2.2).
fn somebody(statement: &Value) -> Option<String> {
    let get = |path: &str| {
        statement
            .pointer(path)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    if let Some(address) = get("/actor/mbox") {
        return Some(hidden("xapi", address));
    }
    if let Some(digest) = get("/actor/mbox_sha1sum") {
        return Some(actor("xapi", digest));
    }
    if let Some(name) = get("/actor/account/name") {
        return Some(hidden(
            "xapi",
            &format!(
                "{} {name}",
                get("/actor/account/homePage").unwrap_or_default()
            ),
        ));
    }
    get("/actor/openid").map(|id| hidden("xapi", id))
}
