//! How links are opened, how text is copied, and what the terminal can do, by the settings and the environment.

use super::clipboard::{Multiplexer, Route};
use crate::app::{Abilities, Clipboard, Colours};
use crate::config::has_hyperlinks;
use crate::config::palette::Depth;
use crate::config::settings::{COPY, CopyTo, MOUSE, OPENER, Origin, Setting, Settings};
use crate::text::DisplayText;

/// What the settings and the environment say.
pub(super) struct Surroundings {
    pub(super) abilities: Abilities,
    /// The user's command for links as words, or why it cannot be used; `None` for the system's.
    pub(super) opener: Option<Result<Vec<String>, String>>,
    pub(super) route: Route,
    /// Whether the terminal is to report the mouse.
    pub(super) mouse: bool,
    /// Why `ROUNDUP_MOUSE` cannot be used, if it cannot.
    pub(super) wrong_mouse: Option<String>,
}

/// Gives `settings` what variables override, and reads the rest of the environment; `variable` gives the value of
/// a variable, unless that is empty.
pub(super) fn read(
    settings: &mut Settings,
    variable: impl Fn(&str) -> Option<String>,
) -> Surroundings {
    let faults = settings.take_variables(&variable);
    let fault = |name: &str| {
        let fault = faults.iter().find(|(variable, _)| *variable == name);
        fault.map(|(variable, why)| format!("{variable} {why}"))
    };
    let opener = match (fault(OPENER), settings.open.value.as_slice()) {
        (Some(why), _) => Some(Err(why)),
        (None, []) => None,
        (None, words) => Some(Ok(words.to_vec())),
    };
    let is_set = |name: &str| variable(name).is_some();
    let is_remote = is_set("SSH_CONNECTION") || is_set("SSH_TTY");
    let has_display = is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
    let (route, clipboard) = clipboard(&settings.copy, fault(COPY), &variable);
    Surroundings {
        abilities: Abilities {
            hyperlinks: has_hyperlinks(&variable),
            opens_links: opener.is_some() || has_display || !is_remote,
            clipboard,
            colours: Colours {
                depth: variable("NO_COLOR").is_none().then(|| Depth::of(&variable)),
                colorfgbg: variable("COLORFGBG"),
            },
        },
        opener,
        route,
        mouse: settings.mouse.value.0,
        wrong_mouse: fault(MOUSE),
    }
}

