//! The one gate between text from outside and the terminal.
//!
//! Characters are replaced one by one and dropped only where no control character is left for
//! their neighbours to splice into. Passing a text twice gives what passing it once gives.

use unicode_normalization::char::is_combining_mark;

use super::bytes;

/// Whether line breaks survive.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    One,
    Many,
}

/// More marks than this on one letter are dropped: no script stacks eight, and terminals have
/// crashed on thousands (CVE-2021-27135).
const MARKS_PER_LETTER: usize = 8;
/// More characters than this are never joined to one; a longer chain would hide behind its first.
const JOINS_PER_CLUSTER: usize = 8;
/// How far back joiners are counted when a text goes on: a word of eight joined pairs is shorter.
const WORD_CHARACTERS: usize = 64;
/// More signs of markup in a row than this are not looked across.
const MARKUP_CHARACTERS: usize = 8;
const NON_JOINER: char = '\u{200C}';
const JOINER: char = '\u{200D}';
const TAB_STOP: usize = 4;
/// A subdivision flag is the black flag, at most this many tag characters and a closing one.
const FLAG_TAGS: usize = 16;
const BLACK_FLAG: char = '\u{1F3F4}';
const CLOSING_TAG: char = '\u{E007F}';

/// Appends `raw` to `out`, made safe. When it is a piece of a longer text, `piece_of` is where that
/// starts in `out`: marks at the start of the piece pile on the letter before it, and a joiner at
/// either end may join across.
pub(super) fn push(out: &mut String, piece_of: Option<usize>, raw: &str, lines: Lines) {
    let (from, goes_on) = (piece_of.unwrap_or(out.len()), piece_of.is_some());
    let clean = clean_prefix(raw.as_bytes(), lines);
    out.push_str(&raw[..clean]);
    if clean == raw.len() {
        return;
    }
    let shown = out[from..].chars().rev();
    let marks = shown
        .clone()
        .take(MARKS_PER_LETTER)
        .take_while(|&c| is_combining_mark(c))
        .count();
    let word = shown
        .take(WORD_CHARACTERS)
        .take_while(|c| !c.is_whitespace());
    let joins = word.filter(|&c| c == JOINER).count();
    let column = raw[..clean]
        .rsplit('\n')
        .next()
        .map_or(0, |line| line.chars().count());
    let mut gate = Gate {
        out,
        from,
        lines,
        goes_on,
        column,
        marks,
        joins,
    };
    let mut rest = raw[clean..].chars();
    while let Some(c) = rest.next() {
        gate.pass(c, &mut rest);
        rest = gate.pass_clean(rest.as_str()).chars();
    }
}

/// How many leading bytes are plain beyond doubt: ASCII, Latin-1 letters, and the quotes, dashes
/// and ellipsis that nearly every story has. Ends on a character boundary.
fn clean_prefix(raw: &[u8], lines: Lines) -> usize {
    let is_plain = |byte| matches!(byte, b' '..=b'~') || (byte == b'\n' && lines == Lines::Many);
    let mut at = 0;
    loop {
        at += bytes::leading(&raw[at..], is_plain);
        at += match raw[at..] {
            [0xC3, ..] => 2,
            [0xE2, 0x80, 0x90..=0xA7, ..] => 3,
            _ => break,
        };
    }
    // A mark that follows belongs to the character before it, so that one goes the careful way too.
    if at < raw.len() {
        while at > 0 && (raw[at - 1] & 0xC0) == 0x80 {
            at -= 1;
        }
        at = at.saturating_sub(1);
    }
    at
}

struct Gate<'o> {
    out: &'o mut String,
    /// Where the text starts that the characters join to.
    from: usize,
    lines: Lines,
    /// The text is one of several pieces.
    goes_on: bool,
    /// Characters since the last line break of this piece.
    column: usize,
    /// Combining marks since the last letter.
    marks: usize,
    /// Joiners since the last character that stood apart.
    joins: usize,
}

