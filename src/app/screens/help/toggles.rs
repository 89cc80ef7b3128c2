//! What keys do next that do another thing each time: those that go back and forth, and the one for filters.

use crate::app::mark_book::MarkBook;
use crate::app::screens::edition::items::Filter;
use crate::briefing::StoryId;
use crate::keymap::{Action, Keymap};

/// What toggles and cycles do next on the screen below.
#[derive(Clone, Debug, Default)]
pub struct Toggles {
    /// The story that the keys for marks mean there.
    story: Option<StoryId>,
    /// The filter there, if it is an edition.
    filter: Option<FilterStep>,
    /// Whether that story is read.
    read: bool,
}

impl Toggles {
    /// `story` is the one that the keys for marks mean, and `filter` what shows some of the stories; each `None` where
    /// there is none. Whether the story is read is found out later.
    pub fn new(story: Option<StoryId>, filter: Option<FilterStep>) -> Self {
        Self {
            story,
            filter,
            read: false,
        }
    }

    /// What an action does next; `None` for one that always does the same.
    pub(super) fn hint(&self, action: Action) -> Option<&'static str> {
        match action {
            Action::ToggleRead if self.story.is_some() => Some(if self.read {
                "mark as unread"
            } else {
                "mark as read"
            }),
            Action::NextFilter => self.filter.map(|filter| match filter.next {
                Filter::All => "show all stories",
                Filter::Unread => "show only unread",
                Filter::Saved => "show only saved",
            }),
            _ => None,
        }
    }

    /// Finds out whether the story is read.
    pub(super) fn look(&mut self, marks: &MarkBook) {
        let story = self.story.as_ref();
        self.read = story.is_some_and(|story| marks.status(story).read);
    }

    /// Why the key for the next filter does not do what the words typed say; `None` if it does.
    pub(super) fn why_not(&self, words: &[&str], keymap: &Keymap) -> Option<String> {
        self.filter?.why_not(words, keymap)
    }
}

/// The filter of an edition, and the one that comes next.
#[derive(Clone, Copy, Debug)]
pub struct FilterStep {
    pub now: Filter,
    pub next: Filter,
}

impl FilterStep {
    /// Why the key for the next filter does not do what the words typed say; `None` if it does, or if they name no
    /// filter.
    fn why_not(self, words: &[&str], keymap: &Keymap) -> Option<String> {
        let meant = meant(words).filter(|&meant| meant != self.next)?;
        let shown = match self.now {
            Filter::All => "All stories".to_owned(),
            filter => format!("Only {} stories", filter.name()),
        };
        let why = if meant == self.now {
            format!("{shown} are shown already")
        } else if self.now == Filter::All {
            format!("No story here is {}", meant.name())
        } else {
            format!("{shown} are shown now")
        };
        let key = keymap.key_name(Action::NextFilter);
        let does = match self.next {
            _ if key.is_empty() || self.next == self.now => String::new(),
            Filter::All => format!("; {key} shows all"),
            next => format!("; {key} shows the {} ones", next.name()),
        };
        Some(format!("{why}{does}"))
    }
}

fn meant(words: &[&str]) -> Option<Filter> {
    words.iter().find_map(|&word| match word {
        "unread" | "hide" => Some(Filter::Unread),
        "saved" => Some(Filter::Saved),
        "all" => Some(Filter::All),
        _ => None,
    })
}
