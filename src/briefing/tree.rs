//! Reads a TOML file of any format as a tree, with the faults of the TOML itself.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diagnostic::{Diagnostic, MAX_FAULTS, Severity};
use super::faults::Faults;
use super::fields::{Fields, Scope};
use super::format::Format;
use super::limits;
use super::line::line_at;
use super::mend::mend;

/// Reads `source` and returns what `read` makes of its tree, and all faults in the order of the file. `read`
/// gets the fields of the whole file, which are described by `scope`, and adds to the faults of the TOML itself;
/// it is not called for a file that is too large to be parsed.
pub(crate) fn read_tree<'s, T>(
    source: &'s str,
    format: &Format,
    scope: &'static Scope,
    read: impl FnOnce(Fields<'_, '_>, &mut Faults<'s>) -> T,
) -> (Option<T>, Vec<Diagnostic>) {
    read_legible(source, &[], format, scope, read)
}

/// As [`read_tree`], of a file that may not be UTF-8. Bytes that are not are reported where they are, and cost only the
/// value or the line that they are in, as broken TOML does.
pub(crate) fn read_bytes<T>(
    bytes: &[u8],
    format: &Format,
    scope: &'static Scope,
    read: impl FnOnce(Fields<'_, '_>, &mut Faults<'_>) -> T,
) -> (Option<T>, Vec<Diagnostic>) {
    if matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
        // UTF-16: no line of it can be read.
        return (None, vec![Diagnostic::not_utf8(bytes, 0)]);
    }
    let (source, illegible) = decoded(bytes);
    read_legible(&source, &illegible, format, scope, read)
}

/// The text with a replacement character for each stretch of bytes that is not UTF-8, and where these are: in each
/// line, from the first to the last of them.
fn decoded(bytes: &[u8]) -> (Cow<'_, str>, Vec<Range<usize>>) {
    if let Ok(source) = str::from_utf8(bytes) {
        return (Cow::Borrowed(source), Vec::new());
    }
    let mut source = String::with_capacity(bytes.len());
    let mut illegible: Vec<Range<usize>> = Vec::new();
    for chunk in bytes.utf8_chunks() {
        let is_same_line = !chunk.valid().contains('\n');
        source.push_str(chunk.valid());
        if chunk.invalid().is_empty() {
            continue;
        }
        let start = source.len();
        source.push(char::REPLACEMENT_CHARACTER);
        match illegible.last_mut().filter(|_| is_same_line) {
            Some(before) => before.end = source.len(),
            None => illegible.push(start..source.len()),
        }
    }
    (Cow::Owned(source), illegible)
}

/// Reads a text in which some places are `illegible`.
fn read_legible<'s, T>(
    source: &'s str,
    illegible: &[Range<usize>],
    format: &Format,
    scope: &'static Scope,
    read: impl FnOnce(Fields<'_, '_>, &mut Faults<'s>) -> T,
) -> (Option<T>, Vec<Diagnostic>) {
    if let Some(refused) = limits::refuse(source, format) {
        return (None, vec![refused]);
    }
    let header = (0, source.find('\n').unwrap_or(source.len()));
    let read = |table: &DeTable<'_>, mut faults: Faults<'s>| {
        let fields = Fields {
            table,
            header,
            scope,
        };
        let value = read(fields, &mut faults);
        (Some(value), faults.into_diagnostics())
    };
    let (table, errors) = DeTable::parse_recoverable(source);
    if errors.is_empty() && illegible.is_empty() {
        return read(table.get_ref(), Faults::new(source, Vec::new()));
    }
    drop(table);
    let (mended, mut broken) = mend(source, errors, |text| DeTable::parse_recoverable(text).1);
    // Other faults of a line that is not UTF-8 may come from that alone, and are not reported.
    let lines = illegible.iter().map(|place| line_at(source, place.start));
    let lines: HashSet<_> = lines.map(|line| line.start).collect();
    if !lines.is_empty() {
        broken.retain(|broken| !lines.contains(&line_at(source, broken.span.start).start));
    }
    let spans = broken.iter().map(|broken| broken.span.clone());
    let mut faults = Faults::new(source, spans.chain(illegible.iter().cloned()).collect());
    for place in illegible {
        faults.error(place.clone(), "not UTF-8", "save the file as UTF-8");
    }
    for (index, broken) in broken.iter().enumerate() {
        // Later faults are counted but not shown, so nobody would see what is meant.
        let meant = if index < MAX_FAULTS {
            broken.meant(source, format)
        } else {
            None
        };
        let message = broken.message(meant.as_deref());
        let help = || match meant {
            Some(meant) => Some(format!("write {meant}")),
            None => broken.fault.help(format),
        };
        faults.add(Severity::Error, broken.span.clone(), &message, help);
    }
    let (table, _) = DeTable::parse_recoverable(&mended);
    read(table.get_ref(), faults)
}

/// The end in bytes of a value with all that is in it, which may be beyond its own span.
pub(crate) fn end_of(value: &Spanned<DeValue<'_>>) -> usize {
    let inside = match value.get_ref() {
        DeValue::Array(items) => items.iter().map(end_of).max(),
        DeValue::Table(table) => table.values().map(end_of).max(),
        _ => None,
    };
    inside.unwrap_or(0).max(value.span().end)
}
