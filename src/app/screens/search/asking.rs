//! Asking the searcher, and taking its answers.

use std::sync::Arc;

use super::state::{Asked, Order, SearchScreen};
use crate::app::message::{Effect, SearchRequest};
use crate::app::parts::article_view::Entry;
use crate::app::parts::split::Listing;
use crate::app::rows::Rows;
use crate::app::session::Session;
use crate::search::{Chunk, Hits, Query};

impl SearchScreen {
    /// Asks for what the prompt says now.
    pub fn ask(&mut self, session: &mut Session) {
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
            ..Asked::default()
        };
        let chunks = session.searches.chunks.clone();
        if query.is_empty() || chunks.is_empty() {
            self.take(Hits::default(), session);
        } else {
            self.request(chunks, session);
        }
    }

    /// Asks for the same once more, and leaves the open story as it is where it is still found.
    pub fn ask_again(&mut self, session: &mut Session) {
        self.user_chose = true;
        self.ask(session);
        self.asked.again = true;
    }

    pub(super) fn has_missed_something(&self, session: &Session) -> bool {
        self.asked.taken < self.asked.parts || self.asked.chunks < session.searches.chunks.len()
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

    /// Whether it has asked for the answers to a generation.
    pub fn asked_for(&self, generation: u64) -> bool {
        self.asked.generation == generation
    }

    /// Takes an answer, after those to all requests before it: small parts are answered sooner, and the
    /// first one taken decides which story is open.
    pub fn take_part(&mut self, part: usize, hits: Hits, session: &mut Session) {
        self.asked.waiting.insert(part, hits);
        while let Some(hits) = self.asked.waiting.remove(&self.asked.taken) {
            self.take(hits, session);
            self.asked.taken += 1;
            if self.accept_when_answered && self.results().count() > 0 {
                self.accept_when_answered = false;
                self.accept_results();
            }
        }
    }

    /// Takes hits, with the same story open where it is still found.
    fn take(&mut self, found: Hits, session: &mut Session) {
        let select = self.asked.select.take();
        let must_stay = self.user_chose || select.is_some();
        let open = select.or(self.shown().story);
        let had_hits = self.results().count() > 0;
        let replaces = self.asked.taken == 0;
        if !replaces && found.is_empty() {
            return;
        }
        let mut hits = if replaces {
            Hits::default()
        } else {
            self.split.list.remove_hits()
        };
        if self.order == Order::OldestFirst {
            hits = hits.oldest_first();
        }
        hits.merge(found);
        if self.order == Order::OldestFirst {
            hits = hits.oldest_first();
        }
        let query = Arc::clone(&self.asked.query);
        self.split.list.set(hits, query, &session.archive);
        let keeps = must_stay || (!replaces && had_hits);
        let kept = open
            .filter(|_| keeps)
            .and_then(|story| self.results().hits().position(&story));
        let position = kept
            .or_else(|| self.results().origin_position())
            .unwrap_or(0);
        self.user_chose = must_stay && kept.is_some();
        let panes = session.panes(self.shows_now());
        self.split.keep_selected(position, &panes);
        // The open story stays as it is while more is found around it.
        if replaces || kept.is_none() {
            self.open_result(session);
        }
    }

    /// Opens the selected result. The article that is open already is not made anew.
    fn open_result(&mut self, session: &mut Session) {
        let subject = self.results().subject(self.split.selected());
        let query = Arc::clone(&self.asked.query);
        if *self.split.article.subject() != subject || query.is_empty() {
            let panes = session.panes(self.shows_now());
            self.split.open(Entry::AtMatch(0), &panes, session);
        } else if self.asked.again {
            self.split.article.highlight_again(&query, session);
        } else {
            self.split.article.highlight(&query, session);
        }
    }
}
