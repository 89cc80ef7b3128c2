//! The items of an edition's list, what their marks say, and which of them a filter lets through.

use std::ops::Range;

use crate::app::layout::LIST_LEFT;
use crate::app::mark_book::{MarkBook, Status};
use crate::app::rows::few_rows;
use crate::archive::Edition;
use crate::briefing::Briefing;
use crate::text::{DisplayText, counted, width};

/// The most rows of a headline.
const HEADLINE_ROWS: usize = 3;
/// Columns right of a headline.
const RIGHT: usize = 2;
/// Columns that the minutes take behind a headline's last row.
const MINUTES: usize = 5;

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

    /// Sets its headline to a list of `columns`.
    pub(super) fn set_to(&mut self, columns: usize, edition: &Edition) {
        let columns = columns
            .saturating_sub(usize::from(LIST_LEFT) + RIGHT)
            .max(1);
        let last = columns.saturating_sub(MINUTES).max(1);
        let faults;
        let text = if let (Some(position), Some(briefing)) = (self.story(), &edition.briefing) {
            briefing.story(position).headline()
        } else {
            let count = counted(edition.diagnostics.len(), "fault", "faults");
            faults = DisplayText::line(&format!("{count} in this file"));
            faults.as_display()
        };
        let rows = few_rows(&text, HEADLINE_ROWS, columns, last);
        let line = |(index, row): (usize, &Range<usize>)| {
            let is_last = index + 1 == rows.len();
            width::cut(text.part(row.clone()), if is_last { last } else { columns })
        };
        self.lines = rows.iter().enumerate().map(line).collect();
    }
}

/// Every item of an edition, not marked in any way.
pub(super) fn of(edition: &Edition) -> Vec<Item> {
    let item = |kind, minutes| Item {
        kind,
        lines: Vec::new(),
        minutes,
        status: Status::default(),
    };
    let faults = edition.is_faulty().then(|| item(ItemKind::Faults, 0));
    let stories = edition.briefing.iter().flat_map(Briefing::stories);
    let stories = stories
        .enumerate()
        .map(|(position, story)| item(ItemKind::Story(position), story.minutes()));
    faults.into_iter().chain(stories).collect()
}

/// Takes in what the stories' marks say now, and counts it.
pub(super) fn take_marks(items: &mut [Item], briefing: &Briefing, marks: &MarkBook) -> Tally {
    let mut tally = Tally {
        sections: vec![0; briefing.sections()],
        ..Tally::default()
    };
    let mut key = String::new();
    for item in items {
        let Some(position) = item.story() else {
            continue;
        };
        let story = briefing.story(position);
        key.clear();
        story.push_key(&mut key);
        item.status = Status::of(marks.mark(&key));
        tally.minutes += item.minutes;
        tally.saved += usize::from(item.status.saved);
        if item.status.read {
            tally.read += 1;
            if let Some(section) = story.section() {
                tally.sections[section] += 1;
            }
        } else {
            tally.minutes_left += item.minutes;
        }
    }
    tally
}
