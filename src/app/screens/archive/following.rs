//! How the page follows the archive: the selection stays with what the user has chosen, also when that goes and comes
//! back, and goes to a date that was gone to before its editions were there.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::state::{ArchiveScreen, Place};
use crate::app::screen::Screen as _;
use crate::app::session::Session;

impl ArchiveScreen {
    /// Takes in that the archive is another one.
    pub(super) fn follow_archive(&mut self, session: &mut Session) {
        let place = self.place.take().unwrap_or_else(|| self.place_now());
        self.list.archive_grew(session);
        if let Some(days) = self.days_to_follow() {
            self.go_to_days(&days, session);
        } else {
            self.return_to(&place, session);
            self.place = Some(place);
        }
    }

    fn place_now(&self) -> Place {
        let selected = self.list.selected();
        Place {
            edition: selected.map(|item| self.list.items.edition(item).id().clone()),
            day: self.day,
            focus: self.focus,
        }
    }

    /// The days that the user goes to and whose editions may still come.
    fn days_to_follow(&self) -> Option<RangeInclusive<Date>> {
        let awaited = self.awaited.as_ref().map(|awaited| awaited.days.clone());
        awaited.or_else(|| self.typed_date.as_ref()?.days())
    }

    /// Selects again what was selected, as far as it is there.
    fn return_to(&mut self, place: &Place, session: &Session) {
        (self.day, self.focus) = (place.day, place.focus);
        let item = place.edition.as_ref();
        let item = item.and_then(|edition| session.archive.position(edition));
        let position = item.and_then(|item| self.list.shown().binary_search(&item).ok());
        if let Some(position) = position.filter(|_| item != self.list.selected()) {
            self.list.select_position(position, session);
        }
    }

    /// Says of awaited days what holds now, while they are what the last line tells of. Once all files have been read
    /// nothing is awaited.
    pub(super) fn report_awaited(&mut self, session: &mut Session) {
        let Some(mut awaited) = self.awaited.take() else {
            return;
        };
        if session.notice == awaited.said {
            let found = self.say_found(&awaited.days, session);
            session.notify(&found.missed.unwrap_or(found.message));
            awaited.said.clone_from(&session.notice);
        }
        self.awaited = session.loading.is_some().then_some(awaited);
    }

    /// Takes in that the user goes on from here.
    pub(super) fn stop_following(&mut self) {
        (self.place, self.awaited) = (None, None);
    }
}
