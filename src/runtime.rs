//! The shell around the pure core: one loop that waits for something to happen, lets `update` decide
//! what it means, carries out the effects and draws once. Nothing wakes it while nothing happens.

mod event;
mod input;
mod loader;
mod panic_hook;
mod saver;
pub mod searcher;
mod signals;
mod terminal;

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};

pub use panic_hook::install_panic_hook;

use anyhow::{Context, bail};
use jiff::Zoned;

use crate::app::{Effect, Model, Msg, update};
use crate::archive::{Archive, Which};
use crate::store::{self, LoadedMarks, MarksFile, panic_if_asked};
use crate::ui::theme::Theme;
use event::Event;
use input::Input;
use saver::Saver;
use searcher::Searcher;
use terminal::Terminal;

/// The most events taken in before the screen is drawn: a loader must not keep the reader waiting.
const MOST_AT_ONCE: usize = 64;

/// What has come of reading.
#[derive(Debug)]
pub struct Ended {
    pub ending: Ending,
    /// Why marks are lost, if any are.
    pub not_saved: Option<String>,
}

/// How the reader ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Quit,
    /// By a signal of this number.
    Signal(i32),
    /// The terminal cannot be read or written any more.
    TerminalGone,
}

/// Opens the reader on the briefings of `paths`, or on those that [`store::find`] finds, at the newest
/// edition or at `which`.
///
/// # Errors
/// When there is nothing to read where the reader asked for it, or no terminal to read in.
pub fn run(paths: &[PathBuf], which: Option<&Which>) -> anyhow::Result<Ended> {
    if cfg!(unix) && std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb") {
        bail!("this terminal (TERM) cannot place text on the screen; use another one");
    }
    let marks_file = MarksFile::locate();
    let marks = marks_file.clone().map(MarksFile::load_meanwhile);
    let found = store::find(paths)?;
    let asked_for = which
        .map(|which| store::edition(&found, which).edition)
        .transpose()?;
    let opening = match &asked_for {
        Some(edition) => loader::open_at(&found, edition),
        None => loader::open(&found),
    };
    let opened = opening.editions;
    let (events, inbox) = mpsc::channel();
    // Before the terminal is changed: a signal in between would leave it as it is.
    signals::spawn(&events).context("cannot watch for signals")?;
    let mut terminal = Terminal::enter().context("cannot use the terminal")?;
    let archive = Archive::default().with(opened.clone());
    let LoadedMarks {
        marks,
        not_saved,
        told,
    } = marks.map_or_else(LoadedMarks::homeless, |marks| {
        marks.join().unwrap_or_default()
    });
    let mut model = Model::new(archive, opening.found, marks, terminal.size()?);
    if let Some(edition) = asked_for {
        model.open_edition(edition);
    }
    let theme = match std::env::var_os("NO_COLOR").filter(|value| !value.is_empty()) {
        Some(_) => Theme::PLAIN,
        None => Theme::COLOURED,
    };
    if let Some(notice) = found.origin.sample_notice() {
        update(&mut model, Msg::Told(notice));
    }
    if let Some(told) = told {
        update(&mut model, Msg::Told(told.to_string()));
    }
    if let Some(why) = not_saved {
        update(&mut model, Msg::MarksNotSaved(why.to_string()));
    }
    // The first frame is on the screen before anything else is begun.
    terminal.draw(&model, &theme)?;
    let answers = events.clone();
    let searcher = Searcher::spawn(move |found| answers.send(Event::Background(found)).is_ok());
    signals::watch_terminal(&events);
    let mut reader = Reader {
        model,
        theme,
        terminal,
        searcher,
        saver: Saver::spawn(marks_file, &events)?,
    };
    loader::spawn(opened, opening.rest, &events);
    let ending = reader.read_on(&inbox, &Input::spawn(&events));
    // Nothing fails in there but the terminal.
    Ok(reader.leave(ending.unwrap_or(Ending::TerminalGone)))
}

struct Reader {
    model: Model,
    theme: Theme,
    terminal: Terminal,
    searcher: Searcher,
    saver: Saver,
}

impl Reader {
    /// Gives the terminal back and saves what is left.
    fn leave(mut self, ending: Ending) -> Ended {
        let last = update(&mut self.model, Msg::Leaving);
        drop(self.terminal);
        for effect in last {
            if let Effect::Keep(operations) = effect {
                self.saver.keep(operations);
            }
        }
        let not_saved = saver::finish().err();
        Ended { ending, not_saved }
    }

    fn read_on(&mut self, inbox: &Receiver<Event>, input: &Input) -> io::Result<Ending> {
        input.ask();
        while let Ok(event) = inbox.recv() {
            let mut answered = false;
            // What has come meanwhile is taken in too, and drawn at once.
            for event in std::iter::once(event).chain(inbox.try_iter().take(MOST_AT_ONCE)) {
                match event {
                    Event::Input(messages) => {
                        answered = true;
                        self.tell_day()?;
                        for message in messages {
                            if let Some(ending) = self.handle(message)? {
                                return Ok(ending);
                            }
                        }
                    }
                    Event::Background(message) => {
                        self.handle(message)?;
                    }
                    Event::Signal(signal) => return Ok(Ending::Signal(signal)),
                    Event::AskedToStop => {
                        self.handle(Msg::Leaving)?;
                        self.suspend()?;
                    }
                    Event::Continued => self.terminal.retake()?,
                    Event::TerminalGone => return Ok(Ending::TerminalGone),
                }
            }
            self.draw()?;
            if answered {
                input.ask();
            }
        }
        Ok(Ending::Quit)
    }

    fn handle(&mut self, message: Msg) -> io::Result<Option<Ending>> {
        for effect in update(&mut self.model, message) {
            match effect {
                Effect::Quit => return Ok(Some(Ending::Quit)),
                Effect::Suspend => self.suspend()?,
                Effect::Repaint => self.terminal.repaint()?,
                Effect::Search(request) => self.searcher.ask(request),
                Effect::Keep(operations) => self.saver.keep(operations),
            }
        }
        Ok(None)
    }

    /// Stops the program, with every mark saved, for it may never be continued. Where nothing could
    /// continue it, it does not stop.
    fn suspend(&mut self) -> io::Result<()> {
        self.saver.flush();
        if !signals::can_be_continued() {
            return self.terminal.repaint();
        }
        self.terminal.give_back();
        signals::stop()
    }

    /// Lets a search know what `today` is; a reader may be left open overnight.
    fn tell_day(&mut self) -> io::Result<()> {
        let today = Zoned::now().date();
        if self.model.today != today {
            self.handle(Msg::DayBegan(today))?;
        }
        Ok(())
    }

    fn draw(&mut self) -> io::Result<()> {
        panic_if_asked("draw");
        let size = self.terminal.size()?;
        if size != self.model.size {
            self.handle(Msg::Resized(size))?;
        }
        self.terminal.draw(&self.model, &self.theme)
    }
}
