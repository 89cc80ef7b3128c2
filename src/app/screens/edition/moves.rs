//! The ways through an edition: from story to story, from section to section, on to other editions.

use std::ops::Range;
use std::sync::Arc;

use super::closing::Closing;
use super::items::{Filter, Item};
use super::state::EditionScreen;
use crate::app::parts::article_view::Entry;
use crate::app::parts::section_number::{NO_SECTIONS, missing};
use crate::app::parts::split::Focus;
use crate::app::rows::Rows;
use crate::app::screen::Screen;
use crate::app::session::Session;
use crate::app::visit::Found;
use crate::briefing::{Briefing, Story};
use crate::keymap::{Action, Motion};
use crate::marks::{Change, Operation};
use crate::text::{counted, grouped, width};

impl EditionScreen {
    pub(super) fn next_story(&mut self, session: &mut Session) {
        self.finish_if_end_was_reached(session);
        self.step_story(session);
    }

    /// Marks the open story read if the user has scrolled to its end and now goes on.
    fn finish_if_end_was_reached(&mut self, session: &mut Session) {
        if let Some(story) = self.open_story()
            && self.split.article.end_was_reached()
        {
            let list_shows_it = session.panes(self.shows()).shows_list;
            session.finish_in_passing(&story, list_shows_it);
            // At once: what follows asks the list what is read.
            self.split.list.refresh(&session.marks);
        }
    }

    fn step_story(&mut self, session: &mut Session) {
        let next = self.split.selected() + 1;
        if next < self.list().count() {
            return self.select(next, Entry::AsLeft, session);
        }
        session.notify(&self.last_story_notice(session));
    }

    pub(super) fn previous_story(&mut self, entry: Entry, session: &mut Session) {
        match self.split.selected().checked_sub(1) {
            Some(previous) => self.select(previous, entry, session),
            None => session.notify(&self.first_story_notice(session)),
        }
    }

    /// Goes to the next unread story, or to the one before.
    pub(super) fn step_unread(&mut self, step: isize, session: &mut Session) {
        if step > 0 {
            self.finish_if_end_was_reached(session);
        }
        match self.next_unread(step) {
            Some(item) => self.select(item, Entry::AsLeft, session),
            None => self.report_no_unread(step, session),
        }
    }

    fn report_no_unread(&self, step: isize, session: &mut Session) {
        let (after, before, back) = if step > 0 {
            ("after", "before", Action::PreviousMatch)
        } else {
            ("before", "after", Action::NextMatch)
        };
        let said = format!("No unread story comes {after} this one");
        let short = format!("Nothing unread {after} this");
        let notice = if self.next_unread(-step).is_some() {
            let way = session.and_key(back, &format!("goes to one {before} it"));
            session.fitting([said, short].map(|said| format!("{said}{way}")))
        } else {
            self.with_ways_around(&[&said, &short], session)
        };
        session.notify(&notice);
    }

    /// Turns a page. At the end of a story, marks it read and opens the next unread one where that was left; in an
    /// edition that was all read already, the next story.
    pub(super) fn read_on(&mut self, session: &mut Session) {
        let panes = session.panes(self.shows());
        if !panes.shows_article {
            self.split.focus = Focus::Article;
        } else if !self.split.article.at_end() {
            self.split.article.turn_page(Motion::PageDown);
        } else {
            let again = self.list().is_all_read();
            let shows_story = self.split.article.shows_story();
            if let Some(story) = self.open_story().filter(|_| shows_story) {
                session.finish(&story);
                // At once: what follows asks the list what is read.
                self.split.list.refresh(&session.marks);
            }
            match self.next_to_read(again) {
                Some(item) => self.select(item, Entry::ToRead, session),
                None if self.list().briefing().is_some() => self.close_edition(session),
                None => self.step_story(session),
            }
        }
    }

    /// A page back; at the top, the end of the story before.
    pub(super) fn read_back(&mut self, session: &mut Session) {
        let panes = session.panes(self.shows());
        if !panes.shows_article {
            self.split.focus = Focus::Article;
        } else if self.split.article.at_top() {
            self.previous_story(Entry::AtEnd, session);
        } else {
            self.split.article.turn_page(Motion::PageUp);
        }
    }

    /// Shows the page after the last story.
    fn close_edition(&mut self, session: &mut Session) {
        self.split.leave(session);
        self.closing = Some(Closing::new(self.list(), session));
    }

