//! Files of the portal that would take the place of each other.

use std::collections::HashMap;

use crate::artifact::Planned;
use crate::diagnostic::Diagnostic;
use crate::rule;
use crate::source::SourcePath;

/// Two files with one path, or with paths that some systems take for one.
pub(super) fn report_collisions(planned: &[Planned<'_>], diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<String, &Planned<'_>> = HashMap::with_capacity(planned.len());
    for one in planned {
        let path = one.path.as_str();
        let folded = if path
            .bytes()
            .any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())
        {
            path.to_lowercase()
        } else {
            path.to_owned()
        };
        let Some(first) = seen.get(&folded) else {
            seen.insert(folded, one);
            continue;
        };
        let place = one
            .origin
            .clone()
            .or_else(|| first.origin.clone())
            .unwrap_or_else(|| SourcePath::new(path));
        let url = path.strip_suffix("index.html").unwrap_or(path);
        let mut found = Diagnostic::new(
            &rule::URL_COLLISION,
            &place,
            None,
            format!("something else has the address `/{url}` too"),
        )
        .help("rename one of the two; the number in front of a name is not part of its address");
        if let Some(other) = first.origin.as_ref().filter(|other| **other != place) {
            found = found.related(other, None, "the other one");
        }
        diagnostics.push(found);
    }
}
