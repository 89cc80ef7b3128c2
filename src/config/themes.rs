//! Themes: palettes as TOML files, of which some are built in.

mod role;
mod scope;

use std::collections::BTreeMap;

use super::contents::{Contents, unreadable};
use super::palette::{Palette, Style};
use crate::briefing::{Diagnostic, Format, Position, Severity, nearest, read_bytes, shown};
use scope::BASE;
pub(super) use scope::THEME;

/// The name of the theme that holds unless another is chosen.
pub const DEFAULT: &str = "terminal";

/// The built-in themes, by name, in the order in which they are offered.
pub(super) const BUILT_IN: [(&str, &str); 7] = [
    (DEFAULT, include_str!("themes/terminal.toml")),
    ("light", include_str!("themes/light.toml")),
    ("dark", include_str!("themes/dark.toml")),
    ("paper", include_str!("themes/paper.toml")),
    ("contrast", include_str!("themes/contrast.toml")),
    ("gruvbox", include_str!("themes/gruvbox.toml")),
    ("solarized", include_str!("themes/solarized.toml")),
];

const FORMAT: Format = Format {
    name: "a theme",
    duplicate: "remove one of the two lines; the first one is used",
    duplicate_header: "a theme needs no headers",
    spaced_key: "write one word before the =",
    headers: "a table",
    too_large: "leave out what does not belong to the theme",
    meant: role::line,
};

/// A theme as it is chosen from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    pub name: String,
    pub palette: Palette,
    /// Its own name, and that of each theme that it builds on.
    pub upon: Vec<String>,
}

/// What the file of a theme says.
#[derive(Clone, Debug, Default, PartialEq)]
struct Written {
    /// The theme it builds on, and where the file says so.
    base: Option<(String, Position)>,
    styles: Vec<(&'static str, Style)>,
}

/// A theme of the user's and the faults in its file.
#[derive(Clone, Debug)]
pub struct FaultyTheme {
    /// The theme's name.
    pub name: String,
    pub faults: Vec<Diagnostic>,
}

/// All themes, and what is wrong in their files. `files` are the user's own: the name of each and what it holds.
/// One that has the name of a built-in theme replaces it; one that cannot be read has no styles of its own. A role
/// that cannot be read is that of the theme it builds on, which is `terminal` if the file names none. The faults of
/// the themes that are `set`, and of those that these build on, come first.
pub fn all(files: &[(String, Contents)], set: &[&str]) -> (Vec<Theme>, Vec<FaultyTheme>) {
    let mut faults: BTreeMap<&str, Vec<Diagnostic>> = BTreeMap::new();
    let mut written = BTreeMap::new();
    for (name, contents) in files {
        let (theme, wrong) = match contents {
            Ok(bytes) => parse(bytes),
            Err(why) => (Written::default(), vec![unreadable(why)]),
        };
        written.insert(name.as_str(), theme);
        faults.insert(name, wrong);
    }
    let mut in_use = Vec::new();
    let mut themes = Vec::new();
    for name in names(written.keys().copied()) {
        let resolved = resolve(name, &written);
        if set.contains(&name) {
            in_use.extend_from_slice(&resolved.names);
        }
        let fault = resolved.fault(&written, set);
        faults.entry(name).or_default().extend(fault);
        themes.push(Theme {
            name: name.to_owned(),
            palette: resolved.palette,
            upon: resolved.names.into_iter().map(str::to_owned).collect(),
        });
    }
    let use_of = |name: &str| in_use.iter().position(|used| *used == name);
    let with_faults = faults.into_iter().filter(|(_, faults)| !faults.is_empty());
    let mut files: Vec<_> = with_faults
        .map(|(name, faults)| FaultyTheme {
            name: name.to_owned(),
            faults: Diagnostic::in_order(faults),
        })
        .collect();
    files.sort_by_key(|file| use_of(&file.name).unwrap_or(usize::MAX));
    (themes, files)
}

/// The names of all themes, the built-in ones first; `own` are those of the user's, sorted.
pub(super) fn names<'n>(own: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let own: Vec<_> = own.collect();
    let built_in = BUILT_IN.iter().map(|(name, _)| *name);
    let built_in = built_in.filter(|name| !own.contains(name));
    built_in.chain(own.iter().copied()).collect()
}

