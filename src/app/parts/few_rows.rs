//! Text in at most three rows, for lists.

use crate::text::wrap::{self, Fit, Paragraph};
use crate::text::{DisplayStr, DisplayText, width};

const MOST: usize = 3;

/// `text` in at most three rows of `columns`, the last of them at most `last` wide; what does not fit is
/// cut with `…`.
pub fn few_rows(text: DisplayStr<'_>, columns: usize, last: usize) -> Vec<DisplayText> {
    let start = width::fitting(&text, columns.saturating_mul(MOST + 1)).len();
    let text = text.part(0..start);
    let wide = wrap::rows(Paragraph::plain(&text), columns, Fit::Optimal);
    let fits = wide.len() <= MOST
        && wide
            .last()
            .is_none_or(|row| width::of(&text[row.clone()]) <= last);
    let rows = if fits {
        wide
    } else {
        wrap::rows(Paragraph::plain(&text), last, Fit::Optimal)
    };
    rows.iter()
        .take(MOST)
        .enumerate()
        .map(|(number, row)| {
            let cut_short = number + 1 == MOST && rows.len() > MOST;
            let row = row.start..if cut_short { text.len() } else { row.end };
            width::cut(text.part(row), if cut_short { last } else { columns })
        })
        .collect()
}
