//! Addresses of people in files that are copied as they are.

use crate::address;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Content, SourceFile, SourcePath};

/// Endings of programs and style sheets, which are left as they are: they are code, in which an address may stand as it may
/// in the code of a lesson, and pages may know their digests.
const PROGRAMS: &[&str] = &[
    "bash", "c", "cjs", "cpp", "css", "go", "h", "hpp", "hs", "java", "jl", "js", "kt", "lua", "m",
    "map", "mjs", "php", "pl", "ps1", "py", "r", "rb", "rs", "scala", "sh", "sql", "swift", "ts",
];

/// What becomes of a file.
pub(super) enum Copied {
    /// It is copied.
    AsItIs,
    /// This is published in its place.
    Cleaned(String, Diagnostic),
    /// It holds an address and cannot be cleaned.
    Refused(Diagnostic),
}

/// Looks for addresses in a file. Whether it is text is seen from what it holds: any name can be that of a text.
pub(super) fn look(file: &SourceFile) -> Copied {
    if PROGRAMS.contains(&file.path.extension().as_str()) {
        return Copied::AsItIs;
    }
    match &file.content {
        Content::Memory(bytes) => match file.text() {
            Ok(text) if !text.contains('\0') => match address::take_out(text, &[]) {
                Some(cleaned) => {
                    let found = in_text(&file.path, &cleaned);
                    Copied::Cleaned(cleaned.text, found)
                }
                None => Copied::AsItIs,
            },
            _ if address::is_in_bytes(bytes) => Copied::Refused(
                refused(&file.path).help("save it as UTF-8: then stoa takes the address out"),
            ),
            _ => Copied::AsItIs,
        },
        Content::Disk(large) if large.holds_address() => Copied::Refused(
            refused(&file.path)
                .help("take the address out, or split the file: stoa changes no file of this size"),
        ),
        Content::Disk(_) => Copied::AsItIs,
    }
}

fn in_text(path: &SourcePath, cleaned: &address::Cleaned) -> Diagnostic {
    let more = cleaned.addresses().len() - 1;
    let first = cleaned.addresses().next().cloned().unwrap_or_default();
    let mut found = address::finding(path, first);
    match more {
        0 => {}
        1 => found.message.push_str(", nor is another one in this file"),
        _ => {
            let words = format!(", nor are {more} others in this file");
            found.message.push_str(&words);
        }
    }
    found
}

fn refused(path: &SourcePath) -> Diagnostic {
    address::found_in(path, None, "there is an e-mail address in this file")
        .severity(Severity::Error)
}
