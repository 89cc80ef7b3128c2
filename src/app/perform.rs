//! From a key to what it does: the screen on top is asked first, then what is done everywhere.

use super::for_now::MEASURE_STEP;
use super::history::Direction;
use super::mark_book::Undone;
use super::message::Effect;
use super::model::Model;
use super::parts::section_number::SectionNumber;
use super::parts::standing::Standing;
use super::screen::{Answer, Step};
use super::session::Purpose;
use crate::keymap::{Action, Edit, Key, Mode};
use crate::marks::Change;

/// What came of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The screen on top did it.
    ByScreen,
    /// It was done as on every screen.
    AsEverywhere,
    /// It means nothing here, and a notice says so.
    Refused,
}

impl Model {
    pub(super) fn press(&mut self, key: Key) {
        let mode = self.mode();
        if key == Key::AltBackspace && mode != Mode::Typing {
            // It means nothing there, so it is taken for the two keys that look the same.
            self.press(Key::Esc);
            return self.press(Key::Backspace);
        }
        let pressed = match mode {
            Mode::Go => self.session.keymap.name_after_go(key),
            _ => key.name(),
        };
        let key = match (key, mode) {
            // The Esc that came with it has been taken already.
            (Key::Alt(c), _) => Key::Char(c),
            (key, Mode::Typing) => key,
            (key, Mode::Normal | Mode::Go | Mode::Sections) => key.outside_prompts(),
        };
        // Taken before they are forgotten.
        let not_opened = self.session.not_opened.clone();
        let after_g = self.after_g;
        self.forget_passing();
        self.screens.top_mut().key_pressed();
        if let (Mode::Normal, Key::Char(letter)) = (mode, key)
            && self
                .screens
                .top_mut()
                .choose_letter(letter, &mut self.session)
        {
            return;
        }
        let mut action = self.session.keymap.action(mode, key);
        if let (Some(following), Some(typed)) = (action, after_g) {
            action = self.following_g(following, key, typed);
            if action.is_none() {
                return;
            }
        }
        if let (Mode::Normal, Some(Action::Section(digit))) = (mode, action)
            && self.begin_section_number(digit)
        {
            return;
        }
        match action {
            Some(action) => {
                if let (Action::CopyLink, Some(address)) = (action, not_opened) {
                    self.session.copy_link(&address);
                    return;
                }
                self.perform_by(action, &pressed);
            }
            None => self.refuse(&pressed),
        }
    }

    /// Opens a search as if `query` had been typed and accepted: in the open edition only, or in all.
    pub fn search_at_start(&mut self, query: &str, in_edition: bool) {
        self.go(Step::Search);
        if in_edition {
            self.perform(Action::Scope, Key::Tab);
        }
        self.screens.top_mut().paste(query, &mut self.session);
        self.perform(Action::Edit(Edit::Accept), Key::Enter);
        self.settle();
        self.read_first_texts();
    }

    /// Forgets what is kept only until the next key press or click.
    pub(super) fn forget_passing(&mut self) {
        let notice = self.session.notice.take();
        let greeting = self.session.greeting.take();
        self.session.dismissed = notice.or(greeting);
        // What a held notice tells has not been seen yet: the next one is to include it.
        let held = self.session.held.as_ref();
        self.session.told.take_if(|told| Some(&told.notice) != held);
        (self.session.awaited, self.session.not_opened) = (None, None);
        self.session.unmoved = None;
        self.after_g = None;
    }

    /// Carries out `action`, which `key` asked for: by the screen on top, else as it is done everywhere.
    pub fn perform(&mut self, action: Action, key: Key) -> Outcome {
        self.perform_by(action, &key.name())
    }

    /// Carries out `action` as a press of its own key would.
    pub(super) fn perform_as_by_key(&mut self, action: Action) {
        self.screens.top_mut().key_pressed();
        let key = self.session.key_name(action);
        let key = if key.is_empty() { action.name() } else { key };
        self.perform_by(action, &key);
    }

