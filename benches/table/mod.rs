//! The tables of `docs/speed.md`, all measured in one run, in Markdown.

mod peers;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::civil::date;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use roundup::app::{Model, Msg};
use roundup::archive::Archive;
use roundup::keymap::Key;
use roundup::marks::Marks;
use roundup::search::{Chunk, Query};
use roundup::store::MarksFile;
use roundup::text::grouped;
use roundup::ui;
use roundup::ui::theme::Theme;

use crate::archive::{self, RARE, STORIES};
use crate::{
    ASCII, FOLDER, Loaded, ROUNDUP, Running, SIZE, TWO, Threads, command_of, editions,
    first_output, forget, is_installed, load, many_marks, model_of, output_after, read_all,
    resident, ripgrep, search, short_files, state_of,
};

/// Prints all tables. What starts programs comes first, because a large process is slow to start others.
pub(crate) fn print() {
    println!("| what | `roundup` | for comparison, in the same run |\n|---|---|---|");
    first_frames();
    loading();
    saving_a_file();
    println!(
        "\n| on the command line | `roundup` | `rg -i` | in ASCII | `rg -i` |\n|---|---|---|---|---|"
    );
    commands();
    println!(
        "\n| while the program runs | `roundup` | for comparison, in the same run |\n|---|---|---|"
    );
    searches();
    reading();
    marks();
    println!(
        "\n| stories | a rare word | part of common words | three words | `is:unread` | key to the first results | key to all results |"
    );
    println!("|---|---|---|---|---|---|---|");
    for size in [editions() / 100, editions() / 10, editions(), most()] {
        growth(size);
    }
}

/// The editions of the largest archive.
fn most() -> usize {
    10 * editions()
}

/// A row of a table.
fn row(cells: &[String]) {
    println!("| {} |", cells.join(" | "));
}

/// Milliseconds as the tables show them.
fn shown(ms: f64) -> String {
    match ms {
        ..10.0 => format!("{ms:.1} ms"),
        ..1000.0 => format!("{ms:.0} ms"),
        _ => format!("{:.1} s", ms / 1000.0),
    }
}

