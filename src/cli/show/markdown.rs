//! An edition as one CommonMark document.

use std::io::{self, Write};

use super::selection::Selection;
use crate::article::{angled, escaped, nested};
use crate::briefing::{Story, is_openable};
use crate::cli::output::Output;
use crate::text::DisplayStr;

/// The level of headlines; headings of a body stand below.
const HEADLINE: usize = 3;

pub(super) fn write(out: &mut Output, part: &Selection<'_>) -> io::Result<()> {
    writeln!(out, "# {}", escaped(&part.briefing.title()))?;
    let masthead = part.masthead();
    if !masthead.is_empty() {
        writeln!(out, "\n*{}*", escaped(&masthead))?;
    }
    if part.has_summary {
        writeln!(out, "\n{}", nested(part.briefing.summary(), HEADLINE))?;
    }
    for (position, &index) in part.stories.iter().enumerate() {
        if let Some(section) = part.section_above(position) {
            writeln!(out, "\n## {}", escaped(&section))?;
        }
        story(out, part.briefing.story(index))?;
    }
    Ok(())
}

fn story(out: &mut Output, story: Story<'_>) -> io::Result<()> {
    writeln!(
        out,
        "\n{} {}",
        "#".repeat(HEADLINE),
        escaped(&story.headline())
    )?;
    let tags: Vec<_> = story.tags().map(DisplayStr::as_str).collect();
    let meta: Vec<_> = [story.byline().as_str(), &tags.join(", ")]
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(escaped)
        .collect();
    let link = match story.link() {
        link if is_openable(&link) => angled(&link),
        link => escaped(&link),
    };
    for (open, text, close) in [
        ("", nested(story.summary(), HEADLINE), ""),
        ("*", meta.join(" · "), "*"),
        ("", nested(story.body(), HEADLINE), ""),
        ("Source: ", link, ""),
    ] {
        if !text.is_empty() {
            writeln!(out, "\n{open}{text}{close}")?;
        }
    }
    Ok(())
}
