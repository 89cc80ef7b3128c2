//! Text that takes much memory and must not keep it when it is dropped.

use std::ops::Range;

use memmap2::MmapMut;

/// In bytes. Smaller texts leave no hole that matters.
const SMALL: usize = 64 * 1024;

/// The least room for a text that grows, in bytes. The system gives what is not used only when it is needed, so too
/// much costs nothing, while each move to more room costs as much as the text does.
const ROOM: usize = 2 * 1024 * 1024;

/// Text that grows until it is complete.
///
/// It is in memory that the system gives to it alone and takes back when it is dropped. The allocator would keep
/// that memory: once glibc has freed a block of some megabytes, it takes later ones from its heaps, and gives back
/// only the ends of those, and only when they are larger than that block.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// What comes after the text is not used yet.
    memory: Memory,
    /// In bytes.
    len: usize,
}

#[derive(Debug)]
enum Memory {
    Mapped(MmapMut),
    /// For small texts, and where the system gives no memory of their own.
    Heap(Box<[u8]>),
}

impl Default for Memory {
    fn default() -> Self {
        Self::Heap(Box::default())
    }
}

impl Memory {
    fn new(bytes: usize) -> Self {
        let mapped = (bytes >= SMALL).then(|| MmapMut::map_anon(bytes).ok());
        mapped
            .flatten()
            .map_or_else(|| Self::Heap(vec![0; bytes].into()), Self::Mapped)
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Mapped(memory) => memory,
            Self::Heap(memory) => memory,
        }
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        match self {
            Self::Mapped(memory) => memory,
            Self::Heap(memory) => memory,
        }
    }
}

impl Block {
    pub(super) fn push(&mut self, text: &str) {
        let end = self.len + text.len();
        let capacity = self.memory.bytes().len();
        if end > capacity {
            self.move_to(end.max(2 * capacity).max(ROOM));
        }
        self.memory.bytes_mut()[self.len..end].copy_from_slice(text.as_bytes());
        self.len = end;
    }

    /// Nothing is appended any more. A text that takes much less than its room moves to memory of its exact size.
    pub(super) fn complete(&mut self) {
        if 4 * self.len < self.memory.bytes().len() {
            self.move_to(self.len);
        }
    }

    /// Moves the text to memory of `capacity` bytes, which must be enough.
    fn move_to(&mut self, capacity: usize) {
        let mut memory = Memory::new(capacity);
        memory.bytes_mut()[..self.len].copy_from_slice(self.as_bytes());
        self.memory = memory;
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.memory.bytes()[..self.len]
    }

    /// In bytes.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The text in a range of bytes, which must be at the bounds of characters.
    pub(super) fn text(&self, range: Range<usize>) -> &str {
        str::from_utf8(&self.as_bytes()[range]).expect("whole characters, since it was a string")
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, Memory, ROOM, SMALL};

    #[test]
    fn a_text_stays_the_same_while_it_grows_and_when_it_is_complete() {
        let mut block = Block::default();
        let mut text = String::new();
        for step in [0, 1, SMALL - 2, 1, 3 * SMALL + 1, 7, ROOM, 2 * ROOM, 1] {
            let added = "é–a".repeat(step / 6 + 1);
            text.push_str(&added);
            block.push(&added);
            assert_eq!(
                (block.as_bytes(), block.len()),
                (text.as_bytes(), text.len())
            );
        }
        block.complete();
        assert_eq!(block.as_bytes(), text.as_bytes());
        assert_eq!((block.text(0..2), block.text(2..5)), ("é", "–"));
    }

    #[test]
    fn a_complete_text_has_at_most_four_times_the_room_it_needs() {
        for (length, is_mapped) in [
            (0, false),
            (SMALL - 1, false),
            (SMALL, true),
            (3 * SMALL + 1, true),
            (ROOM - 1, true),
            (ROOM + 1, true),
        ] {
            let mut block = Block::default();
            block.push(&"a".repeat(length));
            block.complete();
            let room = block.memory.bytes().len();
            assert!(room == length || room <= 4 * length, "{length}");
            assert_eq!(matches!(block.memory, Memory::Mapped(_)), is_mapped);
        }
    }
}
