//! An edition with its text: all that its file says.

use std::hash::{BuildHasher, Hash};
use std::ops::Deref;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::heads::Heads;
use super::texts::{Remnant, StoryRemnant, StoryTexts, Text, Texts};
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

    /// In the order of the file.
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

    /// Who published it, if the file says so for this story; otherwise the source of the edition applies.
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

    fn count_words(self) -> usize {
        let (summary, body) = (self.summary(), self.body());
        if summary.is_empty() && body.is_empty() {
            return 0;
        }
        let texts = [self.headline(), summary, body];
        texts.into_iter().map(|text| words(&text)).sum()
    }
}

impl Briefing {
    /// The edition with its text; `None` if that was let go.
    pub fn whole(&self) -> Option<Whole<'_>> {
        match &self.text {
            Text::Kept(texts) => Some(Whole::new(self, texts)),
            Text::LetGo(_) => None,
        }
    }

    /// A copy without the text that shares no memory with this one. What is allocated during parsing is
    /// scattered among temporary data; keeping it would stop that memory from being reused.
    #[must_use]
    pub fn without_text(&self) -> Self {
        let left = |story: Story<'_>| StoryRemnant {
            fingerprint: story.fingerprint(),
            words: u32::try_from(story.words()).unwrap_or(u32::MAX),
        };
        Self {
            heads: Arc::new(Heads::clone(&self.heads)),
            date: self.date,
            text: Text::LetGo(Box::new(Remnant {
                fingerprint: self.fingerprint(),
                stories: self.stories().map(left).collect(),
            })),
        }
    }

    /// Whether another reading of the file gave the same edition. A text that was let go is compared by its
    /// fingerprint.
    pub fn says_the_same(&self, again: &Self) -> bool {
        let stories = self.stories().zip(again.stories());
        self.heads == again.heads
            && self.date == again.date
            && self.fingerprint() == again.fingerprint()
            && stories
                .map(|(one, other)| (one.fingerprint(), other.fingerprint()))
                .all(|(one, other)| one == other)
    }

    /// Of the summary.
    fn fingerprint(&self) -> u32 {
        match &self.text {
            Text::Kept(texts) => fingerprint(Whole::new(self, texts).summary().as_str()),
            Text::LetGo(left) => left.fingerprint,
        }
    }
}

impl Story<'_> {
    /// Whether a reader would see the same text in both. A text that was let go is compared by its
    /// fingerprint.
    pub fn reads_like(self, other: Story<'_>) -> bool {
        let tags = |story: Story<'_>| -> Vec<_> { story.tags().map(DisplayStr::to_text).collect() };
        self.fingerprint() == other.fingerprint()
            && self.headline() == other.headline()
            && tags(self) == tags(other)
    }

    fn fingerprint(self) -> u32 {
        match &self.briefing.text {
            Text::Kept(texts) => {
                let story = Whole::new(self.briefing, texts).story(self.position);
                fingerprint(story.content())
            }
            Text::LetGo(left) => left.stories[self.position].fingerprint,
        }
    }

    /// Words to read, headline and standfirst included; none for a headline alone. Those of a long story take a
    /// while to count.
    pub fn words(self) -> usize {
        match &self.briefing.text {
            Text::Kept(texts) => {
                let story = Whole::new(self.briefing, texts).story(self.position);
                story.count_words()
            }
            Text::LetGo(left) => left.stories[self.position].words as usize,
        }
    }
}

/// A number that two different texts hardly ever share. It is the same only within a run of the program.
fn fingerprint(content: impl Hash) -> u32 {
    let hash = FixedState::default().hash_one(content);
    u32::try_from(hash >> 32).unwrap_or_default()
}
