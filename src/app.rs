//! What the program knows, and how it changes: `update` turns a message into a new state and the
//! effects that the runtime is to carry out. Nothing here touches the terminal, a file or a clock.

mod arriving;
mod asking;
pub mod layout;
mod marking;
mod message;
mod overlays;
pub mod parts;
pub mod progress;
mod reader;
pub mod screens;
mod walking;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;
use ratatui::layout::Size;

use crate::archive::Archive;
use crate::briefing::Briefing;
use crate::marks::Marks;
use crate::search::Chunk;
use crate::text::DisplayText;
pub use message::{Effect, Msg};

use crate::app::layout::{Panes, Shows};
use crate::app::parts::filtered::Filtered;
use crate::app::parts::list_cursor::ListCursor;
use crate::app::parts::split::{Focus, Split};
use crate::app::progress::Progress;
use crate::app::screens::archive::Editions;
use crate::app::screens::edition::closing::Closing;
use crate::app::screens::edition::headlines::Headlines;
use crate::app::screens::faults::FaultyFiles;
use crate::app::screens::help::Help;
use crate::app::screens::search::state::Searching;
use crate::app::screens::tags::Tags;
use crate::keymap::action::Action;
use crate::keymap::{self, Key, Mode};

/// The measure in columns: where it starts, its limits, and how far one key press changes it.
const MEASURE: u16 = 72;
const MEASURES: std::ops::RangeInclusive<u16> = 40..=120;
const MEASURE_STEP: u16 = 4;

/// The whole state. [`update`] changes it, drawing only reads it.
#[derive(Debug)]
pub struct Model {
    pub archive: Arc<Archive>,
    pub size: Size,
    /// The edition being read.
    pub reader: Split<Headlines>,
    /// What lies on the reader, the topmost last.
    pub overlays: Vec<Overlay>,
    pub zen: bool,
    /// What had the focus before zen.
    before_zen: Focus,
    /// Widest row of an article in columns.
    pub measure: u16,
    /// `g` was pressed, and a section's letter is to come.
    pub going: bool,
    /// Replaces the last line's keys until the next key.
    pub notice: Option<DisplayText>,
    /// Files read and files found, while not all are read.
    pub loading: Option<Loading>,
    /// The day that `today` means in a search.
    pub today: Date,
    /// The folded text of what has been loaded.
    corpus: Vec<Arc<Chunk>>,
    /// Searches asked for so far.
    generations: u64,
    /// Searches kept, the latest last.
    searches: Vec<String>,
    /// Results that an edition was opened from, the latest last.
    behind: Vec<Behind>,
    /// The page after the last story, while it stands in the article's place.
    pub closing: Option<Closing>,
    /// Marks are not saved, for the reason that was told.
    pub not_saved: bool,
    /// What the runtime is to do when this message has been dealt with.
    effects: Vec<Effect>,
    pub progress: Progress,
    /// The cursor in the list of each edition seen, by the edition's path.
    visited: HashMap<PathBuf, ListCursor>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loading {
    pub read: usize,
    pub found: usize,
}

#[derive(Debug)]
pub enum Overlay {
    Archive(Filtered<Editions>),
    Faults(Split<FaultyFiles>),
    Help(Filtered<Help>),
    Search(Box<Searching>),
    /// The tags that a story may be followed by.
    Tags(Filtered<Tags>),
}

/// A search whose result's edition is being read, and what was being read before.
#[derive(Debug)]
struct Behind {
    /// The search, and what it lies on.
    overlays: Vec<Overlay>,
    reader: Split<Headlines>,
    closing: Option<Closing>,
    zen: bool,
}

impl Model {
    /// Opens the newest edition of `archive` with something to read, else the newest. `found` is the
    /// number of files that there are to read in all.
    ///
    /// # Panics
    /// When `archive` is empty.
    pub fn new(archive: Archive, found: usize, marks: Marks, size: Size) -> Self {
        let edition = archive.newest().or(archive.editions().first());
        let mut headlines =
            Headlines::new(Arc::clone(edition.expect("there is an edition to open")));
        let progress = Progress::new(marks);
        headlines.refresh(&progress);
        let first = headlines.resume(&progress);
        // When everything has been read, what is left of earlier editions comes first.
        let stories = headlines.briefing().map_or(0, Briefing::len);
        let all_read = stories > 0 && headlines.tally.read == stories;
        // Whoever stopped in the middle of a story comes back into it.
        let begun = headlines
            .item(first)
            .is_some_and(|item| item.standing.begun);
        let focus = if begun { Focus::Article } else { Focus::List };
        let read = archive.editions().len();
        let mut model = Self {
            archive: Arc::new(archive),
            size,
            reader: Split::new(headlines, ListCursor::at(first), focus),
            overlays: Vec::new(),
            zen: false,
            before_zen: Focus::List,
            measure: MEASURE,
            going: false,
            notice: None,
            loading: (read < found).then_some(Loading { read, found }),
            today: Date::ZERO,
            corpus: Vec::new(),
            generations: 0,
            searches: Vec::new(),
            behind: Vec::new(),
            closing: all_read.then(Closing::default),
            not_saved: false,
            effects: Vec::new(),
            progress,
            visited: HashMap::new(),
        };
        model.fit();
        model.reader.open(&model.panes(), &model.progress);
        model.refresh_marks();
        model.fit();
        if model.loading.is_none() {
            model.tell_faults();
        }
        model
    }

    /// Where everything stands on the screen on top.
    pub fn panes(&self) -> Panes {
        layout::panes(self.size, self.shows(), self.measure)
    }

