//! Tells the kind of a document by its contents.

use super::document::{Document, Kind, MAX_BYTES, Options, Unreadable};
use super::{encoding, feed, mail, markdown, mbox, page, text, words};
use crate::text::DisplayText;

/// The bytes at the start of a document that decide its kind.
pub const HEAD: usize = 64 << 10;
/// In bytes: a feed starts before this. Some servers send error messages first.
const BEFORE_FEED: usize = 8 << 10;
/// Headers, in lower case. Nearly every mail has some of them.
#[rustfmt::skip]
const HEADERS: &[&str] = &[
    "bcc", "cc", "content-transfer-encoding", "content-type", "date", "delivered-to", "dkim-signature", "from",
    "in-reply-to", "list-id", "message-id", "mime-version", "newsgroups", "received", "references", "reply-to",
    "return-path", "sender", "subject", "to", "x-mailer",
];
/// What files of other kinds begin with.
#[rustfmt::skip]
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF"), (b"PK\x03\x04", "a ZIP archive, an EPUB or an office document"),
    (b"\x1F\x8B", "compressed with gzip; unpack it first"), (b"BZh", "compressed with bzip2; unpack it first"),
    (b"\xFD7zXZ", "compressed with xz; unpack it first"), (b"\x28\xB5\x2F\xFD", "compressed with zstd; unpack it first"),
    (b"\x89PNG", "a PNG image"), (b"\xFF\xD8\xFF", "a JPEG image"), (b"GIF8", "a GIF image"), (b"RIFF", "sound, video or a WebP image"),
    (b"\x7FELF", "a program"), (b"ID3", "an MP3 file"), (b"OggS", "an Ogg file"), (b"{\\rtf", "an RTF document"), (b"SQLite format", "an SQLite database"),
];

pub(super) fn read(bytes: &[u8], options: &Options) -> Result<Document, Unreadable> {
    if bytes.len() > MAX_BYTES {
        let message = format!("this is larger than {} MiB", MAX_BYTES >> 20);
        return Err(Unreadable::whole(message));
    }
    let kind = match options.kind {
        Some(kind) => kind,
        None => of(bytes)?,
    };
    match kind {
        Kind::Mail => mail::read(bytes, options),
        Kind::Mbox => only_mail(bytes, options),
        Kind::Feed => feed::read(&encoding::decode(bytes), options),
        Kind::Page => page::read(&encoding::decode(bytes), options),
        Kind::Markdown => markdown::read(&encoding::decode(bytes), options),
        Kind::Text => text::read(&encoding::decode(bytes), options),
    }
}

/// The mail of an mbox that holds no more than one.
fn only_mail(mbox: &[u8], options: &Options) -> Result<Document, Unreadable> {
    let mut mails = mbox::mails(mbox);
    match (mails.next(), mails.next()) {
        (
            Some(Ok(mbox::Mail {
                bytes: Some(mail), ..
            })),
            None,
        ) => mail::read(&mail, options),
        (None, _) => Err(Unreadable::whole("this is no mbox: no line starts a mail")),
        _ => Err(Unreadable::whole(
            "this is an mbox of several mails, which are read one by one",
        )),
    }
}

pub(super) fn of(head: &[u8]) -> Result<Kind, Unreadable> {
    let head = &head[..head.len().min(HEAD)];
    if let Some((_, name)) = SIGNATURES.iter().find(|(start, _)| head.starts_with(start)) {
        return Err(Unreadable::whole(format!("this is {name}")));
    }
    let text = encoding::decode(head);
    let text = text.trim_start();
    if text.is_empty() {
        return Err(Unreadable::whole("this is empty"));
    }
    let dropped = head
        .iter()
        .filter(|&&byte| byte < b' ' && !matches!(byte, b'\t'..=b'\r' | 0x1B))
        .count();
    if text.starts_with("From ") && is_mbox(text) {
        return Ok(Kind::Mbox);
    }
    if is_mail(text) {
        return Ok(Kind::Mail);
    }
    if text.starts_with(['{', '[']) && has_json_shape(text) {
        return json(text);
    }
    if let Some(kind) = markup(text)? {
        return Ok(kind);
    }
    // Half the bytes of UTF-16 are zeros, yet all of it is text once decoded.
    if dropped * 10 > text.chars().count() {
        return Err(Unreadable::whole(
            "this is no text: it is full of control characters",
        ));
    }
    if is_briefing(text) {
        return Err(Unreadable::whole(
            "this is a briefing; it can be read as it is",
        ));
    }
    Ok(if is_markdown(text) {
        Kind::Markdown
    } else {
        Kind::Text
    })
}

/// A line `From ann@a.org Wed Apr  2 08:30:05 2031`, and headers below it.
fn is_mbox(text: &str) -> bool {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let next = lines.next().unwrap_or_default().trim_start_matches('>');
    mbox::is_separator(first.as_bytes()) && header_name(next).is_some()
}

/// The name of the header in a line of a mail.
fn header_name(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(':')?;
    let name = name.trim_end();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic());
    is_name.then_some(name)
}

