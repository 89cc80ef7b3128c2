//! The archive: every edition, newest first, under its year.

use std::sync::Arc;

use crate::app::layout::{Panes, Shows};
use crate::app::parts::filtered::{Filtered, Narrowable};
use crate::app::screen::{Answer, Header, Hint, PromptLine, Screen, Step, Titled};
use crate::app::session::Session;
use crate::app::texts::Text;
use crate::archive::{Archive, Edition};
use crate::briefing::EditionId;
use crate::keymap::{Action, Edit};
use crate::text::{DisplayText, counted};

#[derive(Debug)]
pub struct ArchiveScreen {
    pub list: Filtered<Editions>,
}

#[derive(Debug)]
pub struct Editions {
    /// The archive of the moment: replaced whenever it changes.
    archive: Arc<Archive>,
}

impl Editions {
    pub fn edition(&self, index: usize) -> &Arc<Edition> {
        &self.archive.editions()[index]
    }

    /// `None` without a date.
    pub fn year(&self, index: usize) -> Option<i16> {
        self.edition(index).date().map(|date| date.day.year())
    }
}

impl Narrowable for Editions {
    fn count(&self) -> usize {
        self.archive.editions().len()
    }

    fn folded(&self, index: usize) -> &str {
        self.edition(index).found_by()
    }

    fn starts_group(&self, index: usize, above: Option<usize>) -> bool {
        above.is_none_or(|above| self.year(above) != self.year(index))
    }
}

impl ArchiveScreen {
    /// Selects the edition being read.
    pub fn new(read: &EditionId, session: &Session) -> Self {
        let archive = Arc::clone(&session.archive);
        let selected = archive.position(read).unwrap_or(0);
        Self {
            list: Filtered::new(Editions { archive }, selected, session),
        }
    }
}

impl Screen for ArchiveScreen {
    fn shows(&self) -> Shows {
        Shows::List
    }

    fn perform(&mut self, action: Action, session: &mut Session) -> Answer {
        match (action, self.list.selected()) {
            (Action::Open | Action::Edit(Edit::Accept), Some(selected)) => {
                let id = self.list.items.edition(selected).id().clone();
                Answer::Go(Step::Edition(id))
            }
            _ => self.list.answer(action, &session.panes(Shows::List)),
        }
    }

    fn fit(&mut self, session: &mut Session) {
        self.list.fit(&session.panes(Shows::List));
    }

    fn header(&self, _panes: &Panes, _session: &Session) -> Header {
        let all = self.list.items.count();
        let size = match self.list.len() {
            shown if shown < all => format!("{shown} of {all} editions"),
            _ => counted(all, "edition", "editions"),
        };
        Header::Titled(Titled {
            title: DisplayText::line("Archive"),
            right: DisplayText::line(&size),
            below: DisplayText::line("Every edition, newest first"),
            ..Titled::default()
        })
    }

    fn hints(&self, _panes: &Panes, session: &Session) -> Vec<Hint> {
        vec![
            Hint::of(&session.keymap, &[Action::Open], "open"),
            Hint::of(&session.keymap, &[Action::Search], "narrow"),
            self.list.back_hint(session),
            Hint::named(&session.keymap, Action::Help),
        ]
    }

    fn prompt(&self, session: &Session) -> Option<PromptLine<'_>> {
        self.list.prompt_line("open", session)
    }

    fn paste(&mut self, text: &str, session: &mut Session) {
        let panes = session.panes(Shows::List);
        self.list.paste(text, &panes, session);
    }

    fn is_typing(&self) -> bool {
        self.list.typing
    }

    fn take_text(&mut self, _text: &Text, _session: &Session) {}

    fn files_changed(&mut self, session: &mut Session) {
        self.archive_grew(session);
    }

    fn archive_grew(&mut self, session: &mut Session) {
        let archive = Arc::clone(&session.archive);
        let panes = session.panes(Shows::List);
        let position = |old: &Editions, item| session.archive.position(old.edition(item).id());
        self.list.replace(Editions { archive }, position, &panes);
    }
}