impl Gate<'_> {
    /// Passes what is plain at the start of `rest` in one go; returns what is left.
    fn pass_clean<'r>(&mut self, rest: &'r str) -> &'r str {
        // What follows a joiner still belongs to the characters before it.
        if self.out.ends_with(JOINER) {
            return rest;
        }
        let (clean, rest) = rest.split_at(clean_prefix(rest.as_bytes(), self.lines));
        if !clean.is_empty() {
            self.out.push_str(clean);
            (self.marks, self.joins) = (0, 0);
            self.column = match clean.rsplit_once('\n') {
                Some((_, line)) => line.chars().count(),
                None => self.column + clean.chars().count(),
            };
        }
        rest
    }

    fn pass(&mut self, c: char, rest: &mut std::str::Chars<'_>) {
        if is_combining_mark(c) {
            self.marks += 1;
            if self.marks <= MARKS_PER_LETTER {
                self.out.push(c);
            }
            return;
        }
        match c {
            '\r' if rest.as_str().starts_with('\n') => return,
            '\r' | '\n' => self.line_break(),
            '\t' => self.tab(),
            '\0'..='\x1F' => self.put(picture(c)),
            '\x7F' => self.put('\u{2421}'),
            NON_JOINER | JOINER => {
                self.joiner(c, rest);
                return;
            }
            '\u{E0000}'..='\u{E007F}' => return,
            BLACK_FLAG => self.flag(rest),
            _ if is_replaced(c) => self.put(char::REPLACEMENT_CHARACTER),
            _ if is_dropped(c) => return,
            _ => self.put(c),
        }
        self.marks = 0;
    }

    fn put(&mut self, c: char) {
        if !self.out.ends_with(JOINER) {
            self.joins = 0;
        }
        self.out.push(c);
        self.column += 1;
    }

    fn line_break(&mut self) {
        match self.lines {
            Lines::One => self.put(' '),
            Lines::Many => {
                self.put('\n');
                self.column = 0;
            }
        }
    }

    fn tab(&mut self) {
        let spaces = match self.lines {
            Lines::One => 1,
            Lines::Many => TAB_STOP - self.column % TAB_STOP,
        };
        for _ in 0..spaces {
            self.put(' ');
        }
    }

    /// A joiner stays between letters (Persian, Indic scripts) and between emoji (families), where
    /// it shapes them; anywhere else it would only hide. The signs of emphasis and links do not count.
    fn joiner(&mut self, c: char, rest: &std::str::Chars<'_>) {
        let is_markup = |c: &char| matches!(c, '*' | '_' | '[' | ']' | '`');
        let before = self.out[self.from..]
            .chars()
            .rev()
            .take(MARKUP_CHARACTERS)
            .find(|c| !is_markup(c));
        let after = rest.clone().take(MARKUP_CHARACTERS).find(|c| !is_markup(c));
        let joins_before = before.is_some_and(|c| is_joined(c) || is_combining_mark(c));
        let joins_after = after.map_or(self.goes_on, is_joined);
        if joins_before
            && joins_after
            && self.joins < JOINS_PER_CLUSTER
            && !self.out.ends_with([NON_JOINER, JOINER])
        {
            self.out.push(c);
            self.column += 1;
            self.joins += usize::from(c == JOINER);
        }
    }

    /// Keeps the tag characters of a well-formed subdivision flag, as of Scotland; lone ones can
    /// smuggle text that nobody sees.
    fn flag(&mut self, rest: &mut std::str::Chars<'_>) {
        self.put(BLACK_FLAG);
        let length = rest
            .clone()
            .take(FLAG_TAGS + 1)
            .take_while(|c| matches!(c, '\u{E0020}'..='\u{E007E}'))
            .count();
        if (1..=FLAG_TAGS).contains(&length) && rest.clone().nth(length) == Some(CLOSING_TAG) {
            self.out.extend(rest.by_ref().take(length + 1));
        }
    }
}

/// The visible picture of a C0 control.
fn picture(c: char) -> char {
    char::from_u32(0x2400 + c as u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// C1 controls, bidirectional embeddings, overrides and isolates, line and paragraph separators,
/// noncharacters.
fn is_replaced(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FDD0}'..='\u{FDEF}')
        || (c as u32 & 0xFFFE) == 0xFFFE
}

/// Characters without a picture of their own that would split a word for search or shift a column.
fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}'..='\u{2065}'
            | '\u{206A}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}'
    )
}

