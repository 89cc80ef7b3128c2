//! The settings and the themes together, and all that is wrong with their files.

use std::collections::HashMap;
use std::sync::Arc;

use super::contents::{Contents, unreadable};
use super::palette::{Depth, Palette};
use super::settings::{self, Setting, Settings, ThemeChoice, ThemeName};
use super::themes::{self, Theme};
use crate::briefing::Diagnostic;
use crate::text::DisplayText;

/// What is set, and what can be chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Configuration {
    pub settings: Settings,
    /// Files with faults, `config.toml` first, then the themes in use; each has at least one.
    pub faults: Vec<Arc<FileFaults>>,
    /// How many of the folders that are set are not there, which is among the faults.
    pub missing_folders: usize,
    /// The path of `config.toml`, for display.
    pub label: DisplayText,
    /// All themes that can be chosen; empty when these are the built-in ones alone, which need not be read at
    /// the start.
    themes: Vec<Theme>,
}

/// A file with its faults in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileFaults {
    /// The path, for display.
    pub label: DisplayText,
    /// The name of the theme in it, if it has one.
    pub theme: Option<String>,
    pub faults: Vec<Diagnostic>,
}

impl FileFaults {
    /// How many faults there are.
    pub fn count(&self) -> usize {
        self.faults.iter().map(|fault| fault.faults).sum()
    }
}

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
        let set = settings.theme.value.named();
        let set: Vec<_> = set.map(|theme| theme.name.as_str()).collect();
        let mut labels = HashMap::new();
        let mut files = Vec::new();
        for file in theme_files {
            labels.insert(file.name.clone(), file.label);
            files.push((file.name, file.contents));
        }
        of_settings.extend(unknown_themes(&settings, &files));
        // Reading the built-in themes takes time, which a start without themes of the user's does without.
        let (themes, with_faults) = if files.is_empty() {
            <_>::default()
        } else {
            themes::all(&files, &set)
        };
        let of_themes = with_faults.into_iter().filter_map(|theme| {
            Some(Arc::new(FileFaults {
                label: labels.remove(&theme.name)?,
                theme: Some(theme.name),
                faults: theme.faults,
            }))
        });
        let mut configuration = Self {
            faults: of_themes.collect(),
            missing_folders: 0,
            settings,
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
                let file = Arc::make_mut(file);
                file.faults.extend(more);
                file.faults = Diagnostic::in_order(std::mem::take(&mut file.faults));
            }
            None => self.faults.insert(
                0,
                Arc::new(FileFaults {
                    label: self.label.clone(),
                    theme: None,
                    faults: Diagnostic::in_order(more),
                }),
            ),
        }
    }

    /// Adds a fault for each of the folders that are set and not there.
    pub fn add_missing_folders(&mut self, missing: Vec<Diagnostic>) {
        self.missing_folders = missing.len();
        self.add_faults(missing);
    }

    /// The files with faults that matter now: `config.toml`, and the files of the themes that are set, of the `chosen`
    /// one, and of those that they build on.
    pub fn faults_in_use(&self, chosen: Option<&str>) -> impl Iterator<Item = &Arc<FileFaults>> {
        let set = self.settings.theme.value.named();
        let shown = set.map(|theme| theme.name.as_str()).chain(chosen);
        let of_themes: Vec<_> = shown.flat_map(|theme| self.files_of(theme)).collect();
        let is_of_themes = move |file: &Arc<FileFaults>| {
            let mut of_themes = of_themes.iter();
            of_themes.any(|other| Arc::ptr_eq(other, file))
        };
        let files = self.faults.iter();
        files.filter(move |file| file.theme.is_none() || is_of_themes(file))
    }

    /// The first file with faults among that of a theme and those of the themes that it builds on.
    pub fn faults_of_theme(&self, theme: &str) -> Option<&FileFaults> {
        self.files_of(theme).next().map(Arc::as_ref)
    }

    /// How many faults the file of a theme and those of the themes that it builds on have.
    pub fn count_faults_of_theme(&self, theme: &str) -> usize {
        self.files_of(theme).map(|file| file.count()).sum()
    }

    /// The files with faults among that of a theme of the user's and those of the themes that it builds on, in this
    /// order.
    fn files_of(&self, theme: &str) -> impl Iterator<Item = &Arc<FileFaults>> {
        let theme = self.themes.iter().find(|own| own.name == theme);
        let names = theme.into_iter().flat_map(|theme| &theme.upon);
        names.filter_map(|name| {
            let mut files = self.faults.iter();
            files.find(|file| file.theme.as_ref() == Some(name))
        })
    }

    /// How many faults there are in all files.
    pub fn fault_count(&self) -> usize {
        self.faults.iter().map(|file| file.count()).sum()
    }

    /// The themes that can be chosen, the built-in ones first.
    pub fn themes(&self) -> Vec<Theme> {
        if self.themes.is_empty() {
            themes::all(&[], &[]).0
        } else {
            self.themes.clone()
        }
    }

    /// The palette of the theme with this name, in a terminal with so many colours. A theme that is not there
    /// gives the default.
    pub fn palette(&self, theme: &str, depth: Depth) -> Palette {
        let palette = self.palette_of(theme);
        palette.unwrap_or(Palette::COLOURED).reduced_to(depth)
    }

    /// The settings with the default in place of each theme that is not there.
    pub fn settings_in_force(&self) -> Settings {
        let mut settings = self.settings.clone();
        let is_there = |theme: &ThemeName| self.palette_of(&theme.name).is_some();
        if !settings.theme.value.named().any(is_there) {
            settings.theme = Setting::default();
        } else if let ThemeChoice::ByBackground { light, dark } = &mut settings.theme.value {
            for theme in [light, dark] {
                if !is_there(theme) {
                    themes::DEFAULT.clone_into(&mut theme.name);
                }
            }
        }
        settings
    }

    fn palette_of(&self, theme: &str) -> Option<Palette> {
        if self.themes.is_empty() {
            return themes::built_in(theme);
        }
        let own = self.themes.iter().find(|own| own.name == theme);
        own.map(|own| own.palette)
    }
}

