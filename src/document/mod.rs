//! Documents.
pub mod highlight;
