//! Why a query found nothing, or little: how many stories meet each of its terms alone, and which words of the
//! archive are spelled nearly like one that no story has, or very few.

mod target;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;
use std::sync::Arc;

use super::corpus::Chunk;
use super::query::{Query, Term};
use super::scan::{Scope, parts_of};
use crate::briefing::{Field, StoryId};
use crate::marks::Marks;
use crate::text::DisplayText;
use target::{Seen, SeenWords, Target};

/// The most words that are suggested for one.
const SUGGESTED: usize = 3;

/// In no more stories than this, a word may be misspelt.
pub const RARE: usize = 2;
/// It may be, if so many times as many stories have another word that is spelled nearly so.
const TIMES: usize = 10;

/// Why a query found nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// For each term of the query, in its order.
    pub alone: Vec<Alone>,
    /// What may have been meant by words that no story has, or very few, in the order of the query.
    pub corrections: Vec<Correction>,
}

/// How many stories meet a term alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alone {
    pub stories: usize,
    /// No story has what it asks for. If it leaves out text, no story of the archive has that.
    pub unknown: bool,
    /// If the term is a phrase that no story has, how many stories have each of its words.
    pub words: Vec<usize>,
    /// How many stories have all of these words.
    pub all_words: usize,
}

/// Words spelled nearly like one that no story has, whether it is asked for or left out, or that very few have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Where the word is in the text of the query, in bytes, without its field.
    pub written: Range<usize>,
    /// The only field that is searched for it.
    pub field: Option<Field>,
    /// At most three, the likeliest first. Never empty.
    pub words: Vec<Suggested>,
}

/// A word that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggested {
    /// Folded, until it is spelled as [`super::spelled`] says.
    pub word: DisplayText,
    /// How many stories a search for it finds.
    pub stories: usize,
    /// A story that has it.
    pub holder: StoryId,
}

/// What chunks know about a query.
#[derive(Debug, Default)]
pub struct Tally {
    terms: Vec<TermTally>,
}

/// What chunks know about a term. Where more than [`RARE`] stories meet it, only `stories` is complete; of a phrase, that
/// is so where one story does.
#[derive(Debug, Default)]
struct TermTally {
    /// How many stories meet it alone.
    stories: usize,
    /// The words near it.
    near: HashMap<String, Near>,
    /// The same about each word of a phrase.
    words: Vec<TermTally>,
    /// How many stories have all words of a phrase.
    all_words: usize,
    /// The same about the text that the term leaves out.
    left_out: Option<Box<TermTally>>,
}

/// A word near one that is searched for.
#[derive(Clone, Debug)]
struct Near {
    edits: usize,
    /// How many stories have it as a whole word.
    stories: usize,
    /// One of the newest of them: only the first and the last of each chunk are compared.
    holder: StoryId,
}

impl Correction {
    /// The word that is most likely meant.
    pub fn likeliest(&self) -> Option<&DisplayText> {
        self.words.first().map(|suggested| &suggested.word)
    }
}

impl Near {
    fn add(&mut self, other: Self) {
        self.stories += other.stories;
        self.note_holder(other.holder);
    }

    fn note_holder(&mut self, other: StoryId) {
        let is_newer = other.edition().cmp_newest_first(self.holder.edition());
        if is_newer.is_lt() {
            self.holder = other;
        }
    }
}

impl Tally {
    pub fn merge(&mut self, other: Self) {
        merge(&mut self.terms, other.terms);
    }

    /// Chooses among the words that the tally of all `chunks` has, and counts the stories that a search
    /// for each of them finds in `scope`.
    pub fn suggestions(self, query: &Query, scope: &Scope, chunks: &[Arc<Chunk>]) -> Suggestions {
        let count = |term: &Term| {
            let found = chunks.iter().map(|chunk| chunk.count(term, scope));
            found.sum()
        };
        let mut suggestions = Suggestions::default();
        for (term, tally) in query.terms().zip(self.terms) {
            suggestions.alone.push(tally.alone());
            tally.correct(term, query, &count, &mut suggestions.corrections);
        }
        suggestions
    }
}

/// Adds what others know about the same terms.
fn merge(tallies: &mut Vec<TermTally>, others: Vec<TermTally>) {
    let terms = tallies.len().max(others.len());
    tallies.resize_with(terms, TermTally::default);
    for (tally, other) in tallies.iter_mut().zip(others) {
        tally.merge(other);
    }
}

impl TermTally {
    fn merge(&mut self, other: Self) {
        self.stories += other.stories;
        self.all_words += other.all_words;
        merge(&mut self.words, other.words);
        match (&mut self.left_out, other.left_out) {
            (Some(known), Some(other)) => known.merge(*other),
            (known, other) => *known = known.take().or(other),
        }
        for (word, found) in other.near {
            match self.near.entry(word) {
                Entry::Occupied(mut known) => known.get_mut().add(found),
                Entry::Vacant(unknown) => {
                    unknown.insert(found);
                }
            }
        }
    }

