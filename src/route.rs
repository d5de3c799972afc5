//! Addresses: from names in the course folder to URLs of the portal.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::active;
use crate::address;
use crate::config::Id;
use crate::diagnostic::{Diagnostic, closest, did_you_mean};
use crate::document::{Document, LinkKind, LinkRef};
use crate::name::{decode, encode, slug};
use crate::picture;
use crate::rule;
use crate::source::{Digest, SourceFile, SourcePath};

/// Where something of the course is in the portal.
#[derive(Debug, Clone)]
pub struct Target {
    /// Its address below the base path, escaped.
    pub url: String,
    /// The page, for a Markdown file.
    pub document: Option<Arc<Document>>,
    /// The file, for any other.
    pub asset: Option<Arc<SourceFile>>,
    /// Whether it is a draft, so that learners cannot open it.
    pub hidden: bool,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resolved {
    /// The address for `href` or `src`; empty for a link that leads nowhere.
    pub url: String,
    /// The file of the course that has to be in the portal for it.
    pub asset: Option<SourcePath>,
    /// When the page opens, in words, if learners cannot open it yet. There is no address then.
    pub opens: Option<String>,
    /// Width and height of a picture, in pixels.
    pub size: Option<(u32, u32)>,
}

/// The addresses of everything in the course.
#[derive(Debug, Clone, Default)]
pub struct Routes {
    base: String,
    facilitator: bool,
    files: HashMap<SourcePath, Target>,
    /// By folder, `modules/01-welcome`.
    folders: HashMap<String, Target>,
    /// By address below the base path.
    urls: HashMap<String, SourcePath>,
    /// By the id of a lesson or module.
    ids: HashMap<String, SourcePath>,
    /// Pages that learners cannot open yet, by their addresses below the base path, and when they open, in words.
    withheld: BTreeMap<String, String>,
    /// The addresses of pages that have no file.
    generated: BTreeSet<String>,
}

impl Routes {
    /// Addresses below `base`, none of them known yet.
    #[must_use]
    pub fn new(base: &str, facilitator: bool) -> Self {
        Self {
            base: base.to_owned(),
            facilitator,
            ..Self::default()
        }
    }

    /// Adds a page or file.
    pub fn add(&mut self, path: &SourcePath, target: Target) {
        self.urls.insert(decode(&target.url), path.clone());
        self.files.insert(path.clone(), target);
    }

    /// Adds a folder, to which links can lead as well.
    pub fn add_folder(&mut self, folder: &str, target: Target) {
        self.folders.insert(folder.to_owned(), target);
    }

    /// Adds the id of a page.
    pub fn add_id(&mut self, id: &str, path: &SourcePath) {
        self.ids.insert(id.to_owned(), path.clone());
    }

    /// Takes a page away until it is released; links to it become text that says when it opens.
    pub fn withhold(&mut self, url: &str, opens: String) {
        self.withheld.insert(url.to_owned(), opens);
    }

    /// Adds the address of a page that has no file.
    pub fn add_generated(&mut self, url: &str) {
        self.generated.insert(url.to_owned());
    }

    /// The page or file at a path.
    #[must_use]
    pub fn get(&self, path: &SourcePath) -> Option<&Target> {
        self.files.get(path)
    }

