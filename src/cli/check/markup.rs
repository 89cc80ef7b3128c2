//! Markup within texts that does not do what its author means, and its places in the file.

use std::ops::Range;

use crate::article::{self, Misuse};
use crate::briefing::{Position, Whole, WholeStory};

/// Markup within a text that is misused.
pub(super) struct Misused {
    pub(super) what: Misuse,
    /// The lines of the file that can hold it, from 1: from the header of its story (0: from the start of the
    /// file) to the next header or the end of the file.
    lines: Range<u32>,
}

/// All misused markup of an edition, text by text.
pub(super) fn misused(edition: Whole<'_>) -> Vec<Misused> {
    let mut headers: Vec<_> = edition.stories().map(WholeStory::line).collect();
    headers.sort_unstable();
    let lines = |first: u32| {
        let next = headers.partition_point(|&header| header <= first);
        first..headers.get(next).copied().unwrap_or(u32::MAX)
    };
    let within = |first: u32| {
        let lines = lines(first);
        move |what| Misused {
            what,
            lines: lines.clone(),
        }
    };
    let in_summary = article::misused(edition.summary());
    let in_stories = edition.stories().flat_map(|story| {
        let texts = [story.summary(), story.body()].into_iter();
        texts.flat_map(article::misused).map(within(story.line()))
    });
    in_summary
        .into_iter()
        .map(within(0))
        .chain(in_stories)
        .collect()
}

/// The place of each of `misused` in `source`. What is not found, as when it is written with escapes, gets
/// the place of the first of its lines.
pub(super) fn places(source: &str, misused: &[Misused]) -> Vec<Position> {
    let (mut stretch, mut text) = (0..0, 0..0);
    let mut at = 0;
    let places = misused.iter().map(|Misused { what, lines }| {
        if *lines != stretch {
            stretch = lines.clone();
            text = bytes(source, &stretch);
            // Comments before the key of an edition's summary may contain the same.
            let summary = source[text.clone()].find("\nsummary");
            let key = summary.filter(|_| stretch.start == 0).unwrap_or(0);
            at = text.start + key;
        }
        let rest = at..text.end;
        let place = match what {
            Misuse::Link(address) => match written(source, rest, address) {
                Some(place) => {
                    at = place.end;
                    Some(place)
                }
                // The definition of a reference link may be anywhere in the text.
                None => defined(source, text.clone(), address),
            },
            Misuse::ExtraCells { row, extra } => source[rest].find(row).map(|found| {
                // There may be more within the row.
                at += found;
                at + extra.start..at + extra.end
            }),
            Misuse::MissingNote(label) => {
                let reference = format!("[^{label}]");
                source[rest].find(&reference).map(|found| {
                    let start = at + found;
                    at = start + reference.len();
                    start..at
                })
            }
        };
        let header = || {
            let line = source[text.clone()].lines().next().map_or(0, str::len);
            text.start..text.start + line
        };
        Position::new(source, place.unwrap_or_else(header))
    });
    places.collect()
}

/// The bytes of `lines`, which are counted from 1.
fn bytes(source: &str, lines: &Range<u32>) -> Range<usize> {
    let start = |line: u32| match line.checked_sub(2) {
        None => 0,
        Some(breaks) => {
            let mut breaks_before = source.match_indices('\n').skip(breaks as usize);
            breaks_before.next().map_or(source.len(), |(at, _)| at + 1)
        }
    };
    start(lines.start)..start(lines.end)
}

/// The first `address` of an inline link, `[text](address)`, or of an autolink, `<address>`.
fn written(source: &str, within: Range<usize>, address: &str) -> Option<Range<usize>> {
    let places = ["](", "](<", "<"];
    let places = places.map(|before| found(source, within.clone(), before, address));
    places.into_iter().flatten().min_by_key(|place| place.start)
}

/// The `address` of a link definition, `[name]: address`.
fn defined(source: &str, within: Range<usize>, address: &str) -> Option<Range<usize>> {
    let places = ["]: ", "]: <", "]:"];
    let mut places = places
        .into_iter()
        .map(|before| found(source, within.clone(), before, address));
    places.find_map(|place| place)
}

/// The first whole `address` that follows `before`.
fn found(source: &str, within: Range<usize>, before: &str, address: &str) -> Option<Range<usize>> {
    let sought = format!("{before}{address}");
    let places = source[within.clone()]
        .match_indices(&sought)
        .map(|(at, _)| {
            let end = within.start + at + sought.len();
            end - address.len()..end
        });
    places.into_iter().find(|place| {
        let next = source[place.end..].chars().next();
        next.is_none_or(|next| next.is_whitespace() || matches!(next, ')' | '>' | '"' | '\''))
    })
}
