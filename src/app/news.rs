//! What has changed on disk that the user has not been told about.

mod item;
mod others;

use std::cell::LazyCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

pub(super) use item::News;
pub(super) use others::{Files, Others};

use super::remark::Remark;
use crate::archive::Edition;
use crate::briefing::{EditionId, StoryId};
use crate::text::DisplayText;

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
