//! What tells editions of one day apart.

use std::sync::Arc;

use super::{Archive, Edition};
use crate::briefing::{Briefing, Dates, EditionId};
use crate::text::DisplayStr;

/// What tells an edition from the others of its day.
struct Distinction {
    /// Empty where it is that of the others.
    label: String,
    /// Empty where it is that of the others.
    source: String,
    /// Its hour or its title.
    other: String,
}

impl Distinction {
    fn in_full(self) -> String {
        let Self {
            label,
            source,
            other,
        } = self;
        match (label.is_empty(), source.is_empty()) {
            (true, true) => other,
            (false, false) if !label.contains(&source) => format!("{label} · {source}"),
            (false, _) => label,
            (true, false) => source,
        }
    }
}

impl Archive {
    /// What tells an edition from the others of its day: its label and its source as far as they differ
    /// there, else its hour, else its title. Empty when it is the only one of its day, or has no date.
    pub fn distinction(&self, id: &EditionId, dates: Dates) -> String {
        let distinction = self.distinguish(id, None, dates);
        distinction.map_or_else(String::new, Distinction::in_full)
    }

    /// As [`Self::distinction`], but also from `other`, an edition of that day whose file may have gone.
    pub fn distinction_from(&self, other: &Edition, id: &EditionId, dates: Dates) -> String {
        let distinction = self.distinguish(id, Some(other), dates);
        distinction.map_or_else(String::new, Distinction::in_full)
    }

    /// As [`Self::distinction`], but without the source, for places that name it already.
    pub fn distinction_beside_source(&self, id: &EditionId, dates: Dates) -> String {
        match self.distinguish(id, None, dates) {
            Some(Distinction {
                label,
                source,
                other,
            }) if label.is_empty() && source.is_empty() => other,
            Some(Distinction { label, .. }) => label,
            None => String::new(),
        }
    }

    fn distinguish(
        &self,
        id: &EditionId,
        also_from: Option<&Edition>,
        dates: Dates,
    ) -> Option<Distinction> {
        let (position, date) = self.position(id).zip(id.date())?;
        let same_day = |edition: &&Arc<Edition>| {
            let other = edition.date();
            other.is_some_and(|other| other.day == date.day)
        };
        let (newer, older) = self.editions.split_at(position);
        let (newer, older) = (newer.iter().rev(), older.iter().skip(1));
        let others: Vec<_> = newer
            .take_while(same_day)
            .chain(older.take_while(same_day))
            .map(Arc::as_ref)
            .chain(also_from)
            .filter_map(|edition| edition.briefing.as_ref())
            .collect();
        let own = self.editions[position].briefing.as_ref()?;
        if others.is_empty() {
            return None;
        }
        let if_differing = |field: fn(&Briefing) -> DisplayStr<'_>| {
            if others.iter().any(|other| *field(other) != *field(own)) {
                field(own).to_string()
            } else {
                String::new()
            }
        };
        let time = date.time.map(|time| dates.time(time));
        Some(Distinction {
            label: if_differing(Briefing::edition),
            source: if_differing(Briefing::source),
            other: time.unwrap_or_else(|| own.title().to_string()),
        })
    }
}