    /// A digest of everything that the answer to any link can depend on.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut paths: Vec<_> = self
            .files
            .iter()
            .map(|(path, target)| (path.as_str(), target))
            .collect();
        paths.extend(
            self.folders
                .iter()
                .map(|(folder, target)| (folder.as_str(), target)),
        );
        paths.sort_unstable_by(|a, b| a.0.cmp(b.0).then_with(|| a.1.url.cmp(&b.1.url)));
        let mut hash = Sha256::new();
        hash.update([u8::from(self.facilitator)]);
        for (path, target) in paths {
            hash.update(path);
            hash.update([0, u8::from(target.hidden)]);
            hash.update(&target.url);
            match (&target.document, &target.asset) {
                (Some(document), _) => hash.update(document.anchors().bytes()),
                (_, Some(asset)) => hash.update(asset.digest.bytes()),
                _ => hash.update([0]),
            }
        }
        let mut ids: Vec<_> = self.ids.iter().collect();
        ids.sort_unstable();
        for (id, path) in ids {
            hash.update(format!("\0{id}\0{path}"));
        }
        for (url, opens) in &self.withheld {
            hash.update(format!("\0{url}\0{opens}"));
        }
        for url in &self.generated {
            hash.update(format!("\0{url}"));
        }
        hash.update(&self.base);
        hash.into()
    }

    /// Where a link on the page `from` leads, and what is wrong with it.
    #[must_use]
    pub fn resolve(&self, from: &SourcePath, link: &LinkRef) -> (Resolved, Option<Diagnostic>) {
        let say = |rule, message: String| Diagnostic::new(rule, from, link.span.clone(), message);
        let target = link.target.trim();
        if let Some(scheme) = scheme(target) {
            return self.external(from, link, target, &scheme);
        }
        let (path, fragment) = target
            .split_once('#')
            .map_or((target, None), |(path, id)| (path, Some(decode(id))));
        let (path, query) = path
            .split_once('?')
            .map_or((path, None), |(path, query)| (path, Some(query)));
        let path = decode(path);
        let found = if path.is_empty() {
            // `#id` and `?query` lead to the page itself, and `()` nowhere.
            self.files
                .get(from)
                .filter(|_| fragment.is_some() || query.is_some())
        } else if link.kind == LinkKind::Wiki {
            self.wiki(&path)
        } else {
            self.find(from, &path)
        };
        let Some(found) = found else {
            if self.is_generated(&path) {
                let url = self.base.clone() + path.trim_start_matches('/');
                return (
                    Resolved {
                        url: with_rest(&encode(&url), query, fragment.as_deref()),
                        ..Resolved::default()
                    },
                    None,
                );
            }
            let rule = if link.kind == LinkKind::Picture {
                &rule::MISSING_PICTURE
            } else {
                &rule::BROKEN_LINK
            };
            let message = match link.kind {
                LinkKind::Picture => format!("there is no picture `{path}`"),
                LinkKind::Wiki => format!("no lesson or module has the id `{path}`"),
                _ if path.is_empty() => "this link has no target".to_owned(),
                _ => format!("there is no page or file `{path}`"),
            };
            // What leads nowhere stays a path, whatever its letters were: `%6Aavascript:` is no scheme.
            let resolved = Resolved {
                url: broken(&path),
                ..Resolved::default()
            };
            return (
                resolved,
                Some(say(rule, message).maybe_help(self.suggest(from, &path, link.kind))),
            );
        };
        let mut resolved = Resolved {
            url: format!("{}{}", self.base, found.url),
            ..Resolved::default()
        };
        let mut problem = None;
        if let Some(asset) = &found.asset {
            if let Some(refusal) = active::refusal(asset) {
                let problem = say(
                    &rule::UNSAFE_LINK,
                    format!(
                        "`{path}` is not published: it comes from other people, and {}",
                        refusal.reason
                    ),
                );
                return (Resolved::default(), Some(problem.help(refusal.help)));
            }
            resolved.asset = Some(asset.path.clone());
            if link.kind == LinkKind::Picture {
                resolved.size = picture::size(asset);
                if let Some((message, help)) = picture::not_shown(&asset.path) {
                    problem = Some(say(&rule::BAD_PICTURE, message).help(help));
                } else if resolved.size.is_none() && picture::should_have_size(&asset.path) {
                    problem = Some(say(
                        &rule::BAD_PICTURE,
                        format!("the size of the picture `{path}` cannot be read"),
                    ));
                }
            }
        }
        if found.hidden {
            problem = Some(
                say(
                    &rule::BROKEN_LINK,
                    format!("`{path}` is a draft, so learners cannot open it"),
                )
                .help("take `draft = true` out of that page, or the link out of this one"),
            );
        }
        // A link that only facilitators see may lead to what only they see.
        let facilitator = self.facilitator || link.for_facilitators;
        if let (Some(id), Some(document)) = (&fragment, &found.document)
            && !id.is_empty()
            && !document.has_anchor(id, facilitator)
        {
            let known = document
                .body
                .headings
                .iter()
                .filter(|heading| facilitator || !heading.for_facilitators)
                .map(|heading| heading.id.as_str());
            let here = if document.path == *from {
                "this page".to_owned()
            } else {
                format!("`{}`", document.path)
            };
            problem = Some(
                say(
                    &rule::BROKEN_ANCHOR,
                    format!("{here} has no heading `#{id}`"),
                )
                .maybe_help(closest(id, known).map(|known| format!("did you mean `#{known}`?"))),
            );
        }
        resolved.opens = self.withheld.get(&found.url).cloned();
        resolved.url = if resolved.opens.is_some() {
            String::new()
        } else if path.is_empty() {
            with_rest("", query, fragment.as_deref())
        } else {
            with_rest(&resolved.url, query, fragment.as_deref())
        };
        (resolved, problem)
    }

