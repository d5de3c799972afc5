//! What pages show of things that are not their own subject: links, chips, cards. And `site`, which all pages show.

use super::Context;
use crate::artifact::award::drawn_path;
use crate::assemble::resource_link;
use crate::config::{Format, Minutes, Role};
use crate::host;
use crate::language::{self, direction};
use crate::name::encode;
use crate::picture;
use crate::schedule::{date_view, day_words, duration_view, time_view};
use crate::site::{
    Badge, By, Cohort, Forum, Group, Opening, PageRef, Person, Post, Resource, Site, Team,
};
use crate::source::SourcePath;
use crate::theme::Theme;
use crate::view::{
    BadgeLink, ByView, CohortLink, ComingView, DurationView, FileView, FormatView, ForumView,
    LessonLink, Link, ModuleLink, OpensView, PersonLink, PictureView, PostLink, PrivacyLinks,
    ResourceView, SectionLink, SiteView,
};

/// `site`.
pub(crate) fn site_view(site: &Site, theme: &Theme, privacy: PrivacyLinks) -> SiteView {
    let cohorts: Vec<CohortLink> = site
        .cohorts
        .iter()
        .map(|cohort| cohort_link(site, cohort))
        .collect();
    SiteView {
        title: site.course.title.clone(),
        description: site.course.description.clone(),
        direction: direction(&site.course.language),
        language: site.course.language.clone(),
        base: site.course.base.clone(),
        url: site.course.base_url.clone(),
        license: site.course.license.clone(),
        sections: sections(site),
        modules: (0..site.modules.len())
            .filter(|at| site.modules[*at].parent.is_none())
            .map(|at| module_link(site, at))
            .collect(),
        coming: coming(site, None),
        cohort: site.current.and_then(|at| cohorts.get(at).cloned()),
        cohorts,
        forum: site.forum.as_ref().map(|forum| forum_view(site, forum)),
        places: super::channels::places(site),
        privacy,
        feed: (!site.posts.is_empty() && site.course.base_url.is_some())
            .then(|| site.url("posts/feed.xml")),
        add_url: site.can_add().then(|| site.url("resources/#add")),
        formats: Format::ALL
            .iter()
            .map(|format| (format.id(), format_view(*format)))
            .collect(),
        options: theme.options.clone(),
        facilitator: site.facilitator,
        generator: format!("stoa {}", env!("CARGO_PKG_VERSION")),
    }
}

fn sections(site: &Site) -> Vec<SectionLink> {
    let has_community = !site.community.people.is_empty()
        || !site.community.groups.is_empty()
        || site.community.goal.is_some();
    let all = [
        (
            "modules",
            "Modules",
            "#path-title",
            !site.modules.is_empty(),
        ),
        (
            "schedule",
            "Schedule",
            "schedule/",
            !site.cohorts.is_empty(),
        ),
        ("cohorts", "Cohorts", "cohorts/", !site.cohorts.is_empty()),
        ("community", "Community", "community/", has_community),
        ("channels", "Channels", "channels/", has_channels(site)),
        ("resources", "Resources", "resources/", site.has_library()),
        ("posts", "Posts", "posts/", !site.posts.is_empty()),
        ("badges", "Badges", "badges/", !site.badges.is_empty()),
    ];
    all.into_iter()
        .filter(|(.., wanted)| *wanted)
        .map(|(id, title, url, _)| SectionLink {
            id,
            title,
            url: site.url(url),
        })
        .collect()
}

/// Whether there is a place to say where to ask what.
pub(super) fn has_channels(site: &Site) -> bool {
    !site.community.channels.is_empty() || site.forum.is_some()
}

fn forum_view(site: &Site, forum: &Forum) -> ForumView {
    ForumView {
        engine: forum.engine.id(),
        host: forum.host.clone(),
        home: written(site, forum.home.as_ref()),
        operator: forum.operator.clone(),
        privacy: written(site, forum.privacy.as_ref()),
    }
}

/// An address as an author wrote it: a page of the portal is written without the base path.
pub(super) fn written(site: &Site, address: Option<&String>) -> Option<String> {
    let address = address?;
    let page = address.strip_prefix('/');
    Some(page.map_or_else(|| address.clone(), |page| site.url(page)))
}

pub(super) fn format_view(format: Format) -> FormatView {
    FormatView {
        id: format.id(),
        label: format.label(),
    }
}

fn duration(minutes: u32) -> Option<DurationView> {
    (minutes > 0).then(|| duration_view(Minutes(minutes)))
}

