//! What the keys do in a search: typing, the walk from match to match, the way back.

use crate::app::layout::Panes;
use crate::app::parts::list_cursor::ListCursor;
use crate::app::parts::prompt::Prompt;
use crate::app::parts::split::{Focus, Listing, Split};
use crate::app::reader::perform_in_split;
use crate::app::screens::edition::headlines::Headlines;
use crate::app::{Behind, Model};
use crate::keymap::action::{Action, Edit, Motion};

/// The searches remembered for the prompt.
const HISTORY: usize = 100;

impl Model {
    pub(super) fn perform_in_search(&mut self, action: Action, panes: &Panes) {
        let Some(searching) = self.searching() else {
            return;
        };
        match action {
            Action::Edit(Edit::Accept) => self.accept_search(),
            Action::Edit(edit) => self.edit_search(|prompt| prompt.edit(edit)),
            Action::Scope => {
                searching.reach = searching.reach.next();
                self.search_anew();
            }
            Action::Filter => {
                (searching.typing, searching.zen) = (true, false);
                searching.split.focus = Focus::List;
            }
            Action::Zen => {
                searching.zen = !searching.zen;
                searching.split.focus = if searching.zen {
                    Focus::Article
                } else {
                    Focus::List
                };
            }
            Action::Cancel | Action::ToList if searching.zen => {
                (searching.zen, searching.split.focus) = (false, Focus::List);
            }
            Action::Cancel if searching.typing && searching.kept => searching.typing = false,
            // An article that stands alone leads back to the list it came from.
            Action::Cancel if !panes.shows_list && searching.kept => {
                searching.split.focus = Focus::List;
            }
            Action::Cancel => {
                self.keep_place();
                self.overlays.pop();
                self.catch_up();
            }
            Action::Move(motion @ (Motion::Up | Motion::Down))
                if searching.typing
                    && (searching.prompt.is_empty() || searching.recalled.is_some()) =>
            {
                self.recall(motion);
            }
            Action::NextMatch => self.next_match(panes),
            Action::PreviousMatch => self.previous_match(panes),
            Action::ResultEdition => self.open_result_edition(),
            Action::Follow => {
                let place = searching.open_place();
                self.follow(&place);
            }
            Action::ReadOn if panes.shows_article && searching.split.reading.at_end() => {
                self.finish_story();
                self.go_to_result(1, panes);
            }
            Action::NextSection => self.step_group(1, panes),
            Action::PreviousSection => self.step_group(-1, panes),
            Action::Section(_) => {}
            action => {
                let selected = searching.split.selected();
                let mut progress = std::mem::take(&mut self.progress);
                if let Some(searching) = self.searching() {
                    perform_in_split(&mut searching.split, action, panes, &mut progress);
                    if searching.split.selected() != selected {
                        searching.chosen = true;
                        searching.mark_article(0);
                    }
                }
                self.progress = progress;
            }
        }
    }

    /// Keeps the results and goes into their list.
    fn accept_search(&mut self) {
        let Some(searching) = self.searching() else {
            return;
        };
        let text = searching.prompt.text().to_string();
        if searching.split.list.count() == 0 {
            if text.trim().is_empty() {
                self.overlays.pop();
            } else {
                searching.keeps_answer = !searching.is_answered();
            }
            return;
        }
        searching.keep();
        self.searches.retain(|earlier| *earlier != text);
        self.searches.push(text);
        let forgotten = self.searches.len().saturating_sub(HISTORY);
        self.searches.drain(..forgotten);
    }

    pub(super) fn edit_search(&mut self, edit: impl FnOnce(&mut Prompt)) {
        let Some(searching) = self.searching() else {
            return;
        };
        let before = searching.prompt.text().to_text();
        edit(&mut searching.prompt);
        if *searching.prompt.text() != *before {
            searching.recalled = None;
            self.search_anew();
        }
    }

    /// Goes back and forth in the searches made before.
    fn recall(&mut self, motion: Motion) {
        let searches = self.searches.clone();
        let Some(searching) = self.searching() else {
            return;
        };
        let recalled = match (motion, searching.recalled) {
            (Motion::Up, None) => Some(0),
            (Motion::Up, Some(back)) => Some((back + 1).min(searches.len().saturating_sub(1))),
            (_, Some(back)) => back.checked_sub(1),
            (_, None) => None,
        };
        let text = recalled
            .and_then(|back| searches.iter().rev().nth(back))
            .cloned()
            .unwrap_or_default();
        searching.prompt = Prompt::default();
        searching.prompt.insert(&text);
        searching.recalled = recalled.filter(|_| !text.is_empty());
        self.search_anew();
    }