    fn shows(&self) -> Shows {
        match self.overlays.last() {
            Some(Overlay::Archive(_) | Overlay::Help(_) | Overlay::Tags(_)) => Shows::List,
            Some(Overlay::Search(searching)) => searching.shows(),
            Some(Overlay::Faults(faults)) => faults.shows(),
            None => self.reader_shows(),
        }
    }

    fn reader_shows(&self) -> Shows {
        match &self.closing {
            _ if self.zen => Shows::Article,
            Some(_) => Shows::Split {
                article_focused: true,
            },
            None => self.reader.shows(),
        }
    }

    /// Sets every screen to the panes it has now; cheap when nothing has changed.
    fn fit(&mut self) {
        let (size, measure) = (self.size, self.measure);
        self.reader
            .fit(&layout::panes(size, self.reader_shows(), measure));
        let panes = layout::panes(size, self.reader_shows(), measure);
        if let Some(closing) = self.closing.as_mut().filter(|_| !panes.tiny) {
            closing.fit(&panes);
        }
        for overlay in &mut self.overlays {
            match overlay {
                Overlay::Archive(archive) => {
                    archive.fit(&layout::panes(size, Shows::List, measure));
                }
                Overlay::Help(help) => help.fit(&layout::panes(size, Shows::List, measure)),
                Overlay::Tags(tags) => tags.fit(&layout::panes(size, Shows::List, measure)),
                Overlay::Search(searching) => {
                    let panes = layout::panes(size, searching.shows(), measure);
                    searching.split.fit(&panes);
                }
                Overlay::Faults(faults) => {
                    faults.fit(&layout::panes(size, faults.shows(), measure));
                }
            }
        }
    }

    /// What a key press is taken for now.
    pub fn mode(&self) -> Mode {
        match self.overlays.last() {
            _ if self.going => Mode::Go,
            Some(Overlay::Archive(archive)) if archive.typing => Mode::Typing,
            Some(Overlay::Help(help)) if help.typing => Mode::Typing,
            Some(Overlay::Tags(tags)) if tags.typing => Mode::Typing,
            Some(Overlay::Search(searching)) if searching.typing => Mode::Typing,
            _ => Mode::Normal,
        }
    }

    fn notify(&mut self, text: &str) {
        self.notice = Some(DisplayText::line(text));
    }
}

/// Carries out what `msg` means.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key) => model.press(key),
        Msg::Pasted(text) => model.paste(&text),
        Msg::Resized(size) => model.size = size,
        Msg::EditionsLoaded(editions) => model.add_editions(editions),
        Msg::Folded(chunks) => {
            model.corpus.extend(chunks.iter().cloned());
            model.search_more(chunks);
        }
        Msg::AllLoaded => model.finish_loading(),
        Msg::Found {
            generation,
            part,
            hits,
        } => model.take_hits(generation, part, hits),
        Msg::MarksSaved { count, marks, told } => {
            model.progress.saved(count, marks);
            if std::mem::take(&mut model.not_saved) {
                model.notify("Marks are saved again");
            }
            if let Some(told) = told {
                model.notify(&told);
            }
        }
        Msg::MarksNotSaved(why) => {
            model.notify(&format!("Marks not saved: {why}"));
            model.not_saved = true;
        }
        Msg::Leaving => model.keep_place(),
        Msg::DayBegan(day) => model.today = day,
        Msg::Told(text) => model.notify(&text),
    }
    if model
        .effects
        .iter()
        .any(|effect| matches!(effect, Effect::Quit | Effect::Suspend))
    {
        model.keep_place();
    }
    model.refresh_marks();
    model.fit();
    let operations = model.progress.hand_over();
    if !operations.is_empty() {
        // Before anything that may end the program.
        model.effects.insert(0, Effect::Keep(operations));
    }
    std::mem::take(&mut model.effects)
}

impl Model {
    fn press(&mut self, key: Key) {
        let action = keymap::action_for(self.mode(), key);
        self.notice = None;
        self.going = false;
        if let Some(action) = action {
            self.perform(action);
        }
    }

    fn perform(&mut self, action: Action) {
        match action {
            Action::Quit => self.effects.push(Effect::Quit),
            Action::Suspend => self.effects.push(Effect::Suspend),
            Action::Repaint => self.effects.push(Effect::Repaint),
            Action::Close => self.close(),
            Action::Go => self.going = true,
            Action::GoToNothing(key) => {
                self.notify(&format!("No section has the key {}", key.name()));
            }
            Action::Stay => {}
            Action::Help => self.open_help(),
            Action::Archive => self.open_archive(),
            Action::Faults => self.open_faults(),
            Action::ToggleRead => self.toggle_read(),
            Action::ToggleSaved => self.toggle_saved(),
            Action::SectionRead => self.mark_section_read(),
            Action::Undo => self.undo(),
            Action::SavedStories => self.show_saved(),
            Action::Wider => self.set_measure(self.measure.saturating_add(MEASURE_STEP)),
            Action::Narrower => self.set_measure(self.measure.saturating_sub(MEASURE_STEP)),
            action => self.perform_on_top(action),
        }
    }

    /// Closes what lies on top, or quits when nothing does.
    fn close(&mut self) {
        if self.overlays.pop().is_some() {
            return;
        }
        let one_pane = self.panes().divider.is_none() && self.closing.is_none();
        if self.zen {
            self.leave_zen();
        } else if one_pane && self.reader.focus == Focus::Article {
            self.reader.focus = Focus::List;
        } else if !self.return_to_results() {
            self.effects.push(Effect::Quit);
        }
    }

    fn set_measure(&mut self, measure: u16) {
        self.measure = measure.clamp(*MEASURES.start(), *MEASURES.end());
        self.notify(&format!("at most {} columns", self.measure));
    }
}
