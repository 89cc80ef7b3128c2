//! The settings: what `config.toml` means, with every fault in it, and what each setting is for.

mod about;
mod meant;
mod names;
mod parse;
mod reader;
mod scope;

pub use about::{ABOVE_KEYS, About, Row, all as about, is_setting};
pub use parse::parse;
pub(super) use scope::SETTINGS;

pub use super::quoted::quoted;
pub use crate::briefing::{Dates, WordsAMinute};

use std::ops::RangeInclusive;

use crate::briefing::{Conventions, Position};

/// The variable that overrides `folders`.
pub const FOLDER: &str = "ROUNDUP_DIR";
/// The variable that overrides `open`.
pub const OPENER: &str = "ROUNDUP_OPENER";
/// The variable that overrides `copy`.
pub const COPY: &str = "ROUNDUP_COPY";
/// The variable that overrides `mouse`.
pub const MOUSE: &str = "ROUNDUP_MOUSE";
/// The variables that may name an editor where no setting does, in order of preference.
pub const EDITORS: [&str; 2] = ["VISUAL", "EDITOR"];

/// What can be set, each with where its value comes from. Texts are as the user wrote them; they have not passed
/// the gate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Absolute paths, or such as begin with `~/`; empty for the usual folders.
    pub folders: Setting<Vec<String>>,
    /// Where each of `folders` is written; empty where they do not come from the file.
    pub folder_places: Vec<Position>,
    /// The line of `folders` if the first of them, which briefings are written to, cannot be used.
    pub unusable_folder: Option<usize>,
    pub theme: Setting<ThemeChoice>,
    /// In columns.
    pub measure: Setting<Measure>,
    pub panes: Setting<Panes>,
    pub mouse: Setting<Mouse>,
    /// The program that opens links and its arguments, any of which may begin with `~/`, as in `copy` and
    /// `editor`; empty for the system's.
    pub open: Setting<Vec<String>>,
    pub copy: Setting<CopyTo>,
    pub start: Setting<Start>,
    pub read: Setting<ReadBy>,
    pub dates: Setting<Dates>,
    pub words_a_minute: Setting<WordsAMinute>,
    /// A program and its arguments; empty for `VISUAL` or `EDITOR`.
    pub editor: Setting<Vec<String>>,
    /// In the order of the file.
    pub keys: Vec<UserKey>,
}

/// A value with where it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Setting<T> {
    pub value: T,
    pub origin: Origin,
}

/// Where the value of a setting comes from. The later ones win.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    #[default]
    Default,
    /// The line of the file, counted from 1.
    File(usize),
    /// The environment variable with this name.
    Variable(&'static str),
    Argument,
}

/// Which theme the user wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ThemeChoice {
    Always(ThemeName),
    /// By the terminal's background, as far as `COLORFGBG` gives it away.
    ByBackground {
        light: ThemeName,
        dark: ThemeName,
    },
}

/// The name of a theme, which may not be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeName {
    pub name: String,
    /// Where the file has it; `None` if it does not come from a file.
    pub at: Option<Position>,
}

impl Default for ThemeChoice {
    fn default() -> Self {
        Self::Always(ThemeName {
            name: super::themes::DEFAULT.to_owned(),
            at: None,
        })
    }
}

impl ThemeChoice {
    /// Every theme that it names.
    pub fn named(&self) -> impl Iterator<Item = &ThemeName> {
        let (first, second) = match self {
            Self::Always(theme) => (theme, None),
            Self::ByBackground { light, dark } => (light, Some(dark)),
        };
        [Some(first), second].into_iter().flatten()
    }

    /// The name of the theme, for a terminal of which `COLORFGBG` has this value.
    pub fn name(&self, colorfgbg: Option<&str>) -> &str {
        match self {
            Self::Always(theme) => &theme.name,
            Self::ByBackground { light, dark } => match Background::of(colorfgbg) {
                Background::Light => &light.name,
                Background::Dark | Background::Unknown => &dark.name,
            },
        }
    }
}

/// What `COLORFGBG` says of the background of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    Light,
    Dark,
    /// Nothing. It is taken to be dark, as it is in most terminals that do not set the variable.
    Unknown,
}

