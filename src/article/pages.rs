//! The articles that there are: stories, faults, notes.

use super::build::Builder;
use super::markdown;
use super::{Article, BlockKind, ContainerKind, Inline};
use crate::briefing::{Briefing, Diagnostic, Field, Story};
use crate::text::{DisplayStr, DisplayText, counted};

/// What an article is made of.
#[derive(Clone, Copy, Debug)]
pub struct StoryArticle<'a> {
    pub story: Story<'a>,
    /// The title of its section; `None` for a lead story.
    pub section: Option<DisplayStr<'a>>,
    /// Reading time; 0 is not shown.
    pub minutes: usize,
    /// CommonMark to stand above the headline; the edition's summary over its first story.
    pub preface: DisplayStr<'a>,
}

/// The article of a story.
pub fn story(parts: StoryArticle<'_>) -> Article {
    let story = parts.story;
    let mut article = Builder::default();
    if !parts.preface.is_empty() {
        markdown::append(&mut article, parts.preface, BlockKind::Preface);
        article.push_block(BlockKind::Rule, "", true);
    }
    article.field(Field::Headline, |article| {
        article.push_block(BlockKind::Headline, &story.headline(), true);
    });
    article.join_next();
    article.field(Field::Summary, |article| {
        markdown::append(article, story.summary(), BlockKind::Standfirst);
    });
    article.meta(parts);
    article.begin_body();
    article.field(Field::Body, |article| {
        markdown::append(article, story.body(), BlockKind::Paragraph);
    });
    article.finish(story.link())
}

/// An article of CommonMark alone: the summary of an edition.
pub fn summary(markdown: DisplayStr<'_>) -> Article {
    let mut article = Builder::default();
    markdown::append(&mut article, markdown, BlockKind::Preface);
    article.finish(DisplayStr::own(""))
}

/// The article of the story at `index`, as the reader shows it: the edition's summary stands above the
/// first. `minutes` are its reading time, which takes a while to count.
///
/// # Panics
/// When there is no such story.
pub fn of_story(briefing: &Briefing, index: usize, minutes: usize) -> Article {
    let parts = briefing.story(index);
    story(StoryArticle {
        story: parts,
        section: parts
            .section()
            .map(|section| briefing.section_title(section)),
        minutes,
        preface: if index == 0 {
            briefing.summary()
        } else {
            DisplayStr::own("")
        },
    })
}

/// The text of `markdown` as a reader sees it, without the rest of an article.
pub fn shown(markdown: DisplayStr<'_>) -> DisplayText {
    let mut article = Builder::default();
    markdown::append(&mut article, markdown, BlockKind::Paragraph);
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
    markdown::append(&mut article, preface, BlockKind::Preface);
    article.push_block(BlockKind::Standfirst, &text, true);
    article.finish(DisplayStr::own(""))
}
