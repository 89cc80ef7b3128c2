//! Hits over time, as a row of bars.

use jiff::civil::Date;

use super::hits::Hits;

/// How many stories were found in each of several equal periods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The day of the oldest hit.
    pub oldest: Date,
    /// The day of the newest hit.
    pub newest: Date,
    /// Height of each bar in eighths of a row, oldest first: 0 where nothing was found, else 2 to 8.
    pub bars: Vec<u8>,
    /// The position of the first hit that each bar stands for, in the order of the hits; `None` where nothing
    /// was found.
    pub first: Vec<Option<usize>>,
    /// From the oldest hit to the newest, with both; at least 2.
    days: usize,
}

impl Chart {
    /// The bar that hits of `day` are in. `None` for a day outside the chart.
    pub fn bar_of(&self, day: Date) -> Option<usize> {
        let before = usize::try_from((day - self.oldest).get_days()).ok()?;
        (before < self.days).then(|| before * self.bars.len() / self.days)
    }
}

/// A chart of at most `bars` bars from the oldest hit to the newest. `None` when all dated hits fall
/// on one day, there are none, or `bars` is below 2.
pub fn chart(hits: &Hits, bars: usize) -> Option<Chart> {
    let day_of = |index: usize| {
        hits.groups()
            .get(index)?
            .edition
            .date()
            .map(|date| date.day)
    };
    let dates: Vec<_> = (0..hits.groups().len()).filter_map(day_of).collect();
    let (oldest, newest) = (*dates.iter().min()?, *dates.iter().max()?);
    let days = usize::try_from((newest - oldest).get_days()).ok()? + 1;
    let bars = bars.min(days);
    if bars < 2 {
        return None;
    }
    let mut chart = Chart {
        oldest,
        newest,
        bars: vec![0; bars],
        first: vec![None; bars],
        days,
    };
    let mut counts = vec![0usize; bars];
    for group in hits.groups() {
        let date = group.edition.date();
        if let Some(bar) = date.and_then(|date| chart.bar_of(date.day)) {
            counts[bar] += group.hits.len();
            chart.first[bar].get_or_insert(group.hits.start);
        }
    }
    let most = counts.iter().copied().max().unwrap_or(1).max(1);
    chart.bars = counts
        .iter()
        .map(|&count| {
            if count == 0 {
                0
            } else {
                u8::try_from((count * 8).div_ceil(most)).unwrap_or(8).max(2)
            }
        })
        .collect();
    Some(chart)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::Chart;

    #[test]
    fn all_bars_stand_for_equally_many_days_as_far_as_they_can() {
        for days in 2..200 {
            for bars in 2..=days.min(16) {
                let newest = date(2016, 1, 1)
                    .checked_add(jiff::Span::new().days(i64::try_from(days).unwrap() - 1));
                let chart = Chart {
                    oldest: date(2016, 1, 1),
                    newest: newest.unwrap(),
                    bars: vec![0; bars],
                    first: vec![None; bars],
                    days,
                };
                let mut counts = vec![0; bars];
                let mut day = chart.oldest;
                while let Some(bar) = chart.bar_of(day) {
                    counts[bar] += 1;
                    day = day.tomorrow().unwrap();
                }
                assert_eq!(counts.iter().sum::<usize>(), days);
                let least = days / bars;
                let fair = |count: &usize| (least..=least + 1).contains(count);
                assert!(counts.iter().all(fair), "{days} days: {counts:?}");
            }
        }
    }
}
