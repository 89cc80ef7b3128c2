//! The elements of RSS, RDF and Atom. One reading for all of them, since feeds mix them freely.

use std::borrow::Cow;

use super::namespace::Namespace;
use super::raw::{
    Enclosure, MAX_AUTHORS, MAX_ENCLOSURES, MAX_TAGS, Markup, RawFeed, RawItem, RawLink, RawText,
    set, set_link, set_text,
};
use super::tag::Tag;
use super::xml::{Token, Xml};
use crate::import::document::MAX_ITEMS;
use crate::import::encoding;

/// Reads all items up to the end, or to where the markup can no longer be read. An item that has no end
/// is left out.
pub(super) fn read(xml: &mut Xml<'_>) -> RawFeed {
    let mut feed = RawFeed::default();
    while let Some(token) = xml.next() {
        let Token::Start(tag) = token else {
            continue;
        };
        if tag.namespace == Namespace::Feed && is_any(tag, &["item", "entry"]) {
            let Some(item) = item(xml, tag) else {
                break;
            };
            if feed.items.len() < MAX_ITEMS {
                feed.items.push(item);
            } else {
                feed.left_out += 1;
            }
        } else {
            of_feed(xml, tag, &mut feed);
        }
    }
    feed
}

fn of_feed(xml: &mut Xml<'_>, tag: Tag<'_>, feed: &mut RawFeed) {
    match (tag.namespace, &*lower(tag.local())) {
        (Namespace::Feed, "rss" | "rdf" | "feed" | "channel") => feed.is_known = true,
        (Namespace::Feed | Namespace::DublinCore, "title") => {
            let title = text(xml, tag);
            set_text(&mut feed.title, title);
        }
        (Namespace::Feed, "id") => set(&mut feed.id, &xml.inner().text),
        (Namespace::Feed, "link") => {
            let base = xml.base();
            if let Some(address) = tag.attribute("href") {
                let link = RawLink { address, base };
                match tag.attribute("rel").as_deref() {
                    None | Some("alternate" | "") => set_link(&mut feed.link, link),
                    Some("self") => set_link(&mut feed.itself, link),
                    Some(_) => {}
                }
                xml.skip();
            } else {
                let address = xml.inner().text;
                set_link(&mut feed.link, RawLink { address, base });
            }
        }
        (Namespace::Feed | Namespace::Itunes, "author") | (Namespace::DublinCore, "creator") => {
            author(xml, &mut feed.authors);
        }
        // These have titles and links of their own.
        (Namespace::Feed, "image" | "textinput" | "source") | (Namespace::Itunes, "owner") => {
            xml.skip();
        }
        _ => {}
    }
}

/// `None` if the document ends before the item does.
fn item(xml: &mut Xml<'_>, tag: Tag<'_>) -> Option<RawItem> {
    let mut item = RawItem {
        is_permalink: true,
        ..RawItem::default()
    };
    let depth = xml.depth();
    let mut content = Ranked::default();
    let mut description = Ranked::default();
    let mut title = Ranked::default();
    let mut spoken = Ranked::default();
    // RDF and the Channel Definition Format have these as attributes.
    let about = tag.attribute("about");
    let address = tag.attribute("href").unwrap_or_default();
    set_link(
        &mut item.link,
        RawLink {
            address,
            base: xml.base(),
        },
    );
    set(
        &mut item.updated,
        &tag.attribute("lastmod").unwrap_or_default(),
    );
    loop {
        match xml.next()? {
            Token::End if xml.depth() < depth => break,
            Token::End | Token::Text(_) => {}
            Token::Start(tag) => match (tag.namespace, &*lower(tag.local())) {
                (Namespace::Feed, "title") => title.offer(3, text(xml, tag)),
                (Namespace::DublinCore, "title") => title.offer(2, text(xml, tag)),
                (Namespace::Media, "title") => title.offer(1, text(xml, tag)),
                (Namespace::Content, "encoded") => content.offer(3, text(xml, tag)),
                (Namespace::Feed, "content") => content_of_atom(xml, tag, &mut item, &mut content),
                (Namespace::Xhtml, "body" | "div") | (Namespace::Feed, "body" | "fullitem") => {
                    content.offer(1, text(xml, tag));
                }
                (Namespace::Feed, "description") => description.offer(5, text(xml, tag)),
                (Namespace::Feed, "summary" | "abstract") => description.offer(4, text(xml, tag)),
                (Namespace::DublinCore, "description" | "abstract") => {
                    description.offer(3, text(xml, tag));
                }
                (Namespace::Itunes, "summary") => spoken.offer(1, text(xml, tag)),
                (Namespace::Media, "description" | "text") => description.offer(1, text(xml, tag)),
                // What is in a group counts as if it were not.
                (Namespace::Media, "group") => {}
                _ => field(xml, tag, &mut item),
            },
        }
    }
    item.title = title.text;
    item.content = content.text;
    let length = |ranked: &Ranked| ranked.text.as_ref().map_or(0, |text| text.text.len());
    // Podcasts often describe an episode twice, the second time in full.
    let is_fuller = length(&spoken) > length(&description);
    item.description = if is_fuller {
        spoken.text
    } else {
        description.text
    };
    if item.id.is_none() {
        set(&mut item.id, about.as_deref().unwrap_or_default());
    }
    Some(item)
}

