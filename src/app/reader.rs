//! What the keys do in the edition being read, and in other lists beside an article.

use std::sync::Arc;

use crate::app::Model;
use crate::app::layout::Panes;
use crate::app::parts::list_cursor::ListCursor;
use crate::app::parts::split::{Focus, Listing, Split};
use crate::app::progress::Progress;
use crate::app::screens::edition::headline::{Filter, Headline, Item};
use crate::app::screens::edition::headlines::Headlines;
use crate::archive::Edition;
use crate::briefing::Story;
use crate::keymap::action::{Action, Motion};
use crate::keymap::key_name;

impl Model {
    pub(super) fn perform_in_reader(&mut self, action: Action, panes: &Panes) {
        if self.closing.is_some() && self.perform_in_closing(action, panes) {
            return;
        }
        match action {
            Action::NextStory => self.next_story(panes),
            Action::PreviousStory => self.previous_story(panes),
            // Without a search, the next match is the next unread story.
            Action::NextMatch => self.step_unread(1, panes),
            Action::PreviousMatch => self.step_unread(-1, panes),
            Action::ReadOn => self.read_on(panes),
            Action::ReadBack => self.read_back(panes),
            Action::Section(number) => self.go_to_section(number.checked_sub(1), panes),
            Action::NextSection => self.next_section(panes),
            Action::PreviousSection => self.previous_section(panes),
            Action::GoToLetter(letter) => self.go_to_letter(letter, panes),
            Action::OlderEdition => self.open_neighbour(1),
            Action::NewerEdition => self.open_neighbour(-1),
            Action::NextFilter => self.next_filter(),
            Action::Zen => self.toggle_zen(),
            Action::Filter => self.open_search(),
            Action::Follow => self.follow_story(),
            Action::ToList | Action::Cancel if self.zen => self.leave_zen(),
            Action::SwitchPane if self.zen => {}
            Action::Cancel if self.reader.focus == Focus::List && self.return_to_results() => {}
            action => {
                perform_in_split(&mut self.reader, action, panes, &mut self.progress);
            }
        }
    }

    fn toggle_zen(&mut self) {
        if self.zen {
            return self.leave_zen();
        }
        self.zen = true;
        self.before_zen = std::mem::replace(&mut self.reader.focus, Focus::Article);
    }

    pub(super) fn leave_zen(&mut self) {
        self.zen = false;
        self.reader.focus = self.before_zen;
    }

    /// Opens another story of the edition, which ends the closing page.
    pub(super) fn select_story(&mut self, item: usize, panes: &Panes) {
        self.closing = None;
        self.reader.select(item, panes, &mut self.progress);
    }

    fn next_story(&mut self, panes: &Panes) {
        let next = self.reader.selected() + 1;
        if next < self.reader.list.count() {
            self.select_story(next, panes);
        } else {
            let older = self.has_neighbour(1).then(|| {
                format!(
                    "{} goes to the edition before",
                    key_name(Action::OlderEdition)
                )
            });
            let newer = self
                .has_neighbour(-1)
                .then(|| format!("{} goes to the one after", key_name(Action::NewerEdition)));
            let ways: Vec<_> = [older, newer].into_iter().flatten().collect();
            let ways = if ways.is_empty() {
                String::new()
            } else {
                format!(". {}", ways.join(", "))
            };
            self.notify(&format!("That was the last story{ways}"));
        }
    }

    fn previous_story(&mut self, panes: &Panes) {
        match self.reader.selected().checked_sub(1) {
            Some(previous) => self.select_story(previous, panes),
            None => self.notify("This is the first story"),
        }
    }

    /// A story that was left with its end in view is read from its top.
    pub(super) fn restart_if_at_end(&mut self) {
        if self.reader.reading.at_end() {
            self.reader.reading.return_to_top();
        }
    }

    /// The story that comes after this one when it has been read; a filter may hold read ones.
    fn next_to_read(&self) -> Option<usize> {
        let (list, after) = (&self.reader.list, self.reader.selected() + 1);
        let all = list.filter == Filter::Saved;
        (after..list.count()).find(|&item| {
            let item = list.item(item);
            item.is_some_and(|item| all || item.is_unread())
        })
    }

    /// Goes to the next unread story, or the one before.
    fn step_unread(&mut self, step: isize, panes: &Panes) {
        let list = &self.reader.list;
        let unread = |&item: &usize| list.item(item).is_some_and(Headline::is_unread);
        let selected = self.reader.selected();
        let found = if step > 0 {
            (selected + 1..list.count()).find(unread)
        } else {
            (0..selected).rev().find(unread)
        };
        match found {
            Some(item) => self.select_story(item, panes),
            None if step > 0 => self.notify("No unread story comes after this one"),
            None => self.notify("No unread story comes before this one"),
        }
    }

    /// A page on; at the end the story has been read, and the next unread one comes where it was left.
    fn read_on(&mut self, panes: &Panes) {
        if !panes.shows_article {
            self.reader.focus = Focus::Article;
        } else if self.reader.reading.at_end() {
            self.finish_story();
            match self.next_to_read() {
                Some(item) => {
                    self.select_story(item, panes);
                    self.restart_if_at_end();
                }
                None if self.reader.list.briefing().is_some() => self.open_closing(),
                None => self.next_story(panes),
            }
        } else {
            self.reader.reading.scroll(Motion::PageDown);
        }
    }

    /// A page back; at the top, the story before at its end.
    fn read_back(&mut self, panes: &Panes) {
        if !panes.shows_article {
            self.reader.focus = Focus::Article;
        } else if !self.reader.reading.at_top() {
            self.reader.reading.scroll(Motion::PageUp);
        } else if self.reader.selected() > 0 {
            self.previous_story(panes);
            self.reader.reading.scroll(Motion::Bottom);
        } else {
            self.notify("This is the first story");
        }
    }

