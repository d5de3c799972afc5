//! A session of one run whose id was most likely meant to be that of another: [`meant`].

use strsim::damerau_levenshtein;

use crate::diagnostic::closest;

/// Of shorter words every letter counts: `am` and `pm`, `eu` and `us`, `tue` and `thu`.
const SHORTEST: usize = 4;

/// Which of `known` was most likely meant by `written`.
pub(super) fn meant<'a>(written: &str, known: impl Iterator<Item = &'a String>) -> Option<String> {
    closest(written, known.filter(|known| is_slip(written, known)))
}

/// Whether one of two ids may be the other one misspelt. Names that are alike on purpose differ in a number
/// (`office-hours-2`), in a short word (`demo-a`) or in a word more (`office-hours-extra`); a slip is one letter of a word, or a
/// hyphen.
fn is_slip(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    if one == other {
        return false;
    }
    if one.len() == other.len() {
        let mut pairs = one.iter().zip(&other);
        return pairs.all(|(one, other)| one == other || is_misspelt(one, other));
    }
    let (less, more) = match one.len() < other.len() {
        true => (&one, &other),
        false => (&other, &one),
    };
    let is_longer_name = more.starts_with(less) || more.ends_with(less);
    let (one, other) = (one.concat(), other.concat());
    !is_longer_name && (one == other || is_misspelt(&one, &other))
}

/// The words of an id without the numbers in it.
fn words(id: &str) -> Vec<String> {
    let letters: String = id.chars().filter(|char| !char.is_ascii_digit()).collect();
    let words = letters.split('-').filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn is_misspelt(one: &str, other: &str) -> bool {
    one.len().min(other.len()) >= SHORTEST && damerau_levenshtein(one, other) == 1
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn slips() {
        for (one, other) in [
            ("kickof", "kickoff"),
            ("kcikoff", "kickoff"),
            ("kick-off", "kickoff"),
            ("kick-of", "kickoff"),
            ("office-hour-2", "office-hours-2"),
            ("ofice-hour", "office-hours"),
        ] {
            assert!(is_slip(one, other) && is_slip(other, one), "{one} {other}");
        }
    }

    #[test]
    fn names_that_are_alike_on_purpose() {
        for (one, other) in [
            ("office-hours-2", "office-hours-3"),
            ("office-hours-2", "office-hours"),
            ("office-hours-extra", "office-hours"),
            ("week1-talk", "week2-talk"),
            ("demo-a", "demo-b"),
            ("demo-b", "demo"),
            ("pre-kickoff", "kickoff"),
            ("part-ii", "part-iii"),
            ("clinic-am", "clinic-pm"),
            ("talk-tue", "talk-thu"),
            ("intro", "outro"),
            ("debrief", "brief"),
            ("week-one", "week-two"),
            ("a", "b"),
            ("--", "-"),
        ] {
            assert!(
                !is_slip(one, other) && !is_slip(other, one),
                "{one} {other}"
            );
        }
    }
}
