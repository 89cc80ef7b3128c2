//! What is read and decided before the first frame.
//!
//! Unless the user asks for an edition, a start comes back to the edition and the line that were left last
//! if that was on the same day, or if the story was left in its middle. But when an edition has come since
//! that is newer than all there were, that one opens, and a notice names the key back. Otherwise the newest
//! edition with something unread opens. With the setting `start = "newest"`, the newest edition always opens.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::loader::{self, Opening, Read};
use crate::app::{Beginning, Environment, Model, Msg, Resume, to_open, update_and_read};
use crate::archive::{self, Archive, Edition, Which};
use crate::briefing::{Briefing, StoryId};
use crate::config::settings;
use crate::marks::{Last, Newest};
use crate::store::{self, FirstMarks, FoundFiles, LastFile, LoadedMarks, Part};

/// How far the clock of a file system may be behind.
const FILE_SYSTEM_LAG: SignedDuration = SignedDuration::from_secs(1);

/// What is known of the briefings before the first frame.
pub(super) struct Start {
    pub(super) found: FoundFiles,
    opens: Opens,
    pub(super) opening: Opening,
    /// A file that changed at this time or later may have changed after it was read. In nanoseconds since
    /// 1970.
    pub(super) since: i64,
}

/// What the first frame shows.
enum Opens {
    /// What the user asked for: an edition, and maybe a story in it.
    Asked(Arc<Edition>, Option<StoryId>),
    /// The edition in which the user left off.
    Left(Arc<Edition>, Last),
    /// The newest edition with something unread. It has come since the user left off.
    News(Resume),
    /// The newest edition with something unread.
    Unread,
}

impl Start {
    /// Reads the files of the edition to begin with; the program `started` before they were `found`.
    pub(super) fn new(
        mut found: FoundFiles,
        which: Option<&Which>,
        last: Option<&LastFile>,
        started: Timestamp,
    ) -> anyhow::Result<Self> {
        let since = (started - FILE_SYSTEM_LAG).as_nanosecond();
        let (opens, opening) = match which {
            Some(which) => {
                let edition = store::edition(&found, which).edition?;
                let story = which.story(&edition);
                let story = story.and_then(|story| edition.id().story(story));
                let opening = loader::open_at(&found, &edition);
                (Opens::Asked(edition, story), opening)
            }
            None => open(&mut found, last.and_then(LastFile::load), || {
                store::in_local_zone(Timestamp::now()).date()
            }),
        };
        Ok(Self {
            found,
            opens,
            opening,
            since: i64::try_from(since).unwrap_or(i64::MAX),
        })
    }
}

/// Reads the edition that was left last, else the newest. Which day it is `today` is only asked when it
/// matters, since a file is read for it.
fn open(
    found: &mut FoundFiles,
    last: Option<Last>,
    today: impl FnOnce() -> Date,
) -> (Opens, Opening) {
    let Some(last) = last.filter(|last| last.leads_back(today)) else {
        return (Opens::Unread, loader::open(found));
    };
    // Where no file has come or gone, the newest edition is the one that was it then, and need not be read.
    let mut newest = None;
    if found.count() != last.files || is_of_newest_day(found, &last) {
        let opening = loader::open(found);
        let mut editions = opening.editions.iter();
        let left = editions.find(|edition| is_left(edition, &last)).cloned();
        if brings_news(&opening, &last) {
            return news(found, last, left.is_some(), opening);
        }
        if let Some(left) = left {
            return (Opens::Left(left, last), opening);
        }
        newest = Some(opening);
    }
    if let Some(left) = read_left(found, &last) {
        let opening = loader::open_at(found, &left);
        return (Opens::Left(left, last), opening);
    }
    let opening = newest.unwrap_or_else(|| loader::open(found));
    (Opens::Unread, opening)
}

fn is_of_newest_day(found: &FoundFiles, last: &Last) -> bool {
    found.files.is_empty() || found.files.newest_date() == archive::date_in_name(&last.path)
}

fn is_left(edition: &Edition, last: &Last) -> bool {
    *edition.id().identity() == *last.edition
}

/// Reads the edition that was left last; `None` if its file has gone, or holds another edition by now.
fn read_left(found: &FoundFiles, last: &Last) -> Option<Arc<Edition>> {
    let file = store::file_left(&found.files, last)?;
    let edition = store::read(file);
    is_left(&edition, last).then(|| Arc::new(edition))
}

