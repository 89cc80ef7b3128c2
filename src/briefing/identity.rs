//! What marks are kept under.

use std::collections::{HashMap, HashSet};

use crate::text::slug;

/// The identity of an edition that gives none: source, date as written and label.
pub(super) fn of_edition(source: &str, date: &str, edition: &str, title: &str) -> String {
    let identity = slug(&format!("{source} {date} {edition}"));
    // Only a file without a date comes here with nothing: its title is all there is to know it by.
    if identity.is_empty() {
        slug(title)
    } else {
        identity
    }
}

/// The identities of an edition's stories, each the only one of its name.
#[derive(Default)]
pub(super) struct StoryIds {
    taken: HashSet<String>,
    claimed: HashSet<String>,
    /// How often each slug has come, so that a thousand equal headlines are not tried a million times.
    repeats: HashMap<String, usize>,
}

impl StoryIds {
    /// Sets an identity that the file gives aside; false when another story has given the same.
    pub(super) fn reserve(&mut self, id: &str) -> bool {
        self.taken.insert(id.to_owned())
    }

    /// The first story that claims a reserved identity gets it, a later one a name made from it.
    pub(super) fn claim(&mut self, id: &str) -> String {
        if self.claimed.insert(id.to_owned()) {
            id.to_owned()
        } else {
            self.derive(id)
        }
    }

    /// The slug of `headline`, followed by `-2`, `-3` and so on when it is taken.
    pub(super) fn derive(&mut self, headline: &str) -> String {
        let slug = match slug(headline) {
            empty if empty.is_empty() => "story".to_owned(),
            slug => slug,
        };
        let repeat = self.repeats.entry(slug.clone()).or_default();
        loop {
            *repeat += 1;
            let id = if *repeat == 1 {
                slug.clone()
            } else {
                format!("{slug}-{repeat}")
            };
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{StoryIds, of_edition};

    #[test]
    fn editions_are_known_by_source_date_and_label() {
        assert_eq!(
            of_edition("The Daily", "2016-01-12T07:30:00", "Late", "Any"),
            "the-daily-2016-01-12t07-30-00-late"
        );
        assert_eq!(of_edition("", "", "", "A title"), "a-title");
    }

    #[test]
    fn repeated_headlines_are_told_apart() {
        let mut ids = StoryIds::default();
        assert!(ids.reserve("news-2"));
        assert_eq!(
            ["News", "News!", "news", "?"].map(|headline| ids.derive(headline)),
            ["news", "news-3", "news-4", "story"]
        );
        assert!(!ids.reserve("news-2"));
        assert_eq!(
            [ids.claim("news-2"), ids.claim("news-2")],
            ["news-2", "news-2-2"]
        );
    }
}
