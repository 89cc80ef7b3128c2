//! The list of an edition: which of its items are shown, below the titles of their sections.

mod followed;

use std::ops::Range;
use std::sync::Arc;

use super::items::{self, Filter, Item, ItemKind, Tally};
use super::section_keys::{SectionKeys, section_keys};
use crate::app::mark_book::MarkBook;
use crate::app::parts::split::Listing;
use crate::app::rows::{Row, Rows, title};
use crate::app::session::Session;
use crate::app::texts::Subject;
use crate::archive::Edition;
use crate::briefing::{Briefing, Story, StoryId};
use crate::keymap::Keymap;
pub use followed::Followed;

/// The list of one edition. It shows the items that the filter lets through.
#[derive(Debug)]
pub struct Headlines {
    /// The edition as the archive last held it.
    edition: Arc<Edition>,
    filter: Filter,
    all: Vec<Item>,
    shown: Vec<Shown>,
    /// The sections without stories at the end, whose titles follow the last item.
    tail: Range<usize>,
    tally: Tally,
    /// The keys that go to each section.
    keys: Vec<SectionKeys>,
    columns: usize,
    /// The version of the marks that the items show.
    marks_version: u64,
    /// The item that is shown even if the filter does not let it through, by its index among all.
    pinned: Option<usize>,
    /// The story of the item that is no longer in the file, if there is such an item.
    gone: Option<StoryId>,
}

/// An item that is shown.
#[derive(Debug)]
struct Shown {
    /// Its index among all items.
    item: usize,
    /// The sections whose titles are shown above it: its own if it is the first item there, and while
    /// all stories are shown also the empty sections before that.
    sections: Range<usize>,
}

impl Headlines {
    /// All stories of an edition.
    pub fn new(edition: Arc<Edition>, session: &Session) -> Self {
        let mut list = Self {
            all: items::of(&edition, session.conventions().words_a_minute),
            keys: section_keys(&edition, &session.keymap),
            edition,
            filter: Filter::All,
            shown: Vec::new(),
            tail: 0..0,
            tally: Tally::default(),
            columns: 0,
            marks_version: 0,
            pinned: None,
            gone: None,
        };
        list.take_marks(&session.marks);
        list.show(None);
        list
    }