    /// Carries out `action`; where it is refused, the notice names `key`.
    fn perform_by(&mut self, action: Action, key: &str) -> Outcome {
        if action.is_jump() {
            self.session.note_jump();
        }
        let before = self.screens.top().get().standing();
        let top = self.screens.top_mut();
        let mut answer = top.perform(action, &mut self.session);
        if answer == Answer::HandedDown && action == Action::ToArticle {
            answer = top.perform(Action::Open, &mut self.session);
        }
        let outcome = match answer {
            Answer::Handled => {
                self.report_unmoved(action, &before);
                Outcome::ByScreen
            }
            Answer::Go(step) => {
                self.go(step);
                Outcome::ByScreen
            }
            Answer::HandedDown if self.report_if_open(action) => Outcome::AsEverywhere,
            Answer::HandedDown if self.perform_anywhere(action) => Outcome::AsEverywhere,
            Answer::HandedDown | Answer::Refused => Outcome::Refused,
        };
        // What a key says of the screen below is no help while the help is shown.
        let opens = matches!(action, Action::Open | Action::ToArticle | Action::Edit(_));
        let top = self.screens.top().get();
        let in_help = top.what_helps(&self.session.keymap).is_some() && !opens;
        if outcome == Outcome::Refused && (self.session.notice.is_none() || in_help) {
            self.refuse(key);
        }
        outcome
    }

    /// Says why `action` has changed nothing, if the screen on top is still as it was `before`.
    fn report_unmoved(&mut self, action: Action, before: &Standing) {
        let top = self.screens.top().get();
        if self.session.notice.is_some() || top.standing() != *before {
            return;
        }
        if action == Action::Cancel && self.screens.edition_on_top().is_some() {
            if let Some(nothing) = self.nothing_to_close() {
                self.session.notify(&nothing);
            }
        } else if let Some(why) = top.unmoved(action, &self.session) {
            self.session.notify(&why);
            self.session.unmoved = self.session.notice.clone();
        }
    }

    /// Says so if `action` opens the screen that is on top already; otherwise false.
    fn report_if_open(&mut self, action: Action) -> bool {
        let opened_by = self.screens.top().get().opened_by();
        let what = opened_by.and_then(|(own, what)| (own == action).then_some(what));
        if let Some(what) = what {
            self.report_open(what);
        }
        what.is_some()
    }

    pub(super) fn refuse(&mut self, key: &str) {
        let notice = if self.mode() == Mode::Typing {
            format!("{key} means nothing while typing")
        } else {
            let helps = self.screens.top().get().what_helps(&self.session.keymap);
            let helps = helps.map(|helps| format!("; {helps}"));
            let helps =
                helps.unwrap_or_else(|| self.session.and_key(Action::Help, "shows the keys"));
            format!("{key} means nothing here{helps}")
        };
        self.session.notify(&notice);
    }