fn unknown_themes(settings: &Settings, files: &[(String, Contents)]) -> Vec<Diagnostic> {
    let known = themes::names(files.iter().map(|(name, _)| name.as_str()));
    let named = settings.theme.value.named();
    let unknown = named.filter(|theme| !known.contains(&theme.name.as_str()));
    unknown
        .map(|theme| themes::unknown(&theme.name, theme.at.clone(), &known))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::palette::{Depth, Palette};
    use super::super::settings::Origin;
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
                "themes/mine.toml:1:9: `grene` is neither a colour nor an attribute; did you mean `green`?",
                "themes/other.toml:the file is not a regular file",
            ]
        );
        assert_eq!(configuration.fault_count(), 4);
        // A theme that is not there gives the default.
        assert_eq!(configuration.palette("min", Depth::True), Palette::COLOURED);
    }

    #[test]
    fn a_theme_that_cannot_be_read_is_reported_in_its_file_alone() {
        let broken = Err("cannot be read".to_owned());
        let configuration = configuration(
            Some(Ok(b"theme = \"on\"".to_vec())),
            &[
                ("mine", Ok(b"code = \"grene\"".to_vec())),
                ("on", Ok(b"base = \"other\"".to_vec())),
                ("other", broken),
            ],
        );
        assert_eq!(
            faults(&configuration),
            [
                "themes/other.toml:the file cannot be read",
                "themes/mine.toml:1:9: `grene` is neither a colour nor an attribute; did you mean `green`?",
            ]
        );
    }

    #[test]
    fn the_default_is_in_force_in_place_of_a_theme_that_is_not_there() {
        for (text, value, origin) in [
            ("theme = \"drak\"", "\"terminal\"", Origin::Default),
            ("theme = \"paper\"", "\"paper\"", Origin::File(1)),
            (
                "theme = { light = \"paper\", dark = \"drak\" }",
                "{ light = \"paper\", dark = \"terminal\" }",
                Origin::File(1),
            ),
        ] {
            let configuration = configuration(Some(Ok(text.as_bytes().to_vec())), &[]);
            let rows = configuration.settings_in_force().written();
            let theme = rows.iter().find(|row| row.key == "theme").unwrap();
            assert_eq!((theme.value.as_str(), theme.origin), (value, origin));
        }
    }

    #[test]
    fn without_themes_of_the_users_none_is_read_at_the_start() {
        let configuration = configuration(Some(Ok(b"theme = \"min\"".to_vec())), &[]);
        assert_eq!(faults(&configuration).len(), 1);
        assert_eq!(configuration.themes, []);
        assert_eq!(configuration.themes().len(), 7);
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
