//! The state of a search: what is typed, what the searcher was asked, and the results that it answered. How it
//! is asked is in `asking`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::location::SearchLocation;
use super::results::{Order, Origin, Results};
use crate::app::parts::article_view::Entry;
use crate::app::parts::list_cursor::ListCursor;
use crate::app::parts::prompt::Prompt;
use crate::app::parts::split::{Focus, Split};
use crate::app::screen::Screen;
use crate::app::session::Session;
use crate::briefing::StoryId;
use crate::keymap::Edit;
use crate::search::{Correction, Hits, Query, Scope};
use crate::text::DisplayText;

/// How far a search has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Its first query is being typed.
    Typing,
    /// Its results were kept, and its query is being changed.
    Changing,
    /// The user is going through its results.
    Kept,
}

#[derive(Debug)]
pub struct SearchScreen {
    pub prompt: Prompt,
    pub phase: Phase,
    pub scope: Scope,
    pub split: Split<Results>,
    pub(super) order: Order,
    /// Only the article is shown; leaving that always leads to the list.
    pub(super) zen: bool,
    /// Enter was pressed before the answer had come: its results are kept.
    pub(super) keep_when_answered: bool,
    pub(super) stays: Stays,
    /// The query whose results were kept last.
    pub(super) kept_query: String,
    /// Where the user was in those results when the query began to be changed.
    pub(super) before_change: Option<Box<SearchLocation>>,
    /// How far back in the queries kept before the prompt is, from 0; `None` when it is none of them.
    pub(super) recalled: Option<usize>,
    pub(super) asked: Asked,
}

/// How firmly the open result stays open when later answers come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stays {
    /// At a start, while files are being read, it gives way to results before it.
    IfFirst,
    /// A key was pressed since the results were kept: it stays while more is added to them.
    WhileMoreComes,
    /// The user has gone to it: it stays as long as it is among the results.
    WhileFound,
}

/// Why the searcher is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Ask {
    /// There is another query.
    #[default]
    Anew,
    /// The query is the same as before, and only its results may have changed.
    Again,
    /// The same, since all marks are known now.
    WithAllMarks,
}

impl Asked {
    /// Whether the query is the same as before.
    pub(super) fn is_again(&self) -> bool {
        self.ask != Ask::Anew
    }
}

/// How far the suggestions for a query are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Suggesting {
    #[default]
    NotAsked,
    Awaited,
    /// The same, and Enter was pressed: what it does depends on them.
    AwaitedByUser,
    Come,
}

/// What the searcher was asked last, and how much of that it has answered.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// The query; that of the results shown may be an older one.
    pub(super) query: Arc<Query>,
    /// Answers to other generations come too late.
    pub(super) generation: u64,
    /// Requests of this generation: one for all that was loaded, then one for each part that came after.
    pub(super) parts: usize,
    /// Chunks of folded text that those requests cover.
    pub(super) chunks: usize,
    /// Answers handled so far.
    pub(super) taken: usize,
    /// The results shown are those of this generation: later answers add to them.
    pub(super) is_shown: bool,
    pub(super) ask: Ask,
    /// Answers that came before an earlier part's.
    pub(super) waiting: BTreeMap<usize, Hits>,
    /// Whether suggestions were asked for, since nothing was found, or some word may be in no story.
    pub(super) suggestions: Suggesting,
    /// The number of the request for the spellings of what is suggested.
    pub(super) spellings: u64,
    /// Why not all was found, once that is known.
    pub(super) reasons: Option<Reasons>,
}

/// Why nothing was found, or which words are in no story.
#[derive(Debug)]
pub struct Reasons {
    /// Of each term.
    pub alone: Vec<Reason>,
    /// What may have been meant by the words that no story has, once it is known how stories spell it.
    pub corrections: Vec<Correction>,
    /// 0: the likeliest word of each. n: the nth of the other words, counted over all corrections, in place of the
    /// likeliest of its own.
    pub(super) choice: usize,
}

/// How many stories meet a term alone.
#[derive(Debug)]
pub struct Reason {
    pub written: DisplayText,
    /// No story has what it asks for or leaves out.
    pub(super) unknown: bool,
    pub stories: usize,
    /// If the term is a phrase that no story has, how many stories have each of its words; if no word is the reason,
    /// only how many have all of them.
    pub words: Vec<(DisplayText, usize)>,
}

