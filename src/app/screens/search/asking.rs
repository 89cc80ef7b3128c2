//! What the searcher is asked, and how its answers become results.

use std::sync::Arc;

use super::results::Order;
use super::state::{Ask, Asked, Phase, SearchScreen, Stays};
use crate::app::message::{Effect, SearchRequest};
use crate::app::parts::article_view::Entry;
use crate::app::parts::split::Listing;
use crate::app::rows::Rows;
use crate::app::screen::Screen;
use crate::app::session::Session;
use crate::briefing::{EditionId, StoryId};
use crate::search::{Chunk, Hits, Query};

/// Bytes of folded text that are searched first, well within the time of a frame, so that there are results
/// to show while the rest of a large archive is searched.
const FIRST_PART: usize = 48 * 1024 * 1024;

impl SearchScreen {
    /// Asks for what the prompt says now.
    pub fn ask(&mut self, session: &mut Session) {
        self.ask_for(Ask::Anew, session);
    }

    fn ask_for(&mut self, ask: Ask, session: &mut Session) {
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
            ask,
            ..Asked::default()
        };
        let chunks = session.searches.chunks.clone();
        if query.is_empty() || chunks.is_empty() {
            return self.take(Hits::default(), session);
        }
        // The first part also settles whether the story is found that is selected or is to be.
        let edition = match ask {
            Ask::Anew => self.results().origin.edition.clone(),
            Ask::Again | Ask::WithAllMarks => self.shown().edition,
        };
        let (first, rest) = first_part(chunks, FIRST_PART, &edition);
        self.request(first, session);
        if !rest.is_empty() {
            self.request(rest, session);
        }
    }

    /// Asks for the same once more, and leaves the open story as it is. Kept results keep it until it is left, also
    /// where it is not found any more.
    pub fn ask_again(&mut self, session: &mut Session) {
        self.stays = Stays::WhileFound;
        self.ask_for(Ask::Again, session);
    }

    /// Asks for the same once all marks are known. The open story was no result if it is not found by these.
    pub fn ask_with_all_marks(&mut self, session: &mut Session) {
        self.stays = Stays::WhileFound;
        self.ask_for(Ask::WithAllMarks, session);
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
        let request = self.search_request(self.asked.parts, chunks, session);
        self.asked.parts += 1;
        self.asked.chunks += request.chunks.len();
        session.effects.push(Effect::Search(request));
    }

    pub(super) fn search_request(
        &self,
        part: usize,
        chunks: Vec<Arc<Chunk>>,
        session: &Session,
    ) -> SearchRequest {
        SearchRequest {
            generation: self.asked.generation,
            part,
            query: Arc::clone(&self.asked.query),
            scope: self.scope.clone(),
            marks: Arc::clone(session.marks.marks()),
            chunks,
        }
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
            if self.keep_when_answered && self.results().count() > 0 {
                self.keep_when_answered = false;
                self.keep_results(session);
            }
        }
        self.ask_for_suggestions(session);
    }

    /// Takes hits, and keeps the same story open if it is still among them and should stay.
    fn take(&mut self, found: Hits, session: &mut Session) {
        let must_stay = self.stays == Stays::WhileFound;
        let panes = session.panes(self.shows());
        let held = self.split.held(&panes);
        let archive = Arc::clone(&session.archive);
        let followed = |story: StoryId| archive.follow(&story).unwrap_or(story);
        let open = self.shown().story.map(followed);
        let had_hits = self.results().count() > 0;
        let open_hit = self.results().hits().get(self.split.selected());
        let keeps_open = self.asked.ask == Ask::Again && self.phase == Phase::Kept;
        let open_hit = open_hit.filter(|_| keeps_open).map(followed);
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
        self.split.list.keep(open_hit.as_ref(), &mut hits);
        if self.order == Order::OldestFirst {
            hits = hits.reversed();
        }
        let query = Arc::clone(&self.asked.query);
        self.split.list.set_loading(session.loading.is_some());
        let hits = Arc::new(hits);
        self.split.list.set(hits, query, &session.archive);
        // At a start, older stories may be found first.
        let is_starting = session.loading.as_ref().is_some_and(|it| !it.again);
        let is_starting = is_starting && self.stays == Stays::IfFirst;
        let keeps = must_stay || (!replaces && had_hits && !is_starting);
        let kept = open
            .as_ref()
            .filter(|_| keeps)
            .and_then(|story| self.results().hits().position(story));
        let position = kept
            .or_else(|| self.results().origin_position())
            .unwrap_or(0);
        if kept.is_none() {
            self.stays = self.stays.min(Stays::WhileMoreComes);
        }
        if kept.is_some() && (!replaces || self.asked.is_again()) {
            self.split.hold(position, &held, &panes);
        } else {
            self.split.set_cursor(position, &panes);
        }
        // The open story stays as it is while more is found around it.
        let is_open = had_hits && open == self.shown().story;
        if replaces || (kept.is_none() && !is_open) {
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
        } else if self.asked.is_again() {
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
