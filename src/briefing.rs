//! What one briefing file holds, and how it is read from TOML with every fault in it.

mod classify;
mod date;
mod diagnostic;
mod draft;
mod faults;
mod fields;
mod format;
mod id;
mod identity;
mod keys;
mod limits;
mod line;
mod link;
mod mend;
mod outline;
mod parse;
mod shorten;
mod splice;
mod syntax;
mod tree;
mod write;
mod wrong;

use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

pub use date::{EditionDate, StoryDate};
pub use diagnostic::{Diagnostic, Excerpt, MAX_FAULTS, Position, Severity};
pub use draft::{Draft, DraftSection, DraftStory, Published};
pub use id::{EditionId, StoryId};
pub use limits::MAX_BYTES;
pub use link::{Uri, host, is_openable, origin, refusal, without_link};
pub use parse::{identity_position, parse};
pub use shorten::{left_out, shortened};
pub use splice::{Addition, splice};
pub(crate) use {
    faults::Faults,
    fields::{Fields, Scope},
    format::Format,
    line::{Lines, end_of_line},
    tree::{end_of, read_tree},
    wrong::wrong_type,
};

use crate::text::{DisplayStr, DisplayText, Slice};
use id::Identities;

/// The JSON Schema (draft 7) of a briefing's file, by which editors complete and check. A date of TOML is
/// a string to it.
pub const SCHEMA: &str = include_str!("briefing/schema.json");

/// One edition: its stories in the order of the file, lead stories first.
#[derive(Clone, Debug, Default)]
pub struct Briefing {
    /// All fields of the edition and its stories, one after the other; the slices below point here.
    text: DisplayText,
    identities: Arc<Identities>,
    title: Slice,
    source: Slice,
    edition: Slice,
    summary: Slice,
    date: Option<EditionDate>,
    sections: Vec<Section>,
    stories: Vec<StoryFields>,
    tags: Vec<Slice>,
}

#[derive(Clone, Debug)]
struct Section {
    title: Slice,
    key: Option<char>,
    /// Indices into the stories of the edition.
    stories: Range<usize>,
}

#[derive(Clone, Debug, Default)]
struct StoryFields {
    headline: Slice,
    summary: Slice,
    byline: Slice,
    link: Slice,
    source: Slice,
    body: Slice,
    /// Indices into the tags of the edition.
    tags: Range<u32>,
    /// `None` for a lead story.
    section: Option<u32>,
    published: Option<StoryDate>,
    /// Of its header in the file, counted from 1.
    line: u32,
    /// Counted when it is first asked for: a long body takes a while.
    minutes: OnceLock<u32>,
}

impl Briefing {
    /// What marks are kept under: the same for the same edition wherever its file lies.
    pub fn id(&self) -> DisplayStr<'_> {
        self.identities.edition()
    }

    /// Names this edition as the one in the file at `path`; `date` is the one that it is filed under.
    pub fn edition_id(&self, path: PathBuf, date: Option<EditionDate>) -> EditionId {
        EditionId::new(path, Arc::clone(&self.identities), date)
    }

    pub fn title(&self) -> DisplayStr<'_> {
        self.text.part(self.title)
    }

    /// Who publishes it; empty when the file does not say.
    pub fn source(&self) -> DisplayStr<'_> {
        self.text.part(self.source)
    }

    /// Its label among several of a day, such as "Evening"; empty when the file does not say.
    pub fn edition(&self) -> DisplayStr<'_> {
        self.text.part(self.edition)
    }

    /// CommonMark, shown above the first story; empty when the file does not say.
    pub fn summary(&self) -> DisplayStr<'_> {
        self.text.part(self.summary)
    }

    /// `None` only when the file's date is missing or wrong.
    pub fn date(&self) -> Option<EditionDate> {
        self.date
    }

    pub fn sections(&self) -> usize {
        self.sections.len()
    }

    /// # Panics
    /// When `section` is not below [`Self::sections`].
    pub fn section_title(&self, section: usize) -> DisplayStr<'_> {
        self.text.part(self.sections[section].title)
    }

    /// The jump letter that the file gives, in lower case. No two sections of an edition have the same.
    /// Panics as [`Self::section_title`] does.
    pub fn section_key(&self, section: usize) -> Option<char> {
        self.sections[section].key
    }

    /// Its stories, as indices; may be empty. Panics as [`Self::section_title`] does.
    pub fn section_stories(&self, section: usize) -> Range<usize> {
        self.sections[section].stories.clone()
    }

    /// The stories before any section, as indices.
    pub fn lead_stories(&self) -> Range<usize> {
        0..self
            .sections
            .first()
            .map_or(self.stories.len(), |section| section.stories.start)
    }

    pub fn len(&self) -> usize {
        self.stories.len()
    }

    pub fn is_empty(&self) -> bool {
        self.stories.is_empty()
    }

    /// # Panics
    /// When `index` is not below [`Self::len`].
    pub fn story(&self, index: usize) -> Story<'_> {
        Story {
            briefing: self,
            fields: &self.stories[index],
            position: index,
        }
    }

    pub fn stories(&self) -> impl ExactSizeIterator<Item = Story<'_>> {
        (0..self.len()).map(|index| self.story(index))
    }
}

/// A part of a story that can be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Headline,
    Summary,
    Byline,
    /// The source that the file gives for the story. Only `source:` searches it.
    Source,
    /// The title of the story's section.
    Section,
    Tag,
    Body,
}

