//! The gate that all text from outside passes before it reaches the terminal.
//!
//! Control characters are replaced by visible ones, so that dropping another character can never join
//! its neighbours to a control sequence. Passing a text twice gives the same as passing it once.

use unicode_normalization::char::is_combining_mark;

use super::bytes;

/// Whether line breaks are kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    One,
    Many,
}

/// Combining characters past this number on one letter are dropped: no script needs eight, and
/// terminals have crashed on thousands (CVE-2021-27135).
const COMBINING_PER_LETTER: usize = 8;
/// Zero-width joiners past this number in one cluster are dropped: a terminal may draw a longer chain
/// as its first character alone, which would hide the rest.
const JOINS_PER_CLUSTER: usize = 8;
/// How many characters back joiners are counted when a piece continues a text. Eight joined pairs with
/// their combining characters fit into it.
const WORD_CHARACTERS: usize = 64;
/// A joiner may have up to this many characters of markup between itself and a letter.
const MARKUP_CHARACTERS: usize = 8;
const NON_JOINER: char = '\u{200C}';
const JOINER: char = '\u{200D}';
const TAB_STOP: usize = 4;
/// The flag of a subdivision such as Scotland is the black flag, at most this many tag characters, and
/// a closing tag.
const FLAG_TAGS: usize = 16;
const BLACK_FLAG: char = '\u{1F3F4}';
const CLOSING_TAG: char = '\u{E007F}';

/// Makes `raw` safe and appends it to `out`. If it is one of several pieces of a text, `text_start` is
/// the byte of `out` where that text starts: combining characters at the start of the piece then count
/// for the letter before it, and a joiner at either end may join across pieces.
pub(super) fn push(out: &mut String, text_start: Option<usize>, raw: &str, lines: Lines) {
    let (start, is_piece) = (text_start.unwrap_or(out.len()), text_start.is_some());
    let clean = clean_prefix(raw.as_bytes(), lines);
    out.push_str(&raw[..clean]);
    if clean == raw.len() {
        return;
    }
    let shown = out[start..].chars().rev();
    let combining = shown
        .clone()
        .take(COMBINING_PER_LETTER)
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
        start,
        lines,
        is_piece,
        column,
        combining,
        joins,
    };
    let mut rest = raw[clean..].chars();
    while let Some(c) = rest.next() {
        gate.pass(c, &mut rest);
        rest = gate.pass_clean(rest.as_str()).chars();
    }
}

/// The number of leading bytes that need no check: ASCII, Latin-1 letters, and the quotes, dashes and
/// ellipsis that nearly every story has. It ends on a character boundary.
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
    // A combining character that follows belongs to the character before it: leave that one out.
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
    /// The byte of `out` where the text starts.
    start: usize,
    lines: Lines,
    /// What is passed is one of several pieces of the text.
    is_piece: bool,
    /// Characters since the last line break of this piece, without those that take no column.
    column: usize,
    /// Combining characters since the last letter.
    combining: usize,
    /// Zero-width joiners since the last character that was not joined to the one before it.
    joins: usize,
}

