//! An open result that the query no longer finds, or whose story has gone. It stays until the user leaves it.

use std::sync::Arc;

use super::{Kept, Results, Why};
use crate::archive::Archive;
use crate::briefing::StoryId;
use crate::search::Hits;

impl Results {
    /// Takes in that files have changed: drops the hits of stories that have gone, but for the one at `selected`.
    /// Returns the new position of that one. If its headline was corrected, it keeps its old name until what is found
    /// now is known.
    pub(in super::super) fn files_changed(
        &mut self,
        selected: Option<usize>,
        archive: &Arc<Archive>,
    ) -> usize {
        let editions = archive.finder();
        let is_there = |story: &StoryId| {
            let edition = editions.find(story.edition());
            edition.is_some_and(|edition| edition.id().position(story).is_some())
        };
        let open = selected.and_then(|selected| self.hits.get(selected));
        let hits = Arc::make_mut(&mut self.hits);
        hits.retain(|story| open.as_ref() == Some(story) || is_there(story));
        let position = open.as_ref().and_then(|open| hits.position(open));
        self.kept = open.and_then(|story| {
            let why = if archive.follow(&story).is_some() {
                self.why_kept(&story).filter(|why| *why == Why::NoMatch)?
            } else {
                Why::Gone
            };
            Some(Kept { story, why })
        });
        let origin = self.origin.story.as_ref();
        if let Some(origin) = origin.and_then(|story| archive.follow(story)) {
            self.origin.story = Some(origin);
        }
        self.follow_archive(archive);
        position.unwrap_or(0)
    }

    fn why_kept(&self, story: &StoryId) -> Option<Why> {
        let kept = self.kept.as_ref().filter(|kept| kept.story == *story);
        kept.map(|kept| kept.why)
    }

    fn why_kept_at(&self, position: usize) -> Option<Why> {
        // Most results keep none.
        self.kept.as_ref()?;
        self.why_kept(&self.hits.get(position)?)
    }

    /// Whether the hit at a position is one that has gone from its file.
    pub(in super::super) fn has_gone(&self, position: usize) -> bool {
        self.why_kept_at(position) == Some(Why::Gone)
    }

    /// Whether the hit at a position is one that the query does not find any more.
    pub(in super::super) fn no_longer_matches(&self, position: usize) -> bool {
        self.why_kept_at(position) == Some(Why::NoMatch)
    }

    /// Adds the hit `open` to `found`, which is newest first, if it is not among that any more.
    pub(in super::super) fn keep(&mut self, open: Option<&StoryId>, found: &mut Hits) {
        let missing = open.filter(|open| found.position(open).is_none());
        self.kept = missing.map(|story| {
            found.insert(story);
            Kept {
                story: story.clone(),
                why: self.why_kept(story).unwrap_or(Why::NoMatch),
            }
        });
    }

    /// Drops the hit that is kept, unless it is still at `selected`. Returns the new position of the one that is, if
    /// anything was dropped.
    pub(in super::super) fn let_go(&mut self, selected: usize) -> Option<usize> {
        if self.kept.is_none() || self.why_kept_at(selected).is_some() {
            return None;
        }
        let open = self.hits.get(selected);
        let kept = self.kept.take()?;
        let hits = Arc::make_mut(&mut self.hits);
        hits.retain(|story| *story != kept.story);
        let position = open.and_then(|open| hits.position(&open));
        let archive = Arc::clone(&self.archive);
        self.follow_archive(&archive);
        Some(position.unwrap_or(0))
    }

    /// Takes the hits out but for the one that is kept, to add others to them.
    pub(in super::super) fn remove_hits(&mut self) -> Hits {
        let mut hits = Arc::unwrap_or_clone(std::mem::take(&mut self.hits));
        if let Some(kept) = &self.kept {
            hits.retain(|story| *story != kept.story);
        }
        hits
    }

    /// All hits but one that has gone from its file.
    pub(in super::super) fn shared_hits(&self) -> Arc<Hits> {
        let mut hits = Arc::clone(&self.hits);
        if let Some(Kept {
            story: gone,
            why: Why::Gone,
        }) = &self.kept
        {
            Arc::make_mut(&mut hits).retain(|story| story != gone);
        }
        hits
    }

    /// The hit among [`Self::shared_hits`] that the query does not find any more.
    pub(in super::super) fn shared_kept(&self) -> Option<Kept> {
        self.kept.clone().filter(|kept| kept.why == Why::NoMatch)
    }

    /// Takes in which of the hits is only kept.
    pub(in super::super) fn set_kept(&mut self, kept: Option<Kept>) {
        self.kept = kept;
    }
}
