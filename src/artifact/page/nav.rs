//! The side navigation, rendered once a module and shared by all its pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use rayon::prelude::*;
use tera::{Context as TeraContext, Value};

use super::link::{format_view, opens_view};
use super::{Context, MARK, MARK_END};
use crate::artifact::Rope;
use crate::diagnostic::Diagnostic;
use crate::memo::Memo;
use crate::schedule::duration_view;
use crate::site::{Coming, Lesson, Module};
use crate::source::Digest;
use crate::view::{ModuleNavView, NavEntry, NavModule};

const CURRENT: &[u8] = b" aria-current=\"page\"";

/// The navigation of one module at the top.
#[derive(Debug)]
pub(crate) struct Nav {
    html: Bytes,
    /// Where the mark of each page goes, by the page's address.
    places: BTreeMap<String, usize>,
    pub(super) digest: Digest,
    diagnostics: Vec<Diagnostic>,
}

/// A page's place in a navigation.
pub(super) struct Place {
    nav: Arc<Nav>,
    at: Option<usize>,
}

impl Place {
    fn new(nav: &Arc<Nav>, url: &str) -> Self {
        Self {
            nav: Arc::clone(nav),
            at: nav.places.get(url).copied(),
        }
    }

    /// What was wrong when it was rendered.
    pub(super) fn diagnostics(&self) -> &[Diagnostic] {
        &self.nav.diagnostics
    }

    /// The digest of the navigation, whichever page is marked: the page's address is in its own key.
    pub(super) fn digest(&self) -> &Digest {
        &self.nav.digest
    }

    /// The navigation with this page marked.
    pub(super) fn rope(&self) -> Rope {
        let html = &self.nav.html;
        let Some(at) = self.at else {
            return Rope::from(html.clone());
        };
        let mut rope = Rope::from(html.slice(..at));
        rope.push(Bytes::from_static(CURRENT));
        rope.push(html.slice(at..));
        rope
    }
}

/// The navigations of all modules at the top, by their places in the site's modules, each with its key. What is in
/// `old` is not rendered again.
pub(crate) fn all(
    context: &Context<'_>,
    old: &Memo<usize, Digest, Arc<Nav>>,
) -> Vec<(usize, Digest, Arc<Nav>)> {
    let top: Vec<usize> = (0..context.site.modules.len())
        .filter(|at| context.site.modules[*at].parent.is_none())
        .collect();
    top.into_par_iter()
        .map(|at| {
            let mut entries = Vec::new();
            collect(context, at, 1, &mut entries);
            let shown = serde_json::to_vec(&(at, &entries)).unwrap_or_default();
            let key = Digest::of_parts([context.common.bytes(), &shown]);
            let nav = old
                .get(&at, &key)
                .map_or_else(|| Arc::new(nav(context, at, entries)), Arc::clone);
            (at, key, nav)
        })
        .collect()
}

impl Context<'_> {
    /// The place of the page at `url` in the navigation of its module.
    pub(super) fn place(&self, module: Option<usize>, url: &str) -> Option<Place> {
        self.nav(module).map(|nav| Place::new(nav, url))
    }

    /// The navigation beside the pages of a module.
    pub(super) fn nav(&self, module: Option<usize>) -> Option<&Arc<Nav>> {
        self.navs.get(&top(&self.site.modules, module?))
    }
}

/// The module at the top in which a module is.
fn top(modules: &[Module], mut at: usize) -> usize {
    while let Some(parent) = modules[at].parent {
        at = parent;
    }
    at
}

