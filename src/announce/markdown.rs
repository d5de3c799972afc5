//! Markdown, for the forum.

use super::{Announcement, Meeting};

pub(super) fn write(announcement: &Announcement) -> String {
    let mut parts = Vec::new();
    if let Some(head) = &announcement.head {
        parts.push(format!("## {}", escape(&head.title)));
        parts.push(escape(&head.about));
    }
    parts.extend(announcement.notice.as_deref().map(escape));
    let sessions = announcement.sessions.iter();
    let sessions: Vec<String> = sessions.map(session).collect();
    parts.extend((!sessions.is_empty()).then(|| sessions.join("\n")));
    for post in &announcement.posts {
        let title = post.title.as_deref();
        parts.extend(title.map(|title| format!("### {}", escape(title))));
        parts.push(post.text.trim().to_owned());
    }
    let links = announcement.links.iter();
    let links: Vec<String> = links
        .map(|link| format!("[{}](<{}>)", escape(&link.title), link.url))
        .collect();
    parts.extend((!links.is_empty()).then(|| links.join(" | ")));
    parts.join("\n\n") + "\n"
}

fn session(meeting: &Meeting) -> String {
    let title = escape(&meeting.title);
    let title = match &meeting.url {
        Some(url) => format!("[{title}](<{url}>)"),
        None => title,
    };
    if let Some(why) = &meeting.cancelled {
        return format!(
            "- ~~{title}, {}~~ Cancelled: {}",
            meeting.when(),
            escape(why)
        );
    }
    let mut line = format!(
        "- **{}** ({}): {title}, {}",
        meeting.when(),
        meeting.zone(),
        escape(&meeting.kind())
    );
    if let Some(place) = &meeting.place {
        line.push_str(&format!(". Where: {}", escape(place)));
    }
    if let Some(join) = &meeting.join {
        line.push_str(&format!(". [{}](<{join}>)", meeting.join_words));
    }
    if let Some(prompt) = &meeting.prompt {
        line.push_str(&format!("\n  {}", escape(prompt)));
    }
    line
}

/// Text in which no sign means anything to Markdown.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
    {
        if matches!(
            char,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '|' | '#'
        ) {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    escaped
}
