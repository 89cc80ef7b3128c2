//! Mails in one file, read one at a time.

use std::io::{self, BufRead};

use super::document::MAX_BYTES;

/// The mails of an mbox, in its order.
pub struct Mails<R> {
    reader: R,
    /// The line read last, which is where the next mail starts.
    line: Vec<u8>,
    /// Lines read so far.
    lines: usize,
    /// Bytes of the largest mail that is kept.
    max: usize,
    has_failed: bool,
}

/// One mail of an mbox.
#[derive(Debug, PartialEq, Eq)]
pub struct Mail {
    /// The line of its `From `, counted from 1.
    pub line: usize,
    /// `None` if it is larger than [`MAX_BYTES`].
    pub bytes: Option<Vec<u8>>,
}

/// Splits an mbox without holding more than one mail of it. Lines `>From ` are unquoted. After an error
/// in reading there are no more mails.
pub fn mails<R: BufRead>(reader: R) -> Mails<R> {
    Mails {
        reader,
        line: Vec::new(),
        lines: 0,
        max: MAX_BYTES,
        has_failed: false,
    }
}

impl<R: BufRead> Mails<R> {
    /// Reads a line of which at most `max` bytes are kept. `false` at the end.
    fn read_line(&mut self) -> io::Result<bool> {
        self.line.clear();
        loop {
            let available = match self.reader.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if available.is_empty() {
                break;
            }
            let end = memchr::memchr(b'\n', available).map(|at| at + 1);
            let taken = end.unwrap_or(available.len());
            let room = self.max.saturating_add(1).saturating_sub(self.line.len());
            self.line.extend_from_slice(&available[..taken.min(room)]);
            self.reader.consume(taken);
            if end.is_some() {
                break;
            }
        }
        self.lines += usize::from(!self.line.is_empty());
        Ok(!self.line.is_empty())
    }

    fn next_mail(&mut self) -> io::Result<Option<Mail>> {
        while !is_separator(&self.line) {
            if !self.read_line()? {
                return Ok(None);
            }
        }
        let mut mail = Mail {
            line: self.lines,
            bytes: Some(Vec::new()),
        };
        let mut is_after_blank = false;
        while self.read_line()? {
            if is_after_blank && is_separator(&self.line) {
                break;
            }
            is_after_blank = self.line.trim_ascii().is_empty();
            let line = unquoted(&self.line);
            match &mut mail.bytes {
                Some(bytes) if bytes.len() + line.len() <= self.max => {
                    bytes.extend_from_slice(line);
                }
                bytes => *bytes = None,
            }
        }
        Ok(Some(mail))
    }
}

impl<R: BufRead> Iterator for Mails<R> {
    type Item = io::Result<Mail>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_failed {
            return None;
        }
        let mail = self.next_mail();
        self.has_failed = mail.is_err();
        mail.transpose()
    }
}

/// Whether a line starts a mail, such as `From ann@a.org Wed Apr  2 08:30:05 2031`. The time tells it from
/// a paragraph that begins with "From".
pub(super) fn is_separator(line: &[u8]) -> bool {
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    let is_time = |window: &[u8]| {
        window[0].is_ascii_digit() && window[1] == b':' && window[2].is_ascii_digit()
    };
    line.starts_with(b"From ") && line.windows(3).any(is_time)
}

fn unquoted(line: &[u8]) -> &[u8] {
    let quotes = line.iter().take_while(|&&byte| byte == b'>').count();
    if quotes > 0 && line[quotes..].starts_with(b"From ") {
        &line[1..]
    } else {
        line
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use super::{Mail, mails};

    fn split(mbox: &str, buffer: usize, max: usize) -> Vec<Mail> {
        let mut all = mails(BufReader::with_capacity(
            buffer,
            Cursor::new(mbox.as_bytes()),
        ));
        all.max = max;
        all.map(Result::unwrap).collect()
    }

    const MBOX: &str = "From ann@a.org Wed Apr  2 08:30:05 2031\nSubject: one\n\nText.\n\nFrom here on, more.\n>From there\n>>From x\n\nFrom bob Wed Apr  2 09:30:05 2031\nSubject: two\n\nText";

    #[test]
    fn mails_are_split_and_unquoted_whatever_the_buffer() {
        for buffer in [1, 7, 4096] {
            let all = split(MBOX, buffer, 1000);
            let texts: Vec<_> = all
                .iter()
                .map(|mail| {
                    (
                        mail.line,
                        String::from_utf8(mail.bytes.clone().unwrap()).unwrap(),
                    )
                })
                .collect();
            assert_eq!(
                texts[0],
                (
                    1,
                    "Subject: one\n\nText.\n\nFrom here on, more.\nFrom there\n>From x\n\n"
                        .to_owned()
                )
            );
            assert_eq!(texts[1], (10, "Subject: two\n\nText".to_owned()));
            assert_eq!(all.len(), 2);
        }
    }

    #[test]
    fn a_mail_that_is_too_large_is_reported_and_the_next_one_read() {
        let all = split(MBOX, 16, 30);
        assert_eq!(
            all[0],
            Mail {
                line: 1,
                bytes: None
            }
        );
        assert_eq!(all[1].bytes.as_deref(), Some(&b"Subject: two\n\nText"[..]));
    }

    #[test]
    fn blank_lines_and_a_byte_order_mark_may_come_first() {
        for start in ["\n \n", "\u{FEFF}"] {
            let all = split(&format!("{start}{MBOX}"), 16, 1000);
            assert_eq!(all.len(), 2, "{start:?}");
        }
    }

    #[test]
    fn an_error_in_reading_ends_the_mails() {
        struct Broken;
        impl std::io::Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
                Err(std::io::Error::other("the disk is broken"))
            }
        }
        let found = mails(BufReader::new(Broken)).take(3);
        assert_eq!(found.map(|mail| mail.is_err()).collect::<Vec<_>>(), [true]);
    }

    #[test]
    fn what_is_no_mbox_holds_no_mails() {
        assert_eq!(split("", 16, 100), []);
        assert_eq!(split("Subject: x\n\ny", 16, 100), []);
    }
}
