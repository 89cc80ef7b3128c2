//! What is made of an item: which of its texts is the body, what its headline is, what is no news.

use std::sync::Arc;

use super::raw::{Enclosure, FeedItem, Markup, RawItem, RawLink, RawText, Texts};
use crate::briefing::{DraftStory, Published};
use crate::import::document::Item;
use crate::import::{address, date, doubled, entity, html, text, words};

/// A story gets no more of its item's tags.
const TAGS_KEPT: usize = 10;
const MAX_TAG: usize = 40;

/// What all items of a feed share.
pub(super) struct Context<'a> {
    /// Where relative addresses start from, unless an element says something else.
    pub(super) base: Option<Arc<str>>,
    /// The feed's title.
    pub(super) source: Arc<str>,
    pub(super) authors: &'a [String],
}

/// `None` for an item with neither title, text nor link.
pub(super) fn finish(raw: RawItem, context: &Context<'_>) -> Option<FeedItem> {
    let base = context.base.as_deref();
    let link = link(&raw, base).unwrap_or_default();
    let title = raw.title.as_ref().map(line).unwrap_or_default();
    let has_title = !title.is_empty();
    let mut story = DraftStory {
        headline: title,
        byline: byline(&raw.authors, context),
        tags: tags(&raw.tags),
        published: published(&raw),
        link,
        ..DraftStory::default()
    };
    let texts = Texts {
        content: raw.content,
        description: raw.description,
        enclosures: raw.enclosures,
        base: context.base.clone(),
        source: Arc::clone(&context.source),
    };
    if !has_title {
        story.headline = texts
            .headline(&story.link)
            .unwrap_or_else(|| story.link.clone());
    }
    (!story.headline.is_empty()).then_some(FeedItem {
        guid: raw.id,
        story,
        texts,
        has_title,
    })
}

impl FeedItem {
    /// The item, and whether some of its elements were nested too deep and flattened.
    pub(super) fn item(&self) -> (Item, bool) {
        let Self { story, texts, .. } = self;
        let title = if self.has_title {
            story.headline.as_str()
        } else {
            ""
        };
        let (mut body, mut summary, is_flattened) = texts.body_and_summary(title, &story.link);
        let is_headline = |text: &str| {
            !text.is_empty()
                && text.len() < 4 * story.headline.len() + 64
                && words::folded(text) == words::folded(&story.headline)
        };
        if is_headline(&summary) {
            summary.clear();
        }
        // A link in it would be lost.
        if is_headline(&body) && (self.has_title || !body.contains("://")) {
            body.clear();
        }
        let link = Some(story.link.as_str()).filter(|link| !link.is_empty());
        let story = DraftStory {
            body: with_enclosures(body, &texts.enclosures, link, texts.base.as_deref()),
            summary,
            ..story.clone()
        };
        let guid = self.guid.clone();
        (Item { guid, story }, is_flattened)
    }
}

impl Texts {
    /// A body and a summary, either of which may be empty, and whether markup was flattened. They do not
    /// say again what the item's `title` and `link` say.
    fn body_and_summary(&self, title: &str, link: &str) -> (String, String, bool) {
        let mut is_flattened = false;
        let mut as_markdown = |text: Option<&RawText>| {
            let (markdown, flat) = text.map_or((String::new(), false), |text| {
                markdown(text, self.base.as_deref())
            });
            is_flattened |= flat;
            markdown
        };
        let content = as_markdown(self.content.as_ref());
        let description = as_markdown(self.description.as_ref());
        let own = |text: String| {
            let own = doubled::without_origin(&text, title, &self.source);
            let own = doubled::without_own_link(own, link);
            doubled::without_headline(own, title).to_owned()
        };
        let (body, summary) = body_and_summary(own(content), own(description));
        (body, summary, is_flattened)
    }

    /// The start of its text as a headline.
    fn headline(&self, link: &str) -> Option<String> {
        let (body, summary, _) = self.body_and_summary("", link);
        let text = if body.is_empty() { &summary } else { &body };
        Some(words::first_words(&words::plain_start(text))).filter(|start| !start.is_empty())
    }
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
        if is_new && !name.is_empty() && *name != *context.source {
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
        if !is_junk && !is_known && tags.len() < TAGS_KEPT {
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
