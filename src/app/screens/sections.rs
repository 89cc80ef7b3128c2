//! The sections of the edition being read, to choose the one to go to, for an edition with too many of them
//! for the last lines.

use std::sync::Arc;

use super::edition::EditionScreen;
use super::edition::section_hints::{LEAD, after_digits, by_number};
use super::filtered::{Filtered, Narrowable, opens};
use crate::app::mark_book::MarkBook;
use crate::app::parts::section_number::{SectionNumber, in_full, missing};
use crate::app::screen::{Answer, Hint, Screen, Step, Titled};
use crate::app::session::Session;
use crate::archive::Edition;
use crate::briefing::Briefing;
use crate::keymap::{Action, Key, Keymap, Mode, Motion};
use crate::text::{DisplayText, counted, fold};

pub type SectionsScreen = Filtered<Sections>;

#[derive(Debug)]
pub struct Sections {
    pub rows: Vec<SectionRow>,
    /// The row of the section that the selected story is in; `None` when it is in none that is listed.
    pub present: Option<usize>,
    /// The archive's reading, or the last one if its file has gone.
    edition: Arc<Edition>,
    folded: Vec<String>,
    /// The number that is being typed.
    number: SectionNumber,
    /// The number typed last is that of no section, and no other key has been pressed since.
    missed: bool,
    /// The version of the marks by which unread stories were counted.
    marks_version: u64,
}

/// What is shown of a section.
#[derive(Debug)]
pub struct SectionRow {
    /// The number that goes to it; 0 for the lead stories.
    number: usize,
    /// The same with all the digits to be typed.
    pub digits: DisplayText,
    /// The letter that goes to it, if there was one left.
    pub letter: Option<char>,
    pub title: DisplayText,
    pub stories: usize,
    /// How many of its stories are unread; `None` until they have been counted.
    pub unread: Option<usize>,
}

impl Sections {
    /// The sections of the edition that `screen` shows.
    pub fn new(screen: &EditionScreen, number: SectionNumber, keymap: &Keymap) -> Self {
        let list = screen.list();
        let mut sections = Self::of(Arc::clone(list.edition()), keymap);
        sections.number = number;
        let selected = screen.split.selected();
        sections.present = list.story(selected).and_then(|story| {
            let number = story.section().map_or(0, |section| section + 1);
            sections.row_with(number)
        });
        sections
    }

    fn of(edition: Arc<Edition>, keymap: &Keymap) -> Self {
        let rows = edition.briefing.as_ref().map_or_else(Vec::new, |briefing| {
            let letters = keymap.section_letters(briefing);
            rows(briefing, &letters)
        });
        let found_by = |row: &SectionRow| fold(&format!("{} {}", row.number, row.title));
        Self {
            folded: rows.iter().map(found_by).collect(),
            rows,
            present: None,
            edition,
            number: SectionNumber::default(),
            missed: false,
            marks_version: 0,
        }
    }

    /// The row of the section whose number has been typed, else of the present one, else the first.
    pub fn typed_or_present(&self) -> usize {
        let typed = self.number.typed();
        let typed = typed.and_then(|number| self.row_with(number));
        typed.or(self.present).unwrap_or(0)
    }

    /// Whether letters go to sections; else, after a digit that was typed without `g`, they mean what they mean on the
    /// page.
    pub fn letters_go(&self) -> bool {
        self.number.typed_on_page().is_none()
    }

    fn row_with(&self, number: usize) -> Option<usize> {
        self.rows.iter().position(|row| row.number == number)
    }

    /// Whether a letter, in either case, is that of a section.
    fn has_letter(&self, letter: char) -> bool {
        let letter = letter.to_lowercase().next();
        letter.is_some() && self.rows.iter().any(|row| row.letter == letter)
    }

    fn sections(&self) -> usize {
        let briefing = self.edition.briefing.as_ref();
        briefing.map_or(0, Briefing::sections)
    }
}

