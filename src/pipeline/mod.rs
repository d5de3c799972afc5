//! [`Builder`]: the one path from [`Sources`] to a [`Build`], for every command.

mod build;
mod collision;
mod consequence;
mod contributed;
mod leak;
mod names;
mod photos;
mod place;
mod published;
mod reading;
mod secrets;
mod stats;
mod steady;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rayon::prelude::*;

pub use self::build::Build;
use self::collision::report_collisions;
use self::consequence::{once_a_place, without_consequences};
use self::secrets::Secrets;
pub use self::stats::{Stats, Timings};
pub use self::steady::Steady;
use crate::activity::{self, ACTIVITY};
use crate::artifact::build_info;
use crate::artifact::page::{Context, Nav, Resolution, Resolver, navs, privacy_links, site_view};
use crate::artifact::{OutPath, Planned, Rendered, plan};
use crate::assemble::{Documents, Input, achievement, assemble, issuer};
use crate::award;
use crate::config::Config;
use crate::diagnostic::{self, Diagnostic};
use crate::document::highlight::Highlighter;
use crate::document::{Document, Kind};
use crate::layout::Layout;
use crate::memo::Memo;
pub use crate::options::{Options, Served};
use crate::site::Site;
use crate::snapshot::{self, THREADS};
use crate::source::{Digest, SourcePath, Sources};
use crate::theme::Theme;

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
    snapshot: Option<(Digest, Arc<snapshot::Read>)>,
    ledger: Option<(Digest, Arc<activity::Read>)>,
    /// By the file and the issuer.
    awards: Memo<SourcePath, (Digest, Digest), Arc<award::Stored>>,
    leaks: leak::Found,
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
            snapshot: None,
            ledger: None,
            awards: Memo::default(),
            leaks: Memo::default(),
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
        let snapshot = self.snapshot(sources);
        diagnostics.extend(snapshot.diagnostics.iter().cloned());
        let ledger = self.ledger(sources);
        diagnostics.extend(
            ledger
                .iter()
                .flat_map(|ledger| ledger.diagnostics.iter().cloned()),
        );
        let awards = self.awards(sources, &config, &mut diagnostics);
        let parse = clock.lap();

        let input = Input {
            sources,
            layout: &layout,
            config: &config,
            documents: &documents,
            snapshot: &snapshot,
            ledger: ledger.as_ref(),
            awards: &awards,
            options,
        };
        let site = assemble(&input, &mut diagnostics);
        let theme = self.theme(sources, &config, &mut diagnostics);
        let (theme_policy, refused) = theme.needs(&config.course.markdown.allowed);
        diagnostics.extend(refused);
        let resolutions = self.resolve(&site, &theme, &mut diagnostics);
        let assemble = clock.lap();

        let site_view = site_view(&site, &theme, privacy_links(&site, sources));
        let mut tera = theme.tera.clone();
        tera.global_context()
            .insert_value("site", tera::Value::from_serializable(&site_view));
        let mut context = Context {
            site: &site,
            theme: &theme,
            theme_policy,
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
        let secrets = Secrets::of(
            &site,
            sources,
            &snapshot,
            ledger.as_deref(),
            &mut diagnostics,
        );
        let leaks = leak::report(
            &secrets,
            &planned,
            &pages,
            sources,
            &self.leaks,
            &mut diagnostics,
        );
        drop(planned);
        let render = clock.lap();

        diagnostics.extend(
            pages
                .iter()
                .flat_map(|(.., rendered)| rendered.diagnostics.iter().cloned()),
        );
        contributed::soften(&mut diagnostics, &layout);
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
        let achievements = site
            .badges
            .iter()
            .filter_map(|badge| Some((badge.id.clone(), achievement(&site, badge)?)))
            .collect();
        self.pages = pages.into_iter().collect();
        self.leaks = leaks;
        Build {
            artifacts,
            diagnostics,
            stats,
            base,
            steady,
            zone: site
                .current_cohort()
                .map(|cohort| cohort.timetable.zone_name.clone()),
            removed: site.community.voices.removed,
            forum: site.forum,
            achievements,
            awards: site.awards,
            base_url: site.course.base_url,
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
        let settings = format!(
            "{} {} {:?}",
            markdown.math, markdown.smart_punctuation, markdown.allowed
        );
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

    /// Reads what was said in the forum, if that has changed.
    fn snapshot(&mut self, sources: &Sources) -> Arc<snapshot::Read> {
        let Some(file) = sources.get(THREADS) else {
            self.snapshot = None;
            return Arc::default();
        };
        let known = self
            .snapshot
            .take()
            .filter(|(known, _)| *known == file.digest);
        let (_, read) = self
            .snapshot
            .insert(known.unwrap_or_else(|| (file.digest, Arc::new(snapshot::read(file)))));
        Arc::clone(read)
    }

    /// Reads what people did, if that has changed.
    fn ledger(&mut self, sources: &Sources) -> Option<Arc<activity::Read>> {
        let known = self.ledger.take();
        let file = sources.get(ACTIVITY)?;
        let known = known.filter(|(known, _)| *known == file.digest);
        let read = || (file.digest, Arc::new(activity::read(file)));
        let (_, read) = self.ledger.insert(known.unwrap_or_else(read));
        Some(Arc::clone(read))
    }

    /// Verifies the awards that have changed, or all of them if the issuer has.
    fn awards(
        &mut self,
        sources: &Sources,
        config: &Config,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> award::Read {
        let issuer = issuer(config, diagnostics);
        let issuer_key = Digest::of(format!("{issuer:?}").as_bytes());
        let old = &self.awards;
        let files: Vec<_> = award::files(sources).collect();
        let stored: Vec<_> = files
            .into_par_iter()
            .map(|file| {
                let key = (file.digest, issuer_key);
                let known = old.get(&file.path, &key).map(Arc::clone);
                let stored = known.unwrap_or_else(|| Arc::new(award::read(file, issuer.as_ref())));
                (file.path.clone(), key, stored)
            })
            .collect();
        self.awards = stored
            .iter()
            .map(|(path, key, stored)| (path.clone(), *key, Arc::clone(stored)))
            .collect();
        award::Read {
            issuer,
            stored: stored
                .into_iter()
                .map(|(path, _, stored)| (path, stored))
                .collect(),
        }
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
