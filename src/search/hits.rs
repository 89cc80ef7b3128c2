//! The stories that a query finds.

use std::ops::Range;

use super::scan::Found;
use crate::briefing::{EditionId, StoryId};

/// Stories grouped by edition, normally in the archive's order; see [`Self::reversed`].
#[derive(Clone, Debug, Default)]
pub struct Hits {
    groups: Vec<Group>,
    /// Each hit's position in its edition, group after group.
    stories: Vec<u32>,
}

/// The hits of one edition.
#[derive(Clone, Debug)]
pub struct Group {
    pub edition: EditionId,
    /// Positions in the whole list of hits; never empty.
    pub hits: Range<usize>,
}

impl Hits {
    /// Sorts the editions newest first. Each edition's stories must be in the edition's order.
    pub fn new(mut found: Found) -> Self {
        found.sort_by(|(one, _), (other, _)| one.cmp_newest_first(other));
        let mut hits = Self::default();
        for (edition, stories) in found {
            hits.push(edition, &stories);
        }
        hits
    }

    /// Adds hits of other editions in their places. Both lists must be newest first.
    pub fn merge(&mut self, other: Self) {
        let (last, first) = (self.groups.last(), other.groups.first());
        // The usual case: while an archive loads, each part is older than the ones before it.
        if last
            .zip(first)
            .is_none_or(|(last, first)| last.edition.cmp_newest_first(&first.edition).is_le())
        {
            for Group { edition, hits } in other.groups {
                self.push(edition, &other.stories[hits]);
            }
            return;
        }
        let found = std::mem::take(self)
            .into_editions()
            .chain(other.into_editions())
            .collect();
        *self = Self::new(found);
    }

    fn into_editions(self) -> impl Iterator<Item = (EditionId, Vec<u32>)> {
        let stories = self.stories;
        self.groups
            .into_iter()
            .map(move |group| (group.edition, stories[group.hits].to_vec()))
    }

    fn push(&mut self, edition: EditionId, stories: &[u32]) {
        let start = self.stories.len();
        self.stories.extend(stories);
        let hits = start..self.stories.len();
        self.groups.push(Group { edition, hits });
    }

    /// The same hits with the editions in the opposite order; each edition's stories keep theirs.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let mut hits = Self::default();
        for group in self.groups.iter().rev() {
            let stories = &self.stories[group.hits.clone()];
            hits.push(group.edition.clone(), stories);
        }
        hits
    }

    /// Removes the hits for which `keep` returns false, and groups left empty.
    pub fn retain(&mut self, keep: impl Fn(&StoryId) -> bool) {
        let mut kept = Self::default();
        for Group { edition, hits } in std::mem::take(&mut self.groups) {
            let stories = self.stories[hits].iter().copied();
            let stories: Vec<_> = stories
                .filter(|&story| edition.story(story as usize).is_some_and(|id| keep(&id)))
                .collect();
            if !stories.is_empty() {
                kept.push(edition, &stories);
            }
        }
        *self = kept;
    }

    /// The number of stories found.
    pub fn len(&self) -> usize {
        self.stories.len()
    }

    pub fn is_empty(&self) -> bool {
        self.stories.is_empty()
    }

    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The index of the group that contains the hit at `position`.
    pub fn group_of(&self, position: usize) -> usize {
        self.groups
            .partition_point(|group| group.hits.end <= position)
    }

    /// The hit at `position` in the whole list.
    pub fn get(&self, position: usize) -> Option<StoryId> {
        let story = *self.stories.get(position)?;
        let group = &self.groups[self.group_of(position)];
        group.edition.story(story as usize)
    }

    /// The position of the story `id` in the whole list of hits.
    pub fn position(&self, id: &StoryId) -> Option<usize> {
        let group = self
            .groups
            .iter()
            .find(|group| group.edition == *id.edition())?;
        let story = u32::try_from(group.edition.position(id)?).ok()?;
        let hits = group.hits.clone();
        hits.into_iter()
            .find(|&position| self.stories[position] == story)
    }
}
