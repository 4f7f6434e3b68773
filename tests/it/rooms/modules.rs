//! A crate as its source says it: the modules, what each defines and imports, and where a path leads.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::punctuated::Punctuated;
use syn::{Attribute, Item, ItemMod, Meta, Token, UseTree, Visibility};

/// A chain of names that import each other ends here.
const MAX_DEPTH: usize = 16;

/// The modules of a crate, the root first.
pub struct Modules {
    /// Every module.
    pub modules: Vec<Module>,
    /// The files that hold them, as paths below the folder of the crate's sources.
    pub files: Vec<PathBuf>,
    /// By the name of a `macro_rules!`, its file: such macros are seen wherever the text follows.
    macros: HashMap<String, usize>,
}

/// A module, in a file of its own or within its parent's.
pub struct Module {
    /// The file, by its number.
    pub file: usize,
    /// What stands in it, without what is for tests alone.
    pub content: Vec<Item>,
    parent: Option<usize>,
    children: HashMap<String, usize>,
    /// The names of what it defines.
    defined: HashSet<String>,
    /// By the name that an import gives, the paths that it may stand for.
    imported: HashMap<String, Vec<Vec<String>>>,
    globs: Vec<Vec<String>>,
}

/// What a path leads to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    /// A module, by its number.
    Module(usize),
    /// Something else, by the number of the file that defines it.
    Item(usize),
}

/// A name that a `use` declaration brings into scope.
pub struct Import {
    /// What it is called here; `None` where all names of a module are imported.
    pub name: Option<String>,
    /// What it stands for.
    pub path: Vec<String>,
}

impl Modules {
    /// Reads the crate of this folder of sources.
    pub fn read(sources: &Path) -> Self {
        let root = ["lib.rs", "main.rs"]
            .into_iter()
            .find(|file| sources.join(file).exists());
        let root = root.unwrap_or_else(|| panic!("{} has no crate", sources.display()));
        let mut crate_modules = Self {
            modules: Vec::new(),
            files: Vec::new(),
            macros: HashMap::new(),
        };
        crate_modules.read_file(sources, Path::new(root), Path::new(""), None);
        crate_modules
    }

    /// Reads a file, the files of whose child modules lie in `folder`; returns the number of its module.
    fn read_file(
        &mut self,
        sources: &Path,
        file: &Path,
        folder: &Path,
        parent: Option<usize>,
    ) -> usize {
        let text = fs::read_to_string(sources.join(file)).unwrap();
        let parsed =
            syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        self.files.push(file.to_owned());
        self.add(sources, parsed.items, folder, self.files.len() - 1, parent)
    }

    fn add(
        &mut self,
        sources: &Path,
        items: Vec<Item>,
        folder: &Path,
        file: usize,
        parent: Option<usize>,
    ) -> usize {
        let number = self.modules.len();
        self.modules.push(Module {
            file,
            content: Vec::new(),
            parent,
            children: HashMap::new(),
            defined: HashSet::new(),
            imported: HashMap::new(),
            globs: Vec::new(),
        });
        for item in items {
            match item {
                item if is_for_tests(attributes(&item)) => {}
                Item::Mod(child) => self.add_child(sources, child, folder, number),
                item => self.add_item(item, number),
            }
        }
        number
    }

    fn add_child(&mut self, sources: &Path, child: ItemMod, folder: &Path, parent: usize) {
        let name = child.ident.to_string();
        let below = folder.join(&name);
        let number = if let Some((_, items)) = child.content {
            self.add(
                sources,
                items,
                &below,
                self.modules[parent].file,
                Some(parent),
            )
        } else {
            self.read_file(
                sources,
                &folder.join(format!("{name}.rs")),
                &below,
                Some(parent),
            )
        };
        self.modules[parent].children.insert(name, number);
    }

    fn add_item(&mut self, item: Item, number: usize) {
        let module = &mut self.modules[number];
        if let Item::Use(import) = &item {
            for Import { name, path } in imports(&import.tree) {
                match name {
                    Some(name) => module.imported.entry(name).or_default().push(path),
                    None => module.globs.push(path),
                }
            }
        }
        if let Item::Macro(definition) = &item
            && let Some(name) = &definition.ident
        {
            self.macros.insert(name.to_string(), module.file);
        }
        module.defined.extend(defined_name(&item));
        module.content.push(item);
    }

