//! Widths in terminal columns, always summed grapheme by grapheme, as the terminal library draws text;
//! and cutting text to a width.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::display::{DisplayStr, DisplayText};

/// The columns of one grapheme. Half-width kana voicing characters take a column of their own on
/// terminals, though for Unicode they belong to the letter before.
pub fn grapheme(grapheme: &str) -> usize {
    if grapheme.len() == 1 {
        return 1;
    }
    let voicing = grapheme
        .chars()
        .filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}'))
        .count();
    grapheme.width() + voicing
}

/// Whether terminals may disagree about the width of a grapheme, because some add up its characters
/// and get another width: flags, emoji families and Indic conjuncts.
pub fn is_uncertain(grapheme: &str) -> bool {
    let mut chars = grapheme.chars();
    chars.next();
    chars.next().is_some()
        && grapheme
            .chars()
            .map(|c| c.width().unwrap_or(0))
            .sum::<usize>()
            != grapheme.width()
        || grapheme.chars().skip(1).any(|c| c.width().unwrap_or(0) > 0)
}

/// The graphemes of `text`, each with the byte where it starts and its columns. Text of common characters
/// is taken character by character, which is many times faster than finding graphemes.
pub fn clusters(text: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    let (simple, other) = if text.chars().all(|c| simple(c).is_some()) {
        (text, "")
    } else {
        ("", text)
    };
    let characters = simple.char_indices().map(|(at, c)| {
        (
            at,
            &simple[at..at + c.len_utf8()],
            self::simple(c).unwrap_or(1),
        )
    });
    characters.chain(
        other
            .grapheme_indices(true)
            .map(|(at, cluster)| (at, cluster, grapheme(cluster))),
    )
}

/// The columns of a character that never forms a grapheme with another of its kind: Latin letters,
/// typographic punctuation, ideographs and kana.
fn simple(c: char) -> Option<usize> {
    match c {
        ' '..='~'
        | '\u{A0}'..='\u{AC}'
        | '\u{AE}'..='\u{2FF}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{203A}' => Some(1),
        '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FA}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{3001}'..='\u{3011}' => Some(2),
        _ => None,
    }
}

/// The columns of `text`, which must have no line break.
pub fn of(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    clusters(text).map(|(.., columns)| columns).sum()
}

/// The longest start of `text` that fits into `columns`.
pub fn fitting(text: &str, columns: usize) -> &str {
    // Usually only the start of a long text has to be looked at.
    let mut used = 0;
    for (at, c) in text.char_indices() {
        let Some(width) = simple(c) else {
            return fitting_clusters(text, columns);
        };
        used += width;
        if used > columns {
            return &text[..at];
        }
    }
    text
}

fn fitting_clusters(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, _, width) in clusters(text) {
        used += width;
        if used > columns {
            return &text[..at];
        }
    }
    text
}

/// `text` if it fits into `columns`, else its start and `…`.
pub fn cut(text: DisplayStr<'_>, columns: usize) -> DisplayText {
    if fitting(&text, columns).len() == text.len() {
        return text.to_text();
    }
    let kept = fitting(&text, columns.saturating_sub(1)).len();
    let mut cut = text.part(0..kept).trimmed_end().to_text();
    if columns > 0 {
        cut.push(DisplayStr::own("…"));
    }
    cut
}

/// `text` if it fits into `columns`, else its start, `…` and its end, with about two thirds of the room
/// for the end: `2031-…-faulty.toml`. For paths, whose ends say most.
pub fn cut_middle(text: DisplayStr<'_>, columns: usize) -> DisplayText {
    let Some(middle) = middle(&text, columns) else {
        return text.to_text();
    };
    if columns == 0 {
        return DisplayText::new();
    }
    let mut cut = text.part(0..middle.start).to_text();
    cut.push(DisplayStr::own("…"));
    cut.push(text.part(middle.end..text.len()));
    cut
}

