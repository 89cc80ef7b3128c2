//! What a query asks of the marks.

use super::query::{Query, State, Test};
use crate::briefing::EditionId;
use crate::marks::Marks;

/// The conditions of a query on what a reader has done with a story.
pub(super) struct States<'q> {
    wanted: Vec<(State, bool)>,
    marks: &'q Marks,
    /// The key of the story looked at last, whose room the next one takes.
    key: String,
}

impl<'q> States<'q> {
    pub(super) fn new(query: &Query, marks: &'q Marks) -> Self {
        let wanted = query.terms.iter().filter_map(|term| match term.test {
            Test::Is(state) => Some((state, !term.negated)),
            _ => None,
        });
        Self {
            wanted: wanted.collect(),
            marks,
            key: String::new(),
        }
    }

    /// Whether the story at `position` of `edition` meets the conditions.
    pub(super) fn allow(&mut self, edition: &EditionId, position: usize) -> bool {
        if self.wanted.is_empty() {
            return true;
        }
        let Some(story) = edition.story(position) else {
            return false;
        };
        self.key.clear();
        story.push_key(&mut self.key);
        let mark = self.marks.get(&self.key);
        self.wanted
            .iter()
            .all(|(state, wanted)| state.holds(mark) == *wanted)
    }
}
