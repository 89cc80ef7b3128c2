//! The list of editions and the year above it, which follow each other.

use jiff::civil::Date;

use super::calendar::{Calendar, ROWS};
use super::editions::Editions;
use crate::app::layout::Shows;
use crate::app::parts::prompt::Prompt;
use crate::app::screens::filtered::Filtered;
use crate::app::session::Session;
use crate::briefing::EditionId;

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
    /// The version of the marks by which the list was narrowed.
    pub(super) marks_version: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    List,
    Year,
}

/// A date being typed.
#[derive(Debug)]
pub(super) struct TypedDate {
    pub(super) prompt: Prompt,
    /// What there is to say about what has been typed.
    pub(super) message: String,
    /// What to say when it is accepted: set when no edition is of the date, and the nearest is selected;
    /// and when it is no date.
    pub(super) missed: Option<String>,
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
