//! Blocks of CommonMark, one under the other, in quotes and list items.

/// Quotes and items nested deeper than this are not indented further.
const MAX_CONTAINERS: usize = 16;
const MAX_NUMBER: u64 = 999_999_999;

/// Something that indents what it holds. The marker is written with the first block.
struct Container {
    kind: ContainerKind,
    is_started: bool,
}

enum ContainerKind {
    Quote,
    Item { marker: String, is_tight: bool },
}

struct List {
    /// The number of the next item.
    next: Option<u64>,
    is_tight: bool,
    mark: char,
    /// The containers around it.
    depth: usize,
    has_items: bool,
    /// Whether it may follow a paragraph without a blank line.
    may_join: bool,
}

/// CommonMark that is being written.
#[derive(Default)]
pub(super) struct Output {
    text: String,
    containers: Vec<Container>,
    /// Containers that were opened but not kept, since they are too deep.
    flattened: usize,
    lists: Vec<List>,
    /// The list that ended last, if nothing stands between it and here: its depth, and its mark.
    last_list: Option<(usize, char)>,
    last_is_paragraph: bool,
}

impl Output {
    pub(super) fn into_text(self) -> String {
        self.text
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    pub(super) fn is_nested(&self) -> bool {
        !self.containers.is_empty()
    }

    pub(super) fn open_quote(&mut self) {
        self.open(ContainerKind::Quote);
    }

    pub(super) fn open_list(&mut self, first: Option<u64>, is_tight: bool) {
        let depth = self.containers.len();
        let (usual, other) = if first.is_some() {
            ('.', ')')
        } else {
            ('-', '+')
        };
        // Two lists in a row with the same mark would be one.
        let mark = match self.last_list {
            Some((last, mark)) if last == depth && mark == usual => other,
            _ => usual,
        };
        self.lists.push(List {
            next: first.map(|first| first.min(MAX_NUMBER)),
            is_tight,
            mark,
            depth,
            has_items: false,
            may_join: first.is_none_or(|first| first == 1),
        });
    }

    pub(super) fn close_list(&mut self) {
        if let Some(list) = self.lists.pop()
            && list.has_items
        {
            self.last_list = Some((list.depth, list.mark));
        }
    }

    pub(super) fn open_item(&mut self) {
        let (marker, is_tight) = match self.lists.last_mut() {
            Some(List {
                next: Some(next),
                is_tight,
                mark,
                ..
            }) => {
                let marker = format!("{next}{mark} ");
                *next = (*next + 1).min(MAX_NUMBER);
                (marker, *is_tight)
            }
            Some(list) => (format!("{} ", list.mark), list.is_tight),
            None => ("- ".to_owned(), true),
        };
        self.open(ContainerKind::Item { marker, is_tight });
    }

    fn open(&mut self, kind: ContainerKind) {
        if self.containers.len() < MAX_CONTAINERS {
            self.containers.push(Container {
                kind,
                is_started: false,
            });
        } else {
            self.flattened += 1;
        }
    }

    /// Closes the innermost quote or item.
    pub(super) fn close(&mut self) {
        if self.flattened > 0 {
            self.flattened -= 1;
        } else {
            self.containers.pop();
        }
    }

    /// Writes a block, each of its lines behind the markers of what it is in.
    pub(super) fn block(&mut self, block: &str, is_paragraph: bool) {
        self.separate();
        for (index, line) in block.split('\n').enumerate() {
            if index > 0 {
                self.text.push('\n');
            }
            for container in &mut self.containers {
                match &container.kind {
                    ContainerKind::Quote => self.text.push_str("> "),
                    ContainerKind::Item { marker, .. } if !container.is_started => {
                        self.text.push_str(marker);
                    }
                    ContainerKind::Item { marker, .. } => {
                        self.text.extend(std::iter::repeat_n(' ', marker.len()));
                    }
                }
                container.is_started = true;
            }
            if line.is_empty() {
                self.text.truncate(self.text.trim_end_matches(' ').len());
            }
            self.text.push_str(line);
        }
        self.last_is_paragraph = is_paragraph;
        let depth = self.containers.len();
        if self.last_list.is_some_and(|(last, _)| depth <= last) {
            self.last_list = None;
        }
        for list in &mut self.lists {
            // Text between the items of a list ends what was a list until then.
            list.has_items = list.depth < depth;
        }
    }

    /// The end of the last line, and a blank line unless the next block is the next item of a tight list.
    fn separate(&mut self) {
        if self.text.is_empty() {
            return;
        }
        self.text.push('\n');
        let new = self
            .containers
            .iter()
            .position(|container| !container.is_started);
        if let Some(new) = new
            && let ContainerKind::Item { is_tight: true, .. } = self.containers[new].kind
            && self.last_is_paragraph
            && let Some(list) = self.lists.iter().rev().find(|list| list.depth == new)
        {
            let is_next = list.has_items;
            let is_nested = list.may_join
                && new > 0
                && matches!(
                    self.containers[new - 1].kind,
                    ContainerKind::Item { is_tight: true, .. }
                );
            if is_next || is_nested {
                return;
            }
        }
        let start = self.text.len();
        for container in self.containers.iter().take(new.unwrap_or(usize::MAX)) {
            match &container.kind {
                ContainerKind::Quote => self.text.push_str("> "),
                ContainerKind::Item { marker, .. } => {
                    self.text.extend(std::iter::repeat_n(' ', marker.len()));
                }
            }
        }
        let end = start + self.text[start..].trim_end_matches(' ').len();
        self.text.truncate(end);
        self.text.push('\n');
    }
}
