//! What every screen shares.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use super::catalogue::Catalogue;
use super::departed::Departed;
use super::environment::{Abilities, Environment};
use super::layout::{self, Panes, Shows, Window};
use super::look::Look;
use super::mark_book::MarkBook;
use super::message::Effect;
use super::news::{Changes, Files, Told, Waiting};
use super::remark::Remark;
use super::resume::Resume;
use super::visit::Visit;
use crate::archive::{Archive, Edition};
use crate::briefing::{Conventions, Dates, EditionId, Story, StoryId};
use crate::config::Configuration;
use crate::keymap::{Action, Keymap};
use crate::search::Chunk;
use crate::text::{DisplayText, counted, width};

/// What follows the name of what still grows.
pub(super) const SO_FAR: &str = " so far";

/// The most columns of a folder in a notice.
const FOLDER: usize = 40;

/// The state of one run of the program, apart from the screens and what is on them.
#[derive(Debug)]
pub struct Session {
    pub archive: Arc<Archive>,
    /// What is known of the archive's editions.
    pub catalogue: Catalogue,
    pub keymap: Keymap,
    pub marks: MarkBook,
    pub window: Window,
    pub abilities: Abilities,
    /// What the user has set.
    pub configuration: Configuration,
    pub look: Look,
    /// The user's home folder.
    pub(super) home: Option<String>,
    /// Shown in the last line instead of the hints, until the next key press or click.
    pub notice: Option<DisplayText>,
    /// The notice, if it says why a key has moved nothing: in a window of another size, that may no longer be so.
    pub(super) unmoved: Option<DisplayText>,
    /// Shown above the last line until the first key press or click.
    pub greeting: Option<DisplayText>,
    /// A notice that came while something was typed: its keys do not hold in a prompt. It is shown once that is over.
    pub(super) held: Option<DisplayText>,
    /// The notice, else the greeting, that the last key press or click has taken away.
    pub(super) dismissed: Option<DisplayText>,
    pub(super) jump: Jump,
    /// `None` once every file has been read.
    pub loading: Option<Loading>,
    /// What this start made of where the user left off.
    pub(super) resume: Resume,
    /// The day that `today` means in a search.
    pub today: Date,
    /// What is still to be made of a story's text for the user.
    pub(super) awaited: Option<Awaited>,
    /// The link that could not be opened, until the next key press or click.
    pub(super) not_opened: Option<DisplayText>,
    pub(super) searches: Searches,
    /// How the archive's list was narrowed when it was left.
    pub(super) narrowed: Option<Narrowed>,
    /// What has changed on disk and the user does not know yet.
    pub(super) changes: Changes,
    /// What the user was told of that last. If the notice is still there, the next one includes it.
    pub(super) told: Option<Told>,
    pub(super) departed: Departed,
    /// The files and folders with briefings that are not there any more.
    pub(super) missing: Vec<PathBuf>,
    /// Files that have come while the program runs, and of which nothing could be read so far.
    pub(super) unfinished: Files,
    /// What has come in and the user has not been to.
    pub(super) news: Waiting,
    /// Where each edition was left, for all that were left in this run of the program. A file that was moved, or has
    /// another identity now, has none.
    pub(super) visits: HashMap<EditionId, Visit>,
    /// Keys of the stories that are no longer marked read because their ends are shown.
    pub(super) ends_shown: HashSet<String>,
    /// What the runtime is to do once the message has been handled.
    pub(super) effects: Vec<Effect>,
    /// The last number given to a request for text, or to a view of an article.
    last_number: u64,
}

/// What the present message has to do with [`super::history`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Jump {
    None,
    /// It is a jump: the user can go back to where it was made from.
    Made,
    /// It goes back to where a jump was made from, or forward again.
    AlongHistory,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loading {
    /// Files read.
    pub read: usize,
    /// Files found.
    pub found: usize,
    /// They have changed since they were read before; there are others beside them.
    pub again: bool,
}

/// What the user asked for and is still to be made of a story's text.
#[derive(Clone, Debug)]
pub(super) struct Awaited {
    /// The number of the request.
    pub(super) number: u64,
    pub(super) story: StoryId,
    pub(super) purpose: Purpose,
}

/// What a story's text is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    OpenLink,
    CopyLink,
    CopyStory,
}

/// How the archive's list was narrowed when it was left.
#[derive(Clone, Debug)]
pub(super) struct Narrowed {
    pub(super) words: String,
    /// The edition that was selected.
    pub(super) selected: EditionId,
}

