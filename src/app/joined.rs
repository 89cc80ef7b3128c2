//! Sentences joined in one line.

/// How our sentences begin. What begins otherwise begins with a number or a name, such as that of a file.
const BEGINNINGS: [&str; 14] = [
    "A fault",
    "A new edition",
    "Line ",
    "Settings changed",
    "The configuration",
    "The file",
    "The marks",
    "The open story",
    "The theme",
    "There are",
    "There is",
    "This edition",
    "This file",
    "This result",
];

/// A sentence as it is written in the middle of a line: without a capital, unless it begins with a name.
pub(super) fn in_line(sentence: &str) -> String {
    if BEGINNINGS.iter().any(|it| sentence.starts_with(it)) {
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
            "The file of x",
            "This edition’s",
            "Line 3: x",
            "The Morning.toml has",
            "A fault: x",
            "2 new",
        ];
        assert_eq!(
            joined(&parts.map(str::to_owned)),
            "The file of x · this edition’s · line 3: x · The Morning.toml has · a fault: x · 2 new"
        );
        assert_eq!(joined(&[]), "");
    }
}
