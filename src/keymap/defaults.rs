//! The keys as they are without a configuration.

use super::action::{Action, Edit, Motion};
use super::binding::{Binding, Group, Mode, Press};
use crate::config::key::Key;

const fn press(mode: Mode, key: Key) -> Press {
    Press { mode, key }
}

const fn normal(c: char) -> Press {
    press(Mode::Normal, Key::Char(c))
}

const fn ctrl(c: char) -> Press {
    press(Mode::Normal, Key::Ctrl(c))
}

const fn key(key: Key) -> Press {
    press(Mode::Normal, key)
}

const fn after_g(c: char) -> Press {
    press(Mode::Go, Key::Char(c))
}

const fn typing(key: Key) -> Press {
    press(Mode::Typing, key)
}

macro_rules! table {
    ($($group:ident { $($action:expr => [$($press:expr),*], $help:literal, $hint:literal;)* })*) => {
        vec![$($(Binding {
            presses: vec![$($press),*],
            action: $action,
            group: Group::$group,
            help: $help,
            hint: $hint,
        }),*),*]
    };
}

/// In the order of the help page.
pub(super) fn bindings() -> Vec<Binding> {
    let mut bindings = commands();
    bindings.extend(while_typing());
    bindings
}

#[rustfmt::skip]
fn commands() -> Vec<Binding> {
    table! {
    Reading {
        Action::ReadOn => [normal(' ')], "read on: the next page, then the next unread story", "read on";
        Action::ReadBack => [normal('b')], "back a page, at the top to the previous story", "back";
        Action::Move(Motion::Down) => [normal('j'), key(Key::Down)], "down a row: a story in the list, a line in the article", "down";
        Action::Move(Motion::Up) => [normal('k'), key(Key::Up)], "up a row", "up";
        Action::Move(Motion::HalfPageDown) => [normal('d'), ctrl('d')], "half a page down", "half page";
        Action::Move(Motion::HalfPageUp) => [normal('u'), ctrl('u')], "half a page up", "half page up";
        Action::Move(Motion::PageDown) => [key(Key::PageDown), ctrl('f')], "a page down", "page";
        Action::Move(Motion::PageUp) => [key(Key::PageUp), ctrl('b')], "a page up", "page up";
        Action::Move(Motion::Top) => [after_g('g'), key(Key::Home)], "the top of the list or the article", "top";
        Action::Move(Motion::Bottom) => [normal('G'), key(Key::End)], "the end of the list or the article", "end";
        Action::Open => [key(Key::Enter)], "go into the article, or open what is selected", "open";
        Action::ToArticle => [normal('l'), key(Key::Right)], "the same; in the archive’s year, a week on", "article";
        Action::ToList => [normal('h'), key(Key::Left)], "back to the headlines; in the archive’s year, a week back", "headlines";
        Action::SwitchPane => [key(Key::Tab)], "switch to the other pane; in the archive, to the year above the list", "other pane";
        Action::NextStory => [normal('J')], "next story, from either pane", "next";
        Action::PreviousStory => [normal('K')], "previous story, from either pane", "previous";
    }
    Sections {
        Action::Section(1) => [normal('1')], "go to a section by its number, of one or two digits; in the archive, begin a date", "section";
        Action::Section(2) => [normal('2')], "", "";
        Action::Section(3) => [normal('3')], "", "";
        Action::Section(4) => [normal('4')], "", "";
        Action::Section(5) => [normal('5')], "", "";
        Action::Section(6) => [normal('6')], "", "";
        Action::Section(7) => [normal('7')], "", "";
        Action::Section(8) => [normal('8')], "", "";
        Action::Section(9) => [normal('9')], "", "";
        Action::Section(0) => [normal('0')], "the lead stories", "lead";
        Action::NextSection => [normal(']'), ctrl('n')], "next section; in the archive, the month or the year after", "section";
        Action::PreviousSection => [normal('['), ctrl('p')], "this section’s first story, then the section before; in the archive, the month or the year before", "section before";
        Action::Go => [normal('g')], "then a letter or a number: the section that has it; many sections are listed", "go to";
    }
    Editions {
        Action::OlderEdition => [normal('{'), normal('(')], "the edition before this one; in results, the bar of the chart before", "edition before";
        Action::NewerEdition => [normal('}'), normal(')')], "the edition after this one; in results, the bar of the chart after", "edition after";
        Action::JumpBack => [ctrl('o'), key(Key::Backspace)], "back to where you were before the last jump; again: further back", "back";
        Action::JumpForward => [ctrl(']')], "forward again", "forward";
        Action::Archive => [normal('a')], "the archive: every edition, newest first, and a year at a glance", "archive";
        Action::News => [normal('.')], "the next of what has come in: newer editions first, then new stories, then older editions", "new";
        Action::Reload => [normal('R')], "read all files again, and look for new ones", "reload";
        Action::Faults => [normal('!')], "the files with faults, and what is wrong in them", "faults";
    }
    Search {
        Action::Search => [normal('/')], "search all stories; in the archive and this help, narrow the list", "search";
        Action::NextMatch => [normal('n')], "next match of a search, otherwise next unread story", "next match";
        Action::PreviousMatch => [normal('N')], "previous match, otherwise previous unread story", "previous match";
        Action::ResultEdition => [normal('e')], "end the search, and stay at this result in its whole edition", "edition";
        Action::Follow => [normal('t')], "follow this story: every story with one of its tags, in time order", "follow";
    }
    Links {
        Action::OpenLink => [normal('o')], "open the story’s link; of several, choose one by its number or letter", "open link";
        Action::CopyLink => [normal('y')], "copy the story’s link, or the one chosen", "copy link";
        Action::CopyStory => [normal('Y')], "copy the story as a quotation in Markdown", "copy story";
    }
    Marks {
        Action::ToggleRead => [normal('m')], "mark as read or unread", "read";
        Action::SectionRead => [normal('A')], "mark this section as read; again: the whole edition", "all read";
        Action::ToggleSaved => [normal('s')], "save or unsave", "save";
        Action::Undo => [normal('U')], "undo the last mark; again: the one before it", "undo";
        Action::NextFilter => [normal('f')], "show only unread stories, only saved ones, all", "filter";
        Action::SavedStories => [normal('S')], "all saved stories of the archive", "saved stories";
    }
    View {
        Action::Zen => [normal('z')], "show only the article, or both panes again", "zen";
        Action::Panes => [normal('|')], "list and article: as the width allows, both, one at a time", "panes";
        Action::Narrower => [normal('<')], "a narrower measure", "narrower";
        Action::Wider => [normal('>')], "a wider measure", "wider";
        Action::Themes => [normal('T')], "choose a theme; the page shows the selected one", "theme";
        Action::Help => [normal('?')], "this help; opening a row does what it says", "help";
        Action::FindAction => [normal(':')], "type what to do, in words of this help", "find action";
        Action::Repaint => [ctrl('l')], "redraw the screen", "repaint";
    }
    Program {
        Action::Cancel => [key(Key::Esc)], "go back one step; never quits", "back";
        Action::Stay => [press(Mode::Go, Key::Esc)], "", "stay";
        Action::Close => [normal('q')], "close what is on top, otherwise quit", "quit";
        Action::Quit => [ctrl('c')], "quit at once", "quit";
        Action::Suspend => [ctrl('z')], "suspend; `fg` resumes", "suspend";
    }
    }
}

