//! Reads the fields of a TOML table and reports each that is not as it should be.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diagnostic::Severity;
use super::faults::Faults;
use super::link::refusal;
use super::wrong::{single_table, wrong_type};
use crate::text::{DisplayText, width};

/// What a table describes, which decides the keys it may have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Edition,
    Section,
    Story,
}

impl Scope {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Edition => "the edition",
            Self::Section => "section",
            Self::Story => "story",
        }
    }

    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Edition => &[
                "title", "date", "source", "edition", "summary", "id", "story", "section",
            ],
            Self::Section => &["title", "key", "story"],
            Self::Story => &[
                "headline",
                "summary",
                "byline",
                "tags",
                "link",
                "source",
                "published",
                "id",
                "body",
            ],
        }
    }
}

/// Words that people write by mistake, each with the key that they mean.
const ALIASES: [(&str, &str); 14] = [
    ("stories", "story"),
    ("article", "story"),
    ("name", "title"),
    ("heading", "headline"),
    ("title", "headline"),
    ("text", "body"),
    ("content", "body"),
    ("author", "byline"),
    ("url", "link"),
    ("links", "link"),
    ("standfirst", "summary"),
    ("description", "summary"),
    ("publisher", "source"),
    ("letter", "key"),
];

/// The fields of one table.
#[derive(Clone, Copy)]
pub(super) struct Fields<'t, 's> {
    pub(super) table: &'t DeTable<'s>,
    /// The first byte and the end of its header; for the edition, of the first line.
    pub(super) header: (usize, usize),
    pub(super) scope: Scope,
}

impl<'t, 's> Fields<'t, 's> {
    pub(super) fn span(self) -> Range<usize> {
        self.header.0..self.header.1
    }

    pub(super) fn value(self, key: &str) -> Option<&'t Spanned<DeValue<'s>>> {
        self.table.get(key)
    }

