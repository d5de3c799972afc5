//! [`Asked`]: the part of a file that a request asks for (RFC 9110, 14). Browsers need it to
//! play and to seek in a video.

use std::ops::Range;

/// The part of a file that a request asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// All of it. Also for what this server does not understand, several ranges for one: a server
    /// may ignore `Range` (RFC 9110, 14.2).
    Whole,
    /// These bytes.
    Part(Range<u64>),
    /// Bytes that the file does not have.
    Nothing,
}

impl Asked {
    /// Reads the value of a `Range` header for a file of `len` bytes.
    pub(super) fn of(header: &str, len: u64) -> Self {
        Self::parse(header, len).unwrap_or(Self::Whole)
    }

    fn parse(header: &str, len: u64) -> Option<Self> {
        let (unit, range) = header.split_once('=')?;
        let (first, last) = range.trim().split_once('-')?;
        if !unit.trim().eq_ignore_ascii_case("bytes") {
            return None;
        }
        if first.is_empty() {
            let count = number(last)?.min(len);
            return Some(if count == 0 {
                Self::Nothing
            } else {
                Self::Part(len - count..len)
            });
        }
        let first = number(first)?;
        let last = if last.is_empty() {
            u64::MAX
        } else {
            number(last)?
        };
        if last < first {
            return None;
        }
        Some(if first >= len {
            Self::Nothing
        } else {
            Self::Part(first..last.saturating_add(1).min(len))
        })
    }
}

/// Digits only: `u64::from_str` would also take a sign.
fn number(text: &str) -> Option<u64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Asked;

    #[test]
    fn ranges_as_browsers_write_them() {
        for (header, asked) in [
            ("bytes=0-", Asked::Part(0..10)),
            ("bytes=2-4", Asked::Part(2..5)),
            ("bytes=2-400", Asked::Part(2..10)),
            ("bytes=-3", Asked::Part(7..10)),
            ("bytes=-30", Asked::Part(0..10)),
            ("bytes=0-18446744073709551615", Asked::Part(0..10)),
            ("bytes=10-", Asked::Nothing),
            ("bytes=-0", Asked::Nothing),
            ("bytes=4-2", Asked::Whole),
            ("bytes=0-1,4-5", Asked::Whole),
            ("bytes=+1-2", Asked::Whole),
            ("bytes=-", Asked::Whole),
            ("lines=1-2", Asked::Whole),
            ("nonsense", Asked::Whole),
        ] {
            assert_eq!(Asked::of(header, 10), asked, "{header}");
        }
        assert_eq!(Asked::of("bytes=0-", 0), Asked::Nothing);
    }
}
