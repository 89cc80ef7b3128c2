//! Names of editions and stories that stay right when their files are read again, change or go.

use std::cell::LazyCell;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::date::EditionDate;
use super::heads::Heads;
use crate::text::DisplayStr;

/// Names an edition: its file's path and its identity. Two ids are equal when both of these are, even if
/// the rest of the file has changed in between. Cheap to clone, and holds nothing of the edition's text.
#[derive(Clone, Debug)]
pub struct EditionId {
    path: Arc<Path>,
    heads: Arc<Heads>,
    date: Option<EditionDate>,
    /// Of the path and the identity: most ids that are not equal differ in it, so that a search among those of a
    /// long archive looks at hardly any path.
    hash: u64,
}

impl EditionId {
    pub(super) fn new(path: PathBuf, heads: Arc<Heads>, date: Option<EditionDate>) -> Self {
        let hash = FixedState::default().hash_one((&path, heads.id().as_str()));
        Self {
            path: path.into(),
            heads,
            date,
            hash,
        }
    }

    /// Names what is in a file of which nothing can be read.
    pub fn of_unreadable(path: PathBuf, date: Option<EditionDate>) -> Self {
        Self::new(path, Arc::default(), date)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What its marks are kept under; empty for a file of which nothing can be read.
    pub fn identity(&self) -> DisplayStr<'_> {
        self.heads.id()
    }

    /// The date that the edition had when its file was read: where to look for it first.
    pub fn date(&self) -> Option<EditionDate> {
        self.date
    }

    /// The order of an archive: newest date first, then the latest hour, then the last path.
    pub fn cmp_newest_first(&self, other: &Self) -> Ordering {
        let newest_last = (self.date, &self.path).cmp(&(other.date, &other.path));
        newest_last.reverse()
    }

    /// The story at `position` when this id was made; `None` past the last one.
    pub fn story(&self, position: usize) -> Option<StoryId> {
        (position < self.heads.stories()).then(|| StoryId {
            edition: self.clone(),
            position,
        })
    }

    /// Appends to `text` what the mark of the story at `position` is kept under, as [`StoryId::push_key`] does.
    ///
    /// # Panics
    /// When there was no such story when this id was made.
    pub fn push_key_of(&self, position: usize, text: &mut String) {
        push_key(text, self.identity(), self.heads.story_id(position));
    }

    /// The position of the story `id` among the edition's stories when this id was made.
    pub fn position(&self, id: &StoryId) -> Option<usize> {
        if Arc::ptr_eq(&self.heads, &id.edition.heads) {
            return Some(id.position);
        }
        (0..self.heads.stories()).find(|&position| self.heads.story_id(position) == id.id())
    }

    /// The story in this reading of its file, also if its headline was corrected so that it has another id here.
    pub fn follow(&self, story: &StoryId) -> Option<StoryId> {
        let found = self.position(story);
        let found = found.and_then(|position| self.story(position));
        let is_it = |found: &StoryId| found.body_bytes() == story.body_bytes();
        if found.as_ref().is_some_and(is_it) {
            return found;
        }
        // Its id may be that of another story now, which has the same headline.
        story.edition.renamed(story, self).or(found)
    }

    /// A story of this reading of a file, whose headline was corrected so that it has another id in the reading
    /// `now`. `None` when it was not corrected, or is not there.
    pub fn renamed(&self, story: &StoryId, now: &Self) -> Option<StoryId> {
        let position = self.position(story)?;
        let renamed = self.all_renamed(now).into_iter();
        let mut renamed = renamed.filter(|(before, _)| *before == position);
        now.story(renamed.next()?.1)
    }

