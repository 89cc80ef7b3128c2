//! Sentences joined in one line.

/// The words that our sentences begin with. What begins with another one begins with a name or a number.
const FIRST_WORDS: [&str; 6] = ["A", "Line", "Settings", "The", "There", "This"];

/// A sentence as it is written in the middle of a line: without a capital, unless it begins with a name.
pub(super) fn in_line(sentence: &str) -> String {
    let first = sentence.split(' ').next().unwrap_or_default();
    if FIRST_WORDS.contains(&first) {
        let (capital, rest) = sentence.split_at(1);
        format!("{}{rest}", capital.to_ascii_lowercase())
    } else {
        sentence.to_owned()
    }
}

/// The parts of a notice as one line.
pub(super) fn joined(parts: &[String]) -> String {
    let [first, others @ ..] = parts else {
        return String::new();
    };
    let others = others.iter().map(|part| format!(" · {}", in_line(part)));
    [first.clone()].into_iter().chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn only_the_first_part_begins_with_a_capital_unless_another_begins_with_a_name() {
        let parts = [
            "The file",
            "This edition’s",
            "Line 3: x",
            "Theft.toml has",
            "A",
            "2 new",
        ];
        assert_eq!(
            joined(&parts.map(str::to_owned)),
            "The file · this edition’s · line 3: x · Theft.toml has · a · 2 new"
        );
        assert_eq!(joined(&[]), "");
    }
}
