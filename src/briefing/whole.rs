//! An edition with its text: all that its file says.

use std::hash::Hash;
use std::ops::Deref;

use super::texts::{StoryTexts, Texts};
use super::words::words;
use super::{Briefing, Story, StoryDate};
use crate::text::{DisplayStr, Slice};

/// A [`Briefing`] with its text.
#[derive(Clone, Copy, Debug)]
pub struct Whole<'a> {
    briefing: &'a Briefing,
    texts: &'a Texts,
}

/// One story of an edition with all that its file says of it. Fields that the file does not give are empty.
#[derive(Clone, Copy, Debug)]
pub struct WholeStory<'a> {
    story: Story<'a>,
    whole: Whole<'a>,
}

impl<'a> Whole<'a> {
    pub(super) fn new(briefing: &'a Briefing, texts: &'a Texts) -> Self {
        Self { briefing, texts }
    }

    pub fn briefing(self) -> &'a Briefing {
        self.briefing
    }

    /// CommonMark, shown above the first story; empty when the file does not say.
    pub fn summary(self) -> DisplayStr<'a> {
        self.texts.text.part(self.texts.summary)
    }

    /// Bytes of its text.
    pub fn bytes(self) -> usize {
        self.texts.text.len()
    }

    /// # Panics
    /// When `index` is not below [`Briefing::len`].
    pub fn story(self, index: usize) -> WholeStory<'a> {
        WholeStory {
            story: self.briefing.story(index),
            whole: self,
        }
    }

    pub fn stories(self) -> impl ExactSizeIterator<Item = WholeStory<'a>> {
        (0..self.briefing.len()).map(move |index| self.story(index))
    }
}

impl Deref for Whole<'_> {
    type Target = Briefing;

    fn deref(&self) -> &Briefing {
        self.briefing
    }
}

impl<'a> Deref for WholeStory<'a> {
    type Target = Story<'a>;

    fn deref(&self) -> &Story<'a> {
        &self.story
    }
}

impl<'a> WholeStory<'a> {
    /// The edition that it is in.
    pub fn whole(self) -> Whole<'a> {
        self.whole
    }

    fn texts(self) -> &'a StoryTexts {
        &self.whole.texts.stories[self.story.position()]
    }

    fn part(self, slice: Slice) -> DisplayStr<'a> {
        self.whole.texts.text.part(slice)
    }

    /// The standfirst, CommonMark.
    pub fn summary(self) -> DisplayStr<'a> {
        self.part(self.texts().summary)
    }

    pub fn byline(self) -> DisplayStr<'a> {
        self.part(self.texts().byline)
    }

    /// The address of the original, of any scheme.
    pub fn link(self) -> DisplayStr<'a> {
        self.part(self.texts().link)
    }

    /// Who published it, where the file says so for the story; else the edition's source holds.
    pub fn source(self) -> DisplayStr<'a> {
        self.part(self.texts().source)
    }

    /// When it was published, as its publisher says.
    pub fn published(self) -> Option<StoryDate> {
        self.texts().published
    }

    /// CommonMark.
    pub fn body(self) -> DisplayStr<'a> {
        self.part(self.texts().body)
    }

    /// The line of its header in the file, counted from 1.
    pub fn line(self) -> u32 {
        self.texts().line
    }

    /// All that a reader sees of it besides its headline, section and tags.
    pub(super) fn content(self) -> impl Hash {
        let texts = [
            self.summary(),
            self.byline(),
            self.link(),
            self.source(),
            self.body(),
        ];
        (texts, self.published())
    }

    /// Words to read, headline and standfirst included; none for a headline alone.
    pub(super) fn words(self) -> usize {
        let (summary, body) = (self.summary(), self.body());
        if summary.is_empty() && body.is_empty() {
            return 0;
        }
        let texts = [self.headline(), summary, body];
        texts.into_iter().map(|text| words(&text)).sum()
    }
}
