//! Output (stub).
/// The name of the file that lists what stoa wrote.
pub const MANIFEST: &str = ".stoa-manifest.json";
