//! Choosing what is printed: what each source keeps, and how the edition is filled.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Zoned;
use jiff::civil::Date;

use super::job::Job;
use crate::archive::Edition;
use crate::briefing::{Draft, DraftSection, Published, WordsAMinute};
use crate::cli::import::{New, NewEdition, NewStory};
use crate::config::sources::Limit;
use crate::import::{self, Names};
use crate::marks::Marks;
use crate::search::{Query, Scope, fold_editions};

/// The first fetch of a source takes as many stories, the newest.
const FIRST: usize = 20;

/// How an edition is filled.
pub(super) struct Rules<'a> {
    pub(super) now: &'a Zoned,
    pub(super) limit: Limit,
    /// For a limit in minutes.
    pub(super) speed: WordsAMinute,
    /// Whether there is no limit, and a first fetch takes everything.
    pub(super) all: bool,
}

/// Something that is printed or left out as a whole.
enum Unit {
    Story(NewStory),
    Edition(NewEdition),
}

/// Leaves in each job only what is to be printed, in its order.
pub(super) fn choose(jobs: &mut [Job], rules: &Rules) {
    let candidates = jobs.iter_mut().map(|job| candidates(job, rules));
    let mut candidates: Vec<_> = candidates.collect();
    leave_out_repeated(jobs, &mut candidates);
    let chosen = fill(jobs, &candidates, rules);
    for ((job, candidates), chosen) in jobs.iter_mut().zip(candidates).zip(chosen) {
        let Candidates { units, order } = candidates;
        let mut is_chosen = vec![false; units.len()];
        for position in chosen {
            is_chosen[order[position]] = true;
        }
        let crowded = order.into_iter().filter(|&at| !is_chosen[at]);
        let crowded = crowded.map(|at| units[at].names().clone());
        job.left_out.crowded = crowded.collect();
        let chosen = units.into_iter().zip(is_chosen);
        for (unit, _) in chosen.filter(|(_, is_chosen)| *is_chosen) {
            match unit {
                Unit::Story(story) => {
                    job.printed += 1;
                    job.new.stories.push(story);
                }
                Unit::Edition(edition) => {
                    job.printed += edition.draft.stories().count();
                    job.new.editions.push(edition);
                }
            }
        }
    }
}

/// What of a source may be printed.
struct Candidates {
    units: Vec<Unit>,
    /// Their positions, the newest first. Those of `units` that are not in it have been left out.
    order: Vec<usize>,
}

/// Takes what is new from a job. What the source itself leaves out is left out.
fn candidates(job: &mut Job, rules: &Rules) -> Candidates {
    let today = rules.now.date();
    let is_first = job.is_first && job.new.known == 0;
    let mut units = units(std::mem::take(&mut job.new));
    let left_out = &mut job.left_out;
    if let Some(query) = &job.keep {
        (units, left_out.unwanted) = split(units, |unit| is_kept(unit, query, today));
    }
    let mut order = newest_first(&units);
    if let Some(limit) = job.source.limit.filter(|_| !rules.all) {
        let room = limit.saturating_sub(job.state.printed_on(today));
        cut(&mut order, room, &units, &mut left_out.unwanted);
    }
    if is_first && !rules.all {
        cut(&mut order, FIRST, &units, &mut left_out.older);
    }
    Candidates { units, order }
}

/// Leaves out what another source that comes before has, too.
fn leave_out_repeated(jobs: &mut [Job], candidates: &mut [Candidates]) {
    let mut links = HashSet::new();
    for (job, Candidates { units, order }) in jobs.iter_mut().zip(candidates) {
        // What a source itself has twice has been left out before, or is meant to be there twice.
        let names = |at: &usize| units[*at].names().anywhere();
        let own: Vec<_> = order.iter().filter_map(names).collect();
        let (kept, repeated): (Vec<_>, Vec<_>) = order
            .drain(..)
            .partition(|at| names(at).is_none_or(|link| !links.contains(&link)));
        let repeated = repeated.into_iter().map(|at| units[at].names().clone());
        job.left_out.repeated.extend(repeated);
        *order = kept;
        links.extend(own);
    }
}

