//! Addresses: made absolute, checked, and freed of what only tracks who follows them.

use crate::text::DisplayText;

/// A longer address is dropped.
const MAX_ADDRESS: usize = 8 << 10;
/// Parameters that say where a click came from, beside all that start with `utm_`.
const TRACKING: &[&str] = &[
    "_hsenc",
    "_hsmi",
    "_openstat",
    "dclid",
    "fbclid",
    "gbraid",
    "gclid",
    "gclsrc",
    "igshid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "ml_subscriber",
    "ml_subscriber_hash",
    "msclkid",
    "oly_anon_id",
    "oly_enc_id",
    "vero_conv",
    "vero_id",
    "wbraid",
    "wickedid",
    "wt_mc",
    "yclid",
];

/// Resolves `address` against `base` (RFC 3986) and cleans it. `None` when it is empty or too long,
/// stays relative, or has another scheme than http, https and mailto.
///
/// What is returned has neither white space nor control characters, nor `<`, `>`, `"`, `\` or a backtick.
pub(super) fn absolute(address: &str, base: Option<&str>) -> Option<String> {
    let address = without_line_breaks(address)?;
    let full = match split_scheme(&address) {
        Some((scheme, rest)) if is_web(scheme) => with_host(scheme, rest)?,
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("mailto") => {
            let (to, _) = rest.split_once('?').unwrap_or((rest, ""));
            return (to.contains('@')).then(|| encoded(&format!("mailto:{rest}")));
        }
        Some(_) => return None,
        None => relative(&address, base)?,
    };
    Some(encoded(&without_tracking(&full)))
}

/// White space around an address, and line breaks and tabs within it, mean nothing.
fn without_line_breaks(address: &str) -> Option<String> {
    let is_blank = |c: char| c.is_whitespace() || c.is_control();
    let address = address.trim_matches(is_blank);
    if address.is_empty() || address.len() > MAX_ADDRESS {
        return None;
    }
    Some(address.replace(['\n', '\r', '\t'], ""))
}

fn is_web(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

/// The scheme and what follows its colon.
fn split_scheme(address: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = address.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    is_scheme.then_some((scheme, rest))
}

/// The address if `rest`, what follows the scheme, names a host. More than two slashes before it are
/// taken for two, as browsers do.
fn with_host(scheme: &str, rest: &str) -> Option<String> {
    let rest = rest.strip_prefix("//")?.trim_start_matches('/');
    let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let is_host = host.starts_with(|c: char| c.is_alphanumeric() || c == '[' || c == '_')
        && !host
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "<>\"\\`^{|}".contains(c));
    is_host.then(|| format!("{}://{rest}", scheme.to_ascii_lowercase()))
}

fn relative(reference: &str, base: Option<&str>) -> Option<String> {
    let base = base.and_then(without_line_breaks);
    let base = base.as_deref().and_then(split_scheme);
    let base = base.filter(|(scheme, _)| is_web(scheme));
    if reference.starts_with("//") {
        return with_host(base.map_or("https", |(scheme, _)| scheme), reference);
    }
    let (scheme, rest) = base?;
    let base = with_host(scheme, rest)?;
    let (base, _) = base.split_once('#').unwrap_or((&base, ""));
    if reference.starts_with('#') {
        return Some(format!("{base}{reference}"));
    }
    let (base, _) = base.split_once('?').unwrap_or((base, ""));
    if reference.starts_with('?') {
        return Some(format!("{base}{reference}"));
    }
    let host_end = base.find("://")? + 3;
    let host_end = base[host_end..]
        .find('/')
        .map_or(base.len(), |at| host_end + at);
    let (host, base_path) = base.split_at(host_end);
    let path_end = reference.find(['?', '#']).unwrap_or(reference.len());
    let (path, rest) = reference.split_at(path_end);
    let path = if path.starts_with('/') {
        without_dots(path)
    } else {
        let folder = base_path.rfind('/').map_or("", |at| &base_path[..at]);
        without_dots(&format!("{folder}/{path}"))
    };
    Some(format!("{host}{path}{rest}"))
}

/// Carries out the segments `.` and `..` of a path that starts with a slash.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                if segments.peek().is_none() {
                    kept.push("");
                }
            }
            _ => kept.push(segment),
        }
    }
    format!("/{}", kept.join("/"))
}

fn without_tracking(address: &str) -> String {
    let (before, fragment) = match address.split_once('#') {
        Some((before, fragment)) => (before, Some(fragment)),
        None => (address, None),
    };
    let (path, query) = before.split_once('?').unwrap_or((before, ""));
    let mut clean = path.to_owned();
    let kept = query.split('&').filter(|parameter| !is_tracking(parameter));
    let kept = kept.collect::<Vec<_>>().join("&");
    if !kept.is_empty() {
        clean.push('?');
        clean.push_str(&kept);
    }
    if let Some(fragment) = fragment.filter(|fragment| !is_tracking(fragment)) {
        clean.push('#');
        clean.push_str(fragment);
    }
    clean
}

