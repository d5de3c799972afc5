//! Files of other people beside what they wrote. Opened at the address of the portal, a file that a browser runs could do there
//! all that the portal can, so what is published is a list of what is known to be harmless, and not the other way round.

use crate::source::{SourceFile, SourcePath};

/// Folders that hold what other people contribute.
const CONTRIBUTED: &[&str] = &["resources/", "people/"];

/// How much of a text is looked at, in bytes: more than any browser looks at to guess what a file is (MIME Sniffing Standard, 5.2).
const BEGINNING: usize = 2048;

/// How the files of a kind begin.
#[derive(Debug, Clone, Copy)]
enum Begins {
    /// With one of these.
    With(&'static [&'static [u8]]),
    /// With one of these after four bytes that are a length.
    AfterLength(&'static [&'static [u8]]),
    /// With `RIFF`, a length, and this.
    Riff(&'static [u8]),
    /// As text that no browser takes for a page.
    Text,
}

/// What begins an archive of ZIP, and one with nothing in it (APPNOTE 6.3.10, 4.3).
const ZIP: Begins = Begins::With(&[b"PK\x03\x04", b"PK\x05\x06"]);

/// What begins a film or a sound of the MPEG-4 family (ISO/IEC 14496-12, 4.3), and what older programs write first.
const MPEG_4: Begins = Begins::AfterLength(&[b"ftyp", b"moov", b"mdat", b"wide", b"free"]);

/// What is published of other people: kinds of files that no browser runs, and that hold no programs for office software.
const KINDS: &[(&[&str], Begins)] = &[
    (&["png"], Begins::With(&[b"\x89PNG\r\n\x1a\n"])),
    (&["jpg", "jpeg"], Begins::With(&[b"\xff\xd8\xff"])),
    (&["gif"], Begins::With(&[b"GIF87a", b"GIF89a"])),
    (&["webp"], Begins::Riff(b"WEBP")),
    (&["avif", "heic", "heif"], Begins::AfterLength(&[b"ftyp"])),
    (&["tif", "tiff"], Begins::With(&[b"II*\0", b"MM\0*"])),
    (&["pdf"], Begins::With(&[b"%PDF"])),
    (
        &["mp3"],
        Begins::With(&[
            b"ID3",
            b"\xff\xfa",
            b"\xff\xfb",
            b"\xff\xf2",
            b"\xff\xf3",
            b"\xff\xe2",
            b"\xff\xe3",
        ]),
    ),
    (&["m4a", "m4v", "mp4", "mov"], MPEG_4),
    (&["ogg", "oga", "ogv", "opus"], Begins::With(&[b"OggS"])),
    (&["flac"], Begins::With(&[b"fLaC", b"ID3"])),
    (&["wav"], Begins::Riff(b"WAVE")),
    (&["webm"], Begins::With(&[b"\x1a\x45\xdf\xa3"])),
    (&["docx", "xlsx", "pptx"], ZIP),
    (&["odt", "ods", "odp", "odg"], ZIP),
    (&["epub", "zip"], ZIP),
    (&["rtf"], Begins::With(&[b"{\\rtf"])),
    (&["txt", "csv", "tsv", "md", "markdown"], Begins::Text),
    (&["vtt", "srt", "ics", "bib", "json", "ipynb"], Begins::Text),
];

/// Why a file of other people is not published, and what to do about it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The end of a sentence that begins with "it comes from other people".
    pub(crate) reason: String,
    /// What to do.
    pub(crate) help: &'static str,
}

/// Why this file is not published, if it comes from other people and is not known to be harmless.
pub(crate) fn refusal(file: &SourceFile) -> Option<Refusal> {
    if !is_contributed(&file.path) {
        return None;
    }
    let ending = file.path.extension();
    let refuse = |reason: String, help| Some(Refusal { reason, help });
    let Some((_, begins)) = KINDS
        .iter()
        .find(|(endings, _)| endings.contains(&ending.as_str()))
    else {
        return match ending.as_str() {
            "svg" | "svgz" => refuse(
                "a drawing can hold programs".to_owned(),
                "export it as PNG; a drawing of your own can stand in static/ or beside a lesson",
            ),
            "" => refuse(
                "its name has no ending that says what it is".to_owned(),
                "give it the ending of what it is, like .pdf, .png or .txt",
            ),
            _ => refuse(
                format!("browsers and computers may run a `.{ending}` file"),
                "hand it on as PDF, PNG, plain text or ZIP, or link to where it is on the web",
            ),
        };
    };
    let start = file.beginning(BEGINNING);
    match begins {
        Begins::Text if start.contains(&0) => refuse(
            format!("what is in it is no text, as `.{ending}` says"),
            "give it the ending of what it is, or save it as plain text with the encoding UTF-8",
        ),
        Begins::Text if is_markup(start) => refuse(
            "it begins with `<`, and browsers would take it for a page".to_owned(),
            "begin it with a line of words, or link to where it is on the web",
        ),
        Begins::Text => None,
        begins if begins.fit(start) => None,
        _ => refuse(
            format!("what is in it is not what `.{ending}` says"),
            "give it the ending of what it is, or save it anew",
        ),
    }
}

/// Whether other people may have put this file into the course.
fn is_contributed(path: &SourcePath) -> bool {
    CONTRIBUTED
        .iter()
        .any(|folder| path.as_str().starts_with(folder))
}

impl Begins {
    fn fit(self, start: &[u8]) -> bool {
        let is_any = |start: &[u8], all: &[&[u8]]| all.iter().any(|one| start.starts_with(one));
        match self {
            Self::With(all) => is_any(start, all),
            Self::AfterLength(all) => is_any(start.get(4..).unwrap_or_default(), all),
            Self::Riff(form) => {
                start.starts_with(b"RIFF") && start.get(8..).is_some_and(|at| at.starts_with(form))
            }
            Self::Text => true,
        }
    }
}

/// Everything that browsers take for HTML or XML begins so (MIME Sniffing Standard, 7.1).
fn is_markup(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    start.trim_ascii_start().starts_with(b"<")
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::refusal;
    use crate::source::{SourceFile, SourcePath};

    fn is_published(path: &str, bytes: &'static [u8]) -> bool {
        let file = SourceFile::in_memory(SourcePath::new(path), Bytes::from_static(bytes));
        refusal(&file).is_none()
    }

    #[test]
    fn a_file_is_what_its_ending_says() {
        for (name, bytes) in [
            ("a.png", &b"\x89PNG\r\n\x1a\n..."[..]),
            ("a.JPG", b"\xff\xd8\xff\xe0"),
            ("a.webp", b"RIFF\x01\x02\x03\x04WEBP"),
            ("a.mp4", b"\0\0\0\x18ftypmp42"),
            ("a.docx", b"PK\x03\x04..."),
            ("a.txt", b""),
            ("a.csv", b"a,<b>,c"),
        ] {
            assert!(is_published(&format!("resources/{name}"), bytes), "{name}");
        }
        for (name, bytes) in [
            ("a.png", &b"<html>"[..]),
            ("a.png", b""),
            ("a.webp", b"RIFF\x01\x02\x03\x04WAVE"),
            ("a.mp4", b"ftyp"),
            ("a.txt", b"\xef\xbb\xbf\x0c \n<!-- -->"),
            ("a.txt", b"a\0b"),
            ("a.svg", b"<svg/>"),
            ("a.html.en", b"x"),
            ("a", b"x"),
        ] {
            assert!(!is_published(&format!("people/{name}"), bytes), "{name}");
            assert!(is_published(&format!("modules/{name}"), bytes), "{name}");
        }
    }
}
