//! A search: the prompt, the results beside the story that is open, and the way through the matches.

mod asking;
pub mod results;
pub mod state;
mod walk;

use crate::app::layout::{Panes, Shows};
use crate::app::parts::article_view::Entry;
use crate::app::parts::prompt::Prompt;
use crate::app::parts::split::Focus;
use crate::app::rows::Rows;
use crate::app::screen::{Answer, Header, Hint, PromptLine, Screen, Step, Titled};
use crate::app::session::Session;
use crate::app::texts::Text;
use crate::briefing::StoryId;
use crate::keymap::{Action, Edit, Mode, Motion};
use crate::marks::Change;
use crate::search::Scope;
use crate::text::{DisplayText, grouped, width};
pub use results::Origin;
pub use state::{Order, Phase, SearchScreen};

/// Queries remembered for the prompt.
const HISTORY: usize = 100;
/// The most columns of a kept query in the header.
const QUERY: usize = 24;

impl Screen for SearchScreen {
    fn shows(&self) -> Shows {
        self.shows_now()
    }

    fn perform(&mut self, action: Action, session: &mut Session) -> Answer {
        let panes = session.panes(self.shows_now());
        match action {
            Action::Edit(Edit::Accept) => return self.accept(session),
            Action::Edit(edit) => self.edit(|prompt| prompt.edit(edit), session),
            Action::Scope => {
                self.scope = self.next_scope();
                self.ask(session);
            }
            Action::Search => self.change_query(),
            Action::Zen => self.toggle_zen(),
            Action::Cancel | Action::ToList | Action::Close if self.zen => self.toggle_zen(),
            // Zen shows one pane only.
            Action::SwitchPane if self.zen => return Answer::Refused,
            Action::Cancel => return self.cancel(&panes, session),
            Action::Move(motion @ (Motion::Up | Motion::Down)) if self.recalls() => {
                self.recall(motion, session);
            }
            Action::NextMatch => self.next_match(session),
            Action::PreviousMatch => self.previous_match(session),
            Action::ResultEdition => {
                let Origin { edition, story } = self.shown();
                return Answer::Go(Step::StoryOnTop(edition, story));
            }
            Action::ReadOn if panes.shows_article && self.split.article.at_end() => {
                if let Some(story) = self.story_shown() {
                    session.mark(&story, Change::Read(true));
                }
                self.go_to_result(1, Entry::AtMatch(0), session);
            }
            Action::NextStory => self.go_to_result(1, Entry::AtMatch(0), session),
            Action::PreviousStory => self.go_to_result(-1, Entry::AtMatch(0), session),
            Action::NextSection => self.step_edition(1, session),
            Action::PreviousSection => self.step_edition(-1, session),
            action => {
                let selected = self.split.selected();
                if !self.split.perform(action, &panes, session) {
                    return Answer::HandedDown;
                }
                self.user_chose |= self.split.selected() != selected;
            }
        }
        Answer::Handled
    }

    fn fit(&mut self, session: &mut Session) {
        let panes = session.panes(self.shows_now());
        self.split.fit(&panes, session);
    }

    /// The edition of the story that is open, and where in the results that is.
    fn header(&self, panes: &Panes, session: &Session) -> Header {
        let place = self.shown();
        let scope = self.scope.name();
        let query = || width::cut(self.prompt.text(), QUERY);
        let asked = match self.scope {
            // While it is being typed, the prompt shows the query.
            _ if self.is_typing() => scope.to_owned(),
            Scope::All => format!("/{}", query()),
            _ => format!("/{} in {scope}", query()),
        };
        let right = match self.results().count() {
            0 => asked,
            count => format!(
                "{asked} · story {} of {}",
                grouped(self.split.selected() + 1),
                grouped(count)
            ),
        };
        let date = place.edition.date().map(|date| {
            if panes.divider.is_some() {
                date.long()
            } else {
                date.short()
            }
        });
        let edition = session.archive.find(&place.edition);
        let briefing = edition.and_then(|edition| edition.briefing.as_ref());
        let (title, below) = match (briefing, edition) {
            (Some(briefing), _) => (briefing.source().to_text(), briefing.title().to_text()),
            (None, Some(edition)) => (edition.label.clone(), DisplayText::new()),
            (None, None) => <_>::default(),
        };
        Header::Titled(Titled {
            title,
            detail: vec![DisplayText::line(&date.unwrap_or_default())],
            right: DisplayText::line(&right),
            right_first: true,
            below,
        })
    }

    fn hints(&self, _panes: &Panes, session: &Session) -> Vec<Hint> {
        let named = |action| Hint::named(&session.keymap, action);
        let of = |actions: &[Action], text| Hint::of(&session.keymap, actions, text);
        let back = of(&[Action::Cancel], "back");
        let change = of(&[Action::Search], "change");
        if self.results().count() == 0 {
            return vec![back, change, named(Action::Help)];
        }
        vec![
            of(&[Action::NextMatch, Action::PreviousMatch], "match"),
            back,
            change,
            of(&[Action::NextStory], "next"),
            named(Action::ToggleSaved),
            named(Action::ResultEdition),
            named(Action::Help),
        ]
    }

