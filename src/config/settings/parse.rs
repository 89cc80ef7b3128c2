//! Reads `config.toml` with every fault in it.

use std::ops::RangeInclusive;

use super::meant;
use super::reader::Reader;
use super::scope::SETTINGS;
use super::{Dates, Measure, Mouse, Panes, ReadBy, Settings, Start, WordsAMinute};
use crate::briefing::{Diagnostic, Faults, Fields, Format, Severity, read_bytes, shown};
use crate::config::key::is_meant_as_key;

const FORMAT: Format = Format {
    name: "a configuration",
    duplicate: "remove one of the two lines; the first one is used",
    duplicate_header: "the name appears twice; put everything under one of them",
    spaced_key: "write one word before the =; only chords in [keys] have two, in quotes: \"g x\"",
    headers: "[keys]",
    too_large: "remove everything that is not a setting",
    meant: meant::line,
};

const WORDS_A_MINUTE: RangeInclusive<i64> = 50..=1500;

/// Reads a configuration and its faults in the order of the file. Of a setting with a fault, the default holds.
pub fn parse(bytes: &[u8]) -> (Settings, Vec<Diagnostic>) {
    let (settings, faults) = read_bytes(bytes, &FORMAT, &SETTINGS, |fields, faults| {
        report_unknown_keys(fields, faults);
        let mut reader = Reader::new(fields, faults);
        let folders = reader.setting("folders", Reader::folders);
        Settings {
            unusable_folder: reader.unusable_folder(&folders),
            folder_places: reader.folder_places(),
            folders,
            theme: reader.setting("theme", Reader::theme),
            measure: reader.setting("measure", |reader, key| {
                let range = Measure::RANGE;
                let range = i64::from(*range.start())..=i64::from(*range.end());
                let columns = reader.number(key, range)?;
                u16::try_from(columns).ok().map(Measure)
            }),
            panes: reader.setting("panes", |reader, key| reader.choice(key, &Panes::NAMES)),
            mouse: reader.setting("mouse", |reader, key| reader.flag(key).map(Mouse)),
            open: reader.setting("open", |reader, key| reader.command(key, "[\"firefox\"]")),
            copy: reader.setting("copy", Reader::copy),
            start: reader.setting("start", |reader, key| reader.choice(key, &Start::NAMES)),
            read: reader.setting("read", |reader, key| reader.choice(key, &ReadBy::NAMES)),
            dates: reader.setting("dates", |reader, key| reader.choice(key, &Dates::NAMES)),
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

fn report_unknown_keys(fields: Fields<'_, '_>, faults: &mut Faults<'_>) {
    for key in fields.unknown_keys() {
        let written = key.get_ref();
        if is_meant_as_key(written) && !faults.is_broken(&key.span()) {
            let message = format!("`{}` is a key", shown(written));
            faults.error(key.span(), &message, "write it below [keys]");
        } else {
            fields.report_unknown_key(key, Severity::Error, faults);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{CopyTo, Dates, Measure, Mouse, Origin, Panes, ReadBy, Settings, Start};
    use super::parse;
    use crate::briefing::Diagnostic;

    fn faults(text: &str) -> Vec<String> {
        let (_, faults) = parse(text.as_bytes());
        assert!(faults.iter().all(Diagnostic::is_error), "{faults:?}");
        faults.iter().map(ToString::to_string).collect()
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
            CopyTo::Command(vec!["wl-copy".to_owned()])
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
                "1:11: measure must be a whole number, not a string; write measure = 80",
            ),
            (
                "mouse = \"off\"",
                "1:9: mouse must be true or false, not a string; write mouse = false",
            ),
            (
                "mouse = \"true\"",
                "1:9: mouse must be true or false, not a string; write mouse = true",
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
                "1:8: open must be an array of strings, not a string; write each word on its own: open = [\"firefox\", \"-P\", \"x\"]",
            ),
            (
                "open = [\"a\", \"b\\u0000\"]",
                "1:8: `open` has a NUL character in it; write the program and each of its arguments: open = [\"firefox\"]",
            ),
            (
                "words-a-minute = 49",
                "1:18: words-a-minute must be from 50 to 1500; write another number, or leave it out",
            ),
            (
                "width = 80",
                "1:1: unknown key `width` in the configuration; did you mean `measure`?",
            ),
            (
                "open = [\" \"]",
                "1:8: `open` names no program; write the program and each of its arguments: open = [\"firefox\"]",
            ),
            (
                "copy = \"osc 52\"",
                "1:8: copy cannot be \"osc 52\"; did you mean \"osc52\"?",
            ),
            (
                "copy = \"wl-copy\"",
                "1:8: copy must be an array of strings, not a string; write each word on its own: copy = [\"wl-copy\"]",
            ),
            (
                "folders = \"~/b\"",
                "1:11: folders must be an array of strings, not a string; put it in brackets: folders = [\"~/b\"]",
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
        ] {
            assert_eq!(faults(text), [expected], "{text}");
        }
    }

    #[test]
    fn a_value_of_another_type_is_not_guessed_at() {
        for (text, expected) in [
            (
                "theme = [\"dark\"]",
                "1:9: theme must be the name of a theme in quotes, not an array; write theme = \"…\"",
            ),
            (
                "open = { a = 1 }",
                "1:8: open must be an array of strings, not a table; write open = [\"…\"]",
            ),
            (
                "folders = [[\"/a\"]]",
                "1:12: each item of folders must be a string, not an array; write folders = [\"…\"]",
            ),
            (
                "folders = [3]",
                "1:12: each item of folders must be a string, not an integer; put it in quotes",
            ),
            (
                "open = [\"firefox\", true]",
                "1:20: each item of open must be a string, not a boolean; put it in quotes",
            ),
            (
                "editor = true",
                "1:10: editor must be an array of strings, not a boolean; make it an array of strings",
            ),
            (
                "theme = 2031-04-01",
                "1:9: theme must be the name of a theme in quotes, not a datetime; make it the name of a theme in quotes",
            ),
            (
                "mouse = [\"on\"]",
                "1:9: mouse must be true or false, not an array; make it true or false",
            ),
            (
                "measure = 72.5",
                "1:11: measure must be a whole number, not a float; make it a whole number",
            ),
            (
                "open = \"sh -c '\\\"x\\\"'\"",
                "1:8: open must be an array of strings, not a string; write each word on its own: open = [\"sh\", \"-c\", '\"x\"']",
            ),
            (
                "folders = \"/a \\\"b\\\"\"",
                "1:11: folders must be an array of strings, not a string; put it in brackets: folders = ['/a \"b\"']",
            ),
        ] {
            assert_eq!(faults(text), [expected], "{text}");
        }
    }

    #[test]
    fn a_line_that_is_no_toml_is_written_out() {
        for (text, expected) in [
            (
                "mouse = off",
                "1:9: bare word as a value; write mouse = false",
            ),
            (
                "mouse = no",
                "1:9: bare word as a value; write mouse = false",
            ),
            (
                "mouse = True",
                "1:9: bare word as a value; write mouse = true",
            ),
            (
                "measure 60",
                "1:9: missing = after the key; write measure = 60",
            ),
            ("measure: 60", "1:8: colon instead of =; write measure = 60"),
            (
                "panes = one",
                "1:9: value without quotes; write panes = \"one\"",
            ),
            (
                "panes = split # both",
                "1:9: value without quotes; put the text in quotes",
            ),
            (
                "layout = 2",
                "1:1: unknown key `layout` in the configuration; did you mean `panes`?",
            ),
            (
                "panes = 2",
                "1:9: panes must be \"auto\", \"both\" or \"one\", not an integer; write panes = \"both\"",
            ),
            (
                "theme = dark # at night",
                "1:9: value without quotes; write theme = \"dark\"",
            ),
            (
                "theme = “dark”",
                "1:9: curly quotes around a text; write theme = \"dark\"",
            ),
            (
                "open firefox --new-window",
                "1:6: missing = after the key; write open = [\"firefox\", \"--new-window\"]",
            ),
            (
                "folders = ~/b, ~/c",
                "1:11: value without quotes; write folders = [\"~/b\", \"~/c\"]",
            ),
            (
                "words a minute = 300",
                "1:7: space in a key; write words-a-minute = 300",
            ),
            (
                "mouse = 0",
                "1:9: mouse must be true or false, not an integer; write mouse = false",
            ),
            (
                "[keys]\nx = help",
                "2:5: value without quotes; write x = \"help\"",
            ),
            (
                "[keys]\nctrl-e: down",
                "2:7: colon instead of =; write ctrl-e = \"down\"",
            ),
            (
                "[keys]\ng h archive",
                "2:3: missing = after the key; write \"g h\" = \"archive\"",
            ),
            (
                "theme = a-theme-with-a-name-that-is-far-too-long",
                "1:9: value without quotes; put the text in quotes",
            ),
            (
                "folders = /home/somebody/briefings, /home/somebody/else",
                "1:11: value without quotes; put the text in quotes",
            ),
            (
                "[keys]\n? = \"help\"",
                "2:1: invalid character in a key; write \"?\" = \"help\"",
            ),
        ] {
            assert_eq!(faults(text), [expected], "{text}");
        }
    }

    #[test]
    fn no_line_to_write_is_cut() {
        let folder = format!("/{}", "a".repeat(60));
        for text in [
            format!("folders = \"{folder}\""),
            format!("open = \"{folder} -x\""),
            format!("theme = {folder}"),
            format!("open = {folder}"),
            format!("[keys]\narchive = [\"{folder}\"]"),
            format!("[keys]\n{} = [\"x\"]", "a".repeat(60)),
            format!("[keys]\n{}.b = \"help\"", "a".repeat(60)),
        ] {
            let faults = faults(&text).join("\n");
            let (_, help) = faults.split_once("; ").unwrap();
            assert!(!help.contains('…'), "{text}: {faults}");
        }
    }

    #[test]
    fn what_is_written_out_can_be_read() {
        for (key, text) in [
            ("mouse", "On"),
            ("measure", "60"),
            ("WIDTH", "60"),
            ("words_a_minute", "200"),
            ("panes", "two"),
            ("start", "Newest"),
            ("read", "ends"),
            ("dates", "ISO"),
            ("theme", "dark"),
            ("copy", "OSC52"),
            ("copy", "xclip -selection clipboard"),
            ("open", "[firefox, -P]"),
            ("editor", "vi"),
            ("folders", "[~/b]"),
        ] {
            let line = super::meant::setting(key, text).unwrap();
            assert_eq!(faults(&line), [""; 0], "{line}");
        }
        for (key, text) in [
            ("mouse", "left"),
            ("measure", "wide"),
            ("keys", "x"),
            ("zzz", "1"),
            ("theme", "{ light"),
        ] {
            assert_eq!(super::meant::setting(key, text), None, "{key}");
        }
    }

    #[test]
    fn what_is_not_utf_8_costs_its_own_value_alone() {
        for (bytes, expected) in [
            (
                &b"measure = 80\ntheme = \"da\xFFrk\"\nmouse = false"[..],
                &["2:12: not UTF-8; save the file as UTF-8"][..],
            ),
            (
                b"measure = 80\nth\xFFeme = \"dark\"\nmouse = false",
                &["2:3: not UTF-8; save the file as UTF-8"],
            ),
            (
                b"measure = 80\n# caf\xE9 \xE9\nmouse = false",
                &["2:6: not UTF-8; save the file as UTF-8"],
            ),
            (
                b"measure = 80\nmouse = false\n[keys]\n\"\xE9\" = \"help\"\nx = \"he\xE9lp\"",
                &[
                    "4:2: not UTF-8; save the file as UTF-8",
                    "5:8: not UTF-8; save the file as UTF-8",
                ],
            ),
            (
                b"measure = 80\ntheme = da\xFFrk\nmouse = false",
                &["2:11: not UTF-8; save the file as UTF-8"],
            ),
            (
                b"measure = 80\nfolders = [\"/a\xFF\", \"/b\"]\nmouse = false",
                &["2:15: not UTF-8; save the file as UTF-8"],
            ),
            (
                b"measure = 80\ntheme = \"da\0rk\"\nmouse = false",
                &[
                    "2:12: control character; remove the control character: TOML allows none but tabs and line breaks",
                ],
            ),
            (
                b"measure = 80\nmouse = false\n\0\0\0\0",
                &[
                    "3:1: control character; remove the control character: TOML allows none but tabs and line breaks",
                ],
            ),
        ] {
            let (settings, faults) = parse(bytes);
            let told: Vec<_> = faults.iter().map(ToString::to_string).collect();
            assert_eq!(told, expected);
            let defaults = Settings::default();
            assert_eq!(
                (settings.measure.value, settings.mouse.value),
                (Measure(80), Mouse(false))
            );
            assert_eq!(
                (settings.theme, settings.folders),
                (defaults.theme, defaults.folders)
            );
            assert_eq!(settings.keys, []);
        }
        let (_, faults) = parse(&[0; 5000]);
        let told: Vec<_> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "1:1: the file contains only NUL characters, as can happen after a crash; write it again, or restore it from a backup"
            ]
        );
        // Latin-1 throughout: no more is told than of other faults.
        let (_, faults) = parse(&b"# \xE9\n".repeat(5000));
        assert_eq!(faults.len(), 101);
    }

    #[test]
    fn each_fault_around_keys_says_what_to_write() {
        for (text, expected) in [
            (
                "[keys]\nj = 1",
                "2:5: j must be the name of an action in quotes, not an integer; make it the name of an action in quotes",
            ),
            (
                "[keys]\ng h = \"archive\"",
                "2:3: space in a key; write \"g h\" = \"archive\"",
            ),
            (
                "[keys]\ng.h = \"archive\"",
                "2:1: `g.h` is not a key; write \"g h\" = \"…\"",
            ),
            (
                "[keys]\ng",
                "2:2: missing = after the key; write key = \"…\"",
            ),
            (
                "\"ctrl-e\" = \"down\"",
                "1:1: `ctrl-e` is a key; write it below [keys]",
            ),
            (
                "\"g h\" = \"archive\"",
                "1:1: `g h` is a key; write it below [keys]",
            ),
            (
                "f5 = \"reload\"",
                "1:1: `f5` is a key; write it below [keys]",
            ),
            (
                "PgDn = \"bottom\"",
                "1:1: `PgDn` is a key; write it below [keys]",
            ),
            ("x = \"help\"", "1:1: `x` is a key; write it below [keys]"),
            (
                "[keys]\npages = 1",
                "2:9: pages must be the name of an action in quotes, not an integer; make it the name of an action in quotes",
            ),
            (
                "[keys]\ng.\"\\\"\" = \"archive\"",
                "2:1: `g.\"` is not a key; write 'g \"' = \"…\"",
            ),
            (
                "[keys]\narchive = [\"\\\"\", \"y\"]",
                "2:1: each key of `archive` needs a line of its own; write '\"' = \"archive\"",
            ),
            (
                "[keys]\nmouse = false",
                "2:1: `mouse` is a setting, not a key; write it above [keys]",
            ),
            (
                "[keys]\nmeasure = 60",
                "2:1: `measure` is a setting, not a key; write it above [keys]",
            ),
            (
                "[keys]\nfolders = [\"~/b\"]",
                "2:1: `folders` is a setting, not a key; write it above [keys]",
            ),
            (
                "[keys]\ntheme = { light = \"paper\", dark = \"dark\" }",
                "2:1: `theme` is a setting, not a key; write it above [keys]",
            ),
            ("[keys", "1:6: header is not closed; close [ with ]"),
            (
                "[[keys]]\nx = \"help\"",
                "1:1: keys must be a table under [keys], not an array; write [keys], with single brackets",
            ),
            (
                "[keys]\narchive = [\"x\", \"y\"]",
                "2:1: each key of `archive` needs a line of its own; write \"x\" = \"archive\"",
            ),
            (
                "keys = 1",
                "1:8: keys must be a table under [keys], not an integer; make it a table under [keys]",
            ),
        ] {
            assert_eq!(faults(text), [expected], "{text}");
        }
    }

    #[test]
    fn each_mistake_in_a_theme_by_background_is_a_fault() {
        assert_eq!(
            faults("theme = { lihgt = \"paper\", dark = 1 }"),
            [
                "1:9: a theme by background needs both light and dark; write theme = { light = \"paper\", dark = \"terminal\" }",
                "1:11: unknown key `lihgt` in theme; known here are light, dark",
                "1:35: dark must be the name of a theme in quotes, not an integer; make it the name of a theme in quotes",
            ]
        );
    }

    #[test]
    fn what_can_only_mean_one_thing_is_taken() {
        let (settings, faults) =
            parse(b"panes = \"Both\"\ncopy = []\ntheme = \" paper \"\nmeasure = 0x50\n");
        assert_eq!(faults, []);
        assert_eq!(settings.panes.value, Panes::Both);
        assert_eq!(settings.copy.value, CopyTo::Terminal);
        assert_eq!(settings.theme.value.name(None), "paper");
        assert_eq!(settings.measure.value, Measure(80));
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
        let lines: Vec<_> = (0..20_000).map(|line| format!("k{line} = \"x\"")).collect();
        let text = format!("[keys]\n{}", lines.join("\n"));
        let (settings, faults) = parse(text.as_bytes());
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
    fn more_folders_than_anyone_needs_are_one_fault() {
        let text = format!("folders = [\n{}]", "\"/a\",\n".repeat(20_000));
        let (settings, faults) = parse(text.as_bytes());
        assert_eq!(settings.folders.value.len(), 100);
        assert_eq!(settings.folder_places.len(), 100);
        let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            faults,
            [
                "102:1: there are 20,000 folders, and only the first 100 are read; remove those from here on"
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
