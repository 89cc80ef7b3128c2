//! Feeds: RSS 0.9x, 1.0, 1.1 and 2.0, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1.

mod elements;
mod item;
mod json;
mod namespace;
mod raw;
pub(super) mod tag;
pub(super) mod xml;

use std::sync::Arc;

pub use self::raw::FeedItem;
use self::raw::{RawFeed, RawLink};
use self::xml::Cut;
use super::document::{Contents, Document, Item, Kind, MAX_ITEMS, Options, Unreadable, Warning};
use super::{address, parallel};
use crate::text::{DisplayText, counted};

/// In bytes: starting a thread does not pay for less text than this.
const MIN_PARALLEL: usize = 1 << 20;

/// Reads a feed. Of one that breaks off, the items before that are kept.
pub(super) fn read(text: &str, options: &Options) -> Result<Document, Unreadable> {
    if text.trim_start().starts_with('{') {
        let Some((feed, cut)) = json::read(text) else {
            return Err(Unreadable::whole("this JSON is no feed: it has no items"));
        };
        return Ok(document(feed, text, options, cut.as_ref(), false));
    }
    let Some(start) = start_of_markup(text) else {
        return Err(Unreadable::whole("this is no feed: neither XML nor JSON"));
    };
    let mut xml = xml::Xml::new(&text[start..]);
    let feed = elements::read(&mut xml);
    let cut = xml.cut.take().map(|cut| Cut {
        at: start + cut.at,
        ..cut
    });
    if feed.items.is_empty() && !feed.is_known {
        return Err(Unreadable::whole("this XML is no feed: it has no items"));
    }
    Ok(document(
        feed,
        text,
        options,
        cut.as_ref(),
        xml.is_flattened,
    ))
}

/// The items with their texts converted, and whether some elements were nested too deep and flattened.
/// Many items are converted on all processors.
pub(super) fn convert(items: &[FeedItem]) -> (Vec<Item>, bool) {
    let bytes: usize = items.iter().map(FeedItem::text_len).sum();
    let threads = if bytes < MIN_PARALLEL {
        1
    } else {
        parallel::processors()
    };
    let converted = parallel::map(items, threads, FeedItem::item);
    let is_flattened = converted.iter().any(|(_, is_flattened)| *is_flattened);
    let items = converted.into_iter().map(|(item, _)| item);
    (items.collect(), is_flattened)
}

/// Some servers send blank lines or messages before the feed.
fn start_of_markup(text: &str) -> Option<usize> {
    let first = text.find('<')?;
    Some(
        text.find("<?xml")
            .unwrap_or(first)
            .min(first.max(text.len() - text.trim_start().len())),
    )
}

fn document(
    feed: RawFeed,
    text: &str,
    options: &Options,
    cut: Option<&Cut>,
    is_flattened: bool,
) -> Document {
    let title = feed
        .title
        .as_ref()
        .map(item::line)
        .filter(|title| !title.is_empty());
    let address_of = |link: Option<&RawLink>| {
        let link = link?;
        address::absolute(
            &link.address,
            link.base.as_deref().or(options.base.as_deref()),
        )
    };
    let link = address_of(feed.link.as_ref());
    let itself = address_of(feed.itself.as_ref());
    let context = item::Context {
        base: link.as_deref().or(options.base.as_deref()).map(Arc::from),
        source: title.as_deref().unwrap_or_default().into(),
        authors: &feed.authors,
    };
    let items = feed.items.into_iter();
    let items: Vec<_> = items
        .filter_map(|raw| item::finish(raw, &context))
        .collect();
    let mut warnings = Vec::new();
    if let Some(cut) = cut {
        let kept = match items.len() {
            0 => "no item could be kept".to_owned(),
            1 => "the item before that was kept".to_owned(),
            count => format!(
                "the {} before that were kept",
                counted(count, "item", "items")
            ),
        };
        let why = DisplayText::line(&cut.why);
        let before = &text.as_bytes()[..cut.at.min(text.len())];
        let breaks = memchr::memchr_iter(b'\n', before).count();
        let message = format!("the feed is cut short ({}); {kept}", &*why);
        warnings.push(Warning {
            line: Some(breaks + 1),
            message,
        });
    }
    if feed.left_out > 0 {
        let left_out = counted(feed.left_out, "item", "items");
        let message = format!("left out {left_out} after the first {MAX_ITEMS}");
        warnings.push(Warning::whole(message));
    }
    if is_flattened {
        warnings.push(Warning::flattened());
    }
    Document {
        kind: Kind::Feed,
        source: title.clone(),
        feed: feed.id.or(link).or(itself),
        title,
        contents: Contents::Feed(items),
        warnings,
        is_cut: cut.is_some(),
    }
}

#[cfg(test)]
mod tests;
