//! Messages of Slack: a day of a channel, as its export has it in `CHANNEL/2026-10-06.json`.

use serde_json::Value;

use super::json::values;
use super::{Event, Import, Imported, actor, column};

pub(super) fn recognises(text: &str) -> bool {
    let start = text
        .get(..text.floor_char_boundary(20_000))
        .unwrap_or_default();
    start.trim_start().starts_with('[') && start.contains("\"ts\"") && start.contains("\"message\"")
}

/// `name` is the channel.
pub(super) fn read(text: &str, name: &str, import: &Import, imported: &mut Imported) {
    let channel = column(name);
    for (line, message) in values(text, &[], imported) {
        let get = |key: &str| message.get(key).and_then(Value::as_str);
        // Joins, topics and what programs wrote are no talk.
        if get("type") != Some("message")
            || get("subtype").is_some_and(|kind| kind != "thread_broadcast" && kind != "file_share")
        {
            continue;
        }
        let (Some(stamp), Some(who)) = (get("ts"), get("user")) else {
            if get("bot_id").is_none() {
                imported.wrong(
                    line,
                    "this message has no time or no author",
                    "export the channel again, with its messages as they are",
                );
            }
            continue;
        };
        let time = match import.moment(stamp) {
            Ok(time) => time,
            Err((message, help)) => {
                imported.wrong(line, message, help);
                continue;
            }
        };
        let stamp = column(stamp);
        let id = format!("slack:{channel}:{stamp}");
        let first = get("thread_ts").filter(|first| *first != stamp);
        let event = |id: String, who: &str, verb: &str, object: String| Event {
            id,
            time,
            actor: actor("slack", who),
            verb: verb.to_owned(),
            object,
            value: None,
            source: "slack".to_owned(),
        };
        let object = format!("slack:{channel}");
        imported.events.push(event(
            id.clone(),
            who,
            if first.is_some() { "replied" } else { "posted" },
            first.map_or_else(
                || object.clone(),
                |first| format!("{object}#{}", column(first)),
            ),
        ));
        let reactions = message
            .get("reactions")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        for reaction in reactions {
            let name = column(
                reaction
                    .get("name")
                    .and_then(Value::as_str)
                    .unwrap_or_default(),
            );
            let users = reaction
                .get("users")
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            for user in users.filter_map(Value::as_str) {
                let liked = format!("{id}:{name}:{}", actor("slack", user));
                imported
                    .events
                    .push(event(liked, user, "liked", format!("{object}#{stamp}")));
            }
        }
    }
}
