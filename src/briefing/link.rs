//! Which addresses may be opened.

use crate::text::DisplayText;

/// Whether a link may be opened.
pub fn is_openable(address: &str) -> bool {
    refusal(address).is_none()
}

/// Why a link may not be opened: its scheme, or characters that would not be shown as they are.
pub fn refusal(address: &str) -> Option<&'static str> {
    let known = ["http://", "https://", "mailto:"].iter().any(|scheme| {
        address
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    if !known {
        Some("only addresses that start with http://, https:// or mailto: can be opened")
    } else if *DisplayText::line(address) == *address {
        None
    } else {
        Some("it holds characters that cannot be shown: write them with % or leave them out")
    }
}
