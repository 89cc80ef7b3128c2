//! `roundup list`: one line per story.

use std::collections::HashMap;
use std::io::{self, Write};

use clap::Args;

use super::exit::{Answer, report};
use super::find::{self, Hit};
use super::options::{Form, Order, Paths};
use super::output::Output;
use super::print::{self, StoryFormat, Wanted};
use super::styles::DIM;
use crate::archive::Edition;
use crate::text::width;

/// Columns for the title of a section. A longer title pushes its headline to the right.
const SECTION_COLUMNS: usize = 16;

/// Print one line per story: date, marks, section and headline
///
/// The newest edition comes first, with its stories in the order of the file. The marks before the section
/// are ● unread, ◐ begun and ★ saved. A query takes "a phrase", -without, headline: section: tag: by:
/// source: date: since: before: is:unread is:saved, as in the reader.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    roundup list --limit 20\n  \
    roundup list --where 'since:7d section:courts' ~/briefings\n  \
    roundup list --where 'tag:strike is:unread' --json | jq -r .link\n\n\
    Exit status: 0 stories were found, 1 none, 2 could not run.")]
pub(super) struct List {
    /// Only the stories that match QUERY
    #[arg(long = "where", value_name = "QUERY", allow_hyphen_values = true)]
    query: Option<String>,
    #[command(flatten)]
    order: Order,
    #[command(flatten)]
    pub(super) form: Form,
    #[command(flatten)]
    paths: Paths,
}

pub(super) fn run(list: List, out: &mut Output) -> anyhow::Result<Answer> {
    let query = list.query.as_deref().map(find::query).transpose()?;
    let wanted = Wanted {
        query,
        order: list.order,
        json: list.form.json,
        paths: list.paths.paths,
    };
    let printed = print::print(wanted, Lines, out)?;
    if !list.form.json && printed.is_cut() {
        let stories = printed.stories();
        report(&format!("listed {stories}; --limit leaves out the others"));
    }
    Ok(printed.answer())
}

struct Lines;

impl StoryFormat for Lines {
    /// `2016-01-12 ●★ Workforce         An exchange of letters that settled nothing`.
    fn text(&self, hit: Hit<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let date = hit.edition.date().map(|date| date.day.to_string());
        let state = match hit.mark {
            mark if mark.read => ' ',
            mark if mark.is_partly_read() => '◐',
            _ => '●',
        };
        let saved = if hit.mark.saved { '★' } else { ' ' };
        let section = hit.section().unwrap_or_default();
        let pad = SECTION_COLUMNS.saturating_sub(width::of(&section));
        write!(
            out,
            "{DIM}{:10}{DIM:#} {state}{saved} {section}{:pad$}  {}",
            date.unwrap_or_default(),
            "",
            hit.story.headline()
        )
    }

    /// ` · Late`: the edition, if others of its day are listed as well.
    fn endings(&self, day: &[&Edition]) -> Vec<String> {
        let names = names_within_day(day).into_iter();
        let ending = |name: String| match name.as_str() {
            "" => name,
            name => format!("{DIM} · {name}{DIM:#}"),
        };
        names.map(ending).collect()
    }
}

/// What sets each edition of a day apart from the others: its source and its label, as far as they differ,
/// else its path. Empty if it is the only one.
fn names_within_day(day: &[&Edition]) -> Vec<String> {
    if day.len() < 2 {
        return vec![String::new(); day.len()];
    }
    let given: Vec<_> = day
        .iter()
        .map(|edition| source_and_label(edition))
        .collect();
    let differs = |part: usize| given.iter().any(|other| other[part] != given[0][part]);
    let (sources, labels) = (differs(0), differs(1));
    let names: Vec<_> = given
        .iter()
        .map(
            |[source, label]| match (sources && !source.is_empty(), labels && !label.is_empty()) {
                (true, true) => format!("{source} · {label}"),
                (true, false) => (*source).to_owned(),
                (false, true) => (*label).to_owned(),
                (false, false) => String::new(),
            },
        )
        .collect();
    let mut with_name: HashMap<&str, usize> = HashMap::new();
    for name in &names {
        *with_name.entry(name).or_default() += 1;
    }
    names
        .iter()
        .zip(day)
        .map(|(name, edition)| {
            if name.is_empty() || with_name[name.as_str()] > 1 {
                edition.label.to_string()
            } else {
                name.clone()
            }
        })
        .collect()
}

fn source_and_label(edition: &Edition) -> [&str; 2] {
    let briefing = edition.briefing.as_ref();
    briefing.map_or([""; 2], |briefing| {
        [briefing.source().as_str(), briefing.edition().as_str()]
    })
}

#[cfg(test)]
mod tests {
    use super::names_within_day;
    use crate::archive::Edition;

    /// Checks what each edition of one day is called. They are given by source and label.
    #[track_caller]
    fn check(editions: &[(&str, &str)], names: &[&str]) {
        let editions: Vec<_> = editions
            .iter()
            .enumerate()
            .map(|(number, (source, label))| {
                let source = format!(
                    "title = 'T'\ndate = 2031-01-01\nsource = '{source}'\nedition = '{label}'\n"
                );
                Edition::parse(format!("{number}.toml").into(), &source)
            })
            .collect();
        let day: Vec<_> = editions.iter().collect();
        let found = names_within_day(&day);
        assert_eq!(found, names);
    }

    #[test]
    fn editions_of_a_day_are_named_by_what_differs() {
        check(&[("A", "Late")], &[""]);
        check(&[("A", "Late"), ("A", "Early")], &["Late", "Early"]);
        check(&[("A", "Late"), ("B", "Late")], &["A", "B"]);
        check(&[("A", "Late"), ("B", "Early")], &["A · Late", "B · Early"]);
        check(&[("A", "Late"), ("A", "")], &["Late", "1.toml"]);
        check(&[("A", "Late"), ("", "Late")], &["A", "1.toml"]);
    }

    #[test]
    fn editions_of_a_day_that_are_named_alike_are_told_apart_by_their_paths() {
        check(&[("", ""), ("", "")], &["0.toml", "1.toml"]);
        check(
            &[("A", "Late"), ("A", "Late"), ("B", "Late")],
            &["0.toml", "1.toml", "B"],
        );
    }
}