/// The most themes that are named where it is said which there are.
const LISTED: usize = 20;

/// The fault that no theme has this name, which is written `at` a place; `known` are the names there are.
pub(super) fn unknown(name: &str, at: Option<Position>, known: &[&str]) -> Diagnostic {
    let message = format!("there is no theme \"{}\"", shown(name));
    let help = if let Some(meant) = nearest(name, known.iter().copied()) {
        format!("did you mean \"{meant}\"?")
    } else {
        let more = if known.len() > LISTED { ", …" } else { "" };
        let known: Vec<_> = known.iter().take(LISTED).copied().collect();
        format!("there are {}{more}", known.join(", "))
    };
    Diagnostic {
        position: at,
        ..Diagnostic::of_file(&message, Some(&help))
    }
}

/// Whether a built-in theme has this name.
pub fn is_built_in(name: &str) -> bool {
    BUILT_IN.iter().any(|(known, _)| *known == name)
}

/// The built-in theme with this name.
pub fn built_in(name: &str) -> Option<Palette> {
    if name == DEFAULT {
        return Some(Palette::COLOURED);
    }
    let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
    let (written, _) = parse(text.as_bytes());
    Some(applied(Palette::COLOURED, &written.styles))
}

/// A theme with those that it builds on.
struct Resolved<'w> {
    palette: Palette,
    /// Its own, and that of each theme below it.
    names: Vec<&'w str>,
    end: End<'w>,
}

/// Where the way down from a theme to those that it builds on ends.
enum End<'w> {
    /// At a theme that builds on none of the user's.
    Bottom,
    /// At a name that no theme has.
    Unknown(&'w str),
    /// At this theme, which was passed already.
    Circle(&'w str),
}

/// The palette of a theme, with those of the themes it builds on below it.
fn resolve<'w>(name: &'w str, written: &'w BTreeMap<&str, Written>) -> Resolved<'w> {
    let mut names = vec![name];
    let mut above = Vec::new();
    let mut next = name;
    let (bottom, end) = loop {
        let Some(theme) = written.get(next) else {
            break (built_in(next), End::Bottom);
        };
        above.push(&theme.styles);
        let Some((base, _)) = &theme.base else {
            break (None, End::Bottom);
        };
        // A theme of the user's with the name of a built-in one may build on that.
        if base == next && is_built_in(base) {
            break (built_in(base), End::Bottom);
        }
        if names.contains(&base.as_str()) {
            break (None, End::Circle(base));
        }
        if !written.contains_key(base.as_str()) && !is_built_in(base) {
            break (None, End::Unknown(base));
        }
        names.push(base);
        next = base;
    };
    let styles = above.iter().rev();
    let palette = styles.fold(bottom.unwrap_or(Palette::COLOURED), |palette, styles| {
        applied(palette, styles)
    });
    Resolved {
        palette,
        names,
        end,
    }
}

impl Resolved<'_> {
    /// What is wrong with the theme that it builds on, if that is to be reported in its file.
    fn fault(&self, written: &BTreeMap<&str, Written>, set: &[&str]) -> Option<Diagnostic> {
        let own = *self.names.first()?;
        let (_, at) = written.get(own)?.base.as_ref()?;
        match self.end {
            // A theme further down has a fault of its own.
            End::Unknown(base) if self.names.len() == 1 => {
                let known = names(written.keys().copied());
                Some(unknown(base, Some(at.clone()), &known))
            }
            // All those of a circle lead back to themselves, and one of them reports it.
            End::Circle(back) if back == own => {
                let of_set = self.names.iter().filter(|name| set.contains(*name));
                let reporting = of_set.min().or(self.names.iter().min());
                (reporting == Some(&own)).then(|| builds_on_itself(&self.names, at))
            }
            _ => None,
        }
    }
}

/// The most themes of a circle that are named.
const NAMED: usize = 8;

