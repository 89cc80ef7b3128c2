//! The whole state, and how messages change it.

use std::sync::Arc;

use ratatui::layout::Size;

use super::layout::Panes;
use super::mark_book::MarkBook;
use super::message::{Effect, Msg};
use super::news;
use super::screens::archive::ArchiveScreen;
use super::screens::edition::EditionScreen;
use super::screens::faults::FaultsScreen;
use super::screens::help::HelpScreen;
use super::screens::screen::{Answer, Step};
use super::screens::search::{Order, Origin, SearchScreen};
use super::screens::tags::TagsScreen;
use super::screens::{AnyScreen, Screens};
use super::session::{MEASURE_STEP, Session};
use crate::archive::{Archive, Edition};
use crate::briefing::{EditionId, StoryId};
use crate::keymap::{Action, Key, Mode};
use crate::marks::{Change, Marks};
use crate::text::{DisplayStr, DisplayText};

/// The whole state. [`update`] changes it; drawing only reads it.
#[derive(Debug)]
pub struct Model {
    pub screens: Screens,
    pub session: Session,
    /// `g` was pressed, and a section's letter is to come.
    pub going: bool,
}

impl Model {
    /// Opens the newest edition of `archive` of which something can be read, else the newest. `found` is
    /// the number of files that there are to read in all.
    ///
    /// # Panics
    /// When `archive` is empty.
    pub fn new(archive: Archive, found: usize, marks: Marks, size: Size) -> Self {
        let edition = archive.newest().or(archive.editions().first());
        let edition = Arc::clone(edition.expect("there is an edition to open"));
        let mut session = Session::new(archive, found, MarkBook::new(marks), size);
        let screens = Screens::new(EditionScreen::first(edition, &mut session));
        let mut model = Self {
            screens,
            session,
            going: false,
        };
        if model.session.loading.is_none() {
            news::tell_faults(&mut model.session);
        }
        model.settle();
        model.read_short_texts();
        model
    }

    /// Where everything is on the screen on top.
    pub fn panes(&self) -> Panes {
        self.session.panes(self.screens.top().get().shows())
    }

    /// The edition that is being read.
    pub fn edition(&self) -> &EditionScreen {
        self.screens.edition()
    }

    /// The search that is on, if any.
    pub fn search(&self) -> Option<&SearchScreen> {
        self.screens.search()
    }

    /// What a key press is taken for now.
    pub fn mode(&self) -> Mode {
        let typing = self.screens.top().get().prompt(&self.session).is_some();
        match (self.going, typing) {
            (true, _) => Mode::Go,
            (false, true) => Mode::Typing,
            (false, false) => Mode::Normal,
        }
    }

    /// Opens an edition where it was left.
    pub fn open_edition(&mut self, edition: Arc<Edition>) {
        self.screens.close_over_edition();
        self.screens.edition_mut().open(edition, &mut self.session);
        self.settle();
        self.read_short_texts();
    }

    /// Reads the short texts that have been asked for; the other effects wait for the next message.
    fn read_short_texts(&mut self) {
        let effects = std::mem::take(&mut self.session.effects);
        self.session.effects = read_short(self, effects);
    }

    /// Brings everything into line after a change: marks into lists, rows to the window.
    fn settle(&mut self) {
        for screen in self.screens.iter_mut() {
            screen.marks_changed(&mut self.session);
        }
        self.screens.top_mut().fit(&mut self.session);
    }
}

/// Carries out what `msg` means.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let typing = model.mode() == Mode::Typing;
    let Model {
        screens, session, ..
    } = model;
    match msg {
        Msg::KeyPressed(key) => model.press(key),
        // Commands are pressed, not pasted.
        Msg::Pasted(text) if typing => {
            screens.top_mut().paste(&text, session);
        }
        Msg::Pasted(_) => {}
        Msg::Resized(size) => session.window.size = size,
        Msg::EditionsLoaded(editions) => news::add_editions(editions, screens, session),
        Msg::FilesChanged { gone, read } => news::change_files(&gone, read, screens, session),
        Msg::Folded(chunks) => {
            session.searches.chunks.extend(chunks.iter().cloned());
            if let Some(search) = screens.search_mut() {
                search.ask_more(chunks, session);
            }
        }
        Msg::AllLoaded => news::finish_loading(screens, session),
        Msg::Found {
            generation,
            part,
            hits,
        } => {
            let mut searches = screens.searches_mut();
            if let Some(search) = searches.find(|search| search.asked_for(generation)) {
                search.take_part(part, hits, session);
            }
        }
        Msg::TextRead(text) => {
            for screen in screens.iter_mut() {
                screen.take_text(&text, session);
            }
        }
        Msg::MarksSaved {
            before,
            marks,
            warning,
        } => {
            session.marks.saved(before, marks);
            if std::mem::take(&mut session.marks.not_saved) {
                session.notify("Marks are saved again");
            }
            if let Some(warning) = warning {
                session.notify(&warning);
            }
        }
        Msg::MarksNotSaved(why) => {
            session.notify(&format!("Marks not saved: {why}"));
            session.marks.not_saved = true;
        }
        Msg::Leaving => leave(screens, session),
        Msg::DayBegan(day) => session.today = day,
        Msg::Noticed(text) => session.notify(&text),
    }
    let ends = |effect: &Effect| matches!(effect, Effect::Quit | Effect::Suspend);
    if model.session.effects.iter().any(ends) {
        leave(&model.screens, &mut model.session);
    }
    model.settle();
    let mut effects = std::mem::take(&mut model.session.effects);
    if let Some(unsaved) = model.session.marks.take_unsaved() {
        // Before anything that may end the program.
        effects.insert(0, Effect::SaveMarks(unsaved));
    }
    effects
}