/// One story of an edition. Fields that the file does not give are empty.
#[derive(Clone, Copy, Debug)]
pub struct Story<'a> {
    briefing: &'a Briefing,
    fields: &'a StoryFields,
    /// Among the stories of its edition.
    position: usize,
}

impl<'a> Story<'a> {
    /// The edition that it is in.
    pub fn briefing(self) -> &'a Briefing {
        self.briefing
    }

    /// Unique within its edition.
    pub fn id(self) -> DisplayStr<'a> {
        self.briefing.identities.story(self.position)
    }

    pub fn headline(self) -> DisplayStr<'a> {
        self.briefing.text.part(self.fields.headline)
    }

    /// The standfirst, CommonMark.
    pub fn summary(self) -> DisplayStr<'a> {
        self.briefing.text.part(self.fields.summary)
    }

    pub fn byline(self) -> DisplayStr<'a> {
        self.briefing.text.part(self.fields.byline)
    }

    /// The address of the original, of any scheme.
    pub fn link(self) -> DisplayStr<'a> {
        self.briefing.text.part(self.fields.link)
    }

    /// Who published it, where the file says so for the story; else the edition's source holds.
    pub fn source(self) -> DisplayStr<'a> {
        self.briefing.text.part(self.fields.source)
    }

    /// When it was published, as its publisher says.
    pub fn published(self) -> Option<StoryDate> {
        self.fields.published
    }

    /// CommonMark.
    pub fn body(self) -> DisplayStr<'a> {
        self.briefing.text.part(self.fields.body)
    }

    pub fn tags(self) -> impl Iterator<Item = DisplayStr<'a>> {
        let Range { start, end } = self.fields.tags;
        self.briefing.tags[start as usize..end as usize]
            .iter()
            .map(|&tag| self.briefing.text.part(tag))
    }

    /// `None` for a lead story.
    pub fn section(self) -> Option<usize> {
        self.fields.section.map(|section| section as usize)
    }

    /// The line of its header in the file, counted from 1.
    pub fn line(self) -> u32 {
        self.fields.line
    }

    /// What marks are kept under: `edition/story`.
    pub fn key(self) -> String {
        let mut key = String::new();
        self.push_key(&mut key);
        key
    }

    /// Appends [`Self::key`] to `text`.
    pub fn push_key(self, text: &mut String) {
        id::push_key(text, self.briefing.id(), self.id());
    }

    /// Words to read, headline and standfirst included. Chinese, Japanese and Korean characters
    /// count two to a word and a bit, which is how much faster such text is read per character.
    pub fn words(self) -> usize {
        [self.headline(), self.summary(), self.body()]
            .into_iter()
            .map(|text| words(&text))
            .sum()
    }

    /// Reading time; none for a headline alone.
    pub fn minutes(self) -> usize {
        let minutes = || {
            let headline_alone = self.body().is_empty() && self.summary().is_empty();
            let words = if headline_alone { 0 } else { self.words() };
            u32::try_from(words.div_ceil(WORDS_PER_MINUTE)).unwrap_or(u32::MAX)
        };
        *self.fields.minutes.get_or_init(minutes) as usize
    }
}

/// The usual figure for silent reading of English news.
pub const WORDS_PER_MINUTE: usize = 230;

/// Characters of Chinese and Japanese that take as long to read as one English word: 500 characters
/// beside 230 words a minute.
const CHARACTERS_PER_WORD: f64 = 2.2;

fn words(text: &str) -> usize {
    let starts = |text: &str| {
        let mut inside = false;
        let starts_word = |byte: u8| {
            // Of the characters beyond ASCII, those under C2 and E2 are punctuation as good as always.
            let word = byte.is_ascii_alphanumeric() || (byte >= 0xC3 && byte != 0xE2);
            let starts = word && !inside;
            inside = word || (inside && !byte.is_ascii_whitespace());
            starts
        };
        text.bytes()
            .map(starts_word)
            .filter(|&starts| starts)
            .count()
    };
    if text.is_ascii() {
        return starts(text);
    }
    let wide = text.chars().filter(|&c| is_ideograph(c)).count();
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small count"
    )]
    let wide = (wide as f64 / CHARACTERS_PER_WORD) as usize;
    if wide == 0 {
        starts(text)
    } else {
        wide + starts(&text.replace(is_ideograph, " "))
    }
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{20000}'..='\u{3FFFD}')
}

#[cfg(test)]
mod tests {
    use super::{Briefing, parse, words};

    #[test]
    fn stories_know_their_lines_in_whatever_order_they_stand() {
        let source = "title = \"T\"\ndate = 2016-01-12\n\n[[section]]\ntitle = \"S\"\n\n[[section.story]]\n\
            headline = \"In the section\"\n\n[[story]]\nheadline = \"A lead\"\n# and\n[[story]]\nheadline = \"Another\"\n";
        let (briefing, _) = parse(source);
        let lines: Vec<_> = briefing
            .iter()
            .flat_map(Briefing::stories)
            .map(|story| (story.headline().to_string(), story.line()))
            .collect();
        assert_eq!(
            lines,
            [("A lead", 10), ("Another", 13), ("In the section", 7)]
                .map(|(headline, line)| (headline.to_owned(), line))
        );
    }

    #[test]
    fn words_are_counted_as_a_reader_would() {
        assert_eq!(
            words("- A *well-kept* library, and [a link](https://example.org/a/b)."),
            6
        );
        assert_eq!(words("“It’s” – a dash is no word"), 6);
        assert_eq!(words("東海道新幹線が十月一日に開業した"), 7);
        assert_eq!(words(""), 0);
    }
}
