//! What is read and what is made of it.

use super::feed::FeedItem;
use crate::briefing::{Draft, DraftStory, Published};

/// A larger document is refused.
pub const MAX_BYTES: usize = 64 << 20;
/// Items of a feed past this number are left out, with a warning.
pub const MAX_ITEMS: usize = 100_000;
/// Elements, parts of mails and quotations nested deeper than this are flattened.
pub const MAX_DEPTH: usize = 512;

/// The kinds of documents that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// RSS, Atom, RDF or JSON Feed.
    Feed,
    Mail,
    /// Many mails in one file, each after a line that begins with `From `.
    Mbox,
    /// HTML.
    Page,
    Markdown,
    Text,
}

/// How to read a document.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What it is; `None` to tell by its contents.
    pub kind: Option<Kind>,
    /// The address that relative addresses start from, where the document does not say.
    pub base: Option<String>,
    /// Whether a mail, page or text is an edition of its own, its headings sections and stories.
    pub split: bool,
}

/// What a document holds.
#[derive(Clone, Debug)]
pub struct Document {
    pub kind: Kind,
    /// A feed's title, a mail's subject, a page's or text's title. One line.
    pub title: Option<String>,
    /// Who publishes it: the feed's title, the mail's sender, the page's site. One line.
    pub source: Option<String>,
    /// What a feed is known by, wherever its bytes came from: its own id, else its link.
    pub feed: Option<String>,
    pub contents: Contents,
    pub warnings: Vec<Warning>,
    /// Whether it ended early, so that something may be missing.
    pub is_cut: bool,
}

#[derive(Clone, Debug)]
pub enum Contents {
    /// The items of a feed, in its order. Their texts are still to be converted: see [`super::convert`].
    Feed(Vec<FeedItem>),
    /// A mail, page or text as one story.
    Story(Box<Item>),
    /// A mail, page or text as an edition, its date left open.
    Edition {
        /// As [`Item::guid`].
        guid: Option<String>,
        published: Option<Published>,
        draft: Box<Draft>,
    },
}

impl Contents {
    /// A document that has been split. Its own title, if it has one, is the edition's.
    pub(super) fn edition(
        mut draft: Draft,
        title: Option<&str>,
        guid: Option<String>,
        published: Option<Published>,
    ) -> Self {
        if let Some(title) = title {
            title.clone_into(&mut draft.title);
        }
        Self::Edition {
            guid,
            published,
            draft: Box::new(draft),
        }
    }
}

/// Something that becomes one story.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// What its publisher knows it by: a feed's guid or id, a mail's Message-ID.
    pub guid: Option<String>,
    pub story: DraftStory,
}

/// Something in a document that was not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Counted from 1.
    pub line: Option<usize>,
    /// What is wrong and what was kept. Text of the document in it has passed the gate.
    pub message: String,
}

impl Warning {
    /// Of the document as a whole, not of a line.
    pub(super) fn whole(message: impl Into<String>) -> Self {
        Self {
            line: None,
            message: message.into(),
        }
    }

    /// Some elements were nested too deep and flattened.
    pub fn flattened() -> Self {
        Self::whole("some elements are nested too deep; their text was kept")
    }
}

/// Why a document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub line: Option<usize>,
    /// What was seen, and what to do. Text of the document in it has passed the gate.
    pub message: String,
}

impl Unreadable {
    /// Because of the document as a whole, not of a line.
    pub(super) fn whole(message: impl Into<String>) -> Self {
        Self {
            line: None,
            message: message.into(),
        }
    }
}