fn rows(briefing: &Briefing, letters: &[Option<char>]) -> Vec<SectionRow> {
    let digits = |number| DisplayText::line(&in_full(number, letters.len()));
    let lead = SectionRow {
        number: 0,
        digits: digits(0),
        letter: None,
        title: DisplayText::line(LEAD),
        stories: briefing.lead_stories().len(),
        unread: None,
    };
    let row = |(section, &letter): (usize, &Option<char>)| SectionRow {
        number: section + 1,
        digits: digits(section + 1),
        letter,
        title: briefing.section_title(section).to_text(),
        stories: briefing.section_stories(section).len(),
        unread: None,
    };
    let lead = Some(lead).filter(|lead| lead.stories > 0);
    let others = letters.iter().enumerate().map(row);
    lead.into_iter().chain(others).collect()
}

impl Narrowable for Sections {
    fn count(&self) -> usize {
        self.rows.len()
    }

    fn item_name(&self) -> &'static str {
        "section"
    }

    fn folded(&self) -> &[String] {
        &self.folded
    }

    fn mode(&self) -> Mode {
        Mode::Sections
    }

    fn is_menu(&self) -> bool {
        true
    }

    fn answer(list: &mut Filtered<Self>, action: Action, session: &mut Session) -> Option<Answer> {
        let mut number = std::mem::take(&mut list.items.number);
        let missed = std::mem::take(&mut list.items.missed);
        let is_mistyped = missed || number.typed().is_some();
        if let Some(section) = number.typed_on_page() {
            let step = match (on_page(action, session), action) {
                (Some(Action::Close), _) => Some(Step::Close),
                (Some(action), _) => Some(Step::PerformInSection { section, action }),
                (None, Action::GoToLetter(_)) => Some(Step::PerformBelow(Action::Section(section))),
                (None, _) => None,
            };
            if let Some(step) = step {
                return Some(Answer::Go(step));
            }
        }
        let action = match action {
            // `g` and a wrong number, then `g` and the right one.
            Action::Go | Action::GoToLetter(_) if is_mistyped && is_go(action, session) => {
                session.notify("Now the number or the letter of a section");
                return Some(Answer::Handled);
            }
            Action::Section(digit) => {
                let Some(number) = number.push(digit, list.items.sections()) else {
                    list.items.number = number;
                    list.show_typed(session);
                    return Some(Answer::Handled);
                };
                if list.items.row_with(number).is_none() {
                    list.items.missed = true;
                    session.notify(&missing(number, list.items.sections()));
                    return Some(Answer::Refused);
                }
                Action::Section(number)
            }
            Action::GoToLetter(letter) if list.items.has_letter(letter) => action,
            Action::GoToLetter(letter) => {
                match session.keymap.action(Mode::Go, Key::Char(letter)) {
                    // What it means after `g` where the last lines show the sections.
                    Some(chord) if !matches!(chord, Action::GoToLetter(_)) => chord,
                    _ => return Some(list.perform_letter(letter, session)),
                }
            }
            Action::Go => Action::Move(Motion::Top),
            // As after a digit without `g`. What is typed is not lost.
            Action::ReadOn => {
                return Some(Answer::Go(Step::PerformInSection {
                    section: number.typed()?,
                    action,
                }));
            }
            action if opens(action) => Action::Section(number.typed()?),
            _ => return None,
        };
        Some(Answer::Go(Step::PerformBelow(action)))
    }

    fn prepare(&mut self, in_view: &[usize], marks: &MarkBook) {
        if self.marks_version != marks.version() {
            self.marks_version = marks.version();
            for row in &mut self.rows {
                row.unread = None;
            }
        }
        let Some(briefing) = &self.edition.briefing else {
            return;
        };
        for &index in in_view {
            let row = &mut self.rows[index];
            let stories = || match row.number.checked_sub(1) {
                None => briefing.lead_stories(),
                Some(section) => briefing.section_stories(section),
            };
            let count = || marks.unread(stories().map(|position| briefing.story(position)));
            row.unread = Some(row.unread.unwrap_or_else(count));
        }
    }

    fn step(&self, index: usize, action: Action) -> Option<Step> {
        opens(action).then(|| Step::PerformBelow(Action::Section(self.rows[index].number)))
    }

    fn header(&self, shown: usize) -> Titled {
        let (all, sections) = (self.count(), self.sections());
        let size = if shown < all {
            format!("{shown} of {}", counted(sections, "section", "sections"))
        } else {
            counted(sections, "section", "sections")
        };
        let below = match self.present {
            Some(present) => format!("You are in {}", self.rows[present].title),
            None => String::new(),
        };
        Titled {
            title: DisplayText::line("Go to a section"),
            right: DisplayText::line(&size),
            below: DisplayText::line(&below),
            ..Titled::default()
        }
    }

    fn hints(&self, keymap: &Keymap, back: Hint) -> Vec<Hint> {
        let briefing = self.edition.briefing.as_ref();
        let mut hints = briefing.map_or_else(Vec::new, |briefing| {
            after_digits(self.number, briefing, keymap)
        });
        if hints.is_empty() {
            hints = vec![
                Hint::of(keymap, &[Action::Open], "go"),
                by_number(self.sections().max(1), keymap),
                Hint::of(keymap, &[Action::Search], "narrow"),
                Hint::of(keymap, &[Action::Go], "top"),
            ];
        }
        hints.push(back);
        hints
    }

    fn accept_hint(&self) -> &'static str {
        "go"
    }

    fn rekeyed(&self, session: &Session) -> Option<Self> {
        Some(Self {
            number: self.number,
            present: self.present,
            ..Self::of(Arc::clone(&self.edition), &session.keymap)
        })
    }

    fn renewed(&self, session: &Session) -> Option<Self> {
        let edition = session.archive.find(self.edition.id())?;
        let mut renewed = Self::of(Arc::clone(edition), &session.keymap);
        renewed.number = self.number;
        renewed.present = self
            .present
            .and_then(|present| self.position_in(&renewed, present));
        Some(renewed)
    }

    fn position_in(&self, others: &Self, index: usize) -> Option<usize> {
        let row = &self.rows[index];
        let same = |other: &SectionRow| other.title == row.title;
        others
            .rows
            .iter()
            .position(same)
            .or_else(|| others.row_with(row.number))
    }
}

