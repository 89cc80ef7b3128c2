use super::read;
use crate::briefing::Published;
use crate::import::document::{Contents, Document, Item, Options};

fn mail(text: &str) -> Document {
    let read = read(text.as_bytes(), &Options::default());
    read.unwrap_or_else(|unreadable| panic!("{}: {text}", unreadable.message))
}

fn item(document: Document) -> Item {
    match document.contents {
        Contents::Story(item) => *item,
        other => panic!("{other:?}"),
    }
}

fn body(text: &str) -> String {
    item(mail(text)).story.body
}

/// A mail of two versions.
fn alternative(plain: &str, html: &str) -> String {
    format!(
        "Subject: s\nContent-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\n{plain}\n--x\nContent-Type: text/html\n\n{html}\n--x--\n"
    )
}

#[test]
fn a_logo_with_the_name_of_the_sender_is_no_summary() {
    let mail = "From: The Lake Letter <l@a.example>\nSubject: Number 5\nContent-Type: text/html\n\n\
        <img src='https://a.example/l.png' alt='The Lake Letter'><p>Good morning.</p>\
        <h2>One</h2><p>Text of one.</p><h2>Two</h2><p>Text of two.</p>\n";
    let options = Options {
        split: true,
        ..Options::default()
    };
    let document = crate::import::read(mail.as_bytes(), &options).unwrap();
    let Contents::Edition { draft, .. } = document.contents else {
        panic!("{document:?}");
    };
    assert_eq!(draft.summary.as_deref(), Some("Good morning."));
}

#[test]
fn the_headers_say_what_it_is() {
    let document = mail(
        "Received: from a\n\tby b\nFrom: =?utf-8?Q?Ann_Ex=C3=A4mple?= <ann@a.org>\nTo: x\nSubject: =?utf-8?Q?Bread_=C3?=\n =?utf-8?Q?=A9?= and\n salt\nDate: Wed, 2 Apr 2031 08:30:00 -0700 (PDT)\nMessage-ID: <1@a.org>\nList-Id: The List <list.a.org>\nArchived-At: <https://a.org/1?utm_source=mail>\n\nText.\n",
    );
    assert_eq!(document.title.as_deref(), Some("Bread é and salt"));
    assert_eq!(document.source.as_deref(), Some("Ann Exämple"));
    assert_eq!(document.feed.as_deref(), Some("list.a.org"));
    let item = item(document);
    assert_eq!(item.guid.as_deref(), Some("1@a.org"));
    assert_eq!(item.story.headline, "Bread é and salt");
    assert_eq!(item.story.link, "https://a.org/1");
    assert_eq!(item.story.body, "Text.");
    let Some(Published::Moment(published)) = item.story.published else {
        panic!("{:?}", item.story.published);
    };
    assert_eq!(published.to_string(), "2031-04-02T08:30:00-07:00[-07:00]");
}

#[test]
fn a_mail_without_a_subject_is_named_by_its_first_words() {
    let document = mail("From: ann@a.org\n\nThe ferry sails again. More.\n");
    assert_eq!(
        (document.title.as_deref(), document.source.as_deref()),
        (None, Some("ann@a.org"))
    );
    assert_eq!(item(document).story.headline, "The ferry sails again");
    assert!(read(b"X-Nothing: 1\n\n", &Options::default()).is_err());
}

#[test]
fn the_version_that_says_more_is_read() {
    let long = "The ferry sails again since this morning and the island has bread once more.";
    let html = format!("<p>{long}</p>");
    let hint = "View this mail in your browser: https://a.org/view";
    assert_eq!(body(&alternative(hint, &html)), long);
    assert_eq!(
        body(&alternative(&format!("{long} PLAIN"), &html)),
        format!("{long} PLAIN")
    );
    assert!(
        !body(&alternative(
            &format!("{long} PLAIN"),
            &format!("<h2>Sea</h2>{html}")
        ))
        .contains("PLAIN")
    );
    assert_eq!(body(&alternative(long, "")), long);
}

