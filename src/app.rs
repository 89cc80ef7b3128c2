//! What the program knows, and how it changes: `update` turns a message into a new state and the
//! effects that the runtime is to carry out. Nothing here touches the terminal, a file or a clock.

pub mod action;
pub mod editions;
pub mod faulty_files;
pub mod filter;
pub mod headlines;
pub mod help;
pub mod keymap;
pub mod layout;
pub mod list;
pub mod prompt;
mod reader;
pub mod reading;
pub mod split;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use ratatui::layout::Size;

use crate::archive::{Archive, Edition};
use crate::text::DisplayText;
use action::{Action, Edit};
use editions::Editions;
use faulty_files::FaultyFiles;
use filter::Filtered;
use headlines::Headlines;
use help::Help;
use keymap::{Key, Mode, key_name};
use layout::{Panes, Shows};
use list::ListCursor;
use split::{Focus, Places, Split};

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
    /// Widest row of an article in columns.
    pub measure: u16,
    /// `g` was pressed, and a section's letter is to come.
    pub going: bool,
    /// Replaces the last line's keys until the next key.
    pub notice: Option<DisplayText>,
    /// Files read and files found, while not all are read.
    pub loading: Option<Loading>,
    places: Places,
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
}

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    Key(Key),
    /// Text pasted into the terminal.
    Pasted(String),
    Resized(Size),
    EditionsLoaded(Vec<Arc<Edition>>),
    AllLoaded,
    /// Something the reader should know.
    Told(String),
}

/// Something the runtime is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Quit,
    Suspend,
    /// Draw every cell anew, whatever was drawn before.
    Repaint,
}

impl Model {
    /// Opens the newest edition of `archive` with something to read, else the newest. `found` is the
    /// number of files that there are to read in all.
    ///
    /// # Panics
    /// When `archive` is empty.
    pub fn new(archive: Archive, found: usize, size: Size) -> Self {
        let edition = archive.newest().or(archive.editions().first());
        let headlines = Headlines::new(Arc::clone(edition.expect("there is an edition to open")));
        let first = headlines.first();
        let read = archive.editions().len();
        let mut model = Self {
            archive: Arc::new(archive),
            size,
            reader: Split::new(headlines, ListCursor::at(first), Focus::List),
            overlays: Vec::new(),
            zen: false,
            measure: MEASURE,
            going: false,
            notice: None,
            loading: (read < found).then_some(Loading { read, found }),
            places: Places::new(),
            visited: HashMap::new(),
        };
        model.fit();
        model.reader.open(&model.panes(), &model.places);
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
            Some(Overlay::Archive(_) | Overlay::Help(_)) => Shows::List,
            Some(Overlay::Faults(faults)) => faults.shows(),
            None => self.reader_shows(),
        }
    }

    fn reader_shows(&self) -> Shows {
        if self.zen {
            Shows::Article
        } else {
            self.reader.shows()
        }
    }

    /// Sets every screen to the panes it has now; cheap when nothing has changed.
    fn fit(&mut self) {
        let (size, measure) = (self.size, self.measure);
        self.reader
            .fit(&layout::panes(size, self.reader_shows(), measure));
        for overlay in &mut self.overlays {
            match overlay {
                Overlay::Archive(archive) => {
                    archive.fit(&layout::panes(size, Shows::List, measure));
                }
                Overlay::Help(help) => help.fit(&layout::panes(size, Shows::List, measure)),
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
            _ => Mode::Normal,
        }
    }

    fn notify(&mut self, text: &str) {
        self.notice = Some(DisplayText::line(text));
    }

    fn tell_faults(&mut self) {
        match self.archive.faulty().count() {
            0 => {}
            1 => self.notify(&format!(
                "1 file has faults; {} shows them",
                key_name(Action::Faults)
            )),
            files => self.notify(&format!(
                "{files} files have faults; {} shows them",
                key_name(Action::Faults)
            )),
        }
    }
}

/// Carries out what `msg` means.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let effects = match msg {
        Msg::Key(key) => model.press(key),
        Msg::Pasted(text) => {
            model.paste(&text);
            Vec::new()
        }
        Msg::Resized(size) => {
            model.size = size;
            Vec::new()
        }
        Msg::EditionsLoaded(editions) => {
            model.add_editions(editions);
            Vec::new()
        }
        Msg::AllLoaded => {
            model.finish_loading();
            Vec::new()
        }
        Msg::Told(text) => {
            model.notify(&text);
            Vec::new()
        }
    };
    model.fit();
    effects
}

impl Model {
    fn press(&mut self, key: Key) -> Vec<Effect> {
        let action = keymap::action_for(self.mode(), key);
        self.notice = None;
        self.going = false;
        action
            .map(|action| self.perform(action))
            .unwrap_or_default()
    }

