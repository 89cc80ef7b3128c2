//! What the archive says where a key cannot go on: at the ends of its list, of a year and of all years.

use super::calendar;
use super::state::{ArchiveScreen, Part};
use crate::app::parts::standing::Way;
use crate::app::screen::Screen;
use crate::app::session::Session;
use crate::keymap::Action;

impl ArchiveScreen {
    /// Why an action that needs an edition does nothing while none is shown; `None` while one is, and for an action that
    /// needs none.
    pub(super) fn why_nothing(&self, action: Action, session: &Session) -> Option<String> {
        let needs_edition = match action {
            Action::Move(_)
            | Action::Open
            | Action::ToArticle
            | Action::ReadOn
            | Action::ReadBack
            | Action::Section(_)
            | Action::NextSection
            | Action::PreviousSection
            | Action::OlderEdition
            | Action::NewerEdition
            | Action::SwitchPane => true,
            // Tab, while the list is being narrowed.
            Action::Scope => self.list.typing,
            // These mean nothing here in any case.
            Action::SectionRead | Action::NextFilter => session.archive.editions().is_empty(),
            _ => false,
        };
        (needs_edition && self.list.is_empty()).then(|| {
            session.nothing_there().unwrap_or_else(|| {
                let all = session.and_key(Action::Cancel, "shows all");
                format!("No edition matches{all}")
            })
        })
    }

    pub(super) fn why_unmoved(&self, action: Action, session: &Session) -> Option<String> {
        let way = match action {
            Action::ToArticle => Some(Way::On),
            Action::ToList => Some(Way::Back),
            action => Way::of(action),
        };
        let way = way.filter(|_| self.focus == Part::Year);
        let (Some(way), Some((oldest, newest))) = (way, calendar::span(session)) else {
            return self.list.unmoved(action, session);
        };
        Some(match way {
            Way::Back if self.day == oldest => "The archive begins on this day".to_owned(),
            Way::On if self.day == newest => "The archive ends on this day".to_owned(),
            Way::Back => {
                let before = session.and_key(Action::PreviousSection, "goes to the year before");
                format!("This is the first day of the year{before}")
            }
            Way::On => {
                let after = session.and_key(Action::NextSection, "goes to the year after");
                format!("This is the last day of the year{after}")
            }
        })
    }
}
