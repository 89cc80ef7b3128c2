//! The shell around the pure core: one loop that waits for something to happen, lets `update` decide
//! what it means, carries out the effects and draws once. Nothing wakes it while nothing happens.

mod clipboard;
mod event;
mod input;
mod loader;
mod opener;
mod panic_hook;
mod pointer;
mod saver;
pub mod searcher;
mod signals;
mod start;
mod surroundings;
mod terminal;
pub mod text_reader;
mod watcher;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

pub use panic_hook::install_panic_hook;

use anyhow::{Context, bail};
use jiff::Timestamp;

use crate::app::screens::search::SearchScreen;
use crate::app::{Effect, Environment, Model, Msg, update_and_read};
use crate::archive::Which;
use crate::config::settings::{self, Settings};
use crate::config::{self, Configuration};
use crate::store::{self, ConfigFolder, FirstMarks, LastFile, MarksFile, Part, panic_if_asked};
use clipboard::Clipboard;
use event::Event;
use input::Input;
use opener::Opener;
use saver::Saver;
use searcher::Searcher;
use start::{Start, first_model};
use surroundings::Surroundings;
use terminal::Terminal;
use text_reader::TextReader;
use watcher::{LiveMarks, LiveSettings, Watched, Watcher};

/// The most events taken in before the screen is drawn: a busy loader must not keep the user waiting.
const MOST_AT_ONCE: usize = 64;

/// How long the screen is not drawn because an answer is about to come: a text that has to be read from its
/// file, or the rest of the results. Usually that takes a millisecond or two, so the user never sees a frame
/// without it.
const WAIT_FOR_ANSWERS: Duration = Duration::from_millis(8);

/// How the program ended, and what was lost.
#[derive(Debug)]
pub struct Ended {
    pub ending: Ending,
    /// Why the last marks could not be saved, if they could not.
    pub not_saved: Option<String>,
}

#[derive(Debug)]
pub enum Ending {
    Quit,
    /// By a signal of this number.
    Signal(i32),
    /// The terminal has gone away.
    TerminalGone,
    /// The terminal is still there, but cannot be read or written.
    Failed(io::Error),
}

impl Ending {
    /// How `error` ends the program. Once the terminal has gone away, that is the cause of any error.
    fn of_error(error: io::Error) -> Self {
        if signals::terminal_is_gone() {
            Self::TerminalGone
        } else {
            Self::Failed(error)
        }
    }
}

/// Shows the briefings in `paths`, or those that [`store::find`] finds without any, until
/// the user quits. The first edition shown is `which`; else the one in which the user left off, or the newest
/// with something unread. With `search`, it starts in a search for that query: in the edition `which`, or in
/// all. `configuration` is what the user has set.
///
/// # Errors
/// When there are no briefings in `paths`, or no terminal to show them in.
pub fn run(
    paths: &[PathBuf],
    which: Option<&Which>,
    search: Option<&str>,
    mut configuration: Configuration,
) -> anyhow::Result<Ended> {
    check_terminal_type()?;
    let started = Timestamp::now();
    let marks_file = MarksFile::locate();
    let Surroundings {
        abilities,
        opener,
        route,
        mouse,
        wrong_mouse,
    } = surroundings::read(&mut configuration.settings, config::variable);
    let uses_folders = paths.is_empty();
    if uses_folders {
        configuration.add_missing_folders(store::missing_folders(&configuration.settings));
    }
    let comes_back = configuration.settings.start.value == settings::Start::Left;
    let found = store::find_in(paths, &configuration.settings.folders)?;
    let last_file = LastFile::locate(&found.places);
    let left = last_file.as_ref().filter(|_| comes_back);
    let mut start = Start::new(found, which, left, started)?;
    let (events, inbox) = mpsc::channel();
    // Before the terminal is changed: a signal in between would leave it changed.
    signals::spawn(&events).context("cannot watch for signals")?;
    let mut terminal = Terminal::enter(mouse).context("cannot use the terminal")?;
    let marks = marks_file.clone();
    let marks = marks.map_or_else(FirstMarks::homeless, FirstMarks::open);
    let environment = Environment {
        size: terminal.size()?,
        abilities,
        configuration: configuration.clone(),
        home: config::variable("HOME"),
    };
    let (mut model, known) = first_model(&mut start, marks, environment, wrong_mouse);
    let knows_all_marks = matches!(known, Part::All(_));
    if let Some(query) = search {
        search_at_start(query, which.is_some(), &mut model);
    }
    // The first frame is on the screen before any other thread is started.
    terminal.draw(&model)?;
    let settings = ConfigFolder::locate();
    let settings = settings.map(|folder| LiveSettings::new(folder, configuration, uses_folders));
    let known = (Arc::clone(model.session.marks.marks()), known);
    let saver = Saver::spawn(marks_file.clone(), known, last_file, &events)?;
    let marks = marks_file.map(|file| LiveMarks::new(file, saver.reader()));
    let watcher = load_and_watch(start, settings, marks, &events);
    let mut session = Session {
        model,
        terminal,
        knows_all_marks,
        day_noted_in: None,
        searcher: Searcher::spawn(poster(&events)),
        texts: TextReader::spawn(watcher.checking(poster(&events))),
        texts_to_come: 0,
        saver,
        opener: Opener::new(opener, &events),
        clipboard: Clipboard {
            route,
            events: events.clone(),
        },
        watcher,
    };
    signals::watch_terminal(&events);
    let ending = session.run(&inbox, &Input::spawn(&events));
    Ok(session.leave(ending.unwrap_or_else(Ending::of_error)))
}