/// A peer's time, and how many times as long `ours` is.
fn compared(peer: &str, ours: f64, theirs: f64) -> String {
    let times = if ours < theirs {
        format!("1/{:.0}", theirs / ours)
    } else {
        format!("{:.1} times", ours / theirs)
    };
    format!("{peer} {}: {times}", shown(theirs))
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// How long `run` takes. Dropping what it returns, which may end a program, is not part of that.
fn time<T>(run: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    let result = black_box(run());
    let time = start.elapsed();
    drop(result);
    ms(time)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// The median of `rounds` runs, after one to warm up.
fn median_of<T>(rounds: usize, mut run: impl FnMut() -> T) -> f64 {
    run();
    median((0..rounds).map(|_| time(&mut run)).collect())
}

/// The medians of several kinds of runs, which take turns, so that all meet the same load of the machine.
fn paired<T>(rounds: usize, runs: &[&dyn Fn() -> T]) -> Vec<f64> {
    let mut times = vec![Vec::new(); runs.len()];
    for round in 0..=rounds {
        for (run, times) in runs.iter().zip(&mut times) {
            let time = time(run);
            // The first round is to warm up.
            if round > 0 {
                times.push(time);
            }
        }
    }
    times.into_iter().map(median).collect()
}

fn first_frames() {
    let folder = archive::archive(365);
    let file = folder.join("2026-01-01-0.toml");
    let state = state_of(&folder);
    let newsboat = peers::newsboat(&folder);
    let ours = || first_output(ROUNDUP, &folder, &state, "help");
    let less = || first_output("less", &file, &file, "The Bench");
    let mut starts: Vec<&dyn Fn() -> Running> = vec![&ours];
    let mut names = Vec::new();
    if is_installed("less") {
        starts.push(&less);
        names.push("`less` with one of the files");
    }
    let boat = || peers::start_newsboat(newsboat.as_deref().unwrap_or(&folder));
    if newsboat.is_some() {
        starts.push(&boat);
        names.push("`newsboat`");
    }
    first_frame_row(
        "first frame, a year of editions, half of their stories read",
        40,
        &starts,
        &names,
    );

    let state = state_of(&FOLDER);
    let newsboat = peers::newsboat(&FOLDER);
    let ours = || first_output(ROUNDUP, &FOLDER, &state, "help");
    let boat = || peers::start_newsboat(newsboat.as_deref().unwrap_or(&FOLDER));
    let mut starts: Vec<&dyn Fn() -> Running> = vec![&ours];
    let mut names = Vec::new();
    if newsboat.is_some() {
        starts.push(&boat);
        names.push("`newsboat`");
    }
    let what = format!(
        "first frame, {} files, half of their stories read",
        grouped(editions())
    );
    first_frame_row(&what, 20, &starts, &names);

    let folder = short_files(i64::try_from(most()).unwrap_or(i64::MAX));
    let ours = || first_output(ROUNDUP, &folder, &folder, "help");
    let what = format!("first frame, {} files", grouped(most()));
    first_frame_row(&what, 20, &[&ours], &[]);
}

/// The first of `starts` is the program's own; the others have `names`.
fn first_frame_row(what: &str, rounds: usize, starts: &[&dyn Fn() -> Running], names: &[&str]) {
    let times = paired(rounds, starts);
    let peers = names.iter().zip(&times[1..]);
    let peers: Vec<_> = peers
        .map(|(name, &theirs)| compared(name, times[0], theirs))
        .collect();
    row(&[what.to_owned(), shown(times[0]), peers.join(", ")]);
}

/// Loading everything, and the memory after that, of an archive of the usual size and of a larger one.
fn loading() {
    for size in [editions(), most()] {
        let folder = archive::archive(size);
        let state = state_of(&folder);
        let text = bytes_in(&folder);
        // The percentage replaces the count of files once all are loaded.
        let mut memory = 0;
        let rounds = if size == most() { 1 } else { 5 };
        let times = (0..rounds).map(|_| {
            let start = Instant::now();
            let running = first_output(ROUNDUP, &folder, &state, "%");
            let time = ms(start.elapsed());
            // It also lets go what loading took.
            std::thread::sleep(Duration::from_secs(1));
            memory = resident(&running);
            time
        });
        let time = median(times.collect());
        row(&[
            format!(
                "all {} stories loaded and searchable",
                grouped(size * STORIES)
            ),
            shown(time),
            String::new(),
        ]);
        let hundredths = memory * 100 / text.max(1);
        row(&[
            format!("memory after that, {} marks", grouped(size * STORIES / 2)),
            format!("{} MB", memory / 1_000_000),
            format!(
                "{}.{:02} times the files",
                hundredths / 100,
                hundredths % 100
            ),
        ]);
    }
}

fn bytes_in(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).expect("the archive was made");
    entries
        .filter_map(|entry| entry.ok()?.metadata().ok())
        .map(|metadata| metadata.len())
        .sum()
}

/// From a file saved by an editor to the frame that shows it.
fn saving_a_file() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let file = folder.path().join("2026-01-01.toml");
    let write = |headline: &str| {
        let toml =
            format!("title = \"T\"\ndate = 2026-01-01\n[[story]]\nheadline = \"{headline}\"\n");
        fs::write(&file, toml).expect("the folder can be written");
    };
    write("Before");
    let mut running = first_output(ROUNDUP, folder.path(), folder.path(), "Before");
    // Until the folder is watched.
    std::thread::sleep(Duration::from_millis(500));
    // Only cells that change are drawn, so no two headlines have a letter in the same place.
    let times = ["aaaaaaaa", "bbbbbbbb", "cccccccc", "dddddddd", "eeeeeeee"].map(|headline| {
        let start = Instant::now();
        write(headline);
        output_after(&mut running, headline);
        ms(start.elapsed())
    });
    row(&[
        "a file saved by an editor, to the frame that shows it".to_owned(),
        shown(median(times.to_vec())),
        "of which 150 ms pass until it is sure that the file is written".to_owned(),
    ]);
}

