//! The ways from one screen to another.

use std::sync::Arc;

use super::message::Effect;
use super::model::Model;
use super::screens::archive::ArchiveScreen;
use super::screens::edition::EditionScreen;
use super::screens::faults::FaultsScreen;
use super::screens::help::{FilterStep, HelpScreen, Keys, Toggles};
use super::screens::search::{Order, Origin, SearchScreen};
use super::screens::tags::{Tags, TagsScreen};
use super::screens::themes::{Themes, ThemesScreen};
use super::texts::Subject;
use crate::app::parts::split::Listing;
use crate::app::screen::Step;
use crate::archive::Archive;
use crate::briefing::{EditionId, StoryId};
use crate::keymap::{Action, Key};
use crate::text::{DisplayStr, DisplayText};

pub(super) const EDITION_GONE: &str = "This edition is no longer there";

impl Model {
    pub(super) fn go(&mut self, step: Step) {
        match step {
            Step::Close => self.close(),
            Step::Edition(id) => {
                self.session.note_jump();
                self.screens.leave(&mut self.session);
                match self.session.archive.find(&id).map(Arc::clone) {
                    // The results stay below.
                    Some(edition) if self.screens.search().is_some() => {
                        self.screens.close_all_but_searches();
                        let screen = EditionScreen::over_results(edition, &mut self.session);
                        self.screens.push(screen);
                    }
                    Some(edition) => {
                        self.screens.close_over_edition();
                        self.screens.edition_mut().open(edition, &mut self.session);
                    }
                    None => self.session.notify(EDITION_GONE),
                }
            }
            Step::ResultEdition => self.stay_in_edition(),
            Step::KeptResults => self.screens.reopen_results(&mut self.session),
            Step::Search => {
                let origin = self.origin();
                let search = SearchScreen::new(origin, &mut self.session);
                self.screens.push(search);
            }
            Step::FollowTag(tag) => self.follow_tag(&tag),
            Step::OpenLink(address) => {
                self.screens.close_choice();
                self.session.open_link(&address);
            }
            Step::CopyLink(address) => {
                self.screens.close_choice();
                self.session.copy_link(&address);
            }
            Step::FollowLink { links, chosen } => self.follow_link(&links, chosen),
            Step::TryTheme(name) => {
                self.close();
                self.open_themes_at(&name);
            }
            Step::ChooseTheme { name, fits } => {
                self.close();
                self.session.choose_theme(&name, fits);
            }
            Step::CopyText(text) => self.session.copy_selected(&text),
            Step::Perform(action) => {
                self.perform(action, Key::Other);
            }
            Step::PerformBelow(action) => {
                self.close();
                self.perform_as_by_key(action);
            }
            Step::PerformInSection { section, action } => {
                self.close();
                if self.go_to_section(section) {
                    self.perform_as_by_key(action);
                }
            }
        }
    }

    /// Closes the screen on top, or the program when there is no other.
    fn close(&mut self) {
        self.screens.top_mut().leave(&mut self.session);
        if self.screens.pop() {
            self.screens.top_mut().return_to(&mut self.session);
        } else {
            self.session.effects.push(Effect::Quit);
        }
    }

    pub(super) fn open_help(&mut self) {
        let keys = Keys::new(&self.session.keymap, self.toggles());
        let help = HelpScreen::new(keys, 0, &self.session);
        self.screens.push(help);
    }

    /// What the help says of the screen on top, which it is to cover.
    fn toggles(&self) -> Toggles {
        let edition = self.screens.edition_on_top();
        let filter = edition.map(|edition| FilterStep {
            now: edition.list().filter(),
            next: edition.following_filter(),
        });
        Toggles::new(self.story_in_hand(), filter)
    }

    pub(super) fn find_action(&mut self) {
        let help = HelpScreen::with_prompt(self.toggles(), &self.session);
        self.screens.push(help);
    }

    /// Reports that a key has asked for what is shown already.
    pub(super) fn report_open(&mut self, what: &str) {
        let back = self.session.and_key(Action::Cancel, "goes back");
        self.session.notify(&format!("{what}{back}"));
    }

    pub(super) fn open_themes(&mut self) {
        let present = self.session.theme().to_owned();
        self.open_themes_at(&present);
    }

    fn open_themes_at(&mut self, name: &str) {
        if self.session.abilities.colours.depth.is_none() {
            let why = "There are no colours to choose, because NO_COLOR is set";
            return self.session.notify(why);
        }
        let themes = Themes::new(&self.session);
        let selected = themes.position(name);
        let screen = ThemesScreen::new(themes, selected, &self.session);
        self.screens.push(screen);
    }

