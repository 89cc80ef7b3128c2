//! What every screen shares.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use jiff::civil::Date;

use super::catalogue::Catalogue;
use super::environment::{Abilities, Environment};
use super::layout::{self, Arrangement, BOTH_FROM, Panes, Shows, Window};
use super::look::Look;
use super::mark_book::MarkBook;
use super::message::Effect;
use super::news::{Changes, News, Told};
use super::resume::Resume;
use crate::archive::{Archive, Edition};
use crate::briefing::{Conventions, Dates, EditionId, Story, StoryId};
use crate::config::Configuration;
use crate::config::settings::{Origin, ReadBy, quoted};
use crate::keymap::{Action, Keymap};
use crate::marks::{Change, Operation};
use crate::search::Chunk;
use crate::text::{DisplayText, counted, width};

/// The narrowest and the widest measure, in columns, and what one key press changes it by.
const MEASURES: std::ops::RangeInclusive<u16> = 40..=120;
pub(super) const MEASURE_STEP: i16 = 4;

/// The most columns of a headline in a notice.
const HEADLINE: usize = 40;

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
    /// Shown above the last line until the first key press or click.
    pub greeting: Option<DisplayText>,
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
    /// What has changed on disk and the user does not know yet.
    pub(super) changes: Changes,
    /// What the user was told of that last. If the notice is still there, the next one includes it.
    pub(super) told: Option<Told>,
    /// What has come in, in the order in which the user is taken there.
    pub(super) news: VecDeque<News>,
    /// Where each edition was left, for all that were left in this run of the program. A file that was moved, or has
    /// another identity now, has none.
    pub(super) visits: HashMap<EditionId, Visit>,
    /// The stories that are no longer marked read because their ends are shown.
    ends_shown: HashSet<StoryId>,
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

