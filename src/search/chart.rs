//! Hits over time, as a row of bars.

use super::hits::Hits;

/// How many stories were found in each of several equal periods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Month of the oldest hit, as `Mar 2015`.
    pub from: String,
    /// Month of the newest hit.
    pub to: String,
    /// Height of each bar in eighths of a row, oldest first: 0 where nothing was found, else 2 to 8.
    pub bars: Vec<u8>,
    /// The position of the first hit that each bar stands for, in the order of the hits; `None` where nothing
    /// was found.
    pub first: Vec<Option<usize>>,
}

/// A chart of at most `bars` bars from the oldest hit to the newest. `None` when all dated hits fall
/// on one day, there are none, or `bars` is below 2.
pub fn chart(hits: &Hits, bars: usize) -> Option<Chart> {
    let dated = |index: usize| {
        hits.groups()
            .get(index)?
            .edition
            .date()
            .map(|date| date.day)
    };
    let days: Vec<_> = (0..hits.groups().len()).filter_map(dated).collect();
    let (oldest, newest) = (*days.iter().min()?, *days.iter().max()?);
    let span = usize::try_from((newest - oldest).get_days())
        .ok()
        .filter(|&span| span > 0)?;
    let bars = bars.min(span + 1);
    if bars < 2 {
        return None;
    }
    let mut counts = vec![0usize; bars];
    let mut first = vec![None; bars];
    for group in hits.groups() {
        if let Some(date) = group.edition.date() {
            let day = usize::try_from((date.day - oldest).get_days()).unwrap_or(0);
            let bar = day * (bars - 1) / span;
            counts[bar] += group.hits.len();
            first[bar].get_or_insert(group.hits.start);
        }
    }
    let most = counts.iter().copied().max().unwrap_or(1).max(1);
    let bars = counts
        .iter()
        .map(|&count| {
            if count == 0 {
                0
            } else {
                u8::try_from((count * 8).div_ceil(most)).unwrap_or(8).max(2)
            }
        })
        .collect();
    let month = |day: jiff::civil::Date| day.strftime("%b %Y").to_string();
    Some(Chart {
        from: month(oldest),
        to: month(newest),
        bars,
        first,
    })
}
