//! One headline of an edition's list, and what may be shown of them.

use crate::app::progress::Standing;
use crate::text::wrap::{self, Fit, Paragraph};
use crate::text::{DisplayStr, DisplayText, width};

/// Which stories of an edition are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    #[default]
    All,
    Unread,
    Saved,
}

/// What has been read of an edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub read: usize,
    pub saved: usize,
    /// Reading time of all stories, and of those that are not read.
    pub minutes: usize,
    pub minutes_left: usize,
    /// Stories read in each section.
    pub sections: Vec<usize>,
}

/// One item of the list.
#[derive(Debug)]
pub struct Headline {
    pub what: Item,
    /// One to three rows.
    pub lines: Vec<DisplayText>,
    /// Reading time.
    pub minutes: usize,
    /// What the reader has done with it.
    pub standing: Standing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// What is wrong in the edition's file.
    Faults,
    /// A story by its index.
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

    pub(crate) fn lets_through(self, item: &Headline) -> bool {
        match self {
            Self::All => true,
            Self::Unread => item.is_unread(),
            Self::Saved => item.standing.saved,
        }
    }
}

impl Headline {
    pub fn is_unread(&self) -> bool {
        matches!(self.what, Item::Story(_)) && !self.standing.read
    }
}

/// `text` in at most three rows of `columns`, the last of them at most `last` wide; only what goes
/// beyond that is cut with `…`.
pub fn few_rows(text: DisplayStr<'_>, columns: usize, last: usize) -> Vec<DisplayText> {
    const MOST: usize = 3;
    let start = width::fitting(&text, columns.saturating_mul(MOST + 1)).len();
    let text = text.part(0..start);
    let wide = wrap::rows(Paragraph::plain(&text), columns, Fit::Optimal);
    let fits = wide.len() <= MOST
        && wide
            .last()
            .is_none_or(|row| width::of(&text[row.clone()]) <= last);
    let rows = if fits {
        wide
    } else {
        wrap::rows(Paragraph::plain(&text), last, Fit::Optimal)
    };
    rows.iter()
        .take(MOST)
        .enumerate()
        .map(|(number, row)| {
            let cut_short = number + 1 == MOST && rows.len() > MOST;
            let row = row.start..if cut_short { text.len() } else { row.end };
            width::cut(text.part(row), if cut_short { last } else { columns })
        })
        .collect()
}
