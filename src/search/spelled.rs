//! How a story spells a word of its folded text.

use crate::article;
use crate::briefing::{Field, WholeStory};
use crate::text::{DisplayStr, DisplayText, FoldedMap, fold};

const FIELDS: [Field; 7] = [
    Field::Headline,
    Field::Summary,
    Field::Byline,
    Field::Section,
    Field::Tag,
    Field::Body,
    Field::Source,
];

/// How a story spells `word`, which is folded: with its capitals, its accents and its apostrophes. Looks in the
/// field `only`, else in all but the source, as a search does. Of several spellings the one with the fewest capitals
/// is taken, because a sentence or a title may be why a word has some. `None` when the word is not there.
pub fn spelled(story: WholeStory<'_>, only: Option<Field>, word: &str) -> Option<DisplayText> {
    let is_searched = |field: &Field| only.map_or(*field != Field::Source, |only| only == *field);
    let fields = FIELDS.into_iter().filter(is_searched);
    fields
        .flat_map(|field| texts(story, field))
        .flat_map(|text| spellings(&text, word))
        .min_by_key(|spelling| spelling.chars().filter(|c| c.is_uppercase()).count())
}

/// The texts of a field as they are displayed.
pub(super) fn texts(story: WholeStory<'_>, field: Field) -> Vec<DisplayText> {
    let whole = story.whole();
    let shown = |markdown: DisplayStr<'_>| {
        if article::is_plain(markdown) {
            markdown.to_text()
        } else {
            article::shown(markdown)
        }
    };
    match field {
        Field::Headline => vec![story.headline().to_text()],
        Field::Summary => vec![shown(story.summary())],
        Field::Byline => vec![story.byline().to_text()],
        Field::Section => {
            let section = story.section().into_iter();
            section
                .map(|section| whole.section_title(section).to_text())
                .collect()
        }
        Field::Tag => story.tags().map(DisplayStr::to_text).collect(),
        Field::Body => vec![shown(story.body())],
        Field::Source if story.source().is_empty() => vec![whole.source().to_text()],
        Field::Source => vec![story.source().to_text()],
    }
}

/// The spellings of a folded word where it is a word of `text`, and not only a part of one.
fn spellings(text: &DisplayText, word: &str) -> Vec<DisplayText> {
    let map = FoldedMap::new(text);
    let is_whole = |start: usize| {
        let (before, after) = (&map.folded[..start], &map.folded[start + word.len()..]);
        !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    };
    let starts = map.folded.match_indices(word).map(|(start, _)| start);
    let spellings = starts.filter(|&start| is_whole(start)).map(|start| {
        let source = map.source(start..start + word.len());
        text.as_display().part(source).to_text()
    });
    // It has to find the same when it is searched for.
    let stands_for_word = |spelling: &DisplayText| fold(spelling) == word;
    spellings.filter(stands_for_word).collect()
}

#[cfg(test)]
mod tests {
    use super::spelled;
    use crate::archive::Edition;
    use crate::briefing::Field;

    #[test]
    fn a_word_is_spelled_as_the_story_has_it() {
        let source = "title = 'T'\nsource = 'Čas'\n[[section]]\ntitle = 'Straße'\n[[section.story]]\n\
            headline = 'STRIKE in Reykjavík'\nbyline = 'Guðmundsdóttir'\ntags = ['O’Brien']\n\
            summary = 'Strike over, says _Mit**terrand**_'\nbody = 'A strike, café-owners’ first; an NHS'\n";
        let edition = Edition::parse("one.toml".into(), source);
        let story = edition.whole().unwrap().story(0);
        for (only, word, expected) in [
            (None, "strike", Some("strike")),
            (Some(Field::Headline), "strike", Some("STRIKE")),
            (Some(Field::Summary), "strike", Some("Strike")),
            (None, "reykjavik", Some("Reykjavík")),
            (None, "gudmundsdottir", Some("Guðmundsdóttir")),
            (Some(Field::Tag), "o'brien", Some("O’Brien")),
            (None, "brien", Some("Brien")),
            (None, "mitterrand", Some("Mitterrand")),
            (None, "cafe-owners", Some("café-owners")),
            (None, "nhs", Some("NHS")),
            (Some(Field::Section), "strasse", Some("Straße")),
            (Some(Field::Source), "cas", Some("Čas")),
            (None, "cas", None),
            // Only a part of a word.
            (None, "strik", None),
            // Only a part of a letter.
            (None, "stras", None),
            (None, "absent", None),
        ] {
            let found = spelled(story, only, word);
            assert_eq!(found.as_deref(), expected, "{word} in {only:?}");
        }
    }
}