fn module_link(site: &Site, at: usize) -> ModuleLink {
    let module = &site.modules[at];
    let mut lessons = 0;
    let mut minutes = 0_u32;
    let mut formats = Vec::new();
    let mut open = vec![at];
    while let Some(at) = open.pop() {
        for lesson in &site.modules[at].lessons {
            let lesson = &site.lessons[*lesson];
            lessons += 1;
            minutes = minutes.saturating_add(lesson.duration.map_or(0, |minutes| minutes.0));
            formats.push(lesson.format);
        }
        open.extend(&site.modules[at].modules);
    }
    if let Some(cohort) = site.current_cohort() {
        let sessions = cohort.timetable.sessions.iter();
        formats.extend(
            sessions
                .filter(|session| {
                    session
                        .module
                        .as_ref()
                        .is_some_and(|id| *id.value == module.id)
                })
                .map(|session| session.format),
        );
    }
    formats.sort_unstable();
    formats.dedup();
    ModuleLink {
        id: module.id.clone(),
        title: module.title.clone(),
        url: site.url(&module.url),
        number: module.number.clone(),
        description: module
            .document
            .as_ref()
            .and_then(|page| page.page())
            .and_then(|front| front.description.clone()),
        lessons,
        duration: duration(minutes),
        formats: formats.into_iter().map(format_view).collect(),
        opens: module.opens.as_ref().map(opens_view),
    }
}

pub(super) fn opens_view(opening: &Opening) -> OpensView {
    OpensView {
        week: opening.week,
        cohort: opening.cohort.clone(),
        at: opening.at.as_ref().map(time_view),
        day: opening.at.as_ref().map(|at| day_words(at.date())),
        clock: opening.clock(),
    }
}

/// What is to come in a module, or beside the modules at the top.
pub(super) fn coming(site: &Site, module: Option<usize>) -> Vec<ComingView> {
    let coming = site.coming.iter().filter(|coming| coming.module == module);
    coming
        .filter_map(|coming| {
            Some(ComingView {
                title: coming.title.clone()?,
                number: coming.number.clone(),
                opens: opens_view(&coming.opens),
            })
        })
        .collect()
}

pub(super) fn cohort_link(site: &Site, cohort: &Cohort) -> CohortLink {
    CohortLink {
        id: cohort.id.clone(),
        title: cohort.title.clone(),
        url: site.url(&format!("cohorts/{}/", cohort.id)),
        state: cohort.state.word(),
        start: date_view(cohort.timetable.first_day),
        end: date_view(cohort.timetable.last_day),
        timezone: cohort.timetable.zone_name.clone(),
    }
}

/// The page of a cohort, as a breadcrumb.
pub(super) fn cohort_page(site: &Site, cohort: &Cohort) -> Link {
    Link {
        title: cohort.title.clone(),
        url: site.url(&format!("cohorts/{}/", cohort.id)),
    }
}

