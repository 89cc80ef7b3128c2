//! What this run of the program has known and the archive no longer holds.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hash};
use std::path::Path;

use foldhash::fast::RandomState;

use crate::archive::Edition;
use crate::briefing::{Briefing, StoryId};

/// How many hashes of editions, and of stories, each of two sets holds.
const EDITIONS: usize = 262_144;
const STORIES: usize = 32_768;

/// The editions and stories that have left the archive. They are not news when they come back: a file that was cut
/// short is whole again, or the branch is checked out on which it was.
#[derive(Debug)]
pub(super) struct Departed {
    /// Hashes of their identities and of their paths.
    editions: Hashes,
    stories: Hashes,
}

impl Default for Departed {
    fn default() -> Self {
        Self {
            editions: Hashes::new(EDITIONS),
            stories: Hashes::new(STORIES),
        }
    }
}

impl Departed {
    /// Notes what an edition had and no longer has `now`; `None` when its file has gone.
    pub(super) fn note(&mut self, edition: &Edition, now: Option<&Edition>) {
        let is_same = |now: &&Edition| now.id().identity() == edition.id().identity();
        let now = now.filter(is_same);
        if now.is_none() {
            self.editions.insert(edition.id().identity().as_str());
            self.editions.insert(edition.path());
        }
        let kept: HashSet<_> = now.map(stories).into_iter().flatten().collect();
        for story in stories(edition).filter(|story| !kept.contains(story)) {
            self.stories.insert(story.key());
        }
    }

    /// Whether an edition was here before, whatever it says now.
    pub(super) fn has(&self, edition: &Edition) -> bool {
        let identity = edition.id().identity();
        !identity.is_empty() && self.editions.has(identity.as_str())
    }

    /// Whether there was an edition in this file.
    pub(super) fn has_path(&self, path: &Path) -> bool {
        self.editions.has(path)
    }

    /// The stories of an edition that were added since it was as `before`. Those that were in it earlier and have come
    /// back are not new, nor are those whose headlines were corrected.
    pub(super) fn stories_added(&self, before: &Edition, now: &Edition) -> Vec<StoryId> {
        let (Some(old), Some(_)) = (&before.briefing, &now.briefing) else {
            return Vec::new();
        };
        let renamed = before.id().all_renamed(now.id()).into_iter();
        let renamed: HashSet<usize> = renamed.map(|(_, position)| position).collect();
        let known = story_ids(old);
        let is_new = |story: &StoryId| {
            !known.contains(story.id().as_str())
                && !self.stories.has(story.key())
                && !renamed.contains(&story.position())
        };
        stories(now).filter(is_new).collect()
    }
}

/// Hashes, so that thousands take little memory. Only the latest are kept.
#[derive(Debug)]
struct Hashes {
    latest: HashSet<u64, RandomState>,
    /// Those before `latest`, which take their place once that is full.
    earlier: HashSet<u64, RandomState>,
    /// How many each of them may hold.
    most: usize,
    hasher: RandomState,
}

impl Hashes {
    fn new(most: usize) -> Self {
        Self {
            latest: HashSet::default(),
            earlier: HashSet::default(),
            most,
            hasher: RandomState::default(),
        }
    }

    fn has(&self, known: impl Hash) -> bool {
        let hash = self.hasher.hash_one(known);
        self.latest.contains(&hash) || self.earlier.contains(&hash)
    }

    fn insert(&mut self, known: impl Hash) {
        if self.latest.len() == self.most {
            self.earlier = std::mem::take(&mut self.latest);
        }
        self.latest.insert(self.hasher.hash_one(known));
    }
}

fn story_ids(briefing: &Briefing) -> HashSet<&str> {
    let ids = briefing.stories().map(|story| story.id().as_str());
    ids.collect()
}

fn stories(edition: &Edition) -> impl Iterator<Item = StoryId> {
    (0..).map_while(|position| edition.id().story(position))
}

#[cfg(test)]
mod tests {
    use super::Hashes;

    #[test]
    fn the_latest_are_remembered_and_their_number_is_bounded() {
        const MOST: u64 = 100;
        let mut hashes = Hashes::new(100);
        for number in 0..5 * MOST {
            hashes.insert(number);
        }
        assert!(hashes.latest.len() + hashes.earlier.len() <= 200);
        let latest = 4 * MOST..5 * MOST;
        assert!(latest.into_iter().all(|number| hashes.has(number)));
        assert!(!hashes.has(0));
    }
}
