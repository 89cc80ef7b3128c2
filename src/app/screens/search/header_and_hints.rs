//! What a search says in the header, the prompt and the last line.

use super::results::NO_MATCH;
use super::state::{Phase, SearchScreen, Suggesting};
use crate::app::layout::Panes;
use crate::app::parts::prompt::did_you_mean;
use crate::app::remark::Remark;
use crate::app::rows::Rows;
use crate::app::screen::{Hint, Screen, Titled};
use crate::app::session::Session;
use crate::briefing::Form;
use crate::keymap::{Action, Edit, Mode, Motion};
use crate::search::{Misnamed, Scope};
use crate::text::{DisplayText, counted, grouped, width};

/// With no more stories than this, a query that may have meant one word or the other has found few.
const FEW: usize = 5;

/// The most columns of a kept query in the header.
const QUERY: usize = 24;

impl SearchScreen {
    /// The edition of the story that is open, and where in the results that is.
    pub(super) fn titled(&self, panes: &Panes, session: &Session) -> Titled {
        let open = self.shown();
        let scope = self.scope.name();
        let query = || width::cut(self.prompt.text(), QUERY);
        let asked = match self.scope {
            // While it is being typed, the prompt shows the query.
            _ if self.is_typing() => scope.to_owned(),
            Scope::All => format!("/{}", query()),
            _ => format!("/{} in {scope}", query()),
        };
        let asked = match self.phase {
            Phase::Kept if !self.query().notes.is_empty() => format!("{asked} · used in part"),
            _ => asked,
        };
        let right = match self.results().count() {
            0 => asked,
            _ if self.lost_match().is_some() => format!("{asked} · {NO_MATCH}"),
            count => format!(
                "{asked} · story {} of {}{}",
                grouped(self.split.selected() + 1),
                grouped(count),
                if self.is_partial() { " so far" } else { "" }
            ),
        };
        let in_use = session.dates();
        let (archive, id) = (&session.archive, &open.edition);
        let distinction = archive.distinction_beside_source(id, in_use);
        let detail = open.edition.date().map_or_else(Vec::new, |date| {
            let dates = if panes.divider.is_some() {
                [date.long(in_use), date.short(in_use)]
            } else {
                [date.short(in_use), date.short(in_use)]
            };
            let with = |date: &String| format!("{date} · {distinction}");
            let distinct = dates.iter().filter(|_| !distinction.is_empty()).map(with);
            // A date that is cut may be taken for another: first the year is left out, then the whole date.
            let of_year = [Form::WeekdayOfYear, Form::DayOfYear];
            let of_year = of_year.map(|form| in_use.date(form, date.day));
            let shorter = of_year.into_iter().chain([String::new()]);
            distinct.chain(dates.clone()).chain(shorter).collect()
        });
        let edition = session.archive.find(&open.edition);
        let briefing = edition.and_then(|edition| edition.briefing.as_ref());
        let (title, below) = match (briefing, edition) {
            (Some(briefing), _) => (briefing.source().to_text(), briefing.title().to_text()),
            (None, Some(edition)) => (edition.label(), DisplayText::new()),
            (None, None) => (DisplayText::line("File gone"), DisplayText::new()),
        };
        Titled {
            title,
            detail: detail.iter().map(|text| DisplayText::line(text)).collect(),
            right: DisplayText::line(&right),
            right_first: true,
            below,
            ..Titled::default()
        }
    }

    pub(super) fn kept_hints(&self, panes: &Panes, session: &Session) -> Vec<Hint> {
        let named = |action| Hint::named(&session.keymap, action);
        let of = |actions: &[Action], text| Hint::of(&session.keymap, actions, text);
        let back = of(&[Action::Cancel], "back");
        let change = of(&[Action::Search], "change");
        if self.results().count() == 0 {
            return vec![back, change, named(Action::Help)];
        }
        let matches = (!self.split.article.highlights().is_empty())
            .then(|| of(&[Action::NextMatch, Action::PreviousMatch], "match"));
        let both = panes.divider.is_some();
        let across = both.then(|| self.split.way_across(&session.keymap));
        let others = [
            change,
            of(&[Action::NextStory], "next"),
            named(Action::ToggleSaved),
            named(Action::ResultEdition),
        ];
        let bars = [Action::OlderEdition, Action::NewerEdition];
        let chart = self.results().chart().map(|_| of(&bars, "chart"));
        let ways = matches.into_iter().chain([back]).chain(across);
        let hints = ways.chain(others).chain(chart);
        hints.chain([named(Action::Help)]).collect()
    }

