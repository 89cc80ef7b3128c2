//! Files that are renamed, edited, cut, deleted and swapped at random under a reader that is being used. What
//! is on disk then is what the reader finds, and no mark is lost.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::program::{program, run};
use super::session::{ESC, ROUNDUP, Session};

/// How long it goes on: a short while, or the seconds that this variable says.
const SECONDS: &str = "ROUNDUP_LIVE_SECONDS";
const USUAL: Duration = Duration::from_secs(10);

/// The keys that are pressed, none of which leaves a prompt open or marks anything but as read.
const KEYS: [&str; 21] = [
    "j", "k", "J", "K", " ", "b", "l", "h", "\t", "{", "}", "]", "[", "G", "d", "u", "n", "z", "f",
    "a", ".",
];

/// A small generator of numbers, the same in every run with the same seed.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).unwrap()).unwrap()
    }

    fn one_of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }
}

/// What is on disk.
struct Disk {
    folder: PathBuf,
    random: Random,
    /// The good files by their paths in the folder.
    files: BTreeMap<String, Edition>,
    /// The last number given to an edition, a story or a word.
    last: usize,
    /// Words that were on disk some time ago and are not any more.
    old_words: Vec<String>,
}

#[derive(Clone, Debug)]
struct Edition {
    id: usize,
    /// For each story its id, and a word that no other text has.
    stories: Vec<(usize, String)>,
}

impl Edition {
    fn text(&self) -> String {
        let day = 1 + self.id % 28;
        let head = format!(
            "title = 'T'\ndate = 2031-01-{day:02}\nid = 'e{}'\n",
            self.id
        );
        let stories = self.stories.iter().map(|(id, word)| {
            format!(
                "[[story]]\nid = 's{id}'\nheadline = 'Story {id}'\nbody = 'Everywhere {word}.'\n"
            )
        });
        std::iter::once(head).chain(stories).collect()
    }
}

impl Disk {
    fn new(folder: &Path, seed: u64) -> Self {
        let mut disk = Self {
            folder: folder.to_owned(),
            random: Random(seed),
            files: BTreeMap::new(),
            last: 0,
            old_words: Vec::new(),
        };
        for _ in 0..8 {
            disk.add_file();
        }
        disk
    }

    fn number(&mut self) -> usize {
        self.last += 1;
        self.last
    }

    fn story(&mut self) -> (usize, String) {
        let id = self.number();
        (id, self.word())
    }

    fn word(&mut self) -> String {
        format!("w{}w", self.number())
    }

    fn new_path(&mut self) -> String {
        let folder = ["a/", "b/", "b/c/", ""][self.random.below(4)];
        format!("{folder}{}.toml", self.number())
    }

    fn write(&mut self, path: &str) {
        let text = self.files[path].text();
        let file = self.folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        if self.random.below(2) == 0 {
            return fs::write(file, text).unwrap();
        }
        // As editors and version control do.
        let beside = file.with_extension("tmp");
        fs::write(&beside, text).unwrap();
        fs::rename(beside, file).unwrap();
    }

    fn add_file(&mut self) {
        let path = self.new_path();
        let edition = Edition {
            id: self.number(),
            stories: vec![self.story(), self.story()],
        };
        self.files.insert(path.clone(), edition);
        self.write(&path);
    }

    fn any_path(&mut self) -> Option<String> {
        let paths: Vec<_> = self.files.keys().cloned().collect();
        (!paths.is_empty()).then(|| self.random.one_of(&paths).clone())
    }

    /// Does one thing to one file or folder.
    fn happen(&mut self) {
        let Some(path) = self.any_path() else {
            return self.add_file();
        };
        match self.random.below(12) {
            0 if self.files.len() < 16 => self.add_file(),
            0 | 1 if self.files.len() > 4 => {
                fs::remove_file(self.folder.join(&path)).unwrap();
                let gone = self.files.remove(&path).unwrap();
                let words = gone.stories.into_iter().map(|(_, word)| word);
                self.old_words.extend(words);
            }
            2 | 3 => {
                let to = self.new_path();
                let target = self.folder.join(&to);
                fs::create_dir_all(target.parent().unwrap()).unwrap();
                fs::rename(self.folder.join(&path), target).unwrap();
                let edition = self.files.remove(&path).unwrap();
                self.files.insert(to, edition);
            }
            4 => self.swap_folders(),
            // Something is written that is no briefing; then the file is whole again.
            5 => {
                let file = self.folder.join(&path);
                let text = self.files[&path].text();
                let cut = self.random.below(text.len());
                fs::write(&file, &text[..cut]).unwrap();
                self.write(&path);
            }
            6 => {
                let story = self.story();
                self.files.get_mut(&path).unwrap().stories.insert(0, story);
                self.write(&path);
            }
            7 if self.files[&path].stories.len() > 1 => {
                let edition = self.files.get_mut(&path).unwrap();
                let (_, word) = edition.stories.remove(0);
                self.old_words.push(word);
                self.write(&path);
            }
            _ => {
                let word = self.word();
                let stories = self.files[&path].stories.len();
                let story = self.random.below(stories);
                let edition = self.files.get_mut(&path).unwrap();
                let old = std::mem::replace(&mut edition.stories[story].1, word);
                self.old_words.push(old);
                self.write(&path);
            }
        }
    }

