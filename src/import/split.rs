//! A document as an edition: its headings become sections and stories.

mod blocks;
mod footer;
mod looks;
mod notes;
mod plain;
mod story;

use blocks::{Block, BlockKind};
use notes::Notes;
pub(super) use story::is_read_more;

use super::html::{self, Tree};
use crate::briefing::{Draft, DraftSection, DraftStory};

/// A longer text before the first heading is a story, not the edition's summary.
const MAX_SUMMARY: usize = 1200;

/// A Markdown text as an edition; `None` when its headings do not make two stories. Its title is empty
/// where the text does not say.
pub(super) fn markdown(text: &str) -> Option<Draft> {
    edition(text)
}

/// HTML as an edition. Where it has no headings, text that looks like headings is taken for them.
pub(super) fn html(html: &str, base: Option<&str>) -> Option<Draft> {
    tree(&html::parse(html).0, base)
}

/// As [`html`], of a tree.
pub(super) fn tree(tree: &Tree, base: Option<&str>) -> Option<Draft> {
    let written = html::write(tree, Tree::ROOT, base);
    edition(&looks::with_headings(written.text, &written.paragraphs))
}

/// Plain text as an edition. `to_markdown` makes CommonMark of some paragraphs.
pub(super) fn text(text: &str, to_markdown: fn(&str) -> String) -> Option<Draft> {
    edition(&plain::with_headings(text, to_markdown)?)
}

/// The heading that a text begins with, and the text after it.
pub(super) fn leading_heading(text: &str) -> (Option<String>, &str) {
    match blocks::of(text).first() {
        Some(first) if matches!(first.kind, BlockKind::Heading { .. }) => {
            (Some(first.text.clone()), &text[first.range.end..])
        }
        _ => (None, text),
    }
}

fn edition(text: &str) -> Option<Draft> {
    let mut blocks = blocks::of(text);
    let notes = Notes::take(text, &mut blocks);
    let blocks = footer::without(blocks);
    let headings = blocks
        .iter()
        .filter(|block| block.level().is_some())
        .count();
    if headings < 2 {
        return None;
    }
    let (title, blocks) = title(&blocks);
    let levels = Levels::of(blocks)?;
    let mut draft = Draft {
        title: title.unwrap_or_default(),
        ..Draft::default()
    };
    let start = blocks
        .iter()
        .position(|block| levels.splits(block))
        .unwrap_or(blocks.len());
    lead_in(text, &blocks[..start], &mut draft);
    for part in parts(&blocks[start..], levels) {
        let Some(heading) = part.first() else {
            continue;
        };
        if heading.level() == levels.section {
            draft.sections.push(DraftSection {
                title: heading.text.clone(),
                stories: Vec::new(),
            });
            if part.len() > 1 {
                push(&mut draft, story::of(text, part));
            }
        } else {
            push(&mut draft, story::of(text, part));
        }
    }
    sections_with_stories(&mut draft);
    add_notes(&notes, &mut draft);
    let in_sections: usize = draft
        .sections
        .iter()
        .map(|section| section.stories.len())
        .sum();
    (draft.lead.len() + in_sections > 1).then_some(draft)
}

/// The title of the whole: the first heading, if it is the only one of its level and others are below it.
fn title(blocks: &[Block]) -> (Option<String>, &[Block]) {
    let levels: Vec<u8> = blocks.iter().filter_map(Block::level).collect();
    let Some((&first, others)) = levels.split_first() else {
        return (None, blocks);
    };
    let at = blocks
        .iter()
        .position(|block| block.level().is_some())
        .unwrap_or_default();
    let is_title = at <= 2 && others.iter().all(|&level| level > first);
    if is_title && at == 0 {
        (Some(blocks[0].text.clone()), &blocks[1..])
    } else {
        (None, blocks)
    }
}

/// Which headings begin sections and stories.
#[derive(Clone, Copy)]
struct Levels {
    section: Option<u8>,
    story: u8,
}

impl Levels {
    fn of(blocks: &[Block]) -> Option<Self> {
        let mut levels: Vec<u8> = blocks.iter().filter_map(Block::level).collect();
        levels.sort_unstable();
        levels.dedup();
        let (&first, others) = levels.split_first()?;
        let Some(&second) = others.first() else {
            return Some(Self {
                section: None,
                story: first,
            });
        };
        // Sections begin with a story's heading. Stories begin with text; the headings in them are theirs.
        let of_first = blocks
            .iter()
            .filter(|block| block.level() == Some(first))
            .count();
        let followed = blocks
            .windows(2)
            .filter(|pair| pair[0].level() == Some(first) && pair[1].level() == Some(second))
            .count();
        Some(if followed * 2 >= of_first {
            Self {
                section: Some(first),
                story: second,
            }
        } else {
            Self {
                section: None,
                story: first,
            }
        })
    }

    fn splits(self, block: &Block) -> bool {
        block
            .level()
            .is_some_and(|level| level == self.story || Some(level) == self.section)
    }
}

/// The blocks from each heading that splits to the next.
fn parts(blocks: &[Block], levels: Levels) -> impl Iterator<Item = &[Block]> {
    let mut rest = blocks;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_first()?;
        let length = after
            .iter()
            .position(|block| levels.splits(block))
            .unwrap_or(after.len());
        let (part, next) = rest.split_at(length + 1);
        rest = next;
        Some(part)
    })
}

/// What stands before the first story is the summary, or a story of its own where it is long.
fn lead_in(text: &str, blocks: &[Block], draft: &mut Draft) {
    let body = story::body(text, blocks);
    if body.len() > MAX_SUMMARY {
        let headline = if draft.title.is_empty() {
            "Introduction"
        } else {
            &draft.title
        };
        draft.lead.push(DraftStory {
            headline: headline.to_owned(),
            body,
            ..DraftStory::default()
        });
    } else if !body.is_empty() {
        draft.summary = Some(body);
    }
}

fn push(draft: &mut Draft, story: DraftStory) {
    match draft.sections.last_mut() {
        Some(section) => section.stories.push(story),
        None => draft.lead.push(story),
    }
}

/// A heading of a section that has nothing in it is kept as a story.
fn sections_with_stories(draft: &mut Draft) {
    for section in &mut draft.sections {
        if section.stories.is_empty() {
            section.stories.push(DraftStory {
                headline: section.title.clone(),
                ..DraftStory::default()
            });
        }
    }
}

fn add_notes(notes: &Notes<'_>, draft: &mut Draft) {
    if let Some(summary) = &mut draft.summary {
        notes.add_to(summary);
    }
    let in_sections = draft
        .sections
        .iter_mut()
        .flat_map(|section| &mut section.stories);
    for story in draft.lead.iter_mut().chain(in_sections) {
        notes.add_to(&mut story.body);
    }
}

#[cfg(test)]
mod tests;