/// A letter or an emoji: what a joiner may stand between.
fn is_joined(c: char) -> bool {
    let is_emoji = matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
        && (c as u32 & 0xFFFE) != 0xFFFE;
    (c.is_alphanumeric() || is_emoji) && !is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::DisplayText;
    use super::{Gate, Lines};

    #[track_caller]
    fn check_line(raw: &str, shown: &str) {
        assert_eq!(&*DisplayText::line(raw), shown);
    }

    #[track_caller]
    fn check_block(raw: &str, shown: &str) {
        assert_eq!(&*DisplayText::block(raw), shown);
    }

    #[test]
    fn controls_are_shown_not_sent() {
        check_line("a\x1b]0;x\x07b\x7f\0", "a␛]0;x␇b␡␀");
        check_line("a\u{9b}2Jb", "a\u{FFFD}2Jb");
        check_line("one\r\ntwo\rthree\tfour", "one two three four");
        check_block(
            "one\r\ntwo\rthree\u{2028}four\n\tx\nab\tc",
            "one\ntwo\nthree\u{FFFD}four\n    x\nab  c",
        );
    }

    #[test]
    fn nothing_reorders_or_hides() {
        check_line("a\u{202E}b\u{2066}c", "a\u{FFFD}b\u{FFFD}c");
        check_line("a\u{200B}b\u{FEFF}c\u{200F}d\u{61C}e\u{AD}f", "abcdef");
        check_line("x\u{E0041}\u{E0042}y", "xy");
        check_line("\u{FFFE}\u{1FFFF}\u{FDD0}", "\u{FFFD}\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn scripts_and_emoji_read_as_written() {
        for whole in [
            "نجيب محفوظ",
            "می\u{200C}خواهم",
            "क्\u{200D}ष",
            "東海道新幹線",
            "👩\u{200D}👩\u{200D}👧 ❤\u{FE0F}",
            "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
            "naïve “Café” – 20 €",
        ] {
            check_line(whole, whole);
        }
        check_line("a\u{200D} b", "a b");
        check_line("**می\u{200C}**خواهم", "**می\u{200C}**خواهم");
    }

    #[test]
    fn piled_marks_are_cut_at_eight() {
        let piled = format!("e{}x", "\u{301}".repeat(100_000));
        check_line(&piled, &format!("e{}x", "\u{301}".repeat(8)));
    }

    #[test]
    fn chains_are_cut_where_they_would_hide() {
        let chain = "👩\u{200D}".repeat(1000);
        assert_eq!(
            DisplayText::line(&chain).matches('\u{200D}').count(),
            1000 * 8 / 9
        );
        let tabs = DisplayText::block(&"\t".repeat(300_000));
        assert_eq!(tabs.len(), 1_200_000);
    }

    #[test]
    fn pieces_are_one_text() {
        let mut text = DisplayText::line("me");
        for _ in 0..100 {
            text.push_on(0, &"\u{301}".repeat(4));
        }
        assert_eq!(text.chars().count(), 2 + 8);
        let mut text = DisplayText::line("می");
        text.push_on(0, "\u{200C}");
        text.push_on(0, "\u{200C}خواهم");
        assert_eq!(&*text, "می\u{200C}خواهم");
    }

    proptest! {
        #[test]
        fn gate_is_idempotent_and_closed(raw in any_text()) {
            for shown in [DisplayText::line(&raw), DisplayText::block(&raw)] {
                let forbidden = |c: char| (c.is_control() && c != '\n') || super::is_replaced(c) || super::is_dropped(c);
                prop_assert!(!shown.contains(forbidden), "{shown:?}");
                prop_assert_eq!(&*DisplayText::block(&shown), &*shown);
            }
            prop_assert!(!DisplayText::line(&raw).contains('\n'));
        }

        #[test]
        fn short_cuts_change_nothing(raw in any_text()) {
            prop_assert_eq!(&*DisplayText::line(&raw), slow(&raw, Lines::One));
            prop_assert_eq!(&*DisplayText::block(&raw), slow(&raw, Lines::Many));
        }
    }

    /// The gate without its short cuts.
    fn slow(raw: &str, lines: Lines) -> String {
        let mut out = String::new();
        let mut gate = Gate {
            out: &mut out,
            from: 0,
            lines,
            goes_on: false,
            column: 0,
            marks: 0,
            joins: 0,
        };
        let mut rest = raw.chars();
        while let Some(c) = rest.next() {
            gate.pass(c, &mut rest);
        }
        out
    }

    /// Text in which the characters that the gate knows are as common as all others together.
    fn any_text() -> impl Strategy<Value = String> {
        let known = prop::sample::select(
            "\t\n\r\x1b\x7f\u{85}\u{9b}\u{200B}\u{200C}\u{200D}\u{200E}\u{202E}\u{2028}\u{2066}\u{FEFF}\u{E0041}\u{E007F}\u{1F3F4}\u{301}\u{FE0F}\u{93F}👩❤कaé–"
                .chars()
                .collect::<Vec<_>>(),
        );
        let piece = prop_oneof![
            known.prop_map(String::from),
            any::<char>().prop_map(String::from),
            r"[ -~\né–]{1,50}",
        ];
        prop::collection::vec(piece, 0..40).prop_map(String::from_iter)
    }
}
