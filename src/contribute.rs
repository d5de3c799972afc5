//! "Add yours": the page of a repository on which a file is written, with the name of the file and what to put into it.
//!
//! GitHub fills both (`/new/BRANCH/FOLDER?filename=...&value=...`). GitLab (`/-/new/BRANCH/FOLDER?file_name=...`), Gitea and
//! Forgejo (`/_new/BRANCH/FOLDER?filename=...`) fill the name alone, so what goes into the file is on the library's page to be
//! copied. Which of them it is, the path says: any of them can be at any host.

use crate::name::encode_value;

/// The file that is begun; whoever writes it gives it a name.
const FILE: &str = "name-of-the-resource.md";

/// How much of a resource the address brings along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// Name and text of the file.
    Filled,
    /// The name of the file.
    Named,
    /// It is another page: a form, or one with a query of its own.
    Page,
}

/// What the page at this address does with a file.
pub(crate) fn way(url: &str) -> Way {
    match form(url) {
        Some(Form::GitHub) => Way::Filled,
        Some(_) => Way::Named,
        None => Way::Page,
    }
}

enum Form {
    GitHub,
    GitLab,
    Gitea,
}

fn form(url: &str) -> Option<Form> {
    if url.contains(['?', '#']) {
        return None;
    }
    let (_, rest) = url.split_once("://")?;
    let mut parts = rest.split('/').skip(1);
    // The branch comes behind it.
    let mut before = "";
    loop {
        let part = parts.next()?;
        match part {
            "new" if before == "-" => return parts.next().map(|_| Form::GitLab),
            "_new" => return parts.next().map(|_| Form::Gitea),
            "new" => return parts.next().map(|_| Form::GitHub),
            _ => before = part,
        }
    }
}

/// The address with what it can bring along.
pub(crate) fn url(url: &str, template: &str) -> String {
    match form(url) {
        Some(Form::GitHub) => format!(
            "{}?filename={FILE}&value={}",
            url.trim_end_matches('/'),
            encode_value(template)
        ),
        Some(Form::GitLab) => format!("{}?file_name={FILE}", url.trim_end_matches('/')),
        Some(Form::Gitea) => format!("{}?filename={FILE}", url.trim_end_matches('/')),
        None => url.to_owned(),
    }
}

/// The file to fill in. It has no day in it: the portal was built on another one.
pub(crate) fn template(kinds: &[&str], language: &str) -> String {
    let kinds = if kinds.is_empty() {
        "article, book, video, tool".to_owned()
    } else {
        kinds.join(", ")
    };
    format!(
        r#"+++
# What it is called.
title = ""
# Where it is. Take the line out if it is only the text below.
url = ""
# What it is. The library has: {kinds}
kind = ""
# The language it is in: "en", "fr", "pt-BR" ...
language = "{language}"
# Two or three words by which others would look for it.
tags = ["", ""]
# Who you are, if you want that to be seen: your id in people/, if you are there.
# Otherwise write the name that you choose and, below it, the day on which you do:
# by = "Your name"
# consent = 2026-10-05
# Today:
# added = 2026-10-05
+++

<!-- Write here, in two or three sentences, what it is and why it helped you. -->
"#
    )
}

#[cfg(test)]
mod tests {
    use super::{Way, template, url, way};

    #[test]
    fn each_forge_gets_what_it_reads() {
        for (written, found, end) in [
            (
                "https://github.com/o/r/new/main/resources",
                Way::Filled,
                "/resources?filename=name-of-the-resource.md&value=a%20%26%20b%0A",
            ),
            (
                "https://gitlab.com/o/r/-/new/main/resources/",
                Way::Named,
                "/resources?file_name=name-of-the-resource.md",
            ),
            (
                "https://codeberg.org/o/r/_new/main/resources",
                Way::Named,
                "/resources?filename=name-of-the-resource.md",
            ),
            ("https://forms.example.org/new", Way::Page, ".org/new"),
            ("https://a.example/x/new/y?z=1", Way::Page, "?z=1"),
        ] {
            let made = url(written, "a & b\n");
            assert_eq!(way(written), found, "{written}");
            assert!(made.ends_with(end), "{made}");
        }
    }

    #[test]
    fn a_template_has_no_day() {
        let text = template(&["video"], "en");
        assert!(!text.lines().any(|line| line.starts_with("added")));
        assert!(text.contains("The library has: video"));
    }
}