/// The command line beside ripgrep, which looks for the first word, in the archive and in plain ASCII.
fn commands() {
    for (what, query) in [
        ("a rare word", RARE),
        ("two words, few stories have both", TWO),
        (
            "a rare word and one that nearly every story has",
            "zugzwang ment",
        ),
        ("a word that is nowhere", "nothinglikethis"),
        ("a word that nearly every story has", "ment"),
    ] {
        let mut cells = vec![what.to_owned()];
        for folder in [&*FOLDER, &*ASCII] {
            let state = state_of(folder);
            let ours = || _ = piped(command_of(folder, &state, query));
            let word = query.split(' ').next().unwrap_or(query);
            let theirs = || {
                let mut rg = Command::new("rg");
                rg.args(["-i", "--", word]).arg(folder);
                _ = piped(rg);
            };
            if is_installed("rg") {
                let times = paired(11, &[&ours, &theirs]);
                cells.push(shown(times[0]));
                cells.push(format!(
                    "{}: {:.1} times",
                    shown(times[1]),
                    times[0] / times[1]
                ));
            } else {
                cells.extend([shown(paired(11, &[&ours])[0]), String::new()]);
            }
        }
        row(&cells);
    }
    let state = state_of(&FOLDER);
    let first = median_of(15, || first_line(command_of(&FOLDER, &state, "ment")));
    row(&[
        "the first line of that".to_owned(),
        shown(first),
        String::new(),
        String::new(),
        String::new(),
    ]);
}

/// Runs a command to its end and reads all it prints; returns how many bytes that were.
fn piped(mut command: Command) -> u64 {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let out = child.stdout.take();
    let bytes = out.map(|mut out| std::io::copy(&mut out, &mut std::io::sink()));
    let _ = child.wait();
    bytes.and_then(Result::ok).unwrap_or(0)
}

/// Runs a command until its first line has been read.
fn first_line(mut command: Command) -> Ended {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut first = [0; 16];
    if let Some(out) = &mut child.stdout {
        let _ = std::io::Read::read_exact(out, &mut first);
    }
    Ended(child)
}

/// A command that is stopped when it is dropped.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Searches of the text in memory.
fn searches() {
    let stories = peers::lines_of(&FOLDER);
    // Before the archive is loaded into this process.
    let beside = [
        ("search for a rare word", RARE),
        ("search for part of common words", "ment"),
    ];
    let peers = beside.map(|(_, word)| {
        let rg = || _ = ripgrep(&FOLDER, word);
        let fzf = || _ = peers::fzf(&stories, word);
        let peers: [(&str, &dyn Fn()); 2] = [("rg", &rg), ("fzf", &fzf)];
        let peers = peers.into_iter().filter(|(name, _)| is_installed(name));
        let times = peers.map(|(name, run)| (format!("`{name}`"), median_of(5, run)));
        times.collect::<Vec<_>>()
    });
    let (loaded, marks) = with_marks(&FOLDER);
    for ((what, word), peers) in beside.into_iter().zip(peers) {
        let ours = scan_time(&loaded.1, &marks, word);
        let peers = peers
            .iter()
            .map(|(name, theirs)| compared(name, ours, *theirs));
        let peers: Vec<_> = peers.collect();
        row(&[what.to_owned(), shown(ours), peers.join(", ")]);
    }
    for (what, query) in [
        ("search for a phrase", "\"it's so\""),
        ("search for three words", "con ter unda"),
        ("search for one letter", "a"),
        ("search for a word that is nowhere", "nothinglikethis"),
        ("search for `is:unread`", "is:unread"),
    ] {
        let ours = scan_time(&loaded.1, &marks, query);
        row(&[what.to_owned(), shown(ours), String::new()]);
    }
    let times = KEYS_OF.map(|query| key_times(&loaded, &marks, query).1);
    let (least, most) = times
        .iter()
        .fold((f64::MAX, 0.0_f64), |(least, most), &time| {
            (least.min(time), most.max(time))
        });
    row(&[
        "the last key of a query to the frame with all results".to_owned(),
        format!("{} to {}", shown(least), shown(most)),
        String::new(),
    ]);
    archive_page(&loaded, &marks);
}

/// Queries whose last key is timed.
const KEYS_OF: [&str; 5] = [RARE, "ment", "\"it's so", "con ter und", "is:unread"];

/// An archive in memory, with marks that half of its stories are read.
fn with_marks(folder: &Path) -> (Loaded, Marks) {
    let marks = MarksFile::at(state_of(folder).join("roundup/marks"));
    (load(folder), marks.load().marks)
}

/// The median time of a scan of all chunks that remember nothing.
fn scan_time(chunks: &[Arc<Chunk>], marks: &Marks, query: &str) -> f64 {
    let query = Query::parse(query, date(2026, 1, 1));
    let times = (0..11).map(|_| {
        forget(chunks);
        time(|| search(chunks, &query, marks))
    });
    median(times.collect())
}

