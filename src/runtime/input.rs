//! The thread that reads the keyboard and the mouse. It reads only when asked, so that after a suspend the program
//! does not compete with the shell for it.

use std::io;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::event::Event;
use super::pointer::Pointer;
use crate::app::Msg;
use crate::keymap::Key;
use crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// The most messages taken in before the screen is drawn: a key held down sends a flood of them.
const BATCH: usize = 1024;

/// How long to look for more input that is ready already. With zero the library would not look at all;
/// input missed here comes with the next batch.
const LOOK: Duration = Duration::from_micros(50);

pub(super) struct Input {
    asked: Sender<()>,
}

impl Input {
    pub(super) fn spawn(events: &Sender<Event>) -> Self {
        let events = events.clone();
        let (asked, asks) = mpsc::channel();
        thread::spawn(move || {
            let mut pointer = Pointer::default();
            while asks.recv().is_ok() {
                let event = read_batch(&mut pointer).map_or_else(Event::InputFailed, Event::Input);
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

/// Waits for input, then takes all that is ready. A resize gives no message: every frame asks for the size
/// anyway, and of many resizes only the last one matters.
fn read_batch(pointer: &mut Pointer) -> io::Result<Vec<Msg>> {
    let mut decoder = Decoder::new(pointer);
    decoder.take(event::read()?, Instant::now());
    while decoder.takes_more() && event::poll(LOOK)? {
        decoder.take(event::read()?, Instant::now());
    }
    Ok(decoder.finish())
}

/// Turns the events of one batch into messages.
///
/// Crossterm reads Esc and a key that arrive together as that key with Alt, and two Escs as one. No action has a key
/// with Alt except Alt-Backspace, so such a key becomes Esc and then [`Key::Alt`], which acts as the plain key and
/// differs only in what notices call it. After two Escs, the rest of a sequence may follow: `ESC ESC [ A`, which some
/// terminals send for Alt-↑, is read as Esc, `[` and `A`. That rest must not be taken for keys. Where it is a report of
/// the mouse, which comes from another hand, the Esc before it is a key.
struct Decoder<'p> {
    messages: Vec<Msg>,
    state: State,
    pointer: &'p mut Pointer,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Keys,
    /// After an Esc. It is a key unless `[` or `O` comes next.
    Esc,
    /// After `ESC ESC O`. One more character belongs to the sequence.
    Function,
    /// After `ESC ESC [`. Digits, signs and the first letter after them belong to the sequence. Holds the
    /// number that the digits make so far.
    Sequence(u32),
    /// After `ESC ESC [ <`, which begins a report of the mouse, up to its `M` or `m`.
    Report,
    /// After `ESC ESC [ 200 ~`: a paste, whose end does not come as an event.
    LostPaste,
}

/// The number of the sequence that begins a paste.
const PASTE: u32 = 200;

impl<'p> Decoder<'p> {
    fn new(pointer: &'p mut Pointer) -> Self {
        Self {
            messages: Vec::new(),
            state: State::default(),
            pointer,
        }
    }

    /// Takes an event that was read at the time `now`.
    fn take(&mut self, event: event::Event, now: Instant) {
        let character = match &event {
            event::Event::Key(KeyEvent {
                code: KeyCode::Char(c),
                modifiers: KeyModifiers::NONE | KeyModifiers::SHIFT,
                ..
            }) => Some(*c),
            _ => None,
        };
        self.state = match (self.state, character) {
            (State::Esc, Some('O')) => State::Function,
            // A second `[` is not the end: the Linux console sends `ESC [ [ A` for F1.
            (State::Esc | State::Sequence(_), Some('[')) => State::Sequence(0),
            (State::Sequence(0), Some('<')) => {
                self.messages.push(Msg::KeyPressed(Key::Esc));
                State::Report
            }
            (State::Report, Some('M' | 'm')) => State::Keys,
            (State::Report, Some('0'..='9' | ';')) => State::Report,
            (State::Sequence(number), Some(c @ ' '..='?')) => {
                State::Sequence(c.to_digit(10).map_or(number, |digit| {
                    number.saturating_mul(10).saturating_add(digit)
                }))
            }
            (State::Sequence(PASTE), Some('~')) | (State::LostPaste, _) => State::LostPaste,
            (State::Sequence(_) | State::Function, Some(_)) => {
                self.messages.push(Msg::KeyPressed(Key::Other));
                State::Keys
            }
            (state, _) => {
                if state == State::Esc {
                    self.messages.push(Msg::KeyPressed(Key::Esc));
                }
                self.take_whole(event, now)
            }
        };
    }

    /// Whether the batch has room for more events, or must not end here because a sequence goes on.
    fn takes_more(&self) -> bool {
        self.messages.len() < BATCH || self.state != State::Keys
    }

    /// Takes an event that belongs to no broken sequence.
    fn take_whole(&mut self, event: event::Event, now: Instant) -> State {
        match event {
            event::Event::Key(key) if key.kind == KeyEventKind::Release => {}
            event::Event::Key(KeyEvent {
                code: KeyCode::Esc,
                modifiers: KeyModifiers::NONE,
                ..
            }) => return State::Esc,
            event::Event::Key(KeyEvent {
                code: KeyCode::Backspace,
                modifiers: KeyModifiers::ALT,
                ..
            }) => self.messages.push(Msg::KeyPressed(Key::AltBackspace)),
            event::Event::Key(key) if key.modifiers.contains(KeyModifiers::ALT) => {
                match key_after_esc(key) {
                    Some(key) => self
                        .messages
                        .extend([Msg::KeyPressed(Key::Esc), Msg::KeyPressed(key)]),
                    None => self.messages.push(Msg::KeyPressed(Key::Other)),
                }
            }
            event::Event::Key(key) => self.messages.extend(key_of(key).map(Msg::KeyPressed)),
            event::Event::Mouse(report) => self.pointer.push(report, now, &mut self.messages),
            event::Event::Paste(text) => self.messages.push(Msg::Pasted(text)),
            _ => {}
        }
        State::Keys
    }

    /// The messages, when no more input is ready.
    fn finish(mut self) -> Vec<Msg> {
        if self.state == State::Esc {
            self.messages.push(Msg::KeyPressed(Key::Esc));
        }
        self.messages
    }
}

/// The key that arrived together with an Esc, or `None` if Alt was pressed: a key that is sent as a
/// sequence says so itself. `[` and `O` begin a sequence and are not guessed at.
fn key_after_esc(event: KeyEvent) -> Option<Key> {
    match event.code {
        KeyCode::Char('[' | 'O') => None,
        KeyCode::Char(c) if !event.modifiers.contains(KeyModifiers::CONTROL) => Some(Key::Alt(c)),
        KeyCode::Char(_) | KeyCode::Enter | KeyCode::Tab => key_of(event),
        _ => None,
    }
}

fn key_of(event: KeyEvent) -> Option<Key> {
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    Some(match event.code {
        KeyCode::Char(c) if ctrl => Key::Ctrl(control(c)),
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Insert => Key::Insert,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::F(number) => Key::F(number),
        // Modifiers, and keys that not every terminal reports, are not presses of their own.
        KeyCode::Null
        | KeyCode::Modifier(_)
        | KeyCode::CapsLock
        | KeyCode::NumLock
        | KeyCode::ScrollLock
        | KeyCode::Media(_) => return None,
        _ => Key::Other,
    })
}

/// The character by which a key with Ctrl is named. Ctrl-`\` `]` `^` `_` send the bytes 0x1C to 0x1F, and
/// crossterm names those by the digits that send the same bytes.
fn control(c: char) -> char {
    match c {
        '4' => '\\',
        '5' => ']',
        '6' => '^',
        '7' => '_',
        c => c.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

    use std::time::Instant;

    use super::{BATCH, Decoder, Pointer};
    use crate::app::Msg;
    use crate::keymap::Key;

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(code, modifiers))
    }

    fn plain(code: KeyCode) -> Event {
        key(code, KeyModifiers::NONE)
    }

    fn character(c: char) -> Event {
        plain(KeyCode::Char(c))
    }

    fn alt(code: KeyCode) -> Event {
        key(code, KeyModifiers::ALT)
    }

    /// Checks that `events`, arriving together, are taken for `keys`.
    #[track_caller]
    fn check(events: impl IntoIterator<Item = Event>, keys: &[Key]) {
        let mut pointer = Pointer::default();
        let mut decoder = Decoder::new(&mut pointer);
        for event in events {
            decoder.take(event, Instant::now());
        }
        let keys: Vec<_> = keys.iter().copied().map(Msg::KeyPressed).collect();
        assert_eq!(format!("{:?}", decoder.finish()), format!("{keys:?}"));
    }

    #[test]
    fn keys_are_taken_as_they_are() {
        check(
            [character('j'), plain(KeyCode::Up), plain(KeyCode::Esc)],
            &[Key::Char('j'), Key::Up, Key::Esc],
        );
        check(
            [character('['), character('A')],
            &[Key::Char('['), Key::Char('A')],
        );
        check(
            [plain(KeyCode::Esc), character('j')],
            &[Key::Esc, Key::Char('j')],
        );
        check(
            [plain(KeyCode::Esc), plain(KeyCode::Esc)],
            &[Key::Esc, Key::Esc],
        );
        check(
            [
                plain(KeyCode::F(5)),
                plain(KeyCode::Insert),
                key(KeyCode::BackTab, KeyModifiers::SHIFT),
                plain(KeyCode::Menu),
            ],
            &[Key::F(5), Key::Insert, Key::BackTab, Key::Other],
        );
        check([plain(KeyCode::CapsLock)], &[]);
    }

    #[test]
    fn every_key_that_has_a_name_is_taken() {
        for (code, named) in [
            (KeyCode::Enter, Key::Enter),
            (KeyCode::Esc, Key::Esc),
            (KeyCode::Tab, Key::Tab),
            (KeyCode::Backspace, Key::Backspace),
            (KeyCode::Delete, Key::Delete),
            (KeyCode::Up, Key::Up),
            (KeyCode::Down, Key::Down),
            (KeyCode::Left, Key::Left),
            (KeyCode::Right, Key::Right),
            (KeyCode::PageUp, Key::PageUp),
            (KeyCode::PageDown, Key::PageDown),
            (KeyCode::Home, Key::Home),
            (KeyCode::End, Key::End),
        ] {
            check([plain(code)], &[named]);
        }
    }

    #[test]
    fn releasing_a_key_does_nothing() {
        let kind = KeyEventKind::Release;
        check(
            [KeyCode::Char('j'), KeyCode::Esc]
                .map(|code| Event::Key(KeyEvent::new_with_kind(code, KeyModifiers::NONE, kind))),
            &[],
        );
    }

    #[test]
    fn esc_and_a_key_in_one_read_are_both_taken() {
        check([alt(KeyCode::Char('j'))], &[Key::Esc, Key::Alt('j')]);
        check(
            [key(
                KeyCode::Char('J'),
                KeyModifiers::ALT | KeyModifiers::SHIFT,
            )],
            &[Key::Esc, Key::Alt('J')],
        );
        check(
            [key(
                KeyCode::Char('c'),
                KeyModifiers::ALT | KeyModifiers::CONTROL,
            )],
            &[Key::Esc, Key::Ctrl('c')],
        );
        check([alt(KeyCode::Enter)], &[Key::Esc, Key::Enter]);
        check([alt(KeyCode::Tab)], &[Key::Esc, Key::Tab]);
        check([alt(KeyCode::Backspace)], &[Key::AltBackspace]);
    }

    #[test]
    fn alt_with_a_key_that_sends_a_sequence_is_a_key_without_a_meaning() {
        check(
            [alt(KeyCode::Up), alt(KeyCode::Home), alt(KeyCode::F(1))],
            &[Key::Other; 3],
        );
        check(
            [alt(KeyCode::Char('[')), alt(KeyCode::Char('O'))],
            &[Key::Other; 2],
        );
    }

    #[test]
    fn a_sequence_after_two_escs_is_a_key_without_a_meaning() {
        for sequence in ["[A", "[1;3A", "[[A", "[15~", "OA"] {
            let events = [plain(KeyCode::Esc)]
                .into_iter()
                .chain(sequence.chars().map(character))
                .chain([character('j')]);
            check(events, &[Key::Other, Key::Char('j')]);
        }
        // Another key ends a sequence that is broken off.
        let broken = [plain(KeyCode::Esc), character('['), plain(KeyCode::Down)];
        check(broken, &[Key::Down]);
    }

    #[test]
    fn an_esc_before_a_report_of_the_mouse_is_a_key() {
        for report in ["[<0;20;10M", "[<65;1;1M", "[<0;20;10m"] {
            let events = [plain(KeyCode::Esc)]
                .into_iter()
                .chain(report.chars().map(character))
                .chain([character('j')]);
            check(events, &[Key::Esc, Key::Char('j')]);
        }
    }

    #[test]
    fn keys_with_ctrl_are_named_by_their_letter_or_sign() {
        for (reported, named) in [
            ('d', 'd'),
            ('D', 'd'),
            ('h', 'h'),
            ('4', '\\'),
            ('5', ']'),
            ('6', '^'),
            ('7', '_'),
        ] {
            let event = key(KeyCode::Char(reported), KeyModifiers::CONTROL);
            check([event], &[Key::Ctrl(named)]);
        }
    }

    #[test]
    fn a_paste_after_two_escs_is_not_taken_for_keys() {
        let events = "[200~A q".chars().map(character);
        check([plain(KeyCode::Esc)].into_iter().chain(events), &[]);
    }

    #[test]
    fn a_batch_does_not_end_after_an_esc() {
        let mut pointer = Pointer::default();
        let mut decoder = Decoder::new(&mut pointer);
        for _ in 0..BATCH - 1 {
            decoder.take(character('j'), Instant::now());
        }
        assert!(decoder.takes_more());
        for event in [character('j'), plain(KeyCode::Esc)] {
            decoder.take(event, Instant::now());
        }
        assert!(decoder.takes_more());
        decoder.take(character('j'), Instant::now());
        assert!(!decoder.takes_more());
    }

    #[test]
    fn a_paste_is_text() {
        let mut pointer = Pointer::default();
        let mut decoder = Decoder::new(&mut pointer);
        decoder.take(plain(KeyCode::Esc), Instant::now());
        decoder.take(Event::Paste("[A".to_owned()), Instant::now());
        decoder.take(Event::Resize(80, 24), Instant::now());
        let messages = decoder.finish();
        assert!(
            matches!(&messages[..], [Msg::KeyPressed(Key::Esc), Msg::Pasted(text)] if text == "[A")
        );
    }
}
