//! What the scripts of `roundup completions` complete: one word per line, then a tab and what it is.

use std::collections::HashSet;
use std::io::Write;
use std::path::PathBuf;

use crate::cli::exit::Answer;
use crate::cli::find::{self, UseOfMarks};
use crate::cli::output::Output;
use crate::config::settings::Settings;
use crate::text::DisplayStr;

/// The most editions to choose from, the newest: more would be too many to look through, and reading them
/// would take too long while somebody waits.
const MOST_EDITIONS: usize = 200;

/// The words that name an edition by the day on which they are typed.
const WORDS: [(&str, &str); 3] = [
    ("latest", "the newest edition"),
    ("today", "the edition of this day"),
    ("yesterday", "the edition of the day before"),
];

/// What is to be completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Completed {
    /// WHICH of --edition: words, dates and the identities of editions.
    Which,
    /// IDENTITY of `mark`: the identities of editions.
    Identity,
}

pub(super) fn print(
    what: Completed,
    paths: &[PathBuf],
    settings: &Settings,
    out: &mut Output,
) -> anyhow::Result<Answer> {
    let editions = find::editions(paths, None, UseOfMarks::Unused, settings)?;
    let named = editions.filter_map(|(edition, _)| {
        let briefing = edition.briefing.as_ref()?;
        let named = (briefing.id().to_text(), briefing.title().to_text());
        Some((edition, named))
    });
    let newest: Vec<_> = named.take(MOST_EDITIONS).collect();
    if what == Completed::Which {
        for (word, meaning) in WORDS {
            writeln!(out, "{word}\t{meaning}")?;
        }
        let mut days = HashSet::new();
        for (edition, (_, title)) in &newest {
            // Of several editions of a day, the date means the first.
            if let Some(date) = edition.date().filter(|date| days.insert(date.day)) {
                writeln!(out, "{}\t{title}", date.day)?;
            }
        }
    }
    for (edition, (identity, title)) in &newest {
        let date = edition.date().map(|date| date.to_string());
        let briefing = edition.briefing.as_ref();
        let label = briefing.map_or(DisplayStr::default(), |briefing| briefing.edition());
        let texts = [date.as_deref().unwrap_or_default(), &label, title];
        let given: Vec<_> = texts.into_iter().filter(|text| !text.is_empty()).collect();
        writeln!(out, "{identity}\t{}", given.join(" · "))?;
    }
    Ok(Answer::Done)
}
