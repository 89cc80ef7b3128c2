//! The settings and the themes together, and all that is wrong with their files.

use super::nearest;
use super::palette::{Depth, Palette};
use super::settings::{self, Settings, ThemeName};
use super::themes::{self, Theme};
use crate::briefing::Diagnostic;
use crate::text::DisplayText;

/// What is set, and what can be chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Configuration {
    pub settings: Settings,
    /// Files with faults, `config.toml` first; each has at least one.
    pub faults: Vec<FileFaults>,
    /// The path of `config.toml`, for display.
    pub label: DisplayText,
    /// The user's own themes, as far as their files can be read: the name of each and its bytes.
    themes: Vec<(String, Vec<u8>)>,
}

/// A file with its faults in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileFaults {
    /// The path, for display.
    pub label: DisplayText,
    pub faults: Vec<Diagnostic>,
}

/// A file's bytes, or why they cannot be read, to follow its path.
pub type Contents = Result<Vec<u8>, String>;

/// A file of a theme.
#[derive(Clone, Debug)]
pub struct ThemeSource {
    pub name: String,
    pub label: DisplayText,
    pub contents: Contents,
}

impl Configuration {
    /// What the files say. `label` is the path of `config.toml`, for display; its contents are `None` if there
    /// is no such file.
    pub fn new(
        label: DisplayText,
        contents: Option<Contents>,
        theme_files: Vec<ThemeSource>,
    ) -> Self {
        let (settings, mut of_settings) = match contents {
            None => (Settings::default(), Vec::new()),
            Some(Ok(bytes)) => settings::parse(&bytes),
            Some(Err(why)) => (Settings::default(), vec![unreadable(&why)]),
        };
        let mut themes = Vec::new();
        let mut labels = Vec::new();
        let mut of_themes = Vec::new();
        for file in theme_files {
            match file.contents {
                Ok(bytes) => {
                    themes.push((file.name, bytes));
                    labels.push(file.label);
                }
                Err(why) => of_themes.push(FileFaults {
                    label: file.label,
                    faults: vec![unreadable(&why)],
                }),
            }
        }
        // Reading all built-in themes takes time, which the usual start does without.
        let is_built_in = |theme: &ThemeName| themes::is_built_in(&theme.name);
        if !themes.is_empty() || !settings.theme.value.named().all(is_built_in) {
            let (all, faulty) = themes::all(&themes);
            of_settings.extend(unknown_themes(&settings, &all));
            for file in faulty {
                let at = themes.iter().position(|(name, _)| *name == file.name);
                of_themes.extend(at.map(|at| FileFaults {
                    label: labels[at].clone(),
                    faults: file.faults,
                }));
            }
        }
        let mut configuration = Self {
            settings,
            faults: of_themes,
            label,
            themes,
        };
        configuration.add_faults(of_settings);
        configuration
    }

    /// Adds faults of `config.toml`.
    pub fn add_faults(&mut self, more: Vec<Diagnostic>) {
        if more.is_empty() {
            return;
        }
        match self
            .faults
            .first_mut()
            .filter(|file| file.label == self.label)
        {
            Some(file) => {
                file.faults.extend(more);
                file.faults = Diagnostic::in_order(std::mem::take(&mut file.faults));
            }
            None => self.faults.insert(
                0,
                FileFaults {
                    label: self.label.clone(),
                    faults: Diagnostic::in_order(more),
                },
            ),
        }
    }

    /// The themes that can be chosen, the built-in ones first.
    pub fn themes(&self) -> Vec<Theme> {
        themes::all(&self.themes).0
    }

    /// The palette of the theme with this name, in a terminal with so many colours. A theme that is not there
    /// gives the default.
    pub fn palette(&self, theme: &str, depth: Depth) -> Palette {
        let palette = if self.themes.is_empty() {
            themes::built_in(theme)
        } else {
            let own = self.themes().into_iter().find(|own| own.name == theme);
            own.map(|own| own.palette)
        };
        palette.unwrap_or(Palette::COLOURED).reduced_to(depth)
    }
}

