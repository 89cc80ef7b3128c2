//! What one briefing file holds, and how it is read from TOML with every fault in it.

mod classify;
mod conventions;
mod date;
mod diagnostic;
mod draft;
mod faults;
mod fields;
mod format;
mod heads;
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
mod texts;
mod tree;
mod whole;
mod words;
mod write;
mod wrong;

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

pub use conventions::{Conventions, Dates, Form, WordsAMinute};
pub use date::{EditionDate, StoryDate};
pub use diagnostic::{Diagnostic, Excerpt, MAX_FAULTS, Position, Severity, first_fault_line};
pub use draft::{Draft, DraftSection, DraftStory, Published};
pub use id::{EditionId, StoryId};
pub use limits::MAX_BYTES;
pub use link::{Uri, host, is_openable, origin, refusal, without_link};
pub use parse::{identity_position, parse};
pub use shorten::{left_out, shortened};
pub use splice::{Addition, splice};
pub use whole::{Whole, WholeStory};
pub(crate) use {
    faults::Faults,
    fields::{Fields, Scope},
    format::Format,
    line::Lines,
    tree::read_bytes,
    wrong::{Expected, nearest, shown, shown_whole, wrong_item, wrong_type, wrong_type_with_help},
};
#[cfg(feature = "import")]
pub(crate) use {line::end_of_line, tree::end_of};

use crate::text::DisplayStr;
use heads::Heads;
use texts::Text;

/// The JSON Schema (draft 7) of a briefing's file, by which editors complete and check. A date of TOML is
/// a string to it.
pub const SCHEMA: &str = include_str!("briefing/schema.json");

/// One edition: its stories in the order of the file, lead stories first. What lists show of it is always
/// there; the rest, its text, can be let go and is reached through [`Self::whole`].
#[derive(Clone, Debug, Default)]
pub struct Briefing {
    heads: Arc<Heads>,
    date: Option<EditionDate>,
    text: Text,
}

impl Briefing {
    /// What marks are kept under: the same for the same edition wherever its file lies.
    pub fn id(&self) -> DisplayStr<'_> {
        self.heads.id()
    }

    /// Names this edition as the one in the file at `path`; `date` is the one that it is filed under.
    pub fn edition_id(&self, path: PathBuf, date: Option<EditionDate>) -> EditionId {
        EditionId::new(path, Arc::clone(&self.heads), date)
    }

    pub fn title(&self) -> DisplayStr<'_> {
        self.heads.title()
    }

    /// Who publishes it; empty when the file does not say.
    pub fn source(&self) -> DisplayStr<'_> {
        self.heads.source()
    }

    /// Its source and its label, as far as it has them: without the source where the label names it.
    pub fn publisher(&self) -> impl Iterator<Item = DisplayStr<'_>> {
        let (source, label) = (self.source(), self.edition());
        let source = (!label.contains(&*source)).then_some(source);
        source
            .into_iter()
            .chain([label])
            .filter(|name| !name.is_empty())
    }

    /// Its label among several of a day, such as "Evening"; empty when the file does not say.
    pub fn edition(&self) -> DisplayStr<'_> {
        self.heads.label()
    }

    /// `None` only when the file's date is missing or wrong.
    pub fn date(&self) -> Option<EditionDate> {
        self.date
    }

    pub fn sections(&self) -> usize {
        self.heads.sections()
    }

    /// # Panics
    /// When `section` is not below [`Self::sections`].
    pub fn section_title(&self, section: usize) -> DisplayStr<'_> {
        self.heads.section_title(section)
    }

    /// The jump letter that the file gives, in lower case. No two sections of an edition have the same.
    /// Panics as [`Self::section_title`] does.
    pub fn section_key(&self, section: usize) -> Option<char> {
        self.heads.section_key(section)
    }

    /// Its stories, as indices; may be empty. Panics as [`Self::section_title`] does.
    pub fn section_stories(&self, section: usize) -> Range<usize> {
        self.heads.section_stories(section)
    }

    /// The stories before any section, as indices.
    pub fn lead_stories(&self) -> Range<usize> {
        self.heads.lead_stories()
    }

    pub fn len(&self) -> usize {
        self.heads.stories()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// # Panics
    /// When `index` is not below [`Self::len`].
    pub fn story(&self, index: usize) -> Story<'_> {
        assert!(index < self.len(), "there is no such story");
        Story {
            briefing: self,
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

/// What is always known of one story of an edition.
#[derive(Clone, Copy, Debug)]
pub struct Story<'a> {
    briefing: &'a Briefing,
    /// Among the stories of its edition.
    position: usize,
}

impl<'a> Story<'a> {
    /// The edition that it is in.
    pub fn briefing(self) -> &'a Briefing {
        self.briefing
    }

    /// Among the stories of its edition, from 0.
    pub fn position(self) -> usize {
        self.position
    }

    /// Unique within its edition.
    pub fn id(self) -> DisplayStr<'a> {
        self.briefing.heads.story_id(self.position)
    }

    pub fn headline(self) -> DisplayStr<'a> {
        self.briefing.heads.headline(self.position)
    }

    pub fn tags(self) -> impl Iterator<Item = DisplayStr<'a>> {
        self.briefing.heads.tags(self.position)
    }

    /// `None` for a lead story.
    pub fn section(self) -> Option<usize> {
        self.briefing.heads.section_of(self.position)
    }

    /// Bytes of its body as in [`WholeStory::body`].
    pub fn body_bytes(self) -> usize {
        self.briefing.heads.body_bytes(self.position)
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
}

