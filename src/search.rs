//! Finding stories: the query language, the folded text of every story, the scan through it, the
//! ranges to highlight, and what to suggest when nothing is found.

mod chart;
mod corpus;
mod dates;
mod highlights;
mod hits;
mod query;
mod scan;
mod suggest;

pub use chart::{Chart, chart};
pub use corpus::{Chunk, fold_editions};
pub use dates::{days, typed_days};
pub use highlights::{Highlighted, in_article, in_text, snippet};
pub use hits::{Group, Hits};
pub use query::{Clause, Query, State, Term, Test};
pub use scan::{Found, Scope};
pub use suggest::{Correction, Suggestions, Tally};
