//! Keys, actions, and which key asks for which action. One value answers that for key presses, for the last
//! line, for the help page and for the documentation.

mod action;
mod binding;
mod defaults;
mod letters;
mod search_words;
mod suggest;
mod user;

pub use crate::config::key::Key;
pub use action::{Action, Edit, Motion};
pub use binding::{Group, Mode};

use crate::briefing::Briefing;
use binding::{Binding, Press};

/// A row of the help page: keys, and what they do.
#[derive(Debug)]
pub struct HelpRow {
    pub group: Group,
    /// The keys, one after the other; empty when there is none.
    pub keys: String,
    pub help: &'static str,
    /// What the keys ask for, of several digits the first; `None` for the mouse.
    pub action: Option<Action>,
}

/// What the mouse does, for the help page and the documentation.
const MOUSE: [(&str, &str); 4] = [
    (
        "click",
        "select a story or a day, open the one selected, follow a link, or do what a key in the last line does",
    ),
    (
        "wheel",
        "scroll what is under it; nothing is selected or marked",
    ),
    (
        "drag",
        "select and copy text of the article; click twice for a word, three times for a paragraph",
    ),
    (
        "shift",
        "held down, leaves the mouse to the terminal; in some terminals, `option` does",
    ),
];

/// Which key asks for which action, and what is said about it.
#[derive(Clone, Debug)]
pub struct Keymap {
    /// In the order of the help page. Where an action has several, the first names its key.
    bindings: Vec<Binding>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self {
            bindings: defaults::bindings(),
        }
    }
}

impl Keymap {
    /// What `key` asks for in `mode`; `None` if nothing. After `g`, a few keys mean what they mean without
    /// it, and any other character asks for a section; in the list of sections, only a letter does. While
    /// typing, a character that is not bound is text.
    pub fn action(&self, mode: Mode, key: Key) -> Option<Action> {
        let press = Press { mode, key };
        let bound = self
            .bindings
            .iter()
            .find(|binding| binding.presses.contains(&press))
            .map(|binding| binding.action);
        let by_mode = || match (mode, key) {
            (Mode::Go, key) => {
                let normal = self.action(Mode::Normal, key);
                let kept = normal.filter(|action| action.holds_after_g(key));
                Some(kept.unwrap_or(match key {
                    Key::Char(letter) => Action::GoToLetter(letter),
                    key => Action::GoToNothing(key),
                }))
            }
            (Mode::Sections, Key::Char(letter)) if letter.is_alphabetic() => {
                Some(Action::GoToLetter(letter))
            }
            (Mode::Sections, key) => self.action(Mode::Normal, key),
            (Mode::Typing, Key::Char(c)) => Some(Action::Edit(Edit::Insert(c))),
            _ => None,
        };
        bound.or_else(by_mode)
    }

    fn binding(&self, action: Action) -> Option<&Binding> {
        self.bindings
            .iter()
            .find(|binding| binding.action == action)
    }

    /// The first key of `action`, as it is shown: `space`, `]`, `gg`; empty when it has none. Keys while
    /// typing count for an action only that has no others.
    pub fn key_name(&self, action: Action) -> String {
        let mut bindings = self.bindings.iter();
        let is_only_typed =
            !bindings.any(|binding| binding.action == action && binding.group != Group::Typing);
        let presses = self.presses(action);
        let mut presses = presses.filter(|press| press.mode != Mode::Typing || is_only_typed);
        presses
            .find_map(|press| self.name(press))
            .unwrap_or_default()
    }

    fn presses(&self, action: Action) -> impl Iterator<Item = Press> {
        let bindings = self.bindings.iter();
        let bindings = bindings.filter(move |binding| binding.action == action);
        bindings.flat_map(|binding| binding.presses.iter().copied())
    }

    /// The keys to press, with the one before them that leads to the mode; `None` when no key does.
    fn name(&self, press: Press) -> Option<String> {
        let name = press.key.name();
        if press.mode != Mode::Go {
            return Some(name);
        }
        let go = self.binding(Action::Go)?.presses.first()?.key.name();
        let are_short = [&go, &name].iter().all(|name| name.chars().count() == 1);
        let between = if are_short { "" } else { " " };
        Some(format!("{go}{between}{name}"))
    }

    /// The name of `key` with the one before it that leads to sections.
    pub fn name_after_go(&self, key: Key) -> String {
        let press = Press {
            mode: Mode::Go,
            key,
        };
        self.name(press).unwrap_or_else(|| key.name())
    }

    /// The first key of `action` in one mode, without the key that leads to that mode: for the top, which
    /// is `gg`, this is `g`.
    pub fn key_name_in(&self, mode: Mode, action: Action) -> String {
        let mut presses = self.presses(action).filter(|press| press.mode == mode);
        let first = presses.next();
        first.map_or_else(String::new, |press| press.key.name())
    }

