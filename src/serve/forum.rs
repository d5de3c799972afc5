//! [`Preview`]: discussions in memory, so that an author sees the page as it will be and nothing is sent to anybody. They
//! begin the same every time and end with the server.

use std::collections::BTreeMap;
use std::sync::Mutex;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ALLOW, CONTENT_TYPE, ORIGIN};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use serde::{Deserialize, Serialize};

use super::http::{plain, text};
use super::page::OWN;
use super::request_path;

/// The theme's script loads it as the engine of the thread.
const ENGINE: &str = include_str!("preview.js");

/// The most bytes of a post with its name.
const LONGEST: usize = 64 * 1024;

/// So much fits into the memory of any computer, and nobody writes it by hand.
const MOST_THREADS: usize = 1000;
const MOST_POSTS: usize = 500;

/// A post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Post {
    id: usize,
    parent: Option<usize>,
    author: String,
    text: String,
}

/// What a browser sends.
#[derive(Debug, Deserialize)]
struct Sent {
    author: String,
    text: String,
    parent: Option<usize>,
}

/// Every thread that was looked at, by its key.
#[derive(Debug, Default)]
pub(super) struct Preview(Mutex<BTreeMap<String, Vec<Post>>>);

/// Whether this path is one of the preview's.
pub(super) fn name_of(path: &str) -> Option<&str> {
    // By its end only, since a page of before may still ask below another base.
    let (_, name) = path.rsplit_once(&format!("/{OWN}/forum/"))?;
    Some(name)
}

impl Preview {
    /// Answers a request for `name`.
    pub(super) async fn answer(&self, name: &str, request: Request) -> Response<Body> {
        let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
        if name == "engine.js" && is_reading {
            return text(StatusCode::OK, "text/javascript; charset=utf-8", ENGINE);
        }
        let key = key(request.uri().query().unwrap_or_default());
        let (true, Some(key)) = (name == "threads", key) else {
            return plain(StatusCode::NOT_FOUND, "The preview has no such thread.");
        };
        if is_reading {
            return json(&self.posts(&key));
        }
        if request.method() != Method::POST {
            let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "GET or POST.");
            let allow = HeaderValue::from_static("GET, HEAD, POST");
            response.headers_mut().insert(ALLOW, allow);
            return response;
        }
        if !is_from_here(request.headers()) {
            return plain(
                StatusCode::FORBIDDEN,
                "Only pages of this preview can post into it.",
            );
        }
        let Ok(bytes) = axum::body::to_bytes(request.into_body(), LONGEST).await else {
            return plain(StatusCode::PAYLOAD_TOO_LARGE, "This post is too long.");
        };
        match serde_json::from_slice::<Sent>(&bytes) {
            Ok(sent) if !sent.text.trim().is_empty() => match self.post(&key, sent) {
                Some(posts) => json(&posts),
                None => plain(StatusCode::INSUFFICIENT_STORAGE, "The preview is full."),
            },
            _ => plain(StatusCode::BAD_REQUEST, "Write something first."),
        }
    }

    fn posts(&self, key: &str) -> Vec<Post> {
        let threads = self.threads();
        threads.get(key).cloned().unwrap_or_else(seed)
    }

    fn post(&self, key: &str, sent: Sent) -> Option<Vec<Post>> {
        let mut threads = self.threads();
        if threads.len() >= MOST_THREADS && !threads.contains_key(key) {
            return None;
        }
        let posts = threads.entry(key.to_owned()).or_insert_with(seed);
        if posts.len() >= MOST_POSTS {
            return None;
        }
        let author = sent.author.trim();
        posts.push(Post {
            id: posts.len() + 1,
            parent: sent
                .parent
                .filter(|parent| (1..=posts.len()).contains(parent)),
            author: if author.is_empty() { "You" } else { author }.to_owned(),
            text: sent.text,
        });
        Some(posts.clone())
    }

    /// A panic while somebody wrote leaves threads that are whole all the same.
    fn threads(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Vec<Post>>> {
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// What every thread begins with.
fn seed() -> Vec<Post> {
    let post = |id, parent, author: &str, text: &str| Post {
        id,
        parent,
        author: author.to_owned(),
        text: text.to_owned(),
    };
    vec![
        post(
            1,
            None,
            "Ada",
            "This is how a first post will look: somebody answers your prompt.",
        ),
        post(2, Some(1), "Ben", "And this is a reply to it."),
    ]
}

/// The key of a thread in a query, `key=%2Ft%2Fautumn%2Fwelcome%2F`.
fn key(query: &str) -> Option<String> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, key) = pairs.find(|(name, _)| *name == "key")?;
    let key = request_path::decode(key).ok()?;
    (key.starts_with("/t/") && key.len() < 1000).then_some(key)
}

/// Whether a page of this server sends this. Other sites cannot send JSON without being asked for leave first, which nobody
/// gives here; and a browser says where a post comes from.
fn is_from_here(headers: &HeaderMap) -> bool {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let host = text(axum::http::header::HOST).unwrap_or_default();
    let is_json = text(CONTENT_TYPE).is_some_and(|kind| kind.starts_with("application/json"));
    let is_own = text(ORIGIN).is_none_or(|origin| origin == format!("http://{host}"));
    is_json && is_own
}

fn json(posts: &[Post]) -> Response<Body> {
    let body = serde_json::to_string(posts).unwrap_or_default();
    text(StatusCode::OK, "application/json", body)
}
