//! Search: a prompt, the results that come while one types, and the walk from match to match.

use std::ops::Range;
use std::sync::Arc;

use super::action::{Action, Edit, Motion};
use super::headlines::Headlines;
use super::layout::{self, Panes};
use super::list::ListCursor;
use super::prompt::Prompt;
use super::results::{Place, Results};
use super::split::{Focus, Listing, Split};
use super::tags::Tags;
use super::{Behind, Effect, Model, Overlay, reader};
use crate::search::{self, Chunk, Hits, Query, Scope};

/// The searches remembered for the prompt.
const HISTORY: usize = 100;

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
    kept: bool,
    pub reach: Reach,
    pub split: Split<Results>,
    /// Answers to other generations are too late.
    generation: u64,
    /// The query that was asked last; that of the hits shown may be older.
    pub asked: Arc<Query>,
    /// The next answer takes the place of the hits; those after it add to them.
    is_first_answer: bool,
    /// The reader has gone to a result, which later answers keep.
    chosen: bool,
    /// A story is followed: its oldest edition comes first.
    oldest_first: bool,
    /// Bytes of the open article that match.
    pub marks: Vec<Range<usize>>,
    /// The match that `n` has gone to.
    pub mark: usize,
    /// How far back in the history the prompt is; `None` when something was typed.
    recalled: Option<usize>,
}

/// What the searcher is to look through.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    pub generation: u64,
    pub query: Arc<Query>,
    pub scope: Scope,
    pub chunks: Vec<Arc<Chunk>>,
}

impl PartialEq for SearchRequest {
    /// Two requests are the same when they ask for the same generation.
    fn eq(&self, other: &Self) -> bool {
        self.generation == other.generation
    }
}

impl Eq for SearchRequest {}

