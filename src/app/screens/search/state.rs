//! A search that is on: its prompt, its results, and the matches in the open article.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::app::layout::{Panes, Shows};
use crate::app::parts::list_cursor::ListCursor;
use crate::app::parts::prompt::Prompt;
use crate::app::parts::split::{Focus, Listing, Split};
use crate::app::progress::Progress;
use crate::app::screens::search::results::{Place, Results};
use crate::marks::Marks;
use crate::search::{self, Chunk, Hits, Query, Scope};

/// Which stories are searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    #[default]
    AllEditions,
    ThisEdition,
    ThisStory,
}

impl Reach {
    pub fn name(self) -> &'static str {
        match self {
            Self::AllEditions => "all editions",
            Self::ThisEdition => "this edition",
            Self::ThisStory => "this story",
        }
    }

    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::AllEditions => Self::ThisEdition,
            Self::ThisEdition => Self::ThisStory,
            Self::ThisStory => Self::AllEditions,
        }
    }
}

/// A search that is on.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is true or not whatever the others are"
)]
pub struct Searching {
    pub prompt: Prompt,
    pub typing: bool,
    /// Enter has been pressed on these results.
    pub(crate) kept: bool,
    pub reach: Reach,
    pub split: Split<Results>,
    /// Answers to other generations are too late.
    pub(crate) generation: u64,
    /// The query that was asked last; that of the hits shown may be older.
    pub asked: Arc<Query>,
    /// Questions of this generation asked so far: all that was loaded, then what came after.
    pub(crate) parts_asked: usize,
    /// Chunks that this generation has been asked of.
    pub(crate) chunks_asked: usize,
    /// Answers taken in. The first takes the place of the hits, those after it add to them.
    pub(crate) parts_taken: usize,
    /// Answers that have overtaken one before them.
    waiting: BTreeMap<usize, Hits>,
    /// Only the article is shown.
    pub zen: bool,
    /// Enter was pressed before the answer came.
    pub(crate) keeps_answer: bool,
    /// The reader has gone to a result, which later answers keep.
    pub(crate) chosen: bool,
    /// A story is followed: its oldest edition comes first.
    pub(crate) oldest_first: bool,
    /// Bytes of the open article that match.
    pub marks: Vec<Range<usize>>,
    /// The match that `n` has gone to.
    pub mark: usize,
    /// How far back in the history the prompt is; `None` when something was typed.
    pub(crate) recalled: Option<usize>,
}

/// What the searcher is to look through.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    pub generation: u64,
    /// Which of the questions of its generation it is, from 0.
    pub part: usize,
    pub query: Arc<Query>,
    pub scope: Scope,
    pub marks: Arc<Marks>,
    pub chunks: Vec<Arc<Chunk>>,
}

impl PartialEq for SearchRequest {
    /// Two requests are the same when they are the same part of one generation.
    fn eq(&self, other: &Self) -> bool {
        (self.generation, self.part) == (other.generation, other.part)
    }
}

impl Eq for SearchRequest {}

impl Searching {
    pub(crate) fn new(origin: Place, generation: u64) -> Self {
        Self {
            prompt: Prompt::default(),
            typing: true,
            kept: false,
            reach: Reach::default(),
            split: Split::new(Results::new(origin), ListCursor::default(), Focus::List),
            generation,
            asked: Arc::default(),
            parts_asked: 0,
            chunks_asked: 0,
            parts_taken: 0,
            waiting: BTreeMap::new(),
            zen: false,
            keeps_answer: false,
            chosen: false,
            oldest_first: false,
            marks: Vec::new(),
            mark: 0,
            recalled: None,
        }
    }

    /// The story that is open.
    pub fn open_place(&self) -> Place {
        let list = &self.split.list;
        match list.hits.get(self.split.selected()) {
            Some((edition, story)) => Place {
                edition: Arc::clone(edition),
                story: Some(story),
            },
            None => list.origin.clone(),
        }
    }

    /// The story that is open and shown: none when nothing is found.
    pub(crate) fn story_shown(&self) -> Option<Place> {
        let list = &self.split.list;
        let shown = !list.hits.is_empty() || list.query.is_empty();
        Some(self.open_place()).filter(|place| shown && place.story.is_some())
    }

