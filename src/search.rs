//! Finding stories: the query language, the folded text of every story, the scan through it, the
//! ranges to highlight, what to suggest when nothing is found, and which files need not be parsed.

mod block;
mod chart;
mod corpus;
mod dates;
mod highlights;
mod hits;
mod outdated;
mod query;
mod scan;
mod sieve;
mod spelled;
mod suggest;

pub use chart::{Chart, chart};
pub use corpus::{Chunk, Folder, fold_editions};
pub use dates::{Days, NotADate, latest_days, typed_days};
pub use highlights::{Highlighted, in_article, in_text, snippet};
pub use hits::{Group, Hits};
pub use outdated::forget;
pub use query::{Clause, Misnamed, Query, State, Taken, Term, Test};
pub use scan::{Found, Scope};
pub use sieve::Sieve;
pub use spelled::spelled;
pub use suggest::{Alone, Correction, RARE, Suggested, Suggestions, Tally};
