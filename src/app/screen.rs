//! What every screen is asked, and what it answers with.

use super::layout::{Panes, Shows};
use super::mouse::Mouse;
use super::parts::prompt::Prompt;
use super::parts::section_number::SectionNumber;
use super::parts::standing::Standing;
use super::session::Session;
use super::texts::Text;
use crate::article::Destination;
use crate::briefing::{EditionId, StoryId};
use crate::keymap::{self, Action, Keymap, Mode};
use crate::text::DisplayText;

/// A screen: its state, what it does with each action, and what it says in the header and the last line.
///
/// A new one needs a variant of [`super::screens::AnyScreen`] with its line in `any_screen!`, a way to draw it
/// in [`crate::ui`], and a way to get there: a [`Step`], or an action in `Model::perform_anywhere`. The compiler and
/// `tests/actions.rs` ask for these. Nothing asks for the methods with a default (above all
/// [`Self::opened_by`], [`Self::leave`] and [`Self::story_in_hand`]), nor for `AnyScreen::is_location` and
/// `Screens::close_choice`.
pub trait Screen {
    fn shows(&self) -> Shows;

    fn perform(&mut self, action: Action, session: &mut Session) -> Answer;

    /// Does what the mouse means on it. Clicks on the last line do not come here, and none do where the window is
    /// too small to show panes.
    fn point(&mut self, mouse: Mouse, session: &mut Session) -> Answer;

    /// Takes in that the user goes on with the keyboard: what the wheel has scrolled out of view comes
    /// back, and no text stays selected.
    fn key_pressed(&mut self);

    /// Adapts it to the size of the window. It is called after every message while the screen is on top,
    /// so it has to be cheap when nothing has changed.
    fn fit(&mut self, session: &mut Session);

    fn header(&self, panes: &Panes, session: &Session) -> Header;

    /// Where the user is on it.
    fn standing(&self) -> Standing;

    /// What is said when `action` has left [`Self::standing`] as it was: what stops it, and the key of a way on from
    /// there. `None` for an action that says so itself.
    fn unmoved(&self, action: Action, session: &Session) -> Option<String>;

    /// The keys that matter now, the most useful first; the last one stays when there is no room.
    fn hints(&self, panes: &Panes, session: &Session) -> Vec<Hint>;

    /// What the last line says at its right end.
    fn position(&self, _panes: &Panes) -> Option<String> {
        None
    }

    /// The action that opens it, and what is said when it is asked for again: a sentence without its full stop.
    fn opened_by(&self) -> Option<(Action, &'static str)> {
        None
    }

    /// Whether key presses are text for this screen's prompt.
    fn is_typing(&self) -> bool {
        false
    }

    /// How key presses are interpreted on this screen.
    fn mode(&self) -> Mode {
        if self.is_typing() {
            Mode::Typing
        } else {
            Mode::Normal
        }
    }

    /// The line being typed; `None` unless [`Self::is_typing`].
    fn prompt(&self, _session: &Session) -> Option<PromptLine<'_>> {
        None
    }

    /// Takes pasted text, while something is typed.
    fn paste(&mut self, _text: &str, _session: &mut Session) {}

    /// What letters go to after `g`.
    fn letter_hints(&self, _keymap: &Keymap) -> Vec<Hint> {
        Vec::new()
    }

    /// What can follow `g` and the digits `typed`; empty before the first of them.
    fn number_hints(&self, _typed: SectionNumber, _keymap: &Keymap) -> Vec<Hint> {
        Vec::new()
    }

    /// Selects the item that is shown with this letter, or says why it cannot; false when no item has it.
    fn choose_letter(&mut self, _letter: char, _session: &mut Session) -> bool {
        false
    }

    /// The story that keys for marks, tags, links and copying mean; `None` when none is shown.
    fn story_in_hand(&self) -> Option<StoryId> {
        None
    }

    /// Whether it shows a story that has gone from its file.
    fn shows_gone_story(&self) -> bool {
        false
    }

    /// What is said to help with a key that means nothing on this screen; `None` where the help is named.
    fn what_helps(&self, _keymap: &Keymap) -> Option<String> {
        None
    }

    /// Notes where its article is left.
    fn leave(&self, _session: &mut Session) {}

    /// Called when it comes on top again: the screen above it was closed, or it was opened at a location.
    fn return_to(&mut self, _session: &mut Session) {}

    /// Takes a text that was asked for, by this screen or by another.
    fn take_text(&mut self, text: &Text, session: &Session);

    /// Takes in what has been marked and selected. It is called after every message, on top or not, so it has to
    /// be cheap when nothing has changed.
    fn settle(&mut self, _session: &mut Session) {}

    /// Takes in that other keys hold.
    fn keys_changed(&mut self, _session: &mut Session) {}

    /// Takes in that dates or reading times are written in another way.
    fn conventions_changed(&mut self, _session: &mut Session) {}

    /// Takes in that editions have been added to the archive.
    fn archive_grew(&mut self, session: &mut Session);

    /// Takes in that files have changed or gone: what it refers to is to be looked up by its id.
    fn files_changed(&mut self, session: &mut Session);
}

