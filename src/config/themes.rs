//! Themes: palettes as TOML files, of which some are built in.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::palette::{Palette, Style};
use crate::briefing::{
    Diagnostic, Faults, Fields, Format, Position, Scope, nearest, read_tree, shown, wrong_type,
};

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
    duplicate: "remove one of the two lines; the first holds",
    headers: "a table",
    duplicate_header: "a theme needs no headers",
    spaced_key: "write one word before the =",
    too_large: "leave out what does not belong to the theme",
};

/// The key that names the theme that a theme builds on.
const BASE: &str = "base";

pub(super) static THEME: Scope = Scope {
    name: "the theme",
    prefix: "",
    keys: &[
        BASE,
        "text",
        "dim",
        "strong",
        "accent",
        "bar",
        "standfirst",
        "quote",
        "code",
        "link",
        "notice",
        "match",
        "current-match",
        "selection",
        "saved",
        "unread",
        "fault",
    ],
    aliases: &[
        ("background", "text"),
        ("foreground", "text"),
        ("normal", "text"),
        ("inherits", BASE),
        ("include", BASE),
        ("headline", "strong"),
        ("heading", "strong"),
        ("section", "accent"),
        ("summary", "standfirst"),
        ("highlight", "match"),
        ("current_match", "current-match"),
        ("selected", "selection"),
        ("error", "fault"),
    ],
    helps: &[],
    file: None,
};

/// A theme as it is chosen from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    pub name: String,
    pub palette: Palette,
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

/// All themes, and what is wrong in their files. `files` are the user's own: the name of each and its bytes.
/// One that has the name of a built-in theme replaces it. A role that cannot be read is that of the theme
/// it builds on, which is `terminal` if the file names none.
pub fn all(files: &[(String, Vec<u8>)]) -> (Vec<Theme>, Vec<FaultyTheme>) {
    let mut faulty = Vec::new();
    let mut written = BTreeMap::new();
    for (name, bytes) in files {
        let (theme, wrong) = parse(bytes);
        written.insert(name.as_str(), theme);
        if !wrong.is_empty() {
            faulty.push(FaultyTheme {
                name: name.clone(),
                faults: wrong,
            });
        }
    }
    let themes = names(written.keys().copied()).into_iter().map(|name| {
        let (palette, fault) = resolve(name, &written);
        if let Some(fault) = fault {
            match faulty.iter_mut().find(|file| file.name == name) {
                Some(file) => {
                    file.faults.push(fault);
                    file.faults = Diagnostic::in_order(std::mem::take(&mut file.faults));
                }
                None => faulty.push(FaultyTheme {
                    name: name.to_owned(),
                    faults: vec![fault],
                }),
            }
        }
        Theme {
            name: name.to_owned(),
            palette,
        }
    });
    let themes = themes.collect();
    (themes, faulty)
}

/// The names of all themes, the built-in ones first; `own` are those of the user's, sorted.
pub(super) fn names<'n>(own: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let own: Vec<_> = own.collect();
    let built_in = BUILT_IN.iter().map(|(name, _)| *name);
    let built_in = built_in.filter(|name| !own.contains(name));
    built_in.chain(own.iter().copied()).collect()
}