/// Like [`update`], but reads short texts at once, so that they are on the screen in the next frame.
/// Returns the effects that are left for the runtime.
pub fn update_and_read(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let effects = update(model, msg);
    read_short(model, effects)
}

/// Answers the requests for short texts among `effects`, and those that come of that; returns the other
/// effects.
fn read_short(model: &mut Model, mut effects: Vec<Effect>) -> Vec<Effect> {
    let mut left = Vec::new();
    while !effects.is_empty() {
        let archive = Arc::clone(&model.session.archive);
        let mut more = Vec::new();
        for effect in effects {
            match effect {
                Effect::Read(request) if request.is_short(&archive) => {
                    let text = request.answer(&archive);
                    more.extend(update(model, Msg::TextRead(text)));
                }
                effect => left.push(effect),
            }
        }
        effects = more;
    }
    left
}

/// Notes where the articles that are open have been left: the program may end, or another screen comes
/// on top.
fn leave(screens: &Screens, session: &mut Session) {
    for screen in screens.from_edition() {
        screen.leave(session);
    }
}

impl Model {
    fn press(&mut self, key: Key) {
        let mode = self.mode();
        self.session.notice = None;
        self.going = false;
        match self.session.keymap.action(mode, key) {
            Some(action) => {
                self.perform(action, key);
            }
            None => refuse(key, &mut self.session),
        }
    }

    /// Carries out `action`, which `key` asked for: by the screen on top, else as it is done everywhere.
    /// Returns what the screen answered, and whether the action meant anything.
    pub fn perform(&mut self, action: Action, key: Key) -> (Answer, bool) {
        let answer = self.screens.top_mut().perform(action, &mut self.session);
        let taken = match answer.clone() {
            Answer::Handled => true,
            Answer::Go(step) => {
                self.go(step);
                true
            }
            Answer::HandedDown => self.perform_anywhere(action),
            Answer::Refused => false,
        };
        if !taken && self.session.notice.is_none() {
            refuse(key, &mut self.session);
        }
        (answer, taken)
    }

