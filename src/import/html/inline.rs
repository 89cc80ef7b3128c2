//! The text of one block, with its styles, and how it is written as CommonMark.

use super::emphasis;
use super::escape::{self, Place};
use super::style::{Block, Marks, Run, Style, push_run};

/// The text of a block. Line breaks are line feeds; other white space is collapsed.
#[derive(Debug, Default)]
pub(super) struct Text {
    shown: String,
    runs: Vec<Run>,
    /// White space that shows if text follows: the character, and the style it has.
    space: Option<(char, Style)>,
}

impl Text {
    pub(super) fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.shown.clear();
        self.runs.clear();
        self.space = None;
    }

    pub(super) fn as_str(&self) -> &str {
        &self.shown
    }

    pub(super) fn runs(&self) -> &[Run] {
        &self.runs
    }

    pub(super) fn ends_with_break(&self) -> bool {
        self.shown.ends_with('\n')
    }

    pub(super) fn push_break(&mut self) {
        if !self.shown.is_empty() {
            self.space = None;
            self.push_raw("\n", Style::default());
        }
    }

    pub(super) fn push_space(&mut self) {
        self.note_space(' ', Style::default());
    }

    /// Removes line breaks at the end.
    pub(super) fn trim_end(&mut self) {
        while self.shown.ends_with('\n') {
            self.shown.pop();
            let end = self.shown.len();
            let kept = self.runs.partition_point(|run| run.end < end);
            self.runs.truncate(kept + 1);
            if let Some(last) = self.runs.last_mut() {
                last.end = end;
            }
        }
    }

    /// Makes the whole text plain where all of it is strong.
    pub(super) fn drop_strong(&mut self) {
        if self.runs.iter().all(|run| run.style.marks.strong) {
            for run in &mut self.runs {
                run.style.marks.strong = false;
            }
        }
    }

    /// Adds text with its white space collapsed, and without characters that only pad.
    pub(super) fn push(&mut self, text: &str, style: Style) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let length = c.len_utf8();
            if c.is_whitespace() {
                self.note_space(c, style);
                rest = &rest[length..];
            } else if is_padding(c) || c.is_control() {
                rest = &rest[length..];
                let joins = matches!(c, '\u{200C}' | '\u{200D}')
                    && self.space.is_none()
                    && self.shown.chars().next_back().is_some_and(is_joined)
                    && rest.chars().next().is_some_and(is_joined);
                if joins {
                    self.push_raw(c.encode_utf8(&mut [0; 4]), style);
                }
            } else {
                let end = word_end(rest);
                self.push_word(&rest[..end], style);
                rest = &rest[end..];
            }
        }
    }

    fn note_space(&mut self, c: char, style: Style) {
        self.space = Some(match self.space {
            Some((_, before)) => (' ', before.and(style)),
            None if c.is_ascii() || c == '\u{85}' || c == '\u{2028}' || c == '\u{2029}' => {
                (' ', style)
            }
            None => (c, style),
        });
    }

    fn push_word(&mut self, word: &str, style: Style) {
        if let Some((c, space)) = self.space.take()
            && !self.shown.is_empty()
            && !self.ends_with_break()
        {
            let before = self.runs.last().map(|run| run.style).unwrap_or_default();
            let style = before.and(space).and(style);
            self.push_raw(c.encode_utf8(&mut [0; 4]), style);
        }
        self.push_raw(word, style);
    }

    fn push_raw(&mut self, text: &str, style: Style) {
        self.shown.push_str(text);
        let end = self.shown.len();
        push_run(&mut self.runs, Run { end, style });
    }

    /// Appends the text as CommonMark. The lines of a paragraph end with a backslash where another follows.
    pub(super) fn write(&self, out: &mut String, addresses: &[String], block: Block) {
        if let [Run { style, .. }] = self.runs[..]
            && style == Style::default()
            && !escape::needs_care(&self.shown, block)
        {
            out.push_str(&self.shown);
            return;
        }
        let is_emphasised = self.runs.iter().any(|run| run.style.is_emphasised());
        if is_emphasised && !emphasis::cuts_address(&self.shown, &self.runs) {
            let runs = emphasis::readable(&self.shown, &self.runs);
            let is_simple = emphasis::is_simple(&self.shown, &runs);
            for mark in ["*", "_"] {
                let written = self.written(&runs, addresses, mark, block);
                if is_simple || emphasis::reads_back(&written, &self.shown, &runs, block) {
                    push_block(out, &written, block);
                    return;
                }
            }
        }
        let mut plain = Vec::with_capacity(self.runs.len());
        for run in &self.runs {
            let style = run.style.with(Marks::default());
            push_run(&mut plain, Run { style, ..*run });
        }
        push_block(out, &self.written(&plain, addresses, "*", block), block);
    }

    fn written(&self, runs: &[Run], addresses: &[String], mark: &str, block: Block) -> String {
        let mut inline = String::with_capacity(self.shown.len() + 16);
        self.write_runs(&mut inline, runs, addresses, mark);
        let mut written = String::with_capacity(inline.len() + 2);
        if block == Block::Paragraph {
            for (index, line) in inline.split('\n').enumerate() {
                if index > 0 {
                    written.push('\n');
                }
                escape::push_line(&mut written, line, index);
            }
        } else {
            escape::push_heading(&mut written, &inline);
        }
        written
    }

    fn write_runs(&self, out: &mut String, runs: &[Run], addresses: &[String], mark: &str) {
        let has_tildes = self
            .shown
            .bytes()
            .filter(|&byte| byte == b'~')
            .take(2)
            .count()
            == 2
            || runs.iter().any(|run| run.style.marks.strike);
        let mut delimiters = emphasis::Delimiters::new(mark);
        let mut start = 0;
        let mut index = 0;
        while let Some(&first) = runs.get(index) {
            let link = first.style.link;
            let count = if link == 0 {
                1
            } else {
                runs[index..]
                    .iter()
                    .take_while(|run| run.style.link == link)
                    .count()
            };
            let group = &runs[index..index + count];
            let end = group[count - 1].end;
            let common = group
                .iter()
                .fold(first.style, |style, run| style.and(run.style));
            delimiters.change(out, common, &runs[index..]);
            let writer = RunWriter {
                text: &self.shown,
                addresses,
                has_tildes,
                next_is_link: runs
                    .get(index + count)
                    .is_some_and(|run| run.style.link > 0),
            };
            if link == 0 {
                writer.run(out, start, first);
            } else {
                writer.link(out, start, group, common, mark);
            }
            start = end;
            index += count;
        }
        delimiters.change(out, Style::default(), &[]);
    }
}