/// `fault` is why the variable for it cannot be used.
fn clipboard(
    copy: &Setting<CopyTo>,
    fault: Option<String>,
    variable: &impl Fn(&str) -> Option<String>,
) -> (Route, Clipboard) {
    let term = variable("TERM").unwrap_or_default();
    match (fault, &copy.value) {
        (Some(why), _) => (Route::Nowhere, Clipboard::Missing(DisplayText::line(&why))),
        (None, CopyTo::Command(words)) => {
            let program = words.first().map_or("", String::as_str);
            let program = DisplayText::line(program);
            (Route::Command(words.clone()), Clipboard::Command(program))
        }
        (None, CopyTo::Terminal) if term == "linux" && copy.origin == Origin::Default => {
            let why = "the Linux console has no clipboard; set `copy` in config.toml to a program";
            (Route::Nowhere, Clipboard::Missing(DisplayText::line(why)))
        }
        (None, CopyTo::Terminal) => {
            let multiplexer = if variable("TMUX").is_some() || term.starts_with("tmux") {
                Multiplexer::Tmux
            } else if variable("STY").is_some() {
                Multiplexer::Screen
            } else {
                Multiplexer::None
            };
            (Route::Terminal(multiplexer), Clipboard::Terminal)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Route, Surroundings};
    use crate::app::Clipboard;
    use crate::config::palette::Depth;
    use crate::config::settings::{self, Settings};

    fn read(variable: impl Fn(&str) -> Option<String>) -> Surroundings {
        super::read(&mut Settings::default(), variable)
    }

    fn variables<'v>(all: &'v [(&str, &str)]) -> impl Fn(&str) -> Option<String> + 'v {
        move |name| {
            let found = all.iter().find(|(given, _)| *given == name);
            found.map(|(_, value)| (*value).to_owned())
        }
    }

    #[test]
    fn links_open_unless_the_user_is_elsewhere_and_has_no_display() {
        let ssh = ("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22");
        for (all, opens) in [
            (&[][..], true),
            (&[ssh], false),
            (&[("SSH_TTY", "/dev/pts/1")], false),
            (&[ssh, ("DISPLAY", ":10")], true),
            (&[ssh, ("WAYLAND_DISPLAY", "wayland-0")], true),
            (&[ssh, ("ROUNDUP_OPENER", "lemonade open")], true),
        ] {
            assert_eq!(read(variables(all)).abilities.opens_links, opens, "{all:?}");
        }
    }

    #[test]
    fn the_mouse_is_on_unless_it_is_turned_off() {
        for (all, on) in [
            (&[][..], true),
            (&[("ROUNDUP_MOUSE", "1")], true),
            (&[("ROUNDUP_MOUSE", "Yes")], true),
            (&[("ROUNDUP_MOUSE", "0")], false),
            (&[("ROUNDUP_MOUSE", "no")], false),
            (&[("ROUNDUP_MOUSE", "off")], false),
            (&[("ROUNDUP_MOUSE", "FALSE")], false),
        ] {
            let read = read(variables(all));
            assert_eq!((read.mouse, read.wrong_mouse), (on, None), "{all:?}");
        }
        let wrong = read(variables(&[("ROUNDUP_MOUSE", "left")]));
        let why = "ROUNDUP_MOUSE must be true or false".to_owned();
        assert_eq!((wrong.mouse, wrong.wrong_mouse), (true, Some(why)));
    }

    #[test]
    fn commands_are_split_as_a_shell_would() {
        let read = read(variables(&[
            ("ROUNDUP_OPENER", "open -a 'Some Browser'"),
            ("ROUNDUP_COPY", "xclip -selection clipboard"),
        ]));
        let words = ["open", "-a", "Some Browser"].map(str::to_owned);
        assert_eq!(read.opener, Some(Ok(words.to_vec())));
        let words = ["xclip", "-selection", "clipboard"].map(str::to_owned);
        assert_eq!(read.route, Route::Command(words.to_vec()));
    }

    #[test]
    fn settings_hold_where_no_variable_overrides_them() {
        let text = "open = [\"firefox\", \"-P\"]\ncopy = [\"wl-copy\"]\nmouse = false\n";
        let (settings, faults) = settings::parse(text.as_bytes());
        assert_eq!(faults, []);
        let read = super::read(&mut settings.clone(), variables(&[("TERM", "linux")]));
        let words = ["firefox", "-P"].map(str::to_owned);
        assert_eq!(read.opener, Some(Ok(words.to_vec())));
        assert_eq!(read.route, Route::Command(vec!["wl-copy".to_owned()]));
        assert!(!read.mouse);
        let all = [
            ("ROUNDUP_OPENER", "lynx"),
            ("ROUNDUP_COPY", "osc52"),
            ("ROUNDUP_MOUSE", "1"),
        ];
        let read = super::read(&mut settings.clone(), variables(&all));
        assert_eq!(read.opener, Some(Ok(vec!["lynx".to_owned()])));
        assert!(matches!(read.route, Route::Terminal(_)));
        assert!(read.mouse);
    }

    #[test]
    fn the_console_copies_through_the_terminal_if_that_is_set() {
        let (mut settings, _) = settings::parse(b"copy = \"osc52\"");
        let read = super::read(&mut settings, variables(&[("TERM", "linux")]));
        assert!(matches!(read.route, Route::Terminal(_)));
    }

    #[test]
    fn no_color_wins_over_the_depth_of_colours() {
        for (all, depth) in [
            (&[][..], Some(Depth::Sixteen)),
            (&[("COLORTERM", "truecolor")], Some(Depth::True)),
            (&[("COLORTERM", "truecolor"), ("NO_COLOR", "1")], None),
        ] {
            let colours = read(variables(all)).abilities.colours;
            assert_eq!(colours.depth, depth, "{all:?}");
        }
    }

    #[test]
    fn copying_goes_where_there_is_a_clipboard() {
        for (all, expected) in [
            (&[("TERM", "xterm")][..], "Terminal(None)"),
            (&[("TERM", "linux")], "Nowhere"),
            (
                &[("TERM", "linux"), ("ROUNDUP_COPY", "osc52")],
                "Terminal(None)",
            ),
            (
                &[("TERM", "screen"), ("STY", "1.pts-0")],
                "Terminal(Screen)",
            ),
            (
                &[("TERM", "screen"), ("TMUX", "/tmp/tmux")],
                "Terminal(Tmux)",
            ),
            (&[("TERM", "tmux-256color")], "Terminal(Tmux)"),
            (&[("ROUNDUP_COPY", "wl-copy")], r#"Command(["wl-copy"])"#),
            (&[("ROUNDUP_COPY", "wl-copy '")], "Nowhere"),
            (&[("ROUNDUP_COPY", " ")], "Nowhere"),
        ] {
            let read = read(variables(all));
            assert_eq!(format!("{:?}", read.route), expected, "{all:?}");
            let missing = matches!(read.abilities.clipboard, Clipboard::Missing(_));
            assert_eq!(missing, expected == "Nowhere", "{all:?}");
        }
    }
}