impl SearchScreen {
    /// An empty query, from what is being read.
    pub fn new(origin: Origin, session: &mut Session) -> Self {
        Self::with(origin, Phase::Typing, session)
    }

    /// The results of `query`, as if it had been typed and kept.
    pub fn of_results(origin: Origin, query: &str, order: Order, session: &mut Session) -> Self {
        let mut screen = Self::with(origin, Phase::Kept, session);
        screen.prompt.insert(query);
        screen.order = order;
        screen.enter_results();
        screen.ask(session);
        screen.report_note(session);
        screen
    }

    fn with(origin: Origin, phase: Phase, session: &mut Session) -> Self {
        let results = Results::new(origin, Arc::clone(&session.archive));
        let (cursor, entry) = (ListCursor::default(), Entry::AsLeft);
        Self {
            prompt: Prompt::default(),
            phase,
            scope: Scope::All,
            split: Split::new(results, cursor, Focus::List, entry, session),
            order: Order::NewestFirst,
            zen: false,
            keep_when_answered: false,
            stays: Stays::IfFirst,
            kept_query: String::new(),
            before_change: None,
            recalled: None,
            asked: Asked::default(),
        }
    }

    pub fn results(&self) -> &Results {
        &self.split.list
    }

    /// The query that was asked last; that of the results may be an older one.
    pub fn query(&self) -> &Query {
        &self.asked.query
    }

    /// Whether everything that was asked has been answered, if anything was asked. Where there is nothing to
    /// search, no answer is to come.
    pub fn is_answered(&self) -> bool {
        let asked = self.asked.parts > 0 || !self.asked.query.is_empty();
        asked && self.asked.taken == self.asked.parts
    }

    /// Whether an answer is still to come.
    pub fn is_awaiting(&self) -> bool {
        self.asked.taken < self.asked.parts
    }

    /// Whether the results shown are those of the query, but more may be found.
    pub fn is_partial(&self) -> bool {
        self.asked.is_shown && self.is_awaiting()
    }

    /// What is open: the selected result, else what was being read before.
    pub fn shown(&self) -> Origin {
        self.results().shown(self.split.selected())
    }

    pub fn is_zen(&self) -> bool {
        self.zen
    }

    /// Whether it shows the kept results of `query`.
    pub fn shows_results_of(&self, query: &str) -> bool {
        self.phase == Phase::Kept && self.kept_query == query
    }

    /// The story that is open and shown: none when nothing is found, or when it has gone from its file.
    pub(super) fn story_shown(&self) -> Option<StoryId> {
        let shown = !self.results().hits().is_empty() || self.results().shown_query().is_empty();
        let shown = shown && !self.shows_gone_story();
        self.shown().story.filter(|_| shown)
    }

    /// The story that is open although the query does not find it any more.
    pub fn lost_match(&self) -> Option<StoryId> {
        let selected = self.split.selected();
        let hit = self.results().hits().get(selected);
        hit.filter(|_| self.results().no_longer_matches(selected))
    }

    /// The scope that comes after this one.
    pub(super) fn next_scope(&self) -> Scope {
        let origin = &self.results().origin;
        match (&self.scope, &origin.story) {
            (Scope::All, _) => Scope::Edition(origin.edition.clone()),
            (Scope::Edition(_), Some(story)) if origin.shows_story => Scope::Story(story.clone()),
            _ => Scope::All,
        }
    }

    /// Goes into the list of the results.
    pub(super) fn enter_results(&mut self) {
        (self.phase, self.recalled, self.before_change) = (Phase::Kept, None, None);
        self.kept_query = self.prompt.text().to_string();
        self.split.focus = Focus::List;
    }

    /// Keeps the results, and says again what was left out of the query: the prompt that said so is gone.
    pub(super) fn keep_results(&mut self, session: &mut Session) {
        session.note_jump();
        self.enter_results();
        self.report_note(session);
    }

    pub(super) fn report_note(&self, session: &mut Session) {
        if let Some(note) = self.note(session) {
            session.notify(&note);
        }
    }

    /// Begins to change the query whose results were kept.
    pub(super) fn change_query(&mut self) {
        // There the key that goes right takes what is suggested.
        self.prompt.edit(Edit::End);
        if self.phase == Phase::Kept {
            self.before_change = self.location().map(Box::new);
            self.phase = Phase::Changing;
        }
        self.zen = false;
        self.split.focus = Focus::List;
    }
}
