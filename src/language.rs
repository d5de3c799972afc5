//! Languages: whether a tag is one, what it is called by those who speak it, and which way it is written.

/// Languages by the first part of their tags (ISO 639), each by its own name (CLDR's, without what only it needs).
const NAMES: &[(&str, &str)] = &[
    ("af", "Afrikaans"),
    ("am", "አማርኛ"),
    ("ar", "العربية"),
    ("az", "azərbaycanca"),
    ("be", "беларуская"),
    ("bg", "български"),
    ("bn", "বাংলা"),
    ("bs", "bosanski"),
    ("ca", "català"),
    ("ckb", "کوردیی ناوەندی"),
    ("cs", "čeština"),
    ("cy", "Cymraeg"),
    ("da", "dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("eo", "Esperanto"),
    ("es", "español"),
    ("et", "eesti"),
    ("eu", "euskara"),
    ("fa", "فارسی"),
    ("fi", "suomi"),
    ("fil", "Filipino"),
    ("fo", "føroyskt"),
    ("fr", "français"),
    ("fy", "Frysk"),
    ("ga", "Gaeilge"),
    ("gd", "Gàidhlig"),
    ("gl", "galego"),
    ("gsw", "Schwiizertüütsch"),
    ("gu", "ગુજરાતી"),
    ("ha", "Hausa"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "hrvatski"),
    ("hu", "magyar"),
    ("hy", "հայերեն"),
    ("id", "Bahasa Indonesia"),
    ("ig", "Igbo"),
    ("is", "íslenska"),
    ("it", "italiano"),
    ("ja", "日本語"),
    ("ka", "ქართული"),
    ("kk", "қазақ тілі"),
    ("km", "ខ្មែរ"),
    ("kn", "ಕನ್ನಡ"),
    ("ko", "한국어"),
    ("ku", "kurdî"),
    ("ky", "кыргызча"),
    ("la", "Latina"),
    ("lb", "Lëtzebuergesch"),
    ("lo", "ລາວ"),
    ("lt", "lietuvių"),
    ("lv", "latviešu"),
    ("mi", "Māori"),
    ("mk", "македонски"),
    ("ml", "മലയാളം"),
    ("mn", "монгол"),
    ("mr", "मराठी"),
    ("ms", "Bahasa Melayu"),
    ("mt", "Malti"),
    ("my", "မြန်မာ"),
    ("nb", "norsk bokmål"),
    ("ne", "नेपाली"),
    ("nl", "Nederlands"),
    ("nn", "norsk nynorsk"),
    ("no", "norsk"),
    ("oc", "occitan"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("pl", "polski"),
    ("ps", "پښتو"),
    ("pt", "português"),
    ("qu", "Runasimi"),
    ("rm", "rumantsch"),
    ("ro", "română"),
    ("ru", "русский"),
    ("rw", "Ikinyarwanda"),
    ("sd", "سنڌي"),
    ("si", "සිංහල"),
    ("sk", "slovenčina"),
    ("sl", "slovenščina"),
    ("so", "Soomaali"),
    ("sq", "shqip"),
    ("sr", "српски"),
    ("sv", "svenska"),
    ("sw", "Kiswahili"),
    ("ta", "தமிழ்"),
    ("te", "తెలుగు"),
    ("th", "ไทย"),
    ("tr", "Türkçe"),
    ("ug", "ئۇيغۇرچە"),
    ("uk", "українська"),
    ("ur", "اردو"),
    ("uz", "o‘zbek"),
    ("vi", "Tiếng Việt"),
    ("wo", "Wolof"),
    ("xh", "IsiXhosa"),
    ("yi", "ייִדיש"),
    ("yo", "Èdè Yorùbá"),
    ("zh", "中文"),
    ("zu", "isiZulu"),
];

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: &[&str] = &[
    "ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi",
];

/// Whether this has the form of a language tag (BCP 47, RFC 5646, 2.1): a language of two or three letters, and parts of at most
/// eight letters and digits.
pub(crate) fn is_tag(text: &str) -> bool {
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    // A tag of 35 characters holds language, script, region and a variant (RFC 5646, 4.4.1).
    text.len() <= 35
        && (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(is_part)
}

/// The tag as RFC 5646 (2.1.1) recommends to write it: `pt-BR`, `zh-Hant`.
pub(crate) fn tidy(tag: &str) -> String {
    let parts = tag.split('-').enumerate().map(|(at, part)| {
        let small = part.to_ascii_lowercase();
        match (at, part.len()) {
            (0, _) => small,
            (_, 2) => part.to_ascii_uppercase(),
            (_, 4) if part.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
                format!("{}{}", small[..1].to_ascii_uppercase(), &small[1..])
            }
            _ => small,
        }
    });
    parts.collect::<Vec<_>>().join("-")
}

/// What those who speak a language call it, `português (BR)`; the tag itself where that is not known.
pub(crate) fn name(tag: &str) -> String {
    let (first, rest) = tag.split_once('-').unwrap_or((tag, ""));
    let found = NAMES.binary_search_by(|(known, _)| (*known).cmp(&first.to_ascii_lowercase()));
    match found {
        Ok(at) if rest.is_empty() => NAMES[at].1.to_owned(),
        Ok(at) => format!("{} ({rest})", NAMES[at].1),
        Err(_) => tag.to_owned(),
    }
}

/// The tag whose language has this name, for those who write `English`.
pub(crate) fn of_name(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    NAMES
        .iter()
        .find(|(_, known)| known.to_lowercase() == name)
        .map(|(tag, _)| *tag)
}

/// `rtl` or `ltr`, the way in which a language is written.
pub(crate) fn direction(tag: &str) -> &'static str {
    let first = tag.split('-').next().unwrap_or_default().to_lowercase();
    if RIGHT_TO_LEFT.contains(&first.as_str()) {
        "rtl"
    } else {
        "ltr"
    }
}

#[cfg(test)]
mod tests {
    use super::{NAMES, direction, is_tag, name, of_name, tidy};

    #[test]
    fn names_are_found() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(name("pt-BR"), "português (BR)");
        assert_eq!(name("tlh"), "tlh");
        assert_eq!(of_name("english"), Some("en"));
        assert_eq!(direction("ar-EG"), "rtl");
        assert_eq!(tidy("ZH-hant-tw"), "zh-Hant-TW");
        assert_eq!(tidy("EN-1996"), "en-1996");
    }

    #[test]
    fn tags_are_told_from_words() {
        for good in ["en", "pt-BR", "zh-Hant-TW", "de-CH-1996"] {
            assert!(is_tag(good), "{good}");
        }
        for bad in [
            "",
            "e",
            "english",
            "en_GB",
            "en-",
            "fr fr",
            "é",
            "en-toolongpart",
        ] {
            assert!(!is_tag(bad), "{bad}");
        }
    }
}
