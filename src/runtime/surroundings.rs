//! Reads from the environment how links are opened, how text is copied, and what the terminal can do.

use super::clipboard::{Multiplexer, Route};
use crate::app::{Abilities, Clipboard, Colours};
use crate::config::has_hyperlinks;
use crate::config::palette::Depth;
use crate::text::DisplayText;

const OPENER: &str = "ROUNDUP_OPENER";
const COPY: &str = "ROUNDUP_COPY";
const MOUSE: &str = "ROUNDUP_MOUSE";

/// What the environment says.
pub(super) struct Surroundings {
    pub(super) abilities: Abilities,
    /// The user's command for links as words, or why it cannot be used; `None` for the system's.
    pub(super) opener: Option<Result<Vec<String>, String>>,
    pub(super) route: Route,
    /// Whether the terminal is to report the mouse.
    pub(super) mouse: bool,
}

/// Reads the environment; `variable` gives the value of a variable, unless that is empty.
pub(super) fn read(variable: impl Fn(&str) -> Option<String>) -> Surroundings {
    let opener = variable(OPENER).map(|command| words(OPENER, &command));
    let is_set = |name: &str| variable(name).is_some();
    let is_remote = is_set("SSH_CONNECTION") || is_set("SSH_TTY");
    let has_display = is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
    let (route, clipboard) = clipboard(&variable);
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
        mouse: variable(MOUSE).is_none_or(|value| value != "0"),
    }
}

fn clipboard(variable: &impl Fn(&str) -> Option<String>) -> (Route, Clipboard) {
    let term = variable("TERM").unwrap_or_default();
    match variable(COPY).map(|command| words(COPY, &command)) {
        Some(Ok(words)) if words != ["osc52"] => {
            let program = DisplayText::line(&words[0]);
            (Route::Command(words), Clipboard::Command(program))
        }
        Some(Err(why)) => (Route::Nowhere, Clipboard::Missing(DisplayText::line(&why))),
        None if term == "linux" => {
            let why = format!("the Linux console has no clipboard; set {COPY} to a command");
            (Route::Nowhere, Clipboard::Missing(DisplayText::line(&why)))
        }
        _ => {
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

/// The words of the command in a variable; at least one.
fn words(variable: &str, command: &str) -> Result<Vec<String>, String> {
    match shell_words::split(command) {
        Ok(words) if words.is_empty() => Err(format!("{variable} names no program")),
        Ok(words) => Ok(words),
        Err(error) => Err(format!("{variable} cannot be understood: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Route, read};
    use crate::app::Clipboard;

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
            (&[("ROUNDUP_MOUSE", "0")], false),
        ] {
            assert_eq!(read(variables(all)).mouse, on, "{all:?}");
        }
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
