//! The terms of a query that depend on marks: `is:read`, `is:unread`, `is:saved`.

use super::query::{Query, State, Test};
use crate::briefing::EditionId;
use crate::marks::Marks;

/// The `is:` terms of a query, checked against the marks.
pub(super) struct States<'q> {
    /// Each state, with whether a story must be in it or must not.
    wanted: Vec<(State, bool)>,
    marks: &'q Marks,
    /// The key of the story checked last; a buffer reused for the next one.
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
