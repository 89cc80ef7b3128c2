//! Benchmarks of the program and of other programs that do similar work. `cargo bench --bench speed` prints the
//! tables of `docs/speed.md`; `cargo bench --bench speed -- search` measures what has that in its name, in more
//! detail. `ROUNDUP_BENCH_EDITIONS=1000` sets the size of the archive. Programs that are not installed are left
//! out.

mod archive;
mod table;

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, LazyLock, Mutex};
use std::thread;
use std::time::Instant;

use divan::Bencher;
use jiff::ToSpan;
use jiff::civil::date;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;
use roundup::app::{Effect, Model, Msg, SearchRequest, update_and_read as update};
use roundup::archive::{Archive, Edition};
use roundup::briefing::{Briefing, Whole};
use roundup::keymap::Key;
use roundup::marks::{Change, Marks, Operation};
use roundup::runtime::searcher::Searcher;
use roundup::runtime::text_reader::TextReader;
use roundup::search::{Chunk, Folder, Hits, Query, Scope};
use roundup::store::{self, Batches, MarksFile};
use roundup::ui;
use roundup::ui::theme::Theme;
use tempfile::TempDir;

const ROUNDUP: &str = env!("CARGO_BIN_EXE_roundup");
const SIZE: Size = Size {
    width: 110,
    height: 34,
};

/// One query of each kind, from those that are fast to those that are slow.
const QUERIES: [&str; 9] = [
    archive::RARE,
    "ment",
    "a",
    "\"it's so\"",
    "con ter unda",
    "nothinglikethis",
    "headline:pro",
    "-the since:2020",
    "is:unread",
];

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| archive::archive(editions()));

/// The same stories without accents.
static ASCII: LazyLock<PathBuf> = LazyLock::new(|| {
    let editions = editions();
    archive::written(&format!("ascii-{editions}"), editions, |toml| ascii(&toml))
});

/// How many editions an archive has.
fn editions() -> usize {
    let editions = std::env::var("ROUNDUP_BENCH_EDITIONS");
    let editions = editions.ok().and_then(|editions| editions.parse().ok());
    editions.unwrap_or(10_000)
}

fn ascii(toml: &str) -> String {
    let letters = toml.chars().filter_map(|c| match c {
        'é' => Some('e'),
        '’' => Some('\''),
        '–' => Some('-'),
        c => Some(c).filter(char::is_ascii),
    });
    letters.collect()
}

/// Editions and their folded text.
type Loaded = (Vec<Arc<Edition>>, Vec<Arc<Chunk>>);

static LOADED: LazyLock<Loaded> = LazyLock::new(|| load(&FOLDER));

/// Operations that mark every second story of `editions` read.
fn every_second_read(editions: &[Arc<Edition>]) -> Vec<Operation> {
    let briefings = editions
        .iter()
        .filter_map(|edition| edition.briefing.as_ref());
    let stories = briefings.flat_map(Briefing::stories);
    let read = stories.step_by(2).map(|story| Operation {
        key: story.key(),
        change: Change::Read(true),
    });
    read.collect()
}

static MARKS: LazyLock<Marks> = LazyLock::new(|| {
    let mut marks = Marks::default();
    for operation in every_second_read(&LOADED.0) {
        marks.apply(&operation, 1);
    }
    marks
});

/// A state folder with a file of marks in which every second story of `archive` is read, written unless it is
/// already there. Only one edition is held at a time, because a large process is slow to start others.
fn state_of(archive: &Path) -> PathBuf {
    let state = archive.with_extension("state");
    let marks = state.join("roundup/marks");
    if marks.exists() {
        return state;
    }
    let files = store::find(&[archive.to_owned()])
        .expect("the archive was made")
        .files
        .into_paths();
    let read: Vec<_> = files
        .into_iter()
        .flat_map(|path| every_second_read(&[Arc::new(store::read(path))]))
        .collect();
    MarksFile::at(marks)
        .save(&read, 1_900_000_000)
        .expect("the build's folder can be written");
    state
}

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    // Cargo says so, unless the benchmarks are only tested.
    if arguments == ["--bench"] {
        table::print();
    } else {
        divan::main();
    }
}

