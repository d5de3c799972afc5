//! Videos: files, and providers whose players are loaded on a click.

use super::Writer;
use crate::view::VideoView;

impl Writer<'_, '_> {
    pub(super) fn video(&self, at: usize) -> VideoView {
        let addresses = &self.resolution.addresses[at];
        let url = |name: &str| {
            addresses
                .get(name)
                .map(|resolved| resolved.url.clone())
                .filter(|url| !url.is_empty())
        };
        let src = url("src").unwrap_or_default();
        let (kind, embed_url) = provider(&src);
        let host = src
            .split_once("://")
            .map(|(_, rest)| rest.split('/').next().unwrap_or(rest).to_owned());
        VideoView {
            kind,
            url: src,
            embed_url,
            host,
            poster: url("poster"),
            transcript: url("transcript"),
        }
    }
}

/// Providers whose players are loaded on a click: the name, and the address for the frame.
pub(super) fn provider(src: &str) -> (&'static str, Option<String>) {
    let rest = src.strip_prefix("https://").unwrap_or_default();
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let good = |id: &str| {
        !id.is_empty()
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let cut = |text: &str| {
        text.split(['?', '&', '#', '/'])
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let youtube = match host.trim_start_matches("www.").trim_start_matches("m.") {
        "youtube.com" => path.split_once("v=").map(|(_, id)| cut(id)),
        "youtu.be" => Some(cut(path)),
        _ => None,
    };
    if let Some(id) = youtube.filter(|id| good(id)) {
        return (
            "youtube",
            Some(format!("https://www.youtube-nocookie.com/embed/{id}")),
        );
    }
    if host == "vimeo.com" && good(&cut(path)) {
        return (
            "vimeo",
            Some(format!(
                "https://player.vimeo.com/video/{}?dnt=1",
                cut(path)
            )),
        );
    }
    if let Some(id) = path.strip_prefix("w/").map(cut).filter(|id| good(id)) {
        return (
            "peertube",
            Some(format!("https://{host}/videos/embed/{id}")),
        );
    }
    ("file", None)
}
