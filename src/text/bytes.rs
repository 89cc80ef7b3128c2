//! Tests on bytes, a block at a time and without a branch for each byte, so that the compiler can use
//! vector instructions. Long plain text then costs next to nothing.

const BLOCK: usize = 32;

/// Whether any byte passes `test`.
pub fn any(bytes: &[u8], test: impl Fn(u8) -> bool) -> bool {
    bytes.chunks(BLOCK).any(|block| any_in_block(block, &test))
}

/// The number of leading bytes that pass `test`.
pub(super) fn leading(bytes: &[u8], test: impl Fn(u8) -> bool) -> usize {
    // Most calls on text that is not plain end at its first byte.
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
    fn a_byte_is_found_at_every_position() {
        for length in 0..100 {
            let plain = vec![b'a'; length];
            let is_a = |byte| byte == b'a';
            assert_eq!(leading(&plain, is_a), length);
            assert!(!any(&plain, |byte| byte != b'a'));
            for position in 0..length {
                let mut bytes = plain.clone();
                bytes[position] = b'b';
                assert_eq!(leading(&bytes, is_a), position);
                assert!(any(&bytes, |byte| byte == b'b'));
            }
        }
    }
}
