//! The marks as the user sees them: those of the file with what is not saved yet, how to undo each, and
//! where every article was left.

use std::collections::HashMap;
use std::sync::Arc;

use super::texts::Subject;
use crate::briefing::{EditionId, Story, StoryId};
use crate::marks::{Change, Mark, Marks, Operation, Unsaved};

/// The mark of a story as lists show it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    pub read: bool,
    pub saved: bool,
    /// Begun, but not read to its end.
    pub begun: bool,
}

impl Status {
    pub fn of(mark: &Mark) -> Self {
        Self {
            read: mark.read,
            saved: mark.saved,
            begun: mark.is_partly_read(),
        }
    }
}

/// The time of a mark until it is saved: the runtime, which has a clock, writes the real one.
const NO_TIME: i64 = 0;

/// Where an article was left; [`super::parts::article_view::Entry`] says whether it is opened there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// At this byte of the article's text.
    Byte(usize),
    /// At this byte of the story's body.
    Body(u32),
}

/// Where an article is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// The byte of its text at the top of the view.
    pub anchor: usize,
    /// The same, in bytes of the story's body; 0 above that.
    pub place: u32,
    /// The last row of the story is in view.
    pub at_end: bool,
}

/// The only place where marks change. Each change is an operation that the runtime saves.
#[derive(Debug, Default)]
pub struct MarkBook {
    marks: Arc<Marks>,
    /// The byte of each article's text that was at the top when it was left.
    anchors: HashMap<Subject, usize>,
    /// The key of the story that was left last in the run before, and the place in it.
    last: Option<(String, u32)>,
    unsaved: Unsaved,
    /// The number of the first operation that the runtime has not been given.
    given: u64,
    /// How each story that was marked read in this run of the program came to be read, by its key.
    how_read: HashMap<String, HowRead>,
    /// What undoes each mark, the latest last.
    undos: Vec<Undo>,
    /// Counts the changes of the marks.
    version: u64,
    /// What has changed since [`Self::take_changed`] was called.
    changed: Changed,
    /// The last save failed, and none has succeeded since.
    pub save_failed: bool,
}

/// Which marks have changed.
#[derive(Debug)]
pub(super) enum Changed {
    /// Those under these keys, of which some may be repeated.
    Keys(Vec<String>),
    /// Any may have.
    All,
}

impl Default for Changed {
    fn default() -> Self {
        Self::Keys(Vec::new())
    }
}

/// How a story came to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HowRead {
    /// It was only marked read.
    Mark,
    /// It was read to its end.
    Reading,
}

/// A mark that was taken back.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Undone {
    /// What to say of it.
    pub(super) notice: String,
    /// The edition that is to be named as well if another one is shown.
    pub(super) edition: Option<EditionId>,
    /// Keys of the stories that are read again, or unread again.
    pub(super) keys: Vec<String>,
}

/// How to take one mark back.
#[derive(Debug)]
struct Undo {
    /// What a notice says when it is undone: `unread again: “A headline”`.
    notice: String,
    /// The edition that is to be named as well if another one is shown then.
    edition: Option<EditionId>,
    /// Each with how its story had come to be read before.
    operations: Vec<(Operation, Option<HowRead>)>,
}

impl MarkBook {
    pub fn new(marks: Marks) -> Self {
        Self {
            marks: Arc::new(marks),
            ..Self::default()
        }
    }

    /// The same, with the place at which a story was left in the run before: it is opened there even where
    /// its mark has no place.
    #[must_use]
    pub fn with_last(self, key: String, place: u32) -> Self {
        Self {
            last: Some((key, place)),
            ..self
        }
    }

    pub fn marks(&self) -> &Arc<Marks> {
        &self.marks
    }

    /// Another number whenever a mark has changed.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The mark kept under `key`; that of an untouched story when there is none.
    pub fn mark(&self, key: &str) -> Mark {
        self.marks.get(key)
    }

    pub fn status(&self, story: &StoryId) -> Status {
        Status::of(&self.mark(&story.key()))
    }