impl Gate<'_> {
    /// Passes the start of `rest` that needs no check in one go; returns the remainder.
    fn pass_clean<'r>(&mut self, rest: &'r str) -> &'r str {
        // A character after a joiner still belongs to the cluster before it.
        if self.out.ends_with(JOINER) {
            return rest;
        }
        let (clean, rest) = rest.split_at(clean_prefix(rest.as_bytes(), self.lines));
        if !clean.is_empty() {
            self.out.push_str(clean);
            (self.combining, self.joins) = (0, 0);
            self.column = match clean.rsplit_once('\n') {
                Some((_, line)) => line.chars().count(),
                None => self.column + clean.chars().count(),
            };
        }
        rest
    }

    fn pass(&mut self, c: char, rest: &mut std::str::Chars<'_>) {
        if is_combining_mark(c) {
            self.combining += 1;
            if self.combining <= COMBINING_PER_LETTER {
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
        self.combining = 0;
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

    /// Keeps a joiner or non-joiner between letters (Persian, Indic scripts) and between emoji
    /// (families), where it changes their shape, and drops it elsewhere, where it would be invisible.
    /// The markup of emphasis, code and links in between is ignored.
    fn joiner(&mut self, c: char, rest: &std::str::Chars<'_>) {
        let is_markup = |c: &char| matches!(c, '*' | '_' | '[' | ']' | '`');
        let before = self.out[self.start..]
            .chars()
            .rev()
            .take(MARKUP_CHARACTERS)
            .find(|c| !is_markup(c));
        let after = rest.clone().take(MARKUP_CHARACTERS).find(|c| !is_markup(c));
        let joins_before = before.is_some_and(|c| is_joinable(c) || is_combining_mark(c));
        let joins_after = after.map_or(self.is_piece, is_joinable);
        if joins_before
            && joins_after
            && self.joins < JOINS_PER_CLUSTER
            && !self.out.ends_with([NON_JOINER, JOINER])
        {
            self.out.push(c);
            self.joins += usize::from(c == JOINER);
        }
    }

    /// Keeps the tag characters of a well-formed subdivision flag. Elsewhere they could carry text that
    /// nobody sees.
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

/// The visible symbol for a C0 control character.
fn picture(c: char) -> char {
    char::from_u32(0x2400 + c as u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// C1 controls, bidirectional embeddings, overrides and isolates, line and paragraph separators,
/// noncharacters.
fn is_replaced(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FDD0}'..='\u{FDEF}')
        || (c as u32 & 0xFFFE) == 0xFFFE
}

/// Invisible characters that would split a word for search or shift a column.
fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}'..='\u{2065}'
            | '\u{206A}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}'
    )
}

/// Whether `c` is a letter, a digit or an emoji, between which joiners are kept.
fn is_joinable(c: char) -> bool {
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
    fn control_characters_become_visible() {
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
    fn combining_characters_past_the_eighth_are_dropped() {
        let piled = format!("e{}x", "\u{301}".repeat(100_000));
        check_line(&piled, &format!("e{}x", "\u{301}".repeat(8)));
    }

    #[test]
    fn joiners_past_the_eighth_are_dropped() {
        let chain = "👩\u{200D}".repeat(1000);
        assert_eq!(
            DisplayText::line(&chain).matches('\u{200D}').count(),
            1000 * 8 / 9
        );
    }

    #[test]
    fn joiners_are_counted_across_the_pieces_of_a_cluster_but_not_of_a_text() {
        let family = format!("👩{}", "\u{200D}👩".repeat(8));
        let mut text = DisplayText::line(&family);
        text.push_piece(0, "\u{200D}👧");
        assert_eq!(text.matches('\u{200D}').count(), 8);
        text.push_piece(0, &format!(" {family}"));
        assert_eq!(text.matches('\u{200D}').count(), 16);
    }

    #[test]
    fn tabs_become_spaces() {
        let tabs = DisplayText::block(&"\t".repeat(300_000));
        assert_eq!(tabs.len(), 1_200_000);
        // Combining characters and joiners take no column.
        check_block("e\u{301}\tx", "e\u{301}   x");
        check_block("می\u{200C}خ\tx", "می\u{200C}خ x");
    }

    #[test]
    fn pieces_are_passed_as_one_text() {
        let mut text = DisplayText::line("me");
        for _ in 0..100 {
            text.push_piece(0, &"\u{301}".repeat(4));
        }
        assert_eq!(text.chars().count(), 2 + 8);
        let mut text = DisplayText::line("می");
        text.push_piece(0, "\u{200C}");
        text.push_piece(0, "\u{200C}خواهم");
        assert_eq!(&*text, "می\u{200C}خواهم");
    }

    proptest! {
        #[test]
        fn the_gate_is_idempotent_and_lets_nothing_unsafe_through(raw in any_text()) {
            for shown in [DisplayText::line(&raw), DisplayText::block(&raw)] {
                let forbidden = |c: char| (c.is_control() && c != '\n') || super::is_replaced(c) || super::is_dropped(c);
                prop_assert!(!shown.contains(forbidden), "{shown:?}");
                prop_assert_eq!(&*DisplayText::block(&shown), &*shown);
            }
            prop_assert!(!DisplayText::line(&raw).contains('\n'));
            let block = DisplayText::block(&raw);
            prop_assert_eq!(block.clone().into_line(), DisplayText::line(&block));
        }

        #[test]
        fn shortcuts_change_nothing(raw in any_text()) {
            prop_assert_eq!(&*DisplayText::line(&raw), slow(&raw, Lines::One));
            prop_assert_eq!(&*DisplayText::block(&raw), slow(&raw, Lines::Many));
        }
    }

    /// The gate without its shortcuts.
    fn slow(raw: &str, lines: Lines) -> String {
        let mut out = String::new();
        let mut gate = Gate {
            out: &mut out,
            start: 0,
            lines,
            is_piece: false,
            column: 0,
            combining: 0,
            joins: 0,
        };
        let mut rest = raw.chars();
        while let Some(c) = rest.next() {
            gate.pass(c, &mut rest);
        }
        out
    }

    /// Text in which the characters that the gate treats specially are as common as all others together.
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