#[test]
fn encodings_are_undone_and_labels_mistrusted() {
    let quoted = "Subject: s\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\ncaf=C3=A9 and a soft =\nbreak\n";
    assert_eq!(body(quoted), "café and a soft break");
    let base64 = "Subject: s\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nY2Fm!w6k\n*\n";
    assert_eq!(body(base64), "café");
    let wrong = "Subject: s\nContent-Type: text/plain; charset=us-ascii\n\ncafé\n";
    assert_eq!(body(wrong), "café");
    let latin =
        [&b"Subject: \xE9t\xE9\nContent-Type: text/plain; charset=utf-8\n\n\xE9t\xE9\n"[..]]
            .concat();
    let item = item(read(&latin, &Options::default()).unwrap());
    assert_eq!(
        (item.story.headline.as_str(), item.story.body.as_str()),
        ("été", "été")
    );
    let flowed = "Subject: s\nContent-Type: text/plain; format=flowed\n\none \ntwo\nthree\n";
    assert_eq!(body(flowed), "one two\\\nthree");
}

#[test]
fn a_forwarded_mail_is_read_and_an_attachment_is_not() {
    let text = "Subject: Fwd\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nSee below.\n--x\nContent-Type: message/rfc822\n\nSubject: The ferry\nFrom: Bob <bob@a.org>\n\nIt sails.\n--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nSECRET\n--x--\n";
    assert_eq!(body(text), "See below.\n\nThe ferry\\\nBob\n\nIt sails.");
}

#[test]
fn broken_mails_keep_what_can_be_read() {
    let bad_line = "Subject: s\nthis is no header\nFrom: ann@a.org\n\nText.\n";
    let document = mail(bad_line);
    assert_eq!(document.source.as_deref(), Some("ann@a.org"));
    assert_eq!(item(document).story.body, "Text.");
    let open = "Subject: s\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nNo end.";
    assert_eq!(body(open), "No end.");
    let mut deep = String::from("Subject: deep\n");
    for depth in 0..20_000 {
        let part = format!("Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n");
        deep.push_str(&part);
    }
    let document = mail(&deep);
    assert!(document.is_cut && document.warnings.len() == 1);
    assert_eq!(item(document).story.headline, "deep");
    let mut matryoshka = String::from("Subject: outer\n");
    for _ in 0..20_000 {
        matryoshka.push_str("Content-Type: message/rfc822\n\n");
    }
    assert_eq!(item(mail(&matryoshka)).story.headline, "outer");
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(parts in proptest::collection::vec(proptest::prelude::prop_oneof![
        proptest::prelude::Just("Subject: "), proptest::prelude::Just("Content-Type: multipart/mixed; boundary=x\n"), proptest::prelude::Just("--x\n"),
        proptest::prelude::Just("--x--"), proptest::prelude::Just("\n"), proptest::prelude::Just("=?utf-8?B?"), proptest::prelude::Just("?="),
        proptest::prelude::Just("é"), proptest::prelude::Just("Content-Transfer-Encoding: base64\n"), proptest::prelude::Just("From: <"),
        proptest::prelude::Just("\0"), proptest::prelude::Just(" a: b\r\n"), proptest::prelude::Just("Content-Type: text/html; charset=\"utf-7"),
    ], 0..30)) {
        let _ = read(parts.concat().as_bytes(), &Options::default());
    }
}

#[test]
fn an_attached_mail_is_read_only_if_the_mail_itself_says_less() {
    let reply = |text: &str| {
        body(&format!(
            "Subject: Re: Hello\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\n{text}\n--x\nContent-Type: message/rfc822\nContent-Disposition: attachment\n\nSubject: Hello\nFrom: Bob <bob@a.org>\n\nThe ferry sails at nine.\n--x--\n"
        ))
    };
    assert_eq!(
        reply("See below."),
        "See below.\n\nHello\\\nBob\n\nThe ferry sails at nine."
    );
    let own = "Thank you for your letter; I have read it with pleasure on the train.";
    assert_eq!(reply(own), own);
}
