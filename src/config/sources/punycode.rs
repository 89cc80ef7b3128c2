//! Names of hosts in other scripts, as DNS knows them.

use unicode_normalization::UnicodeNormalization;

// The constants of RFC 3492, section 5.
const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const INITIAL_N: u32 = 0x80;

/// A name of a host in ASCII: labels with other characters are normalized as browsers do and written in
/// Punycode. `None` if a label is empty, is too long, or has a character that names cannot have.
pub(super) fn ascii_host(host: &str) -> Option<String> {
    if host.is_ascii() {
        return Some(host.to_owned());
    }
    // Lower case first, since some capitals only have a compatible form in lower case, and again for those
    // that only the compatible form makes plain.
    let lower: String = host.chars().flat_map(char::to_lowercase).collect();
    let host: String = lower.nfkc().flat_map(char::to_lowercase).nfc().collect();
    let labels = host.split(['.', '。']).map(|label| {
        let is_name = |c: char| c == '-' || c == '_' || !c.is_ascii() || c.is_ascii_alphanumeric();
        let is_letter = |c: char| c.is_ascii() || c.is_alphanumeric() || is_mark(c);
        if !label.chars().all(|c| is_name(c) && is_letter(c)) {
            return None;
        }
        let ascii = if label.is_ascii() {
            label.to_owned()
        } else {
            format!("xn--{}", encode(label)?)
        };
        (ascii.len() <= 63).then_some(ascii)
    });
    Some(labels.collect::<Option<Vec<_>>>()?.join("."))
}

/// Whether this is a mark within a word, such as the vowel signs of Indic scripts.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// RFC 3492, section 6.3. `None` if a number overflows.
fn encode(label: &str) -> Option<String> {
    let mut output: String = label.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(output.len()).ok()?;
    let all = u32::try_from(label.chars().count()).ok()?;
    if basic > 0 {
        output.push('-');
    }
    let (mut n, mut delta, mut bias, mut done) = (INITIAL_N, 0_u32, INITIAL_BIAS, basic);
    while done < all {
        let next = label.chars().map(u32::from).filter(|&c| c >= n).min()?;
        delta = delta.checked_add((next - n).checked_mul(done + 1)?)?;
        n = next;
        for c in label.chars().map(u32::from) {
            if c < n {
                delta = delta.checked_add(1)?;
            }
            if c == n {
                push_number(&mut output, delta, bias);
                bias = adapted(delta, done + 1, done == basic);
                delta = 0;
                done += 1;
            }
        }
        delta = delta.checked_add(1)?;
        n += 1;
    }
    Some(output)
}

fn push_number(output: &mut String, number: u32, bias: u32) {
    let mut rest = number;
    for k in (BASE..).step_by(BASE as usize) {
        let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
        if rest < threshold {
            break;
        }
        output.extend(digit(threshold + (rest - threshold) % (BASE - threshold)));
        rest = (rest - threshold) / (BASE - threshold);
    }
    output.extend(digit(rest));
}

/// `a` to `z`, then `0` to `9`.
fn digit(number: u32) -> Option<char> {
    char::from_digit((number + 10) % BASE, BASE)
}

fn adapted(delta: u32, points: u32, is_first: bool) -> u32 {
    let mut delta = delta / if is_first { DAMP } else { 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > ((BASE - T_MIN) * T_MAX) / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (((BASE - T_MIN + 1) * delta) / (delta + SKEW))
}

#[cfg(test)]
mod tests {
    use super::ascii_host;

    #[test]
    fn names_in_other_scripts_are_written_in_punycode() {
        for (host, ascii) in [
            ("example.org", "example.org"),
            ("München.de", "xn--mnchen-3ya.de"),
            ("mu\u{308}nchen.de", "xn--mnchen-3ya.de"),
            ("straße.example", "xn--strae-oqa.example"),
            ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
            ("правда.рф", "xn--80aafi6cg.xn--p1ai"),
            ("ｗｗｗ.bücher.ch", "www.xn--bcher-kva.ch"),
            ("中国", "xn--fiqs8s"),
            ("उदाहरण.परीक्षा", "xn--p1b6ci4b4b3a.xn--11b5bs3a9aj6g"),
        ] {
            assert_eq!(ascii_host(host).as_deref(), Some(ascii), "{host}");
        }
    }

    #[test]
    fn what_no_name_can_have_is_refused() {
        let long = format!("{}.de", "ü".repeat(80));
        // A fraction slash, a full-width slash, a sign that becomes `a/c`, a direction mark, an emoji.
        for host in [
            "a\u{2044}ü.de",
            "ü／x.de",
            "ü℀.de",
            "ü\u{200f}.de",
            "ü😀.de",
            &long,
        ] {
            assert_eq!(ascii_host(host), None, "{host}");
        }
    }
}
