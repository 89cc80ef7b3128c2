//! A user's own keys in place of the built-in ones.

use super::Keymap;
use super::action::{Action, Edit};
use super::binding::{Binding, Mode, Press};
use super::key::Key;
use super::written::WrongKey;
use crate::briefing::{Diagnostic, Position, Severity};
use crate::config::settings::UserKey;

/// The word that frees a key.
const NONE: &str = "none";

impl Keymap {
    /// The built-in keys changed by those of a configuration, and what is wrong with these. A key with a fault
    /// keeps its meaning.
    pub fn with(lines: &[UserKey]) -> (Self, Vec<Diagnostic>) {
        if lines.is_empty() {
            return (Self::default(), Vec::new());
        }
        let mut change = Change {
            keymap: Self::default(),
            bound: Vec::new(),
            faults: Vec::new(),
        };
        let is_chord = |line: &&UserKey| line.keys.split_whitespace().count() > 1;
        // Chords begin with the key that then asks for them.
        let (chords, single): (Vec<_>, Vec<_>) = lines.iter().partition(is_chord);
        for line in single.into_iter().chain(chords) {
            if let Err(fault) = change.apply(line) {
                change.faults.push(*fault);
            }
        }
        change.report_actions_without_keys();
        (change.keymap, Diagnostic::in_order(change.faults))
    }
}

impl Action {
    /// Every action that a key can be bound to, with its name.
    pub fn named() -> impl Iterator<Item = (String, Self)> {
        let sections = (0..=9).map(Self::Section);
        let all = Self::all().into_iter().filter(|action| {
            !matches!(
                action,
                Self::GoToLetter(_)
                    | Self::GoToNothing(_)
                    | Self::Edit(Edit::Insert(_))
                    | Self::Section(_)
            )
        });
        all.chain(sections).map(|action| (action.name(), action))
    }
}

/// The keymap while it is changed.
struct Change<'l> {
    keymap: Keymap,
    /// What has been bound so far, by which line.
    bound: Vec<(Press, &'l UserKey)>,
    faults: Vec<Diagnostic>,
}

impl<'l> Change<'l> {
    fn apply(&mut self, line: &'l UserKey) -> Result<(), Box<Diagnostic>> {
        let action = if line.action == NONE {
            None
        } else {
            Some(named(line)?)
        };
        let presses = self.presses(line, action)?;
        for &press in &presses {
            if let Some((_, earlier)) = self.bound.iter().find(|(bound, _)| *bound == press) {
                let place = earlier.keys_at.line;
                let message = format!(
                    "`{}` is the same key as `{}` in line {place}",
                    line.keys, earlier.keys
                );
                return Err(fault(&line.keys_at, &message, "remove one of the two"));
            }
        }
        for press in presses {
            self.bound.push((press, line));
            self.keymap.unbind(press);
            if let Some(action) = action {
                self.keymap.bind(press, action);
            }
            if press.mode == Mode::Normal {
                self.change_stay(press.key, action);
            }
        }
        Ok(())
    }

    /// Has the key that goes back cancel the wait after `g`, too; a key that no longer goes back does not.
    fn change_stay(&mut self, key: Key, action: Option<Action>) {
        let press = Press {
            mode: Mode::Go,
            key,
        };
        let is_stay = |binding: &&mut Binding| binding.action == Action::Stay;
        if action == Some(Action::Cancel) {
            self.keymap.unbind(press);
            self.keymap.bind(press, Action::Stay);
        } else if let Some(stay) = self.keymap.bindings.iter_mut().find(is_stay) {
            stay.presses.retain(|other| *other != press);
        }
    }

