//! The marks that were loaded: many, and never changed.

use std::ops::Range;

use super::lines::{self, Version};
use super::mark::Mark;

/// The lines of a file of marks. A reader keeps them all, and a command waits for them, so of each line only its place
/// is noted, and its fields are read whenever someone asks for them.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    text: String,
    /// Where the lines begin, in bytes of [`Loaded::text`]. Sorted by key, each key once.
    starts: Vec<u32>,
}

/// Of two marks with the same key the later one counts.
impl<K: AsRef<str>> FromIterator<(K, Mark)> for Loaded {
    fn from_iter<I: IntoIterator<Item = (K, Mark)>>(marks: I) -> Self {
        let mut loaded = Self::default();
        for (key, mark) in marks {
            loaded.starts.push(position(loaded.text.len()));
            lines::push(&mut loaded.text, key.as_ref(), &mark);
        }
        loaded.sort();
        loaded
    }
}

impl Loaded {
    /// Reads the text of a file. Also returns its version and the number of lines that could not be read.
    pub(super) fn read(text: String) -> (Self, Version, usize) {
        let (mut starts, mut is_sorted, mut last) = (Vec::new(), true, "");
        let (version, unreadable) = lines::each(&text, |start, key, _| {
            starts.push(position(start));
            // The files that this program writes are in order, but someone may have edited this one.
            is_sorted &= std::mem::replace(&mut last, key) < key;
        });
        let mut loaded = Self { text, starts };
        if !is_sorted {
            loaded.sort();
        }
        (loaded, version, unreadable)
    }

    /// The positions of the lines whose keys begin with `prefix`. They are found sooner if they are not far from
    /// the line at `near`.
    pub(super) fn lines_of(&self, prefix: &str, near: usize) -> Range<usize> {
        let starts = &self.starts;
        let is_before = |&start: &u32| lines::compare(self.rest(start), prefix).is_lt();
        let is_of = |&start: &u32| self.rest(start).starts_with(prefix);
        let back = distance(|back| {
            let at = near.checked_sub(back);
            at.is_some_and(|at| !is_before(&starts[at]))
        });
        let lowest = near.saturating_sub(back);
        let first = lowest + partition(&starts[lowest..], is_before);
        first..first + partition(&starts[first..], is_of)
    }

    /// The mark under `key`, if it is in one of the lines at these positions.
    pub(super) fn find(&self, lines: Range<usize>, key: &str) -> Option<Mark> {
        let lines = &self.starts[lines];
        let found = lines.binary_search_by(|&start| lines::compare(self.rest(start), key));
        lines::mark_of(self.rest(lines[found.ok()?]), key.len())
    }

    /// The positions of all lines.
    pub(super) fn all(&self) -> Range<usize> {
        0..self.starts.len()
    }

    /// Every key with its mark.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, Mark)> {
        self.starts.iter().filter_map(|&start| {
            let key = self.key(start);
            Some((key, lines::mark_of(self.rest(start), key.len())?))
        })
    }

    fn sort(&mut self) {
        let Self { text, starts } = self;
        let key = |&start: &u32| lines::key(&text[start as usize..]);
        starts.sort_by(|one, other| key(one).cmp(key(other)));
        starts.dedup_by(|later, kept| {
            let is_same = key(later) == key(kept);
            if is_same {
                std::mem::swap(later, kept);
            }
            is_same
        });
    }

    fn key(&self, start: u32) -> &str {
        lines::key(self.rest(start))
    }

    /// The line that begins at `start`, and all after it.
    fn rest(&self, start: u32) -> &str {
        &self.text[start as usize..]
    }
}

/// As `partition_point`, but sooner when it is near the start.
fn partition(starts: &[u32], is_first: impl Fn(&u32) -> bool) -> usize {
    let most = distance(|at| starts.get(at).is_some_and(&is_first));
    starts[..most.min(starts.len())].partition_point(is_first)
}

/// A distance at which it goes no further, and at most about twice as far as it goes.
fn distance(goes_on: impl Fn(usize) -> bool) -> usize {
    let mut distance = 1;
    while goes_on(distance) {
        distance *= 2;
    }
    distance
}

fn position(of: usize) -> u32 {
    u32::try_from(of).expect("marks take less than four gigabytes")
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::Loaded;
    use crate::marks::Mark;
    use crate::marks::lines::{self, Version};

    proptest! {
        /// Keys that repeat, come in no order, or begin with one another; from a file or not; looked for among
        /// all or among those with the same beginning.
        #[test]
        fn it_holds_what_a_plain_map_holds(
            marks in prop::collection::vec(("[ab/é]{1,4}", any::<bool>(), any::<u32>()), 0..300),
            is_file in any::<bool>(),
            near in 0usize..300,
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
            for key in plain.keys().map(String::as_str).chain(["b//b", "c", "aaaaa", ""]) {
                prop_assert_eq!(loaded.find(loaded.all(), key), plain.get(key).cloned());
                for (end, _) in key.char_indices() {
                    let lines = loaded.lines_of(&key[..end], near % (loaded.all().len() + 1));
                    let with_prefix = plain.keys().filter(|it| it.starts_with(&key[..end]));
                    prop_assert_eq!(lines.len(), with_prefix.count());
                    prop_assert_eq!(loaded.find(lines, key), plain.get(key).cloned());
                }
            }
            let all: HashMap<_, _> = loaded.iter().map(|(key, mark)| (key.to_owned(), mark)).collect();
            prop_assert_eq!(loaded.iter().count(), all.len());
            prop_assert_eq!(all, plain);
        }
    }
}
