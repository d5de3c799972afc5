//! What the course says of itself.

use std::sync::Arc;

use super::Input;
use crate::config::Spanned;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::language::is_tag;
use crate::layout::Role;
use crate::name::decode;
use crate::route::is_web;
use crate::rule;
use crate::site::Course;
use crate::source::SourcePath;
use crate::{contribute, host};

pub(super) fn course(input: &Input<'_>, diagnostics: &mut Vec<Diagnostic>) -> Course {
    let config = &input.config.course;
    let path = SourcePath::new("course.toml");
    let base_url = match &input.options.base_url {
        Some(url) => Some(with_slash(url)),
        None => config
            .base_url
            .as_ref()
            .and_then(|url| base_url(url, &path, diagnostics)),
    };
    let base = base_url
        .as_deref()
        .map_or_else(|| "/".to_owned(), base_path);
    let home = input
        .documents
        .values()
        .find(|(role, _)| *role == Role::Home)
        .map(|(_, document)| document);
    let title = config.title.clone().or_else(|| {
        home.and_then(|home| {
            home.front
                .title()
                .map(str::to_owned)
                .or_else(|| home.heading.clone())
        })
    });
    let title = title
        .filter(|title| !title.trim().is_empty())
        .unwrap_or_else(|| {
            diagnostics.push(no_title(input, home));
            "Course".to_owned()
        });
    let home_description = home
        .and_then(|home| home.page())
        .and_then(|page| page.description.clone());
    Course {
        title,
        description: config.description.clone().or(home_description),
        language: language(config.language.as_ref(), &path, diagnostics),
        base_url,
        base,
        license: config.license.clone(),
        edit_url: web(config.edit_url.as_ref(), &path, diagnostics),
        contribute_url: contribute_url(config.contribute_url.as_ref(), &path, diagnostics),
        allow: config.allow.clone(),
        names: config.names.clone(),
        markdown: config.markdown.clone(),
        theme_options: config.theme_options.clone(),
    }
}

/// Said at the file in which the title would stand: one that is there.
fn no_title(input: &Input<'_>, home: Option<&Arc<Document>>) -> Diagnostic {
    let course = input.sources.get("course.toml").map(|file| &file.path);
    let any = input.documents.keys().next();
    let place = course.or(home.map(|home| &home.path)).or(any);
    let place = place
        .cloned()
        .unwrap_or_else(|| SourcePath::new("course.toml"));
    let help = match (course, home) {
        (None, Some(_)) => "start this page with a heading, `# Title`",
        (None, None) => {
            "add a file course.toml with a line `title = \"...\"`, or an index.md with a heading"
        }
        _ => "write `title = \"...\"` into course.toml",
    };
    Diagnostic::new(&rule::EMPTY_TITLE, &place, None, "the course has no title").help(help)
}

fn base_url(
    url: &Spanned<String>,
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    if is_base_url(url) {
        return Some(with_slash(url));
    }
    diagnostics.push(
        Diagnostic::new(
            &rule::BAD_VALUE,
            path,
            url.span(),
            format!("`{}` is no whole address", url.value),
        )
        .help(
            "write it with https:// and without ? or #, like \"https://learn.example.org/course/\"",
        ),
    );
    None
}

/// An address on the web, or a finding and none.
fn web(
    url: Option<&Spanned<String>>,
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let url = url?;
    let (message, help) = if !is_web(url) {
        let message = format!("`{}` is no address on the web", url.value);
        (message, "write it with https://")
    } else if let Some(hidden) = host::behind_user(url) {
        (hidden, "write it without a name and a password")
    } else {
        return Some(url.value.clone());
    };
    diagnostics.push(
        Diagnostic::new(&rule::UNSAFE_LINK, path, url.span(), message)
            .severity(Severity::Error)
            .help(help),
    );
    None
}

/// The page on which a file is added to the library.
fn contribute_url(
    url: Option<&Spanned<String>>,
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let found = web(url, path, diagnostics)?;
    if let (Some(url), Some(meant)) = (url, contribute::meant(&found)) {
        let message = "this is the address of a repository or of what is in it, and not of the page on which a file is added";
        diagnostics.push(
            Diagnostic::new(&rule::BAD_VALUE, path, url.span(), message)
                .severity(Severity::Warning)
                .help(format!("write `contribute_url = \"{meant}\"`")),
        );
    }
    Some(found)
}

/// Whether a portal can be at this address.
pub(crate) fn is_base_url(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with('/')
            && !rest.contains(['?', '#', ' ', '"', '<', '>', '\\'])
            && !rest.contains("..")
            && !rest.contains(char::is_control)
            && is_host(rest)
            && is_escaped(rest)
    })
}

/// Brackets are for an address of IPv6 only (RFC 3986, 3.2.2).
fn is_host(rest: &str) -> bool {
    let host = rest.split('/').next().unwrap_or_default();
    let inside = host.strip_prefix('[').and_then(|host| host.split_once(']'));
    let outside = match inside {
        Some((address, port)) if address.parse::<std::net::Ipv6Addr>().is_ok() => {
            port.is_empty() || port.starts_with(':')
        }
        Some(_) => false,
        None => !host.contains(['[', ']']),
    };
    outside && !rest[host.len()..].contains(['[', ']'])
}

/// Whether each `%` begins the number of a byte, and none of them hides a way up.
fn is_escaped(rest: &str) -> bool {
    let numbers = rest.split('%').skip(1);
    let is_number =
        |text: &str| text.len() > 1 && text.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
    let is_step = |part: &str| matches!(&*decode(part), "." | "..");
    numbers.into_iter().all(is_number) && !rest.split('/').skip(1).any(is_step)
}

pub(super) fn with_slash(url: &str) -> String {
    if url.ends_with('/') {
        url.to_owned()
    } else {
        format!("{url}/")
    }
}

/// The path of a whole address that ends with `/`.
fn base_path(url: &str) -> String {
    let host = url.find("://").map_or(0, |at| at + 3);
    url[host..]
        .find('/')
        .map_or_else(|| "/".to_owned(), |at| url[host + at..].to_owned())
}

fn language(
    language: Option<&Spanned<String>>,
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let Some(language) = language else {
        return "en".to_owned();
    };
    if is_tag(language) {
        return language.value.clone();
    }
    diagnostics.push(
        Diagnostic::new(
            &rule::BAD_VALUE,
            path,
            language.span(),
            format!("`{}` is no language", language.value),
        )
        .help("write its code, like \"en\", \"fr\" or \"pt-BR\""),
    );
    "en".to_owned()
}
