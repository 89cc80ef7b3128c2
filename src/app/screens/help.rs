//! The help page: every key, grouped.

use super::filtered::{Filtered, Narrowable, with_words};
use crate::app::layout::LIST_LEFT;
use crate::app::screen::{Hint, Titled};
use crate::app::session::Session;
use crate::keymap::{Action, HelpRow, Keymap};
use crate::text::wrap::{self, Fit, Paragraph};
use crate::text::{DisplayStr, DisplayText, fold, width};

/// Columns between the keys and what they do, and right of that.
const GAP: usize = 2;

pub type HelpScreen = Filtered<Keys>;

/// The keys, each with what it does.
#[derive(Debug)]
pub struct Keys {
    pub rows: Vec<HelpRow>,
    folded: Vec<String>,
    /// The keys of each row and what they do, in as many lines as they take.
    pub lines: Vec<[Vec<DisplayText>; 2]>,
    /// Columns that the keys take.
    pub key_columns: usize,
    columns: usize,
}

impl Keys {
    pub fn new(keymap: &Keymap) -> Self {
        let rows: Vec<_> = keymap.help_rows().collect();
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

impl Narrowable for Keys {
    fn count(&self) -> usize {
        self.rows.len()
    }

    fn narrowed(&self, typed: &str, _session: &Session) -> Vec<usize> {
        with_words(typed, &self.folded)
    }

    fn starts_group(&self, index: usize, above: Option<usize>) -> bool {
        above.is_none_or(|above| self.rows[above].group != self.rows[index].group)
    }

    fn fit(&mut self, columns: usize) {
        if self.columns == columns {
            return;
        }
        self.columns = columns;
        let room = columns.saturating_sub(usize::from(LIST_LEFT) + GAP);
        let widest = self.rows.iter().map(|row| width::of(&row.keys)).max();
        self.key_columns = widest.unwrap_or(0).min(room / 2);
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

    fn lines(&self, index: usize) -> usize {
        let lines = self.lines.get(index);
        lines.map_or(1, |[keys, help]| keys.len().max(help.len()))
    }

    fn header(&self, shown: usize) -> Titled {
        let all = self.rows.len();
        let narrowed = if shown == all {
            String::new()
        } else {
            format!("{shown} of {all} keys")
        };
        Titled {
            title: DisplayText::line("Keys"),
            right: DisplayText::line(&narrowed),
            below: DisplayText::line("Every key, and what it does"),
            ..Titled::default()
        }
    }

    fn hints(&self, keymap: &Keymap, back: Hint) -> Vec<Hint> {
        vec![Hint::of(keymap, &[Action::Search], "narrow"), back]
    }

    fn accept_hint(&self) -> &'static str {
        "keep"
    }
}

fn wrapped(text: DisplayStr<'_>, columns: usize) -> Vec<DisplayText> {
    let rows = wrap::rows(Paragraph::plain(&text), columns.max(1), Fit::First);
    rows.into_iter()
        .map(|row| text.part(row).to_text())
        .collect()
}
