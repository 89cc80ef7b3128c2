//! Files what has been read into editions, and remembers it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::Path;

use jiff::Zoned;
use jiff::civil::Date;

use super::outputs::{Output, Outputs, Story};
use super::report::Report;
use crate::briefing::{Draft, DraftStory, Published};
use crate::import::{self, Contents, Document, Item, Known, Names, Options, Rack, short_slug};
use crate::store::{self, Coming, Ledger};
use crate::text::DisplayText;

/// In bytes. When this much is waiting, it is written, so that memory does not grow with the input. The
/// largest feed fits: adding to an edition in a second round takes longer than making it in one.
const MAX_WAITING: usize = 64 << 20;
/// Bytes of a headline's slug in the id of a story.
const MAX_ID: usize = 40;

/// Where stories and editions are to be filed.
#[derive(Debug)]
pub(super) struct Filing<'a> {
    pub(super) folder: &'a Path,
    /// In the local zone.
    pub(super) now: Zoned,
    /// The day that everything is filed under.
    pub(super) day: Option<Date>,
    /// Whether each story is filed under its own day.
    pub(super) by_date: bool,
    pub(super) source: Option<String>,
    pub(super) label: Option<String>,
    pub(super) section: Option<String>,
    pub(super) again: bool,
    pub(super) dry_run: bool,
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

/// Collects what is new and writes it from time to time.
pub(super) struct Filer<'a> {
    filing: Filing<'a>,
    ledger: Ledger,
    /// Names of what has been read in this run.
    taken: HashSet<u64>,
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
    pub(super) fn new(filing: Filing<'a>, ledger: Ledger) -> Self {
        Self {
            filing,
            ledger,
            taken: HashSet::new(),
            waiting: Waiting::default(),
            numbers: HashMap::new(),
        }
    }

    /// Takes what is new in a document, and writes when much is waiting. Returns whether elements of the
    /// items taken were nested too deep and flattened.
    ///
    /// # Errors
    /// When an edition or the ledger cannot be written.
    pub(super) fn add(
        &mut self,
        document: Document,
        options: &Options,
        report: &mut Report,
    ) -> io::Result<bool> {
        let names = import::names(&document);
        let mut were_flattened = false;
        let Document {
            title,
            source,
            contents,
            ..
        } = document;
        let [title, source] = [title, source].map(|text| text.filter(|text| shows_something(text)));
        match contents {
            Contents::Feed(items) => {
                let section = title.clone().or(source.clone());
                let source = source.or(title);
                if items.is_empty() {
                    report.empty();
                }
                let (items, names): (Vec<_>, Vec<_>) = items
                    .into_iter()
                    .zip(names)
                    .filter(|(_, names)| self.is_new(names, report))
                    .unzip();
                let (items, is_flattened) = import::convert(&items);
                were_flattened = is_flattened;
                for (item, names) in items.into_iter().zip(names) {
                    self.add_story(item, section.clone(), source.as_deref(), names);
                }
            }
            Contents::Story(item) if options.split => {
                for names in names {
                    let published = item.story.published.clone();
                    let draft = Draft {
                        title: item.story.headline.clone(),
                        source: source.clone(),
                        lead: vec![item.story.clone()],
                        ..Draft::default()
                    };
                    self.add_edition(draft, published.as_ref(), names, report);
                }
            }
            Contents::Story(item) => {
                for names in names {
                    if self.is_new(&names, report) {
                        self.add_story((*item).clone(), source.clone(), source.as_deref(), names);
                    }
                }
            }
            Contents::Edition {
                published, draft, ..
            } => {
                let mut draft = *draft;
                draft.source = draft.source.or(source);
                for names in names {
                    self.add_edition(draft.clone(), published.as_ref(), names, report);
                }
            }
        }
        if self.waiting.bytes > MAX_WAITING {
            self.file_all(report)?;
        }
        Ok(were_flattened)
    }

    /// Whether an item is new. It is not when it comes again in this run.
    fn is_new(&mut self, names: &Names, report: &mut Report) -> bool {
        let known = names.known(|name| {
            self.taken.contains(&name) || (!self.filing.again && self.ledger.remembers(name))
        });
        self.taken.extend(names.all());
        if known == Known::ByAnotherFeed {
            self.waiting.brought.extend(names.all());
        }
        if known != Known::New {
            report.known();
        }
        known == Known::New
    }

    /// Adds an item that is new.
    fn add_story(
        &mut self,
        item: Item,
        section: Option<String>,
        source: Option<&str>,
        names: Names,
    ) {
        let mut story = item.story;
        if story.source.is_empty() && source != self.filing.source.as_deref() {
            source.unwrap_or_default().clone_into(&mut story.source);
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

    fn add_edition(
        &mut self,
        mut draft: Draft,
        published: Option<&Published>,
        names: Names,
        report: &mut Report,
    ) {
        if !self.is_new(&names, report) {
            return;
        }
        let mut rack = self.filing.rack(published);
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
    pub(super) fn file_all(&mut self, report: &mut Report) -> io::Result<()> {
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
