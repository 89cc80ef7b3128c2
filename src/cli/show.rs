//! `roundup show`: an edition as text, CommonMark or JSON.

mod markdown;
mod selection;
mod text;

use std::io;

use clap::Args;

use super::exit::{Answer, report};
use super::find::{self, Hit};
use super::json::{self, StoryLine};
use super::options::{OutputForm, Paths, which};
use super::output::{self, Output};
use crate::archive::Which;
use crate::briefing::Briefing;
use crate::config::settings::{Measure, Settings};
use selection::Selection;

/// Print an edition as text
///
/// Text is wrapped as in the reader: at the `measure` of config.toml, which is 72 columns unless you set it, or
/// at the width of a narrower terminal.
#[derive(Debug, Default, Args)]
#[command(after_help = "Examples:\n  \
    roundup show | less\n  \
    roundup show --edition 2016-01-12 --section courts\n  \
    roundup show --edition yesterday --markdown | pandoc -f commonmark -o news.pdf\n\n\
    WHICH is a date (2016-01-12, 2016-01, today, yesterday), `latest`, the identity of an edition, or\n\
    that of a story, to print the story alone. DATE/STORY names a story too, if it is the only one of\n\
    that name. If several editions match, the newest is printed.\n\n\
    Exit status: 0 done, 1 no such edition or section, 2 could not run.")]
pub(super) struct Show {
    /// A date, `today`, `latest` or an identity [default: latest]
    #[arg(long, value_name = "WHICH", value_parser = which)]
    pub(super) edition: Option<Which>,
    /// Only the sections whose titles contain TITLE
    #[arg(long, value_name = "TITLE")]
    pub(super) section: Option<String>,
    /// Wrap the text at N columns
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) width: Option<u16>,
    /// Print CommonMark
    #[arg(long, conflicts_with_all = ["width", "json"])]
    pub(super) markdown: bool,
    #[command(flatten)]
    pub(super) form: OutputForm,
    #[command(flatten)]
    pub(super) paths: Paths,
}

pub(super) fn run(show: &Show, settings: &Settings, out: &mut Output) -> anyhow::Result<Answer> {
    let which = show.edition.as_ref().unwrap_or(&Which::Latest);
    let edition = find::edition(&show.paths.paths, which, settings)?;
    let Some(briefing) = edition.whole() else {
        return Ok(Answer::Nothing);
    };
    let mut selection = match which.story(&edition) {
        Some(story) => Selection::story(&edition, briefing, story),
        None => Selection::whole(&edition, briefing),
    };
    if let Some(title) = &show.section {
        selection.keep_sections(title);
        if selection.stories.is_empty() {
            report_no_section(title, &briefing);
            return Ok(Answer::Nothing);
        }
    }
    if show.form.json {
        write_json(out, &selection)?;
    } else if show.markdown {
        markdown::write(out, &selection, settings.dates.value)?;
    } else {
        let measure = || columns(settings.measure.value);
        let columns = show.width.map_or_else(measure, usize::from);
        text::write(out, &selection, columns, settings.conventions())?;
    }
    Ok(Answer::Done)
}

/// The measure of the reader, so that the same rows break in the same places, or the columns of a narrower
/// terminal.
fn columns(Measure(measure): Measure) -> usize {
    let terminal = output::terminal_columns().unwrap_or(usize::MAX);
    terminal.min(usize::from(measure))
}

fn report_no_section(title: &str, briefing: &Briefing) {
    let titles: Vec<_> = (0..briefing.sections())
        .map(|section| briefing.section_title(section).as_str())
        .collect();
    let sections = if titles.is_empty() {
        "no sections".to_owned()
    } else {
        titles.join(", ")
    };
    report(&format!(
        "no section with stories has {title:?} in its title; this edition has {sections}"
    ));
}

fn write_json(out: &mut Output, selection: &Selection<'_>) -> io::Result<()> {
    let marks = find::marks();
    for &index in &selection.stories {
        let story = selection.briefing.story(index);
        let line = StoryLine::new(Hit {
            edition: selection.edition,
            story,
            marks: &marks,
        });
        json::write(out, &line.with_texts(story))?;
    }
    Ok(())
}
