//! Files stories into editions: into which file, and its new text.

use std::collections::HashSet;

use jiff::civil::Date;

use super::parallel;
use crate::briefing::{
    Addition, Briefing, Draft, DraftSection, DraftStory, Severity, parse, splice,
};
use crate::text::slug;

/// In bytes. An edition is not made to grow past this, well inside what the reader takes.
const MAX_EDITION: usize = 4 << 20;
/// An edition is not made to have more stories than this.
const MAX_STORIES: usize = 2_000;
/// Bytes of a slug in the name of a file. Most systems allow 255 for the whole name.
const MAX_SLUG: usize = 80;

/// Which edition stories are filed in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rack {
    pub day: Date,
    /// Tells it apart, in the name of its file, from the other editions of its day.
    pub name: Option<String>,
    /// Who publishes the edition.
    pub source: Option<String>,
    /// Its label among several of a day.
    pub label: Option<String>,
}

impl Rack {
    /// The name of its file without `.toml`. `number` counts from 1: when a file is full or cannot be
    /// added to, the next number takes its place.
    pub fn stem(&self, number: usize) -> String {
        format!("{}{}", self.day, self.ending(number))
    }

    /// The identity that an edition filed here is given.
    pub fn id(&self, number: usize) -> String {
        format!("roundup-{}{}", self.day, self.ending(number))
    }

    /// All but the day in the name of its file.
    fn ending(&self, number: usize) -> String {
        let parts = [&self.name, &self.label].into_iter().flatten();
        let number = (number > 1).then(|| number.to_string());
        let parts = parts.map(|part| short_slug(part)).chain(number);
        let parts = parts.filter(|part| !part.is_empty());
        parts.flat_map(|part| ["-".to_owned(), part]).collect()
    }

    fn draft(&self, number: usize) -> Draft {
        Draft {
            date: Some(self.day),
            source: self.source.clone(),
            edition: self.label.clone(),
            id: Some(self.id(number)),
            ..Draft::default()
        }
    }
}

/// The slug of `text`, short enough for the name of a file.
pub fn short_slug(text: &str) -> String {
    let mut slug = slug(text);
    if slug.len() > MAX_SLUG {
        slug.truncate(slug.floor_char_boundary(MAX_SLUG));
        slug.truncate(slug.trim_end_matches('-').len());
    }
    slug
}

