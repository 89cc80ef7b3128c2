//! Why a query found nothing: how many stories meet each of its terms alone, and which words of the
//! archive are spelled nearly like one that no story has.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use memchr::{memchr_iter, memmem::Finder};

use super::corpus::Chunk;
use super::query::{Query, Term, Test};
use super::scan::{Scope, parts_of};
use crate::briefing::Field;
use crate::marks::Marks;

/// Words of fewer letters have too many others near them.
const SHORTEST: usize = 3;
/// Words of at most so many letters may differ by one edit, longer ones by two.
const ONE_EDIT: usize = 5;
/// Words of more letters are not compared.
const LONGEST: usize = 40;
/// The most words that are suggested for one.
const SUGGESTED: usize = 3;

/// Why a query found nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// For each term of the query, in its order, how many stories meet it alone.
    pub alone: Vec<usize>,
    /// What may have been meant by words that no story has, in the order of the query.
    pub corrections: Vec<Correction>,
}

/// Words spelled nearly like one that no story has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Where the word is in the text of the query, in bytes, without its field.
    pub written: Range<usize>,
    /// At most three words, the likeliest first, and how many stories a search for each finds. Never
    /// empty.
    pub words: Vec<(String, usize)>,
}

/// What chunks know about a query.
#[derive(Debug, Default)]
pub struct Tally {
    /// For each term, how many stories meet it alone.
    alone: Vec<usize>,
    /// For each term, the words near it. Only complete if no story has the term.
    near: Vec<HashMap<String, Near>>,
}

/// A word near one that is searched for.
#[derive(Clone, Copy, Debug)]
struct Near {
    edits: usize,
    /// How many stories have it as a whole word.
    stories: usize,
    /// The index in its chunk of the last of them.
    last: usize,
}

impl Correction {
    /// The word that is most likely meant.
    pub fn likeliest(&self) -> Option<&str> {
        self.words.first().map(|(word, _)| word.as_str())
    }
}

impl Tally {
    pub fn merge(&mut self, other: Self) {
        self.alone.resize(other.alone.len(), 0);
        self.near.resize_with(other.near.len(), HashMap::new);
        for (alone, more) in self.alone.iter_mut().zip(other.alone) {
            *alone += more;
        }
        for (near, more) in self.near.iter_mut().zip(other.near) {
            for (word, found) in more {
                near.entry(word)
                    .and_modify(|near| near.stories += found.stories)
                    .or_insert(found);
            }
        }
    }

    /// Chooses among the words that the tally of all `chunks` has, and counts the stories that a search
    /// for each of them finds in `scope`.
    pub fn suggestions(self, query: &Query, scope: &Scope, chunks: &[Arc<Chunk>]) -> Suggestions {
        let mut corrections = Vec::new();
        for ((term, near), alone) in query.terms().zip(self.near).zip(&self.alone) {
            let target = Target::new(term).filter(|_| *alone == 0);
            let Some(target) = target else { continue };
            let mut words: Vec<_> = near.into_iter().collect();
            words.sort_by_cached_key(|(word, near)| target.rank(word, *near));
            words.truncate(SUGGESTED);
            for (word, near) in &mut words {
                let found = chunks.iter().map(|chunk| chunk.count(word, term, scope));
                near.stories = found.sum();
            }
            words.retain(|(_, near)| near.stories > 0);
            words.sort_by_cached_key(|(word, near)| target.rank(word, *near));
            if !words.is_empty() {
                corrections.push(Correction {
                    written: term.value.clone(),
                    words: words
                        .into_iter()
                        .map(|(word, near)| (word, near.stories))
                        .collect(),
                });
            }
        }
        Suggestions {
            alone: self.alone,
            corrections,
        }
    }
}

impl Chunk {
    /// How many stories in `scope` meet each term of `query` alone; and for the words that none of them
    /// has, the words near them.
    pub fn tally(&self, query: &Query, scope: &Scope, marks: &Marks) -> Tally {
        let in_scope = self.in_scope(scope);
        let mut tally = Tally::default();
        let mut targets = Vec::new();
        for (index, term) in query.terms().enumerate() {
            let mut found = in_scope.clone();
            self.sift(&mut found, term, marks);
            let alone = found.iter().filter(|&&found| found).count();
            tally.alone.push(alone);
            tally.near.push(HashMap::new());
            let target = Target::new(term).filter(|_| alone == 0);
            targets.extend(target.map(|target| (index, target)));
        }
        for (index, target) in targets {
            let near = self.near(&target, &in_scope).into_iter();
            tally.near[index] = near
                .filter_map(|(word, near)| Some((word.to_owned(), near?)))
                .collect();
        }
        tally
    }

