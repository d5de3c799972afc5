//! stoa.
pub mod artifact;
mod assemble;
mod cache;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod forum;
pub mod layout;
pub mod output;
mod picture;
pub mod pipeline;
pub mod route;
pub mod rule;
pub mod schedule;
pub mod site;
pub mod source;
pub mod theme;
pub mod view;
