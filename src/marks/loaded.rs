//! The marks that were loaded: many, and never changed.

use std::hash::BuildHasher;
use std::ops::Range;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::mark::Mark;

/// Marks by the keys of their stories, each key once. A start waits until they are loaded, so they take a few
/// large allocations and none for each key. A search may look up every story of a long archive, and hashing
/// is most of that work, hence the fast hash.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    /// All keys, one after the other.
    keys: String,
    marks: Vec<Keyed>,
    /// Positions in `marks`, by the hashes of the keys.
    positions: HashTable<u32>,
    hasher: RandomState,
}

#[derive(Debug)]
struct Keyed {
    /// The range of the key in [`Loaded::keys`], in bytes.
    key: Range<u32>,
    mark: Mark,
}

/// Of two marks with the same key the later one counts.
impl<K: AsRef<str>> FromIterator<(K, Mark)> for Loaded {
    fn from_iter<I: IntoIterator<Item = (K, Mark)>>(marks: I) -> Self {
        let marks = marks.into_iter();
        let (few, _) = marks.size_hint();
        let mut loaded = Self {
            marks: Vec::with_capacity(few),
            positions: HashTable::with_capacity(few),
            ..Self::default()
        };
        for (key, mark) in marks {
            loaded.insert(key.as_ref(), mark);
        }
        loaded
    }
}

impl Loaded {
    pub(super) fn get(&self, key: &str) -> Option<&Mark> {
        let position = self.position(key, self.hasher.hash_one(key))?;
        Some(&self.marks[position].mark)
    }

    /// Every key with its mark, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Mark)> {
        self.marks.iter().map(|it| (self.key(it), &it.mark))
    }

    fn insert(&mut self, key: &str, mark: Mark) {
        let hash = self.hasher.hash_one(key);
        if let Some(position) = self.position(key, hash) {
            self.marks[position].mark = mark;
            return;
        }
        let start = as_u32(self.keys.len());
        self.keys.push_str(key);
        let key = start..as_u32(self.keys.len());
        let Self {
            keys,
            marks,
            positions,
            hasher,
        } = self;
        positions.insert_unique(hash, as_u32(marks.len()), |&position| {
            hasher.hash_one(&keys[as_usize(&marks[position as usize].key)])
        });
        marks.push(Keyed { key, mark });
    }

    fn position(&self, key: &str, hash: u64) -> Option<usize> {
        let is_of = |&position: &u32| self.key(&self.marks[position as usize]) == key;
        self.positions
            .find(hash, is_of)
            .map(|&position| position as usize)
    }

    fn key(&self, of: &Keyed) -> &str {
        &self.keys[as_usize(&of.key)]
    }
}

fn as_usize(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

fn as_u32(number: usize) -> u32 {
    u32::try_from(number).expect("the file of marks is smaller than four gigabytes")
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::Loaded;
    use crate::marks::Mark;

    proptest! {
        /// Keys that repeat, are empty, or begin with one another.
        #[test]
        fn it_holds_what_a_plain_map_holds(
            marks in prop::collection::vec(("[ab/é]{0,4}", any::<bool>(), any::<u32>()), 0..300),
        ) {
            let marks = marks.into_iter().map(|(key, read, place)| {
                (key, Mark { read, place, ..Mark::default() })
            });
            let marks: Vec<_> = marks.collect();
            let loaded: Loaded = marks.iter().cloned().collect();
            let plain: HashMap<_, _> = marks.into_iter().collect();
            for key in plain.keys().map(String::as_str).chain(["b//b", "c", "aaaaa"]) {
                prop_assert_eq!(loaded.get(key), plain.get(key));
            }
            let all: HashMap<_, _> = loaded.iter().map(|(key, mark)| (key.to_owned(), mark.clone())).collect();
            prop_assert_eq!(loaded.iter().count(), all.len());
            prop_assert_eq!(all, plain);
        }
    }
}