/// Reads, parses and folds an archive as the program does, and lets the texts go.
fn load(folder: &Path) -> Loaded {
    let files = store::find(&[folder.to_owned()])
        .expect("the archive was made")
        .files
        .into_paths();
    let (batches, receiver) = mpsc::channel();
    store::read_in_batches(files, Batches::Many, Folder::take_all, move |batch| {
        batches.send(batch).is_ok()
    });
    let mut loaded = Loaded::default();
    for (editions, chunks) in receiver {
        loaded.0.extend(editions);
        loaded.1.extend(chunks);
    }
    loaded
}

/// Scans the chunks on all cores, as the searcher does.
fn search(chunks: &[Arc<Chunk>], query: &Query, marks: &Marks) -> Hits {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let next = Mutex::new(chunks.iter());
    let found = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let chunk = next.lock().expect("no thread panics").next();
                    let Some(chunk) = chunk else { return };
                    let hits = chunk.scan(query, &Scope::All, marks);
                    found.lock().expect("no thread panics").extend(hits);
                }
            });
        }
    });
    Hits::new(found.into_inner().expect("no thread panics"))
}

#[divan::bench(sample_count = 5)]
fn load_all(bencher: Bencher) {
    let folder = &*FOLDER;
    bencher.bench(|| load(folder));
}

#[divan::bench(args = QUERIES, sample_count = 20)]
fn search_all(bencher: Bencher, query: &str) {
    let (_, chunks) = &*LOADED;
    let query = Query::parse(query, date(2026, 1, 1));
    bencher
        .with_inputs(|| forget(chunks))
        .bench_values(|()| search(chunks, &query, &MARKS));
}

/// What is suggested when nothing is found, through the program's own threads.
#[divan::bench(args = ["nothinglikethis", "zugzwnag", "unda stirke"], sample_count = 20)]
fn suggestions(bencher: Bencher, query: &str) {
    let (_, chunks) = &*LOADED;
    let request = SearchRequest {
        generation: 0,
        part: 0,
        query: Arc::new(Query::parse(query, date(2026, 1, 1))),
        scope: Scope::All,
        marks: Arc::new(MARKS.clone()),
        chunks: chunks.clone(),
    };
    let (answers, receiver) = mpsc::channel();
    let searcher = Searcher::spawn(move |answer| answers.send(answer).is_ok());
    bencher
        .with_inputs(|| forget(chunks))
        .bench_local_values(|()| {
            searcher.ask_for_suggestions(request.clone());
            receiver.recv().expect("the searcher lives")
        });
}

/// Asks for other words, so that the chunks, which remember the last few, forget the ones before.
fn forget(chunks: &[Arc<Chunk>]) {
    for other in 0..8 {
        let query = Query::parse(&format!("forget{other}"), date(2026, 1, 1));
        search(chunks, &query, &Marks::default());
    }
}

/// From the last key of a query to the frame with all its results, through the program's own threads.
/// Only the query without that key has been searched before.
#[divan::bench(args = ["zugzwang", "ment", "a", "\"it's so", "con ter und", "nothinglikethis", "is:unread"], sample_count = 20)]
fn key_to_results(bencher: Bencher, query: &str) {
    let (editions, chunks) = &*LOADED;
    let archive = Archive::default().with(editions.clone());
    let mut model = Model::new(archive, editions.len(), MARKS.clone(), SIZE);
    update(&mut model, Msg::Folded(chunks.clone()));
    let mut terminal =
        Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a test terminal");
    let threads = Threads::spawn();
    let press = RefCell::new(|key| {
        threads.answer_all(&mut model, Msg::KeyPressed(key));
        terminal
            .draw(|frame| ui::draw(frame, &model, &Theme::COLOURED))
            .map(drop)
    });
    for key in std::iter::once('/').chain(query.chars()) {
        (press.borrow_mut())(Key::Char(key)).expect("a test terminal");
    }
    let last = query.chars().next_back().map_or(Key::Enter, Key::Char);
    bencher
        .with_inputs(|| {
            forget(chunks);
            (press.borrow_mut())(Key::Backspace).expect("a test terminal");
        })
        .bench_local_values(|()| (press.borrow_mut())(last));
}

