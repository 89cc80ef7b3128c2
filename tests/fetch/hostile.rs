//! Addresses that want more than to be got.

use std::fs;

use super::home::Home;
use super::server::{Answer, Server};

#[test]
fn an_address_does_nothing_but_what_it_says() {
    let Some(home) = Home::new() else { return };
    let server = Server::start(|_| Answer::status("404 Not Found"));
    fs::write(home.path("secret"), "secret").unwrap();
    let secret = home.path("secret");
    let secret = secret.to_str().unwrap();
    for (address, path) in [
        // curl would take these for several addresses.
        (server.url("/{a,b}"), Some("/{a,b}")),
        (server.url("/[1-9]"), Some("/[1-9]")),
        // Each would end the value, or begin another option.
        (format!("{}\\\" -o \\\"{secret}", server.url("/a")), None),
        (format!("{}\\noutput = {secret}", server.url("/a")), None),
        (format!("{} -o {secret}", server.url("/a")), None),
        ("-o".to_owned(), None),
        (format!("-K{secret}"), None),
        (format!("@{secret}"), None),
        (format!("file://localhost.example{secret}"), None),
        (format!("gopher://{}/_x", server.address), None),
        ("dict://127.0.0.1/d:x".to_owned(), None),
    ] {
        home.sources(&format!("[[source]]\nurl = \"{address}\"\n"));
        let ran = home.fetch();
        let paths = server.paths();
        let paths: Vec<_> = paths.iter().map(String::as_str).collect();
        assert_eq!(paths, Vec::from_iter(path), "{address}: {ran}");
        assert_ne!(ran.status, 0, "{address}: {ran}");
        assert_eq!(fs::read_to_string(secret).unwrap(), "secret");
        assert!(!home.editions().contains("secret"));
    }
}

#[test]
fn what_a_server_says_is_not_obeyed() {
    let Some(home) = Home::new() else { return };
    let server = Server::start(|request| {
        let etag = format!("ETag: a\\\" -o {}\\\\\r\n", "stolen");
        assert!(request.header("x-stolen").is_none());
        Answer::with(
            &etag,
            "<rss version=\"2.0\"><channel><title>\u{1b}]0;x\u{7}A</title><item><title>One</title></item></channel></rss>",
        )
    });
    home.urls(&[server.url("/")]);
    for _ in 0..2 {
        let ran = home.fetch();
        assert_eq!(ran.status, 0, "{ran}");
        assert!(!ran.to_string().contains('\u{1b}'));
    }
    assert_eq!(
        server.requests()[1].header("if-none-match"),
        Some("a\\\" -o stolen\\\\")
    );
    assert!(!home.path("stolen").exists());
}

#[test]
fn the_users_own_settings_for_curl_are_left_aside() {
    let Some(home) = Home::new() else { return };
    let server = Server::start(|_| Answer::status("404 Not Found"));
    fs::write(home.path(".curlrc"), "header = \"X-Mine: yes\"\n").unwrap();
    home.urls(&[server.url("/")]);
    home.fetch();
    let requests = server.requests();
    assert_eq!((requests.len(), requests[0].header("x-mine")), (1, None));
}
