//! What a search says in the header, the prompt and the last line.

use super::state::{Phase, SearchScreen};
use crate::app::layout::Panes;
use crate::app::rows::Rows;
use crate::app::screen::{Hint, Screen, Titled};
use crate::app::session::Session;
use crate::briefing::{Dates, Form};
use crate::keymap::{Action, Edit, Motion};
use crate::search::Scope;
use crate::text::{DisplayText, grouped, width};

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
            count => format!(
                "{asked} · story {} of {}{}",
                grouped(self.split.selected() + 1),
                grouped(count),
                if self.is_partial() { " so far" } else { "" }
            ),
        };
        let distinction = session.archive.distinction(&open.edition, session.dates());
        let in_use = session.dates();
        let detail = open.edition.date().map_or_else(Vec::new, |date| {
            let dates = if panes.divider.is_some() {
                [date.long(in_use), date.short(in_use)]
            } else {
                [date.short(in_use), date.short(in_use)]
            };
            let with = |date: &String| format!("{date} · {distinction}");
            let distinct = dates.iter().filter(|_| !distinction.is_empty()).map(with);
            distinct.chain(dates.iter().cloned()).collect()
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

    pub(super) fn kept_hints(&self, session: &Session) -> Vec<Hint> {
        let named = |action| Hint::named(&session.keymap, action);
        let of = |actions: &[Action], text| Hint::of(&session.keymap, actions, text);
        let back = of(&[Action::Cancel], "back");
        let change = of(&[Action::Search], "change");
        if self.results().count() == 0 {
            return vec![back, change, named(Action::Help)];
        }
        let matches = (!self.split.article.highlights().is_empty())
            .then(|| of(&[Action::NextMatch, Action::PreviousMatch], "match"));
        let others = [
            back,
            change,
            of(&[Action::NextStory], "next"),
            named(Action::ToggleSaved),
            named(Action::ResultEdition),
        ];
        let bars = [Action::OlderEdition, Action::NewerEdition];
        let chart = self.results().chart().map(|_| of(&bars, "chart"));
        let hints = matches.into_iter().chain(others).chain(chart);
        hints.chain([named(Action::Help)]).collect()
    }

    /// `match 3 of 17`.
    pub(super) fn match_position(&self) -> Option<String> {
        let article = &self.split.article;
        let matches = article.highlights().len();
        (matches > 0).then(|| format!("match {} of {matches}", article.current_match() + 1))
    }

    /// What there is to say while a query is typed: what was left out of it, that nothing is found, or
    /// where in the matches the open story is.
    pub(super) fn message(&self, loading: bool, dates: Dates) -> Option<String> {
        if self.keep_when_answered && (loading || self.is_awaiting()) {
            return Some("kept as soon as anything is found".to_owned());
        }
        let nothing = self.results().count() == 0 && self.is_answered();
        let few = self.is_answered() && self.results().count() <= FEW;
        let either = self.query().either.as_ref().filter(|_| few && !loading);
        let either = either.map(|either| format!("to find either, write {either}"));
        match self.query().notes.first().or(either.as_ref()) {
            Some(note) => Some(note.clone()),
            None if nothing && loading => Some("nothing yet".to_owned()),
            None if nothing => Some(self.meant().unwrap_or_else(|| "nothing found".to_owned())),
            None => {
                let taken = self.query().taken.first().map(|taken| {
                    let day = dates.date(Form::Day, taken.day);
                    format!("{}: {day}", taken.field)
                });
                taken.or_else(|| self.match_position())
            }
        }
    }

    /// `did you mean mitterrand?`
    fn meant(&self) -> Option<String> {
        let words: Vec<_> = self.corrections().map(|(_, word)| word).collect();
        (!words.is_empty()).then(|| format!("did you mean {}?", words.join(", ")))
    }

    pub(super) fn typing_hints(&self, session: &Session) -> Vec<Hint> {
        let keymap = &session.keymap;
        let of = |action, text| Hint::typing(keymap, &[action], text);
        let accept = |text| of(Action::Edit(Edit::Accept), text);
        let keep = match self.results().count() {
            0 => self.corrections().next().map(|_| accept("correct")),
            _ => Some(accept("keep")),
        };
        let ways = if self.recalls() {
            (!session.searches.kept_queries.is_empty()).then_some("earlier")
        } else {
            (self.results().count() > 1).then_some("story")
        };
        let ways = ways.map(|text| {
            let motions = [Motion::Down, Motion::Up];
            Hint::typing(keymap, &motions.map(Action::Move), text)
        });
        let scope = of(Action::Scope, self.next_scope().name());
        let back = of(Action::Cancel, "back");
        let hints = [keep, Some(scope), ways, Some(back)];
        hints.into_iter().flatten().collect()
    }
}
