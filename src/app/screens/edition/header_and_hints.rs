//! What an edition says in the header and the last line.

use super::items::Filter;
use super::state::EditionScreen;
use crate::app::hints::{self, GAP};
use crate::app::layout::Panes;
use crate::app::parts::split::Focus;
use crate::app::screen::{Hint, Titled};
use crate::app::session::Session;
use crate::briefing::{Briefing, Story};
use crate::keymap::{Action, Motion};
use crate::text::{DisplayText, counted, grouped, minutes_text};

/// What the header says of an edition whose file is no longer there.
const GONE: &str = "file gone";

impl EditionScreen {
    /// Who publishes the edition, its date and title, and how much there is to read.
    pub(super) fn masthead(&self, session: &Session) -> Titled {
        let edition = self.list().edition();
        let date = edition.date();
        let Some(briefing) = self.list().briefing() else {
            return Titled {
                title: edition.label(),
                right: DisplayText::line(
                    &date
                        .map(|date| date.long(session.dates()))
                        .unwrap_or_default(),
                ),
                below: DisplayText::line(if self.is_gone(session) {
                    GONE
                } else {
                    "could not be read"
                }),
                ..Titled::default()
            };
        };
        let (title, below) = match briefing.source() {
            source if source.is_empty() => (briefing.title(), source),
            source => (source, briefing.title()),
        };
        let long = date
            .map(|date| date.long(session.dates()))
            .unwrap_or_default();
        let short = date
            .map(|date| date.short(session.dates()))
            .unwrap_or_default();
        let label = self.label_in_header(briefing, session);
        // Where there is less room, the date is abbreviated first, then the label goes.
        let detail = [format!("{long}{label}"), format!("{short}{label}"), short];
        Titled {
            title: title.to_text(),
            detail: detail
                .iter()
                .map(|detail| DisplayText::line(detail.trim_start_matches(" · ")))
                .collect(),
            right: DisplayText::line(&self.progress(briefing, session)),
            below: below.to_text(),
            ..Titled::default()
        }
    }

    /// ` · Evening`: the edition's label, and its hour where nothing else tells it from others of its day.
    fn label_in_header(&self, briefing: &Briefing, session: &Session) -> String {
        let (label, title) = (briefing.edition(), briefing.title());
        let id = self.list().edition().id();
        let archive = &session.archive;
        let distinction = archive.distinction_beside_source(id, session.dates());
        let says_more = |distinction: &&str| *distinction != &*label && *distinction != &*title;
        let distinction = Some(&*distinction).filter(says_more);
        let parts = [Some(&*label), distinction].into_iter().flatten();
        let parts = parts.filter(|part| !part.is_empty());
        parts.fold(String::new(), |text, part| text + " · " + part)
    }

