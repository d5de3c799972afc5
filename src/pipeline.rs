//! [`Builder`]: the one path from [`Sources`] to a [`Build`], for every command.

mod published;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::artifact::build_info;
use crate::artifact::page::{Context, Nav, Resolution, Resolver, navs, site_view};
use crate::artifact::{Artifacts, OutPath, Planned, Rendered, plan};
use crate::assemble::{Documents, Input, assemble};
use crate::config::Config;
use crate::diagnostic::{self, Diagnostic, LineIndex, Severity};
use crate::document::highlight::Highlighter;
use crate::document::{Document, Kind};
use crate::layout::Layout;
use crate::lock::Due;
use crate::memo::Memo;
pub use crate::options::Options;
use crate::rule;
use crate::schedule::{begins, changes};
use crate::site::Site;
use crate::source::{Digest, SourcePath, Sources};
use crate::theme::Theme;

/// How long each stage took.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Timings {
    pub parse: Duration,
    pub assemble: Duration,
    pub render: Duration,
}

/// What was built, in numbers.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Stats {
    /// Pages of the portal.
    pub pages: usize,
    /// Pages that were rendered, and not taken from the build before.
    pub rendered: usize,
    /// Lessons of the course.
    pub lessons: usize,
    /// Modules of the course.
    pub modules: usize,
    /// Cohorts.
    pub cohorts: usize,
    /// Sessions of all cohorts.
    pub sessions: usize,
    /// How long each stage took.
    pub timings: Timings,
}

/// From when until when the same course gives the same portal: nothing that depends on the time of
/// the build changes in between.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steady {
    /// From this instant on; `None` for always.
    pub since: Option<jiff::Timestamp>,
    /// Before this instant; `None` for ever.
    pub until: Option<jiff::Timestamp>,
}

impl Steady {
    fn of(site: &Site, now: jiff::Timestamp) -> Self {
        let schedules = site.cohorts.iter();
        let changes = schedules
            .flat_map(|cohort| changes(&cohort.timetable))
            .chain(site.releases.iter().copied())
            .chain(site.community.consents.iter().copied())
            // Until its day, a post has a finding.
            .chain(site.posts.iter().map(|post| begins(post.date)));
        let (past, future): (Vec<_>, Vec<_>) = changes.partition(|instant| *instant <= now);
        Self {
            since: past.into_iter().max(),
            until: future.into_iter().min(),
        }
    }

    /// Whether a build at this time gives the same portal.
    #[must_use]
    pub fn holds(&self, now: jiff::Timestamp) -> bool {
        self.since.is_none_or(|since| since <= now) && self.until.is_none_or(|until| now < until)
    }
}

/// A portal and what is wrong with the course.
#[derive(Debug, Clone, Default)]
pub struct Build {
    /// The portal.
    pub artifacts: Artifacts,
    /// What is wrong, sorted, each once.
    pub diagnostics: Vec<Diagnostic>,
    /// What was built, in numbers.
    pub stats: Stats,
    /// The path of the portal under its host, `/` or `/social/`.
    pub base: String,
    /// How long this portal is the right one.
    pub steady: Steady,
    /// `stoa.lock` as this portal needs it, if that is not the one in the course folder.
    pub lock: Option<Due>,
    /// The time zone of the cohort of which pages without one speak, as IANA spells it.
    pub zone: Option<String>,
}

impl Build {
    /// Whether the portal can be published.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.diagnostics
            .iter()
            .all(|diagnostic| diagnostic.severity != Severity::Error)
    }
}

/// Builds a portal, again and again. It remembers pure results by the digests of their inputs and
/// nothing else, so that a warm build equals a cold one, byte for byte. What the last build did not
/// use is forgotten.
#[derive(Debug)]
pub struct Builder {
    highlighter: Highlighter,
    /// By the file, the settings and what kind of document it is.
    documents: Memo<SourcePath, (Digest, Digest, Kind), Arc<Document>>,
    /// By the document, and the addresses and the theme.
    resolutions: Memo<SourcePath, (Digest, Digest), Arc<Resolution>>,
    /// By the place of the module.
    navs: Memo<usize, Digest, Arc<Nav>>,
    pages: Memo<OutPath, Digest, Rendered>,
    theme: Option<(Digest, Arc<Theme>, Vec<Diagnostic>)>,
}

impl Builder {
    /// A builder that knows nothing yet.
    #[must_use]
    pub fn new(highlighter: Highlighter) -> Self {
        Self {
            highlighter,
            documents: Memo::default(),
            resolutions: Memo::default(),
            navs: Memo::default(),
            pages: Memo::default(),
            theme: None,
        }
    }

    /// The highlighter, to save what it has learnt.
    #[must_use]
    pub fn highlighter(&self) -> &Highlighter {
        &self.highlighter
    }

