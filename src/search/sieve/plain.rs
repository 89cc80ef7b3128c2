//! Finds ASCII text whatever its case.

/// Bytes that are tested at once, without a branch for each, so that the compiler can use vector
/// instructions.
const BLOCK: usize = 32;

/// Letters and digits from common to rare. Everything else counts as rarer.
const COMMON: &[u8] = b"etaoinsrhldcumfpgwybv0k12983457x6jqz";

/// ASCII text in lower case, with the places of the two of its bytes that are the rarest.
#[derive(Debug)]
pub(super) struct Plain {
    text: Box<[u8]>,
    rare: [usize; 2],
}

impl Plain {
    /// `text` is not empty, and in lower case.
    pub(super) fn new(text: &str) -> Self {
        let text = text.as_bytes();
        let rank = |byte: u8| COMMON.iter().position(|&common| common == byte);
        let mut places: Vec<_> = (0..text.len()).collect();
        places.sort_by_key(|&place| std::cmp::Reverse(rank(text[place]).unwrap_or(COMMON.len())));
        let first = places.first().copied().unwrap_or(0);
        Self {
            text: text.into(),
            rare: [first, places.get(1).copied().unwrap_or(first)],
        }
    }

    pub(super) fn is_in(&self, bytes: &[u8]) -> bool {
        let Some(last) = bytes.len().checked_sub(self.text.len()) else {
            return false;
        };
        let [one, other] = self.rare.map(|place| {
            let case = CaseOf::new(self.text[place]);
            (&bytes[place..=last + place], case)
        });
        let blocks = one.0.chunks(BLOCK).zip(other.0.chunks(BLOCK));
        let mut blocks = (0..).step_by(BLOCK).zip(blocks);
        blocks.any(|(start, (ones, others))| {
            let pairs = ones.iter().zip(others);
            // Not `&&`, which would be a branch.
            let may_start = |(&a, &b): (&u8, &u8)| one.1.is(a) & other.1.is(b);
            let any = pairs.clone().fold(false, |any, pair| any | may_start(pair));
            any && pairs
                .enumerate()
                .any(|(at, pair)| may_start(pair) && self.is_at(&bytes[start + at..]))
        })
    }

    fn is_at(&self, bytes: &[u8]) -> bool {
        let start = bytes.get(..self.text.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(&self.text))
    }
}

/// Compares bytes with one in lower case.
#[derive(Clone, Copy)]
struct CaseOf {
    byte: u8,
    /// The bit that upper case lacks; 0 if the byte has no case.
    bit: u8,
}

impl CaseOf {
    fn new(byte: u8) -> Self {
        let bit = if byte.is_ascii_lowercase() { 0x20 } else { 0 };
        Self { byte, bit }
    }

    fn is(self, byte: u8) -> bool {
        byte | self.bit == self.byte
    }
}

#[cfg(test)]
mod tests {
    use super::Plain;

    #[test]
    fn text_is_found_at_every_position_in_any_case() {
        for text in ["z", "zugzwang", "a-b", "it's", "`a"] {
            let plain = Plain::new(text);
            for length in 0..150 {
                let mut bytes = vec![b'A'; length];
                assert!(!plain.is_in(&bytes), "{text} {length}");
                for position in 0..(length + 1).saturating_sub(text.len()) {
                    bytes.fill(b'.');
                    bytes[position..position + text.len()].copy_from_slice(text.as_bytes());
                    assert!(plain.is_in(&bytes), "{text} {length} {position}");
                    bytes.make_ascii_uppercase();
                    assert!(plain.is_in(&bytes), "{text} {length} {position}");
                    bytes[position + text.len() - 1] ^= 0x40;
                    assert!(!plain.is_in(&bytes), "{text} {length} {position}");
                }
            }
        }
    }
}
