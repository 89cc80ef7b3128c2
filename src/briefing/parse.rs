//! Reads a briefing and all its faults in one pass over the TOML tree with its spans.

use std::collections::HashMap;
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeValue;
use toml::value::Datetime;

use super::diagnostic::{Diagnostic, Position, Severity};
use super::faults::Faults;
use super::fields::Fields;
use super::format::Format;
use super::heads::{Heads, NewHead};
use super::identity::{self, StoryIds};
use super::keys::{EDITION, SECTION, STORY};
use super::line::Lines;
use super::texts::{StoryTexts, Text, Texts};
use super::tree::read_tree;
use super::wrong::wrong_date;
use super::{Briefing, EditionDate, StoryDate};
use crate::text::{DisplayText, width};

pub(super) const FORMAT: Format = Format {
    name: "a briefing",
    duplicate: "remove one of the two; several sections or stories need [[two brackets]]",
    duplicate_header: "several sections or stories need [[two brackets]]",
    spaced_key: "write one word before the =",
    headers: "[[section]] or [[story]]",
    too_large: "split it into several editions",
    meant: |_, _| None,
};

/// Reads a briefing, and what is wrong with it in the order of the file. A briefing with faults has all
/// that can be read of it; it is `None` if that is nothing.
pub fn parse(source: &str) -> (Option<Briefing>, Vec<Diagnostic>) {
    if is_blank(source) {
        let help = "a briefing starts with title = \"…\" and date = 2016-01-12";
        let fault = Diagnostic::of_file("the file is empty", Some(help));
        return (None, vec![fault]);
    }
    let (briefing, faults) = read_tree(source, &FORMAT, &EDITION, |edition, faults| {
        let briefing = Parser::new(faults, source).edition(edition);
        let nothing_left = briefing.is_empty() && faults.any_error();
        Some(briefing).filter(|_| !nothing_left)
    });
    (briefing.flatten(), faults)
}

/// Where a briefing has what its identity is made of: its id, else its date, else its title.
pub fn identity_position(source: &str) -> Option<Position> {
    let (position, _) = read_tree(source, &FORMAT, &EDITION, |edition, _| {
        let mut keys = ["id", "date", "title"].into_iter();
        let value = keys.find_map(|key| edition.value(key))?;
        Some(Position::new(source, value.span()))
    });
    position.flatten()
}

/// Whether there is nothing in a file. TOML knows no other white space.
fn is_blank(source: &str) -> bool {
    let text = source.trim_start_matches('\u{FEFF}');
    text.trim_matches([' ', '\t', '\r', '\n']).is_empty()
}

/// The letter that no section can have: `gg` goes to the top.
const TAKEN: char = 'g';

struct Parser<'f, 's> {
    faults: &'f mut Faults<'s>,
    heads: Heads,
    texts: Texts,
    ids: StoryIds,
    lines: Lines<'s>,
}