    /// Builds the portal from `sources`.
    pub fn rebuild(&mut self, sources: &Sources, options: &Options) -> Build {
        let mut diagnostics = Vec::new();
        let mut clock = Stopwatch::start();

        let config = Config::read(sources, &mut diagnostics);
        let layout = Layout::of(sources);
        let documents = self.parse(sources, &layout, &config, &mut diagnostics);
        let parse = clock.lap();

        let input = Input {
            sources,
            layout: &layout,
            config: &config,
            documents: &documents,
            options,
        };
        let site = assemble(&input, &mut diagnostics);
        let theme = self.theme(sources, &config, &mut diagnostics);
        let resolutions = self.resolve(&site, &theme, &mut diagnostics);
        let assemble = clock.lap();

        let site_view = site_view(&site, &theme);
        let mut tera = theme.tera.clone();
        tera.global_context()
            .insert_value("site", tera::Value::from_serializable(&site_view));
        let mut context = Context {
            site: &site,
            theme: &theme,
            tera: &tera,
            site_view: &site_view,
            common: theme.digest,
            navs: BTreeMap::new(),
            resolutions: &resolutions,
            highlighter: &self.highlighter,
            highlight: options.highlight && config.course.markdown.highlight,
            now: options.now,
            sources,
        };
        context.common = context.common();
        self.navs = navs(&context, &self.navs).into_iter().collect();
        context.navs = self
            .navs
            .iter()
            .map(|(at, nav)| (*at, Arc::clone(nav)))
            .collect();
        let mut planned = plan(&context);
        let is_page =
            |path: &OutPath| path.extension() == "html" && !path.as_str().starts_with("t/");
        let count = planned.iter().filter(|one| is_page(&one.path)).count();
        let steady = Steady::of(&site, options.now);
        planned.push(build_info(&site, count, &steady));
        report_collisions(&planned, &mut diagnostics);
        let (pages, rendered) = render(&planned, &self.pages);
        published::report_addresses(&planned, &pages, sources, &mut diagnostics);
        drop(planned);
        let render = clock.lap();

        diagnostics.extend(
            pages
                .iter()
                .flat_map(|(.., rendered)| rendered.diagnostics.iter().cloned()),
        );
        diagnostic::sort(&mut diagnostics);
        once_a_place(&mut diagnostics);
        without_consequences(&mut diagnostics, sources);
        let artifacts = pages
            .iter()
            .map(|(.., rendered)| Arc::clone(&rendered.artifact))
            .collect();
        let stats = Stats {
            pages: count,
            rendered,
            lessons: site.lessons.len(),
            modules: site.modules.len(),
            cohorts: site.cohorts.len(),
            sessions: site.sessions(),
            timings: Timings {
                parse,
                assemble,
                render,
            },
        };
        let base = site.course.base.clone();
        self.pages = pages.into_iter().collect();
        Build {
            artifacts,
            diagnostics,
            stats,
            base,
            steady,
            zone: site
                .current_cohort()
                .map(|cohort| cohort.timetable.zone_name.clone()),
            lock: site.lock_due,
        }
    }

