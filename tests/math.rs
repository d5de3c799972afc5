//! Formulas: well-formed MathML or an error with a place, for any input.

// A panic is how a test fails.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use stoa::document::math::math;

fn well_formed(xml: &str) {
    let mut reader = Reader::from_str(xml);
    let mut depth = 0;
    loop {
        match reader
            .read_event()
            .unwrap_or_else(|error| panic!("{error}: {xml}"))
        {
            Event::Start(tag) => {
                depth += 1;
                for attribute in tag.attributes() {
                    attribute.unwrap();
                }
            }
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{xml}");
    assert!(
        xml.starts_with("<math display=\"") && xml.ends_with("</math>"),
        "{xml}"
    );
    assert_eq!(xml.matches("<math").count(), 1, "{xml}");
}

fn shown(source: &str) -> String {
    match math(source, false) {
        Ok(xml) => {
            well_formed(&xml);
            xml
        }
        Err(error) => format!("{} at `{}`", error.message, &source[error.span]),
    }
}

#[test]
fn formulas() {
    insta::assert_snapshot!(
        [
            r"E = mc^2",
            r"a < b \& c > \text{<script>&} d",
            r"\sum_{i=1}^{n} \frac{1}{i^2} \le \frac{\pi^2}{6}",
            r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
            "",
        ]
        .map(shown)
        .join("\n")
    );
    assert!(math("x", true).unwrap().contains("display=\"block\""));
    assert!(math("x", false).unwrap().contains("display=\"inline\""));
}

#[test]
fn errors_have_words_and_a_place() {
    insta::assert_snapshot!(
        [
            r"\foo x",
            r"x^2 + y^2 + z^2 = 1 + \badcmd{b} + c + d + e + f + g + h + i",
            r"\frac{a",
            r"a}b",
            r"x^2^3",
            r"\begin{nope} x \end{nope}",
            r"\left( x",
            r"a & b",
            r"\color{nocolor} x",
            r"$x$",
            r"\frac",
            r"a \\ b",
            r"a\",
            "x \n\n\\bad \n y",
            r"\href{javascript:alert(1)}{x}",
            r"世界 \世",
        ]
        .map(|source| format!("{source:?}: {}", shown(source)))
        .join("\n")
    );
}

#[test]
fn formulas_without_end_are_refused() {
    let deep = |open: &str, close: &str| format!("{}x{}", open.repeat(2_000), close.repeat(2_000));
    for source in [
        "x".repeat(20_481),
        deep("{", "}"),
        deep("x^{", "}"),
        deep(r"\left(", r"\right)"),
        r"\sqrt".repeat(4_000),
        r"\newcommand{\a}{x} \a".to_owned(),
    ] {
        assert!(math(&source, false).is_err());
    }
    // Deep without a brace, and long: whatever comes of it, it comes.
    for source in [
        r"\sqrt".repeat(1_000) + "x",
        "x^".repeat(10_000),
        r"\hat".repeat(1_000) + "x",
        "x_1".repeat(6_000),
        r"\not".repeat(1_000),
        r"\text".repeat(1_000),
        r"\displaystyle".repeat(1_000),
        r"\begingroup".repeat(1_000),
        "\\\\".repeat(500),
        "'".repeat(20_000),
        format!("{}x", r"\def\a{\a\a}\a"),
        r"\def\a{xxxxxxxxxx}\def\b{\a\a\a\a\a\a\a\a}\def\c{\b\b\b\b\b\b\b\b}\def\d{\c\c\c\c\c\c\c\c}\def\e{\d\d\d\d\d\d\d\d}\e\e".to_owned(),
    ] {
        shown(&source);
    }
}

/// What TeX is made of.
const TEX: &str = r"(\\(frac|sqrt|left|right|begin|end|text|mathrm|sum|int|limits|color|hat|over|middle|def|let|newcommand|not|hspace|big|operatorname|mathbb|underbrace|substack|rule|kern|char|array|sideset|mid|label|tag|genfrac|xrightarrow|binom|cfrac|boxed|phantom|\\|\{|\}|&|%|#|,|[a-z]{1,4})|\{(array|matrix|aligned|cases|cc\|l|red|#ff0000|1em|align|gather)?\}|[{}()\[\]^_&~'|<>=+*/.,:;!?#$%\\ \n-]|[a-zA-Z0-9]|\PC){0,30}";

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn anything_will_do(source in TEX, display in any::<bool>()) {
        match math(&source, display) {
            Ok(xml) => well_formed(&xml),
            Err(error) => prop_assert!(source.get(error.span).is_some()),
        }
    }

    #[test]
    fn any_text_will_do(source in any::<String>()) {
        shown(&source);
    }
}
