//! Makes stories and editions out of what people get: feeds, mails, pages and texts. Pure: bytes in,
//! [`Document`]s out.

pub mod html;
pub mod mbox;

mod address;
mod date;
mod discover;
mod document;
mod doubled;
mod encoding;
mod entity;
mod feed;
mod filing;
mod kind;
mod mail;
mod markdown;
mod names;
mod page;
mod parallel;
mod share;
mod split;
mod subscriptions;
mod text;
mod words;

pub use discover::{Announced, announced};
pub use document::{
    Contents, Document, Item, Kind, MAX_BYTES, MAX_DEPTH, MAX_ITEMS, Options, Unreadable, Warning,
};
pub use feed::FeedItem;
pub use filing::{Filed, Rack, Written, file, new_editions, own_edition, short_slug};
pub use kind::HEAD;
pub use names::{Known, Names, names};
pub use parallel::processors;
pub use share::share;
pub use subscriptions::{
    FeedOptions, Origin, Skipped, Subscription, Subscriptions, subscriptions, to_opml, to_urls,
};

/// Reads one document.
///
/// # Errors
/// When it is none of the kinds, or nothing can be read of it.
pub fn read(bytes: &[u8], options: &Options) -> Result<Document, Unreadable> {
    kind::read(bytes, options)
}

/// Converts the texts of a feed's items. Also says whether some elements were nested too deep and
/// flattened.
pub fn convert(items: &[FeedItem]) -> (Vec<Item>, bool) {
    feed::convert(items)
}

/// Resolves an address against `base` (RFC 3986), and frees it of what only tracks who follows it. `None`
/// when it stays relative or is neither http, https nor mailto.
pub fn absolute(address: &str, base: Option<&str>) -> Option<String> {
    address::absolute(address, base)
}

/// What kind of document starts with `head`, of which the first [`HEAD`] bytes are enough.
///
/// # Errors
/// When it is none of the kinds.
pub fn kind(head: &[u8]) -> Result<Kind, Unreadable> {
    kind::of(head)
}
