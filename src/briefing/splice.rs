//! Adds stories to the text of a file without changing a byte that is there.

use std::ops::Range;

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use super::draft::{Draft, DraftSection, DraftStory};
use super::line::end_of_line;
use super::tree::end_of;
use super::{Briefing, Severity, Whole, WholeStory, parse};
use crate::text::{DisplayStr, DisplayText};

/// Stories to add to one section of an edition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Addition {
    /// The section's title; a new section is made if none has it. `None` for lead stories.
    pub section: Option<String>,
    pub stories: Vec<DraftStory>,
}

/// The text of the file `old` with these stories added, each after the stories that its section has. Every
/// byte of `old` is kept, and in its order.
///
/// `None` if nothing can be added to the file: it has errors, or its stories are written in a way that none
/// can be added to, such as inline arrays. To be sure, the new text is read and compared with the old
/// edition plus the new stories.
pub fn splice(old: &str, additions: &[Addition]) -> Option<String> {
    let before = read_without_errors(old)?;
    let additions = merged(additions);
    // New sections come last, since the last section may end where the file ends.
    let (to_known, to_new): (Vec<_>, Vec<_>) = additions.iter().partition(|addition| {
        let title = addition.section.as_ref();
        title.is_none_or(|title| position_of(&before, title).is_some())
    });
    let mut insertions: Vec<(usize, String)> = to_known
        .into_iter()
        .chain(to_new)
        .map(|addition| insertion(old, &before, addition))
        .collect();
    insertions.sort_by_key(|(at, _)| *at);
    let new = insert(old, &insertions);
    let after = read_without_errors(&new)?;
    is_old_plus_new(&before, &after, &additions)?.then_some(new)
}

fn read_without_errors(source: &str) -> Option<Briefing> {
    let (briefing, diagnostics) = parse(source);
    let is_clean = diagnostics
        .iter()
        .all(|fault| fault.severity != Severity::Error);
    briefing.filter(|_| is_clean)
}

/// One addition for each section, in the order in which they first come.
fn merged(additions: &[Addition]) -> Vec<Addition> {
    let mut merged: Vec<Addition> = Vec::new();
    for addition in additions
        .iter()
        .filter(|addition| !addition.stories.is_empty())
    {
        match merged
            .iter_mut()
            .find(|other| other.section == addition.section)
        {
            Some(other) => other.stories.extend_from_slice(&addition.stories),
            None => merged.push(addition.clone()),
        }
    }
    merged
}

/// The byte of `old` at which to insert an addition, and its text.
fn insertion(old: &str, before: &Briefing, addition: &Addition) -> (usize, String) {
    let Some(title) = &addition.section else {
        let end = end_of_lead(old).unwrap_or(old.len());
        return (end, tables("[[story]]", &addition.stories));
    };
    if let Some(section) = position_of(before, title) {
        let end = end_of_section(old, section).unwrap_or(old.len());
        return (end, tables("[[section.story]]", &addition.stories));
    }
    let section = DraftSection {
        title: title.clone(),
        stories: addition.stories.clone(),
    };
    (old.len(), format!("\n{}", section.to_toml()))
}

/// The tables of stories under `header`, with an empty line before each.
fn tables(header: &str, stories: &[DraftStory]) -> String {
    let mut tables = String::new();
    for story in stories {
        tables.push('\n');
        tables.push_str(&story.to_toml(header));
    }
    tables
}

/// The position of the section with this title.
fn position_of(briefing: &Briefing, title: &str) -> Option<usize> {
    let title = DisplayText::line(title.trim());
    (0..briefing.sections()).find(|&section| *briefing.section_title(section) == *title)
}

/// The first byte after the last line of a section.
fn end_of_section(source: &str, section: usize) -> Option<usize> {
    let (table, _) = DeTable::parse_recoverable(source);
    let DeValue::Array(sections) = table.get_ref().get("section")?.get_ref() else {
        return None;
    };
    Some(end_of_line(source, end_of(sections.get(section)?)))
}

/// The first byte after the last lead story; if there is none, after the edition's own keys.
fn end_of_lead(source: &str) -> Option<usize> {
    let (table, _) = DeTable::parse_recoverable(source);
    let table = table.get_ref();
    let end = if let Some(stories) = table.get("story") {
        end_of(stories)
    } else {
        let keys = table.iter().filter(|(key, _)| key.get_ref() != "section");
        keys.map(|(_, value)| end_of(value)).max()?
    };
    Some(end_of_line(source, end))
}

