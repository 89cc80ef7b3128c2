//! A start tag and its attributes.

use quick_xml::events::attributes::Attributes;

use super::namespace::Namespace;
use crate::import::entity;

/// A start tag.
#[derive(Clone, Copy)]
pub(in crate::import) struct Tag<'a> {
    /// With its prefix.
    pub(in crate::import) name: &'a str,
    pub(super) namespace: Namespace,
    /// As they are written.
    pub(super) attributes: &'a str,
    /// Its first byte in the source.
    pub(in crate::import) at: usize,
}

impl<'a> Tag<'a> {
    pub(in crate::import) fn local(&self) -> &'a str {
        self.name.rsplit(':').next().unwrap_or(self.name)
    }

    /// An attribute by its name without prefix, with its references resolved.
    pub(in crate::import) fn attribute(&self, local: &str) -> Option<String> {
        let mut attributes = Attributes::html(self.attributes, 0);
        let found = attributes.with_checks(false).flatten().find(|attribute| {
            let name = attribute.key.as_ref();
            name.rsplit(':')
                .next()
                .unwrap_or(name)
                .eq_ignore_ascii_case(local)
        })?;
        Some(entity::unescape(&found.value).trim().to_owned())
    }

    /// Its `xml:base`.
    pub(super) fn base(&self) -> Option<String> {
        self.attribute_named("xml:base")
    }

    /// All attributes with their whole names, their references resolved.
    pub(in crate::import) fn attributes(&self) -> Vec<(String, String)> {
        let mut attributes = Attributes::html(self.attributes, 0);
        let attributes = attributes.with_checks(false).flatten();
        let attributes = attributes.map(|attribute| {
            let value = entity::unescape(&attribute.value).trim().to_owned();
            (attribute.key.as_ref().to_owned(), value)
        });
        attributes.collect()
    }

    /// An attribute by its whole name, with its references resolved.
    pub(in crate::import) fn attribute_named(&self, name: &str) -> Option<String> {
        let mut attributes = Attributes::html(self.attributes, 0);
        let mut attributes = attributes.with_checks(false).flatten();
        let found = attributes.find(|attribute| attribute.key.as_ref() == name)?;
        Some(entity::unescape(&found.value).trim().to_owned())
    }
}
