//! Copies text: by an escape sequence that the terminal takes it from (OSC 52), or by a command.

use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::Sender;
use std::thread;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::event::Event;
use super::opener::detached;
use crate::app::Msg;
use crate::store::command_of;

/// The most bytes of a string that GNU screen passes on, in every version of it.
const SCREEN_BYTES: usize = 252;

/// How to copy.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// Through the terminal.
    Terminal(Multiplexer),
    /// By the words of a command, of which there is one at least.
    Command(Vec<String>),
    /// Not at all.
    Nowhere,
}

/// What is between the program and the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Multiplexer {
    None,
    Tmux,
    Screen,
}

/// Copies text.
pub(super) struct Clipboard {
    pub(super) route: Route,
    pub(super) events: Sender<Event>,
}

impl Clipboard {
    /// Copies `text`. What is returned is to be written to the terminal. A command runs on; if it
    /// fails, a message says why.
    pub(super) fn copy(&self, text: String) -> Option<String> {
        match &self.route {
            Route::Terminal(multiplexer) => Some(sequence(&text, *multiplexer)),
            Route::Command(words) => {
                let (words, events) = (words.clone(), self.events.clone());
                let copy = move || {
                    if let Err(why) = run(&words, &text) {
                        report(&events, &why);
                    }
                };
                let thread = thread::Builder::new().name("copier".to_owned());
                if let Err(error) = thread.spawn(copy) {
                    report(&self.events, &error.to_string());
                }
                None
            }
            Route::Nowhere => None,
        }
    }
}

fn report(events: &Sender<Event>, why: &str) {
    // The loop is gone only when the program ends.
    let _ = events.send(Event::Background(Msg::Noticed(format!(
        "Not copied: {why}"
    ))));
}

/// The escape sequence that puts `text` on the terminal's clipboard.
fn sequence(text: &str, multiplexer: Multiplexer) -> String {
    // BEL ends it, which more terminals know than ST, and which screen passes on.
    let plain = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
    match multiplexer {
        Multiplexer::None => plain,
        // By its settings, tmux takes the one, passes on the other, both or neither.
        Multiplexer::Tmux => {
            let doubled = plain.replace('\x1b', "\x1b\x1b");
            format!("{plain}\x1bPtmux;{doubled}\x1b\\")
        }
        Multiplexer::Screen => {
            let pieces = plain.as_bytes().chunks(SCREEN_BYTES);
            let pieces = pieces.map(|piece| {
                let piece = str::from_utf8(piece).expect("the sequence is ASCII");
                format!("\x1bP{piece}\x1b\\")
            });
            pieces.collect()
        }
    }
}

/// Runs a command until it ends, with `text` as its standard input.
fn run(words: &[String], text: &str) -> Result<(), String> {
    let program = words.first().map_or("", String::as_str);
    let (command, arguments) = command_of(words).ok_or("its command is empty")?;
    let mut child = detached(&mut Command::new(command))
        .args(arguments)
        .stdin(Stdio::piped())
        .spawn()
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => format!("there is no program {program}"),
            _ => format!("cannot start {program}: {error}"),
        })?;
    let written = child
        .stdin
        .take()
        .map_or(Ok(()), |mut input| input.write_all(text.as_bytes()));
    let status = child
        .wait()
        .map_err(|error| format!("{program} has gone: {error}"))?;
    if !status.success() {
        return Err(format!("{program} failed ({status})"));
    }
    written.map_err(|error| format!("{program} did not read it: {error}"))
}

#[cfg(test)]
mod tests {
    use super::{Multiplexer, sequence};

    #[test]
    fn the_sequence_suits_what_is_between_the_program_and_the_terminal() {
        for (multiplexer, expected) in [
            (Multiplexer::None, "\x1b]52;c;SMOpdMOpIQ==\x07"),
            (
                Multiplexer::Tmux,
                "\x1b]52;c;SMOpdMOpIQ==\x07\x1bPtmux;\x1b\x1b]52;c;SMOpdMOpIQ==\x07\x1b\\",
            ),
            (Multiplexer::Screen, "\x1bP\x1b]52;c;SMOpdMOpIQ==\x07\x1b\\"),
        ] {
            assert_eq!(sequence("Hété!", multiplexer), expected);
        }
    }

    #[test]
    fn screen_gets_pieces_that_it_passes_on_whole() {
        let text = "word ".repeat(1000);
        let pieces = sequence(&text, Multiplexer::Screen);
        let mut whole = String::new();
        for piece in pieces.split_inclusive("\x1b\\") {
            let piece = piece.strip_prefix("\x1bP").unwrap();
            let piece = piece.strip_suffix("\x1b\\").unwrap();
            assert!(piece.len() <= 252);
            whole.push_str(piece);
        }
        assert_eq!(whole, sequence(&text, Multiplexer::None));
    }
}
