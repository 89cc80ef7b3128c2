//! The whole state.

use std::sync::Arc;

use super::environment::Environment;
use super::history::History;
use super::layout::Panes;
use super::mark_book::MarkBook;
use super::message::Effect;
use super::parts::article_view::ArticleView;
use super::parts::section_number::SectionNumber;
use super::resume::Resume;
use super::screens::Screens;
use super::screens::edition::EditionScreen;
use super::screens::search::SearchScreen;
use super::session::Session;
use super::texts::{ArticleRequest, Subject, Text, TextRequest};
use crate::archive::{Archive, Edition};
use crate::briefing::StoryId;
use crate::keymap::Mode;
use crate::marks::Marks;

/// What a model begins with.
#[derive(Debug)]
pub struct Beginning {
    /// What has been read of the archive. It must hold `edition`.
    pub archive: Archive,
    /// How many files there are to read in all.
    pub found: usize,
    pub marks: Marks,
    /// The edition to open.
    pub edition: Arc<Edition>,
    pub resume: Resume,
    pub environment: Environment,
}

/// The whole state. [`super::update`] changes it; drawing only reads it.
#[derive(Debug)]
pub struct Model {
    pub screens: Screens,
    pub session: Session,
    /// Where the user was before each jump.
    pub(super) history: History,
    /// After `g`, until the key that completes it: the section's number as far as it has been typed.
    pub after_g: Option<SectionNumber>,
}

impl Model {
    /// Opens the newest edition of `archive` with something unread, else the newest of which something can
    /// be read, else the newest. `found` is the number of files that there are to read in all. For
    /// `environment`, a size alone will do.
    ///
    /// # Panics
    /// When `archive` is empty.
    pub fn new(
        archive: Archive,
        found: usize,
        marks: Marks,
        environment: impl Into<Environment>,
    ) -> Self {
        let edition = to_open(&archive, &marks).expect("there is an edition to open");
        Self::of(Beginning {
            edition: Arc::clone(edition),
            archive,
            found,
            marks,
            resume: Resume::Afresh,
            environment: environment.into(),
        })
    }

    /// Opens an edition where the user left off, else where its marks say.
    pub fn of(beginning: Beginning) -> Self {
        let Beginning {
            archive,
            found,
            marks,
            edition,
            resume,
            environment,
        } = beginning;
        let marks = match resume.left() {
            Some(left) => MarkBook::new(marks).with_last(left.key(), left.place),
            None => MarkBook::new(marks),
        };
        let mut session = Session::new(archive, found, marks, resume, environment);
        let opened = edition.id().clone();
        let screens = Screens::new(EditionScreen::first(edition, &mut session));
        let mut model = Self {
            screens,
            session,
            history: History::default(),
            after_g: None,
        };
        match model.session.left_elsewhere_notice(&opened) {
            Some(news) => model.session.notify(&news),
            None if model.session.loading.is_none() => model.session.report_faults(),
            None => {
                if let Some(fault) = model.session.configuration_fault() {
                    model.session.notify(&fault);
                }
            }
        }
        model.settle();
        model.read_first_texts();
        model
    }

    /// Where everything is on the screen on top.
    pub fn panes(&self) -> Panes {
        self.session.panes(self.screens.top().get().shows())
    }

    /// The edition that is being read.
    pub fn edition(&self) -> &EditionScreen {
        self.screens.edition()
    }

    /// The search that is on, if any.
    pub fn search(&self) -> Option<&SearchScreen> {
        self.screens.search()
    }

    /// The story that keys for marks, tags, links and copying mean; `None` when none is shown.
    pub(super) fn story_in_hand(&self) -> Option<StoryId> {
        self.screens.top().get().story_in_hand()
    }

    /// Says that there is `no_story` to do something with; of one that is shown although it has gone from its
    /// file, what `cannot` be done with it.
    pub(super) fn report_no_story(&mut self, no_story: &str, cannot: &str) {
        if self.screens.top().get().shows_gone_story() {
            let notice = format!("This story is no longer in its file, so {cannot}");
            self.session.notify(&notice);
        } else {
            self.session.notify(no_story);
        }
    }

    /// What the next key press is taken for.
    pub fn mode(&self) -> Mode {
        match self.after_g {
            Some(_) => Mode::Go,
            None => self.screens.top().get().mode(),
        }
    }

