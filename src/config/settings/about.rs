//! What each setting is for, and how its value is written.

use super::names::name;
use super::{CopyTo, Dates, Origin, ReadBy, Settings, Start, ThemeChoice};
use crate::config::quoted::{quoted, strings};

/// A setting, as it is explained.
#[derive(Clone, Copy, Debug)]
pub struct About {
    pub key: &'static str,
    /// Its value where nothing is set, as TOML.
    pub default: &'static str,
    /// What it does, a sentence or two.
    pub help: &'static str,
    /// Another value that it can have, as TOML.
    pub example: &'static str,
}

/// A setting as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub key: &'static str,
    /// As TOML.
    pub value: String,
    pub origin: Origin,
}

/// Every setting, in the order in which they are shown.
pub fn all() -> impl Iterator<Item = About> {
    ALL.iter().copied()
}

/// What to do with a setting that is written as a key of `[keys]`.
pub const ABOVE_KEYS: &str = "write it above [keys]";

pub fn is_setting(name: &str) -> bool {
    ALL.iter().any(|about| about.key == name)
}

const ALL: [About; 12] = [
    About {
        key: "folders",
        default: "[]",
        help: "Where briefings are. The first is where `import`, `fetch` and `new` write. Empty: ./briefings, else the data folder.",
        example: r#"["~/briefings", "~/team"]"#,
    },
    About {
        key: "theme",
        default: r#""terminal""#,
        help: "The colours: a built-in theme, or the name of a file in themes/ beside this one. With `light` and `dark`, the variable COLORFGBG decides.",
        example: r#"{ light = "paper", dark = "gruvbox" }"#,
    },
    About {
        key: "measure",
        default: "72",
        help: "The longest line of an article, in columns, from 40 to 120.",
        example: "80",
    },
    About {
        key: "panes",
        default: r#""auto""#,
        help: "Headlines and article side by side: \"auto\" where there is room, \"both\" always, or \"one\" at a time.",
        example: r#""one""#,
    },
    About {
        key: "mouse",
        default: "true",
        help: "Whether the mouse scrolls, selects and clicks.",
        example: "false",
    },
    About {
        key: "open",
        default: "[]",
        help: "The program that opens links. The address is added as one argument. Empty: the system's browser.",
        example: r#"["firefox", "--new-window"]"#,
    },
    About {
        key: "copy",
        default: r#""osc52""#,
        help: "How text is copied: \"osc52\" through the terminal, or a program that reads its standard input.",
        example: r#"["wl-copy"]"#,
    },
    About {
        key: "start",
        default: r#""left""#,
        help: "What the reader opens at startup: \"left\", where it was left, or \"newest\", the newest edition.",
        example: r#""newest""#,
    },
    About {
        key: "read",
        default: r#""space""#,
        help: "When a story counts as read: \"space\", when you read on from its end; \"end\", as soon as its end has been shown.",
        example: r#""end""#,
    },
    About {
        key: "dates",
        default: r#""long""#,
        help: "How dates and hours are written: \"long\" (Tuesday 12 January 2016, 07:30), \"iso\" (2016-01-12), \"12h\" (7:30 am) or \"us\" (Tuesday, January 12, 2016, 7:30 am).",
        example: r#""iso""#,
    },
    About {
        key: "words-a-minute",
        default: "230",
        help: "Your reading speed, from which the minutes beside a headline are computed.",
        example: "300",
    },
    About {
        key: "editor",
        default: "[]",
        help: "The editor that `roundup new --edit` opens. Empty: that of VISUAL, else of EDITOR.",
        example: r#"["nvim"]"#,
    },
];

impl Settings {
    /// Every setting with its value, in the order of [`all`].
    pub fn written(&self) -> Vec<Row> {
        let values = [
            (strings(&self.folders.value), self.folders.origin),
            (theme(&self.theme.value), self.theme.origin),
            (self.measure.value.0.to_string(), self.measure.origin),
            (quoted(self.panes.value.name()), self.panes.origin),
            (self.mouse.value.0.to_string(), self.mouse.origin),
            (strings(&self.open.value), self.open.origin),
            (copy(&self.copy.value), self.copy.origin),
            (
                quoted(name(self.start.value, &Start::NAMES)),
                self.start.origin,
            ),
            (
                quoted(name(self.read.value, &ReadBy::NAMES)),
                self.read.origin,
            ),
            (
                quoted(name(self.dates.value, &Dates::NAMES)),
                self.dates.origin,
            ),
            (
                self.words_a_minute.value.0.to_string(),
                self.words_a_minute.origin,
            ),
            (strings(&self.editor.value), self.editor.origin),
        ];
        let rows = all().zip(values);
        rows.map(|(about, (value, origin))| Row {
            key: about.key,
            value,
            origin,
        })
        .collect()
    }
}

fn theme(choice: &ThemeChoice) -> String {
    match choice {
        ThemeChoice::Always(theme) => quoted(&theme.name),
        ThemeChoice::ByBackground { light, dark } => {
            format!(
                "{{ light = {}, dark = {} }}",
                quoted(&light.name),
                quoted(&dark.name)
            )
        }
    }
}

fn copy(copy: &CopyTo) -> String {
    match copy {
        CopyTo::Terminal => quoted("osc52"),
        CopyTo::Command(words) => strings(words),
    }
}