/// Where the list of an edition was left: the selected story, and the one at the top. `None` stands for
/// the faults of the edition's file.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    pub(super) selected: Option<StoryId>,
    pub(super) top: Option<StoryId>,
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
        Self {
            catalogue: Catalogue::of(&archive, marks.marks(), dates),
            archive: Arc::new(archive),
            keymap: Keymap::of(&mut configuration),
            marks,
            window: Window {
                size,
                measure: configuration.settings.measure.value.0,
                arrangement: configuration.settings.panes.value.into(),
            },
            look: Look::new(abilities.colours.clone(), &configuration),
            abilities,
            configuration,
            home,
            notice: None,
            greeting: None,
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
            changes: Changes::default(),
            told: None,
            news: VecDeque::new(),
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
        let key = self.key_name(Action::Faults);
        (files > 0).then(|| format!("{counted} {has} faults; {key} shows them"))
    }

    /// Reports how many files have faults, if any has.
    pub(super) fn report_faults(&mut self) {
        if let Some(notice) = self.faults_notice() {
            self.notify(&notice);
        }
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

    /// The key of an action; if it has none, what is typed to find the action.
    pub(super) fn key_name(&self, action: Action) -> String {
        let key = self.keymap.key_name(action);
        if key.is_empty() {
            format!(
                "{}{}",
                self.keymap.key_name(Action::FindAction),
                action.name()
            )
        } else {
            key
        }
    }

    /// Marks a story, as one step that can be undone; false, with a notice, when its file has gone.
    pub(super) fn mark(&mut self, id: &StoryId, change: Change) -> bool {
        self.mark_with(id, change, None)
    }

    /// As [`Self::mark`], with another change of the same story that is undone with the first.
    fn mark_with(&mut self, id: &StoryId, change: Change, other: Option<Change>) -> bool {
        let archive = Arc::clone(&self.archive);
        // Another story may have taken its place.
        let story = archive.story(id).filter(|story| *story.id() == *id.id());
        let Some(story) = story else {
            let why = match archive.find(id.edition()) {
                Some(_) => "This story is no longer in its file",
                None => "This story’s file has gone",
            };
            self.notify(&format!("{why}, so it cannot be marked"));
            return false;
        };
        let undone = match change {
            Change::Read(true) => "unread again",
            Change::Read(false) => "read again",
            Change::Saved(true) => "no longer saved",
            Change::Saved(false) => "saved again",
            // A change of place is not undone, so nothing is said.
            Change::Place(_) => "",
        };
        let headline = width::cut(story.headline(), HEADLINE);
        let notice = if headline.contains(['“', '”', '"']) {
            format!("{undone}: {headline}")
        } else {
            format!("{undone}: “{headline}”")
        };
        let operations = std::iter::once(change).chain(other);
        let operations = operations.map(|change| Operation {
            key: story.key(),
            change,
        });
        let operations = operations.collect();
        self.marks.mark_all(operations, notice, Some(id.edition()));
        true
    }

    /// Marks a story read because it was read to its end. It opens at its top again.
    pub(super) fn finish(&mut self, id: &StoryId) {
        if self.mark_with(id, Change::Read(true), Some(Change::Place(0))) {
            self.marks.note_read(&id.key());
        }
    }

    /// As [`Self::finish`], when the user goes on without having asked for the mark. Unless a list beside the
    /// story shows it, a notice says so.
    pub(super) fn finish_in_passing(&mut self, id: &StoryId, list_shows_it: bool) {
        let was_read = self.marks.status(id).read;
        self.finish(id);
        if !was_read && !list_shows_it && self.marks.status(id).read {
            let undo = self.key_name(Action::Undo);
            self.notify(&format!("Read to its end and marked read; {undo}: undo"));
        }
    }

    /// Marks a story read whose end was on the screen, if that is what is set. It does so once: what the user
    /// then makes of the mark stays.
    pub(super) fn note_end_shown(&mut self, id: &StoryId) {
        let is_set = self.configuration.settings.read.value == ReadBy::End;
        if is_set
            && self.archive.story(id).is_some()
            && self.ends_shown.insert(id.clone())
            && !self.marks.status(id).read
        {
            self.finish_in_passing(id, self.window.shows_both());
        }
    }

    /// Notes that the user has marked a story, which is not marked by itself then.
    pub(super) fn note_marked(&mut self, id: &StoryId) {
        self.ends_shown.insert(id.clone());
    }

    /// What an edition is called where another one is shown: `Tue 1 Apr 2031 · Late`.
    pub(super) fn edition_name(&self, id: &EditionId) -> String {
        let edition = self.archive.find(id);
        let Some(date) = id.date() else {
            return edition.map_or_else(String::new, |edition| edition.label.to_string());
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

    /// Reports that another choice of panes makes no difference here, if they are still `panes`.
    pub(super) fn report_same_panes(&mut self, panes: &Panes, shows: Shows) {
        if self.panes(shows) == *panes {
            self.notify("One pane is shown already");
        }
    }

    pub(super) fn change_measure(&mut self, columns: i16) {
        let measure = self.window.measure.saturating_add_signed(columns);
        let measure = measure.clamp(*MEASURES.start(), *MEASURES.end());
        self.window.measure = measure;
        let is_set = measure == self.configuration.settings.measure.value.0;
        let now = format!("Articles are at most {measure} columns wide");
        self.notify_for_now(&now, is_set, &format!("measure = {measure}"));
    }

    /// Keeps a theme while the program runs, and says how to keep it for good.
    pub(super) fn choose_theme(&mut self, theme: &str) {
        self.look.choose(theme, &self.configuration);
        let setting = &self.configuration.settings.theme;
        if self.look.set(&self.configuration) == theme {
            return self.notify(&format!("Theme: {theme}"));
        }
        let line = match setting.origin {
            Origin::File(line) => format!("line {line} of "),
            _ => String::new(),
        };
        let (theme, file) = (quoted(theme), self.configuration_file());
        self.notify(&format!("theme = {theme} in {line}{file} keeps this theme"));
    }

    /// The path of the file with the settings, as short as it can be.
    fn configuration_file(&self) -> String {
        let path = &*self.configuration.label;
        let in_home = self
            .home
            .as_deref()
            .and_then(|home| path.strip_prefix(home));
        match in_home {
            Some(rest) if rest.starts_with('/') => format!("~{rest}"),
            _ if path.is_empty() => "config.toml".to_owned(),
            _ => path.to_owned(),
        }
    }

    /// Shows list and article in the next of the ways in which they can share the window.
    pub(super) fn change_arrangement(&mut self) {
        self.window.arrangement = self.window.arrangement.next();
        let now = match (self.window.arrangement, self.window.shows_both()) {
            (Arrangement::Automatic, true) => "automatic, in this window both".to_owned(),
            (Arrangement::Automatic, false) => "automatic, in this window one".to_owned(),
            (Arrangement::Both, true) => "both".to_owned(),
            (Arrangement::Both, false) => format!("both, from {BOTH_FROM} columns on"),
            (Arrangement::One, _) => "one at a time".to_owned(),
        };
        let key = self.key_name(Action::Panes);
        let set = self.configuration.settings.panes.value;
        let arrangement = self.window.arrangement;
        let setting = format!("panes = {}", quoted(arrangement.setting().name()));
        let now = format!("Panes: {now}; {key} changes it");
        self.notify_for_now(&now, arrangement == set.into(), &setting);
    }

    /// Says what has been changed for now, and which setting keeps it, unless that `is_set`.
    fn notify_for_now(&mut self, now: &str, is_set: bool, setting: &str) {
        let room = usize::from(self.window.size.width).saturating_sub(2);
        let whole = format!("{now}; {setting} in config.toml keeps it");
        let notice = match is_set {
            true => now.to_owned(),
            false if width::of(&whole) <= room => whole,
            false => format!("{now}; {setting} keeps it"),
        };
        self.notify(&notice);
    }

    /// Whether an action means nothing while only the article is shown. If it would change the panes, a notice says
    /// why.
    pub(super) fn refuses_in_zen(&mut self, action: Action) -> bool {
        if action == Action::Panes {
            let zen = self.key_name(Action::Zen);
            self.notify(&format!(
                "Only the article is shown; {zen} brings the list back"
            ));
        }
        matches!(action, Action::Panes | Action::SwitchPane)
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
