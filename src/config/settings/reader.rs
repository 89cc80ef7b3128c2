//! Reads the values that settings have in the file.

use std::ops::RangeInclusive;

use toml::Spanned;
use toml::de::{DeString, DeValue};

use super::about::{ABOVE_KEYS, is_setting};
use super::meant;
use super::{CopyTo, Origin, Setting, ThemeChoice, ThemeName, UserKey};
use crate::briefing::{
    Expected, Faults, Fields, Lines, Position, nearest, shown, shown_whole, wrong_item, wrong_type,
    wrong_type_with_help,
};
use crate::config::key::is_meant_as_key;
use crate::config::quoted::{quoted, strings};
use crate::config::values;
use crate::text::grouped;

/// The most lines of `[keys]` that are read: several for every action.
const MAX_KEYS: usize = 500;

/// The most folders that are read: each of them is looked at whenever the program starts.
const MAX_FOLDERS: usize = 100;

/// Reads the values of the file.
pub(super) struct Reader<'r, 't, 's, 'f> {
    fields: Fields<'t, 's>,
    faults: &'r mut Faults<'f>,
    lines: Lines<'f>,
    first_folder_is_wrong: bool,
    folder_places: Vec<Position>,
}

impl<'r, 't, 's, 'f> Reader<'r, 't, 's, 'f> {
    pub(super) fn new(fields: Fields<'t, 's>, faults: &'r mut Faults<'f>) -> Self {
        Self {
            fields,
            lines: Lines::new(faults.source()),
            faults,
            first_folder_is_wrong: false,
            folder_places: Vec::new(),
        }
    }

    /// The setting at `key`; the default where there is none, or one that `read` cannot use and has reported.
    pub(super) fn setting<T: Default>(
        &mut self,
        key: &str,
        read: impl FnOnce(&mut Self, &str) -> Option<T>,
    ) -> Setting<T> {
        let Some(span) = self.value(key).map(Spanned::span) else {
            return Setting::default();
        };
        if self.faults.is_broken(&span) {
            return Setting::default();
        }
        match read(self, key) {
            None => Setting::default(),
            Some(value) => Setting {
                value,
                origin: Origin::File(self.lines.of(span.start)),
            },
        }
    }

    fn value(&self, key: &str) -> Option<&'t Spanned<DeValue<'s>>> {
        self.fields.value(key)
    }

    fn wrong_type(&mut self, key: &str, value: &Spanned<DeValue<'_>>, expected: Expected<'_>) {
        // The other settings take texts; a number or a boolean does not tell which.
        let takes_others = matches!(key, "mouse" | "measure" | "words-a-minute" | "panes");
        let text = match value.get_ref() {
            DeValue::String(text) => Some(text.as_ref()),
            DeValue::Integer(number) if takes_others => Some(number.as_str()),
            DeValue::Boolean(true) if takes_others => Some("true"),
            DeValue::Boolean(false) if takes_others => Some("false"),
            _ => None,
        };
        let (span, found) = (value.span(), value.get_ref());
        match text.and_then(|text| meant::setting(key, text)) {
            Some(line) => {
                let help = format!("write {line}");
                wrong_type_with_help(self.faults, key, span, expected, found, &help);
            }
            None => wrong_type(self.faults, key, span, expected, found),
        }
    }

    pub(super) fn number(&mut self, key: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let value = self.value(key)?;
        let Some(number) = values::whole_number(value.get_ref()) else {
            self.wrong_type(key, value, Expected::WholeNumber);
            return None;
        };
        if !range.contains(&number) {
            let (least, most) = (range.start(), range.end());
            let message = format!("{key} must be from {least} to {most}");
            self.faults.error(
                value.span(),
                &message,
                "write another number, or leave it out",
            );
            return None;
        }
        Some(number)
    }

    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        let value = self.value(key)?;
        let DeValue::Boolean(flag) = value.get_ref() else {
            self.wrong_type(key, value, Expected::Flag);
            return None;
        };
        Some(*flag)
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(&mut self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let value = self.value(key)?;
        let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
        let known: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
        let known = match known.as_slice() {
            [before @ .., last] if !before.is_empty() => format!("{} or {last}", before.join(", ")),
            known => known.concat(),
        };
        let DeValue::String(written) = value.get_ref() else {
            self.wrong_type(key, value, Expected::Other(&known));
            return None;
        };
        let found = choices
            .iter()
            .find(|(word, _)| word.eq_ignore_ascii_case(written));
        if found.is_none() {
            let help = match nearest(written, words.into_iter()) {
                Some(meant) => format!("did you mean \"{meant}\"?"),
                None => format!("write {known}"),
            };
            let message = format!("{key} cannot be \"{}\"", shown(written));
            self.faults.error(value.span(), &message, &help);
        }
        found.map(|(_, value)| *value)
    }

