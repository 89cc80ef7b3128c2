//! The folded text of every story, in chunks.

use std::collections::{HashSet, VecDeque};
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use super::block::Block;
use crate::archive::Edition;
use crate::article;
use crate::briefing::{EditionId, StoryId, WholeStory};
use crate::text::{DisplayStr, fold, fold_into};

/// A chunk is complete once it holds more than this many bytes of text. Small chunks let an outdated
/// scan stop early and spread the work over threads.
pub(super) const CHUNK_BYTES: usize = 2 * 1024 * 1024;

/// Ends every field and every body. Neither display text nor a query can contain a control
/// character, so no match spans two fields.
pub(super) const SEPARATOR: char = '\x1f';

/// Needles with their results: for each story of the chunk, whether it contains the needle.
pub(super) type Cache = VecDeque<(Box<[u8]>, Arc<[bool]>)>;

/// The folded text of some editions. Text that is outdated stays in it, and is not searched, until
/// [`super::forget`] makes a new chunk of the rest.
#[derive(Debug, Default)]
pub struct Chunk {
    pub(super) editions: Vec<Entry>,
    /// In the order of the stories.
    pub(super) sources: Vec<Sources>,
    /// For each story its headline, summary, byline, section and tags, each ended by the separator.
    /// Kept apart from the bodies so that a field can be searched without scanning them.
    pub(super) heads: Block,
    /// The bodies as they are displayed, without markup, each ended by the separator.
    pub(super) bodies: Block,
    /// Where each story starts in both texts; the last entry is where both end.
    pub(super) starts: Vec<Start>,
    /// Results of the latest searches, newest first.
    pub(super) cache: Mutex<Cache>,
}

#[derive(Debug)]
pub(super) struct Entry {
    pub(super) edition: EditionId,
    /// The index in the chunk of its first story.
    pub(super) first: usize,
    /// Its file has gone or was read again. A scan that is under way may have searched it before it was.
    outdated: AtomicBool,
}

impl Entry {
    fn new(edition: EditionId, first: usize) -> Self {
        Self {
            edition,
            first,
            outdated: AtomicBool::new(false),
        }
    }

    pub(super) fn is_outdated(&self) -> bool {
        self.outdated.load(Ordering::Relaxed)
    }
}

/// Stories in a row that come from the same source.
#[derive(Debug)]
pub(super) struct Sources {
    /// The index in the chunk of the first of them.
    pub(super) first: usize,
    /// Folded: the source of each story, else that of its edition.
    pub(super) name: String,
}

/// Byte offsets into `heads` and `bodies`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Start {
    pub(super) head: u32,
    pub(super) body: u32,
}

/// Folds editions into chunks of about two megabytes. An edition is never split.
///
/// A loaded archive takes hardly more memory than its folded text, because nothing else stays in use:
/// - The texts of a chunk are in memory of their own; see `Block`.
/// - What a file takes while it is parsed is free again before the same thread parses the next one.
/// - What is kept of an edition is made after that, in one place.
///
/// Measured with 10,000 editions of 14 kB and 50,000 marks: 1.23 times the files; see `docs/speed.md`.
#[derive(Debug, Default)]
pub struct Folder {
    chunks: Vec<Arc<Chunk>>,
    /// The one that is being filled.
    chunk: Chunk,
}

impl Folder {
    /// Adds an edition whose text has not been let go, and lets it go.
    pub fn take(&mut self, edition: &Edition) -> Arc<Edition> {
        let without_text = Arc::new(edition.without_text());
        self.push_as(without_text.id(), edition);
        without_text
    }

    /// Folds `editions`, whose texts have not been let go, and lets the text of each go before the next one is
    /// taken.
    pub fn take_all(
        editions: &mut dyn Iterator<Item = Edition>,
    ) -> (Vec<Arc<Edition>>, Vec<Arc<Chunk>>) {
        let mut folder = Self::default();
        let editions = editions.map(|edition| folder.take(&edition)).collect();
        (editions, folder.finish())
    }

    /// Adds an edition whose text has not been let go.
    pub fn push(&mut self, edition: &Edition) {
        self.push_as(edition.id(), edition);
    }