    fn position(&self, _panes: &Panes) -> Option<String> {
        self.match_position()
    }

    fn is_typing(&self) -> bool {
        self.phase != Phase::Kept
    }

    fn prompt(&self, session: &Session) -> Option<PromptLine<'_>> {
        self.is_typing().then(|| PromptLine {
            prompt: &self.prompt,
            message: self.message(session.loading.is_some()),
            hints: self.typing_hints(session),
        })
    }

    fn paste(&mut self, text: &str, session: &mut Session) {
        let mut fits = true;
        self.edit(|prompt| fits = prompt.insert(text), session);
        session.report_paste(fits);
    }

    fn story(&self) -> Option<StoryId> {
        self.story_shown()
    }

    fn leave(&self, session: &mut Session) {
        self.split.leave(session);
    }

    fn return_to(&mut self, session: &mut Session) {
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

    /// What has gone is no result any more; what is found now is asked for.
    fn files_changed(&mut self, session: &mut Session) {
        self.split.list.files_changed(&session.archive);
        let panes = session.panes(self.shows_now());
        self.split.keep_selected(self.split.selected(), &panes);
        self.split.article.refresh(session);
        self.ask_again(session);
    }
}

impl SearchScreen {
    /// Keeps the results and goes into their list.
    fn accept(&mut self, session: &mut Session) -> Answer {
        let text = self.prompt.text().to_string();
        if self.results().count() > 0 {
            self.accept_results();
            let history = &mut session.searches.history;
            history.retain(|earlier| *earlier != text);
            history.push(text);
            let forgotten = history.len().saturating_sub(HISTORY);
            history.drain(..forgotten);
        } else if text.trim().is_empty() {
            return Answer::Go(Step::Close);
        } else {
            self.accept_when_answered = !self.is_answered();
        }
        Answer::Handled
    }

    fn cancel(&mut self, panes: &Panes, session: &mut Session) -> Answer {
        match self.phase {
            Phase::Changing => self.restore(session),
            // An article that has the screen for itself leads back to the list it came from.
            Phase::Kept if !panes.shows_list => self.split.focus = Focus::List,
            Phase::Kept | Phase::Typing => return Answer::Go(Step::Close),
        }
        Answer::Handled
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
            (self.recalled, self.accept_when_answered) = (None, false);
            self.ask(session);
        }
    }

    /// Whether up and down go through the history.
    fn recalls(&self) -> bool {
        self.is_typing() && (self.prompt.is_empty() || self.recalled.is_some())
    }

    /// Goes back and forth in the queries that were kept before.
    fn recall(&mut self, motion: Motion, session: &mut Session) {
        let history = &session.searches.history;
        let recalled = match (motion, self.recalled) {
            (Motion::Up, None) => Some(0),
            (Motion::Up, Some(back)) => Some((back + 1).min(history.len().saturating_sub(1))),
            (_, Some(back)) => back.checked_sub(1),
            (_, None) => None,
        };
        let text = recalled.and_then(|back| history.iter().rev().nth(back));
        let text = text.cloned().unwrap_or_default();
        self.prompt = Prompt::default();
        self.prompt.insert(&text);
        self.recalled = recalled.filter(|_| !text.is_empty());
        self.ask(session);
    }

    /// `match 3 of 17`.
    fn match_position(&self) -> Option<String> {
        let article = &self.split.article;
        let matches = article.highlights().len();
        (matches > 0).then(|| format!("match {} of {matches}", article.current_match() + 1))
    }

    /// What there is to say while a query is typed: what was left out of it, that nothing is found, or
    /// where in the matches the open story is.
    fn message(&self, loading: bool) -> Option<String> {
        let nothing = self.results().count() == 0 && self.is_answered();
        match self.query().notes.first() {
            Some(note) => Some(note.clone()),
            None if nothing && loading => Some("nothing yet".to_owned()),
            None if nothing => Some("nothing found".to_owned()),
            None => self.match_position(),
        }
    }

    fn typing_hints(&self, session: &Session) -> Vec<Hint> {
        let of = |action, text| Hint::of(&session.keymap, &[action], text);
        let typed = |motion| {
            let keymap = &session.keymap;
            keymap.key_name_in(Mode::Typing, Action::Move(motion))
        };
        let keep = (self.results().count() > 0).then(|| of(Action::Edit(Edit::Accept), "keep"));
        let others = [
            of(Action::Scope, self.next_scope().name()),
            Hint::new(
                &format!("{} {}", typed(Motion::Down), typed(Motion::Up)),
                "story",
            ),
            of(Action::Cancel, "back"),
        ];
        keep.into_iter().chain(others).collect()
    }
}