impl Background {
    pub fn of(colorfgbg: Option<&str>) -> Self {
        let last = colorfgbg.and_then(|colours| colours.rsplit(';').next());
        match last.and_then(|background| background.parse::<u8>().ok()) {
            // White, and the bright colours but for bright black: as vim takes it.
            Some(7 | 9..=15) => Self::Light,
            Some(0..=6 | 8) => Self::Dark,
            _ => Self::Unknown,
        }
    }
}

/// The widest that articles are set, in columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure(pub u16);

impl Measure {
    /// The narrowest and the widest.
    pub const RANGE: RangeInclusive<u16> = 40..=120;
}

impl Default for Measure {
    fn default() -> Self {
        Self(super::MEASURE)
    }
}

/// Which panes are shown at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panes {
    /// Both where there is room for them.
    #[default]
    Auto,
    Both,
    One,
}

/// Whether the terminal reports the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse(pub bool);

impl Default for Mouse {
    fn default() -> Self {
        Self(true)
    }
}

impl Mouse {
    /// What a word means that turns something on or off; `None` if it does neither.
    fn of_word(word: &str) -> Option<Self> {
        match word.trim().to_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some(Self(true)),
            "false" | "no" | "off" | "0" => Some(Self(false)),
            _ => None,
        }
    }
}

/// Where copied text goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CopyTo {
    /// To the terminal (OSC 52).
    #[default]
    Terminal,
    /// To the standard input of a program; its name and its arguments.
    Command(Vec<String>),
}

/// What a start comes back to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// Where the reader was left.
    #[default]
    Left,
    /// The newest edition.
    Newest,
}

/// What marks a story read, besides the keys for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReadBy {
    /// The key that reads on, at the end of the story.
    #[default]
    Space,
    /// That its end was shown.
    End,
}

/// A line of `[keys]`: neither name has been looked up yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserKey {
    /// `ctrl-n`, or `g h`.
    pub keys: String,
    pub keys_at: Position,
    /// The name of an action, or `none`.
    pub action: String,
    pub action_at: Position,
}

impl Settings {
    pub fn conventions(&self) -> Conventions {
        Conventions {
            dates: self.dates.value,
            words_a_minute: self.words_a_minute.value,
        }
    }