    /// Adds an edition under an id that equals its own.
    fn push_as(&mut self, id: &EditionId, edition: &Edition) {
        self.chunk.push(edition, id);
        if self.chunk.bytes() > CHUNK_BYTES {
            let complete = std::mem::take(&mut self.chunk);
            self.chunks.push(Arc::new(complete.finish()));
        }
    }

    pub fn finish(mut self) -> Vec<Arc<Chunk>> {
        if !self.chunk.editions.is_empty() {
            self.chunks.push(Arc::new(self.chunk.finish()));
        }
        self.chunks
    }
}

/// Folds `editions`, whose texts have not been let go.
pub fn fold_editions(editions: &[Arc<Edition>]) -> Vec<Arc<Chunk>> {
    let mut folder = Folder::default();
    for edition in editions {
        folder.push(edition);
    }
    folder.finish()
}

impl Chunk {
    fn push(&mut self, edition: &Edition, id: &EditionId) {
        let Some(whole) = edition.whole() else {
            return;
        };
        let mut folded = String::new();
        let (source, first) = (fold(&whole.source()), self.starts.len());
        self.editions.push(Entry::new(id.clone(), first));
        for story in whole.stories() {
            if story.source().is_empty() {
                self.push_source(&source);
            } else {
                self.push_source(&fold(&story.source()));
            }
            self.starts.push(self.end());
            let section = story.section().map(|section| whole.section_title(section));
            fold_head(&mut folded, story, section.unwrap_or_default());
            self.heads.push(&folded);
            folded.clear();
            fold_shown(&mut folded, story.body());
            folded.push(SEPARATOR);
            self.bodies.push(&folded);
            folded.clear();
        }
    }

    /// Says where the next story comes from.
    fn push_source(&mut self, name: &str) {
        if self.sources.last().is_none_or(|last| last.name != name) {
            self.sources.push(Sources {
                first: self.starts.len(),
                name: name.to_owned(),
            });
        }
    }

    fn end(&self) -> Start {
        let offset = |bytes: usize| {
            u32::try_from(bytes).expect("a chunk ends at two megabytes and an edition at sixteen")
        };
        Start {
            head: offset(self.heads.len()),
            body: offset(self.bodies.len()),
        }
    }

    pub(super) fn finish(mut self) -> Self {
        self.starts.push(self.end());
        self.heads.complete();
        self.bodies.complete();
        self.starts.shrink_to_fit();
        self
    }

    /// Whether text of any of these files is searched.
    pub fn holds_any(&self, files: &HashSet<&Path>) -> bool {
        let mut current = self.editions.iter().filter(|entry| !entry.is_outdated());
        current.any(|entry| files.contains(entry.edition.path()))
    }

    /// From now on the text of `files` is not searched.
    pub(super) fn outdate(&self, files: &HashSet<&Path>) {
        for entry in &self.editions {
            if files.contains(entry.edition.path()) {
                entry.outdated.store(true, Ordering::Relaxed);
            }
        }
    }

    /// Bytes of text that is not searched any more.
    pub(super) fn outdated_bytes(&self) -> usize {
        let entries = self.editions.iter().enumerate();
        let outdated = entries.filter(|(_, entry)| entry.is_outdated());
        let bytes = outdated.map(|(index, entry)| {
            let (start, end) = (self.starts[entry.first], self.starts[self.end_of(index)]);
            (end.head - start.head + end.body - start.body) as usize
        });
        bytes.sum()
    }

    /// Copies the text that is searched to the end of `to`.
    pub(super) fn copy_current(&self, to: &mut Self) {
        for (index, entry) in self.editions.iter().enumerate() {
            if entry.is_outdated() {
                continue;
            }
            let first = to.starts.len();
            for story in entry.first..self.end_of(index) {
                to.push_source(self.source(story));
                to.starts.push(to.end());
                to.heads.push(self.head(story));
                to.bodies.push(self.body(story));
            }
            to.editions.push(Entry::new(entry.edition.clone(), first));
        }
    }

