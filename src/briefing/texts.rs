//! The text of an edition.

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
