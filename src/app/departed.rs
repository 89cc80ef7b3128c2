//! What this run of the program has known and the archive no longer holds.

use std::collections::HashSet;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use crate::archive::Edition;
use crate::briefing::{EditionId, StoryId};

/// How many are remembered at least; it may be twice as many.
const MOST: usize = 65_536;

/// The editions and stories that have left the archive. They are not news when they come back: a file that was cut
/// short is whole again, or the branch is checked out on which it was. Each is a hash, and only the latest are kept.
#[derive(Debug, Default)]
pub(super) struct Departed {
    latest: HashSet<u64, RandomState>,
    /// Those before `latest`, which take its place once that is full.
    earlier: HashSet<u64, RandomState>,
    hasher: RandomState,
}

impl Departed {
    /// Notes what an edition had and no longer has `now`; `None` when its file has gone.
    pub(super) fn note(&mut self, edition: &Edition, now: Option<&Edition>) {
        let is_same = |now: &&Edition| now.id().identity() == edition.id().identity();
        let now = now.filter(is_same);
        if now.is_none() {
            self.insert(self.of_edition(edition.id()));
        }
        let kept: HashSet<_> = now.map(stories).into_iter().flatten().collect();
        for story in stories(edition).filter(|story| !kept.contains(story)) {
            self.insert(self.of_story(&story));
        }
    }

    /// Whether an edition was here before, with all that it holds now.
    pub(super) fn has_all_of(&self, edition: &Edition) -> bool {
        let is_readable = edition.briefing.is_some();
        is_readable
            && self.has(self.of_edition(edition.id()))
            && stories(edition).all(|story| self.has_story(&story))
    }

    pub(super) fn has_story(&self, story: &StoryId) -> bool {
        self.has(self.of_story(story))
    }

    fn of_edition(&self, id: &EditionId) -> u64 {
        self.hasher.hash_one(id.identity().as_str())
    }

    fn of_story(&self, story: &StoryId) -> u64 {
        let edition = story.edition().identity();
        self.hasher
            .hash_one((edition.as_str(), story.id().as_str()))
    }

    fn has(&self, hash: u64) -> bool {
        self.latest.contains(&hash) || self.earlier.contains(&hash)
    }

    fn insert(&mut self, hash: u64) {
        if self.latest.len() == MOST {
            self.earlier = std::mem::take(&mut self.latest);
        }
        self.latest.insert(hash);
    }
}

fn stories(edition: &Edition) -> impl Iterator<Item = StoryId> {
    (0..).map_while(|position| edition.id().story(position))
}

#[cfg(test)]
mod tests {
    use super::{Departed, MOST};

    #[test]
    fn the_latest_are_remembered_and_their_number_is_bounded() {
        let mut departed = Departed::default();
        let last = 5 * MOST as u64;
        for hash in 0..last {
            departed.insert(hash);
        }
        assert!(departed.latest.len() + departed.earlier.len() <= 2 * MOST);
        let latest = last - MOST as u64..last;
        assert!(latest.into_iter().all(|hash| departed.has(hash)));
        assert!(!departed.has(0));
    }
}