/// Whether an edition of the newest day is newer than all that there were when the user left off.
fn brings_news(opening: &Opening, last: &Last) -> bool {
    let readable = opening.editions.iter().filter(|it| it.briefing.is_some());
    let mut newest = readable.map(|edition| Newest::new(edition.date(), edition.path()));
    newest.any(|newest| newest > last.newest)
}

/// Opens the newest edition, and says how to go back if the edition left is still there; it may have been
/// `read` with the newest ones.
fn news(found: &mut FoundFiles, left: Last, read: bool, opening: Opening) -> (Opens, Opening) {
    let file = store::file_left(&found.files, &left);
    if !read && file.is_none() {
        return (Opens::Unread, opening);
    }
    let next = match opening.read {
        Read::Newest(read) => found.files.get(read),
        Read::One(_) => None,
    };
    let is_next = next == file;
    (Opens::News(Resume::News { left, is_next }), opening)
}

/// The model of the first frame, with the notices about what was found and loaded. Why the variable for the mouse is
/// wrong is the least of them: it is told only where there is nothing else to tell. Also returns how many of the marks
/// it knows.
pub(super) fn first_model(
    start: &mut Start,
    mut marks: FirstMarks,
    environment: Environment,
    wrong_mouse: Option<String>,
) -> (Model, Part) {
    let is_newest = environment.configuration.settings.start.value == settings::Start::Newest;
    if matches!(start.opens, Opens::Unread) && !is_newest {
        let files = &mut start.found.files;
        let has_unread = |edition: &Briefing| marks.has_unread(edition);
        start.opening.look_for_unread(files, has_unread);
    }
    let shown = start.opening.editions.iter();
    let LoadedMarks {
        marks,
        not_saved,
        warning,
        part,
    } = marks.of(shown.filter_map(|edition| edition.briefing.as_ref()));
    let is_first_run = matches!(part, Part::All(_)) && marks.is_empty();
    let archive = Archive::default().with(start.opening.editions.clone());
    let found = start.opening.found;
    let (edition, resume) = match &start.opens {
        Opens::Left(edition, last) => (Some(edition), Resume::Back(last.clone())),
        Opens::News(news) => (to_open(&archive, &marks), news.clone()),
        Opens::Unread if is_newest => (archive.newest(), Resume::Afresh),
        Opens::Asked(..) | Opens::Unread => (to_open(&archive, &marks), Resume::Afresh),
    };
    let edition = edition.or(archive.editions().first()).map(Arc::clone);
    let mut model = Model::of(Beginning {
        edition: edition.expect("there is an edition: of samples, if no file was found"),
        archive,
        found,
        marks,
        resume,
        environment,
    });
    if let Opens::Asked(edition, story) = &start.opens {
        model.open_edition(Arc::clone(edition), story.as_ref());
    }
    let says_nothing = model.session.notice.is_none();
    let notices = [
        // Once something has been read here, the line would say nothing new.
        start
            .found
            .origin
            .sample_line()
            .filter(|_| is_first_run)
            .map(Msg::Greeted),
        wrong_mouse.filter(|_| says_nothing).map(Msg::Noticed),
        warning.map(|warning| Msg::Noticed(warning.to_string())),
        not_saved.map(|why| Msg::MarksNotSaved(why.to_string())),
    ];
    for notice in notices.into_iter().flatten() {
        update_and_read(&mut model, notice);
    }
    (model, part)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use jiff::civil::{Date, date};
    use tempfile::TempDir;

    use super::{Opens, open};
    use crate::app::Resume;
    use crate::marks::{Last, Newest, Reached};
    use crate::store;

    const TODAY: Date = date(2031, 1, 5);

    fn write(folder: &Path, name: &str, id: &str) {
        let source = format!("id = '{id}'\ntitle = 'T'\n[[story]]\nheadline = 'H'\n");
        fs::write(folder.join(name), source).unwrap();
    }

    /// Three editions, the second of which was left today in the middle of its story.
    fn left() -> (TempDir, Last) {
        let folder = tempfile::tempdir().unwrap();
        for (name, id) in [
            ("2031-01-01.toml", "a"),
            ("2031-01-02.toml", "b"),
            ("2031-01-03.toml", "c"),
        ] {
            write(folder.path(), name, id);
        }
        let newest = store::read(folder.path().join("2031-01-03.toml"));
        let last = Last {
            day: TODAY,
            edition: "b".to_owned(),
            path: folder.path().join("2031-01-02.toml"),
            story: Some("h".to_owned()),
            top: None,
            place: 10,
            focus: None,
            reached: Reached::Part,
            files: 3,
            newest: Newest::new(newest.date(), newest.path()),
        };
        (folder, last)
    }

    /// What opens, and the names of the files that are read for it.
    fn opened(folder: &TempDir, last: Last, today: Date) -> (String, Vec<String>) {
        let mut found = store::find(&[folder.path().to_owned()]).unwrap();
        let (opens, opening) = open(&mut found, Some(last), || today);
        let opens = match opens {
            Opens::Asked(..) => "asked".to_owned(),
            Opens::Left(edition, _) => format!("back to {}", edition.id().identity()),
            Opens::News(Resume::News { is_next: true, .. }) => "news, the next is left".to_owned(),
            Opens::News(_) => "news".to_owned(),
            Opens::Unread => "unread".to_owned(),
        };
        let name = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
        let read = opening.editions.iter().map(|edition| name(edition.path()));
        (opens, read.collect())
    }

    #[test]
    fn a_start_comes_back_on_the_same_day_or_to_the_middle_of_a_story() {
        let (folder, last) = left();
        let tomorrow = TODAY.tomorrow().unwrap();
        for (place, today, expected, read) in [
            (10, TODAY, "back to b", "2031-01-02"),
            (10, tomorrow, "back to b", "2031-01-02"),
            (0, TODAY, "back to b", "2031-01-02"),
            (0, tomorrow, "unread", "2031-01-03"),
        ] {
            let last = Last {
                place,
                ..last.clone()
            };
            let (opens, files) = opened(&folder, last, today);
            assert_eq!((opens.as_str(), files), (expected, vec![read.to_owned()]));
        }
    }

    #[test]
    fn a_newer_edition_opens_instead_and_nothing_else_is_read() {
        let (folder, last) = left();
        write(folder.path(), "2031-01-04.toml", "d");
        let news = |last: &Last| opened(&folder, last.clone(), TODAY);
        let read = vec!["2031-01-04".to_owned()];
        assert_eq!(news(&last), ("news".to_owned(), read.clone()));
        let third = Last {
            edition: "c".to_owned(),
            path: folder.path().join("2031-01-03.toml"),
            ..last
        };
        assert_eq!(news(&third), ("news, the next is left".to_owned(), read));
    }

    #[test]
    fn a_second_edition_of_the_newest_day_is_news_too() {
        let (folder, last) = left();
        write(folder.path(), "2031-01-03_late.toml", "d");
        let third = Last {
            edition: "c".to_owned(),
            path: folder.path().join("2031-01-03.toml"),
            ..last
        };
        let (opens, mut read) = opened(&folder, third, TODAY);
        read.sort();
        assert_eq!(
            (opens.as_str(), read),
            (
                "news",
                vec!["2031-01-03".to_owned(), "2031-01-03_late".to_owned()]
            )
        );
    }

    #[test]
    fn an_older_edition_that_has_come_changes_nothing() {
        let (folder, last) = left();
        write(folder.path(), "2030-12-31.toml", "d");
        assert_eq!(opened(&folder, last, TODAY).0, "back to b");
    }

    #[test]
    fn the_newest_opens_when_the_edition_left_has_gone_or_changed() {
        let (folder, last) = left();
        write(folder.path(), "2031-01-02.toml", "another");
        let newest = ("unread".to_owned(), vec!["2031-01-03".to_owned()]);
        assert_eq!(opened(&folder, last.clone(), TODAY), newest);
        fs::write(folder.path().join("2031-01-02.toml"), "=").unwrap();
        assert_eq!(opened(&folder, last.clone(), TODAY), newest);
        fs::remove_file(folder.path().join("2031-01-02.toml")).unwrap();
        assert_eq!(opened(&folder, last, TODAY), newest);
    }

    #[test]
    fn the_edition_left_may_have_moved_with_its_folder() {
        let (folder, last) = left();
        let last = Last {
            path: "/elsewhere/2031-01-02.toml".into(),
            ..last
        };
        assert_eq!(opened(&folder, last, TODAY).0, "back to b");
    }
}