/// Headers up to the first empty line, at least two of them those of mails.
fn is_mail(text: &str) -> bool {
    let first = text.get(..40).unwrap_or(text).to_ascii_lowercase();
    if first.starts_with("content-type: multipart/") {
        return true;
    }
    let mut known = 0;
    for line in text.lines() {
        if line.trim().is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) || line.starts_with("From ") || line.starts_with(">From ")
        {
            continue;
        }
        let Some(name) = header_name(line) else {
            // One bad line among headers does not matter.
            if known >= 3 {
                continue;
            }
            return false;
        };
        known += usize::from(
            HEADERS
                .iter()
                .any(|header| header.eq_ignore_ascii_case(name)),
        );
    }
    known >= 2
}

/// Whether the brace or bracket at the start begins JSON rather than prose.
fn has_json_shape(text: &str) -> bool {
    let inner = text[1..].trim_start();
    match text.as_bytes()[0] {
        b'{' => inner.starts_with(['"', '}']),
        _ => inner.starts_with(['{', '"']),
    }
}

fn json(text: &str) -> Result<Kind, Unreadable> {
    let is_feed = text.starts_with('{')
        && ["jsonfeed.org", "\"items\"", "\"rss\""]
            .iter()
            .any(|part| text.contains(part));
    if is_feed {
        return Ok(Kind::Feed);
    }
    Err(Unreadable::whole(
        "this is JSON, but no JSON Feed: it has neither a version nor items",
    ))
}

/// The kind of XML or HTML; `None` for what is neither.
fn markup(text: &str) -> Result<Option<Kind>, Unreadable> {
    let Some(root) = root(text) else {
        if feed_behind(text) {
            return Ok(Some(Kind::Feed));
        }
        if text.starts_with("<?xml") {
            return Err(Unreadable::whole(
                "this is XML that ends before its first element",
            ));
        }
        return Ok(None);
    };
    let local = root.rsplit(':').next().unwrap_or(root).to_ascii_lowercase();
    match local.as_str() {
        "rss" | "rdf" | "feed" | "channel" | "entry" => Ok(Some(Kind::Feed)),
        "opml" => Err(Unreadable::whole(
            "this is OPML, a list of feeds, not a feed",
        )),
        "urlset" | "sitemapindex" => Err(Unreadable::whole("this is a sitemap, not a feed")),
        "html" => Ok(Some(Kind::Page)),
        _ if feed_behind(text) => Ok(Some(Kind::Feed)),
        _ if words::has_tags(&format!("<{root}>")) && !text.starts_with("<?xml") => {
            Ok(Some(Kind::Page))
        }
        _ if text.starts_with("<?xml") || text.contains("xmlns") => {
            let root: String = DisplayText::line(root).chars().take(40).collect();
            let message = format!("this is XML, but no feed: it starts with <{root}>");
            Err(Unreadable::whole(message))
        }
        _ => Ok(None),
    }
}

/// The name of the first element, if the text starts with markup.
fn root(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start().strip_prefix('<')?;
        if rest.len() >= 8 && rest.is_char_boundary(8) && rest[..8].eq_ignore_ascii_case("!doctype")
        {
            if rest[8..]
                .trim_start()
                .get(..4)
                .is_some_and(|name| name.eq_ignore_ascii_case("html"))
            {
                return Some("html");
            }
            let is_internal = rest
                .find('[')
                .is_some_and(|at| rest.find('>').is_none_or(|end| at < end));
            rest = if is_internal {
                rest.split_once("]>").or(rest.split_once("] >"))?.1
            } else {
                rest.split_once('>')?.1
            };
        } else if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
        } else if rest.starts_with('?') {
            rest = rest.split_once('>')?.1;
        } else {
            let end = rest
                .find(|c: char| c.is_whitespace() || c == '>' || c == '/')
                .unwrap_or(rest.len());
            let name = &rest[..end];
            return name
                .starts_with(|c: char| c.is_alphabetic() || c == '_')
                .then_some(name);
        }
    }
}

/// Whether a feed follows something that does not belong before it.
fn feed_behind(text: &str) -> bool {
    let mut end = text.len().min(BEFORE_FEED);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    let first = ["<rss ", "<rss>", "<rdf:RDF", "<feed xmlns", "<channel>"]
        .iter()
        .filter_map(|root| head.find(root))
        .min();
    first.is_some_and(|at| !head[..at].to_ascii_lowercase().contains("<html"))
}

/// The TOML of an edition. A folder that is imported may hold the editions of earlier imports, which must
/// not become stories themselves.
fn is_briefing(text: &str) -> bool {
    let is_code = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    let starts_with_key = text.lines().find(is_code).is_some_and(|line| {
        let (key, _) = line.split_once('=').unwrap_or_default();
        matches!(
            key.trim_end(),
            "title" | "date" | "source" | "edition" | "summary" | "id"
        )
    });
    let mut lines = text.lines().map(str::trim_end);
    starts_with_key && lines.any(|line| line == "[[story]]" || line == "[[section]]")
}

