//! What a reader can want.

use crate::keymap::Key;

/// An intent, whatever key expresses it and whatever screen carries it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Within the focused pane.
    Move(Motion),
    /// Into the article, or whatever the selected row stands for.
    Open,
    /// Back to the list.
    ToList,
    SwitchPane,
    NextStory,
    PreviousStory,
    /// Pages through the article; at its end marks the story read and goes on to the next unread one.
    ReadOn,
    ReadBack,
    /// A section by its number, which starts at 1; 0 are the lead stories.
    Section(usize),
    NextSection,
    PreviousSection,
    /// Waits for a section's letter.
    Go,
    GoToLetter(char),
    /// A key after `g` that no section can have.
    GoToNothing(Key),
    /// Nothing after all.
    Stay,
    OlderEdition,
    NewerEdition,
    Archive,
    Faults,
    Help,
    /// Searches; narrows the list on top by what is typed.
    Filter,
    /// The next of the stories that are searched: all, this edition's, this one.
    Scope,
    /// In this story, then in the next found; without a search, the next unread story.
    NextMatch,
    PreviousMatch,
    /// The whole edition of a result.
    ResultEdition,
    /// Every story with a tag of this one.
    Follow,
    /// Read or unread.
    ToggleRead,
    /// All of this section read, then all of the edition.
    SectionRead,
    ToggleSaved,
    /// Takes the last mark back.
    Undo,
    /// All stories of the edition, those unread, those saved.
    NextFilter,
    /// Every saved story of the archive.
    SavedStories,
    Zen,
    Narrower,
    Wider,
    /// One step back.
    Cancel,
    /// Closes what lies on top, else quits.
    Close,
    Quit,
    Suspend,
    Repaint,
    Edit(Edit),
}

/// A move of the cursor or the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    Down,
    Up,
    HalfPageDown,
    HalfPageUp,
    PageDown,
    PageUp,
    Top,
    Bottom,
}

/// A change to the line being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    Insert(char),
    /// The grapheme before the cursor.
    Erase,
    /// The grapheme after it.
    Delete,
    EraseWord,
    EraseAll,
    Left,
    Right,
    Start,
    End,
    Accept,
}
