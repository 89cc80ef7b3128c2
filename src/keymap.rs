//! The one table of keys: dispatch, the last line, the help page and the README come from it.

pub mod action;

use action::{Action, Edit, Motion};

/// A key as the terminal reports it, free of any terminal library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    Char(char),
    Ctrl(char),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Home,
    End,
}

/// What a key press is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A command.
    Normal,
    /// What comes after `g`.
    Go,
    /// Text, with a few keys to edit it.
    Typing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Reading,
    Sections,
    Editions,
    Search,
    Marks,
    View,
    Program,
    Typing,
}

/// A press in the mode it means something in.
#[derive(Clone, Copy, Debug)]
struct Press(Mode, Key);

/// One row of the table.
#[derive(Debug)]
pub struct Binding {
    presses: &'static [Press],
    pub action: Action,
    pub group: Group,
    /// What it does, for the help page and the README.
    pub help: &'static str,
    /// The same in a word or two, for the last line.
    pub hint: &'static str,
}

const fn normal(c: char) -> Press {
    Press(Mode::Normal, Key::Char(c))
}

const fn ctrl(c: char) -> Press {
    Press(Mode::Normal, Key::Ctrl(c))
}

const fn key(key: Key) -> Press {
    Press(Mode::Normal, key)
}

const fn after_g(c: char) -> Press {
    Press(Mode::Go, Key::Char(c))
}

const fn typing(key: Key) -> Press {
    Press(Mode::Typing, key)
}

macro_rules! table {
    ($($group:ident { $($action:expr => [$($press:expr),*], $help:literal, $hint:literal;)* })*) => {
        &[$($(Binding {
            presses: &[$($press),*],
            action: $action,
            group: Group::$group,
            help: $help,
            hint: $hint,
        }),*),*]
    };
}