    /// What keys ask for after `g` in particular.
    pub fn after_go(&self) -> impl Iterator<Item = Action> {
        let is_after_go = |binding: &&Binding| {
            let mut presses = binding.presses.iter();
            presses.any(|press| press.mode == Mode::Go)
        };
        let bindings = self.bindings.iter().filter(is_after_go);
        bindings.map(|binding| binding.action)
    }

    /// All keys of `action`, as they are shown, with a space between them; with commas where one is a chord of
    /// long names.
    pub fn all_keys(&self, action: Action) -> String {
        let mut names = Vec::new();
        // A key that means the same while typing is listed once.
        for name in self.presses(action).filter_map(|press| self.name(press)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        listed(&names)
    }

    /// What `action` does, in a sentence without its full stop.
    pub fn help(&self, action: Action) -> &'static str {
        let bindings = self
            .bindings
            .iter()
            .filter(|binding| binding.action == action);
        bindings
            .map(|binding| binding.help)
            .find(|help| !help.is_empty())
            .unwrap_or_else(|| match action {
                // These have no row of their own on the help page.
                Action::Section(2..) => self.help(Action::Section(1)),
                Action::Stay => "cancel what the key of `go` began",
                _ => "",
            })
    }

    /// The keys for the digits of a number: `0–9`; empty when there are not all of them.
    pub fn digits(&self) -> String {
        let keys = (0..=9).map(|digit| self.key_name(Action::Section(digit)));
        let keys: Vec<_> = keys.filter(|key| !key.is_empty()).collect();
        if keys.len() == 10 {
            in_ranges(&keys)
        } else {
            String::new()
        }
    }

    /// Whether digits are typed with their own keys.
    pub fn has_digits(&self) -> bool {
        let mut digits = 0..=9;
        digits.all(|digit| self.key_name(Action::Section(digit)) == digit.to_string())
    }

    /// The keys that go to the first `sections` sections by number, those that have one: `1–3`.
    pub fn section_numbers(&self, sections: usize) -> String {
        let keys = (1..=sections.min(9)).map(|number| self.key_name(Action::Section(number)));
        let keys: Vec<_> = keys.filter(|key| !key.is_empty()).collect();
        in_ranges(&keys)
    }

    /// The letters, lower case first, whose keys ask for nothing, or for nothing that `is_used`.
    pub fn free_letters(&self, is_used: impl Fn(Action) -> bool) -> impl Iterator<Item = char> {
        let is_free = move |letter: &char| {
            let action = self.action(Mode::Normal, Key::Char(*letter));
            !action.is_some_and(&is_used)
        };
        ('a'..='z').chain('A'..='Z').filter(is_free)
    }

    /// What `action` does, in a word or two.
    pub fn hint(&self, action: Action) -> &'static str {
        self.binding(action).map_or("", |binding| binding.hint)
    }

    /// Every key with what it does, in the order of the help page, then the mouse; the nine digits are one row.
    pub fn help_rows(&self) -> impl Iterator<Item = HelpRow> {
        self.bindings
            .iter()
            .filter(|binding| !binding.help.is_empty())
            .map(|binding| {
                let presses = binding.presses.iter();
                let names: Vec<_> = presses.filter_map(|press| self.name(*press)).collect();
                let keys = match binding.action {
                    Action::Section(1) => self.section_numbers(usize::MAX),
                    _ => listed(&names),
                };
                HelpRow {
                    group: binding.group,
                    keys,
                    help: binding.help,
                    action: Some(binding.action),
                }
            })
            .chain(MOUSE.map(|(keys, help)| HelpRow {
                group: Group::Mouse,
                keys: keys.to_owned(),
                help,
                action: None,
            }))
    }

    /// What else an action is called, by people who know it from other programs.
    pub fn other_names(action: Action) -> &'static [&'static str] {
        search_words::other_names(action)
    }

    /// The letter that goes to each section of a briefing after `g`. No two sections have the same one;
    /// when there are more sections than letters, some have none.
    pub fn section_letters(&self, briefing: &Briefing) -> Vec<Option<char>> {
        let sections: Vec<_> = (0..briefing.sections())
            .map(|section| {
                (
                    briefing.section_title(section),
                    briefing.section_key(section),
                )
            })
            .collect();
        let presses = self.bindings.iter().flat_map(|binding| &binding.presses);
        let taken = presses.filter_map(|press| match press {
            Press {
                mode: Mode::Go,
                key: Key::Char(letter),
            } => Some(*letter),
            _ => None,
        });
        let of_lists = [
            Action::Move(Motion::Down),
            Action::Move(Motion::Up),
            Action::Close,
        ];
        let of_lists = of_lists.iter().flat_map(|action| self.presses(*action));
        let of_lists = of_lists.filter_map(|press| match press {
            Press {
                mode: Mode::Normal,
                key: Key::Char(letter),
            } => Some(letter),
            _ => None,
        });
        letters::assign(&sections, taken, of_lists)
    }
}

/// Names of keys, one after the other.
pub fn listed(names: &[impl AsRef<str>]) -> String {
    let names: Vec<_> = names.iter().map(AsRef::as_ref).collect();
    names.join(between(&names))
}