/// Headings, fences, links or front matter.
fn is_markdown(text: &str) -> bool {
    let is_heading = |line: &str| {
        let rest = line.trim_start_matches('#');
        let level = line.len() - rest.len();
        (1..=6).contains(&level) && rest.starts_with(' ')
    };
    let has_front_matter = text.starts_with("---\n") && text[4..].contains("\n---\n");
    let has_emphasis = text.split("**").count() > 4;
    has_front_matter
        || has_emphasis
        || text.contains("](http")
        || text
            .lines()
            .any(|line| is_heading(line) || line.starts_with("```"))
}

#[cfg(test)]
mod tests {
    use super::{Kind, of};

    #[test]
    fn xml_without_an_element_is_nothing() {
        assert!(of(b"<?xml vers").is_err());
        assert!(of(b"<?xml version='1.0'?>\n<!-- x").is_err());
    }

    #[test]
    fn every_kind_is_told_by_its_contents() {
        for (text, kind) in [
            (
                "<?xml version='1.0'?>\n<!-- c -->\n<rss version='0.91'>",
                Kind::Feed,
            ),
            (
                "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'b'>]><rss>",
                Kind::Feed,
            ),
            ("<rdf:RDF xmlns='x'>", Kind::Feed),
            ("<Channel xmlns='http://purl.org/net/rss1.1#'>", Kind::Feed),
            ("<feed xmlns='http://www.w3.org/2005/Atom'>", Kind::Feed),
            ("<atom:feed>", Kind::Feed),
            ("\n\n  <?xml version='1.0'?><rss>", Kind::Feed),
            (
                "<b>Warning</b>: deprecated\n<rss version='2.0'>",
                Kind::Feed,
            ),
            (
                "Notice: x in y on line 3\n<?xml version='1.0'?><rss version='2.0'>",
                Kind::Feed,
            ),
            (
                "{\"version\": \"http://jsonfeed.org/version/1\"",
                Kind::Feed,
            ),
            ("{ \"items\": []}", Kind::Feed),
            ("{\"rss\": {\"channel\"", Kind::Feed),
            ("<!DOCTYPE html><p>x", Kind::Page),
            ("<!doctype HTML public \"x\">\n<rss>", Kind::Page),
            (
                "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>",
                Kind::Page,
            ),
            ("<!-- x --><div class='a'>x", Kind::Page),
            ("From: ann@a.org\nSubject: Hello\n\nText", Kind::Mail),
            (
                "Received: from a\n\tby b\nDate: Wed, 2 Apr 2031\nX-Odd: 1\n\n<html>",
                Kind::Mail,
            ),
            (
                "From ann@a.org Wed Apr  2 08:30:05 2031\nFrom: Ann\n\nx",
                Kind::Mbox,
            ),
            (
                "From ann: a note\nFrom: Ann\nSubject: Hello\n\nText",
                Kind::Mail,
            ),
            ("# Heading\n\nText", Kind::Markdown),
            (
                "# The format\n\n```toml\ntitle = \"T\"\n[[story]]\n```",
                Kind::Markdown,
            ),
            ("---\ntitle: x\n---\nText", Kind::Markdown),
            ("See [this](https://a.org).", Kind::Markdown),
            ("Hello.\n\nFrom here on: text.", Kind::Text),
            ("From here to: there\nit is far", Kind::Text),
            ("Note: this is text\nand more", Kind::Text),
            ("{this is no JSON}", Kind::Text),
            ("i <3 this", Kind::Text),
        ] {
            assert_eq!(of(text.as_bytes()).ok(), Some(kind), "{text}");
        }
        let utf_16: Vec<u8> = "<rss>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(of(&utf_16).ok(), Some(Kind::Feed));
    }

    #[test]
    fn what_is_none_of_them_is_named() {
        for (bytes, message) in [
            (&b""[..], "this is empty"),
            (b" \n\0 ", "this is empty"),
            (b"%PDF-1.7", "this is a PDF"),
            (
                b"<?xml version='1.0'?><opml>",
                "this is OPML, a list of feeds, not a feed",
            ),
            (
                b"<?xml version='1.0'?><svg:svg>",
                "this is XML, but no feed: it starts with <svg:svg>",
            ),
            (
                b"<?xml version='1.0'?><a\xE2\x80\xAEb/>",
                "this is XML, but no feed: it starts with <a\u{FFFD}b>",
            ),
            (
                b"{\"a\": 1}",
                "this is JSON, but no JSON Feed: it has neither a version nor items",
            ),
            (
                b"# By hand.\n\ntitle = \"T\"\ndate = 2016-01-12\n\n[[section]]\ntitle = \"A\"\n",
                "this is a briefing; it can be read as it is",
            ),
            (
                b"\x01\x02\x03\x04\x05\x06abcdefgh",
                "this is no text: it is full of control characters",
            ),
        ] {
            assert_eq!(of(bytes).unwrap_err().message, message);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_have_a_kind_or_an_error(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            let _ = of(&bytes);
        }
    }
}
