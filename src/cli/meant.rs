//! What a query that finds nothing may have meant.

use std::path::PathBuf;
use std::sync::{Arc, mpsc};

use super::exit::{is_read, report};
use super::find::{self, Asked};
use crate::archive::Edition;
use crate::config::settings::Settings;
use crate::marks::Marks;
use crate::search::{
    self, Chunk, Correction, Folder, Query, Scope, Suggested, Tally, fold_editions,
};
use crate::store::{self, Batches, FoundFiles};
use crate::text::counted;

/// A query with what is misspelt in it corrected.
struct Meant {
    query: String,
    /// How many stories it finds, which are some.
    stories: usize,
}

/// Reports that a query finds nothing, and what it may have meant. A script goes by the exit status, and finding out
/// what was meant takes time, so a script is only told of words that look like the syntax of another program.
pub(super) fn report_nothing_found(
    asked: &Asked,
    scope: &Scope,
    paths: &[PathBuf],
    settings: &Settings,
) {
    if let Some(either) = &asked.query.either {
        report(&format!("nothing found; to find either, write '{either}'"));
    } else if asked.query.has_parentheses {
        report("nothing found; parentheses do not group words");
    } else if is_read() {
        let meant = meant(asked, scope, paths, settings);
        let meant = meant.map(|Meant { query, stories }| {
            let stories = counted(stories, "story", "stories");
            format!("; did you mean {query} ({stories})?")
        });
        report(&format!("nothing found{}", meant.unwrap_or_default()));
    }
}

/// What a query that finds nothing may have meant: its words as stories spell them. `None` if nothing is spelled nearly
/// so. All files are read, also those that the query itself passes over.
fn meant(asked: &Asked, scope: &Scope, paths: &[PathBuf], settings: &Settings) -> Option<Meant> {
    let Asked {
        written: text,
        query,
        today,
    } = asked;
    let found = store::find_in(paths, &settings.folders).ok()?;
    let at_hand = found.at_hand();
    let chunks = fold_all(found, &at_hand);
    let mut tally = Tally::default();
    for chunk in &chunks {
        tally.merge(chunk.tally(query, scope, &Marks::default()));
    }
    let suggestions = tally.suggestions(query, scope, &chunks);
    let mut corrected = text.to_string();
    let state = query.state_meant();
    let corrections = suggestions.corrections.into_iter();
    let corrections = corrections.filter(|_| state.is_none());
    if let Some((written, state)) = &state {
        corrected.replace_range(written.clone(), state);
    }
    for Correction {
        written,
        field,
        words,
    } in corrections.rev()
    {
        let Suggested { word, holder, .. } = words.into_iter().next()?;
        let known = at_hand.iter().find(|it| it.id() == holder.edition());
        let read = || Arc::new(store::read(holder.edition().path().to_owned()));
        let edition = known.map_or_else(read, Arc::clone);
        let spelled = || {
            let position = edition.id().position(&holder)?;
            search::spelled(edition.whole()?.story(position), field, &word)
        };
        corrected.replace_range(written, &spelled().unwrap_or(word));
    }
    let query = Query::parse(&corrected, *today);
    if query.first_note().is_some() {
        return None;
    }
    let stories = count(&query, scope, &chunks);
    (stories > 0 && corrected != **text).then_some(Meant {
        query: corrected,
        stories,
    })
}

/// The folded text of all editions.
fn fold_all(found: FoundFiles, at_hand: &[Arc<Edition>]) -> Vec<Arc<Chunk>> {
    let mut chunks = fold_editions(at_hand);
    let (sender, folded) = mpsc::channel();
    store::read_in_batches(
        found.files.into_paths(),
        Batches::Many,
        |editions| Folder::take_all(editions).1,
        move |chunks| sender.send(chunks).is_ok(),
    );
    chunks.extend(folded.into_iter().flatten());
    chunks
}

fn count(query: &Query, scope: &Scope, chunks: &[Arc<Chunk>]) -> usize {
    let marks = find::marks_again(query);
    let found = chunks
        .iter()
        .flat_map(|chunk| chunk.scan(query, scope, &marks));
    found.map(|(_, stories)| stories.len()).sum()
}
