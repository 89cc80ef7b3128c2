//! Reads `config.toml` with every fault in it.

use std::ops::RangeInclusive;

use toml::Spanned;
use toml::de::DeValue;

use super::{
    Copy, Dates, Measure, Mouse, Origin, Panes, ReadBy, Setting, Settings, Start, ThemeChoice,
    ThemeName, UserKey, WordsAMinute,
};
use crate::briefing::{
    Diagnostic, Faults, Fields, Format, Lines, Position, Scope, read_tree, wrong_type,
};
use crate::config::{nearest, shown};
use crate::text::grouped;

const FORMAT: Format = Format {
    name: "a configuration",
    tables: "keys",
    headers: "[keys]",
    too_large: "remove everything that is not a setting",
};

pub(in crate::config) static SETTINGS: Scope = Scope {
    name: "the configuration",
    prefix: "",
    keys: &[
        "folders",
        "theme",
        "measure",
        "panes",
        "mouse",
        "open",
        "copy",
        "start",
        "read",
        "dates",
        "words-a-minute",
        "editor",
        "keys",
    ],
    aliases: &[
        ("folder", "folders"),
        ("dir", "folders"),
        ("directory", "folders"),
        ("path", "folders"),
        ("paths", "folders"),
        ("colorscheme", "theme"),
        ("colours", "theme"),
        ("colors", "theme"),
        ("width", "measure"),
        ("columns", "measure"),
        ("layout", "panes"),
        ("browser", "open"),
        ("opener", "open"),
        ("clipboard", "copy"),
        ("date", "dates"),
        ("wpm", "words-a-minute"),
        ("words_a_minute", "words-a-minute"),
        ("key", "keys"),
        ("bindings", "keys"),
        ("keybindings", "keys"),
    ],
    helps: &[
        ("source", "sources have a file of their own: sources.toml"),
        ("sources", "sources have a file of their own: sources.toml"),
    ],
    file: None,
};

/// The measures that an article can have, in columns.
const MEASURES: RangeInclusive<i64> = 40..=120;
const WORDS_A_MINUTE: RangeInclusive<i64> = 50..=1500;
/// The most lines of `[keys]` that are read: several for every action.
const MAX_KEYS: usize = 500;

/// Reads a configuration and its faults in the order of the file. Of a setting with a fault, the default holds.
pub fn parse(bytes: &[u8]) -> (Settings, Vec<Diagnostic>) {
    let source = match str::from_utf8(bytes) {
        Ok(source) => source,
        Err(error) => {
            let fault = Diagnostic::not_utf8(bytes, error.valid_up_to());
            return (Settings::default(), vec![fault]);
        }
    };
    let (settings, faults) = read_tree(source, &FORMAT, &SETTINGS, |fields, faults| {
        fields.report_unknown_keys(faults);
        let mut reader = Reader {
            fields,
            faults,
            lines: Lines::new(source),
            first_folder_is_wrong: false,
        };
        let folders = reader.setting("folders", Reader::folders);
        Settings {
            unusable_folder: reader.unusable_folder(&folders),
            folders,
            theme: reader.setting("theme", Reader::theme),
            measure: reader.setting("measure", |reader, key| {
                let columns = reader.number(key, MEASURES)?;
                u16::try_from(columns).ok().map(Measure)
            }),
            panes: reader.setting("panes", |reader, key| {
                let choices = [
                    ("auto", Panes::Auto),
                    ("both", Panes::Both),
                    ("one", Panes::One),
                ];
                reader.choice(key, &choices)
            }),
            mouse: reader.setting("mouse", |reader, key| reader.flag(key).map(Mouse)),
            open: reader.setting("open", |reader, key| reader.command(key, "[\"firefox\"]")),
            copy: reader.setting("copy", Reader::copy),
            start: reader.setting("start", |reader, key| {
                reader.choice(key, &[("left", Start::Left), ("newest", Start::Newest)])
            }),
            read: reader.setting("read", |reader, key| {
                reader.choice(key, &[("space", ReadBy::Space), ("end", ReadBy::End)])
            }),
            dates: reader.setting("dates", |reader, key| {
                let choices = [
                    ("long", Dates::Long),
                    ("iso", Dates::Iso),
                    ("12h", Dates::TwelveHours),
                    ("us", Dates::American),
                ];
                reader.choice(key, &choices)
            }),
            words_a_minute: reader.setting("words-a-minute", |reader, key| {
                let words = reader.number(key, WORDS_A_MINUTE)?;
                u32::try_from(words).ok().map(WordsAMinute)
            }),
            editor: reader.setting("editor", |reader, key| reader.command(key, "[\"vi\"]")),
            keys: reader.keys(),
        }
    });
    (settings.unwrap_or_default(), faults)
}

