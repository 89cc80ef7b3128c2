//! The footnotes of a text: their numbers, and what they say until they are shown at its end.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

/// The events of a footnote, each with the bytes of the source that it comes from.
pub(super) type Events<'s> = Vec<(Event<'s>, Range<usize>)>;

/// The footnotes of a text.
pub(super) struct Notes<'s> {
    pub(super) source: &'s str,
    /// The label and the number of each footnote, in the order of the first references.
    references: Vec<(String, u32)>,
    numbers: HashMap<String, u32>,
    /// The label of each footnote and what it says, in the order of the source; `None` once it has been
    /// taken.
    definitions: Vec<Option<(String, Events<'s>)>>,
    /// The first definition of each label.
    by_label: HashMap<String, usize>,
    /// How many references and how many definitions have been taken.
    taken: (usize, usize),
}

impl<'s> Notes<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self {
            source,
            references: Vec::new(),
            numbers: HashMap::new(),
            definitions: Vec::new(),
            by_label: HashMap::new(),
            taken: (0, 0),
        }
    }

    /// The number of the footnote `label`, which is `next` if this is its first reference.
    pub(super) fn refer(&mut self, label: &str, next: impl FnOnce() -> u32) -> u32 {
        let label = key(label);
        if let Some(&number) = self.numbers.get(&label) {
            return number;
        }
        let number = next();
        self.references.push((label.clone(), number));
        self.numbers.insert(label, number);
        number
    }

    /// Adds what has been recorded.
    pub(super) fn define(&mut self, recorder: Recorder<'s>) {
        for (label, events) in recorder.recorded {
            let (label, index) = (key(&label), self.definitions.len());
            self.by_label.entry(label.clone()).or_insert(index);
            self.definitions.push(Some((label, events)));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.definitions.is_empty()
    }

    /// The next footnote with its number: first those that are referred to, in that order, then the
    /// others, whose numbers are `next`.
    pub(super) fn take_next(&mut self, next: impl FnOnce() -> u32) -> Option<(u32, Events<'s>)> {
        while let Some((label, number)) = self.references.get(self.taken.0) {
            self.taken.0 += 1;
            let definition = self.by_label.get(label).copied();
            if let Some((_, events)) = definition.and_then(|index| self.definitions[index].take()) {
                return Some((*number, events));
            }
        }
        while let Some(definition) = self.definitions.get_mut(self.taken.1) {
            self.taken.1 += 1;
            if let Some((label, events)) = definition.take() {
                let number = next();
                self.numbers.entry(label).or_insert(number);
                return Some((number, events));
            }
        }
        None
    }
}

/// Separates the events of footnotes from those of the text around them.
#[derive(Default)]
pub(super) struct Recorder<'s> {
    /// The label and the events of each footnote, in the order of the source.
    recorded: Vec<(CowStr<'s>, Events<'s>)>,
    /// Indices of the open footnotes, the innermost last.
    open: Vec<usize>,
}

impl<'s> Recorder<'s> {
    /// Gives the event back unless it belongs to a footnote.
    pub(super) fn passed(
        &mut self,
        event: Event<'s>,
        range: Range<usize>,
    ) -> Option<(Event<'s>, Range<usize>)> {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                self.open.push(self.recorded.len());
                self.recorded.push((label, Vec::new()));
            }
            Event::End(TagEnd::FootnoteDefinition) => _ = self.open.pop(),
            event => match self.open.last() {
                Some(&innermost) => self.recorded[innermost].1.push((event, range)),
                None => return Some((event, range)),
            },
        }
        None
    }
}

/// Labels are the same in upper and lower case.
fn key(label: &str) -> String {
    label.to_lowercase()
}
