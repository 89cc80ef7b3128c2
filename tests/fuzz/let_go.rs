//! An archive that has let the texts of its editions go shows the same as one that keeps them all.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};

use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::select;
use roundup::app::texts::Text;
use roundup::app::{Effect, Model, Msg, update_and_read};
use roundup::archive::{Archive, Edition};
use roundup::marks::Marks;
use roundup::runtime::text_reader::TextReader;
use roundup::search::fold_editions;
use roundup::store;
use roundup::ui::theme::Theme;

use super::common::{answer, drawn, keys, size, suggest};

/// The program without its terminal and its clock.
struct Running {
    model: Model,
    /// Reads the texts that the archive lacks.
    texts: TextReader,
    answers: Receiver<Msg>,
    /// What was copied and which addresses were opened.
    done: Vec<String>,
    /// How many texts came from the text reader.
    read: usize,
}

impl Running {
    /// The program with these editions loaded, whose folded text is that of `whole`.
    fn new(editions: Vec<Arc<Edition>>, whole: &[Arc<Edition>], window: &str) -> Self {
        let found = editions.len();
        let archive = Archive::default().with(editions);
        let (sender, answers) = mpsc::channel();
        let mut running = Self {
            model: Model::new(archive, found, Marks::default(), size(window)),
            texts: TextReader::spawn(move |answer| sender.send(answer).is_ok()),
            answers,
            done: Vec::new(),
            read: 0,
        };
        running.take(Msg::DayBegan(date(2031, 4, 2)));
        running.take(Msg::Folded(fold_editions(whole)));
        running
    }

    /// Takes in a message and carries out what comes of it.
    fn take(&mut self, message: Msg) {
        for effect in update_and_read(&mut self.model, message) {
            match effect {
                Effect::Search(request) => self.take(answer(&request)),
                Effect::Suggest(request) => self.take(suggest(&request)),
                Effect::Read(request) => {
                    let archive = self.model.archive_of_texts();
                    assert_eq!(self.texts.ask(request, &archive), 0);
                    self.read += 1;
                    self.take_texts();
                }
                Effect::Copy(text) => self.done.push(text),
                Effect::Open(address) => self.done.push(address.to_string()),
                _ => {}
            }
        }
    }

    /// Waits for the answer to a request, and takes in what comes before it as well.
    fn take_texts(&mut self) {
        loop {
            let message = self.answers.recv().unwrap();
            let is_answer = matches!(message, Msg::TextRead(_));
            self.take(message);
            if is_answer {
                return;
            }
        }
    }

    fn press(&mut self, text: &str) {
        for key in keys(text) {
            self.take(Msg::KeyPressed(key));
        }
    }
}

const WORDS: &[&str] = &[
    "strike",
    "café",
    "東海道",
    "**bold** text",
    "[a link](https://a.example)",
    "it’s",
    "&amp;",
    "| a | b |\n|---|--:|\n| c | 1 |",
    "a footnote[^1]\n\n[^1]: below",
    "\n\n",
    "doctors and trains",
];

const KEYS: &[&str] = &[
    "j",
    "k",
    "J",
    "K",
    "l",
    "h",
    "<Space>",
    "b",
    "G",
    "gg",
    "n",
    "N",
    "}",
    "{",
    "]",
    "m",
    "s",
    "o",
    "y",
    "Y",
    "z",
    "e",
    "S",
    "t",
    "<Enter>",
    "<Esc>",
    "<Tab>",
    "q",
    "a",
    "!",
    "f",
    "0",
    "<",
    "/strike",
    "/strike<Enter>",
    "/caf<Enter>jj",
    "/bold OR train<Enter>",
    "/is:unread<Enter>JJ",
    "d",
    "u",
    "<BS>",
    "<C-o>",
    "<C-]>",
];

fn text(words: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(select(WORDS), 0..words).prop_map(|words| words.join(" "))
}