/// Reads the values of the file.
struct Reader<'r, 't, 's, 'f> {
    fields: Fields<'t, 's>,
    faults: &'r mut Faults<'f>,
    lines: Lines<'f>,
    first_folder_is_wrong: bool,
}

impl<'t, 's> Reader<'_, 't, 's, '_> {
    /// The setting at `key`; the default where there is none, or one that `read` cannot use and has reported.
    fn setting<T: Default>(
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

    fn wrong_type(&mut self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        wrong_type(self.faults, key, value.span(), expected, value.get_ref());
    }

    fn number(&mut self, key: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let value = self.value(key)?;
        let DeValue::Integer(number) = value.get_ref() else {
            self.wrong_type(key, value, "a whole number");
            return None;
        };
        let number = i64::from_str_radix(number.as_str(), number.radix()).unwrap_or(i64::MAX);
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

    fn flag(&mut self, key: &str) -> Option<bool> {
        let value = self.value(key)?;
        let DeValue::Boolean(flag) = value.get_ref() else {
            self.wrong_type(key, value, "true or false");
            return None;
        };
        Some(*flag)
    }

    /// One of a few words.
    fn choice<T: std::marker::Copy>(&mut self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let value = self.value(key)?;
        let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
        let known: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
        let known = match known.as_slice() {
            [before @ .., last] if !before.is_empty() => format!("{} or {last}", before.join(", ")),
            known => known.concat(),
        };
        let DeValue::String(written) = value.get_ref() else {
            self.wrong_type(key, value, &known);
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
    fn command(&mut self, key: &str, example: &str) -> Option<Vec<String>> {
        let value = self.value(key)?;
        let DeValue::Array(items) = value.get_ref() else {
            let DeValue::String(line) = value.get_ref() else {
                self.wrong_type(key, value, "an array of strings");
                return None;
            };
            let words = shell_words::split(line).unwrap_or_default();
            let words: Vec<_> = words.iter().map(|word| format!("{word:?}")).collect();
            let written = if words.is_empty() {
                example.to_owned()
            } else {
                format!("[{}]", words.join(", "))
            };
            let message = format!("{key} must be an array of strings, and this is a string");
            let help = format!("write each word on its own: {key} = {}", shown(&written));
            self.faults.error(value.span(), &message, &help);
            return None;
        };
        let words = self.fields.strings(key, self.faults);
        // A word that is no string has been reported.
        if words.len() < items.len() {
            return None;
        }
        let names_nothing = words
            .first()
            .is_some_and(|program| program.trim().is_empty());
        if names_nothing || words.iter().any(|word| word.contains('\0')) {
            let message = if names_nothing {
                format!("`{key}` does not name a program")
            } else {
                format!("`{key}` has a NUL character in it")
            };
            let help = format!("write the program and each of its arguments: {key} = {example}");
            self.faults.error(value.span(), &message, &help);
            return None;
        }
        Some(words.into_iter().map(str::to_owned).collect())
    }

    fn copy(&mut self, key: &str) -> Option<Copy> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::String(word) if word.eq_ignore_ascii_case("osc52") => Some(Copy::Terminal),
            DeValue::String(word) if nearest(word, ["osc52"].into_iter()).is_some() => {
                let message = format!("copy cannot be \"{}\"", shown(word));
                self.faults
                    .error(value.span(), &message, "did you mean \"osc52\"?");
                None
            }
            _ => match self.command(key, "[\"wl-copy\"]")? {
                words if words.is_empty() => Some(Copy::Terminal),
                words => Some(Copy::Command(words)),
            },
        }
    }

    fn folders(&mut self, key: &str) -> Option<Vec<String>> {
        let value = self.value(key)?;
        if let DeValue::String(folder) = value.get_ref() {
            let help = format!("put it in brackets: {key} = [{:?}]", shown(folder));
            self.faults.error(
                value.span(),
                "folders must be an array of strings, and this is a string",
                &help,
            );
            return None;
        }
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, value, "an array of strings");
            return None;
        };
        let mut folders = Vec::new();
        for (index, item) in items.iter().enumerate() {
            match self.folder(key, item) {
                Some(folder) => folders.push(folder),
                None => self.first_folder_is_wrong |= index == 0,
            }
        }
        // With all of them wrong, the usual folders hold.
        (folders.len() == items.len() || !folders.is_empty()).then_some(folders)
    }

