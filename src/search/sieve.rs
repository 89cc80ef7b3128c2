//! Which files need not be parsed for a search, judged by their bytes.

mod folds;
mod plain;
mod readings;
mod spelling;
mod written;

use folds::Folds;
use spelling::Spelling;

use super::query::{Query, Term, Test};

/// Words that the program adds to a file's text: where a headline or a title is missing, and before the
/// description of an image.
const OWN_WORDS: [&str; 4] = ["(no", "headline)", "title)", ":"];

/// Tells from the bytes of a file, much faster than parsing takes, that no story in it can match a query.
///
/// A file passes if each clause of the query has a term all of whose words may be in the file. A word may be
/// written in other ways than it is shown, with an entity for instance. What a term looks for in marks or dates,
/// and what it excludes, is never a reason to leave a file out.
#[derive(Debug)]
pub struct Sieve {
    /// Clauses that can leave a file out, those of long words first.
    clauses: Vec<Clause>,
    folds: Folds,
}

/// The words of each term.
type Clause = Vec<Vec<Spelling>>;

impl Sieve {
    /// `None` if every file may hold stories that match.
    pub fn new(query: &Query) -> Option<Self> {
        let folds = Folds::new();
        let words_of = |term: &Term| words(term, &folds);
        let clauses = query.clauses.iter();
        let mut clauses: Vec<Clause> = clauses
            .filter_map(|clause| clause.terms.iter().map(words_of).collect())
            .collect();
        let shortest = |clause: &Clause| {
            let longest = |words: &Vec<Spelling>| words.iter().map(Spelling::len).max();
            clause.iter().filter_map(longest).min()
        };
        clauses.sort_by_key(|clause| std::cmp::Reverse(shortest(clause)));
        (!clauses.is_empty()).then_some(Self { clauses, folds })
    }

    /// Whether a story in a file of these bytes may match. True does not mean that a story matches; false
    /// means that none does.
    pub fn passes(&self, file: &[u8]) -> bool {
        let may_hold = |word: &Spelling| word.may_be_in(file, &self.folds);
        let may_meet = |words: &Vec<Spelling>| words.iter().all(may_hold);
        let mut clauses = self.clauses.iter();
        clauses.all(|clause| clause.iter().any(may_meet))
    }
}

/// The words that a file must hold to meet a term, the longest first; `None` if it need not hold any.
fn words(term: &Term, folds: &Folds) -> Option<Vec<Spelling>> {
    let (Test::Text { finder, .. } | Test::Source(finder)) = &term.test else {
        return None;
    };
    if term.negated {
        return None;
    }
    let text = str::from_utf8(finder.needle()).ok()?;
    let words = text.split(' ').filter(|word| !is_own(word));
    let mut words: Vec<_> = words
        .filter_map(|word| Spelling::new(word, folds))
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    (!words.is_empty()).then_some(words)
}

/// Whether a word may be in a file's text though it is not in the file: words that the program adds, and the
/// characters it shows instead of control characters and of those that are left out.
fn is_own(word: &str) -> bool {
    let is_picture = |c| matches!(c, '\u{2400}'..='\u{2426}' | char::REPLACEMENT_CHARACTER);
    OWN_WORDS.iter().any(|own| own.contains(word)) || word.contains(is_picture)
}
