//! The tags of a story, to choose the one to follow.

use crate::app::layout::{Panes, Shows};
use crate::app::parts::filtered::{Filtered, Narrowable};
use crate::app::screen::{Answer, Header, Hint, PromptLine, Screen, Step, Titled};
use crate::app::session::Session;
use crate::app::texts::Text;
use crate::keymap::{Action, Edit};
use crate::text::{DisplayText, counted, fold};

#[derive(Debug)]
pub struct TagsScreen {
    pub list: Filtered<Tags>,
}

#[derive(Debug)]
pub struct Tags {
    pub tags: Vec<DisplayText>,
    folded: Vec<String>,
}

impl Narrowable for Tags {
    fn count(&self) -> usize {
        self.tags.len()
    }

    fn folded(&self, index: usize) -> &str {
        &self.folded[index]
    }
}

impl TagsScreen {
    pub fn new(tags: Vec<DisplayText>, session: &Session) -> Self {
        let folded = tags.iter().map(|tag| fold(tag)).collect();
        Self {
            list: Filtered::new(Tags { tags, folded }, 0, session),
        }
    }
}

impl Screen for TagsScreen {
    fn shows(&self) -> Shows {
        Shows::List
    }

    fn perform(&mut self, action: Action, session: &mut Session) -> Answer {
        match (action, self.list.selected()) {
            (Action::Open | Action::Edit(Edit::Accept), Some(tag)) => {
                let tag = self.list.items.tags[tag].to_string();
                Answer::Go(Step::FollowTag(tag))
            }
            _ => self.list.answer(action, &session.panes(Shows::List)),
        }
    }

    fn fit(&mut self, session: &mut Session) {
        self.list.fit(&session.panes(Shows::List));
    }

    fn header(&self, _panes: &Panes, _session: &Session) -> Header {
        Header::Titled(Titled {
            title: DisplayText::line("Follow"),
            right: DisplayText::line(&counted(self.list.items.tags.len(), "tag", "tags")),
            below: DisplayText::line("Every story with this tag, in time order"),
            ..Titled::default()
        })
    }

    fn hints(&self, _panes: &Panes, session: &Session) -> Vec<Hint> {
        vec![
            Hint::of(&session.keymap, &[Action::Open], "follow"),
            self.list.back_hint(session),
        ]
    }

    fn prompt(&self, session: &Session) -> Option<PromptLine<'_>> {
        self.list.prompt_line("open", session)
    }

    fn paste(&mut self, text: &str, session: &mut Session) {
        let panes = session.panes(Shows::List);
        self.list.paste(text, &panes, session);
    }

    fn is_typing(&self) -> bool {
        self.list.typing
    }

    fn take_text(&mut self, _text: &Text, _session: &Session) {}

    fn archive_grew(&mut self, _session: &mut Session) {}

    fn files_changed(&mut self, _session: &mut Session) {}
}
