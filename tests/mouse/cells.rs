//! The mouse at every cell of every screen at many sizes: what a click does is what is drawn there.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Size};
use ratatui::style::Modifier;
use roundup::app::last_line::{self, LastLine};
use roundup::app::layout::{LIST_LEFT, Pane, Panes};
use roundup::app::mouse::{Clicks, Gesture, Mouse};
use roundup::app::parts::split::{Focus, Listing};
use roundup::app::rows::Row;
use roundup::app::screen::Screen as _;
use roundup::app::screens::edition::closing::Closing;
use roundup::app::screens::{AnyScreen, archive};
use roundup::app::{Abilities, Effect, Environment, Model, Msg, update_and_read as update};
use roundup::archive::{Archive, Edition};
use roundup::briefing::without_link;
use roundup::keymap::Key;
use roundup::marks::Marks;
use roundup::search::{Chunk, fold_editions};
use roundup::text::width;
use roundup::ui::theme::Theme;

use crate::common::{self, answered, drawn, editions, press, size};

/// The sizes, and whether text is a hyperlink there rather than followed by a list of addresses.
const SIZES: [(&str, bool); 8] = [
    ("96x20", true),
    ("80x13", false),
    ("60x16", true),
    ("44x9", false),
    ("30x13", true),
    ("20x6", true),
    ("20x5", false),
    ("19x4", false),
];

/// A screen of each kind, and states of it that differ, with the keys that open it. What is between slashes is
/// pasted into the prompt.
const SCREENS: [(&str, &str, &str); 31] = [
    ("", "", ""),
    ("<Enter>", "", ""),
    ("<Enter>", "", "G"),
    ("z", "", ""),
    ("f", "", ""),
    ("g", "", ""),
    ("s", "", ""),
    ("G<Enter>G<Space>", "", ""),
    ("G<Enter>G<Space>", "", "J"),
    ("/", "", ""),
    ("/", "tide", ""),
    ("/", "the", "<Enter>"),
    ("/", "the", "<Enter><Enter>"),
    ("/", "tide", "<Enter>G"),
    ("/", "tyde", ""),
    ("a", "", ""),
    ("a/", "2031", ""),
    ("a<Tab>", "", ""),
    ("a2", "031-03", ""),
    ("!", "", ""),
    ("!", "", "<Enter>"),
    ("t", "", ""),
    ("o", "", ""),
    ("{o", "", "x"),
    ("?", "", ""),
    ("?/", "mark", ""),
    ("?", "", "jj"),
    (":", "mark read", ""),
    (":", "colour", ""),
    ("T", "", ""),
    ("T/", "a", ""),
];

static EDITIONS: LazyLock<Vec<Arc<Edition>>> = LazyLock::new(|| {
    let mut editions = editions();
    // The one before the newest, with more links than there are digits.
    let mut source =
        "title = 'Links'\ndate = 2031-04-01T23:59\n[[story]]\nheadline = 'Many'\nbody = '''\n"
            .to_owned();
    for number in 1..=40 {
        let _ = writeln!(
            source,
            "[Link {number}](https://{number}.example/a/long/path)"
        );
    }
    source.push_str("'''\n");
    editions.push(Edition::parse("links.toml".into(), &source).into());
    editions
});
static CHUNKS: LazyLock<Vec<Arc<Chunk>>> = LazyLock::new(|| fold_editions(&EDITIONS));