    /// How many of `stories` are unread.
    pub fn unread<'b>(&self, stories: impl Iterator<Item = Story<'b>>) -> usize {
        let mut key = String::new();
        let is_unread = |story: &Story<'_>| {
            key.clear();
            story.push_key(&mut key);
            !self.mark(&key).read
        };
        stories.filter(is_unread).count()
    }

    /// Where an article was left in this run of the program, else in the run before, else where its mark says.
    pub fn start(&self, subject: &Subject) -> Start {
        match (self.anchors.get(subject), subject) {
            (Some(&anchor), _) => Start::Byte(anchor),
            (None, Subject::Story(story)) => {
                let key = story.key();
                match &self.last {
                    Some((last, place)) if *last == key => Start::Body(*place),
                    _ => Start::Body(self.mark(&key).place),
                }
            }
            (None, _) => Start::Byte(0),
        }
    }

    /// Notes where an article is left. A story that has been read and is left at its end keeps no place
    /// beyond this run of the program: it opens at its top again.
    pub fn leave(&mut self, subject: Subject, left: Left) {
        if let Subject::Story(story) = &subject {
            let key = story.key();
            let mark = self.mark(&key);
            let is_finished = mark.read && left.at_end;
            let place = if is_finished { 0 } else { left.place };
            if mark.place != place {
                let change = Change::Place(place);
                self.apply(Operation { key, change });
            }
        }
        self.anchors.insert(subject, left.anchor);
    }

    /// How a story came to be read; `None` if it did not in this run of the program.
    pub fn how_read(&self, key: &str) -> Option<HowRead> {
        self.how_read.get(key).copied()
    }

    /// Notes that a story, which is marked read, was read to its end.
    pub fn note_read(&mut self, key: &str) {
        self.set_how_read(key, Some(HowRead::Reading));
    }

    fn set_how_read(&mut self, key: &str, how: Option<HowRead>) {
        let before = match how {
            Some(how) => self.how_read.insert(key.to_owned(), how),
            None => self.how_read.remove(key),
        };
        if before != how {
            self.version += 1;
        }
    }

    /// Applies those of `operations` that have an effect as one undo step, for which a notice says `notice` when
    /// it is undone, and names `edition` if another one is shown then. Returns how many stories were marked.
    pub fn mark_all(
        &mut self,
        operations: Vec<Operation>,
        notice: String,
        edition: Option<&EditionId>,
    ) -> usize {
        let mut undo = Vec::new();
        for operation in operations {
            let mark = self.mark(&operation.key);
            let before = match operation.change {
                Change::Read(_) => Change::Read(mark.read),
                Change::Saved(_) => Change::Saved(mark.saved),
                Change::Place(_) => Change::Place(mark.place),
            };
            if before != operation.change {
                let how_read = self.how_read(&operation.key);
                let undone = Operation {
                    key: operation.key.clone(),
                    change: before,
                };
                undo.push((undone, how_read));
                self.apply(operation);
            }
        }
        // A change of place alone is nothing to undo.
        let is_mark =
            |(operation, _): &&(Operation, _)| !matches!(operation.change, Change::Place(_));
        let marked = undo.iter().filter(is_mark).count();
        if marked > 0 {
            undo.reverse();
            self.undos.push(Undo {
                notice,
                edition: edition.cloned(),
                operations: undo,
            });
        }
        marked
    }

    /// Undoes the last mark; `None` when there is nothing to undo.
    pub(super) fn undo(&mut self) -> Option<Undone> {
        let Undo {
            notice,
            edition,
            operations,
        } = self.undos.pop()?;
        let mut keys = Vec::new();
        for (operation, how_read) in operations {
            let key = matches!(operation.change, Change::Read(_)).then(|| operation.key.clone());
            self.apply(operation);
            if let Some(key) = key {
                self.set_how_read(&key, how_read);
                keys.push(key);
            }
        }
        Some(Undone {
            notice,
            edition,
            keys,
        })
    }

    /// All operations that are not saved, if the runtime has not been given all of them yet.
    pub fn take_unsaved(&mut self) -> Option<Unsaved> {
        let next = self.unsaved.next();
        let is_new = next > self.given;
        self.given = next;
        is_new.then(|| self.unsaved.clone())
    }

    /// Notes that the operations before number `before` are in the file, which now holds `marks`:
    /// another program may have put its own there.
    pub fn saved(&mut self, before: u64, marks: Arc<Marks>) {
        self.unsaved.forget_before(before);
        self.version += 1;
        let seen = self.marks.fingerprint();
        self.marks = marks;
        for operation in self.unsaved.since(0) {
            Arc::make_mut(&mut self.marks).apply(operation, NO_TIME);
        }
        if self.marks.fingerprint() != seen {
            self.changed = Changed::All;
        }
    }

    /// Which marks have changed since the last call.
    pub(super) fn take_changed(&mut self) -> Changed {
        std::mem::take(&mut self.changed)
    }

    fn apply(&mut self, operation: Operation) {
        match operation.change {
            Change::Read(true) => self.set_how_read(&operation.key, Some(HowRead::Mark)),
            Change::Read(false) => self.set_how_read(&operation.key, None),
            Change::Saved(_) | Change::Place(_) => {}
        }
        Arc::make_mut(&mut self.marks).apply(&operation, NO_TIME);
        self.version += 1;
        if let Changed::Keys(keys) = &mut self.changed {
            keys.push(operation.key.clone());
        }
        self.unsaved.push(operation);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{HowRead, Left, MarkBook, Start, Subject};
    use crate::archive::Edition;
    use crate::marks::{Change, Marks, Operation};

    fn operations() -> impl Strategy<Value = Vec<Operation>> {
        let change = prop_oneof![
            any::<bool>().prop_map(Change::Read),
            any::<bool>().prop_map(Change::Saved),
        ];
        let operation = ("[abc]/x", change).prop_map(|(key, change)| Operation { key, change });
        prop::collection::vec(operation, 1..4)
    }

    /// Read, saved and place of each story.
    fn state(book: &MarkBook) -> Vec<(bool, bool, u32)> {
        ["a/x", "b/x", "c/x"]
            .map(|key| book.mark(key))
            .map(|mark| (mark.read, mark.saved, mark.place))
            .to_vec()
    }

    proptest! {
        #[test]
        fn undo_is_an_inverse(marked in prop::collection::vec(operations(), 0..12)) {
            let mut book = MarkBook::default();
            let mut states = vec![state(&book)];
            for operations in marked {
                if book.mark_all(operations, String::new(), None) > 0 {
                    states.push(state(&book));
                }
            }
            while let Some(before) = states.pop() {
                prop_assert_eq!(state(&book), before);
                prop_assert_eq!(book.undo().is_some(), !states.is_empty());
            }
        }

        #[test]
        fn marks_made_during_a_save_stay_in_view(
            before in operations(),
            after in operations(),
        ) {
            let mut book = MarkBook::default();
            book.mark_all(before, String::new(), None);
            let unsaved = book.take_unsaved().unwrap_or_default();
            let mut file = Marks::default();
            for operation in unsaved.since(0) {
                file.apply(operation, 5);
            }
            book.mark_all(after, String::new(), None);
            let seen = state(&book);
            book.saved(unsaved.next(), file.into());
            prop_assert_eq!(state(&book), seen);
        }
    }

    #[test]
    fn a_place_is_kept_unless_the_story_is_read_to_its_end() {
        let source =
            "id = 'a'\ntitle = 'T'\ndate = 2016-01-12\n[[story]]\nid = 'x'\nheadline = 'H'\n";
        let edition = Edition::parse("a.toml".into(), source);
        let subject = || Subject::Story(edition.id().story(0).unwrap());
        let mut book = MarkBook::default();
        let left = |place, at_end| Left {
            anchor: place as usize + 100,
            place,
            at_end,
        };
        book.leave(subject(), left(50, false));
        assert_eq!(book.mark("a/x").place, 50);
        let next_day = MarkBook::new((**book.marks()).clone());
        assert_eq!(next_day.start(&subject()), Start::Body(50));
        let read = Operation {
            key: "a/x".to_owned(),
            change: Change::Read(true),
        };
        book.mark_all(vec![read], String::new(), None);
        assert_eq!(book.mark("a/x").place, 50);
        book.leave(subject(), left(80, false));
        assert_eq!(book.mark("a/x").place, 80);
        book.leave(subject(), left(90, true));
        assert_eq!(book.mark("a/x").place, 0);
        assert_eq!(book.start(&subject()), Start::Byte(190));
    }

    #[test]
    fn a_change_without_effect_cannot_be_undone() {
        let mut book = MarkBook::default();
        let unread = Operation {
            key: "a/x".to_owned(),
            change: Change::Read(false),
        };
        assert_eq!(book.mark_all(vec![unread], String::new(), None), 0);
        assert_eq!((book.undo(), book.take_unsaved()), (None, None));
    }

    #[test]
    fn undoing_unread_keeps_that_a_story_was_read_to_its_end() {
        let mut book = MarkBook::new(Marks::default());
        let read = |to| Operation {
            key: "a/x".to_owned(),
            change: Change::Read(to),
        };
        book.mark_all(vec![read(true)], String::new(), None);
        book.note_read("a/x");
        book.mark_all(vec![read(false)], String::new(), None);
        book.undo();
        assert!(book.mark("a/x").read);
        assert_eq!(book.how_read("a/x"), Some(HowRead::Reading));
    }

    #[test]
    fn undoing_unread_does_not_make_a_story_of_an_earlier_run_one_of_this() {
        let mut marks = Marks::default();
        let read = |to| Operation {
            key: "a/x".to_owned(),
            change: Change::Read(to),
        };
        marks.apply(&read(true), 0);
        let mut book = MarkBook::new(marks);
        book.mark_all(vec![read(false)], String::new(), None);
        book.undo();
        assert!(book.mark("a/x").read);
        assert_eq!(book.how_read("a/x"), None);
    }
}
