//! A search: the prompt, the results beside the story that is open, and the way through the matches.

mod asking;
mod ends;
mod header_and_hints;
pub mod location;
mod moves;
mod pointed;
mod reopen;
pub mod results;
pub mod state;
mod suggested;

use crate::app::layout::{Panes, Shows};
use crate::app::mouse::Mouse;
use crate::app::parts::article_view::Entry;
use crate::app::parts::list_cursor::ListCursor;
use crate::app::parts::prompt::Prompt;
use crate::app::parts::split::Focus;
use crate::app::parts::standing::Standing;
use crate::app::rows::Rows;
use crate::app::screen::{Answer, Header, Hint, PromptLine, Screen, Step};
use crate::app::session::Session;
use crate::app::texts::{Subject, Text};
use crate::briefing::StoryId;
use crate::keymap::{Action, Edit, Motion};
use ends::nothing_to_keep;
pub use results::{Order, Origin};
pub use state::{Phase, Reasons, SearchScreen};
use state::{Stays, Suggesting};

/// The most queries kept for the prompt.
const MOST_KEPT_QUERIES: usize = 100;

impl Screen for SearchScreen {
    fn shows(&self) -> Shows {
        if self.zen {
            Shows::Article
        } else {
            self.split.shows()
        }
    }

    fn perform(&mut self, action: Action, session: &mut Session) -> Answer {
        let panes = session.panes(self.shows());
        self.split.note_move(action);
        match action {
            Action::Edit(Edit::Accept) => return self.accept(session),
            Action::Edit(edit) => match self.taken_by(edit) {
                Some(offered) => self.edit(|prompt| *prompt = offered, session),
                None => self.edit(|prompt| prompt.edit(edit), session),
            },
            Action::Scope => {
                self.scope = self.next_scope();
                self.ask(session);
            }
            Action::Search => self.change_query(),
            Action::Zen => {
                self.toggle_zen();
                if session.report_same_panes(&panes, self.shows()) {
                    self.zen = !self.zen;
                }
            }
            Action::Cancel | Action::ToList | Action::Close if self.zen => self.toggle_zen(),
            action if self.zen && session.refuses_in_zen(action) => return Answer::Refused,
            Action::Cancel => return self.cancel(&panes),
            Action::Close if self.is_lone_article(&panes) => self.split.focus = Focus::List,
            Action::Move(motion @ (Motion::Up | Motion::Down)) if self.recalls() => {
                self.recall(motion, session);
            }
            Action::Move(motion) if self.choices() > 0 => self.choose(motion),
            Action::NextMatch => self.next_match(session),
            Action::PreviousMatch => self.previous_match(session),
            Action::ResultEdition => return Answer::Go(Step::ResultEdition),
            Action::Open if self.split.focus == Focus::List => {
                session.note_jump();
                self.split.focus = Focus::Article;
            }
            Action::ReadOn if panes.shows_article && self.split.article.at_end() => {
                self.finish_and_go_on(session);
            }
            Action::ReadBack if panes.shows_article && self.split.article.at_top() => {
                self.go_to_result(-1, Entry::AtEnd, session);
            }
            Action::NextStory => self.next_result(&panes, session),
            Action::PreviousStory => self.go_to_result(-1, Entry::AtMatch(0), session),
            Action::NextSection => self.step_edition(1, session),
            Action::PreviousSection => self.step_edition(-1, session),
            Action::NewerEdition => self.step_bar(1, session),
            Action::OlderEdition => self.step_bar(-1, session),
            action => {
                let selected = self.split.selected();
                if !self.split.perform(action, &panes, session) {
                    return Answer::HandedDown;
                }
                if self.split.selected() != selected {
                    self.stays = Stays::WhileFound;
                }
            }
        }
        Answer::Handled
    }

    fn point(&mut self, mouse: Mouse, session: &mut Session) -> Answer {
        self.point_at(mouse, session)
    }

    fn key_pressed(&mut self) {
        self.split.key_pressed();
        self.see();
    }

    fn fit(&mut self, session: &mut Session) {
        if self.phase == Phase::Kept && !self.zen {
            self.split.keep_in_view(session);
        }
        let panes = session.panes(self.shows());
        self.split.fit(&panes, session);
    }

    fn standing(&self) -> Standing {
        let split = self.split.standing(self.shows());
        Standing {
            prompt: self.is_typing().then(|| self.prompt.clone()),
            cursor: match self.asked.reasons.as_ref().filter(|_| self.choices() > 0) {
                Some(reasons) => ListCursor::at(reasons.choice),
                None => split.cursor,
            },
            ..split
        }
    }

    fn unmoved(&self, action: Action, session: &Session) -> Option<String> {
        self.why_unmoved(action, session)
    }

    fn header(&self, panes: &Panes, session: &Session) -> Header {
        Header::Titled(self.titled(panes, session))
    }

    fn hints(&self, panes: &Panes, session: &Session) -> Vec<Hint> {
        self.kept_hints(panes, session)
    }

    fn position(&self, _panes: &Panes) -> Option<String> {
        self.match_position()
    }

    fn is_typing(&self) -> bool {
        self.phase != Phase::Kept
    }

