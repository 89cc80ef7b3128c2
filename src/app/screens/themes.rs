//! The themes, to choose one. The list lies over the page, which is drawn in the theme that is selected.

use super::filtered::{Filtered, Narrowable, opens, with_words};
use crate::app::layout::Shows;
use crate::app::screen::{Hint, Step, Titled};
use crate::app::session::Session;
use crate::config::palette::Palette;
use crate::config::themes::Theme;
use crate::keymap::{Action, Keymap, Motion};
use crate::text::{DisplayText, counted, fold};

pub type ThemesScreen = Filtered<Themes>;

#[derive(Debug)]
pub struct Themes {
    pub rows: Vec<ThemeRow>,
    folded: Vec<String>,
}

#[derive(Debug)]
pub struct ThemeRow {
    /// As it is written in the settings.
    name: String,
    pub shown: DisplayText,
    palette: Palette,
    /// It is the one that the settings name.
    pub is_set: bool,
}

impl Themes {
    pub fn new(session: &Session) -> Self {
        let set = session.look.set(&session.configuration);
        let row = |theme: Theme| ThemeRow {
            shown: DisplayText::line(&theme.name),
            is_set: theme.name == set,
            name: theme.name,
            palette: theme.palette,
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

    fn opened_by(&self) -> Option<(Action, &'static str)> {
        Some((Action::Themes, "These are the themes"))
    }

    fn shows(&self, _above: u16) -> Shows {
        Shows::Menu {
            rows: u16::try_from(self.rows.len()).unwrap_or(u16::MAX),
        }
    }

    fn ranked(&self, typed: &str, _session: &Session) -> Vec<(u8, usize)> {
        with_words(typed, &self.folded)
    }

    fn nothing_left(&self) -> &'static str {
        "No such theme."
    }

    fn show_selected(&self, selected: Option<usize>, session: &mut Session) {
        if let Some(index) = selected {
            session.look.try_out(self.rows[index].palette);
        }
    }

    fn step(&self, index: usize, action: Action) -> Option<Step> {
        opens(action).then(|| Step::ChooseTheme(self.rows[index].name.clone()))
    }

    fn header(&self, _shown: usize) -> Titled {
        Titled {
            title: DisplayText::line("Themes"),
            right: DisplayText::line(&counted(self.rows.len(), "theme", "themes")),
            ..Titled::default()
        }
    }

    fn accept_hint(&self) -> &'static str {
        "keep"
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
