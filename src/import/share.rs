//! Filling an edition fairly: which stories of each source are printed when there is not room for all.

/// Chooses among the new items of several sources so that their costs add up to at most `budget`. Each entry
/// of `sources` holds the costs of a source's items, best first: 1 for each if items are counted, or the time
/// that each takes to read. Returns for each source the indices of its items that are chosen, in order.
///
/// The next item is always one of the source that has cost least so far, and of those that have cost the same,
/// one of the source that comes first. So a source with many items never crowds out one with few, and no
/// source goes without while another gets more than its share. Those that went without last time should
/// come first.
///
/// An item that no longer fits is passed over. If nothing at all fits, the first item is chosen all the
/// same, so that an edition is never empty when there is something new.
pub fn share(sources: &[Vec<u64>], budget: u64) -> Vec<Vec<usize>> {
    let mut chosen = vec![Vec::new(); sources.len()];
    let mut next = vec![0; sources.len()];
    let mut spent = vec![0_u64; sources.len()];
    let mut left = budget;
    while let Some(source) = (0..sources.len())
        .filter(|&source| next[source] < sources[source].len())
        .min_by_key(|&source| spent[source])
    {
        let item = next[source];
        let cost = sources[source][item];
        next[source] += 1;
        if cost <= left {
            chosen[source].push(item);
            spent[source] += cost;
            left -= cost;
        }
    }
    if chosen.iter().all(Vec::is_empty)
        && let Some(first) = sources.iter().position(|items| !items.is_empty())
    {
        chosen[first].push(0);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::share;

    #[test]
    fn a_loud_source_does_not_crowd_out_a_quiet_one() {
        let chosen = share(&[vec![1; 100], vec![1; 2], vec![], vec![1; 9]], 10);
        assert_eq!(
            chosen,
            [vec![0, 1, 2, 3], vec![0, 1], vec![], vec![0, 1, 2, 3]]
        );
    }

    #[test]
    fn what_takes_too_long_to_read_gives_way_to_what_fits() {
        assert_eq!(
            share(&[vec![50, 5], vec![8, 30, 7]], 20),
            [vec![1], vec![0, 2]]
        );
        assert_eq!(share(&[vec![], vec![50, 60]], 20), [vec![], vec![0]]);
    }

    proptest! {
        #[test]
        fn no_source_goes_without_while_another_has_more_than_its_share(
            counts in vec(0..30_usize, 1..20), budget in 1..40_u64,
        ) {
            let sources: Vec<_> = counts.iter().map(|&count| vec![1; count]).collect();
            let chosen: Vec<_> = share(&sources, budget).iter().map(Vec::len).collect();
            let all: usize = counts.iter().sum();
            let room = usize::try_from(budget).unwrap();
            prop_assert_eq!(chosen.iter().sum::<usize>(), all.min(room));
            for (got, had) in chosen.iter().zip(&counts) {
                // A source that was cut short has at most one item fewer than any other.
                prop_assert!(got == had || chosen.iter().all(|other| *other <= got + 1));
            }
        }

        #[test]
        fn a_budget_of_time_is_kept_and_nothing_that_fits_is_left_out(
            sources in vec(vec(1..30_u64, 0..8), 1..8), budget in 1..60_u64,
        ) {
            let chosen = share(&sources, budget);
            let costs = |source: usize| {
                let costs = &sources[source];
                chosen[source].iter().map(|&item| costs[item]).sum::<u64>()
            };
            let spent: u64 = (0..sources.len()).map(costs).sum();
            let number: usize = chosen.iter().map(Vec::len).sum();
            prop_assert!(spent <= budget || number == 1);
            for (source, items) in sources.iter().enumerate() {
                prop_assert!(chosen[source].is_sorted());
                for (item, cost) in items.iter().enumerate() {
                    prop_assert!(chosen[source].contains(&item) || spent + cost > budget);
                }
            }
        }
    }
}
