//! The list of sources: what `sources.toml` means, with every fault in it, and how it is changed.

mod address;
mod edit;
mod origin;
mod parse;
mod punycode;

pub use address::{WrongAddress, check_address};
pub use edit::{add, remove};
pub use parse::parse;

use crate::briefing::Position;
use crate::text::DisplayText;

/// What is in `sources.toml`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sources {
    pub limit: Limit,
    /// In the order of the file. No two have the same key.
    pub sources: Vec<Source>,
}

/// The most that one fetch prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// At least one.
    Stories(usize),
    /// Of reading time; at least one.
    Minutes(usize),
}

impl Default for Limit {
    fn default() -> Self {
        Self::Stories(60)
    }
}

/// One source. Texts are as the file has them, without white space around them; they have not passed the gate.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    pub origin: Origin,
    /// What the source is called, if not what it calls itself.
    pub name: Option<String>,
    /// The title of the section that its stories go into, if that is not its name.
    pub section: Option<String>,
    /// The most of its stories that are printed a day; at least one.
    pub limit: Option<usize>,
    /// A query, which has not been parsed: only the stories that it finds are printed.
    pub keep: Option<String>,
    /// Where the file has the value of `keep`.
    pub keep_position: Option<Position>,
    /// Whether to get the pages of new stories and take the articles from them.
    pub full: bool,
    /// Whether a document is an edition of its own, with its headings as sections and stories.
    pub split: bool,
    /// Whether curl may look for a name and a password in `~/.netrc`.
    pub netrc: bool,
    /// What else an imported list said of it, as names and values of attributes, to be exported again.
    pub opml: Vec<(String, String)>,
    /// The line of its header in the file, counted from 1.
    pub line: usize,
}

/// Where the stories of a source come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// An address that [`check_address`] accepts, as the file has it.
    Url(String),
    /// An absolute path, or one that begins with `~/`; of a file or a folder.
    Path(String),
    /// A program and its arguments; at least the program.
    Command(Vec<String>),
}

impl Source {
    pub fn new(origin: Origin) -> Self {
        Self {
            origin,
            name: None,
            section: None,
            limit: None,
            keep: None,
            keep_position: None,
            full: false,
            split: false,
            netrc: false,
            opml: Vec::new(),
            line: 0,
        }
    }

    /// What names it where its state is kept: its address or path as the file has it, or `exec:` and its
    /// command as a shell would read it.
    pub fn key(&self) -> String {
        match &self.origin {
            Origin::Url(text) | Origin::Path(text) => text.clone(),
            Origin::Command(words) => format!("exec:{}", shell_words::join(words)),
        }
    }

    /// What names it to the user: its name, else its address, path or command.
    pub fn label(&self) -> DisplayText {
        let label = match (&self.name, &self.origin) {
            (Some(name), _) => name.clone(),
            (None, Origin::Url(text) | Origin::Path(text)) => text.clone(),
            (None, Origin::Command(words)) => shell_words::join(words),
        };
        DisplayText::line(&label)
    }
}
