//! The mark of one story, and the operations that change it.

/// What is kept about one story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    pub read: bool,
    pub saved: bool,
    /// Bytes into the story's shown body, the first of the row that was at the top; 0 at its start.
    pub place: u32,
    /// Unix time in seconds of the last change; 0 while it has not been saved.
    pub time: i64,
    /// Flags of a newer version, kept as they were found.
    pub(super) others: Option<Box<str>>,
}

impl Mark {
    /// The mark of a story without one.
    pub(super) const NONE: &Self = &Self {
        read: false,
        saved: false,
        place: 0,
        time: 0,
        others: None,
    };

    /// Begun, but not read to its end.
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

    /// Whether it says nothing about its story.
    pub(super) fn is_empty(&self) -> bool {
        !self.read && !self.saved && self.place == 0 && self.others.is_none()
    }
}

/// A change of one field of one story. It is applied whatever its time: who saves first is decided
/// by the lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// What the story's mark is kept under: [`crate::briefing::Story::key`].
    pub key: String,
    pub change: Change,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Read(bool),
    Saved(bool),
    Place(u32),
}
