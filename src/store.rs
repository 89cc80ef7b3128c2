//! The only file access: finding, reading and writing briefings, loading and saving marks.

mod batches;
mod config;
mod configurations;
mod documents;
#[cfg(feature = "import")]
mod downloads;
mod editions;
mod entries;
#[cfg(feature = "import")]
mod fetched;
mod files;
mod find;
mod folders;
mod last;
mod ledger;
mod links;
mod live;
mod marks;
mod new;
mod newest;
mod not_found;
mod output;
mod panic;
mod read;
mod remote;
mod samples;
#[cfg(feature = "import")]
mod sources;
mod stamp;
mod standard_input;
mod walk;
mod watch;
mod write;
mod zone;

pub use batches::{Batches, read_in_batches};
pub use config::ConfigFolder;
pub use configurations::Configurations;
pub use documents::{documents, is_file_or_folder, open_document};
#[cfg(feature = "import")]
pub use downloads::Downloads;
pub use editions::{create_folder, edition_text, has_gone, is_there, write_edition};
#[cfg(feature = "import")]
pub use fetched::{FetchLock, Fetched, FetchedFile, NotLocked, SourceState};
pub use files::Files;
pub use find::{FoundFiles, Origin, Places, find, find_in};
pub use folders::{command_of, from_home};
pub use last::{LastFile, file_left};
pub use ledger::{Coming, Ledger};
pub use links::places_of;
pub use live::{Changes, LiveFiles, Suspects};
pub use marks::{FirstMarks, LoadedMarks, MarksFile, NotSaved, Part, ReadMarks, SavedMarks};
pub use new::{Created, create_edition};
pub use newest::{Meant, NewestFirst, NoSuchEdition, edition, newest_first};
pub use not_found::{NamedIn, NotFound, missing_folders};
pub use output::{NoOutput, output_folder};
pub use panic::panic_if_asked;
pub use read::{read, read_again};
pub use remote::Remote;
pub use samples::samples;
#[cfg(feature = "import")]
pub use sources::{SourcesEdit, SourcesFile};
pub use stamp::Stamp;
pub use walk::Unsearched;
pub use watch::{Happened, WatchedFolders, folders_to_watch};
pub use zone::in_local_zone;
