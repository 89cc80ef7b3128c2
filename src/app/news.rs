//! What has changed on disk that the user has not been told about.

use std::collections::{BTreeSet, HashSet};
use std::hash::BuildHasher;
use std::path::Path;
use std::sync::Arc;

use foldhash::fast::FixedState;

use crate::archive::Edition;
use crate::briefing::{EditionId, StoryId};
use crate::text::DisplayText;

/// Something that has come in, which a key goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum News {
    /// A new edition, which is as new as the newest or newer.
    Edition(EditionId),
    /// The first of the stories that were added to the edition being read.
    Story(StoryId),
}

impl News {
    /// Takes in that a file that was read as `old` says something else now: the story may be at another place, or its
    /// headline may have been corrected, so that it has another id. One that is not there may still come back.
    pub(super) fn follow(&mut self, old: &Edition, now: &Edition) {
        let (old, now) = (old.id(), now.id());
        if let Self::Story(story) = self
            && story.edition() == old
        {
            let story_in = |reading: &EditionId| reading.story(reading.position(story)?);
            let renamed = || old.renamed(&story_in(old)?, now);
            if let Some(found) = story_in(now).or_else(renamed) {
                *story = found;
            }
        }
    }
}

/// Files, each by a hash of its path: there may be thousands, and only their number is told.
#[derive(Clone, Debug, Default)]
pub(super) struct Files(HashSet<u64, FixedState>);

impl Files {
    pub(super) fn insert(&mut self, path: &Path) {
        self.0.insert(hash(path));
    }

    /// Returns whether it was among them.
    fn remove(&mut self, path: &Path) -> bool {
        self.0.remove(&hash(path))
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn contains(&self, path: &Path) -> bool {
        self.0.contains(&hash(path))
    }

    /// Leaves out those that are among `others`.
    fn leave_out(&mut self, others: &Self) {
        self.0.retain(|file| !others.0.contains(file));
    }

    /// Adds `others`, but for those of which something `later` is known.
    fn add(&mut self, others: &Self, later: &[&Self]) {
        let is_outdated = |file: &&u64| later.iter().any(|later| later.0.contains(*file));
        let others = others.0.iter().filter(|file| !is_outdated(file));
        self.0.extend(others);
    }
}

fn hash(path: &Path) -> u64 {
    FixedState::default().hash_one(path)
}

/// Changes since the last notice. A large change arrives in several parts.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// What has become of other editions than the one being read.
    pub(super) others: Others,
    /// Other files than the open one that have faults now and had none before.
    pub(super) faulty: BTreeSet<DisplayText>,
    /// Other files than the open one whose faults were mended.
    pub(super) mended: BTreeSet<DisplayText>,
    /// What is to be said of settings that have changed.
    pub(super) settings: Option<String>,
    /// The result that is open has gone from its file.
    pub(super) result_gone: bool,
    /// The edition being read as it was before the first of these changes: an old reading, kept to compare with.
    /// `None` until a file has been read again or has gone.
    pub(super) open: Option<OpenBefore>,
}

impl Changes {
    /// Whether there is anything to say of other editions than the one being read.
    pub(super) fn is_of_others(&self) -> bool {
        let Others {
            added,
            back,
            changed,
            gone,
            newest: _,
        } = &self.others;
        let some = [added, back, changed, gone]
            .iter()
            .any(|files| !files.is_empty());
        some || !self.faulty.is_empty() || !self.mended.is_empty()
    }
}

/// What has become of editions, by their files.
#[derive(Clone, Debug, Default)]
pub(super) struct Others {
    /// Those that were not there before; those that were only moved do not count.
    pub(super) added: Files,
    /// Those that had gone and have come back as they were.
    pub(super) back: Files,
    /// Those whose contents changed.
    pub(super) changed: Files,
    /// Those that are not there any more.
    pub(super) gone: Files,
    /// The newest of those added, if it is as new as the newest edition before or newer.
    pub(super) newest: Option<EditionId>,
}

impl Others {
    pub(super) fn note_added(&mut self, path: &Path) {
        self.gone.remove(path);
        self.added.insert(path);
    }

    pub(super) fn note_back(&mut self, path: &Path) {
        if !self.gone.remove(path) {
            self.back.insert(path);
        }
    }

    pub(super) fn note_gone(&mut self, path: &Path) {
        self.changed.remove(path);
        let came = [&mut self.added, &mut self.back].map(|files| files.remove(path));
        if came == [false; 2] {
            self.gone.insert(path);
        }
    }

    /// Of an edition that has come, it is no news that it changes.
    pub(super) fn note_changed(&mut self, path: &Path) {
        if !self.added.contains(path) && !self.back.contains(path) {
            self.changed.insert(path);
        }
    }

    /// Adds what an earlier notice said, since that is about to be replaced by another one.
    pub(super) fn add(&mut self, earlier: &Self) {
        self.changed.leave_out(&earlier.added);
        self.changed.leave_out(&earlier.back);
        self.added.add(&earlier.added, &[&self.gone]);
        self.back.add(&earlier.back, &[&self.gone]);
        self.changed.add(&earlier.changed, &[&self.gone]);
        self.gone.add(&earlier.gone, &[&self.added, &self.back]);
        let newest = self.newest.iter().chain(&earlier.newest);
        self.newest = newest
            .min_by(|one, other| one.cmp_newest_first(other))
            .cloned();
    }
}

/// What a notice has said of other editions than the one being read.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) notice: DisplayText,
    pub(super) others: Others,
}

/// What there was of the edition being read.
#[derive(Debug)]
pub(super) struct OpenBefore {
    pub(super) edition: Arc<Edition>,
    /// Whether its file was there.
    pub(super) was_there: bool,
    /// Whether its story was one that is no longer in its file.
    pub(super) story_was_gone: bool,
}
