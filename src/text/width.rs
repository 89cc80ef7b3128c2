//! Widths in terminal columns, always summed over graphemes as the terminal library draws them.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{DisplayStr, DisplayText};

/// Columns of one grapheme. Half-width sound marks take a column of their own on terminals,
/// though Unicode counts them to the letter before.
pub fn grapheme(grapheme: &str) -> usize {
    if grapheme.len() == 1 {
        return 1;
    }
    let sound_marks = grapheme
        .chars()
        .filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}'))
        .count();
    grapheme.width() + sound_marks
}

/// Columns of `text`, which must hold no line break.
pub fn of(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(grapheme).sum()
}

/// The longest start of `text` that fits `columns`.
pub fn fitting(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        used += grapheme(cluster);
        if used > columns {
            return &text[..at];
        }
    }
    text
}

/// `text` whole when it fits `columns`, else its start and `…`.
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

#[cfg(test)]
mod tests {
    use super::{cut, of};
    use crate::text::DisplayStr;

    #[test]
    fn widths_are_those_of_the_screen() {
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
