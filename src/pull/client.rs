//! [`Client`]: questions to a forum, and the rules for them.
//!
//! Only over TLS, but to this machine itself; never from one origin to another; not longer than [`PATIENCE`], not more than
//! [`LARGEST`] at once, and when the forum asks to wait, that long.

use std::time::Duration;

use serde_json::Value;
use ureq::Agent;
use ureq::http::{Response, StatusCode, Uri};

/// So long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// So long the forum may let us wait at a time.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// So long it may let us wait in all.
const LONGEST_WAITS: Duration = Duration::from_secs(180);

/// How large an answer may be. Bytes.
const LARGEST: u64 = 32 * 1024 * 1024;

/// How often an answer may lead on.
const MOST_REDIRECTS: usize = 5;

/// How often a question is asked again.
const TRIES: usize = 4;

/// Why a forum could not be asked, in words that go on from "the forum did not answer: ".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// It asks to wait for longer than anybody would.
    #[error("it asks to wait {0} before it answers again")]
    Limited(String),
    /// It has no such thing.
    #[error("there is nothing at {0}")]
    Missing(String),
    /// It does not let us in.
    #[error("it does not let us read {0}; {1}")]
    Forbidden(String, String),
    /// It can't be reached, or it breaks off.
    #[error("{0}")]
    Broken(String),
    /// It answers in another way than its engine does.
    #[error("it answers {0}")]
    Odd(String),
    /// The question must not be asked.
    #[error("{0}")]
    Refused(String),
}

/// What a question is.
struct Question<'q> {
    url: String,
    headers: Vec<(&'q str, String)>,
    body: Option<&'q Value>,
}

/// Asks forums.
pub struct Client<'s> {
    agent: Agent,
    waited: Duration,
    say: &'s mut dyn FnMut(&str),
}

impl std::fmt::Debug for Client<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("waited", &self.waited)
            .finish_non_exhaustive()
    }
}

impl<'s> Client<'s> {
    /// A client that tells `say` when it waits.
    pub fn new(say: &'s mut dyn FnMut(&str)) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .timeout_connect(Some(Duration::from_secs(10)))
            // Where an answer leads is looked at here.
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(concat!("stoa/", env!("CARGO_PKG_VERSION")))
            .build();
        Self {
            agent: config.into(),
            waited: Duration::ZERO,
            say,
        }
    }

    /// Asks for JSON.
    pub(super) fn get(&mut self, url: &str, headers: &[(&str, String)]) -> Result<Value, Trouble> {
        let text = self.get_text(url, headers)?;
        as_json(&text)
    }

    /// Asks for a text.
    pub(super) fn get_text(
        &mut self,
        url: &str,
        headers: &[(&str, String)],
    ) -> Result<String, Trouble> {
        self.ask(Question {
            url: url.to_owned(),
            headers: headers.to_vec(),
            body: None,
        })
    }

    /// Sends JSON and asks for JSON.
    pub(super) fn post(
        &mut self,
        url: &str,
        headers: &[(&str, String)],
        body: &Value,
    ) -> Result<Value, Trouble> {
        let text = self.ask(Question {
            url: url.to_owned(),
            headers: headers.to_vec(),
            body: Some(body),
        })?;
        as_json(&text)
    }

    /// Sends JSON to an address that is a secret in itself, once: whoever is asked twice says it twice. The address is in no
    /// word of what goes wrong.
    pub(super) fn deliver(&mut self, url: &str, body: &Value) -> Result<(), Trouble> {
        let no_address = "there is no address that begins with https:// in it";
        let origin = origin_of(url).map_err(|_| Trouble::Refused(no_address.to_owned()))?;
        let question = Question {
            url: url.to_owned(),
            headers: Vec::new(),
            body: Some(body),
        };
        let (answer, _) = self
            .ask_once(&question)
            .map_err(|error| Trouble::Broken(words(&origin, &error)))?;
        match answer.status() {
            status if status.is_success() => Ok(()),
            status => Err(Trouble::Odd(format!(
                "with the status {}, so the message is not there",
                status.as_u16()
            ))),
        }
    }