    /// `8 stories · 9 min`, and `2 of 8 read · 7 min left` once it is begun; under a filter, how many of the
    /// stories it lets through.
    pub(super) fn progress(&self, briefing: &Briefing, session: &Session) -> String {
        let (list, stories) = (self.list(), briefing.len());
        let (tally, left) = (list.tally(), self.minutes_left());
        let progress = match tally.read {
            0 if left < tally.minutes => format!(
                "{} · {} left",
                counted(stories, "story", "stories"),
                minutes_text(left)
            ),
            0 => format!(
                "{} · {}",
                counted(stories, "story", "stories"),
                minutes_text(left)
            ),
            read if read == stories => "all read".to_owned(),
            read => format!(
                "{} of {} read · {} left",
                grouped(read),
                grouped(stories),
                minutes_text(left)
            ),
        };
        let of_all = |matching: usize, name| {
            let matching = grouped(matching);
            let stories = counted(stories, "story", "stories");
            format!("only {name} · {matching} of {stories}")
        };
        let filter = list.filter();
        let progress = match filter {
            Filter::All => progress,
            Filter::Unread => of_all(stories - tally.read, filter.name()),
            Filter::Saved => of_all(tally.saved, filter.name()),
        };
        let gone = self.is_gone(session).then(|| GONE.to_owned());
        let parts = [gone, self.faults(), Some(progress)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// Whether the edition's file is no longer there.
    pub fn is_gone(&self, session: &Session) -> bool {
        let id = self.list().edition().id();
        session.archive.find(id).is_none()
    }

    /// How many faults the edition's file has, if any that matter.
    fn faults(&self) -> Option<String> {
        let edition = self.list().edition();
        let faults = edition.diagnostics.len();
        let is_faulty = edition.is_faulty();
        is_faulty.then(|| counted(faults, "fault", "faults"))
    }

    /// Reading time of what is unread, in minutes.
    fn minutes_left(&self) -> usize {
        let list = self.list();
        let selected = self.split.selected();
        let mut left = list.tally().time_left;
        let open = list.item(selected).filter(|item| item.is_unread());
        // How far the open story has been read is noted in its mark only when it is left.
        if let (Some(item), Some(place)) = (open, self.split.article.place()) {
            let bytes = list.story(selected).map_or(0, Story::body_bytes);
            left = left - item.time_left + item.time_left_after(place as usize, bytes);
        }
        if left == 0 {
            return 0;
        }
        // Rounded, but never to nothing while something is left.
        (left.saturating_add(50) / 100).max(1)
    }

    /// Where in the edition the open story is.
    pub(super) fn position_text(&self, session: &Session) -> DisplayText {
        let (list, selected) = (self.list(), self.split.selected());
        let story = list
            .item(selected)
            .and_then(|item| Some((item, item.story()?)));
        let gone = self.is_gone(session).then(|| GONE.to_owned());
        let faults = gone.into_iter().chain(self.faults());
        let faults = faults.fold(String::new(), |faults, what| faults + " · " + &what);
        let Some(briefing) = list.briefing() else {
            return list.edition().label();
        };
        let Some((item, position)) = story else {
            return DisplayText::line(&format!("{}{faults}", briefing.title()));
        };
        let section = list.section_of(selected);
        let section = section
            .map(|section| format!("{} · ", briefing.section_title(section)))
            .unwrap_or_default();
        let read = if item.status.read { " · read" } else { "" };
        let saved = if item.status.saved { " · ★" } else { "" };
        let filter = match list.filter() {
            Filter::All => String::new(),
            filter => format!(" · only {}", filter.name()),
        };
        let (number, stories) = (position + 1, briefing.len());
        DisplayText::line(&format!(
            "{section}story {number} of {stories}{read}{saved}{filter}{faults}"
        ))
    }

    fn has_older(&self, session: &Session) -> bool {
        session.neighbour(self.list().edition().id(), 1).is_some()
    }

    fn has_newer(&self, session: &Session) -> bool {
        session.neighbour(self.list().edition().id(), -1).is_some()
    }

    /// The key that leads back from an edition that was reached by a jump.
    fn way_back(&self, session: &Session) -> Option<Hint> {
        let is_useful = self.reached_by_jump || self.jumped_within;
        is_useful.then(|| Hint::named(&session.keymap, Action::JumpBack))
    }

    pub(super) fn reading_hints(&self, panes: &Panes, session: &Session) -> Vec<Hint> {
        let keymap = &session.keymap;
        let named = |action| Some(Hint::named(keymap, action));
        let sections = self.sections() > 0;
        let section = [Action::NextSection, Action::PreviousSection];
        let section = sections.then(|| Hint::of(keymap, &section, "section"));
        let go = named(Action::Go).filter(|_| sections);
        let older = named(Action::OlderEdition).filter(|_| self.has_older(session));
        let (on, next) = (named(Action::ReadOn), named(Action::NextStory));
        let has_links = self.split.article.article().has_links();
        let link = has_links.then(|| Hint::of(keymap, &[Action::OpenLink], "link"));
        let (save, search) = (named(Action::ToggleSaved), named(Action::Search));
        let back = self.way_back(session);
        // The way on matters most, then the way back: where the list is not shown, first the way to that.
        let hints = if self.is_zen() {
            let list = Some(Hint::of(keymap, &[Action::Zen], "headlines"));
            let measure = [Action::Narrower, Action::Wider];
            let measure = Some(Hint::of(keymap, &measure, "measure"));
            vec![on, list, back, next, save, link, measure]
        } else if !panes.shows_list {
            let list = named(Action::ToList);
            vec![on, list, back, next, save, link, section]
        } else if !panes.shows_article {
            let open = named(Action::Open);
            vec![open, back, section, go, search, save, link, older]
        } else {
            let other = Some(self.split.way_across(keymap));
            vec![on, back, other, section, go, search, save, link, older]
        };
        let results = self.from_results && self.split.focus == Focus::List;
        let results = results.then(|| Hint::of(keymap, &[Action::Cancel], "results"));
        let hints = hints.into_iter().flatten();
        results.into_iter().chain(hints).collect()
    }

    pub(super) fn closing_hints(&self, session: &Session) -> Vec<Hint> {
        let keymap = &session.keymap;
        let remaining = self.stories_remaining();
        let again = self.begins_again(session);
        let named = |action| Hint::named(keymap, action);
        let choose = [Action::Move(Motion::Down), Action::Move(Motion::Up)];
        let close = if self.from_results { "results" } else { "quit" };
        [
            (remaining > 0).then(|| named(Action::ReadOn)),
            again.then(|| Hint::of(keymap, &[Action::ReadOn], "read again")),
            self.way_back(session),
            (remaining > 1).then(|| Hint::of(keymap, &choose, "choose")),
            self.editions_around(session, ["edition before", "edition after", "edition"]),
            Some(named(Action::Search)),
            Some(Hint::of(keymap, &[Action::Close], close)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Stories that the closing page offers.
    fn stories_remaining(&self) -> usize {
        let closing = self.closing.as_ref();
        closing.map_or(0, |closing| closing.remaining().len())
    }

    /// The ways on that the closing page names below its list, in a line of `columns`.
    pub fn ways_on(&self, columns: u16, session: &Session) -> Vec<Hint> {
        let keymap = &session.keymap;
        let remaining = self.stories_remaining();
        let on = (remaining > 0).then(|| Hint::of(keymap, &[Action::ReadOn], "read it"));
        let again = self.begins_again(session);
        let again = again.then(|| Hint::of(keymap, &[Action::ReadOn], "read it again"));
        let saved = [Action::SavedStories];
        let any_saved = session.catalogue.saved() > 0;
        let saved = any_saved.then(|| Hint::of(keymap, &saved, "saved stories"));
        let around = [
            "the edition before",
            "the edition after",
            "the edition before, after",
        ];
        let first = on.or(again);
        let taken = first
            .as_ref()
            .map_or(0, |first| hints::columns(first) + GAP);
        let hints = if let Some(same_day) = self.same_day(session) {
            let other = match same_day.action {
                Action::OlderEdition => self.newer_edition(session, "the edition after"),
                _ => self.older_edition(session, "the edition before"),
            };
            let same_day = same_day.hint(columns.saturating_sub(taken), keymap);
            // The last hint stays where there is little room.
            [first, other, saved, Some(same_day)]
        } else {
            [first, self.editions_around(session, around), saved, None]
        };
        hints.into_iter().flatten().collect()
    }

    /// The keys that go to the editions around this one; `texts` say what is before, what is after, and both.
    fn editions_around(&self, session: &Session, texts: [&'static str; 3]) -> Option<Hint> {
        let [before, after, both] = texts;
        let (older, newer) = (Action::OlderEdition, Action::NewerEdition);
        let keymap = &session.keymap;
        if self.has_older(session) && self.has_newer(session) {
            return Some(Hint::of(keymap, &[older, newer], both));
        }
        let before = self.older_edition(session, before);
        before.or_else(|| self.newer_edition(session, after))
    }

    fn older_edition(&self, session: &Session, text: &str) -> Option<Hint> {
        let older = [Action::OlderEdition];
        self.has_older(session)
            .then(|| Hint::of(&session.keymap, &older, text))
    }

    fn newer_edition(&self, session: &Session, text: &str) -> Option<Hint> {
        let newer = [Action::NewerEdition];
        self.has_newer(session)
            .then(|| Hint::of(&session.keymap, &newer, text))
    }
}
