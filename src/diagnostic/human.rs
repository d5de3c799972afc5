//! stub
use super::Diagnostic;
use crate::source::Sources;
/// How the text is styled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Plain.
    Plain,
    /// ANSI colours.
    Colour,
}
/// stub
#[must_use]
pub fn human(_diagnostics: &[Diagnostic], _sources: &Sources, _style: Style) -> String {
    String::new()
}
