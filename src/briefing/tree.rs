//! Reads a TOML file of any format as a tree, with the faults of the TOML itself.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diagnostic::{Diagnostic, Severity};
use super::faults::Faults;
use super::fields::{Fields, Scope};
use super::format::Format;
use super::limits;
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
    if errors.is_empty() {
        return read(table.get_ref(), Faults::new(source, Vec::new()));
    }
    drop(table);
    let (mended, broken) = mend(source, errors, |text| DeTable::parse_recoverable(text).1);
    let spans = broken.iter().map(|broken| broken.span.clone()).collect();
    let mut faults = Faults::new(source, spans);
    for broken in &broken {
        let help = || broken.fault.help(format);
        let span = broken.span.clone();
        faults.add(Severity::Error, span, &broken.message(), help);
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
