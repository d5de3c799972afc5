//! What a text of the plan may say to Tera. Texts are rendered at every save, so none may run for ever, or fill the memory, or
//! nest until the stack ends; and nobody who writes a letter misses what is not here.

use crate::diagnostic::Span;

/// Blocks that a text can have.
const BLOCKS: &[&str] = &[
    "if", "elif", "else", "endif", "for", "endfor", "raw", "endraw",
];

/// Filters that a text can have: those that make little of little.
const FILTERS: &[&str] = &[
    "abs",
    "as_str",
    "capitalize",
    "default",
    "escape_html",
    "first",
    "int",
    "join",
    "last",
    "length",
    "lower",
    "nth",
    "pluralize",
    "reverse",
    "round",
    "safe",
    "split",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "upper",
];

/// The most bytes of a text.
const LONGEST: usize = 64 * 1024;

/// The most bytes between `{{` and `}}`.
const LONGEST_TAG: usize = 1000;

/// The most parentheses and brackets between them.
const MOST_BRACKETS: usize = 40;

/// The most blocks of a text.
const MOST_BLOCKS: usize = 200;

/// What is not in this language, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Foreign {
    pub(super) span: Span,
    pub(super) words: String,
    pub(super) help: &'static str,
}

impl Foreign {
    fn new(span: Span, words: impl Into<String>, help: &'static str) -> Self {
        Self {
            span,
            words: words.into(),
            help,
        }
    }
}

const SHORTER: &str = "write a shorter text, or more than one element of the plan";

/// Says what a text has that the language does not.
///
/// # Errors
///
/// The first such thing.
pub(super) fn check(text: &str) -> Result<(), Foreign> {
    if text.len() > LONGEST {
        return Err(Foreign::new(
            0..0,
            "this text is longer than 64 KiB",
            SHORTER,
        ));
    }
    let (mut from, mut blocks, mut loops) = (0, 0, 0_usize);
    while let Some(open) = next_tag(&text[from..]).map(|open| from + open) {
        let (end, close) = match &text[open..open + 2] {
            "{#" => {
                from = text[open..]
                    .find("#}")
                    .map_or(text.len(), |end| open + end + 2);
                continue;
            }
            "{%" => ("%}", true),
            _ => ("}}", false),
        };
        let begin = open + 2;
        let stop = text[begin..]
            .find(end)
            .map_or(text.len(), |end| begin + end);
        let tag = &text[begin..stop];
        from = (stop + 2).min(text.len());
        if tag.len() > LONGEST_TAG {
            return Err(Foreign::new(
                open..begin,
                "what stands in these braces is too long",
                SHORTER,
            ));
        }
        expression(tag, begin)?;
        if !close {
            continue;
        }
        blocks += 1;
        let word = words(tag).next().map_or("", |(_, word)| word);
        if !BLOCKS.contains(&word) {
            return Err(Foreign::new(
                open..from,
                format!("a text of the plan has no `{word}`"),
                "it can have {% if %}, {% for %} and {{ names }}",
            ));
        }
        match word {
            "for" => loops += 1,
            "endfor" => loops = loops.saturating_sub(1),
            "raw" => {
                from = text[from..]
                    .find("endraw")
                    .map_or(text.len(), |end| from + end)
            }
            _ => {}
        }
        if loops > 1 {
            return Err(Foreign::new(
                open..from,
                "this {% for %} stands in another one",
                "write one behind the other",
            ));
        }
        if blocks > MOST_BLOCKS {
            return Err(Foreign::new(
                open..from,
                "there are more than 200 {% %} in this text",
                SHORTER,
            ));
        }
    }
    Ok(())
}

/// Where the next `{{`, `{%` or `{#` is.
fn next_tag(text: &str) -> Option<usize> {
    let starts = text.match_indices('{').map(|(at, _)| at);
    let mut tags = starts.filter(|at| text[at + 1..].starts_with(['{', '%', '#']));
    tags.next()
}

