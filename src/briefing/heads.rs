//! The part of every edition that stays in memory: what lists show, and the identities of its marks.

use std::ops::Range;

use crate::text::{DisplayStr, DisplayText};

/// The heads of one reading of a file. An archive holds as many of these as it has editions, so all texts
/// lie in one block of memory, one after the other, and a text is known by where it starts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Heads {
    text: DisplayText,
    /// Where the texts of the edition end: title, source, label, identity.
    ends: [u32; 4],
    sections: Vec<Section>,
    stories: Vec<Head>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Section {
    title: Range<u32>,
    key: Option<char>,
    /// The index of its first story, or of the one that would come next.
    first: u32,
}

/// Where the texts of a story start and end: headline, identity, tags. No more than this is kept of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Head {
    headline: u32,
    id: u32,
    tags: u32,
    end: u32,
    body_bytes: u32,
}

/// A text of one line cannot contain it.
const BETWEEN_TAGS: char = '\n';

/// A story to be added to [`Heads`].
pub(super) struct NewHead<'a, T> {
    pub(super) headline: &'a str,
    pub(super) id: &'a str,
    /// Each shows something.
    pub(super) tags: T,
    pub(super) body_bytes: usize,
}

impl Heads {
    pub(super) fn new([title, source, label, id]: [&str; 4]) -> Self {
        let mut heads = Self::default();
        heads.ends = [title, source, label, id].map(|text| heads.push(text));
        heads
    }

    /// Adds a section, which the stories that are added next are in.
    pub(super) fn push_section(&mut self, title: &str, key: Option<char>) {
        let start = self.end();
        let end = self.push(title);
        self.sections.push(Section {
            title: start..end,
            key,
            first: offset(self.stories.len()),
        });
    }

    pub(super) fn push_story<'a>(&mut self, new: NewHead<'a, impl Iterator<Item = &'a str>>) {
        let headline = self.end();
        let id = self.push(new.headline);
        let tags = self.push(new.id);
        for (index, tag) in new.tags.enumerate() {
            if index > 0 {
                self.text.push_block(BETWEEN_TAGS.encode_utf8(&mut [0; 4]));
            }
            self.push(tag);
        }
        self.stories.push(Head {
            headline,
            id,
            tags,
            end: self.end(),
            body_bytes: offset(new.body_bytes),
        });
    }

    /// Passes `raw` through the gate as one line and appends it; returns where it ends.
    fn push(&mut self, raw: &str) -> u32 {
        self.text.push_line(raw);
        self.end()
    }

    fn end(&self) -> u32 {
        offset(self.text.len())
    }

    fn part(&self, start: u32, end: u32) -> DisplayStr<'_> {
        self.text.as_display().part(start as usize..end as usize)
    }

    pub(super) fn title(&self) -> DisplayStr<'_> {
        self.part(0, self.ends[0])
    }

    pub(super) fn source(&self) -> DisplayStr<'_> {
        self.part(self.ends[0], self.ends[1])
    }

    pub(super) fn label(&self) -> DisplayStr<'_> {
        self.part(self.ends[1], self.ends[2])
    }

    pub(super) fn id(&self) -> DisplayStr<'_> {
        self.part(self.ends[2], self.ends[3])
    }

    pub(super) fn sections(&self) -> usize {
        self.sections.len()
    }

    pub(super) fn section_title(&self, section: usize) -> DisplayStr<'_> {
        let Range { start, end } = self.sections[section].title;
        self.part(start, end)
    }

    pub(super) fn section_key(&self, section: usize) -> Option<char> {
        self.sections[section].key
    }

    pub(super) fn section_stories(&self, section: usize) -> Range<usize> {
        self.sections[section].first as usize..self.first_story(section + 1)
    }

    pub(super) fn lead_stories(&self) -> Range<usize> {
        0..self.first_story(0)
    }

    /// The index of the first story of a section; past the last section, the number of stories.
    fn first_story(&self, section: usize) -> usize {
        let section = self.sections.get(section);
        section.map_or(self.stories.len(), |section| section.first as usize)
    }

    pub(super) fn stories(&self) -> usize {
        self.stories.len()
    }

    /// # Panics
    /// If there is no story at `position`. [`Self::story_id`], [`Self::tags`] and [`Self::body_bytes`] do the
    /// same.
    pub(super) fn headline(&self, position: usize) -> DisplayStr<'_> {
        let head = &self.stories[position];
        self.part(head.headline, head.id)
    }

    pub(super) fn story_id(&self, position: usize) -> DisplayStr<'_> {
        let head = &self.stories[position];
        self.part(head.id, head.tags)
    }

    pub(super) fn tags(&self, position: usize) -> impl Iterator<Item = DisplayStr<'_>> {
        let head = &self.stories[position];
        self.part(head.tags, head.end)
            .split_terminator(BETWEEN_TAGS)
    }

    pub(super) fn body_bytes(&self, position: usize) -> usize {
        self.stories[position].body_bytes as usize
    }

    /// `None` for a lead story.
    pub(super) fn section_of(&self, position: usize) -> Option<usize> {
        let begun = |section: &Section| section.first as usize <= position;
        self.sections.partition_point(begun).checked_sub(1)
    }
}

fn offset(number: usize) -> u32 {
    u32::try_from(number).expect("a file is refused at 16 MiB, so it has fewer bytes and stories")
}
