//! The help: everything that the program can do, grouped, with the keys for it. Enter does what the selected
//! row says, on the screen below.

mod names;
mod toggles;

use super::filtered::{Filtered, Narrowable, corrections, opens};
use crate::app::layout::LIST_LEFT;
use crate::app::mark_book::MarkBook;
use crate::app::parts::prompt::Replacement;
use crate::app::screen::{Answer, Hint, Step, Titled};
use crate::app::session::Session;
use crate::keymap::{Action, Edit, Group, HelpRow, Keymap, Mode, Motion};
use crate::text::wrap::{self, Fit, Paragraph};
use crate::text::{DisplayStr, DisplayText, fold, width};
use names::{Names, WHOLE_WORDS};
pub use toggles::{FilterStep, Toggles};

/// Columns between the keys and what they do, and right of that.
const GAP: usize = 2;

pub type HelpScreen = Filtered<Keys>;

/// The keys, each with what it does.
#[derive(Debug)]
pub struct Keys {
    pub rows: Vec<HelpRow>,
    folded: Vec<String>,
    names: Vec<Names>,
    /// The keys of each row and what they do, in as many lines as they take.
    pub lines: Vec<[Vec<DisplayText>; 2]>,
    /// Columns that the keys take.
    pub key_columns: usize,
    columns: usize,
    /// The key that does what a row says.
    open_key: String,
    /// What is before the line being typed.
    sign: &'static str,
    /// The screen was opened to type in: Esc closes it.
    opened_to_type: bool,
    /// What the keys mean that do another thing each time.
    toggles: Toggles,
}

impl Keys {
    pub fn new(keymap: &Keymap, toggles: Toggles) -> Self {
        let rows: Vec<_> = keymap.help_rows().collect();
        let names: Vec<_> = rows.iter().map(Names::of).collect();
        let found_by = |(row, names): (&HelpRow, &Names)| {
            let (keys, help, group) = (&row.keys, row.help, row.group.title());
            format!("{} {}", fold(&format!("{keys} {help} {group}")), names)
        };
        Self {
            folded: rows.iter().zip(&names).map(found_by).collect(),
            rows,
            names,
            lines: Vec::new(),
            key_columns: 0,
            columns: 0,
            open_key: keymap.key_name(Action::Open),
            sign: "/",
            opened_to_type: false,
            toggles,
        }
    }

    /// How far a row is from what is meant by the words typed; `None` when it has not all of them.
    fn rank(&self, index: usize, words: &[&str]) -> Option<u8> {
        let is_section = self.rows[index].action == Some(Action::Section(1));
        if is_section && section_number(words).is_some() {
            return Some(0);
        }
        let rank = self.names[index].rank(words);
        let contained = || words.iter().all(|word| self.folded[index].contains(word));
        rank.or_else(|| contained().then_some(WHOLE_WORDS + 1))
    }

    /// Whether all words typed are whole words of a row, if only of what its key does elsewhere.
    fn has_whole_words(&self, index: usize, words: &[&str]) -> bool {
        let parts = self.folded[index].split(|c: char| !c.is_alphanumeric());
        let parts: Vec<_> = parts.collect();
        words.iter().all(|word| parts.contains(word))
    }

    /// What Enter on a row does when `words` have been typed; `None` when the row only describes keys.
    fn action(&self, index: usize, words: &[&str]) -> Option<Action> {
        let row = &self.rows[index];
        match row.action? {
            _ if row.group == Group::Typing => None,
            // Which section is still to be said.
            Action::Section(1) => Some(section_number(words).map_or(Action::Go, Action::Section)),
            action => Some(action),
        }
    }
}

impl Narrowable for Keys {
    fn count(&self) -> usize {
        self.rows.len()
    }

