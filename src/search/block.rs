//! Text that takes much memory and must not keep it when it is dropped.

use std::ops::Range;

use memmap2::MmapMut;

/// In bytes. Smaller texts leave no hole that matters.
const SMALL: usize = 64 * 1024;

/// Text that grows until it is complete.
///
/// Complete text is in memory that the system gives to it alone and takes back when it is dropped. The
/// allocator would keep that memory: once glibc has freed a block of some megabytes, it takes later ones from its
/// heaps, and gives back only the ends of those.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// Empty once it is complete.
    growing: String,
    complete: Option<MmapMut>,
}

impl Block {
    /// To append to, until it is complete.
    pub(super) fn growing(&mut self) -> &mut String {
        &mut self.growing
    }

    /// Nothing is appended any more.
    pub(super) fn complete(&mut self) {
        if self.growing.len() >= SMALL
            && let Ok(mut memory) = MmapMut::map_anon(self.growing.len())
        {
            memory.copy_from_slice(self.growing.as_bytes());
            self.growing = String::new();
            self.complete = Some(memory);
        } else {
            self.growing.shrink_to_fit();
        }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.complete.as_deref().unwrap_or(self.growing.as_bytes())
    }

    pub(super) fn len(&self) -> usize {
        self.as_bytes().len()
    }

    /// The text in a range of bytes, which must be at the bounds of characters.
    pub(super) fn text(&self, range: Range<usize>) -> &str {
        str::from_utf8(&self.as_bytes()[range]).expect("whole characters, since it was a string")
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, SMALL};

    #[test]
    fn a_text_stays_the_same_when_it_is_complete() {
        for length in [0, 1, SMALL - 2, SMALL, 3 * SMALL + 1] {
            let text = "é–a".repeat(length / 6 + 1)[..].to_owned();
            let mut block = Block::default();
            block.growing().push_str(&text);
            for complete in [false, true] {
                if complete {
                    block.complete();
                }
                assert_eq!(
                    (block.as_bytes(), block.len()),
                    (text.as_bytes(), text.len())
                );
                assert_eq!(block.text(0..2), "é");
                assert_eq!(block.text(text.len() - 1..text.len()), "a");
            }
            assert_eq!(block.complete.is_some(), text.len() >= SMALL);
        }
    }
}
