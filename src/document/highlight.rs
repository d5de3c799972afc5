//! Highlighter (stub).
/// Stub.
#[derive(Debug, Default)]
pub struct Highlighter;
