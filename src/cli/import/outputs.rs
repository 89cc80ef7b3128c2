//! The files that a batch of stories becomes.

use std::collections::{HashMap, HashSet, VecDeque};
use std::io;
use std::path::Path;

use super::report::Report;
use crate::briefing::{Addition, Draft, DraftStory};
use crate::import::{self, Filed, Names, Rack, Written};
use crate::store;

/// A file that is to be written.
pub(super) struct Output {
    pub(super) file: String,
    pub(super) text: String,
    pub(super) is_new: bool,
    /// Of each section (`None`: the lead stories), how many stories are new.
    pub(super) sections: Vec<(Option<String>, usize)>,
    /// The names of the items in it, each with the id of a story by which its arrival can be checked.
    pub(super) items: Vec<(Names, String)>,
}

/// A story that waits to be filed.
pub(super) struct Story {
    /// `None` for a lead story.
    pub(super) section: Option<String>,
    pub(super) draft: DraftStory,
    pub(super) names: Names,
}

/// The files of one batch.
pub(super) struct Outputs<'a> {
    folder: &'a Path,
    files: Vec<Output>,
    /// The names of `files`.
    names: HashSet<String>,
    /// Of an edition's first file, the number of the last edition of its own that was filed on that rack.
    last: HashMap<String, usize>,
}

impl<'a> Outputs<'a> {
    pub(super) fn new(folder: &'a Path) -> Self {
        Self {
            folder,
            files: Vec::new(),
            names: HashSet::new(),
            last: HashMap::new(),
        }
    }

    pub(super) fn into_files(self) -> Vec<Output> {
        self.files
    }

    /// Files stories in the editions of a rack, the first from that of `number` that has room. Returns the
    /// number of the last one.
    ///
    /// # Errors
    /// When it cannot be found out which editions there are.
    pub(super) fn add_stories(
        &mut self,
        rack: &Rack,
        number: usize,
        stories: Vec<Story>,
        report: &mut Report,
    ) -> io::Result<usize> {
        let (mut additions, mut names) = by_section(stories);
        let mut number = number - 1;
        while !additions.is_empty() {
            let free = self.free_numbers(rack, number + 1)?;
            if free.len() > 1 {
                for written in import::new_editions(rack, &free, &mut additions) {
                    number += 1;
                    self.push_written(file_name(rack, number), true, written, &mut names);
                }
                if additions.is_empty() {
                    break;
                }
            }
            number += 1;
            let file = file_name(rack, number);
            if self.names.contains(&file) {
                continue;
            }
            let path = self.folder.join(&file);
            let old = match store::is_there(&path)?.then(|| store::edition_text(&path)) {
                None => None,
                Some(Ok(old)) => Some(old),
                Some(Err(why)) => {
                    report.left_alone(&file, &why);
                    continue;
                }
            };
            match import::file(rack, number, old.as_deref(), &mut additions) {
                Filed::Written(written) => {
                    self.push_written(file, old.is_none(), written, &mut names);
                }
                Filed::Full => {}
                Filed::LeftAlone(why) => report.left_alone(&file, why),
                Filed::TooLarge(Addition { section, stories }) => {
                    names.get_mut(&section).map(VecDeque::pop_front);
                    for story in stories {
                        report.too_large(&story.headline);
                    }
                    number -= 1;
                }
            }
        }
        Ok(number.max(1))
    }

    /// Files an edition of its own under the first name that is free.
    ///
    /// # Errors
    /// When it cannot be found out which names are free.
    pub(super) fn add_edition(
        &mut self,
        rack: &Rack,
        draft: Draft,
        names: Names,
        report: &mut Report,
    ) -> io::Result<()> {
        let first_file = file_name(rack, 1);
        // There may be thousands on one rack, so the search does not start again from the first.
        let mut number = self.last.get(&first_file).map_or(1, |last| last + 1);
        while !self.is_free(&file_name(rack, number))? {
            number += 1;
        }
        let sections: Vec<_> = [(None, draft.lead.len())]
            .into_iter()
            .filter(|(_, stories)| *stories > 0)
            .chain(
                draft
                    .sections
                    .iter()
                    .map(|section| (Some(section.title.clone()), section.stories.len())),
            )
            .collect();
        let first = draft
            .stories()
            .next()
            .map(|story| story.id.clone())
            .unwrap_or_default();
        let title = draft.title.clone();
        match import::own_edition(rack, number, draft) {
            Some(text) => {
                self.last.insert(first_file, number);
                self.push(Output {
                    file: file_name(rack, number),
                    text,
                    is_new: true,
                    sections,
                    items: vec![(names, first)],
                });
            }
            None => report.too_large(&title),
        }
        Ok(())
    }

    /// The numbers from `number` on whose files are not there, at most one for each processor.
    fn free_numbers(&self, rack: &Rack, number: usize) -> io::Result<Vec<usize>> {
        let mut free = Vec::new();
        for number in number..number + import::processors() {
            if !self.is_free(&file_name(rack, number))? {
                break;
            }
            free.push(number);
        }
        Ok(free)
    }

    fn push_written(
        &mut self,
        file: String,
        is_new: bool,
        Written { text, filed }: Written,
        names: &mut NamesBySection,
    ) {
        let items = filed.iter().flat_map(|(section, ids)| {
            let names = names.get_mut(section).into_iter();
            let names: Vec<_> = names.flat_map(|names| names.drain(..ids.len())).collect();
            names.into_iter().zip(ids.clone())
        });
        self.push(Output {
            items: items.collect(),
            sections: filed
                .into_iter()
                .map(|(section, ids)| (section, ids.len()))
                .collect(),
            is_new,
            file,
            text,
        });
    }

    fn push(&mut self, output: Output) {
        self.names.insert(output.file.clone());
        self.files.push(output);
    }

    fn is_free(&self, file: &str) -> io::Result<bool> {
        Ok(!self.names.contains(file) && !store::is_there(&self.folder.join(file))?)
    }
}

fn file_name(rack: &Rack, number: usize) -> String {
    format!("{}.toml", rack.stem(number))
}

/// Of each section (`None`: the lead stories), the names of the stories that are still to be filed, in order.
type NamesBySection = HashMap<Option<String>, VecDeque<Names>>;

/// Sorts stories by section, in the order in which the sections first come, and their names likewise.
fn by_section(stories: Vec<Story>) -> (Vec<Addition>, NamesBySection) {
    let mut additions: Vec<Addition> = Vec::new();
    let mut names = NamesBySection::new();
    let mut positions = HashMap::new();
    for Story {
        section,
        draft: story,
        names: own,
    } in stories
    {
        let position = *positions.entry(section.clone()).or_insert_with(|| {
            additions.push(Addition {
                section: section.clone(),
                stories: Vec::new(),
            });
            additions.len() - 1
        });
        additions[position].stories.push(story);
        names.entry(section).or_default().push_back(own);
    }
    (additions, names)
}