    /// Goes to the first story of a section; `None` are the lead stories.
    fn go_to_section(&mut self, section: Option<usize>, panes: &Panes) {
        let Some(briefing) = self.reader.list.briefing() else {
            return;
        };
        let unshown = match self.reader.list.filter {
            Filter::All => String::new(),
            filter => format!("{} ", filter.name()),
        };
        let (stories, missing) = match section {
            None => (
                briefing.lead_stories(),
                format!("No {unshown}story stands before the first section"),
            ),
            Some(section) if section < briefing.sections() => {
                let title = briefing.section_title(section);
                (
                    briefing.section_stories(section),
                    format!("{title} has no {unshown}stories"),
                )
            }
            Some(section) => (0..0, format!("There is no section {}", section + 1)),
        };
        let in_section =
            |item: &Headline| matches!(item.what, Item::Story(story) if stories.contains(&story));
        let first = self.reader.list.items().position(in_section);
        match first {
            Some(item) => self.select_story(item, panes),
            None => self.notify(&missing),
        }
    }

    fn go_to_letter(&mut self, letter: char, panes: &Panes) {
        let letter = letter.to_lowercase().next();
        let briefing = self.reader.list.briefing();
        let section = briefing.and_then(|briefing| {
            (0..briefing.sections()).find(|&section| briefing.section_letter(section) == letter)
        });
        if section.is_some() {
            self.go_to_section(section, panes);
        } else {
            let letter = letter.map(String::from).unwrap_or_default();
            self.notify(&format!("No section has the letter {letter}"));
        }
    }

    fn next_section(&mut self, panes: &Panes) {
        let list = &self.reader.list;
        let current = list.section_of(self.reader.selected());
        let next =
            (self.reader.selected()..list.count()).find(|&item| list.section_of(item) > current);
        match next {
            Some(item) => self.select_story(item, panes),
            None => self.notify("This is the last section"),
        }
    }

    /// The first story of this section, or of the section before when it is selected already.
    fn previous_section(&mut self, panes: &Panes) {
        let list = &self.reader.list;
        let first_of = |item: usize| {
            let section = list.story(item).map(Story::section);
            (0..=item)
                .rev()
                .take_while(|&item| list.story(item).map(Story::section) == section)
                .last()
                .unwrap_or(item)
        };
        let selected = self.reader.selected();
        let target = match first_of(selected) {
            first if first < selected => Some(first),
            first => first.checked_sub(1).map(first_of),
        };
        match target {
            Some(item) => self.select_story(item, panes),
            None => self.notify("This is the first section"),
        }
    }

    /// Opens the edition `offset` places further down the archive, which is ordered newest first.
    fn open_neighbour(&mut self, offset: isize) {
        match self.neighbour(offset).map(Arc::clone) {
            Some(edition) => self.open_edition(edition),
            None if offset > 0 && self.loading.is_some() => {
                self.notify("Earlier editions are still being read");
            }
            None if offset > 0 => self.notify("This is the oldest edition"),
            None => self.notify("This is the newest edition"),
        }
    }

    fn neighbour(&self, offset: isize) -> Option<&Arc<Edition>> {
        let place = self.archive.position(&self.reader.list.edition)?;
        self.archive
            .editions()
            .get(place.checked_add_signed(offset)?)
    }

    /// Whether there is an edition `offset` places further down the archive.
    pub fn has_neighbour(&self, offset: isize) -> bool {
        self.neighbour(offset).is_some()
    }

    /// Opens an edition where it was left.
    pub fn open_edition(&mut self, edition: Arc<Edition>) {
        self.reader.leave(&mut self.progress);
        let left = &self.reader;
        let cursor = match left.list.filter {
            Filter::All => left.cursor,
            _ => ListCursor::at(left.list.place_among_all(left.selected())),
        };
        self.visited
            .insert(left.list.edition.path().to_owned(), cursor);
        let focus = left.focus;
        let mut headlines = Headlines::new(edition);
        headlines.refresh(&self.progress);
        let cursor = self.visited.get(headlines.edition.path()).copied();
        let cursor = cursor.unwrap_or_else(|| ListCursor::at(headlines.resume(&self.progress)));
        self.closing = None;
        self.reader = Split::new(headlines, cursor, focus);
        // Wrapping the headlines comes first: the cursor needs their heights.
        self.fit();
        let panes = crate::app::layout::panes(self.size, self.reader_shows(), self.measure);
        self.reader.open(&panes, &self.progress);
    }
}

/// Carries out what every list beside an article can; false when it is to be closed.
pub(super) fn perform_in_split<L: Listing>(
    split: &mut Split<L>,
    action: Action,
    panes: &Panes,
    progress: &mut Progress,
) -> bool {
    match action {
        Action::Move(motion) => split.go(motion, panes, progress),
        Action::Open => split.focus = Focus::Article,
        Action::ToList => split.focus = Focus::List,
        Action::SwitchPane => {
            split.focus = match split.focus {
                Focus::List => Focus::Article,
                Focus::Article => Focus::List,
            };
        }
        Action::NextStory => {
            split.select(split.selected() + 1, panes, progress);
        }
        Action::PreviousStory => {
            split.select(split.selected().saturating_sub(1), panes, progress);
        }
        Action::ReadOn if !panes.shows_article => split.focus = Focus::Article,
        Action::ReadOn => split.reading.scroll(Motion::PageDown),
        Action::ReadBack => split.reading.scroll(Motion::PageUp),
        Action::Cancel if split.focus == Focus::Article => split.focus = Focus::List,
        Action::Cancel => return false,
        _ => {}
    }
    true
}