/// What is between names of keys: a space, with a comma before it where one is a chord of long names.
pub fn between(names: &[&str]) -> &'static str {
    if names.iter().any(|name| name.contains(' ')) {
        ", "
    } else {
        " "
    }
}

/// Keys with a space between them, and consecutive digits as a range: `1–6 F7 8–9`.
fn in_ranges(keys: &[String]) -> String {
    let digit = |key: &String| key.parse::<u8>().ok();
    let follows = |key: &String, next: &String| {
        digit(next).is_some_and(|next| digit(key).is_some_and(|digit| digit + 1 == next))
    };
    let runs = keys.chunk_by(follows).map(|run| match run {
        [first, .., last] => format!("{first}–{last}"),
        run => run.concat(),
    });
    runs.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Action, Edit, Key, Keymap, Mode, Motion};
    use crate::config::settings;

    fn changed(keys: &str) -> Keymap {
        let (settings, _) = settings::parse(format!("[keys]\n{keys}").as_bytes());
        Keymap::with(&settings.keys).0
    }

    #[test]
    fn no_key_has_two_meanings_in_one_mode() {
        let mut seen = Vec::new();
        for press in Keymap::default()
            .bindings
            .iter()
            .flat_map(|binding| &binding.presses)
        {
            assert!(!seen.contains(press), "{press:?} is bound twice");
            seen.push(*press);
        }
    }

    #[test]
    fn every_action_has_a_key() {
        let keymap = Keymap::default();
        for action in Action::all() {
            let typed = matches!(
                action,
                Action::GoToLetter(_) | Action::GoToNothing(_) | Action::Edit(Edit::Insert(_))
            );
            assert!(typed || !keymap.key_name(action).is_empty(), "{action:?}");
        }
    }

    #[test]
    fn every_action_that_can_be_bound_says_what_it_does() {
        let keymap = Keymap::default();
        for (name, action) in Action::named() {
            assert!(!keymap.help(action).is_empty(), "{name}");
        }
        assert_eq!(
            keymap.all_keys(Action::Move(Motion::PageDown)),
            "PgDn Ctrl-f"
        );
    }

    #[test]
    fn a_key_that_can_be_pressed_is_named() {
        let keymap = changed("g = \"none\"");
        assert_eq!(keymap.key_name(Action::Move(Motion::Top)), "home");
    }

    #[test]
    fn ctrl_and_space_can_be_seen() {
        let keymap = changed("ctrl-space = \"help\"");
        assert_eq!(keymap.key_name(Action::Help), "Ctrl-space");
    }

    #[test]
    fn only_consecutive_digits_are_named_as_a_range() {
        let keymap = Keymap::default();
        assert_eq!(keymap.digits(), "0–9");
        assert_eq!(keymap.section_numbers(1), "1");
        assert_eq!(keymap.section_numbers(3), "1–3");
        let keymap = changed("f7 = \"section-7\"\n2 = \"none\"");
        assert_eq!(keymap.digits(), "");
        assert_eq!(keymap.section_numbers(12), "1 3–6 F7 8–9");
    }

    #[test]
    fn keys_ask_for_what_the_table_says() {
        for (mode, key, action) in [
            (
                Mode::Normal,
                Key::Char('j'),
                Some(Action::Move(Motion::Down)),
            ),
            (Mode::Normal, Key::Char('7'), Some(Action::Section(7))),
            (Mode::Normal, Key::Char('ж'), None),
            (Mode::Go, Key::Char('g'), Some(Action::Move(Motion::Top))),
            (Mode::Go, Key::Char('w'), Some(Action::GoToLetter('w'))),
            (Mode::Go, Key::Char('3'), Some(Action::Section(3))),
            (Mode::Go, Key::Down, Some(Action::GoToNothing(Key::Down))),
            (Mode::Go, Key::Enter, Some(Action::Open)),
            (Mode::Go, Key::Char('l'), Some(Action::GoToLetter('l'))),
            (
                Mode::Sections,
                Key::Char('g'),
                Some(Action::GoToLetter('g')),
            ),
            (
                Mode::Sections,
                Key::Char('ж'),
                Some(Action::GoToLetter('ж')),
            ),
            (Mode::Sections, Key::Char('3'), Some(Action::Section(3))),
            (Mode::Sections, Key::Char('/'), Some(Action::Search)),
            (Mode::Sections, Key::Down, Some(Action::Move(Motion::Down))),
            (Mode::Sections, Key::Esc, Some(Action::Cancel)),
            (Mode::Go, Key::Esc, Some(Action::Stay)),
            (Mode::Go, Key::Ctrl('c'), Some(Action::Quit)),
            (
                Mode::Typing,
                Key::Char('j'),
                Some(Action::Edit(Edit::Insert('j'))),
            ),
            (Mode::Typing, Key::Esc, Some(Action::Cancel)),
        ] {
            assert_eq!(
                Keymap::default().action(mode, key),
                action,
                "{mode:?} {key:?}"
            );
        }
    }
}
