//! What the terminal and the system around the program can do for it, as they are when it starts, and what
//! the user has set.

use ratatui::layout::Size;

use crate::config::Configuration;
use crate::config::palette::Depth;
use crate::text::DisplayText;

/// The terminal's size, what can be done in and around it, and what the user has set.
#[derive(Clone, Debug)]
pub struct Environment {
    pub size: Size,
    pub abilities: Abilities,
    pub configuration: Configuration,
    /// The user's home folder.
    pub home: Option<String>,
}

/// What can be done in the terminal and around it.
#[derive(Clone, Debug)]
pub struct Abilities {
    /// Whether the terminal can make the text of a link clickable (OSC 8).
    pub hyperlinks: bool,
    /// Whether the user would see what a link opens. Over ssh without a display, the user would not, so
    /// the address is copied instead.
    pub opens_links: bool,
    pub clipboard: Clipboard,
    pub colours: Colours,
}

/// What the terminal has of colours, as far as the environment says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colours {
    /// `None` when the user wants no colours at all.
    pub depth: Option<Depth>,
    /// The value of `COLORFGBG`, which some terminals set to their own colours.
    pub colorfgbg: Option<String>,
}

/// Where copied text goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clipboard {
    /// To the terminal, which has the clipboard (OSC 52). It does not answer, so whether it accepts the
    /// text is not known.
    Terminal,
    /// To the standard input of a command, whose program has this name.
    Command(DisplayText),
    /// Nowhere; why, as it reads after `Not copied, `.
    Missing(DisplayText),
}

impl Default for Abilities {
    fn default() -> Self {
        Self {
            hyperlinks: false,
            opens_links: true,
            clipboard: Clipboard::Terminal,
            colours: Colours {
                depth: Some(Depth::True),
                colorfgbg: None,
            },
        }
    }
}

/// A terminal of this size without hyperlinks, and nothing set.
impl From<Size> for Environment {
    fn from(size: Size) -> Self {
        Self {
            size,
            abilities: Abilities::default(),
            configuration: Configuration::default(),
            home: None,
        }
    }
}
