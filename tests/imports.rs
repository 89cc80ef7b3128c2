//! Any sequence of imports, kills and edits by hand: each item comes once, and what is there stays.

#![cfg(feature = "import")]
#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

#[path = "common/program.rs"]
mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use program::{program, run};
use proptest::prelude::*;
use proptest::sample::Index;
use roundup::briefing;

/// What a feed has in it when it is fetched. Each feed has the items in an order of its own.
#[derive(Clone, Debug)]
struct Fetched {
    feed: usize,
    /// Each item once. It is the same item in every feed.
    items: Vec<usize>,
    /// Changes the titles, as publishers do.
    version: usize,
}

#[derive(Clone, Debug)]
enum Step {
    Import(Vec<Fetched>),
    /// As `Import`, but killed again and again after a part of what it appends to the ledger. Of two
    /// moments between the same bytes, the flag chooses the later one.
    Killed(Vec<Fetched>, Vec<(Index, bool)>),
    Edit(Edit, Index),
}

#[derive(Clone, Copy, Debug)]
enum Edit {
    Correct,
    Delete,
    Comment,
    Add,
    MoveSection,
}

fn fetched() -> impl Strategy<Value = Vec<Fetched>> {
    let items = prop::sample::subsequence((0..12).collect::<Vec<_>>(), 0..8).prop_shuffle();
    let one = (0_usize..3, items, 0_usize..3).prop_map(|(feed, items, version)| Fetched {
        feed,
        items,
        version,
    });
    prop::collection::vec(one, 1..3)
}

fn step() -> impl Strategy<Value = Step> {
    let edit = prop_oneof![
        Just(Edit::Correct),
        Just(Edit::Delete),
        Just(Edit::Comment),
        Just(Edit::Add),
        Just(Edit::MoveSection),
    ];
    let kills = prop::collection::vec(any::<(Index, bool)>(), 1..4);
    prop_oneof![
        2 => fetched().prop_map(Step::Import),
        2 => (fetched(), kills).prop_map(|(fetched, kills)| Step::Killed(fetched, kills)),
        4 => (edit, any::<Index>()).prop_map(|(edit, place)| Step::Edit(edit, place)),
    ]
}

