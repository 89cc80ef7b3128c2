//! What the program knows, and how it changes: [`update`] turns a message into a new state and the
//! effects that the runtime is to carry out. Nothing here touches the terminal, a file or a clock.
//!
//! A key becomes an action, the screen on top is asked first what it does with it, and what no screen
//! takes is done everywhere in the same way or refused with a notice. What is at a cell of the screen comes
//! from the same places that drawing asks: [`layout`], [`rows`], [`hints`] and the article's rows.
//!
//! In reading order, each needing only those before it ([`screen`] and [`parts`] need each other): `environment`, what
//! the terminal and the system can do; [`mouse`], what it has reported; [`layout`], where everything is; [`rows`],
//! which row of a list shows what; [`texts`], what is made of stories; [`mark_book`], the marks; `message`, what comes
//! in and goes out; `resume`, what a start makes of the run before; `news`, what has changed on disk; `departed`, what
//! has left the archive; [`catalogue`], what is known of each edition; [`look`], the palette; [`session`], what all
//! screens share; `marking`, a story; `for_now`, what is changed until the program ends; [`screen`], what a screen is
//! asked and answers, with the [`parts`] that screens are made of; [`hints`], where they are in a line; the
//! [`screens`]; [`history`], where the user was; `model`, all of that together; [`last_line`], what the last line says
//! and where; `after_g`, what follows `g`; `links`, opening and copying them; `steps`, from screen to screen; `jumps`,
//! back and forward; `perform`, from key to action to screen; `point`, from the mouse to a screen; `last`, from one run
//! of the program to the next; `changes`, what is to be said when files have changed; `reconfigure`, taking in changed
//! settings; `update`, from a message to any of these.

mod after_g;
pub mod catalogue;
mod changes;
mod departed;
mod environment;
mod for_now;
pub mod hints;
pub mod history;
mod jumps;
mod last;
pub mod last_line;
pub mod layout;
mod links;
pub mod look;
pub mod mark_book;
mod marking;
mod message;
mod model;
pub mod mouse;
mod news;
pub mod parts;
mod perform;
mod point;
mod reconfigure;
mod remark;
mod resume;
pub mod rows;
pub mod screen;
pub mod screens;
pub mod session;
mod steps;
pub mod texts;
mod update;
pub mod visit;

pub use environment::{Abilities, Clipboard, Colours, Environment};
pub use message::{Effect, Elsewhere, FoundChanged, Msg, SearchRequest};
pub use model::{Beginning, Model, to_open};
pub use perform::Outcome;
pub use resume::Resume;
pub use update::{update, update_and_read};
