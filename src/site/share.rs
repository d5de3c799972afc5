//! [`ShareTarget`]: where a page can be passed on to. One row of [`TARGETS`] a place, and nothing else to touch.

use crate::name::encode_value;

/// A place to pass a page on to, by a plain link: no script of it is ever loaded, and nothing is asked of it before the click.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShareTarget {
    /// Its name in files, `linkedin`.
    pub id: &'static str,
    /// The name that it gives itself.
    pub name: &'static str,
    /// The sign of its class, as in [`System`](crate::config::System).
    pub glyph: &'static str,
    /// The address, with `{url}`, `{title}` and `{both}` for what is passed on.
    address: &'static str,
}

/// Every place, by its name in files.
pub const TARGETS: &[ShareTarget] = &[
    ShareTarget {
        id: "facebook",
        name: "Facebook",
        glyph: "group",
        address: "https://www.facebook.com/sharer/sharer.php?u={url}",
    },
    ShareTarget {
        id: "linkedin",
        name: "LinkedIn",
        glyph: "group",
        address: "https://www.linkedin.com/sharing/share-offsite/?url={url}",
    },
    ShareTarget {
        id: "mail",
        name: "Mail",
        glyph: "mail",
        address: "mailto:?subject={title}&body={url}",
    },
    ShareTarget {
        id: "teams",
        name: "Microsoft Teams",
        glyph: "chat",
        address: "https://teams.microsoft.com/share?href={url}&msgText={title}",
    },
    ShareTarget {
        id: "whatsapp",
        name: "WhatsApp",
        glyph: "chat",
        address: "https://wa.me/?text={both}",
    },
];

impl ShareTarget {
    /// The link that passes a page on.
    #[must_use]
    pub fn link(&self, title: &str, url: &str) -> String {
        // One after the other, so that a title with braces in it stays what it is: what is put in has none.
        self.address
            .replace("{url}", &encode_value(url))
            .replace("{title}", &encode_value(title))
            .replace("{both}", &encode_value(&format!("{title} {url}")))
    }
}