    fn ask(&mut self, mut question: Question<'_>) -> Result<String, Trouble> {
        let origin = origin_of(&question.url)?;
        let mut redirects = 0;
        let mut tries = 0;
        loop {
            let (answer, text) = match self.ask_once(&question) {
                Ok(answer) => answer,
                // What broke off once may work the next time, unless it took all the patience there is.
                Err(error) if tries < 1 && !matches!(error, ureq::Error::Timeout(_)) => {
                    tries += 1;
                    continue;
                }
                Err(error) => return Err(Trouble::Broken(words(&origin, &error))),
            };
            let status = answer.status();
            if status.is_redirection() {
                let to = header(&answer, "location").unwrap_or_default();
                let next = join(&origin, &to);
                if redirects >= MOST_REDIRECTS || question.body.is_some() {
                    return Err(Trouble::Odd("by sending us on and on".to_owned()));
                }
                if origin_of(&next).ok().as_deref() != Some(&origin) {
                    let host = origin_of(&next).unwrap_or_else(|_| "somewhere else".to_owned());
                    return Err(Trouble::Refused(format!(
                        "it sends us on to {host}, which is another place; if that is the forum, write it as its origin"
                    )));
                }
                redirects += 1;
                question.url = next;
                continue;
            }
            if let Some(wait) = asks_to_wait(&answer, status, &text) {
                tries += 1;
                if wait > LONGEST_WAIT || self.waited + wait > LONGEST_WAITS || tries >= TRIES {
                    return Err(Trouble::Limited(match wait.as_secs() {
                        0..=119 => format!("{} s", wait.as_secs().max(1)),
                        seconds => format!("{} min", seconds.div_ceil(60)),
                    }));
                }
                (self.say)(&format!("The forum asks to wait {} s …", wait.as_secs()));
                std::thread::sleep(wait);
                self.waited += wait;
                continue;
            }
            let place = question
                .url
                .split(['?', '#'])
                .next()
                .unwrap_or_default()
                .to_owned();
            return match status {
                StatusCode::OK | StatusCode::CREATED | StatusCode::ACCEPTED => Ok(text),
                StatusCode::NOT_FOUND | StatusCode::GONE => Err(Trouble::Missing(place)),
                StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                    let said = said(&text);
                    Err(Trouble::Forbidden(place, said))
                }
                status if status.is_server_error() && tries < 1 => {
                    tries += 1;
                    continue;
                }
                status => Err(Trouble::Odd(format!("with the status {}", status.as_u16()))),
            };
        }
    }

    fn ask_once(&self, question: &Question<'_>) -> Result<(Response<()>, String), ureq::Error> {
        let uri: Uri = question.url.parse().unwrap_or_default();
        // A proxy between this machine and itself would be another machine.
        let is_own = uri.host().is_some_and(is_loopback);
        let accept = "application/json, text/html;q=0.5";
        let answer = match question.body {
            None => {
                let mut request = self.agent.get(&question.url).header("accept", accept);
                for (name, value) in &question.headers {
                    request = request.header(*name, value);
                }
                match is_own {
                    true => request.config().proxy(None).build().call()?,
                    false => request.call()?,
                }
            }
            Some(body) => {
                let mut request = self.agent.post(&question.url).header("accept", accept);
                for (name, value) in &question.headers {
                    request = request.header(*name, value);
                }
                let request = request.header("content-type", "application/json");
                match is_own {
                    true => request
                        .config()
                        .proxy(None)
                        .build()
                        .send(body.to_string())?,
                    false => request.send(body.to_string())?,
                }
            }
        };
        let (parts, mut body) = answer.into_parts();
        let bytes = body.with_config().limit(LARGEST).read_to_vec()?;
        // What is not UTF-8 is shown as such and breaks nothing.
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Ok((Response::from_parts(parts, ()), text))
    }
}