    /// `match 3 of 17`.
    pub(super) fn match_position(&self) -> Option<String> {
        let article = &self.split.article;
        let matches = article.highlights().len();
        // There may be fewer than before, since the file has changed.
        let current = (article.current_match() + 1).min(matches);
        (matches > 0).then(|| format!("match {current} of {matches}"))
    }

    /// What there is to say while a query is typed, as [`PromptLine`](crate::app::screen::PromptLine) has it: what was
    /// left out of it, what is not found, or where in the matches the open story is.
    pub(super) fn messages(&self, session: &Session) -> Vec<String> {
        let loading = session.loading.is_some();
        if self.keep_when_answered && (loading || self.is_awaiting()) {
            return vec!["kept as soon as anything is found".to_owned()];
        }
        if self.is_looking() && self.asked.suggestions == Suggesting::AwaitedByUser {
            return vec!["still looking for similar words".to_owned()];
        }
        let (query, count) = (self.query(), self.results().count());
        let nothing = count == 0 && self.is_answered();
        let few = self.is_answered() && count <= FEW && !loading;
        if let Some(note) = query.notes.first() {
            return vec![note.clone()];
        }
        if let Some(either) = query.either.as_ref().filter(|_| few) {
            return vec![format!("to find either, write {either}")];
        }
        if let Some(without) = query.without.as_ref().filter(|_| few) {
            return vec![format!("to leave it out, write {without}")];
        }
        if let Some(Misnamed { field, note, .. }) = query.misnamed.first() {
            return vec![note.clone(), did_you_mean(&format!("{field}:"))];
        }
        if nothing && loading {
            return vec!["nothing yet".to_owned()];
        }
        if nothing {
            return self.nothing_found(session);
        }
        if let Some(not_found) = self.not_found() {
            return not_found;
        }
        let taken = query.taken.first().map(|taken| {
            let day = session.dates().date(Form::Day, taken.day);
            format!("{}: {day}", taken.field)
        });
        match self.instead() {
            Some(instead) if taken.is_none() => instead,
            _ => {
                let message = taken.or_else(|| self.match_position());
                message.into_iter().collect()
            }
        }
    }

    /// What is said when nothing is found.
    fn nothing_found(&self, session: &Session) -> Vec<String> {
        let meant = self.meant();
        if self.query().has_parentheses {
            let parentheses = "parentheses do not group words";
            return vec![
                format!("nothing found; {parentheses}"),
                parentheses.to_owned(),
            ];
        }
        if let Some(meant) = meant {
            return vec![did_you_mean(&meant)];
        }
        if self.is_looking() {
            return vec!["looking for similar words".to_owned()];
        }
        let nothing_left = session.nothing_left();
        let because = nothing_left.as_ref().map(Remark::in_line);
        let because = because.or(self.why_nothing_to_search(session));
        let because = because.map(|why| format!("nothing found: {why}"));
        let nothing = because.into_iter().chain(["nothing found".to_owned()]);
        nothing.collect()
    }

