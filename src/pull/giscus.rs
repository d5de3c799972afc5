//! giscus: discussions of GitHub, by its GraphQL interface, which needs a token that can read them: in `STOA_GITHUB_TOKEN`, and
//! nowhere else. `STOA_GITHUB_GRAPHQL` is another address of it, for GitHub Enterprise. Tested against a stub written from the
//! documentation.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};
use sha1::{Digest as _, Sha1};

use super::json::{id, list, moment, number, text};
use super::{Client, Engine, Post, Settings, Thread, Trouble};
use crate::activity::actor;
use crate::lock::Lock;

/// So many pages of a list are asked for; a list that goes on and on is broken.
const MOST_PAGES: usize = 200;

const DISCUSSIONS: &str = "query($owner:String!,$name:String!,$category:ID,$after:String){repository(owner:$owner,name:$name){\
discussions(first:50,after:$after,categoryId:$category){pageInfo{hasNextPage endCursor}nodes{id number title url body}}}}";

const COMMENTS: &str = "query($id:ID!,$after:String){node(id:$id){...on Discussion{comments(first:50,after:$after){\
pageInfo{hasNextPage endCursor}nodes{id databaseId url createdAt bodyHTML upvoteCount isMinimized deletedAt author{login ...on User{databaseId}}\
replies(first:50){pageInfo{hasNextPage endCursor}nodes{id databaseId url createdAt bodyHTML upvoteCount isMinimized deletedAt author{login ...on User{databaseId}}}}}}}}}";

const REPLIES: &str = "query($id:ID!,$after:String){node(id:$id){...on DiscussionComment{replies(first:50,after:$after){\
pageInfo{hasNextPage endCursor}nodes{id databaseId url createdAt bodyHTML upvoteCount isMinimized deletedAt author{login ...on User{databaseId}}}}}}}";

#[derive(Debug)]
pub(super) struct Giscus {
    endpoint: String,
    origin: String,
    owner: String,
    name: String,
    category: String,
    token: String,
    lock: Lock,
    found: BTreeMap<String, Found>,
}

/// A discussion.
#[derive(Debug, Clone)]
struct Found {
    id: String,
    number: u64,
    url: Option<String>,
}

pub(super) fn make(settings: Settings) -> Result<Box<dyn Engine>, String> {
    let repo = settings.common("/attributes/data-repo")?;
    let category = settings.common("/attributes/data-category-id")?;
    let (owner, name) = repo
        .split_once('/')
        .ok_or("the repo under [forum.giscus] is none, like \"org/course\"")?;
    let token = settings.github_token.ok_or(
        "GitHub lets nobody read discussions without a token; put one that may read them into the environment variable STOA_GITHUB_TOKEN, and never into a file of the course",
    )?;
    let endpoint = settings
        .github_graphql
        .unwrap_or_else(|| "https://api.github.com/graphql".to_owned());
    Ok(Box::new(Giscus {
        endpoint,
        origin: format!("https://github.com/{repo}"),
        owner: owner.to_owned(),
        name: name.to_owned(),
        category,
        token,
        lock: settings.lock,
        found: BTreeMap::new(),
    }))
}

impl Giscus {
    fn ask(
        &self,
        query: &str,
        variables: &Value,
        client: &mut Client<'_>,
    ) -> Result<Value, Trouble> {
        let headers = [("authorization", format!("Bearer {}", self.token))];
        let answer = client.post(
            &self.endpoint,
            &headers,
            &json!({ "query": query, "variables": variables }),
        )?;
        // A limit or a right that is missing comes with the status of success.
        if let Some(error) = list(&answer, "/errors").first() {
            let said: String = text(error, "/message")
                .unwrap_or_default()
                .chars()
                .filter(|char| !char.is_control())
                .take(200)
                .collect();
            return Err(match text(error, "/type").as_deref() {
                Some("RATE_LIMITED") => Trouble::Limited("an hour".to_owned()),
                Some("NOT_FOUND") => Trouble::Missing(self.origin.clone()),
                Some("FORBIDDEN" | "INSUFFICIENT_SCOPES") => {
                    Trouble::Forbidden(self.origin.clone(), format!("it says: {said}"))
                }
                _ => Trouble::Odd(format!("with an error: {said}")),
            });
        }
        answer
            .get("data")
            .cloned()
            .ok_or_else(|| Trouble::Odd("without data".to_owned()))
    }

