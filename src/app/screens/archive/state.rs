//! The list of editions and the year above it, which follow each other.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::calendar::{Calendar, ROWS};
use super::editions::Editions;
use crate::app::layout::Shows;
use crate::app::parts::prompt::Prompt;
use crate::app::screens::filtered::Filtered;
use crate::app::session::Session;
use crate::briefing::EditionId;
use crate::text::DisplayText;

/// The fewest rows that the year leaves for the list.
pub(super) const LEAST_LIST: u16 = 5;

#[derive(Debug)]
pub struct ArchiveScreen {
    pub list: Filtered<Editions>,
    /// The year of [`Self::day`]; `None` where it has no room, or while all editions are of one day.
    pub calendar: Option<Calendar>,
    /// `Year` only while `calendar` is `Some`.
    pub focus: Part,
    /// The day that the year shows as selected. It follows the list, and the list follows it.
    pub(super) day: Date,
    /// The date being typed.
    pub(super) typed_date: Option<TypedDate>,
    /// Where the user was before the first change of the archive since the last key press or click.
    pub(super) place: Option<Place>,
    /// Until the next key press or click, or until all files have been read.
    pub(super) awaited: Option<AwaitedDays>,
    /// The version of the marks by which the list was narrowed.
    pub(super) marks_version: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    List,
    Year,
}

/// Where the user is in the archive.
#[derive(Debug)]
pub(super) struct Place {
    /// `None` while no edition is shown.
    pub(super) edition: Option<EditionId>,
    pub(super) day: Date,
    pub(super) focus: Part,
}

/// Days of which no edition was there when the user went to them.
#[derive(Debug)]
pub(super) struct AwaitedDays {
    pub(super) days: RangeInclusive<Date>,
    /// What was said of them.
    pub(super) said: Option<DisplayText>,
}

/// A date being typed.
#[derive(Debug)]
pub(super) struct TypedDate {
    pub(super) prompt: Prompt,
    /// The selection is where the date leads: no key has moved it on from there.
    pub(super) leads: bool,
    /// The edition and the day that were selected before.
    pub(super) before: (Option<EditionId>, Date),
    /// The latest day that a day without a year may mean: no later than the end of the year that was shown
    /// before.
    pub(super) latest: Date,
}

impl ArchiveScreen {
    /// Selects the edition at the position `selected` of the archive.
    pub fn new(selected: usize, session: &Session) -> Self {
        let editions = Editions::new(&session.archive);
        Self {
            list: Filtered::new(editions, selected, session),
            calendar: None,
            focus: Part::List,
            day: session
                .catalogue
                .span()
                .map_or(Date::ZERO, |(_, newest)| newest),
            typed_date: None,
            place: None,
            awaited: None,
            marks_version: session.marks.version(),
        }
    }

    /// The day that the year shows as selected.
    pub fn day(&self) -> Date {
        self.day
    }

    /// Whether there is room for a year, and something to see in it.
    pub(super) fn has_room(session: &Session) -> bool {
        let panes = session.panes(Shows::List { above: 0 });
        let has_days = session
            .catalogue
            .span()
            .is_some_and(|(oldest, newest)| oldest < newest);
        has_days && panes.list.height >= ROWS + LEAST_LIST
    }

    /// Brings the day to the selected edition.
    pub(super) fn follow_list(&mut self, session: &Session) {
        let selected = self.list.selected();
        if let Some(day) = selected.and_then(|item| session.catalogue.day(item)) {
            self.day = day;
        }
    }
}
