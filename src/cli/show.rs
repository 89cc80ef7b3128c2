//! `roundup show`: an edition as text, CommonMark or JSON.

use std::io::{self, Write};
use std::sync::Arc;

use clap::builder::styling::Style;

use super::arguments::Show;
use super::document;
use super::exit::{Answer, tell};
use super::hits;
use super::json::{self, StoryLine};
use super::output::{self, ACCENT, BOLD, DIM, Output};
use super::typesetting;
use crate::archive::{Edition, Which};
use crate::article::{self, StoryArticle};
use crate::briefing::Briefing;
use crate::store::{self, Meant};
use crate::text::{DisplayStr, fold, width};

pub(super) fn run(show: &Show, out: &mut Output) -> anyhow::Result<Answer> {
    let which = show.edition.as_ref().unwrap_or(&Which::Latest);
    let Meant {
        edition,
        unreadable,
    } = store::edition(&hits::find(&show.paths.paths)?, which);
    hits::tell_unreadable(&unreadable);
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
        let marks = hits::marks();
        for &index in &part.stories {
            let story = briefing.story(index);
            let line = StoryLine::new(&edition, story, marks.get(&story.key()));
            json::write(out, &line.with_texts(story))?;
        }
    } else if show.markdown {
        document::write(out, &part)?;
    } else {
        let columns = show.width.map_or_else(output::columns, usize::from);
        part.set(out, columns)?;
    }
    Ok(Answer::Done)
}

/// What of an edition is shown.
pub(super) struct Selection<'a> {
    edition: &'a Arc<Edition>,
    pub(super) briefing: &'a Briefing,
    /// By their indices, in order.
    pub(super) stories: Vec<usize>,
    /// Its summary stands above the stories.
    pub(super) has_summary: bool,
}

impl<'a> Selection<'a> {
    fn whole(edition: &'a Arc<Edition>, briefing: &'a Briefing) -> Self {
        Self {
            edition,
            briefing,
            stories: (0..briefing.len()).collect(),
            has_summary: !briefing.summary().is_empty(),
        }
    }

    fn keep_section(&mut self, title: &str) {
        let (title, briefing) = (fold(title), self.briefing);
        self.has_summary = false;
        self.stories.retain(|&story| {
            let section = briefing.story(story).section();
            section.is_some_and(|section| fold(&briefing.section_title(section)).contains(&title))
        });
    }

    fn sections(&self) -> Vec<&'a str> {
        let sections = 0..self.briefing.sections();
        sections
            .map(|section| self.briefing.section_title(section).as_str())
            .collect()
    }

    /// The title of a section where its first story stands at `position`.
    pub(super) fn section_above(&self, position: usize) -> Option<DisplayStr<'a>> {
        let section = |position: usize| self.briefing.story(self.stories[position]).section();
        let above = position.checked_sub(1).and_then(section);
        let section = section(position).filter(|&section| above != Some(section))?;
        Some(self.briefing.section_title(section))
    }

    /// `Health Roundup · Tuesday 12 January 2016 · Evening`.
    pub(super) fn masthead(&self) -> String {
        let date = self.edition.date().map(|date| date.long());
        let (source, label) = (self.briefing.source(), self.briefing.edition());
        let parts = [&*source, date.as_deref().unwrap_or_default(), &*label];
        let given: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        given.join(" · ")
    }

    /// As text of `columns`.
    fn set(&self, out: &mut Output, columns: usize) -> io::Result<()> {
        heading(out, BOLD, self.briefing.title(), columns)?;
        typesetting::lines(out, DIM, &self.masthead(), columns)?;
        if self.has_summary {
            writeln!(out)?;
            typesetting::article(out, &article::summary(self.briefing.summary()), columns)?;
        }
        for (position, &index) in self.stories.iter().enumerate() {
            writeln!(out, "\n")?;
            if let Some(section) = self.section_above(position) {
                heading(out, ACCENT, section, columns)?;
                writeln!(out)?;
            }
            let story = self.briefing.story(index);
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
