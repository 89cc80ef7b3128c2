//! `roundup list`: one line per story, or per edition.

mod completed;
mod editions;

use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::RangeInclusive;

use clap::Args;

use super::exit::{Answer, report};
use super::find::{Asked, Hit, UseOfMarks};
use super::meant::report_nothing_found;
use super::options::{Order, OutputForm, Paths};
use super::output::Output;
use super::print::{self, StoryFormat, Wanted};
use super::styles::DIM;
use crate::archive::Edition;
use crate::briefing::{Briefing, Dates};
use crate::config::settings::Settings;
use crate::search::Scope;
use crate::text::width;
use completed::Completed;

/// The fewest and the most columns for the titles of an edition's sections; the headlines of an edition are below
/// each other.
const SECTION_COLUMNS: RangeInclusive<usize> = 16..=32;

/// Print one line per story (date, marks, section and headline), or per edition
///
/// The newest edition comes first, with its stories in the order of the file. The marks before the section
/// are ● unread, ◐ begun and ★ saved. A query takes "a phrase", -without, one OR other,
/// headline: section: tag: by: source: date: since: before: is:unread is:saved, as in the reader.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    roundup list --limit 20\n  \
    roundup list --where 'since:7d section:courts' ~/briefings\n  \
    roundup list --where 'tag:strike is:unread' --json | jq -r .link\n  \
    roundup list --editions --where is:unread\n  \
    curl -s https://example.org/today.toml | roundup list -\n\n\
    What is typed into a terminal for - ends at Ctrl-D.\n\n\
    Exit status: 0 stories or editions were found, 1 none, 2 could not run.")]
pub(super) struct List {
    /// Only the stories that match QUERY
    #[arg(long = "where", value_name = "QUERY", allow_hyphen_values = true)]
    query: Option<String>,
    /// Print one line per edition: date, label, title, how many stories, unread, saved and faults it has, and
    /// its identity. With --where, only editions with such stories, and counts of those; --limit counts editions
    #[arg(long)]
    editions: bool,
    /// Print what a shell completes, for the scripts of `completions`
    #[arg(long, value_name = "WHAT", value_enum, hide = true)]
    complete: Option<Completed>,
    #[command(flatten)]
    order: Order,
    #[command(flatten)]
    pub(super) form: OutputForm,
    #[command(flatten)]
    paths: Paths,
}

impl List {
    /// Whether it is run by a shell, for what that completes.
    pub(super) fn is_completion(&self) -> bool {
        self.complete.is_some()
    }
}

pub(super) fn run(list: &List, settings: &Settings, out: &mut Output) -> anyhow::Result<Answer> {
    if let Some(what) = list.complete {
        return completed::print(what, &list.paths.paths, settings, out);
    }
    let asked = list.query.as_deref().map(Asked::parse).transpose()?;
    let wanted = Wanted {
        query: asked.as_ref().map(|asked| asked.query.clone()),
        only: None,
        order: list.order,
        json: list.form.json,
        paths: list.paths.paths.clone(),
        settings,
    };
    let answer = if list.editions {
        editions::print(wanted, out)?
    } else {
        print_stories(wanted, out)?
    };
    if let (Answer::Nothing, Some(asked)) = (answer, &asked) {
        report_nothing_found(asked, &Scope::All, &list.paths.paths, settings);
    }
    Ok(answer)
}

fn print_stories(wanted: Wanted<'_>, out: &mut Output) -> anyhow::Result<Answer> {
    let json = wanted.json;
    let lines = Lines {
        dates: wanted.settings.dates.value,
    };
    let printed = print::print(wanted, &lines, out)?;
    if !json && printed.is_cut() {
        let stories = printed.stories();
        report(&format!("listed {stories}; --limit leaves out the others"));
    }
    Ok(printed.answer())
}

struct Lines {
    dates: Dates,
}

impl StoryFormat for Lines {
    fn use_of_marks(&self, _json: bool) -> UseOfMarks {
        UseOfMarks::Used
    }

