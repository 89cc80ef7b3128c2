//! Texts as TOML.

/// A text in quotes.
pub fn quoted(text: impl AsRef<str>) -> String {
    toml::Value::from(text.as_ref()).to_string()
}

/// Texts as an array.
pub(crate) fn strings(texts: impl IntoIterator<Item: AsRef<str>>) -> String {
    let texts: Vec<_> = texts.into_iter().map(quoted).collect();
    format!("[{}]", texts.join(", "))
}