    /// All pages of a list.
    fn all(
        &self,
        query: &str,
        mut variables: Value,
        at: &str,
        first: Option<&Value>,
        client: &mut Client<'_>,
    ) -> Result<Vec<Value>, Trouble> {
        let mut nodes = Vec::new();
        let mut page = match first {
            Some(page) => page.clone(),
            None => self
                .ask(query, &variables, client)?
                .pointer(at)
                .cloned()
                .unwrap_or_default(),
        };
        for _ in 0..MOST_PAGES {
            nodes.extend(list(&page, "/nodes").iter().cloned());
            let next = text(&page, "/pageInfo/endCursor").filter(|_| {
                page.pointer("/pageInfo/hasNextPage")
                    .is_some_and(|more| more == true)
            });
            let Some(next) = next else { return Ok(nodes) };
            variables["after"] = Value::String(next);
            page = self
                .ask(query, &variables, client)?
                .pointer(at)
                .cloned()
                .unwrap_or_default();
        }
        Err(Trouble::Odd("with a list that never ends".to_owned()))
    }
}

impl Engine for Giscus {
    fn id(&self) -> &'static str {
        "giscus"
    }

    fn origin(&self) -> &str {
        &self.origin
    }

    fn look(&mut self, keys: &[String], client: &mut Client<'_>) -> Result<(), Trouble> {
        let variables = json!({ "owner": self.owner, "name": self.name, "category": self.category, "after": null });
        let discussions = self.all(
            DISCUSSIONS,
            variables,
            "/repository/discussions",
            None,
            client,
        )?;
        let mut by_number = BTreeMap::new();
        let mut by_term: BTreeMap<String, Found> = BTreeMap::new();
        for discussion in &discussions {
            let (Some(id), Some(number)) = (text(discussion, "/id"), number(discussion, "/number"))
            else {
                continue;
            };
            let found = Found {
                id,
                number,
                url: text(discussion, "/url"),
            };
            let title = text(discussion, "/title").unwrap_or_default();
            let body = text(discussion, "/body").unwrap_or_default();
            by_number.insert(number, found.clone());
            for key in keys {
                // giscus with `strict` writes the hash of its term into the text; without, the term is the title.
                if body.contains(&format!("sha1: {}", hash(key))) || title == *key {
                    let known = by_term.entry(key.clone()).or_insert_with(|| found.clone());
                    // Of two the older one is what giscus shows.
                    if found.number < known.number {
                        *known = found.clone();
                    }
                }
            }
        }
        for key in keys {
            let known = self
                .lock
                .thread(key, "giscus")
                .and_then(|number| by_number.get(&number));
            if let Some(found) = known.or_else(|| by_term.get(key)) {
                self.found.insert(key.clone(), found.clone());
            }
        }
        Ok(())
    }

    fn thread(&self, key: &str, client: &mut Client<'_>) -> Result<Option<Thread>, Trouble> {
        let Some(found) = self.found.get(key) else {
            return Ok(None);
        };
        let comments = self.all(
            COMMENTS,
            json!({ "id": found.id, "after": null }),
            "/node/comments",
            None,
            client,
        )?;
        let mut posts = Vec::new();
        for comment in &comments {
            let Some(own) = post(comment, None, &mut posts) else {
                continue;
            };
            let Some(node) = text(comment, "/id") else {
                continue;
            };
            let first = comment.pointer("/replies").cloned().unwrap_or_default();
            let replies = self.all(
                REPLIES,
                json!({ "id": node, "after": null }),
                "/node/replies",
                Some(&first),
                client,
            )?;
            for reply in &replies {
                post(reply, Some(&own), &mut posts);
            }
        }
        Ok(Some(Thread {
            url: found.url.clone(),
            number: Some(found.number),
            posts,
        }))
    }
}

/// Adds a comment, unless it is hidden or deleted. Gives its id.
fn post(comment: &Value, parent: Option<&str>, posts: &mut Vec<Post>) -> Option<String> {
    let own = id(comment, "/databaseId").or_else(|| id(comment, "/id"))?;
    let is_shown = comment
        .pointer("/isMinimized")
        .is_none_or(|minimized| minimized != true)
        && text(comment, "/deletedAt").is_none();
    if is_shown {
        // Whoever deleted the account is nobody.
        let who = id(comment, "/author/databaseId").map(|id| actor("giscus", &format!("u{id}")));
        posts.push(Post {
            id: own.clone(),
            parent: parent.map(str::to_owned),
            author: text(comment, "/author/login"),
            actor: Some(
                who.or_else(|| Some(actor("giscus", &text(comment, "/author/login")?)))
                    .unwrap_or_else(|| "giscus:unknown".to_owned()),
            ),
            created: moment(comment, "/createdAt"),
            likes: number(comment, "/upvoteCount").unwrap_or(0),
            html: text(comment, "/bodyHTML").unwrap_or_default(),
            url: text(comment, "/url"),
        });
    }
    Some(own)
}

/// SHA-1 in hexadecimal, as giscus writes it.
fn hash(term: &str) -> String {
    let mut hex = String::with_capacity(40);
    for byte in Sha1::digest(term.as_bytes()) {
        // Writing to memory does not fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
