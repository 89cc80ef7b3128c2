//! The mark of one story, and the operations that change it.

/// What is stored about one story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    pub read: bool,
    pub saved: bool,
    /// The place reached: the first byte of the row that was at the top, in bytes of the shown body from
    /// its start. 0 means the start.
    pub place: u32,
    /// Unix time in seconds of the last change.
    pub time: i64,
    /// Flags that a newer version wrote, kept unchanged.
    pub(super) others: Option<Box<str>>,
}

impl Mark {
    /// Whether the story was begun but not read to its end.
    pub fn is_partly_read(&self) -> bool {
        !self.read && self.place > 0
    }

    pub(super) fn apply(&mut self, change: Change, time: i64) {
        match change {
            Change::Read(read) => self.read = read,
            Change::Saved(saved) => self.saved = saved,
            Change::Place(place) => self.place = place,
        }
        self.time = time;
    }

    /// Whether it says nothing about its story and need not be stored.
    pub fn is_empty(&self) -> bool {
        !self.read && !self.saved && self.place == 0 && self.others.is_none()
    }
}

/// A change to one field of one story's mark. Operations are applied in the order in which programs get
/// the lock of the file; their times do not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The key of the story's mark: [`crate::briefing::Story::key`].
    pub key: String,
    pub change: Change,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Read(bool),
    Saved(bool),
    Place(u32),
}

impl Change {
    /// Whether `mark` would be another after this.
    pub fn changes(self, mark: &Mark) -> bool {
        match self {
            Self::Read(read) => mark.read != read,
            Self::Saved(saved) => mark.saved != saved,
            Self::Place(place) => mark.place != place,
        }
    }
}