    fn prompt(&self, session: &Session) -> Option<PromptLine<'_>> {
        self.is_typing().then(|| PromptLine {
            sign: "/",
            prompt: &self.prompt,
            messages: self.messages(session),
            hints: self.typing_hints(session),
        })
    }

    fn paste(&mut self, text: &str, session: &mut Session) {
        let mut fits = true;
        self.edit(|prompt| fits = prompt.insert(text), session);
        session.report_paste(fits);
    }

    fn story_in_hand(&self) -> Option<StoryId> {
        self.story_shown()
    }

    /// Whether the result that is open has gone from its file since it was found.
    fn shows_gone_story(&self) -> bool {
        self.results().has_gone(self.split.selected())
    }

    fn leave(&self, session: &mut Session) {
        self.split.leave(session);
    }

    fn return_to(&mut self, session: &mut Session) {
        self.split.list.forget_request();
        if self.has_missed_something(session) {
            self.ask_again(session);
        }
    }

    fn take_text(&mut self, text: &Text, session: &Session) {
        self.split.article.take(text, session);
        self.split.list.take_snippets(text);
    }

    fn archive_grew(&mut self, session: &mut Session) {
        self.split.list.archive_grew(&session.archive);
    }

    /// Once it has been left, a result that has gone, or is not found any more, is none.
    fn settle(&mut self, session: &mut Session) {
        if let Some(position) = self.split.list.let_go(self.split.selected()) {
            let panes = session.panes(self.shows());
            self.split.set_cursor(position, &panes);
        }
    }

    /// What has gone is no result any more, but for one that the user has gone to; what is found now is asked
    /// for.
    fn files_changed(&mut self, session: &mut Session) {
        let archive = &session.archive;
        let panes = session.panes(self.shows());
        let held = self.split.held(&panes);
        let selected = self.split.selected();
        let selected = if self.phase == Phase::Kept {
            self.split.list.files_changed(Some(selected), archive)
        } else {
            self.split.list.files_changed(None, archive);
            selected
        };
        self.split.hold(selected, &held, &panes);
        // The text of a story that has gone stays on the screen.
        if !self.shows_gone_story() {
            self.follow_article(session);
        }
        self.ask_again(session);
    }
}

impl SearchScreen {
    /// Keeps the results and goes into their list. When nothing is found, corrects what is misspelt.
    fn accept(&mut self, session: &mut Session) -> Answer {
        let text = self.prompt.text().to_string();
        if self.results().count() > 0 {
            self.keep_results(session);
            let kept = &mut session.searches.kept_queries;
            kept.retain(|earlier| *earlier != text);
            kept.push(text);
            let forgotten = kept.len().saturating_sub(MOST_KEPT_QUERIES);
            kept.drain(..forgotten);
        } else if text.trim().is_empty() {
            session.notify("Nothing was typed to search for");
            return Answer::Go(Step::Close);
        } else if let Some(prompt) = self.corrected() {
            self.prompt = prompt;
            self.ask(session);
        } else if self.is_looking() {
            // In a moment it may correct the query: that has to be seen first.
            self.asked.suggestions = Suggesting::AwaitedByUser;
        } else {
            self.keep_when_answered = !self.is_answered() || session.loading.is_some();
            if !self.keep_when_answered {
                session.notify(&nothing_to_keep(session));
            }
        }
        Answer::Handled
    }

    /// The prompt with what is misspelt replaced. `None` when there is nothing to correct, or the line would become
    /// too long.
    fn corrected(&self) -> Option<Prompt> {
        self.prompt.with(self.replacements())
    }

    /// Reads the article again, also if its story goes by another headline now.
    fn follow_article(&mut self, session: &mut Session) {
        let article = &mut self.split.article;
        let now = match article.subject() {
            Subject::Story(story) => session.archive.follow(story).map(Subject::Story),
            _ => None,
        };
        match now {
            Some(subject) => article.follow(subject, session),
            None => article.refresh(session),
        }
    }

    fn cancel(&mut self, panes: &Panes) -> Answer {
        match self.phase {
            Phase::Changing => return Answer::Go(Step::KeptResults),
            // It leads back to the list it came from.
            Phase::Kept if self.is_lone_article(panes) => self.split.focus = Focus::List,
            Phase::Kept | Phase::Typing => return Answer::Go(Step::Close),
        }
        Answer::Handled
    }

    /// Whether the article of a result has the screen for itself.
    fn is_lone_article(&self, panes: &Panes) -> bool {
        self.phase == Phase::Kept && !panes.shows_list
    }

    fn toggle_zen(&mut self) {
        self.zen = !self.zen;
        self.split.focus = if self.zen {
            Focus::Article
        } else {
            Focus::List
        };
    }

    fn edit(&mut self, edit: impl FnOnce(&mut Prompt), session: &mut Session) {
        let before = self.prompt.text().to_text();
        edit(&mut self.prompt);
        if *self.prompt.text() != *before {
            (self.recalled, self.keep_when_answered) = (None, false);
            self.ask(session);
        }
    }

    /// Whether up and down go through the queries kept before.
    pub(super) fn recalls(&self) -> bool {
        self.is_typing() && (self.prompt.is_empty() || self.recalled.is_some())
    }

    /// Goes back and forth in the queries that were kept before.
    fn recall(&mut self, motion: Motion, session: &mut Session) {
        let kept = &session.searches.kept_queries;
        let recalled = match (motion, self.recalled) {
            (Motion::Up, None) => Some(0),
            (Motion::Up, Some(back)) => Some((back + 1).min(kept.len().saturating_sub(1))),
            (_, Some(back)) => back.checked_sub(1),
            (_, None) => None,
        };
        let text = recalled.and_then(|back| kept.iter().rev().nth(back));
        let text = text.cloned().unwrap_or_default();
        self.prompt = Prompt::default();
        self.prompt.insert(&text);
        self.recalled = recalled.filter(|_| !text.is_empty());
        self.ask(session);
    }
}
