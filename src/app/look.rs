//! Which palette the screen is drawn with: that of the theme that is set, of one chosen for this run of the
//! program, or of one that is being tried out.

use super::environment::Colours;
use crate::config::Configuration;
use crate::config::palette::Palette;

/// The palette, and the choice that it comes from.
#[derive(Debug)]
pub struct Look {
    colours: Colours,
    /// The theme that the user has chosen for this run of the program, by its name.
    chosen: Option<String>,
    /// The palette of the theme that is set or chosen.
    lasting: Palette,
    /// The palette of a theme that is being tried out.
    tried: Option<Palette>,
}

impl Look {
    pub(super) fn new(colours: Colours, configuration: &Configuration) -> Self {
        let mut look = Self {
            colours,
            chosen: None,
            lasting: Palette::PLAIN,
            tried: None,
        };
        look.renew(configuration);
        look
    }

    /// What the screen is drawn with.
    pub fn palette(&self) -> Palette {
        self.tried.unwrap_or(self.lasting)
    }

    /// Whether the user wants colours.
    pub(super) fn has_colours(&self) -> bool {
        self.colours.depth.is_some()
    }

    /// The name of the theme that is chosen, else of the one that is set.
    pub(super) fn theme<'a>(&'a self, configuration: &'a Configuration) -> &'a str {
        let chosen = self.chosen.as_deref();
        chosen.unwrap_or_else(|| self.set(configuration))
    }

    /// The name of the theme that is set for this terminal.
    pub(super) fn set<'a>(&self, configuration: &'a Configuration) -> &'a str {
        let theme = &configuration.settings.theme.value;
        theme.name(self.colours.colorfgbg.as_deref())
    }

    /// Keeps a theme until the program ends.
    pub(super) fn choose(&mut self, theme: &str, configuration: &Configuration) {
        self.chosen = Some(theme.to_owned());
        self.renew(configuration);
    }

    /// Goes by the theme that is set again.
    pub(super) fn forget_choice(&mut self) {
        self.chosen = None;
    }

    /// Takes in that what is set, or the theme, may have changed.
    pub(super) fn renew(&mut self, configuration: &Configuration) {
        self.tried = None;
        self.lasting = match self.colours.depth {
            None => Palette::PLAIN,
            Some(depth) => configuration.palette(self.theme(configuration), depth),
        };
    }

    /// Draws with another palette until [`Self::end_trial`].
    pub(super) fn try_out(&mut self, palette: Palette) {
        let depth = self.colours.depth;
        self.tried = depth.map(|depth| palette.reduced_to(depth));
    }

    pub(super) fn end_trial(&mut self) {
        self.tried = None;
    }
}
