//! From one run of the program to the next: where the user left off, and what the next start says about it.

use std::sync::Arc;

use jiff::civil::Date;

use super::mark_book::Start;
use super::model::Model;
use super::parts::split::Focus;
use super::resume::Resume;
use super::session::Session;
use super::texts::Subject;
use crate::archive::{self, Edition, STANDARD_INPUT};
use crate::briefing::EditionId;
use crate::keymap::Action;
use crate::marks::{Last, Newest, Pane, Reached};

impl Model {
    /// Where the user would leave off now; `None` when the next start cannot come back there, or when nothing
    /// has been done in this run of the program.
    pub(super) fn last(&self) -> Option<Last> {
        let (session, screen) = (&self.session, self.screens.edition());
        let edition = screen.list().edition();
        let identity = edition.id().identity();
        let is_file = edition.path().to_str() != Some(STANDARD_INPUT);
        if identity.is_empty() || !is_file || session.today == Date::ZERO {
            return None;
        }
        let story = screen.open_story();
        let view = screen.split.article.view();
        let subject = story.clone().map(Subject::Story);
        // Until the text has come, it is where it was opened.
        let start = subject.map(|subject| session.marks.start(&subject));
        let place = match (view, start) {
            (Some(view), _) => view.place,
            (None, Some(Start::Body(place))) => place,
            (None, _) => 0,
        };
        let reached = match view {
            _ if screen.closing.is_some() => Reached::ClosingPage,
            Some(view) if view.at_end => Reached::End,
            _ => Reached::Part,
        };
        let newest = session.archive.newest();
        Some(Last {
            day: session.today,
            edition: identity.to_string(),
            path: edition.path().to_owned(),
            story: story.map(|story| story.id().to_string()),
            top: Some(
                screen
                    .visit()
                    .top
                    .map_or_else(String::new, |story| story.id().to_string()),
            ),
            focus: Some(match screen.split.focus {
                Focus::List => Pane::List,
                Focus::Article => Pane::Article,
            }),
            place,
            reached,
            files: match session.loading {
                Some(loading) if !loading.again => loading.found,
                _ => session.archive.editions().len(),
            },
            newest: newest.map_or_else(Newest::default, newest_as),
        })
    }
}

fn newest_as(edition: &Arc<Edition>) -> Newest {
    Newest::new(edition.date(), edition.path())
}

impl Session {
    /// Where the user left off in the run before, if that was in this edition.
    pub(super) fn left_in(&self, edition: &EditionId) -> Option<&Last> {
        let left = self.resume.left();
        left.filter(|left| *edition.identity() == *left.edition)
    }

    /// Names an unread edition newer than the one `opened` at the start. If the start came back to where the user
    /// left off, those that were there then do not count.
    pub(super) fn newer_notice(&self, opened: &EditionId) -> Option<String> {
        let position = self.archive.position(opened)?;
        let newer = &self.archive.editions()[..position];
        let known = match &self.resume {
            Resume::Back(left) => Some(&left.newest),
            Resume::Afresh | Resume::News { .. } => None,
        };
        let newest = newer.iter().position(|edition| {
            let briefing = edition.briefing.as_ref();
            let unread = briefing.is_some_and(|it| self.marks.marks().has_unread(it));
            unread && known.is_none_or(|known| newest_as(edition) > *known)
        })?;
        let date = newer[newest].date();
        let date = date.map(|date| date.long(self.dates())).unwrap_or_default();
        let (action, opens) = match newer.len() - newest {
            1 => (Action::NewerEdition, "opens it"),
            _ => (Action::Archive, "shows all editions"),
        };
        let opens = self.and_key(action, opens);
        Some(format!("A newer edition: {date}{opens}"))
    }

    /// Says that the edition `opened` at the start has come since the user left off elsewhere, and how to
    /// go back there.
    pub(super) fn left_elsewhere_notice(&self, opened: &EditionId) -> Option<String> {
        let Resume::News { left, is_next } = &self.resume else {
            return None;
        };
        let next = self.neighbour(opened, 1);
        let is_left = |edition: &Arc<Edition>| *edition.id().identity() == *left.edition;
        let is_next = next.map_or(*is_next, is_left);
        let (action, leads) = if is_next {
            (Action::OlderEdition, "goes")
        } else {
            (Action::Archive, "leads")
        };
        let date = archive::date_in_name(&left.path).map(|date| date.short(self.dates()));
        let date = date.unwrap_or_else(|| "the one you left".to_owned());
        let leads = self.and_key(action, &format!("{leads} back to {date}"));
        Some(format!("A new edition has come{leads}"))
    }
}
