//! The number of a section, while its digits are being typed after `g`.

/// The digits typed so far. A number is complete when it has as many digits as that of the last section, or when no
/// section has a longer one that begins with it: `g4` when there are nine sections, and `g04`, `g7` and `g40` when there
/// are forty. 0 stands for the lead stories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SectionNumber {
    number: usize,
    digits: usize,
    /// It was begun on the page, without `g`.
    on_page: bool,
}

impl SectionNumber {
    /// The number that `digit`, typed without `g`, begins; `None` if it is complete already.
    pub fn begun_on_page(digit: usize, sections: usize) -> Option<Self> {
        let mut number = Self {
            on_page: true,
            ..Self::default()
        };
        number.push(digit, sections).is_none().then_some(number)
    }

    /// Adds a digit to the number of one of `sections` sections. Returns the number when it is complete.
    pub fn push(&mut self, digit: usize, sections: usize) -> Option<usize> {
        self.number = self.number * 10 + digit;
        self.digits += 1;
        let is_longest = self.digits >= digits_of(sections) || self.number * 10 > sections;
        is_longest.then_some(self.number)
    }

    /// Takes the last digit back. `None` when there is none, or when nothing is left of a number begun without `g`.
    pub fn pop(mut self) -> Option<Self> {
        self.digits = self.digits.checked_sub(1)?;
        self.number /= 10;
        (self.digits > 0 || !self.on_page).then_some(self)
    }

    /// What has been typed of a number that was begun without `g`. Then other keys mean what they mean on the page, in
    /// that section.
    pub fn typed_on_page(self) -> Option<usize> {
        self.typed().filter(|_| self.on_page)
    }

    /// The number that the digits typed so far make; `None` before the first one.
    pub fn typed(self) -> Option<usize> {
        (self.digits > 0).then_some(self.number)
    }

    /// The digits typed so far, as they were typed: `04`.
    pub fn text(self) -> String {
        let digits = self.digits;
        match self.typed() {
            Some(number) => format!("{number:0digits$}"),
            None => String::new(),
        }
    }
}

/// What to type for a number of one of `sections` sections: `07`.
pub fn in_full(number: usize, sections: usize) -> String {
    let digits = digits_of(sections);
    format!("{number:0digits$}")
}

/// What to type for the numbers of `sections` sections: `01–40`. There is at least one.
pub fn all_numbers(sections: usize) -> String {
    match sections {
        1 => "1".to_owned(),
        _ => format!("{}–{sections}", in_full(1, sections)),
    }
}

pub const NO_SECTIONS: &str = "This edition has no sections";

/// What a notice says when none of `sections` sections has this number; of 0, when there are no lead stories.
pub fn missing(number: usize, sections: usize) -> String {
    let nothing = match number {
        0 => "There are no lead stories".to_owned(),
        number => format!("There is no section {number}"),
    };
    match sections {
        0 => NO_SECTIONS.to_owned(),
        1 => format!("{nothing}; there is only section 1"),
        _ => format!("{nothing}; the sections are {}", all_numbers(sections)),
    }
}

fn digits_of(sections: usize) -> usize {
    sections.to_string().len()
}

#[cfg(test)]
mod tests {
    use super::{SectionNumber, all_numbers, missing};

    #[test]
    fn a_number_is_complete_with_as_many_digits_as_the_last_section_has() {
        for (sections, typed, complete) in [
            (1, "1", Some(1)),
            (9, "7", Some(7)),
            (9, "0", Some(0)),
            (10, "1", None),
            (10, "07", Some(7)),
            (40, "4", None),
            (40, "40", Some(40)),
            (40, "49", Some(49)),
            (40, "00", Some(0)),
            (40, "9", Some(9)),
            (100, "10", None),
            (100, "40", Some(40)),
            (100, "040", Some(40)),
        ] {
            let mut number = SectionNumber::default();
            let mut last = None;
            for digit in typed.bytes() {
                assert_eq!(last, None, "{typed} of {sections}");
                last = number.push(usize::from(digit - b'0'), sections);
            }
            assert_eq!(last, complete, "{typed} of {sections}");
            assert_eq!(number.text(), typed);
        }
    }

    #[test]
    fn what_there_is_instead_of_a_missing_section_is_named() {
        for (number, sections, said) in [
            (3, 0, "This edition has no sections"),
            (3, 1, "There is no section 3; there is only section 1"),
            (3, 2, "There is no section 3; the sections are 1–2"),
            (0, 0, "This edition has no sections"),
            (0, 1, "There are no lead stories; there is only section 1"),
            (0, 40, "There are no lead stories; the sections are 01–40"),
        ] {
            assert_eq!(missing(number, sections), said);
        }
    }

    #[test]
    fn the_numbers_are_named_with_all_their_digits() {
        for (sections, named) in [(1, "1"), (9, "1–9"), (10, "01–10"), (120, "001–120")] {
            assert_eq!(all_numbers(sections), named);
        }
    }
}
