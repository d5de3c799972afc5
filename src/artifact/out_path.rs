//! [`OutPath`]: the path of a file in the portal.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// The path of a file in the portal: relative, with `/` between its parts, never leaving it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutPath(Arc<str>);

impl OutPath {
    /// A path from its text. Empty parts, `.` and `..` are dropped, so that no path can leave the
    /// portal.
    pub fn new(path: impl AsRef<str>) -> Self {
        let path = path.as_ref();
        let bad = |part: &str| matches!(part, "" | "." | "..") || part.contains('\\');
        if !path.split('/').any(bad) {
            return Self(Arc::from(path));
        }
        let parts: Vec<&str> = path.split('/').filter(|part| !bad(part)).collect();
        Self(Arc::from(parts.join("/")))
    }

    /// The path of the page at a URL below the base path: `welcome/` is `welcome/index.html`.
    #[must_use]
    pub fn of_page(url: &str) -> Self {
        if url.is_empty() || url.ends_with('/') {
            Self::new(format!("{url}index.html"))
        } else {
            Self::new(url)
        }
    }

    /// The path as text, `welcome/index.html`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last ending, `html`; empty where there is none.
    #[must_use]
    pub fn extension(&self) -> &str {
        let name = self.0.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or("", |(_, extension)| extension)
    }
}

impl Borrow<str> for OutPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
