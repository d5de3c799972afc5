//! stoa.
pub mod artifact;
mod cache;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod output;
pub mod pipeline;
pub mod route;
pub mod rule;
pub mod source;
pub mod view;
