//! An adaptive card for a webhook of Microsoft Teams, which shows every time on the clock of whoever reads it.

use jiff::ZonedDateTime;
use serde_json::{Value, json};

use super::prose::{Dialect, prose};
use super::{Announcement, Meeting};

/// The part of Markdown that text in a card knows.
struct CardText;

impl Dialect for CardText {
    fn escape(&self, text: &str) -> String {
        let mut escaped = String::with_capacity(text.len());
        for char in text.chars() {
            if matches!(char, '\\' | '*' | '_' | '[' | ']') {
                escaped.push('\\');
            }
            escaped.push(char);
            // A function of the card, such as `{{DATE(`, is never the author's.
            if char == '{' {
                escaped.push('\u{200b}');
            }
        }
        escaped
    }

    fn strong(&self) -> &'static str {
        "**"
    }

    fn emphasis(&self) -> &'static str {
        "_"
    }

    fn code(&self) -> &'static str {
        ""
    }

    fn link(&self, text: &str, url: &str) -> String {
        let url = url
            .replace(' ', "%20")
            .replace('(', "%28")
            .replace(')', "%29");
        let text = if text.is_empty() { &url } else { text };
        format!("[{text}]({url})")
    }
}

pub(super) fn write(announcement: &Announcement) -> String {
    let mut body = Vec::new();
    if let Some(head) = &announcement.head {
        body.push(json!({
            "type": "TextBlock", "text": CardText.escape(&head.title), "wrap": true,
            "size": "Large", "weight": "Bolder", "style": "heading",
        }));
        body.push(json!({
            "type": "TextBlock", "text": CardText.escape(&head.about), "wrap": true,
            "isSubtle": true, "spacing": "None",
        }));
    }
    let notice = announcement.notice.iter();
    body.extend(notice.map(|notice| block(&CardText.escape(notice), false)));
    body.extend(
        announcement
            .sessions
            .iter()
            .map(|meeting| block(&session(meeting), true)),
    );
    for post in &announcement.posts {
        let title = post.title.iter();
        let title = title.map(|title| format!("**{}**\n\n", CardText.escape(title)));
        let text = title.collect::<String>() + &prose(&post.text, &CardText);
        body.push(block(&text, true));
    }
    let actions: Vec<Value> = announcement
        .links
        .iter()
        .map(|link| json!({ "type": "Action.OpenUrl", "title": link.title, "url": link.url }))
        .collect();
    let message = json!({
        "type": "message",
        "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": null,
            "content": {
                "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                "type": "AdaptiveCard",
                "version": "1.4",
                "msteams": { "width": "Full" },
                "body": body,
                "actions": actions,
            },
        }],
    });
    format!("{message:#}\n")
}

fn block(text: &str, separator: bool) -> Value {
    json!({ "type": "TextBlock", "text": text, "wrap": true, "separator": separator })
}

fn session(meeting: &Meeting) -> String {
    let title = CardText.escape(&meeting.title);
    let title = match &meeting.url {
        Some(url) => CardText.link(&title, url),
        None => title,
    };
    if let Some(why) = &meeting.cancelled {
        let when = CardText.escape(&meeting.when());
        return format!("**Cancelled**: {title}, {when}\n\n{}", CardText.escape(why));
    }
    let mut lines = vec![
        format!("**{title}**"),
        format!("{}, {}", moment(meeting), CardText.escape(&meeting.kind())),
    ];
    lines.extend(
        meeting
            .prompt
            .as_ref()
            .map(|prompt| CardText.escape(prompt)),
    );
    let place = meeting.place.iter();
    lines.extend(place.map(|place| format!("Where: {}", CardText.escape(place))));
    let join = meeting.join.iter();
    lines.extend(join.map(|join| CardText.link(meeting.join_words, join)));
    lines.join("\n\n")
}

/// When it is, on the reader's own clock (Adaptive Cards, text features: date and time functions).
fn moment(meeting: &Meeting) -> String {
    // The functions read RFC 3339 without parts of a second.
    let iso = |moment: &ZonedDateTime| crate::schedule::time_view(moment).iso;
    let start = iso(&meeting.start);
    let day = format!("{{{{DATE({start}, LONG)}}}}, {{{{TIME({start})}}}}");
    match &meeting.end {
        Some(end) if end.date() == meeting.start.date() => {
            format!("{day} to {{{{TIME({})}}}}", iso(end))
        }
        _ => day,
    }
}
