//! Why nothing was found: how that is asked, and how the user chooses among what is suggested.

use super::state::{Phase, Reason, Reasons, SearchScreen, Suggesting};
use crate::app::message::Effect;
use crate::app::parts::prompt::{Prompt, Replacement};
use crate::app::screen::Screen;
use crate::app::session::Session;
use crate::app::texts::{SpellingsRequest, Text, TextRequest};
use crate::keymap::{Edit, Motion};
use crate::search::{Alone, Correction, RARE, Suggestions, Term};
use crate::text::{DisplayStr, DisplayText};

impl SearchScreen {
    /// Asks why nothing was found, if nothing was, or very little, or which alternatives and words to leave out were
    /// not.
    pub fn ask_for_suggestions(&mut self, session: &mut Session) {
        let query = &self.asked.query;
        let may_miss_some = query.has_alternatives() || query.leaves_out_text();
        let few = if self.is_typing() { RARE } else { 0 };
        let all_found = self.results().hits().len() > few && !may_miss_some;
        let chunks = &session.searches.chunks;
        if !self.is_answered()
            || all_found
            || session.loading.is_some()
            || self.asked.suggestions != Suggesting::NotAsked
            || chunks.is_empty()
            || self.why_nothing_to_search(session).is_some()
        {
            return;
        }
        self.asked.suggestions = Suggesting::Awaited;
        let request = self.search_request(0, chunks.clone(), session);
        session.effects.push(Effect::Suggest(request));
    }

    /// Whether nothing was found and it is still to be seen what was meant.
    pub(super) fn is_looking(&self) -> bool {
        let waits = matches!(
            self.asked.suggestions,
            Suggesting::Awaited | Suggesting::AwaitedByUser
        );
        // Without its parentheses a query may mean something else, so nothing is put in its place.
        waits && self.results().hits().is_empty() && !self.asked.query.has_parentheses
    }

    /// Takes the answer to the last request for suggestions, and asks how stories spell what is suggested.
    pub fn take_suggestions(&mut self, suggestions: Suggestions, session: &mut Session) {
        let text = self.prompt.text();
        let alone = self.asked.query.terms().zip(&suggestions.alone);
        self.asked.reasons = Some(Reasons {
            alone: alone
                .map(|(term, alone)| Reason::new(term, alone, text))
                .collect(),
            corrections: Vec::new(),
            choice: 0,
        });
        let corrections = self.helpful(suggestions.corrections);
        if corrections.is_empty() || self.asked.query.state_meant().is_some() {
            return self.report_not_found(session);
        }
        self.asked.spellings = session.next_number();
        let request = SpellingsRequest {
            number: self.asked.spellings,
            corrections,
        };
        let request = TextRequest::Spellings(request);
        session.effects.push(Effect::Read(request));
    }

    /// The corrections that may find more. Where nothing is found, leaving out other words finds nothing either.
    fn helpful(&self, mut corrections: Vec<Correction>) -> Vec<Correction> {
        let is_left_out = |correction: &Correction| {
            let mut terms = self.asked.query.terms();
            terms.any(|term| term.negated && term.value == correction.written)
        };
        if self.results().hits().is_empty() && corrections.iter().all(is_left_out) {
            corrections.clear();
        }
        corrections
    }

    /// Takes the spellings of what is suggested, if they were asked for last.
    pub fn take_spellings(&mut self, text: &Text, session: &mut Session) {
        if let Text::Spellings {
            number,
            corrections,
        } = text
            && *number == self.asked.spellings
            && let Some(reasons) = &mut self.asked.reasons
        {
            reasons.corrections.clone_from(corrections);
            self.report_not_found(session);
        }
    }

    /// Says what was not found, if the results have been kept: the prompt is not there to say so.
    fn report_not_found(&mut self, session: &mut Session) {
        self.asked.suggestions = Suggesting::Come;
        let is_new = !self.asked.is_again() && session.notice.is_none();
        if self.phase == Phase::Kept && is_new {
            self.report_note(session);
        }
    }

    /// Why nothing was found, once that is known.
    pub fn reasons(&self) -> Option<&Reasons> {
        let nothing = self.results().hits().is_empty();
        self.asked.reasons.as_ref().filter(|_| nothing)
    }

    /// What Enter puts in place of parts of the query when nothing is found, in the order of the query: the
    /// likeliest corrections of words that no story has, and fields in place of names that are none.
    pub(super) fn replacements(&self) -> Vec<Replacement> {
        let is_for_parentheses = self.asked.query.has_parentheses;
        if !self.is_answered() || !self.results().hits().is_empty() || is_for_parentheses {
            // Without its parentheses a query may mean something else.
            return Vec::new();
        }
        if let Some(meant) = self.asked.query.state_meant() {
            return vec![meant];
        }
        self.all_replacements()
    }