impl Context<'_> {
    pub(super) fn module_link(&self, at: usize) -> ModuleLink {
        module_link(self.site, at)
    }

    pub(super) fn lesson_link(&self, at: usize) -> LessonLink {
        let lesson = &self.site.lessons[at];
        let front = lesson.document.page();
        LessonLink {
            id: lesson.id.clone(),
            title: lesson.title.clone(),
            url: self.site.url(&lesson.url),
            description: front.and_then(|front| front.description.clone()),
            format: format_view(lesson.format),
            duration: lesson.duration.map(duration_view),
            draft: front.is_some_and(|front| front.draft),
            opens: lesson.opens.as_ref().map(opens_view),
            posts: super::thread::posts_of(self, lesson),
        }
    }

    /// Title and address of a page.
    pub(super) fn page_link(&self, page: PageRef) -> Link {
        let (title, url) = self.site.page(page);
        Link {
            title: title.to_owned(),
            url: self.site.url(url),
        }
    }

    /// The pages before and after, in reading order.
    pub(super) fn neighbours(&self, at: usize) -> (Option<Link>, Option<Link>) {
        let (before, after) = self.site.neighbours(at);
        (
            before.map(|page| self.page_link(page)),
            after.map(|page| self.page_link(page)),
        )
    }

    /// From the home page down to a module.
    pub(super) fn trail(&self, module: Option<usize>) -> Vec<Link> {
        let ancestors = self.site.ancestors(module);
        let mut trail: Vec<_> = ancestors.map(|page| self.page_link(page)).collect();
        trail.push(self.home());
        trail.reverse();
        trail
    }

    /// What `requires` in a front matter names.
    pub(super) fn requires(&self, ids: &[crate::config::Spanned<String>]) -> Vec<Link> {
        ids.iter()
            .filter_map(|id| crate::assemble::find(self.site, id))
            .map(|page| self.page_link(page))
            .collect()
    }

    pub(super) fn badges(&self, ids: &[crate::config::Spanned<String>]) -> Vec<BadgeLink> {
        let find = |id: &String| self.site.badges.iter().find(|badge| badge.id == *id);
        ids.iter()
            .filter_map(|id| find(&id.value))
            .map(|badge| self.badge_link(badge))
            .collect()
    }

    pub(super) fn badge_link(&self, badge: &Badge) -> BadgeLink {
        let image = self.given_picture(badge).unwrap_or_else(|| PictureView {
            url: self.site.url(&drawn_path(badge)),
            width: Some(240),
            height: Some(240),
        });
        BadgeLink {
            id: badge.id.clone(),
            name: badge.name.clone(),
            description: badge.front.description.clone(),
            url: self.site.url(&format!("badges/{}/", badge.id)),
            image,
        }
    }

    /// The picture that the author gives a badge.
    pub(crate) fn given_picture(&self, badge: &Badge) -> Option<PictureView> {
        let image = badge.front.image.as_ref()?;
        self.picture_beside(&badge.document.path, image)
    }

    /// A picture that a front matter names.
    pub(super) fn picture_beside(&self, path: &SourcePath, name: &str) -> Option<PictureView> {
        let file = picture::beside(path, name);
        let target = self.site.routes.get(&file)?;
        let size = target.asset.as_ref().and_then(|asset| picture::size(asset));
        Some(PictureView {
            url: self.site.url(&target.url),
            width: size.map(|size| size.0),
            height: size.map(|size| size.1),
        })
    }

    pub(super) fn people(&self, ids: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<PersonLink> {
        ids.into_iter()
            .filter_map(|id| self.site.community.person(id.as_ref()))
            .map(|person| self.person_link(person))
            .collect()
    }

    pub(super) fn person_link(&self, person: &Person) -> PersonLink {
        PersonLink {
            id: person.id.clone(),
            name: person.name.clone(),
            initials: initials(&person.name).collect(),
            url: self.site.url(&person_url(person)),
        }
    }

    pub(super) fn post_link(&self, post: &Post) -> PostLink {
        let description = match &post.document.front {
            crate::config::Front::Post(front) => front.description.clone(),
            _ => None,
        };
        PostLink {
            id: post.id.clone(),
            title: post.title.clone(),
            url: self.site.url(&post_url(post)),
            date: date_view(post.date),
            summary: description.unwrap_or_else(|| post.document.body.summary.clone()),
            authors: self.people(&post.authors),
        }
    }

    pub(crate) fn resource(&self, resource: &Resource) -> ResourceView {
        let resolved = resource_link(self.site, resource).map(|(resolved, _)| resolved);
        let file = resolved.as_ref().and_then(|resolved| {
            self.site
                .routes
                .get(resolved.asset.as_ref()?)?
                .asset
                .as_ref()
        });
        let external = resolved.map(|resolved| resolved.url);
        let host = external.as_deref().and_then(host::host);
        let by = match &resource.by {
            By::Nobody => None,
            By::Unnamed => Some(ByView {
                name: "a learner".to_owned(),
                is_named: false,
                url: None,
            }),
            By::Name(name) => Some(ByView {
                name: name.clone(),
                is_named: true,
                url: None,
            }),
            By::Person(id) => self.site.community.person(id).map(|person| {
                let link = self.person_link(person);
                ByView {
                    name: link.name,
                    is_named: true,
                    url: Some(link.url),
                }
            }),
        };
        let language = resource.language.as_deref();
        ResourceView {
            id: resource.id.clone(),
            title: resource.title.clone(),
            url: self.site.url(&format!("resources/{}/", resource.id)),
            external,
            host,
            file: file.map(|file| FileView {
                name: file.path.name().to_owned(),
                size: size_view(file.content.len()),
            }),
            kind: resource.kind.clone(),
            language: resource.language.clone(),
            language_name: language.map(language::name),
            direction: language.map(direction),
            tags: resource.tags.clone(),
            by,
            added: resource.added.map(date_view),
            summary: resource.document.body.summary.clone(),
        }
    }
}

/// The size of a file for people: in units of a thousand, as shops and phones count.
fn size_view(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} bytes"),
        1000..1_000_000 => format!("{} kB", (bytes + 500) / 1000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// The address of a post below the base path.
pub(crate) fn post_url(post: &Post) -> String {
    format!("posts/{}/", encode(&post.id))
}

/// The address of a team below the base path.
pub(crate) fn team_path(cohort: &Cohort, team: &Team) -> String {
    format!("cohorts/{}/teams/{}/", cohort.id, team.id)
}

/// The address of a group below the base path.
pub(crate) fn group_path(group: &Group) -> String {
    format!("groups/{}/", group.id)
}

/// The address of the introductions of a cohort below the base path.
pub(crate) fn introductions_path(cohort: &Cohort) -> String {
    format!("cohorts/{}/introductions/", cohort.id)
}

/// The address of a person below the base path.
pub(crate) fn person_url(person: &Person) -> String {
    format!("people/{}/", person.id)
}

/// The first letters of the first two words of a name.
pub(super) fn initials(name: &str) -> impl Iterator<Item = String> + '_ {
    let words = name.split_whitespace();
    let letters = words.filter_map(|word| word.chars().find(|char| char.is_alphabetic()));
    letters
        .take(2)
        .map(|letter| letter.to_uppercase().collect())
}

/// Whether a person leads the course.
pub(super) fn is_facilitator(person: &Person) -> bool {
    person.role == Role::Facilitator
}