/// A key press on the archive page and its frame, while half of the stories are read. The keys before the bar lead to
/// where those after it are pressed in turn.
#[divan::bench(args = ["|a⎋", "a|jk", "a|[]", "a⇥|jk", "a⇥|][", "a/|th⌫⌫", "a/is:unrea|d⌫", "a2016-02-0|3⌫4⌫", "|mU"], sample_count = 100)]
fn archive_page(bencher: Bencher, keys: &str) {
    let (editions, _) = &*LOADED;
    let archive = Archive::default().with(editions.clone());
    let mut model = Model::new(archive, editions.len(), MARKS.clone(), SIZE);
    let mut terminal =
        Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a test terminal");
    let mut press = |key| {
        let key = match key {
            '⎋' => Key::Esc,
            '⇥' => Key::Tab,
            '⌫' => Key::Backspace,
            letter => Key::Char(letter),
        };
        update(&mut model, Msg::KeyPressed(key));
        terminal
            .draw(|frame| ui::draw(frame, &model, &Theme::COLOURED))
            .map(drop)
    };
    let (before, timed) = keys.split_once('|').expect("a bar");
    for key in before.chars() {
        press(key).expect("a test terminal");
    }
    let mut timed = timed.chars().cycle();
    bencher.bench_local(|| timed.next().map(&mut press));
}

/// The program's own threads that answer requests.
struct Threads {
    searcher: Searcher,
    texts: TextReader,
    answers: Receiver<Msg>,
}

impl Threads {
    fn spawn() -> Self {
        let (sender, answers) = mpsc::channel();
        let post = move |answer| sender.send(answer).is_ok();
        Self {
            searcher: Searcher::spawn(post.clone()),
            texts: TextReader::spawn(post),
            answers,
        }
    }

    /// Updates the model, and waits until everything that it asks for has been answered.
    fn answer_all(&self, model: &mut Model, message: Msg) {
        self.answer_each(model, message, |_| {});
    }

    /// The same; calls `answered` after each answer.
    fn answer_each(&self, model: &mut Model, message: Msg, mut answered: impl FnMut(&Model)) {
        let (mut to_come, mut answers) = (0, 0);
        let mut message = Some(message);
        while let Some(taken) = message {
            for effect in update(model, taken) {
                match effect {
                    Effect::Search(request) => {
                        self.searcher.ask(request);
                        to_come += 1;
                    }
                    Effect::Read(request) => {
                        to_come += 1;
                        to_come -= self.texts.ask(request, &model.session.archive);
                    }
                    _ => {}
                }
            }
            if answers > 0 {
                answered(model);
            }
            answers += 1;
            message = (to_come > 0).then(|| self.answers.recv().expect("the threads live"));
            to_come = to_come.saturating_sub(1);
        }
    }
}

/// Going to the edition before or after, whose text has been let go: its file is read again, and the frame
/// is drawn.
#[divan::bench(sample_count = 100)]
fn open_story_of_a_file(bencher: Bencher) {
    let (editions, _) = &*LOADED;
    let archive = Archive::default().with(editions.clone());
    let mut model = Model::new(archive, editions.len(), Marks::default(), SIZE);
    let mut terminal =
        Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a test terminal");
    let threads = Threads::spawn();
    bencher.bench_local(|| {
        threads.answer_all(&mut model, Msg::KeyPressed(Key::Char('{')));
        terminal
            .draw(|frame| ui::draw(frame, &model, &Theme::COLOURED))
            .map(drop)
    });
}

/// A page up or down in a story and its frame.
#[divan::bench(args = [2_000, 10_000_000])]
fn scroll(bencher: Bencher, bytes: usize) {
    let mut model = model_of(bytes);
    let mut terminal =
        Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a test terminal");
    update(&mut model, Msg::KeyPressed(Key::Tab));
    let mut down = true;
    bencher.bench_local(|| {
        let key = if down { Key::PageDown } else { Key::PageUp };
        down = !down;
        update(&mut model, Msg::KeyPressed(key));
        terminal
            .draw(|frame| ui::draw(frame, &model, &Theme::COLOURED))
            .map(drop)
    });
}

