//! XML as it is found in feeds: elements, text and bases, whatever is wrong with the markup.

use std::borrow::Cow;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::errors::{Error, SyntaxError};
use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;

use super::namespace::{Namespace, by_address, by_prefix};
use super::tag::Tag;
use crate::import::document::MAX_DEPTH;
use crate::import::{address, entity};

/// Where a `<` begins no tag, reading goes on behind it, this often at most, so that no input takes
/// quadratic time.
const MAX_RESTARTS: usize = 10_000;
/// Of these restarts, so many may be at a `<` for which the whole rest was searched in vain.
const MAX_LONG_RESTARTS: usize = 16;
const MAX_BOGUS_TAG: usize = 4 << 10;
/// Ends of elements that are not open are looked up this often; later ones only end the innermost.
const MAX_UNMATCHED: usize = 100_000;
const MAX_NAMESPACES: usize = 64;

pub(in crate::import) enum Token<'a> {
    Start(Tag<'a>),
    End,
    /// Its references are resolved.
    Text(Cow<'a, str>),
}

/// What an element holds.
#[derive(Default)]
pub(in crate::import) struct Inner {
    /// Plain text; or HTML, if there were elements in it.
    pub(in crate::import) text: String,
    pub(in crate::import) is_markup: bool,
}

/// Where and why reading ended early.
pub(in crate::import) struct Cut {
    /// A byte of the source.
    pub(in crate::import) at: usize,
    pub(in crate::import) why: String,
}

pub(in crate::import) struct Xml<'a> {
    source: &'a str,
    reader: Reader<&'a [u8]>,
    /// The byte of `source` where `reader` started.
    reader_start: usize,
    open: Vec<Open<'a>>,
    /// How many open elements end next.
    closing: usize,
    /// The tag to start once they have ended.
    waiting: Option<(Tag<'a>, bool)>,
    namespaces: Vec<(&'a str, Namespace)>,
    restarts: usize,
    long_restarts: usize,
    unmatched: usize,
    /// Starts that were left out for their depth and have not ended.
    too_deep: usize,
    pub(in crate::import) is_flattened: bool,
    pub(in crate::import) cut: Option<Cut>,
}

struct Open<'a> {
    name: &'a str,
    base: Option<Arc<str>>,
}

impl<'a> Xml<'a> {
    pub(in crate::import) fn new(source: &'a str) -> Self {
        let mut xml = Self {
            source,
            reader: reader(""),
            reader_start: 0,
            open: Vec::new(),
            closing: 0,
            waiting: None,
            namespaces: Vec::new(),
            restarts: 0,
            long_restarts: 0,
            unmatched: 0,
            too_deep: 0,
            is_flattened: false,
            cut: None,
        };
        xml.start_reading(0);
        xml
    }

    /// How many elements are open.
    pub(in crate::import) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The innermost `xml:base`, absolute unless the document gives none that is.
    pub(in crate::import) fn base(&self) -> Option<Arc<str>> {
        self.open.last().and_then(|open| open.base.clone())
    }

    /// `None` at the end, of which [`Self::cut`] tells whether it came early.
    pub(in crate::import) fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.closing > 0 {
                self.closing -= 1;
                self.open.pop();
                return Some(Token::End);
            }
            if let Some((tag, is_empty)) = self.waiting.take() {
                self.push(tag, is_empty);
                return Some(Token::Start(tag));
            }
            let from = self.position();
            match self.event()? {
                Event::Start(_) => self.start(from, false),
                Event::Empty(_) => self.start(from, true),
                Event::End(_) => self.end(from),
                Event::Text(text) => return Some(Token::Text(text.into_inner())),
                Event::CData(text) => return Some(Token::Text(text.into_inner())),
                Event::GeneralRef(name) => {
                    let text = entity::resolve(&name).unwrap_or_else(|| format!("&{};", &*name));
                    return Some(Token::Text(text.into()));
                }
                _ => {}
            }
        }
    }

    /// Everything to the end of the innermost element.
    pub(in crate::import) fn inner(&mut self) -> Inner {
        let (depth, mut inner) = (self.depth(), Inner::default());
        let mut names: Vec<&str> = Vec::new();
        while let Some(token) = self.next() {
            match token {
                Token::End if self.depth() < depth => break,
                Token::End => {
                    if let Some(name) = names.pop().filter(|name| !is_void(name)) {
                        inner.text.push_str(&["</", name, ">"].concat());
                    }
                }
                Token::Text(text) if inner.is_markup => inner.text.push_str(&escaped(&text)),
                Token::Text(text) => inner.text.push_str(&text),
                Token::Start(tag) => {
                    if !inner.is_markup {
                        inner = Inner {
                            text: escaped(&inner.text),
                            is_markup: true,
                        };
                    }
                    names.push(tag.local());
                    inner
                        .text
                        .push_str(&["<", tag.local(), tag.attributes, ">"].concat());
                }
            }
        }
        inner
    }

    /// Passes over everything to the end of the innermost element.
    pub(in crate::import) fn skip(&mut self) {
        let depth = self.depth();
        while self.depth() >= depth && self.next().is_some() {}
    }

    fn position(&self) -> usize {
        let in_reader = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        self.reader_start
            .saturating_add(in_reader)
            .min(self.source.len())
    }

    /// The next piece of markup or text. A `<` that begins none is text.
    fn event(&mut self) -> Option<Event<'a>> {
        let from = self.position();
        match self.reader.read_event() {
            Ok(Event::Eof) => {
                if !self.open.is_empty() {
                    let name = self.open.last().map(|open| open.name).unwrap_or_default();
                    self.end_early(from, format!("it ends before </{name}>"));
                }
                None
            }
            Ok(event @ (Event::Start(_) | Event::Empty(_) | Event::End(_))) => {
                let raw = &self.source[from..self.position()];
                let name = raw.trim_start_matches(['<', '/']);
                let is_tag = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
                if is_tag || raw.len() > MAX_BOGUS_TAG || self.restarts == MAX_RESTARTS {
                    return Some(event);
                }
                Some(self.restart(from))
            }
            Ok(event) => Some(event),
            Err(error) => {
                let rest = &self.source[from..];
                let is_tag = matches!(
                    error,
                    Error::Syntax(
                        SyntaxError::UnclosedTag
                            | SyntaxError::UnclosedSingleQuotedAttributeValue
                            | SyntaxError::UnclosedDoubleQuotedAttributeValue
                            | SyntaxError::InvalidBangMarkup
                    )
                );
                let goes_on = rest.starts_with('<') && rest[1..].contains('<');
                if is_tag && goes_on && self.long_restarts < MAX_LONG_RESTARTS {
                    self.long_restarts += 1;
                    return Some(self.restart(from));
                }
                self.end_early(from, error.to_string());
                None
            }
        }
    }

    /// Reads from the byte `from` on. A reader does not count a byte order mark at its start.
    fn start_reading(&mut self, from: usize) {
        let rest = self.source[from..].trim_start_matches('\u{FEFF}');
        self.reader_start = self.source.len() - rest.len();
        self.reader = reader(rest);
    }

    /// Takes the `<` at `from` for text and goes on behind it.
    fn restart(&mut self, from: usize) -> Event<'a> {
        self.restarts += 1;
        self.start_reading(from + 1);
        Event::Text(quick_xml::events::BytesText::from_escaped("<"))
    }

    fn end_early(&mut self, at: usize, why: String) {
        if self.cut.is_none() {
            self.cut = Some(Cut { at, why });
        }
    }

    fn start(&mut self, from: usize, is_empty: bool) {
        let raw = &self.source[from..self.position()];
        let raw = raw.trim_start_matches('<').trim_end_matches('>');
        let raw = if is_empty {
            raw.trim_end_matches('/')
        } else {
            raw
        };
        let name_end = raw.find(char::is_whitespace).unwrap_or(raw.len());
        let (name, attributes) = raw.split_at(name_end);
        if self.open.len() == MAX_DEPTH {
            self.is_flattened = true;
            self.too_deep += usize::from(!is_empty);
            return;
        }
        let namespace = self.namespace(name, attributes);
        let tag = Tag {
            name,
            namespace,
            attributes,
            at: from,
        };
        // An item in an item means that the first one lacks its end.
        if matches!(tag.local(), "item" | "entry")
            && let Some(at) = self.open.iter().position(|open| open.name == name)
        {
            self.closing = self.open.len() - at;
        }
        self.waiting = Some((tag, is_empty));
    }

    fn push(&mut self, tag: Tag<'a>, is_empty: bool) {
        let outer = self.base();
        let own = tag
            .attributes
            .contains("base")
            .then(|| tag.base())
            .flatten();
        let base = own.map(|own| {
            let absolute = address::absolute(&own, outer.as_deref());
            absolute.unwrap_or(own).into()
        });
        self.open.push(Open {
            name: tag.name,
            base: base.or(outer),
        });
        self.closing = usize::from(is_empty);
    }

    /// Ends the innermost open element of that name and all within it.
    fn end(&mut self, from: usize) {
        let raw = &self.source[from..self.position()];
        let name = raw
            .trim_start_matches(['<', '/'])
            .trim_end_matches('>')
            .trim_end();
        let is_innermost = self.open.last().is_some_and(|open| open.name == name);
        if is_innermost && self.too_deep > 0 {
            self.too_deep -= 1;
        } else if is_innermost {
            self.closing = 1;
        } else if self.unmatched < MAX_UNMATCHED {
            match self.open.iter().rposition(|open| open.name == name) {
                Some(at) => {
                    self.closing = self.open.len() - at;
                    self.too_deep = 0;
                }
                None => self.unmatched += 1,
            }
        }
    }

    fn namespace(&mut self, name: &'a str, attributes: &'a str) -> Namespace {
        let mut own_default = None;
        if attributes.contains("xmlns") {
            let mut all = Attributes::html(attributes, 0);
            for attribute in all.with_checks(false).flatten() {
                let key = attribute.key.as_ref();
                let namespace = by_address(&attribute.value);
                if key == "xmlns" {
                    own_default = Some(namespace);
                } else if let Some(prefix) = key.strip_prefix("xmlns:") {
                    // The attribute's own lifetime is shorter than that of the source.
                    let at = attributes
                        .find(key)
                        .map_or(0, |at| at + key.len() - prefix.len());
                    self.declare(&attributes[at..at + prefix.len()], namespace);
                }
            }
        }
        match name.split_once(':') {
            Some((prefix, _)) => {
                let declared = self
                    .namespaces
                    .iter()
                    .find(|(declared, _)| *declared == prefix);
                declared.map_or_else(|| by_prefix(prefix), |&(_, namespace)| namespace)
            }
            None => match own_default {
                None | Some(Namespace::Other) => Namespace::Feed,
                Some(namespace) => namespace,
            },
        }
    }

    fn declare(&mut self, prefix: &'a str, namespace: Namespace) {
        let is_full = self.namespaces.len() == MAX_NAMESPACES;
        let mut known = self.namespaces.iter_mut();
        if let Some((_, known)) = known.find(|(known, _)| *known == prefix) {
            *known = namespace;
        } else if !is_full {
            self.namespaces.push((prefix, namespace));
        }
    }
}

fn reader(source: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(source);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    reader
}

fn is_void(name: &str) -> bool {
    let void = [
        "area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
        "wbr",
    ];
    void.iter().any(|void| name.eq_ignore_ascii_case(void))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
