//! Tables: which of them hold data, and their rows as GitHub's tables.

use super::look;
use super::tree::{Element, NodeId, Tree};

/// Columns that one cell may span, and columns of a table. Cells past these stay in the last column.
const MAX_SPAN: usize = 50;
/// A table with a longer cell that nothing marks as data is there for its layout.
const MAX_CELL: usize = 240;

/// A table that is being read.
#[derive(Default)]
pub(super) struct Table {
    rows: Vec<Row>,
    /// For each column, how many rows below a cell still reaches into, and whether any cell said how it
    /// is aligned.
    reaching: Vec<usize>,
    alignments: Vec<Option<Alignment>>,
    /// Where the next cell goes.
    column: usize,
}

#[derive(Default)]
struct Row {
    cells: Vec<String>,
    headers: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Alignment {
    Left,
    Center,
    Right,
}

impl Table {
    pub(super) fn open_row(&mut self) {
        self.rows.push(Row::default());
        self.column = 0;
        for reaching in &mut self.reaching {
            *reaching = reaching.saturating_sub(1);
        }
    }

    /// Adds a cell with this text in CommonMark.
    pub(super) fn cell(&mut self, element: &Element, text: String) {
        if self.rows.is_empty() {
            self.open_row();
        }
        let Some(row) = self.rows.last_mut() else {
            return;
        };
        while self.reaching.get(self.column).is_some_and(|&rows| rows > 0) {
            self.column += 1;
        }
        let span = |name| {
            let value = element
                .attribute(name)
                .and_then(|value| value.trim().parse().ok());
            value.unwrap_or(1_usize).clamp(1, MAX_SPAN)
        };
        let (columns, rows) = (span("colspan"), span("rowspan"));
        row.cells.resize(self.column, String::new());
        row.cells.push(text);
        row.headers += usize::from(&**element.name() == "th");
        if self.reaching.len() < self.column + columns {
            self.reaching.resize(self.column + columns, 0);
            self.alignments.resize(self.column + columns, None);
        }
        if rows > 1 {
            self.reaching[self.column..self.column + columns].fill(rows);
        }
        if &**element.name() == "td" && columns == 1 && self.alignments[self.column].is_none() {
            self.alignments[self.column] = alignment(element);
        }
        self.column += columns;
    }

    /// The table as CommonMark; empty when it has no text.
    pub(super) fn write(mut self) -> String {
        for row in &mut self.rows {
            while row.cells.last().is_some_and(String::is_empty) {
                row.cells.pop();
            }
        }
        self.rows.retain(|row| !row.cells.is_empty());
        let columns = self.rows.iter().map(|row| row.cells.len()).max();
        let (Some(columns), Some(first)) = (columns, self.rows.first()) else {
            return String::new();
        };
        let filled = first.cells.iter().filter(|cell| !cell.is_empty()).count();
        // Without a header, two columns are names and values, and more begin with their headings.
        let has_header = first.headers > 1
            || (first.headers > 0 && first.headers >= filled)
            || (columns > 2 && first.headers == 0 && self.rows.len() > 1);
        let mut out = String::new();
        if !has_header {
            push_row(&mut out, &[], columns);
            self.push_delimiters(&mut out, columns);
        }
        for (index, row) in self.rows.iter().enumerate() {
            let is_header = has_header && index == 0;
            push_row(&mut out, &row.cells, if is_header { columns } else { 1 });
            if is_header {
                self.push_delimiters(&mut out, columns);
            }
        }
        out.pop();
        out
    }

    fn push_delimiters(&self, out: &mut String, columns: usize) {
        for column in 0..columns {
            out.push_str(match self.alignments.get(column).copied().flatten() {
                None | Some(Alignment::Left) => "| --- ",
                Some(Alignment::Center) => "| :-: ",
                Some(Alignment::Right) => "| --: ",
            });
        }
        out.push_str("|\n");
    }
}

fn push_row(out: &mut String, cells: &[String], columns: usize) {
    for column in 0..columns.max(cells.len()) {
        out.push_str("| ");
        let cell = cells.get(column).map_or("", String::as_str);
        out.push_str(cell);
        if !cell.is_empty() {
            out.push(' ');
        }
    }
    out.push_str("|\n");
}

fn alignment(element: &Element) -> Option<Alignment> {
    let style = element.attribute("style").unwrap_or_default();
    let in_style = style
        .split(';')
        .filter_map(|declaration| declaration.split_once(':'))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("text-align"))
        .map(|(_, value)| value);
    let value = in_style.or(element.attribute("align"))?.trim();
    match value.to_ascii_lowercase().as_str() {
        "right" | "end" => Some(Alignment::Right),
        "center" => Some(Alignment::Center),
        "left" | "start" => Some(Alignment::Left),
        _ => None,
    }
}

/// Whether a table holds data in rows and columns, and is not there to arrange parts of a page.
pub(super) fn is_data(tree: &Tree, table: NodeId) -> bool {
    let mut rows = 0;
    let mut cells = 0;
    let mut headers = 0;
    let mut longest = 0;
    let mut length = 0;
    let mut has_blocks = false;
    for id in tree.descendants(table).skip(1) {
        let Some(element) = tree.element(id) else {
            if let super::tree::Data::Text(text) = tree.data(id) {
                length += text.trim().len();
                longest = longest.max(length);
            }
            continue;
        };
        match look::kind(element.name()) {
            look::Kind::Table => return false,
            look::Kind::Row => rows += 1,
            look::Kind::Cell => {
                cells += 1;
                headers += usize::from(&**element.name() == "th");
                length = 0;
            }
            look::Kind::Heading(_)
            | look::Kind::List { .. }
            | look::Kind::Quote
            | look::Kind::Pre
            | look::Kind::Rule
            | look::Kind::Media
            | look::Kind::Image => has_blocks = true,
            _ => {}
        }
    }
    let Some(element) = tree.element(table) else {
        return false;
    };
    let is_presentation = element.attribute("role").is_some_and(|role| {
        role.eq_ignore_ascii_case("presentation") || role.eq_ignore_ascii_case("none")
    });
    if is_presentation || cells <= rows || rows < 2 {
        return false;
    }
    headers > 0 || (!has_blocks && longest <= MAX_CELL && cells >= 2 * rows)
}
