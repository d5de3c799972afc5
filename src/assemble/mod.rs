//! Assembly: configuration and documents become the [`Site`]. Whole and in order, without IO. One
//! file a part of the site; each reports what is wrong with its part and leaves out what cannot be.

mod awards;
mod channels;
mod check;
mod community;
mod course;
mod gone;
mod groups;
mod ids;
mod lock;
mod misnamed;
mod order;
mod people;
mod places;
mod plan;
mod plan_language;
mod plan_moments;
mod plan_names;
mod plan_prose;
mod plan_text;
mod points;
mod release;
mod scatter;
mod schedule;
mod share;
mod shelf;
mod threads;
mod tree;
mod unknown_session;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::activity;
use crate::award;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::forum::Forum;
use crate::layout::{Layout, Role, is_markdown};
use crate::name::{asset_url, encode};
use crate::options::{Options, Served};
use crate::route::{Routes, Target};
use crate::rule;
use crate::site::Site;
use crate::snapshot;
use crate::source::{SourcePath, Sources, Unreadable};

/// Every Markdown file of the course, with what it is.
pub(crate) type Documents = BTreeMap<SourcePath, (Role, Arc<Document>)>;

pub(crate) use awards::{achievement, issuer};
pub(crate) use check::{find, front_pictures, resource_link};
pub(crate) use course::is_base_url;

/// What assembly is made from.
pub(crate) struct Input<'a> {
    /// The course folder.
    pub(crate) sources: &'a Sources,
    /// Which file is what.
    pub(crate) layout: &'a Layout,
    /// The configuration files.
    pub(crate) config: &'a Config,
    /// The Markdown files.
    pub(crate) documents: &'a Documents,
    /// What was said in the forum.
    pub(crate) snapshot: &'a snapshot::Read,
    /// What people did, if the course has a ledger.
    pub(crate) ledger: Option<&'a Arc<activity::Read>>,
    /// The awards, verified.
    pub(crate) awards: &'a award::Read,
    /// What the command asks for.
    pub(crate) options: &'a Options,
}

/// Assembles the site.
pub(crate) fn assemble(input: &Input<'_>, diagnostics: &mut Vec<Diagnostic>) -> Site {
    report_files(input, diagnostics);
    let course = course::course(input, diagnostics);
    let mut routes = Routes::new(&course.base, input.options.facilitator);
    let tree = tree::tree(input, &mut routes, diagnostics);
    let groups = groups::groups(input, diagnostics);
    let people = people::people(input, &groups, &mut routes, diagnostics);
    let mut community = community::community(input, people, groups, &tree);
    let told = crate::lock::read(input.sources, diagnostics);
    let cohorts = schedule::cohorts(input, &tree, &community, &told.lock, diagnostics);
    (community.channels, community.ends) = channels::channels(input, &cohorts, diagnostics);
    let (lock, lock_due) = lock::lock(input, &told, &course, &cohorts, diagnostics);
    let badges = shelf::badges(input, &tree, &mut routes, diagnostics);
    let awards = awards::awards(input, &badges, diagnostics);
    let (resources, more) = shelf::resources(input, &community.people, &mut routes, diagnostics);
    community.consents.extend(more);
    let posts = shelf::posts(input, &mut routes, diagnostics);
    let forum = input.config.community.forum.as_ref().and_then(|forum| {
        Forum::new(
            forum,
            &SourcePath::new("community.toml"),
            course.base_url.as_deref(),
            input.options.served == Served::WithPreview,
            diagnostics,
        )
    });
    add_files(input, &mut routes);
    let home = input
        .documents
        .values()
        .find(|(role, _)| *role == Role::Home)
        .map(|(_, document)| Arc::clone(document));
    if let Some(home) = &home {
        routes.add(
            &home.path,
            Target {
                url: String::new(),
                document: Some(Arc::clone(home)),
                asset: None,
                hidden: false,
            },
        );
    }
    routes.add_folder(
        "",
        Target {
            url: String::new(),
            document: home.clone(),
            asset: None,
            hidden: false,
        },
    );
    let has_dates = !(posts.is_empty() && cohorts.is_empty());
    // An address that is wrong has a finding of its own.
    let says_one = input.config.course.base_url.is_some() || input.options.base_url.is_some();
    if !says_one && has_dates && input.sources.get("course.toml").is_some() {
        diagnostics.push(no_base_url());
    }
    let current = schedule::current(&cohorts);
    let share = share::share(input, course.base_url.is_some(), diagnostics);
    let mut site = Site {
        course,
        home,
        modules: tree.modules,
        lessons: tree.lessons,
        reading: tree.reading,
        coming: Vec::new(),
        releases: Vec::new(),
        released: Vec::new(),
        community,
        forum,
        share,
        snapshot: None,
        cohorts,
        current,
        lock,
        lock_due,
        plans: BTreeMap::new(),
        ledger: input.ledger.map(Arc::clone),
        points: None,
        badges,
        awards,
        resources,
        posts,
        routes,
        facilitator: input.options.facilitator,
        served: input.options.served != Served::No,
    };
    site.snapshot = input
        .snapshot
        .snapshot
        .as_ref()
        .map(|all| all.without(&site.community.voices.removed));
    check::check(input, &site, diagnostics);
    scatter::check(input, &site, diagnostics);
    threads::report_lost(input, &site, &told, diagnostics);
    site.plans = plan::plans(input, &site, diagnostics);
    release::release(input, &mut site, diagnostics);
    site.points = points::points(input, &site, diagnostics);
    site
}

