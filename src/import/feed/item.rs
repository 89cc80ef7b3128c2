//! What is made of an item: which of its texts is the body, what its headline is, what is no news.

use super::raw::{Enclosure, Markup, RawItem, RawLink, RawText};
use crate::briefing::{DraftStory, Published};
use crate::import::document::Item;
use crate::import::{address, date, doubled, entity, html, text, words};

const MAX_TAGS: usize = 10;
const MAX_TAG: usize = 40;

/// What all items of a feed share.
pub(super) struct Context<'a> {
    /// Where relative addresses start from, unless an element says something else.
    pub(super) base: Option<&'a str>,
    /// The feed's title.
    pub(super) source: &'a str,
    pub(super) authors: &'a [String],
}

/// `None` for an item with neither title, text nor link. The flag says whether markup was flattened.
pub(super) fn finish(raw: RawItem, context: &Context<'_>) -> (Option<Item>, bool) {
    let mut is_flattened = false;
    let mut as_markdown = |text: Option<&RawText>| {
        let (markdown, flat) =
            text.map_or((String::new(), false), |text| markdown(text, context.base));
        is_flattened |= flat;
        markdown
    };
    let whole_text = as_markdown(raw.content.as_ref());
    let description = as_markdown(raw.description.as_ref());
    let link = link(&raw, context.base);
    let title = raw.title.as_ref().map(line).unwrap_or_default();
    let own = |text: String| {
        let own = doubled::without_origin(&text, &title, context.source);
        let own = doubled::without_own_link(own, link.as_deref().unwrap_or_default());
        doubled::without_headline(own, &title).to_owned()
    };
    let (body, summary) = body_and_summary(own(whole_text), own(description));
    let has_title = !title.is_empty();
    let headline = if has_title {
        title
    } else {
        let start = words::first_words(&words::plain_start(if body.is_empty() {
            &summary
        } else {
            &body
        }));
        if start.is_empty() {
            link.clone().unwrap_or_default()
        } else {
            start
        }
    };
    if headline.is_empty() {
        return (None, is_flattened);
    }
    let is_headline = |text: &str| {
        !text.is_empty()
            && text.len() < 4 * headline.len() + 64
            && words::folded(text) == words::folded(&headline)
    };
    let summary = if is_headline(&summary) {
        String::new()
    } else {
        summary
    };
    // A link in it would be lost.
    let body = if is_headline(&body) && (has_title || !body.contains("://")) {
        String::new()
    } else {
        body
    };
    let body = with_enclosures(body, &raw.enclosures, link.as_deref(), context.base);
    let story = DraftStory {
        byline: byline(&raw.authors, context),
        tags: tags(&raw.tags),
        published: published(&raw),
        link: link.unwrap_or_default(),
        headline,
        summary,
        body,
        ..DraftStory::default()
    };
    (
        Some(Item {
            guid: raw.id,
            story,
        }),
        is_flattened,
    )
}

/// A text as one plain line.
pub(super) fn line(raw: &RawText) -> String {
    let is_html = match raw.markup {
        Markup::Html => true,
        Markup::Plain => false,
        Markup::Unknown => words::has_tags(&raw.text),
    };
    // Titles are often escaped twice.
    let line = if is_html {
        let line = html::to_line(&raw.text);
        entity::unescape(&line).into_owned()
    } else {
        let line = entity::unescape(&raw.text).into_owned();
        if words::has_tags(&line) && raw.markup == Markup::Unknown {
            html::to_line(&line)
        } else {
            line
        }
    };
    words::one_line(&line)
}

fn markdown(raw: &RawText, base: Option<&str>) -> (String, bool) {
    let is_html = match raw.markup {
        Markup::Html => true,
        Markup::Plain => false,
        Markup::Unknown => words::has_tags(&raw.text),
    };
    if is_html {
        let converted = html::to_markdown(&raw.text, raw.base.as_deref().or(base));
        return (converted.text, converted.is_flattened);
    }
    let plain = match raw.markup {
        Markup::Unknown => entity::unescape(&raw.text),
        _ => raw.text.as_str().into(),
    };
    (text::to_markdown(&plain), false)
}

/// The whole text, and the other one if it says something that the whole text does not.
fn body_and_summary(content: String, description: String) -> (String, String) {
    if content.is_empty() {
        return (description, String::new());
    }
    if description.is_empty() {
        return (content, String::new());
    }
    let (whole, part) = (words::folded(&content), words::folded(&description));
    if is_within(&part, &whole) {
        (content, String::new())
    } else if is_within(&whole, &part) {
        (description, String::new())
    } else {
        (content, description)
    }
}

