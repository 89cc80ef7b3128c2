//! Addresses and paths as users write them.

use std::path::Path;

use super::Origin;
use super::address::{WrongAddress, check_address};

impl Origin {
    /// Where an address leads; a `file:` address is a path.
    ///
    /// # Errors
    /// When it cannot be used.
    pub fn of_address(text: &str) -> Result<Self, WrongAddress> {
        match text.get(..5) {
            Some(scheme) if scheme.eq_ignore_ascii_case("file:") => {
                check_path(path_of(&text[5..])?).map(Self::Path)
            }
            _ => check_address(text).map(|_| Self::Url(text.to_owned())),
        }
    }

    /// Where a path leads, which must not depend on the folder that the program is started in.
    ///
    /// # Errors
    /// When it cannot be used.
    pub fn of_path(text: &str) -> Result<Self, WrongAddress> {
        check_path(text.to_owned()).map(Self::Path)
    }
}

/// The path in what follows `file:`.
fn path_of(rest: &str) -> Result<String, WrongAddress> {
    let other_host = || {
        WrongAddress::new(
            "this file: address does not name a file of this machine",
            "write it as file:///home/…, or path = \"~/…\"",
        )
    };
    let path = match rest.strip_prefix("//") {
        Some(rest) => rest.strip_prefix("localhost").unwrap_or(rest),
        None => rest,
    };
    if !path.starts_with('/') {
        return Err(other_host());
    }
    let path = decoded(path).ok_or_else(other_host)?;
    // file:///C:/feeds
    let is_drive =
        path.as_bytes().get(2) == Some(&b':') && path.as_bytes()[1].is_ascii_alphabetic();
    Ok(if is_drive { path[1..].to_owned() } else { path })
}

/// Text without its percent-encoding; `None` if that is no text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        let hex = |digit: &u8| char::from(*digit).to_digit(16);
        match (byte, after) {
            (b'%', [high, low, after @ ..]) if hex(high).is_some() && hex(low).is_some() => {
                let byte = u8::from_str_radix(str::from_utf8(&[*high, *low]).ok()?, 16).ok()?;
                bytes.push(byte);
                rest = after;
            }
            _ => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

fn check_path(path: String) -> Result<String, WrongAddress> {
    if path.is_empty() {
        return Err(WrongAddress::new(
            "path is empty",
            "write path = \"~/…\", or another whole path",
        ));
    }
    if path.contains(|c: char| c.is_control()) {
        return Err(WrongAddress::new(
            "the path has a control character in it",
            "rename the file or the folder",
        ));
    }
    let is_whole = path == "~" || path.starts_with("~/") || Path::new(&path).is_absolute();
    if is_whole {
        Ok(path)
    } else {
        Err(WrongAddress::new(
            "the path depends on the folder that roundup is started in",
            "write it from / or ~/ on",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Origin;

    #[test]
    fn a_file_address_is_a_path() {
        for (text, path) in [
            ("file:///home/ann/feed.xml", "/home/ann/feed.xml"),
            ("FILE:/home/ann/my%20feed.xml", "/home/ann/my feed.xml"),
            ("file://localhost/f%C3%BCr%", "/für%"),
        ] {
            let origin = Origin::of_address(text);
            assert_eq!(origin, Ok(Origin::Path(path.to_owned())));
        }
        for text in [
            "file://server/share/feed.xml",
            "file:feed.xml",
            "file:///%ff",
            "file:///a%00b",
            "file:",
        ] {
            assert!(Origin::of_address(text).is_err(), "{text}");
        }
    }
}