    /// The exclusive end of the range of stories that belong to the edition at `index`.
    pub(super) fn end_of(&self, index: usize) -> usize {
        let next = self.editions.get(index + 1);
        next.map_or(self.stories(), |next| next.first)
    }

    /// Whether the chunk contains text of this edition, or of an earlier reading of it.
    pub fn holds(&self, edition: &EditionId) -> bool {
        self.editions.iter().any(|entry| entry.edition == *edition)
    }

    /// Bytes of folded text.
    pub fn bytes(&self) -> usize {
        self.heads.len() + self.bodies.len()
    }

    pub(super) fn stories(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The id of the story at an index of the chunk; `None` when it has none there.
    pub(super) fn story_id(&self, story: usize) -> Option<StoryId> {
        let after = self.editions.partition_point(|entry| entry.first <= story);
        let entry = self.editions.get(after.checked_sub(1)?)?;
        entry.edition.story(story - entry.first)
    }

    pub(super) fn source(&self, story: usize) -> &str {
        let after = self
            .sources
            .partition_point(|sources| sources.first <= story);
        &self.sources[after - 1].name
    }

    pub(super) fn head(&self, story: usize) -> &str {
        self.heads.text(self.head_range(story))
    }

    pub(super) fn body(&self, story: usize) -> &str {
        self.bodies.text(self.body_range(story))
    }

    /// Whether the head or the body of a story passes `test`.
    pub(super) fn any_text(&self, story: usize, test: impl Fn(&[u8]) -> bool) -> bool {
        test(&self.bodies.as_bytes()[self.body_range(story)])
            || test(&self.heads.as_bytes()[self.head_range(story)])
    }

    fn head_range(&self, story: usize) -> Range<usize> {
        self.starts[story].head as usize..self.starts[story + 1].head as usize
    }

    fn body_range(&self, story: usize) -> Range<usize> {
        self.starts[story].body as usize..self.starts[story + 1].body as usize
    }
}

/// Appends the fields in the order that [`super::scan::parts_of`] expects.
fn fold_head(folded: &mut String, story: WholeStory<'_>, section: DisplayStr<'_>) {
    fold_into(folded, &story.headline());
    folded.push(SEPARATOR);
    fold_shown(folded, story.summary());
    folded.push(SEPARATOR);
    for text in [story.byline(), section] {
        fold_into(folded, &text);
        folded.push(SEPARATOR);
    }
    for tag in story.tags() {
        fold_into(folded, &tag);
        folded.push(SEPARATOR);
    }
}

/// Appends the text of `markdown` as it is displayed, without markup, folded.
fn fold_shown(folded: &mut String, markdown: DisplayStr<'_>) {
    if article::is_plain(markdown) {
        fold_into(folded, &markdown);
    } else {
        fold_into(folded, &article::shown(markdown));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::fold_editions;
    use crate::archive::Edition;

    /// Editions of one story each, with bodies of about so many bytes.
    fn editions(bodies: &[usize]) -> Vec<Arc<Edition>> {
        let edition = |(number, &bytes): (usize, &usize)| {
            let body = "word ".repeat(bytes / 5);
            let source = format!(
                "title = \"T\"\ndate = 2016-01-12\n[[story]]\nheadline = \"H\"\nbody = '{body}'\n"
            );
            Arc::new(Edition::parse(format!("{number}.toml").into(), &source))
        };
        bodies.iter().enumerate().map(edition).collect()
    }

    #[test]
    fn a_chunk_ends_with_the_edition_that_takes_it_past_two_megabytes() {
        let half = 1024 * 1024;
        for (bodies, editions_of_chunks) in [
            (vec![], vec![]),
            (vec![5000; 20], vec![20]),
            (vec![half, half - 10_000, 5], vec![3]),
            (vec![half, half + 100, 5, 5], vec![2, 2]),
            (vec![2 * half + 100, 2 * half + 100], vec![1, 1]),
        ] {
            let chunks = fold_editions(&editions(&bodies));
            let sizes: Vec<_> = chunks.iter().map(|chunk| chunk.editions.len()).collect();
            assert_eq!(sizes, editions_of_chunks);
        }
    }
}