    fn next_match(&mut self, panes: &Panes) {
        let Some(searching) = self.searching() else {
            return;
        };
        if !panes.shows_article {
            searching.split.focus = Focus::Article;
        } else if searching.mark + 1 < searching.marks.len() {
            searching.mark += 1;
            searching.show_mark();
        } else {
            self.go_to_result(1, panes);
        }
    }

    fn previous_match(&mut self, panes: &Panes) {
        let Some(searching) = self.searching() else {
            return;
        };
        if !panes.shows_article {
            searching.split.focus = Focus::Article;
        } else if searching.mark > 0 {
            searching.mark -= 1;
            searching.show_mark();
        } else if self.go_to_result(-1, panes)
            && let Some(searching) = self.searching()
        {
            searching.mark_article(usize::MAX);
        }
    }

    /// Opens the result `step` further; false when there is none, which is told.
    fn go_to_result(&mut self, step: isize, panes: &Panes) -> bool {
        let mut progress = std::mem::take(&mut self.progress);
        let mut moved = false;
        if let Some(searching) = self.searching() {
            let target = searching.split.selected().checked_add_signed(step);
            if let Some(target) = target.filter(|&target| target < searching.split.list.count()) {
                searching.split.select(target, panes, &mut progress);
                searching.chosen = true;
                searching.mark_article(0);
                moved = true;
            }
        }
        self.progress = progress;
        if !moved {
            self.notify(if step > 0 {
                "Nothing more was found after this"
            } else {
                "Nothing was found before this"
            });
        }
        moved
    }

    /// Goes to the first result of the next edition, or of this one and then of the one before.
    fn step_group(&mut self, step: isize, panes: &Panes) {
        let Some(searching) = self.searching() else {
            return;
        };
        let (hits, selected) = (&searching.split.list.hits, searching.split.selected());
        let group = hits.group_of(selected);
        let start = |group: usize| hits.groups().get(group).map(|group| group.hits.start);
        let target = match step {
            1 => start(group + 1),
            _ if start(group) != Some(selected) => start(group),
            _ => group.checked_sub(1).and_then(start),
        };
        match target {
            Some(target) => {
                let step =
                    isize::try_from(target).unwrap_or(0) - isize::try_from(selected).unwrap_or(0);
                self.go_to_result(step, panes);
            }
            None => self.notify(if step > 0 {
                "This is the last edition found"
            } else {
                "This is the first edition found"
            }),
        }
    }

    /// Opens the whole edition of a result at its story; Esc comes back to the results.
    fn open_result_edition(&mut self) {
        let Some(place) = self.searching().map(|searching| searching.open_place()) else {
            return;
        };
        self.keep_place();
        let overlays = std::mem::take(&mut self.overlays);
        let mut headlines = Headlines::new(place.edition);
        headlines.refresh(&self.progress);
        let item = place
            .story
            .and_then(|story| headlines.item_of(story))
            .unwrap_or(0);
        let opened = Split::new(headlines, ListCursor::at(item), Focus::List);
        let reader = std::mem::replace(&mut self.reader, opened);
        self.behind.push(Behind {
            overlays,
            reader,
            closing: self.closing.take(),
            zen: std::mem::take(&mut self.zen),
        });
        self.fit();
        let panes = self.panes();
        self.reader.open(&panes, &self.progress);
    }

    /// Whether Esc leads back to results.
    pub fn came_from_results(&self) -> bool {
        !self.behind.is_empty()
    }

    /// Comes back from a result's edition; false when the reader was not there.
    pub(super) fn return_to_results(&mut self) -> bool {
        let Some(Behind {
            overlays,
            reader,
            closing,
            zen,
        }) = self.behind.pop()
        else {
            return false;
        };
        self.reader.leave(&mut self.progress);
        (self.reader, self.closing, self.zen) = (reader, closing, zen);
        self.overlays = overlays;
        self.refresh_overlays();
        self.catch_up();
        true
    }
}
