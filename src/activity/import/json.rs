//! JSON with the lines of its values: [`values`].

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::Imported;

/// The values of a list, each with the number of its line: of the text as a whole, of the list at `key` of an object, or one value a
/// line. What can't be read is a problem.
pub(super) fn values(text: &str, keys: &[&str], imported: &mut Imported) -> Vec<(usize, Value)> {
    let help = "export it again; a part of the file may be missing";
    let trimmed = text.trim_start();
    let mut raw: Vec<&RawValue> = Vec::new();
    if trimmed.starts_with('[') {
        match serde_json::from_str(text) {
            Ok(list) => raw = list,
            Err(error) => imported.wrong(
                error.line().max(1),
                format!("this is no JSON: {error}"),
                help,
            ),
        }
    } else {
        // One value a line, or one in all.
        let mut stream = serde_json::Deserializer::from_str(text);
        loop {
            match <&RawValue>::deserialize(&mut stream) {
                Ok(value) => raw.push(value),
                Err(error) if error.is_eof() && !raw.is_empty() => break,
                Err(error) => {
                    if !text.trim().is_empty() {
                        imported.wrong(
                            error.line().max(1),
                            format!("this is no JSON: {error}"),
                            help,
                        );
                    }
                    break;
                }
            }
        }
    }
    let mut values = Vec::new();
    for raw in raw {
        let line = line_of(text, raw);
        match serde_json::from_str::<Value>(raw.get()) {
            Ok(value) => match keys.iter().find_map(|key| value.pointer(key)?.as_array()) {
                // Lines of what is inside are not known; that of the whole is.
                Some(list) => values.extend(list.iter().map(|value| (line, value.clone()))),
                None => values.push((line, value)),
            },
            Err(error) => imported.wrong(line, format!("this is no JSON: {error}"), help),
        }
    }
    values
}

fn line_of(text: &str, raw: &RawValue) -> usize {
    let start = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..start.min(text.len())]).count()
}