/// Said only where something is lost by it: a plain folder of Markdown owes nobody an address.
fn no_base_url() -> Diagnostic {
    Diagnostic::new(
        &rule::NO_BASE_URL,
        &SourcePath::new("course.toml"),
        None,
        "the course does not say where it will be, so feed and calendars can't name whole addresses",
    )
    .help("write `base_url = \"https://...\"` into course.toml, or use --base-url")
}

/// What could not be read, and what is in no part of the course.
fn report_files(input: &Input<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for (path, why) in input.sources.unreadable() {
        diagnostics.push(match why {
            Unreadable::Loop => Diagnostic::new(
                &rule::LINK_LOOP,
                path,
                None,
                "this link leads back to a folder that it is in",
            )
            .help("remove the link, or let it point to another folder"),
            Unreadable::TooOften => Diagnostic::new(
                &rule::LINK_LOOP,
                path,
                None,
                "too many links lead to this folder, so it is not followed any further",
            )
            .help("copy what is needed, or take some of the links away"),
            Unreadable::Outside => Diagnostic::new(
                &rule::LINK_OUTSIDE,
                path,
                None,
                "this link leads out of the course folder, so it is not followed",
            )
            .help("copy what it leads to into the course folder, and remove the link"),
            Unreadable::Name => Diagnostic::new(
                &rule::UNREADABLE_FILE,
                path,
                None,
                "the name of this file is not Unicode, so it can have no address",
            )
            .help("rename the file"),
            Unreadable::Backslash => Diagnostic::new(
                &rule::UNREADABLE_FILE,
                path,
                None,
                "a name with a backslash has no address on some systems, so this is left out",
            )
            .help("rename it"),
            Unreadable::NoFile => Diagnostic::new(
                &rule::UNREADABLE_FILE,
                path,
                None,
                "this is no file that can be read, but a pipe, a socket or a device",
            )
            .help("take it out of the course folder"),
            Unreadable::TooLarge => Diagnostic::new(
                &rule::UNREADABLE_FILE,
                path,
                None,
                "this text is larger than 64 MiB",
            )
            .help("split it, or take it out of the course folder"),
            Unreadable::System(words) => Diagnostic::new(
                &rule::UNREADABLE_FILE,
                path,
                None,
                format!("this cannot be read: {words}"),
            ),
        });
    }
    misnamed::report(input, diagnostics);
    for file in input.sources.iter() {
        if input.layout.role(&file.path) == Some(Role::Stray)
            && misnamed::folder_meant(input, &file.path).is_none()
        {
            diagnostics.push(
                Diagnostic::new(
                    &rule::STRAY_PAGE,
                    &file.path,
                    None,
                    "this page is in no part of the course, so no learner will see it",
                )
                .help("move it into `modules/`, or delete it"),
            );
        }
    }
}

/// Everything that is not a page and not a setting can be linked to.
fn add_files(input: &Input<'_>, routes: &mut Routes) {
    let settings = ["templates/", "themes/", "cohorts/", "data/", "plan/"];
    for file in input.sources.iter() {
        let path = file.path.as_str();
        let is_setting = settings.iter().any(|folder| path.starts_with(folder))
            || matches!(
                path,
                "course.toml"
                    | "community.toml"
                    | "schedule.toml"
                    | "stoa.lock"
                    | crate::config::ISSUER
            );
        let is_page = is_markdown(&file.path)
            && input
                .layout
                .role(&file.path)
                .is_some_and(|role| role.kind().is_some());
        if !is_setting && !is_page {
            let url = encode(&asset_url(&file.path));
            routes.add(
                &file.path,
                Target {
                    url,
                    document: None,
                    asset: Some(Arc::clone(file)),
                    hidden: false,
                },
            );
        }
    }
}
