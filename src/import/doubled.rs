//! What a body says that stands beside it already: its headline, its link, where it came from.

use super::{split, words};

/// The body without a first line of its own that repeats the headline, as text, heading or image.
pub(super) fn without_headline<'a>(body: &'a str, headline: &str) -> &'a str {
    let headline = words::folded(headline);
    let mut rest = body;
    loop {
        let (first, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let is_alone = first.starts_with('#') || after.is_empty() || after.starts_with('\n');
        let is_text = first.starts_with(['#', '!', '[', '_', '“', '"'])
            || first.starts_with("**")
            || first.starts_with(char::is_alphabetic);
        let is_headline = is_alone
            && is_text
            && !headline.is_empty()
            && first.len() < 4 * headline.len() + 1024
            && words::folded(first) == headline;
        if !is_headline {
            return rest;
        }
        rest = after.trim_start_matches('\n');
    }
}

/// The body without a "Read more" at its end that leads to the story's own link.
pub(super) fn without_own_link<'a>(body: &'a str, link: &str) -> &'a str {
    let own = || {
        let (start, address) = body.strip_suffix(')')?.rsplit_once("](")?;
        let (before, text) = start.rsplit_once('[')?;
        let address = address.trim_start_matches('<').trim_end_matches('>');
        let is_own = !link.is_empty() && address == link && split::is_read_more(text);
        let before = before.trim_end_matches(|c: char| c.is_whitespace() || c == '\\');
        (is_own && !before.ends_with(['!', '-', '>', '|', '*', '_', '~'])).then_some(before)
    };
    own().unwrap_or(body)
}

/// The body without the last line of blogs that says where the post appeared first.
pub(super) fn without_origin<'a>(body: &'a str, headline: &str, source: &str) -> &'a str {
    let (before, last) = body.rsplit_once("\n\n").unwrap_or(("", body));
    if !last.starts_with("The post ") {
        return body;
    }
    let last = words::folded(last);
    let says = |how: &str| {
        let (title, site) = (words::folded(headline), words::folded(source));
        last == format!("the post {title} {how} on {site}")
    };
    if says("appeared first") || says("first appeared") {
        before
    } else {
        body
    }
}

#[cfg(test)]
mod tests {
    use super::{without_headline, without_origin, without_own_link};

    #[test]
    fn a_headline_comes_once() {
        for (body, rest) in [
            ("## The *goat*\nText", "Text"),
            (
                "![The goat](https://a.org/x.png)\n\n[The goat](https://a.org/)\n\nText",
                "Text",
            ),
            ("The goat\nis late.", "The goat\nis late."),
            ("- The goat\n\nText", "- The goat\n\nText"),
            ("The goats\n\nText", "The goats\n\nText"),
            ("The goat", ""),
        ] {
            assert_eq!(without_headline(body, "The goat"), rest, "{body}");
        }
        assert_eq!(without_headline("***\n\nx", "!"), "***\n\nx");
    }

    #[test]
    fn a_link_to_the_story_itself_is_left_out() {
        let link = "https://a.org/x_(y)";
        for (body, rest) in [
            ("Text.\n\n[Read more →](<https://a.org/x_(y)>)", "Text."),
            (
                "Text … [Continue reading The goat](<https://a.org/x_(y)>)",
                "Text …",
            ),
            ("Text.\\\n[More](<https://a.org/x_(y)>)", "Text."),
            (
                "Text.\n\n[Read more](https://a.org/)",
                "Text.\n\n[Read more](https://a.org/)",
            ),
            (
                "See [the goat](<https://a.org/x_(y)>)",
                "See [the goat](<https://a.org/x_(y)>)",
            ),
            (
                "- [More](<https://a.org/x_(y)>)",
                "- [More](<https://a.org/x_(y)>)",
            ),
            ("a)", "a)"),
        ] {
            assert_eq!(without_own_link(body, link), rest, "{body}");
        }
        assert_eq!(without_own_link("[More]()", ""), "[More]()");
    }

    #[test]
    fn where_a_post_appeared_first_is_left_out() {
        let body = "Text.\n\nThe post [The goat](https://a.org/1) appeared first on [Lake](https://a.org/).";
        assert_eq!(without_origin(body, "The goat", "Lake"), "Text.");
        assert_eq!(without_origin(body, "The goat", "Sea"), body);
        assert_eq!(
            without_origin("The post is late.", "x", "y"),
            "The post is late."
        );
    }
}
