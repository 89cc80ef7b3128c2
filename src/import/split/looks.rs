//! Headings that are headings only by their looks: large or bold text that stands alone.

use super::super::html::Paragraph;

const MAX_HEADING: usize = 140;
/// A heading's letters are so much larger than those of the text.
const LARGER: f32 = 1.15;
/// Sizes that differ less than this, in CSS pixels, are one.
const SAME: f32 = 1.0;
/// Headings have at most so many levels.
const MAX_LEVELS: usize = 3;

/// The text with marks before its paragraphs that look like headings, if it has too few headings.
pub(super) fn with_headings(text: String, paragraphs: &[Paragraph]) -> String {
    let headings = text.lines().filter(|line| line.starts_with('#')).count();
    if headings >= 2 {
        return text;
    }
    let body = body_size(paragraphs);
    let is_large = |paragraph: &Paragraph| paragraph.font_size >= body * LARGER;
    let candidates: Vec<&Paragraph> = paragraphs
        .iter()
        .filter(|paragraph| is_large(paragraph) || paragraph.is_strong)
        .filter(|paragraph| looks_like_heading(&text, paragraph))
        .collect();
    let mut sizes: Vec<f32> = candidates
        .iter()
        .map(|paragraph| {
            if is_large(paragraph) {
                paragraph.font_size
            } else {
                body
            }
        })
        .collect();
    sizes.sort_by(|a, b| b.total_cmp(a));
    sizes.dedup_by(|a, b| (*a - *b).abs() < SAME);
    sizes.truncate(MAX_LEVELS);
    let mut marked = text.clone();
    for paragraph in candidates.iter().rev() {
        let size = if is_large(paragraph) {
            paragraph.font_size
        } else {
            body
        };
        let level = sizes
            .iter()
            .position(|&known| size >= known - SAME)
            .unwrap_or(sizes.len() - 1);
        // A first heading of the document keeps its place above the rest.
        let level = level + 1 + headings;
        marked.insert_str(paragraph.start, &("#".repeat(level) + " "));
    }
    marked
}

fn looks_like_heading(text: &str, paragraph: &Paragraph) -> bool {
    let line = text[paragraph.start..paragraph.end].trim_matches(['*', '_', ' ']);
    let is_linked_image = line.contains("![");
    paragraph.is_single_line
        && !is_linked_image
        && paragraph.length <= MAX_HEADING
        && line.contains(char::is_alphabetic)
        && !line.ends_with(['.', ',', ';', ':'])
        && !text[paragraph.end..].trim().is_empty()
}

/// The size that most of the text has.
fn body_size(paragraphs: &[Paragraph]) -> f32 {
    let mut sizes: Vec<(f32, usize)> = paragraphs
        .iter()
        .map(|paragraph| (paragraph.font_size, paragraph.length))
        .collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|(_, length)| length).sum::<usize>() / 2;
    let mut before = 0;
    for (size, length) in sizes {
        before += length;
        if before >= half {
            return size;
        }
    }
    16.0
}
