//! A file of the portal as an answer: what it is, whether the browser has it, and which part of
//! it was asked for (RFC 9110).

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    IF_RANGE, RANGE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use bytes::Bytes;
use tokio_stream::wrappers::ReceiverStream;

use super::live::Live;
use super::media_type::media_type;
use super::page;
use super::range::Asked;
use crate::artifact::{self, Artifact, Rope};
use crate::source::LargeFile;

/// Bytes of a large file that are in memory at a time.
const PIECE: usize = 64 * 1024;

/// Answers with a file of the portal; `status` is that of an answer with all of it.
pub(super) fn file_response(
    artifact: &Artifact,
    status: StatusCode,
    live: &Live,
    base: &str,
    method: &Method,
    asked: &HeaderMap,
) -> Response<Body> {
    let is_page = matches!(artifact.path.extension(), "html" | "htm");
    // A page holds its revision. Taken from the browser's cache with an old one, it would ask for
    // changes that it has already.
    let tag = if is_page {
        format!("\"{}-{}\"", artifact.digest.hex(), live.revision)
    } else {
        format!("\"{}\"", artifact.digest.hex())
    };
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    insert(headers, ETAG, &tag);
    if status == StatusCode::OK && is_known(asked, &tag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static(media_type(artifact.path.extension())),
    );
    *response.status_mut() = status;
    if let artifact::Body::Rope(rope) = &artifact.body
        && is_page
    {
        let page = page::with_script(rope.to_vec(), base, live);
        insert(
            response.headers_mut(),
            CONTENT_LENGTH,
            &page.len().to_string(),
        );
        *response.body_mut() = page.into();
        return response;
    }
    let headers = response.headers_mut();
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let len = artifact.body.len();
    let part = if method == Method::GET && status == StatusCode::OK && is_fresh(asked, &tag) {
        text(asked, &RANGE).map_or(Asked::Whole, |range| Asked::of(range, len))
    } else {
        Asked::Whole
    };
    let range = match part {
        Asked::Whole => 0..len,
        Asked::Part(range) => {
            let value = format!("bytes {}-{}/{len}", range.start, range.end - 1);
            insert(headers, CONTENT_RANGE, &value);
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            range
        }
        Asked::Nothing => {
            insert(headers, CONTENT_RANGE, &format!("bytes */{len}"));
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            0..0
        }
    };
    let length = (range.end - range.start).to_string();
    insert(response.headers_mut(), CONTENT_LENGTH, &length);
    if method != Method::HEAD && !range.is_empty() {
        *response.body_mut() = match &artifact.body {
            artifact::Body::Rope(rope) => pieces(rope, range),
            artifact::Body::Copy(file) => copy(file.clone(), range),
        };
    }
    response
}

/// Whether the browser has the file already.
fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    text(asked, &IF_NONE_MATCH).is_some_and(|known| {
        known
            .split(',')
            .map(str::trim)
            .any(|known| known == "*" || known.trim_start_matches("W/") == tag)
    })
}

/// Whether a part of the file fits the parts that the browser has.
fn is_fresh(asked: &HeaderMap, tag: &str) -> bool {
    !asked.contains_key(IF_RANGE) || text(asked, &IF_RANGE) == Some(tag)
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    // Digits, and letters of ours: always a good value.
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// The bytes of `range`, shared with the portal.
fn pieces(rope: &Rope, range: Range<u64>) -> Body {
    let mut start = 0;
    let mut wanted = Vec::new();
    for piece in rope.pieces() {
        let end = start + piece.len() as u64;
        let (from, to) = (range.start.max(start), range.end.min(end));
        if from < to {
            // Both are within a piece, and that is in memory.
            wanted.push(piece.slice((from - start) as usize..(to - start) as usize));
        }
        start = end;
    }
    Body::from_stream(tokio_stream::iter(wanted.into_iter().map(io::Result::Ok)))
}

/// The bytes of `range`, from the disk. If the file is gone or another by now, the answer breaks
/// off, and the next look at the folder mends the portal.
fn copy(file: LargeFile, range: Range<u64>) -> Body {
    let (pieces, received) = tokio::sync::mpsc::channel::<io::Result<Bytes>>(2);
    tokio::task::spawn_blocking(move || {
        let read = || -> io::Result<()> {
            let mut file = file.open()?;
            file.seek(SeekFrom::Start(range.start))?;
            let mut left = range.end - range.start;
            while left > 0 {
                let mut piece = vec![0; left.min(PIECE as u64) as usize];
                let count = file.read(&mut piece)?;
                if count == 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                piece.truncate(count);
                left -= count as u64;
                if pieces.blocking_send(Ok(piece.into())).is_err() {
                    // The browser has seen enough.
                    return Ok(());
                }
            }
            Ok(())
        };
        if let Err(error) = read() {
            let _ = pieces.blocking_send(Err(error));
        }
    });
    Body::from_stream(ReceiverStream::new(received))
}
