//! The whole state, and how messages change it.

use std::sync::Arc;

use ratatui::layout::Size;

use super::incoming;
use super::layout::Panes;
use super::mark_book::MarkBook;
use super::message::{Effect, Msg};
use super::screens::Screens;
use super::screens::edition::EditionScreen;
use super::screens::search::SearchScreen;
use super::session::Session;
use crate::archive::{Archive, Edition};
use crate::briefing::StoryId;
use crate::keymap::Mode;
use crate::marks::Marks;

/// The whole state. [`update`] changes it; drawing only reads it.
#[derive(Debug)]
pub struct Model {
    pub screens: Screens,
    pub session: Session,
    /// `g` was pressed, and a section's letter is to come.
    pub awaiting_letter: bool,
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
            awaiting_letter: false,
        };
        if model.session.loading.is_none() {
            incoming::tell_faults(&mut model.session);
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
        let typing = self.screens.top().get().is_typing();
        match (self.awaiting_letter, typing) {
            (true, _) => Mode::Go,
            (false, true) => Mode::Typing,
            (false, false) => Mode::Normal,
        }
    }

    /// Opens an edition at `story`, or where it was left.
    pub fn open_edition(&mut self, edition: Arc<Edition>, story: Option<&StoryId>) {
        self.screens.close_over_edition();
        let screen = self.screens.edition_mut();
        screen.open(edition, &mut self.session);
        if let Some(story) = story {
            screen.read(story, &mut self.session);
        }
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
    let Model {
        screens, session, ..
    } = model;
    match msg {
        Msg::KeyPressed(key) => model.press(key),
        // Commands are pressed, not pasted.
        Msg::Pasted(text) if screens.top().get().is_typing() && !model.awaiting_letter => {
            screens.top_mut().paste(&text, session);
        }
        Msg::Pasted(_) => {}
        Msg::Resized(size) => session.window.size = size,
        Msg::EditionsLoaded(editions) => incoming::add_editions(editions, screens, session),
        Msg::FilesChanged { gone, read, folded } => {
            session.forget_text(&gone, &read);
            session.searches.chunks.extend(folded);
            incoming::change_files(&gone, read, screens, session);
        }
        Msg::Folded(chunks) => {
            session.searches.chunks.extend(chunks.iter().cloned());
            if let Some(search) = screens.search_mut() {
                search.ask_more(chunks, session);
            }
        }
        Msg::AllLoaded => incoming::finish_loading(screens, session),
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
pub(super) fn leave(screens: &Screens, session: &mut Session) {
    for screen in screens.from_edition() {
        screen.leave(session);
    }
}
