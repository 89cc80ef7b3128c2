//! JSON Feed, and RSS written as JSON.

use serde_json::{Deserializer, Map, Value};

use super::raw::{
    Enclosure, MAX_AUTHORS, MAX_ENCLOSURES, MAX_TAGS, Markup, RawFeed, RawItem, RawLink, RawText,
    set, set_link, set_text,
};
use super::xml::Cut;
use crate::import::document::MAX_ITEMS;

/// Reads all items up to the end, or to where it stops being JSON. `None` if it is another kind of JSON.
pub(super) fn read(text: &str) -> Option<(RawFeed, Option<Cut>)> {
    let mut feed = RawFeed::default();
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(mut object)) => {
            let items = whole(&mut object, &mut feed)?;
            feed.left_out = items.len().saturating_sub(MAX_ITEMS);
            feed.items
                .extend(items.into_iter().take(MAX_ITEMS).map(item));
            Some((feed, None))
        }
        Ok(_) => None,
        Err(error) => {
            let cut = Cut {
                at: offset(text, error.line(), error.column()),
                why: error.to_string(),
            };
            partial(text, &mut feed)?;
            Some((feed, Some(cut)))
        }
    }
}

/// Takes what is about the feed; returns its items.
fn whole(object: &mut Map<String, Value>, feed: &mut RawFeed) -> Option<Vec<Value>> {
    if let Some(Value::Object(rss)) = object.get_mut("rss") {
        let Some(Value::Object(channel)) = rss.get_mut("channel") else {
            return None;
        };
        let items = match channel.remove("item") {
            Some(Value::Array(items)) => items,
            Some(item) => vec![item],
            None => Vec::new(),
        };
        about_feed(channel, feed);
        return Some(items);
    }
    let version = string(object, "version").unwrap_or_default();
    let items = object.remove("items");
    if !version.contains("jsonfeed.org/version/") && !matches!(items, Some(Value::Array(_))) {
        return None;
    }
    about_feed(object, feed);
    match items {
        Some(Value::Array(items)) => Some(items),
        _ => Some(Vec::new()),
    }
}

/// Takes the items of a document that breaks off, up to where it does, and what is said about the feed
/// before them.
fn partial(text: &str, feed: &mut RawFeed) -> Option<()> {
    let is_rss = text
        .trim_start()
        .trim_start_matches('{')
        .trim_start()
        .starts_with("\"rss\"");
    let key = if is_rss { "\"item\"" } else { "\"items\"" };
    let mut from = 0;
    let start = loop {
        let at = from + text[from..].find(key)?;
        from = at + key.len();
        let rest = text[from..]
            .trim_start()
            .strip_prefix(':')
            .map(str::trim_start);
        if let Some(rest) = rest.and_then(|rest| rest.strip_prefix('[')) {
            let before = text[..at].trim_end().trim_end_matches(',');
            let closing = if is_rss { "}}}" } else { "}" };
            let before = serde_json::from_str(&format!("{before}{closing}"));
            if let Ok(Value::Object(mut object)) = before {
                whole(&mut object, feed);
            }
            break rest;
        }
    };
    let mut rest = start.trim_start();
    while rest.starts_with('{') {
        let mut values = Deserializer::from_str(rest).into_iter::<Value>();
        let Some(Ok(value)) = values.next() else {
            break;
        };
        if feed.items.len() < MAX_ITEMS {
            feed.items.push(item(value));
        } else {
            feed.left_out += 1;
        }
        rest = rest[values.byte_offset()..].trim_start();
        rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
    }
    Some(())
}

fn about_feed(object: &Map<String, Value>, feed: &mut RawFeed) {
    set_text(&mut feed.title, text(object, "title", Markup::Unknown));
    set_link(&mut feed.link, link(object, "home_page_url"));
    set_link(&mut feed.link, link(object, "link"));
    set_link(&mut feed.itself, link(object, "feed_url"));
    set(
        &mut feed.id,
        &string(object, "feed_url").unwrap_or_default(),
    );
    feed.authors = authors(object);
}

fn item(value: Value) -> RawItem {
    let mut item = RawItem::default();
    let Value::Object(object) = value else {
        return item;
    };
    set(&mut item.id, &string(&object, "id").unwrap_or_default());
    if let Some(guid) = object.get("guid") {
        let says_no = guid
            .get("isPermaLink")
            .is_some_and(|says| says == "false" || says == false);
        item.is_permalink = !says_no;
        set(&mut item.id, &string(&object, "guid").unwrap_or_default());
    } else {
        item.is_permalink = true;
    }
    set_text(&mut item.title, text(&object, "title", Markup::Unknown));
    for key in ["url", "link", "external_url"] {
        set_link(&mut item.link, link(&object, key));
    }
    set_text(
        &mut item.content,
        text(&object, "content_html", Markup::Html),
    );
    set_text(
        &mut item.content,
        text(&object, "content:encoded", Markup::Html),
    );
    set_text(
        &mut item.content,
        text(&object, "content_text", Markup::Plain),
    );
    set_text(
        &mut item.description,
        text(&object, "summary", Markup::Unknown),
    );
    set_text(
        &mut item.description,
        text(&object, "description", Markup::Unknown),
    );
    for key in ["date_published", "pubDate"] {
        set(
            &mut item.published,
            &string(&object, key).unwrap_or_default(),
        );
    }
    set(
        &mut item.updated,
        &string(&object, "date_modified").unwrap_or_default(),
    );
    item.authors = authors(&object);
    for key in ["tags", "category"] {
        item.tags.extend(strings(object.get(key)).take(MAX_TAGS));
    }
    let enclosures = many(object.get("attachments")).chain(many(object.get("enclosure")));
    for enclosure in enclosures.filter_map(Value::as_object).take(MAX_ENCLOSURES) {
        let media = ["mime_type", "type"]
            .into_iter()
            .find_map(|key| string(enclosure, key));
        let link = link(enclosure, "url");
        item.enclosures.push(Enclosure {
            link,
            media: media.unwrap_or_default(),
        });
    }
    item
}

fn authors(object: &Map<String, Value>) -> Vec<String> {
    let found = ["authors", "author", "dc:creator", "managingEditor"].into_iter();
    let mut found = found.map(|key| {
        strings(object.get(key))
            .take(MAX_AUTHORS)
            .collect::<Vec<_>>()
    });
    found
        .find(|authors| !authors.is_empty())
        .unwrap_or_default()
}

/// One value, or those of an array.
fn many(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let (one, all) = match value {
        Some(Value::Array(all)) => (None, Some(all)),
        one => (one, None),
    };
    one.into_iter().chain(all.into_iter().flatten())
}

fn strings(value: Option<&Value>) -> impl Iterator<Item = String> {
    many(value)
        .filter_map(plain)
        .filter(|text| !text.trim().is_empty())
}

fn string(object: &Map<String, Value>, key: &str) -> Option<String> {
    object.get(key).and_then(plain)
}

/// A value that should be a string.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        // An author, or an element with attributes.
        Value::Object(object) => ["name", "#value", "$text", "url"]
            .into_iter()
            .find_map(|key| object.get(key)?.as_str().map(str::to_owned)),
        _ => None,
    }
}

fn text(object: &Map<String, Value>, key: &str, markup: Markup) -> RawText {
    let text = string(object, key).unwrap_or_default();
    RawText {
        text,
        markup,
        base: None,
    }
}

fn link(object: &Map<String, Value>, key: &str) -> RawLink {
    let address = string(object, key).unwrap_or_default();
    RawLink {
        address,
        base: None,
    }
}

/// The byte of a line and column, both counted from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    (before + column).min(text.len())
}