    /// The string at `key`; `None` if there is nothing, or something else, which is reported.
    pub(super) fn string(self, key: &str, faults: &mut Faults<'_>) -> Option<&'t str> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(text),
            other => {
                wrong_type(faults, key, value.span(), "a string", other);
                None
            }
        }
    }

    /// A string that must be there and show more than white space; reported, once, if it does not.
    pub(super) fn required(
        self,
        key: &str,
        example: &str,
        faults: &mut Faults<'_>,
    ) -> Option<&'t str> {
        let name = self.scope.name();
        let Some(value) = self.value(key) else {
            if self.has_broken(key, faults) {
                return None;
            }
            faults.error(
                self.span(),
                &format!("{name} has no {key}"),
                &format!("add {key} = {example}"),
            );
            return None;
        };
        let text = self.string(key, faults)?.trim();
        if DisplayText::shows_nothing(text) {
            if !faults.is_broken(&value.span()) {
                faults.error(
                    value.span(),
                    &format!("{key} is empty"),
                    &format!("write {key} = {example}"),
                );
            }
            return None;
        }
        Some(text)
    }

    /// Whether a line that gives `key` a value is broken, so that `key` is not missing.
    pub(super) fn has_broken(self, key: &str, faults: &Faults<'_>) -> bool {
        let header = match self.scope {
            Scope::Edition => 0,
            Scope::Section | Scope::Story => self.header.1,
        };
        faults.has_broken(key, header)
    }

    /// The address of a story's source, even if it cannot be opened, which is reported.
    pub(super) fn link(self, faults: &mut Faults<'_>) -> &'t str {
        let address = self.string("link", faults).unwrap_or_default().trim();
        let span = self.value("link").map(Spanned::span).unwrap_or_default();
        if let Some(refusal) = refusal(address)
            && !address.is_empty()
            && !faults.is_broken(&span)
        {
            faults.add(Severity::Warning, span, "link cannot be opened", || {
                Some(refusal.to_owned())
            });
        }
        address
    }

    /// The strings of an array; anything else in it is reported and left out.
    pub(super) fn strings(self, key: &str, faults: &mut Faults<'_>) -> Vec<&'t str> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let DeValue::Array(array) = value.get_ref() else {
            wrong_type(
                faults,
                key,
                value.span(),
                "an array of strings",
                value.get_ref(),
            );
            return Vec::new();
        };
        let mut strings = Vec::with_capacity(array.len());
        for item in array {
            match item.get_ref() {
                DeValue::String(text) => strings.push(text.as_ref()),
                other => wrong_type(faults, key, item.span(), "an array of strings", other),
            }
        }
        strings
    }

    /// The tables of `[[key]]`. A single `[key]` is reported, and read as if it had two brackets.
    pub(super) fn tables(
        self,
        key: &str,
        scope: Scope,
        faults: &mut Faults<'_>,
    ) -> Vec<Fields<'t, 's>> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let header = if self.scope == Scope::Section {
            format!("section.{key}")
        } else {
            key.to_owned()
        };
        let items: Vec<_> = match value.get_ref() {
            DeValue::Array(array) => array.iter().map(|item| (item.get_ref(), item)).collect(),
            DeValue::Table(_) => {
                if !faults.is_broken(&value.span()) {
                    single_table(key, &header, value.span(), faults);
                }
                vec![(value.get_ref(), value)]
            }
            _ => vec![(value.get_ref(), value)],
        };
        let mut tables = Vec::with_capacity(items.len());
        for (item, spanned) in items {
            match item {
                DeValue::Table(table) => tables.push(Fields {
                    table,
                    header: (spanned.span().start, spanned.span().end),
                    scope,
                }),
                other => wrong_type(
                    faults,
                    key,
                    spanned.span(),
                    &format!("a table under [[{header}]]"),
                    other,
                ),
            }
        }
        tables
    }

    /// Reports every key that this table should not have.
    pub(super) fn report_unknown_keys(self, faults: &mut Faults<'_>) {
        for key in self
            .table
            .keys()
            .filter(|key| !self.scope.keys().contains(&key.get_ref().as_ref()))
        {
            if faults.is_broken(&key.span()) {
                continue;
            }
            let written = width::cut(DisplayText::line(key.get_ref()).as_display(), 40);
            let message = format!("unknown key `{written}` in {}", self.scope.name());
            faults.add(Severity::Warning, key.span(), &message, || {
                Some(self.help_for_unknown(key.get_ref()))
            });
        }
    }

    fn help_for_unknown(self, key: &str) -> String {
        let slipped = self.scope != Scope::Edition && Scope::Edition.keys().contains(&key);
        let alias = |keys: &[&str]| {
            ALIASES
                .iter()
                .find(|(wrong, right)| *wrong == key && keys.contains(right))
        };
        if (self.scope, key) == (Scope::Story, "title") {
            return "did you mean `headline`? the edition’s title goes above the first `[[story]]` or `[[section]]`".to_owned();
        }
        if let Some((_, meant)) = alias(self.scope.keys()) {
            return format!("did you mean `{meant}`?");
        }
        if slipped {
            return "it belongs to the edition: move it above the first `[[section]]` or `[[story]]`".to_owned();
        }
        // No known key is so long, and the distance takes time by the product of the lengths.
        let key = if key.len() > 32 { "" } else { key };
        let nearest = self
            .scope
            .keys()
            .iter()
            .map(|known| {
                (
                    strsim::damerau_levenshtein(known, &key.to_lowercase()),
                    known,
                )
            })
            .min()
            .filter(|(distance, known)| *distance <= 1 + known.len() / 4);
        match nearest {
            Some((_, meant)) => format!("did you mean `{meant}`?"),
            None => format!("known here are {}", self.scope.keys().join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::SCHEMA;
    use super::Scope;

    #[test]
    fn the_schema_has_the_known_keys() {
        let schema: serde_json::Value = serde_json::from_str(SCHEMA).unwrap();
        for (scope, place) in [
            (Scope::Edition, "/properties"),
            (Scope::Section, "/definitions/section/properties"),
            (Scope::Story, "/definitions/story/properties"),
        ] {
            let properties = schema.pointer(place).unwrap().as_object().unwrap();
            let described: BTreeSet<_> = properties.keys().map(String::as_str).collect();
            assert_eq!(described, scope.keys().iter().copied().collect());
            for (key, property) in properties {
                assert!(property["description"].is_string(), "{key}");
            }
        }
    }
}
