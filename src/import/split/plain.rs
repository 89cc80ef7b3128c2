//! Headings in plain text: short lines that stand alone above paragraphs.

const MAX_HEADING: usize = 100;
/// A heading stands above a paragraph of at least so many bytes.
const MIN_PARAGRAPH: usize = 60;
/// Or a sentence of so many bytes.
const MIN_SENTENCE: usize = 25;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Text,
    Heading,
    /// Underlined with `=`, or all in capitals.
    Strong,
}

/// The text as CommonMark with headings; `None` when nothing in it looks like one.
pub(super) fn with_headings(text: &str, to_markdown: fn(&str) -> String) -> Option<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let paragraphs = paragraphs(&text);
    let looks = looks(&paragraphs);
    let headings = looks.iter().filter(|look| **look != Look::Text).count();
    if headings < 2 {
        return None;
    }
    let has_title = has_title(&looks);
    let both = looks
        .iter()
        .skip(usize::from(has_title))
        .any(|look| *look == Look::Strong)
        && looks
            .iter()
            .skip(usize::from(has_title))
            .any(|look| *look == Look::Heading);
    let mut out = String::new();
    let mut body = String::new();
    let flush = |body: &mut String, out: &mut String| {
        if !body.is_empty() {
            out.push_str(to_markdown(body).trim_end());
            out.push_str("\n\n");
            body.clear();
        }
    };
    for (index, (paragraph, look)) in paragraphs.iter().zip(&looks).enumerate() {
        let level = match look {
            Look::Text => {
                body.push_str(paragraph);
                body.push_str("\n\n");
                continue;
            }
            _ if index == 0 && has_title => 1,
            Look::Heading if both => 3,
            _ => 2,
        };
        flush(&mut body, &mut out);
        let line = paragraph.lines().next().unwrap_or_default().trim();
        let line = line.trim_matches(['*', '=', '#', '-', ' ']);
        let heading = to_markdown(line);
        let heading = heading.strip_prefix('\\').unwrap_or(&heading);
        out.push_str(&"#".repeat(level));
        out.push(' ');
        out.push_str(heading.trim());
        out.push_str("\n\n");
    }
    flush(&mut body, &mut out);
    Some(out)
}

/// What is between empty lines.
fn paragraphs(text: &str) -> Vec<&str> {
    let mut paragraphs = Vec::new();
    let mut start = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            if let Some(start) = start.take() {
                paragraphs.push(text[start..at].trim_end());
            }
        } else if start.is_none() {
            start = Some(at);
        }
        at += line.len();
    }
    if let Some(start) = start {
        paragraphs.push(text[start..].trim_end());
    }
    paragraphs
}

fn looks(paragraphs: &[&str]) -> Vec<Look> {
    let mut looks: Vec<Look> = paragraphs.iter().map(|paragraph| look(paragraph)).collect();
    // A heading stands above text, or above a heading that does.
    let mut has_text_below = false;
    for (index, look) in looks.iter_mut().enumerate().rev() {
        let is_text = *look == Look::Text;
        if is_text {
            let length = paragraphs[index].len();
            let is_sentence = paragraphs[index].ends_with(['.', '!', '?']);
            has_text_below = length >= MIN_PARAGRAPH || (is_sentence && length >= MIN_SENTENCE);
        } else if !has_text_below {
            *look = Look::Text;
        }
    }
    looks
}

fn look(paragraph: &str) -> Look {
    let mut lines = paragraph.lines();
    let line = lines.next().unwrap_or_default().trim();
    match (lines.next().map(str::trim), lines.next()) {
        (None, _) => {}
        (Some(under), None) if is_underline(under) => {
            return if under.starts_with('=') {
                Look::Strong
            } else {
                Look::Heading
            };
        }
        _ => return Look::Text,
    }
    let is_item = line.starts_with(['-', '•', '>', '+', '–', '·', '('])
        || line.starts_with("* ")
        || line.starts_with(|c: char| c.is_ascii_digit())
            && line
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .starts_with(['.', ')']);
    let is_closed =
        line.ends_with(['.', ',', ';', ':']) || line.contains("://") || line.contains('@');
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    if is_item || is_closed || letters < 3 || line.len() > MAX_HEADING {
        Look::Text
    } else if !line.contains(char::is_lowercase) {
        Look::Strong
    } else {
        Look::Heading
    }
}

fn is_underline(line: &str) -> bool {
    line.len() >= 3
        && ["=", "-", "~", "*", "_"]
            .iter()
            .any(|mark| line.trim_matches(mark.as_bytes()[0] as char).is_empty())
}

/// Whether the first heading is the title: another follows at once, or two more after a lead-in.
fn has_title(looks: &[Look]) -> bool {
    let is_heading = |look: &Look| *look != Look::Text;
    looks.first().is_some_and(is_heading)
        && (looks.get(1).is_some_and(is_heading)
            || looks.iter().skip(1).filter(|look| is_heading(look)).count() >= 2)
}
