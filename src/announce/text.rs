//! Plain text, for mail and messengers.

use super::prose::{Dialect, prose};
use super::{Announcement, Meeting};

/// No signs at all.
struct Plain;

impl Dialect for Plain {
    fn escape(&self, text: &str) -> String {
        text.to_owned()
    }

    fn strong(&self) -> &'static str {
        ""
    }

    fn emphasis(&self) -> &'static str {
        ""
    }

    fn code(&self) -> &'static str {
        ""
    }

    fn link(&self, text: &str, url: &str) -> String {
        if text == url || text.is_empty() {
            url.to_owned()
        } else {
            format!("{text} ({url})")
        }
    }
}

pub(super) fn write(announcement: &Announcement) -> String {
    let head = announcement.head.iter();
    let mut parts: Vec<String> = head
        .map(|head| format!("{}\n{}", head.title, head.about))
        .collect();
    parts.extend(announcement.notice.clone());
    parts.extend(announcement.sessions.iter().map(session));
    let posts = announcement.posts.iter();
    for post in posts {
        parts.extend(post.title.clone());
        parts.push(prose(&post.text, &Plain));
    }
    let links = announcement.links.iter();
    let links: Vec<String> = links
        .map(|link| format!("{}: {}", link.title, link.url))
        .collect();
    parts.extend((!links.is_empty()).then(|| links.join("\n")));
    let mut text = parts.join("\n\n");
    text.push('\n');
    text
}

fn session(meeting: &Meeting) -> String {
    let mut lines = match &meeting.cancelled {
        Some(why) => vec![
            format!("Cancelled: {}", meeting.title),
            format!("{} ({})", meeting.when(), meeting.zone()),
            why.clone(),
        ],
        None => vec![
            format!("{} ({})", meeting.when(), meeting.zone()),
            format!("{}, {}", meeting.title, meeting.kind()),
        ],
    };
    if meeting.cancelled.is_none() {
        lines.extend(meeting.prompt.clone());
        lines.extend(
            meeting
                .place
                .as_ref()
                .map(|place| format!("Where: {place}")),
        );
        let join = meeting.join.iter();
        lines.extend(join.map(|join| format!("{}: {join}", meeting.join_words)));
    }
    lines.join("\n")
}
