//! stub until merged
pub(super) struct MathError { pub(super) message: String, pub(super) span: std::ops::Range<usize> }
pub(super) fn math(source: &str, display: bool) -> Result<String, MathError> {
    let _ = display;
    Err(MathError { message: "stub".into(), span: 0..source.len() })
}
