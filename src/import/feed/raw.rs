//! What the formats have in common: a feed and its items as they are written, before anything is
//! decided about them.

use std::sync::Arc;

use crate::briefing::DraftStory;

/// Of each of these an item has no more; what is beyond is left out.
pub(super) const MAX_AUTHORS: usize = 8;
pub(super) const MAX_TAGS: usize = 64;
pub(super) const MAX_ENCLOSURES: usize = 16;

/// A text and what its writer says it is.
#[derive(Clone, Debug, Default)]
pub(super) struct RawText {
    pub(super) text: String,
    pub(super) markup: Markup,
    /// Where its relative addresses start from.
    pub(super) base: Option<Arc<str>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Markup {
    /// HTML where it looks like it, as everywhere in RSS.
    #[default]
    Unknown,
    Plain,
    Html,
}

#[derive(Debug, Default)]
pub(super) struct RawFeed {
    /// Whether its outermost element is that of a feed.
    pub(super) is_known: bool,
    pub(super) title: Option<RawText>,
    pub(super) id: Option<String>,
    pub(super) link: Option<RawLink>,
    /// Its own address.
    pub(super) itself: Option<RawLink>,
    /// Whose the items are that name no author.
    pub(super) authors: Vec<String>,
    pub(super) items: Vec<RawItem>,
    /// How many items there were past the limit.
    pub(super) left_out: usize,
}

#[derive(Clone, Debug, Default)]
pub(super) struct RawLink {
    pub(super) address: String,
    pub(super) base: Option<Arc<str>>,
}

#[derive(Debug, Default)]
pub(super) struct RawItem {
    pub(super) id: Option<String>,
    /// `id` is also the item's address, if it is one.
    pub(super) is_permalink: bool,
    pub(super) title: Option<RawText>,
    pub(super) link: Option<RawLink>,
    /// The address before a service replaced it by one that counts.
    pub(super) original_link: Option<RawLink>,
    /// The whole text.
    pub(super) content: Option<RawText>,
    /// The whole text or a summary.
    pub(super) description: Option<RawText>,
    pub(super) published: Option<String>,
    pub(super) updated: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) enclosures: Vec<Enclosure>,
}

/// A file that comes with an item.
#[derive(Clone, Debug, Default)]
pub(super) struct Enclosure {
    pub(super) link: RawLink,
    /// Its media type; may be empty.
    pub(super) media: String,
}

/// An item of a feed. Most of the items that a feed brings have been imported before, so their texts are
/// converted only when [`crate::import::convert`] asks for them.
#[derive(Clone, Debug)]
pub struct FeedItem {
    pub(in crate::import) guid: Option<String>,
    /// Its summary and body are empty.
    pub(in crate::import) story: DraftStory,
    pub(super) texts: Texts,
    pub(super) has_title: bool,
}

/// The texts of an item as they are in the feed.
#[derive(Clone, Debug)]
pub(super) struct Texts {
    pub(super) content: Option<RawText>,
    pub(super) description: Option<RawText>,
    pub(super) enclosures: Vec<Enclosure>,
    /// Where relative addresses start from.
    pub(super) base: Option<Arc<str>>,
    /// The feed's title.
    pub(super) source: Arc<str>,
}

impl FeedItem {
    /// An item with this text.
    #[cfg(test)]
    pub(in crate::import) fn new(guid: Option<String>, story: DraftStory, text: String) -> Self {
        let content = RawText {
            text,
            ..RawText::default()
        };
        Self {
            guid,
            story,
            texts: Texts {
                content: Some(content),
                description: None,
                enclosures: Vec::new(),
                base: None,
                source: "".into(),
            },
            has_title: true,
        }
    }

    /// How many bytes of text are to be converted.
    pub(super) fn text_len(&self) -> usize {
        self.texts.raw().map(str::len).sum()
    }

    /// What it says, as it is in the feed.
    pub(in crate::import) fn texts(&self) -> impl Iterator<Item = &str> {
        let enclosures = self.texts.enclosures.iter();
        self.texts
            .raw()
            .chain(enclosures.map(|enclosure| enclosure.link.address.as_str()))
    }
}

impl Texts {
    fn raw(&self) -> impl Iterator<Item = &str> {
        let texts = [&self.content, &self.description].into_iter().flatten();
        texts.map(|text| text.text.as_str())
    }
}

/// Sets what is still missing. The first of several that is not empty counts.
pub(super) fn set(place: &mut Option<String>, text: &str) {
    let text = text.trim();
    if place.is_none() && !text.is_empty() {
        *place = Some(text.to_owned());
    }
}

pub(super) fn set_text(place: &mut Option<RawText>, text: RawText) {
    if place.is_none() && !text.text.trim().is_empty() {
        *place = Some(text);
    }
}

pub(super) fn set_link(place: &mut Option<RawLink>, link: RawLink) {
    if place.is_none() && !link.address.trim().is_empty() {
        *place = Some(link);
    }
}
