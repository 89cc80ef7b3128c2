//! Another edition of the same day with something unread: it is named where nothing is left in this one.

use super::closing::Closing;
use super::state::EditionScreen;
use crate::app::hints;
use crate::app::screen::Hint;
use crate::app::session::Session;
use crate::keymap::{Action, Keymap};
use crate::text::{DisplayText, grouped, width};

/// The most columns of what tells an edition from the others of its day.
const NAME: usize = 24;

/// An edition of the same day, right before or after this one in the archive.
pub(super) struct SameDay {
    /// What goes there.
    pub(super) action: Action,
    /// What tells it from the others of the day.
    name: DisplayText,
    /// Its unread stories.
    unread: usize,
}

impl SameDay {
    /// The key that goes there, in as many words as `columns` have room for.
    pub(super) fn hint(&self, columns: u16, keymap: &Keymap) -> Hint {
        let hint = |text: &str| Hint::of(keymap, &[self.action], text);
        let whole = hint(&self.in_full());
        if hints::columns(&whole) <= columns {
            whole
        } else {
            hint(&self.without_name())
        }
    }

    /// What is said when nothing is left in this edition.
    pub(super) fn notice(&self, session: &Session) -> String {
        let with = |name: &str| {
            let goes = session.and_key(self.action, &format!("goes to {name}"));
            format!("There is nothing left here{goes}")
        };
        let whole = with(&self.in_full());
        if width::of(&whole) <= session.notice_columns() {
            whole
        } else {
            with(&self.name)
        }
    }

    /// `The Evening Post, same day: 300 unread`.
    fn in_full(&self) -> String {
        format!("{}, {}", self.name, self.without_name())
    }

    fn without_name(&self) -> String {
        format!("same day: {} unread", grouped(self.unread))
    }
}

impl EditionScreen {
    /// The edition of the same day to be named. One whose stories are listed among what is left is not named.
    pub(super) fn same_day(&self, session: &Session) -> Option<SameDay> {
        let day = self.list().edition().date()?.day;
        let remaining = self.closing.as_ref().map(Closing::remaining);
        let mut ways = [(Action::OlderEdition, 1), (Action::NewerEdition, -1)].into_iter();
        ways.find_map(|(action, offset)| {
            let edition = session.neighbour(self.id(), offset)?;
            let id = edition.id();
            let is_listed = remaining?.iter().any(|story| story.edition() == id);
            let position = session.archive.position(id)?;
            let unread = session.catalogue.progress(position).unread;
            let open = self.list().edition();
            let name = session.archive.distinction_from(open, id, session.dates());
            let is_of_day = edition.date().is_some_and(|date| date.day == day);
            (is_of_day && !is_listed && unread > 0).then(|| SameDay {
                action,
                name: width::cut(DisplayText::line(&name).as_display(), NAME),
                unread,
            })
        })
    }
}