struct RunWriter<'a> {
    text: &'a str,
    addresses: &'a [String],
    has_tildes: bool,
    next_is_link: bool,
}

impl RunWriter<'_> {
    fn link(&self, out: &mut String, start: usize, group: &[Run], common: Style, mark: &str) {
        let address = &self.addresses[group[0].style.link as usize - 1];
        let end = group[group.len() - 1].end;
        let text = &self.text[start..end];
        let is_plain = group
            .iter()
            .all(|run| run.style.image == 0 && !run.style.code);
        if is_plain && text == address {
            if escape::is_bare(address) && !self.touches(start, end) {
                out.push_str(address);
            } else {
                out.extend(["<", address, ">"]);
            }
            return;
        }
        if is_plain && address.strip_prefix("mailto:") == Some(text) {
            out.extend(["<", text, ">"]);
            return;
        }
        out.push('[');
        let mut delimiters = emphasis::Delimiters::new(mark);
        let mut inner = Vec::with_capacity(group.len());
        for run in group {
            let style = run.style.with(run.style.marks.without(common.marks));
            push_run(&mut inner, Run { style, ..*run });
        }
        let mut from = start;
        for (index, &run) in inner.iter().enumerate() {
            delimiters.change(out, run.style, &inner[index..]);
            self.run(out, from, run);
            from = run.end;
        }
        delimiters.change(out, Style::default(), &[]);
        out.push(']');
        escape::push_address(out, address);
    }

    /// Whether a letter or the like stands right beside the text.
    fn touches(&self, start: usize, end: usize) -> bool {
        let is_apart = |c: Option<char>| c.is_none_or(char::is_whitespace);
        !is_apart(self.text[..start].chars().next_back())
            || !is_apart(self.text[end..].chars().next())
    }

    fn run(&self, out: &mut String, start: usize, run: Run) {
        let text = &self.text[start..run.end];
        if run.style.image > 0 {
            out.push_str("![");
            self.escaped(out, run, text, true);
            out.push(']');
            escape::push_address(out, &self.addresses[run.style.image as usize - 1]);
            return;
        }
        let mut lines = text.split('\n').peekable();
        while let Some(line) = lines.next() {
            let is_last = lines.peek().is_none();
            // In a link, this would begin a definition of one.
            let is_definition = run.style.link > 0 && line.contains("]:");
            if run.style.code && !is_definition {
                escape::push_code(out, line);
            } else {
                self.escaped(out, run, line, is_last);
            }
            if !is_last {
                out.push_str("\\\n");
            }
        }
    }

    /// Writes a line of a run. Markup follows at the end of the run, and a backslash at the end of a line.
    fn escaped(&self, out: &mut String, run: Run, line: &str, is_last: bool) {
        let in_markup = run.style.is_enclosed() || run.style.is_emphasised();
        let after = if !is_last {
            Some('\\')
        } else if run.end == self.text.len() && !in_markup {
            Some('\n')
        } else {
            None
        };
        let place = Place {
            before: None,
            after,
            in_link: run.style.link > 0 || run.style.image > 0,
            has_tildes: self.has_tildes,
            before_link: is_last && self.next_is_link,
        };
        escape::push_escaped(out, line, place);
    }
}

fn push_block(out: &mut String, written: &str, block: Block) {
    if block == Block::Cell {
        out.push_str(&written.replace('|', "\\|"));
    } else {
        out.push_str(written);
    }
}

/// Where the word at the start of `text` ends: at white space or a character that may be padding.
fn word_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte < 0x80 {
            // A space within a line continues the word where one character follows that needs no care.
            let is_single_space =
                byte == b' ' && at > 0 && bytes.get(at + 1).is_some_and(u8::is_ascii_graphic);
            if (byte <= b' ' && !is_single_space) || byte == 0x7F {
                return at;
            }
            at += 1;
        } else {
            let Some(c) = text[at..].chars().next() else {
                return at;
            };
            if c.is_whitespace() || is_padding(c) || c.is_control() {
                return at;
            }
            at += c.len_utf8();
        }
    }
    at
}

/// Characters without a width, which newsletters repeat to push text out of a preview.
fn is_padding(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}'
    )
}

fn is_joined(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !is_padding(c) && !c.is_ascii_punctuation()
}
