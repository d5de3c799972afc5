//! Files that run in a browser. Opened at the address of the portal, they could do there all that the portal can.

use crate::source::{Content, SourceFile, SourcePath};
use crate::visible;

/// Folders that hold what other people contribute.
const CONTRIBUTED: &[&str] = &["resources/", "people/"];

/// Endings of files that browsers run or show as pages.
const PAGES: &[&str] = &[
    "css", "hta", "htm", "html", "js", "mht", "mhtml", "mjs", "pht", "shtml", "swf", "wasm", "xht",
    "xhtml", "xml", "xsl", "xslt",
];

/// What begins a page, however the file is called.
const BEGINNINGS: &[&str] = &[
    "<!doctype html",
    "<html",
    "<script",
    "<?xml",
    "<body",
    "<iframe",
];

/// What makes a drawing more than a drawing.
const IN_DRAWINGS: &[&str] = &[
    "<script",
    "foreignobject",
    "<iframe",
    "<embed",
    "<object",
    "<!entity",
    "<?xml-stylesheet",
    "@import",
    "javascript:",
    "data:text",
    "data:image/svg",
    "<handler",
    "<listener",
];

/// How much of a file is looked at to see what it is, in bytes.
const BEGINNING: usize = 1024;

/// Whether other people may have put this file into the course.
pub(crate) fn is_contributed(path: &SourcePath) -> bool {
    CONTRIBUTED
        .iter()
        .any(|folder| path.as_str().starts_with(folder))
}

/// Whether a browser would run something in this file, or ask other hosts for something.
pub(crate) fn is_active(file: &SourceFile) -> bool {
    let ending = file.path.extension();
    if PAGES.contains(&ending.as_str()) {
        return true;
    }
    if matches!(ending.as_str(), "svg" | "svgz") {
        // What cannot be read may hold anything.
        return match (&file.content, file.text()) {
            (Content::Memory(_), Ok(text)) => is_active_drawing(text),
            _ => true,
        };
    }
    let bytes = file.bytes();
    let beginning = String::from_utf8_lossy(&bytes[..bytes.len().min(BEGINNING)]).to_lowercase();
    BEGINNINGS.iter().any(|known| beginning.contains(known))
}

fn is_active_drawing(text: &str) -> bool {
    let mut plain = String::with_capacity(text.len());
    visible::decode(text, &mut plain);
    let plain = plain.to_lowercase();
    IN_DRAWINGS.iter().any(|bad| plain.contains(bad)) || has_handler(&plain) || leads_away(&plain)
}

/// `onload=` and the like.
fn has_handler(text: &str) -> bool {
    text.match_indices("on").any(|(at, _)| {
        let is_first =
            text[..at].ends_with(|char: char| char.is_whitespace() || "\"'/".contains(char));
        let name = text[at..].trim_start_matches(|char: char| char.is_ascii_alphanumeric());
        is_first && name.trim_start().starts_with('=')
    })
}

/// `href="https://..."` and `url(//...)`; what is in the file itself begins with `#`, or is data of a picture.
fn leads_away(text: &str) -> bool {
    let starts = ["href", "src", "url("].iter().flat_map(|start| {
        text.match_indices(start)
            .map(|(at, start)| &text[at + start.len()..])
    });
    starts
        .map(|rest| {
            rest.trim_start_matches(|char: char| char.is_whitespace() || "=\"'(".contains(char))
        })
        .any(|target| !target.starts_with(['#', ')', '>']) && !target.starts_with("data:image/"))
}

#[cfg(test)]
mod tests {
    use super::is_active_drawing;

    #[test]
    fn drawings_that_only_draw() {
        for (text, active) in [
            (
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\" fill=\"url(#g)\"/><use href=\"#a\"/></svg>",
                false,
            ),
            (
                "<svg><text>a person is on</text><image href=\"data:image/png;base64,AA\"/></svg>",
                false,
            ),
            ("<svg onload=\"x()\"/>", true),
            ("<svg><SCRIPT>x</SCRIPT></svg>", true),
            ("<svg><a xlink:href=\"&#106;avascript:x\"/></svg>", true),
            ("<svg><image href='https://a.org/x.png'/></svg>", true),
            ("<svg><style>a{fill:url(//a.org)}</style></svg>", true),
            ("<svg><foreignObject/></svg>", true),
        ] {
            assert_eq!(is_active_drawing(text), active, "{text}");
        }
    }
}
