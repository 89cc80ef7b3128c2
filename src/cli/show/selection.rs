//! Which part of an edition is shown.

use std::sync::Arc;

use crate::archive::Edition;
use crate::briefing::Briefing;
use crate::text::{DisplayStr, fold};

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
    pub(super) fn whole(edition: &'a Arc<Edition>, briefing: &'a Briefing) -> Self {
        Self {
            edition,
            briefing,
            stories: (0..briefing.len()).collect(),
            has_summary: !briefing.summary().is_empty(),
        }
    }

    pub(super) fn keep_section(&mut self, title: &str) {
        let (title, briefing) = (fold(title), self.briefing);
        self.has_summary = false;
        self.stories.retain(|&story| {
            let section = briefing.story(story).section();
            section.is_some_and(|section| fold(&briefing.section_title(section)).contains(&title))
        });
    }

    pub(super) fn sections(&self) -> Vec<&'a str> {
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
}
