//! A forum on loopback for tests: it answers as it is told, and writes down what it was asked.

#![allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A question.
#[derive(Debug, Clone, Default)]
pub struct Question {
    pub method: String,
    /// With its query.
    pub path: String,
    /// By name in small letters, each a line `name: value`.
    pub headers: Vec<String>,
    pub body: String,
}

impl Question {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let start = format!("{name}: ");
        self.headers
            .iter()
            .find_map(|line| line.strip_prefix(&start))
    }
}

/// An answer: its status, more headers, its body.
pub type Answer = (u16, Vec<(&'static str, String)>, String);

#[allow(clippy::needless_pass_by_value)]
pub fn ok(body: impl ToString) -> Answer {
    (200, Vec::new(), body.to_string())
}

pub struct Fixture {
    pub origin: String,
    asked: Arc<Mutex<Vec<Question>>>,
}

impl Fixture {
    /// Answers until the test ends.
    pub fn new(mut answer: impl FnMut(&Question) -> Answer + Send + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if let Some(question) = read(&stream) {
                    log.lock().unwrap().push(question.clone());
                    write(&stream, answer(&question));
                }
            }
        });
        Self { origin, asked }
    }

    /// What was asked so far, `GET /t/1.json`.
    pub fn asked(&self) -> Vec<String> {
        let asked = self.questions();
        asked
            .iter()
            .map(|question| format!("{} {}", question.method, question.path))
            .collect()
    }

    pub fn questions(&self) -> Vec<Question> {
        self.asked.lock().unwrap().clone()
    }

    pub fn forget(&self) {
        self.asked.lock().unwrap().clear();
    }
}

fn read(stream: &TcpStream) -> Option<Question> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace().map(str::to_owned);
    let mut question = Question {
        method: words.next()?,
        path: words.next()?,
        ..Question::default()
    };
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(": ") {
            question
                .headers
                .push(format!("{}: {value}", name.to_lowercase()));
        }
    }
    let length = question
        .header("content-length")
        .and_then(|length| length.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    question.body = String::from_utf8(body).ok()?;
    Some(question)
}

fn write(mut stream: &TcpStream, (status, headers, body): Answer) {
    let mut head = format!(
        "HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n",
        body.len()
    );
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let _ = stream.write_all(format!("{head}\r\n{body}").as_bytes());
}
