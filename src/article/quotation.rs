//! A story as a quotation, to be put into a letter or a note.

use super::nested::{angled, escaped, nested};
use crate::briefing::{Dates, EditionDate, Whole, is_openable};

/// The level under which headings within the story are put. The headline itself is no heading: a quotation
/// must not change the outline of what it is put into.
const LEVEL: usize = 3;

/// The story at `index` as a CommonMark quotation: headline, text, and below them who published it in which
/// edition, and its address. `date` is the edition's, which may be known from the name of its file only.
///
/// # Panics
/// If there is no such story.
pub fn quotation(
    whole: Whole<'_>,
    index: usize,
    date: Option<EditionDate>,
    dates: Dates,
) -> String {
    let story = whole.story(index);
    let (publisher, edition) = (story.source(), whole.source());
    let edition = if edition == publisher { "" } else { &*edition };
    let emphasized = |text: &str| match text {
        "" => String::new(),
        text => format!("*{}*", escaped(text)),
    };
    let origin = [
        escaped(&story.byline()),
        escaped(&publisher),
        escaped(edition),
        emphasized(&whole.title()),
        escaped(&whole.edition()),
        date.map(|date| date.long(dates)).unwrap_or_default(),
    ];
    let given: Vec<_> = origin.iter().filter(|part| !part.is_empty()).collect();
    let origin = given.iter().map(|part| part.as_str()).collect::<Vec<_>>();
    let link = match story.link() {
        link if is_openable(&link) => angled(&link),
        link => escaped(&link),
    };
    let paragraphs = [
        format!("**{}**", escaped(&story.headline())),
        nested(story.summary(), LEVEL, 1),
        nested(story.body(), LEVEL, 2),
        format!("— {}", origin.join(", ")),
        link,
    ];
    let given = paragraphs.into_iter().filter(|text| !text.is_empty());
    let text = given.collect::<Vec<_>>().join("\n\n");
    let mut quotation = String::with_capacity(text.len() + text.len() / 16);
    for line in text.lines() {
        quotation.push_str(if line.is_empty() { ">" } else { "> " });
        quotation.push_str(line);
        quotation.push('\n');
    }
    quotation
}