/// A story, in a section or not.
fn story() -> impl Strategy<Value = String> {
    let link = select(&["", "https://b.example/x", "ftp://c.example"][..]);
    (text(4), text(6), text(60), text(2), link).prop_map(|(headline, summary, body, tag, link)| {
        let one_line = |text: String| text.replace('\n', " ");
        format!(
            "headline = '''{} !'''\ntags = ['''{}''']\nlink = '{link}'\nsummary = '''\n{summary}'''\nbody = '''\n{body}'''\n",
            one_line(headline),
            one_line(tag),
        )
    })
}

fn edition() -> impl Strategy<Value = String> {
    let stories = || prop::collection::vec(story(), 0..4);
    (text(3), stories(), stories(), 1..28).prop_map(|(summary, lead, stories, day)| {
        let story = |header: &str, story: String| format!("[[{header}]]\n{story}");
        let lead = lead.into_iter().map(|lead| story("story", lead));
        let stories = stories.into_iter().map(|text| story("section.story", text));
        format!(
            "title = 'T'\ndate = 2031-03-{day:02}\nsummary = '''\n{summary}'''\n{}[[section]]\ntitle = 'S'\n{}",
            lead.collect::<String>(),
            stories.collect::<String>()
        )
    })
}

fn read(folder: &Path) -> Vec<Arc<Edition>> {
    let files = store::find(&[folder.to_owned()])
        .unwrap()
        .files
        .into_paths();
    files
        .into_iter()
        .map(|path| Arc::new(store::read(path)))
        .collect()
}

fn without_texts(editions: &[Arc<Edition>]) -> Vec<Arc<Edition>> {
    let editions = editions
        .iter()
        .map(|edition| Arc::new(edition.without_text()));
    editions.collect()
}

proptest! {
    #[test]
    fn letting_texts_go_changes_nothing_on_the_screen(
        sources in prop::collection::vec(edition(), 1..5),
        window in select(&["80x24", "110x34", "60x12", "30x8"][..]),
        pressed in prop::collection::vec(select(KEYS), 1..25),
    ) {
        let folder = tempfile::tempdir().unwrap();
        for (number, source) in sources.iter().enumerate() {
            fs::write(folder.path().join(format!("{number}.toml")), source).unwrap();
        }
        let whole = read(folder.path());
        let mut kept = Running::new(whole.clone(), &whole, window);
        let mut let_go = Running::new(without_texts(&whole), &whole, window);
        for keys in &pressed {
            kept.press(keys);
            let_go.press(keys);
            prop_assert_eq!(kept.read, 0);
            prop_assert_eq!(
                drawn(&let_go.model, &Theme::COLOURED),
                drawn(&kept.model, &Theme::COLOURED),
                "after {} in {:?}", keys, pressed
            );
        }
        prop_assert_eq!(let_go.done, kept.done);
        let any_story = whole.iter().any(|edition| edition.briefing.as_ref().is_some_and(|briefing| !briefing.is_empty()));
        prop_assert!(let_go.read > 0 || !any_story);
    }
}

/// A folder with two editions of one story each.
fn two_editions() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for day in ["2031-04-01", "2031-04-02"] {
        let source = format!(
            "title = 'T'\ndate = {day}\n[[story]]\nheadline = 'Of {day}'\nbody = 'Printed on {day}'\n"
        );
        fs::write(folder.path().join(format!("{day}.toml")), source).unwrap();
    }
    folder
}

fn screen(running: &Running) -> String {
    super::rows(&drawn(&running.model, &Theme::PLAIN)).join("\n")
}