impl<'f, 's> Parser<'f, 's> {
    fn new(faults: &'f mut Faults<'s>, source: &'s str) -> Self {
        let texts = Texts {
            text: DisplayText::with_capacity(source.len()),
            ..Texts::default()
        };
        Self {
            faults,
            heads: Heads::default(),
            texts,
            ids: StoryIds::default(),
            lines: Lines::new(source),
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
        let (date, written) = self.date(edition);
        let id = match edition.string("id", self.faults).map(str::trim) {
            Some(id) if !DisplayText::shows_nothing(id) => id.to_owned(),
            _ => identity::of_edition(source, &written, label, title),
        };
        self.heads = Heads::new([title, source, label, &id]);
        self.texts.summary = self.texts.text.push_block(summary.trim());
        edition.report_unknown_keys(Severity::Warning, self.faults);
        self.body(edition);
        self.texts.text.shrink_to_fit();
        Briefing {
            heads: Arc::new(self.heads),
            date,
            text: Text::Kept(Arc::new(self.texts)),
        }
    }

    /// Reads the lead stories, then each section with its stories.
    fn body(&mut self, edition: Fields<'_, '_>) {
        let lead = edition.tables("story", &STORY, self.faults);
        let sections = edition.tables("section", &SECTION, self.faults);
        let stories: Vec<_> = sections
            .iter()
            .map(|section| section.tables("story", &STORY, self.faults))
            .collect();
        for story in lead.iter().chain(stories.iter().flatten()) {
            self.reserve_id(*story);
        }
        for story in lead {
            self.story(story);
        }
        let mut keys = HashMap::new();
        for (section, stories) in sections.into_iter().zip(stories) {
            let title = section
                .required("title", "\"…\"", self.faults)
                .unwrap_or("(no title)");
            let key = self.section_key(section, &mut keys);
            section.report_unknown_keys(Severity::Warning, self.faults);
            self.heads.push_section(title, key);
            for story in stories {
                self.story(story);
            }
        }
    }

    /// Reads the date, and returns it also as the file has it, for the identity.
    fn date(&mut self, edition: Fields<'_, '_>) -> (Option<EditionDate>, String) {
        let Some(value) = edition.value("date") else {
            if !edition.has_broken("date", self.faults) {
                self.faults.error(
                    edition.span(),
                    "the edition has no date",
                    "add date = 2016-01-12",
                );
            }
            return (None, String::new());
        };
        let written = written_date(value);
        let date = written.as_ref().and_then(EditionDate::from_toml);
        if date.is_none() || !matches!(value.get_ref(), DeValue::Datetime(_)) {
            wrong_date("date", value, self.faults);
        }
        let written = written.map(|date| date.to_string());
        (date, written.unwrap_or_default())
    }

    /// When a story was published.
    fn published(&mut self, story: Fields<'_, '_>) -> Option<StoryDate> {
        let value = story.value("published")?;
        let published = written_date(value).and_then(|date| StoryDate::from_toml(&date));
        if published.is_none() || !matches!(value.get_ref(), DeValue::Datetime(_)) {
            wrong_date("published", value, self.faults);
        }
        published
    }

    /// The jump letter that a section asks for: one letter, not `g`, and not that of another section.
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
        if letter == TAKEN {
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

    /// Reserves the id that a story gives, before ids are made from headlines.
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

    fn story(&mut self, story: Fields<'_, '_>) {
        let headline = story.required("headline", "\"…\"", self.faults);
        let id = match story.string("id", self.faults).map(str::trim) {
            Some(id) if !DisplayText::shows_nothing(id) => self.ids.claim(&DisplayText::line(id)),
            _ => self.ids.derive(headline.unwrap_or_default()),
        };
        let tags = story.strings("tags", self.faults);
        let link = story.link(self.faults);
        let published = self.published(story);
        let mut string = |key| story.string(key, self.faults).unwrap_or_default();
        let (byline, source) = (string("byline").trim(), string("source").trim());
        // A body may start with indented code, so its first line keeps its indent.
        let (summary, body) = (
            string("summary").trim(),
            string("body").trim_end().trim_start_matches(['\r', '\n']),
        );
        story.report_unknown_keys(Severity::Warning, self.faults);
        let text = &mut self.texts.text;
        let texts = StoryTexts {
            summary: text.push_block(summary),
            byline: text.push_line(byline),
            link: text.push_line(link),
            source: text.push_line(source),
            body: text.push_block(body),
            published,
            line: index(self.lines.of(story.header.0)),
        };
        let tags = tags.into_iter().map(str::trim);
        self.heads.push_story(NewHead {
            headline: headline.unwrap_or("(no headline)"),
            id: &id,
            tags: tags.filter(|tag| !DisplayText::shows_nothing(tag)),
            body_bytes: text.part(texts.body).len(),
        });
        self.texts.stories.push(texts);
    }
}

/// The date that a value means. One in quotes is a fault, but one can see what is meant.
fn written_date(value: &Spanned<DeValue<'_>>) -> Option<Datetime> {
    match value.get_ref() {
        DeValue::Datetime(date) => Some(*date),
        DeValue::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn index(number: usize) -> u32 {
    u32::try_from(number).expect("a file is refused at 16 MiB, so it has fewer lines")
}
