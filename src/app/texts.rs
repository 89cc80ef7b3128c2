//! Asking for what takes a story's whole text: articles to read, and snippets of search results. They
//! are asked for by id and come as messages, so that the text need not be in memory, and a long one is
//! made ready on another thread.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use crate::archive::{Archive, Edition};
use crate::article::{self, Article, Destination, Foot, Layout};
use crate::briefing::{Conventions, Dates, EditionId, StoryId};
use crate::config::FileFaults;
use crate::search::{self, Correction, Highlighted, Query, Suggested};
use crate::text::{DisplayStr, DisplayText};

/// Text of up to this many bytes is made ready on the main thread, between a key press and the next frame.
const SHORT: usize = 64 * 1024;

/// What an article is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    Story(StoryId),
    /// What is wrong in the file of an edition.
    Faults(EditionId),
    /// What is wrong in a file of the configuration.
    Configuration(Arc<FileFaults>),
    /// An edition without stories.
    Empty(EditionId),
    /// The program's own words.
    Note(&'static str),
}

impl Subject {
    /// `None` when what it is about has gone.
    fn article(&self, texts: Texts<'_>, conventions: Conventions) -> Option<Article> {
        Some(match self {
            Self::Story(id) => {
                let (edition, position) = texts.find_story(id)?;
                let whole = edition.whole()?;
                let words = whole.story(position).words();
                let minutes = conventions.words_a_minute.minutes(words);
                article::of_story(whole, position, minutes, conventions.dates)
            }
            Self::Faults(id) => {
                let edition = texts.archive.find(id)?;
                article::faults(edition.label().as_display(), &edition.diagnostics)
            }
            Self::Configuration(file) => article::faults(file.label.as_display(), &file.faults),
            Self::Empty(id) => {
                let whole = texts.find(id)?.whole()?;
                let nothing = DisplayStr::own("This edition has no stories.");
                article::note(whole.summary(), nothing)
            }
            Self::Note(text) => article::note(DisplayStr::own(""), DisplayStr::own(text)),
        })
    }

    /// The edition whose text the article is made of.
    fn edition(&self) -> Option<&EditionId> {
        match self {
            Self::Story(id) => Some(id.edition()),
            Self::Empty(id) => Some(id),
            Self::Faults(_) | Self::Configuration(_) | Self::Note(_) => None,
        }
    }

    /// Bytes of text that it takes to make the article.
    fn bytes(&self, archive: &Archive) -> usize {
        match self {
            Self::Story(id) => text_bytes(archive, id),
            Self::Faults(_) | Self::Configuration(_) | Self::Empty(_) | Self::Note(_) => 0,
        }
    }
}

/// Bytes of a story's text, provided that it is in the archive.
fn text_bytes(archive: &Archive, id: &StoryId) -> usize {
    let bytes = || {
        let (edition, position) = archive.find_story(id)?;
        let story = edition.whole()?.story(position);
        Some(story.body().len() + story.summary().len())
    };
    bytes().unwrap_or(0)
}

/// Where texts are found: in the archive, or among the editions that were read again because the archive
/// has let their texts go.
#[derive(Clone, Copy)]
struct Texts<'a> {
    archive: &'a Archive,
    read: &'a [Arc<Edition>],
}

impl<'a> Texts<'a> {
    fn find(self, id: &EditionId) -> Option<&'a Edition> {
        let edition = self.archive.find(id)?;
        let is_same = |read: &&Arc<Edition>| read.is_same_reading(edition);
        let read = self.read.iter().find(is_same);
        Some(read.filter(|_| edition.lacks_text()).unwrap_or(edition))
    }

    /// The edition of a story, and the story's position in it, as [`Archive::find_story`] finds them.
    fn find_story(self, id: &StoryId) -> Option<(&'a Edition, usize)> {
        let edition = self.find(id.edition())?;
        Some((edition, edition.nearest(id)?))
    }
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
    pub conventions: Conventions,
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

/// Asks how stories spell the words of `corrections`, of which only the folded form is known.
#[derive(Clone, Debug)]
pub struct SpellingsRequest {
    pub number: u64,
    pub corrections: Vec<Correction>,
}

/// Asks for something that is made of the whole text of one story.
#[derive(Clone, Debug)]
pub struct StoryRequest {
    pub number: u64,
    pub story: StoryId,
    pub wanted: Wanted,
    pub dates: Dates,
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
    Links {
        /// The address of its own link, of any scheme; may be empty.
        own: DisplayText,
        /// What it leads to.
        all: Vec<Destination>,
    },
    /// All of it as a quotation in CommonMark.
    Quotation(String),
}

/// Something to be made out of the text of stories.
#[derive(Clone, Debug)]
pub enum TextRequest {
    Article(ArticleRequest),
    Snippets(SnippetsRequest),
    Spellings(SpellingsRequest),
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
    Spellings {
        number: u64,
        /// Those that were asked about, with their words as stories spell them.
        corrections: Vec<Correction>,
    },
    Story {
        number: u64,
        /// `None` when the story has gone.
        made: Option<Made>,
    },
}