impl Searching {
    fn new(origin: Place, generation: u64) -> Self {
        Self {
            prompt: Prompt::default(),
            typing: true,
            kept: false,
            reach: Reach::default(),
            split: Split::new(Results::new(origin), ListCursor::default(), Focus::List),
            generation,
            asked: Arc::default(),
            is_first_answer: true,
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

    fn scope(&self) -> Scope {
        let Place { edition, story } = self.split.list.origin.clone();
        match (self.reach, story) {
            (Reach::AllEditions, _) => Scope::All,
            (Reach::ThisStory, Some(story)) => Scope::Story(edition, story),
            _ => Scope::Edition(edition),
        }
    }

    /// Marks the open article and shows its match number `mark`.
    fn mark_article(&mut self, mark: usize) {
        self.marks = search::in_article(&self.split.reading.article, &self.split.list.query);
        self.mark = mark.min(self.marks.len().saturating_sub(1));
        self.show_mark();
    }

    fn show_mark(&mut self) {
        if let Some(mark) = self.marks.get(self.mark) {
            self.split.reading.reveal(mark.start);
        }
    }

    /// Takes hits in, with the same story open where it is still found.
    fn take(&mut self, found: Hits, query: Arc<Query>, panes: &Panes, places: &super::Places) {
        let before = self.open_place();
        let had_hits = self.split.list.count() > 0;
        let replaces = std::mem::take(&mut self.is_first_answer);
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
        self.split.keep_selected(place, panes);
        // What is open stays as it is while more comes in around it.
        if replaces || kept.is_none() {
            self.split.open(panes, places);
            self.mark_article(0);
        }
    }
}

impl Model {
    /// Begins a search from the story being read.
    pub(super) fn open_search(&mut self) {
        let mut searching = Searching::new(self.place_being_read(), self.next_generation());
        let panes = layout::panes(self.size, searching.split.shows(), self.measure);
        searching.split.open(&panes, &self.places);
        self.overlays.clear();
        self.overlays.push(Overlay::Search(Box::new(searching)));
    }

    fn place_being_read(&mut self) -> Place {
        let reader = &self.reader;
        self.places
            .insert(reader.list.key(reader.selected()), reader.reading.anchor());
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
            .map(|story| story.tags().map(crate::text::DisplayStr::to_text).collect())
            .unwrap_or_default();
        match tags.as_slice() {
            [] => self.notify("This story has no tags to follow"),
            [only] => self.follow_tag(only),
            _ => self
                .overlays
                .push(Overlay::Tags(super::filter::Filtered::new(Tags::new(tags)))),
        }
    }

    pub(super) fn follow_tag(&mut self, tag: &str) {
        let mut searching = Searching::new(self.place_being_read(), 0);
        // From a result, that story is the one to come back among.
        if let Some(Overlay::Search(search)) = self
            .overlays
            .iter()
            .rev()
            .find(|overlay| matches!(overlay, Overlay::Search(_)))
        {
            searching.split.list.origin = search.open_place();
        }
        searching
            .prompt
            .insert(&format!("tag:\"{}\"", tag.replace('"', " ")));
        (searching.typing, searching.kept, searching.oldest_first) = (false, true, true);
        self.overlays
            .retain(|overlay| !matches!(overlay, Overlay::Tags(_)));
        self.overlays.push(Overlay::Search(Box::new(searching)));
        self.search_anew();
    }

    /// The search that is on, wherever it lies.
    fn searching(&mut self) -> Option<&mut Searching> {
        self.overlays
            .iter_mut()
            .rev()
            .find_map(|overlay| match overlay {
                Overlay::Search(searching) => Some(&mut **searching),
                _ => None,
            })
    }

    /// Asks for what the prompt says now.
    fn search_anew(&mut self) {
        let generation = self.next_generation();
        let (today, chunks) = (self.today, self.corpus.clone());
        let (size, measure) = (self.size, self.measure);
        let Some(searching) = self
            .overlays
            .iter_mut()
            .rev()
            .find_map(|overlay| match overlay {
                Overlay::Search(searching) => Some(searching),
                _ => None,
            })
        else {
            return;
        };
        let query = Arc::new(Query::parse(&searching.prompt.text(), today));
        (searching.generation, searching.is_first_answer) = (generation, true);
        searching.asked = Arc::clone(&query);
        if query.is_empty() || chunks.is_empty() {
            let panes = layout::panes(size, searching.split.shows(), measure);
            searching.take(Hits::default(), query, &panes, &self.places);
            // Whatever is loaded later is searched as it comes.
            searching.is_first_answer = true;
            return;
        }
        let request = SearchRequest {
            generation,
            query,
            scope: searching.scope(),
            chunks,
        };
        self.effects.push(Effect::Search(request));
    }

    /// Searches what has just been loaded, if a search is on.
    pub(super) fn search_more(&mut self, chunks: Vec<Arc<Chunk>>) {
        let Some(searching) = self.searching() else {
            return;
        };
        if !searching.asked.is_empty() && !chunks.is_empty() {
            let request = SearchRequest {
                generation: searching.generation,
                query: Arc::clone(&searching.asked),
                scope: searching.scope(),
                chunks,
            };
            self.effects.push(Effect::Search(request));
        }
    }

    /// Takes an answer of the searcher, unless a newer question has been asked.
    pub(super) fn take_hits(&mut self, generation: u64, hits: Hits) {
        let (size, measure) = (self.size, self.measure);
        for overlay in &mut self.overlays {
            if let Overlay::Search(searching) = overlay
                && searching.generation == generation
            {
                let panes = layout::panes(size, searching.split.shows(), measure);
                let query = Arc::clone(&searching.asked);
                searching.take(hits, query, &panes, &self.places);
                return;
            }
        }
    }

    pub(super) fn perform_in_search(&mut self, action: Action, panes: &Panes) {
        let Some(searching) = self.searching() else {
            return;
        };
        match action {
            Action::Edit(Edit::Accept) => self.accept_search(),
            Action::Edit(edit) => self.edit_search(|prompt| prompt.edit(edit)),
            Action::Scope => {
                searching.reach = searching.reach.next();
                self.search_anew();
            }
            Action::Filter => searching.typing = true,
            Action::Cancel if searching.typing && searching.kept => searching.typing = false,
            Action::Cancel => {
                self.overlays.pop();
            }
            Action::Move(motion @ (Motion::Up | Motion::Down))
                if searching.typing
                    && (searching.prompt.is_empty() || searching.recalled.is_some()) =>
            {
                self.recall(motion);
            }
            Action::NextMatch => self.next_match(panes),
            Action::PreviousMatch => self.previous_match(panes),
            Action::ResultEdition => self.open_result_edition(),
            Action::Follow => {
                let place = searching.open_place();
                self.follow(&place);
            }
            Action::ReadOn if panes.shows_article && searching.split.reading.at_end() => {
                self.step_result(1, panes);
            }
            Action::NextSection => self.step_group(1, panes),
            Action::PreviousSection => self.step_group(-1, panes),
            Action::Section(_) => {}
            action => {
                let selected = searching.split.selected();
                let mut places = std::mem::take(&mut self.places);
                if let Some(searching) = self.searching() {
                    reader::perform_in_split(&mut searching.split, action, panes, &mut places);
                    if searching.split.selected() != selected {
                        searching.chosen = true;
                        searching.mark_article(0);
                    }
                }
                self.places = places;
            }
        }
    }

    /// Keeps the results and goes into their list.
    fn accept_search(&mut self) {
        let Some(searching) = self.searching() else {
            return;
        };
        let text = searching.prompt.text().to_string();
        if searching.split.list.count() == 0 {
            if text.trim().is_empty() {
                self.overlays.pop();
            }
            return;
        }
        (searching.typing, searching.kept, searching.recalled) = (false, true, None);
        searching.split.focus = Focus::List;
        self.searches.retain(|earlier| *earlier != text);
        self.searches.push(text);
        let forgotten = self.searches.len().saturating_sub(HISTORY);
        self.searches.drain(..forgotten);
    }

    pub(super) fn edit_search(&mut self, edit: impl FnOnce(&mut Prompt)) {
        let Some(searching) = self.searching() else {
            return;
        };
        let before = searching.prompt.text().to_text();
        edit(&mut searching.prompt);
        if *searching.prompt.text() != *before {
            searching.recalled = None;
            self.search_anew();
        }
    }

    /// Goes back and forth in the searches made before.
    fn recall(&mut self, motion: Motion) {
        let searches = self.searches.clone();
        let Some(searching) = self.searching() else {
            return;
        };
        let recalled = match (motion, searching.recalled) {
            (Motion::Up, None) => Some(0),
            (Motion::Up, Some(back)) => Some((back + 1).min(searches.len().saturating_sub(1))),
            (_, Some(back)) => back.checked_sub(1),
            (_, None) => None,
        };
        let text = recalled
            .and_then(|back| searches.iter().rev().nth(back))
            .cloned()
            .unwrap_or_default();
        searching.prompt = Prompt::default();
        searching.prompt.insert(&text);
        searching.recalled = recalled.filter(|_| !text.is_empty());
        self.search_anew();
    }

    fn next_match(&mut self, panes: &Panes) {
        let Some(searching) = self.searching() else {
            return;
        };
        if searching.mark + 1 < searching.marks.len() {
            searching.mark += 1;
            searching.show_mark();
        } else {
            self.step_result(1, panes);
        }
    }

    fn previous_match(&mut self, panes: &Panes) {
        let Some(searching) = self.searching() else {
            return;
        };
        if searching.mark > 0 {
            searching.mark -= 1;
            searching.show_mark();
        } else if self.go_to_result(-1, panes)
            && let Some(searching) = self.searching()
        {
            searching.mark_article(usize::MAX);
        }
    }

    fn step_result(&mut self, step: isize, panes: &Panes) {
        self.go_to_result(step, panes);
    }

    /// Opens the result `step` further; false when there is none, which is told.
    fn go_to_result(&mut self, step: isize, panes: &Panes) -> bool {
        let mut places = std::mem::take(&mut self.places);
        let mut moved = false;
        if let Some(searching) = self.searching() {
            let target = searching.split.selected().checked_add_signed(step);
            if let Some(target) = target.filter(|&target| target < searching.split.list.count()) {
                searching.split.select(target, panes, &mut places);
                searching.chosen = true;
                searching.mark_article(0);
                moved = true;
            }
        }
        self.places = places;
        if !moved {
            self.notify(if step > 0 {
                "That was the last match"
            } else {
                "This is the first match"
            });
        }
        moved
    }

    /// Goes to the first result of the next edition, or of this one and then of the one before.
    fn step_group(&mut self, step: isize, panes: &Panes) {
        let Some(searching) = self.searching() else {
            return;
        };
        let (hits, selected) = (&searching.split.list.hits, searching.split.selected());
        let group = hits.group_of(selected);
        let start = |group: usize| hits.groups().get(group).map(|group| group.hits.start);
        let target = match step {
            1 => start(group + 1),
            _ if start(group) != Some(selected) => start(group),
            _ => group.checked_sub(1).and_then(start),
        };
        match target {
            Some(target) => {
                let step =
                    isize::try_from(target).unwrap_or(0) - isize::try_from(selected).unwrap_or(0);
                self.step_result(step, panes);
            }
            None => self.notify(if step > 0 {
                "This is the last edition found"
            } else {
                "This is the first edition found"
            }),
        }
    }

    /// Opens the whole edition of a result at its story; Esc comes back to the results.
    fn open_result_edition(&mut self) {
        let Some(place) = self.searching().map(|searching| searching.open_place()) else {
            return;
        };
        let Some(search) = self.overlays.pop() else {
            return;
        };
        let headlines = Headlines::new(place.edition);
        let item = place
            .story
            .and_then(|story| headlines.item_of(story))
            .unwrap_or(0);
        let opened = Split::new(headlines, ListCursor::at(item), Focus::List);
        let reader = std::mem::replace(&mut self.reader, opened);
        self.behind.push(Behind {
            search,
            reader,
            zen: std::mem::take(&mut self.zen),
        });
        self.fit();
        let panes = self.panes();
        self.reader.open(&panes, &self.places);
    }

    /// Whether Esc leads back to results.
    pub fn came_from_results(&self) -> bool {
        !self.behind.is_empty()
    }

    /// Comes back from a result's edition; false when the reader was not there.
    pub(super) fn return_to_results(&mut self) -> bool {
        let Some(Behind {
            search,
            reader,
            zen,
        }) = self.behind.pop()
        else {
            return false;
        };
        (self.reader, self.zen) = (reader, zen);
        self.overlays.push(search);
        true
    }
}
