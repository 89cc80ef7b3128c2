//! The files that have faults, each beside its diagnostics.

use std::sync::Arc;

use crate::app::layout::{LIST_LEFT, Panes, Shows};
use crate::app::mouse::Mouse;
use crate::app::parts::article_view::Entry;
use crate::app::parts::list_cursor::ListCursor;
use crate::app::parts::split::{Focus, Listing, Split};
use crate::app::parts::split_mouse::Pointed;
use crate::app::parts::standing::{Standing, Way, end_of_list};
use crate::app::rows::{Row, Rows, few_rows};
use crate::app::screen::{Answer, Header, Hint, Screen, Step, Titled};
use crate::app::session::Session;
use crate::app::texts::{Subject, Text};
use crate::briefing::EditionId;
use crate::config::FileFaults;
use crate::keymap::{Action, Motion};
use crate::text::{DisplayText, counted, width};

/// The most rows of a path.
const PATH_ROWS: usize = 3;
/// Columns right of the paths.
const RIGHT: usize = 2;

#[derive(Debug)]
pub struct FaultsScreen {
    pub split: Split<FaultyFiles>,
}

/// The files with faults: those of the configuration, then those of the archive in its order.
#[derive(Debug)]
pub struct FaultyFiles {
    files: Vec<FaultyFile>,
    /// The path of each file, in one to three rows.
    pub lines: Vec<Vec<DisplayText>>,
    columns: usize,
}

#[derive(Clone, Debug)]
enum FaultyFile {
    Configuration(Arc<FileFaults>),
    Briefing { id: EditionId, label: DisplayText },
}

impl FaultyFile {
    /// The path, for display.
    fn label(&self) -> &DisplayText {
        match self {
            Self::Configuration(file) => &file.label,
            Self::Briefing { label, .. } => label,
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Configuration(one), Self::Configuration(other)) => one.label == other.label,
            (Self::Briefing { id: one, .. }, Self::Briefing { id: other, .. }) => {
                one.path() == other.path()
            }
            _ => false,
        }
    }
}

impl FaultyFiles {
    fn of(session: &Session) -> Self {
        let configuration = session.configuration.faults.iter();
        let configuration = configuration.map(|file| FaultyFile::Configuration(Arc::clone(file)));
        let briefings = session
            .archive
            .faulty()
            .map(|edition| FaultyFile::Briefing {
                id: edition.id().clone(),
                label: edition.label(),
            });
        Self {
            files: configuration.chain(briefings).collect(),
            lines: Vec::new(),
            columns: 0,
        }
    }

    fn position(&self, edition: &EditionId) -> Option<usize> {
        self.files.iter().position(|file| match file {
            FaultyFile::Briefing { id, .. } => id.path() == edition.path(),
            FaultyFile::Configuration(_) => false,
        })
    }
}

impl Rows for FaultyFiles {
    fn count(&self) -> usize {
        self.files.len()
    }

    fn each_row(&self, index: usize, row: &mut dyn FnMut(Row)) {
        let lines = self.lines.get(index).map_or(1, |lines| lines.len().max(1));
        for line in 0..lines {
            row(Row::Line { item: index, line });
        }
    }
}

impl Listing for FaultyFiles {
    fn fit(&mut self, columns: usize) {
        if self.columns != columns {
            self.columns = columns;
            let columns = columns
                .saturating_sub(usize::from(LIST_LEFT) + RIGHT)
                .max(1);
            let lines = |file: &FaultyFile| {
                let path = file.label();
                let rows = few_rows(path, PATH_ROWS, columns, columns);
                // The end of a path says most.
                let line = |row| width::cut_middle(path.as_display().part(row), columns);
                rows.into_iter().map(line).collect()
            };
            self.lines = self.files.iter().map(lines).collect();
        }
    }

    fn subject(&self, index: usize) -> Subject {
        match self.files.get(index) {
            Some(FaultyFile::Configuration(file)) => Subject::Configuration(Arc::clone(file)),
            Some(FaultyFile::Briefing { id, .. }) => Subject::Faults(id.clone()),
            None => Subject::Note("No file has faults."),
        }
    }
}

impl FaultsScreen {
    /// Selects the edition being read if its file is one of those with faults; `None` when no file has
    /// any.
    pub fn new(read: &EditionId, session: &mut Session) -> Option<Self> {
        let files = FaultyFiles::of(session);
        let selected = ListCursor::at(files.position(read).unwrap_or(0));
        (files.count() > 0).then(|| Self {
            split: Split::new(files, selected, Focus::List, Entry::AsLeft, session),
        })
    }
}

