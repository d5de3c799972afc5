//! [`Place`]: where on the web people talk, as links show it.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use crate::config::ChannelKind;

/// A link that leads to a place to talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// On which system.
    pub(super) kind: ChannelKind,
    /// Whether who has the link gets in.
    pub(super) is_invitation: bool,
}

/// The places of all systems, by host: there are many links in a course, and few that lead to one.
pub(super) struct Places {
    /// Hosts, and what any one subdomain ends with, `.slack.com`.
    hosts: HashMap<&'static str, Vec<(&'static str, Place)>>,
}

impl Places {
    pub(super) fn new() -> Self {
        let mut hosts: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for kind in ChannelKind::all() {
            for (patterns, is_invitation) in [(kind.invitations, true), (kind.places, false)] {
                for pattern in patterns {
                    let (host, path) = pattern.split_once('/').unwrap_or((pattern, ""));
                    let host = host.strip_prefix('*').unwrap_or(host);
                    let place = Place {
                        kind,
                        is_invitation,
                    };
                    hosts.entry(host).or_default().push((path, place));
                }
            }
        }
        for places in hosts.values_mut() {
            // The longest says the most: `t.me/+` is an invitation, `t.me/` may be a page.
            places.sort_by_key(|(path, _)| std::cmp::Reverse(path.len()));
        }
        Self {
            hosts: hosts.into_iter().collect(),
        }
    }

    /// Where a link leads, if people talk there.
    pub(super) fn find(&self, url: &str) -> Option<Place> {
        let url = url.trim();
        let rest = url
            .split_once("://")
            .filter(|(scheme, _)| {
                scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
            })
            .map(|(_, rest)| rest)
            .or_else(|| url.strip_prefix("//"))?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, path) = rest.split_at(end);
        let host = if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(host.to_ascii_lowercase())
        } else {
            Cow::Borrowed(host)
        };
        let host = host.strip_prefix("www.").unwrap_or(&host);
        let path = path.strip_prefix('/').unwrap_or(path);
        let parent = host.find('.').map(|dot| &host[dot..]);
        let rows = [Some(host), parent];
        let rows = rows
            .into_iter()
            .flatten()
            .filter_map(|host| self.hosts.get(host));
        rows.flatten()
            .find(|(begin, _)| {
                // What only passes a text on, like `wa.me/?text=`, leads to no place.
                let behind = path.strip_prefix(begin);
                behind.is_some_and(|behind| {
                    let word = behind.split(['/', '?']).next();
                    !word.is_none_or(|word| word.is_empty() || word == "share")
                })
            })
            .map(|(_, place)| *place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_invitations_and_what_is_none() {
        let places = Places::new();
        let found = |url: &str| {
            let place = places.find(url)?;
            Some((place.kind.id, place.is_invitation))
        };
        for (url, kind, invitation) in [
            ("https://chat.whatsapp.com/AbC", "whatsapp", true),
            ("https://wa.me/4912345", "whatsapp", false),
            ("http://www.facebook.com/groups/12", "facebook", false),
            ("HTTPS://Discord.gg/abc", "discord", true),
            ("https://t.me/+abc", "telegram", true),
            ("https://t.me/course", "telegram", false),
            ("https://signal.group/#CjQK", "signal", true),
            ("https://matrix.to/#/#room:example.org", "matrix", false),
            ("https://join.slack.com/t/x/y", "slack", true),
            ("https://course.slack.com/archives/C1", "slack", false),
            ("https://teams.microsoft.com/l/team/19", "teams", true),
            ("https://x.zulipchat.com/join/y", "zulip", true),
            ("//reddit.com/r/rust", "reddit", false),
        ] {
            assert_eq!(found(url), Some((kind, invitation)), "{url}");
        }
        for url in [
            "https://teams.microsoft.com/l/meetup-join/19",
            "https://wa.me/?text=x",
            "https://t.me/share/url?url=x",
            "https://discord.gg",
            "https://facebook.com/somebody",
            "https://slack.com/help",
            "https://notdiscord.gg/abc",
            "modules/a.md",
            "mailto:",
            "discord.gg/abc",
        ] {
            assert_eq!(found(url), None, "{url}");
        }
    }
}
