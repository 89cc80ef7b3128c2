//! Marks: what the user has done with each story: read or saved it, and the place reached in it. There
//! is no file access here; `store` has that.

mod last;
mod lines;
mod loaded;
mod mark;
mod unsaved;

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use foldhash::fast::{FixedState, RandomState};

use crate::briefing::Briefing;
use loaded::Loaded;

pub use last::{Last, Newest, Pane, Reached};
pub use lines::{Lines, Merged, Version, merge, read, states_current_version, text, write};
pub use mark::{Change, Mark, Operation};
pub use unsaved::Unsaved;

/// The marks of all stories that have one, even if their files no longer exist.
///
/// A clone shares what was loaded and copies only the marks changed since, so that a search can be given
/// its own snapshot however many marks there are.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    loaded: Arc<Loaded>,
    /// What the loaded ones add to the fingerprint. Computed when it is first asked for, because a start must
    /// not wait for it.
    fingerprint_of_loaded: Arc<OnceLock<u64>>,
    /// The marks changed since. They hide those loaded under the same keys.
    changed: HashMap<String, Mark, RandomState>,
    /// What these changes add to the fingerprint.
    difference: u64,
}

/// Some of the [`Marks`]; see [`Marks::of`].
#[derive(Clone, Debug)]
pub struct MarksOf<'m> {
    marks: &'m Marks,
    /// The positions of their lines among those that were loaded.
    lines: Range<usize>,
}

impl MarksOf<'_> {
    /// Goes on to those whose keys begin with `prefix`. This is fastest when they are near those before.
    pub fn go_to(&mut self, prefix: &str) {
        self.lines = self.marks.loaded.lines_of(prefix, self.lines.start);
    }

    /// The mark of a story whose key begins with their prefix; an empty one if it has none.
    pub fn get(&self, key: &str) -> Mark {
        self.marks.find(self.lines.clone(), key)
    }
}

/// Of two marks with the same key the later one counts.
impl<K: AsRef<str>> FromIterator<(K, Mark)> for Marks {
    fn from_iter<I: IntoIterator<Item = (K, Mark)>>(marks: I) -> Self {
        Self::of_loaded(marks.into_iter().collect())
    }
}

impl Marks {
    /// Reads the text of a file. Also returns its version and the number of lines that could not be read.
    pub fn of_file(text: String) -> (Self, Version, usize) {
        let (loaded, version, unreadable) = Loaded::read(text);
        (Self::of_loaded(loaded), version, unreadable)
    }

    fn of_loaded(loaded: Loaded) -> Self {
        Self {
            loaded: Arc::new(loaded),
            ..Self::default()
        }
    }

    /// The mark of a story; an empty one if it has none.
    pub fn get(&self, key: &str) -> Mark {
        self.find(self.loaded.all(), key)
    }

    /// The marks whose keys begin with `prefix`: those of an edition's stories begin with its identity. To look
    /// up many of them, this is the faster way.
    pub fn of(&self, prefix: &str) -> MarksOf<'_> {
        MarksOf {
            marks: self,
            lines: self.loaded.lines_of(prefix, 0),
        }
    }

    /// The mark of a story, if it has changed or is in one of the `lines` that were loaded.
    fn find(&self, lines: Range<usize>, key: &str) -> Mark {
        let changed = self.changed.get(key).cloned();
        let mark = changed.or_else(|| self.loaded.find(lines, key));
        mark.unwrap_or_default()
    }

    /// Whether any story of `edition` is unread.
    pub fn has_unread(&self, edition: &Briefing) -> bool {
        let marks = self.of(&edition.id());
        let mut key = String::new();
        edition.stories().any(|story| {
            key.clear();
            story.push_key(&mut key);
            !marks.get(&key).read
        })
    }

    pub fn any_saved(&self) -> bool {
        self.iter().any(|(_, mark)| mark.saved)
    }

    /// The identities of all editions with a story that is read or begun. A key with several slashes does not say
    /// where the edition ends, so there may also be strings that are no identity.
    pub fn begun_editions(&self) -> HashSet<String> {
        let begun = self.iter().filter(|(_, mark)| mark.read || mark.place > 0);
        let prefixes = begun.flat_map(|(key, _)| key.match_indices('/').map(|(at, _)| &key[..at]));
        let mut editions = HashSet::new();
        for edition in prefixes {
            if !editions.contains(edition) {
                editions.insert(edition.to_owned());
            }
        }
        editions
    }

    /// A number that is the same for marks under which the same stories are read, begun and saved, and,
    /// as good as always, another for any other marks. The first call after loading looks at all that were
    /// loaded; the others cost nothing.
    pub fn fingerprint(&self) -> u64 {
        let of_loaded = || {
            let parts = self.loaded.iter().map(|(key, mark)| part(key, &mark));
            parts.fold(0, u64::wrapping_add)
        };
        let loaded = self.fingerprint_of_loaded.get_or_init(of_loaded);
        loaded.wrapping_add(self.difference)
    }

    /// The number of stories with a mark.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Applies `operation`; `time` is Unix time in seconds.
    pub fn apply(&mut self, operation: &Operation, time: i64) {
        let mark = self.changed.entry(operation.key.clone());
        let loaded = || self.loaded.find(self.loaded.all(), &operation.key);
        let mark = mark.or_insert_with(|| loaded().unwrap_or_default());
        let before = part(&operation.key, mark);
        mark.apply(operation.change, time);
        let after = part(&operation.key, mark);
        self.difference = self.difference.wrapping_sub(before).wrapping_add(after);
    }

    /// Every key once, with its mark, which may be empty.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Mark)> {
        let loaded = self.loaded.iter();
        let unchanged = loaded.filter(|(key, _)| !self.changed.contains_key(*key));
        let changed = self.changed.iter();
        unchanged.chain(changed.map(|(key, mark)| (key.as_str(), mark.clone())))
    }
}