/// What a screen does with an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Handled,
    /// Not this screen's: what the program does with it everywhere is done, if there is anything.
    HandedDown,
    /// Means nothing on this screen. A notice says why, the screen's own or the usual one.
    Refused,
    /// Another screen comes on top, or this one goes.
    Go(Step),
}

/// What is to be done outside the screen: mostly a way to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Closes this screen, or the program if it is the last.
    Close,
    /// Opens an edition where it was left, in place of the one being read and all that is on top of it.
    Edition(EditionId),
    /// Opens the edition of the result that is open, at the same line, in place of the results.
    ResultEdition,
    /// Goes back to the results that were kept, without the changes to their query.
    KeptResults,
    /// Opens a search to be typed.
    Search,
    /// Finds every story with this tag.
    FollowTag(String),
    /// Opens an address.
    OpenLink(DisplayText),
    /// Copies an address.
    CopyLink(DisplayText),
    /// Shows the links of a story, with the one that was clicked selected.
    FollowLink {
        links: Vec<Destination>,
        /// Index of the link among them.
        chosen: usize,
    },
    /// Closes this screen, and shows the themes with this one selected.
    TryTheme(String),
    /// Closes this screen, and keeps a theme while the program runs.
    ChooseTheme {
        name: String,
        /// Whether the terminal has enough colours for it.
        fits: bool,
    },
    /// Copies text that was selected.
    CopyText(String),
    /// Does what a key would that asks for this.
    Perform(Action),
    /// Closes this screen, and does on the one below what a key would that asks for this.
    PerformBelow(Action),
    /// Closes this screen, goes to a section of the edition below, and does there what a key would that asks for this.
    PerformInSection { section: usize, action: Action },
}

/// The header of a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Header {
    /// A title and what belongs to it, over one line or two.
    Titled(Titled),
    /// For an article that has the screen to itself: its position in something larger.
    Position {
        text: DisplayText,
        /// How much of the article has been in view, 0 to 100.
        percent: Option<usize>,
    },
}

/// The parts of a header with a title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Titled {
    pub title: DisplayText,
    /// What follows the title, in several versions, the longest first: the first that fits is shown.
    pub detail: Vec<DisplayText>,
    /// What is at the right end.
    pub right: DisplayText,
    /// What is there instead where that has no room beside the title.
    pub right_short: DisplayText,
    /// Where there is no room for both, the title is cut rather than what is at the right.
    pub right_first: bool,
    /// The second line, where there is one.
    pub below: DisplayText,
}

/// A key or two, and what they do in a word or two, as the last line names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The keys as they are shown.
    pub keys: DisplayText,
    pub text: DisplayText,
    /// The name of each key with what it asks for; empty where a range of keys is named.
    pub actions: Vec<(String, Action)>,
}

/// The line being typed on a screen, in place of its last line.
#[derive(Debug)]
pub struct PromptLine<'s> {
    /// What is before the line, such as the key that began it.
    pub sign: &'static str,
    pub prompt: &'s Prompt,
    /// What there is to say about what has been typed, in fewer and fewer words: the first is shown that leaves room
    /// for the first hint, else the last.
    pub messages: Vec<String>,
    pub hints: Vec<Hint>,
}

impl Hint {
    /// Keys that ask for one thing each, which are shown as a range or the like.
    pub fn of_range(keys: &str, text: &str) -> Self {
        Self {
            keys: DisplayText::line(keys),
            text: DisplayText::line(text),
            actions: Vec::new(),
        }
    }

    /// The first key of each action, with words of its own.
    pub fn of(keymap: &Keymap, actions: &[Action], text: &str) -> Self {
        let keys = actions.iter().map(|&action| keymap.key_name(action));
        Self::of_keys(keys.zip(actions.iter().copied()), text)
    }

    /// The first keys of actions while something is typed.
    pub fn typing(keymap: &Keymap, actions: &[Action], text: &str) -> Self {
        let key = |&action: &Action| (keymap.key_name_in(Mode::Typing, action), action);
        Self::of_keys(actions.iter().map(key), text)
    }

    /// The keys of some actions, each before its action. One without a key is left out.
    pub fn of_keys(keys: impl IntoIterator<Item = (String, Action)>, text: &str) -> Self {
        let keys = keys.into_iter().filter(|(key, _)| !key.is_empty());
        let actions: Vec<_> = keys.collect();
        let names: Vec<_> = actions.iter().map(|(key, _)| key.as_str()).collect();
        let names = keymap::listed(&names);
        Self {
            actions,
            ..Self::of_range(&names, text)
        }
    }

    /// Whether there is a key to press.
    pub fn has_key(&self) -> bool {
        !self.keys.is_empty()
    }

    /// The first key of an action with the action's usual words.
    pub fn named(keymap: &Keymap, action: Action) -> Self {
        Self::of(keymap, &[action], keymap.hint(action))
    }
}