/// Of each job, the positions in its order that are printed.
fn fill(jobs: &[Job], candidates: &[Candidates], rules: &Rules) -> Vec<Vec<usize>> {
    if rules.all {
        let orders = candidates.iter().map(|candidates| candidates.order.len());
        return orders.map(|length| (0..length).collect()).collect();
    }
    // Who has waited longest comes first, so that a source at the end of the list is never starved.
    let mut turns: Vec<usize> = (0..jobs.len()).collect();
    turns.sort_by_key(|&source| jobs[source].state.last_new);
    let (budget, cost): (u64, fn(&Unit) -> u64) = match rules.limit {
        Limit::Stories(stories) => (stories as u64, |_| 1),
        Limit::Minutes(minutes) => (rules.speed.words(minutes) as u64, Unit::words),
    };
    let costs = turns.iter().map(|&source| {
        let Candidates { units, order } = &candidates[source];
        order.iter().map(|&at| cost(&units[at])).collect()
    });
    let costs: Vec<Vec<u64>> = costs.collect();
    let mut chosen = vec![Vec::new(); jobs.len()];
    for (source, positions) in turns.into_iter().zip(import::share(&costs, budget)) {
        chosen[source] = positions;
    }
    chosen
}

fn units(new: New) -> Vec<Unit> {
    let stories = new.stories.into_iter().map(Unit::Story);
    stories
        .chain(new.editions.into_iter().map(Unit::Edition))
        .collect()
}

/// The units that pass a test, and the names of the others.
fn split(units: Vec<Unit>, passes: impl Fn(&Unit) -> bool) -> (Vec<Unit>, Vec<Names>) {
    let (kept, others): (Vec<_>, Vec<_>) = units.into_iter().partition(passes);
    (
        kept,
        others.iter().map(|unit| unit.names().clone()).collect(),
    )
}

/// The positions of units, newest first. If one of them has no date, they are as their source orders them.
fn newest_first(units: &[Unit]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..units.len()).collect();
    let times: Option<Vec<_>> = units.iter().map(Unit::time).collect();
    if let Some(times) = times {
        order.sort_by_key(|&at| std::cmp::Reverse(times[at]));
    }
    order
}

/// Cuts an order to so many, and adds the names of the others to `left`.
fn cut(order: &mut Vec<usize>, most: usize, units: &[Unit], left: &mut Vec<Names>) {
    let cut = order.split_off(most.min(order.len()));
    left.extend(cut.into_iter().map(|at| units[at].names().clone()));
}

/// Whether a query finds a story, or any story of an edition.
fn is_kept(unit: &Unit, query: &Query, today: Date) -> bool {
    let mut draft = match unit {
        Unit::Edition(edition) => edition.draft.clone(),
        Unit::Story(new) => {
            let mut story = new.story.clone();
            if story.source.is_empty() {
                story.source = new.source.clone().unwrap_or_default();
            }
            let section = new.section.clone().map(|title| DraftSection {
                title,
                stories: vec![story.clone()],
            });
            Draft {
                title: "To be searched".to_owned(),
                lead: if section.is_none() {
                    vec![story]
                } else {
                    Vec::new()
                },
                sections: section.into_iter().collect(),
                ..Draft::default()
            }
        }
    };
    draft.date = Some(today);
    let edition = Arc::new(Edition::parse("new.toml".into(), &draft.to_toml()));
    // What cannot be read as an edition cannot be judged; it is refused later, with a reason.
    edition.briefing.is_none()
        || fold_editions(&[edition])
            .iter()
            .any(|chunk| !chunk.scan(query, &Scope::All, &Marks::default()).is_empty())
}

impl Unit {
    fn names(&self) -> &Names {
        match self {
            Self::Story(story) => &story.names,
            Self::Edition(edition) => &edition.names,
        }
    }

    /// When it was published, in seconds.
    fn time(&self) -> Option<i64> {
        let published = match self {
            Self::Story(new) => new.story.published.as_ref(),
            Self::Edition(new) => new.published.as_ref(),
        };
        match published? {
            Published::Moment(moment) => Some(moment.timestamp().as_second()),
            Published::Day(day) => {
                let start = day.at(0, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).ok()?;
                Some(start.timestamp().as_second())
            }
        }
    }

    fn words(&self) -> u64 {
        let words = |text: &str| text.split_whitespace().count() as u64;
        let stories: u64 = match self {
            Self::Story(new) => words(&new.story.summary) + words(&new.story.body),
            Self::Edition(new) => new
                .draft
                .stories()
                .map(|story| words(&story.summary) + words(&story.body))
                .sum(),
        };
        stories.max(1)
    }
}
