//! Pictures as cameras write them: nobody learns where they were taken, and they stand upright.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use support::Course;

/// A JPEG of 4 × 3 pixels with this EXIF; only its frame, which says the size.
fn jpeg(exif: &[u8]) -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xe1".to_vec();
    bytes.extend(u16::try_from(exif.len() + 8).unwrap().to_be_bytes());
    bytes.extend(b"Exif\0\0");
    bytes.extend(exif);
    bytes.extend(b"\xff\xc0\0\x0b\x08\0\x03\0\x04\x01\x01\x11\0\xff\xda\0\x02\xff\xd9");
    bytes
}

/// EXIF with an orientation and a position: 48° 12' as two numbers of eight bytes.
fn exif(is_little: bool, orientation: u16) -> Vec<u8> {
    let short = |n: u16| {
        if is_little {
            n.to_le_bytes()
        } else {
            n.to_be_bytes()
        }
    };
    let long = |n: u32| {
        if is_little {
            n.to_le_bytes()
        } else {
            n.to_be_bytes()
        }
    };
    let entry = |tag: u16, kind: u16, count: u32, field: [u8; 4]| {
        [&short(tag)[..], &short(kind), &long(count), &field].concat()
    };
    let [a, b] = short(orientation);
    [
        if is_little { &b"II*\0"[..] } else { b"MM\0*" },
        &long(8),
        &short(2),
        &entry(0x0112, 3, 1, [a, b, 0, 0]),
        &entry(0x8825, 4, 1, long(38)),
        &long(0),
        &short(1),
        &entry(2, 5, 2, long(56)),
        &long(0),
        &long(48),
        &long(1),
        &long(12),
        &long(1),
    ]
    .concat()
}

/// Whether any byte of the position is left: behind the head, both tables of the photo from above.
fn says_where(bytes: &[u8]) -> bool {
    bytes
        .windows(2)
        .any(|two| two == [0x25, 0x88] || two == [0x88, 0x25] || two == [48, 0] || two == [0, 48])
}

const PAGE: &str = "# A\n\n![The hall](hall.jpg)\n";

fn published(name: &str, bytes: &[u8]) -> Vec<u8> {
    let build = Course::lesson(&PAGE.replace("hall.jpg", name))
        .with(&format!("modules/{name}"), bytes)
        .build();
    build.files()[&format!("modules/{name}")].clone()
}

#[test]
fn where_a_photo_was_taken_is_not_published() {
    for is_little in [true, false] {
        let photo = jpeg(&exif(is_little, 6));
        assert!(says_where(&photo));
        let clean = published("hall.jpg", &photo);
        assert!(!says_where(&clean), "{clean:?}");
        // Everything else is as it was, the orientation too.
        assert_eq!(clean.len(), photo.len());
        let end = 12 + 8;
        assert_eq!(clean[..end], photo[..end]);
        assert_eq!(clean[end + 2..end + 14], photo[end + 2..end + 14]);
        assert_eq!(clean[clean.len() - 19..], photo[photo.len() - 19..]);
    }
}

#[test]
fn nor_that_of_the_second_picture_in_it_nor_that_in_words() {
    let mut photo = jpeg(&exif(true, 1));
    photo.extend(b"<x:xmpmeta exif:GPSLatitude=\"31,7.5N\" exif:GPSLongitude = '77,3W'><exif:GPSAltitude>99/1</exif:GPSAltitude><drone-dji:GpsLatitude>31.7</drone-dji:GpsLatitude> dc:title=\"GPS 31\"");
    photo.extend(jpeg(&exif(false, 1)));
    let clean = published("hall.jpg", &photo);
    assert!(!says_where(&clean));
    let text = String::from_utf8_lossy(&clean).into_owned();
    assert!(
        !text.contains("31,7")
            && !text.contains("77,3")
            && !text.contains("99/1")
            && !text.contains("31.7"),
        "{text}"
    );
    assert!(text.contains("dc:title=\"GPS 31\""));
}

