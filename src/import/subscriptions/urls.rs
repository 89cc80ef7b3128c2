//! Newsboat's list of feeds: a feed a line, with its tags.

use super::list::{FeedOptions, Origin, Skipped, Subscription, Subscriptions, given};
use crate::text::DisplayText;

/// Characters that mean something to a shell, through which newsboat runs its commands.
const SHELL: &[char] = &[
    '|', '&', ';', '<', '>', '(', ')', '$', '`', '*', '?', '[', '~', '#', '{',
];

/// Reads every line. A tag that begins with `~` is the feed's name, one that begins with `!` hides it in
/// newsboat; the first of the others is its section.
pub(super) fn read(text: &str) -> Subscriptions {
    let mut list = Subscriptions::default();
    for (index, text) in text.trim_start_matches('\u{FEFF}').lines().enumerate() {
        let line = index + 1;
        let mut words = words(text).into_iter();
        let Some(address) = words.next() else {
            continue;
        };
        let origin = match origin(&address) {
            Ok(origin) => origin,
            Err(why) => {
                list.skipped.push(Skipped { line, why });
                continue;
            }
        };
        let (mut name, mut section) = (None, None);
        for tag in words {
            if let Some(title) = tag.strip_prefix('~') {
                name = given(title);
            } else if !tag.starts_with('!') && section.is_none() {
                section = given(&tag);
            }
        }
        list.feeds.push(Subscription {
            origin,
            name,
            section,
            options: FeedOptions::default(),
            attributes: Vec::new(),
            line,
        });
    }
    list
}

/// # Errors
/// Why this cannot be followed.
fn origin(address: &str) -> Result<Origin, String> {
    if address.starts_with("query:") {
        return Err("a query over other feeds is no source".to_owned());
    }
    if address.starts_with("filter:") {
        return Err(
            "filters are not supported; write a command that prints the filtered feed".to_owned(),
        );
    }
    let Some(command) = address.strip_prefix("exec:") else {
        return Ok(Origin::Address(address.to_owned()));
    };
    let program = command.split_whitespace().next().unwrap_or_default();
    if command.contains(SHELL) || program.contains('=') {
        return Ok(Origin::Command(
            ["sh", "-c", command].map(str::to_owned).to_vec(),
        ));
    }
    match shell_words::split(command) {
        Ok(words) if !words.is_empty() => Ok(Origin::Command(words)),
        Ok(_) => Err("exec: without a command".to_owned()),
        Err(error) => Err(format!("this command cannot be understood: {error}")),
    }
}

/// The words of a line, up to a comment. Those in quotation marks may have spaces in them, and escapes.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() && !rest.starts_with('#') {
        let mut word = String::new();
        if let Some(quoted) = rest.strip_prefix('"') {
            let mut chars = quoted.chars();
            while let Some(c) = chars.next().filter(|&c| c != '"') {
                word.push(if c == '\\' {
                    chars.next().unwrap_or(c)
                } else {
                    c
                });
            }
            rest = chars.as_str();
        } else {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            word.push_str(&rest[..end]);
            rest = &rest[end..];
        }
        words.push(word);
        rest = rest.trim_start();
    }
    words
}

/// Writes these feeds as newsboat's `urls`. Newsboat knows neither limits nor queries for what to keep.
pub fn to_urls(feeds: &[Subscription]) -> String {
    let mut urls = String::new();
    for feed in feeds {
        let origin = match &feed.origin {
            Origin::Address(address) => address.clone(),
            Origin::Command(words) => match &words[..] {
                [sh, c, command] if sh == "sh" && c == "-c" => format!("exec:{command}"),
                _ => format!("exec:{}", shell_words::join(words)),
            },
        };
        let name = feed.name.as_ref().map(|name| format!("~{name}"));
        let section = feed.section.clone();
        let words = [Some(origin), section, name].into_iter().flatten();
        let words: Vec<_> = words.map(|word| quoted(&word)).collect();
        if matches!(&feed.origin, Origin::Command(words) if words.iter().any(|word| word.contains('\n')))
        {
            urls.push_str("# A command of several lines, which has no place here: ");
        }
        urls.push_str(&words.join(" "));
        urls.push('\n');
    }
    urls
}

fn quoted(word: &str) -> String {
    let word = DisplayText::line(word);
    let is_plain = |c: char| !c.is_whitespace() && !"\"\\#".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_string();
    }
    format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::super::Origin;
    use super::{read, to_urls};

    const URLS: &str = r#"# My feeds
https://a.org/feed Tech "two words" "~The \"A\" \\ Times"
https://b.org/feed !hidden ~B   # why
"exec:my-script --json 'a b'" Scripts
"exec:cat ~/x | grep \"y\""

"query:Unread:unread = \"yes\"" "~U"
"filter:sed s/a/b/:https://c.org/feed"
exec:
file:///home/ann/feed.xml "" News
"#;

    #[test]
    fn tags_names_and_commands_are_read() {
        let list = read(URLS);
        let feeds: Vec<_> = list
            .feeds
            .iter()
            .map(|feed| {
                let origin = match &feed.origin {
                    Origin::Address(address) => address.clone(),
                    Origin::Command(words) => words.join("|"),
                };
                let (name, section) = (feed.name.as_deref(), feed.section.as_deref());
                (feed.line, origin, name.unwrap_or(""), section.unwrap_or(""))
            })
            .collect();
        let expected = [
            (2, "https://a.org/feed", r#"The "A" \ Times"#, "Tech"),
            (3, "https://b.org/feed", "B", ""),
            (4, "my-script|--json|a b", "", "Scripts"),
            (5, "sh|-c|cat ~/x | grep \"y\"", "", ""),
            (10, "file:///home/ann/feed.xml", "", "News"),
        ];
        let expected =
            expected.map(|(line, origin, name, section)| (line, origin.to_owned(), name, section));
        assert_eq!(feeds, expected);
        let skipped: Vec<_> = list
            .skipped
            .iter()
            .map(|skipped| (skipped.line, skipped.why.as_str()))
            .collect();
        assert_eq!(
            skipped,
            [
                (7, "a query over other feeds is no source"),
                (
                    8,
                    "filters are not supported; write a command that prints the filtered feed"
                ),
                (9, "exec: without a command"),
            ]
        );
    }

    #[test]
    fn what_is_written_is_read_again() {
        let feeds = read(URLS).feeds;
        let again = read(&to_urls(&feeds)).feeds;
        assert_eq!(again.len(), feeds.len());
        for (mut feed, again) in feeds.into_iter().zip(again) {
            feed.line = again.line;
            assert_eq!(feed, again);
        }
    }
}
