//! The help page: every key, grouped.

use crate::app::layout::{LIST_LEFT, Panes, Shows};
use crate::app::parts::filtered::{Filtered, Narrowable};
use crate::app::screen::{Answer, Header, Hint, PromptLine, Screen, Titled};
use crate::app::session::Session;
use crate::app::texts::Text;
use crate::keymap::{Action, HelpRow, Keymap};
use crate::text::wrap::{self, Fit, Paragraph};
use crate::text::{DisplayStr, DisplayText, fold, width};

/// Columns between the keys and what they do, and right of that.
const GAP: usize = 2;

#[derive(Debug)]
pub struct HelpScreen {
    pub list: Filtered<Keys>,
}

/// The keys, each with what it does.
#[derive(Debug)]
pub struct Keys {
    pub rows: Vec<HelpRow>,
    folded: Vec<String>,
    /// The keys of each row and what they do, in as many lines as they take.
    pub lines: Vec<[Vec<DisplayText>; 2]>,
    /// Columns that the keys take.
    pub key_columns: usize,
    columns: usize,
}

impl Keys {
    fn new(keymap: &Keymap) -> Self {
        let rows: Vec<_> = keymap.help_rows().collect();
        let folded = rows
            .iter()
            .map(|row| fold(&format!("{} {} {}", row.keys, row.help, row.group.title())))
            .collect();
        Self {
            rows,
            folded,
            lines: Vec::new(),
            key_columns: 0,
            columns: 0,
        }
    }
}

impl Narrowable for Keys {
    fn count(&self) -> usize {
        self.rows.len()
    }

    fn folded(&self, index: usize) -> &str {
        &self.folded[index]
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

    fn lines(&self, index: usize) -> usize {
        let lines = self.lines.get(index);
        lines.map_or(1, |[keys, help]| keys.len().max(help.len()))
    }
}

fn wrapped(text: DisplayStr<'_>, columns: usize) -> Vec<DisplayText> {
    let rows = wrap::rows(Paragraph::plain(&text), columns.max(1), Fit::First);
    rows.into_iter()
        .map(|row| text.part(row).to_text())
        .collect()
}

impl HelpScreen {
    pub fn new(session: &Session) -> Self {
        Self {
            list: Filtered::new(Keys::new(&session.keymap), 0, session),
        }
    }
}

impl Screen for HelpScreen {
    fn shows(&self) -> Shows {
        Shows::List
    }

    fn perform(&mut self, action: Action, session: &mut Session) -> Answer {
        match action {
            // It is open already.
            Action::Help => Answer::Handled,
            action => self.list.answer(action, &session.panes(Shows::List)),
        }
    }

    fn fit(&mut self, session: &mut Session) {
        self.list.fit(&session.panes(Shows::List));
    }

    fn header(&self, _panes: &Panes, _session: &Session) -> Header {
        let (shown, all) = (self.list.len(), self.list.items.rows.len());
        let narrowed = if shown == all {
            String::new()
        } else {
            format!("{shown} of {all} keys")
        };
        Header::Titled(Titled {
            title: DisplayText::line("Keys"),
            right: DisplayText::line(&narrowed),
            below: DisplayText::line("What they do, wherever they do something"),
            ..Titled::default()
        })
    }

    fn hints(&self, _panes: &Panes, session: &Session) -> Vec<Hint> {
        vec![
            Hint::of(&session.keymap, &[Action::Search], "narrow"),
            self.list.back_hint(session),
        ]
    }

    fn prompt(&self, session: &Session) -> Option<PromptLine<'_>> {
        self.list.prompt_line("keep", session)
    }

    fn paste(&mut self, text: &str, session: &mut Session) {
        let panes = session.panes(Shows::List);
        self.list.paste(text, &panes, session);
    }

    fn is_typing(&self) -> bool {
        self.list.typing
    }

    fn take_text(&mut self, _text: &Text, _session: &Session) {}

    fn archive_grew(&mut self, _session: &mut Session) {}

    fn files_changed(&mut self, _session: &mut Session) {}
}