#[test]
fn a_png_stays_a_good_png_without_its_position() {
    let chunk = |kind: &[u8], data: &[u8]| {
        let body = [kind, data].concat();
        let sum = crc32fast::hash(&body);
        [
            &u32::try_from(data.len()).unwrap().to_be_bytes()[..],
            &body,
            &sum.to_be_bytes(),
        ]
        .concat()
    };
    let head = chunk(b"IHDR", b"\0\0\0\x04\0\0\0\x03\x08\0\0\0\0");
    let end = chunk(b"IEND", b"");
    let photo = [
        b"\x89PNG\r\n\x1a\n",
        &head[..],
        &chunk(b"eXIf", &exif(false, 1)),
        &chunk(b"zTXt", b"Raw profile type exif\0\0packed"),
        &end,
    ]
    .concat();
    let clean = published("hall.png", &photo);
    assert!(!says_where(&clean[20..]));
    let mut at = 8;
    let mut kinds = Vec::new();
    while at < clean.len() {
        let len = u32::from_be_bytes(clean[at..at + 4].try_into().unwrap()) as usize;
        let body = &clean[at + 4..at + 8 + len];
        assert_eq!(
            clean[at + 8 + len..at + 12 + len],
            crc32fast::hash(body).to_be_bytes()
        );
        kinds.push(String::from_utf8_lossy(&body[..4]).into_owned());
        at += 12 + len;
    }
    assert_eq!(kinds, ["IHDR", "eXIf", "IEND"]);
}

#[test]
fn a_photo_without_a_position_is_copied_as_it_is() {
    let photo = jpeg(&exif(true, 1)[..26]);
    assert_eq!(published("hall.jpg", &photo), photo);
}

#[test]
fn a_photo_that_was_held_upright_has_its_width_and_height_changed() {
    for (orientation, size) in [
        (1, "width=\"4\" height=\"3\""),
        (3, "width=\"4\" height=\"3\""),
        (6, "width=\"3\" height=\"4\""),
        (8, "width=\"3\" height=\"4\""),
    ] {
        let build = Course::lesson(PAGE)
            .with("modules/hall.jpg", jpeg(&exif(false, orientation)))
            .build();
        assert!(build.page("modules/a/").contains(size), "{orientation}");
    }
}

#[test]
fn a_large_photo_is_looked_into_too() {
    let mut photo = jpeg(&exif(true, 1));
    photo.extend(vec![7; 9 * 1024 * 1024]);
    let folder = tempfile::tempdir().unwrap();
    Course::lesson(PAGE)
        .with("modules/hall.jpg", &photo)
        .write_to(folder.path());
    let sources = stoa::source::Sources::read(folder.path(), &[], None).unwrap();
    assert_eq!(
        sources.get("modules/hall.jpg").unwrap().bytes().len(),
        photo.len()
    );
}

#[test]
fn what_browsers_do_not_show_is_no_picture() {
    for (name, help) in [
        ("hall.HEIC", "JPEG"),
        ("hall.tif", "JPEG"),
        ("plan.pdf", "link"),
    ] {
        let build = Course::lesson(&PAGE.replace("hall.jpg", name))
            .with(&format!("modules/{name}"), "x")
            .build();
        assert_eq!(build.findings_of("bad-picture").len(), 1, "{name}");
        assert!(build.help_of("bad-picture").contains(help), "{name}");
    }
}

proptest::proptest! {
    /// No bytes are a panic, whatever their tables say.
    #[test]
    fn any_photo_is_published(is_little in proptest::bool::ANY, at in 0..88_usize, noise in proptest::collection::vec(proptest::num::u8::ANY, 0..12), cut in 0..120_usize) {
        let mut photo = jpeg(&exif(is_little, 6));
        let end = (at + noise.len()).min(photo.len());
        photo.splice(at..end, noise);
        photo.truncate(cut.max(2));
        published("hall.jpg", &photo);
    }
}
