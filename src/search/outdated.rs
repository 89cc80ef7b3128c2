//! Letting go of folded text whose files have changed or gone.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use super::corpus::{CHUNK_BYTES, Chunk};

/// A chunk of which more than one part in `TOLERATED` is outdated is copied without that part.
const TOLERATED: usize = 4;

/// Chunks of fewer bytes than this are small, and so many of them are merged: each file that is saved
/// brings a chunk of its own, and a search takes some time for every chunk.
const SMALL: usize = CHUNK_BYTES / 8;
const MOST_SMALL: usize = 32;

/// Takes the text of `files` out of the search. Its memory is let go once it is more than a quarter of
/// its chunk.
pub fn forget<'f>(chunks: &mut Vec<Arc<Chunk>>, files: impl IntoIterator<Item = &'f Path>) {
    let files: HashSet<&Path> = files.into_iter().collect();
    for chunk in chunks.iter_mut() {
        if chunk.holds_any(&files) {
            chunk.outdate(&files);
            if chunk.outdated_bytes() > chunk.bytes() / TOLERATED {
                *chunk = merged(std::slice::from_ref(chunk));
            }
        }
    }
    chunks.retain(|chunk| !chunk.editions.is_empty());
    merge_small(chunks);
}

/// Merges small chunks if there are many.
fn merge_small(chunks: &mut Vec<Arc<Chunk>>) {
    let is_small = |chunk: &Arc<Chunk>| chunk.bytes() < SMALL;
    if chunks.iter().filter(|chunk| is_small(chunk)).count() <= MOST_SMALL {
        return;
    }
    let (small, mut kept): (Vec<_>, Vec<_>) = chunks.drain(..).partition(is_small);
    let mut group: Vec<Arc<Chunk>> = Vec::new();
    let mut bytes = 0;
    for chunk in small {
        bytes += chunk.bytes();
        group.push(chunk);
        if bytes > CHUNK_BYTES {
            kept.push(merged(&group));
            group.clear();
            bytes = 0;
        }
    }
    if !group.is_empty() {
        kept.push(merged(&group));
    }
    *chunks = kept;
}

/// One chunk of all the text of `chunks` that is searched.
fn merged(chunks: &[Arc<Chunk>]) -> Arc<Chunk> {
    let mut merged = Chunk::default();
    for chunk in chunks {
        chunk.copy_current(&mut merged);
    }
    Arc::new(merged.finish())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::Arc;

    use jiff::civil::date;

    use super::{Chunk, MOST_SMALL, forget};
    use crate::archive::Edition;
    use crate::marks::Marks;
    use crate::search::{Query, Scope, fold_editions};

    /// The edition of a file `NUMBER.toml` whose body says `word` a hundred times.
    fn edition(number: usize, word: &str) -> Arc<Edition> {
        let body = format!("{word} ").repeat(100);
        let source = format!(
            "title = 'T{number}'\ndate = 2016-01-12\n[[story]]\nheadline = 'H'\nbody = '{body}'\n"
        );
        Arc::new(Edition::parse(format!("{number}.toml").into(), &source))
    }

    fn fold(numbers: std::ops::Range<usize>) -> Vec<Arc<Chunk>> {
        let editions: Vec<_> = numbers.map(|number| edition(number, "word")).collect();
        fold_editions(&editions)
    }

    fn forget_numbers(chunks: &mut Vec<Arc<Chunk>>, numbers: &[usize]) {
        let paths: Vec<_> = numbers
            .iter()
            .map(|number| PathBuf::from(format!("{number}.toml")))
            .collect();
        forget(chunks, paths.iter().map(PathBuf::as_path));
    }

    /// The files in which `word` is found.
    fn found(chunks: &[Arc<Chunk>], word: &str) -> Vec<String> {
        let query = Query::parse(word, date(2016, 1, 12));
        let scan = |chunk: &Arc<Chunk>| chunk.scan(&query, &Scope::All, &Marks::default());
        let mut found: Vec<_> = chunks
            .iter()
            .flat_map(scan)
            .map(|(edition, _)| edition.path().display().to_string())
            .collect();
        found.sort();
        found
    }

    #[test]
    fn outdated_text_is_not_found_and_is_kept_only_up_to_a_quarter() {
        let mut chunks = fold(0..8);
        assert_eq!(chunks.len(), 1);
        let all = chunks[0].bytes();
        assert_eq!(found(&chunks, "word").len(), 8);
        // The second time the results of the scan are known already.
        forget_numbers(&mut chunks, &[3, 5]);
        assert_eq!(chunks[0].bytes(), all);
        let left = ["0", "1", "2", "4", "6", "7"].map(|number| format!("{number}.toml"));
        assert_eq!(found(&chunks, "word"), left);
        forget_numbers(&mut chunks, &[0]);
        assert_eq!(chunks[0].bytes(), all / 8 * 5);
        assert_eq!(found(&chunks, "word"), left[1..]);
        assert_eq!(found(&chunks, "headline:h source:none"), [""; 0]);
    }

    #[test]
    fn a_chunk_of_which_all_is_outdated_goes() {
        let mut chunks = fold(0..2);
        forget_numbers(&mut chunks, &[0, 1, 2]);
        assert!(chunks.is_empty());
    }

    #[test]
    fn many_small_chunks_become_one() {
        let mut chunks: Vec<_> = (0..=MOST_SMALL)
            .flat_map(|number| fold(number..number + 1))
            .collect();
        forget_numbers(&mut chunks, &[]);
        assert_eq!(chunks.len(), 1);
        assert_eq!(found(&chunks, "word").len(), MOST_SMALL + 1);
        chunks.extend(fold_editions(&[edition(7, "other")]));
        forget_numbers(&mut chunks, &[3]);
        assert_eq!(chunks.len(), 2);
        assert_eq!(found(&chunks, "word").len(), MOST_SMALL);
        assert_eq!(found(&chunks, "other"), ["7.toml"]);
    }
}
