//! A user's own keys in place of the built-in ones.

use std::collections::HashMap;

use super::Keymap;
use super::action::{Action, Edit};
use super::binding::{Binding, Mode, Press};
use super::suggest::{self, NONE};
use crate::briefing::{Diagnostic, Position, shown, shown_whole};
use crate::config::Configuration;
use crate::config::key::{Key, WrongKey, is_ctrl};
use crate::config::settings::{self, UserKey, quoted};

/// The key that quits whatever is set, so that there is always a way out.
const QUIT: Key = Key::Ctrl('c');

impl Keymap {
    /// Takes the keys of a configuration, and adds what is wrong with them to its faults.
    pub fn taken_from(configuration: &mut Configuration) -> Self {
        let (keymap, faults) = Self::with(&configuration.settings.keys);
        configuration.add_faults(faults);
        keymap
    }

    /// What is wrong with the keys of a configuration.
    pub fn faults(lines: &[UserKey]) -> Vec<Diagnostic> {
        Self::with(lines).1
    }

    /// The built-in keys changed by those of a configuration, and what is wrong with these. A key with a fault
    /// keeps its meaning.
    pub fn with(lines: &[UserKey]) -> (Self, Vec<Diagnostic>) {
        if lines.is_empty() {
            return (Self::default(), Vec::new());
        }
        let mut change = Change::by(lines);
        change.report_actions_without_keys();
        (change.keymap, Diagnostic::in_order(change.faults))
    }

    /// Those lines that change the keys: the ones without a fault.
    pub fn in_force(lines: &[UserKey]) -> Vec<&UserKey> {
        let change = Change::by(lines);
        let is_bound = |line: &&UserKey| {
            let mut bound = change.bound.values();
            bound.any(|bound| std::ptr::eq(*bound, *line))
        };
        lines.iter().filter(is_bound).collect()
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
    /// The bindings before the change.
    defaults: Vec<Binding>,
    /// Every action that can be bound, by its name.
    named: Vec<(String, Action)>,
    /// The line that has bound a key so far.
    bound: HashMap<Press, &'l UserKey>,
    faults: Vec<Diagnostic>,
}

impl<'l> Change<'l> {
    fn new() -> Self {
        Self {
            keymap: Keymap::default(),
            defaults: super::defaults::bindings(),
            named: Action::named().collect(),
            bound: HashMap::new(),
            faults: Vec::new(),
        }
    }

    /// Applies all lines.
    fn by(lines: &'l [UserKey]) -> Self {
        let mut change = Self::new();
        let is_chord = |line: &&UserKey| line.keys.split_whitespace().count() > 1;
        // Chords begin with the key that then asks for them.
        let (chords, single): (Vec<_>, Vec<_>) = lines.iter().partition(is_chord);
        for line in single.into_iter().chain(chords) {
            if let Err(fault) = change.apply(line) {
                change.faults.push(*fault);
            }
        }
        change
    }

