//! Where the user left off, and the file that this is kept in: a version, then a field on each line.
//!
//! ```text
//! roundup last 1
//! day<TAB>2016-01-13
//! edition<TAB>health-roundup-2016-01-12
//! story<TAB>what-comes-next
//! top<TAB>an-exchange-of-letters
//! focus<TAB>list
//! place<TAB>1204
//! reached<TAB>part
//! files<TAB>12
//! newest<TAB>2016-01-12T18:00:00<TAB>2016-01-12-evening.toml
//! places<TAB>briefings
//! path<TAB>/home/me/briefings/2016-01-12-evening.toml
//! ```
//!
//! The path comes last, because a file's name may contain any character. Unknown fields are ignored.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, DateTime};

use crate::briefing::EditionDate;
use crate::text::DisplayText;

const HEADER: &str = "roundup last 1";
const PATH: &[u8] = b"\npath\t";
const LIST: &str = "list";
const ARTICLE: &str = "article";

/// Where the user left off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Last {
    /// The day on which it was left, in the local zone.
    pub day: Date,
    /// The identity of the edition that was open.
    pub edition: String,
    /// That edition's file.
    pub path: PathBuf,
    /// The id of the open story in its edition; `None` for the faults of the file.
    pub story: Option<String>,
    /// The id of the story at the top of the list, empty for the faults of the file; `None` in a file of a
    /// version that did not keep it.
    pub top: Option<String>,
    /// What keys moved in; `None` in a file of a version that did not keep it.
    pub focus: Option<Pane>,
    /// The row at the top of the view, in bytes of the story's body; 0 above it.
    pub place: u32,
    pub reached: Reached,
    /// How many files the archive had.
    pub files: usize,
    /// The newest edition of the archive.
    pub newest: Newest,
}

/// One of the two things that are beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    List,
    Article,
}

/// How much of the open story had been in view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// Its end was not in view.
    Part,
    End,
    /// The closing page was shown in its place.
    ClosingPage,
}

/// Identifies the newest edition, so that a later start can tell whether a newer one has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Newest {
    date: Option<EditionDate>,
    /// Its file's name.
    name: String,
}

impl Newest {
    /// In the order of an archive, a newer edition is greater.
    pub fn new(date: Option<EditionDate>, path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Self {
            date,
            name: DisplayText::line(&name).to_string(),
        }
    }
}

impl Last {
    /// Whether a start on the day `today` comes back here: on the same day, or to the middle of a story.
    pub fn leads_back(&self, today: impl FnOnce() -> Date) -> bool {
        self.is_in_middle() || self.day == today()
    }

    /// The key of the open story's mark. If none was open, it ends in `/` and is no story's key.
    pub fn key(&self) -> String {
        let story = self.story.as_deref().unwrap_or_default();
        format!("{}/{story}", self.edition)
    }

    fn is_in_middle(&self) -> bool {
        self.reached == Reached::Part && self.place > 0
    }

    /// The content of the file for it, and for the `places` that were read. Those are one line of text.
    pub fn write(&self, places: &str) -> Vec<u8> {
        let mut text = format!("{HEADER}\nday\t{}\nedition\t{}\n", self.day, self.edition);
        if let Some(story) = &self.story {
            // Writing to a string cannot fail, here and below.
            let _ = writeln!(text, "story\t{story}");
        }
        if let Some(top) = &self.top {
            let _ = writeln!(text, "top\t{top}");
        }
        if let Some(focus) = self.focus {
            let focus = match focus {
                Pane::List => LIST,
                Pane::Article => ARTICLE,
            };
            let _ = writeln!(text, "focus\t{focus}");
        }
        let reached = match self.reached {
            Reached::Part => "part",
            Reached::End => "end",
            Reached::ClosingPage => "closing-page",
        };
        let Newest { date, name } = &self.newest;
        let date = date.map(|date| date.iso()).unwrap_or_default();
        let _ = write!(
            text,
            "place\t{}\nreached\t{reached}\nfiles\t{}\nnewest\t{date}\t{name}\nplaces\t{places}",
            self.place, self.files
        );
        let mut bytes = text.into_bytes();
        bytes.extend_from_slice(PATH);
        bytes.extend_from_slice(self.path.as_os_str().as_encoded_bytes());
        bytes.push(b'\n');
        bytes
    }

    /// Reads the content of a file, with the places that were read: `None` for those in a file of a version that did
    /// not keep them. `None` for all when the content is damaged or of another version.
    pub fn read(bytes: &[u8]) -> Option<(Self, Option<String>)> {
        let at = memchr::memmem::find(bytes, PATH)?;
        let path = bytes[at + PATH.len()..].strip_suffix(b"\n")?;
        let mut lines = std::str::from_utf8(&bytes[..at]).ok()?.lines();
        if lines.next()? != HEADER {
            return None;
        }
        let fields: Vec<_> = lines.filter_map(|line| line.split_once('\t')).collect();
        let field = |name| {
            let mut fields = fields.iter();
            fields.find_map(|(field, value)| (*field == name).then_some(*value))
        };
        let (date, name) = field("newest")?.split_once('\t')?;
        let places = field("places").map(str::to_owned);
        let last = Self {
            day: field("day")?.parse().ok()?,
            edition: field("edition")?.to_owned(),
            path: path_of(path)?,
            story: field("story").map(str::to_owned),
            top: field("top").map(str::to_owned),
            // A value that this version does not know is ignored.
            focus: field("focus").and_then(|focus| match focus {
                LIST => Some(Pane::List),
                ARTICLE => Some(Pane::Article),
                _ => None,
            }),
            place: field("place")?.parse().ok()?,
            reached: match field("reached")? {
                "part" => Reached::Part,
                "end" => Reached::End,
                "closing-page" => Reached::ClosingPage,
                _ => return None,
            },
            files: field("files")?.parse().ok()?,
            newest: Newest {
                date: if date.is_empty() {
                    None
                } else {
                    Some(date_of(date)?)
                },
                name: name.to_owned(),
            },
        };
        Some((last, places))
    }
}

