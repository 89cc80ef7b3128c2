//! One item of an edition's list, and which of them are shown.

use crate::app::mark_book::Status;
use crate::text::DisplayText;

/// Which stories of an edition are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    #[default]
    All,
    Unread,
    Saved,
}

/// How much of an edition has been read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub read: usize,
    pub saved: usize,
    /// Reading time of all stories, and of the unread ones.
    pub minutes: usize,
    pub minutes_left: usize,
    /// Stories read in each section.
    pub sections: Vec<usize>,
}

/// One item of the list.
#[derive(Debug)]
pub struct Item {
    pub kind: ItemKind,
    /// The headline in one to three rows.
    pub lines: Vec<DisplayText>,
    /// Reading time.
    pub minutes: usize,
    pub status: Status,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// What is wrong in the edition's file.
    Faults,
    /// A story by its position.
    Story(usize),
}

impl Filter {
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::All => Self::Unread,
            Self::Unread => Self::Saved,
            Self::Saved => Self::All,
        }
    }

    /// `unread`; nothing when all are shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Unread => "unread",
            Self::Saved => "saved",
        }
    }

    pub(super) fn lets_through(self, item: &Item) -> bool {
        match self {
            Self::All => true,
            Self::Unread => item.is_unread(),
            Self::Saved => item.status.saved,
        }
    }
}

impl Item {
    pub fn is_unread(&self) -> bool {
        matches!(self.kind, ItemKind::Story(_)) && !self.status.read
    }

    /// The position of its story; `None` for faults.
    pub fn story(&self) -> Option<usize> {
        match self.kind {
            ItemKind::Faults => None,
            ItemKind::Story(position) => Some(position),
        }
    }
}
