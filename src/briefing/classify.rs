//! Telling the faults of TOML apart by what the source has where the parser has noticed one. The
//! parser's own messages are for people: nothing here depends on their words.

use std::ops::Range;

use jiff::civil::Date;
use toml_parser::decoder::Encoding;
use toml_parser::parser::{Event, EventKind};

use super::line::is_bare;
use super::outline::{Array, Context, Outline, Spot, range};
use super::syntax::SyntaxFault;

/// A fault with its place.
pub(super) struct Located {
    pub(super) fault: SyntaxFault,
    /// Where the fault is, if that is not where the parser noticed it: what is never closed is at
    /// fault where it opens.
    pub(super) span: Option<Range<usize>>,
    /// The end of the text that cannot be read because of it, if that is not the end of the line.
    pub(super) end: Option<usize>,
}

/// The fault that the parser has noticed at the byte `at`.
pub(super) fn classify(outline: &Outline<'_>, at: usize) -> Located {
    let spot = outline.find(at);
    let here = |fault| Located {
        fault,
        span: None,
        end: None,
    };
    if let Some(fault) = forbidden_character(outline.source(), at) {
        return here(fault);
    }
    if let Some(text) = spot.previous().filter(|text| is_unclosed(*text, spot)) {
        let start = range(text).start;
        return match text.encoding() {
            Some(Encoding::MlBasicString | Encoding::MlLiteralString) => Located {
                span: Some(start..start + 3),
                ..here(SyntaxFault::UnclosedBlock)
            },
            _ => here(SyntaxFault::UnclosedText),
        };
    }
    match spot.context() {
        Context::Array(Array { start, ends }) => match in_array(spot, at) {
            fault if ends.is_some() || fault == SyntaxFault::UnclosedArray => Located {
                fault: SyntaxFault::UnclosedArray,
                span: Some(start..start + 1),
                // The rest of the file is not lost for it.
                end: ends.filter(|&end| end < outline.source().len()),
            },
            fault => here(fault),
        },
        Context::InlineTable => here(in_inline_table(spot, at)),
        Context::Header => here(in_header(spot, at)),
        Context::Line => here(in_line(spot, at)),
    }
}

fn forbidden_character(source: &str, at: usize) -> Option<SyntaxFault> {
    let (before, after) = (source.get(..at)?, source.get(at..)?);
    let is_lone = |rest: &str| rest.starts_with('\r') && !rest.starts_with("\r\n");
    // The parser points at a carriage return in a text, and after one that should end a line.
    if is_lone(after) || (before.ends_with('\r') && !after.starts_with('\n')) {
        return Some(SyntaxFault::LoneCarriageReturn);
    }
    let is_control = |c: char| c.is_control() && !matches!(c, '\t' | '\r' | '\n');
    let is_control = after.starts_with(is_control);
    is_control.then_some(SyntaxFault::ControlCharacter)
}

fn is_unclosed(event: Event, spot: Spot<'_, '_>) -> bool {
    let text = spot.text(event);
    let (quotes, escapes) = match event.encoding() {
        None => return false,
        Some(Encoding::BasicString) => ("\"", true),
        Some(Encoding::LiteralString) => ("'", false),
        Some(Encoding::MlBasicString) => ("\"\"\"", true),
        Some(Encoding::MlLiteralString) => ("'''", false),
    };
    let inside = text
        .strip_prefix(quotes)
        .and_then(|text| text.strip_suffix(quotes));
    let is_escaped = |inside: &str| {
        let backslashes = inside.len() - inside.trim_end_matches('\\').len();
        escapes && backslashes % 2 == 1
    };
    inside.is_none_or(is_escaped)
}

