//! From results to where the user is in them, and back.

use std::sync::Arc;

use super::location::SearchLocation;
use super::results::Results;
use super::state::{Asked, Phase, SearchScreen, Stays};
use crate::app::parts::article_view::ArticleView;
use crate::app::parts::prompt::Prompt;
use crate::app::parts::split::{Focus, Split, SplitLocation};
use crate::app::session::Session;
use crate::briefing::StoryId;
use crate::search::Hits;

impl SearchScreen {
    /// Where the user is in its results: those that were kept last while the query is changed; `None` while
    /// none have been kept.
    pub fn location(&self) -> Option<SearchLocation> {
        match self.phase {
            Phase::Typing => None,
            Phase::Changing => self.before_change.as_deref().cloned(),
            Phase::Kept => Some(SearchLocation {
                origin: self.results().origin.clone(),
                text: self.prompt.text().to_string(),
                query: Arc::clone(&self.asked.query),
                scope: self.scope.clone(),
                order: self.order,
                hits: self.results().shared_hits(),
                kept: self.results().shared_kept(),
                generation: self.asked.generation,
                parts: self.asked.parts,
                taken: self.asked.taken,
                chunks: self.asked.chunks,
                archive_version: self.results().archive_version(),
                split: self.split.location(),
                zen: self.zen,
            }),
        }
    }

    /// Opens results at a location in them. If the article is among `articles`, that is taken.
    ///
    /// What has gone since they were found is left out; `has_missed_something` then says that they are
    /// to be searched for again.
    pub fn at(
        location: &SearchLocation,
        articles: &mut Vec<ArticleView>,
        session: &mut Session,
    ) -> Self {
        let archive = Arc::clone(&session.archive);
        let mut results = Results::new(location.origin.clone(), Arc::clone(&archive));
        let (hits, query) = (Arc::clone(&location.hits), Arc::clone(&location.query));
        results.set(hits, query, &archive);
        let is_current = location.archive_version == archive.version();
        let (mut split, mut zen) = (location.split.clone(), location.zen);
        if is_current {
            results.set_kept(location.kept.clone());
        } else {
            results.files_changed(None, &archive);
            if let Some(nearest) = nearest(&results, &location.hits, &split) {
                split = nearest;
                zen = false;
                session.notify("The result that was open has gone");
            }
        }
        let mut prompt = Prompt::default();
        prompt.insert(&location.text);
        Self {
            prompt,
            phase: Phase::Kept,
            scope: location.scope.clone(),
            split: Split::at(results, &split, articles, session),
            order: location.order,
            zen,
            keep_when_answered: false,
            stays: Stays::WhileFound,
            kept_query: location.text.clone(),
            before_change: None,
            recalled: None,
            asked: Asked {
                query: Arc::clone(&location.query),
                generation: location.generation,
                parts: location.parts,
                taken: location.taken,
                chunks: if is_current { location.chunks } else { 0 },
                ..Asked::default()
            },
        }
    }
}

/// The list at the result nearest to the one selected at a location among the hits `before`, if that one is no
/// result any more.
fn nearest(results: &Results, before: &Hits, location: &SplitLocation) -> Option<SplitLocation> {
    let is_there = |story: &StoryId| results.hits().position(story).is_some();
    let gone = location
        .selected
        .as_ref()
        .filter(|story| !is_there(story))?;
    let place = before.position(gone)?;
    let nearest = (place..before.len()).chain((0..place).rev());
    let selected = nearest.filter_map(|hit| before.get(hit)).find(is_there);
    Some(SplitLocation {
        selected,
        top: location.top.clone(),
        focus: Focus::List,
        article: None,
    })
}
