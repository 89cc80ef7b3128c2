//! The items of an edition's list, what their marks say, and which of them a filter lets through.

use std::ops::Range;

use crate::app::layout::LIST_LEFT;
use crate::app::mark_book::{HowRead, MarkBook, Status};
use crate::app::rows::few_rows;
use crate::archive::Edition;
use crate::briefing::{Briefing, WordsAMinute};
use crate::text::{DisplayStr, DisplayText, counted, short_minutes_text, width};

/// The most rows of a headline.
const HEADLINE_ROWS: usize = 3;
/// Columns right of a headline.
const RIGHT: usize = 2;
/// The fewest columns that the minutes take after a headline's last row, with the gap before them.
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
    /// How many of those were only marked read in this run of the program.
    pub only_marked: usize,
    /// How many of those were read to their end in this run of the program.
    pub read_through: usize,
    pub saved: usize,
    /// Reading time of all stories, in minutes.
    pub minutes: usize,
    /// Reading time of what is unread, in hundredths of a minute.
    pub time_left: usize,
    /// Stories read in each section.
    pub sections: Vec<usize>,
}

/// One item of the list.
#[derive(Debug)]
pub struct Item {
    pub kind: ItemKind,
    /// The headline of a story that has gone.
    gone: Option<DisplayText>,
    /// The headline in one to three rows.
    pub lines: Vec<DisplayText>,
    /// Reading time of the whole story, in minutes; 0 for what is no story.
    pub minutes: usize,
    /// Reading time of what comes after the place reached, in hundredths of a minute.
    pub time_left: usize,
    pub status: Status,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// What is wrong in the edition's file.
    Faults,
    /// A story by its position.
    Story(usize),
    /// The open story, which is no longer in the file.
    Gone,
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

    /// An item for a story that is no longer in the file.
    pub(super) fn gone(headline: DisplayStr<'_>) -> Self {
        let headline = DisplayText::line(&format!("(gone) {headline}"));
        Self {
            gone: Some(headline),
            ..Self::new(ItemKind::Gone, 0)
        }
    }

    /// The same item for a list that was made anew, if its story is no longer in the file.
    pub(super) fn gone_again(&self) -> Option<Self> {
        let headline = self.gone.clone()?;
        Some(Self {
            gone: Some(headline),
            ..Self::new(ItemKind::Gone, 0)
        })
    }

    /// As it is without marks.
    fn new(kind: ItemKind, minutes: usize) -> Self {
        Self {
            kind,
            gone: None,
            lines: Vec::new(),
            minutes,
            time_left: minutes * 100,
            status: Status::default(),
        }
    }

    /// The position of its story; `None` for what is no story of the edition.
    pub fn story(&self) -> Option<usize> {
        match self.kind {
            ItemKind::Faults | ItemKind::Gone => None,
            ItemKind::Story(position) => Some(position),
        }
    }

    /// Reading time of what comes after the byte `place` of a body of `bytes`, in hundredths of a minute.
    pub fn time_left_after(&self, place: usize, bytes: usize) -> usize {
        let all = self.minutes * 100;
        all - all * place.min(bytes) / bytes.max(1)
    }

    /// Whether the list shows its minutes: a single one is not worth a mention.
    pub fn shows_minutes(&self) -> bool {
        self.minutes > 1
    }

    /// Its minutes as the list shows them.
    pub fn minutes_text(&self) -> String {
        short_minutes_text(self.minutes)
    }

    /// Breaks its headline into rows for a list of `columns`.
    pub(super) fn wrap(&mut self, columns: usize, edition: &Edition) {
        let columns = columns
            .saturating_sub(usize::from(LIST_LEFT) + RIGHT)
            .max(1);
        let last = if self.shows_minutes() {
            let minutes = (self.minutes_text().len() + 1).max(MINUTES);
            columns.saturating_sub(minutes).max(1)
        } else {
            columns
        };
        let faults;
        let text = if let Some(headline) = &self.gone {
            headline.as_display()
        } else if let (Some(position), Some(briefing)) = (self.story(), &edition.briefing) {
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

/// Every item of an edition, as without marks: [`take_marks`] adds those.
pub(super) fn of(edition: &Edition, speed: WordsAMinute) -> Vec<Item> {
    let faults = edition.is_faulty().then(|| Item::new(ItemKind::Faults, 0));
    let stories = edition.briefing.iter().flat_map(Briefing::stories);
    let stories = stories.enumerate().map(|(position, story)| {
        Item::new(ItemKind::Story(position), speed.minutes(story.words()))
    });
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
        let mark = marks.mark(&key);
        item.status = Status::of(&mark);
        item.time_left = item.time_left_after(mark.place as usize, story.body_bytes());
        tally.minutes += item.minutes;
        tally.saved += usize::from(item.status.saved);
        if item.status.read {
            tally.read += 1;
            match marks.how_read(&key) {
                Some(HowRead::Mark) => tally.only_marked += 1,
                Some(HowRead::Reading) => tally.read_through += 1,
                None => {}
            }
            if let Some(section) = story.section() {
                tally.sections[section] += 1;
            }
        } else {
            tally.time_left += item.time_left;
        }
    }
    tally
}
