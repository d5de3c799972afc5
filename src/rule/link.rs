//! Rules about links.

use super::{Rule, Severity};

/// A link to a page or file that is not there.
pub static BROKEN_LINK: Rule = Rule {
    code: "broken-link",
    severity: Severity::Warning,
    summary: "a link to a page or file that is not there",
    why: "A learner who follows it lands on an error page.",
    fix: "Write the path of the file, seen from the page with the link.",
};

/// A link to a heading that is not on the page.
pub static BROKEN_ANCHOR: Rule = Rule {
    code: "broken-anchor",
    severity: Severity::Warning,
    summary: "a link to a heading that is not on the page",
    why: "The learner lands at the top of a long page and has to search.",
    fix: "Use the id of a heading: its text in small letters, with hyphens for spaces.",
};

/// A picture that is not there.
pub static MISSING_PICTURE: Rule = Rule {
    code: "missing-picture",
    severity: Severity::Warning,
    summary: "a picture that is not there",
    why: "The page has a hole in it.",
    fix: "Put the file beside the page, or write its path as seen from the page.",
};

/// A picture without a description.
pub static MISSING_ALT: Rule = Rule {
    code: "missing-alt",
    severity: Severity::Note,
    summary: "a picture without a description",
    why: "Who uses a screen reader does not learn what the picture shows.",
    fix: "Write it in the brackets: ![what the picture shows](picture.png); in HTML, as alt=\"what it shows\", or alt=\"\" for a mere ornament.",
};

/// A picture whose size cannot be read.
pub static BAD_PICTURE: Rule = Rule {
    code: "bad-picture",
    severity: Severity::Warning,
    summary: "a picture that browsers do not show, or whose size cannot be read",
    why: "Learners would see no picture, or the text would jump when it is loaded.",
    fix: "Save the picture again as PNG, JPEG, GIF, WebP, AVIF or SVG.",
};

/// A link that runs a program or opens a local file.
pub static UNSAFE_LINK: Rule = Rule {
    code: "unsafe-link",
    severity: Severity::Warning,
    summary: "a link that runs a program or opens a local file, or a file of other people that is not known to be harmless",
    why: "It works on your machine only, or does to learners what they did not ask for: a page or a drawing that somebody put beside a resource could do there all that the portal can.",
    fix: "Link to a page or a file of the course, or to an address with https. In resources/ and people/, what is published is pictures (PNG, JPEG, GIF, WebP, AVIF), PDF, sound and films, plain text, tables and subtitles, office files without programs, EPUB and ZIP, each with the ending of what it is. Export a drawing as PNG; your own can stand in static/ or beside a lesson.",
};

/// What would be loaded from another host.
pub static EXTERNAL_CONTENT: Rule = Rule {
    code: "external-content",
    severity: Severity::Warning,
    summary: "a picture, a frame or a style that would be loaded from another host",
    why: "Each reader of the page would be made known to that host without being asked, and the page breaks when it is gone. stoa shows a link instead.",
    fix: "Copy the file into the course, beside the page. For videos, write :::video: it asks the other host on a click. What has to come from elsewhere can be allowed with a reason under [privacy] in course.toml, and is then named on the privacy page.",
};
