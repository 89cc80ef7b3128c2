//! The operations that the file of marks does not hold yet.

use super::Operation;

/// Operations numbered in the order in which they were made, from [`Self::first`] on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unsaved {
    first: u64,
    operations: Vec<Operation>,
}

impl Unsaved {
    pub fn push(&mut self, operation: Operation) {
        self.operations.push(operation);
    }

    /// The number of the oldest operation, or of the next one to be made when there is none.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// The number of the next operation to be made.
    pub fn next(&self) -> u64 {
        self.first + self.operations.len() as u64
    }

    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// The operations from `number` on, oldest first.
    pub fn since(&self, number: u64) -> &[Operation] {
        let skipped = usize::try_from(number.saturating_sub(self.first)).unwrap_or(usize::MAX);
        self.operations.get(skipped..).unwrap_or_default()
    }

    /// Drops the operations before `number`: they are saved.
    pub fn forget_before(&mut self, number: u64) {
        let number = number.clamp(self.first, self.next());
        let saved = self.operations.len() - self.since(number).len();
        self.operations.drain(..saved);
        self.first = number;
    }
}

#[cfg(test)]
mod tests {
    use super::Unsaved;
    use crate::marks::{Change, Operation};

    fn operation(key: &str) -> Operation {
        Operation {
            key: key.to_owned(),
            change: Change::Read(true),
        }
    }

    fn keys(operations: &[Operation]) -> String {
        operations.iter().map(|made| made.key.as_str()).collect()
    }

    #[test]
    fn operations_keep_their_numbers() {
        let mut unsaved = Unsaved::default();
        for key in ["a", "b", "c"] {
            unsaved.push(operation(key));
        }
        assert!(!unsaved.is_empty());
        assert_eq!(keys(unsaved.since(1)), "bc");
        unsaved.forget_before(2);
        assert_eq!((unsaved.first(), unsaved.next()), (2, 3));
        assert_eq!(
            (keys(unsaved.since(0)), keys(unsaved.since(3))),
            ("c".to_owned(), String::new())
        );
        // A number that was passed long ago, or never given out, does no harm.
        unsaved.forget_before(1);
        assert_eq!(unsaved.first(), 2);
        unsaved.forget_before(9);
        assert_eq!((unsaved.first(), unsaved.is_empty()), (3, true));
        unsaved.push(operation("d"));
        assert_eq!(keys(unsaved.since(3)), "d");
    }
}
