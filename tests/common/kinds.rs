//! A screen of each kind: `tests/actions.rs` holds that none is missing.

/// Screens of each kind, and states of them that respond differently: a name, and the keys that open it.
pub(crate) const SCREENS: [(&str, &str); 15] = [
    ("edition", ""),
    ("article", "<Enter>"),
    ("zen", "z"),
    ("closing", "G<Enter>G<Space>"),
    ("search", "/tide<Enter>"),
    ("typing", "/tide"),
    ("archive", "a"),
    ("year", "a<Tab>"),
    ("date", "a2"),
    ("faults", "!"),
    ("sections", "g"),
    ("tags", "t"),
    ("links", "o"),
    ("help", "?"),
    ("themes", "T"),
];
