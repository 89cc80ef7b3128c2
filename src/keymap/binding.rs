//! Which keys ask for an action, and in which mode.

use super::action::Action;
use crate::config::key::Key;

/// How a key press is interpreted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// A command.
    Normal,
    /// What follows `g`.
    Go,
    /// A letter or a digit of a section in the list of them, else a command.
    Sections,
    /// Text, with a few keys to edit it.
    Typing,
}

/// The headings of the help page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Reading,
    Sections,
    Editions,
    Search,
    Links,
    Marks,
    View,
    Program,
    Typing,
    Mouse,
}

/// A key in the mode in which it means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Press {
    pub(super) mode: Mode,
    pub(super) key: Key,
}

/// The keys of one action.
#[derive(Clone, Debug)]
pub(super) struct Binding {
    pub(super) presses: Vec<Press>,
    pub(super) action: Action,
    pub(super) group: Group,
    /// What it does, for the help page and the documentation; empty where another row says it.
    pub(super) help: &'static str,
    /// The same in a word or two, for the last line.
    pub(super) hint: &'static str,
}

impl Group {
    pub fn title(self) -> &'static str {
        match self {
            Self::Reading => "Reading",
            Self::Sections => "Sections",
            Self::Editions => "Editions",
            Self::Search => "Search",
            Self::Links => "Links and clipboard",
            Self::Marks => "Marks",
            Self::View => "View",
            Self::Program => "Program",
            Self::Typing => "While typing",
            Self::Mouse => "Mouse",
        }
    }
}
