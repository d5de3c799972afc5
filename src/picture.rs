//! Pictures: their size, so that pages leave room for them and never jump, and the position in them, which is taken out.

mod position;
mod tiff;

use self::tiff::Tiff;
use crate::source::{SourceFile, SourcePath};

/// Width and height in pixels; `None` if the file does not say.
#[must_use]
pub(crate) fn size(file: &SourceFile) -> Option<(u32, u32)> {
    if file.path.extension() == "svg" {
        return svg_size(file.text().ok()?);
    }
    let size = imagesize::blob_size(file.bytes()).ok()?;
    let (width, height) = (
        u32::try_from(size.width).ok()?,
        u32::try_from(size.height).ok()?,
    );
    // Browsers show it as it was held (CSS Images 3, `image-orientation: from-image`).
    Some(if lies_on_its_side(file.bytes()) {
        (height, width)
    } else {
        (width, height)
    })
}

/// A photo without the place where it was taken; `None` if it does not say it.
#[must_use]
pub(crate) fn without_position(file: &SourceFile) -> Option<Vec<u8>> {
    position::take_out(file.bytes())
}

/// Whether a JPEG says that it has to be turned by a quarter.
fn lies_on_its_side(bytes: &[u8]) -> bool {
    exif(bytes)
        .and_then(Tiff::new)
        .and_then(|exif| exif.orientation())
        .is_some_and(|orientation| (5..=8).contains(&orientation))
}

/// The EXIF of a JPEG (Exif 3.0, 4.7.2): one of the pieces before the picture itself.
fn exif(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    loop {
        let [0xff, kind, high, low, after @ ..] = rest else {
            return None;
        };
        // Fill bytes may stand before a marker.
        if *kind == 0xff {
            rest = &rest[1..];
            continue;
        }
        let len = usize::from(u16::from_be_bytes([*high, *low])).checked_sub(2)?;
        let piece = after.get(..len)?;
        match kind {
            0xe1 if piece.starts_with(b"Exif\0") => return piece.get(6..),
            // The picture begins.
            0xda => return None,
            _ => rest = &after[len..],
        }
    }
}

/// Whether a file of this name is a picture that should have a size.
#[must_use]
pub(crate) fn should_have_size(path: &SourcePath) -> bool {
    matches!(
        path.extension().as_str(),
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg"
    )
}

/// Why browsers do not show a file as a picture, and what to do; `None` for all that they may show.
#[must_use]
pub(crate) fn not_shown(path: &SourcePath) -> Option<(String, &'static str)> {
    let ending = path.extension();
    let help = match ending.as_str() {
        "heic" | "heif" | "tif" | "tiff" | "raw" | "dng" | "cr2" | "nef" | "arw" | "psd" => {
            "save it as JPEG, and write the name of that file"
        }
        "pdf" | "doc" | "docx" | "odt" | "ppt" | "pptx" | "odp" | "xls" | "xlsx" | "ods" => {
            "take the `!` away, so that it is a link, or save it as PNG"
        }
        _ => return None,
    };
    Some((
        format!("browsers do not show a `.{ending}` file as a picture"),
        help,
    ))
}

/// The file that a front matter names, as seen from its own.
pub(crate) fn beside(path: &SourcePath, name: &str) -> SourcePath {
    let folder = path.folder();
    SourcePath::new(if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    })
}

/// Width and height of the `<svg>` element, else those of its view box.
fn svg_size(text: &str) -> Option<(u32, u32)> {
    let start = text.find("<svg")?;
    let tag = &text[start..start + text[start..].find('>')?];
    let pixels = |name: &str| {
        attribute(tag, name).and_then(|value| number(value.trim().trim_end_matches("px")))
    };
    if let (Some(width), Some(height)) = (pixels("width"), pixels("height")) {
        return Some((width, height));
    }
    let view_box: Vec<&str> = attribute(tag, "viewBox")?
        .split([' ', ','])
        .filter(|part| !part.is_empty())
        .collect();
    match view_box[..] {
        [_, _, width, height] => Some((number(width)?, number(height)?)),
        _ => None,
    }
}

fn number(text: &str) -> Option<u32> {
    let value: f64 = text.parse().ok()?;
    let value = value.round();
    (1.0..=100_000.0).contains(&value).then_some(value as u32)
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut at = 0;
    while let Some(found) = tag[at..].find(name).map(|found| at + found) {
        at = found + name.len();
        let is_start = tag[..found].ends_with(char::is_whitespace);
        let rest = tag[at..].trim_start();
        if let Some(rest) = rest.strip_prefix('=').filter(|_| is_start) {
            let rest = rest.trim_start();
            let quote = rest
                .chars()
                .next()
                .filter(|char| matches!(char, '"' | '\''))?;
            return rest[1..].split(quote).next();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::svg_size;

    #[test]
    fn sizes_of_svg() {
        assert_eq!(
            svg_size("<?xml?><svg xmlns='x' width=\"24px\" height='12.4'>"),
            Some((24, 12))
        );
        assert_eq!(
            svg_size("<svg viewBox='0 0 240,120' width='100%'>"),
            Some((240, 120))
        );
        assert_eq!(svg_size("<svg stroke-width='3' height='2'>"), None);
        assert_eq!(svg_size("<svg"), None);
    }
}
