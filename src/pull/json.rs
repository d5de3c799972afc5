//! Answers of forums taken apart. What is missing or of another kind is nothing, and never a panic.

use jiff::Timestamp;
use serde_json::Value;

/// A text.
pub(super) fn text(value: &Value, path: &str) -> Option<String> {
    Some(value.pointer(path)?.as_str()?.to_owned())
}

/// A whole number that is not negative.
pub(super) fn number(value: &Value, path: &str) -> Option<u64> {
    value.pointer(path)?.as_u64()
}

/// A number or a text, as a text: ids are either.
pub(super) fn id(value: &Value, path: &str) -> Option<String> {
    match value.pointer(path)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A list; an empty one where there is none.
pub(super) fn list<'v>(value: &'v Value, path: &str) -> &'v [Value] {
    value
        .pointer(path)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// A moment, in whole seconds: RFC 3339, or seconds since 1970.
pub(super) fn moment(value: &Value, path: &str) -> Option<Timestamp> {
    let seconds = match value.pointer(path)? {
        Value::String(text) => text.parse::<Timestamp>().ok()?.as_second(),
        Value::Number(number) => {
            let seconds = number.as_f64()?;
            // Within the years that a timestamp knows.
            (seconds.abs() < 2.0e11).then_some(seconds as i64)?
        }
        _ => return None,
    };
    Timestamp::from_second(seconds).ok()
}

/// A value in a query.
pub(super) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