/// The outcome of filing.
#[derive(Debug)]
pub enum Filed {
    /// The new text of the file.
    Written(Written),
    /// There is no room in this file.
    Full,
    /// This file was not made by an import, or cannot be added to. The reason is worded to follow its name.
    LeftAlone(&'static str),
    /// The first story is more than any edition can hold. It has been removed from the additions.
    TooLarge(Addition),
}

#[derive(Debug)]
pub struct Written {
    pub text: String,
    /// What has been filed: the title of each section (`None`: the lead stories) and the ids of its new
    /// stories, in order.
    pub filed: Vec<(Option<String>, Vec<String>)>,
}

/// Files as many of the `additions` as there is room for in one file, and removes them from `additions`.
/// `existing` is the file's text, if it is there.
pub fn file(
    rack: &Rack,
    number: usize,
    existing: Option<&str>,
    additions: &mut Vec<Addition>,
) -> Filed {
    let Some(old) = existing else {
        return new_edition(rack, number, additions);
    };
    let bytes = MAX_EDITION.saturating_sub(old.len());
    let first = additions
        .iter()
        .find_map(|addition| addition.stories.first());
    if first.is_some_and(|story| about_len(story) > bytes) {
        return Filed::Full;
    }
    let (briefing, faults) = parse(old);
    if faults.iter().any(|fault| fault.severity == Severity::Error) {
        return Filed::LeftAlone("has faults");
    }
    let Some(briefing) = briefing.filter(|briefing| *briefing.id() == *rack.id(number)) else {
        return Filed::LeftAlone("was not made by an import");
    };
    let mut room = Room {
        bytes,
        stories: MAX_STORIES.saturating_sub(briefing.len()),
    };
    let mut taken = room.take(additions);
    if taken.is_empty() {
        return Filed::Full;
    }
    rename_repeated(&briefing, &mut taken);
    if let Some(text) = splice(old, &taken) {
        return written(text, &taken);
    }
    give_back(additions, taken);
    Filed::LeftAlone("is written in a way that stories cannot be added to")
}

/// Files `additions` in new editions of these numbers, one after the other, and removes what is filed. The
/// texts are made on all processors. There may be fewer editions than numbers: when all is filed, or before
/// stories that [`file()`] has to find another place for.
pub fn new_editions(rack: &Rack, numbers: &[usize], additions: &mut Vec<Addition>) -> Vec<Written> {
    let mut planned = Vec::new();
    for &number in numbers {
        let mut taken = Room::of_new_edition().take(additions);
        if taken.is_empty() {
            break;
        }
        rename_repeated(&Briefing::default(), &mut taken);
        planned.push((number, taken));
    }
    let mut texts = parallel::map(&planned, numbers.len(), |(number, taken)| {
        new_text(rack, *number, taken)
    });
    let good = texts.iter().take_while(|text| text.is_some()).count();
    for (_, taken) in planned.drain(good..).rev() {
        give_back(additions, taken);
    }
    let texts = texts.drain(..good).flatten();
    let written = texts.zip(&planned);
    written
        .map(|(text, (_, taken))| written_as(text, taken))
        .collect()
}

fn new_edition(rack: &Rack, number: usize, additions: &mut Vec<Addition>) -> Filed {
    let mut taken = Room::of_new_edition().take(additions);
    rename_repeated(&Briefing::default(), &mut taken);
    if let Some(text) = new_text(rack, number, &taken) {
        return written(text, &taken);
    }
    give_back(additions, taken);
    // A story larger than editions are made to grow may still have one to itself, if a file can hold it.
    let Some(first) = pop_first(additions) else {
        return Filed::Full;
    };
    match new_text(rack, number, std::slice::from_ref(&first)) {
        Some(text) => written(text, &[first]),
        None => Filed::TooLarge(first),
    }
}

/// The text of a new edition of these stories; `None` if there are none, or more than a file can hold.
fn new_text(rack: &Rack, number: usize, additions: &[Addition]) -> Option<String> {
    if additions.is_empty() {
        return None;
    }
    let mut draft = rack.draft(number);
    for Addition { section, stories } in additions.iter().cloned() {
        match section {
            None => draft.lead.extend(stories),
            Some(title) => draft.sections.push(DraftSection { title, stories }),
        }
    }
    draft.title = title(&draft);
    edition_text(&draft)
}

/// The text of a file for an edition of its own, filed as `rack` says; `None` if it is more than a file
/// can hold.
pub fn own_edition(rack: &Rack, number: usize, draft: Draft) -> Option<String> {
    edition_text(&Draft {
        title: draft.title,
        summary: draft.summary,
        lead: draft.lead,
        sections: draft.sections,
        ..rack.draft(number)
    })
}

fn edition_text(draft: &Draft) -> Option<String> {
    let text = draft.to_toml();
    let (briefing, faults) = parse(&text);
    let is_clean = faults.iter().all(|fault| fault.severity != Severity::Error);
    briefing.filter(|_| is_clean).map(|_| text)
}

fn written(text: String, taken: &[Addition]) -> Filed {
    Filed::Written(written_as(text, taken))
}

fn written_as(text: String, taken: &[Addition]) -> Written {
    let ids = |addition: &Addition| {
        addition
            .stories
            .iter()
            .map(|story| story.id.clone())
            .collect()
    };
    let filed = taken
        .iter()
        .map(|addition| (addition.section.clone(), ids(addition)));
    Written {
        text,
        filed: filed.collect(),
    }
}

/// A title that names an edition's sections, or its first story if it has none.
fn title(draft: &Draft) -> String {
    let names = draft.sections.iter().map(|section| section.title.clone());
    let mut names: Vec<String> = names.collect();
    let Some(last) = names.pop() else {
        return match draft.lead.as_slice() {
            [] => String::new(),
            [story] => story.headline.clone(),
            [story, rest @ ..] => format!("{} and {} more", story.headline, rest.len()),
        };
    };
    let last = if names.len() < 3 {
        last
    } else {
        let more = names.len() - 1;
        names.truncate(2);
        format!("{more} more")
    };
    if names.is_empty() {
        last
    } else if names.iter().chain([&last]).any(|name| name.contains(',')) {
        // A name with a comma in it would look like two.
        format!("{}; {last}", names.join("; "))
    } else {
        format!("{} and {last}", names.join(", "))
    }
}

/// The room that is left in a file.
struct Room {
    bytes: usize,
    stories: usize,
}

impl Room {
    fn of_new_edition() -> Self {
        Self {
            bytes: MAX_EDITION,
            stories: MAX_STORIES,
        }
    }

