//! Posts of Discourse: a topic as `/t/ID.json` gives it, or the latest posts as `/posts.json` does.

use serde_json::Value;

use super::json::values;
use super::{Event, Import, Imported, actor, column};

const LISTS: &[&str] = &["/post_stream/posts", "/latest_posts"];

pub(super) fn recognises(text: &str) -> bool {
    let start = text
        .get(..text.floor_char_boundary(20_000))
        .unwrap_or_default();
    start.trim_start().starts_with('{')
        && (start.contains("\"post_stream\"") || start.contains("\"latest_posts\""))
}

pub(super) fn read(text: &str, _name: &str, import: &Import, imported: &mut Imported) {
    for (line, post) in values(text, LISTS, imported) {
        let id = post.get("id").and_then(Value::as_u64);
        let topic = post.get("topic_id").and_then(Value::as_u64);
        let who = post
            .get("user_id")
            .and_then(Value::as_u64)
            .map(|id| actor("discourse", &format!("u{id}")));
        let who = who.or_else(|| Some(actor("discourse", post.get("username")?.as_str()?)));
        let (Some(id), Some(topic), Some(who)) = (id, topic, who) else {
            imported.wrong(
                line,
                "this is no post: it has no id, no topic or no author",
                "save /t/ID.json or /posts.json of your forum as they are",
            );
            continue;
        };
        let time = match import.moment(
            post.get("created_at")
                .and_then(Value::as_str)
                .unwrap_or_default(),
        ) {
            Ok(time) => time,
            Err((message, help)) => {
                imported.wrong(line, format!("the post {id}: {message}"), help);
                continue;
            }
        };
        let is_reply = post
            .get("reply_to_post_number")
            .is_some_and(|number| !number.is_null());
        imported.events.push(Event {
            id: format!("discourse:{id}"),
            time,
            actor: who,
            verb: if is_reply { "replied" } else { "posted" }.to_owned(),
            object: column(&format!("discourse:topic {topic}")),
            value: None,
            source: "discourse".to_owned(),
        });
    }
}
