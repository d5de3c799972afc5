//! An award in its picture: in PNG as text in chunks, in SVG as an element (Open Badges 3.0, 5.3; Open Badges 2.0, baking).

use quick_xml::events::{BytesCData, BytesEnd, BytesStart, Event};
use quick_xml::{Reader, Writer};

/// The keyword of an award of Open Badges 3.0 in PNG.
pub const CREDENTIAL: &str = "openbadgecredential";

/// The keyword of one of Open Badges 2.0.
pub const ASSERTION: &str = "openbadges";

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The namespace of Open Badges 3.0 in SVG.
const NAMESPACE: &str = "https://purl.imsglobal.org/ob/v3p0";

/// A chunk of a PNG picture.
struct Chunk<'a> {
    kind: &'a [u8],
    data: &'a [u8],
    whole: &'a [u8],
}

/// The chunks of a PNG picture; `None` if it is none or broken.
fn chunks(png: &[u8]) -> Option<Vec<Chunk<'_>>> {
    let mut rest = png.strip_prefix(SIGNATURE)?;
    let mut chunks = Vec::new();
    while !rest.is_empty() {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize;
        let whole = rest.get(..length.checked_add(12)?)?;
        let kind = &whole[4..8];
        chunks.push(Chunk {
            kind,
            data: &whole[8..8 + length],
            whole,
        });
        rest = &rest[whole.len()..];
        if kind == b"IEND" {
            break;
        }
    }
    let is_whole = chunks.first()?.kind == b"IHDR" && chunks.last()?.kind == b"IEND";
    is_whole.then_some(chunks)
}

/// The keyword and the rest of a chunk of text.
fn text<'a>(chunk: &Chunk<'a>) -> Option<(&'a [u8], &'a [u8])> {
    if ![b"iTXt", b"tEXt", b"zTXt"]
        .iter()
        .any(|kind| chunk.kind == *kind)
    {
        return None;
    }
    let end = chunk.data.iter().position(|byte| *byte == 0)?;
    Some((&chunk.data[..end], &chunk.data[end + 1..]))
}

/// A PNG picture with these texts in it, in place of what was there under the same keywords. The picture stays as it is, byte for
/// byte. `None` if it is no PNG.
#[must_use]
pub fn png(picture: &[u8], texts: &[(&str, &str)]) -> Option<Vec<u8>> {
    let chunks = chunks(picture)?;
    let mut out = SIGNATURE.to_vec();
    for (at, chunk) in chunks.iter().enumerate() {
        let keyword = text(chunk).map(|(keyword, _)| keyword);
        let is_replaced = |(name, _): &(&str, &str)| keyword == Some(name.as_bytes());
        if !texts.iter().any(is_replaced) {
            out.extend_from_slice(chunk.whole);
        }
        if at == 0 {
            for (keyword, text) in texts {
                // Not packed, no language, no translated keyword (PNG, 11.3.3.4).
                let data = [keyword.as_bytes(), b"\0\0\0\0\0", text.as_bytes()].concat();
                let length = u32::try_from(data.len()).ok()?;
                let mut sum = crc32fast::Hasher::new();
                sum.update(b"iTXt");
                sum.update(&data);
                out.extend_from_slice(&length.to_be_bytes());
                out.extend_from_slice(b"iTXt");
                out.extend_from_slice(&data);
                out.extend_from_slice(&sum.finalize().to_be_bytes());
            }
        }
    }
    Some(out)
}

/// The text under a keyword in a PNG picture.
#[must_use]
pub fn from_png(picture: &[u8], keyword: &str) -> Option<String> {
    let chunks = chunks(picture)?;
    let found = chunks.iter().find_map(|chunk| {
        let (name, rest) = text(chunk)?;
        if name != keyword.as_bytes() {
            return None;
        }
        match chunk.kind {
            b"tEXt" => Some(rest.to_vec()),
            b"iTXt" => {
                let (flags, rest) = rest.split_at_checked(2)?;
                let mut parts = rest.splitn(3, |byte| *byte == 0);
                let text = parts.nth(2)?;
                match flags[0] {
                    0 => Some(text.to_vec()),
                    _ => inflate(text),
                }
            }
            _ => inflate(rest.get(1..)?),
        }
    })?;
    String::from_utf8(found).ok()
}

