//! stoa.
pub mod artifact;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod output;
pub mod pipeline;
pub mod route;
pub mod rule;
pub mod serve;
pub mod source;
pub mod view;
