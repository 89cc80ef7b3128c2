//! The parts of a mail that are read.

use mailparse::body::Body as Encoded;
use mailparse::{DispositionType, ParsedMail};

use super::header;
use crate::import::{encoding, html, text, words};

/// Mails in mails, nested deeper than this, are left out.
const MAX_MAILS: usize = 8;

/// What a mail says.
#[derive(Default)]
pub(super) struct Body {
    /// CommonMark.
    pub(super) markdown: String,
    /// What that was made of, if it is one part.
    pub(super) html: Option<String>,
    pub(super) text: Option<String>,
    pub(super) is_flattened: bool,
}

/// One part of a mail that is text.
struct Part {
    markdown: String,
    source: Source,
    is_flattened: bool,
    /// Whether it is of a mail that comes as an attached file.
    is_attached: bool,
}

/// Which mails a part is in.
#[derive(Clone, Copy, Default)]
struct Within {
    /// How many, beside the outermost.
    mails: usize,
    /// Whether one of them comes as an attached file.
    is_attached: bool,
}

enum Source {
    Html(String),
    Text(String),
    /// A mail within the mail.
    Mail,
}

pub(super) fn read(mail: &ParsedMail<'_>, base: Option<&str>) -> Body {
    let mut parts = Vec::new();
    collect(mail, base, Within::default(), &mut parts);
    parts.retain(|part| !part.markdown.trim().is_empty());
    without_attached(&mut parts);
    let mut body = Body {
        is_flattened: parts.iter().any(|part| part.is_flattened),
        ..Body::default()
    };
    for part in &parts {
        if !body.markdown.is_empty() {
            body.markdown.push_str("\n\n");
        }
        body.markdown.push_str(&part.markdown);
    }
    if parts.len() == 1 {
        match parts.remove(0).source {
            Source::Html(html) => body.html = Some(html),
            Source::Text(text) => body.text = Some(text),
            Source::Mail => {}
        }
    }
    body
}

/// Leaves out attached mails, which are files like others, unless they say more than the mail itself: it only
/// sends them on then.
fn without_attached(parts: &mut Vec<Part>) {
    let (attached, own): (Vec<_>, Vec<_>) = parts.drain(..).partition(|part| part.is_attached);
    let is_sent_on = said(&attached) > said(&own);
    parts.extend(own);
    if is_sent_on {
        parts.extend(attached);
    }
}

/// Recursion goes as deep as mailparse does, a hundred parts, in each of [`MAX_MAILS`] mails.
fn collect(part: &ParsedMail<'_>, base: Option<&str>, within: Within, parts: &mut Vec<Part>) {
    let media = part.ctype.mimetype.as_str();
    if media == "multipart/alternative" {
        let versions = part.subparts.iter().map(|part| {
            let mut version = Vec::new();
            collect(part, base, within, &mut version);
            version
        });
        if let Some(best) = best(versions.filter(|version| !version.is_empty()).collect()) {
            parts.extend(best);
        }
    } else if !part.subparts.is_empty() {
        for part in &part.subparts {
            collect(part, base, within, parts);
        }
    } else if is_file(part) && media != "message/rfc822" {
        // Files that come with a mail are no text of it.
    } else if media == "message/rfc822" {
        if within.mails < MAX_MAILS
            && let Ok(bytes) = part.get_body_raw()
            && let Ok(mail) = mailparse::parse_mail(&bytes)
        {
            let within = Within {
                mails: within.mails + 1,
                is_attached: within.is_attached || is_file(part),
            };
            inner_mail(&mail, base, within, parts);
        }
    } else if media == "text/html" || media == "application/xhtml+xml" {
        let html = decoded(part);
        let converted = html::to_markdown(&html, base);
        parts.push(Part {
            markdown: converted.text,
            is_flattened: converted.is_flattened,
            is_attached: within.is_attached,
            source: Source::Html(html),
        });
    } else if media == "text/plain" || media == "text" {
        let written = unflowed(part, decoded(part));
        let markdown = text::to_markdown(&written);
        parts.push(Part {
            markdown,
            is_flattened: false,
            is_attached: within.is_attached,
            source: Source::Text(written),
        });
    }
}

