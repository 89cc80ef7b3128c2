//! Ways to a place and to an action: the list of sections, and the help as a list of everything to do.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod back;
#[path = "../common/mod.rs"]
mod common;
mod help;
#[path = "../common/notice.rs"]
mod notice;
mod reading;
mod sections;
#[path = "../common/stored.rs"]
mod stored;
