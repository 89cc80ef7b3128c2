//! The headlines of an edition, grouped by section.

use std::ops::Range;
use std::sync::Arc;

use crate::app::parts::split::Listing;
use crate::app::progress::{Page, Progress, Standing};
use crate::app::screens::edition::headline::{Filter, Headline, Item, Tally, few_rows};
use crate::archive::Edition;
use crate::article::{self, Article};
use crate::briefing::{Briefing, Story};

use crate::text::{DisplayStr, DisplayText, counted};

/// Columns left of a headline, for marker and symbol, and right of it.
pub const LEFT_COLUMNS: u16 = 5;
const RIGHT_COLUMNS: usize = 2;
/// Columns of the minutes behind a headline's last row.
const MINUTES_COLUMNS: usize = 5;

/// The list of one edition.
#[derive(Debug)]
pub struct Headlines {
    pub edition: Arc<Edition>,
    pub filter: Filter,
    /// Every item, and the indices of those shown.
    all: Vec<Headline>,
    shown: Vec<Shown>,
    /// Sections without a story after the last one with any.
    pub tail: Range<usize>,
    pub tally: Tally,
    columns: usize,
    /// The state of the marks that the items show.
    version: Option<u64>,
    kept: Option<usize>,
}

/// An item that the filter lets through.
#[derive(Debug)]
struct Shown {
    item: usize,
    /// The sections whose titles stand above it: its own when it is the first there, and empty ones
    /// before while all stories are shown.
    sections: Range<usize>,
}

impl Headlines {
    /// All stories of an edition, untouched until [`Self::refresh`].
    pub fn new(edition: Arc<Edition>) -> Self {
        let headline = |what, minutes| Headline {
            what,
            lines: Vec::new(),
            minutes,
            standing: Standing::default(),
        };
        let mut all = Vec::new();
        if edition.errors() > 0 {
            all.push(headline(Item::Faults, 0));
        }
        if let Some(briefing) = &edition.briefing {
            let stories = briefing.stories().enumerate();
            all.extend(stories.map(|(index, story)| headline(Item::Story(index), story.minutes())));
        }
        let mut headlines = Self {
            edition,
            filter: Filter::All,
            all,
            shown: Vec::new(),
            tail: 0..0,
            tally: Tally::default(),
            columns: 0,
            version: None,
            kept: None,
        };
        headlines.show(None);
        headlines
    }

    /// Shows what the filter lets through, and the item of `kept` whatever it is.
    fn show(&mut self, kept: Option<usize>) {
        self.shown.clear();
        self.kept = kept;
        let mut sections = 0;
        for (index, item) in self.all.iter().enumerate() {
            if !self.filter.lets_through(item) && kept != Some(index) {
                continue;
            }
            let own = self
                .section_of_item(item.what)
                .map_or(0, |section| section + 1)
                .max(sections);
            let first = match self.filter {
                Filter::All => sections,
                // Only sections with something to show.
                _ => own.saturating_sub(1).max(sections),
            };
            self.shown.push(Shown {
                item: index,
                sections: first..own,
            });
            sections = own;
        }
        let end = match self.filter {
            Filter::All => self.briefing().map_or(0, Briefing::sections),
            _ => sections,
        };
        self.tail = sections..end;
    }

    fn section_of_item(&self, what: Item) -> Option<usize> {
        match what {
            Item::Faults => None,
            Item::Story(story) => self.briefing()?.story(story).section(),
        }
    }

    /// Takes in what has been marked since; tells whether anything has.
    pub fn refresh(&mut self, progress: &Progress) -> bool {
        if self.version == Some(progress.version()) {
            return false;
        }
        self.version = Some(progress.version());
        let Some(briefing) = &self.edition.briefing else {
            return false;
        };
        let mut tally = Tally {
            sections: vec![0; briefing.sections()],
            ..Tally::default()
        };
        let mut key = String::new();
        for item in &mut self.all {
            let Item::Story(index) = item.what else {
                continue;
            };
            let story = briefing.story(index);
            key.clear();
            story.push_key(&mut key);
            item.standing = Standing::of(progress.mark(&key));
            tally.minutes += item.minutes;
            tally.saved += usize::from(item.standing.saved);
            if item.standing.read {
                tally.read += 1;
                if let Some(section) = story.section() {
                    tally.sections[section] += 1;
                }
            } else {
                tally.minutes_left += item.minutes;
            }
        }
        self.tally = tally;
        true
    }

