//! Breaking a paragraph into rows of a given width.
//!
//! The algorithms are textwrap's. The fragments are our own, because textwrap measures characters and
//! would cut an emoji in two. Each row is returned as a byte range of the text.

use std::ops::Range;

use textwrap::core::Fragment;
use textwrap::wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit};
use unicode_segmentation::GraphemeCursor;

use super::width;

/// How rows are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Each row as full as it can be. Fast; for very long texts and for headlines.
    First,
    /// Rows as even as they can be over the whole paragraph. Several times slower.
    Optimal,
}

/// Something drawn directly before the byte `at` that is not part of the text, such as a link's number.
/// It stays on the row of the word before it, so `at` must be the end of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ornament {
    pub at: usize,
    pub columns: usize,
}

/// A paragraph to break.
#[derive(Clone, Copy, Debug)]
pub struct Paragraph<'a> {
    pub text: &'a str,
    /// Sorted by `at`.
    pub ornaments: &'a [Ornament],
    /// White space is kept as it is and rows may break at any grapheme, as in code.
    pub verbatim: bool,
}

impl<'a> Paragraph<'a> {
    pub fn plain(text: &'a str) -> Self {
        Self {
            text,
            ornaments: &[],
            verbatim: false,
        }
    }
}

/// The rows of `paragraph` at a width of `columns` (at least 1). A line break in the text ends a row. No
/// row is wider than `columns`, unless it is a single wider grapheme. Only white space is left out
/// between rows; in a verbatim paragraph, only line breaks.
pub fn rows(paragraph: Paragraph<'_>, columns: usize, fit: Fit) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let mut start = 0;
    for line in paragraph.text.split('\n') {
        let words = Words {
            paragraph,
            columns: columns.max(1),
        };
        let pieces = words.split(start..start + line.len());
        push_rows(&mut rows, &pieces, start, columns.max(1), fit);
        start += line.len() + 1;
    }
    rows
}

/// Text that is wider than its row is clipped. Optimal fit must therefore never exceed the width to
/// make rows more even, so a single column too many costs more than any number of uneven rows.
const PENALTIES: Penalties = Penalties {
    overflow_penalty: 1_000_000_000,
    ..Penalties::new()
};

fn push_rows(
    rows: &mut Vec<Range<usize>>,
    pieces: &[Piece],
    start: usize,
    columns: usize,
    fit: Fit,
) {
    if pieces.is_empty() {
        rows.push(start..start);
        return;
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "a row is far below 2^52 columns"
    )]
    let widths = [columns as f64];
    let lines = match fit {
        Fit::First => wrap_first_fit(pieces, &widths),
        // It fails only when the cost of a paragraph overflows; then any rows that fit will do.
        Fit::Optimal => wrap_optimal_fit(pieces, &widths, &PENALTIES)
            .unwrap_or_else(|_| wrap_first_fit(pieces, &widths)),
    };
    rows.extend(lines.into_iter().filter_map(|line| {
        let (first, last) = (line.first()?, line.last()?);
        Some(first.start as usize..last.end as usize)
    }));
}

/// A part of the text that is not broken, and the white space after it.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Bytes of the text; 32 bits keep the pieces of a 16 MiB paragraph small.
    start: u32,
    end: u32,
    columns: u32,
    /// Columns of the white space after it.
    space: u32,
}

impl Piece {
    fn new(range: Range<usize>, columns: usize, space: usize) -> Self {
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            start: narrow(range.start),
            end: narrow(range.end),
            columns: narrow(columns),
            space: narrow(space),
        }
    }
}

impl Fragment for Piece {
    fn width(&self) -> f64 {
        f64::from(self.columns)
    }

