//! One pass over the spanned TOML tree: a briefing and everything that is wrong with it.

use std::collections::HashMap;

use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use super::diagnostic::{Diagnostic, Place, Severity};
use super::faults::Faults;
use super::fields::{Fields, Scope};
use super::identity::{self, StoryIds};
use super::letters;
use super::limits;
use super::mend::{Broken, mend};
use super::wrong::wrong_date;
use super::{Briefing, EditionDate, Section, StoryFields};
use crate::text::{DisplayText, width};

/// Reads a briefing. `None` when nothing in it can be shown; the diagnostics, in the order of the
/// file, then say why. A briefing with faults keeps whatever can be read.
pub fn parse(source: &str) -> (Option<Briefing>, Vec<Diagnostic>) {
    if let Some(refused) = limits::refuse(source) {
        return (None, vec![refused]);
    }
    let (table, errors) = DeTable::parse_recoverable(source);
    if errors.is_empty() {
        return read(source, table.get_ref(), &[]);
    }
    drop(table);
    let (mended, broken) = mend(source, errors, |text| DeTable::parse_recoverable(text).1);
    read(
        source,
        DeTable::parse_recoverable(&mended).0.get_ref(),
        &broken,
    )
}

/// Reads the tree of `source`, in which some places are `broken`.
fn read(
    source: &str,
    table: &DeTable<'_>,
    broken: &[Broken],
) -> (Option<Briefing>, Vec<Diagnostic>) {
    let places = broken.iter().map(|broken| broken.span.clone()).collect();
    let mut faults = Faults::new(source, places);
    for broken in broken {
        let help = || broken.fault.help().map(str::to_owned);
        let span = broken.span.clone();
        faults.add(Severity::Error, span, &broken.message(), help);
    }
    let first_line = source.find('\n').unwrap_or(source.len());
    let edition = Fields {
        table,
        header: (0, first_line),
        scope: Scope::Edition,
    };
    let briefing = Reader::new(&mut faults, source).edition(edition);
    let nothing_left = briefing.is_empty() && faults.any_error();
    (
        Some(briefing).filter(|_| !nothing_left),
        faults.into_diagnostics(),
    )
}

/// Where a briefing says what its identity is made of: its id, else its date, else its title.
pub fn identity_place(source: &str) -> Option<Place> {
    if limits::refuse(source).is_some() {
        return None;
    }
    let (table, _) = DeTable::parse_recoverable(source);
    let value = ["id", "date", "title"]
        .into_iter()
        .find_map(|key| table.get_ref().get(key))?;
    Some(Place::new(source, value.span()))
}

struct Reader<'f, 's> {
    faults: &'f mut Faults<'s>,
    briefing: Briefing,
    ids: StoryIds,
    lines: Lines<'s>,
}

/// Tells the lines of places that rise as a rule.
struct Lines<'s> {
    source: &'s str,
    /// The place asked for last, in bytes, and its line.
    last: (usize, u32),
}

impl Lines<'_> {
    fn of(&mut self, place: usize) -> u32 {
        let (from, line) = match self.last {
            (last, line) if last <= place => (last, line),
            _ => (0, 1),
        };
        let breaks = memchr::memchr_iter(b'\n', &self.source.as_bytes()[from..place]).count();
        self.last = (place, line + index(breaks));
        self.last.1
    }
}

impl<'f, 's> Reader<'f, 's> {
    fn new(faults: &'f mut Faults<'s>, source: &'s str) -> Self {
        let briefing = Briefing {
            text: DisplayText::with_capacity(source.len()),
            ..Briefing::default()
        };
        Self {
            faults,
            briefing,
            ids: StoryIds::default(),
            lines: Lines {
                source,
                last: (0, 1),
            },
        }
    }

    fn edition(mut self, edition: Fields<'_, '_>) -> Briefing {
        let title = edition
            .required("title", "\"…\"", self.faults)
            .unwrap_or("(no title)");
        let source = edition
            .string("source", self.faults)
            .unwrap_or_default()
            .trim();
        let label = edition
            .string("edition", self.faults)
            .unwrap_or_default()
            .trim();
        let summary = edition.string("summary", self.faults).unwrap_or_default();
        let written = self.date(edition);
        let id = match edition.string("id", self.faults).map(str::trim) {
            Some(id) if !DisplayText::shows_nothing(id) => id.to_owned(),
            _ => identity::of_edition(source, &written, label, title),
        };
        let text = &mut self.briefing.text;
        self.briefing.title = text.push_line(title);
        self.briefing.source = text.push_line(source);
        self.briefing.edition = text.push_line(label);
        self.briefing.summary = text.push_block(summary.trim());
        self.briefing.id = text.push_line(&id);
        edition.tell_unknown(self.faults);
        self.body(edition);
        self.briefing.text.shrink_to_fit();
        self.briefing
    }

