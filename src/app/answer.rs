//! What comes of an action on a screen, and the steps from one screen to another.

use crate::briefing::{EditionId, StoryId};

/// What a screen does with an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Handled,
    /// Not this screen's: what the program does with it everywhere is done, if there is anything.
    HandedDown,
    /// Means nothing on this screen. A notice says why, the screen's own or the usual one.
    Refused,
    /// Another screen comes on top, or this one goes.
    Go(Step),
}

/// A step from one screen to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Closes this screen, or the program if it is the last.
    Close,
    /// Opens an edition where it was left, in place of the one being read and all that is on top of it.
    Edition(EditionId),
    /// Opens a story in its edition, on top of everything: closing it comes back here.
    StoryOnTop(EditionId, Option<StoryId>),
    /// Opens a search to be typed.
    Search,
    /// Finds every story with this tag.
    FollowTag(String),
}
