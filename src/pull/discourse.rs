//! Discourse: `GET /t/ID.json` gives a topic, twenty posts at a time (docs.discourse.org). What everybody may read needs no key; with
//! `STOA_DISCOURSE_KEY` in the environment, what the key may read too. Tested against a stub written from the documentation.

use std::collections::BTreeMap;

use serde_json::Value;

use super::json::{encode, id, list, moment, number, text};
use super::{Client, Engine, Post, Settings, Thread, Trouble};
use crate::activity::actor;
use crate::lock::Lock;

/// So many posts are asked for at once, as Discourse's own pages do.
const AT_ONCE: usize = 20;

/// So many posts of a topic are fetched.
const MOST: usize = 5000;

/// The kind of a post that somebody wrote; others say that a topic was moved or closed, or are for staff.
const WRITTEN: u64 = 1;
const BY_MODERATOR: u64 = 2;

/// The number of "like" among the actions on a post.
const LIKE: u64 = 2;

#[derive(Debug)]
pub(super) struct Discourse {
    origin: String,
    /// The page by which Discourse knows each thread, by key.
    pages: BTreeMap<String, String>,
    headers: Vec<(&'static str, String)>,
    lock: Lock,
}

pub(super) fn make(settings: Settings) -> Result<Box<dyn Engine>, String> {
    Ok(Box::new(Discourse {
        origin: settings.origin()?,
        pages: settings.each("/embedUrl"),
        headers: settings
            .discourse_key
            .into_iter()
            .map(|key| ("api-key", key))
            .collect(),
        lock: settings.lock,
    }))
}

impl Discourse {
    /// The topic of a thread: as stoa.lock knows it, or by the address of its page, in the frame that readers see.
    fn topic(&self, key: &str, client: &mut Client<'_>) -> Result<Option<u64>, Trouble> {
        if let Some(number) = self.lock.thread(key, "discourse") {
            return Ok(Some(number));
        }
        let Some(page) = self.pages.get(key) else {
            return Ok(None);
        };
        let url = format!("{}/embed/comments?embed_url={}", self.origin, encode(page));
        let mut headers = self.headers.clone();
        headers.push(("referer", page.clone()));
        match client.get_text(&url, &headers) {
            // Nobody has opened the page yet, so there is no topic.
            Err(Trouble::Missing(_)) => Ok(None),
            frame => Ok(topic_in(&frame?, &self.origin)),
        }
    }

    fn add(&self, url: &str, post: &Value, posts: &mut Vec<Post>, ids: &mut Vec<(u64, String)>) {
        let (Some(own), Some(at)) = (id(post, "/id"), number(post, "/post_number")) else {
            return;
        };
        ids.push((at, own.clone()));
        let kind = number(post, "/post_type").unwrap_or(WRITTEN);
        let is_shown = matches!(kind, WRITTEN | BY_MODERATOR)
            && text(post, "/deleted_at").is_none()
            && !post.pointer("/hidden").is_some_and(|hidden| hidden == true)
            && !post
                .pointer("/user_deleted")
                .is_some_and(|deleted| deleted == true);
        // The first one is the page itself.
        if at <= 1 || !is_shown {
            return;
        }
        let likes = list(post, "/actions_summary")
            .iter()
            .find(|action| number(action, "/id") == Some(LIKE));
        let username = text(post, "/username");
        posts.push(Post {
            // For now the number in the topic; the id when all are there.
            parent: number(post, "/reply_to_post_number")
                .filter(|number| *number > 1)
                .map(|number| number.to_string()),
            actor: number(post, "/user_id")
                .map(|id| actor("discourse", &format!("u{id}")))
                .or_else(|| Some(actor("discourse", username.as_deref()?))),
            author: text(post, "/name")
                .filter(|name| !name.trim().is_empty())
                .or(username),
            created: moment(post, "/created_at"),
            likes: likes.and_then(|likes| number(likes, "/count")).unwrap_or(0),
            html: text(post, "/cooked").unwrap_or_default(),
            url: Some(format!("{url}/{at}")),
            id: own,
        });
    }
}

impl Engine for Discourse {
    fn id(&self) -> &'static str {
        "discourse"
    }

    fn origin(&self) -> &str {
        &self.origin
    }

    fn look(&mut self, _keys: &[String], _client: &mut Client<'_>) -> Result<(), Trouble> {
        Ok(())
    }

    fn thread(&self, key: &str, client: &mut Client<'_>) -> Result<Option<Thread>, Trouble> {
        let Some(topic) = self.topic(key, client)? else {
            return Ok(None);
        };
        let answer = match client.get(&format!("{}/t/{topic}.json", self.origin), &self.headers) {
            // Deleted, or no longer for everybody.
            Err(Trouble::Missing(_)) => return Ok(None),
            answer => answer?,
        };
        let slug = text(&answer, "/slug").filter(|slug| {
            slug.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        });
        let url = format!(
            "{}/t/{}/{topic}",
            self.origin,
            slug.as_deref().unwrap_or("-")
        );
        let (mut posts, mut ids) = (Vec::new(), Vec::new());
        for post in list(&answer, "/post_stream/posts") {
            self.add(&url, post, &mut posts, &mut ids);
        }
        let there: Vec<String> = ids.iter().map(|(_, id)| id.clone()).collect();
        let stream = list(&answer, "/post_stream/stream")
            .iter()
            .filter_map(Value::as_u64);
        let left: Vec<String> = stream
            .map(|id| id.to_string())
            .filter(|id| !there.contains(id))
            .take(MOST)
            .collect();
        for some in left.chunks(AT_ONCE) {
            let query: Vec<String> = some.iter().map(|id| format!("post_ids[]={id}")).collect();
            let more = client.get(
                &format!("{}/t/{topic}/posts.json?{}", self.origin, query.join("&")),
                &self.headers,
            )?;
            for post in list(&more, "/post_stream/posts") {
                self.add(&url, post, &mut posts, &mut ids);
            }
        }
        for post in &mut posts {
            let parent = post
                .parent
                .take()
                .and_then(|number| number.parse::<u64>().ok());
            post.parent =
                parent.and_then(|parent| Some(ids.iter().find(|(at, _)| *at == parent)?.1.clone()));
        }
        Ok(Some(Thread {
            url: Some(url),
            number: Some(topic),
            posts,
        }))
    }
}

/// The number of the topic that the frame's links lead to: `https://forum.example.org/t/a-title/4217/2`.
fn topic_in(frame: &str, origin: &str) -> Option<u64> {
    let mut rest = frame;
    while let Some(at) = rest.find("/t/") {
        let before = &rest[..at];
        let link = &rest[at + 3..];
        let is_own = before.ends_with(['"', '\'']) || before.ends_with(origin);
        let mut parts = link.split(['/', '"', '\'', '?', '#']);
        let (slug, number) = (parts.next(), parts.next());
        if let (true, Some(_), Some(number)) =
            (is_own, slug, number.and_then(|number| number.parse().ok()))
        {
            return Some(number);
        }
        rest = link;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::topic_in;

    #[test]
    fn the_topic_of_a_frame() {
        let origin = "https://forum.example.org";
        for (frame, topic) in [
            (
                "<a href='https://forum.example.org/t/welcome/4217/2'>",
                Some(4217),
            ),
            ("<a href=\"/t/a-b/12\">", Some(12)),
            (
                "<a href=\"https://elsewhere.example/t/x/9\"><a href=\"/t/x/8\">",
                Some(8),
            ),
            ("<a href=\"/t/x\">/t/", None),
            ("loading", None),
        ] {
            assert_eq!(topic_in(frame, origin), topic, "{frame}");
        }
    }
}