    /// Parses every Markdown file that has changed.
    fn parse(
        &mut self,
        sources: &Sources,
        layout: &Layout,
        config: &Config,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Documents {
        let markdown = &config.course.markdown;
        let settings = format!("{} {}", markdown.math, markdown.smart_punctuation);
        let settings = Digest::of(settings.as_bytes());
        let files: Vec<_> = sources
            .iter()
            .filter_map(|file| Some((file, layout.role(&file.path)?)))
            .collect();
        let old = &self.documents;
        let parsed: Vec<_> = files
            .into_par_iter()
            .filter_map(|(file, role)| {
                let kind = role.kind()?;
                let key = (file.digest, settings, kind);
                let document = old.get(&file.path, &key).map_or_else(
                    || Arc::new(Document::parse(file, kind, markdown)),
                    Arc::clone,
                );
                Some((role, key, document))
            })
            .collect();
        self.documents = parsed
            .iter()
            .map(|(_, key, document)| (document.path.clone(), *key, Arc::clone(document)))
            .collect();
        for (_, _, document) in &parsed {
            diagnostics.extend(document.diagnostics.iter().cloned());
        }
        parsed
            .into_iter()
            .map(|(role, _, document)| (document.path.clone(), (role, document)))
            .collect()
    }

    /// Reads the theme, if anything of it has changed.
    fn theme(
        &mut self,
        sources: &Sources,
        config: &Config,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Arc<Theme> {
        let files = sources.under("templates").chain(sources.under("themes"));
        let mut inputs: Vec<u8> = Vec::new();
        for file in files {
            inputs.extend_from_slice(file.path.as_str().as_bytes());
            inputs.extend_from_slice(file.digest.bytes());
        }
        let chosen = format!(
            "{:?} {:?}",
            config.course.theme, config.course.theme_options
        );
        let key = Digest::of_parts([inputs.as_slice(), chosen.as_bytes()]);
        let known = self.theme.take().filter(|(known, ..)| *known == key);
        let (_, theme, found) = self.theme.insert(known.unwrap_or_else(|| {
            let mut found = Vec::new();
            let theme = Theme::read(
                sources,
                config.course.theme.as_ref(),
                config.course.theme_options.as_ref(),
                &mut found,
            );
            (key, Arc::new(theme), found)
        }));
        diagnostics.extend(found.iter().cloned());
        Arc::clone(theme)
    }

    /// Resolves the links and directives of every document that has changed, or of all of them if
    /// the address of anything has.
    fn resolve(
        &mut self,
        site: &Site,
        theme: &Theme,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> HashMap<SourcePath, Arc<Resolution>> {
        let site_and_theme = Digest::of_parts([site.routes.digest().bytes(), theme.digest.bytes()]);
        let resolver = Resolver { site, theme };
        let old = &self.resolutions;
        // What is wrong with a page is said before its learners see it.
        let coming = site.coming.iter().filter_map(|page| page.document.as_ref());
        let documents: Vec<_> = site.documents().chain(coming).collect();
        let resolved: Vec<_> = documents
            .into_par_iter()
            .map(|document| {
                let key = (document.digest, site_and_theme);
                let resolution = old
                    .get(&document.path, &key)
                    .map_or_else(|| Arc::new(resolver.resolve(document)), Arc::clone);
                (document.path.clone(), key, resolution)
            })
            .collect();
        for (_, _, resolution) in &resolved {
            diagnostics.extend(resolution.diagnostics.iter().cloned());
        }
        self.resolutions = resolved
            .iter()
            .map(|(path, key, resolution)| (path.clone(), *key, Arc::clone(resolution)))
            .collect();
        resolved
            .into_iter()
            .map(|(path, _, resolution)| (path, resolution))
            .collect()
    }
}

/// Renders what no build before has rendered. Also says how much that was.
fn render(
    planned: &[Planned<'_>],
    old: &Memo<OutPath, Digest, Rendered>,
) -> (Vec<(OutPath, Digest, Rendered)>, usize) {
    let count = AtomicUsize::new(0);
    let pages = planned
        .par_iter()
        .map(|planned| {
            let known = old.get(&planned.path, &planned.key).cloned();
            let rendered = known.unwrap_or_else(|| {
                let is_page = planned.path.extension() == "html";
                count.fetch_add(usize::from(is_page), Ordering::Relaxed);
                (planned.make)().searched()
            });
            (planned.path.clone(), planned.key, rendered)
        })
        .collect();
    (pages, count.into_inner())
}

/// A template that is wrong is wrong on every page that uses it: the first page stands for all.
fn once_a_place(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.dedup_by(|next, first| {
        next.rule == &rule::TEMPLATE_ERROR
            && first.rule == next.rule
            && first.path == next.path
            && first.span == next.span
            && first.span.is_some()
    });
}

/// What is said of a line that is no TOML is said once: what else seems wrong with its values follows from it.
fn without_consequences(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    // The lines of a file are counted once, however much is wrong in it.
    let mut files: HashMap<SourcePath, LineIndex<'_>> = HashMap::new();
    let mut lines: BTreeSet<(SourcePath, usize)> = BTreeSet::new();
    for found in diagnostics.iter() {
        if found.rule != &rule::BAD_TOML {
            continue;
        }
        let index = match files.entry(found.path.clone()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(vacant) => {
                let file = sources.get(found.path.as_str());
                let Some(text) = file.and_then(|file| file.text().ok()) else {
                    continue;
                };
                vacant.insert(LineIndex::new(text))
            }
        };
        lines.extend(found.span.as_ref().map(|span| {
            let line = index.position(span.start).line;
            (found.path.clone(), line)
        }));
    }
    diagnostics.retain(|found| {
        let follows = [&rule::BAD_VALUE, &rule::UNKNOWN_KEY].contains(&found.rule);
        let place = files.get(&found.path).zip(found.span.as_ref());
        !follows
            || place.is_none_or(|(index, span)| {
                let line = index.position(span.start).line;
                !lines.contains(&(found.path.clone(), line))
            })
    });
}

/// Two files with one path, or with paths that some systems take for one.
fn report_collisions(planned: &[Planned<'_>], diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<String, &Planned<'_>> = HashMap::with_capacity(planned.len());
    for one in planned {
        let path = one.path.as_str();
        let folded = if path
            .bytes()
            .any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())
        {
            path.to_lowercase()
        } else {
            path.to_owned()
        };
        let Some(first) = seen.get(&folded) else {
            seen.insert(folded, one);
            continue;
        };
        let place = one
            .origin
            .clone()
            .or_else(|| first.origin.clone())
            .unwrap_or_else(|| SourcePath::new(path));
        let url = path.strip_suffix("index.html").unwrap_or(path);
        let mut found = Diagnostic::new(
            &rule::URL_COLLISION,
            &place,
            None,
            format!("something else has the address `/{url}` too"),
        )
        .help("rename one of the two; the number in front of a name is not part of its address");
        if let Some(other) = first.origin.as_ref().filter(|other| **other != place) {
            found = found.related(other, None, "the other one");
        }
        diagnostics.push(found);
    }
}

/// Measures how long stages take. What it says is for people and goes into no output.
struct Stopwatch(std::time::Instant);

impl Stopwatch {
    fn start() -> Self {
        Self(std::time::Instant::now())
    }

    fn lap(&mut self) -> Duration {
        let now = std::time::Instant::now();
        now.duration_since(std::mem::replace(&mut self.0, now))
    }
}
