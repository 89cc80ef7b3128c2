//! The keys of a theme.

use crate::briefing::Scope;

/// The key that names the theme that a theme builds on.
pub(super) const BASE: &str = "base";

pub(in crate::config) static THEME: Scope = Scope {
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
        ("selected", "selection"),
        ("error", "fault"),
    ],
    helps: &[],
    file: None,
};