    /// The stories of this reading of a file whose headlines were corrected so that they have other ids in the
    /// reading `now`: their positions here and there. Such a story comes after the same story as before and has a
    /// body of the same length; or else it is at the same position, and its old id has gone or has passed to a story
    /// with another body, as happens where headlines are repeated.
    pub fn all_renamed(&self, now: &Self) -> Vec<(usize, usize)> {
        let (old, new) = (&self.heads, &now.heads);
        let missing = strangers(old, new);
        let mut unpaired: HashMap<_, VecDeque<usize>> = HashMap::new();
        for &(after, position) in &missing {
            let of_its_kind = unpaired.entry((after, old.body_bytes(position)));
            of_its_kind.or_default().push_back(position);
        }
        let mut renamed = Vec::new();
        let mut others = Vec::new();
        for (after, position) in strangers(new, old) {
            let of_its_kind = unpaired.get_mut(&(after, new.body_bytes(position)));
            match of_its_kind.and_then(VecDeque::pop_front) {
                Some(before) => renamed.push((before, position)),
                None => others.push(position),
            }
        }
        let left: HashSet<usize> = unpaired.into_values().flatten().collect();
        let positions = LazyCell::new(|| {
            let stories = (0..new.stories()).rev();
            let by_id = stories.map(|position| (new.story_id(position).as_str(), position));
            by_id.collect::<HashMap<_, _>>()
        });
        let has_passed_on = |position: usize| {
            position < old.stories() && {
                let namesake = positions.get(old.story_id(position).as_str());
                let length = old.body_bytes(position);
                namesake.is_some_and(|&namesake| new.body_bytes(namesake) != length)
                    && new.body_bytes(position) == length
            }
        };
        others.retain(|&position| left.contains(&position) || has_passed_on(position));
        renamed.extend(others.into_iter().map(|position| (position, position)));
        renamed
    }
}

impl PartialEq for EditionId {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash && self.path == other.path && self.identity() == other.identity()
    }
}

impl Eq for EditionId {}

impl Hash for EditionId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.hash.hash(state);
    }
}

/// Names a story: its edition and its id there. Equal when both are.
#[derive(Clone, Debug)]
pub struct StoryId {
    edition: EditionId,
    position: usize,
}

impl StoryId {
    pub fn edition(&self) -> &EditionId {
        &self.edition
    }

    /// Its headline when this id was made.
    pub fn headline(&self) -> DisplayStr<'_> {
        self.edition.heads.headline(self.position)
    }

    /// Unique within its edition.
    pub fn id(&self) -> DisplayStr<'_> {
        self.edition.heads.story_id(self.position)
    }

    fn body_bytes(&self) -> usize {
        self.edition.heads.body_bytes(self.position)
    }

    /// Its position among its edition's stories, from 0, when this id was made.
    pub fn position(&self) -> usize {
        self.position
    }

    /// Whether it is the story `before`, the headline of which may have been corrected since.
    pub fn is_same_story(&self, before: &Self) -> bool {
        self == before || self.edition.follow(before).as_ref() == Some(self)
    }

    /// What its mark is kept under: `edition/story`.
    pub fn key(&self) -> String {
        let mut key = String::new();
        self.push_key(&mut key);
        key
    }

    /// Appends [`Self::key`] to `text`.
    pub fn push_key(&self, text: &mut String) {
        push_key(text, self.edition.identity(), self.id());
    }
}

/// The positions of the stories that `other` does not have, each after the id of the last story before it that
/// `other` has.
fn strangers<'h>(heads: &'h Heads, other: &Heads) -> Vec<(Option<&'h str>, usize)> {
    let ids = (0..other.stories()).map(|position| other.story_id(position).as_str());
    let ids: HashSet<&str> = ids.collect();
    let mut after = None;
    let mut strangers = Vec::new();
    for position in 0..heads.stories() {
        let id = heads.story_id(position).as_str();
        if ids.contains(id) {
            after = Some(id);
        } else {
            strangers.push((after, position));
        }
    }
    strangers
}

pub(super) fn push_key(text: &mut String, edition: DisplayStr<'_>, story: DisplayStr<'_>) {
    for part in [edition.as_str(), "/", story.as_str()] {
        text.push_str(part);
    }
}

impl PartialEq for StoryId {
    fn eq(&self, other: &Self) -> bool {
        self.edition == other.edition && self.id() == other.id()
    }
}

impl Eq for StoryId {}

impl Hash for StoryId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.edition.hash(state);
        self.id().as_str().hash(state);
    }
}
