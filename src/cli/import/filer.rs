//! Files what has been read into editions, and remembers it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::Path;

use jiff::Zoned;
use jiff::civil::Date;

use super::outputs::{Output, Outputs, Story};
use super::report::Report;
use crate::briefing::{Draft, DraftStory, Published};
use crate::import::{self, Contents, Document, FeedItem, Known, Names, Options, Rack, short_slug};
use crate::store::{self, Coming, Ledger};
use crate::text::DisplayText;

/// In bytes. When this much is waiting, it is written, so that memory does not grow with the input. The
/// largest feed fits: adding to an edition in a second round takes longer than making it in one.
const MAX_WAITING: usize = 64 << 20;
/// Bytes of a headline's slug in the id of a story.
const MAX_ID: usize = 40;

/// Where stories and editions are to be filed.
#[derive(Debug)]
pub(in crate::cli) struct Filing<'a> {
    pub(in crate::cli) folder: &'a Path,
    /// In the local zone.
    pub(in crate::cli) now: Zoned,
    /// The day that everything is filed under.
    pub(in crate::cli) day: Option<Date>,
    /// Whether each story is filed under its own day.
    pub(in crate::cli) by_date: bool,
    pub(in crate::cli) source: Option<String>,
    pub(in crate::cli) label: Option<String>,
    pub(in crate::cli) section: Option<String>,
    pub(in crate::cli) again: bool,
    pub(in crate::cli) dry_run: bool,
}

impl Filing<'_> {
    fn day_of(&self, published: Option<&Published>) -> Date {
        let today = self.now.date();
        let own = || {
            let day = match published? {
                Published::Day(day) => *day,
                Published::Moment(moment) => {
                    moment.with_time_zone(self.now.time_zone().clone()).date()
                }
            };
            (self.by_date && day <= today).then_some(day)
        };
        self.day.or_else(own).unwrap_or(today)
    }

    fn rack(&self, published: Option<&Published>) -> Rack {
        Rack {
            day: self.day_of(published),
            name: self.source.clone(),
            source: self.source.clone(),
            label: self.label.clone(),
        }
    }
}

/// What a document brings that is new, in its order.
#[derive(Default)]
pub(in crate::cli) struct New {
    pub(in crate::cli) stories: Vec<NewStory>,
    /// Documents that have been split.
    pub(in crate::cli) editions: Vec<NewEdition>,
    /// How many of its items earlier runs have imported or left out.
    pub(in crate::cli) known: usize,
    /// Whether elements of the stories were nested too deep and flattened.
    pub(in crate::cli) is_flattened: bool,
}

impl New {
    /// A feed's items, in a section with its title.
    fn of_feed(
        items: impl Iterator<Item = (FeedItem, Names)>,
        title: Option<String>,
        source: Option<String>,
    ) -> Self {
        let section = title.clone().or(source.clone());
        let source = source.or(title);
        let (items, names): (Vec<_>, Vec<_>) = items.unzip();
        let (items, is_flattened) = import::convert(&items);
        let stories = items.into_iter().zip(names).map(|(item, names)| NewStory {
            section: section.clone(),
            source: source.clone(),
            story: item.story,
            names,
        });
        Self {
            stories: stories.collect(),
            is_flattened,
            ..Self::default()
        }
    }

    /// A story, which with `split` is an edition of its own.
    fn of_story(story: DraftStory, names: Names, source: Option<String>, split: bool) -> Self {
        if split {
            let draft = Draft {
                title: story.headline.clone(),
                source: source.clone(),
                lead: vec![story.clone()],
                ..Draft::default()
            };
            return Self::of_edition(story.published, draft, names, source);
        }
        Self {
            stories: vec![NewStory {
                section: source.clone(),
                source,
                story,
                names,
            }],
            ..Self::default()
        }
    }

    fn of_edition(
        published: Option<Published>,
        mut draft: Draft,
        names: Names,
        source: Option<String>,
    ) -> Self {
        draft.source = draft.source.or(source);
        Self {
            editions: vec![NewEdition {
                published,
                draft,
                names,
            }],
            ..Self::default()
        }
    }
}

/// A story that is not filed yet.
pub(in crate::cli) struct NewStory {
    /// `None` for a lead story.
    pub(in crate::cli) section: Option<String>,
    /// Who publishes the document that it is from.
    pub(in crate::cli) source: Option<String>,
    pub(in crate::cli) story: DraftStory,
    pub(in crate::cli) names: Names,
}

