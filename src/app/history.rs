//! Where the user was before each jump.
//!
//! Two things lead back, and they are different. The *stack* of screens is what Esc and `q` go down: they
//! close what lies on top. The *history* is what `Ctrl-o` and `Ctrl-]` go along, as in a browser: it holds
//! [`Location`]s, which are values, and going to one opens whatever screens it takes.
//!
//! A *jump* goes somewhere other than the next row, page, match or story: another section, another edition,
//! results, the top or the end. Whatever carries one out calls `Session::note_jump`. When the message has
//! been handled, [`super::update`] adds the location before it to the history, unless nothing has changed.
//! Whether anything has is known only once the texts that are shown now have come; until then, that location
//! is kept apart. Other moves add nothing; but a jump remembers the place they led to.
//!
//! ```text
//! back                       now       forward
//! [edition A, edition B]     results   []
//!              Ctrl-o: back to B, and the results are ahead
//! [edition A]                B         [results]
//!              a jump from B: what was ahead is dropped
//! [edition A, edition B]     C         []
//! ```
//!
//! Lists that lie on top, such as the archive or the help, are no locations: they are ways to one, and
//! `Ctrl-o` closes them. A line being typed is not a location either.

use super::screens::location::{Location, Missing};

/// The most locations to go back to; vim keeps as many.
const MOST: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Back,
    Forward,
}

/// The locations before and after the present one.
#[derive(Debug, Default)]
pub struct History {
    /// The latest last.
    back: Vec<Location>,
    /// The next last.
    forward: Vec<Location>,
    /// Where a jump has left from, until it is known whether it has led anywhere else.
    leaving: Option<Location>,
}

/// What was found in one direction.
#[derive(Debug)]
pub struct Taken {
    /// The location to go to; `None` if there is none.
    pub location: Option<Location>,
    /// Why locations before it were skipped, which drops them; each reason once.
    pub skipped: Vec<Missing>,
}

impl History {
    /// Notes that a jump has left from a location. [`Self::arrive`] is to be called until it has arrived.
    pub fn leave(&mut self, from: Location) {
        self.end_jump(&from);
        self.leaving = Some(from);
    }

    /// Whether a jump has left and not arrived yet.
    pub fn is_leaving(&self) -> bool {
        self.leaving.is_some()
    }

    /// Notes that a jump has led to `now`, if the texts there have come.
    pub fn arrive(&mut self, now: &Location) {
        if now.has_texts() {
            self.end_jump(now);
        }
    }

    /// Ends the jump that has left, if any, at the location that it has led to.
    fn end_jump(&mut self, to: &Location) {
        if let Some(from) = self.leaving.take() {
            self.jumped(from, to);
        }
    }

    /// Notes a jump: there is nothing ahead any more.
    fn jumped(&mut self, from: Location, to: &Location) {
        if from.is_same(to) {
            return;
        }
        self.forward.clear();
        // When results are left from one of them, the way from their list into it is no stop of its own.
        if self
            .back
            .last()
            .is_some_and(|last| from.leaves_result_of(last, to))
        {
            self.back.pop();
        }
        if self.back.last().is_none_or(|last| !last.is_same(&from)) {
            self.back.push(from);
        }
        let forgotten = self.back.len().saturating_sub(MOST);
        self.back.drain(..forgotten);
    }

    /// The location that [`Self::take`] would go to, as far as it is there: nothing is `missing` from it.
    pub fn next(
        &self,
        direction: Direction,
        now: &Location,
        missing: impl Fn(&Location) -> Option<Missing>,
    ) -> Option<&Location> {
        let locations = match direction {
            Direction::Back => &self.back,
            Direction::Forward => &self.forward,
        };
        let mut locations = locations.iter().rev();
        locations.find(|location| missing(location).is_none() && !location.is_same(now))
    }

    /// Takes the next location in `direction` that differs from `now` and lacks nothing (`missing`); `now` then
    /// goes to the other direction.
    pub fn take(
        &mut self,
        direction: Direction,
        now: Location,
        missing: impl Fn(&Location) -> Option<Missing>,
    ) -> Taken {
        self.end_jump(&now);
        let (from, to) = match direction {
            Direction::Back => (&mut self.back, &mut self.forward),
            Direction::Forward => (&mut self.forward, &mut self.back),
        };
        let mut skipped = Vec::new();
        for index in (0..from.len()).rev() {
            if let Some(missing) = missing(&from[index]) {
                from.remove(index);
                if !skipped.contains(&missing) {
                    skipped.push(missing);
                }
            } else if !from[index].is_same(&now) {
                from.truncate(index + 1);
                to.push(now);
                let location = from.pop();
                return Taken { location, skipped };
            }
        }
        let location = None;
        Taken { location, skipped }
    }

    pub fn is_empty(&self, direction: Direction) -> bool {
        match direction {
            Direction::Back => self.back.is_empty(),
            Direction::Forward => self.forward.is_empty(),
        }
    }
}
