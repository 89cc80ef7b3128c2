//! What this run of the program has known and the archive no longer holds.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::RandomState;

use crate::archive::Edition;
use crate::briefing::StoryId;

/// How many hashes each of the two sets holds.
const LATEST: usize = 32_768;

/// The editions and stories that have left the archive. They are not news when they come back: a file that was cut
/// short is whole again, or the branch is checked out on which it was.
#[derive(Debug, Default)]
pub(super) struct Departed {
    editions: Hashes,
    stories: Hashes,
}

impl Departed {
    /// Notes what an edition had and no longer has `now`; `None` when its file has gone.
    pub(super) fn note(&mut self, edition: &Edition, now: Option<&Edition>) {
        let is_same = |now: &&Edition| now.id().identity() == edition.id().identity();
        let now = now.filter(is_same);
        if now.is_none() {
            self.editions.insert(self.editions.of_edition(edition));
        }
        let kept: HashSet<_> = now.map(stories).into_iter().flatten().collect();
        for story in stories(edition).filter(|story| !kept.contains(story)) {
            self.stories.insert(self.stories.of_story(&story));
        }
    }

    /// Whether an edition was here before, or all its stories were.
    pub(super) fn has_all_of(&self, edition: &Edition) -> bool {
        let has_stories = || {
            let mut stories = stories(edition).peekable();
            stories.peek().is_some() && stories.all(|story| self.has_story(&story))
        };
        let is_readable = edition.briefing.is_some();
        is_readable && (self.editions.has(self.editions.of_edition(edition)) || has_stories())
    }

    pub(super) fn has_story(&self, story: &StoryId) -> bool {
        self.stories.has(self.stories.of_story(story))
    }
}

/// Hashes, so that thousands take little memory. Only the latest are kept.
#[derive(Debug, Default)]
struct Hashes {
    latest: HashSet<u64, RandomState>,
    /// Those before `latest`, which take their place once that is full.
    earlier: HashSet<u64, RandomState>,
    hasher: RandomState,
}

impl Hashes {
    /// Of its identity and those of its stories.
    fn of_edition(&self, edition: &Edition) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        edition.id().identity().as_str().hash(&mut hasher);
        for story in stories(edition) {
            story.id().as_str().hash(&mut hasher);
        }
        hasher.finish()
    }

    fn of_story(&self, story: &StoryId) -> u64 {
        let (edition, id) = (story.edition().identity(), story.id());
        self.hasher.hash_one((edition.as_str(), id.as_str()))
    }

    fn has(&self, hash: u64) -> bool {
        self.latest.contains(&hash) || self.earlier.contains(&hash)
    }

    fn insert(&mut self, hash: u64) {
        if self.latest.len() == LATEST {
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
    use super::{Hashes, LATEST};

    #[test]
    fn the_latest_are_remembered_and_their_number_is_bounded() {
        let mut hashes = Hashes::default();
        let last = 5 * LATEST as u64;
        for hash in 0..last {
            hashes.insert(hash);
        }
        assert!(hashes.latest.len() + hashes.earlier.len() <= 2 * LATEST);
        let latest = last - LATEST as u64..last;
        assert!(latest.into_iter().all(|hash| hashes.has(hash)));
        assert!(!hashes.has(0));
    }
}
