//! An edition as text.

use std::io::{self, Write};

use clap::builder::styling::Style;

use super::selection::Selection;
use crate::article::{self, StoryArticle};
use crate::cli::output::Output;
use crate::cli::styles::{ACCENT, DIM, STRONG};
use crate::cli::typesetting;
use crate::text::{DisplayStr, width};

/// Writes the selection, wrapped at `columns`.
pub(super) fn write(out: &mut Output, selection: &Selection<'_>, columns: usize) -> io::Result<()> {
    heading(out, STRONG, selection.briefing.title(), columns)?;
    typesetting::lines(out, DIM, &selection.masthead(), columns)?;
    if selection.has_summary {
        writeln!(out)?;
        typesetting::article(
            out,
            &article::summary(selection.briefing.summary()),
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
        let article = article::story(StoryArticle {
            story,
            section: None,
            minutes: story.minutes(),
            preface: DisplayStr::default(),
        });
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