#[rustfmt::skip]
fn while_typing() -> Vec<Binding> {
    table! {
    Typing {
        Action::Edit(Edit::Accept) => [typing(Key::Enter), typing(Key::Ctrl('j'))], "open what is selected; keep the results of a search", "open";
        Action::Cancel => [typing(Key::Esc)], "cancel", "back";
        Action::Scope => [typing(Key::Tab)], "search all editions, this edition or this story; in the archive, go to the year", "scope";
        Action::Move(Motion::Down) => [typing(Key::Down), typing(Key::Ctrl('n'))], "down a row; in an empty prompt, the next search", "down";
        Action::Move(Motion::Up) => [typing(Key::Up), typing(Key::Ctrl('p'))], "up a row; in an empty prompt, the previous search", "up";
        Action::Move(Motion::PageDown) => [typing(Key::PageDown)], "a page down", "page";
        Action::Move(Motion::PageUp) => [typing(Key::PageUp)], "a page up", "page up";
        Action::Edit(Edit::Left) => [typing(Key::Left), typing(Key::Ctrl('b'))], "a character to the left", "";
        Action::Edit(Edit::Right) => [typing(Key::Right), typing(Key::Ctrl('f'))], "a character to the right; at the end, the word that a search suggests", "";
        Action::Edit(Edit::Start) => [typing(Key::Home), typing(Key::Ctrl('a'))], "the start of the line", "";
        Action::Edit(Edit::End) => [typing(Key::End), typing(Key::Ctrl('e'))], "the end of the line", "";
        Action::Edit(Edit::Erase) => [typing(Key::Backspace), typing(Key::Ctrl('h'))], "erase the character before", "";
        Action::Edit(Edit::Delete) => [typing(Key::Delete), typing(Key::Ctrl('d'))], "erase the character after", "";
        Action::Edit(Edit::EraseWord) => [typing(Key::Ctrl('w')), typing(Key::AltBackspace)], "erase the word before", "";
        Action::Edit(Edit::EraseAll) => [typing(Key::Ctrl('u'))], "erase everything before", "";
        Action::Quit => [typing(Key::Ctrl('c'))], "quit at once", "";
        Action::Suspend => [typing(Key::Ctrl('z'))], "suspend", "";
    }
}
}