/// A screen at a size.
#[derive(Clone, Copy, Debug)]
struct Case {
    size: &'static str,
    hyperlinks: bool,
    screen: (&'static str, &'static str, &'static str),
}

impl Case {
    fn model(self) -> Model {
        let archive = Archive::default().with(EDITIONS.clone());
        let environment = Environment {
            abilities: Abilities {
                hyperlinks: self.hyperlinks,
                ..Abilities::default()
            },
            ..Environment::from(size(self.size))
        };
        let mut model = Model::new(archive, EDITIONS.len(), Marks::default(), environment);
        update(&mut model, Msg::Folded(CHUNKS.clone()));
        let (before, pasted, after) = self.screen;
        press(&mut model, before);
        if !pasted.is_empty() {
            answered(&mut model, Msg::Pasted(pasted.to_owned()));
        }
        press(&mut model, after);
        model
    }
}

/// Sends a report, answers searches, and notes what else is to be done.
fn point(model: &mut Model, gesture: Gesture, cell: (u16, u16), done: &mut String) {
    let (x, y) = cell;
    let cell = Position { x, y };
    note(model, Msg::Mouse(Mouse { cell, gesture }), done);
}

fn note(model: &mut Model, message: Msg, done: &mut String) {
    for effect in update(model, message) {
        match effect {
            Effect::Search(request) => answered(model, common::answer(&request)),
            Effect::Open(address) => {
                let _ = write!(done, "open {address} ");
            }
            Effect::Copy(text) => {
                let _ = write!(done, "copy {text} ");
            }
            Effect::Quit => done.push_str("quit "),
            _ => {}
        }
    }
}

/// The kind of the screen on top, and what is selected and shown on it, with what is to be done.
fn state(model: &Model, done: &str) -> String {
    let (kind, position) = match model.screens.top() {
        AnyScreen::Edition(screen) => {
            let closing = screen.closing.as_ref().map(Closing::selected_index);
            let split = &screen.split;
            let subject = split.article.subject();
            let (selected, focus) = (split.selected(), split.focus);
            let top = split.article.top();
            let text = format!("{selected} {focus:?} {top} {closing:?} {subject:?}");
            ("edition", text)
        }
        AnyScreen::Search(screen) => {
            let split = &screen.split;
            let (selected, focus) = (split.selected(), split.focus);
            let (phase, scope) = (&screen.phase, &screen.scope);
            let (top, query) = (split.article.top(), screen.prompt.text());
            let text = format!("{selected} {focus:?} {top} {phase:?} {scope:?} {query}");
            ("search", text)
        }
        AnyScreen::Faults(screen) => {
            let (split, focus) = (&screen.split, screen.split.focus);
            let text = format!("{} {focus:?} {}", split.selected(), split.article.top());
            ("faults", text)
        }
        AnyScreen::Archive(screen) => (
            "archive",
            format!(
                "{:?}",
                (
                    screen.list.selected(),
                    screen.is_typing(),
                    screen.focus,
                    screen.day(),
                )
            ),
        ),
        AnyScreen::Sections(screen) => (
            "sections",
            format!("{:?}", (screen.selected(), screen.typing)),
        ),
        AnyScreen::Tags(screen) => ("tags", format!("{:?}", (screen.selected(), screen.typing))),
        AnyScreen::Links(screen) => ("links", format!("{:?}", (screen.selected(), screen.typing))),
        AnyScreen::Themes(screen) => {
            let text = format!("{:?} {}", screen.selected(), screen.typing);
            ("themes", text)
        }
        AnyScreen::Help(screen) => {
            // What Enter does is named there.
            let line = last_line::of(model, &model.panes());
            let text = format!("{:?} {} {line:?}", screen.selected(), screen.typing);
            ("help", text)
        }
    };
    let session = &model.session;
    let (notice, going) = (&session.notice, model.after_g);
    let (screen, panes) = (model.screens.top().get(), model.panes());
    let (shows, right) = (screen.shows(), screen.position(&panes));
    format!("{kind} {position} {notice:?} {going:?} {shows:?} {right:?} {done}")
}

/// The position of the item whose row is drawn at `y` of the list.
fn item_at(model: &Model, panes: &Panes, y: u16) -> Option<usize> {
    let head = match model.screens.top() {
        AnyScreen::Search(screen) => u16::try_from(screen.split.list.head()).unwrap(),
        _ => 0,
    };
    let row = usize::from(y.checked_sub(panes.list.y + head)?);
    let rows = match model.screens.top() {
        AnyScreen::Edition(screen) => screen.split.rows_in_view(panes),
        AnyScreen::Search(screen) => screen.split.rows_in_view(panes),
        AnyScreen::Faults(screen) => screen.split.rows_in_view(panes),
        AnyScreen::Archive(screen) => screen.list.rows_in_view(panes),
        AnyScreen::Sections(screen) => screen.rows_in_view(panes),
        AnyScreen::Tags(screen) => screen.rows_in_view(panes),
        AnyScreen::Links(screen) => screen.rows_in_view(panes),
        AnyScreen::Help(screen) => screen.rows_in_view(panes),
        AnyScreen::Themes(screen) => screen.rows_in_view(panes),
    };
    match rows.get(row) {
        Some(Row::Line { item, .. }) => Some(*item),
        _ => None,
    }
}

/// What a screen shows before anything is clicked.
struct Before {
    model: Model,
    panes: Panes,
    buffer: Buffer,
    state: String,
    /// What each key that the last lines name does, by its name.
    keys: HashMap<String, String>,
}

impl Before {
    fn new(case: Case) -> Self {
        let model = case.model();
        let buffer = drawn(&model, &Theme::COLOURED);
        Self {
            panes: model.panes(),
            state: state(&model, ""),
            keys: HashMap::new(),
            buffer,
            model,
        }
    }

    fn cell(&self, (x, y): (u16, u16)) -> &Cell {
        &self.buffer[(x, y)]
    }