/// Whether a part is to be saved as a file. What stands between other parts and has a name is one, too.
fn is_file(part: &ParsedMail<'_>) -> bool {
    let disposition = part.get_content_disposition();
    disposition.disposition == DispositionType::Attachment
        || disposition.params.contains_key("filename")
}

/// A mail that was forwarded, or that is in a digest: its subject and sender stand before its text.
fn inner_mail(mail: &ParsedMail<'_>, base: Option<&str>, within: Within, parts: &mut Vec<Part>) {
    let subject = header::get(mail, "Subject").unwrap_or_default();
    let sender = header::get(mail, "From")
        .as_deref()
        .and_then(header::sender);
    let head = [Some(subject), sender]
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty());
    let head = head.collect::<Vec<_>>().join("\n");
    let markdown = text::to_markdown(&head);
    parts.push(Part {
        markdown,
        is_flattened: false,
        is_attached: within.is_attached,
        source: Source::Mail,
    });
    collect(mail, base, within, parts);
}

/// Of several versions of one text, the one that says the most. At the same length, HTML that has a
/// structure is better than plain text.
fn best(versions: Vec<Vec<Part>>) -> Option<Vec<Part>> {
    let (html, plain): (Vec<_>, Vec<_>) = versions.into_iter().partition(|version| {
        version
            .iter()
            .any(|part| matches!(part.source, Source::Html(_)))
    });
    let (html, plain) = (html.into_iter().next_back(), plain.into_iter().next());
    match (html, plain) {
        (Some(html), Some(plain)) => {
            let (in_html, in_plain) = (said(&html), said(&plain));
            let says_more = in_plain * 10 < in_html * 9;
            let is_structured = has_structure(&html) && in_plain < in_html * 2;
            Some(if says_more || is_structured {
                html
            } else {
                plain
            })
        }
        (html, plain) => html.or(plain),
    }
}

/// How many words there are, addresses apart.
fn said(parts: &[Part]) -> usize {
    let words = |part: &Part| {
        let folded = words::without_addresses(&part.markdown);
        folded
            .split_whitespace()
            .filter(|word| !word.contains("://"))
            .count()
    };
    parts.iter().map(words).sum()
}

fn has_structure(parts: &[Part]) -> bool {
    let is_structured = |part: &Part| match &part.source {
        Source::Html(html) => {
            let html = html.to_ascii_lowercase();
            ["<h1", "<h2", "<h3", "<h4", "<li"]
                .iter()
                .any(|tag| html.contains(tag))
        }
        _ => false,
    };
    parts.iter().any(is_structured)
}

/// The text of a part, whatever its labels say.
fn decoded(part: &ParsedMail<'_>) -> String {
    if part.ctype.charset.eq_ignore_ascii_case("utf-7") {
        return part.get_body().unwrap_or_default();
    }
    let bytes = part
        .get_body_raw()
        .unwrap_or_else(|_| match part.get_body_encoded() {
            Encoded::Base64(body) => encoding::base64(body.get_raw()),
            Encoded::QuotedPrintable(body) => body.get_raw().to_vec(),
            Encoded::SevenBit(body) | Encoded::EightBit(body) => body.get_raw().to_vec(),
            Encoded::Binary(body) => body.get_raw().to_vec(),
        });
    encoding::decode_labelled(&bytes, Some(&part.ctype.charset)).into_owned()
}

/// Joins the lines of `format=flowed` that end with a space (RFC 3676).
fn unflowed(part: &ParsedMail<'_>, text: String) -> String {
    let parameter = |name: &str| {
        part.ctype
            .params
            .get(name)
            .map(|value| value.to_ascii_lowercase())
    };
    if parameter("format").as_deref() != Some("flowed") {
        return text;
    }
    let drops_space = parameter("delsp").as_deref() == Some("yes");
    let mut joined = String::with_capacity(text.len());
    for line in text.lines() {
        let is_flowed = line.ends_with(' ') && line != "-- " && !line.trim().is_empty();
        joined.push_str(if is_flowed && drops_space {
            line.trim_end_matches(' ')
        } else {
            line
        });
        if !is_flowed {
            joined.push('\n');
        }
    }
    joined
}
