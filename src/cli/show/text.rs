//! An edition as text.

use std::io::{self, Write};

use clap::builder::styling::Style;

use super::selection::Selection;
use crate::article::{self, StoryArticle};
use crate::cli::output::Output;
use crate::cli::styles::{ACCENT, DIM, STRONG};
use crate::cli::typesetting;
use crate::text::{DisplayStr, width};

/// As text of `columns`.
pub(super) fn write(out: &mut Output, part: &Selection<'_>, columns: usize) -> io::Result<()> {
    heading(out, STRONG, part.briefing.title(), columns)?;
    typesetting::lines(out, DIM, &part.masthead(), columns)?;
    if part.has_summary {
        writeln!(out)?;
        typesetting::article(out, &article::summary(part.briefing.summary()), columns)?;
    }
    for (position, &index) in part.stories.iter().enumerate() {
        writeln!(out, "\n")?;
        if let Some(section) = part.section_above(position) {
            heading(out, ACCENT, section, columns)?;
            writeln!(out)?;
        }
        let story = part.briefing.story(index);
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

/// A title with a rule below it.
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
