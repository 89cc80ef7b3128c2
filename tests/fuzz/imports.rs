//! Documents to import, cut and mixed: each is read or refused, and what is made of it can be filed.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use roundup::briefing::{self, Draft, DraftStory};
use roundup::import::{self, Contents, Kind, Options, mbox};

use super::{Place, check_clean, check_line};

/// A document of each kind.
const DOCUMENTS: &[&str] = &[
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
     xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Paper</title><link>https://paper.example/</link>\
     <item><guid isPermaLink=\"false\">1</guid><title>One &amp; two</title><link>/1</link><pubDate>Tue, 12 Jan 2016 07:30:00 +0100</pubDate>\
     <dc:creator>A. Writer</dc:creator><category>news</category><description>&lt;p&gt;Short&lt;/p&gt;</description>\
     <content:encoded><![CDATA[<p>Long <b>text</b><img src=\"a.png\" alt=\"a\">]]></content:encoded></item>\
     <item><title>Three</title></item></channel></rss>",
    "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"https://a.example/\"><title type=\"html\">A &lt;b&gt;</title><id>urn:a</id>\
     <entry><id>urn:1</id><title>One</title><link rel=\"alternate\" href=\"1\"/><updated>2016-01-12T07:30:00Z</updated>\
     <author><name>A</name></author><summary>S</summary><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>T</p></div>\
     </content></entry></feed>",
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\"><channel rdf:about=\"https://r.example/\">\
     <title>R</title></channel><item rdf:about=\"https://r.example/1\"><title>One</title><link>https://r.example/1</link></item></rdf:RDF>",
    "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"J\",\"home_page_url\":\"https://j.example/\",\"items\":[{\"id\":\"1\",\
     \"url\":\"https://j.example/1\",\"title\":\"One\",\"content_html\":\"<p>Text</p>\",\"date_published\":\"2016-01-12T07:30:00Z\",\
     \"authors\":[{\"name\":\"A\"}],\"tags\":[\"b\"]},{\"id\":2,\"content_text\":\"Two\\n\\u001b[2J\"}]}",
    "From: =?utf-8?q?The_Paper?= <news@paper.example>\r\nSubject: =?iso-8859-1?Q?Caf=E9?= =?utf-8?B?bmV3cw==?=\r\nDate: Tue, 12 Jan 2016 07:30:00 +0100\r\n\
     Message-ID: <1@paper.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"b\"\r\n\r\n--b\r\n\
     Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nCaf=C3=A9 =\r\ntext\r\n--b\r\n\
     Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPGgxPk9uZTwvaDE+PHA+VGV4dDwvcD4=\r\n--b--\r\n",
    "From a@b.example Tue Jan 12 07:30:00 2016\nFrom: A <a@b.example>\nSubject: One\nMessage-ID: <1@b>\n\nText\n>From the first\n\n\
     From a@b.example Tue Jan 12 08:30:00 2016\nFrom: A <a@b.example>\nSubject: Two\n\nText\n",
    "<!DOCTYPE html><html><head><title>Page</title><meta property=\"og:site_name\" content=\"Site\"><base href=\"https://p.example/\"></head><body>\
     <nav><a href=\"/\">Home</a></nav><article><h1>One</h1><p>Text of some length, so that it is taken for an article, with commas, and more.</p>\
     <table><tr><th>a<th>b<tr><td>c<td>d</table><ul><li>e<li>f</ul><h2>Two</h2><p>More of it, with a <a href=\"x\">link</a>.</article></body></html>",
    "---\ntitle: Front\ndate: 2016-01-12\n---\n# One\n\nA lead-in.\n\n## Two\n\n### Three\n\n*Text* and [a link](x), `code`.\n\n- a\n- b\n\n```\ncode\n```\n",
    "THE PAPER\n\nTuesday 12 January 2016\n\nOne\n\nText of the first story, which goes on\nover two lines.\n\nhttps://paper.example/1\n\n----\n\n* Two\n  Text.\n",
];

