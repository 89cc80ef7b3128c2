//! The help page: every key, grouped.

use crate::app::parts::filtered::Narrowable;
use crate::app::screens::edition::headlines::LEFT_COLUMNS;
use crate::keymap::{self, HelpRow};
use crate::text::wrap::{self, Fit, Paragraph};
use crate::text::{DisplayStr, DisplayText, fold, width};

/// Columns between the keys and what they do, and right of that.
const GAP: usize = 2;

#[derive(Debug)]
pub struct Help {
    pub rows: Vec<HelpRow>,
    folded: Vec<String>,
    /// The keys of each row and what they do, in as many lines as they take.
    pub lines: Vec<[Vec<DisplayText>; 2]>,
    /// Columns of the keys.
    pub key_columns: usize,
    columns: usize,
}

impl Default for Help {
    fn default() -> Self {
        let rows: Vec<_> = keymap::help_rows().collect();
        let folded = rows
            .iter()
            .map(|row| fold(&format!("{} {} {}", row.keys, row.help, row.group.title())))
            .collect();
        Self {
            rows,
            folded,
            lines: Vec::new(),
            key_columns: 0,
            columns: 0,
        }
    }
}

impl Narrowable for Help {
    fn count(&self) -> usize {
        self.rows.len()
    }

    fn folded(&self, index: usize) -> &str {
        &self.folded[index]
    }

    fn starts_group(&self, index: usize, above: Option<usize>) -> bool {
        above.is_none_or(|above| self.rows[above].group != self.rows[index].group)
    }

    fn fit(&mut self, columns: usize) {
        if self.columns == columns {
            return;
        }
        self.columns = columns;
        let room = columns.saturating_sub(usize::from(LEFT_COLUMNS) + GAP);
        let widest = self
            .rows
            .iter()
            .map(|row| width::of(&row.keys))
            .max()
            .unwrap_or(0);
        self.key_columns = widest.min(room / 2);
        let help_columns = room.saturating_sub(self.key_columns + GAP);
        let lines = |row: &HelpRow| {
            let keys = DisplayText::line(&row.keys);
            [
                wrapped(keys.as_display(), self.key_columns),
                wrapped(DisplayStr::own(row.help), help_columns),
            ]
        };
        self.lines = self.rows.iter().map(lines).collect();
    }

    fn rows(&self, index: usize) -> usize {
        self.lines
            .get(index)
            .map_or(1, |[keys, help]| keys.len().max(help.len()))
    }
}

fn wrapped(text: DisplayStr<'_>, columns: usize) -> Vec<DisplayText> {
    let rows = wrap::rows(Paragraph::plain(&text), columns.max(1), Fit::First);
    rows.into_iter()
        .map(|row| text.part(row).to_text())
        .collect()
}
