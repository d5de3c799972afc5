//! Blocks for a webhook of Slack, which shows every time on the clock of whoever reads it.

use jiff::ZonedDateTime;
use serde_json::{Value, json};

use super::prose::{Dialect, prose};
use super::{Announcement, Meeting, text};

/// The most characters of a header (Slack, Block Kit reference: header).
const HEADER: usize = 150;

/// The most characters of a section's text (Block Kit reference: section).
const SECTION: usize = 3000;

/// The most blocks of a message (Block Kit reference: blocks).
const BLOCKS: usize = 50;

/// Slack's own signs: stars for bold, and addresses before their text.
struct Mrkdwn;

impl Dialect for Mrkdwn {
    fn escape(&self, text: &str) -> String {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    }

    fn strong(&self) -> &'static str {
        "*"
    }

    fn emphasis(&self) -> &'static str {
        "_"
    }

    fn code(&self) -> &'static str {
        "`"
    }

    fn link(&self, text: &str, url: &str) -> String {
        let url = self.escape(url).replace('|', "%7C");
        if text.is_empty() {
            format!("<{url}>")
        } else {
            format!("<{url}|{}>", text.replace('|', "/"))
        }
    }
}

pub(super) fn write(announcement: &Announcement) -> String {
    let mut blocks = Vec::new();
    if let Some(head) = &announcement.head {
        blocks.push(json!({
            "type": "header",
            "text": { "type": "plain_text", "text": cut(&head.title, HEADER), "emoji": false },
        }));
        let about = cut(&Mrkdwn.escape(&head.about), SECTION);
        blocks.push(json!({
            "type": "context", "elements": [{ "type": "mrkdwn", "text": about }],
        }));
    }
    let mut sections: Vec<String> = Vec::new();
    sections.extend(
        announcement
            .notice
            .iter()
            .map(|notice| Mrkdwn.escape(notice)),
    );
    sections.extend(announcement.sessions.iter().map(session));
    for post in &announcement.posts {
        let title = post.title.iter();
        let title = title.map(|title| format!("*{}*\n", Mrkdwn.escape(title)));
        sections.push(title.collect::<String>() + &prose(&post.text, &Mrkdwn));
    }
    // The last block is for links, which say where the rest is.
    let room = BLOCKS - blocks.len() - 1;
    blocks.extend(sections.iter().take(room).map(|text| section(text)));
    let links = announcement.links.iter();
    let links: Vec<String> = links
        .map(|link| Mrkdwn.link(&Mrkdwn.escape(&link.title), &link.url))
        .collect();
    if !links.is_empty() {
        blocks.push(section(&links.join("  ·  ")));
    }
    // What notifications and screen readers say.
    let message =
        json!({ "text": Mrkdwn.escape(text::write(announcement).trim()), "blocks": blocks });
    format!("{message:#}\n")
}

fn section(text: &str) -> Value {
    json!({ "type": "section", "text": { "type": "mrkdwn", "text": cut(text, SECTION) } })
}

fn session(meeting: &Meeting) -> String {
    let title = Mrkdwn.escape(&meeting.title);
    let title = match &meeting.url {
        Some(url) => Mrkdwn.link(&title, url),
        None => title,
    };
    if let Some(why) = &meeting.cancelled {
        let when = Mrkdwn.escape(&meeting.when());
        return format!("~{title}, {when}~\nCancelled: {}", Mrkdwn.escape(why));
    }
    let mut lines = vec![
        format!("*{title}*"),
        format!("{}, {}", moment(meeting), Mrkdwn.escape(&meeting.kind())),
    ];
    lines.extend(meeting.prompt.as_ref().map(|prompt| Mrkdwn.escape(prompt)));
    let place = meeting.place.iter();
    lines.extend(place.map(|place| format!("Where: {}", Mrkdwn.escape(place))));
    let join = meeting.join.iter();
    lines.extend(join.map(|join| Mrkdwn.link(meeting.join_words, join)));
    lines.join("\n")
}

/// When it is, on the reader's own clock; what cannot show that shows the cohort's.
fn moment(meeting: &Meeting) -> String {
    let fallback = format!("{} ({})", meeting.when(), meeting.zone());
    // The signs `|`, `>` and `}` end what they stand in.
    let fallback = fallback.replace(['|', '<', '>', '{', '}'], " ");
    let seconds = |moment: &ZonedDateTime| moment.timestamp().as_second();
    let start = format!(
        "<!date^{}^{{date_long}}, {{time}}|{fallback}>",
        seconds(&meeting.start)
    );
    match &meeting.end {
        Some(end) if end.date() == meeting.start.date() => format!(
            "{start} to <!date^{}^{{time}}|{}>",
            seconds(end),
            crate::schedule::time_view(end).time
        ),
        _ => start,
    }
}

/// The first characters of a text, with an ellipsis where some are missing.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(most - 1).collect();
    cut.push('…');
    cut
}
