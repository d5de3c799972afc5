//! [`Grammars`]: the languages that stoa knows, by the names that authors write.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use syntect::parsing::{SyntaxReference, SyntaxSet};

use super::class::Classes;

/// The grammars inside the binary. A constant that takes two milliseconds to unpack, which a
/// build whose code is all in the cache never spends.
pub(super) static GRAMMARS: LazyLock<Grammars> = LazyLock::new(Grammars::new);

/// Names that mean text without colours.
const PLAIN: &[&str] = &[
    "",
    "ascii",
    "none",
    "output",
    "plain",
    "plaintext",
    "text",
    "txt",
];

/// Names that authors write and grammars do not have, or have for another language.
const ALIASES: &[(&str, &str)] = &[
    ("asm", "yasm"),
    ("bat", "batch file"),
    ("cmd", "batch file"),
    ("containerfile", "dockerfile"),
    ("cplusplus", "c++"),
    ("csharp", "cs"),
    ("docker", "dockerfile"),
    ("dosini", "ini"),
    ("fortran", "f90"),
    ("fsharp", "f#"),
    ("golang", "go"),
    ("hbs", "html"),
    ("ipython", "python"),
    ("javascript", "js"),
    ("json5", "js"),
    ("jsonc", "json"),
    ("jsonl", "json"),
    ("ksh", "sh"),
    ("node", "js"),
    ("objc", "objective-c"),
    ("objective-cpp", "objective-c++"),
    ("patch", "diff"),
    ("perl6", "perl"),
    ("postgres", "sql"),
    ("postgresql", "sql"),
    ("posh", "powershell"),
    ("properties", "java properties"),
    ("protobuf", "proto"),
    ("ps", "powershell"),
    ("pwsh", "powershell"),
    ("python3", "python"),
    ("py3", "python"),
    ("regex", "re"),
    ("regexp", "re"),
    ("restructuredtext", "rst"),
    ("scheme", "scm"),
    ("shell", "sh"),
    ("shellscript", "sh"),
    ("sqlite", "sql"),
    ("svg", "xml"),
    ("terraform", "tf"),
    ("typescript", "ts"),
    ("tera", "jinja2"),
    ("viml", "vim"),
    ("vimscript", "vim"),
    ("xsl", "xml"),
    ("zsh", "bash"),
];

/// What was typed and what came back, in one block: only lines with a prompt are code.
const SESSIONS: &[(&str, &str, &[&str])] = &[
    ("console", "bash", &["$ ", "# ", "% "]),
    ("pycon", "python", &[">>> ", "... "]),
    ("session", "bash", &["$ ", "# ", "% "]),
    ("sh-session", "bash", &["$ ", "# ", "% "]),
    ("shell-session", "bash", &["$ ", "# ", "% "]),
    ("shellsession", "bash", &["$ ", "# ", "% "]),
    ("terminal", "bash", &["$ ", "# ", "% "]),
];

/// How a block of code is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Language<'a> {
    pub(super) syntax: &'a SyntaxReference,
    /// What stands before the code of a line; without one every line is code.
    pub(super) prompts: &'static [&'static str],
}

/// The grammars, and which names they have.
pub(super) struct Grammars {
    pub(super) syntaxes: SyntaxSet,
    pub(super) classes: Classes,
    names: BTreeMap<String, usize>,
}

impl Grammars {
    fn new() -> Self {
        let syntaxes = two_face::syntax::extra_newlines();
        let mut names = BTreeMap::new();
        for (at, syntax) in syntaxes.syntaxes().iter().enumerate() {
            names.insert(syntax.name.to_lowercase(), at);
        }
        // Endings come after names and later grammars after earlier ones: this is the order in
        // which syntect looks, without its walk over 220 grammars for each block.
        for (at, syntax) in syntaxes.syntaxes().iter().enumerate() {
            for ending in &syntax.file_extensions {
                // `C` is C++ to a file system and C to everybody who writes it in Markdown.
                if *ending == ending.to_lowercase() {
                    names.insert(ending.clone(), at);
                }
            }
        }
        for (alias, name) in ALIASES {
            if let Some(at) = names.get(*name).copied() {
                names.insert((*alias).to_owned(), at);
            }
        }
        Self {
            syntaxes,
            classes: Classes::new(),
            names,
        }
    }

    /// The language of this name, as [`tidy`] gives it.
    pub(super) fn language(&self, name: &str) -> Option<Language<'_>> {
        let (name, prompts) = SESSIONS
            .iter()
            .find(|(session, ..)| *session == name)
            .map_or((name, [].as_slice()), |(_, name, prompts)| (name, *prompts));
        let at = *self.names.get(name)?;
        let syntax = self.syntaxes.syntaxes().get(at)?;
        Some(Language { syntax, prompts })
    }
}

/// Whether this name, as [`tidy`] gives it, asks for text without colours.
pub(super) fn is_plain(name: &str) -> bool {
    PLAIN.contains(&name)
}

/// The name of the language as it stands behind a fence, `Rust,ignore` or `{.python}`: in small
/// letters and alone.
pub(super) fn tidy(language: &str) -> String {
    let name = language
        .trim()
        .trim_start_matches(['{', '.'])
        .split([',', ' ', '\t', '{', '}'])
        .next()
        .unwrap_or_default();
    let name = name.to_lowercase();
    match name.strip_prefix("language-") {
        Some(name) => name.to_owned(),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_alias_leads_to_a_language() {
        for (alias, name) in ALIASES {
            assert!(GRAMMARS.names.contains_key(*name), "{alias} -> {name}");
        }
        for (session, name, _) in SESSIONS {
            assert!(GRAMMARS.names.contains_key(*name), "{session} -> {name}");
        }
    }

    #[test]
    fn the_names_that_people_write_are_known() {
        let names = "rust rs python py js javascript jsx ts typescript tsx sh bash shell zsh fish \
            console json jsonc yaml yml toml ini html css scss sass less xml svg sql md markdown c \
            cpp c++ c# cs csharp java kotlin kt swift go golang ruby rb php perl r julia lua scala \
            haskell hs elixir erlang clojure lisp scheme dart zig nim make makefile cmake \
            dockerfile docker diff patch graphql proto powershell ps1 bat latex tex vim nginx http \
            regex csv rst dot gradle groovy fsharp ocaml matlab objc terraform hcl vue svelte typst \
            pycon asm";
        for name in names.split_whitespace() {
            assert!(GRAMMARS.language(name).is_some(), "{name}");
        }
        let name = |name| {
            GRAMMARS
                .language(name)
                .map(|found| found.syntax.name.as_str())
        };
        assert_eq!(name("c"), Some("C"));
        assert_eq!(name("r"), Some("R"));
        assert_eq!(name("ts"), Some("TypeScript"));
        assert_eq!(name("fsharp"), Some("F#"));
        assert_eq!(name("m"), Some("Objective-C"));
        assert_eq!(name("v"), Some("Verilog"));
        assert_eq!(name("dockerfile"), Some("Dockerfile"));
        assert_eq!(name("rust"), Some("Rust"));
        assert_eq!(name("matlab"), Some("MATLAB"));
    }

    #[test]
    fn a_fence_says_more_than_the_language() {
        assert_eq!(tidy("Rust,no_run"), "rust");
        assert_eq!(tidy("{.python .numberLines}"), "python");
        assert_eq!(tidy("language-js title=x"), "js");
        assert_eq!(tidy(" "), "");
    }
}