/// What breaks parsers.
const PIECES: &[&str] = &[
    "<",
    ">",
    "&",
    "&#27;",
    "&#x202e;",
    "&#0;",
    "&nbsp;",
    "&x;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?xml",
    "?>",
    "</item>",
    "<item>",
    "<entry>",
    "</title>",
    "<title>",
    "<b>",
    "</p>",
    "<div>",
    "<table><tr><td>",
    "<pre>",
    "<svg>",
    "<!DOCTYPE x [<!ENTITY x \"y\">]>",
    "xmlns=\"",
    "\"",
    "'",
    "'''",
    "\\",
    "\\ud800",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "=",
    "=\n",
    "=C3",
    "=?utf-8?B?",
    "?=",
    "--b",
    "--b--",
    "Content-Type: ",
    "multipart/mixed; boundary=b",
    "text/html",
    "charset=utf-16",
    "base64",
    "\nFrom ",
    "\nSubject: ",
    "\n\n",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "    ",
    "# ",
    "## ",
    "---\n",
    "===\n",
    "```\n",
    "> ",
    "- ",
    "1. ",
    "|",
    "|---|---|",
    "**",
    "*",
    "_",
    "~~",
    "[^1]",
    "](",
    "http://",
    "https://a.example/",
    "javascript:",
    "\0",
    "\x1b[2J",
    "\u{9b}",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "\u{301}",
    "\u{fffe}",
    "é",
    "東京",
    "99999999999999999999",
    "Tue, 32 Foo 99999 25:61:61 +9999",
    "2016-02-30",
];

const KINDS: [Option<Kind>; 7] = [
    None,
    Some(Kind::Feed),
    Some(Kind::Mail),
    Some(Kind::Mbox),
    Some(Kind::Page),
    Some(Kind::Markdown),
    Some(Kind::Text),
];

/// A document with parts cut out and pieces, bytes and other documents put in.
fn any_document() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        8 => select(PIECES).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 1..4),
        1 => select(DOCUMENTS).prop_map(|document| document.as_bytes().to_vec()),
        1 => (select(PIECES), 2_usize..200).prop_map(|(piece, times)| piece.repeat(times).into_bytes()),
    ];
    let edits = prop::collection::vec((any::<Index>(), 0_usize..60, piece), 0..8);
    let start = select(&["", "", "", "\u{feff}"][..]);
    (
        select(DOCUMENTS),
        edits,
        any::<Index>(),
        any::<bool>(),
        start,
    )
        .prop_map(|(document, edits, end, is_cut, start)| {
            let mut bytes = [start, document].concat().into_bytes();
            for (place, cut, piece) in edits {
                let at = place.index(bytes.len() + 1);
                bytes.splice(at..(at + cut).min(bytes.len()), piece);
            }
            if is_cut {
                bytes.truncate(end.index(bytes.len() + 1));
            }
            bytes
        })
}

/// The stories of a document as one edition.
fn draft(contents: Contents) -> Draft {
    let lead = |stories: Vec<DraftStory>| Draft {
        lead: stories,
        ..Draft::default()
    };
    match contents {
        Contents::Feed(items) => {
            let (items, _) = import::convert(&items);
            lead(items.into_iter().map(|item| item.story).collect())
        }
        Contents::Story(item) => lead(vec![item.story]),
        Contents::Edition { draft, .. } => *draft,
    }
}

#[track_caller]
fn check_read(bytes: &[u8], options: &Options) {
    let document = match import::read(bytes, options) {
        Ok(document) => document,
        Err(unreadable) => return check_line(&unreadable.message),
    };
    let lines = bytes.len() + 1;
    for warning in &document.warnings {
        check_line(&warning.message);
        assert!(warning.line.is_none_or(|line| (1..=lines).contains(&line)));
    }
    let names = import::names(&document);
    if let Contents::Feed(items) = &document.contents {
        assert_eq!(names.len(), items.len());
    }
    let written = draft(document.contents).to_toml();
    check_clean(Place::Pipe, written.replace('\t', " ").as_bytes());
    let (_, faults) = briefing::parse(&written);
    assert!(faults.is_empty(), "{faults:?}\n{written}");
    // Nothing is multiplied: an entity, a table or a link is never worth more than a few hundred bytes.
    assert!(
        written.len() < 4_000 + 400 * bytes.len(),
        "{} of {}",
        written.len(),
        bytes.len()
    );
}

proptest! {
    #[test]
    fn any_document_is_read_or_refused(
        bytes in any_document(),
        kind in select(&KINDS[..]),
        split in any::<bool>(),
        has_base in any::<bool>(),
    ) {
        let base = has_base.then(|| "https://base.example/dir/".to_owned());
        check_read(&bytes, &Options { kind, base, split });
        let _ = import::kind(&bytes);
    }

    #[test]
    fn any_mbox_is_read_to_its_end(bytes in any_document()) {
        let options = Options { kind: Some(Kind::Mail), ..Options::default() };
        let mut length = 0;
        for mail in mbox::mails(&bytes[..]) {
            let mail = mail.unwrap();
            let mail = mail.bytes.unwrap();
            length += mail.len();
            check_read(&mail, &options);
        }
        prop_assert!(length <= bytes.len() + 1);
    }
}
