//! Other names of actions, by which the help finds them. They are not shown.

use super::action::{Action, Motion};

/// What an action is called elsewhere: in vim, less, newsboat, mail programs and browsers. No two actions
/// share a name.
pub(super) fn other_names(action: Action) -> &'static [&'static str] {
    match action {
        Action::ReadOn => &["next page", "page on", "continue"],
        Action::ReadBack => &["previous page", "page back"],
        Action::Move(Motion::Down) => &["next row", "scroll down"],
        Action::Move(Motion::Up) => &["previous row", "scroll up"],
        Action::Move(Motion::Top) => &["first", "start", "beginning"],
        Action::Move(Motion::Bottom) => &["last", "end"],
        Action::Open => &["enter", "view"],
        Action::ToList => &["headlines", "list"],
        Action::SwitchPane => &["other pane", "focus"],
        Action::NextStory => &["next", "next article"],
        Action::PreviousStory => &["previous", "previous article", "prev"],
        Action::Section(0) => &["lead", "lead stories", "front page"],
        Action::Go => &["go to section", "jump", "sections"],
        Action::OlderEdition => &["previous edition", "edition before", "yesterday"],
        Action::NewerEdition => &["next edition", "edition after"],
        Action::Archive => &["editions", "all editions", "history", "ls"],
        Action::Faults => &["errors", "problems", "warnings", "diagnostics"],
        Action::Search => &["find", "grep", "narrow"],
        Action::NextMatch => &["next unread", "next result", "find next"],
        Action::PreviousMatch => &["previous unread", "previous result", "find previous"],
        Action::ResultEdition => &["whole edition", "open edition"],
        Action::Follow => &["tag", "tags", "topic"],
        Action::OpenLink => &["open in browser", "browser", "open url", "url", "links"],
        Action::CopyLink => &["yank", "copy url", "yank link"],
        Action::CopyStory => &["quote", "yank story", "export"],
        Action::ToggleRead => &["read", "unread", "mark read", "mark unread"],
        Action::SectionRead => &["mark all read", "all read", "catch up", "catchup"],
        Action::ToggleSaved => &[
            "bookmark",
            "star",
            "flag",
            "favourite",
            "favorite",
            "unsave",
        ],
        Action::Undo => &["undo mark", "unmark"],
        Action::NextFilter => &["filter", "unread only", "hide read", "show all"],
        Action::SavedStories => &["bookmarks", "starred", "favourites", "favorites"],
        Action::Zen => &["full screen", "fullscreen", "only", "zoom"],
        Action::Narrower => &["narrow column"],
        Action::Wider => &["wide column"],
        Action::Help => &["keys", "shortcuts", "bindings"],
        Action::FindAction => &["command palette", "palette", "command", "commands"],
        Action::Repaint => &["redraw", "redraw screen"],
        Action::Cancel => &["back", "escape"],
        Action::Close => &["close window", "bd"],
        Action::Quit => &["q", "q!", "qa", "qa!", "wq", "wqa", "x", "xa", "exit"],
        Action::Suspend => &["stop", "sus", "background"],
        _ => &[],
    }
}