    /// What an action means on every screen that does not give it a meaning of its own; false when it
    /// means nothing.
    fn perform_anywhere(&mut self, action: Action) -> bool {
        match action {
            Action::Quit => self.session.effects.push(Effect::Quit),
            Action::Suspend => self.session.effects.push(Effect::Suspend),
            Action::Repaint => self.session.effects.push(Effect::Repaint),
            Action::Close => self.go(Step::Close),
            Action::Go => self.going = true,
            Action::GoToNothing(key) => {
                let key = key.name();
                self.session
                    .notify(&format!("No section has the key {key}"));
            }
            Action::Stay => {}
            Action::Help => {
                let help = HelpScreen::new(&self.session);
                self.screens.push(AnyScreen::Help(help));
            }
            Action::Archive => self.open_archive(),
            Action::Faults => self.open_faults(),
            Action::ToggleRead => return self.toggle_read(),
            Action::ToggleSaved => return self.toggle_saved(),
            Action::Follow => return self.follow_story(),
            Action::SectionRead => {
                self.session
                    .notify("Only a section of an open edition can be marked at once");
                return false;
            }
            Action::Undo => match self.session.marks.undo() {
                Some(notice) => self.session.notify(&format!("Undone, {notice}")),
                None => self.session.notify("There is no mark to undo"),
            },
            Action::SavedStories => self.find_saved(),
            Action::Wider => self.session.change_measure(MEASURE_STEP),
            Action::Narrower => self.session.change_measure(-MEASURE_STEP),
            Action::Move(_)
            | Action::Open
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

    fn go(&mut self, step: Step) {
        match step {
            Step::Close => self.close(),
            Step::Edition(id) => {
                leave(&self.screens, &mut self.session);
                if let Some(edition) = self.session.archive.find(&id).map(Arc::clone) {
                    self.screens.close_over_edition();
                    self.screens.edition_mut().open(edition, &mut self.session);
                }
            }
            Step::StoryOnTop(edition, story) => self.open_on_top(&edition, story.as_ref()),
            Step::Search => {
                let origin = self.origin();
                let search = SearchScreen::new(origin, &mut self.session);
                self.screens.push(AnyScreen::Search(Box::new(search)));
            }
            Step::Results {
                query,
                oldest_first,
            } => self.open_results(&query, oldest_first),
            Step::Follow(story) => {
                self.follow(&story);
            }
            Step::FollowTag(tag) => self.follow_tag(&tag),
        }
    }

    /// Closes the screen on top, or the program when there is no other.
    fn close(&mut self) {
        self.screens.top_mut().leave(&mut self.session);
        if self.screens.pop() {
            self.screens.top_mut().return_to(&mut self.session);
        } else {
            self.session.effects.push(Effect::Quit);
        }
    }

    fn open_on_top(&mut self, edition: &EditionId, story: Option<&StoryId>) {
        leave(&self.screens, &mut self.session);
        match self.session.archive.find(edition).map(Arc::clone) {
            Some(edition) => {
                let screen = EditionScreen::at(edition, story, &mut self.session);
                self.screens.push(AnyScreen::Edition(Box::new(screen)));
            }
            None => self.session.notify("This edition is no longer there"),
        }
    }

    fn open_archive(&mut self) {
        let read = self.edition().list().edition().id().clone();
        let archive = ArchiveScreen::new(&read, &self.session);
        self.screens.close_all_but_searches();
        self.screens.push(AnyScreen::Archive(archive));
    }

    fn open_faults(&mut self) {
        let read = self.edition().list().edition().id().clone();
        match FaultsScreen::new(&read, &mut self.session) {
            Some(faults) => {
                self.screens.close_all_but_searches();
                self.screens.push(AnyScreen::Faults(Box::new(faults)));
            }
            None if self.session.loading.is_some() => {
                self.session
                    .notify("Every file read so far is without fault.");
            }
            None => self.session.notify("Every file is without fault."),
        }
    }

    fn story_in_hand(&self) -> Option<StoryId> {
        self.screens.top().get().story()
    }

    fn toggle_read(&mut self) -> bool {
        let Some(story) = self.story_in_hand() else {
            self.session.notify("There is no story here to mark");
            return false;
        };
        let read = !self.session.marks.status(&story).read;
        self.session.mark(&story, Change::Read(read));
        self.session.notify(if read { "Read" } else { "Unread" });
        true
    }

    fn toggle_saved(&mut self) -> bool {
        let Some(story) = self.story_in_hand() else {
            self.session.notify("There is no story here to save");
            return false;
        };
        let saved = !self.session.marks.status(&story).saved;
        self.session.mark(&story, Change::Saved(saved));
        if saved {
            let key = self.session.key_name(Action::SavedStories);
            self.session
                .notify(&format!("Saved; {key} shows every saved story"));
        } else {
            self.session.notify("No longer saved");
        }
        true
    }

    fn find_saved(&mut self) {
        if self.session.marks.marks().any_saved() {
            self.open_results("is:saved", false);
        } else {
            let save = self.session.key_name(Action::ToggleSaved);
            self.session
                .notify(&format!("No story is saved yet; {save} saves one"));
        }
    }

    fn follow_story(&mut self) -> bool {
        if let Some(story) = self.story_in_hand() {
            return self.follow(&story);
        }
        self.session.notify("There is no story here to follow");
        false
    }

    /// Finds the stories with one of this one's tags, which is chosen if there are several.
    fn follow(&mut self, story: &StoryId) -> bool {
        let tags = tags(&self.session, story);
        match tags.as_slice() {
            [] => {
                self.session.notify("This story has no tags to follow");
                return false;
            }
            [only] => self.follow_tag(only),
            _ => {
                let screen = TagsScreen::new(tags, &self.session);
                self.screens.push(AnyScreen::Tags(screen));
            }
        }
        true
    }

    fn follow_tag(&mut self, tag: &str) {
        self.screens.close_tags();
        // In the quotes that the tag does not hold itself.
        let quoted = if tag.contains('"') {
            format!("tag:“{tag}”")
        } else {
            format!("tag:\"{tag}\"")
        };
        self.open_results(&quoted, true);
    }

    /// Shows what `query` finds, as if it had been typed and kept.
    fn open_results(&mut self, query: &str, oldest_first: bool) {
        // From a result, that story is the one to come back among.
        let origin = match self.search() {
            Some(search) => search.place(),
            None => self.origin(),
        };
        let order = if oldest_first {
            Order::OldestFirst
        } else {
            Order::NewestFirst
        };
        let search = SearchScreen::kept(origin, query, order, &mut self.session);
        self.screens.push(AnyScreen::Search(Box::new(search)));
    }

    /// What is being read now, for a search to begin from.
    fn origin(&mut self) -> Origin {
        self.screens.edition_mut().split.leave(&mut self.session);
        Origin {
            edition: self.edition().list().edition().id().clone(),
            story: self.edition().open_story(),
        }
    }
}

fn tags(session: &Session, story: &StoryId) -> Vec<DisplayText> {
    let found = session.archive.find_story(story);
    let story =
        found.and_then(|(edition, position)| Some(edition.briefing.as_ref()?.story(position)));
    story.map_or_else(Vec::new, |story| {
        story.tags().map(DisplayStr::to_text).collect()
    })
}

fn refuse(key: Key, session: &mut Session) {
    let help = session.key_name(Action::Help);
    let key = key.name();
    session.notify(&format!("{key} means nothing here; {help} shows the keys"));
}
