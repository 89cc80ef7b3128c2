//! Text that would read as markup, with as few backslashes as will do.

use super::style::Block;

/// Where text stands in its line.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// The characters beside the text; `None` at the ends of a line, and beside markup.
    pub(super) before: Option<char>,
    pub(super) after: Option<char>,
    /// In the text of a link, where brackets must be in pairs.
    pub(super) in_link: bool,
    /// Two tildes in one block may strike out what is between them.
    pub(super) has_tildes: bool,
    /// Whether a link follows, before which `!` would make an image.
    pub(super) before_link: bool,
}

/// Appends `text`, which has no line breaks, so that CommonMark reads it as text.
pub(super) fn push_escaped(out: &mut String, text: &str, place: Place) {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !is_special(byte) {
            continue;
        }
        let before = text[..at].chars().next_back().or(place.before);
        let rest = &text[at + 1..];
        let after = rest.chars().next().or(place.after);
        let is_markup = match byte {
            b'*' => !(is_space(before) && is_space(after)),
            b'_' => !(is_letter(before) && is_letter(after)),
            b'~' => place.has_tildes && !(is_space(before) && is_space(after)),
            b'`' => true,
            b'\\' => after.is_none_or(|c| c.is_ascii_punctuation()),
            b'<' => after.is_none_or(|c| c.is_ascii_alphabetic() || "/!?".contains(c)),
            b'&' => is_reference(rest),
            b'[' => place.in_link || rest.starts_with('^'),
            b']' => place.in_link || after.is_none_or(|c| "(:[".contains(c)),
            _ => rest.is_empty() && place.before_link,
        };
        if is_markup {
            out.push_str(&text[copied..at]);
            out.push('\\');
            copied = at;
        }
    }
    out.push_str(&text[copied..]);
}

/// Whether something in the text may have to be escaped.
pub(super) fn needs_care(text: &str, block: Block) -> bool {
    let starts_block = |line: &str| line.starts_with(|c: char| "0123456789#>-+=:|[".contains(c));
    text.bytes().any(is_special)
        || match block {
            Block::Paragraph => text.contains('\n') || starts_block(text),
            Block::Heading => text.ends_with('#'),
            Block::Cell => text.contains('|'),
        }
}

/// Escapes what has a meaning at the start of a line only. `line` is the line of a paragraph, its own
/// markup done; `index` counts the lines of the paragraph.
pub(super) fn push_line(out: &mut String, line: &str, index: usize) {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let hashes = line.bytes().take_while(|&byte| byte == b'#').count();
    let ends_word = |at: usize| matches!(line.as_bytes().get(at), None | Some(b' ' | b'\\'));
    let mark = match line.as_bytes().first() {
        Some(b'0'..=b'9')
            if digits <= 9
                && matches!(line.as_bytes().get(digits), Some(b'.' | b')'))
                && ends_word(digits + 1) =>
        {
            Some(digits)
        }
        Some(b'#') if hashes <= 6 && ends_word(hashes) => Some(0),
        Some(b'>') => Some(0),
        Some(b'-' | b'+') if ends_word(1) || is_only(line, b"- ") => Some(0),
        Some(b'=') if index > 0 && is_only(line, b"= ") => Some(0),
        Some(b'-' | b':' | b'|') if index > 0 && is_only(line, b"-:| ") => Some(0),
        Some(b'[')
            if ["[ ]", "[x]", "[X]"]
                .iter()
                .any(|task| line.starts_with(task))
                && ends_word(3) =>
        {
            Some(0)
        }
        Some(b'[') if defines_link(line) => Some(0),
        _ => None,
    };
    let mark = mark.unwrap_or(line.len());
    out.push_str(&line[..mark]);
    if mark < line.len() {
        out.push('\\');
    }
    out.push_str(&line[mark..]);
}

/// Escapes the hashes at the end of a heading, which CommonMark would take for its end.
pub(super) fn push_heading(out: &mut String, line: &str) {
    let text = line.trim_end_matches('#');
    out.push_str(text);
    if text.len() < line.len() && (text.is_empty() || text.ends_with(' ')) {
        out.push('\\');
    }
    out.push_str(&line[text.len()..]);
}

/// Appends the text of a code span.
pub(super) fn push_code(out: &mut String, text: &str) {
    let mut runs: Vec<usize> = text.split(|c| c != '`').map(str::len).collect();
    runs.sort_unstable();
    // As short as it can be without ending at a run of backticks in the text.
    let length = runs
        .iter()
        .fold(1, |free, &run| free + usize::from(run == free));
    let fence = "`".repeat(length);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    for part in [&fence, pad, text, pad, &fence] {
        out.push_str(part);
    }
}

/// Appends the address of a link or image, in its parentheses.
pub(super) fn push_address(out: &mut String, address: &str) {
    let is_balanced = address.bytes().try_fold(0_usize, |open, byte| match byte {
        b'(' => Some(open + 1),
        b')' => open.checked_sub(1),
        _ => Some(open),
    }) == Some(0);
    out.push_str(if is_balanced { "(" } else { "(<" });
    let mut rest = address;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        out.push_str(if is_reference(after) { "\\&" } else { "&" });
        rest = after;
    }
    out.push_str(rest);
    out.push_str(if is_balanced { ")" } else { ">)" });
}

/// Whether `address` is found in text, as a whole, by readers that link bare addresses.
pub(super) fn is_bare(address: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-./:?=%+#,@&".contains(c);
    address.starts_with("http")
        && address.chars().all(is_plain)
        && address.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '/')
}

fn is_special(byte: u8) -> bool {
    matches!(
        byte,
        b'*' | b'_' | b'~' | b'`' | b'\\' | b'<' | b'&' | b'[' | b']' | b'!'
    )
}

fn is_space(c: Option<char>) -> bool {
    c == Some(' ')
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Whether `&` before this text begins a character reference.
fn is_reference(rest: &str) -> bool {
    let name = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
        .take(40)
        .count();
    name > 0 && rest.as_bytes().get(name) == Some(&b';')
}

/// Whether the first bracket that closes is followed by a colon, as in the definition of a link.
fn defines_link(line: &str) -> bool {
    let bytes = line.as_bytes();
    let close = (1..bytes.len()).find(|&at| bytes[at] == b']' && bytes[at - 1] != b'\\');
    close.is_some_and(|at| bytes.get(at + 1) == Some(&b':'))
}

fn is_only(line: &str, bytes: &[u8]) -> bool {
    line.bytes().all(|byte| bytes.contains(&byte))
}
