//! An edition as one CommonMark document.

use std::io::{self, Write};

use super::selection::Selection;
use crate::article::{angled, escaped, nested};
use crate::briefing::{Dates, WholeStory, is_openable};
use crate::cli::output::Output;
use crate::text::DisplayStr;

/// The heading level of headlines. Headings within a story are moved below it.
const HEADLINE: usize = 3;

pub(super) fn write(out: &mut Output, selection: &Selection<'_>, dates: Dates) -> io::Result<()> {
    writeln!(out, "# {}", escaped(&selection.briefing.title()))?;
    let masthead = selection.masthead(dates);
    if !masthead.is_empty() {
        writeln!(out, "\n*{}*", escaped(&masthead))?;
    }
    if selection.has_summary {
        writeln!(
            out,
            "\n{}",
            nested(selection.briefing.summary(), HEADLINE, 0)
        )?;
    }
    for (position, &index) in selection.stories.iter().enumerate() {
        if let Some(section) = selection.section_above(position) {
            writeln!(out, "\n## {}", escaped(&section))?;
        }
        let part = 2 * position + 1;
        story(out, selection.briefing.story(index), part, dates)?;
    }
    Ok(())
}

/// Writes a story; `part` and the number after it are those of its texts.
fn story(out: &mut Output, story: WholeStory<'_>, part: usize, dates: Dates) -> io::Result<()> {
    writeln!(
        out,
        "\n{} {}",
        "#".repeat(HEADLINE),
        escaped(&story.headline())
    )?;
    let tags: Vec<_> = story.tags().map(DisplayStr::as_str).collect();
    let published = story.published().map(|date| date.written(dates));
    let meta = [
        story.byline().as_str(),
        story.source().as_str(),
        published.as_deref().unwrap_or_default(),
        &tags.join(", "),
    ];
    let meta: Vec<_> = meta
        .into_iter()
        .filter(|given| !given.is_empty())
        .map(escaped)
        .collect();
    let link = match story.link() {
        link if is_openable(&link) => angled(&link),
        link => escaped(&link),
    };
    for (open, text, close) in [
        ("", nested(story.summary(), HEADLINE, part), ""),
        ("*", meta.join(" · "), "*"),
        ("", nested(story.body(), HEADLINE, part + 1), ""),
        ("Source: ", link, ""),
    ] {
        if !text.is_empty() {
            writeln!(out, "\n{open}{text}{close}")?;
        }
    }
    Ok(())
}