/// Functions, filters and brackets of a tag that begins at this place of the text.
fn expression(tag: &str, begin: usize) -> Result<(), Foreign> {
    let brackets = tag.matches(['(', '[', '{']).count();
    if brackets > MOST_BRACKETS {
        return Err(Foreign::new(
            begin..begin + tag.len(),
            "there are too many brackets here",
            SHORTER,
        ));
    }
    // The two words before: behind `is` and `is not` stands a test.
    let mut before = ("", "");
    for (at, word) in words(tag) {
        let span = begin + at..begin + at + word.len();
        let is_called = tag[at + word.len()..].trim_start().starts_with('(');
        let is_test = matches!(before, (_, "is") | ("is", "not"));
        if tag[..at].trim_end().ends_with('|') {
            if !FILTERS.contains(&word) {
                return Err(Foreign::new(
                    span,
                    format!("a text of the plan has no filter `{word}`"),
                    "it can have `default`, `upper`, `lower`, `title`, `trim`, `truncate`, `join` and the like",
                ));
            }
        } else if is_called && !is_test && !is_operator(word) {
            return Err(Foreign::new(
                span,
                format!("a text of the plan has no function `{word}`"),
                "it can name cohort, course, goal, portal, forum, sessions['id'], channel and moment",
            ));
        }
        before = (before.1, word);
    }
    Ok(())
}

/// Words behind which a parenthesis is one.
fn is_operator(word: &str) -> bool {
    matches!(
        word,
        "if" | "elif" | "in" | "and" | "or" | "not" | "is" | "else"
    )
}

/// The words of a tag that are no text in quotes, each with its place.
fn words(tag: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut quote = None;
    let mut start = None;
    tag.char_indices()
        .chain([(tag.len(), ' ')])
        .filter_map(move |(at, char)| {
            let is_word = quote.is_none() && (char.is_alphanumeric() || char == '_');
            match (quote, char) {
                (Some(open), char) if char == open => quote = None,
                (None, '"' | '\'' | '`') => quote = Some(char),
                _ => {}
            }
            if is_word {
                start.get_or_insert(at);
                return None;
            }
            start.take().map(|start| (start, &tag[start..at]))
        })
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn letters_pass() {
        for text in [
            "Hello {{ cohort.title }}, {{ sessions['a (b) | c'].day | default(value=\"x(y)\") }}",
            "{% if sessions.kickoff.join_url and (goal or forum) %}a{% elif not (goal) %}b{% else %}c{% endif %}",
            "{% for id, one in sessions %}{{ one.title | upper | trim }}, {% endfor %}{% for x in sessions %}{% endfor %}",
            "{# {% set x = 1 %} #} {% raw %}{{ range(end=3) }}{% endraw %} {%- if cohort.id is starting_with(pat=\"a\") -%}{%- endif -%}",
            "5 { 6 } {",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn what_could_run_for_ever_does_not_pass() {
        let many = "{% if goal %}x{% endif %}".repeat(150);
        let deep = format!("{{{{ {}goal{} }}}}", "(".repeat(60), ")".repeat(60));
        for (text, words) in [
            (
                "{% for i in range(end=9) %}{% endfor %}",
                "no function `range`",
            ),
            ("{{ now() }}", "no function `now`"),
            ("{% if goal and not range(end=9) %}", "no function `range`"),
            ("{% set x = goal ~ goal %}", "no `set`"),
            ("{%- include \"x\" -%}", "no `include`"),
            (
                "{{ goal | replace(from=\"a\", to=\"aa\") }}",
                "no filter `replace`",
            ),
            (
                "{% for a in sessions %}{% for b in sessions %}{% endfor %}{% endfor %}",
                "in another one",
            ),
            (&many, "more than 200"),
            (&deep, "too many brackets"),
            (&"a".repeat(70_000), "longer than 64 KiB"),
            (&format!("{{{{ {} }}}}", "goal ~ ".repeat(400)), "too long"),
        ] {
            let found = check(text).map_err(|found| found.words);
            assert!(
                found.as_ref().is_err_and(|found| found.contains(words)),
                "{text}: {found:?}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_looked_at(pieces in proptest::collection::vec("(\\{\\{|\\{%|%\\}|\\}\\}|\\{#|#\\}|for|if|raw|endraw|\\||\\(|'|\"|é|世| |a)", 0..40)) {
            let _ = check(&pieces.concat());
        }
    }
}
