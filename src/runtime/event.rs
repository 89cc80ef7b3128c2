//! What wakes the loop.

use std::io;

use crate::app::Msg;

/// Sent to the loop by the threads beside it.
pub(super) enum Event {
    /// All the input that was ready.
    Input(Vec<Msg>),
    /// Something that a thread has read or found.
    Background(Msg),
    /// All marks have been sent that there are. Only then may the user change any: undoing that needs what was before.
    AllMarksKnown,
    /// A signal that ends the program, by its number.
    Signal(i32),
    /// Another program has asked this one to stop, as Ctrl-z does.
    AskedToStop,
    /// The program runs again after another program stopped it.
    Continued,
    /// The terminal has gone away.
    TerminalGone,
    /// The keyboard cannot be read.
    InputFailed(io::Error),
}
