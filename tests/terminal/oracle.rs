//! What the program may write: its own sequences, each listed here, and text that cannot control, reorder or
//! hide anything. This is independent of the gate that it checks.

use unicode_normalization::char::is_combining_mark;

/// More marks than this on one letter crash terminals.
const MARKS: usize = 8;

/// Where the output goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A terminal, in which the program draws.
    Terminal,
    /// A pipe or a file: lines of text without any sequence.
    Pipe,
}

/// Fails on the first thing that the program must not write, showing the bytes around it.
#[track_caller]
pub(crate) fn check_clean(place: Place, bytes: &[u8]) {
    if let Err((at, what)) = text_of(place, bytes) {
        let around = &bytes[at.saturating_sub(60)..bytes.len().min(at + 60)];
        panic!("{what} at byte {at}: {:?}", String::from_utf8_lossy(around));
    }
}

/// The text in `bytes` without the program's own sequences.
///
/// # Errors
/// The place of the first byte that may not be there, and what it is.
pub(crate) fn text_of(place: Place, bytes: &[u8]) -> Result<String, (usize, String)> {
    let output =
        std::str::from_utf8(bytes).map_err(|error| (error.valid_up_to(), "no UTF-8".to_owned()))?;
    let mut text = String::with_capacity(output.len());
    let mut alternate = false;
    let mut in_link = false;
    let mut marks = 0;
    let mut at = 0;
    while let Some(c) = output[at..].chars().next() {
        let rest = &output[at..];
        if c == '\x1b' {
            let link = hyperlink(rest).filter(|_| place == Place::Terminal);
            if let Some((opens, length)) = link {
                // One that is not closed would go on, and inside another one would be lost.
                if opens == in_link {
                    return Err((at, "a hyperlink out of place".to_owned()));
                }
                in_link = opens;
                at += length;
                continue;
            }
            let length = own_sequence(rest)
                .or_else(|| Some(clipboard(rest)?.length))
                .filter(|_| place == Place::Terminal);
            let length = length.ok_or_else(|| (at, "a foreign sequence".to_owned()))?;
            match &rest[..length] {
                "\x1b[?1049h" => alternate = true,
                "\x1b[?1049l" => alternate = false,
                _ => {}
            }
            at += length;
            continue;
        }
        let line_break = match place {
            Place::Terminal => !alternate && (rest.starts_with("\r\n") || c == '\n'),
            Place::Pipe => c == '\n',
        };
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if let Some(what) = forbidden(c, &text).filter(|_| !line_break) {
            return Err((at, format!("{what} U+{:04X}", c as u32)));
        }
        if marks > MARKS {
            return Err((at, "a pile of marks".to_owned()));
        }
        text.push(c);
        at += c.len_utf8();
    }
    if in_link {
        return Err((at, "a hyperlink without an end".to_owned()));
    }
    Ok(text)
}

/// What the program has put on the clipboard of a terminal, in order.
pub(crate) fn copied(bytes: &[u8]) -> Vec<String> {
    let output = String::from_utf8_lossy(bytes);
    let starts = output.match_indices(CLIPBOARD).map(|(at, _)| at);
    starts
        .filter_map(|at| Some(clipboard(&output[at..])?.text))
        .collect()
}

/// The longest address of a hyperlink.
const URI_BYTES: usize = 2000;
/// The longest sequence that terminals take for the clipboard.
const CLIPBOARD_BYTES: usize = 100_000;
const CLIPBOARD: &str = "\x1b]52;c;";

