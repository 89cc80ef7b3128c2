//! The thread that reads the keyboard. It reads only when asked, so that the program never competes
//! for it with a shell after a suspend.

use std::io;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use super::event::Event;
use crate::app::Msg;
use crate::keymap::Key;
use crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// Most messages taken in before the screen is drawn: held keys and large pastes come in floods.
const BATCH: usize = 1024;

/// How long to look for more input that is ready already. Zero would look at nothing, and what is
/// missed comes with the next batch.
const LOOK: Duration = Duration::from_micros(50);

pub(super) struct Input {
    asked: Sender<()>,
}

impl Input {
    pub(super) fn spawn(events: &Sender<Event>) -> Self {
        let events = events.clone();
        let (asked, asks) = mpsc::channel();
        thread::spawn(move || {
            while asks.recv().is_ok() {
                let event = read_batch().map_or(Event::TerminalGone, Event::Input);
                if events.send(event).is_err() {
                    return;
                }
            }
        });
        Self { asked }
    }

    /// Asks for the next batch of input.
    pub(super) fn ask(&self) {
        // The thread is gone only when the program ends.
        let _ = self.asked.send(());
    }
}

/// Waits for input, then takes all that is ready. A resize alone comes back as nothing: drawing asks
/// for the size anyway, and the last of many is enough.
fn read_batch() -> io::Result<Vec<Msg>> {
    let mut messages = Vec::new();
    messages.extend(message(event::read()?));
    while messages.len() < BATCH && event::poll(LOOK)? {
        messages.extend(message(event::read()?));
    }
    Ok(messages)
}

fn message(event: event::Event) -> Option<Msg> {
    match event {
        event::Event::Key(key) => key_of(key).map(Msg::Key),
        event::Event::Paste(text) => Some(Msg::Pasted(text)),
        _ => None,
    }
}

fn key_of(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release || event.modifiers.contains(KeyModifiers::ALT) {
        return None;
    }
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    Some(match event.code {
        KeyCode::Char(c) if ctrl => Key::Ctrl(c.to_ascii_lowercase()),
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        _ => return None,
    })
}
