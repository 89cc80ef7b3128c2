//! Which addresses may be opened.

use crate::text::DisplayText;

/// Whether a link may be opened.
pub fn is_openable(address: &str) -> bool {
    refusal(address).is_none()
}

/// The host of an address that may be opened, with its port; of a mail address, what comes after the `@`. Read
/// as a browser does, so that `https://known.example@other.example` is seen to lead to `other.example`.
pub fn host(address: &str) -> &str {
    let (scheme, rest) = address.split_once(':').unwrap_or(("", address));
    let is_mail = scheme.eq_ignore_ascii_case("mailto");
    let rest = rest.trim_start_matches(['/', '\\']);
    let ends: &[char] = if is_mail {
        &['?', ',']
    } else {
        &['/', '\\', '?', '#']
    };
    let end = rest.find(ends).unwrap_or(rest.len());
    let authority = &rest[..end];
    authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host)
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

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn the_host_is_the_one_that_a_browser_goes_to() {
        for (address, expected) in [
            ("https://a.example/b?c#d", "a.example"),
            ("HTTP://a.example:8080", "a.example:8080"),
            ("https://known.example@other.example/", "other.example"),
            ("https://known.example:80@other.example", "other.example"),
            ("https://other.example\\@known.example", "other.example"),
            ("https:///other.example?@known.example", "other.example"),
            ("https://other.example#@known.example", "other.example"),
            ("mailto:name@a.example?subject=b@c", "a.example"),
            ("mailto:nobody", "nobody"),
        ] {
            assert_eq!(host(address), expected, "{address}");
        }
    }
}
