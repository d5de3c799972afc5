//! The path of a request, decoded, or the reason why it is refused.

/// Decodes the path of a URL. A path that tries to leave the portal, or that no file can have, is
/// refused with a sentence for the reader.
pub(super) fn decode(path: &str) -> Result<String, &'static str> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = rest.next().and_then(hex).zip(rest.next().and_then(hex));
                let (high, low) =
                    digits.ok_or("The address has a `%` without two hexadecimal digits.")?;
                high << 4 | low
            }
            byte => byte,
        });
    }
    let path = String::from_utf8(bytes).map_err(|_| "The address is not UTF-8.")?;
    if path.contains('\0') {
        return Err("The address has a NUL in it.");
    }
    if path
        .split(['/', '\\'])
        .any(|part| part == ".." || part == ".")
    {
        return Err("The address has a `.` or `..` as a part of its path.");
    }
    Ok(path)
}

fn hex(digit: u8) -> Option<u8> {
    // A hexadecimal digit is below 16, so that it fits.
    (digit as char).to_digit(16).map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn decodes_and_refuses() {
        assert_eq!(decode("/a%20b/%C3%A9/").as_deref(), Ok("/a b/é/"));
        assert_eq!(decode("/a+b..c/...").as_deref(), Ok("/a+b..c/..."));
        for bad in [
            "/..",
            "/%2e%2e/x",
            "/a/..%2fb",
            "/a/..%5cb",
            "/%",
            "/%4",
            "/%+1",
            "/%ff",
            "/%00",
        ] {
            assert!(decode(bad).is_err(), "{bad}");
        }
    }
}