    fn whitespace_width(&self) -> f64 {
        f64::from(self.space)
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

struct Words<'a> {
    paragraph: Paragraph<'a>,
    columns: usize,
}

impl Words<'_> {
    fn split(&self, line: Range<usize>) -> Vec<Piece> {
        let text = self.paragraph.text;
        if self.paragraph.verbatim {
            let mut pieces = Vec::new();
            self.split_anywhere(&mut pieces, line, 0);
            return pieces;
        }
        let mut pieces = Vec::with_capacity(line.len() / 6);
        let mut at = self.space_end(line.start, line.end);
        while at < line.end {
            if let Some(end) = self.plain_word(at, line.end) {
                let next = (end + 1).min(line.end);
                pieces.push(Piece::new(at..end, end - at, next - end));
                at = next;
                continue;
            }
            let end = self.word_end(at, line.end);
            let next = self.space_end(end, line.end);
            self.push_word(&mut pieces, at..end, width::of(&text[end..next]));
            at = next;
        }
        pieces
    }

    /// The end of the word at `at` if it is a simple one, as nearly all are: ASCII without a place to
    /// break, short enough for a row, and followed by a single space or the end of the line.
    fn plain_word(&self, at: usize, limit: usize) -> Option<usize> {
        let bytes = &self.paragraph.text.as_bytes()[at..limit];
        let length = bytes
            .iter()
            .position(|&byte| !matches!(byte, b'!'..=b'~') || matches!(byte, b'-' | b'/'));
        let length = length.unwrap_or(bytes.len());
        let ends = match &bytes[length..] {
            [] | [b' '] => true,
            [b' ', next, ..] => next.is_ascii_graphic(),
            _ => false,
        };
        let plain =
            ends && length > 0 && length <= self.columns && self.paragraph.ornaments.is_empty();
        plain.then_some(at + length)
    }

    /// The end of the white space at `at`. A space with a combining character belongs to the word.
    fn space_end(&self, at: usize, limit: usize) -> usize {
        let text = &self.paragraph.text[at..limit];
        if let [b' ', next, ..] = text.as_bytes()
            && next.is_ascii_graphic()
        {
            return at + 1;
        }
        let mut end = text.find(|c| !is_space(c)).unwrap_or(text.len());
        while end > 0 && !self.is_boundary(at + end) {
            end -= text[..end].chars().next_back().map_or(0, char::len_utf8);
        }
        at + end
    }

    /// The end of the word at `at`: the next white space that is a grapheme of its own.
    fn word_end(&self, at: usize, limit: usize) -> usize {
        let text = &self.paragraph.text[at..limit];
        // Bytes first: nearly every word is ASCII and ends at a plain space.
        let plain = text
            .bytes()
            .position(|b| b == b' ' || !b.is_ascii())
            .unwrap_or(text.len());
        text[plain..]
            .char_indices()
            .filter(|&(_, c)| is_space(c))
            .map(|(offset, c)| (at + plain + offset, c.len_utf8()))
            .find(|&(space, length)| self.is_boundary(space) && self.is_boundary(space + length))
            .map_or(limit, |(space, _)| space)
    }

    /// Whether the byte `at` is a grapheme boundary.
    fn is_boundary(&self, at: usize) -> bool {
        let text = self.paragraph.text;
        let around = text.as_bytes().get(at.saturating_sub(1)..=at);
        around.is_none_or(<[u8]>::is_ascii)
            || GraphemeCursor::new(at, text.len(), true)
                .is_boundary(text, 0)
                .unwrap_or(true)
    }

    fn push_word(&self, pieces: &mut Vec<Piece>, word: Range<usize>, space: usize) {
        let text = &self.paragraph.text[word.clone()];
        let mut start = word.start;
        if may_break(text) {
            for at in break_opportunities(text) {
                self.push_part(pieces, start..word.start + at, 0);
                start = word.start + at;
            }
        }
        self.push_part(pieces, start..word.end, space);
    }

    /// Pushes a part of a word, which is broken only if it is wider than a whole row.
    fn push_part(&self, pieces: &mut Vec<Piece>, part: Range<usize>, space: usize) {
        let columns =
            width::of(&self.paragraph.text[part.clone()]) + self.ornament_columns(part.clone());
        if columns <= self.columns {
            pieces.push(Piece::new(part, columns, space));
        } else {
            self.split_anywhere(pieces, part, space);
        }
    }

