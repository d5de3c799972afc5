//! `[share]`: where pages can be passed on to.

use super::Input;
use super::channels::FILE;
use crate::config::Spanned;
use crate::diagnostic::{Diagnostic, did_you_mean, one_of};
use crate::rule;
use crate::site::{SHARE_TARGETS, ShareTarget};
use crate::source::SourcePath;

/// The places that the author wants, in the order of the file; none without a whole address to pass on.
pub(super) fn share(
    input: &Input<'_>,
    has_base_url: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ShareTarget> {
    let mut share: Vec<ShareTarget> = Vec::new();
    let path = SourcePath::new(FILE);
    let mut bad = |written: &Spanned<String>, message: String, help: String| {
        let found = Diagnostic::new(&rule::BAD_SHARE, &path, written.span(), message);
        diagnostics.push(found.help(help));
    };
    let known: Vec<&str> = SHARE_TARGETS.iter().map(|target| target.id).collect();
    for written in &input.config.community.share.links {
        let target = SHARE_TARGETS
            .iter()
            .find(|target| target.id == written.value);
        match target {
            None => bad(
                written,
                format!("there is no share link for `{}`", written.value),
                did_you_mean(written, &known)
                    .unwrap_or_else(|| format!("write {}", one_of(&known))),
            ),
            Some(target) if share.contains(target) => bad(
                written,
                format!("`{}` is there twice", written.value),
                "keep one of the two".to_owned(),
            ),
            Some(target) => share.push(*target),
        }
    }
    match input.config.community.share.links.first() {
        // A course that is built for a preview alone says it once, not for every link.
        Some(first) if !has_base_url && !share.is_empty() => {
            bad(
                first,
                "nothing can be passed on, for the course does not say where it will be".to_owned(),
                "write `base_url = \"https://...\"` into course.toml, or use --base-url".to_owned(),
            );
            Vec::new()
        }
        _ => share,
    }
}