    /// A program and its arguments. An empty array stands for none.
    pub(super) fn command(&mut self, key: &str, example: &str) -> Option<Vec<String>> {
        values::command(self.fields, key, example, self.faults)
    }

    pub(super) fn copy(&mut self, key: &str) -> Option<CopyTo> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::String(word) if word.eq_ignore_ascii_case("osc52") => Some(CopyTo::Terminal),
            DeValue::String(word) if nearest(word, ["osc52"].into_iter()).is_some() => {
                let message = format!("copy cannot be \"{}\"", shown(word));
                self.faults
                    .error(value.span(), &message, "did you mean \"osc52\"?");
                None
            }
            _ => match self.command(key, "[\"wl-copy\"]")? {
                words if words.is_empty() => Some(CopyTo::Terminal),
                words => Some(CopyTo::Command(words)),
            },
        }
    }

    pub(super) fn folders(&mut self, key: &str) -> Option<Vec<String>> {
        let value = self.value(key)?;
        if let DeValue::String(folder) = value.get_ref() {
            let help = match shown_whole(strings([folder])) {
                Some(written) => format!("put it in brackets: {key} = {written}"),
                None => "put it in brackets".to_owned(),
            };
            self.faults.error(
                value.span(),
                "folders must be an array of strings, not a string",
                &help,
            );
            return None;
        }
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, value, Expected::Strings);
            return None;
        };
        if let Some(item) = items.get(MAX_FOLDERS) {
            let folders = grouped(items.len());
            let message =
                format!("there are {folders} folders, and only the first {MAX_FOLDERS} are read");
            self.faults
                .error(item.span(), &message, "remove those from here on");
        }
        let mut folders = Vec::new();
        for (index, item) in items.iter().take(MAX_FOLDERS).enumerate() {
            match self.folder(key, item) {
                Some(folder) => {
                    folders.push(folder);
                    let place = Position::new(self.faults.source(), item.span());
                    self.folder_places.push(place);
                }
                None => self.first_folder_is_wrong |= index == 0,
            }
        }
        // With all of them wrong, the usual folders hold.
        (folders.len() == items.len() || !folders.is_empty()).then_some(folders)
    }

    fn folder(&mut self, key: &str, item: &Spanned<DeValue<'_>>) -> Option<String> {
        let DeValue::String(folder) = item.get_ref() else {
            wrong_item(self.faults, key, item.span(), item.get_ref());
            return None;
        };
        let folder = folder.trim();
        let is_absolute =
            folder == "~" || folder.starts_with("~/") || std::path::Path::new(folder).is_absolute();
        let (wrong, help) = if !is_absolute {
            (
                "is not an absolute path",
                "begin it with / or ~/, so that it means the same wherever the program is started",
            )
        } else if folder.contains('\0') {
            ("has a NUL character in it", "remove that character")
        } else {
            return Some(folder.to_owned());
        };
        let message = format!("`{}` {wrong}", shown(folder));
        self.faults.error(item.span(), &message, help);
        None
    }

    /// Where each of the folders is written that have been read.
    pub(super) fn folder_places(&mut self) -> Vec<Position> {
        std::mem::take(&mut self.folder_places)
    }

    /// The line of `folders` if what is read of them does not begin with the first that is written there.
    pub(super) fn unusable_folder(&mut self, read: &Setting<Vec<String>>) -> Option<usize> {
        let value = self.value("folders")?;
        let is_wrong = self.first_folder_is_wrong || read.origin == Origin::Default;
        is_wrong.then(|| self.lines.of(value.span().start))
    }

    pub(super) fn theme(&mut self, key: &str) -> Option<ThemeChoice> {
        let value = self.value(key)?;
        let DeValue::Table(table) = value.get_ref() else {
            return self.theme_name(key, value).map(ThemeChoice::Always);
        };
        let mut names = [None, None];
        for (name, value) in table {
            let at = match name.get_ref().as_ref() {
                "light" => 0,
                "dark" => 1,
                other => {
                    let message = format!("unknown key `{}` in theme", shown(other));
                    self.faults
                        .error(name.span(), &message, "known here are light, dark");
                    continue;
                }
            };
            names[at] = self.theme_name(name.get_ref(), value);
        }
        let [Some(light), Some(dark)] = names else {
            let message = "a theme by background needs both light and dark";
            self.faults.error(
                value.span(),
                message,
                "write theme = { light = \"paper\", dark = \"terminal\" }",
            );
            return None;
        };
        Some(ThemeChoice::ByBackground { light, dark })
    }

    fn theme_name(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<ThemeName> {
        let DeValue::String(name) = value.get_ref() else {
            self.wrong_type(key, value, Expected::InQuotes("the name of a theme"));
            return None;
        };
        Some(ThemeName {
            name: name.trim().to_owned(),
            at: Some(Position::new(self.faults.source(), value.span())),
        })
    }

    pub(super) fn keys(&mut self) -> Vec<UserKey> {
        let Some(value) = self.value("keys") else {
            return Vec::new();
        };
        if let DeValue::Array(_) = value.get_ref() {
            let message = "keys must be a table under [keys], not an array";
            self.faults
                .error(value.span(), message, "write [keys], with single brackets");
            return Vec::new();
        }
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type("keys", value, Expected::Other("a table under [keys]"));
            return Vec::new();
        };
        let mut lines: Vec<_> = table.iter().collect();
        lines.sort_by_key(|(key, _)| key.span().start);
        if let Some((key, _)) = lines.get(MAX_KEYS) {
            let lines = grouped(lines.len());
            let message =
                format!("[keys] has {lines} lines, and only the first {MAX_KEYS} are read");
            self.faults
                .error(key.span(), &message, "remove those from here on");
        }
        let mut keys = Vec::new();
        for (key, value) in lines.into_iter().take(MAX_KEYS) {
            if self.faults.is_broken(&value.span()) || self.faults.is_broken(&key.span()) {
                continue;
            }
            let DeValue::String(action) = value.get_ref() else {
                self.report_wrong_action(key, value);
                continue;
            };
            let at = |span| Position::new(self.faults.source(), span);
            keys.push(UserKey {
                keys: key.get_ref().to_string(),
                keys_at: at(key.span()),
                action: action.trim().to_owned(),
                action_at: at(value.span()),
            });
        }
        keys
    }

    /// Reports what is no action. A chord with a dot between its keys is a table to TOML.
    fn report_wrong_action(&mut self, key: &Spanned<DeString<'_>>, value: &Spanned<DeValue<'_>>) {
        if is_setting(key.get_ref()) {
            let message = format!("`{}` is a setting, not a key", key.get_ref());
            self.faults.error(key.span(), &message, ABOVE_KEYS);
            return;
        }
        let first = shown(key.get_ref());
        let second = match value.get_ref() {
            DeValue::Table(table) => table.keys().next(),
            _ => None,
        };
        if let DeValue::Array(several) = value.get_ref()
            && let Some(DeValue::String(one)) = several.first().map(Spanned::get_ref)
            && !is_meant_as_key(key.get_ref())
        {
            let message = format!("each key of `{first}` needs a line of its own");
            let help = match shown_whole(quoted(one)).filter(|_| first == *key.get_ref()) {
                Some(one) => format!("write {one} = \"{first}\""),
                None => "write \"key\" = \"action\"".to_owned(),
            };
            self.faults.error(key.span(), &message, &help);
            return;
        }
        let Some(second) = second else {
            let expected = Expected::InQuotes("the name of an action");
            wrong_type(self.faults, &first, value.span(), expected, value.get_ref());
            return;
        };
        let second = second.get_ref();
        let help = match shown_whole(quoted(format!("{} {second}", key.get_ref()))) {
            Some(chord) => format!("write {chord} = \"…\""),
            None => "write two keys, as in \"g x\"".to_owned(),
        };
        let message = format!("`{first}.{}` is not a key", shown(second));
        self.faults.error(key.span(), &message, &help);
    }
}
