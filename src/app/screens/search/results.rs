//! The results of a search: the stories found, grouped by edition, each with a line around its match.

mod hit_rows;
mod kept;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::app::hints::columns_of;
use crate::app::mark_book::Status;
use crate::app::parts::article_view::Entry;
use crate::app::parts::split::Listing;
use crate::app::rows::{Row, Rows};
use crate::app::session::Session;
use crate::app::texts::Subject;
use crate::archive::Archive;
use crate::briefing::{Dates, EditionId, Form, StoryId};
use crate::search::{self, Chart, Highlighted, Hits, Query};
use crate::text::{DisplayText, width};

/// Rows above the list: the count and the chart.
const HEAD: usize = 2;
/// The row of the chart among them.
pub const CHART_ROW: u16 = 1;
/// What is said of a hit that the query does not find any more.
pub(super) const NO_MATCH: &str = "no longer matches";
/// The most bars of the chart, and the columns that its two months take.
const CHART_BARS: usize = 16;
const CHART_LABELS: usize = 18;

/// What was being read when a search began.
#[derive(Clone, Debug)]
pub struct Origin {
    pub edition: EditionId,
    /// `None` for the faults of its file.
    pub story: Option<StoryId>,
    /// Whether the story was on the screen. On the closing page, it is only the one that was read last.
    pub shows_story: bool,
}

/// Which edition's hits come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    NewestFirst,
    OldestFirst,
}

#[derive(Debug)]
pub struct Results {
    /// Shared with the locations where the user was in them.
    hits: Arc<Hits>,
    /// The query that has found them.
    query: Arc<Query>,
    pub(super) origin: Origin,
    /// The hit that was selected when it ceased to be one. It stays until it is left.
    kept: Option<Kept>,
    chart: Option<Chart>,
    /// The archive of the moment, where the headlines are found.
    archive: Arc<Archive>,
    /// Files were still being read when the hits came.
    loading: bool,
    columns: usize,
    /// The rows of the hits in view, by their positions.
    rows: BTreeMap<usize, HitRows>,
    /// The version of the marks that the rows show.
    marks_version: u64,
    /// The number of the last request for snippets.
    request: u64,
    /// The positions of the hits that it is for; empty once it has been answered.
    awaited: Vec<usize>,
}

/// A hit that was open when it ceased to be one.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    story: StoryId,
    why: Why,
}

/// Why a hit is none any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    /// It has gone from its file.
    Gone,
    /// The query does not find it any more.
    NoMatch,
}

/// What is shown of one hit.
#[derive(Clone, Debug, Default)]
pub struct HitRows {
    pub headline: Vec<Highlighted>,
    /// `None` until its text has come.
    pub snippet: Option<Highlighted>,
    pub status: Status,
}

impl Results {
    pub fn new(origin: Origin, archive: Arc<Archive>) -> Self {
        Self {
            hits: Arc::default(),
            query: Arc::default(),
            origin,
            kept: None,
            chart: None,
            archive,
            loading: false,
            columns: 0,
            rows: BTreeMap::new(),
            marks_version: 0,
            request: 0,
            awaited: Vec::new(),
        }
    }

    /// Shows other hits, or the same for another query.
    pub fn set(&mut self, hits: Arc<Hits>, query: Arc<Query>, archive: &Arc<Archive>) {
        (self.hits, self.query) = (hits, query);
        self.archive = Arc::clone(archive);
        self.forget_rows();
        self.make_chart();
    }

    /// Takes in whether files are still being read, in which more may be found.
    pub(super) fn set_loading(&mut self, loading: bool) {
        self.loading = loading;
    }

    /// Finds headlines in the archive of the moment from now on.
    pub(super) fn archive_grew(&mut self, archive: &Arc<Archive>) {
        self.archive = Arc::clone(archive);
    }

    fn follow_archive(&mut self, archive: &Arc<Archive>) {
        self.archive = Arc::clone(archive);
        self.forget_rows();
        self.make_chart();
    }

    fn forget_rows(&mut self) {
        self.rows.clear();
        self.forget_request();
    }

    fn make_chart(&mut self) {
        let bars = self
            .columns
            .saturating_sub(CHART_LABELS + 2)
            .min(CHART_BARS);
        self.chart = search::chart(&self.hits, bars);
    }

    /// The version of the archive in which they are looked up.
    pub(super) fn archive_version(&self) -> u64 {
        self.archive.version()
    }

    pub fn hits(&self) -> &Hits {
        &self.hits
    }

    pub fn shown_query(&self) -> &Query {
        &self.query
    }

    pub fn chart(&self) -> Option<&Chart> {
        self.chart.as_ref()
    }