/// Opening a story: parsing its CommonMark, laying it out and drawing the frame.
#[divan::bench(args = [2_000, 10_000_000], sample_count = 10)]
fn open_story(bencher: Bencher, bytes: usize) {
    let mut model = model_of(bytes);
    let mut terminal =
        Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a test terminal");
    bencher.bench_local(|| {
        // There and back; the other story is only a headline.
        read_all(&mut model, Msg::KeyPressed(Key::Char('J')));
        read_all(&mut model, Msg::KeyPressed(Key::Char('K')));
        terminal
            .draw(|frame| ui::draw(frame, &model, &Theme::COLOURED))
            .map(drop)
    });
}

/// Updates the model, and reads the texts it asks for, as the runtime's threads do.
fn read_all(model: &mut Model, message: Msg) {
    for effect in update(model, message) {
        if let Effect::Read(request) = effect {
            let text = request.answer(&model.session.archive);
            update(model, Msg::TextRead(text));
        }
    }
}

/// A model of an edition with a story of about `bytes` bytes and a short one after it.
fn model_of(bytes: usize) -> Model {
    let paragraph =
        "The port has sent *it* back, and each time it’s come back – longer than before. "
            .repeat(6);
    let body = format!("{paragraph}\n\n").repeat(bytes / paragraph.len() + 1);
    let source = format!(
        "title = 'T'\ndate = 2026-01-01\n[[story]]\nheadline = 'Long'\nbody = '''\n{body}'''\n[[story]]\nheadline = 'Short'\n"
    );
    let edition = Arc::new(Edition::parse("long.toml".into(), &source));
    let archive = Archive::default().with(vec![edition]);
    let mut model = Model::new(archive, 1, Marks::default(), SIZE);
    read_all(&mut model, Msg::DayBegan(date(2026, 1, 1)));
    model
}

/// From the start of a program to its first frame.
#[divan::bench(sample_count = 15)]
fn first_frame_of_ten_thousand_files(bencher: Bencher) {
    let state = state_of(&FOLDER);
    bencher.bench(|| first_output(ROUNDUP, &FOLDER, &state, "help"));
}

#[divan::bench(sample_count = 15)]
fn first_frame_of_a_hundred_thousand_files(bencher: Bencher) {
    let folder = short_files(100_000);
    bencher.bench(|| first_output(ROUNDUP, &folder, &folder, "help"));
}

#[divan::bench(sample_count = 30)]
fn first_frame_of_a_year(bencher: Bencher) {
    let folder = archive::archive(365);
    let state = state_of(&folder);
    bencher.bench(|| first_output(ROUNDUP, &folder, &state, "help"));
}

#[divan::bench(sample_count = 30)]
fn first_frame_of_less_with_one_file(bencher: Bencher) {
    let file = archive::archive(365).join("2026-01-01-0.toml");
    if is_installed("less") {
        bencher.bench(|| first_output("less", &file, &file, "The Bench"));
    }
}

/// Writes `files` editions of one short story each, of which only the names matter, to the build's folder,
/// unless they are already there.
fn short_files(files: i64) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("short-{files}"));
    let complete = folder.join(".complete");
    if complete.exists() {
        return folder;
    }
    std::fs::create_dir_all(&folder).expect("the build's folder can be written");
    for back in 0..files {
        let day = date(2026, 1, 1).saturating_sub(back.days());
        let toml = format!("title = \"T\"\ndate = {day}\n[[story]]\nheadline = \"H\"\n");
        std::fs::write(folder.join(format!("{day}-{back}.toml")), toml)
            .expect("the build's folder can be written");
    }
    std::fs::write(complete, "").expect("the build's folder can be written");
    folder
}

