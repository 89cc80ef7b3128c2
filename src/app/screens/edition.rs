//! The edition that is being read: its headlines beside a story, and its closing page.

pub mod closing;
pub mod headlines;
pub mod item;
mod moves;
pub mod state;

use std::sync::Arc;

use crate::app::layout::{Panes, Shows};
use crate::app::parts::article_view::Entry;
use crate::app::parts::split::Focus;
use crate::app::screen::{Answer, Header, Hint, Screen, Step, Titled};
use crate::app::session::Session;
use crate::app::texts::Text;
use crate::briefing::{Briefing, StoryId};
use crate::keymap::{Action, Motion};
use crate::text::{DisplayText, counted, grouped, width};
use item::Filter;
pub use state::EditionScreen;

impl Screen for EditionScreen {
    fn shows(&self) -> Shows {
        self.shows_now()
    }

    fn perform(&mut self, action: Action, session: &mut Session) -> Answer {
        if let Some(answer) = self.perform_in_closing(action, session) {
            return answer;
        }
        match action {
            Action::NextStory => self.next_story(session),
            Action::PreviousStory => self.previous_story(Entry::AsLeft, session),
            Action::NextMatch => self.step_unread(1, session),
            Action::PreviousMatch => self.step_unread(-1, session),
            Action::ReadOn => self.read_on(session),
            Action::ReadBack => self.read_back(session),
            Action::Section(number) => self.go_to_section(number.checked_sub(1), session),
            Action::NextSection => self.next_section(session),
            Action::PreviousSection => self.previous_section(session),
            Action::GoToLetter(letter) => self.go_to_letter(letter, session),
            Action::OlderEdition => self.open_neighbour(1, session),
            Action::NewerEdition => self.open_neighbour(-1, session),
            Action::NextFilter => self.next_filter(session),
            Action::SectionRead => self.mark_section_read(session),
            Action::Zen => self.toggle_zen(),
            Action::Search => return Answer::Go(Step::Search),
            Action::ToList | Action::Cancel | Action::Close if self.is_zen() => self.leave_zen(),
            // Zen shows one pane only.
            Action::SwitchPane if self.is_zen() => return Answer::Refused,
            Action::Close if self.is_lone_article(session) => self.split.focus = Focus::List,
            Action::Cancel if self.split.focus == Focus::List && self.from_results => {
                return Answer::Go(Step::Close);
            }
            // One step back, but never out.
            Action::Cancel if self.split.focus == Focus::List => {}
            action => {
                let panes = session.panes(self.shows_now());
                if !self.split.perform(action, &panes, session) {
                    return Answer::HandedDown;
                }
            }
        }
        Answer::Handled
    }

    fn fit(&mut self, session: &mut Session) {
        let panes = session.panes(self.shows_now());
        self.split.fit(&panes, session);
        if let Some(closing) = self.closing.as_mut().filter(|_| !panes.tiny) {
            closing.fit(&panes);
        }
    }

    fn header(&self, panes: &Panes, _session: &Session) -> Header {
        if panes.shows_list {
            Header::Titled(self.masthead())
        } else if self.closing.is_some() {
            let progress = self
                .list()
                .briefing()
                .map(|briefing| self.progress(briefing));
            Header::Position {
                text: DisplayText::line(&progress.unwrap_or_default()),
                percent: None,
            }
        } else {
            Header::Position {
                text: self.position_text(),
                percent: Some(self.split.article.percent()),
            }
        }
    }

    fn hints(&self, panes: &Panes, session: &Session) -> Vec<Hint> {
        let named = |action| Hint::named(&session.keymap, action);
        let middle = if self.closing.is_some() {
            self.closing_hints(session)
        } else {
            self.reading_hints(panes, session)
        };
        middle.into_iter().chain([named(Action::Help)]).collect()
    }

    fn position(&self, panes: &Panes) -> Option<String> {
        match &self.closing {
            Some(closing) if closing.shows_all(panes) => None,
            Some(closing) => Some(format!(
                "{} of {}",
                grouped(closing.selected_index() + 1),
                grouped(closing.left().len())
            )),
            None => {
                let both = panes.divider.is_some();
                both.then(|| format!("{} %", self.split.article.percent()))
            }
        }
    }