fn in_array(spot: Spot<'_, '_>, at: usize) -> SyntaxFault {
    let Some(event) = spot.event() else {
        return SyntaxFault::UnclosedArray;
    };
    let is_empty = range(event).is_empty();
    match event.kind() {
        EventKind::Scalar => scalar(spot, event, at),
        EventKind::ArrayOpen | EventKind::InlineTableOpen if !is_empty => SyntaxFault::TooDeep,
        EventKind::ValueSep if is_empty => SyntaxFault::MissingComma,
        EventKind::Error if spot.text(event) == "," => SyntaxFault::ExtraComma,
        EventKind::Whitespace | EventKind::Comment | EventKind::Newline
            if spot.is_array_open_at_end() =>
        {
            SyntaxFault::UnclosedArray
        }
        EventKind::Error | EventKind::ArrayOpen | EventKind::InlineTableOpen => {
            SyntaxFault::InvalidArray
        }
        _ => ends_wrongly(spot.previous()),
    }
}

/// What is wrong at the end of `value`, where nothing else is wrong.
fn ends_wrongly(value: Option<Event>) -> SyntaxFault {
    let is_bare = |value: &Event| value.kind() == EventKind::Scalar && value.encoding().is_none();
    match value.filter(is_bare) {
        Some(_) => SyntaxFault::Unquoted,
        None => SyntaxFault::Unknown,
    }
}

fn in_inline_table(spot: Spot<'_, '_>, at: usize) -> SyntaxFault {
    match spot.event() {
        Some(event) if event.kind() == EventKind::Scalar && !range(event).is_empty() => {
            scalar(spot, event, at)
        }
        Some(event) if event.kind() == EventKind::SimpleKey && !range(event).is_empty() => {
            let before = spot.line_before().next().map(|before| before.kind());
            match before {
                Some(EventKind::InlineTableOpen | EventKind::ValueSep | EventKind::KeySep) => {
                    key(spot, event, at)
                }
                _ if is_inside_escaping(event, at) => SyntaxFault::Escape,
                _ => SyntaxFault::InvalidInlineTable,
            }
        }
        _ => SyntaxFault::InvalidInlineTable,
    }
}

fn in_header(spot: Spot<'_, '_>, at: usize) -> SyntaxFault {
    match spot.event() {
        Some(event) if event.kind() == EventKind::SimpleKey => match key(spot, event, at) {
            SyntaxFault::MissingKey => SyntaxFault::MissingName,
            SyntaxFault::DuplicateKey => SyntaxFault::DuplicateHeader,
            fault => fault,
        },
        _ => match spot.line_before().next().map(|before| before.kind()) {
            Some(EventKind::SimpleKey) => SyntaxFault::UnclosedHeader,
            _ => SyntaxFault::MissingName,
        },
    }
}

/// A fault outside all brackets.
fn in_line(spot: Spot<'_, '_>, at: usize) -> SyntaxFault {
    let event = spot.event();
    match event.map(|event| (event, event.kind())) {
        Some((event, EventKind::SimpleKey)) => return key(spot, event, at),
        Some((event, EventKind::Scalar)) => return scalar(spot, event, at),
        Some((event, EventKind::ArrayOpen | EventKind::InlineTableOpen)) => {
            return if range(event).is_empty() {
                SyntaxFault::StrayBracket
            } else {
                SyntaxFault::TooDeep
            };
        }
        _ => {}
    }
    let Some(before) = spot.line_before().next() else {
        return match event.map(|event| spot.text(event)) {
            Some("]" | "}") => SyntaxFault::StrayBracket,
            _ => SyntaxFault::MissingKey,
        };
    };
    let is_wrong = event.is_some_and(|event| event.kind() == EventKind::Error);
    match before.kind() {
        EventKind::SimpleKey if is_colon(spot, at) => SyntaxFault::ColonForEquals,
        EventKind::SimpleKey if is_in_key(spot, at) => SyntaxFault::SpaceInKey,
        EventKind::SimpleKey => SyntaxFault::MissingEquals,
        EventKind::KeyValSep => SyntaxFault::ExtraEquals,
        _ if !is_wrong => ends_wrongly(spot.previous()),
        EventKind::Scalar if before.encoding().is_some() => SyntaxFault::AfterText,
        EventKind::Scalar | EventKind::ArrayClose | EventKind::InlineTableClose => {
            SyntaxFault::AfterValue
        }
        EventKind::StdTableClose | EventKind::ArrayTableClose => SyntaxFault::AfterHeader,
        _ => SyntaxFault::Unknown,
    }
}

