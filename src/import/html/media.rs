//! Images, what plays, and other things that text can only stand for.

use super::super::address;
use super::tree::{Data, Element, NodeId, Tree};

/// The alternative text of an image that is there to be seen.
pub(super) fn alt(element: &Element) -> Option<String> {
    if is_pixel(element) {
        return None;
    }
    let alt = element.attribute("alt")?.trim();
    let is_file = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"]
        .iter()
        .any(|end| alt.len() > end.len() && alt.to_ascii_lowercase().ends_with(end));
    let says_something = !is_file || alt.contains(' ');
    (!alt.is_empty() && says_something).then(|| alt.to_owned())
}

/// Where an image is; pages that load images late say so in other attributes.
pub(super) fn source(element: &Element, base: Option<&str>) -> Option<String> {
    ["src", "data-src", "data-lazy-src", "data-original"]
        .iter()
        .filter_map(|name| element.attribute(name))
        .find_map(|source| address::absolute(source, base))
}

/// Where a video, a sound or a page within the page is.
pub(super) fn address(tree: &Tree, id: NodeId, base: Option<&str>) -> Option<String> {
    if is_pixel(tree.element(id)?) {
        return None;
    }
    std::iter::once(id)
        .chain(tree.children(id))
        .filter_map(|id| tree.element(id))
        .filter(|element| {
            matches!(
                &**element.name(),
                "iframe" | "video" | "audio" | "embed" | "source"
            )
        })
        .filter_map(|element| element.attribute("src"))
        .find_map(|source| address::absolute(source, base))
}

/// The text of the caption, if this is a figure.
pub(super) fn caption(tree: &Tree, id: NodeId) -> Option<String> {
    if !tree.is(id, "figure") {
        return None;
    }
    let caption = tree.descendants(id).find(|&id| tree.is(id, "figcaption"))?;
    let text = super::line(tree, caption);
    (!text.is_empty()).then_some(text)
}

fn is_pixel(element: &Element) -> bool {
    ["width", "height"].iter().any(|name| {
        element
            .attribute(name)
            .is_some_and(|value| matches!(value.trim().trim_end_matches("px"), "0" | "1"))
    })
}

/// Digits above or below the line, where an element holds nothing else.
pub(super) fn raised(tree: &Tree, id: NodeId, up: bool) -> Option<String> {
    let mut children = tree.children(id);
    let (Some(only), None) = (children.next(), children.next()) else {
        return None;
    };
    let Data::Text(text) = tree.data(only) else {
        return None;
    };
    let text = text.trim();
    if text.is_empty() || text.len() > 4 {
        return None;
    }
    let digits = if up {
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
    } else {
        "₀₁₂₃₄₅₆₇₈₉₊₋"
    };
    text.chars()
        .map(|c| digits.chars().nth("0123456789+-".find(c)?))
        .collect()
}

/// The language of a code block, by its classes or those of what it holds.
pub(super) fn language(tree: &Tree, id: NodeId) -> Option<String> {
    let around = tree.parent(id);
    let elements = [Some(id), tree.children(id).next(), around];
    elements
        .into_iter()
        .flatten()
        .filter_map(|id| tree.element(id))
        .find_map(|element| {
            let from_class = element.attribute("class").and_then(|classes| {
                classes.split_ascii_whitespace().find_map(|class| {
                    ["language-", "lang-", "highlight-source-"]
                        .iter()
                        .find_map(|start| class.strip_prefix(start))
                })
            });
            from_class.or(element.attribute("data-lang"))
        })
        .filter(|language| {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || "+#.-_".contains(c);
            language.len() < 30 && language.chars().all(is_plain)
        })
        .map(str::to_owned)
}