    fn swap_folders(&mut self) {
        for folder in ["a", "b"] {
            fs::create_dir_all(self.folder.join(folder)).unwrap();
        }
        let rename = |from: &str, to: &str| {
            fs::rename(self.folder.join(from), self.folder.join(to)).unwrap();
        };
        rename("a", "swap");
        rename("b", "a");
        rename("swap", "b");
        let files = std::mem::take(&mut self.files);
        let swapped = |path: String| match path.split_once('/') {
            Some(("a", rest)) => format!("b/{rest}"),
            Some(("b", rest)) => format!("a/{rest}"),
            _ => path,
        };
        self.files = files
            .into_iter()
            .map(|(path, edition)| (swapped(path), edition))
            .collect();
    }

    /// Identities of all stories, with their words.
    fn stories(&self) -> Vec<(String, String)> {
        let stories = |edition: &Edition| -> Vec<_> {
            let id = edition.id;
            let stories = edition.stories.iter();
            stories
                .map(|(story, word)| (format!("e{id}/s{story}"), word.clone()))
                .collect()
        };
        self.files.values().flat_map(stories).collect()
    }
}

/// Leaves whatever is open.
fn back_to_the_list(session: &mut Session) {
    for _ in 0..6 {
        session.press_and_see(ESC);
    }
}

/// Searches for a query and waits for what it finds; the prompt stays open.
fn search(session: &mut Session, query: &str, found: &str) {
    session.press("/");
    search_instead(session, query, found);
}

/// Like [`search`], in a prompt that is open.
fn search_instead(session: &mut Session, query: &str, found: &str) {
    session.press(&format!("\x15{query}"));
    session.wait_until(&format!("{query}: {found}"), |session| {
        let contents = session.contents();
        contents.contains(&format!("/{query}")) && contents.contains(found)
    });
}

#[test]
fn what_the_reader_finds_is_what_is_on_disk_and_no_mark_is_lost() {
    let time = std::env::var(SECONDS).ok();
    let time = time.map_or(USUAL, |seconds| {
        Duration::from_secs(seconds.parse().unwrap())
    });
    let folder = tempfile::tempdir().unwrap();
    let state = tempfile::tempdir().unwrap();
    let variables = [("XDG_STATE_HOME", state.path().to_str().unwrap())];
    let mut disk = Disk::new(folder.path(), 0x5eed);
    let path = folder.path().to_str().unwrap();
    let mut session = Session::start((110, 34), ROUNDUP, &[path], &variables);
    session.wait_for("? help");
    let mut saved: Vec<String> = Vec::new();
    let end = Instant::now() + time;
    while Instant::now() < end {
        for _ in 0..12 {
            for _ in 0..disk.random.below(3) {
                disk.happen();
            }
            if disk.random.below(12) == 0 {
                back_to_the_list(&mut session);
                session.press("/everywhere");
                session.wait_until("results", |session| {
                    session.contents().contains("/everywhere")
                        && session.selected().starts_with("Story")
                });
                println!("accepting results");
                session.press("\r");
            }
            let key = *disk.random.one_of(&KEYS);
            // Shown when the test fails.
            println!("pressing {key:?}");
            session.press_and_see(key);
        }
        back_to_the_list(&mut session);
        // What happens last is known last.
        disk.add_file();
        let stories = disk.stories();
        let all = format!("{} stories in {} editions", stories.len(), disk.files.len());
        search(&mut session, "everywhere", &all);
        let (identity, word) = disk.random.one_of(&stories).clone();
        for old in disk.old_words.iter().rev().take(3) {
            search_instead(&mut session, old, "No story matches.");
        }
        search_instead(&mut session, &word, "1 story in 1 edition");
        session.press("\r");
        if !saved.contains(&identity) {
            session.press("s");
            session.wait_for("Saved; S shows");
            saved.push(identity);
        }
        back_to_the_list(&mut session);
    }
    session.press("\x03");
    assert_eq!(session.status(), 0);
    let mut list = program(".");
    list.env("XDG_STATE_HOME", state.path());
    let ran = run(list, &format!("list --json --where is:saved '{path}'"));
    let mut listed: Vec<_> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|story| story["identity"].as_str().unwrap().to_owned())
        .collect();
    let there: Vec<_> = disk
        .stories()
        .into_iter()
        .map(|(identity, _)| identity)
        .collect();
    saved.retain(|identity| there.contains(identity));
    saved.sort();
    listed.sort();
    assert_eq!(listed, saved);
}