    fn external(
        &self,
        from: &SourcePath,
        link: &LinkRef,
        target: &str,
        scheme: &str,
    ) -> (Resolved, Option<Diagnostic>) {
        let resolved = Resolved {
            url: target.to_owned(),
            ..Resolved::default()
        };
        match scheme {
            "http" | "https" | "//" | "tel" | "sms" | "ftp" | "webcal" | "matrix" | "xmpp"
            | "geo" | "magnet" => (resolved, None),
            "data" if link.kind == LinkKind::Picture && target.starts_with("data:image/") => {
                (resolved, None)
            }
            // Addresses were taken out; this one was written so that nobody would see it.
            "mailto" if address::is_in(&decode(target)) => {
                let problem = address::finding(from, link.span.clone());
                (Resolved::default(), Some(problem))
            }
            "mailto" => (resolved, None),
            _ => {
                let problem = Diagnostic::new(
                    &rule::UNSAFE_LINK,
                    from,
                    link.span.clone(),
                    format!("a link with `{scheme}:` is not published"),
                )
                .help("link to a page or a file of the course, or to an address with https");
                (Resolved::default(), Some(problem))
            }
        }
    }

    fn wiki(&self, name: &str) -> Option<&Target> {
        if let Some(path) = self.ids.get(name) {
            return self.files.get(path);
        }
        let known = self
            .ids
            .get(&slug(name))
            .or_else(|| self.ids.get(Id::from_name(name).as_str()))?;
        self.files.get(known)
    }

    /// A file, a folder, a file without its ending, or an address of the portal.
    fn find(&self, from: &SourcePath, path: &str) -> Option<&Target> {
        let joined = join(from.folder(), path)?;
        if let Some(target) = self.files.get(&SourcePath::new(&joined)) {
            return Some(target);
        }
        let folder = joined.trim_end_matches('/');
        if let Some(target) = self.folders.get(folder) {
            return Some(target);
        }
        for ending in [".md", ".markdown"] {
            // Other generators let authors write the ending of the finished page.
            let stem = folder.strip_suffix(".html").unwrap_or(folder);
            if let Some(target) = self.files.get(&SourcePath::new(format!("{stem}{ending}"))) {
                return Some(target);
            }
        }
        // Pages link to what is in static/ by its address.
        path.strip_prefix('/')
            .and_then(|url| {
                self.urls
                    .get(url)
                    .or_else(|| self.urls.get(&format!("{url}/")))
            })
            .and_then(|path| self.files.get(path))
    }