    /// Goes on with the story selected on the closing page.
    pub(super) fn go_on(&mut self, session: &mut Session) {
        let closing = self.closing.as_ref();
        let story = closing.and_then(|closing| closing.selected().cloned());
        let Some(story) = story else {
            return session.notify(&self.nothing_left(session));
        };
        session.note_jump();
        if story.edition() != self.list().edition().id()
            && let Some(edition) = session.archive.find(story.edition()).map(Arc::clone)
        {
            self.open(edition, session);
        }
        self.go_to_story(&story, session);
    }

    /// Whether reading on starts the edition again: not while stories of earlier editions may still come.
    pub(super) fn begins_again(&self, session: &Session) -> bool {
        let closing = self.closing.as_ref();
        let nothing_remains = closing.is_some_and(|closing| closing.remaining().is_empty());
        let tally = self.list().tally();
        let is_read_again = tally.read_through == tally.read;
        let was_read = self.found == Found::AllRead;
        was_read && !is_read_again && nothing_remains && session.loading.is_none()
    }

    /// Goes from the closing page to the first story, to read the edition again.
    pub(super) fn begin_again(&mut self, session: &mut Session) {
        if let Some(first) = self.list().edition().id().story(0) {
            session.note_jump();
            self.go_to_story(&first, session);
        }
    }

    /// Goes to the first story of a section; `None` stands for the lead stories.
    pub(super) fn go_to_section(&mut self, section: Option<usize>, session: &mut Session) {
        let briefing = match self.list().briefing() {
            Some(briefing) if section.is_none() || briefing.sections() > 0 => briefing,
            _ => return self.report_no_sections(session),
        };
        let unshown = match self.list().filter() {
            Filter::All => String::new(),
            filter => format!("{} ", filter.name()),
        };
        let (stories, nothing) = match section {
            None => (
                briefing.lead_stories(),
                format!("There are no {unshown}stories before the first section"),
            ),
            Some(section) if section < briefing.sections() => {
                let title = briefing.section_title(section);
                (
                    briefing.section_stories(section),
                    format!("{title} has no {unshown}stories"),
                )
            }
            Some(section) => (0..0, missing(section + 1, briefing.sections())),
        };
        let in_section = |item: &Item| item.story().is_some_and(|story| stories.contains(&story));
        let first = self.list().items().position(in_section);
        match first {
            Some(item) if self.is_open(item) => session.notify(match section {
                Some(_) => "The first story of this section is selected already",
                None => "The first of the lead stories is selected already",
            }),
            Some(item) => {
                let panes = session.panes(self.shows());
                let was_in_view = self.split.is_in_view(item, &panes);
                self.select(item, Entry::AsLeft, session);
                if !was_in_view {
                    self.split.show_from_selected(&panes);
                }
            }
            None => session.notify(&nothing),
        }
    }

    /// Whether the first story of a section is open already.
    pub(in crate::app) fn is_at_start_of(&self, section: Option<usize>) -> bool {
        let is_in_section = |story: Story<'_>| story.section() == section;
        let mut items = 0..self.list().count();
        let first = items.find(|&item| self.list().story(item).is_some_and(is_in_section));
        first.is_some_and(|first| self.is_open(first))
    }

    fn is_open(&self, item: usize) -> bool {
        item == self.split.selected() && self.closing.is_none()
    }

    pub(super) fn go_to_letter(&mut self, letter: char, session: &mut Session) {
        let letter = letter.to_lowercase().next();
        let section = self.list().section_with(letter);
        if section.is_some() {
            self.go_to_section(section, session);
        } else {
            let letter = letter.map(String::from).unwrap_or_default();
            let go = session.and_key(Action::Go, "shows the letters");
            session.notify(&format!("No section has the letter {letter}{go}"));
        }
    }

    pub(super) fn next_section(&mut self, session: &mut Session) {
        let list = self.list();
        let current = list.section_of(self.split.selected());
        let next =
            (self.split.selected()..list.count()).find(|&item| list.section_of(item) > current);
        match next {
            Some(item) => self.select_first(item, session),
            None if !self.has_sections() => self.report_no_sections(session),
            None => session.notify("This is the last section"),
        }
    }

    /// Goes to the first story of this section, or of the section before when that is selected already.
    pub(super) fn previous_section(&mut self, session: &mut Session) {
        let list = self.list();
        // Unlike `Headlines::section_of`, this tells the faults from the lead stories.
        let section_of = |item: usize| list.story(item).map(Story::section);
        let first_of = |item: usize| {
            let section = section_of(item);
            (0..=item)
                .rev()
                .take_while(|&item| section_of(item) == section)
                .last()
                .unwrap_or(item)
        };
        let selected = self.split.selected();
        let target = match first_of(selected) {
            first if first < selected => Some(first),
            first => first.checked_sub(1).map(first_of),
        };
        match target {
            Some(item) => self.select_first(item, session),
            None if !self.has_sections() => self.report_no_sections(session),
            None => session.notify("This is the first section"),
        }
    }

