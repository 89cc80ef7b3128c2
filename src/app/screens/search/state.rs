//! The state of a search: what is typed, what the searcher was asked, and the results that it answered.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::location::SearchLocation;
use super::results::{Order, Origin, Results};
use crate::app::message::{Effect, SearchRequest};
use crate::app::parts::article_view::Entry;
use crate::app::parts::list_cursor::ListCursor;
use crate::app::parts::prompt::Prompt;
use crate::app::parts::split::{Focus, Listing, Split};
use crate::app::rows::Rows;
use crate::app::screen::Screen;
use crate::app::session::Session;
use crate::briefing::{EditionId, StoryId};
use crate::search::{Chunk, Correction, Hits, Query, Scope, Suggestions};
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

/// Bytes of folded text that are searched first, well within the time of a frame, so that there are results
/// to show while the rest of a large archive is searched.
const FIRST_PART: usize = 48 * 1024 * 1024;

#[derive(Debug)]
pub struct SearchScreen {
    pub prompt: Prompt,
    pub phase: Phase,
    pub scope: Scope,
    pub split: Split<Results>,
    pub(super) order: Order,
    /// Only the article is shown; leaving that always leads to the list.
    pub(super) zen: bool,
    /// Enter was pressed before the answer had come: its results are accepted.
    pub(super) accept_when_answered: bool,
    /// The user has gone to a result, which stays selected when later answers come.
    pub(super) user_chose: bool,
    /// The query whose results were accepted last.
    pub(super) accepted: String,
    /// Where the user was in those results when the query began to be changed.
    pub(super) before_change: Option<Box<SearchLocation>>,
    /// How far back in the history the prompt is, from 0; `None` when it is not from the history.
    pub(super) recalled: Option<usize>,
    pub(super) asked: Asked,
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
    /// The query is the same as before, and only its results may have changed.
    pub(super) again: bool,
    /// Answers that came before an earlier part's.
    pub(super) waiting: BTreeMap<usize, Hits>,
    /// Suggestions were asked for, since nothing was found.
    pub(super) wants_suggestions: bool,
    /// Why nothing was found, once that is known.
    pub(super) reasons: Option<Reasons>,
}

/// Why nothing was found.
#[derive(Debug)]
pub struct Reasons {
    /// Each term as it is written, and how many stories meet it alone.
    pub alone: Vec<(DisplayText, usize)>,
    /// What may have been meant by the words that no story has.
    pub corrections: Vec<Correction>,
}

impl SearchScreen {
    /// An empty query, from what is being read.
    pub fn new(origin: Origin, session: &mut Session) -> Self {
        Self::with(origin, Phase::Typing, session)
    }

