//! What is meant by queries that are written as for other programs.

use super::tokens::Part;

/// How to write that one or the other is meant, where `text`, which has these `parts`, says it in another way.
pub(super) fn either(text: &str, parts: &[Part<'_>]) -> Option<String> {
    let joined = parts.iter().find_map(|part| match part {
        Part::Term(token) if token.is_word() => {
            let words: Vec<_> = token.value.split('|').collect();
            let is_several = words.len() > 1 && words.iter().all(|word| !word.is_empty());
            is_several.then(|| words.join(" | "))
        }
        _ => None,
    });
    joined.or_else(|| {
        parts.windows(3).find_map(|parts| match parts {
            [Part::Term(one), Part::Term(or), Part::Term(other)]
                if or.is_word() && matches!(or.value, "or" | "Or") =>
            {
                let [one, other] = [one, other].map(|token| &text[token.written.clone()]);
                Some(format!("{one} OR {other}"))
            }
            _ => None,
        })
    })
}

/// How to write that a term is left out, where `text`, which has these `parts`, says it in another way.
pub(super) fn without(text: &str, parts: &[Part<'_>]) -> Option<String> {
    parts.windows(2).find_map(|parts| match parts {
        [Part::Term(not), Part::Term(term)]
            if not.is_word() && matches!(not.value, "not" | "Not" | "NOT") && !term.negated =>
        {
            Some(format!("-{}", &text[term.written.clone()]))
        }
        _ => None,
    })
}

/// Whether a word begins or ends with a parenthesis. What is in quotes is meant as it is.
pub(super) fn has_parenthesis(part: &Part<'_>) -> bool {
    match part {
        Part::Term(token) if !token.quoted => {
            token.value.starts_with('(') || token.value.ends_with(')')
        }
        _ => false,
    }
}
