//! What the user can ask for, apart from the keys that ask for it and the screens that carry it out.

use crate::config::key::Key;

/// Defines the actions together with their names and the list of all of them, so that none can be without a
/// name or missing in the list. An action with a value says which values stand for it in that list.
macro_rules! actions {
    (
        plain { $($(#[$doc:meta])* $plain:ident = $name:literal,)* }
        with_a_value { $($(#[$with_doc:meta])* $with:ident($value:ty) = $samples:expr, |$bound:ident| $with_name:expr,)* }
    ) => {
        /// An intent. Each has a name, by which a configuration binds it.
        ///
        /// A new one needs a meaning in `Model::perform_anywhere` or on its screens, a key in `defaults`, and a
        /// look at [`Self::is_jump`] and `search_words`, which no test asks for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Action {
            $($(#[$doc])* $plain,)*
            $($(#[$with_doc])* $with($value),)*
        }

        impl Action {
            /// Its name in a configuration; an action that only typing produces has its kind's name.
            pub fn name(self) -> String {
                match self {
                    $(Self::$plain => $name.to_owned(),)*
                    $(Self::$with($bound) => $with_name,)*
                }
            }

            /// Every action; of those with a character, a key or a number, one example each.
            pub fn all() -> Vec<Self> {
                let mut all = vec![$(Self::$plain),*];
                $(all.extend($samples.map(Self::$with));)*
                all
            }
        }
    };
}

actions! {
    plain {
        /// Focuses the article, or opens what is selected.
        Open = "open",
        /// From the list into the article. Where there is none, the same as [`Self::Open`].
        ToArticle = "to-article",
        /// From the article back to the list.
        ToList = "to-list",
        SwitchPane = "switch-pane",
        NextStory = "next-story",
        PreviousStory = "previous-story",
        /// A page on; at the end of a story, marks it read and goes on to the next unread one.
        ReadOn = "read-on",
        ReadBack = "read-back",
        NextSection = "next-section",
        PreviousSection = "previous-section",
        /// Waits for a section's letter.
        Go = "go",
        /// Cancels the wait that `Go` began.
        Stay = "stay",
        OlderEdition = "older-edition",
        NewerEdition = "newer-edition",
        /// To where the user was before the last jump.
        JumpBack = "jump-back",
        /// Takes back the last [`Self::JumpBack`].
        JumpForward = "jump-forward",
        Archive = "archive",
        /// Goes to the next of what has come in: newer editions, then new stories, then older editions.
        News = "news",
        /// Looks for all files again and reads them.
        Reload = "reload",
        Faults = "faults",
        Help = "help",
        /// Opens the help with a prompt, to find an action by its name and do it.
        FindAction = "find-action",
        /// Searches, or narrows a list by what is typed.
        Search = "search",
        /// Changes which stories are searched: all, those of this edition, this one.
        Scope = "search-scope",
        /// In a search, the next match; in an edition, the next unread story.
        NextMatch = "next-match",
        PreviousMatch = "previous-match",
        /// Ends the search, and stays at the open result in its whole edition.
        ResultEdition = "result-edition",
        /// Opens a link of the story, which is chosen if it has several.
        OpenLink = "open-link",
        CopyLink = "copy-link",
        /// Copies the story as a quotation.
        CopyStory = "copy-story",
        /// Finds every story with a tag of this one.
        Follow = "follow",
        ToggleRead = "toggle-read",
        /// Marks every story of this section read, then every story of the edition.
        SectionRead = "section-read",
        ToggleSaved = "toggle-saved",
        /// Undoes the last mark.
        Undo = "undo",
        /// Shows all stories of the edition, the unread ones, the saved ones.
        NextFilter = "next-filter",
        /// Finds every saved story of the archive.
        SavedStories = "saved-stories",
        Zen = "zen",
        /// Shows list and article one at a time, both, or as the window's width allows.
        Panes = "panes",
        Narrower = "narrower",
        Wider = "wider",
        /// Shows the themes, to choose one.
        Themes = "themes",
        /// One step back, never out of the program.
        Cancel = "cancel",
        /// Closes what is on top, or quits.
        Close = "close",
        Quit = "quit",
        Suspend = "suspend",
        Repaint = "repaint",
    }
    with_a_value {
        /// Within the focused pane.
        Move(Motion) = Motion::ALL, |motion| motion.name().to_owned(),
        /// To the section with this number, from 1; 0 stands for the lead stories.
        Section(usize) = [1], |number| format!("section-{number}"),
        /// To the section with this letter.
        GoToLetter(char) = ['w'], |_letter| "go-to-letter".to_owned(),
        /// After `g`, a key that no section can have.
        GoToNothing(Key) = [Key::Down], |_key| "go-to-nothing".to_owned(),
        /// Changes the line being typed.
        Edit(Edit) = Edit::ALL, |edit| edit.name().to_owned(),
    }
}

impl Action {
    /// Whether it is a jump on every screen that knows it: a move to somewhere else than the next row, page,
    /// match or story.
    pub fn is_jump(self) -> bool {
        matches!(
            self,
            Self::Move(Motion::Top | Motion::Bottom)
                | Self::Section(_)
                | Self::NextSection
                | Self::PreviousSection
                | Self::GoToLetter(_)
                | Self::OlderEdition
                | Self::NewerEdition
        )
    }

    /// Whether `key`, which asks for it in normal mode, asks for it after `g` too.
    pub(super) fn holds_after_g(self, key: Key) -> bool {
        // Letters are those of sections.
        let is_letter = matches!(key, Key::Char(letter) if letter.is_alphabetic());
        match self {
            Self::Section(_) | Self::Quit | Self::Suspend => !is_letter,
            // Ends a section's number.
            Self::Open => !matches!(key, Key::Char(_)),
            _ => false,
        }
    }
}

/// A move of the cursor or the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    Down,
    Up,
    HalfPageDown,
    HalfPageUp,
    PageDown,
    PageUp,
    Top,
    Bottom,
}

impl Motion {
    pub const ALL: [Self; 8] = [
        Self::Down,
        Self::Up,
        Self::HalfPageDown,
        Self::HalfPageUp,
        Self::PageDown,
        Self::PageUp,
        Self::Top,
        Self::Bottom,
    ];

    /// Whether it goes towards the end.
    pub fn is_down(self) -> bool {
        matches!(
            self,
            Self::Down | Self::HalfPageDown | Self::PageDown | Self::Bottom
        )
    }

    fn name(self) -> &'static str {
        match self {
            Self::Down => "down",
            Self::Up => "up",
            Self::HalfPageDown => "half-page-down",
            Self::HalfPageUp => "half-page-up",
            Self::PageDown => "page-down",
            Self::PageUp => "page-up",
            Self::Top => "top",
            Self::Bottom => "bottom",
        }
    }
}

/// A change of the line being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    Insert(char),
    /// Erases the grapheme before the cursor.
    Erase,
    /// Erases the grapheme after the cursor.
    Delete,
    EraseWord,
    EraseAll,
    Left,
    Right,
    Start,
    End,
    Accept,
}

impl Edit {
    const ALL: [Self; 10] = [
        Self::Insert('x'),
        Self::Erase,
        Self::Delete,
        Self::EraseWord,
        Self::EraseAll,
        Self::Left,
        Self::Right,
        Self::Start,
        Self::End,
        Self::Accept,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Insert(_) => "insert",
            Self::Erase => "erase",
            Self::Delete => "delete",
            Self::EraseWord => "erase-word",
            Self::EraseAll => "erase-all",
            Self::Left => "cursor-left",
            Self::Right => "cursor-right",
            Self::Start => "cursor-start",
            Self::End => "cursor-end",
            Self::Accept => "accept",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Action;

    #[test]
    fn no_two_actions_share_a_name() {
        let names: Vec<_> = Action::all().into_iter().map(Action::name).collect();
        let different: HashSet<_> = names.iter().collect();
        assert_eq!(different.len(), names.len(), "{names:?}");
    }
}