fn is_tracking(parameter: &str) -> bool {
    let name = parameter.split(['=', '&']).next().unwrap_or(parameter);
    // Addresses that were escaped twice.
    let name = name.strip_prefix("amp;").unwrap_or(name);
    let name = name.to_ascii_lowercase();
    name.starts_with("utm_") || TRACKING.contains(&name.as_str())
}

/// Percent-encodes what an address may not hold and, in an address that the gate would change, all that
/// is not ASCII.
fn encoded(address: &str) -> String {
    let is_safe = DisplayText::line(address).as_display().as_str() == address;
    let mut encoded = String::with_capacity(address.len());
    for c in address.chars() {
        let is_bad = c.is_whitespace() || c.is_control() || "<>\"\\`".contains(c);
        if is_bad || !(is_safe || c.is_ascii()) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                encoded.push('%');
                encoded.extend(hex(byte));
            }
        } else {
            encoded.push(c);
        }
    }
    encoded
}

fn hex(byte: u8) -> [char; 2] {
    [byte >> 4, byte & 15].map(|digit| {
        let digit = char::from_digit(u32::from(digit), 16);
        digit.unwrap_or_default().to_ascii_uppercase()
    })
}

#[cfg(test)]
mod tests {
    use super::absolute;

    #[test]
    fn references_are_resolved_as_rfc_3986_says() {
        let base = Some("http://a/b/c/d;p?q#f");
        for (reference, address) in [
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y#s", "http://a/b/c/g?y#s"),
            ("#s", "http://a/b/c/d;p?q#s"),
            (".", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../../../g", "http://a/g"),
            ("/./g/../h", "http://a/h"),
            ("g;x=1/../y", "http://a/b/c/y"),
            ("g?y/../x", "http://a/b/c/g?y/../x"),
        ] {
            assert_eq!(
                absolute(reference, base).as_deref(),
                Some(address),
                "{reference}"
            );
        }
        let at_root = absolute("x", Some("https://a"));
        assert_eq!(at_root.as_deref(), Some("https://a/x"));
        let without_base = absolute("//a.org/x", None);
        assert_eq!(without_base.as_deref(), Some("https://a.org/x"));
    }

    #[test]
    fn other_schemes_and_what_stays_relative_are_dropped() {
        for address in [
            "",
            " \n",
            "x",
            "/x",
            "#x",
            "javascript:alert(1)",
            "JavaScript:x",
            "java\nscript:x",
            "data:text/html,x",
            "ftp://a/b",
            "http:",
            "http://",
            "https:x",
            "http://?x",
            "http://a b/",
            "http://<script>/",
            "tag:a.org,2031:1",
            "urn:uuid:1",
            "mailto:",
            "mailto:nobody",
        ] {
            assert_eq!(absolute(address, None), None, "{address}");
        }
        assert_eq!(absolute("x", Some("ftp://a/b")), None);
        assert_eq!(absolute("x", Some("tag:a.org,2031:1")), None);
        assert_eq!(
            absolute(&format!("https://a/{}", "x".repeat(9000)), None),
            None
        );
    }

    #[test]
    fn an_address_is_cleaned() {
        for (address, clean) in [
            ("  HTTPS://A.org/x\n", "https://A.org/x"),
            ("https://a/long\n  er", "https://a/long%20%20er"),
            ("https:////a/x", "https://a/x"),
            ("https://a/x y\"<z>`", "https://a/x%20y%22%3Cz%3E%60"),
            ("https://a/\u{1b}]8", "https://a/%1B]8"),
            ("https://münchen.de/straße", "https://münchen.de/straße"),
            ("https://a/ü\u{202e}x", "https://a/%C3%BC%E2%80%AEx"),
            (
                "mailto:ann@a.org?subject=a b",
                "mailto:ann@a.org?subject=a%20b",
            ),
        ] {
            assert_eq!(absolute(address, None).as_deref(), Some(clean), "{address}");
        }
    }

    #[test]
    fn parameters_that_only_track_are_dropped() {
        for (address, clean) in [
            (
                "https://a/x?utm_source=rss&id=3&UTM_medium=feed",
                "https://a/x?id=3",
            ),
            ("https://a/x?utm_source=rss", "https://a/x"),
            (
                "https://a/x?id=3&amp;utm_source=rss#top",
                "https://a/x?id=3#top",
            ),
            (
                "https://a/x?fbclid=1#utm_source=rss&utm_medium=x",
                "https://a/x",
            ),
            ("https://a/x?a&b=&c=d=e", "https://a/x?a&b=&c=d=e"),
            (
                "https://a/x?u=https://b/?utm_source=1",
                "https://a/x?u=https://b/?utm_source=1",
            ),
        ] {
            assert_eq!(absolute(address, None).as_deref(), Some(clean), "{address}");
        }
    }
}
