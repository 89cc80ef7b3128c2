//! What becomes of a place in a text when the text changes.

/// Where the byte `offset` of the text `from` is in the text `to` that has replaced it: what both begin
/// and end with stays the same, and what is between is found by the words that follow.
pub(super) fn offset_after_change(offset: usize, from: &str, to: &str) -> usize {
    /// Bytes of those words: about a row.
    const WORDS: usize = 60;
    let start = first_difference(from, to);
    if offset <= start {
        return offset;
    }
    let (rest, other) = (&from.as_bytes()[start..], &to.as_bytes()[start..]);
    let same = rest.iter().rev().zip(other.iter().rev());
    let end = same.take_while(|(one, other)| one == other).count();
    if offset >= from.len() - end {
        return offset + to.len() - from.len();
    }
    let words = from.get(offset..).unwrap_or_default();
    let words = &words[..words.floor_char_boundary(WORDS)];
    let found = to.match_indices(words).map(|(place, _)| place);
    let nearest = found.min_by_key(|place| place.abs_diff(offset));
    nearest.unwrap_or(offset.min(to.len() - end))
}

/// The first byte in which two texts differ; the length of both when they are the same.
pub fn first_difference(one: &str, other: &str) -> usize {
    let same = one.bytes().zip(other.bytes());
    same.take_while(|(one, other)| one == other).count()
}