/// Whether `whole` says what `part` says; both are folded. How `part` ends does not matter: teasers end
/// with "read more" and the name of their site.
fn is_within(part: &str, whole: &str) -> bool {
    /// So many words at the end do not matter, but never more than half of them.
    const TAIL: usize = 12;
    const START: usize = 32;
    const MAX_PLACES: usize = 64;
    let spaces: Vec<usize> = memchr::memchr_iter(b' ', part.as_bytes()).collect();
    let ends_at = spaces.len().saturating_sub(TAIL).max(spaces.len() / 2);
    let end = spaces.get(ends_at).filter(|_| spaces.len() >= 6);
    let needed = &part.as_bytes()[..end.copied().unwrap_or(part.len())];
    if needed.len() > whole.len() {
        return false;
    }
    // A long needle costs more to prepare than a short one does to find.
    let start = &needed[..needed.len().min(START)];
    memchr::memmem::find_iter(whole.as_bytes(), start)
        .take(MAX_PLACES)
        .any(|at| whole.as_bytes()[at..].starts_with(needed))
}

fn link(raw: &RawItem, base: Option<&str>) -> Option<String> {
    let absolute = |link: &RawLink| address::absolute(&link.address, link.base.as_deref().or(base));
    let mut written = [&raw.original_link, &raw.link].into_iter().flatten();
    let id = raw.id.as_deref().filter(|_| raw.is_permalink);
    written
        .find_map(absolute)
        .or_else(|| address::absolute(id?, None))
}

fn published(raw: &RawItem) -> Option<Published> {
    let mut dates = [&raw.published, &raw.updated].into_iter().flatten();
    dates.find_map(|text| date::parse(text))
}

fn byline(own: &[String], context: &Context<'_>) -> String {
    let authors = if own.is_empty() { context.authors } else { own };
    let mut names: Vec<String> = Vec::new();
    for author in authors {
        let name = name(author);
        let is_new = !names.iter().any(|known| known.eq_ignore_ascii_case(&name));
        if is_new && !name.is_empty() && name != context.source {
            names.push(name);
        }
    }
    names.join(", ")
}

/// The name in `editor@a.org (Ann)` and `Ann <editor@a.org>`.
fn name(author: &str) -> String {
    let author = words::one_line(&entity::unescape(author));
    let with_tags = words::has_tags(&author);
    let author = if with_tags {
        html::to_line(&author)
    } else {
        author
    };
    if let Some((address, name)) = author.split_once('(')
        && address.contains('@')
    {
        return name.trim_end_matches(')').trim().to_owned();
    }
    if let Some((name, address)) = author.split_once('<')
        && address.contains('@')
        && !name.trim().is_empty()
    {
        return name.trim().trim_matches('"').to_owned();
    }
    let is_no_name = author.contains("://")
        || ["noreply@", "no-reply@", "nobody@"]
            .iter()
            .any(|start| author.starts_with(start));
    if is_no_name { String::new() } else { author }
}

fn tags(raw: &[String]) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in raw {
        let tag = words::one_line(&entity::unescape(tag));
        let is_junk = tag.is_empty()
            || tag.contains("://")
            || tag.chars().count() > MAX_TAG
            || tag.eq_ignore_ascii_case("uncategorized");
        let is_known = tags
            .iter()
            .any(|known| known.to_lowercase() == tag.to_lowercase());
        if !is_junk && !is_known && tags.len() < MAX_TAGS {
            tags.push(tag);
        }
    }
    tags
}

/// Sound and video get a link at the body's end, and so does any file of an item without a link.
fn with_enclosures(
    mut body: String,
    all: &[Enclosure],
    link: Option<&str>,
    base: Option<&str>,
) -> String {
    for enclosure in all {
        let media = enclosure
            .media
            .split('/')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let label = match media.as_str() {
            "audio" => "Audio",
            "video" => "Video",
            _ if link.is_some() => continue,
            "image" => "Image",
            _ => "Attachment",
        };
        let base = enclosure.link.base.as_deref().or(base);
        let Some(address) = address::absolute(&enclosure.link.address, base) else {
            continue;
        };
        if link == Some(address.as_str()) || body.contains(&address) {
            continue;
        }
        if !body.is_empty() {
            body.push_str("\n\n");
        }
        body.push_str(&["[", label, "](<", &address, ">)"].concat());
    }
    body
}
