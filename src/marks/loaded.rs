//! The marks that were loaded: many, and never changed.

use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::OnceLock;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::lines::{self, Version};
use super::mark::Mark;

/// Marks by the keys of their stories. A start waits for them, so each takes no allocation of its own, and
/// what only makes them faster is left for later.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    /// The text that the keys are in.
    text: String,
    /// Sorted by key, each key once.
    marks: Vec<Keyed>,
    positions: OnceLock<Positions>,
}

#[derive(Debug)]
struct Keyed {
    /// The range of the key in [`Loaded::text`], in bytes.
    key: Range<u32>,
    mark: Mark,
}

/// The positions in [`Loaded::marks`] by the hashes of the keys. A search may look up every story of a long
/// archive, and hashing is most of that work, hence the fast hash.
#[derive(Debug)]
struct Positions {
    table: HashTable<u32>,
    hasher: RandomState,
}

/// Of two marks with the same key the later one counts.
impl<K: AsRef<str>> FromIterator<(K, Mark)> for Loaded {
    fn from_iter<I: IntoIterator<Item = (K, Mark)>>(marks: I) -> Self {
        let mut loaded = Self::default();
        for (key, mark) in marks {
            let start = loaded.text.len();
            loaded.text.push_str(key.as_ref());
            loaded.push(start..loaded.text.len(), mark);
        }
        loaded.sort();
        loaded
    }
}

impl Loaded {
    /// Reads the text of a file. Also returns its version and the number of lines that could not be read.
    pub(super) fn read(text: String) -> (Self, Version, usize) {
        let mut loaded = Self::default();
        let (version, unreadable) = lines::each(&text, |key, mark| loaded.push(key, mark));
        loaded.text = text;
        loaded.sort();
        (loaded, version, unreadable)
    }

    pub(super) fn get(&self, key: &str) -> Option<&Mark> {
        let position = match self.positions.get() {
            Some(Positions { table, hasher }) => {
                let is_of = |&position: &u32| self.key(&self.marks[position as usize]) == key;
                *table.find(hasher.hash_one(key), is_of)? as usize
            }
            None => self
                .marks
                .binary_search_by(|it| self.key(it).cmp(key))
                .ok()?,
        };
        Some(&self.marks[position].mark)
    }

    /// Makes [`Loaded::get`] faster.
    pub(super) fn index(&self) {
        self.positions.get_or_init(|| {
            let hasher = RandomState::default();
            let hash = |it: &Keyed| hasher.hash_one(self.key(it));
            let mut table = HashTable::with_capacity(self.marks.len());
            for (position, it) in (0..).zip(&self.marks) {
                table.insert_unique(hash(it), position, |&other: &u32| {
                    hash(&self.marks[other as usize])
                });
            }
            Positions { table, hasher }
        });
    }

    /// Every key with its mark.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Mark)> {
        self.marks.iter().map(|it| (self.key(it), &it.mark))
    }

    fn push(&mut self, key: Range<usize>, mark: Mark) {
        let position = |of: usize| u32::try_from(of).expect("marks take less than four gigabytes");
        let key = position(key.start)..position(key.end);
        self.marks.push(Keyed { key, mark });
    }

    /// Files are written in order, but someone may have edited one.
    fn sort(&mut self) {
        let Self { text, marks, .. } = self;
        let key = |it: &Keyed| &text[it.key.start as usize..it.key.end as usize];
        if marks.is_sorted_by(|one, next| key(one) < key(next)) {
            return;
        }
        marks.sort_by(|one, other| key(one).cmp(key(other)));
        marks.dedup_by(|later, kept| {
            let is_same = key(later) == key(kept);
            if is_same {
                std::mem::swap(later, kept);
            }
            is_same
        });
    }

    fn key(&self, of: &Keyed) -> &str {
        &self.text[of.key.start as usize..of.key.end as usize]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::Loaded;
    use crate::marks::Mark;
    use crate::marks::lines::{self, Version};

    proptest! {
        /// Keys that repeat, come in no order, or begin with one another; from a file or not, with an index or
        /// without.
        #[test]
        fn it_holds_what_a_plain_map_holds(
            marks in prop::collection::vec(("[ab/é]{1,4}", any::<bool>(), any::<u32>()), 0..300),
            is_file in any::<bool>(),
        ) {
            let marks = marks.into_iter().map(|(key, read, place)| {
                (key, Mark { read, place, ..Mark::default() })
            });
            let marks: Vec<_> = marks.collect();
            let loaded = if is_file {
                let lines: Vec<_> = marks.iter().map(|(key, mark)| (key.as_str(), mark.clone())).collect();
                let (loaded, version, unreadable) = Loaded::read(lines::write(&lines));
                prop_assert_eq!((version, unreadable), (Version::Current, 0));
                loaded
            } else {
                marks.iter().cloned().collect()
            };
            let plain: HashMap<_, _> = marks.into_iter().collect();
            for _ in 0..2 {
                for key in plain.keys().map(String::as_str).chain(["b//b", "c", "aaaaa", ""]) {
                    prop_assert_eq!(loaded.get(key), plain.get(key));
                }
                loaded.index();
            }
            let all: HashMap<_, _> = loaded.iter().map(|(key, mark)| (key.to_owned(), mark.clone())).collect();
            prop_assert_eq!(loaded.iter().count(), all.len());
            prop_assert_eq!(all, plain);
        }
    }
}