    fn letter_hints(&self) -> Vec<Hint> {
        /// The most columns of a section's title.
        const TITLE: usize = 24;
        let Some(briefing) = self.list().briefing() else {
            return Vec::new();
        };
        let place = |section| {
            let letter = self.list().letter(section)?;
            let title = width::cut(briefing.section_title(section), TITLE);
            Some(Hint::new(&letter.to_string(), &title))
        };
        let by_number = (briefing.sections() > 0).then(|| Hint::new("1–9", "by number"));
        (0..briefing.sections())
            .filter_map(place)
            .chain(by_number)
            .collect()
    }

    fn story(&self) -> Option<StoryId> {
        self.story_in_hand()
    }

    fn leave(&self, session: &mut Session) {
        self.split.leave(session);
    }

    fn take_text(&mut self, text: &Text, session: &Session) {
        self.split.article.take(text, session);
    }

    fn marks_changed(&mut self, session: &mut Session) {
        let selected = self.split.selected();
        let list = &mut self.split.list;
        let changed = list.refresh(&session.marks);
        if list.filter() != Filter::All && (changed || !list.pins(selected)) {
            let item = list.pin(selected);
            self.keep_selected(item, session);
        }
        if let Some(closing) = &mut self.closing {
            closing.refresh(&session.archive, &self.split.list, &session.marks);
        }
    }

    fn archive_grew(&mut self, _session: &mut Session) {}

    /// An edition that has gone stays until it is left.
    fn files_changed(&mut self, session: &mut Session) {
        let id = self.list().edition().id();
        let Some(edition) = session.archive.find(id).map(Arc::clone) else {
            return;
        };
        if !Arc::ptr_eq(&edition, self.list().edition()) {
            let story = self.open_story();
            let (marks, keymap) = (&session.marks, &session.keymap);
            let selected = self.split.selected();
            let item = self.split.list.replace(edition, selected, marks, keymap);
            self.keep_selected(item, session);
            if self.open_story() == story {
                self.split.article.refresh(session);
            } else {
                let panes = session.panes(self.shows_now());
                self.split.open(Entry::AsLeft, &panes, session);
            }
        }
    }
}

impl EditionScreen {
    /// What the closing page does with an action; `None` for what is to be done in the edition itself.
    fn perform_in_closing(&mut self, action: Action, session: &mut Session) -> Option<Answer> {
        let panes = session.panes(self.shows_now());
        let closing = self.closing.as_mut()?;
        match action {
            Action::Move(motion) => closing.go(motion, &panes),
            Action::Open | Action::ReadOn | Action::NextMatch => self.go_on(session),
            Action::NextStory => session.notify("That was the last story"),
            Action::ReadBack | Action::PreviousStory | Action::ToList | Action::Cancel => {
                self.closing = None;
            }
            Action::SectionRead => {
                session.notify("Go back to a story to mark its section read");
                return Some(Answer::Refused);
            }
            Action::SwitchPane => return Some(Answer::Refused),
            _ => return None,
        }
        Some(Answer::Handled)
    }

    fn is_lone_article(&self, session: &Session) -> bool {
        let lone = session.panes(self.shows_now()).divider.is_none();
        lone && self.closing.is_none() && self.split.focus == Focus::Article
    }

    /// Who publishes the edition, its date and title, and how much there is to read.
    fn masthead(&self) -> Titled {
        let edition = self.list().edition();
        let date = edition.date();
        let Some(briefing) = self.list().briefing() else {
            return Titled {
                title: edition.label.clone(),
                right: DisplayText::line(&date.map(|date| date.long()).unwrap_or_default()),
                below: DisplayText::line("could not be read"),
                ..Titled::default()
            };
        };
        let (title, below) = match briefing.source() {
            source if source.is_empty() => (briefing.title(), source),
            source => (source, briefing.title()),
        };
        let long = date.map(|date| date.long()).unwrap_or_default();
        let short = date.map(|date| date.short()).unwrap_or_default();
        let label = match briefing.edition() {
            label if label.is_empty() => String::new(),
            label => format!(" · {label}"),
        };
        // First the letters of weekday and month give way, then the label.
        let detail = [format!("{long}{label}"), format!("{short}{label}"), short];
        Titled {
            title: title.to_text(),
            detail: detail
                .iter()
                .map(|detail| DisplayText::line(detail.trim_start_matches(" · ")))
                .collect(),
            right: DisplayText::line(&self.progress(briefing)),
            right_first: false,
            below: below.to_text(),
        }
    }