    /// The place among all of the item that is shown whatever the filter says.
    pub fn kept(&self) -> Option<usize> {
        self.kept
    }

    /// Shows by another filter; returns where the item at `selected` stands then, which stays.
    pub fn set_filter(&mut self, filter: Filter, selected: usize) -> Option<usize> {
        self.filter = filter;
        self.keep(selected)
    }

    /// Shows what the filter lets through and the item at `selected`, and returns where that stands.
    pub fn keep(&mut self, selected: usize) -> Option<usize> {
        let kept = self.shown.get(selected).map(|shown| shown.item);
        self.show(kept);
        self.shown.iter().position(|shown| Some(shown.item) == kept)
    }

    /// Stories that the filter lets through, shown or not.
    pub fn matching(&self) -> usize {
        let stories = self
            .all
            .iter()
            .filter(|item| matches!(item.what, Item::Story(_)));
        stories
            .filter(|item| self.filter.lets_through(item))
            .count()
    }

    /// The place that an item has when all are shown.
    pub fn place_among_all(&self, index: usize) -> usize {
        self.shown.get(index).map_or(0, |shown| shown.item)
    }

    /// The items shown, in order.
    pub fn items(&self) -> impl DoubleEndedIterator<Item = &Headline> {
        self.shown.iter().map(|shown| &self.all[shown.item])
    }

    /// All items, shown or not.
    pub fn every_item(&self) -> impl Iterator<Item = &Headline> {
        self.all.iter()
    }

    /// The item at `index` of those shown.
    pub fn item(&self, index: usize) -> Option<&Headline> {
        Some(&self.all[self.shown.get(index)?.item])
    }

    /// The sections whose titles stand above an item shown.
    pub fn sections_above(&self, index: usize) -> Range<usize> {
        self.shown
            .get(index)
            .map_or(0..0, |shown| shown.sections.clone())
    }

    /// The item to go on with: the unread story that was left last in its middle, else the first
    /// unread one, else the first.
    pub fn resume(&self, progress: &Progress) -> usize {
        let unread = |index: &usize| self.item(*index).is_some_and(Headline::is_unread);
        let begun = |index: &usize| self.item(*index).is_some_and(|item| item.standing.begun);
        let left = |index: &usize| {
            let story = self.story(*index);
            story.map_or(0, |story| progress.mark(&story.key()).time)
        };
        (0..self.count())
            .filter(unread)
            .filter(begun)
            .max_by_key(left)
            .or_else(|| (0..self.count()).find(unread))
            .unwrap_or_else(|| self.first())
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
        match self.item(item)?.what {
            Item::Faults => None,
            Item::Story(story) => Some(story),
        }
    }

    /// The item of a story; `None` when it is not shown.
    pub fn item_of(&self, story: usize) -> Option<usize> {
        self.items()
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
        let lines = self.item(index).map_or(0, |item| item.lines.len());
        title_rows(index, &self.sections_above(index)) + lines.max(1)
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

impl Listing for Headlines {
    fn count(&self) -> usize {
        self.shown.len()
    }

    fn height(&self, index: usize) -> usize {
        let tail = if index + 1 == self.shown.len() {
            self.tail.len()
        } else {
            0
        };
        self.height_without_tail(index) + 2 * tail
    }

    fn fit(&mut self, columns: usize) {
        if self.columns != columns {
            self.columns = columns;
            for index in 0..self.all.len() {
                self.all[index].lines = self.lines(self.all[index].what);
            }
        }
    }

    fn article(&self, index: usize) -> Article {
        match (self.item(index), self.briefing()) {
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
            ) => article::of_story(briefing, *index, *minutes),
            _ => article::faults(self.edition.label.as_display(), &self.edition.diagnostics),
        }
    }

    fn page(&self, index: usize) -> Page {
        match self.story(index) {
            Some(story) => Page::Story(story.key()),
            None => Page::File(self.edition.label.to_string()),
        }
    }
}

/// Rows that the titles above an item take: each stands under an empty row, but for one at the very
/// top.
pub fn title_rows(index: usize, sections: &Range<usize>) -> usize {
    (2 * sections.len()).saturating_sub(usize::from(index == 0))
}
