//! `roundup show`: an edition as text, CommonMark or JSON.

mod markdown;
mod selection;
mod text;

use clap::Args;

use super::exit::{Answer, tell};
use super::find;
use super::json::{self, StoryLine};
use super::options::{Form, Paths, which};
use super::output::{self, Output};
use crate::archive::Which;
use crate::store::{self, Meant};
use selection::Selection;

/// Print an edition as text
///
/// Set at the width of the terminal, or at 80 columns where there is none.
#[derive(Debug, Default, Args)]
#[command(after_help = "Examples:\n  \
    roundup show | less\n  \
    roundup show --edition 2016-01-12 --section courts\n  \
    roundup show --edition yesterday --markdown | pandoc -f commonmark -o news.pdf\n\n\
    WHICH is a date (2016-01-12, 2016-01, today, yesterday), `latest`, the identity of an edition, or\n\
    that of a story, which prints the story alone. Of several editions that fit, it is the newest.\n\n\
    Exit status: 0 done, 1 no such edition or section, 2 could not run.")]
pub(super) struct Show {
    /// A date, `today`, `latest` or an identity [default: latest]
    #[arg(long, value_name = "WHICH", value_parser = which)]
    pub(super) edition: Option<Which>,
    /// Only the section whose title holds this text
    #[arg(long, value_name = "TITLE")]
    pub(super) section: Option<String>,
    /// Columns to set the text in
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) width: Option<u16>,
    /// Print CommonMark
    #[arg(long, conflicts_with_all = ["width", "json"])]
    pub(super) markdown: bool,
    #[command(flatten)]
    pub(super) form: Form,
    #[command(flatten)]
    pub(super) paths: Paths,
}

pub(super) fn run(show: &Show, out: &mut Output) -> anyhow::Result<Answer> {
    let which = show.edition.as_ref().unwrap_or(&Which::Latest);
    let Meant {
        edition,
        unreadable,
    } = store::edition(&find::find(&show.paths.paths)?, which);
    find::tell_unreadable(&unreadable);
    let edition = edition?;
    let Some(briefing) = &edition.briefing else {
        return Ok(Answer::Nothing);
    };
    let mut part = Selection::whole(&edition, briefing);
    if let Some(story) = which.story(briefing) {
        part.stories = vec![story];
        part.has_summary = false;
    }
    if let Some(title) = &show.section {
        part.keep_section(title);
        if part.stories.is_empty() {
            let sections = match part.sections() {
                none if none.is_empty() => "no sections".to_owned(),
                sections => sections.join(", "),
            };
            tell(&format!(
                "no section with stories is called {title:?} in this edition; it has {sections}"
            ));
            return Ok(Answer::Nothing);
        }
    }
    if show.form.json {
        let marks = find::marks();
        for &index in &part.stories {
            let story = briefing.story(index);
            let line = StoryLine::new(&edition, story, marks.get(&story.key()));
            json::write(out, &line.with_texts(story))?;
        }
    } else if show.markdown {
        markdown::write(out, &part)?;
    } else {
        let columns = show.width.map_or_else(output::columns, usize::from);
        text::write(out, &part, columns)?;
    }
    Ok(Answer::Done)
}
