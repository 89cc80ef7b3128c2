//! The text of an edition.

use std::sync::Arc;

use super::date::StoryDate;
use crate::text::{DisplayText, Slice};

/// What an archive can do without: the part of an edition that only its articles show.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    /// All of them, one after the other; the slices below point here.
    pub(super) text: DisplayText,
    pub(super) summary: Slice,
    pub(super) stories: Vec<StoryTexts>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct StoryTexts {
    pub(super) summary: Slice,
    pub(super) byline: Slice,
    pub(super) link: Slice,
    pub(super) source: Slice,
    pub(super) body: Slice,
    pub(super) published: Option<StoryDate>,
    /// Of its header in the file, counted from 1.
    pub(super) line: u32,
}

/// The text of an edition while it is kept, and what is left of it after that.
#[derive(Clone, Debug)]
pub(super) enum Text {
    Kept(Arc<Texts>),
    LetGo(Box<Remnant>),
}

impl Default for Text {
    fn default() -> Self {
        Self::Kept(Arc::default())
    }
}

/// What is left of a text that was let go.
#[derive(Clone, Debug)]
pub(super) struct Remnant {
    /// Of the edition's summary.
    pub(super) fingerprint: u32,
    pub(super) stories: Box<[StoryRemnant]>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct StoryRemnant {
    /// Of all its texts.
    pub(super) fingerprint: u32,
    /// To read.
    pub(super) words: u32,
}
