//! The modules of the crate, and every name that their code refers to.
//!
//! This reads tokens rather than syntax. So it also sees what is inside macros, and finds a path wherever one
//! is written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path from the crate's root, without `crate`: `["app", "keymap"]`.
type Module = Vec<String>;

/// All files of the crate.
#[derive(Default)]
pub(crate) struct Tree {
    /// The file of each module; modules inside a file are in it too.
    files: BTreeMap<Module, String>,
    /// What each module imports: the name it has there, and the path as written.
    imports: BTreeMap<Module, BTreeMap<String, Vec<String>>>,
    uses: Vec<Use>,
}

/// A path in the code.
struct Use {
    file: String,
    module: Module,
    path: Vec<String>,
    kind: Kind,
    in_test: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Import,
    /// An import that other modules can see.
    Reexport,
    /// A path of code, or the name of a macro with its `!`.
    Code,
    /// The name of a method that is called.
    Method,
}

/// What a path means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Something in this crate: its full path, and the file that defines it.
    Inside {
        path: Vec<String>,
        file: String,
    },
    /// Something in another crate, or a name that is local or built in.
    Outside(Vec<String>),
    Method(String),
}

/// A file that refers to something.
pub(crate) struct Reference {
    pub(crate) file: String,
    pub(crate) target: Target,
    pub(crate) in_test: bool,
    /// It only re-exports a name.
    pub(crate) is_reexport: bool,
}