    pub(crate) fn scope(&self) -> Scope {
        let Place { edition, story } = self.split.list.origin.clone();
        match (self.reach, story) {
            (Reach::AllEditions, _) => Scope::All,
            (Reach::ThisStory, Some(story)) => Scope::Story(edition, story),
            _ => Scope::Edition(edition),
        }
    }

    /// Marks the open article and shows its match number `mark`.
    pub(crate) fn mark_article(&mut self, mark: usize) {
        self.marks = search::in_article(&self.split.reading.article, &self.split.list.query);
        self.mark = mark.min(self.marks.len().saturating_sub(1));
        self.show_mark();
    }

    pub(crate) fn show_mark(&mut self) {
        if let Some(mark) = self.marks.get(self.mark) {
            self.split.reading.reveal(mark.start);
        }
    }

    /// What it shows: the list and the article, or the article alone.
    pub fn shows(&self) -> Shows {
        if self.zen {
            Shows::Article
        } else {
            self.split.shows()
        }
    }

    /// Whether all questions asked have been answered, and any has been asked.
    pub fn is_answered(&self) -> bool {
        self.parts_asked > 0 && self.parts_taken == self.parts_asked
    }

    /// Begins a new generation.
    pub(crate) fn restart(&mut self, generation: u64, query: &Arc<Query>) {
        (self.generation, self.asked) = (generation, Arc::clone(query));
        (self.parts_asked, self.parts_taken, self.chunks_asked) = (0, 0, 0);
        self.waiting.clear();
    }

    /// Keeps the results and goes into their list.
    pub(crate) fn keep(&mut self) {
        (self.typing, self.kept, self.recalled) = (false, true, None);
        self.split.focus = Focus::List;
    }

    /// The next question of this generation.
    pub(crate) fn request(&mut self, chunks: Vec<Arc<Chunk>>, marks: &Arc<Marks>) -> SearchRequest {
        let part = self.parts_asked;
        self.parts_asked += 1;
        self.chunks_asked += chunks.len();
        SearchRequest {
            generation: self.generation,
            part,
            query: Arc::clone(&self.asked),
            scope: self.scope(),
            marks: Arc::clone(marks),
            chunks,
        }
    }

    /// Takes an answer in, after those to all questions before it: small parts are answered sooner,
    /// and the first one taken decides which story is open.
    pub(crate) fn take_part(
        &mut self,
        part: usize,
        hits: Hits,
        panes: &Panes,
        progress: &Progress,
    ) {
        self.waiting.insert(part, hits);
        while let Some(hits) = self.waiting.remove(&self.parts_taken) {
            let query = Arc::clone(&self.asked);
            self.take(hits, query, panes, progress);
            self.parts_taken += 1;
            if std::mem::take(&mut self.keeps_answer) && self.split.list.count() > 0 {
                self.keep();
            }
        }
    }

    /// Takes hits in, with the same story open where it is still found.
    pub(crate) fn take(
        &mut self,
        found: Hits,
        query: Arc<Query>,
        panes: &Panes,
        progress: &Progress,
    ) {
        let before = self.open_place();
        let had_hits = self.split.list.count() > 0;
        let replaces = self.parts_taken == 0;
        if !replaces && found.is_empty() {
            return;
        }
        let mut hits = if replaces {
            Hits::default()
        } else {
            std::mem::take(&mut self.split.list.hits)
        };
        if self.oldest_first {
            hits = hits.oldest_first();
        }
        hits.merge(found);
        if self.oldest_first {
            hits = hits.oldest_first();
        }
        self.split.list.set(hits, query);
        let keeps = self.chosen || (!replaces && had_hits);
        let kept = before
            .story
            .filter(|_| keeps)
            .and_then(|story| self.split.list.hits.position(&before.edition, story));
        let place = kept
            .or_else(|| self.split.list.origin_position())
            .unwrap_or(0);
        self.chosen &= kept.is_some();
        self.split.keep_selected(place, panes);
        // What is open stays as it is while more comes in around it.
        if replaces || kept.is_none() {
            self.split.open(panes, progress);
            self.mark_article(0);
        }
    }
}
