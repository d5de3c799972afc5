//! Typographic signs in plain text, as the Markdown parser makes them.

use pulldown_cmark::{Event, Options, Parser};

/// A line of plain text with the signs that it would have in a heading: curly quotes, dashes, an ellipsis.
pub(crate) fn smart(text: &str) -> Option<String> {
    let may_change = text.contains(['\'', '"']) || text.contains("--") || text.contains("...");
    if !may_change || text.contains(['\n', '\r']) {
        return None;
    }
    // A word before it, so that the line is a paragraph, and everything else that means something in Markdown is escaped.
    let mut source = String::from("x ");
    for char in text.trim().chars() {
        if char.is_ascii_punctuation() && !matches!(char, '\'' | '"' | '-' | '.') {
            source.push('\\');
        }
        source.push(char);
    }
    let mut smart = String::with_capacity(source.len());
    for event in Parser::new_ext(&source, Options::ENABLE_SMART_PUNCTUATION) {
        if let Event::Text(part) = event {
            smart.push_str(&part);
        }
    }
    smart.strip_prefix("x ").map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::smart;

    #[test]
    fn only_signs_change() {
        for (text, expected) in [
            ("What's \"next\"...", "What’s “next”…"),
            ("1. 'a' -- b --- c", "1. ‘a’ – b — c"),
            (
                "*a* _b_ `c` <d> [e](f) &amp; $g$ \\ # 'h'",
                "*a* _b_ `c` <d> [e](f) &amp; $g$ \\ # ‘h’",
            ),
            ("(\"a\")", "(“a”)"),
        ] {
            assert_eq!(smart(text).as_deref(), Some(expected));
        }
        assert_eq!(smart("a - b. c"), None);
    }
}
