//! The kinds of articles: stories, summaries, the faults of a file, notes.

use super::blocks::{Article, BlockKind, ContainerKind};
use super::build::Builder;
use super::markdown;
use crate::briefing::{Dates, Diagnostic, Field, Whole, WholeStory};
use crate::text::Inline;
use crate::text::{DisplayStr, DisplayText, counted, minutes_text};

/// What the article of a story is made of.
#[derive(Clone, Copy, Debug)]
pub struct StoryArticle<'a> {
    pub story: WholeStory<'a>,
    /// The title of its section; `None` for a lead story.
    pub section: Option<DisplayStr<'a>>,
    /// Reading time in minutes; 0 is not shown.
    pub minutes: usize,
    pub dates: Dates,
    /// CommonMark shown above the headline: for an edition's first story, the edition's summary.
    pub preface: DisplayStr<'a>,
}

/// What an article is shown on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Medium {
    /// One with attributes, such as struck-through text.
    #[default]
    Styled,
    /// Plain text: what is struck through is between tildes.
    Plain,
}

/// The article of a story, as the reader shows it.
pub fn story(parts: StoryArticle<'_>) -> Article {
    story_on(Medium::Styled, parts)
}

/// The article of a story.
pub fn story_on(medium: Medium, parts: StoryArticle<'_>) -> Article {
    let story = parts.story;
    let mut article = Builder::new(medium == Medium::Plain);
    let mut notes = Vec::new();
    if !parts.preface.is_empty() {
        let preface = markdown::append(&mut article, parts.preface, BlockKind::Preface);
        notes.push((None, preface));
        article.push_block(BlockKind::Rule, "", true);
    }
    article.field(Field::Headline, |article| {
        article.push_block(BlockKind::Headline, &story.headline(), true);
    });
    article.join_next();
    article.field(Field::Summary, |article| {
        let standfirst = markdown::append(article, story.summary(), BlockKind::Standfirst);
        notes.push((Some(Field::Summary), standfirst));
    });
    meta(&mut article, parts);
    article.begin_body();
    article.field(Field::Body, |article| {
        let body = markdown::append(article, story.body(), BlockKind::Paragraph);
        notes.retain(|(_, notes)| !notes.is_empty());
        if notes.is_empty() {
            markdown::append_notes(article, body);
        } else {
            notes.push((Some(Field::Body), body));
        }
    });
    for (field, notes) in notes {
        match field {
            Some(field) => article.field(field, |article| markdown::append_notes(article, notes)),
            None => markdown::append_notes(&mut article, notes),
        }
    }
    article.finish(story.link())
}

/// The article of an edition's summary, given as CommonMark.
pub fn summary_on(medium: Medium, markdown: DisplayStr<'_>) -> Article {
    let mut article = Builder::new(medium == Medium::Plain);
    markdown::append_whole(&mut article, markdown, BlockKind::Preface);
    article.finish(DisplayStr::own(""))
}

/// The article of the story at `index`, with the edition's summary above the first story. `minutes` is
/// the story's reading time; the caller gives it because counting its words is slow.
///
/// # Panics
/// If there is no such story.
pub fn of_story(edition: Whole<'_>, index: usize, minutes: usize, dates: Dates) -> Article {
    let parts = edition.story(index);
    story(StoryArticle {
        story: parts,
        section: parts
            .section()
            .map(|section| edition.briefing().section_title(section)),
        minutes,
        dates,
        preface: if index == 0 {
            edition.summary()
        } else {
            DisplayStr::own("")
        },
    })
}

/// The text of `markdown` as it is shown, without its list of addresses.
pub fn shown(markdown: DisplayStr<'_>) -> DisplayText {
    let mut article = Builder::default();
    markdown::append_whole(&mut article, markdown, BlockKind::Paragraph);
    article.into_text()
}

/// An article about the faults of the file shown as `path`.
pub fn faults(path: DisplayStr<'_>, diagnostics: &[Diagnostic]) -> Article {
    let mut article = Builder::default();
    article.push_block(BlockKind::Headline, &path, false);
    article.push_block(
        BlockKind::Standfirst,
        &counted(diagnostics.len(), "fault", "faults"),
        false,
    );
    article.begin_body();
    for diagnostic in diagnostics {
        article.open_block(BlockKind::Paragraph, true);
        if let Some(place) = &diagnostic.position {
            article.push_text(
                &format!("{path}:{}:{}: ", place.line, place.column),
                Inline::default(),
            );
        }
        article.push_text(
            &diagnostic.severity.to_string(),
            Inline {
                strong: true,
                ..Inline::default()
            },
        );
        article.push_text(&format!(": {}", diagnostic.message), Inline::default());
        article.close_block();
        if let Some(place) = &diagnostic.position {
            let carets =
                " ".repeat(place.excerpt.caret.start) + &"^".repeat(place.excerpt.caret.len());
            article.open_container(ContainerKind::Gutter { line: place.line }, 1);
            article.push_block(
                BlockKind::Excerpt,
                &format!("{}\n{carets}", place.excerpt.text),
                true,
            );
            article.close_container();
        }
        if let Some(help) = &diagnostic.help {
            article.open_block(BlockKind::Paragraph, true);
            article.push_text(
                help,
                Inline {
                    emphasis: true,
                    ..Inline::default()
                },
            );
            article.close_block();
        }
    }
    article.finish(DisplayStr::own(""))
}

/// An article that only says `text`, below a CommonMark `preface` if there is one.
pub fn note(preface: DisplayStr<'_>, text: DisplayStr<'_>) -> Article {
    let mut article = Builder::default();
    markdown::append_whole(&mut article, preface, BlockKind::Preface);
    article.push_block(BlockKind::Standfirst, &text, true);
    article.finish(DisplayStr::own(""))
}

/// Adds the line `By a writer · The Daily · 12 January 2016, 06:10 · Workforce · 3 min · junior doctors, BMA`.
fn meta(article: &mut Builder, parts: StoryArticle<'_>) {
    article.open_block(BlockKind::Meta, false);
    let start = article.end();
    let byline = parts.story.byline();
    article.field(Field::Byline, |article| {
        article.push_text(&byline, Inline::default());
    });
    let source = parts.story.source();
    if !source.is_empty() {
        separate(article, start, " · ");
        article.field(Field::Source, |article| {
            article.push_text(&source, Inline::default());
        });
    }
    if let Some(published) = parts.story.published() {
        separate(article, start, " · ");
        article.push_text(&published.written(parts.dates), Inline::default());
    }
    if let Some(section) = parts.section {
        separate(article, start, " · ");
        article.field(Field::Section, |article| {
            article.push_text(&section, Inline::default());
        });
    }
    if parts.minutes > 0 {
        separate(article, start, " · ");
        article.push_text(&minutes_text(parts.minutes), Inline::default());
    }
    for (index, tag) in parts.story.tags().enumerate() {
        separate(article, start, if index == 0 { " · " } else { ", " });
        article.field(Field::Tag, |article| {
            article.push_text(&tag, Inline::default());
        });
    }
    article.close_block();
}

/// Appends `separator` if the line that started at the byte `start` has any text.
fn separate(article: &mut Builder, start: usize, separator: &str) {
    if article.end() > start {
        article.push_text(separator, Inline::default());
    }
}
