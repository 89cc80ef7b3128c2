//! Where hints are in a line: for drawing them, and for clicks on them.

use ratatui::layout::{Position, Rect};

use super::screen::Hint;
use crate::keymap::{self, Action};
use crate::text::width;

/// Columns between two hints.
pub const GAP: u16 = 3;

/// A hint and the column of its first cell.
#[derive(Clone, Copy, Debug)]
pub struct Placed<'h> {
    pub hint: &'h Hint,
    pub x: u16,
}

/// Places as many hints as fit into `line` before the column `right`. When there are too many, the last one
/// stays, since it leads to the help or back, and those before it are dropped from the right.
pub fn place(hints: &[Hint], line: Rect, right: u16) -> Vec<Placed<'_>> {
    let hints: Vec<_> = hints.iter().filter(|hint| hint.has_key()).collect();
    let Some((&last, others)) = hints.split_last() else {
        return Vec::new();
    };
    let reserved = columns(last).saturating_add(GAP);
    let mut x = line.x + 1;
    let mut placed = Vec::with_capacity(hints.len());
    for (index, &hint) in others.iter().enumerate() {
        // If there is only room for one, the first is more useful than the last.
        let reserved = if index == 0 { 0 } else { reserved };
        let end = x.saturating_add(columns(hint));
        if end.saturating_add(reserved) > right {
            break;
        }
        placed.push(Placed { hint, x });
        x = end + GAP;
    }
    if x.saturating_add(columns(last)) <= right {
        placed.push(Placed { hint: last, x });
    }
    placed
}

/// What the hint at a cell does, of those placed in `line`; `None` where there is no hint, or one that names
/// a range of keys.
pub fn action_at(hints: &[Hint], line: Rect, right: u16, cell: Position) -> Option<Action> {
    if cell.y != line.y {
        return None;
    }
    let placed = place(hints, line, right);
    let at = |placed: &&Placed<'_>| (placed.x..placed.x + columns(placed.hint)).contains(&cell.x);
    placed.iter().find(at)?.action_at(cell.x)
}

impl Placed<'_> {
    /// What the key at the column `x` asks for; right of the keys, what the first of them asks for.
    fn action_at(&self, x: u16) -> Option<Action> {
        let keys = &self.hint.actions;
        let names: Vec<_> = keys.iter().map(|(key, _)| key.as_str()).collect();
        let text = self.x + columns_of(&self.hint.keys) + 1;
        let after = columns_of(keymap::between(&names));
        let mut end = self.x;
        for (key, action) in keys {
            // What separates a key from the next one counts as part of the first.
            end += columns_of(key) + after;
            if x < end.min(text) {
                return Some(*action);
            }
        }
        keys.first().map(|(_, action)| *action)
    }
}

/// The columns of a hint; at most `u16::MAX`.
pub fn columns(hint: &Hint) -> u16 {
    columns_of(&hint.keys)
        .saturating_add(1)
        .saturating_add(columns_of(&hint.text))
}

/// The width of `text` in columns; at most `u16::MAX`.
pub fn columns_of(text: &str) -> u16 {
    u16::try_from(width::of(text)).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use ratatui::layout::{Position, Rect};

    use super::action_at;
    use crate::app::screen::Hint;
    use crate::config::settings;
    use crate::keymap::{Action, Keymap};

    #[test]
    fn a_click_on_a_key_does_what_that_key_does_and_one_on_the_words_what_the_first_does() {
        let keymap = Keymap::default();
        let sections = [Action::NextSection, Action::PreviousSection];
        let hints = [
            Hint::named(&keymap, Action::ReadOn),
            Hint::of(&keymap, &sections, "section"),
            Hint::of_range("1–3", "by number"),
            Hint::named(&keymap, Action::Help),
        ];
        //           1         2         3
        // 0123456789012345678901234567890123456789
        //  space read on   ] [ section   1–3 by number   ? help
        let line = Rect::new(0, 5, 60, 1);
        let at = |x, y| action_at(&hints, line, 60, Position { x, y });
        for (columns, action) in [
            (0..1, None),
            (1..14, Some(Action::ReadOn)),
            (14..17, None),
            (17..19, Some(Action::NextSection)),
            (19..21, Some(Action::PreviousSection)),
            (21..28, Some(Action::NextSection)),
            (28..47, None),
            (47..53, Some(Action::Help)),
            (53..60, None),
        ] {
            for x in columns {
                assert_eq!(at(x, 5), action, "column {x}");
                assert_eq!(at(x, 4), None, "column {x}");
            }
        }
    }

    #[test]
    fn all_keys_of_a_chord_do_what_the_chord_does() {
        let keys =
            "[keys]\nf1 = \"go\"\n\"f1 x\" = \"older-edition\"\n\"f1 y\" = \"newer-edition\"";
        let (settings, _) = settings::parse(keys.as_bytes());
        let keymap = Keymap::with(&settings.keys).0;
        let editions = [Action::OlderEdition, Action::NewerEdition];
        let hints = [Hint::of(&keymap, &editions, "edition")];
        //           1         2
        // 012345678901234567890123
        //  F1 x, F1 y edition
        let line = Rect::new(0, 5, 60, 1);
        assert_eq!(hints[0].keys.to_string(), "F1 x, F1 y");
        let at = |x| action_at(&hints, line, 60, Position { x, y: 5 });
        for (columns, action) in [
            (0..1, None),
            (1..7, Some(Action::OlderEdition)),
            (7..12, Some(Action::NewerEdition)),
            (12..19, Some(Action::OlderEdition)),
            (19..25, None),
        ] {
            for x in columns {
                assert_eq!(at(x), action, "column {x}");
            }
        }
    }
}