fn key(spot: Spot<'_, '_>, event: Event, at: usize) -> SyntaxFault {
    let written = spot.text(event);
    match event.encoding() {
        _ if written.is_empty() => SyntaxFault::MissingKey,
        _ if is_inside_escaping(event, at) => SyntaxFault::Escape,
        None if is_colon(spot, at) => SyntaxFault::ColonForEquals,
        // The parser points at the character.
        None if !spot.source()[at..].starts_with(is_bare) => SyntaxFault::InvalidKey,
        Some(Encoding::MlBasicString | Encoding::MlLiteralString) => SyntaxFault::BlockForKey,
        _ => SyntaxFault::DuplicateKey,
    }
}

fn scalar(spot: Spot<'_, '_>, event: Event, at: usize) -> SyntaxFault {
    if is_inside_escaping(event, at) {
        return SyntaxFault::Escape;
    }
    if event.encoding().is_some() {
        return SyntaxFault::Unknown;
    }
    let written = spot.text(event);
    let mut before = spot.line_before();
    let equals = before.next().map(|event| event.kind());
    let key = before
        .next()
        .filter(|_| equals == Some(EventKind::KeyValSep))
        .map(|key| spot.text(key));
    if written.starts_with(['“', '”', '‘', '’']) {
        SyntaxFault::CurlyQuotes
    } else if starts_as(written, "0000-") || starts_as(written, "00:") || key == Some("date") {
        date(written)
    } else if written.is_empty() {
        SyntaxFault::MissingValue
    } else {
        SyntaxFault::Unquoted
    }
}

/// What is wrong in something that is meant as a date.
fn date(written: &str) -> SyntaxFault {
    let number = |place: Range<usize>| written.get(place)?.parse::<i16>().ok();
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
        return SyntaxFault::NotADate;
    };
    if !starts_as(written, "0000-00-00") {
        return SyntaxFault::NotADate;
    }
    let Ok(first) = Date::new(year, i8::try_from(month).unwrap_or(0), 1) else {
        return SyntaxFault::NoSuchMonth;
    };
    let days = first.days_in_month();
    if (1..=i16::from(days)).contains(&day) {
        SyntaxFault::NotADate
    } else {
        SyntaxFault::NoSuchDay { days }
    }
}

/// Whether `text` starts with characters like those of `pattern`, in which `0` stands for any digit.
fn starts_as(text: &str, pattern: &str) -> bool {
    let fits = |(byte, like): (u8, u8)| match like {
        b'0' => byte.is_ascii_digit(),
        like => byte == like,
    };
    text.len() >= pattern.len() && text.bytes().zip(pattern.bytes()).all(fits)
}

/// Whether `at` is within a text that may have escapes, after its opening quote.
fn is_inside_escaping(event: Event, at: usize) -> bool {
    let encoding = event.encoding();
    matches!(
        encoding,
        Some(Encoding::BasicString | Encoding::MlBasicString)
    ) && (range(event).start + 1..range(event).end).contains(&at)
}

/// Whether only words come before the next equals sign of the line.
fn is_in_key(spot: Spot<'_, '_>, at: usize) -> bool {
    let rest = spot.source()[at..].lines().next().unwrap_or_default();
    let is_word = |word: &str| word.chars().all(is_bare);
    rest.split_once('=')
        .is_some_and(|(words, _)| words.split_whitespace().all(is_word))
}

/// Whether a colon is at `at`, or before it with nothing but spaces between.
fn is_colon(spot: Spot<'_, '_>, at: usize) -> bool {
    let source = spot.source();
    source[at..].starts_with(':') || source[..at].trim_end_matches([' ', '\t']).ends_with(':')
}