    /// The address that the text at a cell leads to.
    fn address(&self, cell: (u16, u16)) -> Option<&str> {
        let symbol = self.cell(cell).symbol();
        let (_, rest) = symbol.strip_prefix("\x1b]8;")?.split_once(';')?;
        Some(rest.split_once('\x1b')?.0)
    }

    /// The key whose name is drawn at a cell of the last lines, or before what it does.
    fn key_at(&self, (x, y): (u16, u16)) -> Option<String> {
        let cells = (0..self.buffer.area.width).map(|x| self.cell((x, y)));
        let cells: Vec<_> = cells.collect();
        let (x, blank) = (usize::from(x), |cell: &&Cell| cell.symbol() == " ");
        // Three blanks separate one hint from the next.
        let gap = |x: usize| cells[x..].iter().take(3).all(blank);
        let start = (0..=x).rev().take_while(|&x| !gap(x)).last()?;
        let start = start + usize::from(blank(&cells[start]));
        let is_prompt = self.model.screens.top().get().is_typing() && start == 1;
        if x < start || is_prompt {
            return None;
        }
        let bold = |cell: &Cell| cell.modifier.contains(Modifier::BOLD);
        let keys = cells[start..].iter().enumerate().take_while(|(at, cell)| {
            let next = cells.get(start + at + 1);
            bold(cell) || (blank(cell) && next.is_some_and(|next| bold(next)))
        });
        let keys: String = keys.map(|(_, cell)| cell.symbol()).collect();
        let mut end = start;
        let on = keys.split(' ').find(|name| {
            end += width::of(name) + 1;
            x < end
        });
        let key = on.or(keys.split(' ').next())?;
        (!key.is_empty()).then(|| key.to_owned())
    }
}

/// The key with a name as the last line shows it; `None` for a range of keys.
fn named(name: &str) -> Option<Key> {
    Some(match name {
        "space" => Key::Char(' '),
        "enter" => Key::Enter,
        "esc" => Key::Esc,
        "tab" => Key::Tab,
        "↓" => Key::Down,
        "↑" => Key::Up,
        "Ctrl-o" => Key::Ctrl('o'),
        "Ctrl-u" => Key::Ctrl('u'),
        _ => {
            let mut chars = name.chars();
            let only = chars.next().filter(|_| chars.next().is_none());
            Key::Char(only?)
        }
    })
}

/// Clicks every cell of a screen, and drags and turns the wheel at every third one.
fn check(case: Case) {
    let mut before = Before::new(case);
    let Size { width, height } = size(case.size);
    let mut seen = HashSet::new();
    // A click that changes nothing needs no new model for the next one.
    let mut unchanged = None;
    for cell in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
        let (x, y) = cell;
        let mut model = unchanged.take().unwrap_or_else(|| case.model());
        let mut done = String::new();
        point(&mut model, Gesture::Press(Clicks::One), cell, &mut done);
        point(&mut model, Gesture::Release, cell, &mut done);
        let after = state(&model, &done);
        let place = format!("{case:?} at {x} {y}");
        check_link(&before, &model, cell, &done, &place);
        check_key(&mut before, case, cell, &after, &place);
        if seen.insert((y, after.clone())) {
            check_row(&before, case, &model, cell, &place);
        }
        if after == before.state {
            unchanged = Some(model);
            continue;
        }
        if x % 3 > 0 {
            continue;
        }
        let mut ignored = String::new();
        for gesture in [
            Gesture::Press(Clicks::Two),
            Gesture::Drag { reports: 1 },
            Gesture::Wheel(1),
        ] {
            point(&mut model, gesture, cell, &mut ignored);
        }
        point(
            &mut model,
            Gesture::Drag { reports: 9 },
            (width / 2, height),
            &mut ignored,
        );
        point(&mut model, Gesture::Release, (x, 0), &mut ignored);
        if seen.insert((y, state(&model, ""))) {
            drawn(&model, &Theme::COLOURED);
        }
    }
}

/// A click on what leads to an address shows that address, or opens it where it was shown.
fn check_link(before: &Before, after: &Model, cell: (u16, u16), done: &str, place: &str) {
    let shown = match after.screens.top() {
        AnyScreen::Links(links) => links
            .selected()
            .map(|index| &*links.items.rows[index].address),
        _ => None,
    };
    let was_shown = matches!(before.model.screens.top(), AnyScreen::Links(_));
    let opened = done.strip_prefix("open ").map(str::trim_end);
    match before.address(cell) {
        Some(address) if was_shown => assert!(
            shown == Some(address) || opened == Some(address),
            "{place}: {shown:?} {opened:?}"
        ),
        Some(address) => assert_eq!(shown, Some(address), "{place}"),
        None => assert!(opened.is_none() || was_shown, "{place}: {opened:?}"),
    }
}

