//! What has changed on disk that the user has not been told about.

use std::cell::LazyCell;
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::BuildHasher;
use std::path::Path;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::remark::Remark;
use crate::archive::{Archive, Edition};
use crate::briefing::{EditionDate, EditionId, StoryId};
use crate::text::DisplayText;

/// Something that has come in, which a key goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum News {
    /// A new edition, which is as new as the newest or newer.
    Newer(EditionId),
    /// A story that was added to an edition.
    Story(StoryId),
    /// A new edition of an earlier day.
    Older(EditionId),
}

impl News {
    /// The order in which the key goes to them: newer editions, stories as they are read, then older editions.
    fn cmp_in_turn(&self, other: &Self) -> Ordering {
        let rank = |news: &Self| match news {
            Self::Newer(_) => 0,
            Self::Story(_) => 1,
            Self::Older(_) => 2,
        };
        rank(self)
            .cmp(&rank(other))
            .then_with(|| self.edition().cmp_newest_first(other.edition()))
            .then_with(|| match (self, other) {
                (Self::Story(one), Self::Story(other)) => one.position().cmp(&other.position()),
                _ => Ordering::Equal,
            })
    }

    pub(super) fn edition(&self) -> &EditionId {
        match self {
            Self::Newer(edition) | Self::Older(edition) => edition,
            Self::Story(story) => story.edition(),
        }
    }
}

/// What has come in and the user has not gone to, in the order in which a key goes there.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    news: Vec<News>,
    /// More came in than are remembered.
    is_cut: bool,
    /// Grows with each change.
    version: u64,
}

/// How much is left of what has come in.
pub(super) struct Left {
    pub(super) count: usize,
    /// More has come in than is counted.
    pub(super) is_cut: bool,
}

impl Waiting {
    /// How many are remembered: thousands may come in at once.
    const MOST: usize = 1_000;
    /// How many of those are remembered that have gone: they may come back, as when files are written in two steps, but
    /// each keeps memory that lies among what could be given back to the system.
    const MOST_GONE: usize = 16;

    pub(super) fn add(&mut self, news: impl IntoIterator<Item = News>) {
        let before = self.news.len();
        self.news.extend(news);
        if self.news.len() == before {
            return;
        }
        self.news.sort_by(News::cmp_in_turn);
        self.news.dedup();
        self.cut();
        self.version += 1;
    }

    fn cut(&mut self) {
        self.is_cut |= self.news.len() > Self::MOST;
        self.news.truncate(Self::MOST);
    }

    /// Puts what a notice tells, in its order, before what was told earlier: the key that it names goes there next.
    pub(super) fn put_first(&mut self, news: impl IntoIterator<Item = News>) {
        let mut first: Vec<_> = news.into_iter().collect();
        if first.is_empty() {
            return;
        }
        self.is_cut |= first.len() > Self::MOST;
        first.truncate(Self::MOST);
        self.news.retain(|news| !first.contains(news));
        first.append(&mut self.news);
        self.news = first;
        self.cut();
        self.version += 1;
    }

    /// Follows the stories of a file that was read as `old` and says something else `now`: they may be at other places,
    /// or their headlines may have been corrected, so that they have other ids. One that is not there may still come
    /// back.
    pub(super) fn follow(&mut self, old: &Edition, now: &Edition) {
        let (old, now) = (old.id(), now.id());
        let renamed = LazyCell::new(|| HashMap::from_iter(old.all_renamed(now)));
        for news in &mut self.news {
            if let News::Story(story) = news
                && story.edition() == old
            {
                let renamed_to =
                    |position| now.story(*HashMap::<usize, usize>::get(&renamed, &position)?);
                let same = now.position(story).and_then(|position| now.story(position));
                let found = same.or_else(|| renamed_to(old.position(story)?));
                if let Some(found) = found {
                    *story = found;
                    self.version += 1;
                }
            }
        }
    }

    /// Forgets most of what came in and has gone again: what is in no edition that `is_there`.
    pub(super) fn forget_gone(&mut self, is_there: impl Fn(&EditionId) -> bool) {
        let before = self.news.len();
        let mut gone = 0;
        self.news.retain(|news| {
            let is_there = is_there(news.edition());
            gone += usize::from(!is_there);
            is_there || gone <= Self::MOST_GONE
        });
        if self.news.len() < before {
            self.news.shrink_to_fit();
            self.version += 1;
        }
    }

    pub(super) fn version(&self) -> u64 {
        self.version
    }

    pub(super) fn has_story(&self, story: &StoryId) -> bool {
        let is_it = |news: &News| matches!(news, News::Story(new) if new == story);
        self.news.iter().any(is_it)
    }