    /// Takes what environment variables override. `variable` gives the value of one, unless it is empty. Returns
    /// what is wrong with them: the name of each variable, and why its value cannot be used.
    pub fn take_variables(
        &mut self,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Vec<(&'static str, String)> {
        let mut faults = Vec::new();
        if let Some(folder) = variable(FOLDER) {
            self.folders = Setting::of_variable(FOLDER, vec![folder]);
            self.folder_places.clear();
        }
        if let Some(mouse) = variable(MOUSE) {
            match Mouse::of_word(&mouse) {
                Some(mouse) => self.mouse = Setting::of_variable(MOUSE, mouse),
                None => faults.push((MOUSE, "must be true or false".to_owned())),
            }
        }
        let mut words = |name| match shell_words::split(&variable(name)?) {
            Ok(words) if !words.is_empty() => Some(words),
            Ok(_) => {
                faults.push((name, "names no program".to_owned()));
                None
            }
            Err(error) => {
                faults.push((name, format!("cannot be understood: {error}")));
                None
            }
        };
        if let Some(words) = words(OPENER) {
            self.open = Setting::of_variable(OPENER, words);
        }
        if let Some(words) = words(COPY) {
            let copy = if words == ["osc52"] {
                CopyTo::Terminal
            } else {
                CopyTo::Command(words)
            };
            self.copy = Setting::of_variable(COPY, copy);
        }
        // These name the editor for all programs, so that a setting of this one comes first.
        for name in EDITORS {
            if self.editor.value.is_empty()
                && let Some(words) = words(name)
            {
                self.editor = Setting::of_variable(name, words);
            }
        }
        faults
    }
}

impl<T> Setting<T> {
    fn of_variable(name: &'static str, value: T) -> Self {
        Self {
            value,
            origin: Origin::Variable(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        CopyTo, Dates, Measure, Mouse, Origin, Panes, ReadBy, Start, ThemeChoice, ThemeName, about,
        parse,
    };

    fn named(name: &str) -> ThemeName {
        ThemeName {
            name: name.to_owned(),
            at: None,
        }
    }

    #[test]
    fn a_theme_goes_by_the_background_where_that_is_known() {
        let choice = ThemeChoice::ByBackground {
            light: named("paper"),
            dark: named("gruvbox"),
        };
        for (colours, name) in [
            (None, "gruvbox"),
            (Some("15;0"), "gruvbox"),
            (Some("0;15"), "paper"),
            (Some("0;default;15"), "paper"),
            (Some("0;7"), "paper"),
            (Some("7;8"), "gruvbox"),
            (Some("0;9"), "paper"),
            (Some("0;16"), "gruvbox"),
            (Some("nonsense"), "gruvbox"),
        ] {
            assert_eq!(choice.name(colours), name, "{colours:?}");
        }
    }

    #[test]
    fn the_default_of_each_setting_is_what_is_said_of_it() {
        let lines: Vec<_> = about()
            .map(|about| format!("{} = {}", about.key, about.default))
            .collect();
        let (settings, faults) = parse(lines.join("\n").as_bytes());
        assert_eq!(faults, []);
        let written = settings.written();
        assert_eq!(written.len(), about().count());
        for (row, about) in written.iter().zip(about()) {
            assert_eq!((row.key, row.value.as_str()), (about.key, about.default));
        }
        let (of_nothing, _) = parse(b"");
        let of_nothing = of_nothing.written();
        let values =
            |rows: &[super::Row]| rows.iter().map(|row| row.value.clone()).collect::<Vec<_>>();
        assert_eq!(values(&written), values(&of_nothing));
    }

    #[test]
    fn what_is_said_of_a_setting_names_all_that_it_can_be() {
        let help = |key| about().find(|about| about.key == key).unwrap().help;
        let (least, most) = (Measure::RANGE.start(), Measure::RANGE.end());
        assert!(help("measure").contains(&format!("from {least} to {most}")));
        let panes = Panes::NAMES.map(|(name, _)| ("panes", name));
        let start = Start::NAMES.map(|(name, _)| ("start", name));
        let read = ReadBy::NAMES.map(|(name, _)| ("read", name));
        let dates = Dates::NAMES.map(|(name, _)| ("dates", name));
        for (key, name) in panes.into_iter().chain(start).chain(read).chain(dates) {
            assert!(help(key).contains(&format!("\"{name}\"")), "{key}: {name}");
        }
    }

    #[test]
    fn variables_override_the_file() {
        let variables = [
            ("ROUNDUP_DIR", "/srv/b"),
            ("ROUNDUP_OPENER", "open -a 'Some Browser'"),
            ("ROUNDUP_COPY", "wl-copy '"),
            ("ROUNDUP_MOUSE", "0"),
            ("EDITOR", "nano"),
        ];
        let variable = |name: &str| {
            let found = variables.iter().find(|(given, _)| *given == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let (mut settings, _) = parse(b"open = [\"firefox\"]\ncopy = [\"xclip\"]\n");
        let faults = settings.take_variables(variable);
        assert_eq!(settings.folders.value, ["/srv/b"]);
        assert_eq!(settings.open.value, ["open", "-a", "Some Browser"]);
        assert_eq!(settings.open.origin, Origin::Variable("ROUNDUP_OPENER"));
        assert_eq!(
            settings.copy.value,
            CopyTo::Command(vec!["xclip".to_owned()])
        );
        assert_eq!(settings.mouse.value, Mouse(false));
        assert_eq!(settings.editor.value, ["nano"]);
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].0, "ROUNDUP_COPY");
        let (mut settings, _) = parse(b"editor = [\"nvim\"]\n");
        settings.take_variables(variable);
        assert_eq!(settings.editor.value, ["nvim"]);
        let (mut settings, _) = parse(b"mouse = false\n");
        let faults = settings.take_variables(|name| match name {
            "ROUNDUP_MOUSE" => Some("1".to_owned()),
            "ROUNDUP_OPENER" => Some(" ".to_owned()),
            _ => None,
        });
        assert_eq!(settings.mouse.value, Mouse(true));
        assert_eq!(faults, [("ROUNDUP_OPENER", "names no program".to_owned())]);
    }
}
