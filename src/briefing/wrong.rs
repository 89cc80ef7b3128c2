//! Reports values that their keys cannot have.

use std::fmt;
use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use super::faults::Faults;
use crate::text::{DisplayText, width};

/// What the user wrote, as a message can show it: safe to print, and cut to 40 columns.
pub(crate) fn shown(text: &str) -> String {
    width::cut(DisplayText::line(text).as_display(), 40).to_string()
}

/// A text to be written as it is: `None` if a message could not show it whole.
pub(crate) fn shown_whole(text: String) -> Option<String> {
    (shown(&text) == text).then_some(text)
}

/// The one of `known` that `written` may have been meant to be.
pub(crate) fn nearest<'k>(written: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    // No known word is so long, and the distance takes time by the product of the lengths.
    let written = if written.len() > 32 { "" } else { written };
    let written = written.to_lowercase();
    known
        .map(|known| (strsim::damerau_levenshtein(known, &written), known))
        .min()
        .filter(|(distance, known)| *distance <= 1 + known.len() / 4)
        .map(|(_, known)| known)
}

/// Reports a table that should be one of several: it has only one bracket, or a story of it comes before
/// its own header.
pub(super) fn single_table(key: &str, header: &str, span: Range<usize>, faults: &mut Faults<'_>) {
    if faults.source()[..span.start].ends_with("[[") {
        let rest = &faults.source()[span.start..];
        let written = shown(rest.split(']').next().unwrap_or_default());
        let message = format!("[[{written}]] comes before any [[{header}]]");
        let help = format!("put [[{header}]] with its title above it");
        faults.error(span, &message, &help);
    } else {
        let help = format!("write [[{header}]], with two brackets");
        faults.error(span, &format!("{key} is a single table"), &help);
    }
}

/// What the value of a key must be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Expected<'e> {
    String,
    /// An array of strings.
    Strings,
    WholeNumber,
    Flag,
    Date,
    /// A string that is described so, such as `the name of a theme`.
    InQuotes(&'e str),
    /// Anything else, described with its article.
    Other(&'e str),
}

impl fmt::Display for Expected<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::String => "a string",
            Self::Strings => "an array of strings",
            Self::WholeNumber => "a whole number",
            Self::Flag => "true or false",
            Self::Date => "a date",
            Self::InQuotes(described) => return write!(f, "{described} in quotes"),
            Self::Other(described) => described,
        })
    }
}

impl Expected<'_> {
    /// Whether a text is what is expected, but for its quotes.
    fn is_quoted(self, text: &str) -> bool {
        match self {
            Self::WholeNumber => text.trim().parse::<i64>().is_ok(),
            Self::Flag => text.trim().parse::<bool>().is_ok(),
            Self::String | Self::Strings | Self::Date | Self::InQuotes(_) | Self::Other(_) => false,
        }
    }

    /// What to do where `found` is written.
    fn help(self, key: &str, found: &DeValue<'_>) -> String {
        match (found, self) {
            (DeValue::String(_), _) if key == "tags" => {
                r#"put it in brackets: tags = ["…"]"#.to_owned()
            }
            (DeValue::String(_), _) if matches!(key, "date" | "published") => {
                format!("write it without quotes: {key} = 2016-01-12")
            }
            (DeValue::String(text), _) if self.is_quoted(text) => {
                "write it without quotes".to_owned()
            }
            (DeValue::Array(_) | DeValue::Table(_), Self::Strings) => {
                format!("write {key} = [\"…\"]")
            }
            (DeValue::Array(_) | DeValue::Table(_), Self::String | Self::InQuotes(_)) => {
                format!("write {key} = \"…\"")
            }
            (_, Self::String) => "put it in quotes".to_owned(),
            _ => format!("make it {self}"),
        }
    }
}

/// Reports a value of the wrong type, unless its TOML is broken.
pub(crate) fn wrong_type(
    faults: &mut Faults<'_>,
    key: &str,
    span: Range<usize>,
    expected: Expected<'_>,
    found: &DeValue<'_>,
) {
    let help = expected.help(key, found);
    wrong_type_with_help(faults, key, span, expected, found, &help);
}

/// Reports an item of the array `key` that is no string, unless its TOML is broken.
pub(crate) fn wrong_item(
    faults: &mut Faults<'_>,
    key: &str,
    span: Range<usize>,
    found: &DeValue<'_>,
) {
    let help = match found {
        DeValue::Array(_) | DeValue::Table(_) => format!("write {key} = [\"…\"]"),
        _ => "put it in quotes".to_owned(),
    };
    let item = format!("each item of {key}");
    wrong_type_with_help(faults, &item, span, Expected::String, found, &help);
}

/// As [`wrong_type`], where it is known what to do.
pub(crate) fn wrong_type_with_help(
    faults: &mut Faults<'_>,
    key: &str,
    span: Range<usize>,
    expected: Expected<'_>,
    found: &DeValue<'_>,
    help: &str,
) {
    if !faults.is_broken(&span) {
        let found = article(found.type_str());
        let message = format!("{key} must be {expected}, not {found}");
        faults.error(span, &message, help);
    }
}

fn article(type_name: &str) -> String {
    let vowel = type_name.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {type_name}", if vowel { "an" } else { "a" })
}

/// Reports a value that is no date, unless its TOML is broken.
pub(super) fn wrong_date(key: &str, value: &Spanned<DeValue<'_>>, faults: &mut Faults<'_>) {
    match value.get_ref() {
        DeValue::Datetime(_) if faults.is_broken(&value.span()) => {}
        DeValue::Datetime(_) => {
            let help = format!("write the day too: {key} = 2016-01-12T07:30:00");
            let message = format!("{key} has an hour but no day");
            faults.error(value.span(), &message, &help);
        }
        other => wrong_type(faults, key, value.span(), Expected::Date, other),
    }
}
