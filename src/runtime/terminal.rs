//! The terminal as a guard: whatever way the program ends, the terminal is given back as it was.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::fmt::Write as _;
use std::io::{self, BufWriter, Stdout, Write};
use std::mem::ManuallyDrop;
use std::panic::{self, PanicHookInfo};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Rect, Size};

use crate::app::Model;
use crate::text::{DisplayText, width};
use crate::ui;
use crate::ui::theme::Theme;

/// Bytes of a large screen with every cell styled, so that a frame is one write and never half seen.
const FRAME_BYTES: usize = 256 * 1024;

/// Whether the terminal is ours at the moment.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Held while a frame is drawn.
static DRAWING: Mutex<()> = Mutex::new(());

type Screen = ratatui::Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// The terminal in raw mode on its alternate screen. Dropping it gives the terminal back.
pub(super) struct Terminal {
    /// Never dropped: it would write to a terminal that was given back, or is gone.
    screen: ManuallyDrop<Screen>,
    /// The last frame holds graphemes whose width terminals disagree about.
    uncertain: bool,
}

impl Terminal {
    pub(super) fn enter() -> io::Result<Self> {
        let screen = enter()
            .and_then(|()| new_screen())
            .inspect_err(|_| leave())?;
        Ok(Self {
            screen: ManuallyDrop::new(screen),
            uncertain: false,
        })
    }

    pub(super) fn size(&self) -> io::Result<Size> {
        self.screen.size()
    }

    pub(super) fn draw(&mut self, model: &Model, theme: &Theme) -> io::Result<()> {
        let _drawing = DRAWING.lock();
        if self.uncertain {
            // What the terminal made of the last frame is not known, so nothing of it is built upon.
            self.repaint()?;
        }
        let frame = self.screen.draw(|frame| ui::draw(frame, model, theme))?;
        self.uncertain = frame
            .buffer
            .content
            .iter()
            .any(|cell| width::is_uncertain(cell.symbol()));
        Ok(())
    }

    /// Has the next frame drawn whole, whatever is on the screen.
    pub(super) fn repaint(&mut self) -> io::Result<()> {
        let Size { width, height } = self.size()?;
        self.screen.resize(Rect::new(0, 0, width, height))
    }

    /// Gives the terminal back and stops; [`Self::retake`] comes when the program goes on. Where nobody
    /// could make it go on, it stays.
    #[cfg(unix)]
    pub(super) fn suspend(&mut self) -> io::Result<()> {
        if !super::signals::can_be_continued() {
            return self.repaint();
        }
        leave();
        super::signals::stop()
    }

    #[cfg(not(unix))]
    pub(super) fn suspend(&mut self) -> io::Result<()> {
        self.repaint()
    }

    /// Takes the terminal again after the program was stopped, by whomever, and has the next frame
    /// drawn whole. A shell may have changed its modes meanwhile.
    pub(super) fn retake(&mut self) -> io::Result<()> {
        leave();
        enter()?;
        self.screen = ManuallyDrop::new(new_screen()?);
        self.repaint()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        leave();
    }
}

fn new_screen() -> io::Result<Screen> {
    Screen::new(CrosstermBackend::new(BufWriter::with_capacity(
        FRAME_BYTES,
        io::stdout(),
    )))
}

fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    ENTERED.store(true, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)
}

/// Undoes [`enter`], once, going on after whatever fails: each part that works is one less to be
/// mended by hand.
fn leave() {
    if ENTERED.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout();
        let _ = execute!(out, DisableBracketedPaste);
        let _ = execute!(out, LeaveAlternateScreen);
        let _ = execute!(out, Show);
        let _ = out.flush();
        let _ = disable_raw_mode();
    }
}

/// Gives back what can be without writing to a terminal that takes no output.
pub(super) fn abandon() {
    if ENTERED.swap(false, Ordering::SeqCst) {
        let _ = disable_raw_mode();
    }
}

/// From now on a panic in any thread gives the terminal back, if it was taken, before its message is
/// printed. The main thread then unwinds; another thread ends the program, which could not go on
/// without it.
pub fn install_panic_hook() {
    panic::set_hook(Box::new(move |info| {
        let is_main = thread::current().name() == Some("main");
        // A frame that is being drawn is finished first, and a second panic waits for the first.
        let _undisturbed = (!is_main).then(|| DRAWING.lock());
        leave();
        tell(info);
        if !is_main {
            // What was marked in the last moments is not lost with the thread.
            let _ = super::saver::finish();
            std::process::exit(101);
        }
    }));
}

/// Tells of a panic. What it says may quote a file, so it passes the gate like everything else.
fn tell(panic: &PanicHookInfo<'_>) {
    let thread = thread::current();
    let name = thread.name().unwrap_or("without a name");
    let mut told = format!("roundup: thread {name} {panic}\n");
    let backtrace = Backtrace::capture();
    if backtrace.status() == BacktraceStatus::Captured {
        let _ = writeln!(told, "{backtrace}");
    }
    // Where standard error is gone as well, there is nobody left to tell.
    let _ = write!(io::stderr(), "{}", DisplayText::block(&told));
}