/// Opens a search in the open edition only, or in all.
fn search_at_start(query: &str, in_edition: bool, model: &mut Model) {
    // A query may name days by today.
    update_and_read(
        model,
        Msg::DayBegan(store::in_local_zone(Timestamp::now()).date()),
    );
    model.search_at_start(query, in_edition);
}

/// Reads the rest of the archive on threads, and then watches it, the configuration and the marks.
fn load_and_watch(
    start: Start,
    settings: Option<LiveSettings>,
    marks: Option<LiveMarks>,
    events: &Sender<Event>,
) -> Watcher {
    let Start {
        found,
        opening,
        since,
        ..
    } = start;
    let loaded = loader::spawn(opening, found.files.clone(), events);
    let watched = Watched {
        found,
        since,
        settings,
        marks,
    };
    Watcher::spawn(watched, loaded, poster(events))
}

fn check_terminal_type() -> anyhow::Result<()> {
    if cfg!(unix) && std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb") {
        bail!("this terminal (TERM) cannot place text on the screen; use another one");
    }
    Ok(())
}

/// A function with which a thread sends its answers to the loop. It returns false when the program ends.
fn poster(events: &Sender<Event>) -> impl Fn(Msg) -> bool + Clone + Send + 'static {
    let events = events.clone();
    move |answer| events.send(Event::Background(answer)).is_ok()
}

/// The program while it has the terminal.
struct Session {
    model: Model,
    terminal: Terminal,
    /// No key is taken in before that.
    knows_all_marks: bool,
    /// The minute since 1970 in which it was last looked which day it is.
    day_noted_in: Option<i64>,
    searcher: Searcher,
    texts: TextReader,
    /// Requests for texts that have not been answered yet.
    texts_to_come: usize,
    saver: Saver,
    opener: Opener,
    clipboard: Clipboard,
    watcher: Watcher,
}

impl Session {
    /// Takes in events and draws, until something ends the program.
    fn run(&mut self, inbox: &Receiver<Event>, input: &Input) -> io::Result<Ending> {
        if self.knows_all_marks {
            input.ask();
        }
        while let Ok(event) = inbox.recv() {
            let mut answers_input = false;
            // Events that are waiting already are taken in too, so that all are drawn in one frame.
            for event in std::iter::once(event).chain(inbox.try_iter().take(MOST_AT_ONCE)) {
                answers_input |= matches!(event, Event::Input(_) | Event::AllMarksKnown);
                if let Some(ending) = self.take(event)? {
                    return Ok(ending);
                }
            }
            let deadline = Instant::now() + WAIT_FOR_ANSWERS;
            while self.awaits_answers()
                && let Some(left) = deadline.checked_duration_since(Instant::now())
                && let Ok(event) = inbox.recv_timeout(left)
            {
                answers_input |= matches!(event, Event::Input(_) | Event::AllMarksKnown);
                if let Some(ending) = self.take(event)? {
                    return Ok(ending);
                }
            }
            self.draw()?;
            if answers_input {
                input.ask();
            }
        }
        Ok(Ending::Quit)
    }

    /// Whether what is shown next still lacks something that was asked for.
    fn awaits_answers(&self) -> bool {
        let search = self.model.search();
        self.texts_to_come > 0 || search.is_some_and(SearchScreen::is_awaiting)
    }