/// What all searches share.
#[derive(Debug, Default)]
pub(super) struct Searches {
    /// The folded text of every edition loaded so far.
    pub(super) chunks: Vec<Arc<Chunk>>,
    /// The number of the latest query: answers to an earlier one come too late.
    pub(super) generation: u64,
    /// The queries that were kept, the latest last.
    pub(super) kept_queries: Vec<String>,
}

impl Session {
    pub(super) fn new(
        archive: Archive,
        found: usize,
        marks: MarkBook,
        resume: Resume,
        environment: Environment,
    ) -> Self {
        let read = archive.editions().len();
        let Environment {
            size,
            abilities,
            mut configuration,
            home,
        } = environment;
        let dates = configuration.settings.dates.value;
        let keymap = Keymap::taken_from(&mut configuration);
        Self {
            catalogue: Catalogue::of(&archive, marks.marks(), dates),
            archive: Arc::new(archive),
            keymap,
            marks,
            window: Window {
                size,
                measure: configuration.settings.measure.value.0,
                arrangement: configuration.settings.panes.value.into(),
            },
            look: Look::new(&abilities.colours, &configuration),
            abilities,
            configuration,
            home,
            notice: None,
            unmoved: None,
            greeting: None,
            held: None,
            dismissed: None,
            jump: Jump::None,
            loading: (read < found).then_some(Loading {
                read,
                found,
                again: false,
            }),
            resume,
            today: Date::ZERO,
            awaited: None,
            not_opened: None,
            searches: Searches::default(),
            narrowed: None,
            changes: Changes::default(),
            told: None,
            departed: Departed::default(),
            missing: Vec::new(),
            unfinished: Files::default(),
            news: Waiting::default(),
            visits: HashMap::new(),
            ends_shown: HashSet::new(),
            effects: Vec::new(),
            last_number: 0,
        }
    }

    pub fn panes(&self, shows: Shows) -> Panes {
        layout::panes(self.window, shows)
    }

    pub(super) fn replace_archive(&mut self, archive: Archive) {
        let marks = self.marks.marks();
        self.catalogue.follow(&self.archive, &archive, marks);
        self.archive = Arc::new(archive);
    }

    /// Brings the catalogue up to date after marks may have changed.
    pub(super) fn count_marks(&mut self) {
        let changed = self.marks.take_changed();
        let marks = self.marks.marks();
        self.catalogue.recount(&changed, &self.archive, marks);
    }

    pub(super) fn notify(&mut self, text: &str) {
        self.notice = Some(DisplayText::line(text));
    }

    /// The columns of the last line that a notice can take.
    pub(super) fn notice_columns(&self) -> usize {
        usize::from(self.window.size.width).saturating_sub(2)
    }

    /// The first of several versions of a notice, the longest first, that there is room for; else the last.
    pub(super) fn fitting(&self, versions: impl IntoIterator<Item = String>) -> String {
        let mut chosen = String::new();
        for version in versions {
            chosen = version;
            if width::of(&chosen) <= self.notice_columns() {
                break;
            }
        }
        chosen
    }

    /// Says that what is being done is a jump: the user can go back to where it was done from. See
    /// [`super::history`].
    pub(super) fn note_jump(&mut self) {
        self.jump = Jump::Made;
    }

    /// Reports a pasted text that does not fit into the line being typed.
    pub(super) fn report_paste(&mut self, fits: bool) {
        if !fits {
            self.notify("The pasted text is too long");
        }
    }

    /// What is wrong in the configuration, else how many files have faults, and how to see them; `None` when
    /// nothing is wrong.
    pub(super) fn faults_notice(&self) -> Option<String> {
        if let Some(fault) = self.configuration_fault() {
            return Some(fault);
        }
        let files = self.archive.faulty().count();
        let has = if files == 1 { "has" } else { "have" };
        let counted = counted(files, "file", "files");
        let shows = self.and_key(Action::Faults, "shows them");
        (files > 0).then(|| format!("{counted} {has} faults{shows}"))
    }

    /// Reports how many files have faults, if any has.
    pub(super) fn report_faults(&mut self) {
        if let Some(notice) = self.faults_notice() {
            self.notify(&notice);
        }
    }

    /// Why there is nothing to read, if the archive is empty: the folder that cannot be read, if one is missing.
    pub(super) fn nothing_left(&self) -> Option<Remark> {
        let nothing = self.archive.editions().is_empty() && self.loading.is_none();
        let why = || {
            let missing = self.not_readable();
            missing.unwrap_or_else(|| Remark::new("there are no briefings left"))
        };
        nothing.then(why)
    }

    /// `~/briefings cannot be read`, if that is not there any more.
    pub(super) fn not_readable(&self) -> Option<Remark> {
        let first = self.missing.first()?.to_string_lossy();
        let first = DisplayText::line(&self.below_home(&first));
        let first = width::cut_middle(first.as_display(), FOLDER);
        let others = match self.missing.len() {
            1 => String::new(),
            all => format!(" and {} more", all - 1),
        };
        Some(Remark::of_name(format!("{first}{others} cannot be read")))
    }

