//! A terminal reader for daily briefings.
//!
//! In reading order: plain text at the bottom, the terminal at the top. Imports run upwards in this
//! list only, which `tests/house.rs` checks.
//!
//! - [`text`]: plain strings; the gate that makes outside text safe to show, width, wrapping, folding.
//! - [`briefing`]: one file: TOML to edition, sections and stories, with every fault in it.
//! - [`article`]: a story as styled paragraphs, laid out as rows.
//! - [`archive`]: all editions, newest first.
//! - [`marks`]: what was done with each story: read, saved, the place reached.
//! - [`search`]: the query, the folded text of every story, the scan, and what to mark.
//! - [`config`]: the styles that the reader and the commands share.
//! - [`store`]: the only file access.
//! - [`keymap`]: keys, and the actions they stand for.
//! - [`app`]: the model, and how keys change it. Pure.
//! - [`ui`]: draws the model. Pure.
//! - [`runtime`]: the loop, the terminal, the threads.
//! - [`cli`]: the command line.

pub mod app;
pub mod archive;
pub mod article;
pub mod briefing;
pub mod cli;
pub mod config;
pub mod keymap;
pub mod marks;
pub mod runtime;
pub mod search;
pub mod store;
pub mod text;
pub mod ui;