    /// Pushes `part` in pieces that each fill a row, broken between any graphemes.
    fn split_anywhere(&self, pieces: &mut Vec<Piece>, part: Range<usize>, space: usize) {
        let mut start = part.start;
        let mut used = 0;
        for (at, cluster, columns) in width::clusters(&self.paragraph.text[part.clone()]) {
            let at = part.start + at;
            let columns = columns + self.ornament_columns(at..at + cluster.len());
            if used + columns > self.columns && at > start {
                pieces.push(Piece::new(start..at, used, 0));
                (start, used) = (at, 0);
            }
            used += columns;
        }
        if start < part.end {
            pieces.push(Piece::new(start..part.end, used, space));
        }
    }

    /// Columns of the ornaments that follow a byte of `range`.
    fn ornament_columns(&self, range: Range<usize>) -> usize {
        let ornaments = self.paragraph.ornaments;
        let first = ornaments.partition_point(|ornament| ornament.at <= range.start);
        ornaments[first..]
            .iter()
            .take_while(|ornament| ornament.at <= range.end)
            .map(|ornament| ornament.columns)
            .sum()
    }
}

/// White space at which a row may end: all except no-break spaces.
fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{2007}' | '\u{202F}')
}

/// Whether a word may have a break opportunity. Nearly none has, and this is quick to see.
fn may_break(word: &str) -> bool {
    if word.is_ascii() {
        return word.bytes().any(|byte| matches!(byte, b'-' | b'/'));
    }
    word.chars().any(|c| {
        matches!(c, '-' | '/' | '–' | '—')
            || (c >= '\u{1100}' && !('\u{2010}'..'\u{2190}').contains(&c))
    })
}

/// The byte offsets at which a word may be broken: after hyphens between letters, after dashes, after
/// the delimiters of a web address, and next to wide characters unless the punctuation rules forbid it.
fn break_opportunities(word: &str) -> Vec<usize> {
    let is_address = word.contains("://");
    let mut breaks = Vec::new();
    let mut clusters = width::clusters(word).peekable();
    let mut previous = "";
    while let Some((at, current, columns)) = clusters.next() {
        let Some(&(end, next, next_columns)) = clusters.peek() else {
            break;
        };
        let hyphen = current == "-" && is_letter(previous) && is_letter(next);
        let dash = matches!(current, "–" | "—") && at > 0;
        let delimiter = is_address
            && (matches!(current, "?" | "&" | "=" | "#" | "-")
                || (current == "/" && previous != "/" && next != "/"));
        let wide = columns == 2 || next_columns == 2;
        if hyphen || dash || delimiter || (wide && may_break_between(current, next)) {
            breaks.push(end);
        }
        previous = current;
    }
    breaks
}

fn is_letter(grapheme: &str) -> bool {
    grapheme.chars().next().is_some_and(char::is_alphabetic)
}

