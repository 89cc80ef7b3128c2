//! Refuses sources for which the TOML parser would need gigabytes of memory: it takes several hundred
//! bytes for each token, and as many for each fault.

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use super::diagnostic::{Diagnostic, Position};
use super::format::Format;

/// The longest source, in bytes.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The most TOML tokens.
const MAX_TOKENS: usize = 250_000;

/// The most faults within tokens: a single token may have millions, such as a comment made of control
/// characters.
const MAX_BROKEN: usize = 10_000;

/// Why a file of this format is not parsed at all.
pub(super) fn refuse(source: &str, format: &Format) -> Option<Diagnostic> {
    if !source.is_empty() && source.bytes().all(|byte| byte == 0) {
        let message = "the file contains only NUL characters, as can happen after a crash";
        let help = "write it again, or restore it from a backup";
        return Some(Diagnostic {
            position: Some(Position::new(source, 0..1)),
            ..Diagnostic::of_file(message, Some(help))
        });
    }
    if source.len() > MAX_BYTES {
        return Some(Diagnostic::too_large(format.too_large));
    }
    // A token or a fault takes at least one byte, so nearly no file has to be counted.
    if source.len() <= MAX_TOKENS {
        return None;
    }
    let source = Source::new(source);
    let mut broken = 0;
    for (tokens, token) in source.lex().enumerate() {
        broken += faults_in(token, source);
        if tokens >= MAX_TOKENS {
            let message = format!("the file has more than {MAX_TOKENS} TOML tokens");
            return Some(Diagnostic::of_file(&message, Some(format.too_large)));
        }
        if broken > MAX_BROKEN {
            let message = format!("the file is broken in more than {MAX_BROKEN} places");
            let help = "check that it is TOML at all";
            return Some(Diagnostic::of_file(&message, Some(help)));
        }
    }
    None
}

/// How many faults the parser could find in a token, as a key or as a value, beyond the one for which
/// counting tokens allows.
fn faults_in(token: Token, source: Source<'_>) -> usize {
    let Some(raw) = source.get(token) else {
        return 0;
    };
    let (mut as_key, mut as_value) = (0_usize, 0);
    let mut count = |_| as_value += 1;
    match token.kind() {
        TokenKind::Comment => raw.decode_comment(&mut count),
        kind if kind == TokenKind::Atom || kind.encoding().is_some() => {
            raw.decode_key(&mut (), &mut |_| as_key += 1);
            let _ = raw.decode_scalar(&mut (), &mut count);
        }
        _ => {}
    }
    as_key.max(as_value).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::{MAX_BROKEN, MAX_BYTES, MAX_TOKENS, refuse};

    #[test]
    fn only_what_would_need_gigabytes_is_refused() {
        let tags = |count: usize| format!("tags = [{}]", "1,".repeat(count));
        let text = |count: usize| format!("body = '{}'", "x".repeat(count));
        let controls = |count: usize| "\u{1}".repeat(count);
        let broken = |count: usize| text(MAX_TOKENS).replacen("xxx", &controls(count), 1);
        let many_tokens = "the file has more than 250000 TOML tokens";
        let many_faults = "the file is broken in more than 10000 places";
        let too_large = "the file is larger than 16 MiB";
        for (source, message) in [
            (tags(9), ""),
            (tags(MAX_TOKENS / 2 - 10), ""),
            (tags(MAX_TOKENS / 2), many_tokens),
            (text(MAX_TOKENS), ""),
            (text(MAX_BYTES - 9), ""),
            (text(MAX_BYTES), too_large),
            (format!("body = '{}'", controls(MAX_TOKENS)), many_faults),
            (format!("# {}", controls(MAX_TOKENS)), many_faults),
            // Of the faults of a token, one is allowed for by counting the token.
            (broken(MAX_BROKEN + 1), ""),
            (broken(MAX_BROKEN + 2), many_faults),
            (format!("a = 1{}", " ".repeat(MAX_TOKENS)), ""),
            (format!("a = 1{}", "\n".repeat(MAX_TOKENS - 9)), ""),
        ] {
            let refused = refuse(&source, &super::super::parse::FORMAT)
                .map(|diagnostic| diagnostic.message.to_string());
            let start: String = source.chars().take(20).collect();
            assert_eq!(refused.unwrap_or_default(), message, "{start:?}");
        }
    }
}
