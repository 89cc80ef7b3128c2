//! The terminal as a guard: however the program ends, the terminal is given back as it was.

use std::io::{self, BufWriter, Stdout, Write};
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{LockResult, Mutex, MutexGuard};

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::style::Print;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Rect, Size};

use crate::app::Model;
use crate::briefing::without_link;
use crate::text::width;
use crate::ui;
use crate::ui::theme::Theme;

/// In bytes: enough for a large screen with every cell styled, so that a frame is written at once and
/// never seen in part.
const FRAME_BYTES: usize = 256 * 1024;

/// Whether the program has the terminal at the moment.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Whether the terminal has been asked to report the mouse.
static MOUSE: AtomicBool = AtomicBool::new(false);

/// Asks for reports of the button, of movement while it is down, and for both in a form that has room for
/// any column. Movement without a button is not asked for: it would wake the program for nothing.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// Held while a frame is drawn.
static DRAWING: Mutex<()> = Mutex::new(());

type Screen = ratatui::Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// The terminal in raw mode on its alternate screen. Dropping it gives the terminal back.
pub(super) struct Terminal {
    /// Never dropped: its destructor would write to a terminal that was given back or is gone.
    screen: ManuallyDrop<Screen>,
    /// Whether the last frame holds graphemes whose width terminals disagree about.
    uncertain: bool,
    mouse: bool,
}

impl Terminal {
    /// Takes the terminal. `mouse` is whether it is to report the mouse; then it no longer selects text
    /// by itself.
    pub(super) fn enter(mouse: bool) -> io::Result<Self> {
        let screen = enter(mouse)
            .and_then(|()| new_screen())
            .inspect_err(|_| give_back())?;
        Ok(Self {
            screen: ManuallyDrop::new(screen),
            uncertain: false,
            mouse,
        })
    }

    pub(super) fn size(&self) -> io::Result<Size> {
        self.screen.size()
    }

    pub(super) fn draw(&mut self, model: &Model) -> io::Result<()> {
        let _drawing = DRAWING.lock();
        if self.uncertain {
            // Where the terminal put the cells of the last frame is not known, so all are drawn again.
            self.repaint()?;
        }
        let theme = Theme::new(model.session.look.palette());
        let frame = self.screen.draw(|frame| ui::draw(frame, model, &theme))?;
        self.uncertain = frame
            .buffer
            .content
            .iter()
            .any(|cell| width::is_uncertain(without_link(cell.symbol())));
        Ok(())
    }

    /// Has the terminal report the mouse, or no longer.
    pub(super) fn report_mouse(&mut self, mouse: bool) -> io::Result<()> {
        if self.mouse == mouse {
            return Ok(());
        }
        self.mouse = mouse;
        // Before the mouse is reported, so that whatever ends the program turns it off.
        if mouse {
            MOUSE.store(true, Ordering::SeqCst);
        }
        self.write(if mouse { MOUSE_ON } else { MOUSE_OFF })?;
        MOUSE.store(mouse, Ordering::SeqCst);
        Ok(())
    }

    /// Writes an escape sequence between two frames.
    pub(super) fn write(&mut self, sequence: &str) -> io::Result<()> {
        let out = self.screen.backend_mut();
        out.write_all(sequence.as_bytes())?;
        io::Write::flush(out)
    }

    /// Has every cell of the next frame drawn, whether or not it has changed.
    pub(super) fn repaint(&mut self) -> io::Result<()> {
        let Size { width, height } = self.size()?;
        self.screen.resize(Rect::new(0, 0, width, height))
    }

    /// Takes the terminal again after the program was stopped, and has the whole next frame drawn. A
    /// shell may have changed the terminal's modes meanwhile.
    pub(super) fn retake(&mut self) -> io::Result<()> {
        give_back();
        enter(self.mouse)?;
        self.screen = ManuallyDrop::new(new_screen()?);
        self.repaint()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

fn new_screen() -> io::Result<Screen> {
    Screen::new(CrosstermBackend::new(BufWriter::with_capacity(
        FRAME_BYTES,
        io::stdout(),
    )))
}

fn enter(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    ENTERED.store(true, Ordering::SeqCst);
    MOUSE.store(mouse, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
    if mouse {
        execute!(io::stdout(), Print(MOUSE_ON))?;
    }
    Ok(())
}

/// Holds off the next frame, once the one being drawn is finished, until the result is dropped.
pub(super) fn wait_for_frame() -> LockResult<MutexGuard<'static, ()>> {
    DRAWING.lock()
}

/// Undoes [`enter`], unless that has been done. A step that fails does not stop the others: each one
/// that works is one less for the user to undo by hand.
pub(super) fn give_back() {
    if ENTERED.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout();
        if MOUSE.load(Ordering::SeqCst) {
            let _ = execute!(out, Print(MOUSE_OFF));
        }
        let _ = execute!(out, DisableBracketedPaste);
        let _ = execute!(out, LeaveAlternateScreen);
        let _ = execute!(out, Show);
        let _ = out.flush();
        let _ = disable_raw_mode();
    }
}

/// Undoes what can be undone without writing, for a terminal that accepts no output.
pub(super) fn abandon() {
    if ENTERED.swap(false, Ordering::SeqCst) {
        let _ = disable_raw_mode();
    }
}
