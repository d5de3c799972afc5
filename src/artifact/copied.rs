//! Addresses of people in files that are copied as they are.

use std::io::Read as _;

use crate::address;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Content, LargeFile, SourceFile, SourcePath};

/// Endings of programs and style sheets, which are left as they are: they are code, in which an address may stand as it may
/// in the code of a lesson, and pages may know their digests.
const PROGRAMS: &[&str] = &[
    "bash", "c", "cjs", "cpp", "css", "go", "h", "hpp", "hs", "java", "jl", "js", "kt", "lua", "m",
    "map", "mjs", "php", "pl", "ps1", "py", "r", "rb", "rs", "scala", "sh", "sql", "swift", "ts",
];

/// How much of a large file is looked at in one go, in bytes.
const BLOCK: usize = 1024 * 1024;

/// How much of a block is looked at again with the next one, so that nothing is cut in two. Even, for UTF-16.
const OVERLAP: usize = 1024;

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
            _ if as_text(bytes).is_some_and(|text| address::is_in(&text)) => Copied::Refused(
                refused(&file.path).help("save it as UTF-8: then stoa takes the address out"),
            ),
            _ => Copied::AsItIs,
        },
        Content::Disk(large) if is_in_large(large) => Copied::Refused(
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

/// Bytes that are no UTF-8 as text: UTF-16, or else one of the old encodings, in which the letters of addresses are the same.
/// `None` if they are no text at all.
fn as_text(bytes: &[u8]) -> Option<String> {
    let words = |from: fn([u8; 2]) -> u16| {
        let words: Vec<u16> = bytes
            .as_chunks::<2>()
            .0
            .iter()
            .map(|pair| from(*pair))
            .collect();
        Some(String::from_utf16_lossy(&words))
    };
    let zeros = |odd: usize| {
        bytes
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    if bytes.starts_with(&[0xff, 0xfe])
        || zeros(1) > bytes.len() / 4 && zeros(0) < bytes.len() / 100 + 1
    {
        return words(u16::from_le_bytes);
    }
    if bytes.starts_with(&[0xfe, 0xff])
        || zeros(0) > bytes.len() / 4 && zeros(1) < bytes.len() / 100 + 1
    {
        return words(u16::from_be_bytes);
    }
    // In what is packed or drawn, every tenth byte is one of these.
    let is_control = |byte: &&u8| **byte < b' ' && !byte.is_ascii_whitespace();
    let is_text = bytes.iter().filter(is_control).count() <= bytes.len() / 100;
    is_text.then(|| bytes.iter().map(|byte| char::from(*byte)).collect())
}

/// Whether there is an address in a file that is too large to be kept. One that cannot be read is not copied either.
fn is_in_large(large: &LargeFile) -> bool {
    let Ok(mut file) = large.open() else {
        return false;
    };
    let mut block = Vec::new();
    loop {
        let old = block.len();
        let room = (BLOCK - old.min(OVERLAP)) as u64;
        let Ok(read) = file.by_ref().take(room).read_to_end(&mut block) else {
            return false;
        };
        if read == 0 {
            return false;
        }
        let text = match std::str::from_utf8(&block) {
            Ok(text) if !text.contains('\0') => Some(text.to_owned()),
            _ => as_text(&block),
        };
        // Films and archives are no text from their first block on.
        match text {
            None if old == 0 => return false,
            Some(text) if address::is_in(&text) => return true,
            _ => {}
        }
        let keep = block.len().saturating_sub(OVERLAP);
        block.drain(..keep - keep % 2);
    }
}
