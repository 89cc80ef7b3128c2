//! A generator of large archives. An archive of one size is the same on every machine.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::ToSpan;
use jiff::civil::date;

/// Stories in each edition, and words in each story.
pub(crate) const STORIES: usize = 10;
const WORDS: usize = 220;
/// The number of different words. Their frequency falls with their rank, as in any language (Zipf's law).
const VOCABULARY: usize = 20_000;
const SECTIONS: [&str; 4] = ["Home", "World", "Money", "Sport"];
/// A word that is in few stories.
pub(crate) const RARE: &str = "zugzwang";

/// A small random number generator (xorshift64*), so that no update of a library changes the archives.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % limit as u64)
            .unwrap_or(0)
    }
}

/// The words from common to rare, with their cumulative weights.
pub(crate) struct Language {
    words: Vec<String>,
    weights: Vec<usize>,
}

impl Language {
    pub(crate) fn new(random: &mut Random) -> Self {
        const SYLLABLES: [&str; 24] = [
            "the", "and", "ing", "er", "on", "re", "st", "a", "o", "li", "ment", "con", "ter",
            "pro", "un", "da", "vi", "sel", "mo", "ka", "bru", "net", "wy", "ou",
        ];
        let mut weights = Vec::with_capacity(VOCABULARY);
        let mut total = 0;
        let words = (0..VOCABULARY)
            .map(|rank| {
                total += 1_000_000 / (rank + 10);
                weights.push(total);
                (0..=random.below(3))
                    .map(|_| SYLLABLES[random.below(SYLLABLES.len())])
                    .collect()
            })
            .collect();
        Self { words, weights }
    }

    fn word(&self, random: &mut Random) -> &str {
        let drawn = random.below(self.weights[VOCABULARY - 1]);
        &self.words[self.weights.partition_point(|&weight| weight <= drawn)]
    }

    pub(crate) fn text(&self, random: &mut Random, words: usize) -> String {
        let mut text = String::new();
        for number in 0..words {
            match random.below(400) {
                0 => text.push_str("café "),
                1 => text.push_str("“it’s so” "),
                2 => text.push_str("東海道 "),
                3 => text.push_str("– "),
                4 if random.below(100) == 0 => {
                    let _ = write!(text, "{RARE} ");
                }
                _ => {
                    let _ = write!(text, "{} ", self.word(random));
                }
            }
            if number % 60 == 59 {
                text.push_str("\n\n");
            }
        }
        text
    }
}

/// Writes an archive of `editions` files, one for each day back from 1 January 2026, to the build's
/// folder, unless it is already there. Returns the archive's folder.
pub(crate) fn archive(editions: usize) -> PathBuf {
    written(&format!("archive-{editions}"), editions, |toml| toml)
}

/// Writes the same archive to the folder `name`, with `change` made to the text of each file.
pub(crate) fn written(name: &str, editions: usize, change: impl Fn(String) -> String) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let complete = folder.join(".complete");
    if complete.exists() {
        return folder;
    }
    fs::create_dir_all(&folder).expect("the build's folder can be written");
    let mut random = Random::new();
    let language = Language::new(&mut random);
    for back in 0..editions {
        let day = date(2026, 1, 1).saturating_sub(i64::try_from(back).unwrap_or(0).days());
        let path = folder.join(format!("{day}-{back}.toml"));
        let toml = edition(&language, &mut random, &day.to_string());
        fs::write(path, change(toml)).expect("the build's folder can be written");
    }
    fs::write(complete, "").expect("the build's folder can be written");
    folder
}

fn edition(language: &Language, random: &mut Random, day: &str) -> String {
    let mut toml = format!(
        "title = \"{}\"\ndate = {day}\nsource = \"The Bench\"\n",
        language.text(random, 4).trim()
    );
    for number in 0..STORIES {
        if number % 3 == 0 {
            let _ = write!(
                toml,
                "\n[[section]]\ntitle = \"{}\"\n",
                SECTIONS[number / 3]
            );
        }
        let (headline, tag) = (language.text(random, 7), language.word(random));
        let _ = write!(
            toml,
            "\n[[section.story]]\nheadline = \"{}\"\ntags = [\"{tag}\"]\n",
            headline.trim()
        );
        let _ = write!(toml, "body = '''\n{}\n'''\n", language.text(random, WORDS));
    }
    toml
}
