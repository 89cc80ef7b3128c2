//! A fault of a file: what is wrong, where, and what to do about it.

use std::fmt;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::text::{DisplayStr, DisplayText, counted, grouped, width};

/// At most this many faults of one file are reported.
pub const MAX_FAULTS: usize = 100;

/// Longest source excerpt in columns.
const EXCERPT_COLUMNS: usize = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something cannot be read as it is meant.
    Error,
    /// Everything is read; `check` still counts it as a fault.
    Warning,
}

/// One fault of a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    pub severity: Severity,
    /// `None` for a fault of the file as a whole.
    pub position: Option<Position>,
    pub message: DisplayText,
    /// What to do.
    pub help: Option<DisplayText>,
    /// How many faults this is: more than one if it sums up those that are not reported one by one.
    pub faults: usize,
}

/// A position in a source text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    /// In bytes of the source.
    pub span: Range<usize>,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    pub excerpt: Excerpt,
}

/// The source line of a fault, at most 200 columns of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Excerpt {
    pub text: DisplayText,
    /// Columns of `text` to underline; never empty.
    pub caret: Range<usize>,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

impl Diagnostic {
    /// Whether it affects what can be read; a warning does not.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The file has more than [`super::MAX_BYTES`].
    pub fn too_large(help: &str) -> Self {
        Self::of_file("the file is larger than 16 MiB", Some(help))
    }

    /// Points at the first of `bytes` that is not UTF-8; those before it, `valid` in number, are.
    pub fn not_utf8(bytes: &[u8], valid: usize) -> Self {
        let utf16 = matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
        let message = if utf16 {
            "the file is UTF-16"
        } else {
            "not UTF-8 from here on"
        };
        let rest = &bytes[valid..];
        let line_end = rest
            .iter()
            .position(|&byte| byte == b'\n')
            .unwrap_or(rest.len());
        let source = String::from_utf8_lossy(&bytes[..valid + line_end]);
        let place = Position::new(&source, valid..valid + '\u{FFFD}'.len_utf8());
        Self {
            position: Some(place),
            ..Self::of_file(message, Some("save the file as UTF-8"))
        }
    }

    /// A fault of the file as a whole.
    pub fn of_file(message: &str, help: Option<&str>) -> Self {
        Self {
            severity: Severity::Error,
            position: None,
            message: DisplayText::line(message),
            help: help.map(DisplayText::line),
            faults: 1,
        }
    }

    /// Sums up `faults` that are not reported one by one.
    pub fn more(faults: usize, severity: Severity) -> Self {
        let count = counted(faults, "more fault", "more faults");
        Self {
            severity,
            faults,
            ..Self::of_file(&format!("and {count} in this file"), None)
        }
    }

    /// Sorts the faults of a file by position, those without one last. If there are more than
    /// [`MAX_FAULTS`], the rest are summed up.
    pub fn in_order(mut all: Vec<Self>) -> Vec<Self> {
        let start = |fault: &Self| {
            fault
                .position
                .as_ref()
                .map_or(usize::MAX, |at| at.span.start)
        };
        all.sort_by_key(start);
        let rest = all.split_off(all.len().min(MAX_FAULTS));
        if let Some(worst) = rest.iter().map(|fault| fault.severity).min() {
            let faults = rest.iter().map(|fault| fault.faults).sum();
            all.push(Self::more(faults, worst));
        }
        all
    }
}

/// A line about the first of several faults: what it says, then where all are shown, as in
/// `1:1: unknown key; did you mean `x`? ! shows all 2 faults`.
pub fn first_fault_line(first: &str, faults: usize, shown_by: &str) -> String {
    if shown_by.is_empty() {
        return first.to_owned();
    }
    // A question ends with its own mark.
    let mark = if first.ends_with('?') { "" } else { ";" };
    if faults > 1 {
        let faults = grouped(faults);
        format!("{first}{mark} {shown_by} shows all {faults} faults")
    } else {
        format!("{first}{mark} {shown_by} shows it")
    }
}

/// `17:1: story has no headline; add headline = "…"`, to follow a path and a colon.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(position) = &self.position {
            write!(f, "{}:{}: ", position.line, position.column)?;
        }
        write!(f, "{}", self.message)?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

