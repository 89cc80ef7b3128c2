//! What an edition says where a key cannot go on: at the ends of its list, of a story and of its closing page.

use super::items::{Filter, Item, ItemKind};
use super::state::EditionScreen;
use crate::app::parts::standing::{End, Way, end_of_list};
use crate::app::session::Session;
use crate::keymap::Action;

impl EditionScreen {
    pub(super) fn why_unmoved(&self, action: Action, session: &Session) -> Option<String> {
        if let Some(closing) = &self.closing {
            let way = Way::of(action)?;
            return Some(match closing.remaining().len() {
                0 if self.begins_again(session) => {
                    let again = session.and_key(Action::ReadOn, "reads it again");
                    format!("Everything here is read{again}")
                }
                0 => self.nothing_left(session),
                count => {
                    let which = format!(" left{}", session.so_far());
                    end_of_list("story", count, way, &which)
                }
            });
        }
        Some(match self.split.end(action)? {
            End::OfList(Way::Back) => self.first_story_notice(session),
            End::OfList(Way::On) => self.last_story_notice(session),
            End::OfArticle(Way::Back) => {
                let before = match self.split.selected() {
                    0 => self.way_to_newer(session),
                    _ => session.and_key(Action::PreviousStory, "goes to the story before"),
                };
                format!("This is the top{before}")
            }
            End::OfArticle(Way::On) => {
                let on = session.and_key(Action::ReadOn, "reads on");
                format!("This is the end{on}")
            }
            End::NotLoaded => "This story is still being loaded".to_owned(),
        })
    }

    /// What is said where the list does not go on before or after the story that is open.
    fn end_of_stories(&self, way: Way) -> String {
        let list = self.list();
        let is_faults = |item: &Item| item.kind == ItemKind::Faults;
        let stories = list.items().filter(|item| !is_faults(item)).count();
        let on_faults = list.item(self.split.selected()).is_some_and(is_faults);
        if way == Way::Back && on_faults && stories > 0 {
            return "Nothing comes before the faults".to_owned();
        }
        let which = match list.filter() {
            Filter::All if stories == 0 => " here",
            Filter::All => "",
            Filter::Unread | Filter::Saved => " shown",
        };
        end_of_list("story", stories, way, which)
    }

    pub(super) fn first_story_notice(&self, session: &Session) -> String {
        let end = self.end_of_stories(Way::Back);
        format!("{end}{}", self.way_to_newer(session))
    }

    pub(super) fn last_story_notice(&self, session: &Session) -> String {
        self.with_ways_around(&[&self.end_of_stories(Way::On)], session)
    }

    /// What is said when reading on leads nowhere.
    pub(super) fn nothing_left(&self, session: &Session) -> String {
        if session.loading.is_some() {
            return "Earlier editions are still being loaded".to_owned();
        }
        let is_gone = self.is_gone(session);
        if let Some(same_day) = self.same_day(session).filter(|_| !is_gone) {
            return same_day.notice(session);
        }
        let why: &[&str] = if is_gone {
            &["This edition’s file has gone"]
        } else {
            &["There is nothing left to read", "Nothing is left to read"]
        };
        self.with_ways_around(why, session)
    }

    /// A sentence, given in several versions with the longest first, with the keys that go to the edition before and to
    /// the one after, as far as there are such. Where there is no room for all of it, it is shortened.
    pub(super) fn with_ways_around(&self, said: &[&str], session: &Session) -> String {
        let ways = self.ways_around(session);
        let versions = ways
            .iter()
            .flat_map(|way| said.iter().map(move |said| format!("{said}{way}")));
        session.fitting(versions)
    }

    fn ways_around(&self, session: &Session) -> Vec<String> {
        let (older, newer) = (self.way_to_older(session), self.way_to_newer(session));
        if older.is_empty() || newer.is_empty() {
            return vec![[older, newer].concat()];
        }
        let key = |action| session.key_name(action);
        let (back, on) = (key(Action::OlderEdition), key(Action::NewerEdition));
        vec![
            format!("{older}, {on} to the one after"),
            format!("; {back} and {on} go to other editions"),
        ]
    }

    /// The key that goes to the edition before, if there is one, to end a sentence with.
    fn way_to_older(&self, session: &Session) -> String {
        let older = session.neighbour(self.id(), 1);
        older.map_or_else(String::new, |_| {
            session.and_key(Action::OlderEdition, "goes to the edition before")
        })
    }

    /// The same for the edition after.
    fn way_to_newer(&self, session: &Session) -> String {
        let newer = session.neighbour(self.id(), -1);
        newer.map_or_else(String::new, |_| {
            session.and_key(Action::NewerEdition, "goes to the edition after")
        })
    }
}
