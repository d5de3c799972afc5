//! [`ChannelKind`]: the systems that people talk on. One row of [`SYSTEMS`] a system, and nothing else to touch.

use std::fmt;
use std::ops::Deref;

use serde::de::{self, Deserialize, Deserializer};

use super::value::text;

/// A system that people talk on.
#[derive(Debug, PartialEq, Eq)]
pub struct System {
    /// Its name in files, `whatsapp`.
    pub id: &'static str,
    /// The name that it gives itself, `WhatsApp`.
    pub name: &'static str,
    /// What it is, for icons: `chat`, `group`, `feed`, `board`, `mail`, `phone`, `video` or `other`. The sign of a class, drawn by us:
    /// no system's own mark is shown.
    pub glyph: &'static str,
    /// What is good to know before joining, in words that end without a full stop.
    pub note: Option<&'static str>,
    /// Why what is said there is not found by those who come later; `None` where everybody can read it, and where nobody expects to.
    pub loses: Option<&'static str>,
    /// What of a person the others there get to see.
    pub exposes: Option<&'static str>,
    /// How links to a place there begin, after `https://` and `www.`; `*.` stands for any one subdomain.
    pub places: &'static [&'static str],
    /// The same for invitations: who has such a link gets in.
    pub invitations: &'static [&'static str],
}

impl System {
    /// Whether people exchange there what others could learn from: a place beside the forum.
    #[must_use]
    pub fn is_exchange(&self) -> bool {
        !matches!(self.glyph, "mail" | "phone" | "video" | "other")
    }
}

/// A row without what most systems do not have.
const PLAIN: System = System {
    id: "",
    name: "",
    glyph: "other",
    note: None,
    loses: None,
    exposes: None,
    places: &[],
    invitations: &[],
};

const MEMBERS: Option<&str> = Some("only its members can read and search it");