    /// Opens an edition at `story`, or where it was left: that is where the user begins, so it is no jump.
    pub fn open_edition(&mut self, edition: Arc<Edition>, story: Option<&StoryId>) {
        self.screens.close_over_edition();
        let screen = self.screens.edition_mut();
        screen.open(edition, &mut self.session);
        screen.reached_by_jump = false;
        if let Some(story) = story {
            screen.go_to_story(story, &mut self.session);
        }
        self.settle();
        self.read_first_texts();
    }

    /// Reads what the first frame shows; the effects that are left are returned with those of the next
    /// message.
    pub(super) fn read_first_texts(&mut self) {
        let effects = std::mem::take(&mut self.session.effects);
        self.session.effects = self.read_short_texts(effects);
    }

    /// Where texts are to be looked for: in the archive, and in the edition being read although its file has
    /// gone.
    pub fn archive_of_texts(&self) -> Arc<Archive> {
        let archive = &self.session.archive;
        let open = self.screens.edition().list().edition();
        match archive.find(open.id()) {
            Some(_) => Arc::clone(archive),
            None => Arc::new(archive.with(vec![Arc::clone(open)])),
        }
    }

    /// Answers the requests for short texts among `effects`, and those that come of that, so that the
    /// texts are on the screen in the next frame. Returns the other effects.
    pub(super) fn read_short_texts(&mut self, mut effects: Vec<Effect>) -> Vec<Effect> {
        let mut others = Vec::new();
        while !effects.is_empty() {
            let archive = self.archive_of_texts();
            for mut effect in std::mem::take(&mut effects) {
                if let Effect::Read(TextRequest::Article(request)) = &mut effect {
                    self.add_known_text(request);
                }
                match effect {
                    Effect::Read(request) if request.is_short(&archive) => {
                        let text = request.answer(&archive);
                        self.take_text(&text);
                        self.settle();
                        effects.append(&mut self.session.effects);
                    }
                    effect => others.push(effect),
                }
            }
        }
        others
    }

    /// Adds to a request what is on a screen of the same story, if that has gone from its file: its text may be
    /// nowhere else.
    fn add_known_text(&self, request: &mut ArticleRequest) {
        let Subject::Story(story) = &request.subject else {
            return;
        };
        let edition = self.session.archive.find(story.edition());
        let has_gone = edition.is_none_or(|it| it.id().position(story).is_none());
        if has_gone && request.known.is_none() {
            let shows_it = |article: &&ArticleView| *article.subject() == request.subject;
            let mut articles = self.screens.articles().filter(shows_it);
            request.known = articles.find_map(ArticleView::text_of_story);
        }
    }

    /// Takes a text that was asked for.
    pub(super) fn take_text(&mut self, text: &Text) {
        match text {
            Text::Story { number, made } => self.take_made(*number, made.as_ref()),
            Text::Spellings { .. } => {
                for search in self.screens.searches_mut() {
                    search.take_spellings(text, &mut self.session);
                }
            }
            Text::Article { .. } | Text::Snippets { .. } => {
                self.screens.take_text(text, &self.session);
            }
        }
    }

    /// Brings everything into line after a change: marks into lists, rows to the window.
    pub(super) fn settle(&mut self) {
        self.session.count_marks();
        for screen in self.screens.iter_mut() {
            screen.settle(&mut self.session);
        }
        self.session.look.end_trial();
        let version = self.session.marks.version();
        for screen in self.screens.visible_mut() {
            screen.fit(&mut self.session);
        }
        // A story is marked once its end is in view, and the lists have to show that.
        if self.session.marks.version() != version {
            self.session.count_marks();
            for screen in self.screens.iter_mut() {
                screen.settle(&mut self.session);
            }
        }
    }
}

/// The edition of an archive that a start opens: the newest with something unread, else the newest of which
/// something can be read, else the newest; `None` when there is none.
pub fn to_open<'a>(archive: &'a Archive, marks: &Marks) -> Option<&'a Arc<Edition>> {
    let unread = archive.editions().iter().find(|edition| {
        let briefing = edition.briefing.as_ref();
        briefing.is_some_and(|briefing| marks.has_unread(briefing))
    });
    unread.or(archive.newest()).or(archive.editions().first())
}
