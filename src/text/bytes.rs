//! Bytes tested a block at a time, without a branch for each: what the compiler turns into vector
//! instructions, so that long plain text costs next to nothing.

const BLOCK: usize = 32;

/// Whether any byte meets `test`.
pub fn any(bytes: &[u8], test: impl Fn(u8) -> bool) -> bool {
    bytes.chunks(BLOCK).any(|block| any_in_block(block, &test))
}

/// How many leading bytes meet `test`.
pub(super) fn leading(bytes: &[u8], test: impl Fn(u8) -> bool) -> usize {
    // Text that is not plain stops at its first byte as a rule.
    if !bytes.first().is_some_and(|&byte| test(byte)) {
        return 0;
    }
    let blocks = bytes
        .chunks_exact(BLOCK)
        .take_while(|block| !any_in_block(block, |byte| !test(byte)))
        .count();
    let rest = &bytes[blocks * BLOCK..];
    let tail = rest.iter().position(|&byte| !test(byte));
    blocks * BLOCK + tail.unwrap_or(rest.len())
}

fn any_in_block(block: &[u8], test: impl Fn(u8) -> bool) -> bool {
    block.iter().fold(false, |any, &byte| any | test(byte))
}

#[cfg(test)]
mod tests {
    use super::{any, leading};

    #[test]
    fn every_place_counts() {
        for length in 0..100 {
            let plain = vec![b'a'; length];
            let is_a = |byte| byte == b'a';
            assert_eq!(leading(&plain, is_a), length);
            assert!(!any(&plain, |byte| byte != b'a'));
            for place in 0..length {
                let mut bytes = plain.clone();
                bytes[place] = b'b';
                assert_eq!(leading(&bytes, is_a), place);
                assert!(any(&bytes, |byte| byte == b'b'));
            }
        }
    }
}
