//! What the parser of TOML says, in the words of authors.

use std::borrow::Cow;

/// What the parser says, as it begins, and what an author would say.
const WORDS: &[(&str, &str)] = &[
    (
        "missing comma between array",
        "a comma is missing between two elements of this list",
    ),
    (
        "missing comma between key",
        "a comma is missing between two values in these braces",
    ),
    ("invalid unquoted key", "this is no key and no value"),
    (
        "unquoted keys cannot be empty",
        "there is no key before the `=`",
    ),
    (
        "missing assignment",
        "there is no `=` between key and value",
    ),
    ("key with no value", "there is no `=` between key and value"),
    ("extra `=`", "there is a second `=` here"),
    ("extra assignment", "there is a second `=` here"),
    ("extra comma", "there is a comma too many"),
    ("missing value", "there is no value behind the `=`"),
    (
        "unclosed array table",
        "the closing brackets `]]` are missing",
    ),
    ("unclosed array", "the closing bracket `]` is missing"),
    ("unclosed inline table", "the closing brace `}` is missing"),
    ("unclosed table", "the closing bracket `]` is missing"),
    (
        "unexpected leading zero",
        "a number does not begin with 0, and a time needs quotes",
    ),
    ("invalid boolean", "text needs quotes around it"),
];

/// What the parser says of a line, in the author's words, and what to write instead.
pub(super) fn toml_words(words: &str, line: &str) -> (String, String) {
    let (words, help) = words_and_help(words, line);
    (words, help.into_owned())
}

fn words_and_help(words: &str, line: &str) -> (String, Cow<'static, str>) {
    let value = line.split_once('=').map_or(line, |(_, value)| value).trim();
    let is_date =
        value.starts_with(|char: char| char.is_ascii_digit()) && value.contains(['-', '.', '/']);
    if line.contains(['“', '”', '„', '‘', '’', '«', '»']) && !line.contains('"') {
        return (
            "these are curly quotes, and here only straight ones count".to_owned(),
            "write \"text\" with the quotes that a plain keyboard types".into(),
        );
    }
    if is_date {
        return (
            "this is no date".to_owned(),
            "write the year, the month and the day, like 2026-12-31, without quotes".into(),
        );
    }
    let is_name = |char: char| char.is_alphanumeric() || " _-.'’".contains(char);
    let bare = value.split('#').next().unwrap_or_default().trim();
    if value != line.trim()
        && bare.starts_with(char::is_alphabetic)
        && bare.chars().all(is_name)
        && !["true", "false", "inf", "nan"].contains(&bare)
    {
        let key = line.split('=').next().unwrap_or_default().trim();
        return (
            "text needs quotes around it".to_owned(),
            format!("write it like this: {key} = \"{bare}\"").into(),
        );
    }
    if words.starts_with("duplicate key") && line.trim_start().starts_with("[[session]]") {
        return (
            "a file has sessions in single brackets or in double ones, and not both".to_owned(),
            "in the file of a cohort write `[session.ID]`, also for a session of this run only, with its format and when it is".into(),
        );
    }
    match words {
        words
            if words.starts_with("invalid basic string")
                || words.starts_with("invalid multi-line") =>
        {
            (
                "the closing quote is missing".to_owned(),
                "write the text between two \"quotes\", on one line".into(),
            )
        }
        words if words.starts_with("string values must be quoted") => (
            "text needs quotes around it".to_owned(),
            "write it like this: key = \"text\"".into(),
        ),
        words if words.starts_with("duplicate key") => (
            "this is written twice".to_owned(),
            "keep one of the two; where there can be several, like sessions, each begins with double brackets".into(),
        ),
        words => (
            WORDS
                .iter()
                .find(|(begin, _)| words.starts_with(begin))
                .map_or(words, |(_, words)| words)
                .to_owned(),
            "text goes in \"quotes\", lists in [brackets], and each `key = value` on a line of its own".into(),
        ),
    }
}