/// The fault that no theme has this name, which is written `at` a place; `known` are the names there are.
pub(super) fn unknown(name: &str, at: Option<Position>, known: &[&str]) -> Diagnostic {
    let message = format!("there is no theme \"{}\"", shown(name));
    let help = match nearest(name, known.iter().copied()) {
        Some(meant) => format!("did you mean \"{meant}\"?"),
        None => format!("there are {}", known.join(", ")),
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

/// The palette of a theme, with those of the themes it builds on below it, and why these cannot be followed to
/// the last.
fn resolve(name: &str, written: &BTreeMap<&str, Written>) -> (Palette, Option<Diagnostic>) {
    let mut names = vec![name];
    let mut above = Vec::new();
    let mut fault = None;
    let mut next = name;
    let bottom = loop {
        let Some(theme) = written.get(next) else {
            break built_in(next);
        };
        above.push(&theme.styles);
        let Some((base, at)) = &theme.base else {
            break None;
        };
        // A theme of the user's with the name of a built-in one may build on that.
        if base == next && is_built_in(base) {
            break built_in(base);
        }
        if names.contains(&base.as_str()) {
            // Reported only in a file whose own words lead back to it.
            fault = (base == name).then(|| builds_on_itself(at));
            break None;
        }
        if !written.contains_key(base.as_str()) && !is_built_in(base) {
            let known = self::names(written.keys().copied());
            let is_own = next == name;
            fault = is_own.then(|| unknown(base, Some(at.clone()), &known));
            break None;
        }
        names.push(base);
        next = base;
    };
    let styles = above.iter().rev();
    let palette = styles.fold(bottom.unwrap_or(Palette::COLOURED), |palette, styles| {
        applied(palette, styles)
    });
    (palette, fault)
}

fn builds_on_itself(at: &Position) -> Diagnostic {
    let help = "name another theme, or leave `base` out";
    Diagnostic {
        position: Some(at.clone()),
        ..Diagnostic::of_file("the theme builds on itself", Some(help))
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
    let source = match str::from_utf8(bytes) {
        Ok(source) => source,
        Err(error) => {
            let fault = Diagnostic::not_utf8(bytes, error.valid_up_to());
            return (Written::default(), vec![fault]);
        }
    };
    let (written, faults) = read_tree(source, &FORMAT, &THEME, |theme, faults| {
        theme.report_unknown_keys(faults);
        let base = theme.string(BASE, faults).map(|base| {
            let span = theme
                .value(BASE)
                .map(toml::Spanned::span)
                .unwrap_or_default();
            (base.trim().to_owned(), Position::new(source, span))
        });
        let styles = Palette::ROLES
            .iter()
            .filter_map(|role| Some((*role, style(theme, role, faults)?)));
        Written {
            base,
            styles: styles.collect(),
        }
    });
    (written.unwrap_or_default(), faults)
}

fn style(theme: Fields<'_, '_>, role: &str, faults: &mut Faults<'_>) -> Option<Style> {
    let value = theme.value(role)?;
    let DeValue::String(written) = value.get_ref() else {
        wrong_type(
            faults,
            role,
            value.span(),
            "a style in quotes, such as \"bold cyan\"",
            value.get_ref(),
        );
        return None;
    };
    if faults.is_broken(&value.span()) {
        return None;
    }
    match Style::parse(written) {
        Ok(style) => Some(style),
        Err(wrong) => {
            faults.error(value.span(), &wrong.message, &wrong.help);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::palette::{Attributes, Colour, Depth, Palette, Style, contrast};
    use super::{BUILT_IN, DEFAULT, Theme, all, built_in, parse};

    fn files(all: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
        let file = |&(name, text): &(&str, &str)| (name.to_owned(), text.as_bytes().to_vec());
        all.iter().map(file).collect()
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
        let (themes, faulty) = all(&files(&[
            ("mine", "base = \"dark\"\naccent = \"bold red\"\n"),
            ("more", "base = \"mine\"\nlink = \"italic\"\n"),
            ("plain", "accent = \"green\"\n"),
            ("light", "base = \"light\"\nfault = \"red\"\n"),
        ]));
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
                "1:10: `magneta` is neither a colour nor an attribute; did you mean `magenta`?",
            ),
            (
                "accent = 3",
                "1:10: accent must be a style in quotes, such as \"bold cyan\", and this is an integer",
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
            let (themes, faulty) = all(&files(&[("mine", &text)]));
            let [file] = faulty.as_slice() else {
                panic!("{text:?}: {faulty:?}");
            };
            let told: Vec<_> = file.faults.iter().map(ToString::to_string).collect();
            assert!(told[0].starts_with(expected), "{told:?}");
            let cyan = Style::PLAIN.foreground(Colour::Cyan);
            assert_eq!(find(&themes, "mine").fault, cyan, "{text:?}");
        }
    }

    #[test]
    fn the_fault_of_a_base_comes_in_its_order() {
        let (_, faulty) = all(&files(&[("mine", "base = \"drak\"\ncode = \"grene\"")]));
        let lines = faulty[0].faults.iter().map(ToString::to_string);
        let lines: Vec<_> = lines.collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with("1:8: there is no theme"), "{lines:?}");
    }

    #[test]
    fn themes_that_build_on_each_other_in_a_circle_are_told() {
        let (themes, faulty) = all(&files(&[
            ("one", "base = \"two\"\ncode = \"red\""),
            ("two", "base = \"one\"\nlink = \"red\""),
            ("three", "base = \"one\""),
        ]));
        let names: Vec<_> = faulty.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["one", "two"]);
        let red = Style::PLAIN.foreground(Colour::Red);
        assert_eq!(
            (find(&themes, "three").code, find(&themes, "three").link),
            (red, red)
        );
    }
}
