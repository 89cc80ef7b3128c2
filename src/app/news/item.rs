//! One thing that has come in.

use std::cmp::Ordering;

use crate::briefing::{EditionId, StoryId};

/// Something that has come in, which a key goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) enum News {
    /// A new edition, which is as new as the newest or newer.
    Newer(EditionId),
    /// A story that was added to an edition.
    Story(StoryId),
    /// A new edition of an earlier day.
    Older(EditionId),
}

impl News {
    /// The order in which the key goes to them: newer editions, stories as they are read, then older editions.
    pub(super) fn cmp_in_turn(&self, other: &Self) -> Ordering {
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

    pub(in crate::app) fn edition(&self) -> &EditionId {
        match self {
            Self::Newer(edition) | Self::Older(edition) => edition,
            Self::Story(story) => story.edition(),
        }
    }
}
