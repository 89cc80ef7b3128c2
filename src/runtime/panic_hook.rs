//! What a panic does before the program ends: give the terminal back, say what happened, save the marks.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::fmt::Write as _;
use std::io::{self, Write};
use std::panic::{self, PanicHookInfo};
use std::thread;

use super::{saver, terminal};
use crate::text::DisplayText;

/// The exit status after a panic, as Rust itself uses it for the main thread.
const PANICKED: i32 = 101;

/// From now on a panic in any thread gives the terminal back, if it was taken, before its message is
/// printed. The main thread then unwinds; another thread ends the program, which could not go on
/// without it.
pub fn install_panic_hook() {
    panic::set_hook(Box::new(move |info| {
        let is_main = thread::current().name() == Some("main");
        // A frame that is being drawn is finished first, and a second panic waits for the first.
        let _between_frames = (!is_main).then(terminal::wait_for_frame);
        terminal::give_back();
        report(info);
        if !is_main {
            // Marks made in the last moments are saved. The panic is reported already, and a failure
            // to save changes nothing about how the program ends.
            let _ = saver::finish();
            std::process::exit(PANICKED);
        }
    }));
}

/// Prints the message of a panic. It may quote a file, so it is made harmless like any other text.
fn report(panic: &PanicHookInfo<'_>) {
    let thread = thread::current();
    let name = thread.name().unwrap_or("without a name");
    let mut report = format!("roundup: thread {name} {panic}\n");
    let backtrace = Backtrace::capture();
    if backtrace.status() == BacktraceStatus::Captured {
        let _ = writeln!(report, "{backtrace}");
    }
    // If standard error cannot be written, there is nowhere left to report to.
    let _ = write!(io::stderr(), "{}", DisplayText::block(&report));
}
