//! The messages that come in, and the effects that go out.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;
use ratatui::layout::Size;

use super::environment::Abilities;
use super::mouse::Mouse;
use super::texts::{Text, TextRequest};
use crate::archive::Edition;
use crate::config::Configuration;
use crate::keymap::Key;
use crate::marks::{Last, Marks, Unsaved};
use crate::search::{Chunk, Hits, Query, Scope, Suggestions};
use crate::text::DisplayText;

/// Files that were not what the archive had read of them when their texts were asked for.
#[derive(Debug)]
pub struct FoundChanged {
    /// What the archive had read, of all of them. What it has read since then is newer than this.
    pub known: Vec<Arc<Edition>>,
    pub gone: Vec<PathBuf>,
    /// What the others hold now.
    pub read: Vec<Arc<Edition>>,
    /// The folded text of those.
    pub folded: Vec<Arc<Chunk>>,
}

/// A file or folder that other machines may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    pub place: PathBuf,
    /// It is on another machine, for all that is known; otherwise it may be.
    pub is_certain: bool,
}

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    KeyPressed(Key),
    Mouse(Mouse),
    Pasted(String),
    Resized(Size),
    /// Editions of files that were not read before.
    EditionsLoaded(Vec<Arc<Edition>>),
    /// Files have gone, or were read again because they had changed.
    FilesChanged {
        gone: Vec<PathBuf>,
        /// What the others hold now.
        read: Vec<Arc<Edition>>,
        /// The folded text of those.
        folded: Vec<Arc<Chunk>>,
    },
    /// Files turned out to have changed when texts were read again.
    FoundChanged(FoundChanged),
    /// The files and folders with briefings that no longer exist, in place of those of the last such message.
    Missing(Vec<PathBuf>),
    /// This many files are about to be read again; a [`Msg::FilesChanged`] comes with each part of them.
    ReadingAgain(usize),
    /// Everything that had changed has been read.
    ReadAgain {
        /// The user had asked for it.
        asked: bool,
        /// The user has named one file, and so may be editing it: it is shown where it was changed.
        is_one_file: bool,
    },
    /// Why changes on disk will not be seen.
    NotWatched(String),
    /// The settings or the themes have changed on disk.
    ConfigurationRead {
        configuration: Box<Configuration>,
        /// What can be done in and around the terminal with these settings.
        abilities: Abilities,
        /// The user had asked for everything to be read again; a [`Msg::ReadAgain`] comes after this.
        asked: bool,
    },
    /// Changes made on other machines will not be seen.
    Elsewhere(Elsewhere),
    /// The folded text of editions that were loaded.
    Folded(Vec<Arc<Chunk>>),
    AllLoaded,
    /// A search was answered, in part or whole.
    HitsFound {
        generation: u64,
        /// Which of the requests of its generation is answered.
        part: usize,
        hits: Hits,
    },
    /// Why a search found nothing.
    Suggested {
        generation: u64,
        suggestions: Suggestions,
    },
    TextRead(Text),
    /// All marks, where only those of the editions to begin with were loaded before.
    MarksLoaded {
        marks: Arc<Marks>,
        /// What is damaged, for the user.
        warning: Option<DisplayText>,
    },
    /// The operations before number `before` are saved; `marks` is what the file holds now.
    MarksSaved {
        before: u64,
        marks: Arc<Marks>,
        /// Something else that the user should know.
        warning: Option<DisplayText>,
    },
    /// Another program has written the file of marks, which holds `marks` now, with all operations before number
    /// `before`.
    MarksRead {
        before: u64,
        marks: Arc<Marks>,
    },
    /// Why nothing was saved.
    MarksNotSaved(String),
    /// The program may be about to end: by quitting, by being suspended or because the terminal hung up.
    /// The position reached in each open article is to be noted.
    Leaving,
    DayBegan(Date),
    /// A link could not be opened.
    NotOpened {
        address: DisplayText,
        why: String,
    },
    /// Something the user should know.
    Noticed(String),
    /// Something to know before the first key is pressed, which hides no keys.
    Greeted(String),
}

impl Msg {
    /// Whether it tells what has happened on disk, with keys for what to do about it. A user who is typing is not
    /// told before that ends.
    pub(super) fn is_news(&self) -> bool {
        match self {
            Self::AllLoaded
            | Self::FilesChanged { .. }
            | Self::FoundChanged(_)
            | Self::ReadAgain { .. }
            | Self::ConfigurationRead { .. }
            | Self::NotWatched(_)
            | Self::Elsewhere(_)
            | Self::MarksLoaded { .. }
            | Self::MarksRead { .. } => true,
            Self::KeyPressed(_)
            | Self::Mouse(_)
            | Self::Pasted(_)
            | Self::Resized(_)
            | Self::EditionsLoaded(_)
            | Self::Missing(_)
            | Self::ReadingAgain(_)
            | Self::Folded(_)
            | Self::HitsFound { .. }
            | Self::Suggested { .. }
            | Self::TextRead(_)
            | Self::MarksSaved { .. }
            | Self::MarksNotSaved(_)
            | Self::Leaving
            | Self::DayBegan(_)
            | Self::NotOpened { .. }
            | Self::Noticed(_)
            | Self::Greeted(_) => false,
        }
    }
}

/// Something the runtime is to do.
#[derive(Clone, Debug)]
pub enum Effect {
    Quit,
    Suspend,
    /// Draw every cell anew, whatever was drawn before.
    Repaint,
    Search(SearchRequest),
    /// Find out why a search found nothing. The answer may never come if the search is outdated.
    Suggest(SearchRequest),
    Read(TextRequest),
    /// Save these: every operation not saved yet. They replace those of any earlier `SaveMarks`.
    SaveMarks(Unsaved),
    /// Save where the user left off.
    SaveLast(Box<Last>),
    /// Open this address. If that fails, [`Msg::NotOpened`] answers.
    Open(DisplayText),
    /// Put this text on the clipboard.
    Copy(String),
    /// Look for all files and read them again. [`Msg::ReadAgain`] answers in the end.
    Reload,
}

/// What the searcher is to look through.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    /// One query's requests share a generation; a later one takes the place of all before it.
    pub generation: u64,
    /// Which of the requests of its generation it is, from 0.
    pub part: usize,
    pub query: Arc<Query>,
    pub scope: Scope,
    pub marks: Arc<Marks>,
    pub chunks: Vec<Arc<Chunk>>,
}