    /// What an action means on every screen that does not give it a meaning of its own; false when it
    /// means nothing.
    fn perform_anywhere(&mut self, action: Action) -> bool {
        match action {
            Action::Quit => self.session.effects.push(Effect::Quit),
            Action::Suspend => self.session.effects.push(Effect::Suspend),
            Action::Repaint => self.session.effects.push(Effect::Repaint),
            Action::Close => self.go(Step::Close),
            Action::Go => self.await_section(SectionNumber::default()),
            Action::GoToNothing(key) => self.report_no_section(key),
            Action::Stay => {}
            Action::Help => self.open_help(),
            Action::FindAction => self.find_action(),
            Action::Archive => self.open_archive(),
            Action::News => self.go_to_news(),
            Action::Reload => self.reload(),
            Action::Faults => self.open_faults(),
            Action::JumpBack => return self.jump(Direction::Back),
            Action::JumpForward => return self.jump(Direction::Forward),
            Action::ToggleRead => return self.toggle_read(),
            Action::ToggleSaved => return self.toggle_saved(),
            Action::Follow => return self.follow_story(),
            Action::OpenLink => return self.ask_of_story(Purpose::OpenLink),
            Action::CopyLink => return self.ask_of_story(Purpose::CopyLink),
            Action::CopyStory => return self.ask_of_story(Purpose::CopyStory),
            Action::SectionRead => {
                self.report_section_elsewhere();
                return false;
            }
            Action::Undo => self.undo(),
            Action::SavedStories => self.find_saved(),
            Action::Panes => self.session.change_arrangement(),
            Action::Wider => self.change_measure(MEASURE_STEP),
            Action::Narrower => self.change_measure(-MEASURE_STEP),
            Action::Themes => self.open_themes(),
            Action::Move(_)
            | Action::Open
            | Action::ToArticle
            | Action::ToList
            | Action::SwitchPane
            | Action::NextStory
            | Action::PreviousStory
            | Action::ReadOn
            | Action::ReadBack
            | Action::Section(_)
            | Action::NextSection
            | Action::PreviousSection
            | Action::GoToLetter(_)
            | Action::OlderEdition
            | Action::NewerEdition
            | Action::Search
            | Action::Scope
            | Action::NextMatch
            | Action::PreviousMatch
            | Action::ResultEdition
            | Action::NextFilter
            | Action::Zen
            | Action::Cancel
            | Action::Edit(_) => return false,
        }
        true
    }

    fn report_no_section(&mut self, key: Key) {
        let notice = match key {
            Key::Other => "No section has this key".to_owned(),
            key => format!("No section has the key {}", key.name()),
        };
        self.session.notify(&notice);
    }

    fn change_measure(&mut self, columns: i16) {
        let shows = self.screens.top().get().shows();
        self.session.change_measure(columns, shows);
    }

    fn reload(&mut self) {
        self.session.notify("Reading all files again");
        self.session.effects.push(Effect::Reload);
    }

    /// Says where a section can be marked read.
    fn report_section_elsewhere(&mut self) {
        let key = self.session.key_name(Action::ResultEdition);
        let with = match self.search() {
            Some(_) if !key.is_empty() => format!(" with {key}"),
            _ => String::new(),
        };
        self.session
            .notify(&format!("To mark a section read, open its edition{with}"));
    }

    fn undo(&mut self) {
        let Some(undone) = self.session.marks.undo() else {
            return self.session.notify("There is no mark to undo");
        };
        let Undone {
            notice,
            edition,
            keys,
        } = undone;
        for key in keys {
            self.session.note_marked(key);
        }
        let in_hand = self.story_in_hand();
        let shown = match &in_hand {
            Some(story) => story.edition(),
            None => self.edition().list().edition().id(),
        };
        let elsewhere = edition.filter(|edition| edition != shown);
        let elsewhere = elsewhere.map(|edition| self.session.edition_name(&edition));
        let elsewhere = elsewhere.filter(|name| !name.is_empty());
        let where_it_is = elsewhere.map_or_else(String::new, |name| format!(" in {name}"));
        self.session
            .notify(&format!("Undone, {notice}{where_it_is}"));
    }

    fn toggle_read(&mut self) -> bool {
        let Some(story) = self.story_in_hand() else {
            self.report_no_story("There is no story here to mark", "it cannot be marked");
            return false;
        };
        let read = !self.session.marks.status(&story).read;
        let marked = self.session.mark(&story, Change::Read(read));
        if marked {
            self.session.note_marked(story.key());
            self.session.notify(if read { "Read" } else { "Unread" });
        }
        marked
    }

    fn toggle_saved(&mut self) -> bool {
        let Some(story) = self.story_in_hand() else {
            self.report_no_story("There is no story here to save", "it cannot be saved");
            return false;
        };
        let saved = !self.session.marks.status(&story).saved;
        if !self.session.mark(&story, Change::Saved(saved)) {
            return false;
        }
        if saved {
            let all = self
                .session
                .and_key(Action::SavedStories, "shows every saved story");
            self.session.notify(&format!("Saved{all}"));
        } else {
            self.session.notify("No longer saved");
        }
        true
    }
}