/// Inserts texts into `old`, each before its byte, from the first byte to the last. A text starts on a line
/// of its own.
fn insert(old: &str, insertions: &[(usize, String)]) -> String {
    let added: usize = insertions.iter().map(|(_, text)| text.len() + 1).sum();
    let mut new = String::with_capacity(old.len() + added);
    let mut copied = 0;
    for (at, text) in insertions {
        new.push_str(&old[copied..*at]);
        copied = *at;
        if !new.is_empty() && !new.ends_with('\n') {
            new.push('\n');
        }
        new.push_str(text);
    }
    new.push_str(&old[copied..]);
    new
}

/// Whether `after` is `before` with the stories of `additions` after those of their sections; `None` if the
/// additions cannot be read on their own.
fn is_old_plus_new(before: &Briefing, after: &Briefing, additions: &[Addition]) -> Option<bool> {
    let (before, after) = (before.whole()?, after.whole()?);
    let mut expected = parts(before);
    let added: Vec<Briefing> = additions.iter().map(alone).collect::<Option<_>>()?;
    for (addition, added) in additions.iter().zip(&added) {
        let added = added.whole()?;
        let stories = added.stories();
        match &addition.section {
            None => expected[0].stories.extend(stories),
            Some(title) => match position_of(&before, title) {
                Some(section) => expected[section + 1].stories.extend(stories),
                None => expected.push(Part {
                    title: added.briefing().section_title(0).as_str(),
                    key: None,
                    stories: stories.collect(),
                }),
            },
        }
    }
    Some(masthead(before) == masthead(after) && are_same(&expected, &parts(after)))
}

/// The additions as they are read from a file that has nothing else.
fn alone(addition: &Addition) -> Option<Briefing> {
    let mut draft = Draft {
        title: "-".to_owned(),
        date: Some(Date::constant(2000, 1, 1)),
        ..Draft::default()
    };
    let stories = addition.stories.clone();
    match &addition.section {
        None => draft.lead = stories,
        Some(title) => draft.sections.push(DraftSection {
            title: title.clone(),
            stories,
        }),
    }
    read_without_errors(&draft.to_toml())
}

/// The lead stories, or a section, to be compared.
struct Part<'a> {
    title: &'a str,
    key: Option<char>,
    stories: Vec<WholeStory<'a>>,
}

/// The lead stories, then each section.
fn parts(edition: Whole<'_>) -> Vec<Part<'_>> {
    let briefing = edition.briefing();
    let stories = |range: Range<usize>| range.map(|position| edition.story(position)).collect();
    let lead = Part {
        title: "",
        key: None,
        stories: stories(briefing.lead_stories()),
    };
    let sections = (0..briefing.sections()).map(|section| Part {
        title: briefing.section_title(section).as_str(),
        key: briefing.section_key(section),
        stories: stories(briefing.section_stories(section)),
    });
    [lead].into_iter().chain(sections).collect()
}

/// What an edition says about itself, apart from its stories.
fn masthead(edition: Whole<'_>) -> impl PartialEq {
    let texts = [
        edition.title(),
        edition.source(),
        edition.edition(),
        edition.summary(),
        edition.id(),
    ];
    (texts.map(|text| text.to_string()), edition.date())
}

fn are_same(expected: &[Part<'_>], parts: &[Part<'_>]) -> bool {
    expected.len() == parts.len()
        && expected.iter().zip(parts).all(|(expected, part)| {
            expected.title == part.title
                && expected.key == part.key
                && expected.stories.len() == part.stories.len()
                && expected
                    .stories
                    .iter()
                    .zip(&part.stories)
                    .all(|(&expected, &story)| is_same(expected, story))
        })
}

fn is_same(one: WholeStory<'_>, other: WholeStory<'_>) -> bool {
    let tags = |story: WholeStory<'_>| -> Vec<String> {
        story.tags().map(|tag| tag.to_string()).collect()
    };
    fields(one) == fields(other) && tags(one) == tags(other) && one.published() == other.published()
}

fn fields(story: WholeStory<'_>) -> [&str; 7] {
    [
        story.id(),
        story.headline(),
        story.summary(),
        story.byline(),
        story.link(),
        story.source(),
        story.body(),
    ]
    .map(DisplayStr::as_str)
}

#[cfg(test)]
mod tests {
    use super::{Addition, splice};
    use crate::briefing::DraftStory;

    fn addition(section: Option<&str>, headlines: &[&str]) -> Addition {
        let story = |headline: &&str| DraftStory {
            headline: (*headline).to_owned(),
            id: headline.to_lowercase(),
            ..DraftStory::default()
        };
        Addition {
            section: section.map(str::to_owned),
            stories: headlines.iter().map(story).collect(),
        }
    }

