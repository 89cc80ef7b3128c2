//! The themes, to choose one. The list lies over the page, which is drawn in the theme that is selected.

use super::filtered::{Filtered, Narrowable, opens};
use crate::app::layout::Shows;
use crate::app::screen::{Hint, Step, Titled};
use crate::app::session::Session;
use crate::config::palette::Palette;
use crate::config::themes::Theme;
use crate::keymap::{Action, Keymap, Motion};
use crate::text::{DisplayText, counted, fold, width};

pub type ThemesScreen = Filtered<Themes>;

/// The themes that can be chosen.
#[derive(Debug)]
pub struct Themes {
    /// One for each theme, the built-in ones first.
    pub rows: Vec<ThemeRow>,
    /// What each row is found by.
    folded: Vec<String>,
}

/// A theme in the list.
#[derive(Debug)]
pub struct ThemeRow {
    /// As it is written in the settings.
    name: String,
    /// The name, for display.
    pub shown: DisplayText,
    /// In the colours that the terminal has.
    palette: Palette,
    /// It is the one that the settings name.
    pub is_set: bool,
    /// How many faults its file has, and those of the themes that it builds on.
    pub faults: usize,
    /// The terminal has enough colours for it.
    fits: bool,
}

impl Themes {
    /// The themes of `session`, in the colours that its terminal has.
    pub fn new(session: &Session) -> Self {
        let set = session.theme_in_settings();
        let depth = session.abilities.colours.depth;
        let row = |theme: Theme| ThemeRow {
            shown: DisplayText::line(&theme.name),
            is_set: theme.name == set,
            faults: session.configuration.count_faults_of_theme(&theme.name),
            name: theme.name,
            palette: depth.map_or(Palette::PLAIN, |depth| theme.palette.reduced_to(depth)),
            fits: depth.is_none_or(|depth| theme.palette.fits(depth)),
        };
        let rows: Vec<_> = session
            .configuration
            .themes()
            .into_iter()
            .map(row)
            .collect();
        Self {
            folded: rows.iter().map(|row| fold(&row.shown)).collect(),
            rows,
        }
    }

    /// The index of the theme with this name, else of the first.
    pub fn position(&self, name: &str) -> usize {
        let position = self.rows.iter().position(|row| row.name == name);
        position.unwrap_or(0)
    }
}

impl Narrowable for Themes {
    fn count(&self) -> usize {
        self.rows.len()
    }

    fn item_name(&self) -> &'static str {
        "theme"
    }

    fn opened_by(&self) -> Option<(Action, &'static str)> {
        Some((Action::Themes, "These are the themes"))
    }

    fn shows(&self, _above: u16) -> Shows {
        let columns = self.rows.iter().map(|row| width::of(&row.shown)).max();
        Shows::Menu {
            rows: u16::try_from(self.rows.len()).unwrap_or(u16::MAX),
            columns: u16::try_from(columns.unwrap_or(0)).unwrap_or(u16::MAX),
        }
    }

    fn folded(&self) -> &[String] {
        &self.folded
    }

    fn nothing_left(&self) -> &'static str {
        "No such theme."
    }

    fn show_selected(&self, selected: Option<usize>, session: &mut Session) {
        let Some(index) = selected else {
            return;
        };
        let row = &self.rows[index];
        session.look.try_out(row.palette);
        if session.notice.is_some() {
            return;
        }
        if let Some(faults) = session.theme_faults(&row.name) {
            session.notify(&faults);
        } else if !row.fits {
            session.report_too_few_colours();
        }
    }

    fn step(&self, index: usize, action: Action) -> Option<Step> {
        let row = &self.rows[index];
        opens(action).then(|| Step::ChooseTheme {
            name: row.name.clone(),
            fits: row.fits,
        })
    }

    fn header(&self, _shown: usize) -> Titled {
        Titled {
            title: DisplayText::line("Themes"),
            right: DisplayText::line(&counted(self.rows.len(), "theme", "themes")),
            ..Titled::default()
        }
    }

    fn accept_hint(&self) -> &'static str {
        "use"
    }

    fn hints(&self, keymap: &Keymap, back: Hint) -> Vec<Hint> {
        let choose = [Action::Move(Motion::Down), Action::Move(Motion::Up)];
        vec![
            Hint::of(keymap, &choose, "choose"),
            Hint::of(keymap, &[Action::Open], self.accept_hint()),
            Hint::of(keymap, &[Action::Search], "narrow"),
            back,
        ]
    }

    fn renewed(&self, session: &Session) -> Option<Self> {
        Some(Self::new(session))
    }

    fn position_in(&self, others: &Self, index: usize) -> Option<usize> {
        let name = &self.rows[index].name;
        others.rows.iter().position(|row| row.name == *name)
    }
}
