//! remark42: `GET /api/v1/find` gives the comments of a page (remark42.com, "API"). Tested against a stub written from the
//! documentation.

use std::collections::BTreeMap;

use serde_json::Value;

use super::json::{encode, id, list, moment, text};
use super::{Client, Engine, Post, Settings, Thread, Trouble};
use crate::activity::actor;

#[derive(Debug)]
pub(super) struct Remark42 {
    origin: String,
    site: String,
    /// The page by which remark42 knows each thread, by key.
    pages: BTreeMap<String, String>,
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "every engine takes what it needs of its settings"
)]
pub(super) fn make(settings: Settings) -> Result<Box<dyn Engine>, String> {
    Ok(Box::new(Remark42 {
        origin: settings.origin()?,
        site: settings.common("/siteId")?,
        pages: settings.each("/url"),
    }))
}

impl Engine for Remark42 {
    fn id(&self) -> &'static str {
        "remark42"
    }

    fn origin(&self) -> &str {
        &self.origin
    }

    fn look(&mut self, _keys: &[String], _client: &mut Client<'_>) -> Result<(), Trouble> {
        Ok(())
    }

    fn thread(&self, key: &str, client: &mut Client<'_>) -> Result<Option<Thread>, Trouble> {
        let Some(page) = self.pages.get(key) else {
            return Ok(None);
        };
        let url = format!(
            "{}/api/v1/find?site={}&url={}&sort=%2Btime&format=plain",
            self.origin,
            encode(&self.site),
            encode(page)
        );
        let answer = match client.get(&url, &[]) {
            Err(Trouble::Missing(_)) => return Ok(None),
            answer => answer?,
        };
        let comments = list(&answer, "/comments").iter();
        let is_shown = |comment: &&Value| {
            !comment
                .pointer("/delete")
                .is_some_and(|deleted| deleted == true)
        };
        let posts: Vec<Post> = comments
            .filter(is_shown)
            .filter_map(|comment| {
                let own = id(comment, "/id")?;
                Some(Post {
                    parent: id(comment, "/pid"),
                    author: text(comment, "/user/name"),
                    actor: text(comment, "/user/id").map(|id| actor("remark42", &id)),
                    created: moment(comment, "/time"),
                    // A score can be below zero.
                    likes: comment
                        .pointer("/score")
                        .and_then(Value::as_u64)
                        .unwrap_or(0),
                    html: text(comment, "/text").unwrap_or_default(),
                    url: Some(format!("{page}#remark42__comment-{own}")),
                    id: own,
                })
            })
            .collect();
        Ok((!posts.is_empty()).then_some(Thread {
            url: None,
            number: None,
            posts,
        }))
    }
}