    fn item_name(&self) -> &'static str {
        "row"
    }

    fn opened_by(&self) -> Option<(Action, &'static str)> {
        Some((Action::Help, "These are the keys"))
    }

    fn folded(&self) -> &[String] {
        &self.folded
    }

    fn ranked(&self, typed: &str, _session: &Session) -> Vec<(u8, usize)> {
        let words = fold(typed);
        let words: Vec<_> = words.split_whitespace().collect();
        (0..self.rows.len())
            .filter_map(|index| Some((self.rank(index, &words)?, index)))
            .collect()
    }

    /// Only words of names: others of the help are seldom what is looked for.
    fn corrections(&self, typed: &str, _session: &Session) -> Vec<Replacement> {
        let corrections = corrections(typed, &self.folded);
        let is_name = |(_, word): &Replacement| self.names.iter().any(|names| names.have(word));
        if corrections.iter().all(is_name) {
            corrections
        } else {
            Vec::new()
        }
    }

    fn starts_group(&self, index: usize, above: Option<usize>) -> bool {
        above.is_none_or(|above| self.rows[above].group != self.rows[index].group)
    }

    fn fit(&mut self, columns: usize) {
        if self.columns == columns {
            return;
        }
        self.columns = columns;
        let room = columns.saturating_sub(usize::from(LIST_LEFT) + GAP);
        let widest = self.rows.iter().map(|row| width::of(&row.keys)).max();
        self.key_columns = widest.unwrap_or(0).min(room / 2);
        let help_columns = room.saturating_sub(self.key_columns + GAP);
        let lines = |row: &HelpRow| {
            let keys = DisplayText::line(&row.keys);
            [
                wrapped(keys.as_display(), self.key_columns),
                wrapped(DisplayStr::own(row.help), help_columns),
            ]
        };
        self.lines = self.rows.iter().map(lines).collect();
    }

    fn prepare(&mut self, _in_view: &[usize], marks: &MarkBook) {
        self.toggles.look(marks);
    }

    fn lines(&self, index: usize) -> usize {
        let lines = self.lines.get(index);
        lines.map_or(1, |[keys, help]| keys.len().max(help.len()))
    }

    fn answer(list: &mut Filtered<Self>, action: Action, session: &mut Session) -> Option<Answer> {
        match action {
            Action::Search => list.items.sign = "/",
            Action::FindAction => {
                list.items.sign = ":";
                list.start_typing();
                return Some(Answer::Handled);
            }
            Action::Cancel if list.items.opened_to_type => return Some(Answer::Go(Step::Close)),
            Action::Edit(Edit::Accept) if list.corrected().is_some() => {}
            action if opens(action) => {
                return Some(match list.choice(&session.keymap) {
                    Ok(Action::Themes) => Answer::Go(list.to_themes(session)),
                    Ok(action) => Answer::Go(Step::PerformBelow(action)),
                    Err(why) => {
                        session.notify(&why);
                        Answer::Refused
                    }
                });
            }
            _ => {}
        }
        None
    }

    fn header(&self, shown: usize) -> Titled {
        let all = self.rows.len();
        let narrowed = if shown == all {
            String::new()
        } else {
            format!("{shown} of {all}")
        };
        Titled {
            title: DisplayText::line("Keys"),
            right: DisplayText::line(&narrowed),
            below: DisplayText::line(&match self.open_key.as_str() {
                "" => "Every key, and what it does".to_owned(),
                open => format!("Every key, and what it does; {open} does it"),
            }),
            ..Titled::default()
        }
    }

    fn rekeyed(&self, session: &Session) -> Option<Self> {
        Some(Self {
            sign: self.sign,
            opened_to_type: self.opened_to_type,
            ..Self::new(&session.keymap, self.toggles.clone())
        })
    }

    fn hints(&self, keymap: &Keymap, back: Hint) -> Vec<Hint> {
        let narrow = Hint::of(keymap, &[Action::Search], "type to narrow");
        vec![narrow, back]
    }

    /// Letters do not narrow the list at once, as they do after `:`: too many of those that words begin with
    /// move in it, as in every list.
    fn what_helps(&self, keymap: &Keymap) -> Option<String> {
        let helps = [
            (Action::Search, " and a word finds a row"),
            (Action::Open, " does it"),
            (Action::Cancel, " closes"),
        ];
        let helps = helps.map(|(action, does)| (keymap.key_name(action), does));
        let helps = helps.iter().filter(|(key, _)| !key.is_empty());
        let helps: Vec<_> = helps.map(|(key, does)| format!("{key}{does}")).collect();
        (!helps.is_empty()).then(|| helps.join(", "))
    }

    fn cancel_hint(&self) -> &'static str {
        if self.opened_to_type {
            "close"
        } else {
            "show all"
        }
    }

    fn sign(&self) -> &'static str {
        self.sign
    }

    /// The hint for choosing a row must not move when the one for Enter appears: a second click there would do what
    /// the row says.
    fn first_hints(list: &Filtered<Self>, keymap: &Keymap) -> Vec<Hint> {
        if list.is_empty() {
            let erase = Action::Edit(Edit::EraseAll);
            return vec![Hint::typing(keymap, &[erase], "erase")];
        }
        let rows = [Action::Move(Motion::Down), Action::Move(Motion::Up)];
        let keys = rows.map(|row| (keymap.key_name_in(list.mode_of_keys(), row), row));
        let choose = Hint::of_keys(keys, "choose");
        let enter = list.choice(keymap).ok().map(|action| {
            let open = if list.typing {
                keymap.key_name_in(Mode::Typing, Action::Edit(Edit::Accept))
            } else {
                keymap.key_name(Action::Open)
            };
            let text = match action {
                Action::Section(number) => format!("section {number}"),
                action => {
                    let now = list.items.toggles.hint(action);
                    now.unwrap_or_else(|| keymap.hint(action)).to_owned()
                }
            };
            Hint::of_keys([(open, Action::Open)], &text)
        });
        let mut hints: Vec<_> = enter.into_iter().chain([choose]).collect();
        // Hints beside a prompt are aligned at the right, others at the left.
        if !list.typing {
            hints.reverse();
        }
        hints
    }
}