fn nav(context: &Context<'_>, at: usize, mut entries: Vec<NavEntry>) -> Nav {
    let mut urls: Vec<String> = Vec::new();
    let mut mark = |url: &str| {
        urls.push(url.to_owned());
        format!("{MARK}{}{MARK_END}", urls.len() - 1)
    };
    let modules: Vec<NavModule> = context
        .site_view
        .modules
        .iter()
        .map(|link| NavModule {
            title: link.title.clone(),
            url: link.url.clone(),
            number: link.number.clone(),
            open: link.url == context.site.url(&context.site.modules[at].url),
            opens: link.opens.clone(),
            current: mark(&link.url),
        })
        .collect();
    let modules = with_coming(context, modules);
    for entry in entries.iter_mut().filter(|entry| !entry.url.is_empty()) {
        entry.current = mark(&entry.url);
    }
    let view = ModuleNavView {
        module: context.module_link(at),
        modules,
        entries,
    };
    let mut tera = TeraContext::new();
    tera.insert_value("nav", Value::from_serializable(&view));
    let mut written = Vec::new();
    let mut diagnostics = Vec::new();
    if let Err(error) =
        context
            .tera
            .render_component_to("module_nav", &tera, None, true, &mut written)
    {
        diagnostics.extend(context.theme.explain(&error, Some("the side navigation")));
    }
    let mut html = Vec::with_capacity(written.len());
    let mut places = BTreeMap::new();
    let mut rest = written.as_slice();
    while let Some(start) = rest.iter().position(|byte| *byte == MARK as u8) {
        html.extend_from_slice(&rest[..start]);
        let end = rest[start..]
            .iter()
            .position(|byte| *byte == MARK_END as u8)
            .map_or(rest.len(), |end| start + end);
        let index = std::str::from_utf8(&rest[start + 1..end])
            .ok()
            .and_then(|digits| digits.parse::<usize>().ok());
        if let Some(url) = index.and_then(|index| urls.get(index)) {
            places.insert(url.clone(), html.len());
        }
        rest = &rest[(end + 1).min(rest.len())..];
    }
    html.extend_from_slice(rest);
    let digest = Digest::of_parts([html.as_slice(), format!("{diagnostics:?}").as_bytes()]);
    Nav {
        html: html.into(),
        places,
        digest,
        diagnostics,
    }
}

/// The modules at the top with those that are not released yet among them, in the order of their numbers.
fn with_coming(context: &Context<'_>, mut modules: Vec<NavModule>) -> Vec<NavModule> {
    for coming in &context.site_view.coming {
        let Some(number) = &coming.number else {
            continue;
        };
        let nth = |number: &str| number.parse::<usize>().unwrap_or(usize::MAX);
        let at = modules.partition_point(|module| nth(&module.number) < nth(number));
        modules.insert(
            at,
            NavModule {
                title: coming.title.clone(),
                url: String::new(),
                number: number.clone(),
                open: false,
                opens: Some(coming.opens.clone()),
                current: String::new(),
            },
        );
    }
    modules
}

/// The pages of a module in the order in which they are read.
fn collect(context: &Context<'_>, at: usize, level: usize, entries: &mut Vec<NavEntry>) {
    let site = context.site;
    let module = &site.modules[at];
    // Each with its place in the order of reading; what is not released yet stands before what follows it.
    let mut pages: Vec<(usize, bool, Entry<'_>)> = Vec::new();
    let lessons = module.lessons.iter().map(|at| &site.lessons[*at]);
    pages.extend(lessons.map(|lesson| (lesson.at, true, Entry::Lesson(lesson))));
    let inner = module.modules.iter();
    pages.extend(inner.map(|at| (site.modules[*at].at, true, Entry::Module(*at))));
    let coming = site.coming.iter();
    let coming = coming.filter(|coming| coming.module == Some(at));
    pages.extend(coming.map(|coming| (coming.before, false, Entry::Coming(coming))));
    pages.sort_by_key(|(at, is_out, _)| (*at, *is_out));
    for (.., entry) in pages {
        match entry {
            Entry::Lesson(lesson) => entries.push(NavEntry {
                title: lesson.title.clone(),
                url: site.url(&lesson.url),
                level,
                is_module: false,
                format: Some(format_view(lesson.format)),
                duration: lesson.duration.map(duration_view),
                opens: lesson.opens.as_ref().map(opens_view),
                current: String::new(),
            }),
            Entry::Module(inner) => {
                let module = &site.modules[inner];
                entries.push(NavEntry {
                    title: module.title.clone(),
                    url: site.url(&module.url),
                    level,
                    is_module: true,
                    format: None,
                    duration: None,
                    opens: module.opens.as_ref().map(opens_view),
                    current: String::new(),
                });
                collect(context, inner, level + 1, entries);
            }
            Entry::Coming(coming) => entries.extend(coming.title.as_ref().map(|title| NavEntry {
                title: title.clone(),
                url: String::new(),
                level,
                is_module: coming.number.is_some(),
                format: None,
                duration: None,
                opens: Some(opens_view(&coming.opens)),
                current: String::new(),
            })),
        }
    }
}

/// A page in the navigation.
enum Entry<'a> {
    Lesson(&'a Lesson),
    /// By its place in the site's modules.
    Module(usize),
    Coming(&'a Coming),
}