    pub(super) fn all_replacements(&self) -> Vec<Replacement> {
        let fields = self.asked.query.misnamed.iter();
        let fields = fields.map(|misnamed| (misnamed.name.clone(), misnamed.field.to_owned()));
        let mut all: Vec<_> = self.corrected_words().chain(fields).collect();
        all.sort_by_key(|(written, _)| written.start);
        all
    }

    /// What the key that goes right takes at the end of the prompt.
    pub(super) fn taken_by(&self, edit: Edit) -> Option<Prompt> {
        let takes = edit == Edit::Right && self.is_typing() && self.prompt.is_at_end();
        let replaced = || self.prompt.with(self.replacements());
        takes.then(|| self.offered().or_else(replaced)).flatten()
    }

    /// The prompt with the likeliest corrections put in, for the key that goes right at its end. Only where something is
    /// found: there Enter keeps the results.
    pub(super) fn offered(&self) -> Option<Prompt> {
        let finds = self.is_answered() && !self.results().hits().is_empty();
        // While only half a field is left, the suggestions are those of the query before.
        let is_of_prompt = !self.asked.query.is_empty();
        let can_take = finds && is_of_prompt && self.is_typing() && self.prompt.is_at_end();
        can_take
            .then(|| self.prompt.with(self.all_replacements()))
            .flatten()
    }

    fn corrected_words(&self) -> impl Iterator<Item = Replacement> {
        let words = self.corrections();
        words.map(|(correction, word)| (correction.written.clone(), word.to_string()))
    }

    /// The corrections of the words that no story has, or very few, in the order of the query, each with the word that is
    /// chosen.
    pub(super) fn corrections(&self) -> impl Iterator<Item = (&Correction, &DisplayText)> {
        let reasons = self.asked.reasons.iter();
        let chosen = reasons.flat_map(|reasons| reasons.corrections.iter().zip(reasons.chosen()));
        chosen.filter_map(|(found, chosen)| Some((found, &found.words.get(chosen)?.word)))
    }

    /// How many ways to correct the query there are to choose from while it is typed; 0 when nothing is suggested.
    pub(super) fn choices(&self) -> usize {
        let reasons = self.reasons().filter(|_| self.is_typing());
        reasons.map_or(0, Reasons::choices)
    }

    /// Chooses among the words that are suggested.
    pub(super) fn choose(&mut self, motion: Motion) {
        let last = self.choices().saturating_sub(1);
        if let Some(reasons) = &mut self.asked.reasons {
            reasons.choice = match motion {
                Motion::Down => (reasons.choice + 1).min(last),
                Motion::Up => reasons.choice.saturating_sub(1),
                motion if motion.is_down() => last,
                _ => 0,
            };
        }
    }
}

impl Reason {
    /// `query` is what `term` is a part of.
    fn new(term: &Term, alone: &Alone, query: DisplayStr<'_>) -> Self {
        let written = |term: &Term| query.part(term.written.clone()).to_text();
        let words = term.words.iter().zip(&alone.words);
        let words: Vec<_> = words
            .map(|(word, &stories)| (written(word), stories))
            .collect();
        let all_known = words.iter().all(|(_, stories)| *stories > 0);
        let together = match words.len() {
            2 => "both words".to_owned(),
            words => format!("all {words} words"),
        };
        Self {
            written: written(term),
            unknown: alone.unknown,
            stories: alone.stories,
            words: if all_known && !words.is_empty() {
                vec![(DisplayText::line(&together), alone.all_words)]
            } else {
                words
            },
        }
    }
}

impl Reasons {
    /// How many choices there are: the likeliest words, or another one in place of one of them.
    fn choices(&self) -> usize {
        let others = self.corrections.iter().map(others);
        let others: usize = others.sum();
        others + usize::from(!self.corrections.is_empty())
    }

    /// The words that Enter takes, if there is a choice: for each correction the index of one.
    pub fn chosen(&self) -> impl Iterator<Item = usize> {
        let mut choice = self.choice;
        self.corrections.iter().map(move |correction| {
            let others = others(correction);
            let chosen = if choice <= others { choice } else { 0 };
            choice = choice.saturating_sub(others);
            chosen
        })
    }
}

/// How many words are suggested beside the likeliest.
fn others(correction: &Correction) -> usize {
    correction.words.len().saturating_sub(1)
}