    const OLD: &str = "\
# By hand.
title = \"T\"
date = 2016-01-12 # today

[[section]]
title = \"A\"

[[section.story]]
headline = \"One\" # kept
body = '''
[[section]]
'''
# A note on One.

# B comes next.
[[section]]
title = \"B\"
";

    #[test]
    fn a_story_goes_after_those_of_its_section() {
        let new = splice(OLD, &[addition(Some("A"), &["Two", "Three"])]).unwrap();
        let (before, after) = OLD.split_at(OLD.find("# A note").unwrap());
        assert_eq!(
            new,
            format!(
                "{before}\n[[section.story]]\nheadline = \"Two\"\nid = \"two\"\n\n\
                 [[section.story]]\nheadline = \"Three\"\nid = \"three\"\n{after}"
            )
        );
    }

    #[test]
    fn a_new_section_goes_to_the_end_and_lead_stories_to_the_front() {
        let additions = [
            addition(Some("C"), &["Four"]),
            addition(Some("B"), &["Three"]),
            addition(None, &["Lead"]),
            addition(Some("C"), &["Five"]),
        ];
        let new = splice(OLD, &additions).unwrap();
        let headers = new.lines().filter(|line| {
            line.starts_with("[[") || line.starts_with("title") || line.starts_with("headline")
        });
        assert_eq!(
            headers.collect::<Vec<_>>(),
            [
                "title = \"T\"",
                "[[story]]",
                "headline = \"Lead\"",
                "[[section]]",
                "title = \"A\"",
                "[[section.story]]",
                "headline = \"One\" # kept",
                "[[section]]",
                "[[section]]",
                "title = \"B\"",
                "[[section.story]]",
                "headline = \"Three\"",
                "[[section]]",
                "title = \"C\"",
                "[[section.story]]",
                "headline = \"Four\"",
                "[[section.story]]",
                "headline = \"Five\"",
            ]
        );
    }

    #[test]
    fn a_file_without_a_line_break_at_its_end_is_added_to() {
        let old = "title = \"T\"\ndate = 2016-01-12\n[[section]]\ntitle = \"A\"";
        let new = splice(old, &[addition(Some("A"), &["One"])]).unwrap();
        assert_eq!(
            new,
            format!("{old}\n\n[[section.story]]\nheadline = \"One\"\nid = \"one\"\n")
        );
    }

    #[test]
    fn a_file_that_cannot_be_added_to_is_refused() {
        let base = "title = \"T\"\ndate = 2016-01-12\n";
        for (old, why) in [
            (
                format!("{base}section = [{{ title = \"A\", story = [] }}]\n"),
                "an inline array",
            ),
            (
                format!("{base}section = [{{ title = \"A\" }}]\n"),
                "a section in an inline array",
            ),
            (
                format!("{base}[[section]]\ntitle = \"A\"\nstory = []\n"),
                "an inline array of stories",
            ),
            (format!("{base}[[section]]\ntitle = 1\n"), "a fault"),
            (
                format!(
                    "{base}[[section]]\ntitle = \"A\"\n[[section.story]]\nheadline = \"X\"\nid = \"one\"\n"
                ),
                "the id is taken",
            ),
            (format!("{base}[[section"), "broken TOML"),
        ] {
            assert_eq!(
                splice(&old, &[addition(Some("A"), &["One"])]),
                None,
                "{why}"
            );
        }
    }

    #[test]
    fn a_section_written_in_a_roundabout_way_is_added_to_or_refused() {
        let base = "title = \"T\"\ndate = 2016-01-12\n";
        for rest in [
            "[[section]]\ntitle = \"A\"\n[[story]]\nheadline = \"Lead\"\n[[section]]\ntitle = \"B\"\n",
            "[[story]]\nheadline = \"Lead\"\n[[section]]\ntitle = \"A\"\n[[section.story]]\nheadline = \"X\"\n[other]\nx = 1\n[[section]]\ntitle = \"B\"\n",
            "[[\"section\"]]\n\"title\" = \"A\"\n[[ section . story ]]\nheadline = \"X\"\n",
        ] {
            let old = format!("{base}{rest}");
            for section in [None, Some("A"), Some("B"), Some("C")] {
                let Some(new) = splice(&old, &[addition(section, &["One"])]) else {
                    panic!("{old}\n{section:?}")
                };
                let added = new.len() - old.len();
                let kept = (0..=old.len())
                    .any(|at| new.starts_with(&old[..at]) && new[at + added..] == old[at..]);
                assert!(kept, "{new}");
            }
        }
    }
}