    /// The key of a line in each mode in which it gets another meaning.
    fn presses(
        &self,
        line: &UserKey,
        action: Option<Action>,
    ) -> Result<Vec<Press>, Box<Diagnostic>> {
        let wrong = |wrong: WrongKey| fault(&line.keys_at, &wrong.message, &wrong.help);
        let words: Vec<_> = line.keys.split_whitespace().collect();
        let mode_and_key = match words.as_slice() {
            [] if line.keys == " " => (Mode::Normal, Key::Char(' ')),
            [] => return Err(wrong(Key::parse("").err().unwrap_or_else(no_key))),
            [key] => (Mode::Normal, Key::parse(key).map_err(wrong)?),
            [first, key] => {
                let go = Key::parse(first).map_err(wrong)?;
                let key = Key::parse(key).map_err(wrong)?;
                if self.keymap.action(Mode::Normal, go) != Some(Action::Go) {
                    let begins = self.keymap.key_name(Action::Go);
                    let message = format!("a chord cannot begin with `{first}`");
                    return Err(fault(
                        &line.keys_at,
                        &message,
                        &format!("write \"{begins} {}\"", words[1]),
                    ));
                }
                (Mode::Go, key)
            }
            _ => {
                return Err(fault(
                    &line.keys_at,
                    "a chord has two keys",
                    "write such as \"g x\"",
                ));
            }
        };
        let (mode, key) = mode_and_key;
        let is_text = matches!(key, Key::Char(_));
        if mode == Mode::Go {
            return Ok(vec![Press { mode, key }]);
        }
        // Many terminals send Ctrl-h for Backspace.
        let sent: &[_] = match key {
            Key::Backspace => &[Key::Ctrl('h'), Key::Backspace],
            _ => &[key],
        };
        let typing = sent.iter().filter(|_| !is_text).map(|&key| Press {
            mode: Mode::Typing,
            key,
        });
        let Some(action) = action else {
            return Ok([Press { mode, key }].into_iter().chain(typing).collect());
        };
        let in_typing = default_modes(action).any(|mode| mode == Mode::Typing);
        let in_commands = default_modes(action).any(|mode| mode != Mode::Typing) || !in_typing;
        if !in_commands && is_text {
            let message = format!("`{}` is text while something is typed", line.keys);
            let help = format!(
                "`{}` needs ctrl- and a letter, or a key without a character",
                line.action
            );
            return Err(fault(&line.keys_at, &message, &help));
        }
        let mut presses = Vec::new();
        if in_commands {
            presses.push(Press { mode, key });
        }
        if in_typing {
            presses.extend(typing);
        }
        Ok(presses)
    }

    fn report_actions_without_keys(&mut self) {
        for binding in super::defaults::bindings() {
            let action = binding.action;
            let left = self
                .keymap
                .bindings
                .iter()
                .filter(|binding| binding.action == action);
            if left.flat_map(|binding| &binding.presses).next().is_some() {
                continue;
            }
            let taken = |(press, _): &&(Press, &UserKey)| binding.presses.contains(press);
            let Some((_, line)) = self.bound.iter().rev().find(taken) else {
                continue;
            };
            let message = format!("`{}` has no key any more", action.name());
            let help = format!("give it another key, or leave `{}` to it", line.keys);
            let mut fault = *fault(&line.keys_at, &message, &help);
            fault.severity = Severity::Warning;
            if !self
                .faults
                .iter()
                .any(|other| other.message == fault.message)
            {
                self.faults.push(fault);
            }
        }
    }
}

impl Keymap {
    /// Takes a key from the action that has it.
    fn unbind(&mut self, press: Press) {
        for binding in &mut self.bindings {
            binding.presses.retain(|other| *other != press);
        }
    }

    /// Adds a key to an action.
    fn bind(&mut self, press: Press, action: Action) {
        let at = self.bindings.iter().position(|binding| {
            binding.action == action
                && (binding.group == super::Group::Typing) == (press.mode == Mode::Typing)
        });
        let at = at.or_else(|| {
            self.bindings
                .iter()
                .position(|binding| binding.action == action)
        });
        if let Some(at) = at {
            // The user's own key is the one that the last line names.
            self.bindings[at].presses.insert(0, press);
        }
    }
}

/// The modes in which an action has keys unless the user gives it others.
fn default_modes(action: Action) -> impl Iterator<Item = Mode> {
    let bindings = super::defaults::bindings();
    let presses = bindings
        .into_iter()
        .filter(move |binding| binding.action == action);
    presses
        .flat_map(|binding| binding.presses)
        .map(|press| press.mode)
}

/// The action that a line names.
fn named(line: &UserKey) -> Result<Action, Box<Diagnostic>> {
    let written = &line.action;
    if let Some((_, action)) = Action::named().find(|(name, _)| name == written) {
        return Ok(action);
    }
    let names: Vec<_> = Action::named().map(|(name, _)| name).collect();
    let lower = written.to_lowercase().replace(['_', ' '], "-");
    let names = names.iter().map(String::as_str).chain([NONE]);
    let help = match crate::config::nearest(&lower, names) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`roundup config --keys` lists them".to_owned(),
    };
    let message = format!("there is no action `{written}`");
    Err(fault(&line.action_at, &message, &help))
}

