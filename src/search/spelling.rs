//! How far apart two spellings are.

/// The fewest edits that turn `one` into `other`, if that is at most `limit`: characters inserted, left
/// out, replaced, or swapped with the next one. No character is edited twice.
pub(super) fn distance(one: &str, other: &str, limit: usize) -> Option<usize> {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    if one.len().abs_diff(other.len()) > limit {
        return None;
    }
    // The rows of the table of edits between the beginnings of both: two above, above, and the current.
    let mut above: Vec<usize> = (0..=other.len()).collect();
    let (mut two_above, mut row) = (above.clone(), above.clone());
    for (i, &a) in one.iter().enumerate() {
        row[0] = i + 1;
        for (j, &b) in other.iter().enumerate() {
            let replaced = above[j] + usize::from(a != b);
            let mut least = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a == other[j - 1] && one[i - 1] == b {
                least = least.min(two_above[j - 1] + 1);
            }
            row[j + 1] = least;
        }
        if row.iter().all(|&edits| edits > limit) {
            return None;
        }
        // The row two above is no longer needed and becomes the next.
        std::mem::swap(&mut two_above, &mut above);
        std::mem::swap(&mut above, &mut row);
    }
    Some(above[other.len()]).filter(|&edits| edits <= limit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::distance;

    #[test]
    fn edits_are_counted() {
        for (one, other, edits) in [
            ("", "", Some(0)),
            ("moon", "moon", Some(0)),
            ("moon", "moons", Some(1)),
            ("moon", "mon", Some(1)),
            ("moon", "noon", Some(1)),
            ("titel", "title", Some(1)),
            ("mitterand", "mitterrand", Some(1)),
            ("grüße", "gruße", Some(1)),
            ("moon", "mast", None),
            ("kitten", "sitten", Some(1)),
            ("kitten", "sittin", Some(2)),
            ("kitten", "sitting", None),
        ] {
            assert_eq!(distance(one, other, 2), edits, "{one} {other}");
        }
    }

    /// The definition, without a table.
    fn edits(one: &[char], other: &[char]) -> usize {
        let (Some((a, one_rest)), Some((b, other_rest))) = (one.split_last(), other.split_last())
        else {
            return one.len().max(other.len());
        };
        let replaced = edits(one_rest, other_rest) + usize::from(a != b);
        let mut least = replaced
            .min(edits(one_rest, other) + 1)
            .min(edits(one, other_rest) + 1);
        if let (Some((c, one_rest)), Some((d, other_rest))) =
            (one_rest.split_last(), other_rest.split_last())
            && a == d
            && b == c
        {
            least = least.min(edits(one_rest, other_rest) + 1);
        }
        least
    }

    proptest! {
        #[test]
        fn the_distance_is_the_fewest_edits(one in "[abé]{0,5}", other in "[abé]{0,5}", limit in 0usize..4) {
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            let fewest = edits(&letters(&one), &letters(&other));
            prop_assert_eq!(distance(&one, &other, limit), (fewest <= limit).then_some(fewest));
        }
    }
}