    /// The bar of the chart that the hit at `position` is in; `None` if its edition has no date.
    pub fn bar_of(&self, position: usize) -> Option<usize> {
        let group = self.hits.groups().get(self.hits.group_of(position))?;
        let date = group.edition.date()?;
        self.chart.as_ref()?.bar_of(date.day)
    }

    /// The column of the first bar of the chart, from the left of the list.
    pub fn first_bar(chart: &Chart, dates: Dates) -> u16 {
        columns_of(&dates.date(Form::ShortMonth, chart.oldest)).saturating_add(2)
    }

    /// The bar of the chart at a column of the list.
    pub(super) fn bar_at(&self, column: u16, dates: Dates) -> Option<usize> {
        let chart = self.chart.as_ref()?;
        let bar = usize::from(column.checked_sub(Self::first_bar(chart, dates))?);
        (bar < chart.bars.len()).then_some(bar)
    }

    /// The position of the story that was being read among the hits.
    pub(super) fn origin_position(&self) -> Option<usize> {
        self.hits.position(self.origin.story.as_ref()?)
    }

    /// The story that the hit at `position` stands for, else what was being read.
    pub(super) fn shown(&self, position: usize) -> Origin {
        match self.hits.get(position) {
            Some(story) => Origin {
                edition: story.edition().clone(),
                story: Some(story),
                shows_story: true,
            },
            None => self.origin.clone(),
        }
    }

    /// The date of the edition that a group of hits is in, with what tells it from others of that day, for
    /// `columns`; `No date` when it has none.
    pub fn group_title(&self, group: usize, columns: usize, dates: Dates) -> DisplayText {
        let edition = &self.hits.groups()[group].edition;
        let Some(date) = edition.date() else {
            return DisplayText::line("No date");
        };
        let distinction = match self.archive.distinction(edition, dates) {
            distinction if distinction.is_empty() => distinction,
            distinction => format!(" · {distinction}"),
        };
        let day = dates.date(Form::WeekdayOfYear, date.day);
        let lengths = [date.long(dates), date.short(dates), day];
        let mut titles = lengths.map(|date| DisplayText::line(&format!("{date}{distinction}")));
        let fits = |title: &DisplayText| width::of(title) <= columns;
        let fitting = titles.iter().position(fits);
        std::mem::take(&mut titles[fitting.unwrap_or(2)])
    }
}

impl Rows for Results {
    fn count(&self) -> usize {
        self.hits.len()
    }

    /// The number of a title is its group's. The last line of a hit is its snippet.
    fn each_row(&self, position: usize, row: &mut dyn FnMut(Row)) {
        let group = self.hits.group_of(position);
        let groups = self.hits.groups();
        if groups
            .get(group)
            .is_some_and(|titled| titled.hits.start == position)
            && self.hits.begins_edition(group)
        {
            row(Row::Gap);
            row(Row::Title(group));
        }
        // What is in view has been wrapped already.
        let headline = match self.rows.get(&position) {
            Some(rows) => rows.headline.len(),
            None => self.headline(position).map_or(0, |headline| {
                self.headline_rows(headline.as_display()).len()
            }),
        };
        for line in 0..=headline {
            row(Row::Line {
                item: position,
                line,
            });
        }
    }
}

impl Listing for Results {
    fn head(&self) -> usize {
        HEAD
    }

    fn fit(&mut self, columns: usize) {
        if self.columns != columns {
            self.columns = columns;
            self.forget_rows();
            self.make_chart();
        }
    }

    fn prepare(&mut self, visible: Range<usize>, session: &mut Session) {
        self.rows.retain(|position, _| visible.contains(position));
        let marked = self.marks_version != session.marks.version();
        self.marks_version = session.marks.version();
        for position in visible {
            let new = !self.rows.contains_key(&position);
            if new {
                self.rows.insert(position, self.make_rows(position));
            }
            let has_status = (new || marked) && !self.has_gone(position);
            let story = self.hits.get(position).filter(|_| has_status);
            if let (Some(story), Some(rows)) = (story, self.rows.get_mut(&position)) {
                rows.status = session.marks.status(&story);
            }
        }
        self.ask_for_snippets(session);
    }

    fn subject(&self, position: usize) -> Subject {
        match (self.hits.get(position), &self.origin.story) {
            (Some(story), _) => Subject::Story(story),
            (None, _) if !self.query.is_empty() => Subject::Note(if self.loading {
                "Nothing found so far."
            } else {
                "Nothing found."
            }),
            (None, Some(story)) => Subject::Story(story.clone()),
            (None, None) => Subject::Faults(self.origin.edition.clone()),
        }
    }

    fn entry(&self) -> Entry {
        Entry::AtMatch(0)
    }

    fn item_with(&self, story: &StoryId) -> Option<usize> {
        self.hits.position(story)
    }

    fn query(&self) -> Option<Arc<Query>> {
        (!self.query.is_empty()).then(|| Arc::clone(&self.query))
    }
}