fn no_key() -> WrongKey {
    WrongKey {
        message: "there is no key".to_owned(),
        help: "write a key".to_owned(),
    }
}

fn fault(at: &Position, message: &str, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic {
        position: Some(at.clone()),
        ..Diagnostic::of_file(message, Some(help))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Action, Edit, Key, Keymap, Mode, Motion};
    use crate::config::settings;

    fn with(keys: &str) -> (Keymap, Vec<String>) {
        let (settings, faults) = settings::parse(format!("[keys]\n{keys}").as_bytes());
        assert_eq!(faults, []);
        let (keymap, faults) = Keymap::with(&settings.keys);
        (keymap, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn keys_get_other_meanings() {
        let (keymap, faults) = with(
            "x = \"next-story\"\n\"ctrl-n\" = \"next-story\"\n\"g h\" = \"archive\"\nJ = \"none\"\n\
             \"ctrl-g\" = \"cancel\"\nf3 = \"erase-word\"\n7 = \"search\"\n",
        );
        assert_eq!(
            faults,
            ["8:1: `section-7` has no key any more; give it another key, or leave `7` to it"]
        );
        for (mode, key, action) in [
            (Mode::Normal, Key::Char('x'), Some(Action::NextStory)),
            (Mode::Normal, Key::Ctrl('n'), Some(Action::NextStory)),
            (Mode::Normal, Key::Char('J'), None),
            (Mode::Go, Key::Char('h'), Some(Action::Archive)),
            (Mode::Normal, Key::Char('h'), Some(Action::ToList)),
            (Mode::Normal, Key::Ctrl('g'), Some(Action::Cancel)),
            (Mode::Typing, Key::Ctrl('g'), Some(Action::Cancel)),
            (Mode::Typing, Key::F(3), Some(Action::Edit(Edit::EraseWord))),
            (Mode::Normal, Key::F(3), None),
            (
                Mode::Typing,
                Key::Ctrl('n'),
                Some(Action::Move(Motion::Down)),
            ),
            (Mode::Normal, Key::Char('7'), Some(Action::Search)),
        ] {
            assert_eq!(keymap.action(mode, key), action, "{mode:?} {key:?}");
        }
        assert_eq!(keymap.key_name(Action::NextStory), "Ctrl-n");
        assert_eq!(keymap.key_name(Action::Search), "7");
    }

    #[test]
    fn each_fault_of_a_key_says_what_to_write() {
        for (keys, expected) in [
            (
                "x = \"nextstory\"",
                "2:5: there is no action `nextstory`; did you mean `next-story`?",
            ),
            (
                "x = \"make coffee\"",
                "2:5: there is no action `make coffee`; `roundup config --keys` lists them",
            ),
            (
                "\"alt-x\" = \"help\"",
                "2:1: `alt-x` cannot be told from other keys in every terminal; choose a key without it, or a chord such as \"g x\"",
            ),
            (
                "\"x y\" = \"help\"",
                "2:1: a chord cannot begin with `x`; write \"g y\"",
            ),
            (
                "\"g x y\" = \"help\"",
                "2:1: a chord has two keys; write such as \"g x\"",
            ),
            (
                "\"C-n\" = \"help\"\n\"ctrl-n\" = \"archive\"",
                "3:1: `ctrl-n` is the same key as `C-n` in line 2; remove one of the two",
            ),
            (
                "x = \"erase-word\"",
                "2:1: `x` is text while something is typed; `erase-word` needs ctrl- and a letter, or a key without a character",
            ),
            (
                "m = \"none\"",
                "2:1: `toggle-read` has no key any more; give it another key, or leave `m` to it",
            ),
        ] {
            assert_eq!(with(keys).1, [expected], "{keys}");
        }
    }

    #[test]
    fn every_action_can_get_every_kind_of_key() {
        for (name, action) in Action::named() {
            let (keymap, faults) = with(&format!("f9 = \"{name}\""));
            assert_eq!(faults, [""; 0], "{name}");
            let modes = [Mode::Normal, Mode::Typing];
            assert!(
                modes
                    .iter()
                    .any(|mode| keymap.action(*mode, Key::F(9)) == Some(action)),
                "{name}"
            );
        }
    }
}