/// What one mark adds to [`Marks::fingerprint`].
fn part(key: &str, mark: &Mark) -> u64 {
    match (mark.read, mark.saved, mark.is_partly_read()) {
        (false, false, false) => 0,
        state => FixedState::default().hash_one((key, state)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::Arc;

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
        /// Some of the operations were made before the marks were loaded, and some after.
        #[test]
        fn the_last_change_of_each_field_counts(
            operations in prop::collection::vec(operation(), 0..40),
            loaded in 0usize..40,
        ) {
            let (before, after) = operations.split_at(loaded.min(operations.len()));
            let mut file = Marks::default();
            for operation in before {
                file.apply(operation, 7);
            }
            let file = file.iter().map(|(key, mark)| (key.to_owned(), mark));
            let mut marks: Marks = file.collect();
            for operation in after {
                marks.apply(operation, 7);
            }
            let keys: HashSet<_> = operations.iter().map(|operation| &operation.key).collect();
            prop_assert_eq!(marks.len(), keys.len());
            prop_assert_eq!(marks.is_empty(), keys.is_empty());
            // Marks that are the same have the same fingerprint, in whatever way they came about.
            let same: Marks = marks.iter().map(|(key, mark)| (key.to_owned(), mark)).collect();
            prop_assert_eq!(marks.fingerprint(), same.fingerprint());
            marks.apply(&Operation { key: "new".to_owned(), change: Change::Saved(true) }, 7);
            prop_assert_ne!(marks.fingerprint(), same.fingerprint());
            for key in ["a/c", "a/d", "b/c", "b/d"] {
                let Mark { read, saved, place, .. } = marks.get(key);
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

    fn read(key: &str, to: bool) -> Operation {
        Operation {
            key: key.to_owned(),
            change: Change::Read(to),
        }
    }

    /// A search holds on to the marks that it was given. No key press may copy 50,000 of them.
    #[test]
    fn a_mark_made_during_a_search_copies_only_what_has_changed() {
        let loaded = (0..50_000).map(|story| (format!("a/{story}"), Mark::default()));
        let mut marks = Arc::new(loaded.collect::<Marks>());
        let search = Arc::clone(&marks);
        Arc::make_mut(&mut marks).apply(&read("a/7", true), 7);
        assert!(Arc::ptr_eq(&marks.loaded, &search.loaded));
        assert_eq!((marks.changed.len(), search.changed.len()), (1, 0));
        assert!(marks.get("a/7").read && !search.get("a/7").read);
    }

    #[test]
    fn a_changed_mark_hides_the_loaded_one() {
        let saved = Mark {
            read: true,
            saved: true,
            ..Mark::default()
        };
        let mut marks: Marks = [("a/x".to_owned(), saved)].into_iter().collect();
        assert!(marks.any_saved());
        assert_eq!(marks.begun_editions().len(), 1);
        marks.apply(&read("a/x", false), 7);
        assert!(marks.any_saved() && !marks.get("a/x").read);
        assert!(marks.begun_editions().is_empty());
        let unsaved = Operation {
            key: "a/x".to_owned(),
            change: Change::Saved(false),
        };
        marks.apply(&unsaved, 7);
        assert!(!marks.any_saved());
        assert_eq!(marks.len(), 1);
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
