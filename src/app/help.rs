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

impl Help {
    /// Whether the title of the row's group stands above it.
    pub fn is_first_of_group(&self, index: usize, above: Option<usize>) -> bool {
        above.is_none_or(|above| self.rows[above].group != self.rows[index].group)
    }
}

impl Narrowable for Help {
    fn count(&self) -> usize {
        self.rows.len()
    }

    fn folded(&self, index: usize) -> &str {
        &self.folded[index]
    }

    fn height(&self, index: usize, above: Option<usize>) -> usize {
        match (self.is_first_of_group(index, above), above) {
            (false, _) => 1,
            (true, None) => 2,
            (true, Some(_)) => 3,
        }
    }
}
