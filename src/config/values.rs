//! Values that settings and sources have alike.

use toml::de::DeValue;

use super::quoted::strings;
use crate::briefing::{Expected, Faults, Fields, shown_whole, wrong_type};

/// The whole number that a value is, in any of its notations; the largest if it is larger than that.
pub(super) fn whole_number(value: &DeValue<'_>) -> Option<i64> {
    let DeValue::Integer(number) = value else {
        return None;
    };
    Some(i64::from_str_radix(number.as_str(), number.radix()).unwrap_or(i64::MAX))
}

/// A program and its arguments, or nothing if the array is empty; `None` if there is no value, or one that is none of
/// these and is reported with `example`.
pub(super) fn command(
    fields: Fields<'_, '_>,
    key: &str,
    example: &str,
    faults: &mut Faults<'_>,
) -> Option<Vec<String>> {
    let value = fields.value(key)?;
    let span = value.span();
    if faults.is_broken(&span) {
        return None;
    }
    let items = match value.get_ref() {
        DeValue::Array(items) => items,
        DeValue::String(line) => {
            let message = format!("{key} must be an array of strings, not a string");
            faults.error(span, &message, &split(line, key, example));
            return None;
        }
        other => {
            wrong_type(faults, key, span, Expected::Strings, other);
            return None;
        }
    };
    let words = fields.strings(key, faults);
    // A word that is no string has been reported.
    if words.len() < items.len() {
        return None;
    }
    let wrong = match words.first() {
        Some(program) if program.trim().is_empty() => "names no program",
        _ if words.iter().any(|word| word.contains('\0')) => "has a NUL character in it",
        _ => return Some(words.into_iter().map(str::to_owned).collect()),
    };
    report_command(&format!("`{key}` {wrong}"), fields, key, example, faults);
    None
}

/// Reports a command that has the right type, and cannot be run.
pub(super) fn report_command(
    message: &str,
    fields: Fields<'_, '_>,
    key: &str,
    example: &str,
    faults: &mut Faults<'_>,
) {
    let span = fields.value(key).map(toml::Spanned::span);
    let help = format!("write the program and each of its arguments: {key} = {example}");
    faults.error(span.unwrap_or_default(), message, &help);
}

/// How to write a command that is a single string.
fn split(line: &str, key: &str, example: &str) -> String {
    let words = shell_words::split(line).ok();
    let words = words.filter(|words| !words.is_empty());
    match words.and_then(|words| shown_whole(strings(words))) {
        Some(words) => format!("write each word on its own: {key} = {words}"),
        None => format!("write each word on its own, as in {key} = {example}"),
    }
}
