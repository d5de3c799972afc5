//! Pages as they are served: with the script that keeps them up to date.

use super::live::Live;

/// The folder below the base of the portal in which the server's own addresses are. No file of a
/// portal can be in it, since the names of a course give no leading underscores.
pub(super) const OWN: &str = "__stoa";

/// A page with the script before the end of its body. The portal itself never holds the script.
pub(super) fn with_script(mut page: Vec<u8>, base: &str, live: &Live) -> Vec<u8> {
    let tag = script(base, live, "");
    // The last one: a lesson about HTML may well show another before it.
    let end = page
        .windows(b"</body>".len())
        .rposition(|window| window.eq_ignore_ascii_case(b"</body>"))
        .unwrap_or(page.len());
    page.splice(end..end, tag.into_bytes());
    page
}

/// What is served while the course never had a portal without errors.
pub(super) fn without_portal(live: &Live) -> String {
    let problems = live.problems.as_deref();
    let problems = problems.map(super::problems::Problems::text);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>No portal yet</title>\n</head>\n\
         <body>\n<main>\n<h1>This course has no portal yet</h1>\n\
         <p>Mend what is below and save: the portal appears here.</p>\n\
         <pre style=\"white-space: pre-wrap\">{}</pre>\n</main>\n{}\n</body>\n</html>\n",
        escape(&problems.unwrap_or_default()),
        script("/", live, " data-waiting"),
    )
}

fn script(base: &str, live: &Live, more: &str) -> String {
    format!(
        "<script src=\"{}{OWN}/live.js\" data-revision=\"{}\"{more} defer></script>",
        escape(base),
        live.revision,
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