/// Every key of the program.
pub const BINDINGS: &[Binding] = table! {
    Reading {
        Action::ReadOn => [normal(' ')], "read on: a page, and at the end the next unread story", "read on";
        Action::ReadBack => [normal('b')], "a page back, and at the top the story before", "back";
        Action::Move(Motion::Down) => [normal('j'), key(Key::Down)], "next row: a story in the list, a line in the article", "down";
        Action::Move(Motion::Up) => [normal('k'), key(Key::Up)], "row before", "up";
        Action::Move(Motion::HalfPageDown) => [normal('d'), ctrl('d')], "half a page down", "half page";
        Action::Move(Motion::HalfPageUp) => [normal('u'), ctrl('u')], "half a page up", "half page up";
        Action::Move(Motion::PageDown) => [key(Key::PageDown), ctrl('f')], "a page down", "page";
        Action::Move(Motion::PageUp) => [key(Key::PageUp), ctrl('b')], "a page up", "page up";
        Action::Move(Motion::Top) => [after_g('g'), key(Key::Home)], "the top of the list or the article", "top";
        Action::Move(Motion::Bottom) => [normal('G'), key(Key::End)], "the end of the list or the article", "end";
        Action::Open => [key(Key::Enter), normal('l'), key(Key::Right)], "into the article; open what is selected", "open";
        Action::ToList => [normal('h'), key(Key::Left)], "back to the headlines", "headlines";
        Action::SwitchPane => [key(Key::Tab)], "the other pane", "other pane";
        Action::NextStory => [normal('J')], "next story, from either pane", "next";
        Action::PreviousStory => [normal('K')], "story before, from either pane", "before";
    }
    Sections {
        Action::Section(1) => [normal('1')], "the section with that number", "section";
        Action::Section(2) => [normal('2')], "", "";
        Action::Section(3) => [normal('3')], "", "";
        Action::Section(4) => [normal('4')], "", "";
        Action::Section(5) => [normal('5')], "", "";
        Action::Section(6) => [normal('6')], "", "";
        Action::Section(7) => [normal('7')], "", "";
        Action::Section(8) => [normal('8')], "", "";
        Action::Section(9) => [normal('9')], "", "";
        Action::Section(0) => [normal('0')], "the lead stories", "lead";
        Action::NextSection => [normal(']'), ctrl('n')], "next section", "section";
        Action::PreviousSection => [normal('['), ctrl('p')], "this section’s first story, then the section before", "section before";
        Action::Go => [normal('g')], "then a letter: the section with that letter", "go to";
    }
    Editions {
        Action::OlderEdition => [normal('{'), normal('(')], "the edition before", "edition before";
        Action::NewerEdition => [normal('}'), normal(')')], "the edition after", "edition after";
        Action::Archive => [normal('a')], "the archive: every edition, newest first", "archive";
        Action::Faults => [normal('!')], "the files with faults, and what is wrong in them", "faults";
    }
    Search {
        Action::Filter => [normal('/')], "search every story; in the archive and this help, narrow the list", "search";
        Action::NextMatch => [normal('n')], "next match while a search is on, otherwise next unread story", "next match";
        Action::PreviousMatch => [normal('N')], "match before, otherwise unread story before", "match before";
        Action::ResultEdition => [normal('e')], "from a result: its whole edition", "edition";
        Action::Follow => [normal('t')], "follow this story: every story with one of its tags, in time order", "follow";
    }
    Marks {
        Action::ToggleRead => [normal('m')], "read or unread", "read";
        Action::SectionRead => [normal('A')], "all in this section read; again: the whole edition", "all read";
        Action::ToggleSaved => [normal('s')], "save, or no longer", "save";
        Action::Undo => [normal('U')], "undo the last mark, and those before it", "undo";
        Action::NextFilter => [normal('f')], "show the unread stories of this edition, the saved ones, all", "filter";
        Action::SavedStories => [normal('S')], "every saved story of the archive", "saved stories";
    }
    View {
        Action::Zen => [normal('z')], "only the article, and back", "zen";
        Action::Narrower => [normal('<')], "a narrower measure", "narrower";
        Action::Wider => [normal('>')], "a wider measure", "wider";
        Action::Help => [normal('?')], "this help", "help";
        Action::Repaint => [ctrl('l')], "draw the screen anew", "repaint";
    }
    Program {
        Action::Cancel => [key(Key::Esc)], "one step back, never out", "back";
        Action::Stay => [Press(Mode::Go, Key::Esc)], "", "stay";
        Action::Close => [normal('q')], "close what lies on top; otherwise quit", "quit";
        Action::Quit => [ctrl('c')], "quit at once", "quit";
        Action::Suspend => [ctrl('z')], "suspend; `fg` comes back", "suspend";
    }
    Typing {
        Action::Edit(Edit::Accept) => [typing(Key::Enter)], "take what is selected", "open";
        Action::Cancel => [typing(Key::Esc)], "leave without it", "back";
        Action::Scope => [typing(Key::Tab)], "search all editions, this edition or this story", "scope";
        Action::Move(Motion::Down) => [typing(Key::Down), typing(Key::Ctrl('n'))], "next row of the list; in an empty prompt, later searches", "down";
        Action::Move(Motion::Up) => [typing(Key::Up), typing(Key::Ctrl('p'))], "row before; in an empty prompt, earlier searches", "up";
        Action::Move(Motion::PageDown) => [typing(Key::PageDown)], "a page down", "page";
        Action::Move(Motion::PageUp) => [typing(Key::PageUp)], "a page up", "page up";
        Action::Edit(Edit::Left) => [typing(Key::Left), typing(Key::Ctrl('b'))], "a character to the left", "";
        Action::Edit(Edit::Right) => [typing(Key::Right), typing(Key::Ctrl('f'))], "a character to the right", "";
        Action::Edit(Edit::Start) => [typing(Key::Home), typing(Key::Ctrl('a'))], "the start of the line", "";
        Action::Edit(Edit::End) => [typing(Key::End), typing(Key::Ctrl('e'))], "the end of the line", "";
        Action::Edit(Edit::Erase) => [typing(Key::Backspace), typing(Key::Ctrl('h'))], "erase the character before", "";
        Action::Edit(Edit::Delete) => [typing(Key::Delete), typing(Key::Ctrl('d'))], "erase the character after", "";
        Action::Edit(Edit::EraseWord) => [typing(Key::Ctrl('w'))], "erase the word before", "";
        Action::Edit(Edit::EraseAll) => [typing(Key::Ctrl('u'))], "erase all before", "";
        Action::Quit => [typing(Key::Ctrl('c'))], "quit at once", "";
        Action::Suspend => [typing(Key::Ctrl('z'))], "suspend", "";
    }
};