impl Tree {
    /// Reads all files of `src`.
    pub(crate) fn of_crate() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = Vec::new();
        collect(&root, &root, &mut files);
        Self::new(&files)
    }

    /// The tree of `files`: their names below `src`, and their text.
    pub(crate) fn new<N: AsRef<str>, T: AsRef<str>>(files: &[(N, T)]) -> Self {
        let mut tree = Self::default();
        for (name, text) in files {
            let (name, text) = (name.as_ref(), text.as_ref());
            let module = module_of(name);
            tree.files.insert(module.clone(), name.to_owned());
            let tokens: TokenStream = text
                .parse()
                .unwrap_or_else(|error| panic!("{name} is not Rust: {error}"));
            tree.read(name, &module, tokens, false);
        }
        tree
    }

    pub(crate) fn references(&self) -> Vec<Reference> {
        self.uses.iter().map(|used| self.reference(used)).collect()
    }

    fn reference(&self, used: &Use) -> Reference {
        let target = if used.kind == Kind::Method {
            Target::Method(used.path.concat())
        } else {
            self.target(&used.module, &used.path)
        };
        Reference {
            file: used.file.clone(),
            target,
            in_test: used.in_test,
            is_reexport: used.kind == Kind::Reexport,
        }
    }

    /// What `path` means in the code of `module`.
    fn target(&self, module: &[String], path: &[String]) -> Target {
        match self.absolute(module, path, &mut BTreeSet::new()) {
            Ok(path) => {
                let file = self.file_of(&path, &mut BTreeSet::new());
                Target::Inside { path, file }
            }
            Err(path) => Target::Outside(path),
        }
    }

    /// The path from the root of the crate, or as an error the path in another crate.
    fn absolute(
        &self,
        module: &[String],
        path: &[String],
        seen: &mut BTreeSet<(Module, String)>,
    ) -> Result<Module, Vec<String>> {
        let (first, rest) = path.split_first().expect("a path has a segment");
        let below = |base: &[String]| [base, rest].concat();
        let parent = || &module[..module.len().saturating_sub(1)];
        match first.as_str() {
            "crate" | "roundup" => Ok(rest.to_vec()),
            "self" if rest.is_empty() => Ok(module.to_vec()),
            "super" if rest.is_empty() => Ok(parent().to_vec()),
            "self" => self.absolute(module, rest, seen),
            // Only one more `super` or a name of the parent can follow.
            "super" if rest[0] == "super" => self.absolute(parent(), rest, seen),
            "super" => Ok(below(parent())),
            name => {
                let child = [module, std::slice::from_ref(first)].concat();
                // The name of a module alone is not a use of it, but a variable or field of that name.
                if self.files.contains_key(&child) && !rest.is_empty() {
                    return Ok(below(&child));
                }
                let import = self.imports.get(module).and_then(|names| names.get(name));
                match import {
                    Some(import) if seen.insert((module.to_vec(), name.to_owned())) => {
                        self.absolute(module, &below(import), seen)
                    }
                    _ => Err(path.to_vec()),
                }
            }
        }
    }

    /// The file that defines what is at `path`; re-exports are followed.
    fn file_of(&self, path: &[String], seen: &mut BTreeSet<Module>) -> String {
        let depth = (0..=path.len())
            .rev()
            .find(|depth| *depth == 0 || self.files.contains_key(&path[..*depth]))
            .unwrap_or(0);
        let (module, rest) = path.split_at(depth);
        let import = rest
            .first()
            .and_then(|name| self.imports.get(module)?.get(name));
        if let Some(import) = import
            && seen.insert(path.to_vec())
            && let Ok(path) =
                self.absolute(module, &[import, &rest[1..]].concat(), &mut BTreeSet::new())
        {
            return self.file_of(&path, seen);
        }
        let root = || "lib.rs".to_owned();
        self.files.get(module).cloned().unwrap_or_else(root)
    }

    /// Reads the tokens of a module, or of a part of one.
    fn read(&mut self, file: &str, module: &[String], tokens: TokenStream, in_test: bool) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut at = 0;
        // Whether the item that begins here is for tests only, and whether others can see it.
        let (mut for_test, mut public) = (in_test, false);
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    if let Some(TokenTree::Group(attribute)) = tokens.get(at + 1) {
                        for_test |= attribute.stream().to_string().replace(' ', "") == "cfg(test)";
                        at += 1;
                    }
                }
                TokenTree::Punct(punct) if punct.as_char() == ';' => {
                    (for_test, public) = (in_test, false);
                }
                TokenTree::Punct(punct) if punct.as_char() == '.' => {
                    // What follows the second dot of a range is a path, not a method.
                    let of_range = at > 0 && is_punct(&tokens[at - 1], '.');
                    if let [TokenTree::Ident(name), after, ..] = &tokens[at + 1..]
                        && !of_range
                    {
                        let is_call = matches!(after, TokenTree::Group(arguments)
                            if arguments.delimiter() == Delimiter::Parenthesis);
                        let name = name.to_string();
                        if is_call {
                            self.add(file, module, vec![name], Kind::Method, for_test);
                        }
                        at += 1;
                    }
                }
                TokenTree::Ident(word) if word == "pub" => {
                    public = true;
                    // The path in `pub(in super::super)` refers to nothing.
                    if let Some(TokenTree::Group(group)) = tokens.get(at + 1)
                        && group.delimiter() == Delimiter::Parenthesis
                    {
                        at += 1;
                    }
                }
                TokenTree::Ident(word) if word == "use" => {
                    let end = (at..tokens.len())
                        .find(|end| is_punct(&tokens[*end], ';'))
                        .unwrap_or(tokens.len());
                    let kind = if public { Kind::Reexport } else { Kind::Import };
                    for (name, path) in import_tree(&tokens[at + 1..end], &[]) {
                        self.add(file, module, path.clone(), kind, for_test);
                        let names = self.imports.entry(module.to_vec()).or_default();
                        names.insert(name, path);
                    }
                    at = end;
                    (for_test, public) = (in_test, false);
                }
                TokenTree::Ident(word) if word == "mod" => {
                    if let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(body))) =
                        (tokens.get(at + 1), tokens.get(at + 2))
                    {
                        let inner = [module, &[name.to_string()]].concat();
                        self.files.insert(inner.clone(), file.to_owned());
                        self.read(file, &inner, body.stream(), for_test);
                        at += 2;
                        (for_test, public) = (in_test, false);
                    } else {
                        at += 1;
                    }
                }
                TokenTree::Ident(_) => {
                    let path = path_at(&tokens, &mut at);
                    self.add(file, module, path, Kind::Code, for_test);
                }
                TokenTree::Group(group) => {
                    self.read(file, module, group.stream(), for_test);
                    if group.delimiter() == Delimiter::Brace {
                        (for_test, public) = (in_test, false);
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    fn add(&mut self, file: &str, module: &[String], path: Vec<String>, kind: Kind, in_test: bool) {
        self.uses.push(Use {
            file: file.to_owned(),
            module: module.to_vec(),
            path,
            kind,
            in_test,
        });
    }
}

/// The path that begins at `at`, which then is its last token. A macro's name ends with `!`.
fn path_at(tokens: &[TokenTree], at: &mut usize) -> Vec<String> {
    let mut path = vec![tokens[*at].to_string()];
    while let [colon, second, TokenTree::Ident(name), ..] = &tokens[*at + 1..]
        && is_punct(colon, ':')
        && is_punct(second, ':')
    {
        path.push(name.to_string());
        *at += 3;
    }
    if let [mark, TokenTree::Group(_), ..] = &tokens[*at + 1..]
        && is_punct(mark, '!')
    {
        let last = path.last_mut().expect("a path has a segment");
        last.push('!');
    }
    path
}

/// Each name that an import brings in, and its path.
fn import_tree(tokens: &[TokenTree], before: &[String]) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for branch in tokens.split(|token| is_punct(token, ',')) {
        let mut path = before.to_vec();
        let mut name = None;
        let mut is_group = false;
        let mut words = branch.iter();
        while let Some(token) = words.next() {
            match token {
                TokenTree::Ident(word) if word == "as" => {
                    name = words.next().map(ToString::to_string);
                }
                // `{self}` is the path before it.
                TokenTree::Ident(word) if word == "self" && !path.is_empty() => {}
                TokenTree::Ident(word) => path.push(word.to_string()),
                TokenTree::Group(group) => {
                    is_group = true;
                    let inner: Vec<_> = group.stream().into_iter().collect();
                    found.extend(import_tree(&inner, &path));
                }
                // All names of a module: the module is what is imported.
                _ => {}
            }
        }
        if !is_group && !path.is_empty() && !branch.is_empty() {
            let name = name.unwrap_or_else(|| path.last().cloned().unwrap_or_default());
            found.push((name, path));
        }
    }
    found
}

fn is_punct(token: &TokenTree, c: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == c)
}

/// `app/list.rs` is the module `app::list`; the root is `lib.rs`, and `main.rs` is a module of its own.
fn module_of(name: &str) -> Module {
    match name.trim_end_matches(".rs") {
        "lib" => Vec::new(),
        name => name.split('/').map(str::to_owned).collect(),
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.strip_prefix(root).unwrap().to_string_lossy();
            let text = fs::read_to_string(&path).unwrap();
            files.push((name.replace('\\', "/"), text));
        }
    }
}
