//! Settings as people write them, translated into what the file takes.

use super::scope::SETTINGS;
use super::{Dates, Mouse, Panes, ReadBy, Start};
use crate::briefing::{nearest, shown_whole};
use crate::config::line::{halves, without_comment};
use crate::config::quoted::{quoted, strings};

/// What a line was probably meant to be that is no TOML; `above` is the text above it.
pub(super) fn line(above: &str, line: &str) -> Option<String> {
    let (key, value) = halves(line)?;
    let value = without_comment(value);
    let mut headers = above
        .lines()
        .filter(|line| line.trim_start().starts_with('['));
    if headers.next_back().is_some() {
        return binding(key, value);
    }
    setting(key, value)
}

/// A line of `[keys]`.
fn binding(key: &str, action: &str) -> Option<String> {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let is_short = |text: &str| text.chars().count() <= 32;
    let key = if key.chars().all(is_bare) {
        key.to_owned()
    } else {
        quoted(key)
    };
    // Of more words, it is not certain which are the action.
    let is_name = !action.is_empty() && action.chars().all(is_bare);
    (is_name && is_short(&key) && is_short(action)).then(|| format!("{key} = {}", quoted(action)))
}

/// The line that sets a setting to what is meant by `text`; `None` if it cannot be that, or is too long to be shown.
pub(super) fn setting(key: &str, text: &str) -> Option<String> {
    let key = SETTINGS.key_meant(key)?;
    let text = text.trim();
    let value = match key {
        "mouse" => Mouse::of_word(text)?.0.to_string(),
        "measure" | "words-a-minute" => text.parse::<u32>().ok()?.to_string(),
        "panes" => panes(text)?,
        "start" => word(text, &Start::NAMES)?,
        "read" => word(text, &ReadBy::NAMES)?,
        "dates" => word(text, &Dates::NAMES)?,
        "theme" if !text.contains(['{', '[']) => quoted(text),
        "copy" if text.eq_ignore_ascii_case("osc52") => quoted("osc52"),
        "folders" => array(text.split(',')),
        "open" | "copy" | "editor" if text.contains(',') => array(text.split(',')),
        "open" | "copy" | "editor" => array(shell_words::split(text).ok()?),
        _ => return None,
    };
    Some(format!("{key} = {}", shown_whole(value)?))
}

fn panes(text: &str) -> Option<String> {
    match text {
        "1" => word("one", &Panes::NAMES),
        "2" | "two" => word("both", &Panes::NAMES),
        text => word(text, &Panes::NAMES),
    }
}

fn word<T>(text: &str, names: &[(&str, T)]) -> Option<String> {
    nearest(text, names.iter().map(|(name, _)| *name)).map(quoted)
}

fn array<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    let bare = |c: char| c.is_whitespace() || matches!(c, '[' | ']' | '"' | '\'');
    let items: Vec<_> = items.into_iter().collect();
    strings(items.iter().map(|item| item.as_ref().trim_matches(bare)))
}