    fn perform(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Quit => return vec![Effect::Quit],
            Action::Suspend => return vec![Effect::Suspend],
            Action::Repaint => return vec![Effect::Repaint],
            Action::Close if self.close() => return vec![Effect::Quit],
            Action::Close => {}
            Action::Help => self.open_help(),
            Action::Archive => self.open_archive(),
            Action::Faults => self.open_faults(),
            Action::Wider => self.set_measure(self.measure.saturating_add(MEASURE_STEP)),
            Action::Narrower => self.set_measure(self.measure.saturating_sub(MEASURE_STEP)),
            action => self.perform_on_top(action),
        }
        Vec::new()
    }

    /// Hands the action to the screen on top.
    fn perform_on_top(&mut self, action: Action) {
        let panes = self.panes();
        match self.overlays.last_mut() {
            None => self.perform_in_reader(action, &panes),
            Some(Overlay::Archive(archive)) => {
                let opens = matches!(action, Action::Open | Action::Edit(Edit::Accept));
                if let Some(edition) = archive.selected().filter(|_| opens) {
                    let edition = Arc::clone(archive.items.edition(edition));
                    self.overlays.clear();
                    self.open_edition(edition);
                } else if !perform_in_list(archive, action, &panes) {
                    self.overlays.pop();
                }
            }
            Some(Overlay::Help(help)) => {
                if !perform_in_list(help, action, &panes) {
                    self.overlays.pop();
                }
            }
            Some(Overlay::Faults(faults)) => {
                if !reader::perform_in_split(faults, action, &panes, &mut self.places) {
                    self.overlays.pop();
                }
            }
        }
    }

    /// Closes what lies on top; true when nothing does and the program is to end.
    fn close(&mut self) -> bool {
        if self.overlays.pop().is_some() {
            return false;
        }
        let one_pane = self.panes().divider.is_none();
        if self.zen {
            self.zen = false;
        } else if one_pane && self.reader.focus == Focus::Article {
            self.reader.focus = Focus::List;
        } else {
            return true;
        }
        false
    }

    fn set_measure(&mut self, measure: u16) {
        self.measure = measure.clamp(*MEASURES.start(), *MEASURES.end());
        self.notify(&format!("at most {} columns", self.measure));
    }

    fn open_help(&mut self) {
        if !matches!(self.overlays.last(), Some(Overlay::Help(_))) {
            self.overlays
                .push(Overlay::Help(Filtered::new(Help::default())));
        }
    }

    /// Opens the archive at the edition being read.
    fn open_archive(&mut self) {
        let mut archive = Filtered::new(Editions {
            archive: Arc::clone(&self.archive),
        });
        let panes = layout::panes(self.size, Shows::List, self.measure);
        archive.select(
            self.archive
                .position(&self.reader.list.edition)
                .unwrap_or(0),
            &panes,
        );
        self.overlays.clear();
        self.overlays.push(Overlay::Archive(archive));
    }

    /// Opens the files with faults, at the edition being read when it is one of them.
    fn open_faults(&mut self) {
        let files = FaultyFiles::of(&self.archive);
        if files.files.is_empty() {
            let read = if self.loading.is_some() {
                "Every file read so far is without fault."
            } else {
                "Every file is without fault."
            };
            return self.notify(read);
        }
        let selected = files.position(&self.reader.list.edition).unwrap_or(0);
        let mut faults = Split::new(files, ListCursor::at(selected), Focus::List);
        let panes = layout::panes(self.size, faults.shows(), self.measure);
        faults.open(&panes, &self.places);
        self.overlays.clear();
        self.overlays.push(Overlay::Faults(faults));
    }

    fn paste(&mut self, text: &str) {
        let panes = self.panes();
        match self.overlays.last_mut() {
            Some(Overlay::Archive(archive)) if archive.typing => archive.paste(text, &panes),
            Some(Overlay::Help(help)) if help.typing => help.paste(text, &panes),
            // Commands are pressed, not pasted.
            _ => {}
        }
    }

    fn add_editions(&mut self, editions: Vec<Arc<Edition>>) {
        if let Some(loading) = &mut self.loading {
            loading.read += editions.len();
        }
        self.archive = Arc::new(self.archive.with(editions));
        let panes = self.panes();
        match self.overlays.last_mut() {
            Some(Overlay::Archive(archive)) => {
                let selected = archive
                    .selected()
                    .map(|index| Arc::clone(archive.items.edition(index)));
                let place = selected.and_then(|edition| self.archive.position(&edition));
                archive.replace(
                    Editions {
                        archive: Arc::clone(&self.archive),
                    },
                    place,
                    &panes,
                );
            }
            Some(Overlay::Faults(faults)) => {
                let selected = faults.list.files.get(faults.selected()).map(Arc::clone);
                faults.list = FaultyFiles::of(&self.archive);
                let place = selected
                    .and_then(|edition| faults.list.position(&edition))
                    .unwrap_or(0);
                faults.keep_selected(place, &panes);
            }
            _ => {}
        }
    }

    /// The page never changes under the reader: something newer is told, not opened.
    fn finish_loading(&mut self) {
        self.loading = None;
        let newest = self.archive.newest();
        let still_on_first = self.visited.is_empty();
        match newest
            .filter(|newest| still_on_first && newest.date() > self.reader.list.edition.date())
        {
            Some(newer) => {
                let date = newer.date().map(|date| date.long()).unwrap_or_default();
                self.notify(&format!(
                    "A newer edition: {date}; {} opens it",
                    key_name(Action::NewerEdition)
                ));
            }
            None => self.tell_faults(),
        }
    }
}

/// Carries out what a list over the whole width can; false when it is to be closed.
fn perform_in_list<T: filter::Narrowable>(
    list: &mut Filtered<T>,
    action: Action,
    panes: &Panes,
) -> bool {
    match action {
        Action::Move(motion) => list.go(motion, panes),
        Action::ReadOn => list.go(action::Motion::PageDown, panes),
        Action::ReadBack => list.go(action::Motion::PageUp, panes),
        Action::Filter => list.typing = true,
        Action::Edit(Edit::Accept) => list.typing = false,
        Action::Edit(edit) => list.edit(edit, panes),
        Action::Cancel if list.typing || !list.prompt.is_empty() => list.clear(panes),
        Action::Cancel | Action::ToList => return false,
        _ => {}
    }
    true
}
