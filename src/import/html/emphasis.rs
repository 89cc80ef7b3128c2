//! Emphasis that CommonMark reads back: where its marks may stand, and in which order.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::style::{Block, Run, Style, push_run};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Strong,
    Emphasis,
    Strike,
}

const KINDS: [Kind; 3] = [Kind::Strong, Kind::Emphasis, Kind::Strike];

fn has(style: Style, kind: Kind) -> bool {
    match kind {
        Kind::Strong => style.marks.strong,
        Kind::Emphasis => style.marks.emphasis,
        Kind::Strike => style.marks.strike,
    }
}

/// The marks that are open.
pub(super) struct Delimiters<'a> {
    open: Vec<Kind>,
    /// The mark for emphasis.
    mark: &'a str,
}

impl<'a> Delimiters<'a> {
    pub(super) fn new(mark: &'a str) -> Self {
        Self {
            open: Vec::new(),
            mark,
        }
    }

    /// Closes and opens marks so that `style` holds. `rest` is what follows: a mark that reaches further
    /// opens first.
    pub(super) fn change(&mut self, out: &mut String, style: Style, rest: &[Run]) {
        let keep = self
            .open
            .iter()
            .take_while(|&&kind| has(style, kind))
            .count();
        for kind in self.open.split_off(keep).into_iter().rev() {
            out.push_str(self.text(kind));
        }
        let reach = |kind: Kind| rest.iter().take_while(|run| has(run.style, kind)).count();
        let mut new: Vec<Kind> = KINDS
            .into_iter()
            .filter(|&kind| has(style, kind) && !self.open.contains(&kind))
            .collect();
        new.sort_by_key(|&kind| std::cmp::Reverse(reach(kind)));
        for kind in new {
            out.push_str(self.text(kind));
            self.open.push(kind);
        }
    }

    fn text(&self, kind: Kind) -> &str {
        match kind {
            Kind::Strong => "**",
            Kind::Emphasis => self.mark,
            Kind::Strike => "~~",
        }
    }
}

/// The runs of `text` with emphasis only where its marks can be read back: punctuation between a mark and
/// a letter moves out of the emphasis.
pub(super) fn readable(text: &str, runs: &[Run]) -> Vec<Run> {
    let mut readable: Vec<Run> = Vec::with_capacity(runs.len());
    let mut start = 0;
    for (index, run) in runs.iter().enumerate() {
        let before = readable.last().map_or(Style::default(), |run| run.style);
        let after = runs
            .get(index + 1)
            .map_or(Style::default(), |run| run.style);
        let piece = &text[start..run.end];
        // Code, links and images begin and end with punctuation that cannot move.
        let is_fixed = run.style.is_enclosed();
        let touches_before = text[..start].chars().next_back().is_some_and(is_word);
        let touches_after = text[run.end..].chars().next().is_some_and(is_word);
        let opens = KINDS
            .iter()
            .any(|&kind| has(run.style, kind) && !has(before, kind));
        let closes = KINDS
            .iter()
            .any(|&kind| has(run.style, kind) && !has(after, kind));
        let (mut head, mut tail) = (0, 0);
        if opens && touches_before {
            head = piece.len() - piece.trim_start_matches(|c| !is_word(c)).len();
            if is_fixed {
                head = piece.len();
            }
        }
        if closes && touches_after {
            tail = piece.len() - piece.trim_end_matches(|c| !is_word(c)).len();
            if is_fixed {
                tail = piece.len();
            }
        }
        let outer = |neighbour: Style| run.style.with(run.style.marks.and(neighbour.marks));
        let middle = start + head..(run.end - tail).max(start + head);
        for (end, style) in [
            (middle.start, outer(before)),
            (middle.end, run.style),
            (run.end, outer(after)),
        ] {
            if end > readable.last().map_or(0, |run| run.end) {
                push_run(&mut readable, Run { end, style });
            }
        }
        start = run.end;
    }
    readable
}

/// Whether the look changes within a bare address. Readers of CommonMark take the marks there for a part of
/// the address.
pub(super) fn cuts_address(text: &str, runs: &[Run]) -> bool {
    runs.iter().any(|run| {
        let (before, after) = text.split_at(run.end);
        let is_in_word = |c: char| !c.is_whitespace();
        let start = before.trim_end_matches(is_in_word).len();
        let end = after.len() - after.trim_start_matches(is_in_word).len();
        let begun = before[start..].to_ascii_lowercase();
        // What may only end a sentence is no part of an address.
        let goes_on = after[..end].contains(|c| !".,:;!?".contains(c));
        goes_on && (begun.contains("://") || begun.contains("www."))
    })
}

/// Whether the marks are sure to be read back: alone, and around letters.
pub(super) fn is_simple(text: &str, runs: &[Run]) -> bool {
    let mut start = 0;
    let mut was_emphasised = false;
    runs.iter().all(|run| {
        let piece = &text[start..run.end];
        start = run.end;
        let style = run.style;
        let is_simple = !style.is_emphasised()
            || !was_emphasised
                && KINDS.iter().filter(|&&kind| has(style, kind)).count() == 1
                && !(style.marks.strike || style.is_enclosed())
                && piece.starts_with(is_word)
                && piece.ends_with(is_word);
        was_emphasised = style.is_emphasised();
        is_simple
    })
}

/// Whether `markdown` shows `text` with the emphasis of `runs`.
pub(super) fn reads_back(markdown: &str, text: &str, runs: &[Run], block: Block) -> bool {
    let heading;
    let markdown = if block == Block::Paragraph {
        markdown
    } else {
        heading = format!("# {markdown}");
        &heading
    };
    let mut shown = String::new();
    let mut styles: Vec<(usize, [bool; 3])> = Vec::new();
    let mut current = [0_i32; 3];
    for event in Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(piece) | Event::Code(piece) => shown.push_str(&piece),
            Event::HardBreak => shown.push('\n'),
            Event::SoftBreak => shown.push(' '),
            Event::Start(Tag::Strong) => current[0] += 1,
            Event::End(TagEnd::Strong) => current[0] -= 1,
            Event::Start(Tag::Emphasis) => current[1] += 1,
            Event::End(TagEnd::Emphasis) => current[1] -= 1,
            Event::Start(Tag::Strikethrough) => current[2] += 1,
            Event::End(TagEnd::Strikethrough) => current[2] -= 1,
            Event::Start(_) | Event::End(_) => {}
            _ => return false,
        }
        add(&mut styles, shown.len(), current.map(|depth| depth > 0));
    }
    let mut expected = Vec::new();
    for run in runs {
        add(
            &mut expected,
            run.end,
            KINDS.map(|kind| has(run.style, kind)),
        );
    }
    shown == text && styles == expected
}

fn add(styles: &mut Vec<(usize, [bool; 3])>, end: usize, style: [bool; 3]) {
    match styles.last_mut() {
        Some(last) if last.1 == style => last.0 = end,
        Some(last) if last.0 == end => {}
        None if end == 0 => {}
        _ => styles.push((end, style)),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}