/// A program in a pseudo-terminal. Dropping it ends the program, which is not timed.
struct Running {
    child: Box<dyn Child>,
    output: Box<dyn Read>,
    _master: Box<dyn MasterPty>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts a program and waits until its output contains `shown`. `state` is its state folder.
fn first_output(program: &str, argument: &Path, state: &Path, shown: &str) -> Running {
    let mut command = CommandBuilder::new(program);
    command.arg(argument);
    command.env("XDG_STATE_HOME", state);
    start(command, shown)
}

/// Starts a program and waits until its output contains `shown`.
fn start(mut command: CommandBuilder, shown: &str) -> Running {
    let size = PtySize {
        rows: SIZE.height,
        cols: SIZE.width,
        ..PtySize::default()
    };
    let pty = native_pty_system()
        .openpty(size)
        .expect("a pseudo-terminal");
    command.env("TERM", "xterm-256color");
    let child = pty
        .slave
        .spawn_command(command)
        .expect("the program starts");
    let mut running = Running {
        child,
        output: pty.master.try_clone_reader().expect("a reader"),
        _master: pty.master,
    };
    output_after(&mut running, shown);
    running
}

/// Waits until the program has written `shown`.
fn output_after(running: &mut Running, shown: &str) {
    let (mut output, mut buffer) = (Vec::new(), vec![0; 16_384]);
    while memchr::memmem::find(&output, shown.as_bytes()).is_none() {
        match running.output.read(&mut buffer) {
            Ok(read @ 1..) => output.extend_from_slice(&buffer[..read]),
            _ => panic!("a program ended before it showed {shown}"),
        }
    }
}

/// The memory that a program has in use, in bytes; 0 where the system does not tell.
fn resident(running: &Running) -> u64 {
    let status = running
        .child
        .process_id()
        .map(|process| format!("/proc/{process}/status"));
    let status = status
        .and_then(|status| std::fs::read_to_string(status).ok())
        .unwrap_or_default();
    let resident: Option<u64> = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
    // The kernel counts in units of 1024 bytes.
    resident.unwrap_or(0) * 1024
}

/// From the start until everything is loaded and searchable. Prints the resident memory as well.
#[divan::bench(sample_count = 5)]
fn all_loaded(bencher: Bencher) {
    let state = state_of(&FOLDER);
    let text: u64 = std::fs::read_dir(&*FOLDER)
        .expect("the archive was made")
        .filter_map(|entry| entry.ok()?.metadata().ok())
        .map(|metadata| metadata.len())
        .sum();
    bencher.bench(|| {
        // The percentage replaces the count of files once all are loaded.
        let running = first_output(ROUNDUP, &FOLDER, &state, "%");
        let resident = resident(&running);
        let hundredths = resident * 100 / text.max(1);
        eprintln!(
            "  resident: {} MB for {} MB of files: {}.{:02} times",
            resident / 1_000_000,
            text / 1_000_000,
            hundredths / 100,
            hundredths % 100
        );
        running
    });
}

/// Saving one more mark to a file of 100,000.
#[divan::bench(sample_count = 20)]
fn save_a_hundred_thousand_marks(bencher: Bencher) {
    let (_folder, file) = many_marks();
    let mut saved = false;
    bencher.bench_local(|| {
        saved = !saved;
        file.save(&[one_more(saved)], 1_900_000_000)
    });
}

fn one_more(saved: bool) -> Operation {
    Operation {
        key: "one/more".to_owned(),
        change: Change::Saved(saved),
    }
}

/// Reading a file of 100,000 marks.
#[divan::bench(sample_count = 20)]
fn load_a_hundred_thousand_marks(bencher: Bencher) {
    let (_folder, file) = many_marks();
    bencher.bench_local(|| file.load());
}

fn many_marks() -> (TempDir, MarksFile) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let file = MarksFile::at(folder.path().join("marks"));
    let marks: Vec<_> = (0..100_000)
        .map(|number| Operation {
            key: format!(
                "the-bench-{:04}-01-12-evening/a-headline-of-the-usual-length-{number}",
                number / 10
            ),
            change: Change::Read(true),
        })
        .collect();
    file.save(&marks, 1_900_000_000)
        .expect("the build's folder can be written");
    (folder, file)
}

