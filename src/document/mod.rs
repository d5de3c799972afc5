//! Documents.
pub mod highlight;
pub mod math;