#[cfg(test)]
mod tests {
    use super::{Briefing, Whole, parse};

    #[test]
    fn stories_know_their_lines_in_whatever_order_they_stand() {
        let source = "title = \"T\"\ndate = 2016-01-12\n\n[[section]]\ntitle = \"S\"\n\n[[section.story]]\n\
            headline = \"In the section\"\n\n[[story]]\nheadline = \"A lead\"\n# and\n[[story]]\nheadline = \"Another\"\n";
        let (briefing, _) = parse(source);
        let whole = briefing.as_ref().and_then(Briefing::whole);
        let lines: Vec<_> = whole
            .into_iter()
            .flat_map(Whole::stories)
            .map(|story| (story.headline().to_string(), story.line()))
            .collect();
        assert_eq!(
            lines,
            [("A lead", 10), ("Another", 13), ("In the section", 7)]
                .map(|(headline, line)| (headline.to_owned(), line))
        );
    }

    #[test]
    fn lists_show_the_same_without_the_text() {
        let body = "A word or two. ".repeat(200);
        let source = format!(
            "title = 'T'\ndate = 2016-01-12\nsource = 'S'\nedition = 'E'\n[[story]]\nheadline = 'Alone'\n\
            [[section]]\ntitle = 'Empty'\n[[section]]\ntitle = 'Full'\nkey = 'f'\n\
            [[section.story]]\nheadline = 'One'\ntags = ['a', 'b c']\nbody = '{body}'\n\
            [[section.story]]\nheadline = 'Two'\nsummary = 'Only a standfirst'\nid = 'two'\n"
        );
        let whole = parse(&source).0.unwrap();
        let without = whole.without_text();
        assert!(whole.whole().is_some() && without.whole().is_none());
        let listed = |briefing: &Briefing| {
            let texts = [
                briefing.id(),
                briefing.title(),
                briefing.source(),
                briefing.edition(),
            ];
            let texts = texts.map(|text| text.to_string());
            let sections = (0..briefing.sections()).map(|section| {
                let title = briefing.section_title(section).to_string();
                let key = briefing.section_key(section);
                (title, key, briefing.section_stories(section))
            });
            let stories = briefing.stories().map(|story| {
                let tags: Vec<_> = story.tags().map(|tag| tag.to_string()).collect();
                let numbers = (story.words(), story.body_bytes(), story.section());
                (story.key(), story.headline().to_string(), tags, numbers)
            });
            let (sections, stories) = (sections.collect::<Vec<_>>(), stories.collect::<Vec<_>>());
            (texts, briefing.lead_stories(), sections, stories)
        };
        assert_eq!(listed(&whole), listed(&without));
        let (_, lead, sections, stories) = listed(&without);
        assert_eq!(lead, 0..1);
        assert_eq!(sections[0], ("Empty".to_owned(), None, 1..1));
        assert_eq!(sections[1], ("Full".to_owned(), Some('f'), 1..3));
        let numbers: Vec<_> = stories.iter().map(|(_, _, _, numbers)| *numbers).collect();
        let bytes = body.trim_end().len();
        assert_eq!(
            numbers,
            [(0, 0, None), (801, bytes, Some(1)), (4, 0, Some(1))]
        );
        assert_eq!(stories[1].2, ["a", "b c"]);
    }
}
