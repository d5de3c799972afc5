//! Answers to browsers, from memory.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HOST, LOCATION};
use axum::http::{HeaderValue, Method, Response, StatusCode, Uri};
use tokio::sync::watch;

use super::file_response::file_response;
use super::forum::{self, Preview};
use super::live::Live;
use super::page::{self, OWN};
use super::portal::Found;
use super::request_path;
use super::updates::updates;

/// The script of served pages.
const LIVE_JS: &str = include_str!("live.js");

/// What every answer needs.
#[derive(Debug, Clone)]
pub(super) struct Served {
    pub(super) lives: watch::Receiver<Arc<Live>>,
    pub(super) stopping: watch::Receiver<bool>,
    /// Discussions that nothing is sent from.
    pub(super) preview: Arc<Preview>,
}

/// Everything that the server answers.
pub(super) fn router(served: Served) -> Router {
    Router::new().fallback(answer).with_state(served)
}

async fn answer(State(served): State<Served>, request: Request) -> Response<Body> {
    let is_head = request.method() == Method::HEAD;
    let path = request_path::decode(request.uri().path()).unwrap_or_default();
    let mut response = match forum::name_of(&path) {
        Some(name) if is_local(&request) => served.preview.answer(name, request).await,
        _ => respond(&served, &request),
    };
    if is_head {
        *response.body_mut() = Body::empty();
    }
    response
}

fn respond(served: &Served, request: &Request) -> Response<Body> {
    if !is_local(request) {
        return plain(
            StatusCode::FORBIDDEN,
            "This is the preview of a course on somebody's own computer. It answers only to the \
             names localhost, 127.0.0.1 and [::1], so that no web site can read it.",
        );
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let mut response = plain(
            StatusCode::METHOD_NOT_ALLOWED,
            "A portal can only be read: GET or HEAD.",
        );
        let allow = HeaderValue::from_static("GET, HEAD");
        response.headers_mut().insert(ALLOW, allow);
        return response;
    }
    let uri = request.uri();
    let path = match request_path::decode(uri.path()) {
        Ok(path) => path,
        Err(why) => return plain(StatusCode::BAD_REQUEST, why),
    };
    // By their end only, since a page of before may still ask below another base.
    if path.ends_with(&format!("/{OWN}/events")) {
        let (lives, stopping) = (served.lives.clone(), served.stopping.clone());
        return updates(uri.query().unwrap_or_default(), lives, stopping);
    }
    if path.ends_with(&format!("/{OWN}/live.js")) {
        let kind = "text/javascript; charset=utf-8";
        return text(StatusCode::OK, kind, LIVE_JS);
    }
    let live = Arc::clone(&served.lives.borrow());
    let Some(portal) = &live.portal else {
        let page = page::without_portal(&live);
        let kind = "text/html; charset=utf-8";
        return text(StatusCode::SERVICE_UNAVAILABLE, kind, page);
    };
    let (method, headers) = (request.method(), request.headers());
    match portal.find(&path) {
        Found::File(file) => {
            file_response(file, StatusCode::OK, &live, &portal.base, method, headers)
        }
        Found::MissingSlash => redirect(uri, &format!("{}/", uri.path())),
        Found::AboveBase => redirect(uri, &portal.base),
        Found::Nothing => match portal.build.artifacts.get("404.html") {
            Some(page) => {
                let status = StatusCode::NOT_FOUND;
                file_response(page, status, &live, &portal.base, method, headers)
            }
            None => plain(
                StatusCode::NOT_FOUND,
                "There is no such page in the portal.",
            ),
        },
    }
}

/// Whether the browser means this server. A web site can point a name of its own at 127.0.0.1 and
/// then read what is served there (DNS rebinding), but its requests carry that name.
fn is_local(request: &Request) -> bool {
    let host = match request.uri().authority() {
        Some(authority) => Some(authority.as_str()),
        None => request
            .headers()
            .get(HOST)
            .and_then(|host| host.to_str().ok()),
    };
    host.is_some_and(|host| {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port),
            _ => (host, ""),
        };
        port.bytes().all(|byte| byte.is_ascii_digit())
            && ["localhost", "127.0.0.1", "[::1]"]
                .iter()
                .any(|local| name.eq_ignore_ascii_case(local))
    })
}

/// Temporary, since a browser would keep a permanent one for whatever is on this port tomorrow.
fn redirect(uri: &Uri, path: &str) -> Response<Body> {
    let location = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    let Ok(location) = HeaderValue::from_str(&location) else {
        return plain(
            StatusCode::BAD_REQUEST,
            "The address has letters that must be percent-encoded.",
        );
    };
    let mut response = plain(StatusCode::TEMPORARY_REDIRECT, "The page is elsewhere.");
    response.headers_mut().insert(LOCATION, location);
    response
}

pub(super) fn plain(status: StatusCode, sentence: &str) -> Response<Body> {
    text(status, "text/plain; charset=utf-8", format!("{sentence}\n"))
}

pub(super) fn text(
    status: StatusCode,
    kind: &'static str,
    body: impl Into<String>,
) -> Response<Body> {
    let body = body.into();
    let length = body.len();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
