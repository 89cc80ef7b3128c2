//! What is shown of the hits in view: headlines, wrapped, and the snippets, which have to be asked for.

use std::ops::Range;
use std::sync::Arc;

use super::{HitRows, NO_MATCH, Results};
use crate::app::layout::LIST_LEFT;
use crate::app::mark_book::Status;
use crate::app::message::Effect;
use crate::app::rows::few_rows;
use crate::app::session::Session;
use crate::app::texts::{SnippetsRequest, Text, TextRequest};
use crate::briefing::Field;
use crate::search::{self, Highlighted};
use crate::text::{DisplayStr, DisplayText, width};

/// The most rows of a headline.
const HEADLINE_ROWS: usize = 2;
/// Columns right of the rows.
const RIGHT: usize = 2;

impl Results {
    /// The rows of a hit in view.
    pub fn hit_rows(&self, position: usize) -> Option<&HitRows> {
        self.rows.get(&position)
    }

    pub(super) fn room(&self) -> usize {
        self.columns
            .saturating_sub(usize::from(LIST_LEFT) + RIGHT)
            .max(1)
    }

    pub(super) fn headline(&self, position: usize) -> Option<DisplayText> {
        let story = self.hits.get(position)?;
        if self.has_gone(position) {
            // Another story may have taken its place.
            return Some(DisplayText::line(&format!("(gone) {}", story.headline())));
        }
        Some(self.archive.story(&story)?.headline().to_text())
    }

    pub(super) fn headline_rows(&self, headline: DisplayStr<'_>) -> Vec<Range<usize>> {
        few_rows(&headline, HEADLINE_ROWS, self.room(), self.room())
    }

    pub(super) fn make_rows(&self, position: usize) -> HitRows {
        let Some(headline) = self.headline(position) else {
            return HitRows::default();
        };
        let headline = headline.as_display();
        let matches = search::in_text(&headline, Field::Headline, &self.query);
        let cut = |row: Range<usize>| {
            let text = width::cut(headline.part(row.clone()), self.room());
            let kept = text.strip_suffix('…').unwrap_or(&text).len();
            let within = |at: usize| at.saturating_sub(row.start).min(kept);
            let highlights = matches
                .iter()
                .map(|found| within(found.start)..within(found.end));
            Highlighted {
                highlights: highlights.filter(|part| part.start < part.end).collect(),
                text,
            }
        };
        let rows = self.headline_rows(headline);
        let has_gone = self.has_gone(position);
        let snippet = if self.no_longer_matches(position) {
            Some(NO_MATCH)
        } else {
            has_gone.then_some("")
        };
        HitRows {
            headline: rows.into_iter().map(cut).collect(),
            snippet: snippet.map(|text| Highlighted {
                text: width::cut(DisplayStr::own(text), self.room()),
                highlights: Vec::new(),
            }),
            // A story that has gone is not there to be read.
            status: Status {
                read: has_gone,
                ..Status::default()
            },
        }
    }

    /// Asks for the snippets that rows in view lack, unless exactly those are awaited already.
    pub(super) fn ask_for_snippets(&mut self, session: &mut Session) {
        let missing = self.rows.iter().filter(|(_, rows)| rows.snippet.is_none());
        let missing: Vec<_> = missing.map(|(position, _)| *position).collect();
        if missing.is_empty() || missing == self.awaited {
            return;
        }
        (self.request, self.awaited) = (session.next_number(), missing);
        let stories = self.awaited.iter();
        let request = SnippetsRequest {
            number: self.request,
            query: Arc::clone(&self.query),
            columns: self.room(),
            stories: stories
                .filter_map(|&position| self.hits.get(position))
                .collect(),
        };
        session
            .effects
            .push(Effect::Read(TextRequest::Snippets(request)));
    }

    /// Forgets what was asked for, so that the snippets still missing are asked for again: another list's request
    /// may have replaced this one.
    pub(in super::super) fn forget_request(&mut self) {
        (self.request, self.awaited) = (0, Vec::new());
    }

    /// Takes snippets that were asked for last.
    pub(in super::super) fn take_snippets(&mut self, text: &Text) {
        if let Text::Snippets { number, snippets } = text
            && *number == self.request
        {
            for (position, snippet) in std::mem::take(&mut self.awaited).iter().zip(snippets) {
                if let Some(rows) = self.rows.get_mut(position) {
                    rows.snippet = Some(snippet.clone());
                }
            }
        }
    }
}