    fn alone(&self) -> Alone {
        let text = self.left_out.as_deref().unwrap_or(self);
        let unknown = text.stories == 0;
        if self.stories > 0 {
            return Alone {
                stories: self.stories,
                unknown,
                ..Alone::default()
            };
        }
        Alone {
            stories: 0,
            unknown,
            words: self.words.iter().map(|word| word.stories).collect(),
            all_words: self.all_words,
        }
    }

    /// Corrects `term`, or the words of a phrase, if no story has them. `count` says how many stories meet a term.
    fn correct(
        self,
        term: &Term,
        query: &Query,
        count: &impl Fn(&Term) -> usize,
        corrections: &mut Vec<Correction>,
    ) {
        if let Some(tally) = self.left_out.filter(|tally| tally.stories == 0) {
            return tally.correct(&term.left_out(), query, count, corrections);
        }
        if self.stories > RARE {
            return;
        }
        for (word, tally) in term.words.iter().zip(self.words) {
            tally.correct(word, query, count, corrections);
        }
        let Some(target) = Target::new(term, query) else {
            return;
        };
        let rank = |(word, near): &(String, Near)| target.rank(word, near.edits, near.stories);
        let least = (self.stories * TIMES).max(1);
        let mut words: Vec<_> = self.near.into_iter().collect();
        words.retain(|(word, near)| {
            near.stories >= least && (self.stories == 0 || target.is_another(word))
        });
        words.sort_by_cached_key(rank);
        words.truncate(SUGGESTED);
        for (word, near) in &mut words {
            near.stories = count(&term.with_text(word));
        }
        words.retain(|(_, near)| near.stories >= least);
        words.sort_by_cached_key(rank);
        let suggested = |(word, near): (String, Near)| Suggested {
            word: DisplayText::line(&word),
            stories: near.stories,
            holder: near.holder,
        };
        if !words.is_empty() {
            corrections.push(Correction {
                written: term.value.clone(),
                field: target.field,
                words: words.into_iter().map(suggested).collect(),
            });
        }
    }
}

impl Chunk {
    /// How many stories in `scope` meet each term of `query` alone; and for the words that none of them
    /// has, the words near them. A word to leave out is looked for in all stories: only if none of them has it is
    /// it likely to be misspelt.
    pub fn tally(&self, query: &Query, scope: &Scope, marks: &Marks) -> Tally {
        let in_scope = self.in_scope(scope);
        let tally = |term| self.tally_term(term, query, &in_scope, marks);
        Tally {
            terms: query.terms().map(tally).collect(),
        }
    }

    fn tally_term(
        &self,
        term: &Term,
        query: &Query,
        in_scope: &[bool],
        marks: &Marks,
    ) -> TermTally {
        let mut found = in_scope.to_vec();
        self.sift(&mut found, term, marks);
        let mut tally = TermTally {
            stories: number_of(&found),
            ..TermTally::default()
        };
        if term.leaves_out_text() {
            let everywhere = self.in_scope(&Scope::All);
            let left_out = self.tally_term(&term.left_out(), query, &everywhere, marks);
            tally.left_out = Some(Box::new(left_out));
            return tally;
        }
        if tally.stories > RARE {
            return tally;
        }
        if let Some(target) = Target::new(term, query) {
            let seen = self.near(&target, in_scope).into_iter();
            let near =
                seen.filter_map(|(word, seen)| Some((word.to_owned(), self.near_of(seen?)?)));
            tally.near = near.collect();
        }
        if tally.stories == 0 && !term.words.is_empty() {
            let mut all = in_scope.to_vec();
            for word in &term.words {
                self.sift(&mut all, word, marks);
                tally
                    .words
                    .push(self.tally_term(word, query, in_scope, marks));
            }
            tally.all_words = number_of(&all);
        }
        tally
    }

    /// The words near the target in the stories of `in_scope`.
    fn near(&self, target: &Target, in_scope: &[bool]) -> SeenWords<'_> {
        let mut near = SeenWords::default();
        for story in (0..self.stories()).filter(|&story| in_scope[story]) {
            let head = self.head(story);
            let mut look = |text| target.look(text, story, &mut near);
            match target.field {
                None => {
                    look(head);
                    look(self.body(story));
                }
                Some(Field::Source) => look(self.source(story)),
                Some(field) => parts_of(head, field).for_each(look),
            }
        }
        near
    }

    fn near_of(&self, seen: Seen) -> Option<Near> {
        let mut near = Near {
            edits: seen.edits,
            stories: seen.stories,
            holder: self.story_id(seen.first)?,
        };
        near.note_holder(self.story_id(seen.last)?);
        Some(near)
    }

    /// How many stories in `scope` meet `term`, which is text.
    fn count(&self, term: &Term, scope: &Scope) -> usize {
        let mut found = self.in_scope(scope);
        self.sift(&mut found, term, &Marks::default());
        number_of(&found)
    }
}

fn number_of(found: &[bool]) -> usize {
    found.iter().filter(|&&found| found).count()
}
