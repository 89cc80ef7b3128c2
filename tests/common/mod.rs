//! Helpers for several test files: an archive of fixtures, keys and screens as text.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Size;
use roundup::app::SearchRequest;
use roundup::app::{Effect, Model, Msg, update_and_read as update};
use roundup::archive::{Archive, Edition};
use roundup::briefing::without_link;
use roundup::keymap::Key;
use roundup::marks::Marks;
use roundup::search::{Hits, Tally, fold_editions};
use roundup::ui;
use roundup::ui::theme::Theme;

/// The editions in `tests/archive`, with their file names as paths, sorted by name.
pub(crate) fn editions() -> Vec<Arc<Edition>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/archive");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            Edition::parse(
                path.file_name().unwrap().into(),
                &fs::read_to_string(path).unwrap(),
            )
        })
        .map(Arc::new)
        .collect()
}

/// Parses a size written as `80x24`.
pub(crate) fn size(text: &str) -> Size {
    let (width, height) = text.split_once('x').unwrap();
    Size {
        width: width.parse().unwrap(),
        height: height.parse().unwrap(),
    }
}

/// A model with every edition of [`editions`] loaded and searchable, on 2 April 2031.
pub(crate) fn model(size: Size) -> Model {
    let editions = editions();
    let found = editions.len();
    let chunks = fold_editions(&editions);
    let mut model = Model::new(
        Archive::default().with(editions),
        found,
        Marks::default(),
        size,
    );
    update(&mut model, Msg::DayBegan(jiff::civil::date(2031, 4, 2)));
    update(&mut model, Msg::Folded(chunks));
    model
}

/// Parses keys written as `jj<Enter><C-d>`; `<lt>` is `<` itself.
pub(crate) fn keys(text: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let Some((name, after)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'))
        else {
            keys.push(Key::Char(c));
            rest = &rest[c.len_utf8()..];
            continue;
        };
        keys.push(match name {
            "lt" => Key::Char('<'),
            "Space" => Key::Char(' '),
            "Enter" => Key::Enter,
            "Esc" => Key::Esc,
            "Tab" => Key::Tab,
            "BS" => Key::Backspace,
            "Del" => Key::Delete,
            "Up" => Key::Up,
            "Down" => Key::Down,
            "Left" => Key::Left,
            "Right" => Key::Right,
            "PgUp" => Key::PageUp,
            "PgDn" => Key::PageDown,
            "Home" => Key::Home,
            "End" => Key::End,
            control => Key::Ctrl(control.strip_prefix("C-").unwrap().chars().next().unwrap()),
        });
        rest = after;
    }
    keys
}

/// Presses keys, written as for [`keys`], one after another.
pub(crate) fn press(model: &mut Model, text: &str) {
    for key in keys(text) {
        answered(model, Msg::KeyPressed(key));
    }
}

/// The message with which the searcher would answer `request`.
pub(crate) fn answer(request: &SearchRequest) -> Msg {
    let found = request
        .chunks
        .iter()
        .flat_map(|chunk| chunk.scan(&request.query, &request.scope, &request.marks));
    Msg::HitsFound {
        generation: request.generation,
        part: request.part,
        hits: Hits::new(found.collect()),
    }
}

/// The message with which the searcher would answer a request for suggestions.
pub(crate) fn suggest(request: &SearchRequest) -> Msg {
    let SearchRequest {
        query,
        scope,
        marks,
        chunks,
        ..
    } = request;
    let mut tally = Tally::default();
    for chunk in chunks {
        tally.merge(chunk.tally(query, scope, marks));
    }
    Msg::Suggested {
        generation: request.generation,
        suggestions: tally.suggestions(query, scope, chunks),
    }
}

/// Updates the model, and answers every search request at once.
pub(crate) fn answered(model: &mut Model, message: Msg) {
    for effect in update(model, message) {
        if let Effect::Search(request) = effect {
            answered(model, answer(&request));
        } else if let Effect::Suggest(request) = effect {
            answered(model, suggest(&request));
        }
    }
}

/// The cells of the screen drawn for `model`.
pub(crate) fn drawn(model: &Model, theme: &Theme) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(
        model.session.window.size.width,
        model.session.window.size.height,
    ))
    .unwrap();
    terminal
        .draw(|frame| ui::draw(frame, model, theme))
        .unwrap();
    terminal.backend().buffer().clone()
}

/// The rows of a screen as text.
pub(crate) fn rows(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width);
    if width == 0 {
        return Vec::new();
    }
    buffer.content.chunks(width).map(row).collect()
}

fn row(cells: &[Cell]) -> String {
    let mut row = String::new();
    // Cells to skip because the wide character before them covers them.
    let mut covered = 0;
    for cell in cells {
        if covered > 0 {
            covered -= 1;
            continue;
        }
        let glyph = without_link(cell.symbol());
        row.push_str(glyph);
        covered = roundup::text::width::of(glyph).saturating_sub(1);
    }
    row
}