/// An edition of its own that is not filed yet.
pub(in crate::cli) struct NewEdition {
    pub(in crate::cli) published: Option<Published>,
    pub(in crate::cli) draft: Draft,
    pub(in crate::cli) names: Names,
}

/// Collects what is new and writes it from time to time.
pub(in crate::cli) struct Filer<'a> {
    filing: Filing<'a>,
    ledger: Ledger,
    /// Names of what has been read in this run.
    taken: HashSet<u64>,
    /// Whether the items of several feeds with one link are all new, until one of them has been added.
    defers_links: bool,
    /// The first names of items that count as new, although the ledger remembers them.
    reopened: HashSet<u64>,
    waiting: Waiting,
    /// The number of the edition in which stories of a rack were filed last.
    numbers: HashMap<Rack, usize>,
}

/// What is to be written.
#[derive(Default)]
struct Waiting {
    bytes: usize,
    stories: BTreeMap<Rack, Vec<Story>>,
    editions: Vec<(Rack, Draft, Names)>,
    /// The names of items that other feeds have brought, perhaps in this very batch: they are remembered
    /// after it is written.
    brought: Vec<u64>,
}

impl<'a> Filer<'a> {
    pub(in crate::cli) fn new(filing: Filing<'a>, ledger: Ledger) -> Self {
        Self {
            filing,
            ledger,
            taken: HashSet::new(),
            defers_links: false,
            reopened: HashSet::new(),
            waiting: Waiting::default(),
            numbers: HashMap::new(),
        }
    }

    /// Lets the items of several feeds with one link all be new: which of them is added is decided later.
    pub(in crate::cli) fn defer_links(&mut self) {
        self.defers_links = true;
    }

    /// Lets items of which these are the first names count as new, although they have been left out before.
    pub(in crate::cli) fn reopen(&mut self, names: impl Iterator<Item = u64>) {
        self.reopened.extend(names);
    }

    /// What a document brings that has not been imported, and has not come before in this run. It is taken
    /// for known from now on, and should be added or left out.
    pub(in crate::cli) fn new_of(
        &mut self,
        document: Document,
        options: &Options,
        report: &mut Report,
    ) -> New {
        let names = import::names(&document);
        let known = names.iter().filter(|names| self.remembers(names)).count();
        let fresh = names.into_iter().map(|names| {
            let is_new = self.claim(&names);
            if !is_new {
                report.known();
            }
            is_new.then_some(names)
        });
        let fresh: Vec<Option<Names>> = fresh.collect();
        let Document {
            title,
            source,
            contents,
            ..
        } = document;
        let [title, source] = [title, source].map(|text| text.filter(|text| shows_something(text)));
        let new = match contents {
            Contents::Feed(items) => {
                if items.is_empty() {
                    report.empty();
                }
                let new = items.into_iter().zip(fresh);
                let new = new.filter_map(|(item, names)| Some((item, names?)));
                New::of_feed(new, title, source)
            }
            Contents::Story(item) => only(fresh).map_or_else(New::default, |names| {
                New::of_story(item.story, names, source, options.split)
            }),
            Contents::Edition {
                published, draft, ..
            } => only(fresh).map_or_else(New::default, |names| {
                New::of_edition(published, *draft, names, source)
            }),
        };
        New { known, ..new }
    }

    /// Adds what is new, and writes when much is waiting.
    ///
    /// # Errors
    /// When an edition or the ledger cannot be written.
    pub(in crate::cli) fn add(&mut self, new: New, report: &mut Report) -> io::Result<()> {
        for story in new.stories {
            self.add_story(story);
        }
        for edition in new.editions {
            self.add_edition(edition);
        }
        if self.waiting.bytes > MAX_WAITING {
            self.file_all(report)?;
        }
        Ok(())
    }

    /// Remembers something new as if it had been imported, once all that is waiting is written. Another
    /// feed may still bring it.
    pub(in crate::cli) fn leave_out(&mut self, names: &Names) {
        self.waiting.brought.extend(names.in_own_feed());
    }

    /// Whether an earlier run has imported an item or left it out.
    fn remembers(&self, names: &Names) -> bool {
        names.known(|name| self.ledger.remembers(name)) == Known::Imported
    }

