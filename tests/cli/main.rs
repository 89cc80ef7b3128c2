//! The commands of the built program, from end to end.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod answers;
#[path = "../common/mod.rs"]
mod common;
mod completions;
mod config;
#[path = "../common/fixtures.rs"]
mod fixtures;
mod folder;
#[cfg(feature = "import")]
mod imports;
mod mark;
#[cfg(any(unix, feature = "import"))]
#[path = "../common/missing.rs"]
mod missing;
mod new;
mod outputs;
mod pipes;
#[path = "../common/program.rs"]
mod program;
#[cfg(feature = "import")]
mod sources;
mod standard_input;
mod toml_suite;
mod typesetting;
