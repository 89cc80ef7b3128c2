//! Articles as lines of printed text.

use std::io::{self, Write};

use clap::builder::styling::Style;

use super::output::Output;
use super::styles::{self, DIM};
use crate::article::{Article, BREAK, BlockKind, Layout, Part, Row};
use crate::briefing::Uri;
use crate::text::Inline;
use crate::text::wrap::{self, Fit, Paragraph};

/// Writes `article`, wrapped at `columns`.
pub(super) fn article(out: &mut Output, article: &Article, columns: usize) -> io::Result<()> {
    for row in &Layout::new(article, columns).rows {
        if article.kind_of(row) == Some(BlockKind::Rule) {
            let indent = columns.saturating_sub(BREAK.chars().count()) / 2;
            writeln!(out, "{:indent$}{DIM}{BREAK}{DIM:#}", "")?;
        } else {
            self::row(out, article, row)?;
        }
    }
    Ok(())
}

/// Writes a paragraph in one style, wrapped at `columns`.
pub(super) fn lines(out: &mut Output, style: Style, text: &str, columns: usize) -> io::Result<()> {
    for range in wrap::rows(Paragraph::plain(text), columns, Fit::Optimal) {
        writeln!(out, "{style}{}{style:#}", &text[range])?;
    }
    Ok(())
}

fn row(out: &mut Output, article: &Article, row: &Row) -> io::Result<()> {
    let mut parts: Vec<_> = article
        .parts(row)
        .into_iter()
        .map(|part| match part {
            Part::Marker(marker) => (marker, DIM, None),
            Part::LeftOut { kind, link, .. } => (
                Part::LEFT_OUT.to_text(),
                styles::article_text(kind.role(false), Inline::default()),
                link,
            ),
            Part::LinkNumber { number, link } => (Part::link_number(number), DIM, link),
            Part::Text {
                range,
                kind,
                inline,
                quoted,
                link,
            } => (
                article.text.as_display().part(range).to_text(),
                styles::article_text(kind.role(quoted), inline),
                link,
            ),
        })
        .collect();
    if let Some((last, ..)) = parts.last_mut() {
        *last = last.as_display().trimmed_end().to_text();
    }
    for (text, style, link) in parts {
        let link = link.filter(|_| out.has_hyperlinks());
        let target = link.and_then(|id| Some((id, Uri::new(&article.address(id))?)));
        match target {
            Some((id, uri)) => write!(out, "{style}{}{style:#}", uri.link(id, &text))?,
            None => write!(out, "{style}{text}{style:#}")?,
        }
    }
    writeln!(out)
}
