//! The only file access: finding briefings, reading them, and keeping marks.

mod batches;
mod find;
mod marks;
mod read;
mod samples;

pub use batches::read_in_batches;
pub use find::{Found, NotFound, Origin, find};
pub use marks::{LoadedMarks, MarksFile, NotSaved, SavedMarks};
pub use read::read;
pub use samples::samples;