impl Position {
    /// `span` is clamped into `source` and to character boundaries.
    pub fn new(source: &str, span: Range<usize>) -> Self {
        let start = source.floor_char_boundary(span.start);
        let end = source.ceil_char_boundary(span.end.max(start));
        let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = source[start..]
            .find('\n')
            .map_or(source.len(), |at| start + at);
        let line = source[line_start..line_end].trim_end_matches('\r');
        let line_end = line_start + line.len();
        let byte_order_mark = usize::from(line_start == 0 && source.starts_with('\u{FEFF}'));
        Self {
            line: memchr::memchr_iter(b'\n', &source.as_bytes()[..line_start]).count() + 1,
            column: source[line_start..start]
                .chars()
                .count()
                .saturating_sub(byte_order_mark)
                + 1,
            excerpt: Excerpt::new(
                line,
                start.min(line_end) - line_start
                    ..end.min(line_end).max(start.min(line_end)) - line_start,
            ),
            span: start..end,
        }
    }
}

impl Excerpt {
    /// `marked` are the bytes of `line` to underline.
    fn new(line: &str, marked: Range<usize>) -> Self {
        let start = window_start(line, marked.start);
        let mut text = DisplayText::new();
        if start > 0 {
            text.push(DisplayStr::own("…"));
        }
        text.push_line(&line[start..marked.start]);
        let caret = width::of(&text);
        // No column needs more than four bytes: the rest need not be made safe to show.
        let visible = line.floor_char_boundary(marked.start + 4 * EXCERPT_COLUMNS);
        text.push_line(&line[marked.start..marked.end.min(visible)]);
        let end = width::of(&text).max(caret + 1);
        text.push_line(&line[marked.end.min(visible)..visible]);
        let text = width::cut(text.as_display(), EXCERPT_COLUMNS);
        let end = end.min(width::of(&text)).max(caret + 1);
        Self {
            text,
            caret: caret..end,
        }
    }
}

/// Where the excerpt of a long line begins: the byte `marked` is in its first half.
fn window_start(line: &str, marked: usize) -> usize {
    let mut columns = 0;
    for (at, cluster) in line[..marked].grapheme_indices(true).rev() {
        columns += width::grapheme(cluster).max(1);
        if columns > EXCERPT_COLUMNS / 2 {
            return at + cluster.len();
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::Position;

    #[track_caller]
    fn check(source: &str, marked: &str, line_and_column: (usize, usize), excerpt: &str) {
        let start = source.find(marked).unwrap();
        let position = Position::new(source, start..start + marked.len());
        let carets = format!(
            "{}{}",
            " ".repeat(position.excerpt.caret.start),
            "^".repeat(position.excerpt.caret.len())
        );
        assert_eq!((position.line, position.column), line_and_column);
        assert_eq!(format!("{}\n{carets}", position.excerpt.text), excerpt);
    }

    #[test]
    fn the_caret_is_under_the_fault() {
        check(
            "a = 1\r\nbé = 東京x\r\n",
            "京",
            (2, 7),
            "bé = 東京x\n       ^^",
        );
        check("\u{FEFF}a = 1", "a", (1, 1), "a = 1\n^");
        check("\u{FEFF}a = 1", "\u{FEFF}a", (1, 1), "a = 1\n^");
        check("a\tb\x1bc", "\x1bc", (1, 4), "a b␛c\n   ^^");
        check(
            "x = '''\nlong\n'''",
            "'''\nlong",
            (1, 5),
            "x = '''\n    ^^^",
        );
    }

    #[test]
    fn long_lines_are_cut_around_the_fault() {
        let source = format!("{}HERE{}", "a".repeat(1000), "b".repeat(1000));
        let position = Position::new(&source, 1000..1004);
        assert_eq!(position.column, 1001);
        assert!(
            position.excerpt.text.starts_with("…aaa") && position.excerpt.text.ends_with("bbb…")
        );
        assert_eq!(position.excerpt.caret, 101..105);
        assert_eq!(position.excerpt.text.chars().count(), 200);
    }

    #[test]
    fn wide_lines_are_cut_by_columns() {
        let source = format!("{}\\q{}", "東".repeat(150), "京".repeat(150));
        let position = Position::new(&source, 450..452);
        assert_eq!(position.excerpt.caret, 101..103);
        assert!(crate::text::width::of(&position.excerpt.text) <= 200);
        let position = Position::new(&source, 450..source.len());
        let columns = crate::text::width::of(&position.excerpt.text);
        assert_eq!(position.excerpt.caret, 101..columns);
    }

    #[test]
    fn a_position_at_the_very_end_has_a_caret() {
        let position = Position::new("a = ", 4..4);
        assert_eq!(
            (position.line, position.column, position.excerpt.caret),
            (1, 5, 4..5)
        );
    }
}