    fn folder(&mut self, key: &str, item: &Spanned<DeValue<'_>>) -> Option<String> {
        let DeValue::String(folder) = item.get_ref() else {
            self.wrong_type(key, item, "an array of strings");
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

    /// The line of `folders` if what is read of them does not begin with the first that is written there.
    fn unusable_folder(&mut self, read: &Setting<Vec<String>>) -> Option<usize> {
        let value = self.value("folders")?;
        let is_wrong = self.first_folder_is_wrong || read.origin == Origin::Default;
        is_wrong.then(|| self.lines.of(value.span().start))
    }

    fn theme(&mut self, key: &str) -> Option<ThemeChoice> {
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
            self.wrong_type(key, value, "the name of a theme in quotes");
            return None;
        };
        Some(ThemeName {
            name: name.trim().to_owned(),
            at: Some(Position::new(self.faults.source(), value.span())),
        })
    }

    fn keys(&mut self) -> Vec<UserKey> {
        let Some(value) = self.value("keys") else {
            return Vec::new();
        };
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type("keys", value, "a table under [keys]");
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
            if self.faults.is_broken(&value.span()) {
                continue;
            }
            let DeValue::String(action) = value.get_ref() else {
                self.wrong_type(
                    &shown(key.get_ref()),
                    value,
                    "the name of an action in quotes",
                );
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
}

#[cfg(test)]
mod tests {
    use super::super::{Copy, Dates, Measure, Mouse, Origin, Panes, ReadBy, Settings, Start};
    use super::parse;

    fn faults(text: &str) -> Vec<String> {
        parse(text.as_bytes())
            .1
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn every_setting_is_read_with_its_line() {
        let (settings, faults) = parse(
            br#"
folders = ["~/briefings", "/srv/team"]
theme = { light = "paper", dark = "dark" }
measure = 80
panes = "one"
mouse = false
open = ["firefox", "--new-window"]
copy = ["wl-copy"]
start = "newest"
read = "end"
dates = "iso"
words-a-minute = 300
editor = ["nvim", "-R"]

[keys]
"ctrl-n" = "next-story"
"g h" = "archive"
"#,
        );
        assert_eq!(faults, []);
        assert_eq!(settings.folders.value, ["~/briefings", "/srv/team"]);
        assert_eq!(settings.folders.origin, Origin::File(2));
        let themes: Vec<_> = settings
            .theme
            .value
            .named()
            .map(|theme| theme.name.as_str())
            .collect();
        assert_eq!(themes, ["paper", "dark"]);
        assert_eq!(settings.measure.value, Measure(80));
        assert_eq!(settings.panes.value, Panes::One);
        assert_eq!(settings.mouse.value, Mouse(false));
        assert_eq!(settings.open.value, ["firefox", "--new-window"]);
        assert_eq!(
            settings.copy.value,
            Copy::Command(vec!["wl-copy".to_owned()])
        );
        assert_eq!(settings.start.value, Start::Newest);
        assert_eq!(settings.read.value, ReadBy::End);
        assert_eq!(settings.dates.value, Dates::Iso);
        assert_eq!(settings.words_a_minute.value.0, 300);
        assert_eq!(settings.editor.value, ["nvim", "-R"]);
        assert_eq!(settings.editor.origin, Origin::File(13));
        let keys: Vec<_> = settings
            .keys
            .iter()
            .map(|key| (key.keys.as_str(), key.action.as_str()))
            .collect();
        assert_eq!(keys, [("ctrl-n", "next-story"), ("g h", "archive")]);
    }

    #[test]
    fn each_fault_says_what_to_write() {
        for (text, expected) in [
            (
                "measure = 200",
                "1:11: measure must be from 40 to 120; write another number, or leave it out",
            ),
            (
                "measure = \"80\"",
                "1:11: measure must be a whole number, and this is a string; write it without quotes",
            ),
            (
                "mouse = \"off\"",
                "1:9: mouse must be true or false, and this is a string; write it without quotes",
            ),
            (
                "panes = \"bot\"",
                "1:9: panes cannot be \"bot\"; did you mean \"both\"?",
            ),
            (
                "panes = \"three\"",
                "1:9: panes cannot be \"three\"; write \"auto\", \"both\" or \"one\"",
            ),
            (
                "open = \"firefox -P x\"",
                "1:8: open must be an array of strings, and this is a string; write each word on its own: open = [\"firefox\", \"-P\", \"x\"]",
            ),
            (
                "open = [\" \"]",
                "1:8: `open` does not name a program; write the program and each of its arguments: open = [\"firefox\"]",
            ),
            (
                "copy = \"osc 52\"",
                "1:8: copy cannot be \"osc 52\"; did you mean \"osc52\"?",
            ),
            (
                "copy = \"wl-copy\"",
                "1:8: copy must be an array of strings, and this is a string; write each word on its own: copy = [\"wl-copy\"]",
            ),
            (
                "folders = \"~/b\"",
                "1:11: folders must be an array of strings, and this is a string; put it in brackets: folders = [\"~/b\"]",
            ),
            (
                "folders = [\"b\"]",
                "1:12: `b` is not an absolute path; begin it with / or ~/, so that it means the same wherever the program is started",
            ),
            (
                "folders = [\"/a\\u0000b\"]",
                "1:12: `/a␀b` has a NUL character in it; remove that character",
            ),
            (
                "theme = { light = \"paper\" }",
                "1:9: a theme by background needs both light and dark; write theme = { light = \"paper\", dark = \"terminal\" }",
            ),
            (
                "thme = \"dark\"",
                "1:1: unknown key `thme` in the configuration; did you mean `theme`?",
            ),
            (
                "[[source]]",
                "1:3: unknown key `source` in the configuration; sources have a file of their own: sources.toml",
            ),
            (
                "[keys]\nj = 1",
                "2:5: j must be the name of an action in quotes, and this is an integer; make it the name of an action in quotes",
            ),
            (
                "keys = 1",
                "1:8: keys must be a table under [keys], and this is an integer; make it a table under [keys]",
            ),
        ] {
            assert_eq!(faults(text), [expected], "{text}");
        }
    }

    #[test]
    fn what_is_right_holds_beside_what_is_wrong() {
        let (settings, faults) =
            parse(b"measure = 300\nmouse = = 3\ndates = \"iso\"\nfolders = [\"~/a\", \"b\"]\n");
        assert_eq!(faults.len(), 3);
        assert_eq!(settings.measure.value, Measure(72));
        assert_eq!(settings.dates.value, Dates::Iso);
        assert_eq!(settings.folders.value, ["~/a"]);
    }

    #[test]
    fn briefings_are_not_written_to_another_folder_than_the_first() {
        for (text, line) in [
            ("folders = [\"~/a\", \"b\"]", None),
            ("folders = []", None),
            ("mouse = true", None),
            ("folders = [\"b\", \"~/a\"]", Some(1)),
            ("\nfolders = [1, \"~/a\"]", Some(2)),
            ("\nfolders = [\"b\"]", Some(2)),
            ("\nfolders = \"~/a\"", Some(2)),
        ] {
            let (settings, _) = parse(text.as_bytes());
            assert_eq!(settings.unusable_folder, line, "{text}");
        }
    }

    #[test]
    fn more_keys_than_anyone_needs_are_one_fault() {
        let lines: String = (0..20_000)
            .map(|line| format!("k{line} = \"x\"\n"))
            .collect();
        let (settings, faults) = parse(format!("[keys]\n{lines}").as_bytes());
        assert_eq!(settings.keys.len(), 500);
        assert_eq!(settings.keys[499].keys_at.line, 501);
        let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            faults,
            [
                "502:1: [keys] has 20,000 lines, and only the first 500 are read; remove those from here on"
            ]
        );
    }

    #[test]
    fn what_is_no_toml_at_all_leaves_the_defaults() {
        let many = vec![b'['; 300_000];
        for bytes in [&b"\xFF\xFE\0"[..], b"\0\0\0\0", b"[[[[", &many] {
            let (settings, faults) = parse(bytes);
            assert!(!faults.is_empty());
            assert_eq!(settings, Settings::default());
        }
    }
}
