//! Programs that some tests run, and that a machine may lack.

use std::env;
use std::io::{self, Write};
use std::thread;

/// Says that the current test is not run because `tool` is not installed. Where CI is set it must be: there the test
/// fails.
pub(crate) fn not_installed(tool: &str) {
    assert!(env::var_os("CI").is_none(), "{tool} is not installed");
    let thread = thread::current();
    let test = thread.name().unwrap_or("a test");
    let line = format!("{test} is not run: {tool} is not installed\n");
    // What `eprintln!` writes is kept back by the harness, which shows the test as passed.
    let _ = io::stderr().write_all(line.as_bytes());
}