    /// The words near the target in the stories of `in_scope`; `None` for words that looked near.
    fn near(&self, target: &Target, in_scope: &[bool]) -> HashMap<&str, Option<Near>> {
        let mut near = HashMap::new();
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

    /// How many stories in `scope` meet `term` with `word` for its text.
    fn count(&self, word: &str, term: &Term, scope: &Scope) -> usize {
        let mut term = term.clone();
        if let Test::Text { finder, .. } | Test::Source(finder) = &mut term.test {
            *finder = Finder::new(word).into_owned();
        }
        let mut found = self.in_scope(scope);
        self.sift(&mut found, &term, &Marks::default());
        found.into_iter().filter(|&found| found).count()
    }
}

/// A word for which others are suggested.
struct Target {
    word: String,
    field: Option<Field>,
    /// The most edits by which another may differ.
    limit: usize,
    /// The lengths of the words that may be near, in bytes.
    lengths: Range<usize>,
    /// The letters of the word, as [`letters`] gives them; `None` if it has others than those of ASCII.
    letters: Option<u32>,
}

impl Target {
    /// `None` when no other word can be suggested for the term.
    fn new(term: &Term) -> Option<Self> {
        let (field, finder) = match &term.test {
            Test::Text { field, finder, .. } => (*field, finder),
            Test::Source(finder) => (Some(Field::Source), finder),
            Test::Days(_) | Test::Is(_) => return None,
        };
        let word = std::str::from_utf8(finder.needle()).ok()?.to_owned();
        let length = word.chars().count();
        let is_word = !term.negated && !word.contains(' ');
        if !is_word || !(SHORTEST..=LONGEST).contains(&length) {
            return None;
        }
        let limit = if length <= ONE_EDIT { 1 } else { 2 };
        let shortest = if word.is_ascii() { length } else { 1 + limit };
        Some(Self {
            field,
            limit,
            // A character takes at most four bytes.
            lengths: shortest - limit..word.len() + 4 * limit + 1,
            letters: word.is_ascii().then(|| letters(word.as_bytes())),
            word,
        })
    }

    /// Notes the words of `text`, which is of the story at `story`, that are near.
    fn look<'t>(&self, text: &'t str, story: usize, near: &mut HashMap<&'t str, Option<Near>>) {
        let mut start = 0;
        for end in memchr_iter(b' ', text.as_bytes()).chain([text.len()]) {
            // Most words are too short, and are skipped without a look at their letters.
            if end - start >= self.lengths.start {
                self.look_between_spaces(&text[start..end], story, near);
            }
            start = end + 1;
        }
    }

    fn look_between_spaces<'t>(
        &self,
        text: &'t str,
        story: usize,
        near: &mut HashMap<&'t str, Option<Near>>,
    ) {
        let separates = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric();
        for word in text.split(separates) {
            if !self.lengths.contains(&word.len()) || !self.has_like_letters(word.as_bytes()) {
                continue;
            }
            let known = near.entry(word).or_insert_with(|| self.compare(word));
            if let Some(near) = known
                && (near.stories == 0 || near.last != story)
            {
                near.stories += 1;
                near.last = story;
            }
        }
    }

    /// Whether the letters of a word allow it to be near. An edit puts in at most one letter and takes
    /// out at most one.
    fn has_like_letters(&self, word: &[u8]) -> bool {
        match self.letters {
            Some(wanted) if word.is_ascii() => {
                (letters(word) ^ wanted).count_ones() as usize <= 2 * self.limit
            }
            _ => true,
        }
    }

    fn compare(&self, word: &str) -> Option<Near> {
        let edits = strsim::osa_distance(&self.word, word);
        let near = Near {
            edits,
            stories: 0,
            last: 0,
        };
        let is_near = edits <= self.limit && word.chars().all(char::is_alphanumeric);
        is_near.then_some(near)
    }

    /// The order in which words are suggested: those with the fewest edits first, then those with the
    /// same first letter, then those of the most stories.
    fn rank(&self, word: &str, near: Near) -> (usize, bool, Reverse<usize>, String) {
        let begins_otherwise = word.chars().next() != self.word.chars().next();
        let stories = Reverse(near.stories);
        (near.edits, begins_otherwise, stories, word.to_owned())
    }
}

/// A bit for each letter that a word has. Some letters and digits share a bit.
fn letters(word: &[u8]) -> u32 {
    word.iter()
        .fold(0, |letters, byte| letters | 1 << (byte & 31))
}