/// `ripgrep` over the same files, for one word.
#[divan::bench(args = [archive::RARE, "ment"], sample_count = 10)]
fn peer_ripgrep(bencher: Bencher, word: &str) {
    let folder = &*FOLDER;
    if is_installed("rg") {
        bencher.bench(|| ripgrep(folder, word));
    }
}

/// Two words of which each is in every sixth edition, so that few stories have both.
const TWO: &str = "viconter ouliment";

/// Queries for `roundup search`: a rare word, two words, a rare one and one that nearly every story has,
/// one that is nowhere.
const COMMANDS: [&str; 4] = [archive::RARE, TWO, "zugzwang ment", "nothinglikethis"];

/// `roundup search` from its start to its end.
#[divan::bench(args = COMMANDS, sample_count = 15)]
fn command_search(bencher: Bencher, query: &str) {
    bench_command(bencher, &FOLDER, query);
}

#[divan::bench(args = COMMANDS, sample_count = 15)]
fn command_search_in_ascii(bencher: Bencher, query: &str) {
    bench_command(bencher, &ASCII, query);
}

/// Runs the command and ripgrep in turn, so that both meet the same load of the machine, and prints how
/// many times as long the command takes. ripgrep looks for the query's first word.
fn bench_command(bencher: Bencher, folder: &Path, query: &str) {
    let state = state_of(folder);
    let search = || {
        let mut command = command_of(folder, &state, query);
        command.stdout(Stdio::null()).status()
    };
    if is_installed("rg") {
        let word = query.split(' ').next().unwrap_or(query);
        let seconds = |run: &dyn Fn()| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64()
        };
        let mut ratios: Vec<_> = (0..15)
            .map(|_| seconds(&|| _ = search()) / seconds(&|| _ = ripgrep(folder, word)))
            .collect();
        ratios.sort_by(f64::total_cmp);
        eprintln!("  {query}: {:.1} times ripgrep", ratios[ratios.len() / 2]);
    }
    bencher.bench(search);
}

/// The command that searches `folder`.
fn command_of(folder: &Path, state: &Path, query: &str) -> Command {
    let mut command = Command::new(ROUNDUP);
    command.args(["search", "--", query]).arg(folder);
    command.env("XDG_STATE_HOME", state);
    command
}

fn ripgrep(folder: &Path, word: &str) -> std::io::Result<ExitStatus> {
    Command::new("rg")
        .args(["-i", "-c", "--", word])
        .arg(folder)
        .stdout(Stdio::null())
        .status()
}

/// The first result of a word that nearly every story has, after which the command is stopped.
#[divan::bench(sample_count = 15)]
fn command_search_first_line(bencher: Bencher) {
    let state = state_of(&FOLDER);
    bencher.bench(|| {
        let mut child = command_of(&FOLDER, &state, "ment")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut first = [0; 16];
        let read = child
            .stdout
            .take()
            .map(|mut out| out.read_exact(&mut first));
        (read, child.wait())
    });
}

/// `fzf` over the same stories, one to a line.
#[divan::bench(args = [archive::RARE, "ment"], sample_count = 5)]
fn peer_fzf(bencher: Bencher, word: &str) {
    let stories = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stories.txt");
    let (editions, _) = &*LOADED;
    let mut lines = String::new();
    for edition in editions {
        let edition = store::read(edition.path().to_owned());
        for story in edition.whole().into_iter().flat_map(Whole::stories) {
            let _ = writeln!(
                lines,
                "{} {}",
                story.headline(),
                story.body().replace('\n', " ")
            );
        }
    }
    std::fs::write(&stories, lines).expect("the build's folder can be written");
    if is_installed("fzf") {
        let run = || {
            let input = std::fs::File::open(&stories).expect("it was just written");
            Command::new("fzf")
                .args(["--exact", "--filter", word])
                .stdin(input)
                .stdout(Stdio::null())
                .status()
        };
        bencher.bench(run);
    }
}

fn is_installed(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok()
}