    /// Why there is nothing to be searched, if what the search is limited to has gone.
    pub(super) fn why_nothing_to_search(&self, session: &Session) -> Option<&'static str> {
        let archive = &session.archive;
        match &self.scope {
            Scope::Edition(edition) if archive.find(edition).is_none() => {
                Some("this edition’s file has gone")
            }
            Scope::Story(story) if archive.find(story.edition()).is_none() => {
                Some("this story’s file has gone")
            }
            Scope::Story(story) if archive.follow(story).is_none() => {
                Some("this story is no longer in its file")
            }
            _ => None,
        }
    }

    /// What may have been meant by the words that no story has, as far as it is chosen.
    fn meant(&self) -> Option<String> {
        let state = self.query().state_meant();
        if let Some((_, state)) = state.filter(|_| self.results().count() == 0) {
            return Some(state);
        }
        let words: Vec<&str> = self.corrections().map(|(_, word)| &**word).collect();
        (!words.is_empty()).then(|| words.join(", "))
    }

    /// What many stories have in place of a word that very few have.
    fn instead(&self) -> Option<Vec<String>> {
        self.offered()?;
        let mut corrections = self.corrections();
        let (correction, word) = corrections.next()?;
        let stories = correction.words.iter().find(|it| it.word == *word)?.stories;
        let with_count = format!("{word} ({})", counted(stories, "story", "stories"));
        let with_count = corrections.next().is_none().then_some(with_count);
        let meant = with_count.into_iter().chain([self.meant()?]);
        Some(meant.map(|meant| did_you_mean(&meant)).collect())
    }

    /// `no story has govrenment`: the alternatives and the words to leave out that no story has, if any story was
    /// found.
    fn missing(&self) -> Option<String> {
        let reasons = self.asked.reasons.as_ref()?;
        let terms = self.query().terms().zip(&reasons.alone);
        let missing = terms.filter_map(|(term, alone)| {
            let written = alone.written.strip_prefix('-');
            let text = match written.filter(|_| term.leaves_out_text()) {
                None if term.is_text() => Some(&*alone.written),
                text => text,
            };
            text.filter(|_| alone.unknown)
        });
        let missing: Vec<&str> = missing.collect();
        let any = !missing.is_empty() && self.results().count() > 0;
        let has = match self.scope {
            Scope::All => "no story has",
            Scope::Edition(_) => "no story here has",
            Scope::Story(_) => "this story does not have",
        };
        any.then(|| format!("{has} {}", missing.join(", ")))
    }

    /// The same with what may have been meant, and then that alone.
    fn not_found(&self) -> Option<Vec<String>> {
        let missing = self.missing()?;
        Some(match self.meant().map(|meant| did_you_mean(&meant)) {
            Some(meant) => vec![format!("{missing}; {meant}"), meant],
            None => vec![missing],
        })
    }

    /// What was left out of a query whose results are kept, or what it does not find, with the keys that correct it: the
    /// longest form that fits.
    pub(super) fn note(&self, session: &Session) -> Option<String> {
        let note = self.query().first_note().map(|note| vec![note]);
        let notes = note.or_else(|| self.not_found())?;
        let corrects = self.keys_that_correct(session);
        let with_keys = |note: String| match &corrects {
            Some(keys) if note.ends_with('?') => format!("{note} {keys}"),
            _ => note,
        };
        Some(session.fitting(notes.into_iter().map(with_keys)))
    }

    /// `/ and then → corrects it`, if what is not found can be corrected.
    fn keys_that_correct(&self, session: &Session) -> Option<String> {
        self.prompt.with(self.all_replacements())?;
        let change = session.key_name(Action::Search);
        let take = Action::Edit(Edit::Right);
        let take = session.keymap.key_name_in(Mode::Typing, take);
        let has_keys = !change.is_empty() && !take.is_empty();
        has_keys.then(|| format!("{change} and then {take} corrects it"))
    }

    pub(super) fn typing_hints(&self, session: &Session) -> Vec<Hint> {
        let keymap = &session.keymap;
        let of = |action, text| Hint::typing(keymap, &[action], text);
        let accept = |text| of(Action::Edit(Edit::Accept), text);
        let keep = match self.results().count() {
            0 => (!self.replacements().is_empty()).then(|| accept("correct")),
            _ => Some(accept("keep")),
        };
        let chooses = !self.recalls() && self.choices() > 1;
        let ways = if self.recalls() {
            (!session.searches.kept_queries.is_empty()).then_some("earlier")
        } else if chooses {
            Some("choose")
        } else {
            (self.results().count() > 1).then_some("story")
        };
        let ways = ways.map(|text| {
            let motions = [Motion::Down, Motion::Up];
            Hint::typing(keymap, &motions.map(Action::Move), text)
        });
        let scope = of(Action::Scope, self.next_scope().name());
        let back = of(Action::Cancel, "back");
        let offered = self.offered();
        let correct = offered.map(|_| of(Action::Edit(Edit::Right), "correct"));
        let hints = if chooses {
            [keep, ways, Some(scope), Some(back), None]
        } else {
            [correct, keep, Some(scope), ways, Some(back)]
        };
        hints.into_iter().flatten().collect()
    }
}