/// The bytes of `text` that [`cut_middle`] leaves out; `None` if it fits into `columns`.
pub fn middle(text: &str, columns: usize) -> Option<Range<usize>> {
    let width = of(text);
    if width <= columns {
        return None;
    }
    let room = columns.saturating_sub(1);
    let start = fitting(text, room / 3);
    let end_columns = room - of(start);
    let mut remaining = width;
    let end = clusters(text)
        .find(|&(.., columns)| {
            let fits = remaining <= end_columns;
            remaining -= columns;
            fits
        })
        .map_or(text.len(), |(at, ..)| at);
    Some(start.len()..end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::{cut, cut_middle, fitting, fitting_clusters, is_uncertain, of};
    use crate::text::{DisplayStr, DisplayText};

    #[test]
    fn cutting_the_middle_keeps_the_ending() {
        for (text, columns, shown) in [
            ("faulty.toml", 11, "faulty.toml"),
            ("2031-04-02-very-faulty.toml", 18, "2031-…-faulty.toml"),
            ("2031-04-02-faulty.toml", 2, "…l"),
            ("2031-04-02-faulty.toml", 1, "…"),
            ("2031-04-02-faulty.toml", 0, ""),
            ("東海道新幹線.toml", 12, "東…幹線.toml"),
            ("東海道新幹線.toml", 11, "東…線.toml"),
            ("東海道新幹線", 5, "…幹線"),
            (
                "ab👩\u{200D}👩\u{200D}👧cd👩\u{200D}👩\u{200D}👧",
                6,
                "a…cd👩\u{200D}👩\u{200D}👧",
            ),
        ] {
            assert_eq!(&*cut_middle(DisplayStr::own(text), columns), shown);
        }
    }

    proptest! {
        #[test]
        fn cutting_the_middle_fits_and_splits_no_grapheme(
            raw in r"([a-z0-9./-]{1,9}|[東海道ﾞﾟ]{1,4}|👩‍👩‍👧|क्षि|e\u{301}|\PC){0,12}",
            columns in 0usize..30,
        ) {
            let text = DisplayText::line(&raw);
            let shown = cut_middle(text.as_display(), columns);
            if of(&text) <= columns {
                prop_assert_eq!(&shown, &text);
            } else if columns > 0 {
                // The text itself may contain `…`.
                let fits = shown.match_indices('…').any(|(at, ellipsis)| {
                    let (start, end) = (&shown[..at], &shown[at + ellipsis.len()..]);
                    let boundaries: Vec<_> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
                    text.starts_with(start) && text.ends_with(end)
                        && boundaries.contains(&start.len()) && boundaries.contains(&(text.len() - end.len()))
                        && of(start) + 1 + of(end) <= columns
                });
                prop_assert!(fits, "{shown:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn the_start_that_fits_ends_between_graphemes(
            raw in r"([a-z0-9]{1,9}|[東海道ﾞﾟ]{1,4}|👩‍👩‍👧|क्षि|e\u{301}|\PC){0,12}",
            columns in 0usize..30,
        ) {
            let text = DisplayText::line(&raw);
            prop_assert_eq!(fitting(&text, columns), fitting_clusters(&text, columns));
        }
    }

    #[test]
    fn widths_are_those_on_the_screen() {
        for (text, columns) in [
            ("strike", 6),
            ("café", 4),
            ("東京", 4),
            ("❤\u{FE0F}", 2),
            ("👩\u{200D}👩\u{200D}👧", 2),
        ] {
            assert_eq!(of(text), columns, "{text}");
        }
    }

    #[test]
    fn a_width_is_uncertain_where_terminals_add_up_characters() {
        for (grapheme, uncertain) in [
            ("a", false),
            ("東", false),
            ("e\u{301}", false),
            ("🇬🇧", true),
            ("👩\u{200D}👧", true),
            ("❤\u{FE0F}", true),
            ("क्ष", true),
        ] {
            assert_eq!(is_uncertain(grapheme), uncertain, "{grapheme}");
        }
    }

    #[test]
    fn cutting_never_splits_a_grapheme() {
        for (text, columns, shown) in [
            ("headline", 8, "headline"),
            ("headline", 7, "headli…"),
            ("a longer one", 3, "a…"),
            ("東京都", 4, "東…"),
            ("👩\u{200D}👩\u{200D}👧 x", 3, "👩\u{200D}👩\u{200D}👧…"),
            ("any", 0, ""),
        ] {
            assert_eq!(&*cut(DisplayStr::own(text), columns), shown);
        }
    }
}
