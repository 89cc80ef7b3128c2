//! The part of an edition that `roundup show` prints.

use crate::archive::Edition;
use crate::briefing::{Dates, Whole};
use crate::text::{DisplayStr, fold};

/// Stories of one edition, with what is around them.
pub(super) struct Selection<'a> {
    pub(super) edition: &'a Edition,
    pub(super) briefing: Whole<'a>,
    /// Indices, in order.
    pub(super) stories: Vec<usize>,
    /// Whether the edition's summary comes before the stories.
    pub(super) has_summary: bool,
}

impl<'a> Selection<'a> {
    pub(super) fn whole(edition: &'a Edition, briefing: Whole<'a>) -> Self {
        Self {
            edition,
            briefing,
            stories: (0..briefing.len()).collect(),
            has_summary: !briefing.summary().is_empty(),
        }
    }

    pub(super) fn story(edition: &'a Edition, briefing: Whole<'a>, story: usize) -> Self {
        Self {
            edition,
            briefing,
            stories: vec![story],
            has_summary: false,
        }
    }

    /// Keeps the stories of the sections whose titles contain `title`, in any case.
    pub(super) fn keep_sections(&mut self, title: &str) {
        let (title, briefing) = (fold(title), self.briefing);
        self.has_summary = false;
        self.stories.retain(|&story| {
            let section = briefing.story(story).section();
            section.is_some_and(|section| fold(&briefing.section_title(section)).contains(&title))
        });
    }

    /// The title of the section that begins at `position` of the stories; `None` within a section.
    pub(super) fn section_above(&self, position: usize) -> Option<DisplayStr<'a>> {
        let section = |position: usize| self.briefing.story(self.stories[position]).section();
        let above = position.checked_sub(1).and_then(section);
        let section = section(position).filter(|&section| above != Some(section))?;
        Some(self.briefing.briefing().section_title(section))
    }

    /// `Health Roundup · Tuesday 12 January 2016 · Evening`.
    pub(super) fn masthead(&self, dates: Dates) -> String {
        let date = self.edition.date().map(|date| date.long(dates));
        let (source, label) = (self.briefing.source(), self.briefing.edition());
        let parts = [&*source, date.as_deref().unwrap_or_default(), &*label];
        let given: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        given.join(" · ")
    }
}
