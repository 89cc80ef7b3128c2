//! What the user changes for this run of the program: the theme, the measure and the panes. Each change says which
//! setting keeps it.

use super::layout::{Arrangement, BOTH_FROM, Panes, Shows};
use super::look;
use super::reconfigure::file_name;
use super::session::Session;
use crate::config::settings::{Background, Measure, Origin, ThemeChoice, quoted};
use crate::keymap::Action;
use crate::text::counted;

/// What one key press changes the measure by, in columns.
pub(super) const MEASURE_STEP: i16 = 4;

/// Why the theme `terminal` is shown in place of another one.
const TOO_FEW_COLOURS: &str = "16 colours are too few for this theme";

impl Session {
    /// Reports that another choice of panes makes no difference here, if they are still `panes`, and returns whether that
    /// is so.
    pub(super) fn report_same_panes(&mut self, panes: &Panes, shows: Shows) -> bool {
        let is_same = self.panes(shows) == *panes;
        if is_same {
            self.notify("One pane is shown already");
        }
        is_same
    }

    /// `shows` is what the screen on top shows: its article may have no room for the measure.
    pub(super) fn change_measure(&mut self, columns: i16, shows: Shows) {
        let measure = self.window.measure.saturating_add_signed(columns);
        let measure = measure.clamp(*Measure::RANGE.start(), *Measure::RANGE.end());
        if measure == self.window.measure {
            let (most, other, makes) = if columns < 0 {
                ("narrowest", Action::Wider, "makes it wider")
            } else {
                ("widest", Action::Narrower, "makes it narrower")
            };
            let way = self.and_key(other, makes);
            return self.notify(&format!("{measure} columns are the {most} measure{way}"));
        }
        self.window.measure = measure;
        let is_set = measure == self.configuration.settings.measure.value.0;
        let panes = self.panes(shows);
        let room = panes.text.width;
        let has_less = panes.shows_article && room < measure;
        let less = |here: &str| {
            let less = has_less.then(|| format!(", {room} {here}"));
            less.unwrap_or_default()
        };
        let now = format!(
            "Articles are at most {measure} columns wide{}",
            less("in this window")
        );
        let short = format!("At most {measure} columns{}", less("here"));
        self.notify_for_now(&[&now, &short], is_set, &format!("measure = {measure}"));
    }

    /// Keeps a theme while the program runs, and says how to keep it for good, or what is wrong with it.
    pub(super) fn choose_theme(&mut self, theme: &str, fits: bool) {
        let colours = &self.abilities.colours;
        self.look.choose(theme, colours, &self.configuration);
        let is_set = self.theme_in_settings() == theme;
        if let Some(faults) = self.theme_faults(theme) {
            return self.notify(&faults);
        }
        let setting = self.setting_of_theme(theme);
        if !fits {
            return self.notify_for_now(&[TOO_FEW_COLOURS], is_set, &setting);
        }
        if is_set {
            return self.notify(&format!("Theme: {theme}"));
        }
        let line = match self.configuration.settings.theme.origin {
            Origin::File(line) => format!("line {line} of "),
            _ => String::new(),
        };
        let file = self.configuration_file();
        self.notify(&format!("To keep it, write {setting} in {line}{file}"));
    }

    /// What to write so that a theme is set for this terminal.
    fn setting_of_theme(&self, theme: &str) -> String {
        let colours = self.abilities.colours.colorfgbg.as_deref();
        let set = &self.configuration.settings.theme.value;
        let key = match (set, Background::of(colours)) {
            (ThemeChoice::Always(_), _) => "theme",
            (ThemeChoice::ByBackground { .. }, Background::Light) => "light",
            (ThemeChoice::ByBackground { .. }, _) => "dark",
        };
        format!("{key} = {}", quoted(theme))
    }

    /// Says that a theme, or one that it builds on, has faults; `None` if none has.
    pub(super) fn theme_faults(&self, theme: &str) -> Option<String> {
        let file = self.configuration.faults_of_theme(theme)?;
        let faults = file.count();
        let shows = self.shows_faults(faults);
        let faults = counted(faults, "fault", "faults");
        Some(format!("{} has {faults}{shows}", file_name(&file.label)))
    }

    /// The name of the theme that is chosen, else of the one that is set.
    pub(super) fn theme(&self) -> &str {
        let colours = &self.abilities.colours;
        self.look.theme(colours, &self.configuration)
    }

    /// The name of the theme that is set for this terminal.
    pub(super) fn theme_in_settings(&self) -> &str {
        look::theme_in_settings(&self.abilities.colours, &self.configuration)
    }

    /// Says why the theme `terminal` is shown in place of the one that is selected.
    pub(super) fn report_too_few_colours(&mut self) {
        self.notify(TOO_FEW_COLOURS);
    }

    /// The path of the file with the settings, as short as it can be.
    fn configuration_file(&self) -> String {
        match &*self.configuration.label {
            "" => "config.toml".to_owned(),
            path => self.below_home(path),
        }
    }

    /// Shows list and article in the next of the ways in which they can share the window.
    pub(super) fn change_arrangement(&mut self) {
        self.window.arrangement = self.window.arrangement.next();
        let now = match (self.window.arrangement, self.window.shows_both()) {
            (Arrangement::Automatic, true) => "automatic, in this window both".to_owned(),
            (Arrangement::Automatic, false) => "automatic, in this window one".to_owned(),
            (Arrangement::Both, true) => "both".to_owned(),
            (Arrangement::Both, false) => format!("both, from {BOTH_FROM} columns on"),
            (Arrangement::One, _) => "one at a time".to_owned(),
        };
        let changes = self.and_key(Action::Panes, "changes it");
        let set = self.configuration.settings.panes.value;
        let arrangement = self.window.arrangement;
        let setting = format!("panes = {}", quoted(arrangement.setting().name()));
        let now = format!("Panes: {now}{changes}");
        self.notify_for_now(&[&now], arrangement == set.into(), &setting);
    }

    /// Says what has been changed for now, given in several versions with the longest first, and which setting keeps it,
    /// unless that `is_set`.
    fn notify_for_now(&mut self, now: &[&str], is_set: bool, setting: &str) {
        let keeps = if is_set {
            vec![String::new()]
        } else {
            vec![
                format!("; {setting} in config.toml keeps it"),
                format!("; {setting} keeps it"),
            ]
        };
        let versions = now
            .iter()
            .flat_map(|now| keeps.iter().map(move |keeps| format!("{now}{keeps}")));
        let notice = self.fitting(versions);
        self.notify(&notice);
    }
}