    fn is_generated(&self, path: &str) -> bool {
        path.strip_prefix('/')
            .is_some_and(|url| self.generated.contains(url))
    }

    /// The file that was probably meant: one of the same name elsewhere, or a similar name here.
    pub(crate) fn suggest(&self, from: &SourcePath, path: &str, kind: LinkKind) -> Option<String> {
        if kind == LinkKind::Wiki {
            return did_you_mean(path, self.ids.keys());
        }
        let joined = join(from.folder(), path)?;
        let wanted = SourcePath::new(&joined);
        let mut same_name: Vec<_> = self
            .files
            .keys()
            .filter(|other| other.name() == wanted.name())
            .collect();
        same_name.sort_unstable();
        if let [only] = same_name[..] {
            return Some(format!(
                "did you mean `{}`?",
                relative(from.folder(), only.as_str())
            ));
        }
        let mut here: Vec<_> = self
            .files
            .keys()
            .filter(|other| other.folder() == wanted.folder())
            .collect();
        here.sort_unstable();
        let Some(close) = closest(wanted.name(), here.iter().map(|path| path.name())) else {
            return self.similar_name(from, &wanted);
        };
        let prefix = path
            .rsplit_once('/')
            .map_or(String::new(), |(folder, _)| format!("{folder}/"));
        Some(format!("did you mean `{prefix}{close}`?"))
    }

    /// The one file in any folder whose name is the most similar.
    fn similar_name(&self, from: &SourcePath, wanted: &SourcePath) -> Option<String> {
        let names: BTreeSet<&str> = self.files.keys().map(SourcePath::name).collect();
        let close = closest(wanted.name(), names)?;
        let mut with_it = self.files.keys().filter(|path| path.name() == close);
        match (with_it.next(), with_it.next()) {
            (Some(only), None) => Some(format!(
                "did you mean `{}`?",
                relative(from.folder(), only.as_str())
            )),
            _ => None,
        }
    }
}

/// An address that leads nowhere, and to nobody else either.
fn broken(path: &str) -> String {
    let path = encode(path).replace(':', "%3A");
    match path.strip_prefix('/') {
        Some(rest) => format!("/{}", rest.trim_start_matches('/')),
        None => path,
    }
}

/// Whether this is a whole address on the web, which a browser opens and nothing else happens.
#[must_use]
pub fn is_web(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let is_good = |char: char| !char.is_whitespace() && !char.is_control();
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && rest.chars().all(is_good))
}

/// `path` as seen from `folder`, without `.` and `..`; `None` if it leaves the course folder.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = if path.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').filter(|part| !part.is_empty()).collect()
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// `path` as a link on a page in `folder` writes it.
fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').collect();
    let common = from
        .iter()
        .zip(&to[..to.len() - 1])
        .take_while(|(a, b)| a == b)
        .count();
    let mut parts = vec![".."; from.len() - common];
    parts.extend(&to[common..]);
    parts.join("/")
}

/// The scheme of a URL in small letters, `//` for one without; `None` for a path.
pub(crate) fn scheme(target: &str) -> Option<String> {
    if target.starts_with("//") {
        return Some("//".to_owned());
    }
    let (scheme, _) = target.split_once(':')?;
    let good = scheme.starts_with(|char: char| char.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    good.then(|| scheme.to_ascii_lowercase())
}

fn with_rest(url: &str, query: Option<&str>, fragment: Option<&str>) -> String {
    let mut url = url.to_owned();
    if let Some(query) = query {
        url.push('?');
        url.push_str(query);
    }
    if let Some(fragment) = fragment {
        url.push('#');
        url.push_str(&encode(fragment));
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_join_and_never_leave() {
        assert_eq!(join("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(join("a", "../../c.md"), None);
        assert_eq!(join("a", "/c/./d.md").as_deref(), Some("c/d.md"));
        assert_eq!(relative("a/b", "a/c/d.md"), "../c/d.md");
    }
}
