//! Reads the fields of a TOML table and reports each that is not as it should be.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::diagnostic::Severity;
use super::faults::Faults;
use super::link::refusal;
use super::wrong::{Expected, nearest, shown, single_table, wrong_item, wrong_type};
use crate::text::DisplayText;

/// What a table describes, which decides the keys it may have.
pub(crate) struct Scope {
    /// Where a fault is described: "the edition", "story".
    pub(crate) name: &'static str,
    /// What the headers of the tables in it begin with: `section.`.
    pub(crate) prefix: &'static str,
    pub(crate) keys: &'static [&'static str],
    /// Words that people write by mistake, each with the key that they mean, which may be one of another scope.
    pub(crate) aliases: &'static [(&'static str, &'static str)],
    /// Keys that need more help than the key that is meant.
    pub(crate) helps: &'static [(&'static str, &'static str)],
    /// The whole file, and what to do with one of its keys that is written in this table; `None` for the whole
    /// file itself.
    pub(crate) file: Option<(&'static Scope, &'static str)>,
}

impl Scope {
    /// The key that was probably meant by a word, which may have other capitals, or `_` or a space for `-`.
    pub(crate) fn key_meant(&self, written: &str) -> Option<&'static str> {
        let lower = folded(written);
        self.of_alias(&lower)
            .or_else(|| nearest(&lower, self.keys.iter().copied()))
    }

    /// The key that people mean by a word, which is [`folded`].
    fn of_alias(&self, word: &str) -> Option<&'static str> {
        let mut aliases = self.aliases.iter();
        let is_alias =
            |(wrong, right): &&(&str, &'static str)| *wrong == word && self.keys.contains(right);
        aliases.find(is_alias).map(|(_, right)| *right)
    }
}

/// A word as keys are written.
fn folded(word: &str) -> String {
    word.to_lowercase().replace(['_', ' '], "-")
}

/// The fields of one table.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'t, 's> {
    pub(crate) table: &'t DeTable<'s>,
    /// The first byte and the end of its header; for the whole file, of the first line.
    pub(crate) header: (usize, usize),
    pub(crate) scope: &'static Scope,
}

impl<'t, 's> Fields<'t, 's> {
    pub(crate) fn span(self) -> Range<usize> {
        self.header.0..self.header.1
    }

    pub(crate) fn value(self, key: &str) -> Option<&'t Spanned<DeValue<'s>>> {
        self.table.get(key)
    }

    /// The string at `key`; `None` if there is nothing, or something else, which is reported.
    pub(crate) fn string(self, key: &str, faults: &mut Faults<'_>) -> Option<&'t str> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(text),
            other => {
                wrong_type(faults, key, value.span(), Expected::String, other);
                None
            }
        }
    }

    /// A string that must be there and show more than white space; reported, once, if it does not.
    pub(crate) fn required(
        self,
        key: &str,
        example: &str,
        faults: &mut Faults<'_>,
    ) -> Option<&'t str> {
        let name = self.scope.name;
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
    pub(crate) fn has_broken(self, key: &str, faults: &Faults<'_>) -> bool {
        let header = self.scope.file.map_or(0, |_| self.header.1);
        faults.has_broken(key, header)
    }

    /// The address of a story's source, even if it cannot be opened, which is reported.
    pub(crate) fn link(self, faults: &mut Faults<'_>) -> &'t str {
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
    pub(crate) fn strings(self, key: &str, faults: &mut Faults<'_>) -> Vec<&'t str> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let DeValue::Array(array) = value.get_ref() else {
            wrong_type(
                faults,
                key,
                value.span(),
                Expected::Strings,
                value.get_ref(),
            );
            return Vec::new();
        };
        let mut strings = Vec::with_capacity(array.len());
        for item in array {
            match item.get_ref() {
                DeValue::String(text) => strings.push(text.as_ref()),
                other => wrong_item(faults, key, item.span(), other),
            }
        }
        strings
    }

    /// The tables of `[[key]]`. A single `[key]` is reported, and read as if it had two brackets.
    pub(crate) fn tables(
        self,
        key: &str,
        scope: &'static Scope,
        faults: &mut Faults<'_>,
    ) -> Vec<Fields<'t, 's>> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let header = format!("{}{key}", self.scope.prefix);
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
                    Expected::Other(&format!("a table under [[{header}]]")),
                    other,
                ),
            }
        }
        tables
    }

    /// Reports every key that this table should not have.
    pub(crate) fn report_unknown_keys(self, severity: Severity, faults: &mut Faults<'_>) {
        for key in self.unknown_keys() {
            self.report_unknown_key(key, severity, faults);
        }
    }

    /// The keys that this table should not have.
    pub(crate) fn unknown_keys(self) -> impl Iterator<Item = &'t Spanned<DeString<'s>>> {
        let is_known = move |key: &str| self.scope.keys.contains(&key);
        self.table
            .keys()
            .filter(move |key| !is_known(key.get_ref()))
    }

    pub(crate) fn report_unknown_key(
        self,
        key: &Spanned<DeString<'_>>,
        severity: Severity,
        faults: &mut Faults<'_>,
    ) {
        if faults.is_broken(&key.span()) {
            return;
        }
        let written = shown(key.get_ref());
        let message = format!("unknown key `{written}` in {}", self.scope.name);
        faults.add(severity, key.span(), &message, || {
            Some(self.help_for_unknown(key.get_ref()))
        });
    }

    fn help_for_unknown(self, key: &str) -> String {
        let scope = self.scope;
        if let Some((_, help)) = scope.helps.iter().find(|(wrong, _)| *wrong == key) {
            return (*help).to_owned();
        }
        let is_of_file = |(file, _): &(&Scope, &str)| file.keys.contains(&key);
        if let Some((_, help)) = scope.file.filter(is_of_file)
            && scope.of_alias(key).is_none()
        {
            return help.to_owned();
        }
        match scope.key_meant(key) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("known here are {}", self.scope.keys.join(", ")),
        }
    }
}
