//! An edition as text.

use std::io::{self, Write};

use clap::builder::styling::Style;

use super::selection::Selection;
use crate::article::{self, Medium, StoryArticle};
use crate::briefing::Conventions;
use crate::cli::output::Output;
use crate::cli::styles::{ACCENT, DIM, STRONG};
use crate::cli::typesetting;
use crate::text::{DisplayStr, width};

/// Writes the selection, wrapped at `columns`.
pub(super) fn write(
    out: &mut Output,
    selection: &Selection<'_>,
    columns: usize,
    Conventions {
        dates,
        words_a_minute,
    }: Conventions,
) -> io::Result<()> {
    let medium = if out.has_styles() {
        Medium::Styled
    } else {
        Medium::Plain
    };
    heading(out, STRONG, selection.briefing.title(), columns)?;
    typesetting::lines(out, DIM, &selection.masthead(dates), columns)?;
    if selection.has_summary {
        writeln!(out)?;
        typesetting::article(
            out,
            &article::summary_on(medium, selection.briefing.summary()),
            columns,
        )?;
    }
    for (position, &index) in selection.stories.iter().enumerate() {
        writeln!(out, "\n")?;
        if let Some(section) = selection.section_above(position) {
            heading(out, ACCENT, section, columns)?;
            writeln!(out)?;
        }
        let story = selection.briefing.story(index);
        let parts = StoryArticle {
            story,
            section: None,
            minutes: words_a_minute.minutes(story.words()),
            dates,
            preface: DisplayStr::default(),
        };
        let article = article::story_on(medium, parts);
        typesetting::article(out, &article, columns)?;
    }
    Ok(())
}

/// Writes a title with a rule below it.
fn heading(
    out: &mut Output,
    style: Style,
    title: DisplayStr<'_>,
    columns: usize,
) -> io::Result<()> {
    typesetting::lines(out, style, &title, columns)?;
    let rule = "─".repeat(width::of(&title).min(columns));
    writeln!(out, "{DIM}{rule}{DIM:#}")
}