    /// `8 stories · 9 min`, and `2 of 8 read · 7 min left` once it is begun.
    fn progress(&self, briefing: &Briefing) -> String {
        let (tally, stories) = (self.list().tally(), briefing.len());
        let progress = if tally.read == 0 {
            let stories = counted(stories, "story", "stories");
            format!("{stories} · {} min", tally.minutes)
        } else if tally.read == stories {
            "all read".to_owned()
        } else {
            let (read, stories) = (grouped(tally.read), grouped(stories));
            format!("{read} of {stories} read · {} min left", tally.minutes_left)
        };
        match self.list().filter() {
            Filter::All => progress,
            filter => format!("only {} · {progress}", filter.name()),
        }
    }

    /// Where in the edition the open story is.
    fn position_text(&self) -> DisplayText {
        let (list, selected) = (self.list(), self.split.selected());
        let story = list
            .item(selected)
            .and_then(|item| Some((item, item.story()?)));
        let (Some((item, position)), Some(briefing)) = (story, list.briefing()) else {
            return list.edition().label.clone();
        };
        let section = list.section_of(selected);
        let section = section
            .map(|section| format!("{} · ", briefing.section_title(section)))
            .unwrap_or_default();
        let read = if item.status.read { " · read" } else { "" };
        let saved = if item.status.saved { " · ★" } else { "" };
        let filter = match list.filter() {
            Filter::All => String::new(),
            filter => format!(" · only {}", filter.name()),
        };
        let (number, stories) = (position + 1, briefing.len());
        DisplayText::line(&format!(
            "{section}story {number} of {stories}{read}{saved}{filter}"
        ))
    }

    fn has_older(&self, session: &Session) -> bool {
        session.neighbour(self.list().edition().id(), 1).is_some()
    }

    fn reading_hints(&self, panes: &Panes, session: &Session) -> Vec<Hint> {
        let keymap = &session.keymap;
        let named = |action| Some(Hint::named(keymap, action));
        let sections = self.list().briefing().map_or(0, Briefing::sections) > 0;
        let section = [Action::NextSection, Action::PreviousSection];
        let section = sections.then(|| Hint::of(keymap, &section, "section"));
        let go = named(Action::Go).filter(|_| sections);
        let older = named(Action::OlderEdition).filter(|_| self.has_older(session));
        let (on, next) = (named(Action::ReadOn), named(Action::NextStory));
        let (save, search) = (named(Action::ToggleSaved), named(Action::Search));
        let hints = if self.is_zen() {
            let measure = [Action::Narrower, Action::Wider];
            [
                on,
                next,
                Some(Hint::of(keymap, &[Action::Zen], "headlines")),
                save,
                Some(Hint::of(keymap, &measure, "measure")),
                None,
            ]
        } else if !panes.shows_list {
            [on, next, named(Action::ToList), save, section, None]
        } else if !panes.shows_article {
            [named(Action::Open), section, go, search, save, older]
        } else {
            [on, section, go, search, save, older]
        };
        let results = self
            .from_results
            .then(|| Hint::of(keymap, &[Action::Cancel], "results"));
        results
            .into_iter()
            .chain(hints.into_iter().flatten())
            .collect()
    }

    fn closing_hints(&self, session: &Session) -> Vec<Hint> {
        let keymap = &session.keymap;
        let left = self
            .closing
            .as_ref()
            .map_or(0, |closing| closing.left().len());
        let named = |action| Hint::named(keymap, action);
        let choose = [Action::Move(Motion::Down), Action::Move(Motion::Up)];
        let close = if self.from_results { "results" } else { "quit" };
        [
            (left > 0).then(|| named(Action::ReadOn)),
            (left > 1).then(|| Hint::of(keymap, &choose, "choose")),
            self.has_older(session).then(|| named(Action::OlderEdition)),
            Some(named(Action::Search)),
            Some(Hint::of(keymap, &[Action::Close], close)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The ways on that the closing page names below its list.
    pub fn ways_on(&self, session: &Session) -> Vec<Hint> {
        let keymap = &session.keymap;
        let left = self
            .closing
            .as_ref()
            .map_or(0, |closing| closing.left().len());
        let on = (left > 0).then(|| Hint::of(keymap, &[Action::ReadOn], "reads it"));
        let older = self
            .has_older(session)
            .then(|| Hint::of(keymap, &[Action::OlderEdition], "the edition before"));
        let saved = Hint::of(keymap, &[Action::SavedStories], "saved stories");
        on.into_iter().chain(older).chain([saved]).collect()
    }
}