/// The fault of a file that cannot be read; `why` follows its path.
pub(crate) fn unreadable(why: &str) -> Diagnostic {
    Diagnostic::of_file(&format!("the file {why}"), None)
}

fn unknown_themes(settings: &Settings, themes: &[Theme]) -> Vec<Diagnostic> {
    let known: Vec<_> = themes.iter().map(|theme| theme.name.as_str()).collect();
    let named = settings.theme.value.named();
    let unknown = named.filter(|theme| !known.contains(&theme.name.as_str()));
    let fault = |theme: &ThemeName| {
        let message = format!("there is no theme \"{}\"", theme.name);
        let help = match nearest(&theme.name, known.iter().copied()) {
            Some(meant) => format!("did you mean \"{meant}\"?"),
            None => format!("there are {}", known.join(", ")),
        };
        Diagnostic {
            position: theme.at.clone(),
            ..Diagnostic::of_file(&message, Some(&help))
        }
    };
    unknown.map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::super::palette::{Depth, Palette};
    use super::super::themes;
    use super::{Configuration, Contents, ThemeSource};
    use crate::text::DisplayText;

    fn configuration(config: Option<Contents>, theme_files: &[(&str, Contents)]) -> Configuration {
        let theme = |(name, contents): &(&str, Contents)| ThemeSource {
            name: (*name).to_owned(),
            label: DisplayText::line(&format!("themes/{name}.toml")),
            contents: contents.clone(),
        };
        let theme_files = theme_files.iter().map(theme).collect();
        Configuration::new(DisplayText::line("config.toml"), config, theme_files)
    }

    fn faults(configuration: &Configuration) -> Vec<String> {
        let files = configuration.faults.iter();
        let lines = files.flat_map(|file| {
            file.faults
                .iter()
                .map(|fault| format!("{}:{fault}", file.label))
        });
        lines.collect()
    }

    #[test]
    fn without_files_the_defaults_hold() {
        let configuration = configuration(None, &[]);
        assert_eq!(faults(&configuration), [""; 0]);
        assert_eq!(
            configuration.palette(themes::DEFAULT, Depth::Sixteen),
            Palette::COLOURED
        );
    }

    #[test]
    fn faults_of_all_files_are_kept_together() {
        let configuration = configuration(
            Some(Ok(b"theme = \"min\"\nmeasure = 1\n".to_vec())),
            &[
                ("mine", Ok(b"code = \"grene\"".to_vec())),
                ("other", Err("is not a regular file".to_owned())),
            ],
        );
        assert_eq!(
            faults(&configuration),
            [
                "config.toml:1:9: there is no theme \"min\"; did you mean \"mine\"?",
                "config.toml:2:11: measure must be from 40 to 120; write another number, or leave it out",
                "themes/other.toml:the file is not a regular file",
                "themes/mine.toml:1:8: `grene` is neither a colour nor an attribute; did you mean `green`?",
            ]
        );
        // A theme that is not there gives the default.
        assert_eq!(configuration.palette("min", Depth::True), Palette::COLOURED);
    }

    #[test]
    fn the_theme_suits_the_terminal() {
        let text = b"theme = { light = \"paper\", dark = \"gruvbox\" }".to_vec();
        let configuration = configuration(Some(Ok(text)), &[]);
        for (colours, depth, expected) in [
            (Some("0;15"), Depth::True, themes::built_in("paper")),
            (None, Depth::True, themes::built_in("gruvbox")),
            (None, Depth::Sixteen, themes::built_in("terminal")),
        ] {
            let theme = configuration.settings.theme.value.name(colours);
            assert_eq!(Some(configuration.palette(theme, depth)), expected);
        }
    }

    #[test]
    fn a_configuration_that_cannot_be_read_is_told() {
        let configuration = configuration(Some(Err("is too large".to_owned())), &[]);
        assert_eq!(
            faults(&configuration),
            ["config.toml:the file is too large"]
        );
    }
}
