//! Whether a file holds settings or a theme, or is something else.

use super::settings::SETTINGS;
use super::themes::THEME;

/// What a file of the configuration holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Settings,
    Theme,
}

/// The first keys of a briefing: a file with one of these is no configuration.
const OF_BRIEFINGS: [&str; 5] = ["title", "date", "story", "section", "headline"];

/// What a file holds that may be a configuration, by the keys at its top; `None` if none of them says so. The
/// file need not be valid TOML.
pub fn kind(source: &str) -> Option<Kind> {
    let mut keys = source.lines().filter_map(key);
    let known = keys.find_map(|key| {
        if OF_BRIEFINGS.contains(&key) {
            Some(None)
        } else if SETTINGS.keys.contains(&key) {
            Some(Some(Kind::Settings))
        } else if THEME.keys.contains(&key) {
            Some(Some(Kind::Theme))
        } else {
            None
        }
    });
    known.flatten()
}

/// The key that a line begins with, or the name of the table that it opens.
fn key(line: &str) -> Option<&str> {
    let line = line.trim();
    let key = match line.strip_prefix('[') {
        Some(table) => table.trim_start_matches('[').split(']').next()?,
        None => line.split_once('=')?.0,
    };
    Some(key.trim().trim_matches(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::{Kind, kind};
    use crate::config::{settings, themes};

    #[test]
    fn a_configuration_and_a_theme_are_told_from_briefings() {
        for (source, expected) in [
            ("measure = 80", Some(Kind::Settings)),
            (
                "# a comment\nmesure = 80\n[keys]\nx = \"help\"",
                Some(Kind::Settings),
            ),
            ("base = \"dark\"\nlink = \"red\"", Some(Kind::Theme)),
            ("\"current-match\" = \"red", Some(Kind::Theme)),
            (
                "title = \"T\"\n[[story]]\nheadline = \"H\"\nlink = \"https://example.org\"",
                None,
            ),
            ("[[story]]\nlink = \"https://example.org\"", None),
            ("", None),
            ("=\0", None),
        ] {
            assert_eq!(kind(source), expected, "{source}");
        }
        for about in settings::about() {
            assert_eq!(
                kind(&format!("{} = 1", about.key)),
                Some(Kind::Settings),
                "{}",
                about.key
            );
        }
        for (name, source) in themes::BUILT_IN {
            assert_eq!(kind(source), Some(Kind::Theme), "{name}");
        }
    }
}