impl Text {
    /// An answer that nothing waits for, to a request that was outdated.
    pub fn nothing() -> Self {
        Self::Snippets {
            number: 0,
            snippets: Vec::new(),
        }
    }
}

impl TextRequest {
    /// Whether only the answer to this one matters when `earlier` has not been answered yet: it is for the
    /// same view, or the same list.
    pub fn replaces(&self, earlier: &Self) -> bool {
        match (self, earlier) {
            (Self::Article(request), Self::Article(earlier)) => request.view == earlier.view,
            (Self::Snippets(_), Self::Snippets(_)) | (Self::Spellings(_), Self::Spellings(_)) => {
                true
            }
            _ => false,
        }
    }

    /// The editions whose texts are needed for the answer, but which the archive holds without them.
    pub fn lacks<'a>(&self, archive: &'a Archive) -> Vec<&'a Arc<Edition>> {
        let mut ids: Vec<_> = match self {
            Self::Article(ArticleRequest { known: Some(_), .. }) => Vec::new(),
            Self::Article(request) => request.subject.edition().into_iter().collect(),
            Self::Snippets(request) => request.stories.iter().map(StoryId::edition).collect(),
            Self::Spellings(request) => request.holders().map(StoryId::edition).collect(),
            Self::Story(request) => vec![request.story.edition()],
        };
        let mut seen = HashSet::new();
        ids.retain(|id| seen.insert(*id));
        let editions = ids.into_iter().filter_map(|id| archive.find(id));
        editions.filter(|edition| edition.lacks_text()).collect()
    }

    /// Whether it can be answered well within a frame's time, with what is in the archive.
    pub fn is_short(&self, archive: &Archive) -> bool {
        if !self.lacks(archive).is_empty() {
            return false;
        }
        let bytes = match self {
            Self::Article(ArticleRequest {
                known: Some((article, _)),
                ..
            }) => article.text.len(),
            Self::Article(request) => request.subject.bytes(archive),
            Self::Snippets(request) => request
                .stories
                .iter()
                .map(|story| text_bytes(archive, story))
                .sum(),
            Self::Spellings(request) => request
                .holders()
                .map(|story| text_bytes(archive, story))
                .sum(),
            Self::Story(request) => text_bytes(archive, &request.story),
        };
        bytes <= SHORT
    }

    /// The answer to a request that lacks no text.
    pub fn answer(self, archive: &Archive) -> Text {
        self.answer_with(&[], archive)
    }

    /// The answer, for which `read` has the texts that the archive lacks.
    pub fn answer_with(self, read: &[Arc<Edition>], archive: &Archive) -> Text {
        let texts = Texts { archive, read };
        match self {
            Self::Article(request) => Text::Article {
                view: request.view,
                number: request.number,
                typeset: request.typeset(texts),
            },
            Self::Snippets(request) => Text::Snippets {
                number: request.number,
                snippets: request.snippets(texts),
            },
            Self::Spellings(request) => Text::Spellings {
                number: request.number,
                corrections: request.spelled(texts),
            },
            Self::Story(request) => Text::Story {
                number: request.number,
                made: request.made(texts),
            },
        }
    }
}

impl ArticleRequest {
    fn typeset(self, texts: Texts<'_>) -> Option<Typeset> {
        let (article, layout) = match self.known {
            Some((article, layout)) => (article, Some(layout)),
            None => (
                Arc::new(self.subject.article(texts, self.conventions)?),
                None,
            ),
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

impl SpellingsRequest {
    /// Stories that have the words.
    fn holders(&self) -> impl Iterator<Item = &StoryId> {
        let words = self.corrections.iter().flat_map(|found| &found.words);
        words.map(|suggested| &suggested.holder)
    }

    fn spelled(self, texts: Texts<'_>) -> Vec<Correction> {
        let mut corrections = self.corrections;
        for Correction { field, words, .. } in &mut corrections {
            for Suggested { word, holder, .. } in words {
                let spelled = || {
                    let (edition, position) = texts.find_story(holder)?;
                    search::spelled(edition.whole()?.story(position), *field, word)
                };
                if let Some(spelled) = spelled() {
                    *word = spelled;
                }
            }
        }
        corrections
    }
}

impl SnippetsRequest {
    fn snippets(&self, texts: Texts<'_>) -> Vec<Highlighted> {
        let snippet = |id: &StoryId| {
            let (edition, position) = texts.find_story(id)?;
            let story = edition.whole()?.story(position);
            Some(search::snippet(story, &self.query, self.columns))
        };
        self.stories
            .iter()
            .map(|id| snippet(id).unwrap_or_default())
            .collect()
    }
}

impl StoryRequest {
    fn made(&self, texts: Texts<'_>) -> Option<Made> {
        let (edition, position) = texts.find_story(&self.story)?;
        let whole = edition.whole()?;
        Some(match self.wanted {
            Wanted::Links => Made::Links {
                own: whole.story(position).link().to_text(),
                all: article::of_story(whole, position, 0, self.dates).destinations(),
            },
            Wanted::Quotation => {
                let date = edition.date();
                Made::Quotation(article::quotation(whole, position, date, self.dates))
            }
        })
    }
}
