//! Asking the searcher, and taking its answers in.

use std::sync::Arc;

use crate::app::layout;
use crate::app::parts::filtered::Filtered;
use crate::app::screens::search::results::Place;
use crate::app::screens::search::state::Searching;
use crate::app::screens::tags::Tags;
use crate::app::{Effect, Model, Overlay};
use crate::search::{Chunk, Hits, Query};
use crate::text::DisplayStr;

impl Model {
    /// Begins a search from the story being read.
    pub(super) fn open_search(&mut self) {
        let mut searching = Searching::new(self.place_being_read(), self.next_generation());
        let panes = layout::panes(self.size, searching.shows(), self.measure);
        searching.split.open(&panes, &self.progress);
        self.overlays.clear();
        self.overlays.push(Overlay::Search(Box::new(searching)));
    }

    fn place_being_read(&mut self) -> Place {
        self.reader.leave(&mut self.progress);
        let reader = &self.reader;
        Place {
            edition: Arc::clone(&reader.list.edition),
            story: reader.list.story_index(reader.selected()),
        }
    }

    fn next_generation(&mut self) -> u64 {
        self.generations += 1;
        self.generations
    }

    /// Follows the subject of a story: every story with one of its tags, in time order.
    pub(super) fn follow(&mut self, place: &Place) {
        let story = place
            .story
            .and_then(|story| Some(place.edition.briefing.as_ref()?.story(story)));
        let tags: Vec<_> = story
            .map(|story| story.tags().map(DisplayStr::to_text).collect())
            .unwrap_or_default();
        match tags.as_slice() {
            [] => self.notify("This story has no tags to follow"),
            [only] => self.follow_tag(only),
            _ => self
                .overlays
                .push(Overlay::Tags(Filtered::new(Tags::new(tags)))),
        }
    }

    pub(super) fn follow_tag(&mut self, tag: &str) {
        // In the quotes that the tag does not hold itself.
        let quoted = if tag.contains('"') {
            format!("tag:“{tag}”")
        } else {
            format!("tag:\"{tag}\"")
        };
        self.open_kept_search(&quoted, true);
    }

    /// Shows what `query` finds, as if it had been typed and kept.
    pub(super) fn open_kept_search(&mut self, query: &str, oldest_first: bool) {
        let mut searching = Searching::new(self.place_being_read(), 0);
        // From a result, that story is the one to come back among.
        if let Some(search) = self.searching() {
            searching.split.list.origin = search.open_place();
        }
        searching.prompt.insert(query);
        (searching.typing, searching.kept) = (false, true);
        searching.oldest_first = oldest_first;
        self.overlays
            .retain(|overlay| !matches!(overlay, Overlay::Tags(_)));
        self.overlays.push(Overlay::Search(Box::new(searching)));
        self.search_anew();
    }

    /// The search that is on, wherever it lies.
    pub(super) fn searching(&mut self) -> Option<&mut Searching> {
        topmost(&mut self.overlays)
    }

    /// Asks for what the prompt says now.
    pub(super) fn search_anew(&mut self) {
        let generation = self.next_generation();
        let (today, chunks) = (self.today, self.corpus.clone());
        let marks = Arc::clone(self.progress.marks());
        let (size, measure) = (self.size, self.measure);
        let Some(searching) = topmost(&mut self.overlays) else {
            return;
        };
        let query = Arc::new(Query::parse(&searching.prompt.text(), today));
        if query.is_empty() && !query.notes.is_empty() && !searching.split.list.hits.is_empty() {
            // Only half a field is left: what was found stays while the rest is typed.
            searching.asked = query;
            return;
        }
        searching.restart(generation, &query);
        if query.is_empty() || chunks.is_empty() {
            let panes = layout::panes(size, searching.shows(), measure);
            searching.take(Hits::default(), query, &panes, &self.progress);
            return;
        }
        let request = searching.request(chunks, &marks);
        self.effects.push(Effect::Search(request));
    }

    /// Asks again when answers were missed while another search lay on top, or an edition.
    pub(super) fn catch_up(&mut self) {
        let loaded = self.corpus.len();
        if let Some(searching) = self.searching()
            && (searching.parts_taken < searching.parts_asked || searching.chunks_asked < loaded)
        {
            searching.chosen = true;
            self.search_anew();
        }
    }

    /// Searches what has just been loaded, if a search is on.
    pub(super) fn search_more(&mut self, chunks: Vec<Arc<Chunk>>) {
        let marks = Arc::clone(self.progress.marks());
        let Some(searching) = self.searching() else {
            return;
        };
        if !searching.asked.is_empty() && !chunks.is_empty() {
            let request = searching.request(chunks, &marks);
            self.effects.push(Effect::Search(request));
        }
    }

    /// Takes an answer of the searcher, unless a newer question has been asked.
    pub(super) fn take_hits(&mut self, generation: u64, part: usize, hits: Hits) {
        let (size, measure) = (self.size, self.measure);
        for overlay in &mut self.overlays {
            if let Overlay::Search(searching) = overlay
                && searching.generation == generation
            {
                let panes = layout::panes(size, searching.shows(), measure);
                searching.take_part(part, hits, &panes, &self.progress);
                return;
            }
        }
    }
}

fn topmost(overlays: &mut [Overlay]) -> Option<&mut Searching> {
    overlays.iter_mut().rev().find_map(|overlay| match overlay {
        Overlay::Search(searching) => Some(&mut **searching),
        _ => None,
    })
}