impl HelpScreen {
    /// Opened to type in at once.
    pub fn with_prompt(toggles: Toggles, session: &Session) -> Self {
        let mut keys = Keys::new(&session.keymap, toggles);
        (keys.sign, keys.opened_to_type) = (":", true);
        let mut help = Self::new(keys, 0, session);
        help.start_typing();
        help
    }

    /// What Enter does; else why it does nothing. A row has to be chosen, or named with whole words: Enter
    /// after a stray `:` does nothing.
    fn choice(&self, keymap: &Keymap) -> Result<Action, String> {
        let down = keymap.key_name_in(self.mode_of_keys(), Action::Move(Motion::Down));
        let text = self.prompt.text();
        let typed = fold(&text);
        let words: Vec<_> = typed.split_whitespace().collect();
        let Some(selected) = self.selected() else {
            return Err(format!("Nothing here is called “{text}”"));
        };
        let is_named = self.items.rank(selected, &words);
        let is_named = is_named.is_some_and(|rank| rank <= WHOLE_WORDS) && !words.is_empty();
        if !is_named && !self.is_chosen() {
            return Err(if words.is_empty() {
                format!("Choose a row with {down}, or type a word")
            } else if self.items.has_whole_words(selected, &words) {
                format!("No key is called “{text}”; {down} chooses a row")
            } else {
                format!("“{text}” is not a whole word; {down} chooses a row")
            });
        }
        let action = self.items.action(selected, &words);
        if action == Some(Action::NextFilter)
            && !self.is_chosen()
            && let Some(why) = self.items.toggles.why_not(&words, keymap)
        {
            return Err(why);
        }
        action.ok_or_else(|| {
            match self.items.rows[selected].group {
                Group::Mouse => "This is done with the mouse",
                _ => "This key is for a line being typed",
            }
            .to_owned()
        })
    }

    /// The way to the themes: to the one that is typed, if one is.
    fn to_themes(&self, session: &Session) -> Step {
        let typed = self.prompt.text().to_string();
        let themes = session.configuration.themes().into_iter();
        let is_typed = |name: &String| typed.split_whitespace().any(|word| word == name);
        let mut named = themes.map(|theme| theme.name).filter(is_typed);
        named
            .next()
            .map_or(Step::PerformBelow(Action::Themes), Step::TryTheme)
    }

    /// The mode whose keys move the selection now.
    fn mode_of_keys(&self) -> Mode {
        if self.typing {
            Mode::Typing
        } else {
            Mode::Normal
        }
    }
}

/// The number of the section that is meant by `12` or `section 12`.
fn section_number(words: &[&str]) -> Option<usize> {
    match words {
        [number] | ["section", number] if number.bytes().all(|byte| byte.is_ascii_digit()) => {
            number.parse().ok()
        }
        _ => None,
    }
}

fn wrapped(text: DisplayStr<'_>, columns: usize) -> Vec<DisplayText> {
    let rows = wrap::rows(Paragraph::plain(&text), columns.max(1), Fit::First);
    rows.into_iter()
        .map(|row| text.part(row).to_text())
        .collect()
}