fn builds_on_itself(circle: &[&str], at: &Position) -> Diagnostic {
    let (message, help) = match circle {
        [_] => (
            "the theme builds on itself".to_owned(),
            "name another theme, or leave `base` out",
        ),
        circle => {
            let mut names: Vec<_> = circle.iter().take(NAMED).map(|name| shown(name)).collect();
            if circle.len() > NAMED {
                names.push("…".to_owned());
            }
            let names = names.join(" → ");
            let first = shown(circle[0]);
            (
                format!("the theme builds on itself: {names} → {first}"),
                "in one of them, name another theme, or leave `base` out",
            )
        }
    };
    Diagnostic {
        position: Some(at.clone()),
        ..Diagnostic::of_file(&message, Some(help))
    }
}

fn applied(mut palette: Palette, styles: &[(&'static str, Style)]) -> Palette {
    for (name, style) in styles {
        if let Some(role) = palette.role_mut(name) {
            *role = *style;
        }
    }
    palette
}

fn parse(bytes: &[u8]) -> (Written, Vec<Diagnostic>) {
    let (written, faults) = read_bytes(bytes, &FORMAT, &THEME, |theme, faults| {
        theme.report_unknown_keys(Severity::Error, faults);
        let span = theme.value(BASE).map(toml::Spanned::span);
        let span = span.filter(|span| !faults.is_broken(span));
        let base = span.and_then(|span| {
            let base = theme.string(BASE, faults)?.trim();
            Some((base.to_owned(), Position::new(faults.source(), span)))
        });
        let styles = Palette::ROLES
            .iter()
            .filter_map(|name| Some((*name, role::style(theme, name, faults)?)));
        Written {
            base,
            styles: styles.collect(),
        }
    });
    (written.unwrap_or_default(), faults)
}

#[cfg(test)]
mod tests {
    use super::super::palette::{Attributes, Colour, Depth, Palette, Style, contrast};
    use super::{
        BUILT_IN, Contents, DEFAULT, Diagnostic, FaultyTheme, Theme, all, built_in, parse,
    };

    /// All themes, with these files, none of which is set.
    fn all_of(files: &[(&str, &str)]) -> (Vec<Theme>, Vec<FaultyTheme>) {
        all(&named(files), &[])
    }

    fn named(files: &[(&str, &str)]) -> Vec<(String, Contents)> {
        let file = |&(name, text): &(&str, &str)| (name.to_owned(), Ok(text.as_bytes().to_vec()));
        files.iter().map(file).collect()
    }

    #[track_caller]
    fn find(themes: &[Theme], name: &str) -> Palette {
        themes
            .iter()
            .find(|theme| theme.name == name)
            .unwrap()
            .palette
    }

    #[test]
    fn the_built_in_themes_are_whole_and_have_no_faults() {
        for (name, text) in BUILT_IN {
            let (written, faults) = parse(text.as_bytes());
            assert_eq!(faults, [], "{name}");
            let roles: Vec<_> = written.styles.iter().map(|(role, _)| *role).collect();
            assert_eq!(roles, Palette::ROLES, "{name}");
        }
    }

    #[test]
    fn the_file_of_the_default_theme_says_what_is_compiled_in() {
        let (written, _) = parse(BUILT_IN[0].1.as_bytes());
        assert_eq!(BUILT_IN[0].0, DEFAULT);
        assert_eq!(
            super::applied(Palette::PLAIN, &written.styles),
            Palette::COLOURED
        );
    }

    #[test]
    fn all_text_can_be_read_in_themes_with_a_background() {
        for (name, _) in BUILT_IN.iter().filter(|(name, _)| *name != DEFAULT) {
            let least = if *name == "contrast" { 7.0 } else { 4.5 };
            for depth in [Depth::True, Depth::Two56] {
                let palette = built_in(name).unwrap().reduced_to(depth);
                let (text, behind) = (
                    palette.text.foreground.unwrap(),
                    palette.text.background.unwrap(),
                );
                for (role, style) in palette.styles() {
                    let foreground = style.foreground.unwrap_or(text);
                    let contrast = contrast(foreground, style.background.unwrap_or(behind));
                    assert!(
                        contrast >= least,
                        "{name}, {role}, {depth:?}: {contrast:.2}"
                    );
                }
            }
        }
    }

    #[test]
    fn roles_that_mean_a_state_look_different_in_every_theme_and_depth() {
        for (name, _) in BUILT_IN {
            for depth in [Depth::True, Depth::Two56, Depth::Sixteen] {
                let palette = built_in(name).unwrap().reduced_to(depth);
                let states = [
                    palette.text,
                    palette.matched,
                    palette.current_match,
                    palette.selected,
                    palette.link,
                ];
                for (at, one) in states.iter().enumerate() {
                    assert!(
                        !states[at + 1..].contains(one),
                        "{name}, {depth:?}: {one:?}"
                    );
                }
                assert_ne!(palette.accent, palette.bar_unfocused, "{name}, {depth:?}");
            }
        }
    }

    #[test]
    fn a_theme_of_the_users_builds_on_another() {
        let (themes, faulty) = all_of(&[
            ("mine", "base = \"dark\"\naccent = \"bold red\"\n"),
            ("more", "base = \"mine\"\nlink = \"italic\"\n"),
            ("plain", "accent = \"green\"\n"),
            ("light", "base = \"light\"\nfault = \"red\"\n"),
        ]);
        assert!(faulty.is_empty(), "{faulty:?}");
        let dark = built_in("dark").unwrap();
        let red = Style::PLAIN.with(Attributes::BOLD).foreground(Colour::Red);
        assert_eq!(
            find(&themes, "mine"),
            Palette {
                accent: red,
                ..dark
            }
        );
        let italic = Style::PLAIN.with(Attributes::ITALIC);
        assert_eq!(
            find(&themes, "more"),
            Palette {
                accent: red,
                link: italic,
                ..dark
            }
        );
        let green = Style::PLAIN.foreground(Colour::Green);
        assert_eq!(
            find(&themes, "plain"),
            Palette {
                accent: green,
                ..Palette::COLOURED
            }
        );
        let light = built_in("light").unwrap();
        let plain_red = Style::PLAIN.foreground(Colour::Red);
        assert_eq!(
            find(&themes, "light"),
            Palette {
                fault: plain_red,
                ..light
            }
        );
        assert_eq!(themes.len(), 10);
    }

    #[test]
    fn faults_are_told_and_everything_else_holds() {
        for (text, expected) in [
            (
                "acent = \"red\"",
                "1:1: unknown key `acent` in the theme; did you mean `accent`?",
            ),
            (
                "accent = \"magneta\"",
                "1:11: `magneta` is neither a colour nor an attribute; did you mean `magenta`?",
            ),
            (
                "accent = 3",
                "1:10: accent must be a style in quotes, not an integer; write accent = \"3\"",
            ),
            (
                "base = \"mine\"",
                "1:8: the theme builds on itself; name another theme, or leave `base` out",
            ),
            (
                "base = \"drak\"",
                "1:8: there is no theme \"drak\"; did you mean \"dark\"?",
            ),
            ("\0", "1:1: "),
        ] {
            let text = format!("{text}\nfault = \"cyan\"\n");
            let (themes, faulty) = all_of(&[("mine", &text)]);
            let [file] = faulty.as_slice() else {
                panic!("{text:?}: {faulty:?}");
            };
            let told: Vec<_> = file.faults.iter().map(ToString::to_string).collect();
            assert!(told[0].starts_with(expected), "{told:?}");
            assert!(file.faults.iter().all(Diagnostic::is_error), "{told:?}");
            let cyan = Style::PLAIN.foreground(Colour::Cyan);
            assert_eq!(find(&themes, "mine").fault, cyan, "{text:?}");
        }
    }

    #[test]
    fn each_wrong_word_of_a_style_is_told_at_its_column() {
        for (text, expected) in [
            (
                "link = \"bolt magneta on gren\"",
                &[
                    "1:9: `bolt` is neither a colour nor an attribute; did you mean `bold`?",
                    "1:14: `magneta` is neither a colour nor an attribute; did you mean `magenta`?",
                    "1:25: `gren` is neither a colour nor an attribute; did you mean `green`?",
                ][..],
            ),
            (
                "link = '''gren'''",
                &["1:11: `gren` is neither a colour nor an attribute; did you mean `green`?"],
            ),
            // The text is not in the file as it is read.
            (
                "link = \"\\u0067ren bolt\"",
                &[
                    "1:8: `gren` is neither a colour nor an attribute; did you mean `green`?",
                    "1:8: `bolt` is neither a colour nor an attribute; did you mean `bold`?",
                ],
            ),
        ] {
            let (_, faulty) = all_of(&[("mine", text)]);
            let told: Vec<_> = faulty[0].faults.iter().map(ToString::to_string).collect();
            assert_eq!(told, expected, "{text}");
        }
    }

    #[test]
    fn a_style_that_is_no_text_is_written_as_one() {
        for (value, expected) in [
            ("208", "208"),
            ("0xffb454", "#ffb454"),
            ("0xFF", "#0000FF"),
            ("[\"bold\", \"red\"]", "bold red"),
            ("{ fg = \"red\", bold = true, bg = 8 }", "on 8 bold red"),
            ("{ color = \"red\", modifiers = [\"bold\"] }", "red bold"),
            ("{ fg = \"red\", bold = false }", "red"),
        ] {
            let (_, faults) = parse(format!("link = {value}").as_bytes());
            let help = faults[0].help.as_ref().map(ToString::to_string);
            assert_eq!(
                help,
                Some(format!("write link = \"{expected}\"")),
                "{value}"
            );
            assert_eq!(faults.len(), 1);
        }
        let long = format!("[\"red\"{}]", ", \"bold\"".repeat(20));
        for value in ["true", "3000", "0b101", "0o17", "1.5", "{}", "[]", &long] {
            let (_, faults) = parse(format!("link = {value}").as_bytes());
            let help = faults[0].help.as_ref().map(ToString::to_string);
            let expected = "write it in quotes, as in link = \"bold cyan\"";
            assert_eq!(help.as_deref(), Some(expected), "{value}");
        }
    }

    #[test]
    fn a_line_that_is_no_toml_is_written_out() {
        for (line, expected) in [
            ("link = red", "link = \"red\""),
            (
                "link = bold bright red # alert",
                "link = \"bold bright-red\"",
            ),
            ("link = #ffb454", "link = \"#ffb454\""),
            ("link = ffb454", "link = \"#ffb454\""),
            ("link red", "link = \"red\""),
            ("highlight: black on yellow", "match = \"black on yellow\""),
            ("base = dark", "base = \"dark\""),
            ("base = da\"rk", "base = 'da\"rk'"),
            ("link = #ffb454ff", "link = \"#ffb454\""),
            ("link = bold 123456", "link = \"bold #123456\""),
            ("Current_Match: red", "current-match = \"red\""),
        ] {
            let (_, faults) = parse(line.as_bytes());
            let help = faults[0].help.as_ref().map(ToString::to_string);
            assert_eq!(help, Some(format!("write {expected}")), "{line}");
        }
        // Of long texts, no part is given for the whole.
        for line in ["base = x", "link = red bold"] {
            let line = format!("{line}{}", " bold".repeat(20));
            let (_, faults) = parse(line.as_bytes());
            let help = faults[0].help.as_ref().map(ToString::to_string);
            assert_eq!(help.as_deref(), Some("put the text in quotes"), "{line}");
        }
    }

    #[test]
    fn what_is_not_utf_8_costs_its_own_style_alone() {
        let bytes = b"base = \"da\xFFrk\"\nlink = \"re\xFFd\"\ncode = \"red\"".to_vec();
        let (themes, faulty) = all(&[("mine".to_owned(), Ok(bytes))], &[]);
        let told: Vec<_> = faulty[0].faults.iter().map(ToString::to_string).collect();
        let fault = "not UTF-8; save the file as UTF-8";
        assert_eq!(told, [format!("1:11: {fault}"), format!("2:11: {fault}")]);
        let code = Style::PLAIN.foreground(Colour::Red);
        let expected = Palette {
            code,
            ..Palette::COLOURED
        };
        assert_eq!(find(&themes, "mine"), expected);
    }

    #[test]
    fn the_fault_of_a_base_comes_in_its_order() {
        let (_, faulty) = all_of(&[("mine", "base = \"drak\"\ncode = \"grene\"")]);
        let lines = faulty[0].faults.iter().map(ToString::to_string);
        let lines: Vec<_> = lines.collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with("1:8: there is no theme"), "{lines:?}");
    }

    /// The faults of some themes, each with the name of its file.
    fn faults(files: &[(&str, &str)], set: &[&str]) -> Vec<String> {
        let (_, files) = all(&named(files), set);
        let lines = files.iter().flat_map(|file| {
            let faults = file.faults.iter();
            faults.map(|fault| format!("{}:{fault}", file.name))
        });
        lines.collect()
    }

    #[test]
    fn themes_that_build_on_each_other_in_a_circle_are_reported_once() {
        let circle = [
            ("two", "\nbase = \"one\"\nlink = \"red\""),
            ("one", "base = \"half\"\ncode = \"red\""),
            ("half", "base = \"two\""),
            ("three", "base = \"one\""),
        ];
        let help = "in one of them, name another theme, or leave `base` out";
        for (set, expected) in [
            (
                &[][..],
                "half:1:8: the theme builds on itself: half → two → one → half",
            ),
            (
                &["two"],
                "two:2:8: the theme builds on itself: two → one → half → two",
            ),
            (
                &["two", "one"],
                "one:1:8: the theme builds on itself: one → half → two → one",
            ),
            (
                &["three"],
                "half:1:8: the theme builds on itself: half → two → one → half",
            ),
        ] {
            assert_eq!(faults(&circle, set), [format!("{expected}; {help}")]);
        }
        let (themes, _) = all_of(&circle);
        let red = Style::PLAIN.foreground(Colour::Red);
        assert_eq!(
            (find(&themes, "three").code, find(&themes, "three").link),
            (red, red)
        );
    }

    #[test]
    fn an_unknown_base_is_reported_in_the_file_that_names_it() {
        let files = [("one", "base = \"two\""), ("two", "\nbase = \"drak\"")];
        let unknown = "two:2:8: there is no theme \"drak\"; did you mean \"dark\"?";
        assert_eq!(faults(&files, &["one"]), [unknown]);
        let unknown = "mine:1:1: unknown key `background` in the theme; did you mean `text`?";
        assert_eq!(faults(&[("mine", "background = \"red\"")], &[]), [unknown]);
    }

    #[test]
    fn of_many_themes_only_some_are_named() {
        let names: Vec<_> = (0..30).map(|number| format!("t{number:02}")).collect();
        let files: Vec<_> = names.iter().map(|name| (name.as_str(), "")).collect();
        let all = [&files[..], &[("zz", "base = \"q\"")]].concat();
        let faults = faults(&all, &[]);
        assert!(
            faults[0].contains("there are terminal, light, "),
            "{faults:?}"
        );
        assert!(faults[0].ends_with(", t11, t12, …"), "{faults:?}");
    }

    #[test]
    fn a_long_circle_is_named_in_part() {
        let files: Vec<_> = (0..40)
            .map(|number| {
                let text = format!("base = \"t{:02}\"", (number + 1) % 40);
                (format!("t{number:02}"), Ok(text.into_bytes()))
            })
            .collect();
        let (_, faulty) = all(&files, &[]);
        assert_eq!(faulty.len(), 1);
        let message = &faulty[0].faults[0].message;
        assert!(message.ends_with(" → t06 → t07 → … → t00"), "{message}");
    }

    #[test]
    fn the_faults_of_the_theme_that_is_set_come_first() {
        let files = [
            ("under", "base = \"below\"\nlink = \"bleu\""),
            ("below", "link = \"gren\""),
            ("aside", "link = \"rde\""),
            ("a", "base = \"nowhere\""),
        ];
        let names = |set: &[&str]| {
            let (_, faulty) = all(&named(&files), set);
            faulty.into_iter().map(|file| file.name).collect::<Vec<_>>()
        };
        assert_eq!(names(&[]), ["a", "aside", "below", "under"]);
        assert_eq!(names(&["under"]), ["under", "below", "a", "aside"]);
        assert_eq!(names(&["dark", "aside"]), ["aside", "a", "below", "under"]);
    }

    #[test]
    fn a_role_that_is_there_twice_has_its_first_style() {
        let text = "link = \"red\"\nlink = \"blue\"\n";
        let duplicate =
            "mine:2:1: duplicate key; remove one of the two lines; the first one is used";
        assert_eq!(faults(&[("mine", text)], &[]), [duplicate]);
        let (themes, _) = all_of(&[("mine", text)]);
        let red = Style::PLAIN.foreground(Colour::Red);
        assert_eq!(find(&themes, "mine").link, red);
    }
}
