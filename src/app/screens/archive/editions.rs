//! The list of editions.

use std::sync::Arc;

use crate::app::parts::prompt::{Replacement, did_you_mean};
use crate::app::screen::{Hint, Step, Titled};
use crate::app::screens::filtered::{Narrowable, opens};
use crate::app::session::Session;
use crate::archive::{Archive, Edition};
use crate::briefing::{Briefing, Dates, Form};
use crate::keymap::{Action, Keymap};
use crate::search::{Query, Test};
use crate::text::{DisplayText, counted, grouped};

/// The most words that are corrected at once, since each is looked for in all editions.
const MOST_CORRECTED: usize = 4;

/// What the symbols of the year mean.
const LEGEND: &str = "● unread   ◐ begun   ○ read   · no edition";

/// Whether the list can be narrowed by a field; the others are of stories.
fn is_of_editions(field: &str) -> bool {
    matches!(field, "source" | "is" | "date" | "since" | "before")
}

#[derive(Debug)]
pub struct Editions {
    /// The archive of the moment: replaced whenever it changes.
    archive: Arc<Archive>,
    /// Unread stories of the whole archive.
    pub(super) unread: usize,
    /// Whether a year is shown above the list.
    pub(super) has_year: bool,
    /// Whether the editions shown are of more than one month.
    pub(super) has_months: bool,
}

impl Editions {
    pub(super) fn new(archive: &Arc<Archive>) -> Self {
        Self {
            archive: Arc::clone(archive),
            unread: 0,
            has_year: false,
            has_months: false,
        }
    }

    pub fn edition(&self, index: usize) -> &Arc<Edition> {
        &self.archive.editions()[index]
    }

    /// What tells an edition from the others of its day, apart from its title.
    pub fn distinction(&self, index: usize, dates: Dates) -> String {
        let edition = self.edition(index);
        let distinction = self.archive.distinction(edition.id(), dates);
        let title = edition.briefing.as_ref().map(Briefing::title);
        let is_title = title.is_some_and(|title| *title == *distinction);
        if is_title { String::new() } else { distinction }
    }

    /// The title above an edition: `November 2026`.
    pub fn title(&self, index: usize, dates: Dates) -> String {
        let date = self.edition(index).date();
        date.map_or_else(
            || "No date".to_owned(),
            |date| dates.date(Form::Month, date.day),
        )
    }
}

impl Narrowable for Editions {
    fn count(&self) -> usize {
        self.archive.editions().len()
    }

    fn item_name(&self) -> &'static str {
        "edition"
    }

    fn end_names(&self) -> [&'static str; 2] {
        ["newest", "oldest"]
    }

    fn ranked(&self, typed: &str, session: &Session) -> Vec<(u8, usize)> {
        let query = Query::parse(typed, session.today);
        let found = session.catalogue.find(&query).into_iter();
        found.map(|position| (0, position)).collect()
    }

    fn messages(&self, typed: &str, session: &Session) -> Vec<String> {
        let query = Query::parse(typed, session.today);
        let of_stories = query.terms().find(|term| {
            let test = &term.test;
            matches!(test, Test::Text { field: Some(_), .. })
        });
        let of_stories = of_stories.map(|term| {
            let written = &typed[term.written.clone()];
            let name = written.trim_start_matches('-').split(':').next();
            vec![format!(
                "{}: finds stories, not editions",
                name.unwrap_or_default()
            )]
        });
        let misnamed = query.misnamed.first().map(|misnamed| match misnamed.field {
            field if is_of_editions(field) => {
                vec![misnamed.note.clone(), did_you_mean(&format!("{field}:"))]
            }
            _ => {
                let name = &typed[misnamed.name.clone()];
                vec![format!("{name}: is not a field of editions")]
            }
        });
        let note = query.notes.into_iter().next().map(|note| vec![note]);
        note.or(misnamed).or(of_stories).unwrap_or_default()
    }

    fn corrections(&self, typed: &str, session: &Session) -> Vec<Replacement> {
        let query = Query::parse(typed, session.today);
        if let Some(state) = query.state_meant() {
            return vec![state];
        }
        let misnamed = query.misnamed.iter();
        let misnamed = misnamed.filter(|misnamed| is_of_editions(misnamed.field));
        let misnamed = misnamed.map(|it| (it.name.clone(), it.field.to_owned()));
        let words = query.terms().filter_map(|term| {
            let is_text = term.is_text() && !query.is_misnamed(term);
            let nearest = is_text.then(|| session.catalogue.nearest(term)).flatten()?;
            Some((term.value.clone(), nearest.to_owned()))
        });
        // Looking for each takes a while in a large archive.
        let words = words.take(MOST_CORRECTED);
        let mut corrections: Vec<_> = misnamed.chain(words).collect();
        corrections.sort_by_key(|(written, _)| written.start);
        corrections
    }

    fn nothing_left(&self) -> &'static str {
        if self.count() == 0 {
            "There are no editions."
        } else {
            "No edition matches."
        }
    }

    fn starts_group(&self, index: usize, above: Option<usize>) -> bool {
        let month = |index| {
            let date = self.edition(index).date();
            date.map(|date| date.day.first_of_month())
        };
        above.is_none_or(|above| month(above) != month(index))
    }

    fn step(&self, index: usize, action: Action) -> Option<Step> {
        opens(action).then(|| Step::Edition(self.edition(index).id().clone()))
    }

    fn grows(&self) -> bool {
        true
    }

    fn header(&self, shown: usize) -> Titled {
        let all = self.count();
        let (size, short) = if shown < all {
            let size = format!("{} of {}", grouped(shown), grouped(all));
            (format!("{size} editions"), size)
        } else if all == 0 {
            ("no editions".to_owned(), "none".to_owned())
        } else {
            let unread = match self.unread {
                0 => "all read".to_owned(),
                unread => format!("{} unread", grouped(unread)),
            };
            let editions = counted(all, "edition", "editions");
            (format!("{editions} · {unread}"), unread)
        };
        let below = if self.has_year {
            LEGEND
        } else {
            "Every edition, newest first"
        };
        Titled {
            title: DisplayText::line("Archive"),
            right: DisplayText::line(&size),
            right_short: DisplayText::line(&short),
            below: DisplayText::line(below),
            ..Titled::default()
        }
    }

    fn hints(&self, keymap: &Keymap, back: Hint) -> Vec<Hint> {
        if self.count() == 0 {
            let again = Hint::of(keymap, &[Action::Reload], "try again");
            return vec![again, back, Hint::named(keymap, Action::Help)];
        }
        let months = || {
            let by_month = [Action::PreviousSection, Action::NextSection];
            Hint::of(keymap, &by_month, "month")
        };
        let year = || Hint::of(keymap, &[Action::SwitchPane], "year");
        [
            Some(Hint::of(keymap, &[Action::Open], "open")),
            self.has_year.then(year),
            Some(Hint::of(keymap, &[Action::Search], "narrow")),
            Some(back),
            self.has_months.then(months),
            Some(Hint::of_range(&keymap.digits(), "date")),
            Some(Hint::named(keymap, Action::Help)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn renewed(&self, session: &Session) -> Option<Self> {
        Some(Self::new(&session.archive))
    }

    fn position_in(&self, others: &Self, index: usize) -> Option<usize> {
        others.archive.position(self.edition(index).id())
    }
}
