//! A story from its heading and what follows it.

use super::blocks::{Block, BlockKind};
use crate::briefing::DraftStory;

/// A standfirst and a byline are at most so many bytes long.
const MAX_STANDFIRST: usize = 300;
const MAX_SENTENCE: usize = 200;
const MAX_BYLINE: usize = 80;
/// What follows a standfirst that only its length gives away is at least so many bytes long.
const MIN_BODY: usize = 80;

const READ_MORE: &[&str] = &[
    "read more",
    "read on",
    "continue reading",
    "keep reading",
    "full story",
    "read the full",
    "read full",
    "more",
    "read the story",
    "read story",
    "read it",
    "read article",
    "read the article",
    "read the rest",
    "learn more",
    "find out more",
    "link",
    "details",
    "weiterlesen",
    "mehr",
    "mehr lesen",
    "lire la suite",
    "leer más",
];

/// Reads a part, whose first block is its heading.
pub(super) fn of(text: &str, part: &[Block]) -> DraftStory {
    let Some((heading, blocks)) = part.split_first() else {
        return DraftStory::default();
    };
    let mut story = DraftStory {
        headline: heading.text.trim().to_owned(),
        link: heading
            .link
            .clone()
            .filter(|link| is_address(link))
            .unwrap_or_default(),
        ..DraftStory::default()
    };
    let mut rest = blocks;
    rest = take_byline(rest, &mut story);
    if let Some((first, after)) = rest.split_first()
        && let Some(standfirst) = standfirst(text, first, after)
    {
        story.summary = standfirst;
        rest = take_byline(after, &mut story);
    }
    let more = rest.iter().position(Block::is_link);
    if let Some(at) = more
        && let Some(address) = rest[at].link.clone().filter(|link| is_address(link))
    {
        let says_nothing = is_read_more(&rest[at].text) || rest[at].text.trim() == address;
        if story.link.is_empty() || story.link == address {
            story.link = address;
            if says_nothing {
                let mut kept = rest.to_vec();
                kept.remove(at);
                story.body = body(text, &kept);
                return story;
            }
        }
    }
    story.body = body(text, rest);
    story
}

/// The source of blocks, without rules at their ends.
pub(super) fn body(text: &str, blocks: &[Block]) -> String {
    let is_rule = |block: &Block| block.kind == BlockKind::Rule;
    let start = blocks
        .iter()
        .position(|block| !is_rule(block))
        .unwrap_or(blocks.len());
    let end = blocks
        .iter()
        .rposition(|block| !is_rule(block))
        .map_or(start, |last| last + 1);
    let mut body = String::new();
    for block in &blocks[start..end] {
        if !body.is_empty() {
            body.push_str("\n\n");
        }
        body.push_str(text[block.range.clone()].trim_end());
    }
    body
}

fn take_byline<'a>(blocks: &'a [Block], story: &mut DraftStory) -> &'a [Block] {
    let Some((first, rest)) = blocks.split_first() else {
        return blocks;
    };
    let text = first.text.trim();
    let name = ["By ", "by ", "BY "]
        .iter()
        .find_map(|by| text.strip_prefix(by));
    match name {
        Some(name)
            if first.kind == BlockKind::Paragraph
                && story.byline.is_empty()
                && first.link.is_none()
                && text.len() <= MAX_BYLINE
                && name.starts_with(char::is_uppercase)
                && !text.ends_with(['.', '!', '?', ':']) =>
        {
            name.clone_into(&mut story.byline);
            rest
        }
        _ => blocks,
    }
}

/// The first paragraph as a standfirst: all of it emphasised, or one sentence above longer text.
fn standfirst(text: &str, first: &Block, after: &[Block]) -> Option<String> {
    let shown = first.text.trim();
    let next = after.first()?;
    if first.kind != BlockKind::Paragraph || first.link.is_some() || shown.len() > MAX_STANDFIRST {
        return None;
    }
    if let Some(range) = &first.emphasised {
        let inner = text[range.clone()].trim_matches(['*', '_']);
        return (!inner.is_empty()).then(|| inner.to_owned());
    }
    let is_sentence = shown.len() <= MAX_SENTENCE
        && shown.ends_with(['.', '!', '?', '…'])
        && !shown.trim_end_matches(['.', '!', '?']).contains(['!', '?'])
        && !shown.trim_end_matches('.').contains(". ");
    let has_body =
        next.kind == BlockKind::Paragraph && next.text.len() >= MIN_BODY && !next.is_link();
    (is_sentence && has_body).then(|| text[first.range.clone()].trim().to_owned())
}

/// Whether a link says no more than that there is more.
pub(crate) fn is_read_more(text: &str) -> bool {
    let words = text
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    words.len() < 40
        && (words.is_empty()
            || READ_MORE
                .iter()
                .any(|more| words == *more || (more.contains(' ') && words.starts_with(more))))
}

fn is_address(link: &str) -> bool {
    link.starts_with("https://") || link.starts_with("http://")
}
