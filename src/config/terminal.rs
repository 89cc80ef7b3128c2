//! What is known of a terminal from the environment, since it is asked nothing.

/// Beginnings of the values of TERM for terminals that show the address of a hyperlink as text, or do
/// nothing with it.
const WITHOUT_HYPERLINKS: [&str; 12] = [
    "linux", "dumb", "eterm", "vt1", "vt2", "vt52", "ansi", "cons25", "sun", "rxvt", "st-",
    "screen",
];

/// The first version of VTE without faults in its hyperlinks, as `VTE_VERSION` gives it: 0.50.
const VTE: u32 = 5000;

/// The first version of tmux that passes hyperlinks on.
const TMUX: (u32, u32) = (3, 4);

/// Whether the terminal is expected to make text clickable that carries an address (OSC 8). `variable`
/// gives the value of an environment variable, unless that is empty. `FORCE_HYPERLINK` overrides the
/// rest, as in other programs: 0 for no.
///
/// Most terminals ignore what they do not know, so only those count as unable that are known to be.
pub fn has_hyperlinks(variable: impl Fn(&str) -> Option<String>) -> bool {
    if let Some(forced) = variable("FORCE_HYPERLINK") {
        return forced != "0";
    }
    let program = variable("TERM_PROGRAM").unwrap_or_default();
    if program == "tmux" {
        let version = variable("TERM_PROGRAM_VERSION").unwrap_or_default();
        return tmux_version(&version).is_some_and(|version| version >= TMUX);
    }
    let Some(term) = variable("TERM") else {
        // Only Windows has terminals without TERM.
        return cfg!(windows) && variable("WT_SESSION").is_some();
    };
    let lacks = WITHOUT_HYPERLINKS
        .iter()
        .any(|beginning| term.starts_with(beginning));
    let old_vte = variable("VTE_VERSION")
        .and_then(|version| version.parse().ok())
        .is_some_and(|version: u32| version < VTE);
    let is_xterm = variable("XTERM_VERSION").is_some();
    !(lacks || old_vte || is_xterm || program == "Apple_Terminal" || variable("STY").is_some())
}

/// Major and minor number of `3.4`, `3.3a` or `next-3.5`.
fn tmux_version(version: &str) -> Option<(u32, u32)> {
    let version = version.strip_prefix("next-").unwrap_or(version);
    let (major, minor) = version.split_once('.')?;
    let digits = minor.find(|c: char| !c.is_ascii_digit());
    let minor = &minor[..digits.unwrap_or(minor.len())];
    Some((major.parse().ok()?, minor.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::has_hyperlinks;

    #[test]
    fn hyperlinks_are_off_where_the_terminal_is_known_not_to_have_them() {
        for (variables, expected) in [
            (&[("TERM", "xterm-256color")][..], true),
            (&[("TERM", "alacritty")], true),
            (&[("TERM", "xterm-kitty")], true),
            (&[("TERM", "linux")], false),
            (&[("TERM", "dumb")], false),
            (&[("TERM", "vt100")], false),
            (&[("TERM", "rxvt-unicode-256color")], false),
            (&[("TERM", "screen-256color")], false),
            (&[("TERM", "xterm"), ("STY", "1.pts-0")], false),
            (&[("TERM", "xterm"), ("XTERM_VERSION", "XTerm(390)")], false),
            (
                &[("TERM", "xterm"), ("TERM_PROGRAM", "Apple_Terminal")],
                false,
            ),
            (&[("TERM", "xterm"), ("TERM_PROGRAM", "iTerm.app")], true),
            (&[("TERM", "xterm"), ("VTE_VERSION", "4601")], false),
            (&[("TERM", "xterm"), ("VTE_VERSION", "7600")], true),
            (&[("TERM", "tmux-256color")], true),
            (
                &[
                    ("TERM", "screen"),
                    ("TERM_PROGRAM", "tmux"),
                    ("TERM_PROGRAM_VERSION", "3.3a"),
                ],
                false,
            ),
            (
                &[
                    ("TERM", "screen"),
                    ("TERM_PROGRAM", "tmux"),
                    ("TERM_PROGRAM_VERSION", "3.4"),
                ],
                true,
            ),
            (
                &[
                    ("TERM", "tmux"),
                    ("TERM_PROGRAM", "tmux"),
                    ("TERM_PROGRAM_VERSION", "next-3.6"),
                ],
                true,
            ),
            (&[("TERM", "linux"), ("FORCE_HYPERLINK", "1")], true),
            (&[("TERM", "xterm-kitty"), ("FORCE_HYPERLINK", "0")], false),
            (&[], false),
        ] {
            let variable = |name: &str| {
                let found = variables.iter().find(|(given, _)| *given == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(has_hyperlinks(variable), expected, "{variables:?}");
        }
    }
}