    /// Whether an item is new. From now on it is known, so that it is new only once in this run.
    fn claim(&mut self, names: &Names) -> bool {
        let is_reopened = self.reopened.contains(&names.first());
        let state = names.known(|name| {
            // That another feed has brought it meanwhile counts all the same.
            let counts = !self.filing.again && (!is_reopened || names.anywhere() == Some(name));
            let is_remembered = || counts && self.ledger.remembers(name);
            self.taken.contains(&name) || is_remembered()
        });
        if self.defers_links {
            self.taken.extend(names.in_own_feed());
        } else {
            self.taken.extend(names.all());
        }
        if state == Known::ByAnotherFeed {
            self.waiting.brought.extend(names.all());
        }
        state == Known::New
    }

    fn add_story(&mut self, new: NewStory) {
        let NewStory {
            section,
            source,
            mut story,
            names,
        } = new;
        if story.source.is_empty() && source != self.filing.source {
            story.source = source.unwrap_or_default();
        }
        story.id = id_of(&story, &names);
        self.waiting.bytes += story.body.len() + story.summary.len();
        let rack = self.filing.rack(story.published.as_ref());
        self.waiting.stories.entry(rack).or_default().push(Story {
            section: self.filing.section.clone().or(section),
            draft: story,
            names,
        });
    }

    fn add_edition(&mut self, new: NewEdition) {
        let NewEdition {
            published,
            mut draft,
            names,
        } = new;
        let mut rack = self.filing.rack(published.as_ref());
        rack.source = rack.source.or(draft.source.take());
        // Without a name it would share a file with the stories of the day.
        let candidates = [rack.source.as_ref(), Some(&draft.title)];
        let name = candidates
            .into_iter()
            .flatten()
            .find(|name| !short_slug(name).is_empty());
        rack.name = Some(name.map_or_else(|| "untitled".to_owned(), String::clone));
        draft.assign_ids([]);
        self.waiting.bytes += draft.stories().map(|story| story.body.len()).sum::<usize>();
        self.waiting.editions.push((rack, draft, names));
    }

    /// Writes all that is waiting.
    ///
    /// # Errors
    /// When the folder cannot be searched, or an edition or the ledger cannot be written. What has been
    /// written by then is remembered.
    pub(in crate::cli) fn file_all(&mut self, report: &mut Report) -> io::Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        let mut outputs = Outputs::new(self.filing.folder);
        for (rack, stories) in waiting.stories {
            let number = self.numbers.entry(rack.clone()).or_insert(1);
            *number = outputs.add_stories(&rack, *number, stories, report)?;
        }
        for (rack, draft, names) in waiting.editions {
            outputs.add_edition(&rack, draft, names, report)?;
        }
        self.write(outputs.into_files(), report)?;
        self.ledger.remember(waiting.brought.into_iter())?;
        self.ledger.sync()
    }

    fn write(&mut self, outputs: Vec<Output>, report: &mut Report) -> io::Result<()> {
        let coming = outputs.iter().flat_map(|output| {
            output.items.iter().map(|(names, story)| Coming {
                names: names.all(),
                file: &output.file,
                story,
            })
        });
        if !self.filing.dry_run {
            self.ledger.announce(coming)?;
        }
        let mut result = Ok(());
        for output in outputs {
            if !self.filing.dry_run {
                let path = self.filing.folder.join(&output.file);
                result = store::write_edition(&path, &output.text);
            }
            if let Err(error) = &result {
                let error = io::Error::new(error.kind(), format!("{}: {error}", output.file));
                result = Err(error);
                break;
            }
            report.edition(&output.file, output.is_new, &output.sections);
            // At once, and not after all of them: a story that is deleted by hand after a kill would come again.
            let names = output.items.iter().flat_map(|(names, _)| names.all());
            self.ledger.remember(names.copied())?;
        }
        self.ledger.sync()?;
        result
    }
}

/// Whether anything of a line is left to see once it has passed the gate.
fn shows_something(line: &str) -> bool {
    !DisplayText::line(line).trim().is_empty()
}

/// The names of a document that is a single item, if it is new.
fn only(fresh: Vec<Option<Names>>) -> Option<Names> {
    fresh.into_iter().flatten().next()
}

/// The id of a story: words of its headline, to be readable, and a hash, to be unique. It is written down,
/// so it stays when the headline is corrected.
fn id_of(story: &DraftStory, names: &Names) -> String {
    let mut words = short_slug(&story.headline);
    if words.len() > MAX_ID {
        words.truncate(words.floor_char_boundary(MAX_ID));
        let end = words
            .rfind('-')
            .filter(|end| *end > 0)
            .unwrap_or(words.len());
        words.truncate(end);
    }
    let hash = format!("{:08x}", names.first() >> 32);
    if words.is_empty() {
        hash
    } else {
        format!("{words}-{hash}")
    }
}
