//! Benchmarks of `roundup import`, beside other programs that read the same feeds: `cargo bench --bench import`.
//! Programs that are not installed are left out.

mod archive;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use archive::{Language, Random};
use divan::Bencher;
use tempfile::TempDir;

/// A feed as most are, and one of 40 MB.
const ITEMS: [usize; 2] = [30, 20_000];
/// Paragraphs in each item, and words in each paragraph.
const PARAGRAPHS: usize = 4;
const WORDS: usize = 82;
/// The size of an archive of many years.
const EDITIONS: usize = 10_000;
const LEDGER_LINES: u64 = 300_000;

fn main() {
    divan::main();
}

/// The first import of a feed into an empty folder.
#[divan::bench(args = ITEMS, sample_count = 5)]
fn all_items_new(bencher: Bencher, items: usize) {
    let feed = feed(items);
    bencher
        .with_inputs(folder)
        .bench_values(|folder| (import(&feed, folder.path()), folder));
}

/// Later imports, when the feed is still the same.
#[divan::bench(args = ITEMS, sample_count = 5)]
fn nothing_new(bencher: Bencher, items: usize) {
    let feed = feed(items);
    let folder = folder();
    import(&feed, folder.path());
    bencher.bench(|| import(&feed, folder.path()));
}

/// The first import of a feed of 30 items into a folder with many editions and a long ledger.
#[divan::bench(sample_count = 20)]
fn into_ten_thousand_editions(bencher: Bencher) {
    let feed = feed(30);
    let editions = archive::archive(EDITIONS);
    let folder = folder();
    for edition in fs::read_dir(editions).expect("the archive was made") {
        let edition = edition.expect("the archive can be read");
        fs::hard_link(edition.path(), folder.path().join(edition.file_name()))
            .expect("the build's folder can be written");
    }
    let today = folder
        .path()
        .join(format!("{}.toml", jiff::Zoned::now().date()));
    let ledger = folder.path().join(".roundup-imported");
    let mut lines = String::new();
    for number in 0..LEDGER_LINES {
        let _ = writeln!(lines, "{:016x}", number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    }
    bencher
        .with_inputs(|| {
            let _ = fs::remove_file(&today);
            fs::write(&ledger, &lines).expect("the build's folder can be written");
        })
        .bench_values(|()| import(&feed, folder.path()));
}

/// `sfeed` splits a feed into lines with tabs, and converts nothing.
#[divan::bench(args = ITEMS, sample_count = 5)]
fn peer_sfeed(bencher: Bencher, items: usize) {
    let feed = feed(items);
    if is_installed("sfeed", "-h") {
        bencher.bench(|| {
            let input = fs::File::open(&feed).expect("it was made");
            run(Command::new("sfeed").stdin(input));
        });
    }
}

/// `newsboat` puts a feed into an empty database.
#[divan::bench(args = ITEMS, sample_count = 5)]
fn peer_newsboat(bencher: Bencher, items: usize) {
    let feed = feed(items);
    if is_installed("newsboat", "--version") {
        let prepared = || {
            let folder = folder();
            let urls = format!("file://{}\n", feed.display());
            for (file, text) in [("urls", urls.as_str()), ("config", "")] {
                fs::write(folder.path().join(file), text)
                    .expect("the build's folder can be written");
            }
            folder
        };
        bencher
            .with_inputs(prepared)
            .bench_values(|folder| (newsboat(folder.path()), folder));
    }
}

fn newsboat(folder: &Path) {
    let mut command = Command::new("newsboat");
    for (option, file) in [("-u", "urls"), ("-c", "cache"), ("-C", "config")] {
        command.arg(option).arg(folder.join(file));
    }
    run(command.args(["-x", "reload"]));
}

fn import(feed: &Path, folder: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roundup"));
    run(command.args(["import", "--into"]).arg(folder).arg(feed));
}

fn run(command: &mut Command) {
    let status = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("the program starts");
    assert!(status.success(), "{command:?}");
}

fn is_installed(program: &str, option: &str) -> bool {
    let mut command = Command::new(program);
    command.arg(option).stdin(Stdio::null());
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok()
}

fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("the build's folder can be written")
}

/// Writes a feed of so many items to the build's folder, unless it is already there.
fn feed(items: usize) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("feed-{items}.xml"));
    if path.exists() {
        return path;
    }
    let mut random = Random::new();
    let language = Language::new(&mut random);
    let mut feed = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\n\
         <channel><title>The Bench</title><link>https://bench.example/</link>\n",
    );
    for number in 0..items {
        let headline = language.text(&mut random, 7);
        let teaser = language.text(&mut random, 30);
        let _ = write!(
            feed,
            "<item><title>{headline}&amp; more</title>\n\
             <link>https://bench.example/{number}?utm_source=rss</link>\n\
             <guid isPermaLink=\"false\">{number}</guid>\n\
             <pubDate>Wed, 02 Apr 2025 08:30:00 GMT</pubDate>\n\
             <category>Sea</category>\n\
             <description>{teaser}</description>\n<content:encoded><![CDATA["
        );
        for paragraph in 0..PARAGRAPHS {
            let (before, after) = (
                language.text(&mut random, WORDS / 2),
                language.text(&mut random, WORDS / 2),
            );
            let _ = writeln!(
                feed,
                "<p>{before}<a href=\"/{number}/{paragraph}\">and <em>more</em></a> &mdash; {after}</p>"
            );
        }
        feed.push_str("]]></content:encoded></item>\n");
    }
    feed.push_str("</channel></rss>\n");
    fs::write(&path, feed).expect("the build's folder can be written");
    path
}
