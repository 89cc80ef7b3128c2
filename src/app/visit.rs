//! What is kept of an edition that another one has taken the place of.

use crate::briefing::StoryId;

/// What an edition was like when it was opened first in this run of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    ToRead,
    AllRead,
}

/// How an edition was left: in its list, the selected story and the one at the top. `None` stands for the faults of
/// the edition's file.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    pub(super) found: Found,
    pub(super) selected: Option<StoryId>,
    pub(super) top: Option<StoryId>,
}
