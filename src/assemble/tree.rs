//! Modules and lessons, from folders and files.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::ids::{Wanted, assign};
use super::{Input, order};
use crate::config::{Format, Minutes, PageFront};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{DerivedId, Document};
use crate::layout::Role;
use crate::name::{cut_order, encode, folder_url};
use crate::route::{Routes, Target};
use crate::rule;
use crate::site::{Lesson, Module, PageRef};
use crate::source::SourcePath;

/// Modules and lessons in course order.
pub(super) struct Tree {
    pub(super) modules: Vec<Module>,
    pub(super) lessons: Vec<Lesson>,
    pub(super) reading: Vec<PageRef>,
}

impl Tree {
    /// The page with this id.
    pub(super) fn find(&self, id: &str) -> Option<PageRef> {
        let lesson = self
            .lessons
            .iter()
            .position(|lesson| lesson.id == id)
            .map(PageRef::Lesson);
        lesson.or_else(|| {
            self.modules
                .iter()
                .position(|module| module.id == id)
                .map(PageRef::Module)
        })
    }

    /// All ids of lessons and modules.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        let lessons = self.lessons.iter().map(|lesson| lesson.id.as_str());
        lessons.chain(self.modules.iter().map(|module| module.id.as_str()))
    }
}

#[derive(Default)]
struct Folder {
    page: Option<Arc<Document>>,
    pages: Vec<Arc<Document>>,
    folders: BTreeSet<String>,
}

pub(super) fn tree(
    input: &Input<'_>,
    routes: &mut Routes,
    diagnostics: &mut Vec<Diagnostic>,
) -> Tree {
    let mut folders: BTreeMap<String, Folder> = BTreeMap::new();
    for (path, (role, document)) in input.documents {
        let folder = folders.entry(path.folder().to_owned());
        match role {
            Role::Module => folder.or_default().page = Some(Arc::clone(document)),
            Role::Lesson => folder.or_default().pages.push(Arc::clone(document)),
            _ => continue,
        }
        let mut inner = path.folder();
        while inner != input.layout.modules && !inner.is_empty() {
            let outer = inner.rsplit_once('/').map_or("", |(outer, _)| outer);
            if !folders
                .entry(outer.to_owned())
                .or_default()
                .folders
                .insert(inner.to_owned())
            {
                break;
            }
            inner = outer;
        }
    }
    let tree = Tree {
        modules: Vec::new(),
        lessons: Vec::new(),
        reading: Vec::new(),
    };
    let mut walk = Walk {
        input,
        folders: &folders,
        tree,
        routes,
        diagnostics,
    };
    walk.folder(input.layout.modules, None, &mut 0, false);
    walk.name();
    walk.tree
}

struct Walk<'a, 'b> {
    input: &'a Input<'a>,
    folders: &'a BTreeMap<String, Folder>,
    tree: Tree,
    routes: &'b mut Routes,
    diagnostics: &'b mut Vec<Diagnostic>,
}