/// Whether `rest` begins with the start of a hyperlink, or with its end, and the bytes that this takes.
fn hyperlink(rest: &str) -> Option<(bool, usize)> {
    const END: &str = "\x1b]8;;\x1b\\";
    if rest.starts_with(END) {
        return Some((false, END.len()));
    }
    let (id, after) = rest.strip_prefix("\x1b]8;id=")?.split_once(';')?;
    let (uri, _) = after.split_once('\x1b')?;
    let end = after[uri.len()..].strip_prefix("\x1b\\")?;
    let schemes = ["http://", "https://", "mailto:"];
    let is_allowed = schemes.iter().any(|scheme| {
        let start = uri.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    let is_own = !id.is_empty()
        && id.bytes().all(|byte| byte.is_ascii_digit())
        && uri.bytes().all(|byte| byte.is_ascii_graphic())
        && uri.len() <= URI_BYTES
        && is_allowed;
    is_own.then(|| (true, rest.len() - end.len()))
}

struct Clipboard {
    text: String,
    /// Bytes of the sequence.
    length: usize,
}

/// The sequence for the clipboard at the start of `rest`, alone or as tmux passes it on.
fn clipboard(rest: &str) -> Option<Clipboard> {
    const PASSED: &str = "\x1bPtmux;\x1b";
    if let Some(inner) = rest.strip_prefix(PASSED) {
        let Clipboard { text, length } = clipboard(inner)?;
        inner[length..].strip_prefix("\x1b\\")?;
        let length = PASSED.len() + length + 2;
        return Some(Clipboard { text, length });
    }
    let (encoded, _) = rest.strip_prefix(CLIPBOARD)?.split_once('\x07')?;
    let length = CLIPBOARD.len() + encoded.len() + 1;
    let text = String::from_utf8(decoded(encoded)?).ok()?;
    let is_clean = text
        .char_indices()
        .all(|(at, c)| c == '\n' || forbidden(c, &text[..at]).is_none());
    (is_clean && length <= CLIPBOARD_BYTES).then_some(Clipboard { text, length })
}

/// The bytes that `encoded` stands for in base64.
fn decoded(encoded: &str) -> Option<Vec<u8>> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = encoded.trim_end_matches('=');
    if !encoded.len().is_multiple_of(4) || encoded.len() - digits.len() > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len());
    let (mut bits, mut count) = (0u32, 0);
    for digit in digits.chars() {
        bits = bits << 6 | u32::try_from(DIGITS.find(digit)?).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xFF).ok()?);
        }
    }
    Some(bytes)
}

/// The length of the program's own sequence at the start of `rest`.
fn own_sequence(rest: &str) -> Option<usize> {
    let body = rest.strip_prefix("\x1b[")?;
    let end = body.find(|c: char| !c.is_ascii_digit() && !matches!(c, ';' | '?'))?;
    let (parameters, kind) = (&body[..end], body[end..].chars().next()?);
    let is_own = match kind {
        'H' => {
            let numbers: Vec<_> = parameters.split(';').map(str::parse::<u16>).collect();
            matches!(numbers[..], [Ok(1..), Ok(1..)])
        }
        'J' => parameters == "2",
        'h' | 'l' => matches!(
            parameters,
            "?1049" | "?2004" | "?25" | "?1000" | "?1002" | "?1006"
        ),
        'm' => is_style(parameters),
        _ => false,
    };
    is_own.then_some(2 + end + kind.len_utf8())
}

/// Whether these are attributes, or colours among the terminal's own sixteen.
fn is_style(parameters: &str) -> bool {
    let mut numbers = parameters
        .split(';')
        .map(|number| number.parse().unwrap_or(999));
    while let Some(number) = numbers.next() {
        let known = match number {
            38 | 48 => {
                numbers.next() == Some(5) && numbers.next().is_some_and(|colour| colour < 16)
            }
            0..=4 | 7 | 22..=24 | 27 | 39 | 49 | 59 => true,
            _ => false,
        };
        if !known {
            return false;
        }
    }
    true
}

