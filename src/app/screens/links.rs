//! The links of a story, to choose the one to open or to copy.

use super::filtered::{Filtered, Narrowable, opens};
use crate::app::layout::LIST_LEFT;
use crate::app::screen::{Hint, Step, Titled};
use crate::app::session::Session;
use crate::article::Destination;
use crate::briefing::host;
use crate::keymap::{Action, Keymap};
use crate::text::{DisplayStr, DisplayText, counted, fold, grouped, width};

/// Columns left of the text of a link besides those of its number and letter.
const LEFT: usize = LIST_LEFT as usize + 2;
/// The links that one digit selects; each of the others has a letter, as far as there are letters.
const BY_DIGIT: usize = 9;
/// Columns right of an address.
const RIGHT: usize = 2;

pub type LinksScreen = Filtered<Links>;

#[derive(Debug)]
pub struct Links {
    pub rows: Vec<LinkRow>,
    /// Columns of the widest number.
    pub number_columns: usize,
    /// Columns of the letters, with the space before them.
    pub letter_columns: usize,
    /// The whole address of the selected link, in as many lines as it takes.
    pub address: Vec<DisplayText>,
    selected: Option<usize>,
    headline: DisplayText,
    folded: Vec<String>,
    /// Whether a link that is chosen is opened; else it is copied.
    opens: bool,
}

/// What is shown of a link.
#[derive(Debug)]
pub struct LinkRow {
    /// The key that selects it.
    pub letter: Option<char>,
    pub text: DisplayText,
    /// Where it leads in a word: its host, and whether it is the story's own link.
    pub host: DisplayText,
    pub address: DisplayText,
}

impl Links {
    /// The links of the story with this headline.
    pub fn new(destinations: Vec<Destination>, headline: DisplayText, session: &Session) -> Self {
        let mut rows: Vec<_> = destinations.into_iter().map(LinkRow::new).collect();
        let lettered = rows.iter_mut().skip(BY_DIGIT);
        for (row, letter) in lettered.zip(session.keymap.free_letters(is_used)) {
            row.letter = Some(letter);
        }
        let found_by = |row: &LinkRow| fold(&format!("{} {} {}", row.text, row.host, row.address));
        Self {
            folded: rows.iter().map(found_by).collect(),
            number_columns: rows.len().to_string().len(),
            letter_columns: if rows.len() > BY_DIGIT { 2 } else { 0 },
            rows,
            address: Vec::new(),
            selected: None,
            headline,
            opens: session.abilities.opens_links,
        }
    }
}

impl Links {
    /// The numbers and letters that select a link.
    fn choose_hint(&self, keymap: &Keymap) -> Hint {
        let count = self.rows.len();
        if count <= BY_DIGIT {
            return Hint::of_range(&keymap.section_numbers(count), "choose");
        }
        let numbers = if keymap.has_digits() {
            format!("1–{count}")
        } else {
            String::new()
        };
        Hint::of_range(&numbers, "or letter: choose")
    }
}

/// Whether an action means something on this screen, so that its keys select no link. A new action counts as used
/// until it is listed here, so no link gets its key.
fn is_used(action: Action) -> bool {
    !matches!(
        action,
        Action::SwitchPane
            | Action::NextStory
            | Action::PreviousStory
            | Action::NextSection
            | Action::PreviousSection
            | Action::OlderEdition
            | Action::NewerEdition
            | Action::NextMatch
            | Action::PreviousMatch
            | Action::ResultEdition
            | Action::CopyStory
            | Action::Follow
            | Action::ToggleRead
            | Action::SectionRead
            | Action::ToggleSaved
            | Action::NextFilter
            | Action::Zen
    )
}

impl LinkRow {
    fn new(destination: Destination) -> Self {
        let Destination {
            text,
            address,
            is_own,
        } = destination;
        let host = DisplayText::line(host(&address));
        let host = if is_own {
            DisplayText::line(&format!("source · {host}"))
        } else {
            host
        };
        Self {
            letter: None,
            text,
            host,
            address,
        }
    }
}

impl Narrowable for Links {
    fn count(&self) -> usize {
        self.rows.len()
    }

    fn item_name(&self) -> &'static str {
        "link"
    }

    fn folded(&self) -> &[String] {
        &self.folded
    }

    fn unfold(&mut self, selected: Option<usize>, columns: usize, rows: usize) {
        self.selected = selected;
        let columns = columns
            .saturating_sub(LEFT + self.number_columns + self.letter_columns + RIGHT)
            .max(1);
        let address = selected.map(|selected| self.rows[selected].address.as_display());
        // The row of the link's text stays in view.
        let most = columns.saturating_mul(rows.saturating_sub(1).max(1));
        let address = address.map(|address| width::cut_middle(address, most));
        self.address = lines(address.unwrap_or_default().as_display(), columns);
    }

    fn lines(&self, index: usize) -> usize {
        let unfolded = self.selected == Some(index);
        1 + if unfolded { self.address.len() } else { 0 }
    }

    fn is_numbered(&self) -> bool {
        true
    }

    fn lettered(&self, letter: char) -> Option<usize> {
        let has = |row: &LinkRow| row.letter == Some(letter);
        self.rows.iter().position(has)
    }

    fn step(&self, index: usize, action: Action) -> Option<Step> {
        let address = || self.rows[index].address.clone();
        match action {
            Action::OpenLink => Some(Step::OpenLink(address())),
            Action::CopyLink => Some(Step::CopyLink(address())),
            action if opens(action) => Some(Step::OpenLink(address())),
            _ => None,
        }
    }

    fn header(&self, shown: usize) -> Titled {
        let all = counted(self.rows.len(), "link", "links");
        let size = if shown < self.rows.len() {
            format!("{} of {all}", grouped(shown))
        } else {
            all
        };
        Titled {
            title: DisplayText::line("Links"),
            right: DisplayText::line(&size),
            below: self.headline.clone(),
            ..Titled::default()
        }
    }

    fn accept_hint(&self) -> &'static str {
        if self.opens { "open" } else { "copy" }
    }

    fn hints(&self, keymap: &Keymap, back: Hint) -> Vec<Hint> {
        let several = self.rows.len() > 1;
        let choose = several.then(|| self.choose_hint(keymap));
        let narrow = several.then(|| Hint::of(keymap, &[Action::Search], "narrow"));
        let copy = self
            .opens
            .then(|| Hint::of(keymap, &[Action::CopyLink], "copy"));
        [
            Some(Hint::of(keymap, &[Action::Open], self.accept_hint())),
            copy,
            choose,
            narrow,
            Some(back),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// `text` broken into lines of `columns`, anywhere between two graphemes.
fn lines(text: DisplayStr<'_>, columns: usize) -> Vec<DisplayText> {
    let mut lines = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let fitting = width::fitting(rest, columns).len();
        // A grapheme that is wider than the line is clipped.
        let first = width::clusters(rest).next();
        let taken = fitting.max(first.map_or(rest.len(), |(_, cluster, _)| cluster.len()));
        lines.push(text.part(at..at + taken).to_text());
        at += taken;
    }
    lines
}
