//! What has changed on disk that the user has not been told about.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

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
    /// Takes in that a file that was read as `old` says something else now: the headline of the story may have been
    /// corrected, so that it has another id.
    pub(super) fn follow(&mut self, old: &Edition, now: &Edition) {
        if let Self::Story(story) = self
            && story.edition() == old.id()
            && let Some(renamed) = old.id().renamed(story, now.id())
        {
            *story = renamed;
        }
    }
}

/// Changes since the last notice. A large change arrives in several parts.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Editions that were not there before; those that were only moved do not count.
    pub(super) added: usize,
    /// Editions that had gone and have come back as they were.
    pub(super) back: usize,
    /// The files of the editions whose contents changed, not counting the one being read.
    pub(super) changed: BTreeSet<PathBuf>,
    /// Editions that are not there any more, not counting the one being read.
    pub(super) gone: usize,
    /// The newest of those added, if it is as new as the newest edition before or newer.
    pub(super) newest: Option<EditionId>,
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
        self.added + self.back + self.gone + self.changed.len() > 0
            || !self.faulty.is_empty()
            || !self.mended.is_empty()
    }

    /// Adds what an earlier notice said, since that is about to be replaced by another one.
    pub(super) fn add(&mut self, earlier: &Told) {
        self.added += earlier.added;
        self.back += earlier.back;
        self.gone += earlier.gone;
        self.changed.extend(earlier.changed.iter().cloned());
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
    pub(super) added: usize,
    pub(super) back: usize,
    pub(super) changed: BTreeSet<PathBuf>,
    pub(super) gone: usize,
    pub(super) newest: Option<EditionId>,
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