/// A click on a key that the last line names, or on what it does, does the same as the key; on a range of keys, it
/// only cancels a `g`.
fn check_key(before: &mut Before, case: Case, cell: (u16, u16), after: &str, place: &str) {
    let named_here = match last_line::of(&before.model, &before.panes) {
        LastLine::Letters(strip) => {
            cell.1 > strip.top() || strip.lines.len() == 1 && cell.1 == strip.top()
        }
        LastLine::Notice { .. } => false,
        LastLine::Prompt(_) | LastLine::Hints { .. } => cell.1 == before.panes.last_line.y,
    } && !before.panes.tiny;
    let Some(key) = before.key_at(cell).filter(|_| named_here) else {
        return;
    };
    let expected = before.keys.entry(key.clone()).or_insert_with(|| {
        let mut model = case.model();
        let mut done = String::new();
        match named(&key) {
            Some(key) => note(&mut model, Msg::KeyPressed(key), &mut done),
            None => model.after_g = None,
        }
        state(&model, &done)
    });
    assert_eq!(after, expected, "{place}: {key}");
}

/// A click on an item of the list selects the one that is drawn there, which stays where it is; a click on a section
/// does what Enter on it does.
fn check_row(before: &Before, case: Case, after: &Model, (x, y): (u16, u16), place: &str) {
    let buffer = drawn(after, &Theme::COLOURED);
    let panes = &before.panes;
    let in_list = panes.shows_list
        && panes.pane_at(Position { x, y }) == Some(Pane::List)
        && panes.rules.is_none_or(|(_, below)| y < below)
        && before.model.after_g.is_none();
    let Some(item) = item_at(&before.model, panes, y).filter(|_| in_list) else {
        return;
    };
    if matches!(before.model.screens.top(), AnyScreen::Sections(_)) {
        let mut entered = case.model();
        press(&mut entered, &"<Up>".repeat(9));
        press(&mut entered, &format!("{}<Enter>", "<Down>".repeat(item)));
        assert_eq!(state(after, ""), state(&entered, ""), "{place}");
        return;
    }
    let (was_selected, was_focused) = selected(&before.model);
    if was_selected == Some(item) && was_focused {
        return;
    }
    assert_eq!(selected(after), (Some(item), true), "{place}");
    assert_eq!(buffer[(panes.list.x + 1, y)].symbol(), "▌", "{place}");
    assert_eq!(item_at(after, panes, y), Some(item), "{place}");
    if matches!(after.screens.top(), AnyScreen::Links(_)) {
        // Where the address of another link was unfolded above it, it has come up by some rows.
        return;
    }
    for x in panes.list.x + LIST_LEFT..panes.list.right() {
        let (was, is) = (before.cell((x, y)).symbol(), buffer[(x, y)].symbol());
        assert_eq!(without_link(was), without_link(is), "{place}");
    }
}

/// The position of the selected item, and whether the list has the focus.
fn selected(model: &Model) -> (Option<usize>, bool) {
    let of_split = |selected, focus| (Some(selected), focus == Focus::List);
    match model.screens.top() {
        AnyScreen::Edition(screen) => of_split(screen.split.selected(), screen.split.focus),
        AnyScreen::Search(screen) => of_split(screen.split.selected(), screen.split.focus),
        AnyScreen::Faults(screen) => of_split(screen.split.selected(), screen.split.focus),
        AnyScreen::Archive(screen) => {
            let in_list = screen.focus == archive::Part::List;
            (Some(screen.list.selected_position()), in_list)
        }
        AnyScreen::Sections(screen) => (Some(screen.selected_position()), true),
        AnyScreen::Tags(screen) => (Some(screen.selected_position()), true),
        AnyScreen::Links(screen) => (Some(screen.selected_position()), true),
        AnyScreen::Help(screen) => (Some(screen.selected_position()), true),
        AnyScreen::Themes(screen) => (Some(screen.selected_position()), true),
    }
}

#[test]
fn every_cell_of_every_screen_does_what_is_drawn_there() {
    let cases: Vec<_> = SIZES
        .iter()
        .flat_map(|&(size, hyperlinks)| {
            SCREENS.map(|screen| Case {
                size,
                hyperlinks,
                screen,
            })
        })
        .collect();
    let is_lettered = |case: &&Case| case.screen == ("{o", "", "x");
    let lettered = cases.iter().find(is_lettered).unwrap().model();
    assert!(
        matches!(lettered.screens.top(), AnyScreen::Links(links) if links.selected() == Some(21))
    );
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(&case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            check(case);
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
}