/// Every system, by its name in files. Sources of the patterns: the systems' own links for inviting and sharing.
const SYSTEMS: &[System] = &[
    System {
        id: "bluesky",
        name: "Bluesky",
        glyph: "feed",
        note: Some("Public; needs an account to answer"),
        places: &["bsky.app/profile/"],
        ..PLAIN
    },
    System {
        id: "discord",
        name: "Discord",
        glyph: "chat",
        note: Some("Needs an account there; only members can read and search it"),
        loses: MEMBERS,
        places: &["discord.com/channels/"],
        invitations: &["discord.gg/", "discord.com/invite/"],
        ..PLAIN
    },
    System {
        id: "facebook",
        name: "Facebook",
        glyph: "group",
        note: Some("Needs an account there, which shows your profile to the others"),
        loses: MEMBERS,
        places: &[
            "facebook.com/groups/",
            "m.facebook.com/groups/",
            "fb.com/groups/",
            "fb.me/g/",
        ],
        ..PLAIN
    },
    System {
        id: "google-chat",
        name: "Google Chat",
        glyph: "chat",
        note: Some("Needs a Google account, and shows its name to the others"),
        loses: MEMBERS,
        places: &["chat.google.com/room/", "mail.google.com/chat/"],
        ..PLAIN
    },
    System {
        id: "google-groups",
        name: "Google Groups",
        glyph: "group",
        note: Some("Needs a Google account, and shows its mail address to the others"),
        exposes: Some("the mail address"),
        places: &[
            "groups.google.com/g/",
            "groups.google.com/a/",
            "groups.google.com/forum/",
        ],
        ..PLAIN
    },
    System {
        id: "instagram",
        name: "Instagram",
        glyph: "feed",
        note: Some("Needs an account there"),
        loses: Some("nobody reads far without an account there"),
        ..PLAIN
    },
    System {
        id: "linkedin",
        name: "LinkedIn",
        glyph: "group",
        note: Some("Needs an account there, which shows your profile to the others"),
        loses: MEMBERS,
        places: &["linkedin.com/groups/"],
        ..PLAIN
    },
    System {
        id: "mail",
        name: "Mail",
        glyph: "mail",
        ..PLAIN
    },
    System {
        id: "mastodon",
        name: "Mastodon",
        glyph: "feed",
        note: Some("Public; needs an account on any Mastodon server to answer"),
        places: &["mastodon.social/@"],
        ..PLAIN
    },
    System {
        id: "matrix",
        name: "Matrix",
        glyph: "chat",
        note: Some("Needs an account on any Matrix server"),
        places: &["matrix.to/#/", "app.element.io/#/room/"],
        ..PLAIN
    },
    System {
        id: "mattermost",
        name: "Mattermost",
        glyph: "chat",
        note: Some("Needs an account there; only members can read and search it"),
        loses: MEMBERS,
        ..PLAIN
    },
    System {
        id: "messenger",
        name: "Messenger",
        glyph: "chat",
        note: Some("Needs a Facebook account, which shows your profile to the others"),
        loses: MEMBERS,
        places: &["m.me/", "messenger.com/t/"],
        invitations: &["m.me/j/"],
        ..PLAIN
    },
    System {
        id: "miro",
        name: "Miro",
        glyph: "board",
        note: Some("A shared board; to write on it may need an account there"),
        places: &["miro.com/app/board/"],
        invitations: &["miro.com/welcomeonboard/"],
        ..PLAIN
    },
    System {
        id: "notion",
        name: "Notion",
        glyph: "board",
        note: Some("Shared pages; to write in them needs an account there"),
        places: &["notion.so/"],
        ..PLAIN
    },
    System {
        id: "other",
        name: "Other",
        ..PLAIN
    },
    System {
        id: "padlet",
        name: "Padlet",
        glyph: "board",
        note: Some("A shared board; who has its address can read it"),
        places: &["padlet.com/"],
        ..PLAIN
    },
    System {
        id: "phone",
        name: "Phone",
        glyph: "phone",
        note: Some("Shows your number to who answers"),
        ..PLAIN
    },
    System {
        id: "reddit",
        name: "Reddit",
        glyph: "group",
        note: Some("Public; needs an account there to answer"),
        places: &["reddit.com/r/", "old.reddit.com/r/"],
        ..PLAIN
    },
    System {
        id: "signal",
        name: "Signal",
        glyph: "chat",
        note: Some("Needs a phone number, and may show it to the others; messages may vanish"),
        loses: Some("only its members can read it, and messages may vanish"),
        exposes: Some("the name, and the phone number of who does not hide it"),
        invitations: &["signal.group/"],
        places: &["signal.me/"],
    },
    System {
        id: "slack",
        name: "Slack",
        glyph: "chat",
        note: Some("Needs an account there; only members can read it, and old messages may vanish"),
        loses: Some("only its members can read it, and old messages may vanish"),
        places: &[
            "*.slack.com/archives/",
            "*.slack.com/messages/",
            "app.slack.com/client/",
        ],
        invitations: &["join.slack.com/"],
        ..PLAIN
    },
    System {
        id: "sms",
        name: "SMS",
        glyph: "phone",
        note: Some("Shows your number to who reads it"),
        ..PLAIN
    },
    System {
        id: "teams",
        name: "Microsoft Teams",
        glyph: "chat",
        note: Some("May need an account there"),
        loses: MEMBERS,
        // Links to meetings are no places to talk: `/l/meetup-join/`, `/meet/`.
        places: &[
            "teams.microsoft.com/l/channel/",
            "teams.microsoft.com/l/chat/",
            "teams.live.com/l/",
        ],
        invitations: &["teams.microsoft.com/l/team/", "teams.live.com/l/invite/"],
        ..PLAIN
    },
    System {
        id: "telegram",
        name: "Telegram",
        glyph: "chat",
        note: Some("Needs a phone number; shows your name there, and may show the number"),
        loses: Some("search engines do not read it, and a group can vanish with who made it"),
        exposes: Some("the name there, and the phone number of who does not hide it"),
        places: &["t.me/", "telegram.me/"],
        invitations: &["t.me/+", "t.me/joinchat/", "telegram.me/joinchat/"],
    },
    System {
        id: "threema",
        name: "Threema",
        glyph: "chat",
        note: Some("Needs the app, which is paid for; only members can read it"),
        loses: MEMBERS,
        places: &["threema.id/"],
        ..PLAIN
    },
    System {
        id: "trello",
        name: "Trello",
        glyph: "board",
        note: Some("A shared board; to write on it needs an account there"),
        places: &["trello.com/b/", "trello.com/c/", "trello.com/w/"],
        invitations: &["trello.com/invite/"],
        ..PLAIN
    },
    System {
        id: "viber",
        name: "Viber",
        glyph: "chat",
        note: Some("Shows your phone number to the others"),
        loses: MEMBERS,
        exposes: Some("the phone number"),
        invitations: &["invite.viber.com/"],
        ..PLAIN
    },
    System {
        id: "video",
        name: "Video call",
        glyph: "video",
        note: Some("Nothing is left there when the call is over"),
        ..PLAIN
    },
    System {
        id: "whatsapp",
        name: "WhatsApp",
        glyph: "chat",
        note: Some("Shows your phone number to the others; only members can read and search it"),
        loses: MEMBERS,
        exposes: Some("the phone number"),
        places: &["wa.me/", "api.whatsapp.com/send", "whatsapp.com/channel/"],
        invitations: &["chat.whatsapp.com/"],
    },
    System {
        id: "zulip",
        name: "Zulip",
        glyph: "chat",
        note: Some("Needs an account there"),
        places: &["*.zulipchat.com/"],
        invitations: &["*.zulipchat.com/join/"],
        ..PLAIN
    },
];

/// Their names in files.
const NAMES: [&str; SYSTEMS.len()] = {
    let mut names = [""; SYSTEMS.len()];
    let mut at = 0;
    while at < SYSTEMS.len() {
        names[at] = SYSTEMS[at].id;
        at += 1;
    }
    names
};

/// One of the systems.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ChannelKind(&'static System);

impl ChannelKind {
    /// Every kind, by its name in files.
    pub fn all() -> impl Iterator<Item = Self> {
        SYSTEMS.iter().map(Self)
    }

    /// The kind with this name in files.
    #[must_use]
    pub fn find(id: &str) -> Option<Self> {
        Self::all().find(|kind| kind.id == id)
    }
}

impl Deref for ChannelKind {
    type Target = System;
    fn deref(&self) -> &System {
        self.0
    }
}

impl fmt::Debug for ChannelKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

impl<'de> Deserialize<'de> for ChannelKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = text(deserializer, "the name of a system like \"matrix\"")?;
        Self::find(&text).ok_or_else(|| de::Error::unknown_variant(&text, &NAMES))
    }
}
