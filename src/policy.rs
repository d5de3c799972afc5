//! [`Policy`]: what a page may load, and from where. It becomes the page's content security policy (CSP Level 3), which
//! begins with `default-src 'none'`: what nobody asked for is not loaded.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A way in which a page loads something: a directive of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fetch {
    /// `<script>`.
    Script,
    /// `onclick` and the like.
    ScriptAttribute,
    /// `<style>` and style sheets.
    Style,
    /// `style="..."`.
    StyleAttribute,
    /// Pictures.
    Image,
    /// Fonts.
    Font,
    /// What scripts ask for.
    Connect,
    /// Sound and video.
    Media,
    /// Pages in the page.
    Frame,
    /// `<object>` and `<embed>`.
    Object,
    /// Where forms are sent.
    Form,
}

impl Fetch {
    /// The name of the directive.
    #[must_use]
    pub fn directive(self) -> &'static str {
        match self {
            Self::Script => "script-src",
            Self::ScriptAttribute => "script-src-attr",
            Self::Style => "style-src",
            Self::StyleAttribute => "style-src-attr",
            Self::Image => "img-src",
            Self::Font => "font-src",
            Self::Connect => "connect-src",
            Self::Media => "media-src",
            Self::Frame => "frame-src",
            Self::Object => "object-src",
            Self::Form => "form-action",
        }
    }

    /// What is loaded, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Script | Self::ScriptAttribute => "programs",
            Self::Style | Self::StyleAttribute => "styles",
            Self::Image => "pictures",
            Self::Font => "fonts",
            Self::Connect => "data",
            Self::Media => "sound or video",
            Self::Frame => "a page in the page",
            Self::Object => "a document in the page",
            Self::Form => "what is written into a form",
        }
    }
}

/// The portal itself, as a source.
pub const OWN: &str = "'self'";

/// What a page may load.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy(BTreeMap<Fetch, BTreeSet<String>>);

impl Policy {
    /// The policy of these sources.
    pub fn of<S: Into<String>>(sources: impl IntoIterator<Item = (Fetch, S)>) -> Self {
        let mut policy = Self::default();
        for (fetch, source) in sources {
            policy.allow(fetch, source);
        }
        policy
    }

    /// Lets `fetch` load from `source`.
    pub fn allow(&mut self, fetch: Fetch, source: impl Into<String>) {
        self.0.entry(fetch).or_default().insert(source.into());
    }

    /// Lets through what either lets through.
    pub fn join(&mut self, other: &Self) {
        for (fetch, sources) in &other.0 {
            self.0
                .entry(*fetch)
                .or_default()
                .extend(sources.iter().cloned());
        }
    }

    /// Every source with its directive.
    pub fn sources(&self) -> impl Iterator<Item = (Fetch, &str)> {
        let all = self.0.iter();
        all.flat_map(|(fetch, sources)| sources.iter().map(|source| (*fetch, source.as_str())))
    }
}

/// The value of `Content-Security-Policy`.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("default-src 'none'; base-uri 'none'")?;
        // It has no part in `default-src`.
        if !self.0.contains_key(&Fetch::Form) {
            f.write_str("; form-action 'none'")?;
        }
        for (fetch, sources) in &self.0 {
            write!(f, "; {}", fetch.directive())?;
            for source in sources {
                write!(f, " {source}")?;
            }
        }
        Ok(())
    }
}

/// The origin of an address on the web, in small letters and without a port that goes without saying; `None` for anything
/// else. A page that is reached by `https` loads nothing by `http`, so addresses without a scheme are `https`.
#[must_use]
pub fn origin(address: &str) -> Option<String> {
    let address = address.trim();
    let (scheme, rest) = match address.split_once(':') {
        _ if address.starts_with("//") => ("https", address),
        Some((scheme, rest)) => (scheme, rest),
        None => return None,
    };
    let scheme = scheme.to_ascii_lowercase();
    let default = match scheme.as_str() {
        "https" | "wss" => ":443",
        "http" | "ws" => ":80",
        _ => return None,
    };
    let host = rest
        .strip_prefix("//")?
        .split(['/', '?', '#', '\\'])
        .next()?;
    let host = host.to_ascii_lowercase();
    let host = host.strip_suffix(default).unwrap_or(&host);
    let is_good = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    (!host.is_empty() && host.bytes().all(is_good)).then(|| format!("{scheme}://{host}"))
}

#[cfg(test)]
mod tests {
    use super::{Fetch, OWN, Policy, origin};

    #[test]
    fn nothing_is_loaded_unless_somebody_asked_for_it() {
        assert_eq!(
            Policy::default().to_string(),
            "default-src 'none'; base-uri 'none'; form-action 'none'"
        );
        let mut policy = Policy::of([(Fetch::Script, OWN), (Fetch::Frame, "https://b.org")]);
        policy.join(&Policy::of([
            (Fetch::Frame, "https://a.org"),
            (Fetch::Form, OWN),
        ]));
        assert_eq!(
            policy.to_string(),
            "default-src 'none'; base-uri 'none'; script-src 'self'; frame-src https://a.org https://b.org; form-action 'self'"
        );
    }

    #[test]
    fn origins_are_written_in_one_way() {
        for (address, wanted) in [
            ("https://A.org/x", Some("https://a.org")),
            ("https://a.org:443", Some("https://a.org")),
            ("http://a.org:8080/x?y", Some("http://a.org:8080")),
            ("//a.org/x", Some("https://a.org")),
            ("https://[::1]:8/", Some("https://[::1]:8")),
            ("https://ada@a.org/", None),
            ("https:///x", None),
            ("https://a.org; script-src *", None),
            ("data:text/html,x", None),
            ("a/b", None),
        ] {
            assert_eq!(origin(address).as_deref(), wanted, "{address}");
        }
    }
}
