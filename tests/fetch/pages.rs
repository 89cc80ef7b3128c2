//! `full`: the pages of new stories.

use std::sync::{Arc, OnceLock};

use super::home::Home;
use super::server::{Answer, Server};

/// A page with an article of several sentences that begins with these words.
fn page(start: &str) -> String {
    let sentence = "The council met again on Tuesday and heard from the engineers who had looked at the bridge. ";
    let paragraph = format!("<p>{}</p>", sentence.repeat(6));
    format!(
        "<html><head><title>T</title></head><body><nav><a href='/'>Home</a></nav><article><h1>T</h1><p>{start} {}</p>{paragraph}{paragraph}</article></body></html>",
        sentence.repeat(3)
    )
}

/// A feed whose items have these links.
fn feed(links: &[String]) -> String {
    let items = links.iter().enumerate().map(|(number, link)| {
        format!("<item><guid>{number}</guid><title>Item {number}</title><link>{link}</link><description>Short text {number}.</description></item>")
    });
    let items: String = items.collect();
    format!("<rss version=\"2.0\"><channel><title>Alpha</title>{items}</channel></rss>")
}

#[test]
fn the_article_of_a_page_takes_the_place_of_the_feeds_text() {
    let Some(home) = Home::new() else { return };
    let address = Arc::new(OnceLock::<String>::new());
    let own = Arc::clone(&address);
    let server = Server::start(move |request| {
        let url = |path: &str| format!("http://{}{path}", own.get().unwrap());
        match request.path.as_str() {
            "/feed" => Answer::ok(feed(&[
                url("/long"),
                url("/moved"),
                url("/gone"),
                url("/empty"),
            ])),
            "/long" => Answer::ok(page("At length:")),
            "/moved" => Answer::redirect(302, "/elsewhere"),
            "/elsewhere" => Answer::ok(page("From elsewhere:")),
            "/empty" => Answer::ok("<html><body></body></html>"),
            _ => Answer::status("404 Not Found"),
        }
    });
    address.set(server.address.clone()).unwrap();
    home.sources(&format!(
        "[[source]]\nurl = \"{}\"\nfull = true\n",
        server.url("/feed")
    ));
    let ran = home.fetch();
    assert_eq!(ran.status, 0, "{ran}");
    assert!(
        ran.stderr.contains(
            "1 page could not be fetched; the feed's own text was kept: the server answers 404"
        ),
        "{ran}"
    );
    let editions = home.editions();
    for text in [
        "At length: The council",
        "From elsewhere: The council",
        "Short text 2.",
        "Short text 3.",
    ] {
        assert!(editions.contains(text), "{text}\n{editions}");
    }
    assert!(!editions.contains("Short text 0.") && !editions.contains("Home"));
    // Only the pages of what is new are got.
    server.requests();
    home.fetch();
    assert_eq!(server.paths(), ["/feed"]);
}

#[test]
fn a_feed_cannot_send_the_program_to_the_neighbours() {
    let Some(home) = Home::new() else { return };
    let neighbour = Server::start(|_| Answer::ok(page("Secret:")));
    let port = neighbour.address.rsplit(':').next().unwrap().to_owned();
    let target = neighbour.url("/redirected");
    let links = [
        neighbour.url("/a"),
        format!("http://localhost:{port}/b"),
        format!("http://127.1:{port}/c"),
        format!("http://2130706433:{port}/d"),
        format!("http://[::ffff:127.0.0.1]:{port}/e"),
        "http://router/f".to_owned(),
    ];
    let address = Arc::new(OnceLock::<String>::new());
    let own = Arc::clone(&address);
    let server = Server::start(move |request| match request.path.as_str() {
        "/feed" => {
            let mut links = links.to_vec();
            links.push(format!("http://{}/away", own.get().unwrap()));
            Answer::ok(feed(&links))
        }
        _ => Answer::redirect(302, &target),
    });
    address.set(server.address.clone()).unwrap();
    home.sources(&format!(
        "[[source]]\nurl = \"{}\"\nfull = true\n",
        server.url("/feed")
    ));
    let ran = home.fetch();
    assert_eq!(ran.status, 0, "{ran}");
    assert_eq!(neighbour.paths(), Vec::<String>::new());
    assert_eq!(server.paths(), ["/away", "/feed"]);
    assert!(
        ran.stderr.contains(
            "7 pages could not be fetched; the feed's own text was kept: it is not a public address"
        ),
        "{ran}"
    );
    assert!(!home.editions().contains("Secret"));
}
