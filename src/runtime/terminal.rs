//! The terminal as a guard: whatever way the program ends, the terminal is given back as it was.

use std::io::{self, BufWriter, Stdout, Write};
use std::panic;
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
use crate::ui;
use crate::ui::theme::Theme;

/// Bytes of a large screen with every cell styled, so that a frame is one write and never half seen.
const FRAME_BYTES: usize = 256 * 1024;

/// Whether the terminal is ours at the moment.
static ENTERED: AtomicBool = AtomicBool::new(false);

type Screen = ratatui::Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// The terminal in raw mode on its alternate screen. Dropping it gives the terminal back.
pub(super) struct Terminal {
    screen: Screen,
}

impl Terminal {
    pub(super) fn enter() -> io::Result<Self> {
        install_panic_hook();
        enter()?;
        match new_screen() {
            Ok(screen) => Ok(Self { screen }),
            Err(error) => {
                leave();
                Err(error)
            }
        }
    }

    pub(super) fn size(&self) -> io::Result<Size> {
        self.screen.size()
    }

    pub(super) fn draw(&mut self, model: &Model, theme: &Theme) -> io::Result<()> {
        self.screen
            .draw(|frame| ui::draw(frame, model, theme))
            .map(drop)
    }

    /// Has the next frame drawn whole, whatever is on the screen.
    pub(super) fn repaint(&mut self) -> io::Result<()> {
        let Size { width, height } = self.size()?;
        self.screen.resize(Rect::new(0, 0, width, height))
    }

    /// Gives the terminal back and stops until `fg`; then takes it again, whatever size it has.
    #[cfg(unix)]
    pub(super) fn suspend(&mut self) -> io::Result<()> {
        use rustix::process::{Signal, kill_current_process_group};

        leave();
        // The whole group, or a shell that started the program in a pipeline would wait for the rest.
        kill_current_process_group(Signal::TSTP)?;
        enter()?;
        self.screen = new_screen()?;
        self.repaint()
    }

    #[cfg(not(unix))]
    pub(super) fn suspend(&mut self) -> io::Result<()> {
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

/// A panic in any thread gives the terminal back before its message is printed. The main thread then
/// unwinds; another thread ends the program, which could not go on without it.
fn install_panic_hook() {
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        leave();
        print(info);
        if thread::current().name() != Some("main") {
            std::process::exit(101);
        }
    }));
}
