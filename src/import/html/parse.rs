//! From HTML to a tree whose depth and size are bounded while it is built: html5ever looks through all
//! open elements for most tags, and a few bytes can reopen hundreds of elements.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{LocalName, TokenizerResult};
use memchr::{memchr, memchr_iter};

use super::super::document::MAX_DEPTH;
use super::tree::{Growing, NodeId, Tree};

/// No document has more nodes than this, nor more than a few for each of its tags.
const MAX_NODES: usize = 4_000_000;
const NODES_FOR_FREE: usize = 100_000;
const NODES_FOR_TAG: usize = 16;
/// A tag's attributes past this number are left out: each is compared with all before it.
const MAX_ATTRIBUTES: usize = 256;
/// A document with more tags than this that have too many attributes ends at the next one.
const MAX_LONG_TAGS: usize = 8;

/// Elements that hold no elements, and that change how the text after them is read.
const LEAVES: &[&str] = &[
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "iframe",
    "img",
    "input",
    "link",
    "meta",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
    "script",
    "source",
    "style",
    "textarea",
    "title",
    "track",
    "wbr",
    "xmp",
];

/// The tree of a document or fragment, and whether something of it was flattened or left out.
pub(crate) fn parse(html: &str) -> (Tree, bool) {
    let html = without_long_tags(html);
    let was_cut = matches!(html, Cow::Owned(_));
    let options = TreeBuilderOpts {
        // What is shown only without scripts is mostly what a script shows as well.
        scripting_enabled: true,
        drop_doctype: true,
        ..TreeBuilderOpts::default()
    };
    let bounded = Bounded {
        builder: TreeBuilder::new(Growing::new(), options),
        skipped: RefCell::default(),
        tags: Cell::new(0),
        flattened: Cell::new(was_cut),
    };
    let tokenizer = Tokenizer::new(bounded, TokenizerOpts::default());
    let input = BufferQueue::default();
    for piece in pieces(&html) {
        input.push_back(StrTendril::from_slice(piece));
    }
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    let flattened = tokenizer.sink.flattened.get();
    (tokenizer.sink.builder.sink.finish(), flattened)
}

/// Pieces that a tendril can hold.
fn pieces(html: &str) -> impl Iterator<Item = &str> {
    let mut rest = html;
    std::iter::from_fn(move || {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(1 << 24));
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Passes tokens on to the tree builder, but for tags that would make the tree too deep.
struct Bounded {
    builder: TreeBuilder<NodeId, Growing>,
    /// The tags that were not passed on and not closed yet.
    skipped: RefCell<Vec<LocalName>>,
    tags: Cell<usize>,
    flattened: Cell<bool>,
}

impl Bounded {
    fn is_full(&self) -> bool {
        let nodes = self.builder.sink.len();
        nodes > NODES_FOR_FREE
            && (nodes > MAX_NODES || nodes - NODES_FOR_FREE > NODES_FOR_TAG * self.tags.get())
    }

    fn is_too_deep(&self, tag: &Tag) -> bool {
        let mut skipped = self.skipped.borrow_mut();
        match tag.kind {
            TagKind::StartTag => {
                let too_deep = self.builder.sink.depth() as usize >= MAX_DEPTH
                    && !LEAVES.contains(&&*tag.name);
                if too_deep {
                    skipped.push(tag.name.clone());
                }
                too_deep
            }
            TagKind::EndTag => {
                let is_skipped = skipped.last() == Some(&tag.name);
                if is_skipped {
                    skipped.pop();
                }
                is_skipped
            }
        }
    }
}

impl TokenSink for Bounded {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        let is_left_out = match &token {
            Token::ParseError(_) => return TokenSinkResult::Continue,
            Token::EOFToken => false,
            Token::TagToken(tag) => {
                self.tags.set(self.tags.get() + 1);
                self.is_full() || self.is_too_deep(tag)
            }
            _ => self.is_full(),
        };
        if is_left_out {
            self.flattened.set(true);
            return TokenSinkResult::Continue;
        }
        match self.builder.process_token(token, line) {
            // Scripts are not run, and the text is decoded already.
            TokenSinkResult::Script(_) | TokenSinkResult::EncodingIndicator(_) => {
                TokenSinkResult::Continue
            }
            result => result,
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// `html` without the attributes past [`MAX_ATTRIBUTES`] of a tag.
fn without_long_tags(html: &str) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let mut kept = String::new();
    let mut from = 0;
    let mut long_tags = 0;
    let mut end = 0;
    for start in memchr_iter(b'<', bytes) {
        if start < end || !bytes.get(start + 1).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let cut;
        (end, cut) = tag_end(bytes, start);
        if let Some(cut) = cut {
            kept.push_str(&html[from..cut]);
            from = end;
            long_tags += 1;
        }
        if long_tags > MAX_LONG_TAGS {
            from = bytes.len();
            break;
        }
    }
    if long_tags == 0 {
        return Cow::Borrowed(html);
    }
    kept.push_str(&html[from..]);
    Cow::Owned(kept)
}

/// Where the tag from `start` ends, and where it is to be cut if it has too many attributes.
fn tag_end(bytes: &[u8], start: usize) -> (usize, Option<usize>) {
    let mut cut = None;
    let mut gaps = 0;
    let mut in_gap = false;
    let mut is_value = false;
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => break,
            b'"' | b'\'' if is_value => {
                let value = bytes.get(at + 1..).unwrap_or_default();
                at += 1 + memchr(byte, value).unwrap_or(value.len());
                gaps += 1;
                is_value = false;
            }
            b'=' => is_value = true,
            b' ' | b'\t' | b'\n' | b'\r' | 0x0C | b'/' => gaps += usize::from(!in_gap),
            _ => is_value = false,
        }
        in_gap = byte.is_ascii_whitespace() || byte == b'/';
        at += 1;
        if gaps > 2 * MAX_ATTRIBUTES && cut.is_none() {
            cut = Some(at.min(bytes.len()));
        }
    }
    (at.min(bytes.len()), cut)
}
