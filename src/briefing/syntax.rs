//! The faults that TOML itself can have: what to say of each, and what to do about it.

use super::format::Format;

/// What is wrong at a place where the parser has found a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SyntaxFault {
    ControlCharacter,
    LoneCarriageReturn,
    Escape,
    /// A text in single quotation marks or apostrophes.
    UnclosedText,
    /// A text in three of them.
    UnclosedBlock,
    CurlyQuotes,
    Unquoted,
    NotADate,
    NoSuchMonth,
    NoSuchDay {
        /// Days of the month that is given.
        days: i8,
    },
    MissingValue,
    MissingKey,
    MissingEquals,
    /// A key of several words without quotes.
    SpaceInKey,
    ExtraEquals,
    ColonForEquals,
    InvalidKey,
    /// A text in three quotation marks or apostrophes where a key should be.
    BlockForKey,
    DuplicateKey,
    DuplicateHeader,
    UnclosedHeader,
    MissingName,
    AfterText,
    AfterValue,
    AfterHeader,
    UnclosedArray,
    MissingComma,
    ExtraComma,
    InvalidArray,
    InvalidInlineTable,
    /// A closing bracket or brace that nothing has opened.
    StrayBracket,
    TooDeep,
    /// None of the above: only the parser knows.
    Unknown,
}

impl SyntaxFault {
    /// Whether what follows is not read as it is meant. From any other fault the parser recovers.
    pub(super) fn loses_what_follows(self) -> bool {
        matches!(
            self,
            Self::MissingEquals
                | Self::SpaceInKey
                | Self::ColonForEquals
                | Self::InvalidKey
                | Self::BlockForKey
                | Self::AfterText
                | Self::AfterValue
                | Self::UnclosedArray
                | Self::InvalidArray
                | Self::InvalidInlineTable
        )
    }

    /// `None` where only the parser knows.
    pub(super) fn message(self) -> Option<String> {
        let message = match self {
            Self::ControlCharacter => "control character",
            Self::LoneCarriageReturn => "carriage return without a line feed",
            Self::Escape => "invalid escape in a text",
            Self::UnclosedText => "text has no closing quote",
            Self::UnclosedBlock => "text is never closed",
            Self::CurlyQuotes => "curly quotes around a text",
            Self::Unquoted => "value without quotes",
            Self::NotADate => "invalid date or time",
            Self::NoSuchMonth => "no such month: a year has 12",
            Self::NoSuchDay { days } => {
                return Some(format!("no such day: this month has {days} days"));
            }
            Self::MissingValue => "missing value",
            Self::MissingKey => "missing key",
            Self::MissingEquals => "missing = after the key",
            Self::SpaceInKey => "space in a key",
            Self::ExtraEquals => "extra =",
            Self::ColonForEquals => "colon instead of =",
            Self::InvalidKey => "invalid character in a key",
            Self::BlockForKey => "multi-line text where a key is expected",
            Self::DuplicateKey => "duplicate key",
            Self::DuplicateHeader => "duplicate header",
            Self::UnclosedHeader => "header is not closed",
            Self::MissingName => "header without a name",
            Self::AfterText => "unexpected text after the closing quote",
            Self::AfterValue => "unexpected text after the value",
            Self::AfterHeader => "unexpected text after the header",
            Self::UnclosedArray => "array is never closed",
            Self::MissingComma => "missing comma",
            Self::ExtraComma => "extra comma",
            Self::InvalidArray => "unexpected character in an array",
            Self::InvalidInlineTable => "invalid inline table",
            Self::StrayBracket => "unmatched closing bracket",
            Self::TooDeep => "brackets are nested too deeply",
            Self::Unknown => return None,
        };
        Some(message.to_owned())
    }

    /// What to do in a file of this format.
    pub(super) fn help(self, format: &Format) -> Option<String> {
        let help = match self {
            Self::ControlCharacter => {
                "remove the control character: TOML allows none but tabs and line breaks"
            }
            Self::LoneCarriageReturn => "save the file with Unix or Windows line endings",
            Self::Escape => {
                "in \"…\" a backslash starts an escape; for text with backslashes, such as a body, use '''…'''"
            }
            Self::UnclosedText => "close it with the quote that opens it, on the same line",
            Self::UnclosedBlock => "close it with the same three quotes that open it",
            Self::CurlyQuotes => "use straight quotes: \"…\"",
            Self::Unquoted => "put the text in quotes",
            Self::NotADate | Self::NoSuchMonth | Self::NoSuchDay { .. } => {
                "write a day of the calendar, such as 2016-01-12 or 2016-01-12T07:30:00"
            }
            Self::MissingValue | Self::MissingKey | Self::MissingEquals => "write key = \"…\"",
            Self::ColonForEquals => "write = instead of :, as in key = \"…\"",
            Self::SpaceInKey => format.spaced_key,
            Self::ExtraEquals | Self::StrayBracket => "remove it",
            Self::InvalidKey => "use the letters a to z, digits, - and _, or put the key in quotes",
            Self::BlockForKey => {
                "look above for a text that lacks its three quotes at the start or the end"
            }
            Self::DuplicateKey => format.duplicate,
            Self::DuplicateHeader => format.duplicate_header,
            Self::UnclosedHeader if format.headers.starts_with("[[") => "close [[ with ]]",
            Self::UnclosedHeader => "close [ with ]",
            Self::MissingName => return Some(format!("write {}", format.headers)),
            Self::AfterText => {
                "the text ends at the quote before; put one with quotes in it between '''…'''"
            }
            Self::AfterValue | Self::AfterHeader => {
                "start a new line: only a comment (# …) may follow on this one"
            }
            Self::UnclosedArray => "close it with ] after its last text",
            Self::MissingComma | Self::ExtraComma | Self::InvalidArray => {
                "write one comma between two texts: [\"one\", \"two\"]"
            }
            Self::InvalidInlineTable => {
                return Some(format!(
                    "{} needs none: write each key on a line of its own",
                    format.name
                ));
            }
            Self::TooDeep => {
                return Some(format!("{} needs no brackets within brackets", format.name));
            }
            Self::Unknown => return None,
        };
        Some(help.to_owned())
    }
}