    /// `2016-01-12 ●★ Workforce         An exchange of letters that settled nothing`.
    fn text(&self, hit: Hit<'_>, out: &mut Output) -> io::Result<()> {
        let date = hit.edition.date().map(|date| date.day.to_string());
        let mark = hit.mark();
        let state = match &mark {
            mark if mark.read => ' ',
            mark if mark.is_partly_read() => '◐',
            _ => '●',
        };
        let saved = if mark.saved { '★' } else { ' ' };
        let columns = section_columns(hit.edition);
        let section = width::cut(hit.section().unwrap_or_default(), columns);
        let pad = columns.saturating_sub(width::of(&section));
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
        let names = names_within_day(day, self.dates).into_iter();
        let ending = |name: String| match name.as_str() {
            "" => name,
            name => format!("{DIM} · {name}{DIM:#}"),
        };
        names.map(ending).collect()
    }
}

fn section_columns(edition: &Edition) -> usize {
    let briefing = edition.briefing.as_ref();
    let sections = briefing.map_or(0, Briefing::sections);
    let titles = (0..sections).filter_map(|section| Some(briefing?.section_title(section)));
    let widest = titles.map(|title| width::of(&title)).max().unwrap_or(0);
    widest.clamp(*SECTION_COLUMNS.start(), *SECTION_COLUMNS.end())
}

/// What sets each edition of a day apart from the others: its label and its source, as far as they differ,
/// else its hour, else its path. Empty if it is the only one.
fn names_within_day(day: &[&Edition], dates: Dates) -> Vec<String> {
    if day.len() < 2 {
        return vec![String::new(); day.len()];
    }
    let given: Vec<_> = day
        .iter()
        .map(|edition| label_and_source(edition))
        .collect();
    let differs = [0, 1].map(|part| given.iter().any(|other| other[part] != given[0][part]));
    let names: Vec<_> = given
        .iter()
        .zip(day)
        .map(|(given, edition)| {
            let parts = given.iter().zip(differs);
            let parts: Vec<_> = parts
                .filter(|(part, differs)| *differs && !part.is_empty())
                .map(|(part, _)| *part)
                .collect();
            let time = edition.date().and_then(|date| date.time);
            match time {
                Some(time) if parts.is_empty() => dates.time(time),
                _ => parts.join(" · "),
            }
        })
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
                edition.label().to_string()
            } else {
                name.clone()
            }
        })
        .collect()
}

fn label_and_source(edition: &Edition) -> [&str; 2] {
    let briefing = edition.briefing.as_ref();
    briefing.map_or([""; 2], |briefing| {
        [briefing.edition().as_str(), briefing.source().as_str()]
    })
}

#[cfg(test)]
mod tests {
    use super::names_within_day;
    use crate::archive::Edition;
    use crate::briefing::Dates;

    fn edition(path: &str, fields: &str) -> Edition {
        Edition::parse(path.into(), &format!("title = 'T'\n{fields}"))
    }

    #[track_caller]
    fn check_names(editions: &[Edition], names: &[&str]) {
        let day: Vec<_> = editions.iter().collect();
        assert_eq!(names_within_day(&day, Dates::Long), names);
    }

    /// Checks what the editions of one day are called. They are given by source and label.
    #[track_caller]
    fn check(editions: &[(&str, &str)], names: &[&str]) {
        let editions: Vec<_> = editions
            .iter()
            .enumerate()
            .map(|(number, (source, label))| {
                let fields =
                    format!("date = 2031-01-01\nsource = '{source}'\nedition = '{label}'\n");
                edition(&format!("{number}.toml"), &fields)
            })
            .collect();
        check_names(&editions, names);
    }

    #[test]
    fn editions_of_a_day_are_named_by_what_differs() {
        check(&[("A", "Late")], &[""]);
        check(&[("A", "Late"), ("A", "Early")], &["Late", "Early"]);
        check(&[("A", "Late"), ("B", "Late")], &["A", "B"]);
        check(&[("A", "Late"), ("B", "Early")], &["Late · A", "Early · B"]);
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

    #[test]
    fn editions_of_a_day_that_differ_in_nothing_else_are_told_apart_by_their_hours() {
        let at = |path, time| edition(path, &format!("date = 2031-01-01T{time}\n"));
        let (early, late) = (at("0.toml", "07:30:00"), at("1.toml", "22:00:00"));
        check_names(&[early.clone(), late], &["07:30", "22:00"]);
        let again = at("2.toml", "07:30:00");
        let day = edition("3.toml", "date = 2031-01-01\n");
        check_names(&[early, again, day], &["0.toml", "2.toml", "3.toml"]);
    }
}