/// The line-start and line-end rules of Japanese and Chinese typesetting (JIS X 4051), for the
/// punctuation that newspapers use.
fn may_break_between(before: &str, after: &str) -> bool {
    const NO_START: &str = "、。，．・：；？！）」』】〉》〕］｝”’…ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ,.:;?!)]}%％";
    const NO_END: &str = "（「『【〈《〔［｛“‘([{";
    !NO_START.contains(after) && !NO_END.contains(before)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::{Fit, Ornament, Paragraph, rows};
    use crate::text::{DisplayText, width};

    #[track_caller]
    fn check(text: &str, columns: usize, expected: &[&str]) {
        let rows = rows(Paragraph::plain(text), columns, Fit::First);
        let shown: Vec<_> = rows.into_iter().map(|row| &text[row]).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn words_are_not_broken() {
        check(
            "the two sides had stopped",
            10,
            &["the two", "sides had", "stopped"],
        );
        check("  led by  spaces ", 40, &["led by  spaces"]);
        check("a\n\nb", 40, &["a", "", "b"]);
        check("", 40, &[""]);
    }

    #[test]
    fn long_words_break_at_sensible_places() {
        check("a well-kept library", 8, &["a well-", "kept", "library"]);
        check(
            "on 2016-01-12 at noon",
            6,
            &["on", "2016-0", "1-12", "at", "noon"],
        );
        check(
            "see https://example.org/history/alsj/a11 now",
            22,
            &["see", "https://example.org/", "history/alsj/a11 now"],
        );
        check(
            "incomprehensibilities",
            8,
            &["incompre", "hensibil", "ities"],
        );
        check("20\u{A0}€ only", 6, &["20\u{A0}€", "only"]);
    }

    #[test]
    fn a_space_with_an_accent_belongs_to_its_word() {
        check("to \u{301}day is", 7, &["to \u{301}day", "is"]);
        check("now \u{301}x \u{301}y", 5, &["now \u{301}x", " \u{301}y"]);
    }

    #[test]
    fn a_dash_ends_a_row_but_does_not_stand_alone() {
        check("a north—south wind", 8, &["a north—", "south", "wind"]);
        check("so —southern", 9, &["so", "—southern"]);
    }

    #[test]
    fn wide_text_breaks_between_characters_but_not_before_punctuation() {
        check("東海道新幹線が開業。", 10, &["東海道新幹", "線が開業。"]);
        check("東海道新幹、線", 10, &["東海道新", "幹、線"]);
        check("「東京」と「大阪」", 6, &["「東", "京」と", "「大", "阪」"]);
    }

    #[test]
    fn optimal_fit_never_exceeds_the_width() {
        // One row that is a column too wide would make the rows more even.
        let text = format!("{} a {}", "x".repeat(46), "y".repeat(47));
        let rows = rows(Paragraph::plain(&text), 47, Fit::Optimal);
        assert_eq!(rows, [0..46, 47..48, 49..96]);
    }

    #[test]
    fn an_ornament_has_room_on_its_row() {
        let text = "read the letters";
        let ornaments = [Ornament { at: 8, columns: 3 }];
        let paragraph = Paragraph {
            ornaments: &ornaments,
            ..Paragraph::plain(text)
        };
        assert_eq!(rows(paragraph, 11, Fit::First), [0..8, 9..16]);
        assert_eq!(rows(paragraph, 10, Fit::First), [0..4, 5..8, 9..16]);
    }

    proptest! {
        #[test]
        fn rows_fit_cover_and_split_no_grapheme(
            raw in r"([a-z]{1,9}[ -]|https://a/b[?=/&a-z]{0,9}|[東海道、。]{1,4}|👩‍👩‍👧|क्षि|\PC| |\n){0,60}",
            columns in 1usize..40,
            optimal in any::<bool>(),
            verbatim in any::<bool>(),
            ornament in prop::option::of((0usize..80, 1usize..5)),
        ) {
            let text = DisplayText::block(&raw);
            let boundaries: Vec<usize> =
                text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
            let ornaments: Vec<Ornament> = ornament
                .filter(|&(at, _)| boundaries.contains(&at) && text[..at].ends_with(|c: char| !c.is_whitespace()))
                .map(|(at, columns)| Ornament { at, columns })
                .into_iter()
                .collect();
            let paragraph = Paragraph { text: &text, ornaments: &ornaments, verbatim };
            let fit = if optimal { Fit::Optimal } else { Fit::First };
            let mut end = 0;
            for row in rows(paragraph, columns, fit) {
                let gap = &text[end..row.start];
                prop_assert!(gap.chars().all(|c| if verbatim { c == '\n' } else { c.is_whitespace() }), "{gap:?}");
                prop_assert!(boundaries.contains(&row.start) && boundaries.contains(&row.end));
                let ornament: usize =
                    ornaments.iter().filter(|o| row.start < o.at && o.at <= row.end).map(|o| o.columns).sum();
                let shown = &text[row.clone()];
                prop_assert!(width::of(shown) + ornament <= columns || shown.graphemes(true).filter(|g| width::grapheme(g) > 0).count() <= 1, "{shown:?}");
                end = row.end;
            }
            prop_assert!(text[end..].chars().all(char::is_whitespace));
        }
    }
}