/// Everything but the texts.
fn field(xml: &mut Xml<'_>, tag: Tag<'_>, item: &mut RawItem) {
    match (tag.namespace, &*lower(tag.local())) {
        (Namespace::Feed, "link") => link(xml, tag, item),
        (Namespace::FeedBurner, "origlink") => {
            let link = RawLink {
                base: None,
                address: xml.inner().text,
            };
            set_link(&mut item.original_link, link);
        }
        (Namespace::Feed, "guid" | "id") | (Namespace::DublinCore, "identifier") => {
            let says_no = tag
                .attribute("ispermalink")
                .is_some_and(|says| says.eq_ignore_ascii_case("false"));
            if item.id.is_none() {
                item.is_permalink = !says_no;
            }
            set(&mut item.id, &xml.inner().text);
        }
        (Namespace::Feed, "pubdate" | "published" | "issued")
        | (Namespace::DublinCore, "date" | "issued") => set(&mut item.published, &xml.inner().text),
        (Namespace::Feed, "updated" | "modified" | "lastbuilddate" | "created" | "date")
        | (Namespace::DublinCore, "modified" | "created") => {
            set(&mut item.updated, &xml.inner().text);
        }
        (Namespace::Feed | Namespace::Itunes, "author")
        | (Namespace::DublinCore, "creator" | "author") => {
            author(xml, &mut item.authors);
        }
        (Namespace::Feed, "category") | (Namespace::DublinCore, "subject") => {
            let named = tag.attribute("label").or_else(|| tag.attribute("term"));
            let written = xml.inner().text;
            push_tag(item, &named.unwrap_or(written));
        }
        (Namespace::Itunes, "keywords") => {
            let words = xml.inner().text;
            words.split(',').for_each(|word| push_tag(item, word));
        }
        (Namespace::Feed, "enclosure") => {
            push_enclosure(xml, tag, "url", item);
            xml.skip();
        }
        _ => xml.skip(),
    }
}

fn link(xml: &mut Xml<'_>, tag: Tag<'_>, item: &mut RawItem) {
    let base = xml.base();
    let Some(address) = tag.attribute("href") else {
        let address = xml.inner().text;
        set_link(&mut item.link, RawLink { address, base });
        return;
    };
    match tag.attribute("rel").as_deref() {
        None | Some("alternate" | "") => set_link(&mut item.link, RawLink { address, base }),
        Some("enclosure") => push_enclosure(xml, tag, "href", item),
        Some(_) => {}
    }
    xml.skip();
}

fn push_enclosure(xml: &Xml<'_>, tag: Tag<'_>, attribute: &str, item: &mut RawItem) {
    if let Some(address) = tag.attribute(attribute)
        && item.enclosures.len() < MAX_ENCLOSURES
    {
        let link = RawLink {
            address,
            base: xml.base(),
        };
        let media = tag.attribute("type").unwrap_or_default();
        item.enclosures.push(Enclosure { link, media });
    }
}

fn push_tag(item: &mut RawItem, tag: &str) {
    if item.tags.len() < MAX_TAGS {
        item.tags.push(tag.to_owned());
    }
}

/// Atom's content may be elsewhere, or no text at all.
fn content_of_atom(xml: &mut Xml<'_>, tag: Tag<'_>, item: &mut RawItem, content: &mut Ranked) {
    if let Some(address) = tag.attribute("src") {
        let base = xml.base();
        set_link(&mut item.link, RawLink { address, base });
    }
    let is_text = tag.attribute("type").is_none_or(|media| {
        let media = media.to_ascii_lowercase();
        let text = ["text/", "xml", "html", "octet-stream"];
        !media.contains('/') || text.iter().any(|part| media.contains(part))
    });
    if is_text {
        content.offer(2, text(xml, tag));
    } else {
        xml.skip();
    }
}

fn text(xml: &mut Xml<'_>, tag: Tag<'_>) -> RawText {
    let base = xml.base();
    let declared = tag
        .attribute("type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let is_base64 = declared == "application/octet-stream"
        || tag
            .attribute("mode")
            .is_some_and(|mode| mode.eq_ignore_ascii_case("base64"));
    let inner = xml.inner();
    let markup = match declared.as_str() {
        _ if inner.is_markup => Markup::Html,
        "html" | "text/html" => Markup::Html,
        "text" => Markup::Plain,
        _ => Markup::Unknown,
    };
    let text = if is_base64 && !inner.is_markup {
        let bytes = encoding::base64(inner.text.as_bytes());
        encoding::decode(&bytes).into_owned()
    } else {
        inner.text
    };
    RawText { text, markup, base }
}

/// An author is a text in RSS and has parts in Atom.
fn author(xml: &mut Xml<'_>, authors: &mut Vec<String>) {
    let (depth, mut written, mut name, mut email) = (xml.depth(), String::new(), None, None);
    while let Some(token) = xml.next() {
        match token {
            Token::End if xml.depth() < depth => break,
            Token::End => {}
            Token::Text(text) => written.push_str(&text),
            Token::Start(tag) => match tag.local() {
                "name" => set(&mut name, &xml.inner().text),
                "email" => set(&mut email, &xml.inner().text),
                "Person" | "Agent" | "Description" => {}
                _ => xml.skip(),
            },
        }
    }
    let author = name.or(email).unwrap_or(written);
    if authors.len() < MAX_AUTHORS && !author.trim().is_empty() {
        authors.push(author);
    }
}

/// Several elements that may hold the same text: the one of the highest rank counts.
#[derive(Default)]
struct Ranked {
    rank: u8,
    text: Option<RawText>,
}

impl Ranked {
    fn offer(&mut self, rank: u8, text: RawText) {
        if rank > self.rank && !text.text.trim().is_empty() {
            *self = Self {
                rank,
                text: Some(text),
            };
        }
    }
}

fn is_any(tag: Tag<'_>, names: &[&str]) -> bool {
    names
        .iter()
        .any(|name| tag.local().eq_ignore_ascii_case(name))
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}