    /// The results of `query`, as if it had been typed and accepted.
    pub fn of_results(origin: Origin, query: &str, order: Order, session: &mut Session) -> Self {
        let mut screen = Self::with(origin, Phase::Kept, session);
        screen.prompt.insert(query);
        screen.order = order;
        screen.accept_results();
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
            accept_when_answered: false,
            user_chose: false,
            accepted: String::new(),
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

    /// Whether everything that was asked has been answered, if anything was asked.
    pub fn is_answered(&self) -> bool {
        self.asked.parts > 0 && self.asked.taken == self.asked.parts
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

    /// Whether it shows the accepted results of `query`.
    pub fn shows_results_of(&self, query: &str) -> bool {
        self.phase == Phase::Kept && self.accepted == query
    }

    /// The story that is open and shown: none when nothing is found, or when it has gone from its file.
    pub(super) fn story_shown(&self) -> Option<StoryId> {
        let shown = !self.results().hits().is_empty() || self.results().shown_query().is_empty();
        let shown = shown && !self.shows_gone_story();
        self.shown().story.filter(|_| shown)
    }

    /// The scope that comes after this one.
    pub(super) fn next_scope(&self) -> Scope {
        let origin = &self.results().origin;
        match (&self.scope, &origin.story) {
            (Scope::All, _) => Scope::Edition(origin.edition.clone()),
            (Scope::Edition(_), Some(story)) => Scope::Story(story.clone()),
            _ => Scope::All,
        }
    }

    /// Accepts the results and goes into their list.
    pub(super) fn accept_results(&mut self) {
        (self.phase, self.recalled, self.before_change) = (Phase::Kept, None, None);
        self.accepted = self.prompt.text().to_string();
        self.split.focus = Focus::List;
    }

    /// Accepts the results, and says again what was left out of the query: the prompt that said so is gone.
    pub(super) fn keep_results(&mut self, session: &mut Session) {
        session.note_jump();
        self.accept_results();
        self.report_note(session);
    }

    fn report_note(&self, session: &mut Session) {
        if let Some(note) = self.query().notes.first() {
            session.notify(note);
        }
    }

    /// Begins to change the query whose results were accepted.
    pub(super) fn change_query(&mut self) {
        if self.phase == Phase::Kept {
            self.before_change = self.location().map(Box::new);
            self.phase = Phase::Changing;
        }
        self.zen = false;
        self.split.focus = Focus::List;
    }

    /// Asks for what the prompt says now.
    pub fn ask(&mut self, session: &mut Session) {
        self.ask_for(false, session);
    }

    fn ask_for(&mut self, again: bool, session: &mut Session) {
        let query = Arc::new(Query::parse(&self.prompt.text(), session.today));
        if query.is_empty() && !query.notes.is_empty() && !self.results().hits().is_empty() {
            // Only half a field is left: the results stay while the rest is typed.
            self.asked.query = query;
            return;
        }
        session.searches.generation += 1;
        self.asked = Asked {
            query: Arc::clone(&query),
            generation: session.searches.generation,
            again,
            ..Asked::default()
        };
        let chunks = session.searches.chunks.clone();
        if query.is_empty() || chunks.is_empty() {
            return self.take(Hits::default(), session);
        }
        let (first, rest) = first_part(chunks, FIRST_PART, &self.results().origin.edition);
        self.request(first, session);
        if !rest.is_empty() {
            self.request(rest, session);
        }
    }

    /// Asks for the same once more, and leaves the open story as it is where it is still found.
    pub fn ask_again(&mut self, session: &mut Session) {
        self.user_chose = true;
        self.ask_for(true, session);
    }

    pub(super) fn has_missed_something(&self, session: &Session) -> bool {
        self.is_awaiting() || self.asked.chunks < session.searches.chunks.len()
    }

    /// Searches what has just been loaded.
    pub fn ask_more(&mut self, chunks: Vec<Arc<Chunk>>, session: &mut Session) {
        if !self.asked.query.is_empty() && !chunks.is_empty() {
            self.request(chunks, session);
        }
    }

    fn request(&mut self, chunks: Vec<Arc<Chunk>>, session: &mut Session) {
        let request = SearchRequest {
            generation: self.asked.generation,
            part: self.asked.parts,
            query: Arc::clone(&self.asked.query),
            scope: self.scope.clone(),
            marks: Arc::clone(session.marks.marks()),
            chunks,
        };
        self.asked.parts += 1;
        self.asked.chunks += request.chunks.len();
        session.effects.push(Effect::Search(request));
    }

    /// Takes in that every file has been read.
    pub fn finish_loading(&mut self, session: &mut Session) {
        self.split.list.set_loading(false);
        let (hits, query) = (self.results().hits(), self.results().shown_query());
        if hits.is_empty() && !query.is_empty() {
            self.open_result(session);
        }
        self.ask_for_suggestions(session);
    }

    /// Asks why nothing was found, if nothing was.
    pub fn ask_for_suggestions(&mut self, session: &mut Session) {
        let nothing = self.is_answered() && self.results().hits().is_empty();
        if !nothing || session.loading.is_some() || self.asked.wants_suggestions {
            return;
        }
        self.asked.wants_suggestions = true;
        session.effects.push(Effect::Suggest(SearchRequest {
            generation: self.asked.generation,
            part: 0,
            query: Arc::clone(&self.asked.query),
            scope: self.scope.clone(),
            marks: Arc::clone(session.marks.marks()),
            chunks: session.searches.chunks.clone(),
        }));
    }

    /// Takes the answer to the last request for suggestions.
    pub fn take_suggestions(&mut self, suggestions: &Suggestions) {
        let text = self.prompt.text();
        let written = self.asked.query.terms().map(|term| term.written.clone());
        let alone = written.zip(&suggestions.alone);
        self.asked.reasons = Some(Reasons {
            alone: alone
                .map(|(written, &stories)| (text.part(written).to_text(), stories))
                .collect(),
            corrections: suggestions.corrections.clone(),
        });
    }

    /// Why nothing was found, once that is known.
    pub fn reasons(&self) -> Option<&Reasons> {
        let nothing = self.results().hits().is_empty();
        self.asked.reasons.as_ref().filter(|_| nothing)
    }

    /// The likeliest corrections of the words that no story has, in the order of the query.
    pub(super) fn corrections(&self) -> impl DoubleEndedIterator<Item = (&Correction, &str)> {
        let corrections = self.reasons().map(|reasons| reasons.corrections.as_slice());
        let corrections = corrections.unwrap_or_default().iter();
        corrections.filter_map(|correction| Some((correction, correction.likeliest()?)))
    }

    /// Whether it has asked for the answers to a generation.
    pub fn asked_for(&self, generation: u64) -> bool {
        self.asked.generation == generation
    }

    /// Takes an answer, after those to all requests before it: small parts are answered sooner, and the
    /// first one taken decides which story is open. Until one finds something, or all are there, the
    /// results of the query before stay.
    pub fn take_part(&mut self, part: usize, hits: Hits, session: &mut Session) {
        self.asked.waiting.insert(part, hits);
        while let Some(hits) = self.asked.waiting.remove(&self.asked.taken) {
            let is_last = self.asked.taken + 1 == self.asked.parts;
            if is_last || !hits.is_empty() {
                self.take(hits, session);
            }
            self.asked.taken += 1;
            if self.accept_when_answered && self.results().count() > 0 {
                (self.accept_when_answered, session.notice) = (false, None);
                self.keep_results(session);
            }
        }
        self.ask_for_suggestions(session);
    }

    /// Takes hits, and keeps the same story open if it is still among them and should stay.
    fn take(&mut self, found: Hits, session: &mut Session) {
        let must_stay = self.user_chose;
        let open = self.shown().story;
        let had_hits = self.results().count() > 0;
        let gone_stays = self.asked.again && self.shows_gone_story();
        let replaces = !std::mem::replace(&mut self.asked.is_shown, true);
        if !replaces && found.is_empty() {
            return;
        }
        let mut hits = if replaces {
            Hits::default()
        } else {
            self.split.list.remove_hits()
        };
        // Only hits that are newest first can be merged.
        if self.order == Order::OldestFirst {
            hits = hits.reversed();
        }
        hits.merge(found);
        if gone_stays {
            self.results().keep_gone(&mut hits);
        }
        if self.order == Order::OldestFirst {
            hits = hits.reversed();
        }
        let query = Arc::clone(&self.asked.query);
        self.split.list.set_loading(session.loading.is_some());
        let hits = Arc::new(hits);
        self.split.list.set(hits, query, &session.archive);
        let keeps = must_stay || (!replaces && had_hits);
        let kept = open
            .filter(|_| keeps)
            .and_then(|story| self.results().hits().position(&story));
        let position = kept
            .or_else(|| self.results().origin_position())
            .unwrap_or(0);
        self.user_chose = must_stay && kept.is_some();
        let panes = session.panes(self.shows());
        self.split.set_cursor(position, &panes);
        // The open story stays as it is while more is found around it.
        if replaces || kept.is_none() {
            self.open_result(session);
        }
    }

    /// Opens the selected result. If its article is open already, only the highlights change.
    fn open_result(&mut self, session: &mut Session) {
        let subject = self.results().subject(self.split.selected());
        let query = Arc::clone(&self.asked.query);
        if *self.split.article.subject() != subject || query.is_empty() {
            let panes = session.panes(self.shows());
            self.split.open(Entry::AtMatch(0), &panes, session);
        } else if self.asked.again {
            self.split.article.highlight_again(&query, session);
        } else {
            self.split.article.highlight(&query, session);
        }
    }
}

/// Divides `chunks`, the newest first, into those to be searched first and the rest. The first ones have about
/// `bytes` of text, and the text of the edition `with`: whether its story is found decides which one is
/// selected.
fn first_part(
    chunks: Vec<Arc<Chunk>>,
    bytes: usize,
    with: &EditionId,
) -> (Vec<Arc<Chunk>>, Vec<Arc<Chunk>>) {
    let (mut first, mut rest, mut taken) = (Vec::new(), Vec::new(), 0);
    for chunk in chunks {
        if taken < bytes || chunk.holds(with) {
            taken += chunk.bytes();
            first.push(chunk);
        } else {
            rest.push(chunk);
        }
    }
    (first, rest)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::first_part;
    use crate::archive::Edition;
    use crate::search::fold_editions;

    #[test]
    fn the_newest_text_is_searched_first_and_with_it_the_edition_being_read() {
        let edition = |number: usize| {
            let source = format!(
                "title = 'T'\ndate = 2031-01-0{number}\n[[story]]\nheadline = 'Ten bytes'\n"
            );
            Arc::new(Edition::parse(format!("{number}.toml").into(), &source))
        };
        let editions: Vec<_> = (1..6).map(edition).collect();
        let chunks: Vec<_> = editions
            .iter()
            .flat_map(|edition| fold_editions(&[Arc::clone(edition)]))
            .collect();
        let bytes = chunks[0].bytes();
        for (limit, open, expected) in [
            (1, 0, [0].as_slice()),
            (bytes, 0, &[0]),
            (bytes + 1, 0, &[0, 1]),
            (bytes, 3, &[0, 3]),
            (10 * bytes, 4, &[0, 1, 2, 3, 4]),
        ] {
            let (first, rest) = first_part(chunks.clone(), limit, editions[open].id());
            let numbers = |part: &[Arc<_>]| -> Vec<usize> {
                let number = |chunk| chunks.iter().position(|other| Arc::ptr_eq(other, chunk));
                part.iter().filter_map(number).collect()
            };
            assert_eq!(numbers(&first), expected);
            let others: Vec<_> = (0..5).filter(|number| !expected.contains(number)).collect();
            assert_eq!(numbers(&rest), others);
        }
    }
}