/// The date that [`EditionDate::iso`] has written.
fn date_of(text: &str) -> Option<EditionDate> {
    let whole = text.parse::<DateTime>().ok()?;
    Some(EditionDate {
        day: whole.date(),
        time: text.contains('T').then(|| whole.time()),
    })
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere, not every path is one")]
fn path_of(bytes: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt;

    Some(std::ffi::OsStr::from_bytes(bytes).into())
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> Option<PathBuf> {
    String::from_utf8(bytes.to_vec()).ok().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    use super::{Last, Newest, Pane, Reached};
    use crate::briefing::EditionDate;

    fn last() -> Last {
        let newest = EditionDate {
            day: date(2016, 1, 12),
            time: Some(time(18, 0, 0, 0)),
        };
        Last {
            day: date(2016, 1, 13),
            edition: "health-roundup-2016-01-12".to_owned(),
            path: "/home/me/briefings/2016-01-12.toml".into(),
            story: Some("what-comes-next".to_owned()),
            top: Some("an-exchange-of-letters".to_owned()),
            focus: Some(Pane::List),
            place: 1204,
            reached: Reached::Part,
            files: 12,
            newest: Newest::new(Some(newest), "2016-01-12.toml".as_ref()),
        }
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(
            (place, files) in (any::<u32>(), any::<usize>()),
            (name, dated, timed) in (".{0,12}", any::<bool>(), any::<bool>()),
            places in "[a-z/]{0,8}",
            story in prop::option::of("[a-z]{1,8}"),
            top in prop::option::of("[a-z]{0,8}"),
            focus in prop::sample::select(&[None, Some(Pane::List), Some(Pane::Article)]),
            reached in prop::sample::select(&[Reached::Part, Reached::End, Reached::ClosingPage]),
        ) {
            let newest = dated.then(|| EditionDate {
                day: date(1969, 7, 20),
                time: timed.then(|| time(22, 56, 0, 0)),
            });
            let newest = Newest::new(newest, format!("/a/{name}").as_ref());
            let path = format!("/b/{name}\n\tpath\t{name}").into();
            let written = Last { path, story, top, focus, place, reached, files, newest, ..last() };
            let read = Last::read(&written.write(&places));
            prop_assert_eq!(read, Some((written, Some(places))));
        }

        /// The file may be damaged anywhere.
        #[test]
        fn a_damaged_file_does_no_harm(at in 0usize..300, byte in any::<u8>(), cut in any::<bool>()) {
            let mut bytes = last().write("news");
            let at = at.min(bytes.len() - 1);
            if cut {
                bytes.truncate(at);
            } else {
                bytes[at] = byte;
            }
            let _ = Last::read(&bytes);
        }
    }

    #[test]
    fn the_same_day_or_the_middle_of_a_story_leads_back() {
        let (same, next) = (date(2016, 1, 13), date(2016, 1, 14));
        for (place, reached, on_same, on_next) in [
            (1204, Reached::Part, true, true),
            (0, Reached::Part, true, false),
            (1204, Reached::End, true, false),
            (1204, Reached::ClosingPage, true, false),
        ] {
            let last = Last {
                place,
                reached,
                ..last()
            };
            let led = [same, next].map(|today| last.leads_back(|| today));
            assert_eq!(led, [on_same, on_next], "{place} {reached:?}");
        }
    }

    #[test]
    fn a_newer_edition_is_told_by_its_date_then_its_hour_then_its_name() {
        let of = |day, hour: Option<i8>, name: &str| {
            let date = EditionDate {
                day: date(2016, 1, day),
                time: hour.map(|hour| time(hour, 0, 0, 0)),
            };
            Newest::new(Some(date), name.as_ref())
        };
        let order = [
            Newest::new(None, "z".as_ref()),
            of(11, None, "z"),
            of(12, None, "a"),
            of(12, None, "b"),
            of(12, Some(6), "a"),
            of(12, Some(18), "a"),
            of(13, None, "a"),
        ];
        assert!(order.is_sorted_by(|older, newer| older < newer));
    }

    #[test]
    fn another_version_is_not_read() {
        let text = String::from_utf8(last().write("news")).unwrap();
        assert!(Last::read(text.as_bytes()).is_some());
        let newer = text.replace("roundup last 1", "roundup last 2");
        assert_eq!(Last::read(newer.as_bytes()), None);
        // A field that a newer program has added does not matter.
        let more = text.replace("\nplace", "\ncolour\tred\nplace");
        let places = || Some("news".to_owned());
        assert_eq!(Last::read(more.as_bytes()), Some((last(), places())));
        // One that an older program has not written does not, either.
        let less = text.replace("top\tan-exchange-of-letters\n", "");
        let top = None;
        let without = Last { top, ..last() };
        assert_eq!(Last::read(less.as_bytes()), Some((without, places())));
        let less = text.replace("places\tnews\n", "");
        assert_eq!(Last::read(less.as_bytes()), Some((last(), None)));
        for (focus, other) in [("focus\tlist\n", ""), ("focus\tlist", "focus\tboth")] {
            let other = text.replace(focus, other);
            let focus = None;
            let other_focus = Last { focus, ..last() };
            assert_eq!(Last::read(other.as_bytes()), Some((other_focus, places())));
        }
    }
}
