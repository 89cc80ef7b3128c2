//! Where a query matches in displayed text.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

use super::query::{Query, Test};
use super::spelled::texts;
use crate::article::{self, Article};
use crate::briefing::{Field, WholeStory};
use crate::text::{DisplayStr, DisplayText, FoldedMap, width};

/// Texts of more bytes than this get no snippet: snippets are made between a key press and the next
/// frame.
const SNIPPET_BYTES: usize = 1 << 20;

/// The byte ranges of an article's text that `query` matches, in order and not overlapping. Each is
/// a whole number of graphemes.
pub fn in_article(article: &Article, query: &Query) -> Vec<Range<usize>> {
    let mut highlights = Vec::new();
    for (field, range) in &article.fields {
        let found = in_text(&article.text[range.clone()], *field, query);
        highlights.extend(
            found
                .into_iter()
                .map(|highlight| range.start + highlight.start..range.start + highlight.end),
        );
    }
    highlights
}

/// The byte ranges of a field's text that `query` matches, in order and not overlapping. Each is a
/// whole number of graphemes.
pub fn in_text(text: &str, field: Field, query: &Query) -> Vec<Range<usize>> {
    let terms = query.terms().filter(|term| !term.negated);
    let tests: Vec<_> = terms
        .filter_map(|term| match &term.test {
            // Words without a field are not searched for in a source.
            Test::Source(finder) => (field == Field::Source).then_some((finder, false)),
            Test::Text {
                field: only,
                finder,
                whole,
            } => (only.unwrap_or(field) == field && field != Field::Source)
                .then_some((finder, *whole)),
            _ => None,
        })
        .collect();
    if tests.is_empty() {
        return Vec::new();
    }
    let map = FoldedMap::new(text);
    let mut highlights: Vec<Range<usize>> = Vec::new();
    for (finder, whole) in tests {
        if !whole || map.folded.as_bytes() == finder.needle() {
            let length = finder.needle().len();
            highlights.extend(
                finder
                    .find_iter(map.folded.as_bytes())
                    .map(|at| whole_graphemes(text, map.source(at..at + length))),
            );
        }
    }
    highlights.sort_by_key(|highlight| (highlight.start, highlight.end));
    highlights.dedup_by(|next, highlight| {
        let overlaps = next.start < highlight.end;
        if overlaps {
            highlight.end = highlight.end.max(next.end);
        }
        overlaps
    });
    highlights
}

/// `range` widened to grapheme boundaries: part of a grapheme cannot be drawn.
fn whole_graphemes(text: &str, range: Range<usize>) -> Range<usize> {
    if text[range.clone()].is_ascii() && text.as_bytes().get(range.end).is_none_or(u8::is_ascii) {
        return range;
    }
    let is_boundary = |at: usize| {
        GraphemeCursor::new(at, text.len(), true)
            .is_boundary(text, 0)
            .unwrap_or(true)
    };
    let starts = text[..text.ceil_char_boundary(range.start + 1)]
        .char_indices()
        .rev()
        .map(|(at, _)| at);
    let ends = text[range.end..]
        .char_indices()
        .map(|(at, _)| range.end + at)
        .chain([text.len()]);
    let (start, end) = (
        starts.into_iter().find(|&at| is_boundary(at)),
        ends.into_iter().find(|&at| is_boundary(at)),
    );
    start.unwrap_or(range.start)..end.unwrap_or(range.end)
}

/// A line of text with the ranges to highlight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Highlighted {
    pub text: DisplayText,
    /// Byte ranges of `text`, in order and not overlapping.
    pub highlights: Vec<Range<usize>>,
}

/// At most `columns` columns of the story's standfirst or body around the first match in them. When neither matches,
/// nor the headline, the same of its byline, tags or section; else the beginning of the text.
pub fn snippet(story: WholeStory<'_>, query: &Query, columns: usize) -> Highlighted {
    let mut beginning = None;
    for (field, markdown) in [
        (Field::Summary, story.summary()),
        (Field::Body, story.body()),
    ] {
        if markdown.is_empty() || markdown.len() > SNIPPET_BYTES {
            continue;
        }
        let text = article::shown(markdown).into_line();
        let highlights = in_text(&text, field, query);
        if !highlights.is_empty() {
            return around(text.as_display(), &highlights, columns);
        }
        beginning.get_or_insert(text);
    }
    if in_text(&story.headline(), Field::Headline, query).is_empty()
        && let Some((text, highlights)) = match_outside_text(story, query)
    {
        return around(text.as_display(), &highlights, columns);
    }
    let text = beginning
        .map(|text| width::cut(text.as_display(), columns))
        .unwrap_or_default();
    Highlighted {
        text,
        highlights: Vec::new(),
    }
}

/// The byline, the tags or the section, the first of them that matches, with the matches. Not the tags where `query`
/// names a whole one: it says already what they would show.
fn match_outside_text(
    story: WholeStory<'_>,
    query: &Query,
) -> Option<(DisplayText, Vec<Range<usize>>)> {
    let names_tag = query.terms().any(|term| {
        let field = Some(Field::Tag);
        !term.negated
            && matches!(term.test, Test::Text { field: of, whole: true, .. } if of == field)
    });
    let fields = [Field::Byline, Field::Tag, Field::Section].into_iter();
    let fields = fields.filter(|field| *field != Field::Tag || !names_tag);
    let mut lines = fields.map(|field| {
        let (mut line, mut highlights) = (DisplayText::new(), Vec::new());
        for text in texts(story, field) {
            if !line.is_empty() {
                line.push(DisplayStr::own(", "));
            }
            let start = line.len();
            let found = in_text(&text, field, query).into_iter();
            highlights.extend(found.map(|found| start + found.start..start + found.end));
            line.push(text.as_display());
        }
        (line, highlights)
    });
    lines.find(|(_, highlights)| !highlights.is_empty())
}

/// A line of at most `columns` columns that shows the first match about a third of the way in, or
/// further left when there is too little text before it.
fn around(text: DisplayStr<'_>, highlights: &[Range<usize>], columns: usize) -> Highlighted {
    let lead = columns / 3;
    let before = &text[..highlights[0].start];
    let hidden = width::fitting(before, width::of(before).saturating_sub(lead)).len();
    // Start at a word boundary when there is one before the match.
    let start = match before[hidden..].find(' ') {
        Some(space) if hidden > 0 => hidden + space + 1,
        _ => hidden,
    };
    let mut shown = DisplayText::new();
    if start > 0 {
        shown.push(DisplayStr::own("…"));
    }
    let shift = shown.len();
    shown.push(text.part(start..text.len()));
    let shown = width::cut(shown.as_display(), columns);
    let kept = shown.strip_suffix('…').unwrap_or(&shown).len();
    let moved = |at: usize| at.saturating_sub(start) + shift;
    let highlights = highlights
        .iter()
        .map(|highlight| moved(highlight.start)..moved(highlight.end).min(kept))
        .take_while(|highlight| highlight.start < highlight.end)
        .collect();
    Highlighted {
        text: shown,
        highlights,
    }
}
