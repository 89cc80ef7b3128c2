//! What a search has found, grouped by edition, each story with a line around its first match.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::app::parts::split::Listing;
use crate::app::progress::Page;
use crate::app::screens::edition::headlines::LEFT_COLUMNS;
use crate::archive::Edition;
use crate::article::{self, Article};
use crate::briefing::Field;
use crate::search::{self, Chart, Hits, Marked, Query};
use crate::text::wrap::{self, Fit, Paragraph};
use crate::text::{DisplayStr, width};

/// Rows above the list: the count and the chart.
const HEAD_ROWS: usize = 2;
/// The most rows of a headline.
const HEADLINE_ROWS: usize = 2;
/// Columns right of the rows.
const RIGHT_COLUMNS: usize = 2;
/// The widest chart in bars, and the columns of its two months.
const CHART_BARS: usize = 16;
const CHART_LABELS: usize = 18;

/// A story of the archive.
#[derive(Clone, Debug)]
pub struct Place {
    pub edition: Arc<Edition>,
    /// `None` for the faults of its file.
    pub story: Option<usize>,
}

#[derive(Debug)]
pub struct Results {
    pub hits: Hits,
    pub query: Arc<Query>,
    /// The story that was being read when the search began.
    pub origin: Place,
    pub chart: Option<Chart>,
    columns: usize,
    /// The rows of the hits in view, by their positions.
    rows: BTreeMap<usize, ResultRows>,
}

/// What is shown of one story.
#[derive(Clone, Debug, Default)]
pub struct ResultRows {
    pub headline: Vec<Marked>,
    pub snippet: Marked,
}

impl Results {
    pub fn new(origin: Place) -> Self {
        Self {
            hits: Hits::default(),
            query: Arc::default(),
            origin,
            chart: None,
            columns: 0,
            rows: BTreeMap::new(),
        }
    }

    /// Shows other hits, or the same for another query.
    pub fn set(&mut self, hits: Hits, query: Arc<Query>) {
        (self.hits, self.query) = (hits, query);
        self.rows.clear();
        self.draw_chart();
    }

    fn draw_chart(&mut self) {
        let bars = self
            .columns
            .saturating_sub(CHART_LABELS + 2)
            .min(CHART_BARS);
        self.chart = search::chart(&self.hits, bars);
    }

    /// The rows of a hit in view.
    pub fn rows(&self, position: usize) -> Option<&ResultRows> {
        self.rows.get(&position)
    }

    /// Whether the date of its edition stands above a hit.
    pub fn starts_group(&self, position: usize) -> bool {
        self.hits.groups()[self.hits.group_of(position)].hits.start == position
    }

    /// Where the story that was being read stands among the hits.
    pub fn origin_position(&self) -> Option<usize> {
        self.hits.position(&self.origin.edition, self.origin.story?)
    }

    fn room(&self) -> usize {
        self.columns
            .saturating_sub(usize::from(LEFT_COLUMNS) + RIGHT_COLUMNS)
            .max(1)
    }

    fn headline_rows(&self, position: usize) -> Vec<Range<usize>> {
        let Some(headline) = self.headline(position) else {
            return Vec::new();
        };
        let start = width::fitting(&headline, self.room() * (HEADLINE_ROWS + 1)).len();
        let mut rows = wrap::rows(
            Paragraph::plain(&headline[..start]),
            self.room(),
            Fit::Optimal,
        );
        if rows.len() > HEADLINE_ROWS {
            rows.truncate(HEADLINE_ROWS);
            if let Some(last) = rows.last_mut() {
                last.end = headline.len();
            }
        }
        rows
    }

    fn headline(&self, position: usize) -> Option<DisplayStr<'_>> {
        let (edition, story) = self.hits.get(position)?;
        Some(edition.briefing.as_ref()?.story(story).headline())
    }

    fn make_rows(&self, position: usize) -> ResultRows {
        let (Some((edition, story)), Some(headline)) =
            (self.hits.get(position), self.headline(position))
        else {
            return ResultRows::default();
        };
        let marks = search::in_text(&headline, Field::Headline, &self.query);
        let cut = |row: Range<usize>| {
            let text = width::cut(headline.part(row.clone()), self.room());
            let kept = text.strip_suffix('…').unwrap_or(&text).len();
            let within = |at: usize| at.saturating_sub(row.start).min(kept);
            let marks = marks
                .iter()
                .map(|mark| within(mark.start)..within(mark.end));
            Marked {
                marks: marks.filter(|mark| mark.start < mark.end).collect(),
                text,
            }
        };
        let snippet = edition
            .briefing
            .as_ref()
            .map(|briefing| search::snippet(briefing.story(story), &self.query, self.room()))
            .unwrap_or_default();
        ResultRows {
            headline: self.headline_rows(position).into_iter().map(cut).collect(),
            snippet,
        }
    }
}

impl Listing for Results {
    fn count(&self) -> usize {
        self.hits.len()
    }

    fn head(&self) -> usize {
        HEAD_ROWS
    }

    fn height(&self, index: usize) -> usize {
        let date = if self.starts_group(index) { 2 } else { 0 };
        // What is in view has been wrapped already.
        let wrapped = || self.headline_rows(index).len();
        date + self
            .rows(index)
            .map_or_else(wrapped, |rows| rows.headline.len())
            + 1
    }

    fn fit(&mut self, columns: usize) {
        if self.columns != columns {
            self.columns = columns;
            self.rows.clear();
            self.draw_chart();
        }
    }

    fn prepare(&mut self, visible: Range<usize>) {
        self.rows.retain(|position, _| visible.contains(position));
        for position in visible {
            if !self.rows.contains_key(&position) {
                let rows = self.make_rows(position);
                self.rows.insert(position, rows);
            }
        }
    }

    fn article(&self, index: usize) -> Article {
        let found = self
            .hits
            .get(index)
            .map(|(edition, story)| (edition, Some(story)));
        let nothing_asked = self
            .query
            .is_empty()
            .then_some((&self.origin.edition, self.origin.story));
        match found.or(nothing_asked) {
            Some((edition, Some(story))) => edition
                .briefing
                .as_ref()
                .map(|briefing| article::of_story(briefing, story, briefing.story(story).minutes()))
                .unwrap_or_default(),
            Some((edition, None)) => {
                article::faults(edition.label.as_display(), &edition.diagnostics)
            }
            None => article::note(DisplayStr::own(""), DisplayStr::own("Nothing found.")),
        }
    }

    fn page(&self, index: usize) -> Page {
        let origin = self.origin.story.map(|story| (&self.origin.edition, story));
        let place = self.hits.get(index).or(origin);
        let story =
            place.and_then(|(edition, story)| Some(edition.briefing.as_ref()?.story(story).key()));
        story.map_or_else(
            || Page::File(self.origin.edition.label.to_string()),
            Page::Story,
        )
    }
}