/// What a key means on the page that is no key of a list: a letter, or one that goes on or back.
fn on_page(action: Action, session: &Session) -> Option<Action> {
    match action {
        Action::GoToLetter(letter) => session.keymap.action(Mode::Normal, Key::Char(letter)),
        Action::ReadOn
        | Action::ReadBack
        | Action::NextSection
        | Action::PreviousSection
        | Action::OlderEdition
        | Action::NewerEdition => Some(action),
        _ => None,
    }
}

/// Whether a key in the list is that for [`Action::Go`]: a letter there may be that of a section.
fn is_go(action: Action, session: &Session) -> bool {
    match action {
        Action::GoToLetter(letter) => {
            let normal = session.keymap.action(Mode::Normal, Key::Char(letter));
            normal == Some(Action::Go)
        }
        action => action == Action::Go,
    }
}

impl SectionsScreen {
    /// Does what a letter that goes to no section means in every list.
    fn perform_letter(&mut self, letter: char, session: &mut Session) -> Answer {
        match session.keymap.action(Mode::Normal, Key::Char(letter)) {
            Some(Action::ToList | Action::Close) => Answer::Go(Step::Close),
            Some(Action::ToArticle) => self.perform(Action::Open, session),
            Some(action @ Action::Move(_)) => self.perform(action, session),
            _ => {
                session.notify(&format!("No section has the letter {letter}"));
                Answer::Refused
            }
        }
    }

    /// Selects the section whose number has been typed so far, if it is shown.
    fn show_typed(&mut self, session: &Session) {
        let typed = self.items.number.typed();
        let row = typed.and_then(|number| self.items.row_with(number));
        if row.is_some_and(|row| self.shows_item(row)) {
            self.select(row, &self.panes(session));
        }
    }
}
