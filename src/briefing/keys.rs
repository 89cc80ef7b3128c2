//! The keys of a briefing.

use super::fields::Scope;

pub(super) static EDITION: Scope = Scope {
    name: "the edition",
    prefix: "",
    keys: &[
        "title", "date", "source", "edition", "summary", "id", "story", "section",
    ],
    aliases: &ALIASES,
    helps: &[],
    file: None,
};

pub(super) static SECTION: Scope = Scope {
    name: "section",
    prefix: "section.",
    keys: &["title", "key", "story"],
    aliases: &ALIASES,
    helps: &[],
    file: Some((&EDITION, SLIPPED)),
};

pub(super) static STORY: Scope = Scope {
    name: "story",
    prefix: "",
    keys: &[
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
    aliases: &ALIASES,
    helps: &[(
        "title",
        "did you mean `headline`? the edition’s title goes above the first `[[story]]` or `[[section]]`",
    )],
    file: Some((&EDITION, SLIPPED)),
};

const SLIPPED: &str =
    "it belongs to the edition: move it above the first `[[section]]` or `[[story]]`";

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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::SCHEMA;
    use super::{EDITION, SECTION, STORY};

    #[test]
    fn the_schema_has_the_known_keys() {
        let schema: serde_json::Value = serde_json::from_str(SCHEMA).unwrap();
        for (scope, place) in [
            (&EDITION, "/properties"),
            (&SECTION, "/definitions/section/properties"),
            (&STORY, "/definitions/story/properties"),
        ] {
            let properties = schema.pointer(place).unwrap().as_object().unwrap();
            let described: BTreeSet<_> = properties.keys().map(String::as_str).collect();
            assert_eq!(described, scope.keys.iter().copied().collect());
            for (key, property) in properties {
                assert!(property["description"].is_string(), "{key}");
            }
        }
    }
}
