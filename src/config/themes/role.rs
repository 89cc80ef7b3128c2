//! The style that a theme gives to a role.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use super::scope::{BASE, THEME};
use crate::briefing::{Expected, Faults, Fields, shown_whole, wrong_type_with_help};
use crate::config::line::{halves, without_comment};
use crate::config::palette::Style;
use crate::config::quoted::quoted;

/// The style of a role; `None` if the theme gives it none, or one that cannot be read, which is reported.
pub(super) fn style(theme: Fields<'_, '_>, role: &str, faults: &mut Faults<'_>) -> Option<Style> {
    let value = theme.value(role)?;
    if faults.is_broken(&value.span()) {
        return None;
    }
    let DeValue::String(written) = value.get_ref() else {
        let text = as_text(value.get_ref()).filter(|text| Style::parse(text).is_ok());
        let text = text.filter(|text| !text.is_empty());
        let help = match text.and_then(shown_whole) {
            Some(text) => format!("write {role} = \"{text}\""),
            None => format!("write it in quotes, as in {role} = \"bold cyan\""),
        };
        let expected = Expected::InQuotes("a style");
        wrong_type_with_help(faults, role, value.span(), expected, value.get_ref(), &help);
        return None;
    };
    match Style::parse(written) {
        Ok(style) => Some(style),
        Err(wrong) => {
            let start = start_of_text(value, written, faults.source());
            for wrong in wrong {
                let part = |start| start + wrong.part.start..start + wrong.part.end;
                let span = start.map_or_else(|| value.span(), part);
                faults.error(span, &wrong.message, &wrong.help);
            }
            None
        }
    }
}

/// What a line of a theme was probably meant to be that is no TOML.
pub(super) fn line(_above: &str, line: &str) -> Option<String> {
    let (key, value) = halves(line)?;
    let key = THEME.key_meant(key)?;
    let text = if key == BASE {
        without_comment(value).to_owned()
    } else {
        // What follows a number sign may be a colour or a comment.
        let texts = [value, without_comment(value)];
        texts.into_iter().find_map(Style::corrected)?
    };
    let text = Some(text).filter(|text| !text.is_empty())?;
    Some(format!("{key} = {}", shown_whole(quoted(text))?))
}

/// The byte at which the text of a string begins in the source, if it is there as it is read.
fn start_of_text(value: &Spanned<DeValue<'_>>, text: &str, source: &str) -> Option<usize> {
    let Range { start, end } = value.span();
    let starts = [3, 1].map(|quotes| start + quotes);
    let is_there = |at: &usize| {
        source
            .get(*at..end)
            .is_some_and(|rest| rest.starts_with(text))
    };
    starts.into_iter().find(is_there)
}

/// What was probably meant by a value that is no string, in the words of a style: `208`, `0xffb454`,
/// `["bold", "red"]`, `{ fg = "red", bold = true }`.
fn as_text(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) if number.radix() == 16 => {
            let digits = number.as_str();
            Some(format!("#{digits:0>6}")).filter(|_| digits.len() <= 6)
        }
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
        DeValue::Array(items) => {
            let words = items.iter().map(|item| as_text(item.get_ref()));
            Some(words.collect::<Option<Vec<_>>>()?.join(" "))
        }
        DeValue::Table(table) => {
            let is_off = |value: &DeValue<'_>| matches!(value, DeValue::Boolean(false));
            let words = table.iter().filter(|(_, value)| !is_off(value.get_ref()));
            let words = words.map(|(key, value)| {
                let text = match value.get_ref() {
                    DeValue::Boolean(true) => key.get_ref().to_string(),
                    value => as_text(value)?,
                };
                Some(match key.get_ref().as_ref() {
                    "bg" | "background" => format!("on {text}"),
                    _ => text,
                })
            });
            Some(words.collect::<Option<Vec<_>>>()?.join(" "))
        }
        _ => None,
    }
}