    /// A path, from `~` where it is below the home folder.
    pub(super) fn below_home(&self, path: &str) -> String {
        let home = self.home.as_deref();
        match home.and_then(|home| path.strip_prefix(home)) {
            Some(rest) if rest.starts_with('/') => format!("~{rest}"),
            _ => path.to_owned(),
        }
    }

    /// As [`Session::nothing_left`], with the key that looks again. It is said where an edition is needed.
    pub(super) fn nothing_there(&self) -> Option<String> {
        let again = self.and_key(Action::Reload, "tries again");
        self.nothing_left()
            .map(|nothing| nothing.followed_by(&again).alone())
    }

    /// What follows the name of what grows while files are being loaded; empty once they are.
    pub(super) fn so_far(&self) -> &'static str {
        if self.loading.is_some() { SO_FAR } else { "" }
    }

    /// How dates and hours are written.
    pub fn dates(&self) -> Dates {
        self.conventions().dates
    }

    pub fn conventions(&self) -> Conventions {
        self.configuration.settings.conventions()
    }

    /// Takes in that dates are written in another way.
    pub(super) fn conventions_changed(&mut self) {
        self.catalogue = Catalogue::of(&self.archive, self.marks.marks(), self.dates());
    }

    /// A story's reading time; 0 when it has gone.
    pub fn minutes(&self, id: &StoryId) -> usize {
        let words = self.archive.story(id).map_or(0, Story::words);
        self.conventions().words_a_minute.minutes(words)
    }

    /// The key of an action; if it has none, what is typed to find the action; empty if nothing can be typed.
    pub(super) fn key_name(&self, action: Action) -> String {
        let key = self.keymap.key_name(action);
        let find = self.keymap.key_name(Action::FindAction);
        if key.is_empty() && !find.is_empty() {
            format!("{find}{}", action.name())
        } else {
            key
        }
    }

    /// `; J goes to the next story`: the key of an action and what it does, to end a sentence with. Nothing when no
    /// key leads to the action.
    pub(super) fn and_key(&self, action: Action, does: &str) -> String {
        match self.key_name(action) {
            key if key.is_empty() => String::new(),
            key => format!("; {key} {does}"),
        }
    }

    /// `; ! shows them`: the key that shows this number of faults, to end a sentence with.
    pub(super) fn shows_faults(&self, count: usize) -> String {
        let shows = if count == 1 { "shows it" } else { "shows them" };
        self.and_key(Action::Faults, shows)
    }

    /// What an edition is called where another one is shown: `Tue 1 Apr 2031 · Late`.
    pub(super) fn edition_name(&self, id: &EditionId) -> String {
        let edition = self.archive.find(id);
        let Some(date) = id.date() else {
            return edition.map_or_else(String::new, |edition| edition.label().to_string());
        };
        let distinction = self.archive.distinction(id, self.dates());
        let names = [date.short(self.dates()), distinction];
        let names = names.iter().filter(|name| !name.is_empty());
        names.map(String::as_str).collect::<Vec<_>>().join(" · ")
    }

    /// A number that nothing else in this run of the program has.
    pub(super) fn next_number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }

    /// Whether an action means nothing while only the article is shown, because it needs the list. A notice says so.
    pub(super) fn refuses_in_zen(&mut self, action: Action) -> bool {
        let needs_list = matches!(action, Action::Panes | Action::SwitchPane);
        if needs_list {
            let zen = self.and_key(Action::Zen, "brings the list back");
            self.notify(&format!("Only the article is shown{zen}"));
        }
        needs_list
    }

    /// The position of an edition in the archive; of one that has gone, that of the edition after it, else of the last.
    pub(super) fn position_near(&self, edition: &EditionId) -> usize {
        let archive = &self.archive;
        archive.position(edition).unwrap_or_else(|| {
            let last = archive.editions().len().saturating_sub(1);
            archive.position_after(edition).min(last)
        })
    }

    /// The edition `offset` positions further down the archive, newest first. One that has gone counts where it
    /// was.
    pub(super) fn neighbour(&self, edition: &EditionId, offset: isize) -> Option<&Arc<Edition>> {
        let archive = &self.archive;
        let position = if offset > 0 {
            let after = archive.first_after(edition);
            after.checked_add_signed(offset - 1)
        } else {
            let position = archive.position(edition);
            let position = position.unwrap_or_else(|| archive.position_after(edition));
            position.checked_add_signed(offset)
        };
        archive.editions().get(position?)
    }
}