    /// Takes the next of those that are `still_new`, and returns it with how many of them are left. The others are
    /// forgotten.
    pub(super) fn next(&mut self, still_new: impl Fn(&News) -> bool) -> Option<(News, Left)> {
        self.version += 1;
        self.news.retain(still_new);
        self.is_cut &= !self.news.is_empty();
        let next = (!self.news.is_empty()).then(|| self.news.remove(0))?;
        let left = Left {
            count: self.news.len(),
            is_cut: self.is_cut,
        };
        Some((next, left))
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
    pub(super) fn remove(&mut self, path: &Path) -> bool {
        self.0.remove(&hash(path))
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn contains(&self, path: &Path) -> bool {
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
    pub(super) settings: Vec<Remark>,
    /// Marks that were made elsewhere.
    pub(super) marked: Marked,
    /// The result that is open has gone from its file.
    pub(super) result_gone: bool,
    /// The result that is open is not found any more.
    pub(super) result_lost: bool,
    /// The edition being read as it was before the first of these changes: an old reading, kept to compare with.
    /// `None` until a file has been read again or has gone.
    pub(super) open: Option<OpenBefore>,
}

impl Changes {
    /// Adds what an `earlier` notice said, since that is about to be replaced by another one.
    pub(super) fn add(&mut self, earlier: Self) {
        let Self {
            others,
            faulty,
            mended,
            settings,
            marked,
            result_gone,
            result_lost,
            open: _,
        } = earlier;
        self.others.add(others);
        let still_faulty = faulty.into_iter().filter(|it| !self.mended.contains(it));
        let still_faulty: Vec<_> = still_faulty.collect();
        let still_mended = mended.into_iter().filter(|it| !self.faulty.contains(it));
        self.mended.extend(still_mended);
        self.faulty.extend(still_faulty);
        if self.settings.is_empty() {
            self.settings = settings;
        }
        self.marked.add(marked);
        self.result_gone |= result_gone;
        self.result_lost |= result_lost;
    }
}

/// Marks that were made elsewhere.
#[derive(Clone, Debug, Default)]
pub(super) struct Marked {
    /// Whether there are any.
    pub(super) any: bool,
    /// The keys of those of the stories that the user could see.
    pub(super) here: BTreeSet<String>,
}

impl Marked {
    pub(super) fn add(&mut self, other: Self) {
        self.any |= other.any;
        self.here.extend(other.here);
    }
}

/// The date of an archive's newest edition, if it has one.
#[derive(Clone, Copy, Debug)]
struct Newest(Option<EditionDate>);

/// What has become of editions, by their files.
#[derive(Clone, Debug, Default)]
pub(super) struct Others {
    /// Those that were not there before; those that were only moved do not count.
    added: HashMap<u64, EditionId, FixedState>,
    /// Those that had gone and have come back, whether or not they say what they said.
    pub(super) back: Files,
    /// Those that have more stories now, with these; see [`Self::new_stories`].
    grown: HashMap<u64, Vec<StoryId>, FixedState>,
    /// Those whose contents changed in another way.
    changed: Files,
    /// Those that are not there any more.
    pub(super) gone: Files,
    /// Before the first of these changes; `None` until there is one.
    newest_before: Option<Newest>,
}

impl Others {
    /// Notes the date of the newest edition before a change.
    pub(super) fn note_newest(&mut self, date: Option<EditionDate>) {
        self.newest_before.get_or_insert(Newest(date));
    }

    pub(super) fn note_added(&mut self, edition: &EditionId) {
        self.gone.remove(edition.path());
        self.added.insert(hash(edition.path()), edition.clone());
    }

    pub(super) fn note_back(&mut self, path: &Path) {
        if !self.gone.remove(path) {
            self.back.insert(path);
        }
    }

    pub(super) fn note_gone(&mut self, path: &Path) {
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
    pub(super) fn note_changed(&mut self, edition: &EditionId, stories: Vec<StoryId>) {
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
    pub(super) fn otherwise_changed(&self, archive: &Archive) -> usize {
        let is_there = |story: &StoryId| archive.follow(story).is_some();
        let grown = self.grown.values();
        let no_longer_grown = grown.filter(|stories| !stories.iter().any(is_there));
        self.changed.len() + no_longer_grown.count()
    }

    /// The stories that were added to editions and are still there, each once.
    pub(super) fn new_stories(&self, archive: &Archive) -> Vec<StoryId> {
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
    pub(super) fn news(&self) -> Vec<News> {
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
    fn add(&mut self, earlier: Self) {
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

/// What a notice has said.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) notice: DisplayText,
    pub(super) changes: Changes,
    /// The edition being read as it was before each of them, the latest first.
    pub(super) open: Vec<OpenBefore>,
}

/// What there was of the edition being read.
#[derive(Clone, Debug)]
pub(super) struct OpenBefore {
    pub(super) edition: Arc<Edition>,
    /// Whether its file was there.
    pub(super) was_there: bool,
    /// Whether its story was one that is no longer in its file.
    pub(super) story_was_gone: bool,
}

#[cfg(test)]
mod tests {
    use super::{News, Waiting};
    use crate::archive::Edition;

    #[test]
    fn of_what_has_gone_again_only_a_little_is_remembered() {
        let edition = |number: usize| {
            let source = format!("title = 'T'\nid = 'e{number}'\n[[story]]\nheadline = 'H'\n");
            let edition = Edition::parse(format!("e{number:03}.toml").into(), &source);
            edition.id().clone()
        };
        let all: Vec<_> = (0..100).map(edition).collect();
        let mut waiting = Waiting::default();
        waiting.add(all.iter().cloned().map(News::Newer));
        let mut in_turn = waiting.news.clone();
        let there = [&all[40], &all[90]];
        waiting.forget_gone(|edition| there.contains(&edition));
        let is_there = |news: &News| there.contains(&news.edition());
        let gone = in_turn.iter().filter(|news| !is_there(news));
        let kept: Vec<_> = gone.take(Waiting::MOST_GONE).cloned().collect();
        in_turn.retain(|news| is_there(news) || kept.contains(news));
        assert_eq!(waiting.news, in_turn);
        assert_eq!(waiting.news.len(), 2 + Waiting::MOST_GONE);
    }
}
