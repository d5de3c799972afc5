//! The event stream of an open page: what it must do to show the portal of this moment.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Response;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use tokio::sync::{mpsc, watch};
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::ReceiverStream;

use super::live::{Change, Live, Revision};
use super::problems::Problems;
use super::request_path;

/// A comment this often finds out which browsers are gone.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Follows the portal for one page, until the page or the server goes.
///
/// `query` is `revision=..&page=..`: the revision that the page was served with, and its path. The
/// first message comes at once, so that nothing is missed between two connections.
pub(super) fn updates(
    query: &str,
    mut lives: watch::Receiver<Arc<Live>>,
    mut stopping: watch::Receiver<bool>,
) -> Response<Body> {
    let value = |name: &str| {
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    };
    let page = value("page").and_then(|page| request_path::decode(page).ok());
    let mut follower = Follower {
        revision: value("revision").and_then(|revision| revision.parse().ok()),
        // Encoded twice: once as a path, once as a part of a query.
        page: page
            .and_then(|page| request_path::decode(&page).ok())
            .unwrap_or_default(),
        problems: None,
        warnings: None,
    };
    let (messages, received) = mpsc::channel::<String>(1);
    tokio::spawn(async move {
        let mut text = follower.messages(&lives.borrow_and_update());
        while messages.send(text).await.is_ok() {
            // An open stream must not keep the server from stopping.
            let is_quiet = tokio::select! {
                changed = lives.changed() => match changed {
                    Ok(()) => false,
                    Err(_) => return,
                },
                _ = stopping.wait_for(|stopping| *stopping) => return,
                () = messages.closed() => return,
                () = tokio::time::sleep(HEARTBEAT) => true,
            };
            text = if is_quiet {
                ":\n\n".to_owned()
            } else {
                follower.messages(&lives.borrow_and_update())
            };
        }
    });
    let mut response = Response::new(Body::from_stream(
        ReceiverStream::new(received).map(Ok::<_, Infallible>),
    ));
    let headers = response.headers_mut();
    let value = axum::http::HeaderValue::from_static;
    headers.insert(CONTENT_TYPE, value("text/event-stream; charset=utf-8"));
    headers.insert(CACHE_CONTROL, value("no-store"));
    response
}

/// What a page has been told.
struct Follower {
    /// `None` for a page that does not know its revision, or no longer.
    revision: Option<Revision>,
    /// The decoded path of the page.
    page: String,
    /// What was told of problems: `None` for nothing yet.
    problems: Option<Option<Arc<Problems>>>,
    /// The same of warnings.
    warnings: Option<Option<Arc<Problems>>>,
}

impl Follower {
    /// What the page must be told of `live`.
    fn messages(&mut self, live: &Live) -> String {
        let change = self
            .revision
            .map_or(Change::Reload, |revision| live.since(revision, &self.page));
        self.revision = Some(live.revision);
        let mut text = String::new();
        let name = match change {
            Change::Nothing => "revision",
            Change::Styles => "styles",
            Change::Reload => "reload",
        };
        message(&mut text, name, &live.revision.to_string());
        // The same warnings are told once: an open list must not be made anew by every save.
        if self.warnings.as_ref() != Some(&live.warnings) {
            let data = live.warnings.as_ref().map(|warnings| warnings.json());
            message(&mut text, "warnings", &data.unwrap_or_default());
            self.warnings = Some(live.warnings.clone());
        }
        let told = self.problems.as_ref();
        let is_told = told.is_some_and(|told| match (told, &live.problems) {
            (None, None) => true,
            (Some(told), Some(problems)) => Arc::ptr_eq(told, problems),
            _ => false,
        });
        if !is_told {
            match &live.problems {
                Some(problems) => message(&mut text, "problems", &problems.json()),
                None => message(&mut text, "fixed", ""),
            }
            self.problems = Some(live.problems.clone());
        }
        text
    }
}

/// `data` is a single line.
fn message(text: &mut String, name: &str, data: &str) {
    // Writing to a string does not fail.
    let _ = write!(text, "event: {name}\ndata: {data}\n\n");
}
