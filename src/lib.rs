//! A terminal reader for daily briefings.
//!
//! # The modules
//!
//! In reading order, from plain text at the bottom to the terminal at the top. A module may import only
//! modules above it in this list; `tests/house.rs` checks exactly which.
//!
//! - [`text`]: plain strings: the gate that makes outside text safe to show, width, wrapping, folding.
//! - [`briefing`]: one file: from TOML to an edition with its sections and stories, and every fault in it; and a
//!   draft of an edition to TOML.
//! - `import`, with the feature of that name: makes editions out of feeds, mails, pages and texts.
//! - [`article`]: a story's CommonMark as styled blocks, laid out as rows.
//! - [`archive`]: all editions, newest first.
//! - [`marks`]: what was done with each story: read, saved, the place reached.
//! - [`search`]: the query language, the folded text of every story, the scan, and what to highlight.
//! - [`config`]: what can be set: settings, themes and sources, each with every fault in its file; and how keys
//!   are written in it.
//! - [`keymap`]: keys, actions, and which key asks for which action.
//! - [`store`]: the only file access.
//! - [`app`]: the model, and how messages change it. Pure: no files, no terminal, no clock.
//! - [`ui`]: draws the model. Pure.
//! - [`runtime`]: the loop, the terminal, the threads.
//! - [`cli`]: the command line.
//!
//! # How it moves
//!
//! The runtime turns a key press into a [`app::Msg`]; [`app::update`] changes the [`app::Model`] by it and
//! returns [`app::Effect`]s, which the runtime carries out; then [`ui::draw`] draws the model. Threads
//! answer with messages too. To add a screen, see [`app::screen::Screen`]; to add an action, see
//! [`keymap::Action`]: the compiler names the places that are missing, and `tests/actions.rs` shows what
//! every screen does with it.
//!
//! # Words
//!
//! Each of these means one thing everywhere.
//!
//! - *edition*: what one briefing file holds. *archive*: all editions. *section*, *story*, *headline*,
//!   *standfirst* (a story's summary): as in a newspaper. *lead stories*: those before any section.
//!   *catalogue*: what is known of every edition without its text. *year*: the calendar above the list of
//!   editions.
//! - *the user*: who reads. No type is named after the user.
//! - *mark*: what is kept about a story: read, saved, and the *place* reached in its body.
//!   *operation*: a change of one field of one mark.
//! - *anchor*: the byte of an article's text that is kept at the top of the view.
//! - *article*: what is shown of a story, or of a file's faults. *body*: the story's own text.
//! - *link*: text that leads somewhere. *address*: where it leads. A story's *own link* is the one in its
//!   key `link`, which its headline leads to; the others are in its text.
//!   *hyperlink*: a link that the terminal makes clickable.
//! - *fault*: something wrong in a file. *diagnostic*: what is said about it, with its position.
//! - *query*: what is searched for. *hit*: a story found. *match*: a range of text found in it.
//!   *highlight*: a match as it is shown. *snippet*: a line of a story around its first match.
//! - *fold*: to bring text into the form that is searched: lower case, without accents.
//! - *screen*: what fills the window. *pane*: a part of it. *header*, *last line*: its first lines and its
//!   last. *notice*: what the last line says once. *hint*: a key and what it does, as the last line names
//!   it. *prompt*: the line being typed. *measure*: the widest that articles are set, in columns.
//!   *zen*: only the article is shown.
//! - *location*: where the user is, as a value. *jump*: a move that the user can go back from. *in hand*: the
//!   story that the keys mean.
//! - *action*: something that the user can ask for. *step*: what a screen asks to be done outside of it, mostly a
//!   way to another one.
//! - *item*: an entry of a list. *row*: a line of the screen; of a list, [`app::rows`] says what it shows.
//! - *identity*: what marks are kept under, from a file's contents. *id*: [`briefing::EditionId`] and
//!   [`briefing::StoryId`], which name something while the program runs.
//! - *gate*: the one place where outside text becomes safe to show: [`text::DisplayText`].

pub mod app;
pub mod archive;
pub mod article;
pub mod briefing;
pub mod cli;
pub mod config;
#[cfg(feature = "import")]
pub mod import;
pub mod keymap;
pub mod marks;
pub mod runtime;
pub mod search;
pub mod store;
pub mod text;
pub mod ui;