    fn has_sections(&self) -> bool {
        let briefing = self.list().briefing();
        briefing.is_some_and(|briefing| briefing.sections() > 0)
    }

    /// Says that there are no sections to go to, and which key goes on.
    fn report_no_sections(&self, session: &mut Session) {
        let (selected, count) = (self.split.selected(), self.list().count());
        let on = if selected + 1 < count {
            session.and_key(Action::NextStory, "goes to the next story")
        } else if selected > 0 {
            session.and_key(Action::PreviousStory, "goes to the story before")
        } else {
            let notice = self.with_ways_around(&[NO_SECTIONS], session);
            return session.notify(&notice);
        };
        session.notify(&format!("{NO_SECTIONS}{on}"));
    }

    /// Opens the first story of a section, and brings the section's title to the top of the list as far as
    /// there are stories below it.
    fn select_first(&mut self, item: usize, session: &mut Session) {
        self.select(item, Entry::AsLeft, session);
        self.split.show_from_selected(&session.panes(self.shows()));
    }

    /// Opens the edition `offset` positions further down the archive, newest first.
    pub(super) fn open_neighbour(&mut self, offset: isize, session: &mut Session) {
        let neighbour = session.neighbour(self.id(), offset);
        let is_alone = session.archive.editions().len() == 1 && session.loading.is_none();
        let is_only = is_alone && !self.is_gone(session);
        let neighbour = neighbour.map(Arc::clone);
        if let Some(nothing) = session.nothing_there() {
            return session.notify(&nothing);
        }
        match neighbour {
            Some(edition) => self.open(edition, session),
            None if offset > 0 && session.loading.is_some() => {
                session.notify("Earlier editions are still being loaded");
            }
            None if is_only => session.notify("This is the only edition"),
            None if offset > 0 => session.notify("This is the oldest edition"),
            None => session.notify("This is the newest edition"),
        }
    }

    /// Marks every story of this section read, or of the whole edition when they are.
    pub(super) fn mark_section_read(&mut self, session: &mut Session) {
        let edition = Arc::clone(self.list().edition());
        let Some(briefing) = &edition.briefing else {
            return session.notify("There is no story here to mark");
        };
        if self.is_gone(session) {
            let again = session.and_key(Action::Reload, "looks for it again");
            let gone = "This edition’s file has gone, so its stories cannot be marked";
            return session.notify(&format!("{gone}{again}"));
        }
        let (stories, name) = match self.list().section_of(self.split.selected()) {
            None => (briefing.lead_stories(), "the lead stories".to_owned()),
            Some(section) => (
                briefing.section_stories(section),
                format!("the stories of {}", briefing.section_title(section)),
            ),
        };
        let undone = format!("unread again: {name}");
        let operations = reads(briefing, stories);
        let marked = session
            .marks
            .mark_all(operations, undone, Some(edition.id()));
        if marked == 0 {
            return mark_edition_read(briefing, session);
        }
        // At once: what follows asks the list what is read.
        self.settle(session);
        let marked = counted(marked, "story", "stories");
        let undo = session.and_key(Action::Undo, "undoes it");
        let notice = |does: &str| {
            let all = session.and_key(Action::SectionRead, does);
            format!("{marked} marked read{all}{undo}")
        };
        let notice = if self.list().is_all_read() {
            format!("{marked} marked read{undo}")
        } else {
            let whole = notice("marks the whole edition read");
            let fits = width::of(&whole) <= session.notice_columns();
            if fits {
                whole
            } else {
                notice("marks the edition")
            }
        };
        session.notify(&notice);
    }
}

fn mark_edition_read(briefing: &Briefing, session: &mut Session) {
    let undone = format!("unread again: the stories of {}", briefing.title());
    let operations = reads(briefing, 0..briefing.len());
    match session.marks.mark_all(operations, undone, None) {
        0 => session.notify("Every story of this edition is read already"),
        marked => {
            let undo = session.and_key(Action::Undo, "undoes it");
            session.notify(&format!("{} more marked read{undo}", grouped(marked)));
        }
    }
}

/// What marks stories of an edition read.
fn reads(briefing: &Briefing, stories: Range<usize>) -> Vec<Operation> {
    let read = |position| Operation {
        key: briefing.story(position).key(),
        change: Change::Read(true),
    };
    stories.map(read).collect()
}