/// The origin of an address that may be asked.
fn origin_of(url: &str) -> Result<String, Trouble> {
    let refused = |why: &str| Trouble::Refused(format!("`{url}` {why}"));
    let uri: Uri = url.parse().map_err(|_| refused("is no address"))?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(refused("is no address"));
    };
    if authority.as_str().contains('@') {
        return Err(refused(
            "has a name or a password in it, which does not belong into a course",
        ));
    }
    let is_own = is_loopback(authority.host());
    match scheme {
        "https" => {}
        "http" if is_own => {}
        _ => {
            return Err(refused(
                "is not read over a line that others can read too; write it with https://",
            ));
        }
    }
    Ok(format!("{scheme}://{authority}").to_lowercase())
}

/// Whether a host is this machine itself.
fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

/// Where an answer leads.
fn join(origin: &str, to: &str) -> String {
    if to.contains("://") {
        to.to_owned()
    } else if let Some(rest) = to.strip_prefix("//") {
        format!("{}://{rest}", origin.split("://").next().unwrap_or("https"))
    } else {
        format!("{origin}/{}", to.trim_start_matches('/'))
    }
}

fn header(answer: &Response<()>, name: &str) -> Option<String> {
    Some(answer.headers().get(name)?.to_str().ok()?.trim().to_owned())
}

/// How long the forum asks us to wait: with `Retry-After`, with `wait_seconds` (Discourse), or with a limit that is used up
/// (GitHub).
fn asks_to_wait(answer: &Response<()>, status: StatusCode, text: &str) -> Option<Duration> {
    let after = header(answer, "retry-after").and_then(|after| after.parse::<u64>().ok());
    let used_up = header(answer, "x-ratelimit-remaining").as_deref() == Some("0");
    let is_limit = matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
    ) || (status == StatusCode::FORBIDDEN && (after.is_some() || used_up));
    if !is_limit {
        return None;
    }
    let body: Option<Value> = serde_json::from_str(text).ok();
    let inside = body
        .as_ref()
        .and_then(|body| body.pointer("/extras/wait_seconds")?.as_f64());
    let seconds = after.or(inside.map(|seconds| seconds.clamp(0.0, 86_400.0).ceil() as u64));
    // Without a word about it: GitHub asks for a minute at least, others say nothing.
    Some(Duration::from_secs(seconds.unwrap_or(if used_up {
        3600
    } else {
        5
    })))
}

fn as_json(text: &str) -> Result<Value, Trouble> {
    serde_json::from_str(text)
        .map_err(|_| Trouble::Odd("with something that is no JSON".to_owned()))
}

/// What an answer says itself, if that is short.
fn said(text: &str) -> String {
    let value: Option<Value> = serde_json::from_str(text).ok();
    let paths = ["/message", "/errors/0", "/error"];
    let said = paths
        .iter()
        .find_map(|path| value.as_ref()?.pointer(path)?.as_str());
    let said: String = said
        .unwrap_or("it does not say why")
        .chars()
        .filter(|char| !char.is_control())
        .take(200)
        .collect();
    format!("it says: {said}")
}

fn words(origin: &str, error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => format!("{origin} took longer than {} s", PATIENCE.as_secs()),
        ureq::Error::HostNotFound => format!("there is no {origin}, or this computer is offline"),
        ureq::Error::BodyExceedsLimit(_) => {
            format!("{origin} sent more than {} MiB at once", LARGEST >> 20)
        }
        other => format!("{origin} can't be reached: {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_asked() {
        for (url, origin) in [
            (
                "https://Talk.example.org/x?y",
                Some("https://talk.example.org"),
            ),
            ("http://127.0.0.1:80/x", Some("http://127.0.0.1:80")),
            ("http://[::1]:80/x", Some("http://[::1]:80")),
            ("http://localhost/x", Some("http://localhost")),
            ("http://talk.example.org/x", None),
            ("http://127.0.0.1.example.org/x", None),
            ("https://me:pw@talk.example.org/", None),
            ("ftp://talk.example.org/", None),
            ("talk.example.org", None),
            ("", None),
        ] {
            assert_eq!(origin_of(url).ok().as_deref(), origin, "{url}");
        }
        assert_eq!(join("https://a.org", "/b?c"), "https://a.org/b?c");
        assert_eq!(join("https://a.org", "//c.org/d"), "https://c.org/d");
    }
}