    /// Takes stories from the front of `additions` while there is room, each addition's in its order.
    fn take(&mut self, additions: &mut Vec<Addition>) -> Vec<Addition> {
        let mut taken = Vec::new();
        while let Some(addition) = additions.first_mut() {
            let fitting = addition
                .stories
                .iter()
                .take_while(|story| self.reserve(story))
                .count();
            let all = fitting == addition.stories.len();
            let stories: Vec<_> = addition.stories.drain(..fitting).collect();
            if !stories.is_empty() {
                taken.push(Addition {
                    section: addition.section.clone(),
                    stories,
                });
            }
            if !all {
                break;
            }
            additions.remove(0);
        }
        taken
    }

    /// Takes the room of a story; `false`, and nothing is taken, if there is too little.
    fn reserve(&mut self, story: &DraftStory) -> bool {
        let bytes = about_len(story);
        let fits = self.stories > 0 && bytes <= self.bytes;
        if fits {
            self.stories -= 1;
            self.bytes -= bytes;
        }
        fits
    }
}

/// About how many bytes a story takes in a file.
fn about_len(story: &DraftStory) -> usize {
    /// Of the keys, the quotes, the date and the like.
    const REST: usize = 200;
    let tags = story.tags.iter().map(|tag| tag.len() + 4);
    let texts = [
        &story.headline,
        &story.summary,
        &story.byline,
        &story.link,
        &story.source,
        &story.id,
        &story.body,
    ];
    texts.map(String::len).iter().sum::<usize>() + tags.sum::<usize>() + REST
}

fn pop_first(additions: &mut Vec<Addition>) -> Option<Addition> {
    let first = additions.first_mut()?;
    let story = first.stories.drain(..1).next()?;
    let section = first.section.clone();
    if first.stories.is_empty() {
        additions.remove(0);
    }
    Some(Addition {
        section,
        stories: vec![story],
    })
}

/// Puts additions that could not be filed back to the front.
fn give_back(additions: &mut Vec<Addition>, mut taken: Vec<Addition>) {
    match (taken.last_mut(), additions.first_mut()) {
        (Some(last), Some(first)) if last.section == first.section => {
            last.stories.append(&mut first.stories);
            additions.remove(0);
        }
        _ => {}
    }
    additions.splice(0..0, taken);
}

/// Gives each new story an id that no other story of the edition has.
fn rename_repeated(briefing: &Briefing, additions: &mut [Addition]) {
    let mut ids: HashSet<String> = briefing
        .stories()
        .map(|story| story.id().to_string())
        .collect();
    for story in additions
        .iter_mut()
        .flat_map(|addition| &mut addition.stories)
    {
        let id = story.id.clone();
        let mut number = 2;
        while !ids.insert(story.id.clone()) {
            story.id = format!("{id}-{number}");
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Filed, MAX_STORIES, Rack, file, new_editions, own_edition, title};
    use crate::briefing::{Addition, Draft, DraftSection, DraftStory, parse};

    fn rack(source: Option<&str>, label: Option<&str>) -> Rack {
        Rack {
            day: date(2016, 1, 12),
            name: source.map(str::to_owned),
            source: source.map(str::to_owned),
            label: label.map(str::to_owned),
        }
    }

    fn addition(section: Option<&str>, ids: impl IntoIterator<Item = String>) -> Addition {
        let story = |id: String| DraftStory {
            headline: format!("Headline {id}"),
            id,
            ..DraftStory::default()
        };
        Addition {
            section: section.map(str::to_owned),
            stories: ids.into_iter().map(story).collect(),
        }
    }

    fn ids(numbers: std::ops::Range<usize>) -> impl Iterator<Item = String> {
        numbers.map(|number| format!("s{number}"))
    }

    /// Files all additions and returns the text; panics if they do not go into one file.
    fn filed(number: usize, existing: Option<&str>, mut additions: Vec<Addition>) -> String {
        let Filed::Written(written) = file(&rack(None, None), number, existing, &mut additions)
        else {
            panic!("not filed")
        };
        assert!(additions.is_empty());
        written.text
    }

    #[test]
    fn a_file_is_named_after_day_source_and_label() {
        let named = |source, label, number| {
            let rack = rack(source, label);
            (rack.stem(number), rack.id(number))
        };
        assert_eq!(
            named(None, None, 1),
            ("2016-01-12".into(), "roundup-2016-01-12".into())
        );
        assert_eq!(
            named(Some("The Café"), Some("Late/night"), 2),
            (
                "2016-01-12-the-cafe-late-night-2".into(),
                "roundup-2016-01-12-the-cafe-late-night-2".into()
            )
        );
        let long = "長い".repeat(200);
        assert!(rack(Some(&long), Some(&long)).stem(1).len() < 200);
    }

    #[test]
    fn an_edition_is_added_to_and_a_repeated_id_gets_a_number() {
        let old = filed(1, None, vec![addition(Some("A"), ids(0..2))]);
        let new = filed(1, Some(&old), vec![addition(Some("A"), ids(1..3))]);
        let (briefing, _) = parse(&new);
        let briefing = briefing.unwrap();
        let found: Vec<_> = briefing
            .stories()
            .map(|story| story.id().to_string())
            .collect();
        assert_eq!(found, ["s0", "s1", "s1-2", "s2"]);
        assert!(new.starts_with(&old));
    }

    #[test]
    fn several_new_editions_are_as_if_filed_one_by_one() {
        let all = || {
            vec![
                addition(None, ids(0..MAX_STORIES - 1)),
                addition(Some("A"), ids(0..MAX_STORIES + 2)),
                addition(Some("B"), ids(0..3)),
            ]
        };
        let (mut one_by_one, mut together) = (all(), all());
        let expected: Vec<_> = (1..=3)
            .map(|number| {
                let filed = file(&rack(None, None), number, None, &mut one_by_one);
                let Filed::Written(written) = filed else {
                    panic!("not filed")
                };
                (written.text, written.filed)
            })
            .collect();
        let written = new_editions(&rack(None, None), &[1, 2, 3, 4], &mut together);
        let written: Vec<_> = written
            .into_iter()
            .map(|written| (written.text, written.filed))
            .collect();
        assert_eq!(written, expected);
        assert!(one_by_one.is_empty() && together.is_empty());
    }

    #[test]
    fn what_no_new_edition_can_hold_is_given_back_in_its_order() {
        let mut additions = vec![addition(Some("A"), ids(0..MAX_STORIES + 5))];
        // More than a file can hold, though the room for it is judged by its texts.
        additions[0].stories[MAX_STORIES + 1].tags = vec!["t".to_owned(); 300_000];
        let written = new_editions(&rack(None, None), &[1, 2], &mut additions);
        assert_eq!(written.len(), 1);
        let left = additions[0].stories.iter().map(|story| story.id.clone());
        assert!(left.eq(ids(MAX_STORIES..MAX_STORIES + 5)));
    }

    #[test]
    fn an_edition_of_somebody_else_is_left_alone() {
        for old in [
            "title = \"Mine\"\ndate = 2016-01-12\n",
            "title = \"Mine\"\ndate = 2016-01-12\nid = \"mine\"\n",
            "title = \"Mine\"\nid = \"roundup-2016-01-12\"\n",
            "not TOML",
        ] {
            let mut additions = vec![addition(None, ids(0..3))];
            let before = additions.clone();
            let filed = file(&rack(None, None), 1, Some(old), &mut additions);
            assert!(matches!(filed, Filed::LeftAlone(_)), "{filed:?}");
            assert_eq!(additions, before);
        }
    }

    #[test]
    fn a_full_edition_takes_no_more_and_what_is_left_keeps_its_order() {
        let mut additions = vec![
            addition(Some("A"), ids(0..MAX_STORIES - 1)),
            addition(Some("B"), ids(5_000..5_003)),
        ];
        let Filed::Written(written) = file(&rack(None, None), 1, None, &mut additions) else {
            panic!("not filed")
        };
        assert_eq!(written.filed[1], (Some("B".into()), vec!["s5000".into()]));
        assert_eq!(additions, [addition(Some("B"), ids(5_001..5_003))]);
        let full = file(&rack(None, None), 1, Some(&written.text), &mut additions);
        assert!(matches!(full, Filed::Full), "{full:?}");
    }

    #[test]
    fn a_story_larger_than_editions_are_made_gets_one_of_its_own() {
        let mut large = addition(Some("A"), ids(0..2));
        large.stories[0].body = "x ".repeat(3 << 20);
        let mut additions = vec![large];
        let first = file(&rack(None, None), 1, None, &mut additions);
        assert!(matches!(&first, Filed::Written(written) if written.filed[0].1 == ["s0"]));
        assert_eq!(additions, [addition(Some("A"), ids(1..2))]);
    }

    #[test]
    fn a_story_larger_than_a_file_can_be_is_left_out() {
        let mut large = addition(Some("A"), ids(0..2));
        large.stories[0].body = "x ".repeat(9 << 20);
        let mut additions = vec![large];
        let first = file(&rack(None, None), 1, None, &mut additions);
        assert!(matches!(&first, Filed::TooLarge(story) if story.stories[0].id == "s0"));
        assert_eq!(additions, [addition(Some("A"), ids(1..2))]);
    }

    #[test]
    fn a_story_that_no_file_can_hold_takes_no_other_with_it() {
        let mut a = addition(Some("A"), ids(0..2));
        // Each is short, but together they are more TOML than is parsed.
        a.stories[1].tags = (0..200_000).map(|tag| tag.to_string()).collect();
        let mut additions = vec![a, addition(Some("B"), ids(2..3))];
        let mut found = Vec::new();
        while !additions.is_empty() {
            found.push(match file(&rack(None, None), 1, None, &mut additions) {
                Filed::Written(written) => written.filed[0].1.join(" "),
                Filed::TooLarge(lost) => format!("not {}", lost.stories[0].id),
                other => panic!("{other:?}"),
            });
        }
        assert_eq!(found, ["s0", "not s1", "s2"]);
    }

    #[test]
    fn a_title_names_what_is_in_an_edition() {
        let titled = |lead: &[&str], sections: &[&str]| {
            let draft = Draft {
                lead: lead
                    .iter()
                    .map(|headline| DraftStory {
                        headline: (*headline).to_owned(),
                        ..DraftStory::default()
                    })
                    .collect(),
                sections: sections
                    .iter()
                    .map(|title| DraftSection {
                        title: (*title).to_owned(),
                        ..DraftSection::default()
                    })
                    .collect(),
                ..Draft::default()
            };
            title(&draft)
        };
        assert_eq!(titled(&["One"], &[]), "One");
        assert_eq!(titled(&["One", "Two", "Three"], &[]), "One and 2 more");
        assert_eq!(titled(&["One"], &["A"]), "A");
        assert_eq!(titled(&[], &["A", "B", "C"]), "A, B and C");
        assert_eq!(titled(&[], &["A", "B, C", "D"]), "A; B, C; D");
        assert_eq!(titled(&[], &["A, B", "C", "D", "E"]), "A, B; C; 2 more");
        assert_eq!(titled(&[], &["A", "B", "C", "D"]), "A, B and 2 more");
    }

    #[test]
    fn an_edition_of_its_own_keeps_its_parts() {
        let draft = Draft {
            title: "T".to_owned(),
            summary: Some("S".to_owned()),
            sections: vec![DraftSection {
                title: "A".to_owned(),
                stories: addition(None, ids(0..1)).stories,
            }],
            ..Draft::default()
        };
        let text = own_edition(&rack(Some("Paper"), None), 1, draft).unwrap();
        let (briefing, faults) = parse(&text);
        let briefing = briefing.unwrap();
        assert_eq!(faults, []);
        assert_eq!(
            [
                briefing.title(),
                briefing.source(),
                briefing.whole().unwrap().summary(),
                briefing.id()
            ]
            .map(|text| text.to_string()),
            ["T", "Paper", "S", "roundup-2016-01-12-paper"]
        );
    }
}
