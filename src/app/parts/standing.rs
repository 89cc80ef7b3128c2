//! Where the user is on a screen, and what is said where a key cannot go on from there.

use jiff::civil::Date;

use super::list_cursor::ListCursor;
use super::prompt::Prompt;
use crate::app::layout::Shows;
use crate::keymap::{Action, Edit};

/// Where the user is on a screen: everything that keys for moving and typing change. Of a screen on which it is the
/// same as before a key press, the key has changed nothing.
#[derive(Debug, PartialEq, Eq)]
pub struct Standing {
    pub shows: Shows,
    pub cursor: ListCursor,
    /// The row at the top of the article, and how many moves wait for its text; `None` where there is no article.
    pub article: Option<(usize, usize)>,
    /// The line being typed, if one is.
    pub prompt: Option<Prompt>,
    /// The day selected in the archive's year, while keys move there.
    pub day: Option<Date>,
}

/// What the ends of most lists are called.
pub const FIRST_AND_LAST: [&str; 2] = ["first", "last"];

/// Which way a key moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Back,
    On,
}

/// What a key that moves cannot go past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The first or the last item of a list.
    OfList(Way),
    /// The top or the end of an article.
    OfArticle(Way),
    /// The text of the article has not come yet.
    NotLoaded,
}

impl Way {
    /// That of a move or of a page turned; `None` for other actions.
    pub fn of(action: Action) -> Option<Self> {
        let is_on = match action {
            Action::Move(motion) => motion.is_down(),
            Action::ReadOn => true,
            Action::ReadBack => false,
            _ => return None,
        };
        Some(if is_on { Self::On } else { Self::Back })
    }
}

/// What is said of a list of `count` items, each called `item`, that goes no further; `which` follows the name, as in
/// `This is the last link shown`.
pub fn end_of_list(item: &str, count: usize, way: Way, which: &str) -> String {
    end_of_named_list(item, count, (way, FIRST_AND_LAST), which)
}

/// The same of a list with names of its own for what is first in it and what is last.
pub fn end_of_named_list(
    item: &str,
    count: usize,
    (way, [first, last]): (Way, [&str; 2]),
    which: &str,
) -> String {
    match (count, way) {
        (0, _) => format!("There is no {item}{which}"),
        (1, _) => format!("This is the only {item}{which}"),
        (_, Way::Back) => format!("This is the {first} {item}{which}"),
        (_, Way::On) => format!("This is the {last} {item}{which}"),
    }
}

/// What is said of a line being typed that `edit` has not changed.
pub fn end_of_line(edit: Edit) -> Option<&'static str> {
    match edit {
        Edit::Insert(_) => Some("There is no room for more"),
        Edit::Erase | Edit::Delete | Edit::EraseWord | Edit::EraseAll => {
            Some("There is nothing to erase")
        }
        Edit::Left | Edit::Start => Some("This is the start of the line"),
        Edit::Right | Edit::End => Some("This is the end of the line"),
        Edit::Accept => None,
    }
}
