//! What the parser takes each piece of a TOML source for, so that a fault can be understood from where
//! it is instead of from the words of its message.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::parser::{Event, EventKind, RecursionGuard, parse_document};

use super::line::{is_bare, key_of};

/// The same limit as that of the `toml` crate: brackets nested deeper are not read.
const MAX_DEPTH: u32 = 80;

/// The source as pieces, in order. Where something is missing, the parser puts an empty piece.
pub(super) struct Outline<'s> {
    source: &'s str,
    pieces: Vec<Piece>,
    /// What a fault at the end of the source is in.
    at_end: Context,
}

struct Piece {
    event: Event,
    context: Context,
}

/// What a piece is in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    Line,
    /// Between the brackets of a `[header]`.
    Header,
    Array(Array),
    InlineTable,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Array {
    /// The byte of the opening bracket, of the outermost array if they are nested.
    pub(super) start: usize,
    /// For an array that is never closed, the byte that shows it: the start of a line that cannot be
    /// part of an array, or the end of the source.
    pub(super) ends: Option<usize>,
}

impl<'s> Outline<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        let tokens = Source::new(source).lex().into_vec();
        let mut events: Vec<Event> = Vec::with_capacity(tokens.len());
        let mut guard = RecursionGuard::new(&mut events, MAX_DEPTH);
        parse_document(&tokens, &mut guard, &mut ());
        drop(tokens);
        let mut contexts = Contexts::new(source);
        let mut pieces: Vec<Piece> = Vec::with_capacity(events.len());
        let mut end = 0;
        for event in events {
            // At the end of the source the parser closes what is open before the last line breaks.
            if event.span().start() < end {
                continue;
            }
            end = event.span().end();
            let context = contexts.next(event);
            pieces.push(Piece { event, context });
        }
        let at_end = contexts.at_end();
        let mut next = at_end;
        for piece in pieces.iter_mut().rev() {
            // What shows that an array is never closed comes after what is in it.
            if let (Context::Array(array), Context::Array(later)) = (&mut piece.context, next)
                && array.start == later.start
            {
                array.ends = later.ends;
            }
            next = piece.context;
        }
        Self {
            source,
            pieces,
            at_end,
        }
    }

    pub(super) fn source(&self) -> &'s str {
        self.source
    }

    /// Where the byte `at` is in the outline.
    pub(super) fn find(&self, at: usize) -> Spot<'_, 's> {
        let is_before = |piece: &Piece| {
            let span = piece.event.span();
            span.end() < at || (span.end() == at && span.start() < at)
        };
        Spot {
            outline: self,
            index: self.pieces.partition_point(is_before),
        }
    }
}

/// A place in an outline: the first piece that begins at a byte or holds it.
#[derive(Clone, Copy)]
pub(super) struct Spot<'o, 's> {
    outline: &'o Outline<'s>,
    index: usize,
}

impl<'s> Spot<'_, 's> {
    /// `None` at the end of the source.
    pub(super) fn event(self) -> Option<Event> {
        Some(self.outline.pieces.get(self.index)?.event)
    }

    pub(super) fn context(self) -> Context {
        let piece = self.outline.pieces.get(self.index);
        piece.map_or(self.outline.at_end, |piece| piece.context)
    }

    /// Whether an array is never closed, which the parser notices at the end of the source only.
    pub(super) fn is_array_open_at_end(self) -> bool {
        matches!(self.outline.at_end, Context::Array(_))
    }

    /// The piece before, white space included.
    pub(super) fn previous(self) -> Option<Event> {
        Some(self.outline.pieces[..self.index].last()?.event)
    }

    /// What the line has before this spot, from right to left, without white space.
    pub(super) fn line_before(self) -> impl Iterator<Item = Event> {
        let before = self.outline.pieces[..self.index].iter().rev();
        before
            .map(|piece| piece.event)
            .take_while(|event| event.kind() != EventKind::Newline)
            .filter(|event| event.kind() != EventKind::Whitespace)
    }

    pub(super) fn source(self) -> &'s str {
        self.outline.source
    }

    pub(super) fn text(self, event: Event) -> &'s str {
        &self.outline.source[range(event)]
    }
}

pub(super) fn range(event: Event) -> Range<usize> {
    event.span().start()..event.span().end()
}

/// Follows the brackets from one event to the next.
struct Contexts<'s> {
    source: &'s str,
    is_header: bool,
    /// The kind of each open bracket, and its byte.
    open: Vec<(EventKind, usize)>,
    ends: Option<usize>,
    is_line_start: bool,
}

impl<'s> Contexts<'s> {
    fn new(source: &'s str) -> Self {
        Self {
            source,
            is_header: false,
            open: Vec::new(),
            ends: None,
            is_line_start: true,
        }
    }

    fn next(&mut self, event: Event) -> Context {
        if self.is_line_start && event.kind() != EventKind::Whitespace {
            self.is_line_start = false;
            let start = event.span().start();
            self.ends = self.ends.or(self.ends_array(start).then_some(start));
        }
        let context = self.context();
        match event.kind() {
            EventKind::StdTableOpen | EventKind::ArrayTableOpen => self.is_header = true,
            EventKind::StdTableClose | EventKind::ArrayTableClose => self.is_header = false,
            kind @ (EventKind::ArrayOpen | EventKind::InlineTableOpen) => {
                self.open.push((kind, event.span().start()));
            }
            EventKind::ArrayClose | EventKind::InlineTableClose => {
                self.open.pop();
                self.ends = self.ends.filter(|_| !self.open.is_empty());
            }
            EventKind::Newline => (self.is_line_start, self.is_header) = (true, false),
            _ => {}
        }
        context
    }

    /// Whether an array is open, but what begins at `start` can only be the next line of a table.
    fn ends_array(&self, start: usize) -> bool {
        if !matches!(self.open.last(), Some((EventKind::ArrayOpen, _))) {
            return false;
        }
        let line = self.source[start..].split('\n').next().unwrap_or_default();
        let header = line
            .strip_prefix("[[")
            .and_then(|name| name.split(']').next());
        let is_header = header.is_some_and(|name| {
            name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_in_path)
        });
        is_header || key_of(line).is_some()
    }

    fn context(&self) -> Context {
        let is_array = |(kind, _): &&(EventKind, usize)| *kind == EventKind::ArrayOpen;
        match (self.open.last(), self.open.iter().find(is_array)) {
            (None, _) if self.is_header => Context::Header,
            (None, _) => Context::Line,
            (Some((EventKind::ArrayOpen, _)), Some(&(_, start))) => Context::Array(Array {
                start,
                ends: self.ends,
            }),
            _ => Context::InlineTable,
        }
    }

    fn at_end(&self) -> Context {
        match self.context() {
            Context::Array(array) => Context::Array(Array {
                ends: array.ends.or(Some(self.source.len())),
                ..array
            }),
            other => other,
        }
    }
}

fn is_in_path(c: char) -> bool {
    is_bare(c) || c == '.' || c == ' '
}