    /// Shows what the filter lets through, and the item `pinned`.
    fn show(&mut self, pinned: Option<usize>) {
        self.shown.clear();
        self.pinned = pinned;
        let mut sections = 0;
        for (index, item) in self.all.iter().enumerate() {
            if !self.filter.lets_through(item) && pinned != Some(index) {
                continue;
            }
            let own = self
                .section_of_item(item)
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

    /// The position among those shown of the item with this index among all.
    fn shown_at(&self, item: usize) -> Option<usize> {
        self.shown.iter().position(|shown| shown.item == item)
    }

    fn section_of_item(&self, item: &Item) -> Option<usize> {
        self.briefing()?.story(item.story()?).section()
    }

    /// Shows the marks as they are now; returns whether any has changed.
    pub fn refresh(&mut self, marks: &MarkBook) -> bool {
        let changed = self.marks_version != marks.version();
        if changed {
            self.take_marks(marks);
        }
        changed
    }

    fn take_marks(&mut self, marks: &MarkBook) {
        self.marks_version = marks.version();
        if let Some(briefing) = &self.edition.briefing {
            self.tally = items::take_marks(&mut self.all, briefing, marks);
        }
    }

    pub fn edition(&self) -> &Arc<Edition> {
        &self.edition
    }

    pub fn briefing(&self) -> Option<&Briefing> {
        self.edition.briefing.as_ref()
    }

    pub fn filter(&self) -> Filter {
        self.filter
    }

    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Shows the keys that hold now.
    pub(super) fn set_keys(&mut self, keymap: &Keymap) {
        self.keys = section_keys(&self.edition, keymap);
    }

    /// The keys that go to a section.
    pub fn keys(&self, section: usize) -> &SectionKeys {
        &self.keys[section]
    }

    /// Whether a letter goes to each section.
    pub fn has_all_letters(&self) -> bool {
        self.keys.iter().all(|keys| keys.letter.is_some())
    }

    /// The section that a letter goes to.
    pub fn section_with(&self, letter: Option<char>) -> Option<usize> {
        self.keys.iter().position(|keys| keys.letter == letter)
    }

    /// Whether everything there is to read in the edition has been read.
    pub fn is_all_read(&self) -> bool {
        let stories = self.briefing().map_or(0, Briefing::len);
        stories > 0 && self.tally.read == stories
    }

    /// Shows what another filter lets through, and the item `selected` in any case; returns its new
    /// position.
    pub fn set_filter(&mut self, filter: Filter, selected: usize) -> usize {
        self.filter = filter;
        self.pin(selected)
    }

    /// Shows what the filter lets through, and the item `selected` in any case: the open story stays in
    /// the list although it has just been read. Returns its new position.
    pub fn pin(&mut self, selected: usize) -> usize {
        let pinned = self.shown.get(selected).map(|shown| shown.item);
        self.show(pinned);
        pinned.and_then(|pinned| self.shown_at(pinned)).unwrap_or(0)
    }

    /// Whether the item `selected` is the one that [`Self::pin`] keeps in the list.
    pub fn pins(&self, selected: usize) -> bool {
        self.pinned == self.shown.get(selected).map(|shown| shown.item)
    }

    /// Stories that a filter lets through.
    pub fn matching(&self, filter: Filter) -> usize {
        self.all
            .iter()
            .filter(|item| item.story().is_some() && filter.lets_through(item))
            .count()
    }

    /// The items shown, in order.
    pub fn items(&self) -> impl DoubleEndedIterator<Item = &Item> {
        self.shown.iter().map(|shown| &self.all[shown.item])
    }

    /// All items, shown or not.
    pub fn every_item(&self) -> impl Iterator<Item = &Item> {
        self.all.iter()
    }

    /// The item at `index` of those shown.
    pub fn item(&self, index: usize) -> Option<&Item> {
        Some(&self.all[self.shown.get(index)?.item])
    }

    /// The item to go on with: the unread story that was left last in its middle, else the first
    /// unread one, else the first story.
    pub fn resume(&self, marks: &MarkBook) -> usize {
        let unread = |index: &usize| self.item(*index).is_some_and(Item::is_unread);
        let begun = |index: &usize| self.item(*index).is_some_and(|item| item.status.begun);
        let left = |index: &usize| {
            let story = self.story(*index);
            story.map_or(0, |story| marks.mark(&story.key()).time)
        };
        (0..self.count())
            .filter(unread)
            .filter(begun)
            .max_by_key(left)
            .or_else(|| (0..self.count()).find(unread))
            .or_else(|| self.item_of(0))
            .unwrap_or(0)
    }

    /// The story of an item; `None` for faults.
    pub fn story(&self, index: usize) -> Option<Story<'_>> {
        let position = self.item(index)?.story()?;
        Some(self.briefing()?.story(position))
    }

    /// The id of an item's story; `None` for faults.
    pub fn story_id(&self, index: usize) -> Option<StoryId> {
        self.edition.id().story(self.item(index)?.story()?)
    }

    /// The item of the story at `position`; `None` when it is not shown.
    pub fn item_of(&self, position: usize) -> Option<usize> {
        self.items().position(|item| item.story() == Some(position))
    }

    /// The section of an item; `None` for lead stories and faults.
    pub fn section_of(&self, index: usize) -> Option<usize> {
        self.story(index)?.section()
    }
}

impl Rows for Headlines {
    fn count(&self) -> usize {
        self.shown.len()
    }

    /// The number of a title is its section's.
    fn each_row(&self, index: usize, row: &mut dyn FnMut(Row)) {
        let Some(shown) = self.shown.get(index) else {
            return;
        };
        let mut at_top = index == 0;
        for section in shown.sections.clone() {
            title(section, at_top, row);
            at_top = false;
        }
        for line in 0..self.all[shown.item].lines.len().max(1) {
            row(Row::Line { item: index, line });
        }
        if index + 1 == self.shown.len() {
            for section in self.tail.clone() {
                title(section, false, row);
            }
        }
    }

    fn each_row_when_empty(&self, row: &mut dyn FnMut(Row)) {
        for section in self.tail.clone() {
            title(section, section == self.tail.start, row);
        }
    }
}

impl Listing for Headlines {
    fn fit(&mut self, columns: usize) {
        if self.columns != columns {
            self.columns = columns;
            for item in &mut self.all {
                item.wrap(columns, &self.edition);
            }
        }
    }

    fn item_with(&self, story: &StoryId) -> Option<usize> {
        if self.gone.as_ref() == Some(story) {
            return self.items().position(|item| item.kind == ItemKind::Gone);
        }
        let followed = self.edition.id().follow(story);
        let position = followed.map(|story| story.position());
        self.item_of(position.or_else(|| self.edition.nearest(story))?)
    }

    fn subject(&self, index: usize) -> Subject {
        let id = self.edition.id();
        let kind = self.item(index).map(|item| item.kind);
        if let (Some(ItemKind::Gone), Some(story)) = (kind, &self.gone) {
            return Subject::Story(story.clone());
        }
        match self.item(index).map(Item::story) {
            Some(Some(position)) => id
                .story(position)
                .map_or_else(|| Subject::Faults(id.clone()), Subject::Story),
            None if self.briefing().is_some() => Subject::Empty(id.clone()),
            _ => Subject::Faults(id.clone()),
        }
    }
}