/// What `key` means in `mode`. After `g` any other character asks for a section; while typing, any
/// other character is text.
pub fn action_for(mode: Mode, key: Key) -> Option<Action> {
    let bound = BINDINGS
        .iter()
        .find(|binding| {
            binding
                .presses
                .iter()
                .any(|press| press.0 == mode && press.1 == key)
        })
        .map(|binding| binding.action);
    match (mode, key) {
        _ if bound.is_some() => bound,
        (Mode::Go, Key::Char(digit @ '0'..='9')) => action_for(Mode::Normal, Key::Char(digit)),
        (Mode::Go, Key::Char(letter)) => Some(Action::GoToLetter(letter)),
        (Mode::Go, Key::Ctrl('c' | 'z')) => action_for(Mode::Normal, key),
        (Mode::Go, key) => Some(Action::GoToNothing(key)),
        (Mode::Typing, Key::Char(c)) => Some(Action::Edit(Edit::Insert(c))),
        _ => None,
    }
}

/// The row of the table that `action` stands in.
pub fn binding(action: Action) -> Option<&'static Binding> {
    BINDINGS.iter().find(|binding| binding.action == action)
}

/// The first key of `action`, as it is shown: `space`, `]`, `gg`.
pub fn key_name(action: Action) -> String {
    binding(action)
        .and_then(|binding| binding.presses.first())
        .map(|press| press.name())
        .unwrap_or_default()
}

/// A row of the help page and the README: keys, and what they do.
#[derive(Debug)]
pub struct HelpRow {
    pub group: Group,
    pub keys: String,
    pub help: &'static str,
}

/// The table as it is shown: the nine digits are one row.
pub fn help_rows() -> impl Iterator<Item = HelpRow> {
    BINDINGS
        .iter()
        .filter(|binding| !binding.help.is_empty())
        .map(|binding| {
            let names: Vec<_> = binding.presses.iter().map(|press| press.name()).collect();
            let keys = match binding.action {
                Action::Section(1) => "1…9".to_owned(),
                _ => names.join(" "),
            };
            HelpRow {
                group: binding.group,
                keys,
                help: binding.help,
            }
        })
}

impl Group {
    pub fn title(self) -> &'static str {
        match self {
            Self::Reading => "Reading",
            Self::Sections => "Sections",
            Self::Editions => "Editions",
            Self::Search => "Search",
            Self::Marks => "Marks",
            Self::View => "View",
            Self::Program => "Program",
            Self::Typing => "While typing",
        }
    }
}

impl Press {
    fn name(self) -> String {
        let name = self.1.name();
        if self.0 == Mode::Go {
            format!("g{name}")
        } else {
            name
        }
    }
}

impl Key {
    /// As it is shown to a reader.
    pub fn name(self) -> String {
        let name = match self {
            Self::Char(' ') => "space",
            Self::Char(c) => return c.to_string(),
            Self::Ctrl(c) => return format!("Ctrl-{c}"),
            Self::Enter => "enter",
            Self::Esc => "esc",
            Self::Tab => "tab",
            Self::Backspace => "backspace",
            Self::Delete => "del",
            Self::Up => "↑",
            Self::Down => "↓",
            Self::Left => "←",
            Self::Right => "→",
            Self::PageUp => "PgUp",
            Self::PageDown => "PgDn",
            Self::Home => "home",
            Self::End => "end",
        };
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{BINDINGS, Key, Mode, action_for};
    use crate::keymap::action::{Action, Edit, Motion};

    #[test]
    fn no_press_means_two_things() {
        let mut seen = HashSet::new();
        for press in BINDINGS.iter().flat_map(|binding| binding.presses) {
            assert!(
                seen.insert((press.0 as u8, press.1)),
                "{press:?} stands twice"
            );
        }
    }

    #[test]
    fn keys_mean_what_the_table_says() {
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
            (Mode::Go, Key::Esc, Some(Action::Stay)),
            (Mode::Go, Key::Ctrl('c'), Some(Action::Quit)),
            (
                Mode::Typing,
                Key::Char('j'),
                Some(Action::Edit(Edit::Insert('j'))),
            ),
            (Mode::Typing, Key::Esc, Some(Action::Cancel)),
        ] {
            assert_eq!(action_for(mode, key), action, "{mode:?} {key:?}");
        }
    }
}