impl Screen for FaultsScreen {
    fn shows(&self) -> Shows {
        self.split.shows()
    }

    fn perform(&mut self, action: Action, session: &mut Session) -> Answer {
        let panes = session.panes(self.shows());
        let article = &self.split.article;
        // Paging goes from file to file.
        let action = match action {
            Action::ReadOn if panes.shows_article && article.at_end() => Action::NextStory,
            Action::ReadBack if panes.shows_article && article.at_top() => Action::PreviousStory,
            action => action,
        };
        let count = self.split.list.count();
        let end = |way| end_of_list("file", count, way, session.so_far());
        match action {
            Action::NextStory if self.split.selected() + 1 >= count => {
                session.notify(&end(Way::On));
            }
            Action::PreviousStory if self.split.selected() == 0 => {
                session.notify(&end(Way::Back));
            }
            action if !self.split.perform(action, &panes, session) => {
                return match action {
                    Action::Cancel => Answer::Go(Step::Close),
                    _ => Answer::HandedDown,
                };
            }
            _ => {}
        }
        Answer::Handled
    }

    fn point(&mut self, mouse: Mouse, session: &mut Session) -> Answer {
        let panes = session.panes(self.shows());
        match self.split.point(mouse, &panes) {
            Pointed::Row(Row::Line { item, .. }) => self.split.click(item, &panes, session),
            Pointed::Article(released) => return self.split.released(released),
            Pointed::Nothing | Pointed::Head(_) | Pointed::Row(_) => {}
        }
        Answer::Handled
    }

    fn key_pressed(&mut self) {
        self.split.key_pressed();
    }

    fn fit(&mut self, session: &mut Session) {
        self.split.fit(&session.panes(self.shows()), session);
    }

    fn opened_by(&self) -> Option<(Action, &'static str)> {
        Some((Action::Faults, "These are the files with faults"))
    }

    fn standing(&self) -> Standing {
        self.split.standing(self.shows())
    }

    fn unmoved(&self, action: Action, session: &Session) -> Option<String> {
        self.split
            .why_unmoved(action, "file", session.so_far(), session)
    }

    fn header(&self, panes: &Panes, session: &Session) -> Header {
        let files = self.split.list.count();
        if !panes.shows_list {
            let number = self.split.selected() + 1;
            return Header::Position {
                text: DisplayText::line(&format!("Faults · file {number} of {files}")),
                percent: Some(self.split.article.percent()),
            };
        }
        let so_far = session.so_far();
        Header::Titled(Titled {
            title: DisplayText::line("Faults"),
            right: DisplayText::line(&format!("{}{so_far}", counted(files, "file", "files"))),
            below: DisplayText::line("What is wrong in which file"),
            ..Titled::default()
        })
    }

    fn hints(&self, _panes: &Panes, session: &Session) -> Vec<Hint> {
        let keymap = &session.keymap;
        let choose = [Action::Move(Motion::Down), Action::Move(Motion::Up)];
        let [first, second] = match self.split.focus {
            Focus::List => [
                Hint::of(keymap, &choose, "file"),
                Hint::named(keymap, Action::Open),
            ],
            Focus::Article => [
                Hint::of(keymap, &[Action::NextStory], "next file"),
                Hint::of(keymap, &[Action::ToList], "files"),
            ],
        };
        let close = Hint::of(keymap, &[Action::Close], "close");
        vec![first, second, close, Hint::named(keymap, Action::Help)]
    }

    fn position(&self, panes: &Panes) -> Option<String> {
        let both = panes.divider.is_some();
        both.then(|| format!("{} %", self.split.article.percent()))
    }

    fn leave(&self, session: &mut Session) {
        self.split.leave(session);
    }

    fn take_text(&mut self, text: &Text, session: &Session) {
        self.split.article.take(text, session);
    }

    fn files_changed(&mut self, session: &mut Session) {
        self.archive_grew(session);
    }

    fn archive_grew(&mut self, session: &mut Session) {
        let selected = self.split.list.files.get(self.split.selected()).cloned();
        self.split.list = FaultyFiles::of(session);
        let panes = session.panes(self.shows());
        let same = |file: &FaultyFile| selected.as_ref().is_some_and(|old| old.is_same(file));
        if let Some(position) = self.split.list.files.iter().position(same) {
            self.split.set_cursor(position, &panes);
            let subject = self.split.list.subject(position);
            self.split.article.follow(subject, session);
        } else {
            self.split.set_cursor(0, &panes);
            self.split.open(Entry::AsLeft, &panes, session);
        }
    }
}