/// Why `c` may not come after `before`.
fn forbidden(c: char, before: &str) -> Option<&'static str> {
    match c {
        '\0'..='\x1F' | '\x7F' => Some("a control"),
        '\u{80}'..='\u{9F}' => Some("a C1 control"),
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            Some("a bidirectional control")
        }
        '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => Some("an invisible character"),
        '\u{2028}' | '\u{2029}' => Some("a separator"),
        '\u{FDD0}'..='\u{FDEF}' => Some("a noncharacter"),
        _ if (c as u32 & 0xFFFE) == 0xFFFE => Some("a noncharacter"),
        '\u{200C}' | '\u{200D}' => {
            // Markup of emphasis and links, which is not shown, may be between them.
            let joins = |c: char| {
                c.is_alphanumeric()
                    || is_combining_mark(c)
                    || c >= '\u{2190}'
                    || "*_[]`".contains(c)
            };
            (!before.ends_with(joins)).then_some("a lone joiner")
        }
        '\u{E0000}'..='\u{E007F}' => {
            let flag = before.trim_end_matches(|c| ('\u{E0020}'..='\u{E007E}').contains(&c));
            (!flag.ends_with('\u{1F3F4}')).then_some("a lone tag character")
        }
        _ => None,
    }
}

#[test]
fn the_oracle_knows_own_sequences_from_foreign_ones() {
    for clean in [
        "\x1b[?1049h\x1b[?2004h\x1b[?1000h\x1b[?1002h\x1b[?1006h\x1b[?25l\x1b[2J\x1b[3;14H\x1b[1m\x1b[38;5;14mtext\x1b[0m\x1b[?25h\x1b[?1049l\r\n",
        "\x1b]8;id=3;https://a.example/%00?b;c\x1b\\link\x1b]8;;\x1b\\ \x1b]8;id=0;mailto:a\x1b\\x\x1b]8;;\x1b\\",
        "\x1b]52;c;SMOpdMOpIQo=\x07\x1bPtmux;\x1b\x1b]52;c;SMOpdMOpIQo=\x07\x1b\\",
        "👩\u{200D}👧 می\u{200C}خواهم \u{1F3F4}\u{E0067}\u{E0062}\u{E007F}",
    ] {
        assert!(
            text_of(Place::Terminal, clean.as_bytes()).is_ok(),
            "{clean:?}"
        );
    }
    for foreign in [
        "\x1b]0;x\x07",
        "\x1b]8;id=3;https://a.example/\x1b\\link",
        "\x1b]8;id=3;https://a.example/\x07link\x1b]8;;\x07",
        "\x1b]8;id=3;https://a.example/ \x1b\\link\x1b]8;;\x1b\\",
        "\x1b]8;id=3;https://a.example/é\x1b\\link\x1b]8;;\x1b\\",
        "\x1b]8;id=3;file:///etc\x1b\\link\x1b]8;;\x1b\\",
        "\x1b]8;id=x;https://a.example/\x1b\\link\x1b]8;;\x1b\\",
        "\x1b]8;;\x1b\\",
        "\x1b]52;c;?\x07",
        "\x1b]52;p;SMOpdMOpIQo=\x07",
        "\x1b]52;c;SMOpdMOpIQo=",
        // Esc, encoded.
        "\x1b]52;c;Gw==\x07",
        "\x1b[31m",
        "\x1b[38;5;200m",
        "\x1b[?1003h",
        "\x1b[?1015h",
        "\x1b[6n",
        "\x1b[0H",
        "\x1b(0",
        "\x1bc",
        "\x1b[2",
        "\u{9b}2J",
        "\x07",
        "a\tb",
        "\x1b[?1049h\r\n",
        "a\u{202E}b",
        "a \u{200D}b",
        "a\u{E0041}",
        "a\u{200B}",
        "\u{FFFE}",
        "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    ] {
        assert!(
            text_of(Place::Terminal, foreign.as_bytes()).is_err(),
            "{foreign:?}"
        );
    }
    let sequence = "\x1b]52;c;SMOpdMOpIQo=\x07";
    assert_eq!(copied(sequence.as_bytes()), ["Hété!\n"]);
    assert!(text_of(Place::Terminal, b"\x9b2J").is_err());
    assert!(text_of(Place::Pipe, b"\x1b[0m").is_err());
}
