//! Keys of the keyboard, free of any terminal library, and how they are written in a configuration.

mod written;

pub(crate) use written::{WrongKey, is_ctrl, is_meant_as_key};

/// A key press as the terminal reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    Char(char),
    Ctrl(char),
    Enter,
    Esc,
    Tab,
    /// Tab with Shift.
    BackTab,
    Backspace,
    /// Backspace with Alt, or after an Esc that came with it.
    AltBackspace,
    /// A character with Alt, or after an Esc that came with it; the Esc is a key of its own. It acts as the plain key
    /// and differs only in what notices call it.
    Alt(char),
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Home,
    End,
    /// F1, F2 and so on.
    F(u8),
    /// Any other key: none of them means anything.
    Other,
}

impl Key {
    /// The key that is meant outside prompts: many terminals send Ctrl-h for Backspace.
    #[must_use]
    pub fn outside_prompts(self) -> Self {
        match self {
            Self::Ctrl('h') => Self::Backspace,
            key => key,
        }
    }

    /// Its name on the screen and in the documentation: `space`, `Ctrl-d`, `↓`. One without a name is called `This key`,
    /// as a notice begins.
    pub fn name(self) -> String {
        let name = match self {
            Self::Char(' ') => "space",
            Self::Char(c) => return c.to_string(),
            Self::Ctrl(' ') => "Ctrl-space",
            Self::Ctrl(c) => return format!("Ctrl-{c}"),
            Self::Enter => "enter",
            Self::Esc => "esc",
            Self::Tab => "tab",
            Self::BackTab => "shift-tab",
            Self::Backspace => "backspace",
            Self::AltBackspace => "Alt-Bksp",
            Self::Alt(' ') => "Alt-space",
            Self::Alt(c) => return format!("Alt-{c}"),
            Self::Delete => "del",
            Self::Insert => "insert",
            Self::Up => "↑",
            Self::Down => "↓",
            Self::Left => "←",
            Self::Right => "→",
            Self::PageUp => "PgUp",
            Self::PageDown => "PgDn",
            Self::Home => "home",
            Self::End => "end",
            Self::F(number) => return format!("F{number}"),
            Self::Other => "This key",
        };
        name.to_owned()
    }
}
