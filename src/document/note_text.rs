//! Notes for facilitators as plain text, for lists of them.

use super::note::NOTE;
use super::{Directive, Document, Node};

impl Document {
    /// The notes for facilitators, each with its text. A note in a note is a part of it.
    #[must_use]
    pub fn notes(&self) -> Vec<(&Directive, String)> {
        let mut found = Vec::new();
        self.find_notes(&self.body.nodes, &mut found);
        found
    }

    fn find_notes<'a>(&'a self, nodes: &[Node], found: &mut Vec<(&'a Directive, String)>) {
        for node in nodes {
            let Node::Directive(at, inner) = node else {
                continue;
            };
            let directive = &self.body.directives[*at as usize];
            if directive.opening.name == NOTE {
                let mut html = String::new();
                self.write_text(inner, &mut html);
                found.push((directive, plain(&html)));
            } else {
                self.find_notes(inner, found);
            }
        }
    }

    fn write_text(&self, nodes: &[Node], html: &mut String) {
        for node in nodes {
            match node {
                Node::Html(start, end) => {
                    let piece = &self.body.html[*start as usize..*end as usize];
                    html.push_str(&String::from_utf8_lossy(piece));
                }
                // What follows in the text is the rest of the tag.
                Node::Link(_) => html.push_str("<a"),
                Node::Picture(at) => {
                    html.push_str(&super::escape(&self.body.links[*at as usize].alt));
                }
                Node::Code(at) => {
                    html.push_str(&super::escape(self.body.codes[*at as usize].text()));
                }
                Node::Directive(_, inner) => self.write_text(inner, html),
                Node::LinkEnd(_) | Node::Url(_) | Node::Size(_) => {}
            }
        }
    }
}

/// HTML as its words, with one space between them.
fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        // The sign beside a heading is no word.
        if rest.starts_with("<a class=\"anchor\"") {
            rest = rest.find("</a>").map_or("", |end| &rest[end + 4..]);
            continue;
        }
        let is_inline = ["a", "em", "strong", "code", "span", "del"]
            .iter()
            .any(|name| {
                let tag = rest[1..].trim_start_matches('/');
                tag.strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with(['>', ' ']))
            });
        if !is_inline {
            text.push(' ');
        }
        rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
    }
    text.push_str(rest);
    let words: Vec<&str> = text.split_whitespace().collect();
    words
        .join(" ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn words_only() {
        let html = "<h3 id=\"x\">Say <a class=\"anchor\" href=\"#x\">#</a></h3>\n<p>a<em>b</em> &lt;c&gt; &amp;lt;</p><ul><li>d</li></ul>";
        assert_eq!(plain(html), "Say ab <c> &lt; d");
    }
}
