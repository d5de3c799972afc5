//! stub
use super::Diagnostic;
use crate::source::Sources;
/// stub
#[must_use]
pub fn sarif(_diagnostics: &[Diagnostic], _sources: &Sources) -> String {
    String::new()
}
