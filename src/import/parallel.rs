//! Work on all processors.

use std::panic::resume_unwind;
use std::thread;

/// How many threads can work at the same time.
pub fn processors() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// What `work` makes of each item, in order. The items are shared out to `threads` threads in equal parts.
pub(super) fn map<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let part = items.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let work = |items: &[T]| items.iter().map(&work).collect::<Vec<_>>();
        let mut parts = items.chunks(part);
        let first = parts.next().unwrap_or_default();
        let others: Vec<_> = parts.map(|part| scope.spawn(move || work(part))).collect();
        let mut results = work(first);
        for thread in others {
            results.extend(thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        results
    })
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn the_results_are_in_the_order_of_the_items() {
        for items in 0..10 {
            let items: Vec<usize> = (0..items).collect();
            for threads in 1..5 {
                assert_eq!(map(&items, threads, |item| *item), items);
            }
        }
    }
}
