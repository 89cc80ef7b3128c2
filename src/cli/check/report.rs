//! A fault as compilers show it.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::briefing::{Diagnostic, Excerpt, Place};
use crate::text::width;

/// The fault, its place, its line with carets, and what to do. Every fault is an error here: what a
/// reader only warns of is what a writer wants to know.
pub(super) fn render(path: &str, fault: &Diagnostic, columns: usize) -> String {
    let title = Level::ERROR.primary_title(&*fault.message);
    let mut group = match &fault.place {
        None => title.element(Origin::path(path)),
        Some(place) => {
            let (line, caret) = line(place);
            title.element(
                Snippet::source(line)
                    .path(path)
                    .line_start(place.line)
                    .annotation(AnnotationKind::Primary.span(caret)),
            )
        }
    };
    if let Some(help) = &fault.help {
        group = group.element(Level::HELP.message(&**help));
    }
    Renderer::styled().term_width(columns).render(&[group])
}

/// The source line, and the bytes of it that the carets stand under. The column is counted by the
/// renderer, so that an excerpt gets back what was cut from its start, as spaces, which it then leaves
/// out.
fn line(place: &Place) -> (String, Range<usize>) {
    let caret = bytes(&place.excerpt);
    let before = place.excerpt.text[..caret.start].chars().count();
    let cut = (place.column - 1).saturating_sub(before);
    let line = format!("{:cut$}{}", "", place.excerpt.text);
    (line, caret.start + cut..caret.end + cut)
}

fn bytes(excerpt: &Excerpt) -> Range<usize> {
    let at = |columns| width::fitting(&excerpt.text, columns).len();
    at(excerpt.caret.start)..at(excerpt.caret.end)
}
