//! Colours for code: the text stays what it was, the classes are few, the cache changes nothing.

// A panic is how a test fails.
#![allow(clippy::unwrap_used)]

use std::fs;

use proptest::prelude::*;
use stoa::document::highlight::Highlighter;

fn html(language: &str, code: &str) -> String {
    let html = Highlighter::new().highlight(language, code);
    String::from_utf8(html.to_vec()).unwrap()
}

/// What a browser shows of `html`.
fn text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let end = rest[at..].find('>').expect("a tag ends");
        let tag = &rest[at..=at + end];
        assert!(
            tag == "</span>" || (tag.starts_with("<span class=\"") && tag.len() == 16),
            "{tag}"
        );
        rest = &rest[at + end + 1..];
    }
    text.push_str(rest);
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

const LANGUAGES: &[&str] = &[
    "rust", "python", "js", "ts", "bash", "html", "css", "json", "yaml", "toml", "c", "c++", "sql",
    "markdown", "console", "pycon", "php", "ruby", "diff", "make", "latex", "haskell", "vue", "",
    "nonsense",
];

/// Letters that make grammars work: quotes, brackets, comments, words.
const CODE: &str = r#"(fn |def |class |let |if |"|'|`|\\|/\*|\*/|//|#|<|>|&|\{|\}|\(|\)|\[|\]|\$|@|=|:|;|<!--|-->|<script>|</script>|<\?php|\n|\r\n|\t| |[a-z0-9]{1,4}|\PC){0,60}"#;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_text_is_the_code(language in prop::sample::select(LANGUAGES), code in CODE) {
        let html = html(language, &code);
        prop_assert_eq!(text(&html), code);
        prop_assert_eq!(html.matches("<span").count(), html.matches("</span>").count());
    }

    #[test]
    fn any_language_and_any_text_will_do(language in any::<String>(), code in any::<String>()) {
        prop_assert_eq!(text(&html(&language, &code)), code);
    }
}

#[test]
fn rust() {
    let code = "#[derive(Debug)]\n// A <b>.\npub fn add(a: u8) -> Option<u8> {\n    let mut x = 1 + a;\n    println!(\"{x}\\n\");\n    Some(x)\n}\n";
    insta::assert_snapshot!(html("rust", code));
}

#[test]
fn python() {
    let code = "@app.get(\"/\")\nasync def hello(name: str = \"you\") -> str:\n    \"\"\"Says hello.\"\"\"\n    # A comment.\n    return f\"Hello {name.title()}\" if name and not None else 0\n";
    insta::assert_snapshot!(html("py", code));
}

#[test]
fn bash() {
    let code = "# Every lesson.\nfor file in *.md; do\n  echo \"$file ${x}\" | grep -v 'q' && exit 1\ndone\n";
    insta::assert_snapshot!(html("sh", code));
}

#[test]
fn toml() {
    let code =
        "[course]\ntitle = \"Rust\" # A comment.\nweeks = 12\nopen = true\nstart = 2026-11-24\n";
    insta::assert_snapshot!(html("toml", code));
}

#[test]
fn json() {
    let code = "{\"name\": \"x\\n\", \"n\": [1, true, null]}\n";
    insta::assert_snapshot!(html("json", code));
}

#[test]
fn html_with_script() {
    let code = "<!-- A comment. -->\n<a href=\"/x?a&amp;b\" class='y'>Hello</a>\n<script>let a = `x${1 + b}`;</script>\n";
    insta::assert_snapshot!(html("html", code));
}

#[test]
fn javascript() {
    let code =
        "import x from \"y\";\nconst f = async (a) => { return new Foo(a).bar(/[a-z]+/g); };\n";
    insta::assert_snapshot!(html("js", code));
}

#[test]
fn diff() {
    let code = "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n same\n-old\n+new\n";
    insta::assert_snapshot!(html("diff", code));
}

#[test]
fn only_what_was_typed_is_code_in_a_session() {
    let code = "$ cargo new \"hello\" \\\n    --bin\n     Created `hello` if done\n$ \n";
    insta::assert_snapshot!(html("console", code));
    let code = ">>> def f():\n...     return 1\n...\n>>> f()\n1\n";
    insta::assert_snapshot!(html("pycon", code));
}

#[test]
fn names_that_mean_text_have_no_colours() {
    for language in ["", "text", "txt", "plain", "output", "no-such-language"] {
        assert_eq!(
            html(language, "let x = \"<&>\";\n"),
            "let x = \"&lt;&amp;&gt;\";\n"
        );
    }
    let highlighter = Highlighter::new();
    assert!(
        highlighter.is_known("text") && highlighter.is_known("") && highlighter.is_known("C++")
    );
    assert!(!highlighter.is_known("no-such-language"));
}

#[test]
fn a_fence_says_more_than_the_language() {
    assert_eq!(
        html("Rust,no_run", "fn f() {}\n"),
        html("rust", "fn f() {}\n")
    );
}

#[test]
fn code_without_end_is_shown_plain_and_at_once() {
    let line = "(".repeat(20_001);
    assert_eq!(html("js", &line), line);
    let long = "let a = 1;\n".repeat(50_000);
    assert_eq!(html("js", &long), long);
}

#[test]
fn the_cache_changes_nothing_but_time() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("cache");
    let first = Highlighter::load(&cache);
    let block = first.highlight("rust", "fn main() {}\n");
    let _ = first.highlight("rust", "fn other() {}\n");
    first.save(&cache).unwrap();
    assert_eq!(fs::read_to_string(cache.join(".gitignore")).unwrap(), "*\n");

    let second = Highlighter::load(&cache);
    assert!(format!("{second:?}").contains("blocks: 2"));
    assert_eq!(second.highlight("rust", "fn main() {}\n"), block);
    // Nothing new: the file is not touched, so deleting it now leaves it deleted.
    fs::remove_dir_all(&cache).unwrap();
    second.save(&cache).unwrap();
    assert!(!cache.exists());
    // Something new: the block that nobody asked for is left out.
    let _ = second.highlight("rust", "fn third() {}\n");
    second.save(&cache).unwrap();
    assert!(format!("{:?}", Highlighter::load(&cache)).contains("blocks: 2"));
}

#[test]
fn a_damaged_cache_counts_as_none() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path();
    let highlighter = Highlighter::new();
    let block = highlighter.highlight("rust", "fn main() {}\n");
    highlighter.save(cache).unwrap();
    let file = fs::read_dir(cache)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some())
        .unwrap();
    let good = fs::read(&file).unwrap();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 0x20;
        fs::write(&file, &bad).unwrap();
        let loaded = Highlighter::load(cache);
        assert!(format!("{loaded:?}").contains("blocks: 0"), "byte {at}");
        assert_eq!(loaded.highlight("rust", "fn main() {}\n"), block);
        fs::write(&file, &good[..at]).unwrap();
        assert!(format!("{:?}", Highlighter::load(cache)).contains("blocks: 0"));
    }
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    assert!(format!("{:?}", Highlighter::load(cache)).contains("blocks: 0"));
}

#[test]
fn threads_agree() {
    use rayon::prelude::*;
    let highlighter = Highlighter::new();
    let blocks: Vec<_> = (0..200)
        .into_par_iter()
        .map(|at| highlighter.highlight("python", &format!("def f{}(): pass\n", at % 7)))
        .collect();
    for (at, block) in blocks.iter().enumerate() {
        assert_eq!(*block, blocks[at % 7]);
    }
}