#[test]
fn a_file_that_has_changed_is_shown_as_it_is_now() {
    let folder = two_editions();
    let whole = read(folder.path());
    let mut running = Running::new(without_texts(&whole), &whole, "80x12");
    let corrected = "title = 'T'\ndate = 2031-04-01\n[[story]]\nheadline = 'Corrected'\nbody = 'Printed anew'\n";
    fs::write(folder.path().join("2031-04-01.toml"), corrected).unwrap();
    running.press("{");
    let shown = screen(&running);
    assert!(shown.contains("Printed anew"), "{shown}");
    assert_eq!(shown.matches("Corrected").count(), 2, "{shown}");
    assert!(!shown.contains("Of 2031-04-01"), "{shown}");
    // The search finds what the file says now, and nothing else.
    running.press("/anew");
    assert!(
        screen(&running).contains("1 story in 1 edition"),
        "{}",
        screen(&running)
    );
    running.press("<Esc>/\"of 2031-04-01\"");
    assert!(
        screen(&running).contains("Nothing found"),
        "{}",
        screen(&running)
    );
}

#[test]
fn the_story_of_a_file_that_has_gone_is_not_shown() {
    let folder = two_editions();
    let whole = read(folder.path());
    let mut running = Running::new(without_texts(&whole), &whole, "80x12");
    fs::remove_file(folder.path().join("2031-04-01.toml")).unwrap();
    running.press("{");
    let shown = screen(&running);
    assert!(shown.contains("This story is no longer there."), "{shown}");
    assert!(!shown.contains("Printed on 2031-04-01"), "{shown}");
    running.press("}");
    assert!(
        screen(&running).contains("Printed on 2031-04-02"),
        "{}",
        screen(&running)
    );
}

#[test]
fn a_story_whose_file_can_no_longer_be_read_is_not_marked_read() {
    let folder = two_editions();
    let whole = read(folder.path());
    let mut running = Running::new(without_texts(&whole), &whole, "80x12");
    fs::write(folder.path().join("2031-04-01.toml"), "title = ").unwrap();
    running.press("{");
    let shown = screen(&running);
    assert!(shown.contains("This story is no longer there."), "{shown}");
    // Its headline is still known.
    assert!(shown.contains("Of 2031-04-01"), "{shown}");
    running.press("<Space>");
    assert!(running.model.session.marks.marks().is_empty());
}

#[test]
fn a_jump_to_the_place_where_one_is_leaves_nothing_to_go_back_to() {
    let folder = two_editions();
    let whole = read(folder.path());
    // From the archive back to the same edition, whose text is read again meanwhile; `z` makes the place
    // another one.
    for editions in [whole.clone(), without_texts(&whole)] {
        let mut running = Running::new(editions, &whole, "80x24");
        running.press("alz<BS>");
        let shown = screen(&running);
        assert!(shown.contains("There is nothing to go back to"), "{shown}");
    }
}

#[test]
fn nothing_is_marked_read_before_its_text_has_come() {
    let folder = two_editions();
    let editions = without_texts(&read(folder.path()));
    let mut model = Model::new(
        Archive::default().with(editions),
        2,
        Marks::default(),
        size("80x12"),
    );
    let mut requests = Vec::new();
    for key in keys("<Space><Space>J<Space>l<Space>") {
        for effect in update_and_read(&mut model, Msg::KeyPressed(key)) {
            match effect {
                Effect::Read(request) => requests.push(request),
                Effect::SaveMarks(unsaved) => panic!("{unsaved:?}"),
                _ => {}
            }
        }
    }
    // Once it is there, Space reads it.
    let (sender, answers) = mpsc::channel();
    let texts = TextReader::spawn(move |answer| sender.send(answer).is_ok());
    let archive = Arc::clone(&model.session.archive);
    texts.ask(requests.pop().unwrap(), &archive);
    let answer = answers.recv().unwrap();
    assert!(matches!(
        answer,
        Msg::TextRead(Text::Article {
            typeset: Some(_),
            ..
        })
    ));
    update_and_read(&mut model, answer);
    let effects = update_and_read(&mut model, Msg::KeyPressed(keys("<Space>")[0]));
    let marked = |effect: &Effect| matches!(effect, Effect::SaveMarks(_));
    assert!(effects.iter().any(marked));
}

