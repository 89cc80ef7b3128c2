//! Arguments that several commands take.

use std::convert::Infallible;
use std::path::PathBuf;

use clap::{Args, ValueHint};
use jiff::Timestamp;

use crate::archive::Which;
use crate::{search, store};

#[derive(Debug, Default, Args)]
pub(super) struct Paths {
    /// Briefings (*.toml), folders of them, or - for standard input
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(super) paths: Vec<PathBuf>,
}

/// The order and number of the stories printed.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(super) struct Order {
    /// Print at most N stories
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) limit: Option<u32>,
    /// Print the oldest edition first
    #[arg(long)]
    pub(super) reverse: bool,
}

/// The format of the output.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(super) struct OutputForm {
    /// Print one JSON object per line
    #[arg(long)]
    pub(super) json: bool,
    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub(super) color: Color,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    Always,
    Never,
}

/// Parses WHICH. Any text is valid: if it is not a date, it is an identity.
#[expect(clippy::unnecessary_wraps, reason = "clap expects a result")]
pub(super) fn which(text: &str) -> Result<Which, Infallible> {
    let today = store::in_local_zone(Timestamp::now()).date();
    let identity = text.to_owned();
    if let Some(days) = search::latest_days(text, today) {
        return Ok(Which::Days {
            days,
            written: identity,
        });
    }
    Ok(match text.split_once('/') {
        _ if text == "latest" => Which::Latest,
        Some((day, story)) => match search::latest_days(day, today) {
            Some(days) => Which::StoryOfDays {
                days,
                story: story.to_owned(),
                identity,
            },
            None => Which::Identity(identity),
        },
        None => Which::Identity(identity),
    })
}

#[cfg(test)]
mod tests {
    use super::which;
    use crate::archive::Which;

    #[test]
    fn what_is_neither_latest_nor_a_day_is_an_identity() {
        assert_eq!(which("latest"), Ok(Which::Latest));
        assert!(matches!(which("2016-01"), Ok(Which::Days { .. })));
        let identity = Which::Identity("2016-01-12-health".to_owned());
        assert_eq!(which("2016-01-12-health"), Ok(identity));
        let identity = Which::Identity("health/what-next".to_owned());
        assert_eq!(which("health/what-next"), Ok(identity));
        let of_days = which("2016-01/what/next");
        assert!(matches!(of_days, Ok(Which::StoryOfDays { story, .. }) if story == "what/next"));
    }
}