/// So much a packed text may hold. Bytes.
const LONGEST: u64 = 4 * 1024 * 1024;

fn inflate(packed: &[u8]) -> Option<Vec<u8>> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    let mut reader = flate2::read::ZlibDecoder::new(packed).take(LONGEST);
    reader.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// An SVG picture with an award in it, right behind the start of the picture, in place of one that was there. `None` if it is no
/// SVG that can be read.
#[must_use]
pub fn svg(picture: &str, credential: &str) -> Option<String> {
    // The end of a section of characters can be in no text of JSON but as this.
    let credential = credential.replace("]]>", "]]\\u003e");
    let mut reader = Reader::from_str(picture);
    let mut writer = Writer::new(Vec::new());
    let mut is_baked = false;
    let mut inside = 0_usize;
    loop {
        let event = reader.read_event().ok()?;
        if inside > 0 {
            match event {
                Event::Start(_) => inside += 1,
                Event::End(_) => inside -= 1,
                Event::Eof => return None,
                _ => {}
            }
            continue;
        }
        match event {
            Event::Eof => break,
            Event::Start(start) if !is_baked => {
                is_baked = true;
                if start.local_name().as_ref() != "svg" {
                    return None;
                }
                writer
                    .write_event(Event::Start(with_namespace(&start)?))
                    .ok()?;
                element(&mut writer, &credential)?;
            }
            Event::Empty(start) if !is_baked => {
                is_baked = true;
                if start.local_name().as_ref() != "svg" {
                    return None;
                }
                let name = start.name().as_ref().to_owned();
                writer
                    .write_event(Event::Start(with_namespace(&start)?))
                    .ok()?;
                element(&mut writer, &credential)?;
                writer.write_event(Event::End(BytesEnd::new(name))).ok()?;
            }
            Event::Start(start) if is_award(&start) => inside = 1,
            Event::Empty(start) if is_award(&start) => {}
            other => writer.write_event(other).ok()?,
        }
    }
    is_baked.then_some(())?;
    String::from_utf8(writer.into_inner()).ok()
}

fn is_award(start: &BytesStart<'_>) -> bool {
    start.name().as_ref() == "openbadges:credential"
}

fn with_namespace(start: &BytesStart<'_>) -> Option<BytesStart<'static>> {
    let name = start.name().as_ref().to_owned();
    let mut out = BytesStart::new(name);
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.ok()?;
        if attribute.key.as_ref() != "xmlns:openbadges" {
            out.push_attribute(attribute);
        }
    }
    out.push_attribute(("xmlns:openbadges", NAMESPACE));
    Some(out)
}

fn element(writer: &mut Writer<Vec<u8>>, credential: &str) -> Option<()> {
    let name = "openbadges:credential";
    writer
        .write_event(Event::Start(BytesStart::new(name)))
        .ok()?;
    writer
        .write_event(Event::CData(BytesCData::new(credential)))
        .ok()?;
    writer.write_event(Event::End(BytesEnd::new(name))).ok()
}

/// The award in an SVG picture.
#[must_use]
pub fn from_svg(picture: &str) -> Option<String> {
    let mut reader = Reader::from_str(picture);
    let mut text = String::new();
    let mut inside = false;
    loop {
        match reader.read_event().ok()? {
            Event::Eof => return None,
            Event::Start(start) if is_award(&start) => inside = true,
            Event::End(end) if inside && end.name().as_ref() == "openbadges:credential" => {
                return Some(text);
            }
            Event::CData(data) if inside => {
                text.push_str(&data);
            }
            Event::Text(data) if inside => {
                text.push_str(&data);
            }
            Event::GeneralRef(name) if inside => text.push_str(match name.as_ref() {
                "quot" => "\"",
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "apos" => "'",
                _ => return None,
            }),
            _ => {}
        }
    }
}
