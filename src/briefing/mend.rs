//! Reading on after broken TOML: a line that cannot be read is reported once and blanked out, so that
//! everything after it is read, and judged, as if it were not there.

use std::borrow::Cow;
use std::ops::Range;

use toml::de::Error;

use super::classify::classify;
use super::format::Format;
use super::line::line_at;
use super::outline::Outline;
use super::syntax::SyntaxFault;

/// The most lines that are blanked out in one file, and the most bytes that are parsed for that.
const MAX_LINES: usize = 32;
const MAX_PARSED: usize = 64 * 1024 * 1024;

/// A fault of the TOML of a file.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) span: Range<usize>,
    pub(super) fault: SyntaxFault,
    /// The lines that cannot be read because of it, if it loses what follows.
    lines: Range<usize>,
    /// The parser's own words, for a fault that is unknown here.
    detail: String,
}

/// The source with the lines blanked out that cannot be read, so that all else keeps its place, and
/// every fault of its TOML. `errors` are those that the parser has found in `source`; `errors_of` finds
/// them in a text that has been mended.
pub(super) fn mend(
    source: &str,
    mut errors: Vec<Error>,
    errors_of: impl Fn(&str) -> Vec<Error>,
) -> (Cow<'_, str>, Vec<Broken>) {
    let mut text = Cow::Borrowed(source);
    let mut all: Vec<Broken> = Vec::new();
    let rounds = MAX_LINES.min(MAX_PARSED / source.len().max(1));
    for round in 0..=rounds {
        let mut broken = broken_in(&text, &errors);
        // A header that is left out would leave its keys to the table before it.
        let is_header = |broken: &Broken| text[broken.lines.clone()].trim_start().starts_with('[');
        let loses = broken
            .iter()
            .position(|broken| broken.fault.loses_what_follows() && !is_header(broken));
        let Some(first) = loses.filter(|_| round < rounds) else {
            all.append(&mut broken);
            break;
        };
        let lines = broken[first].lines.clone();
        text = Cow::Owned(blanked(&text, lines.clone()));
        // The first fault in them may be the cause of the others.
        all.extend(
            broken
                .into_iter()
                .find(|broken| lines.contains(&broken.span.start) || broken.lines == lines),
        );
        errors = errors_of(&text);
    }
    (text, all)
}

impl Broken {
    /// What is wrong, where the line was probably `meant` to be this.
    pub(super) fn message(&self, meant: Option<&str>) -> String {
        if self.fault == SyntaxFault::Unquoted && meant.is_some_and(|line| !line.contains('"')) {
            return "bare word as a value".to_owned();
        }
        self.fault.message().unwrap_or_else(|| self.detail.clone())
    }

    /// What the line was probably meant to be, as far as the format knows that.
    pub(super) fn meant(&self, source: &str, format: &Format) -> Option<String> {
        let is_of_line = matches!(
            self.fault,
            SyntaxFault::Unquoted
                | SyntaxFault::CurlyQuotes
                | SyntaxFault::MissingValue
                | SyntaxFault::MissingEquals
                | SyntaxFault::ColonForEquals
                | SyntaxFault::SpaceInKey
                | SyntaxFault::InvalidKey
        );
        if !is_of_line {
            return None;
        }
        let line = line_at(source, self.span.start);
        (format.meant)(&source[..line.start], source[line].trim())
    }
}

/// What the parser has found in `text`, in order. One mistake may make it report several faults at the
/// same place: they are one.
fn broken_in(text: &str, errors: &[Error]) -> Vec<Broken> {
    let outline = Outline::new(text);
    // A line may be the whole file and have hundreds of thousands of faults: it is not sought for each.
    let mut line = 0..0;
    let to_broken = |error: &Error| {
        let detail = error.message().to_owned();
        let Some(span) = error.span() else {
            return Broken {
                span: 0..0,
                fault: SyntaxFault::Unknown,
                lines: 0..0,
                detail,
            };
        };
        let located = classify(&outline, span.start);
        let span = located.span.unwrap_or(span);
        if line.is_empty() || !(line.start..=line.end).contains(&span.start) {
            line = line_at(text, span.start);
        }
        Broken {
            fault: located.fault,
            lines: line.start..located.end.unwrap_or(line.end),
            span,
            detail,
        }
    };
    let mut broken: Vec<_> = errors.iter().map(to_broken).collect();
    // A text that is never closed explains anything else that is reported there.
    let is_unclosed = |fault| {
        matches!(
            fault,
            SyntaxFault::UnclosedText | SyntaxFault::UnclosedBlock
        )
    };
    broken.sort_by_key(|broken| (broken.span.start, !is_unclosed(broken.fault)));
    broken.dedup_by(|next, before| {
        let is_same = next.fault == before.fault && next.fault != SyntaxFault::Unknown;
        next.span.start == before.span.start && (is_same || is_unclosed(before.fault))
    });
    broken
}

/// `text` with spaces instead of all but the line breaks in `lines`, so that all else keeps its place.
fn blanked(text: &str, lines: Range<usize>) -> String {
    let blank: String = text[lines.clone()]
        .bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect();
    [&text[..lines.start], &blank, &text[lines.end..]].concat()
}
