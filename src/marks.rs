//! Marks: what the user has done with each story: read or saved it, and the place reached in it. There
//! is no file access here; `store` has that.

mod lines;
mod mark;
mod unsaved;

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

pub use lines::{Lines, Version, merge, read, write};
pub use mark::{Change, Mark, Operation};
pub use unsaved::Unsaved;

/// The marks of all stories that have one, even if their files no longer exist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// By the key of the story. A search may look up every story of a long archive, and hashing is most
    /// of that work, hence the fast hash.
    marks: HashMap<String, Mark, RandomState>,
}

impl FromIterator<(String, Mark)> for Marks {
    fn from_iter<I: IntoIterator<Item = (String, Mark)>>(marks: I) -> Self {
        Self {
            marks: marks.into_iter().collect(),
        }
    }
}

impl Marks {
    /// The mark of a story; an empty one if it has none.
    pub fn get(&self, key: &str) -> &Mark {
        self.marks.get(key).unwrap_or(Mark::NONE)
    }

    pub fn any_saved(&self) -> bool {
        self.marks.values().any(|mark| mark.saved)
    }

    /// The identities of all editions with a story that is read or begun. A key with several slashes does
    /// not say where the edition ends, so the set may also contain strings that are no identity.
    pub fn begun_editions(&self) -> HashSet<String> {
        let begun = self
            .marks
            .iter()
            .filter(|(_, mark)| mark.read || mark.place > 0);
        let prefixes = begun.flat_map(|(key, _)| key.match_indices('/').map(|(at, _)| &key[..at]));
        let mut editions = HashSet::new();
        for edition in prefixes {
            if !editions.contains(edition) {
                editions.insert(edition.to_owned());
            }
        }
        editions
    }

    /// The number of stories with a mark.
    pub fn len(&self) -> usize {
        self.marks.len()
    }

    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// Applies `operation`; `time` is Unix time in seconds.
    pub fn apply(&mut self, operation: &Operation, time: i64) {
        let mark = self.marks.entry(operation.key.clone()).or_default();
        mark.apply(operation.change, time);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Change, Mark, Marks, Operation};

    fn operation() -> impl Strategy<Value = Operation> {
        let change = prop_oneof![
            any::<bool>().prop_map(Change::Read),
            any::<bool>().prop_map(Change::Saved),
            (0u32..100).prop_map(Change::Place),
        ];
        ("[ab]/[cd]", change).prop_map(|(key, change)| Operation { key, change })
    }

    /// The value of a field after `operations`: that of the last one that set it.
    fn last<T>(
        operations: &[Operation],
        key: &str,
        field: impl Fn(Change) -> Option<T>,
    ) -> Option<T> {
        operations
            .iter()
            .rev()
            .filter(|operation| operation.key == key)
            .find_map(|operation| field(operation.change))
    }

    proptest! {
        #[test]
        fn the_last_change_of_each_field_counts(
            operations in prop::collection::vec(operation(), 0..40),
        ) {
            let mut marks = Marks::default();
            for operation in &operations {
                marks.apply(operation, 7);
            }
            prop_assert_eq!(marks.is_empty(), operations.is_empty());
            for key in ["a/c", "a/d", "b/c", "b/d"] {
                let Mark { read, saved, place, .. } = *marks.get(key);
                let expected = (
                    last(&operations, key, |change| match change { Change::Read(to) => Some(to), _ => None }),
                    last(&operations, key, |change| match change { Change::Saved(to) => Some(to), _ => None }),
                    last(&operations, key, |change| match change { Change::Place(to) => Some(to), _ => None }),
                );
                prop_assert_eq!(
                    (read, saved, place),
                    (expected.0.unwrap_or_default(), expected.1.unwrap_or_default(), expected.2.unwrap_or_default())
                );
            }
        }
    }

    #[test]
    fn an_edition_is_begun_by_a_story_read_or_a_place_reached_not_by_one_saved() {
        for (change, begun) in [
            (Change::Read(true), true),
            (Change::Place(7), true),
            (Change::Read(false), false),
            (Change::Place(0), false),
            (Change::Saved(true), false),
        ] {
            let key = "2016-01-12/health".to_owned();
            let mut marks = Marks::default();
            marks.apply(&Operation { key, change }, 1);
            let editions = marks.begun_editions();
            assert_eq!(editions.contains("2016-01-12"), begun, "{change:?}");
        }
    }
}
