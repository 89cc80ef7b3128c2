//! What the core is told, and what it asks for.

use std::sync::Arc;

use jiff::civil::Date;
use ratatui::layout::Size;

use crate::app::screens::search::state::SearchRequest;
use crate::archive::Edition;
use crate::keymap::Key;
use crate::marks::{Marks, Operation};
use crate::search::{Chunk, Hits};
use crate::text::DisplayText;

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    Key(Key),
    /// Text pasted into the terminal.
    Pasted(String),
    Resized(Size),
    EditionsLoaded(Vec<Arc<Edition>>),
    /// The folded text of editions that were loaded.
    Folded(Vec<Arc<Chunk>>),
    AllLoaded,
    /// What a search has found; more may come.
    Found {
        generation: u64,
        part: usize,
        hits: Hits,
    },
    /// The oldest operations handed over, so many, are in the file, which holds `marks` now.
    MarksSaved {
        count: usize,
        marks: Arc<Marks>,
        told: Option<DisplayText>,
    },
    /// Why nothing handed over since the last save is in the file.
    MarksNotSaved(String),
    /// The program is about to end, or may be.
    Leaving,
    /// It is this day now.
    DayBegan(Date),
    /// Something the reader should know.
    Told(String),
}

/// Something the runtime is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    Quit,
    Suspend,
    /// Draw every cell anew, whatever was drawn before.
    Repaint,
    Search(SearchRequest),
    /// Save these.
    Keep(Vec<Operation>),
}