    fn apply(&mut self, line: &'l UserKey) -> Result<(), Box<Diagnostic>> {
        self.check_sides(line)?;
        let action = if line.action == NONE {
            None
        } else {
            Some(self.action(line)?)
        };
        let presses = self.presses(line, action)?;
        if action != Some(Action::Quit) && presses.iter().any(|press| press.key == QUIT) {
            let message = format!("`{}` always quits", shown(&line.keys));
            return Err(fault(&line.keys_at, &message, "choose another key"));
        }
        if let Some(earlier) = presses.iter().find_map(|press| self.bound.get(press)) {
            let message = format!(
                "`{}` is the same key as `{}` in line {}",
                shown(&line.keys),
                shown(&earlier.keys),
                earlier.keys_at.line
            );
            return Err(fault(&line.keys_at, &message, "remove one of the two"));
        }
        for press in presses {
            self.bound.insert(press, line);
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

    /// Finds a line that has the action before the equals sign.
    fn check_sides(&self, line: &UserKey) -> Result<(), Box<Diagnostic>> {
        let is_action = |written: &str| self.named.iter().any(|(name, _)| name == written);
        // Some actions are named as keys are.
        let is_key = Key::parse(&line.keys).is_ok();
        let are_keys = || {
            let words: Vec<_> = line.action.split_whitespace().take(3).collect();
            let are_keys = words.iter().all(|key| Key::parse(key).is_ok());
            matches!(words.len(), 1 | 2) && are_keys
        };
        let is_swapped = is_action(&line.keys) && (line.action == NONE || are_keys());
        // Some actions are named as settings are, too.
        if settings::is_setting(&line.keys) && !is_swapped && !is_action(&line.action) {
            let message = format!("`{}` is a setting, not a key", line.keys);
            return Err(fault(&line.keys_at, &message, settings::ABOVE_KEYS));
        }
        if is_key || !is_action(&line.keys) || is_action(&line.action) {
            return Ok(());
        }
        let name = &line.keys;
        let help = if line.action == NONE {
            "write the key to free before the =, as in \"J\" = \"none\"".to_owned()
        } else if let Some(key) = shown_whole(quoted(&line.action)).filter(|_| are_keys()) {
            format!("write {key} = \"{name}\"")
        } else {
            format!("write a key before the = and \"{name}\" after it")
        };
        let message = format!("`{name}` is an action, not a key");
        Err(fault(&line.keys_at, &message, &help))
    }

    /// The action that a line names.
    fn action(&self, line: &UserKey) -> Result<Action, Box<Diagnostic>> {
        let written = &line.action;
        if let Some((_, action)) = self.named.iter().find(|(name, _)| name == written) {
            return Ok(*action);
        }
        let help = if let Some(action) = self.action_of_key(written) {
            format!("write what that key does: \"{action}\"")
        } else if let Some(meant) = suggest::meant(written, &self.named) {
            format!("did you mean `{meant}`?")
        } else {
            "`roundup config --keys` lists them".to_owned()
        };
        let message = format!("there is no action `{}`", shown(written));
        Err(fault(&line.action_at, &message, &help))
    }

    /// The name of the action that a key has unless the user changes that.
    fn action_of_key(&self, written: &str) -> Option<String> {
        let key = Key::parse(written).ok()?;
        let mode = Mode::Normal;
        let press = Press { mode, key };
        let mut bindings = self.defaults.iter();
        let binding = bindings.find(|binding| binding.presses.contains(&press))?;
        Some(binding.action.name())
    }

    /// The key of a line in each mode in which it gets another meaning.
    fn presses(
        &self,
        line: &UserKey,
        action: Option<Action>,
    ) -> Result<Vec<Press>, Box<Diagnostic>> {
        let wrong = |wrong: WrongKey| fault(&line.keys_at, &wrong.message, &wrong.help);
        let words: Vec<_> = line.keys.split_whitespace().collect();
        match words.as_slice() {
            [] if line.keys == " " => self.presses_of_key(Key::Char(' '), line, action),
            [] => Err(wrong(Key::parse("").err().unwrap_or_else(no_key))),
            [key] => {
                let key = Key::parse(key).map_err(|mut why| {
                    if let Some(chord) = self.chord_in(key) {
                        why.help = format!("write {}", quoted(chord));
                    }
                    wrong(why)
                })?;
                self.presses_of_key(key, line, action)
            }
            [modifier, _] if is_ctrl(modifier) => {
                let key = Key::parse(&line.keys).map_err(wrong)?;
                self.presses_of_key(key, line, action)
            }
            [first, key] => {
                let go = Key::parse(first).map_err(wrong)?;
                let press = Press {
                    mode: Mode::Go,
                    key: Key::parse(key).map_err(wrong)?,
                };
                if self.keymap.action(Mode::Normal, go) == Some(Action::Go) {
                    return Ok(vec![press]);
                }
                let message = format!("a chord cannot begin with `{}`", shown(first));
                let help = match self.keymap.key_name(Action::Go) {
                    begins if begins.is_empty() => {
                        "no key begins chords; give one to `go`".to_owned()
                    }
                    begins => format!("write {}", quoted(format!("{begins} {}", shown(key)))),
                };
                Err(fault(&line.keys_at, &message, &help))
            }
            _ => {
                let help = "write two keys, as in \"g x\"";
                Err(fault(&line.keys_at, "a chord has two keys", help))
            }
        }
    }

    /// The chord that was probably meant by a word: its two characters, perhaps with a sign between them.
    fn chord_in(&self, word: &str) -> Option<String> {
        let characters: Vec<_> = word.chars().collect();
        let (first, second) = match characters.as_slice() {
            [first, second] | [first, ',' | '-' | '+', second] => (*first, *second),
            _ => return None,
        };
        let begins_chords = self.keymap.action(Mode::Normal, Key::Char(first)) == Some(Action::Go);
        begins_chords.then(|| format!("{first} {}", shown(&second.to_string())))
    }

    /// A single key in each mode in which it gets another meaning.
    fn presses_of_key(
        &self,
        key: Key,
        line: &UserKey,
        action: Option<Action>,
    ) -> Result<Vec<Press>, Box<Diagnostic>> {
        let is_text = matches!(key, Key::Char(_));
        // Many terminals send Ctrl-h for Backspace.
        let sent: &[_] = match key {
            Key::Backspace => &[Key::Ctrl('h'), Key::Backspace],
            _ => &[key],
        };
        let typing = sent.iter().filter(|_| !is_text).map(|&key| Press {
            mode: Mode::Typing,
            key,
        });
        let mode = Mode::Normal;
        let Some(action) = action else {
            return Ok([Press { mode, key }].into_iter().chain(typing).collect());
        };
        let in_typing = self.has_default_in(action, |mode| mode == Mode::Typing);
        let in_commands = !in_typing || self.has_default_in(action, |mode| mode != Mode::Typing);
        if !in_commands && is_text {
            let message = format!("`{}` is text while something is typed", shown(&line.keys));
            let help = format!(
                "`{}` needs ctrl- and a letter, or a key without a character",
                line.action
            );
            return Err(fault(&line.keys_at, &message, &help));
        }
        let command = in_commands.then_some(Press { mode, key });
        let typing = typing.filter(|_| in_typing);
        Ok(command.into_iter().chain(typing).collect())
    }

    /// Whether an action has a key in such a mode unless the user changes that.
    fn has_default_in(&self, action: Action, is_meant: impl Fn(Mode) -> bool) -> bool {
        let bindings = self.defaults.iter();
        let mut presses = bindings
            .filter(|binding| binding.action == action)
            .flat_map(|binding| &binding.presses);
        presses.any(|press| is_meant(press.mode))
    }

    fn report_actions_without_keys(&mut self) {
        for binding in &self.defaults {
            let action = binding.action;
            let Some(without) = self.without_key(action) else {
                continue;
            };
            let taken = binding
                .presses
                .iter()
                .filter_map(|press| self.bound.get(press));
            let Some(line) = taken.max_by_key(|line| line.keys_at.span.start) else {
                continue;
            };
            let message = format!("no key is left for `{}`{without}", action.name());
            let help = format!(
                "give it another key, or remove the line for `{}`",
                shown(&line.keys)
            );
            let fault = *fault(&line.keys_at, &message, &help);
            let is_known = |other: &Diagnostic| other.message == fault.message;
            if !self.faults.iter().any(is_known) {
                self.faults.push(fault);
            }
        }
    }

    /// Where no key is left for an action, to end a message: nowhere at all, or only while browsing. `None` where
    /// there is one.
    fn without_key(&self, action: Action) -> Option<&'static str> {
        let mut presses = self.keymap.presses(action).peekable();
        if presses.peek().is_none() {
            return Some("");
        }
        let is_only_typed = presses.all(|press| press.mode == Mode::Typing);
        let was_browsing = self.has_default_in(action, |mode| mode != Mode::Typing);
        (is_only_typed && was_browsing).then_some(" while browsing")
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
    use crate::briefing::Diagnostic;
    use crate::config::settings;

    fn with(keys: &str) -> (Keymap, Vec<String>) {
        let (settings, faults) = settings::parse(format!("[keys]\n{keys}").as_bytes());
        assert_eq!(faults, []);
        let (keymap, faults) = Keymap::with(&settings.keys);
        assert!(faults.iter().all(Diagnostic::is_error), "{faults:?}");
        (keymap, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn keys_get_other_meanings() {
        let (keymap, faults) = with(
            "x = \"next-story\"\n\"ctrl-n\" = \"next-story\"\n\"g h\" = \"archive\"\nJ = \"none\"\n\
             \"ctrl-g\" = \"cancel\"\nf3 = \"erase-word\"\n7 = \"search\"\n\
             backspace = \"cancel\"\n",
        );
        assert_eq!(
            faults,
            [
                "8:1: no key is left for `section-7`; give it another key, or remove the line for `7`",
                "9:1: no key is left for `erase`; give it another key, or remove the line for `backspace`",
            ]
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
            // Many terminals send Ctrl-h for it.
            (Mode::Typing, Key::Ctrl('h'), Some(Action::Cancel)),
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
            ("gt = \"help\"", "2:1: there is no key `gt`; write \"g t\""),
            (
                "\"g,a\" = \"help\"",
                "2:1: there is no key `g,a`; write \"g a\"",
            ),
            (
                "\"ctrl x\" = \"help\"",
                "2:1: there is no key `ctrl x`; did you mean `ctrl-x`?",
            ),
            (
                "\"g x y\" = \"help\"",
                "2:1: a chord has two keys; write two keys, as in \"g x\"",
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
                "x = \"J\"",
                "2:5: there is no action `J`; write what that key does: \"next-story\"",
            ),
            (
                "\"ctrl-c\" = \"erase-all\"",
                "2:1: `ctrl-c` always quits; choose another key",
            ),
            (
                "C-c = \"none\"",
                "2:1: `C-c` always quits; choose another key",
            ),
            (
                "\"g ctrl-c\" = \"help\"",
                "2:1: `g ctrl-c` always quits; choose another key",
            ),
            (
                "next-story = \"J\"",
                "2:1: `next-story` is an action, not a key; write \"J\" = \"next-story\"",
            ),
            (
                "next-story = \"g x\"",
                "2:1: `next-story` is an action, not a key; write \"g x\" = \"next-story\"",
            ),
            (
                "next-story = \"none\"",
                "2:1: `next-story` is an action, not a key; write the key to free before the =, as in \"J\" = \"none\"",
            ),
            (
                "help = \"f13\"",
                "2:1: `help` is an action, not a key; write a key before the = and \"help\" after it",
            ),
            (
                "theme = \"dark\"",
                "2:1: `theme` is a setting, not a key; write it above [keys]",
            ),
            (
                "panes = \"one\"",
                "2:1: `panes` is a setting, not a key; write it above [keys]",
            ),
            (
                "panes = \"x\"",
                "2:1: `panes` is an action, not a key; write \"x\" = \"panes\"",
            ),
            (
                "esc = \"archive\"",
                "2:1: no key is left for `cancel` while browsing; give it another key, or remove the line for `esc`",
            ),
            ("f2 = \"cancel\"\nesc = \"archive\"", ""),
            (
                "m = \"none\"",
                "2:1: no key is left for `toggle-read`; give it another key, or remove the line for `m`",
            ),
        ] {
            let faults = with(keys).1;
            assert_eq!(faults.join("\n"), expected, "{keys}");
        }
    }

    #[test]
    fn a_line_to_write_is_one_that_can_be_read() {
        for (keys, expected) in [
            (
                "quit = \"\\\"\"",
                "2:1: `quit` is an action, not a key; write '\"' = \"quit\"",
            ),
            (
                "quit = \"\"",
                "2:1: `quit` is an action, not a key; write a key before the = and \"quit\" after it",
            ),
            (
                "quit = \"x y z\"",
                "2:1: `quit` is an action, not a key; write a key before the = and \"quit\" after it",
            ),
            (
                "'g\"' = \"help\"",
                "2:1: there is no key `g\"`; write 'g \"'",
            ),
            (
                "'x \"' = \"help\"",
                "2:1: a chord cannot begin with `x`; write 'g \"'",
            ),
        ] {
            let faults = with(keys).1;
            assert_eq!(faults.join("\n"), expected, "{keys}");
        }
    }

    #[test]
    fn only_lines_without_faults_are_in_force() {
        let text = "[keys]\n\"g x\" = \"help\"\nC-n = \"help\"\nctrl-n = \"archive\"\nx = \"nextstory\"\n\
            m = \"none\"\nalt-x = \"help\"\nJ = \"help\"\nJ = \"archive\"";
        let (settings, faults) = settings::parse(text.as_bytes());
        let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            faults,
            ["9:1: duplicate key; remove one of the two lines; the first one is used"]
        );
        let in_force = Keymap::in_force(&settings.keys);
        let lines: Vec<_> = in_force
            .iter()
            .map(|line| (line.keys.as_str(), line.action.as_str()))
            .collect();
        assert_eq!(
            lines,
            [
                ("g x", "help"),
                ("C-n", "help"),
                ("m", "none"),
                ("J", "help")
            ]
        );
    }

    #[test]
    fn without_a_key_for_go_there_are_no_chords() {
        assert_eq!(
            with("g = \"none\"\n\"g x\" = \"help\"").1,
            [
                "2:1: no key is left for `go`; give it another key, or remove the line for `g`",
                "3:1: a chord cannot begin with `g`; no key begins chords; give one to `go`",
            ]
        );
    }

    #[test]
    fn a_key_that_no_terminal_sends_is_refused() {
        for (keys, expected) in [
            (
                r#""\u001B" = "help""#,
                "2:1: `␛` cannot be sent by a terminal; write a character",
            ),
            (
                r#""\u202E" = "help""#,
                "2:1: `\u{fffd}` cannot be sent by a terminal; write a character",
            ),
            (
                r#""g \u009B" = "help""#,
                "2:1: `\u{fffd}` cannot be sent by a terminal; write a character",
            ),
        ] {
            let faults = with(keys).1;
            assert_eq!(faults.len(), 1, "{keys}");
            assert!(faults[0].starts_with(expected), "{keys}: {}", faults[0]);
        }
    }

    #[test]
    fn long_texts_are_cut_in_messages() {
        let long = "x".repeat(1000);
        for keys in [
            format!("x = \"{long}\""),
            format!("{long} = \"help\""),
            format!("\"ctrl-{long}\" = \"help\""),
            format!("\"shift-{long}\" = \"help\""),
            format!("\"alt-{long}\" = \"help\""),
            format!("\"x {long}\" = \"help\""),
        ] {
            let faults = with(&keys).1;
            assert_eq!(faults.len(), 1);
            assert!(faults[0].chars().count() < 400, "{}", faults[0]);
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
