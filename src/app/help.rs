//! The help page: every key, grouped.

use super::filter::Narrowable;
use super::keymap::{self, HelpRow};
use crate::text::fold;

#[derive(Debug)]
pub struct Help {
    pub rows: Vec<HelpRow>,
    folded: Vec<String>,
}

impl Default for Help {
    fn default() -> Self {
        let rows: Vec<_> = keymap::help_rows().collect();
        let folded = rows
            .iter()
            .map(|row| fold(&format!("{} {} {}", row.keys, row.help, row.group.title())))
            .collect();
        Self { rows, folded }
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
}
