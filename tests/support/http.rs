//! A browser, as far as the tests of the server need one: a request at a time over a real
//! connection, and a follower of the event stream.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

/// Longer than anything takes, so that only what never comes fails a test.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The revision that a page was served with.
    pub(crate) fn revision(&self) -> &str {
        let (_, rest) = self.text().split_once("data-revision=\"").unwrap();
        rest.split_once('"').unwrap().0
    }
}

/// Sends a request as it stands and reads the answer. HTTP/1.0, so that a body is never in chunks.
pub(crate) fn request(
    to: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
) -> Answer {
    let mut stream = send(to, method, path, headers);
    let (status, headers) = head(&mut stream);
    let mut body = Vec::new();
    stream.read_to_end(&mut body).unwrap();
    Answer {
        status,
        headers,
        body,
    }
}

/// Posts a body.
pub(crate) fn send_body(
    to: SocketAddr,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let mut stream = send(to, "POST", path, headers);
    // A server that has heard enough may have hung up.
    let _ = stream.get_mut().write_all(body.as_bytes());
    let (status, headers) = head(&mut stream);
    let mut body = Vec::new();
    let _ = stream.read_to_end(&mut body);
    Answer {
        status,
        headers,
        body,
    }
}

/// Fetches a page.
pub(crate) fn get(to: SocketAddr, path: &str) -> Answer {
    request(to, "GET", path, &[])
}

/// The event stream of an open page.
#[derive(Debug)]
pub(crate) struct Stream {
    messages: Receiver<(String, String)>,
    /// To close the connection.
    tcp: TcpStream,
}

impl Stream {
    /// Opens the page at `path`, and follows it.
    pub(crate) fn of_page(to: SocketAddr, path: &str) -> Self {
        Self::since(to, path, get(to, path).revision())
    }

    /// Follows the page at `path`, as one that was served with `revision`.
    pub(crate) fn since(to: SocketAddr, path: &str, revision: &str) -> Self {
        let page = path.replace('%', "%25").replace('/', "%2F");
        let path = format!("/social/__stoa/events?revision={revision}&page={page}");
        let mut stream = send(to, "GET", &path, &[]);
        let (status, headers) = head(&mut stream);
        assert_eq!(status, 200);
        assert_eq!(headers["content-type"], "text/event-stream; charset=utf-8");
        let tcp = stream.get_ref().try_clone().unwrap();
        let (sender, messages) = mpsc::channel();
        std::thread::spawn(move || {
            let mut name = String::new();
            for line in stream.lines().map_while(Result::ok) {
                if let Some(event) = line.strip_prefix("event: ") {
                    name = event.to_owned();
                } else if let Some(data) = line.strip_prefix("data: ") {
                    let _ = sender.send((name.clone(), data.to_owned()));
                }
            }
        });
        Self { messages, tcp }
    }

    /// The next message, with its data.
    pub(crate) fn next(&self) -> (String, String) {
        self.messages
            .recv_timeout(PATIENCE)
            .expect("a message comes")
    }

    /// Waits for this message, over others, and gives its data.
    pub(crate) fn wait_for(&self, name: &str) -> String {
        loop {
            let (next, data) = self.next();
            if next == name {
                return data;
            }
        }
    }

    /// Whether the server closed the stream.
    pub(crate) fn is_closed(&self) -> bool {
        loop {
            match self.messages.recv_timeout(PATIENCE) {
                Ok(_) => {}
                Err(error) => return error == mpsc::RecvTimeoutError::Disconnected,
            }
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let _ = self.tcp.shutdown(std::net::Shutdown::Both);
    }
}

fn send(
    to: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
) -> BufReader<TcpStream> {
    let mut text = format!("{method} {path} HTTP/1.0\r\n");
    if !headers.iter().any(|(name, _)| *name == "Host") {
        text.push_str("Host: localhost\r\n");
    }
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    let mut stream = TcpStream::connect(to).unwrap();
    stream.write_all(format!("{text}\r\n").as_bytes()).unwrap();
    BufReader::new(stream)
}

fn head(stream: &mut BufReader<TcpStream>) -> (u16, BTreeMap<String, String>) {
    let mut line = String::new();
    stream.read_line(&mut line).unwrap();
    let status = line.split(' ').nth(1).unwrap().parse().unwrap();
    let mut headers = BTreeMap::new();
    loop {
        line.clear();
        stream.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            return (status, headers);
        };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
}
