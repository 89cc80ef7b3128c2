//! Asking for what takes a story's whole text: articles to read, and snippets of search results. They
//! are asked for by id and come as messages, so that the text need not be in memory, and a long one is
//! made ready on another thread.

use std::ops::Range;
use std::sync::Arc;

use crate::archive::Archive;
use crate::article::{self, Article, Destination, Foot, Layout};
use crate::briefing::{EditionId, StoryId};
use crate::search::{self, Highlighted, Query};
use crate::text::DisplayStr;

/// Text of up to this many bytes is made ready on the main thread, between a key press and the next frame.
const SHORT: usize = 64 * 1024;

/// What an article is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    Story(StoryId),
    /// What is wrong in the file of an edition.
    Faults(EditionId),
    /// An edition without stories.
    Empty(EditionId),
    /// The program's own words.
    Note(&'static str),
}

impl Subject {
    /// `None` when what it is about has gone.
    fn article(&self, archive: &Archive) -> Option<Article> {
        Some(match self {
            Self::Story(id) => {
                let (edition, position) = archive.find_story(id)?;
                let briefing = edition.briefing.as_ref()?;
                let minutes = briefing.story(position).minutes();
                article::of_story(briefing, position, minutes)
            }
            Self::Faults(id) => {
                let edition = archive.find(id)?;
                article::faults(edition.label.as_display(), &edition.diagnostics)
            }
            Self::Empty(id) => {
                let briefing = archive.find(id)?.briefing.as_ref()?;
                let nothing = DisplayStr::own("This edition has no stories.");
                article::note(briefing.summary(), nothing)
            }
            Self::Note(text) => article::note(DisplayStr::own(""), DisplayStr::own(text)),
        })
    }

    /// Bytes of text that it takes to make the article.
    fn bytes(&self, archive: &Archive) -> usize {
        match self {
            Self::Story(id) => body_bytes(archive, id),
            Self::Faults(_) | Self::Empty(_) | Self::Note(_) => 0,
        }
    }
}

fn body_bytes(archive: &Archive, id: &StoryId) -> usize {
    archive
        .story(id)
        .map_or(0, |story| story.body().len() + story.summary().len())
}

/// An article with what it takes to show it.
#[derive(Clone, Debug, Default)]
pub struct Typeset {
    pub article: Arc<Article>,
    pub layout: Arc<Layout>,
    /// Byte ranges of the article's text that the query matches, in order and not overlapping.
    pub highlights: Vec<Range<usize>>,
}

/// Asks for an article, laid out to a width and with the matches of a query.
#[derive(Clone, Debug)]
pub struct ArticleRequest {
    /// The id of the view that asks; of two requests from the same view, only the later one matters.
    pub view: u64,
    pub number: u64,
    pub subject: Subject,
    pub columns: usize,
    /// Whether the list of addresses at its foot is shown.
    pub lists_addresses: bool,
    pub query: Option<Arc<Query>>,
    /// The same article as it is shown now, so that it need not be parsed again; its layout is used
    /// again if it is as wide.
    pub known: Option<(Arc<Article>, Arc<Layout>)>,
}

/// Asks for the snippets of some stories.
#[derive(Clone, Debug)]
pub struct SnippetsRequest {
    pub number: u64,
    pub query: Arc<Query>,
    pub columns: usize,
    pub stories: Vec<StoryId>,
}

/// Asks for something that is made of the whole text of one story.
#[derive(Clone, Debug)]
pub struct StoryRequest {
    pub number: u64,
    pub story: StoryId,
    pub wanted: Wanted,
}

/// What is to be made of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    Links,
    Quotation,
}

/// What was made of a story.
#[derive(Clone, Debug)]
pub enum Made {
    /// What it leads to.
    Links(Vec<Destination>),
    /// All of it as a quotation in CommonMark.
    Quotation(String),
}

/// Something to be made out of the text of stories.
#[derive(Clone, Debug)]
pub enum TextRequest {
    Article(ArticleRequest),
    Snippets(SnippetsRequest),
    Story(StoryRequest),
}

/// The answer to a request; `number` is the request's.
#[derive(Clone, Debug)]
pub enum Text {
    Article {
        view: u64,
        number: u64,
        /// `None` when the story, or its file, has gone.
        typeset: Option<Typeset>,
    },
    Snippets {
        number: u64,
        /// In the order in which their stories were asked for.
        snippets: Vec<Highlighted>,
    },
    Story {
        number: u64,
        /// `None` when the story has gone.
        made: Option<Made>,
    },
}

impl TextRequest {
    /// The id of the view that asks, if it asks for an article.
    pub fn view(&self) -> Option<u64> {
        match self {
            Self::Article(request) => Some(request.view),
            Self::Snippets(_) | Self::Story(_) => None,
        }
    }

    /// Whether it can be answered well within a frame's time.
    pub fn is_short(&self, archive: &Archive) -> bool {
        let bytes = match self {
            Self::Article(ArticleRequest {
                known: Some((article, _)),
                ..
            }) => article.text.len(),
            Self::Article(request) => request.subject.bytes(archive),
            Self::Snippets(request) => request
                .stories
                .iter()
                .map(|story| body_bytes(archive, story))
                .sum(),
            Self::Story(request) => body_bytes(archive, &request.story),
        };
        bytes <= SHORT
    }

    pub fn answer(self, archive: &Archive) -> Text {
        match self {
            Self::Article(request) => Text::Article {
                view: request.view,
                number: request.number,
                typeset: request.typeset(archive),
            },
            Self::Snippets(request) => Text::Snippets {
                number: request.number,
                snippets: request.snippets(archive),
            },
            Self::Story(request) => Text::Story {
                number: request.number,
                made: request.made(archive),
            },
        }
    }
}

impl ArticleRequest {
    fn typeset(self, archive: &Archive) -> Option<Typeset> {
        let (article, layout) = match self.known {
            Some((article, layout)) => (article, Some(layout)),
            None => (Arc::new(self.subject.article(archive)?), None),
        };
        let layout = layout
            .filter(|layout| layout.columns == self.columns)
            .unwrap_or_else(|| {
                let foot = if self.lists_addresses {
                    Foot::OneRowEach
                } else {
                    Foot::Absent
                };
                Arc::new(Layout::with_foot(&article, self.columns, foot))
            });
        let highlights = self
            .query
            .map(|query| search::in_article(&article, &query))
            .unwrap_or_default();
        Some(Typeset {
            article,
            layout,
            highlights,
        })
    }
}

impl SnippetsRequest {
    fn snippets(&self, archive: &Archive) -> Vec<Highlighted> {
        let snippet = |id: &StoryId| {
            let story = archive.story(id)?;
            Some(search::snippet(story, &self.query, self.columns))
        };
        self.stories
            .iter()
            .map(|id| snippet(id).unwrap_or_default())
            .collect()
    }
}

impl StoryRequest {
    fn made(&self, archive: &Archive) -> Option<Made> {
        let (edition, position) = archive.find_story(&self.story)?;
        let briefing = edition.briefing.as_ref()?;
        Some(match self.wanted {
            Wanted::Links => {
                let article = article::of_story(briefing, position, 0);
                Made::Links(article.destinations())
            }
            Wanted::Quotation => {
                Made::Quotation(article::quotation(briefing, position, edition.date()))
            }
        })
    }
}