    /// The edition being read; while results are shown, that of the selected one.
    fn edition_in_hand(&self) -> EditionId {
        let search = self.search();
        search.map_or_else(|| self.edition().id().clone(), |it| it.shown().edition)
    }

    pub(super) fn open_archive(&mut self) {
        let open = self.edition_in_hand();
        let selected = self.session.position_near(&open);
        let mut archive = ArchiveScreen::new(selected, &self.session);
        // Whoever comes back from an edition opened from it finds it as it was.
        let narrowed = self.session.narrowed.as_ref();
        if let Some(narrowed) = narrowed.filter(|narrowed| narrowed.selected == open) {
            archive.list.narrow_by(&narrowed.words, &self.session);
        }
        self.screens.close_all_but_searches();
        self.screens.push(archive);
    }

    pub(super) fn open_faults(&mut self) {
        let open = self.edition_in_hand();
        match FaultsScreen::new(&open, &mut self.session) {
            Some(faults) => {
                self.screens.close_all_but_searches();
                self.screens.push(faults);
            }
            None if self.session.loading.is_some() => {
                self.session.notify("No file loaded so far has faults");
            }
            None => {
                let nothing = self.session.nothing_there();
                let nothing = nothing.as_deref().unwrap_or("No file has faults");
                self.session.notify(nothing);
            }
        }
    }

    pub(super) fn find_saved(&mut self) {
        let may_come = self.session.loading.is_some();
        let any_elsewhere = self.session.marks.marks().any_saved();
        if self.session.catalogue.saved() > 0 || (may_come && any_elsewhere) {
            return self.open_results("is:saved", Order::NewestFirst);
        }
        let none = if any_elsewhere {
            "No story of these editions is saved"
        } else {
            "No story is saved yet"
        };
        let save = self.session.and_key(Action::ToggleSaved, "saves one");
        self.session.notify(&format!("{none}{save}"));
    }

    pub(super) fn follow_story(&mut self) -> bool {
        if let Some(story) = self.story_in_hand() {
            return self.follow(&story);
        }
        let cannot = "its tags cannot be followed";
        self.report_no_story("There is no story here to follow", cannot);
        false
    }

    /// Finds the stories that share a tag with this one; of several tags, the user chooses one.
    fn follow(&mut self, story: &StoryId) -> bool {
        let tags = tags(&self.archive_of_texts(), story);
        match tags.as_slice() {
            [] => {
                self.session.notify("This story has no tags to follow");
                return false;
            }
            [only] => self.follow_tag(only),
            _ => {
                let screen = TagsScreen::new(Tags::new(tags), 0, &self.session);
                self.screens.push(screen);
            }
        }
        true
    }

    fn follow_tag(&mut self, tag: &str) {
        self.screens.close_choice();
        // In the kind of quotes that the tag does not contain.
        let quoted = if tag.contains('"') {
            format!("tag:“{tag}”")
        } else {
            format!("tag:\"{tag}\"")
        };
        self.open_results(&quoted, Order::OldestFirst);
    }

    /// Shows what `query` finds, as if it had been typed and accepted.
    fn open_results(&mut self, query: &str, order: Order) {
        // If a result is open, that story is the origin, so that it is selected if it is found again.
        let origin = match self.search() {
            Some(search) if search.shows_results_of(query) => {
                return self.report_open("These stories are shown already");
            }
            Some(search) => search.shown(),
            None => self.origin(),
        };
        self.session.note_jump();
        let search = SearchScreen::of_results(origin, query, order, &mut self.session);
        self.screens.push(search);
    }

    /// What is being read now, for a search to begin from; notes where its article is left.
    fn origin(&mut self) -> Origin {
        self.screens.edition_mut().split.leave(&mut self.session);
        let list = self.edition().list();
        let story = match list.subject(self.edition().split.selected()) {
            Subject::Story(story) => Some(story),
            _ => None,
        };
        Origin {
            edition: list.edition().id().clone(),
            story,
            shows_story: self.edition().closing.is_none(),
        }
    }
}

fn tags(archive: &Archive, story: &StoryId) -> Vec<DisplayText> {
    let story = archive.story(story);
    story.map_or_else(Vec::new, |story| {
        story.tags().map(DisplayStr::to_text).collect()
    })
}