    /// Takes in an event; returns how the program ends if it does.
    fn take(&mut self, event: Event) -> io::Result<Option<Ending>> {
        match event {
            Event::Input(messages) => {
                self.note_the_day()?;
                for message in messages {
                    if let Some(ending) = self.handle(message)? {
                        return Ok(Some(ending));
                    }
                }
            }
            Event::Background(message) => {
                if let Msg::ConfigurationRead { configuration, .. } = &message {
                    self.follow(&configuration.settings)?;
                }
                if matches!(message, Msg::TextRead(_)) {
                    self.texts_to_come -= 1;
                }
                self.handle(message)?;
            }
            Event::AllMarksKnown => self.knows_all_marks = true,
            Event::Signal(signal) => return Ok(Some(Ending::Signal(signal))),
            Event::AskedToStop => {
                self.handle(Msg::Leaving)?;
                self.suspend()?;
            }
            Event::Continued => self.terminal.retake()?,
            Event::TerminalGone => return Ok(Some(Ending::TerminalGone)),
            Event::InputFailed(error) => return Err(error),
        }
        Ok(None)
    }

    /// Does as is set now with the mouse, with links and with copied text.
    fn follow(&mut self, settings: &Settings) -> io::Result<()> {
        let Surroundings {
            opener,
            route,
            mouse,
            // The model takes these from the message.
            abilities: _,
            // It is reported at the start, and cannot change.
            wrong_mouse: _,
        } = surroundings::read(&mut settings.clone(), config::variable);
        self.opener.command = opener;
        self.clipboard.route = route;
        self.terminal.report_mouse(mouse)
    }

    /// Lets the model take in a message and carries out the effects.
    fn handle(&mut self, message: Msg) -> io::Result<Option<Ending>> {
        for effect in update_and_read(&mut self.model, message) {
            match effect {
                Effect::Quit => return Ok(Some(Ending::Quit)),
                Effect::Suspend => self.suspend()?,
                Effect::Repaint => self.terminal.repaint()?,
                Effect::Search(request) => self.searcher.ask(request),
                Effect::Suggest(request) => self.searcher.ask_for_suggestions(request),
                Effect::Read(request) => {
                    let replaced = self.texts.ask(request, &self.model.archive_of_texts());
                    self.texts_to_come = self.texts_to_come + 1 - replaced;
                }
                Effect::SaveMarks(unsaved) => self.saver.save(unsaved),
                Effect::Reload => self.watcher.reload(),
                Effect::SaveLast(last) => self.saver.save_last(last),
                Effect::Open(address) => self.opener.open(address),
                Effect::Copy(text) => {
                    if let Some(sequence) = self.clipboard.copy(text) {
                        self.terminal.write(&sequence)?;
                    }
                }
            }
        }
        Ok(None)
    }

    /// Stops the program. It may never be continued, so every mark is saved first. If no shell could
    /// continue it, it goes on instead.
    fn suspend(&mut self) -> io::Result<()> {
        self.saver.flush();
        if !signals::can_be_continued() {
            return self.terminal.repaint();
        }
        terminal::give_back();
        signals::stop()?;
        // Nothing may be drawn before this: until now the screen was the shell's.
        self.terminal.retake()
    }

    /// Tells the model when a new day has begun: the program may be left open overnight.
    fn note_the_day(&mut self) -> io::Result<()> {
        let now = Timestamp::now();
        // Days begin with a minute, so the rules of the zone are not read for every key.
        let minute = now.as_second().div_euclid(60);
        if self.day_noted_in.replace(minute) == Some(minute) {
            return Ok(());
        }
        let today = store::in_local_zone(now).date();
        if self.model.session.today != today {
            self.handle(Msg::DayBegan(today))?;
        }
        Ok(())
    }

    fn draw(&mut self) -> io::Result<()> {
        panic_if_asked("draw");
        let size = self.terminal.size()?;
        if size != self.model.session.window.size {
            self.handle(Msg::Resized(size))?;
        }
        self.terminal.draw(&self.model)
    }

    /// Gives the terminal back and saves the marks that are not saved yet.
    fn leave(mut self, ending: Ending) -> Ended {
        let last = update_and_read(&mut self.model, Msg::Leaving);
        drop(self.terminal);
        for effect in last {
            match effect {
                Effect::SaveMarks(unsaved) => self.saver.save(unsaved),
                Effect::SaveLast(last) => self.saver.save_last(last),
                _ => {}
            }
        }
        let not_saved = saver::finish().err();
        Ended { ending, not_saved }
    }
}
