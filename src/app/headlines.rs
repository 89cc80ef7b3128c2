//! The headlines of an edition, grouped by section.

use std::ops::Range;
use std::sync::Arc;

use super::split::Listing;
use crate::archive::Edition;
use crate::article::{self, Article, StoryArticle};
use crate::briefing::{Briefing, Story};
use crate::text::wrap::{self, Fit, Paragraph};
use crate::text::{DisplayStr, DisplayText, counted, width};

/// Words that are read in a minute, the usual figure for silent reading of English news.
const WORDS_PER_MINUTE: usize = 230;
/// Columns left of a headline, for marker and symbol, and right of it.
pub const LEFT_COLUMNS: u16 = 5;
const RIGHT_COLUMNS: usize = 2;
/// Columns of the minutes behind a headline's last row.
const MINUTES_COLUMNS: usize = 5;

/// The list of one edition.
#[derive(Debug)]
pub struct Headlines {
    pub edition: Arc<Edition>,
    pub items: Vec<Headline>,
    /// Sections without a story after the last one with any.
    pub tail: Range<usize>,
    /// Reading time of the whole edition.
    pub minutes: usize,
    columns: usize,
}

/// One item of the list.
#[derive(Debug)]
pub struct Headline {
    pub what: Item,
    /// The sections whose titles stand above it: its own when it is the first there, and empty ones
    /// before.
    pub sections: Range<usize>,
    /// One to three rows.
    pub lines: Vec<DisplayText>,
    /// Reading time.
    pub minutes: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// What is wrong in the edition's file.
    Faults,
    /// A story by its index.
    Story(usize),
}

impl Headlines {
    pub fn new(edition: Arc<Edition>) -> Self {
        let mut items = Vec::new();
        if edition.errors() > 0 {
            items.push(Headline {
                what: Item::Faults,
                sections: 0..0,
                lines: Vec::new(),
                minutes: 0,
            });
        }
        let mut sections = 0;
        if let Some(briefing) = &edition.briefing {
            for (index, story) in briefing.stories().enumerate() {
                let shown = story
                    .section()
                    .map_or(0, |section| section + 1)
                    .max(sections);
                items.push(Headline {
                    what: Item::Story(index),
                    sections: sections..shown,
                    lines: Vec::new(),
                    minutes: minutes(story),
                });
                sections = shown;
            }
        }
        let tail = sections..edition.briefing.as_ref().map_or(0, Briefing::sections);
        let minutes = items.iter().map(|item| item.minutes).sum();
        Self {
            edition,
            items,
            tail,
            minutes,
            columns: 0,
        }
    }

    pub fn briefing(&self) -> Option<&Briefing> {
        self.edition.briefing.as_ref()
    }

    /// The story of an item; `None` for faults.
    pub fn story(&self, item: usize) -> Option<Story<'_>> {
        let story = self.story_index(item)?;
        Some(self.briefing()?.story(story))
    }

    /// The index of an item's story; `None` for faults.
    pub fn story_index(&self, item: usize) -> Option<usize> {
        match self.items.get(item)?.what {
            Item::Faults => None,
            Item::Story(story) => Some(story),
        }
    }

    /// The item of a story.
    pub fn item_of(&self, story: usize) -> Option<usize> {
        self.items
            .iter()
            .position(|item| item.what == Item::Story(story))
    }

    /// The first story, or the faults when there is none.
    pub fn first(&self) -> usize {
        self.item_of(0).unwrap_or(0)
    }

    /// The section of an item; `None` for lead stories and faults.
    pub fn section_of(&self, index: usize) -> Option<usize> {
        self.story(index)?.section()
    }

    /// Rows of an item with the titles above it, but without what stands below the last one.
    pub fn height_without_tail(&self, index: usize) -> usize {
        let item = &self.items[index];
        title_rows(index, &item.sections) + item.lines.len().max(1)
    }

    fn lines(&self, what: Item) -> Vec<DisplayText> {
        let columns = self
            .columns
            .saturating_sub(usize::from(LEFT_COLUMNS) + RIGHT_COLUMNS)
            .max(1);
        let last = columns.saturating_sub(MINUTES_COLUMNS).max(1);
        if let (Item::Story(story), Some(briefing)) = (what, self.briefing()) {
            few_rows(briefing.story(story).headline(), columns, last)
        } else {
            let faults = counted(self.edition.diagnostics.len(), "fault", "faults");
            few_rows(
                DisplayText::line(&format!("{faults} in this file")).as_display(),
                columns,
                last,
            )
        }
    }
}

/// Reading time; none for a headline alone.
pub fn minutes(story: Story<'_>) -> usize {
    let nothing_more = story.body().is_empty() && story.summary().is_empty();
    if nothing_more {
        0
    } else {
        story.words().div_ceil(WORDS_PER_MINUTE)
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

impl Listing for Headlines {
    fn count(&self) -> usize {
        self.items.len()
    }

    fn height(&self, index: usize) -> usize {
        let tail = if index + 1 == self.items.len() {
            self.tail.len()
        } else {
            0
        };
        self.height_without_tail(index) + 2 * tail
    }

    fn fit(&mut self, columns: usize) {
        if self.columns != columns {
            self.columns = columns;
            for index in 0..self.items.len() {
                self.items[index].lines = self.lines(self.items[index].what);
            }
        }
    }

    fn article(&self, index: usize) -> Article {
        match (self.items.get(index), self.briefing()) {
            (None, briefing) => article::note(
                briefing.map_or(DisplayStr::own(""), Briefing::summary),
                DisplayStr::own("This edition has no stories."),
            ),
            (
                Some(Headline {
                    what: Item::Story(index),
                    minutes,
                    ..
                }),
                Some(briefing),
            ) => {
                let story = briefing.story(*index);
                article::story(StoryArticle {
                    story,
                    section: story
                        .section()
                        .map(|section| briefing.section_title(section)),
                    minutes: *minutes,
                    preface: if *index == 0 {
                        briefing.summary()
                    } else {
                        DisplayStr::own("")
                    },
                })
            }
            _ => article::faults(self.edition.label.as_display(), &self.edition.diagnostics),
        }
    }

    fn key(&self, index: usize) -> String {
        match (self.items.get(index).map(|item| item.what), self.briefing()) {
            (Some(Item::Story(story)), Some(briefing)) => briefing.story(story).key(),
            _ => format!("file:{}", self.edition.label),
        }
    }
}

/// Rows that the titles above an item take: each stands under an empty row, but for one at the very
/// top.
pub fn title_rows(index: usize, sections: &Range<usize>) -> usize {
    (2 * sections.len()).saturating_sub(usize::from(index == 0))
}