/// From the last key of a query to the frame with its first results, and to that with all.
fn key_times((editions, chunks): &Loaded, marks: &Marks, query: &str) -> (f64, f64) {
    let archive = Archive::default().with(editions.clone());
    let mut model = Model::new(archive, editions.len(), marks.clone(), SIZE);
    crate::update(&mut model, Msg::Folded(chunks.clone()));
    let mut terminal =
        Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a test terminal");
    let threads = Threads::spawn();
    let mut press = |key| {
        let start = Instant::now();
        let mut first = None;
        threads.answer_each(&mut model, Msg::KeyPressed(key), |model| {
            let _ = terminal.draw(|frame| ui::draw(frame, model, &Theme::COLOURED));
            first.get_or_insert_with(|| ms(start.elapsed()));
        });
        (first.unwrap_or_default(), ms(start.elapsed()))
    };
    for key in std::iter::once('/').chain(query.chars()) {
        press(Key::Char(key));
    }
    let last = query.chars().next_back().map_or(Key::Enter, Key::Char);
    let times = (0..11).map(|_| {
        forget(chunks);
        press(Key::Backspace);
        press(last)
    });
    let (firsts, all): (Vec<_>, Vec<_>) = times.unzip();
    (median(firsts), median(all))
}

fn archive_page((editions, _): &Loaded, marks: &Marks) {
    let archive = Archive::default().with(editions.clone());
    let mut model = Model::new(archive, editions.len(), marks.clone(), SIZE);
    let mut terminal =
        Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a test terminal");
    let mut press = |key| {
        time(|| {
            crate::update(&mut model, Msg::KeyPressed(Key::Char(key)));
            terminal
                .draw(|frame| ui::draw(frame, &model, &Theme::COLOURED))
                .map(drop)
        })
    };
    let opened = press('a');
    let moved = median(
        (0..100)
            .map(|key| press(if key % 2 == 0 { 'j' } else { 'k' }))
            .collect(),
    );
    row(&[
        "the archive page opened, then a key press on it".to_owned(),
        format!("{}, then {}", shown(opened), shown(moved)),
        String::new(),
    ]);
}

/// A story of ten megabytes.
fn reading() {
    let mut terminal =
        Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a test terminal");
    let mut model = model_of(10_000_000);
    let opened = median_of(5, || {
        // There and back; the other story is only a headline.
        read_all(&mut model, Msg::KeyPressed(Key::Char('J')));
        read_all(&mut model, Msg::KeyPressed(Key::Char('K')));
        terminal
            .draw(|frame| ui::draw(frame, &model, &Theme::COLOURED))
            .map(drop)
    });
    crate::update(&mut model, Msg::KeyPressed(Key::Tab));
    let mut down = true;
    let scrolled = median_of(100, || {
        let key = if down { Key::PageDown } else { Key::PageUp };
        down = !down;
        crate::update(&mut model, Msg::KeyPressed(key));
        terminal
            .draw(|frame| ui::draw(frame, &model, &Theme::COLOURED))
            .map(drop)
    });
    row(&[
        "a 10 MB story opened, then scrolled by a page".to_owned(),
        format!("{}, then {}", shown(opened), shown(scrolled)),
        String::new(),
    ]);
}

fn marks() {
    let (_folder, file) = many_marks();
    let mut saved = false;
    let saving = median_of(11, || {
        saved = !saved;
        file.save(&[crate::one_more(saved)], 1_900_000_000)
    });
    let loading = median_of(11, || file.load());
    row(&[
        "one more of 100,000 marks saved; all of them loaded".to_owned(),
        format!("{}; {}", shown(saving), shown(loading)),
        String::new(),
    ]);
}

fn growth(size: usize) {
    let folder: PathBuf = archive::archive(size);
    let (loaded, marks) = with_marks(&folder);
    let mut cells = vec![grouped(size * STORIES)];
    for query in [RARE, "ment", "con ter unda", "is:unread"] {
        cells.push(shown(scan_time(&loaded.1, &marks, query)));
    }
    let times = KEYS_OF.map(|query| key_times(&loaded, &marks, query));
    let most = |of: fn(&(f64, f64)) -> f64| times.iter().map(of).fold(0.0, f64::max);
    cells.push(format!("at most {}", shown(most(|times| times.0))));
    cells.push(format!("at most {}", shown(most(|times| times.1))));
    row(&cells);
}
