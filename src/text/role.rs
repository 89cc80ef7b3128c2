//! What a stretch of shown text is, as far as its style depends on it.

/// What the text of a block is. Which style each role has is the palette's decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Running text.
    Body,
    /// Headlines, and headings within a story.
    Heading,
    Standfirst,
    /// Running text inside a quote.
    Quote,
    Code,
    /// What surrounds the text: section, minutes, tags and addresses.
    Aside,
}

/// How a stretch of text is set, on top of the role of its block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "they combine freely")]
pub struct Inline {
    pub strong: bool,
    pub emphasis: bool,
    pub code: bool,
    pub link: bool,
    /// Struck through: no longer valid, but still shown.
    pub struck: bool,
}