    /// Returns the file that defines what a path within a module leads to, through whatever re-exports, and its name;
    /// `None` if that is a module or no part of the crate.
    pub fn item<'a>(&self, module: usize, path: &'a [String]) -> Option<(usize, &'a str)> {
        (1..=path.len()).find_map(|n_names| {
            let (start, rest) = path.split_at(n_names);
            match self.resolve(module, start, !rest.is_empty(), 0)? {
                Target::Item(file) => Some((file, start[n_names - 1].as_str())),
                Target::Module(_) => None,
            }
        })
    }

    /// Returns the file of a macro that is called by its bare name.
    pub fn macro_file(&self, name: &str) -> Option<usize> {
        self.macros.get(name).copied()
    }

    /// Returns what the start of a path leads to.
    fn resolve(
        &self,
        module: usize,
        path: &[String],
        goes_on: bool,
        depth: usize,
    ) -> Option<Target> {
        let mut target = Target::Module(module);
        for (at, name) in path.iter().enumerate() {
            let Target::Module(number) = target else {
                // A variant or an associated item lies where its type does.
                return Some(target);
            };
            let is_last = at + 1 == path.len() && !goes_on;
            target = match (name.as_str(), at) {
                ("crate", 0) => Target::Module(0),
                ("self", _) => target,
                ("super", _) => Target::Module(self.modules[number].parent?),
                (name, 0) => self.look_up(number, name, is_last, depth)?,
                // What a macro defines has no item of its own: it lies in the file of its module.
                (name, _) => {
                    let found = self.look_up(number, name, is_last, depth);
                    found.unwrap_or(Target::Item(self.modules[number].file))
                }
            };
        }
        Some(target)
    }

    /// Returns what a name means in a module. A module and something else may have the same name: the module is meant
    /// where the path goes on.
    fn look_up(&self, number: usize, name: &str, is_last: bool, depth: usize) -> Option<Target> {
        if depth > MAX_DEPTH {
            return None;
        }
        let module = &self.modules[number];
        let child = module
            .children
            .get(name)
            .map(|child| Target::Module(*child));
        if let Some(child) = child
            && !is_last
        {
            return Some(child);
        }
        let paths = module.imported.get(name).into_iter().flatten();
        let imported = paths.filter_map(|path| self.resolve(number, path, false, depth + 1));
        module
            .defined
            .contains(name)
            .then_some(Target::Item(module.file))
            .into_iter()
            .chain(imported)
            .chain(child)
            .next()
            .or_else(|| self.look_up_in_globs(number, name, is_last, depth))
    }

    fn look_up_in_globs(
        &self,
        number: usize,
        name: &str,
        is_last: bool,
        depth: usize,
    ) -> Option<Target> {
        self.modules[number].globs.iter().find_map(|path| {
            match self.resolve(number, path, false, depth + 1)? {
                Target::Module(from) if from != number => {
                    self.look_up(from, name, is_last, depth + 1)
                }
                _ => None,
            }
        })
    }
}

/// Returns whether something is compiled for tests alone.
pub fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && matches!(&attribute.meta, Meta::List(list) if list.tokens.to_string() == "test")
    })
}

/// Returns whether what is imported is handed on to others.
pub fn is_re_export(visibility: &Visibility) -> bool {
    !matches!(visibility, Visibility::Inherited)
}

/// Returns the names that a `use` declaration brings into scope.
pub fn imports(tree: &UseTree) -> Vec<Import> {
    let mut imports = Vec::new();
    add_imports(tree, &mut Vec::new(), &mut imports);
    imports
}

fn add_imports(tree: &UseTree, path: &mut Vec<String>, imports: &mut Vec<Import>) {
    let mut add = |name: String, last: String| {
        let path = path.iter().cloned().chain([last]);
        imports.push(Import {
            name: Some(name),
            path: path.collect(),
        });
    };
    match tree {
        UseTree::Path(inner) => {
            path.push(inner.ident.to_string());
            add_imports(&inner.tree, path, imports);
            path.pop();
        }
        UseTree::Name(inner) if inner.ident == "self" => {
            let name = path.last().cloned();
            imports.push(Import {
                name,
                path: path.clone(),
            });
        }
        UseTree::Name(inner) => add(inner.ident.to_string(), inner.ident.to_string()),
        UseTree::Rename(inner) => add(inner.rename.to_string(), inner.ident.to_string()),
        UseTree::Glob(_) => imports.push(Import {
            name: None,
            path: path.clone(),
        }),
        UseTree::Group(group) => add_all(&group.items, path, imports),
    }
}

fn add_all(
    trees: &Punctuated<UseTree, Token![,]>,
    path: &mut Vec<String>,
    imports: &mut Vec<Import>,
) {
    for tree in trees {
        add_imports(tree, path, imports);
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn defined_name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}
