//! What to suggest when an edition or a story does not exist.

use std::cmp::Reverse;
use std::ops::Range;

use jiff::civil::Date;

use super::Which;
use crate::briefing::{EditionDate, EditionId};

/// The most that are named.
const MOST: usize = 3;
/// One more edit is allowed for every so many letters of an identity.
const LETTERS_AN_EDIT: usize = 6;

impl Which {
    /// What may have been meant, if none of the editions `there` is selected: days, or identities of editions or
    /// stories, in the form in which they are asked for.
    pub fn nearest(&self, there: &[EditionId]) -> Vec<String> {
        match self {
            Self::Latest => Vec::new(),
            Self::Days { days, .. } => nearest_days(days, there),
            Self::Identity(identity) => {
                let near = near_identities(identity, there);
                let day = EditionDate::in_file_name(identity).map(|date| date.day);
                match day.and_then(|day| Some(day..day.tomorrow().ok()?)) {
                    Some(days) if near.is_empty() => of_days_or_nearest(&days, there),
                    _ => near,
                }
            }
            Self::StoryOfDays { days, story, .. } => {
                let of_days = there.iter().filter(|id| is_of(days, id));
                let of_days: Vec<_> = of_days.cloned().collect();
                if of_days.is_empty() {
                    nearest_days(days, there)
                } else {
                    near_stories(story, &of_days)
                }
            }
        }
    }
}

/// The identities of the editions of some days, else the nearest days with any.
fn of_days_or_nearest(days: &Range<Date>, there: &[EditionId]) -> Vec<String> {
    let of_days = there.iter().filter(|id| is_of(days, id)).take(MOST);
    let of_days: Vec<_> = of_days.map(|id| id.identity().to_string()).collect();
    if of_days.is_empty() {
        nearest_days(days, there)
    } else {
        of_days
    }
}

fn is_of(days: &Range<Date>, id: &EditionId) -> bool {
    id.date().is_some_and(|date| days.contains(&date.day))
}

/// The last day with an edition before `days`, and the first after them.
fn nearest_days(days: &Range<Date>, there: &[EditionId]) -> Vec<String> {
    let dates = || there.iter().filter_map(|id| Some(id.date()?.day));
    let before = dates().filter(|day| *day < days.start).max();
    let after = dates().filter(|day| *day >= days.end).min();
    let both = before.into_iter().chain(after);
    both.map(|day| day.to_string()).collect()
}

fn near_identities(asked: &str, there: &[EditionId]) -> Vec<String> {
    // The story may be misspelt, of an edition that is there.
    let of_edition = |id: &&EditionId| {
        let rest = asked.strip_prefix(&*id.identity());
        rest.is_some_and(|rest| rest.starts_with('/'))
    };
    let editions: Vec<_> = there.iter().filter(of_edition).cloned().collect();
    let story = |id: &EditionId| asked.get(id.identity().len() + 1..).map(str::to_owned);
    if let Some(story) = editions.first().and_then(story) {
        return near_stories(&story, &editions);
    }
    let identities = there.iter().map(|id| id.identity().to_string());
    near(
        asked,
        identities.map(|identity| (identity.clone(), identity)),
    )
}

/// The identities of the stories of some editions whose ids are near `asked`.
fn near_stories(asked: &str, editions: &[EditionId]) -> Vec<String> {
    let stories = editions
        .iter()
        .flat_map(|id| (0..).map_while(|position| id.story(position)));
    near(
        asked,
        stories.map(|story| (story.id().to_string(), story.key())),
    )
}

/// Of pairs of a name and an identity, the identities whose names have `asked` in them or are spelled nearly so; the
/// nearest first.
fn near(asked: &str, named: impl Iterator<Item = (String, String)>) -> Vec<String> {
    let limit = 1 + asked.chars().count() / LETTERS_AN_EDIT;
    let mut near: Vec<_> = named
        .filter_map(|(name, identity)| {
            let has_it = !asked.is_empty() && name.contains(asked);
            let edits = strsim::osa_distance(asked, &name);
            (has_it || edits <= limit).then_some((edits, identity))
        })
        .collect();
    // Of those that are as near, the newest: most identities end in the date.
    near.sort_by(|one, other| (one.0, Reverse(&one.1)).cmp(&(other.0, Reverse(&other.1))));
    near.dedup();
    let identities = near.into_iter().map(|(_, identity)| identity);
    identities.take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::archive::{Edition, Which};
    use crate::briefing::EditionId;

    fn editions() -> Vec<EditionId> {
        let edition = |day: &str| {
            let source = format!(
                "title = 'T'\ndate = {day}\nsource = 'Harbour'\n[[story]]\nheadline = 'Low water'\n"
            );
            Edition::parse("one.toml".into(), &source).id().clone()
        };
        ["2031-03-29", "2031-04-01", "2031-04-02"]
            .map(edition)
            .to_vec()
    }

    #[test]
    fn what_is_near_is_named_as_it_is_asked_for() {
        let days = |start, end| Which::Days {
            days: start..end,
            written: String::new(),
        };
        let identity = |id: &str| Which::Identity(id.to_owned());
        let story = |story: &str, day| Which::StoryOfDays {
            days: day..date(2031, 5, 1),
            story: story.to_owned(),
            identity: String::new(),
        };
        for (which, expected) in [
            (
                days(date(1999, 1, 1), date(2000, 1, 1)),
                &["2031-03-29"][..],
            ),
            (
                days(date(2031, 3, 30), date(2031, 3, 31)),
                &["2031-03-29", "2031-04-01"],
            ),
            (days(date(2032, 1, 1), date(2033, 1, 1)), &["2031-04-02"]),
            (
                identity("harbor-2031-04-01"),
                &["harbour-2031-04-01", "harbour-2031-04-02"],
            ),
            (
                identity("harbour"),
                &[
                    "harbour-2031-04-02",
                    "harbour-2031-04-01",
                    "harbour-2031-03-29",
                ],
            ),
            (identity("health-2031-03-31"), &["2031-03-29", "2031-04-01"]),
            (
                identity("harbour-2031-04-01/low-watr"),
                &["harbour-2031-04-01/low-water"],
            ),
            (identity("2031-04-01-late"), &["harbour-2031-04-01"]),
            (identity("nothing"), &[]),
            (
                story("low", date(2031, 4, 2)),
                &["harbour-2031-04-02/low-water"],
            ),
            (story("low-water", date(2031, 4, 10)), &["2031-04-02"]),
            (Which::Latest, &[]),
        ] {
            assert_eq!(which.nearest(&editions()), expected, "{which:?}");
        }
    }
}