/// The folder that is imported into, and what must be in it.
struct Desk {
    folder: tempfile::TempDir,
    /// The items that have ever been printed.
    printed: BTreeSet<usize>,
    edits: usize,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("out")).unwrap();
        Self {
            folder,
            printed: BTreeSet::new(),
            edits: 0,
        }
    }

    fn out(&self, name: &str) -> PathBuf {
        self.folder.path().join("out").join(name)
    }

    /// The files of the folder by their names.
    fn files(&self) -> BTreeMap<String, String> {
        let entries = fs::read_dir(self.out("")).unwrap();
        let files = entries.map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read_to_string(entry.path()).unwrap())
        });
        files.collect()
    }

    fn editions(&self) -> BTreeMap<String, String> {
        let mut files = self.files();
        files.retain(|name, _| is_edition(name));
        files
    }

    fn run(&self, fetched: &[Fetched]) {
        let mut line = "import --into out --date 2016-01-12".to_owned();
        for (index, fetched) in fetched.iter().enumerate() {
            let name = format!("{index}.xml");
            fs::write(self.folder.path().join(&name), feed(fetched)).unwrap();
            line.push(' ');
            line.push_str(&name);
        }
        let mut command = program(".");
        command.current_dir(self.folder.path()).env("TZ", "UTC");
        let ran = run(command, &line);
        assert!(ran.status == 0, "{ran}");
    }

    /// Imports, and checks that exactly what never came before has come.
    fn import(&mut self, fetched: &[Fetched]) {
        let before = self.editions();
        let mut expected = stories(&before);
        self.run(fetched);
        let after = self.editions();
        for item in fetched.iter().flat_map(|fetched| &fetched.items) {
            if self.printed.insert(*item) {
                expected.push(format!("https://paper.example/{item}"));
            }
        }
        expected.sort();
        assert_eq!(stories(&after), expected);
        assert_kept(&before, &after);
    }

    /// Puts the folder into the state in which a kill at this moment would have left it.
    fn kill(&mut self, fetched: &[Fetched], (place, is_later): (Index, bool)) {
        let before = self.files();
        self.run(fetched);
        let after = self.files();
        assert_kept(&before, &after);
        let ledger = ".roundup-imported";
        let old = before.get(ledger).map_or("", String::as_str);
        let appended = after[ledger].strip_prefix(old).unwrap();
        // Lines with a tab announce, and come before the editions; the others come after them.
        let announced = appended
            .rfind('\t')
            .map_or(0, |tab| tab + appended[tab..].find('\n').unwrap() + 1);
        let killed_at = place.index(appended.len() + 1);
        if killed_at < announced || (killed_at == announced && !is_later) {
            for name in after.keys().filter(|name| is_edition(name)) {
                match before.get(name) {
                    Some(text) => fs::write(self.out(name), text).unwrap(),
                    None => fs::remove_file(self.out(name)).unwrap(),
                }
            }
        } else {
            let items = fetched.iter().flat_map(|fetched| &fetched.items);
            self.printed.extend(items);
        }
        fs::write(self.out(ledger), format!("{old}{}", &appended[..killed_at])).unwrap();
    }

    fn edit(&mut self, edit: Edit, place: Index) {
        let editions = self.editions();
        if editions.is_empty() {
            return;
        }
        self.edits += 1;
        let (name, text) = editions.iter().nth(place.index(editions.len())).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let starts = |start: &str| -> Vec<usize> {
            let found = (0..lines.len()).filter(|&line| lines[line].starts_with(start));
            found.collect()
        };
        match edit {
            Edit::Correct => {
                let headlines = starts("headline = ");
                if !headlines.is_empty() {
                    lines[headlines[place.index(headlines.len())]] =
                        format!("headline = \"Corrected\" # {}", self.edits);
                }
            }
            Edit::Delete => {
                let stories = starts("[[section.story]]");
                if !stories.is_empty() {
                    let start = stories[place.index(stories.len())];
                    let end = (start + 1..lines.len()).find(|&line| lines[line].starts_with("[["));
                    lines.drain(start..end.unwrap_or(lines.len()));
                }
            }
            Edit::Comment => {
                let at = place.index(lines.len() + 1);
                lines.insert(at, format!("# By hand: {}", self.edits));
            }
            Edit::Add => {
                let sections = starts("[[section]]");
                if !sections.is_empty() {
                    let start = sections[place.index(sections.len())] + 1;
                    let at = (start..lines.len()).find(|&line| lines[line].starts_with("[["));
                    let at = at.unwrap_or(lines.len());
                    let story = format!("[[section.story]]\nheadline = 'Mine {}'", self.edits);
                    lines.insert(at, story);
                }
            }
            Edit::MoveSection => {
                let sections = starts("[[section]]");
                if let [first, .., last] = sections[..] {
                    let moved: Vec<_> = lines.drain(last..).collect();
                    lines.splice(first..first, moved);
                }
            }
        }
        fs::write(self.out(name), lines.join("\n") + "\n").unwrap();
    }
}

fn is_edition(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|end| end == "toml")
}

fn feed(fetched: &Fetched) -> String {
    let Fetched {
        feed,
        items,
        version,
    } = fetched;
    let items = items.iter().map(|item| {
        format!(
            "<item><guid>{feed}-{item}</guid><link>https://paper.example/{item}</link>\
             <title>Item {item}, version {version}</title><description>Text {version}.</description></item>"
        )
    });
    format!(
        "<rss version=\"2.0\"><channel><title>Paper {feed}</title><link>https://paper{feed}.example/</link>{}</channel></rss>",
        items.collect::<String>()
    )
}

/// The links of all stories, and the headlines of those without one, sorted.
fn stories(editions: &BTreeMap<String, String>) -> Vec<String> {
    let mut found = Vec::new();
    for (name, text) in editions {
        let (briefing, faults) = briefing::parse(text);
        assert!(faults.is_empty(), "{name}: {faults:?}\n{text}");
        for story in briefing.unwrap().whole().unwrap().stories() {
            let link = story.link().to_string();
            found.push(if link.is_empty() {
                story.headline().to_string()
            } else {
                link
            });
        }
    }
    found.sort();
    found
}

/// Each file still has its lines, in their order.
fn assert_kept(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) {
    for (name, old) in before {
        let mut lines = after[name].lines();
        let lost = old.lines().find(|&line| !lines.any(|new| new == line));
        assert_eq!(lost, None, "{name}\n{old}\n---\n{}", after[name]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..ProptestConfig::with_cases(32) })]

    #[test]
    fn each_item_comes_once_and_edits_by_hand_stay(steps in prop::collection::vec(step(), 1..12)) {
        let mut desk = Desk::new();
        for step in steps {
            match step {
                Step::Import(fetched) => desk.import(&fetched),
                Step::Killed(fetched, kills) => {
                    for moment in kills {
                        desk.kill(&fetched, moment);
                        desk.edit(Edit::Correct, moment.0);
                    }
                    desk.import(&fetched);
                }
                Step::Edit(edit, place) => desk.edit(edit, place),
            }
        }
    }
}
