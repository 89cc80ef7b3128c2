//! What the mouse does with an article: text that is selected, and what is held while the button is down.

use std::ops::Range;

use crate::app::mouse::Clicks;
use crate::article::Article;

/// What a selection consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Character,
    Word,
    Paragraph,
}

/// What the mouse has selected in an article, and what it holds there. It is anchored to bytes of the text, so
/// it stays where it is when the article is laid out anew.
#[derive(Clone, Debug, Default)]
pub(super) struct Selection {
    /// The bytes that are shown as selected.
    pub(super) selected: Range<usize>,
    pub(super) held: Option<Held>,
}

/// What is held while the button is down.
#[derive(Clone, Debug)]
pub(super) enum Held {
    Text {
        unit: Unit,
        /// The bytes that were pressed on, as whole units.
        pressed: Range<usize>,
        /// Index of the link that a click there follows, until the mouse is moved.
        link: Option<usize>,
    },
    /// The scrollbar's thumb, by this row of it.
    Thumb(usize),
}

impl Unit {
    pub(super) fn of(clicks: Clicks) -> Self {
        match clicks {
            Clicks::One => Self::Character,
            Clicks::Two => Self::Word,
            Clicks::Three => Self::Paragraph,
        }
    }

    /// The whole units that `range` is in: the bytes of one character, or none.
    pub(super) fn around(self, article: &Article, range: Range<usize>) -> Range<usize> {
        match self {
            Self::Character => range,
            Self::Word => article.word_around(range.start),
            Self::Paragraph => article.paragraph_around(range.start),
        }
    }
}

impl Selection {
    /// Takes in that the text has become another. What was selected is forgotten where its bytes no longer
    /// say the same.
    pub(super) fn text_changed(&mut self, from: &str, to: &str) {
        let pressed = match &self.held {
            Some(Held::Text { pressed, .. }) => pressed.clone(),
            _ => self.selected.clone(),
        };
        let touched = pressed.start.min(self.selected.start)..pressed.end.max(self.selected.end);
        if from.get(touched.clone()) != to.get(touched) {
            *self = Self::default();
        }
    }
}