    /// Lead stories, then the sections with theirs.
    fn body(&mut self, edition: Fields<'_, '_>) {
        let lead = edition.tables("story", Scope::Story, self.faults);
        let sections = edition.tables("section", Scope::Section, self.faults);
        let stories: Vec<_> = sections
            .iter()
            .map(|section| section.tables("story", Scope::Story, self.faults))
            .collect();
        for story in lead.iter().chain(stories.iter().flatten()) {
            self.reserve_id(*story);
        }
        for story in lead {
            self.story(story, None);
        }
        let mut keys = HashMap::new();
        let mut lettered = Vec::with_capacity(sections.len());
        for (index, (section, stories)) in sections.into_iter().zip(stories).enumerate() {
            let title = section
                .required("title", "\"…\"", self.faults)
                .unwrap_or("(no title)");
            lettered.push((title, self.section_key(section, &mut keys)));
            section.tell_unknown(self.faults);
            let first = self.briefing.stories.len();
            let title = self.briefing.text.push_line(title);
            for story in stories {
                self.story(story, u32::try_from(index).ok());
            }
            let stories = first..self.briefing.stories.len();
            self.briefing.sections.push(Section {
                title,
                letter: None,
                stories,
            });
        }
        for (section, letter) in self
            .briefing
            .sections
            .iter_mut()
            .zip(letters::assign(&lettered))
        {
            section.letter = letter;
        }
    }

    /// Reads the date into the briefing and gives it back as written, for the identity.
    fn date(&mut self, edition: Fields<'_, '_>) -> String {
        let Some(value) = edition.value("date") else {
            self.faults.error(
                edition.span(),
                "the edition has no date",
                "add date = 2016-01-12",
            );
            return String::new();
        };
        // A date in quotes is told, but it can be read all the same.
        let written = match value.get_ref() {
            DeValue::Datetime(date) => Some(*date),
            DeValue::String(text) => text.trim().parse::<Datetime>().ok(),
            _ => None,
        };
        self.briefing.date = written.as_ref().and_then(EditionDate::from_toml);
        if self.briefing.date.is_none() || !matches!(value.get_ref(), DeValue::Datetime(_)) {
            wrong_date(value, self.faults);
        }
        written.map(|date| date.to_string()).unwrap_or_default()
    }

    /// The jump letter that a section gives: one letter, not `g`, and no other section's.
    fn section_key(
        &mut self,
        section: Fields<'_, '_>,
        keys: &mut HashMap<char, usize>,
    ) -> Option<char> {
        let text = section.string("key", self.faults)?;
        let span = section.value("key")?.span();
        let mut letters = text.chars().flat_map(char::to_lowercase);
        let (letter, rest) = (letters.next(), letters.next());
        let Some(letter) = letter.filter(|letter| letter.is_alphabetic() && rest.is_none()) else {
            self.faults.error(
                span,
                "key must be one letter",
                "write key = \"w\", or leave it out",
            );
            return None;
        };
        if letter == letters::TAKEN {
            self.faults.error(
                span,
                "the key `g` is taken: `gg` goes to the top",
                "choose another letter",
            );
            return None;
        }
        let number = keys.len() + 1;
        if let Some(first) = keys.insert(letter, number) {
            let shown = DisplayText::line(&letter.to_string());
            let message = format!("another section has the key `{shown}` already");
            self.faults.error(span, &message, "choose another letter");
            keys.insert(letter, first);
            return None;
        }
        Some(letter)
    }

    /// Sets the identity that a story gives aside, before any is made from a headline.
    fn reserve_id(&mut self, story: Fields<'_, '_>) {
        let Some(DeValue::String(id)) = story.value("id").map(toml::Spanned::get_ref) else {
            return;
        };
        let span = story
            .value("id")
            .map(toml::Spanned::span)
            .unwrap_or_default();
        let id = DisplayText::line(id.trim());
        if !id.is_empty() && !self.ids.reserve(&id) {
            let shown = width::cut(id.as_display(), 40);
            let message = format!("another story of this edition has the id `{shown}` already");
            self.faults
                .error(span, &message, "give each story an id of its own");
        }
    }

    fn story(&mut self, story: Fields<'_, '_>, section: Option<u32>) {
        let headline = story.required("headline", "\"…\"", self.faults);
        let id = match story.string("id", self.faults).map(str::trim) {
            Some(id) if !DisplayText::shows_nothing(id) => self.ids.claim(&DisplayText::line(id)),
            _ => self.ids.derive(headline.unwrap_or_default()),
        };
        let tags = story.strings("tags", self.faults);
        let link = story.link(self.faults);
        let mut string = |key| story.string(key, self.faults).unwrap_or_default();
        let byline = string("byline").trim();
        // A body may start with code, so its first line keeps its indent.
        let (summary, body) = (
            string("summary").trim(),
            string("body").trim_end().trim_start_matches(['\r', '\n']),
        );
        story.tell_unknown(self.faults);
        let text = &mut self.briefing.text;
        let first_tag = self.briefing.tags.len();
        let tags = tags
            .into_iter()
            .map(str::trim)
            .filter(|tag| !DisplayText::shows_nothing(tag));
        self.briefing
            .tags
            .extend(tags.map(|tag| text.push_line(tag)));
        self.briefing.stories.push(StoryFields {
            id: text.push_line(&id),
            headline: text.push_line(headline.unwrap_or("(no headline)")),
            summary: text.push_block(summary),
            byline: text.push_line(byline),
            link: text.push_line(link),
            body: text.push_block(body),
            tags: index(first_tag)..index(self.briefing.tags.len()),
            section,
            line: self.lines.of(story.header.0),
        });
    }
}

fn index(number: usize) -> u32 {
    u32::try_from(number).expect("a file is refused at 16 MiB, so it has fewer lines and tags")
}
