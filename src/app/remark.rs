//! What is said beside other things in one line.

/// Something that may be said alone or after something else in the same line.
#[derive(Clone, Debug)]
pub(super) struct Remark {
    /// As it is written after something else.
    text: String,
    /// The text begins with a name, such as that of a file, which is written the same everywhere.
    begins_with_name: bool,
}

impl Remark {
    /// `text` begins with a small letter, unless it begins with a number.
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            begins_with_name: false,
        }
    }

    /// `text` begins with a name.
    pub(super) fn of_name(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            begins_with_name: true,
        }
    }

    /// As a line of its own, or at the start of one.
    pub(super) fn alone(&self) -> String {
        if self.begins_with_name {
            self.text.clone()
        } else {
            capitalized(&self.text)
        }
    }

    /// In a line, after something else.
    pub(super) fn in_line(&self) -> &str {
        &self.text
    }

    /// This, with `more` after it.
    pub(super) fn followed_by(mut self, more: &str) -> Self {
        self.text.push_str(more);
        self
    }

    /// Several as one line.
    pub(super) fn joined(remarks: &[Self]) -> String {
        let Some((first, others)) = remarks.split_first() else {
            return String::new();
        };
        std::iter::once(first.alone())
            .chain(others.iter().map(|other| format!(" · {}", other.in_line())))
            .collect()
    }

    /// Several as one line, after what introduces them.
    pub(super) fn joined_after(introduction: &str, remarks: &[Self]) -> String {
        let texts: Vec<_> = remarks.iter().map(Self::in_line).collect();
        format!("{introduction}: {}", texts.join(" · "))
    }
}

/// `text` with a capital letter at its start.
pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::Remark;

    #[test]
    fn a_line_begins_with_a_capital_unless_it_begins_with_a_name() {
        for (remarks, line) in [
            (
                vec![
                    Remark::new("this edition has changed"),
                    Remark::new("2 editions gone"),
                ],
                "This edition has changed · 2 editions gone",
            ),
            (
                vec![
                    Remark::new("2 editions gone"),
                    Remark::new("the marks were changed"),
                ],
                "2 editions gone · the marks were changed",
            ),
            (
                vec![
                    Remark::of_name("morning.toml has faults"),
                    Remark::of_name("The Day: 1 new"),
                ],
                "morning.toml has faults · The Day: 1 new",
            ),
            (vec![], ""),
        ] {
            assert_eq!(Remark::joined(&remarks), line);
        }
    }

    #[test]
    fn after_an_introduction_nothing_of_ours_begins_with_a_capital() {
        let remarks = [
            Remark::new("the theme changed"),
            Remark::of_name("The Day: 1 new"),
        ];
        assert_eq!(
            Remark::joined_after("Read again", &remarks),
            "Read again: the theme changed · The Day: 1 new"
        );
    }
}
