//! What has become of other editions than the one being read.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::path::Path;

use foldhash::fast::FixedState;

use super::item::News;
use crate::archive::Archive;
use crate::briefing::{EditionDate, EditionId, StoryId};

/// The date of an archive's newest edition, if it has one.
#[derive(Clone, Copy, Debug)]
struct Newest(Option<EditionDate>);

/// What has become of editions, by their files.
#[derive(Clone, Debug, Default)]
pub(in crate::app) struct Others {
    /// Those that were not there before; those that were only moved do not count.
    added: HashMap<u64, EditionId, FixedState>,
    /// Those that had gone and have come back, whether or not they say what they said.
    pub(in crate::app) back: Files,
    /// Those that gained stories, and which; see [`Self::new_stories`].
    grown: HashMap<u64, Vec<StoryId>, FixedState>,
    /// Those whose contents changed in another way.
    changed: Files,
    /// Those that are not there any more.
    pub(in crate::app) gone: Files,
    /// Before the first of these changes; `None` until there is one.
    newest_before: Option<Newest>,
}

impl Others {
    /// Notes the date of the newest edition before a change.
    pub(in crate::app) fn note_newest(&mut self, date: Option<EditionDate>) {
        self.newest_before.get_or_insert(Newest(date));
    }

    pub(in crate::app) fn note_added(&mut self, edition: &EditionId) {
        self.gone.remove(edition.path());
        self.added.insert(hash(edition.path()), edition.clone());
    }

    pub(in crate::app) fn note_back(&mut self, path: &Path) {
        if !self.gone.remove(path) {
            self.back.insert(path);
        }
    }

    pub(in crate::app) fn note_gone(&mut self, path: &Path) {
        self.changed.remove(path);
        self.grown.remove(&hash(path));
        let was_added = self.added.remove(&hash(path)).is_some();
        let was_back = self.back.remove(path);
        if !was_added && !was_back {
            self.gone.insert(path);
        }
    }

    /// Notes that an edition has changed, and which `stories` were added to it. Of an edition that has come, it is no
    /// news that it changes.
    pub(in crate::app) fn note_changed(&mut self, edition: &EditionId, stories: Vec<StoryId>) {
        let file = hash(edition.path());
        if let Some(added) = self.added.get_mut(&file) {
            *added = edition.clone();
            return;
        }
        if self.back.contains(edition.path()) {
            return;
        }
        if !stories.is_empty() || self.grown.contains_key(&file) {
            self.changed.remove(edition.path());
            self.grown.entry(file).or_default().extend(stories);
        } else {
            self.changed.insert(edition.path());
        }
    }

    /// How many have changed without having new stories.
    pub(in crate::app) fn otherwise_changed(&self, archive: &Archive) -> usize {
        let is_there = |story: &StoryId| archive.follow(story).is_some();
        let grown = self.grown.values();
        let no_longer_grown = grown.filter(|stories| !stories.iter().any(is_there));
        self.changed.len() + no_longer_grown.count()
    }

    /// The stories that were added to editions and are still there, each once.
    pub(in crate::app) fn new_stories(&self, archive: &Archive) -> Vec<StoryId> {
        let stories = self.grown.values().flatten();
        let there = |story: &StoryId| archive.follow(story);
        let mut stories: Vec<_> = stories.filter_map(there).collect();
        stories.sort_by(|one, other| {
            let editions = one.edition().cmp_newest_first(other.edition());
            editions.then(one.position().cmp(&other.position()))
        });
        stories.dedup();
        stories
    }

    /// The editions that were added, as what they are to the user.
    pub(in crate::app) fn news(&self) -> Vec<News> {
        let before = self.newest_before.and_then(|Newest(date)| date);
        let news = self.added.values().map(|edition| {
            if edition.date() >= before {
                News::Newer(edition.clone())
            } else {
                News::Older(edition.clone())
            }
        });
        let mut news: Vec<_> = news.collect();
        news.sort_by(News::cmp_in_turn);
        news
    }

    /// Adds what an earlier notice said, since that is about to be replaced by another one.
    pub(super) fn add(&mut self, earlier: Self) {
        self.changed
            .0
            .retain(|file| !earlier.added.contains_key(file) && !earlier.back.0.contains(file));
        let (added, back, gone) = (&mut self.added, &mut self.back, &mut self.gone);
        for (file, edition) in earlier.added {
            if !gone.0.contains(&file) {
                added.entry(file).or_insert(edition);
            }
        }
        back.add(&earlier.back, |file| gone.0.contains(file));
        self.changed
            .add(&earlier.changed, |file| gone.0.contains(file));
        for (file, stories) in earlier.grown {
            if !gone.0.contains(&file) {
                self.grown.entry(file).or_default().extend(stories);
            }
        }
        self.changed.0.retain(|file| !self.grown.contains_key(file));
        gone.add(&earlier.gone, |file| {
            added.contains_key(file) || back.0.contains(file)
        });
        self.newest_before = earlier.newest_before.or(self.newest_before);
    }
}

/// Files, each by a hash of its path: there may be thousands, and only their number is told.
#[derive(Clone, Debug, Default)]
pub(in crate::app) struct Files(HashSet<u64, FixedState>);

impl Files {
    pub(in crate::app) fn insert(&mut self, path: &Path) {
        self.0.insert(hash(path));
    }

    /// Returns whether it was among them.
    pub(in crate::app) fn remove(&mut self, path: &Path) -> bool {
        self.0.remove(&hash(path))
    }

    pub(in crate::app) fn len(&self) -> usize {
        self.0.len()
    }

    pub(in crate::app) fn contains(&self, path: &Path) -> bool {
        self.0.contains(&hash(path))
    }

    /// Adds `others`, but for those that are `outdated`: something later is known of them.
    fn add(&mut self, others: &Self, outdated: impl Fn(&u64) -> bool) {
        self.0
            .extend(others.0.iter().filter(|file| !outdated(file)));
    }
}

fn hash(path: &Path) -> u64 {
    FixedState::default().hash_one(path)
}
