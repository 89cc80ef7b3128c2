//! What the reader has done so far: the marks, the places reached, and what can be undone.

use std::collections::HashMap;
use std::sync::Arc;

use crate::marks::{Change, Mark, Marks, Operation};

/// What a place is remembered by while the program runs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Page {
    /// A story by its [`crate::briefing::Story::key`]: its place is kept for good.
    Story(String),
    /// The faults of a file.
    File(String),
}

/// What a reader has done with a story, as lists show it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub read: bool,
    pub saved: bool,
    /// Begun, but not read to its end.
    pub begun: bool,
}

impl Standing {
    pub fn of(mark: &Mark) -> Self {
        Self {
            read: mark.read,
            saved: mark.saved,
            begun: mark.is_partly_read(),
        }
    }
}

/// Marks change here and nowhere else. Each change is an operation that the runtime saves.
#[derive(Debug, Default)]
pub struct Progress {
    /// All marks as the reader sees them: those of the file, with what is not saved yet.
    marks: Arc<Marks>,
    /// The bytes of the articles' texts that were at the top when they were left.
    anchors: HashMap<Page, usize>,
    /// Operations that the file does not hold yet, oldest first.
    unsaved: Vec<Operation>,
    /// How many of those the runtime has been handed.
    handed: usize,
    /// What undoes each mark, the latest last.
    undos: Vec<Undo>,
    /// Counts the changes of the marks.
    version: u64,
}

/// How to take one mark back.
#[derive(Debug)]
struct Undo {
    /// What the reader did, as it is told when it is undone: `“A headline” is unread again`.
    told: String,
    operations: Vec<Operation>,
}

impl Progress {
    pub fn new(marks: Marks) -> Self {
        Self {
            marks: Arc::new(marks),
            ..Self::default()
        }
    }

    pub fn marks(&self) -> &Arc<Marks> {
        &self.marks
    }

    /// Another number whenever a mark has changed.
    pub fn version(&self) -> u64 {
        self.version
    }

    pub fn mark(&self, key: &str) -> &Mark {
        self.marks.get(key)
    }

    /// The byte of an article's text to open it at; its body starts at `body_start`.
    pub fn anchor(&self, page: &Page, body_start: usize) -> usize {
        if let Some(&anchor) = self.anchors.get(page) {
            return anchor;
        }
        match page {
            Page::Story(key) => match self.mark(key).place {
                0 => 0,
                place => body_start + place as usize,
            },
            Page::File(_) => 0,
        }
    }

    /// Notes that the reader leaves an article with the byte `anchor` at its top, which is `place` bytes
    /// into the story's body. A story that has been read has no place beyond the session: it is opened
    /// from its top again.
    pub fn leave(&mut self, page: Page, anchor: usize, place: u32) {
        if let Page::Story(key) = &page {
            let mark = self.mark(key);
            if !mark.read && mark.place != place {
                self.apply(Operation {
                    key: key.clone(),
                    change: Change::Place(place),
                });
            }
        }
        self.anchors.insert(page, anchor);
    }

    /// Makes the changes that change anything, as one mark that can be undone; `told` is what to say
    /// then. Returns how many stories were marked.
    pub fn mark_all(&mut self, operations: Vec<Operation>, told: String) -> usize {
        let mut undo = Vec::new();
        for operation in operations {
            let mark = self.mark(&operation.key);
            let before = match operation.change {
                Change::Read(_) => Change::Read(mark.read),
                Change::Saved(_) => Change::Saved(mark.saved),
                Change::Place(_) => Change::Place(mark.place),
            };
            if before != operation.change {
                undo.push(Operation {
                    key: operation.key.clone(),
                    change: before,
                });
                self.apply(operation);
            }
        }
        // A place alone is no mark.
        let is_mark = |operation: &&Operation| !matches!(operation.change, Change::Place(_));
        let made = undo.iter().filter(is_mark).count();
        if made > 0 {
            undo.reverse();
            self.undos.push(Undo {
                told,
                operations: undo,
            });
        }
        made
    }

    /// Takes the last mark back and tells what that was; `None` when there is none left.
    pub fn undo(&mut self) -> Option<String> {
        let Undo { told, operations } = self.undos.pop()?;
        for operation in operations {
            self.apply(operation);
        }
        Some(told)
    }

    /// Operations that the runtime has not been handed yet.
    pub(super) fn hand_over(&mut self) -> Vec<Operation> {
        let new = self.unsaved[self.handed..].to_vec();
        self.handed = self.unsaved.len();
        new
    }

    /// The oldest `count` operations are in the file, which now holds `marks`: another program may
    /// have put its own there.
    pub(super) fn saved(&mut self, count: usize, marks: Arc<Marks>) {
        let count = count.min(self.handed);
        self.unsaved.drain(..count);
        self.handed -= count;
        self.version += 1;
        self.marks = marks;
        for operation in &self.unsaved {
            Arc::make_mut(&mut self.marks).apply(operation, 0);
        }
    }

    fn apply(&mut self, operation: Operation) {
        Arc::make_mut(&mut self.marks).apply(&operation, 0);
        self.version += 1;
        self.unsaved.push(operation);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Page, Progress};
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
    fn state(progress: &Progress) -> Vec<(bool, bool, u32)> {
        ["a/x", "b/x", "c/x"]
            .map(|key| progress.mark(key))
            .map(|mark| (mark.read, mark.saved, mark.place))
            .to_vec()
    }

    proptest! {
        #[test]
        fn undo_is_an_inverse(marked in prop::collection::vec(operations(), 0..12)) {
            let mut progress = Progress::default();
            let mut states = vec![state(&progress)];
            for operations in marked {
                if progress.mark_all(operations, String::new()) > 0 {
                    states.push(state(&progress));
                }
            }
            while let Some(before) = states.pop() {
                prop_assert_eq!(state(&progress), before);
                prop_assert_eq!(progress.undo().is_some(), !states.is_empty());
            }
        }

        /// Whenever a save comes back, what was done since is not lost from view.
        #[test]
        fn what_was_done_since_a_save_stays(
            before in operations(),
            after in operations(),
        ) {
            let mut progress = Progress::default();
            progress.mark_all(before, String::new());
            let saved = progress.hand_over();
            let mut file = Marks::default();
            for operation in &saved {
                file.apply(operation, 5);
            }
            progress.mark_all(after, String::new());
            let seen = state(&progress);
            progress.saved(saved.len(), file.into());
            prop_assert_eq!(state(&progress), seen);
        }
    }

    #[test]
    fn a_place_is_kept_until_the_story_is_read() {
        let page = || Page::Story("a/x".to_owned());
        let mut progress = Progress::default();
        progress.leave(page(), 150, 50);
        assert_eq!(progress.mark("a/x").place, 50);
        // Another headline moves the body, and the place moves with it.
        let next_day = Progress::new((**progress.marks()).clone());
        assert_eq!(next_day.anchor(&page(), 120), 170);
        let read = Operation {
            key: "a/x".to_owned(),
            change: Change::Read(true),
        };
        progress.mark_all(vec![read], String::new());
        progress.leave(page(), 180, 80);
        assert_eq!(progress.mark("a/x").place, 50);
        assert_eq!(progress.anchor(&page(), 100), 180);
    }

    #[test]
    fn nothing_changed_is_nothing_to_undo() {
        let mut progress = Progress::default();
        let unread = Operation {
            key: "a/x".to_owned(),
            change: Change::Read(false),
        };
        assert_eq!(progress.mark_all(vec![unread], String::new()), 0);
        assert_eq!((progress.undo(), progress.hand_over()), (None, Vec::new()));
    }
}
