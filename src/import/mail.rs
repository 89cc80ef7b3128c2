//! A mail: its headers, and the part that says the most.

mod body;
mod header;

use mailparse::ParsedMail;

use self::body::Body;
use super::document::{Contents, Document, Item, Kind, Options, Unreadable, Warning};
use super::{address, date, doubled, split, text, words};
use crate::briefing::{Draft, DraftStory};

/// Reads a mail as one story, or as an edition.
pub(super) fn read(bytes: &[u8], options: &Options) -> Result<Document, Unreadable> {
    let start = bytes
        .iter()
        .position(|byte| !byte.is_ascii_whitespace() && *byte != 0);
    let bytes = bytes.get(start.unwrap_or_default()..).unwrap_or_default();
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Ok(mail) = mailparse::parse_mail(bytes) {
        return document(&mail, options, Vec::new());
    }
    let clean = header::without_bad_lines(bytes);
    if let Ok(mail) = mailparse::parse_mail(&clean) {
        return document(&mail, options, Vec::new());
    }
    let headers = header::only(&clean);
    let mail = mailparse::parse_mail(&headers)
        .map_err(|_| Unreadable::whole("this mail has no headers that can be read"))?;
    let message =
        "the parts of this mail are nested too deep, or broken; only its headers were kept";
    document(&mail, options, vec![Warning::whole(message)])
}

fn document(
    mail: &ParsedMail<'_>,
    options: &Options,
    mut warnings: Vec<Warning>,
) -> Result<Document, Unreadable> {
    let get = |name: &str| header::get(mail, name);
    let is_cut = !warnings.is_empty();
    let body = body::read(mail, options.base.as_deref());
    if body.is_flattened {
        warnings.push(Warning::flattened());
    }
    let subject = get("Subject").filter(|subject| !subject.is_empty());
    let source = get("From")
        .or_else(|| get("Sender"))
        .as_deref()
        .and_then(header::sender);
    let start = words::first_words(&words::plain_start(&body.markdown));
    let headline = [subject.clone(), Some(start), source.clone()]
        .into_iter()
        .flatten()
        .find(|text| !text.is_empty());
    let Some(headline) = headline else {
        return Err(Unreadable::whole(
            "this mail has neither a subject nor a text",
        ));
    };
    let guid = get("Message-ID")
        .map(|id| header::in_brackets(&id))
        .filter(|id| !id.is_empty());
    let published = get("Date").as_deref().and_then(date::parse);
    let draft = options.split.then(|| split(&body, options)).flatten();
    let contents = match draft {
        Some(mut draft) => {
            draft.source.clone_from(&source);
            draft.summary = draft
                .summary
                .map(|summary| without_letterhead(&summary, source.as_deref(), subject.as_deref()))
                .filter(|summary| !summary.is_empty());
            Contents::edition(draft, subject.as_deref(), guid, published)
        }
        None => Contents::Story(Box::new(Item {
            guid,
            story: DraftStory {
                headline,
                link: get("Archived-At")
                    .and_then(|link| address::absolute(&header::in_brackets(&link), None))
                    .unwrap_or_default(),
                published,
                body: Some(without_letterhead(
                    &body.markdown,
                    source.as_deref(),
                    subject.as_deref(),
                ))
                .filter(|text| !text.is_empty())
                .unwrap_or(body.markdown),
                ..DraftStory::default()
            },
        })),
    };
    Ok(Document {
        kind: Kind::Mail,
        title: subject,
        source,
        feed: get("List-Id")
            .map(|id| header::in_brackets(&id))
            .filter(|id| !id.is_empty()),
        contents,
        warnings,
        is_cut,
    })
}

/// The text without a logo or line at its start that says who writes, or what the subject is.
fn without_letterhead(text: &str, sender: Option<&str>, subject: Option<&str>) -> String {
    let text = doubled::without_headline(text, sender.unwrap_or_default());
    doubled::without_headline(text, subject.unwrap_or_default()).to_owned()
}

/// The body as an edition, if it has headings.
fn split(body: &Body, options: &Options) -> Option<Draft> {
    match (&body.html, &body.text) {
        (Some(html), _) => split::html(html, options.base.as_deref()),
        (None, Some(text)) => split::text(text, text::to_markdown),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests;
