//! What the user changes for this run of the program: the theme, the measure and the panes. Each change says which
//! setting keeps it.

use super::layout::{Arrangement, BOTH_FROM, Panes, Shows};
use super::session::Session;
use crate::config::settings::{Measure, Origin, quoted};
use crate::keymap::Action;
use crate::text::width;

/// What one key press changes the measure by, in columns.
pub(super) const MEASURE_STEP: i16 = 4;

impl Session {
    /// Reports that another choice of panes makes no difference here, if they are still `panes`.
    pub(super) fn report_same_panes(&mut self, panes: &Panes, shows: Shows) {
        if self.panes(shows) == *panes {
            self.notify("One pane is shown already");
        }
    }

    pub(super) fn change_measure(&mut self, columns: i16) {
        let measure = self.window.measure.saturating_add_signed(columns);
        let measure = measure.clamp(*Measure::RANGE.start(), *Measure::RANGE.end());
        self.window.measure = measure;
        let is_set = measure == self.configuration.settings.measure.value.0;
        let now = format!("Articles are at most {measure} columns wide");
        self.notify_for_now(&now, is_set, &format!("measure = {measure}"));
    }

    /// Keeps a theme while the program runs, and says how to keep it for good.
    pub(super) fn choose_theme(&mut self, theme: &str) {
        self.look.choose(theme, &self.configuration);
        let setting = &self.configuration.settings.theme;
        if self.look.set(&self.configuration) == theme {
            return self.notify(&format!("Theme: {theme}"));
        }
        let line = match setting.origin {
            Origin::File(line) => format!("line {line} of "),
            _ => String::new(),
        };
        let (theme, file) = (quoted(theme), self.configuration_file());
        self.notify(&format!("theme = {theme} in {line}{file} keeps this theme"));
    }

    /// The path of the file with the settings, as short as it can be.
    fn configuration_file(&self) -> String {
        let path = &*self.configuration.label;
        let in_home = self
            .home
            .as_deref()
            .and_then(|home| path.strip_prefix(home));
        match in_home {
            Some(rest) if rest.starts_with('/') => format!("~{rest}"),
            _ if path.is_empty() => "config.toml".to_owned(),
            _ => path.to_owned(),
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
        let key = self.key_name(Action::Panes);
        let set = self.configuration.settings.panes.value;
        let arrangement = self.window.arrangement;
        let setting = format!("panes = {}", quoted(arrangement.setting().name()));
        let now = format!("Panes: {now}; {key} changes it");
        self.notify_for_now(&now, arrangement == set.into(), &setting);
    }

    /// Says what has been changed for now, and which setting keeps it, unless that `is_set`.
    fn notify_for_now(&mut self, now: &str, is_set: bool, setting: &str) {
        let room = usize::from(self.window.size.width).saturating_sub(2);
        let whole = format!("{now}; {setting} in config.toml keeps it");
        let notice = if is_set {
            now.to_owned()
        } else if width::of(&whole) <= room {
            whole
        } else {
            format!("{now}; {setting} keeps it")
        };
        self.notify(&notice);
    }
}
