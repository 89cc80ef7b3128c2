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

    /// Adds a story that is not among the hits in its place: the list must be newest first.
    pub fn insert(&mut self, story: &StoryId) {
        let of_its_edition = self.groups.iter().position(|group| {
            let edition = &group.edition;
            edition == story.edition() && edition.position(story).is_some()
        });
        let Some(at) = of_its_edition else {
            return self.insert_gone(story);
        };
        let mut all = Self::default();
        for (group, (edition, mut stories)) in std::mem::take(self).into_editions().enumerate() {
            let position = edition.position(story).filter(|_| group == at);
            if let Some(position) = position.and_then(|position| u32::try_from(position).ok()) {
                stories.insert(stories.partition_point(|other| *other < position), position);
            }
            all.push(edition, &stories);
        }
        *self = all;
    }

    /// Adds a story in its place, although its edition holds it no longer. What else there is of that edition may
    /// then be in two groups, one before it and one after.
    fn insert_gone(&mut self, story: &StoryId) {
        let gone = (story.edition().clone(), u32::try_from(story.position()));
        let (edition, Ok(position)) = gone else {
            return;
        };
        let mut all = Self::default();
        let mut gone = Some((edition, [position]));
        for (other, stories) in std::mem::take(self).into_editions() {
            let before = match &gone {
                Some((edition, _)) if other == *edition => {
                    stories.partition_point(|other| *other < position)
                }
                Some((edition, _)) if other.cmp_newest_first(edition).is_gt() => 0,
                _ => stories.len(),
            };
            let (before, after) = stories.split_at(before);
            all.push(other.clone(), before);
            if !after.is_empty()
                && let Some((edition, story)) = gone.take()
            {
                all.push(edition, &story);
            }
            all.push(other, after);
        }
        if let Some((edition, story)) = gone {
            all.push(edition, &story);
        }
        *self = all;
    }

    fn into_editions(self) -> impl Iterator<Item = (EditionId, Vec<u32>)> {
        let stories = self.stories;
        self.groups
            .into_iter()
            .map(move |group| (group.edition, stories[group.hits].to_vec()))
    }

    fn push(&mut self, edition: EditionId, stories: &[u32]) {
        if stories.is_empty() {
            return;
        }
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
            kept.push(edition, &stories);
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
        let groups = self.groups.iter();
        groups
            .filter(|group| group.edition == *id.edition())
            .find_map(|group| {
                let story = u32::try_from(group.edition.position(id)?).ok()?;
                let mut hits = group.hits.clone();
                hits.find(|&position| self.stories[position] == story)
            })
    }

    /// Editions that have hits.
    pub fn editions(&self) -> usize {
        (0..self.groups.len())
            .filter(|&group| self.begins_edition(group))
            .count()
    }

    /// Whether a group is the first of its edition.
    pub fn begins_edition(&self, group: usize) -> bool {
        let before = group.checked_sub(1).map(|before| &self.groups[before]);
        before.is_none_or(|before| before.edition != self.groups[group].edition)
    }

    /// The positions of all hits of the edition that the group `first` begins.
    pub fn of_edition(&self, first: usize) -> Range<usize> {
        let start = self.groups[first].hits.start;
        let after = (first + 1..self.groups.len()).find(|&group| self.begins_edition(group));
        start..after.map_or(self.len(), |after| self.groups[after].hits.start)
    }
}
