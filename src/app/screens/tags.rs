//! The tags of a story, to choose the one to follow.

use super::filtered::{Filtered, Narrowable, opens};
use crate::app::screen::{Hint, Step, Titled};
use crate::keymap::{Action, Keymap};
use crate::text::{DisplayText, counted, fold};

pub type TagsScreen = Filtered<Tags>;

#[derive(Debug)]
pub struct Tags {
    pub tags: Vec<DisplayText>,
    folded: Vec<String>,
}

impl Tags {
    pub fn new(tags: Vec<DisplayText>) -> Self {
        let folded = tags.iter().map(|tag| fold(tag)).collect();
        Self { tags, folded }
    }
}

impl Narrowable for Tags {
    fn count(&self) -> usize {
        self.tags.len()
    }

    fn item_name(&self) -> &'static str {
        "tag"
    }

    fn folded(&self) -> &[String] {
        &self.folded
    }

    fn step(&self, index: usize, action: Action) -> Option<Step> {
        opens(action).then(|| Step::FollowTag(self.tags[index].to_string()))
    }

    fn header(&self, _shown: usize) -> Titled {
        Titled {
            title: DisplayText::line("Follow"),
            right: DisplayText::line(&counted(self.tags.len(), "tag", "tags")),
            below: DisplayText::line("Every story with this tag, in time order"),
            ..Titled::default()
        }
    }

    fn accept_hint(&self) -> &'static str {
        "follow"
    }

    fn hints(&self, keymap: &Keymap, back: Hint) -> Vec<Hint> {
        vec![Hint::of(keymap, &[Action::Open], self.accept_hint()), back]
    }
}
