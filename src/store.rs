//! The only file access: finding briefings and reading them.

mod find;
mod read;
mod samples;

pub use find::{Found, NotFound, Origin, find};
pub use read::read;
pub use samples::samples;
