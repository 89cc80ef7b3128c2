//! Numbers as English text.

/// A number with its noun: `1 story`, `12,345 stories`.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        grouped(number),
        if number == 1 { one } else { many }
    )
}

/// A number with its thousands separated: `12,345`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A length of time: `45 min`, `2 h`, `9 h 25 min`.
pub fn minutes_text(minutes: usize) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{} h", grouped(hours)),
        (hours, minutes) => format!("{} h {minutes} min", grouped(hours)),
    }
}

/// A length of time in few columns: `45 m`, `2 h`, `9 h 25 m`.
pub fn short_minutes_text(minutes: usize) -> String {
    minutes_text(minutes).replace("min", "m")
}

#[cfg(test)]
mod tests {
    use super::{counted, grouped, minutes_text, short_minutes_text};

    #[test]
    fn thousands_are_separated_by_commas() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (12_345, "12,345"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn only_one_is_singular() {
        assert_eq!(counted(0, "story", "stories"), "0 stories");
        assert_eq!(counted(1, "story", "stories"), "1 story");
        assert_eq!(counted(12_345, "story", "stories"), "12,345 stories");
    }

    #[test]
    fn an_hour_and_more_is_given_in_hours() {
        for (minutes, text) in [
            (0, "0 min"),
            (1, "1 min"),
            (45, "45 min"),
            (59, "59 min"),
            (60, "1 h"),
            (61, "1 h 1 min"),
            (120, "2 h"),
            (565, "9 h 25 min"),
            (60_000, "1,000 h"),
        ] {
            assert_eq!(minutes_text(minutes), text);
        }
    }

    #[test]
    fn few_columns_hold_a_length_of_time_with_shorter_units() {
        for (minutes, text) in [(2, "2 m"), (59, "59 m"), (60, "1 h"), (565, "9 h 25 m")] {
            assert_eq!(short_minutes_text(minutes), text);
        }
    }
}
