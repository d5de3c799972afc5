//! stoa makes a portal for a course and its cohorts from a folder of Markdown.
//!
//! # The flow, one way
//!
//! ```text
//! disk -read-> Sources -parse-> Config, Theme, Documents -assemble-> Site -plan-> Planned -render-> Artifacts -write-> disk | server
//! ```
//!
//! Only the two ends touch the disk: [`source`] reads it, [`output`] and [`serve`] give the result away. Every stage
//! between is a pure function that gives its value and its [diagnostics](diagnostic::Diagnostic), so that one bad file
//! never hides another's problem. [`pipeline::Builder`] is the one path through the stages, for every command.
//!
//! # Code map
//!
//! | module | holds |
//! | --- | --- |
//! | [`source`] | the course folder as a value |
//! | [`layout`] | which file is what |
//! | [`config`] | what authors write, as structs with the places of values |
//! | [`document`] | one Markdown file, parsed without a look at any other |
//! | [`theme`] | templates, components and assets in layers |
//! | [`site`] | the course as it is meant: the model, which knows nobody |
//! | `assemble` | configuration and documents to the model |
//! | [`schedule`] | sessions to instants |
//! | [`lock`] | what calendars were told about each session |
//! | [`snapshot`] | what was said in the forum, cleaned |
//! | [`name`], [`route`], `language` | names to addresses, links to targets, languages by their names |
//! | [`forum`] | one file an engine |
//! | [`policy`] | what a page may load, and from where |
//! | [`view`] | everything that a template can see |
//! | [`announce`] | what a cohort is told about its week, one file a form |
//! | [`artifact`] | one file a kind of artefact: pages, calendars, the feed, the sitemap |
//! | [`pipeline`] | the path, and what is remembered from one build to the next |
//! | [`output`] | the portal onto the disk, all or nothing |
//! | [`serve`] | the portal while its author writes |
//! | [`diagnostic`], [`rule`] | what is wrong, and the table of everything that can be |
//! | [`pull`] | what was said in the forum, fetched from there: no build ever comes here |
//! | [`award`] | awards as they are kept in the course, verified |
//! | [`badge`] | Open Badges: keys, proofs, pictures with awards in them |
//! | [`activity`] | the ledger of who did what, and exports of other systems |
//! | [`points`] | the ledger and the rules to the standings of each cohort |
//! | [`pulse`] | how a cohort is, for its facilitators |
//! | [`cli`] | one file a command; the only place that prints |
//!
//! # Invariants
//!
//! - **Warm equals cold.** After any edits, at the same build time, a rebuild gives the same bytes and the same diagnostics
//!   as a first build. What is remembered is remembered by the digest of all its inputs; there is no second path for
//!   `serve` and no graph of dependencies. `tests/incremental.rs` holds it.
//! - **Same input, same bytes**, on any machine, with any number of threads, from any folder. No clock, environment, order
//!   of hashes or absolute path reaches an output; the time of a build is one of its inputs.
//! - **No renderer opens a file**, and nothing here opens a connection while building.
//! - **All or nothing on disk.** A build that fails or is killed leaves the portal from before.
//! - **No panic for any bytes** in a course: a problem is a diagnostic with a place.
//! - HTML comes from templates only; JSON, XML and iCalendar from serialisers only.
//! - `cli` and `serve` know the pipeline, the pipeline knows the stages, the stages know the model.

mod active;
pub mod activity;
mod address;
pub mod announce;
pub mod artifact;
mod assemble;
pub mod award;
pub mod badge;
mod cache;
pub mod cli;
pub mod config;
mod contribute;
pub mod diagnostic;
pub mod document;
pub mod forum;
mod host;
mod language;
pub mod layout;
pub mod listing;
pub mod lock;
mod memo;
pub mod name;
pub mod options;
pub mod output;
mod picture;
pub mod pipeline;
mod placeholder;
pub mod points;
pub mod policy;
pub mod pull;
pub mod pulse;
pub mod route;
pub mod rule;
pub mod schedule;
pub mod serve;
pub mod site;
pub mod snapshot;
pub mod source;
pub mod theme;
pub mod view;
mod visible;