#[test]
fn the_stories_of_an_open_edition_whose_file_goes_can_still_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let stories = ["one", "two", "three"]
        .map(|name| format!("[[story]]\nheadline = 'Of {name}'\nbody = 'Printed as {name}'\n"));
    let source = format!("title = 'T'\ndate = 2031-04-01\n{}", stories.concat());
    let path = folder.path().join("2031-04-01.toml");
    fs::write(&path, source).unwrap();
    let whole = read(folder.path());
    let mut running = Running::new(without_texts(&whole), &whole, "80x12");
    assert!(screen(&running).contains("Printed as one"));
    fs::remove_file(&path).unwrap();
    running.take(Msg::FilesChanged {
        gone: vec![path],
        read: Vec::new(),
        folded: Vec::new(),
    });
    for (key, name) in [("J", "two"), ("K", "one"), ("J", "two"), ("J", "three")] {
        running.press(key);
        let shown = screen(&running);
        assert!(shown.contains(&format!("Printed as {name}")), "{shown}");
    }
}

#[test]
fn the_open_story_of_a_file_that_has_gone_stays_whole_whatever_is_read_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let edition = |day: usize| {
        let (month, day) = (1 + day / 28, 1 + day % 28);
        let lines = format!("Line of 2031-{month:02}-{day:02}.\n\n").repeat(40);
        let source = format!(
            "title = 'T'\ndate = 2031-{month:02}-{day:02}\n[[story]]\nheadline = 'Headline'\nbody = '''\n{lines}The end of it.'''\n"
        );
        fs::write(
            folder.path().join(format!("2031-{month:02}-{day:02}.toml")),
            source,
        )
        .unwrap();
    };
    // More than the text reader remembers.
    (0..80).for_each(edition);
    let whole = read(folder.path());
    // The whole file goes, or only the story.
    for file_goes in [true, false] {
        let mut running = Running::new(without_texts(&whole), &whole, "100x30");
        let open = running.model.edition().id().path().to_owned();
        running.press("lddj");
        let text = running.model.edition().split.article.article().text.clone();
        assert!(text.ends_with("The end of it."));
        let (gone, changed) = if file_goes {
            (vec![open], Vec::new())
        } else {
            (
                Vec::new(),
                vec![Arc::new(Edition::parse(
                    open,
                    "title = 'T'\ndate = 2031-03-24\n",
                ))],
            )
        };
        running.take(Msg::FilesChanged {
            gone,
            folded: fold_editions(&changed),
            read: changed,
        });
        let shown = |running: &Running| {
            let article = &running.model.edition().split.article;
            (article.article().text.clone(), article.top())
        };
        let here = shown(&running);
        assert_eq!(here.0, text);
        // Every other edition is read for its results, from the first to the last.
        running.press("/line");
        running.press("<Enter>");
        for _ in 0..90 {
            running.press("J");
        }
        running.press("<C-o>");
        assert_eq!(shown(&running), here, "{}", screen(&running));
        // A search that is only begun shows the story as well.
        running.press("/");
        let search = running.model.search().unwrap();
        assert_eq!(search.split.article.article().text, text);
        running.press("line<C-u>");
        let search = running.model.search().unwrap();
        assert_eq!(search.split.article.article().text, text);
        running.press("<Esc>");
        assert_eq!(shown(&running), here);
        // It is laid out anew.
        running.take(Msg::Resized(size("70x20")));
        assert_eq!(shown(&running).0, text);
        running.take(Msg::Resized(size("100x30")));
        assert_eq!(shown(&running), here);
    }
}

#[test]
fn that_a_file_has_gone_is_found_only_once() {
    let folder = two_editions();
    let whole = read(folder.path());
    let mut running = Running::new(without_texts(&whole), &whole, "80x12");
    fs::remove_file(folder.path().join("2031-04-01.toml")).unwrap();
    running.press("{");
    let (version, read) = (running.model.session.archive.version(), running.read);
    running.press("J");
    running.press("<");
    assert_eq!(running.model.session.archive.version(), version);
    assert!(running.read <= read + 2);
    assert!(
        screen(&running).contains("file gone"),
        "{}",
        screen(&running)
    );
}