enum Child<'a> {
    Page(&'a Arc<Document>),
    Folder(&'a str),
}

impl<'a> Walk<'a, '_> {
    fn folder(&mut self, path: &'a str, module: Option<usize>, count: &mut usize, hidden: bool) {
        let Some(folder) = self.folders.get(path) else {
            return;
        };
        for child in self.sorted(path, folder) {
            match child {
                Child::Page(document) => self.lesson(document, module, hidden),
                Child::Folder(path) => {
                    let folder = &self.folders[path];
                    // A folder that only sorts other folders is nothing that a learner needs to see.
                    if folder.page.is_none() && folder.pages.is_empty() {
                        self.folder(path, module, count, hidden);
                    } else {
                        *count += 1;
                        self.module(path, folder, module, *count, hidden);
                    }
                }
            }
        }
    }

    /// By the order that another tool's configuration gives, then by the numbers in names, then by names. Pages at the
    /// top come behind the modules.
    fn sorted(&mut self, path: &str, folder: &'a Folder) -> Vec<Child<'a>> {
        let given = &self.input.config.order;
        let is_top = path == self.input.layout.modules;
        let mut children: Vec<_> = Vec::with_capacity(folder.pages.len() + folder.folders.len());
        for document in &folder.pages {
            children.push((
                order::of_page(given, document, is_top),
                Child::Page(document),
            ));
        }
        for inner in &folder.folders {
            children.push((order::of_folder(given, inner), Child::Folder(inner)));
        }
        children.sort_by(|a, b| a.0.cmp(&b.0));
        for pair in children.windows(2) {
            let [(a, first), (b, second)] = pair else {
                continue;
            };
            if (a.0, a.1, a.2) == (b.0, b.1, b.2) && a.2 != u32::MAX {
                self.diagnostics.push(self.same_number(first, second));
            }
        }
        children.into_iter().map(|(_, child)| child).collect()
    }

    /// Two neighbours whose numbers do not say which comes first.
    fn same_number(&self, first: &Child<'_>, second: &Child<'_>) -> Diagnostic {
        let name = |child: &Child<'_>| match child {
            Child::Page(document) => document.path.name().to_owned(),
            Child::Folder(path) => path.rsplit('/').next().unwrap_or(path).to_owned(),
        };
        let (what, path) = match second {
            Child::Page(document) => ("page", document.path.clone()),
            Child::Folder(path) => {
                let page = self
                    .folders
                    .get(*path)
                    .and_then(|folder| folder.page.as_ref());
                let path = page.map_or_else(|| SourcePath::new(*path), |page| page.path.clone());
                ("module", path)
            }
        };
        Diagnostic::new(
            &rule::ORDER_CLASH,
            &path,
            None,
            format!(
                "this {what} has the same number as `{}`, and comes behind it by its name",
                name(first)
            ),
        )
        .help("give each its own number")
    }

    fn module(
        &mut self,
        path: &'a str,
        folder: &'a Folder,
        parent: Option<usize>,
        nth: usize,
        hidden: bool,
    ) {
        let front = folder.page.as_ref().and_then(|page| page.page());
        let hidden =
            hidden || (front.is_some_and(|front| front.draft) && !self.input.options.drafts);
        let url = folder_url(path);
        let target = Target {
            url: encode(&url),
            document: folder.page.clone(),
            asset: None,
            hidden,
        };
        if let Some(page) = &folder.page {
            self.routes.add(&page.path, target.clone());
        }
        self.routes.add_folder(path, target);
        if hidden {
            return self.folder(path, None, &mut 0, true);
        }
        let number = match parent {
            Some(parent) => format!("{}.{nth}", self.tree.modules[parent].number),
            None => nth.to_string(),
        };
        let name = path.rsplit('/').next().unwrap_or(path);
        let title = folder
            .page
            .as_ref()
            .and_then(|page| title_of(page))
            .unwrap_or_else(|| title_from(name));
        let at = self.tree.modules.len();
        self.tree.modules.push(Module {
            id: String::new(),
            title,
            url: encode(&url),
            number,
            document: folder.page.clone(),
            folder: path.to_owned(),
            parent,
            lessons: Vec::new(),
            modules: Vec::new(),
            at: self.tree.reading.len(),
            opens: None,
        });
        self.tree.reading.push(PageRef::Module(at));
        if let Some(parent) = parent {
            self.tree.modules[parent].modules.push(at);
        }
        self.folder(path, Some(at), &mut 0, false);
    }

    fn lesson(&mut self, document: &'a Arc<Document>, module: Option<usize>, hidden: bool) {
        let Some(front) = document.page() else { return };
        let hidden = hidden || (front.draft && !self.input.options.drafts);
        let url = document.name.url.clone();
        self.routes.add(
            &document.path,
            Target {
                url: url.clone(),
                document: Some(Arc::clone(document)),
                asset: None,
                hidden,
            },
        );
        if hidden {
            return;
        }
        // What cannot be read has neither title nor text, and that is said already.
        let is_broken = document
            .diagnostics
            .iter()
            .any(|found| found.severity == Severity::Error);
        let title = title_of(document).unwrap_or_else(|| {
            self.diagnostics.extend((!is_broken).then(|| {
                Diagnostic::new(&rule::EMPTY_TITLE, &document.path, None, "this page has no title")
                    .help("start it with a heading, `# Title`, or write `title = \"...\"` in its front matter")
            }));
            title_from(document.path.stem())
        });
        if document.is_empty() && !is_broken {
            self.diagnostics.push(
                Diagnostic::new(
                    &rule::NO_CONTENT,
                    &document.path,
                    None,
                    "this page has nothing on it",
                )
                .help("write it, or set `draft = true` until it is written"),
            );
        }
        let at = self.tree.lessons.len();
        self.tree.lessons.push(Lesson {
            id: String::new(),
            title,
            url,
            format: front.format.unwrap_or(Format::Reading),
            duration: duration(front),
            document: Arc::clone(document),
            module,
            at: self.tree.reading.len(),
            opens: None,
        });
        self.tree.reading.push(PageRef::Lesson(at));
        if let Some(module) = module {
            self.tree.modules[module].lessons.push(at);
        }
    }

    /// Gives lessons and modules their ids.
    fn name(&mut self) {
        let lessons: Vec<_> = self
            .tree
            .lessons
            .iter()
            .map(|lesson| Wanted {
                written: lesson.document.page().and_then(|front| front.id.as_ref()),
                derived: Cow::Borrowed(&lesson.document.name.id),
                path: lesson.document.path.clone(),
            })
            .collect();
        let lessons = assign(&lessons, "lesson", self.diagnostics);
        let modules: Vec<_> = self
            .tree
            .modules
            .iter()
            .map(|module| Wanted {
                written: module
                    .document
                    .as_ref()
                    .and_then(|page| page.page())
                    .and_then(|front| front.id.as_ref()),
                derived: Cow::Owned(DerivedId::of(
                    module.folder.rsplit('/').next().unwrap_or(&module.folder),
                    &module.path(),
                )),
                path: module.path(),
            })
            .collect();
        let modules = assign(&modules, "module", self.diagnostics);
        for (module, id) in self.tree.modules.iter_mut().zip(modules) {
            if let Some(page) = &module.document {
                self.routes.add_id(&id, &page.path);
            }
            module.id = id;
        }
        for (lesson, id) in self.tree.lessons.iter_mut().zip(lessons) {
            self.routes.add_id(&id, &lesson.document.path);
            lesson.id = id;
        }
    }
}

/// The stated duration, or what the Carpentries state.
fn duration(front: &PageFront) -> Option<Minutes> {
    let stated = front.duration.as_ref().map(|duration| duration.value);
    stated.or_else(|| {
        let minutes = front
            .teaching
            .unwrap_or(0)
            .saturating_add(front.exercises.unwrap_or(0));
        (minutes > 0).then_some(Minutes(minutes))
    })
}

fn title_of(document: &Document) -> Option<String> {
    let front = document.front.title().map(str::to_owned);
    front
        .or_else(|| document.heading.clone())
        .filter(|title| !title.trim().is_empty())
}

/// `01-getting-started` is `Getting started`.
fn title_from(name: &str) -> String {
    let words = cut_order(name).1.replace(['-', '_'], " ");
    let mut chars = words.trim().chars();
    chars.next().map_or_else(
        || "Untitled".to_owned(),
        |first| first.to_uppercase().chain(chars).collect(),
    )
}
