//! Everything that a template can see: the theme API.
//!
//! A template gets `site` ([`SiteView`], the same on every page), `page` ([`PageView`]) and one
//! value named after the template: `lesson.html` gets `lesson` ([`LessonView`]), `home.html` gets
//! `home` ([`HomeView`]), and so on, as each type says. Texts are plain and are escaped by the
//! template; fields named `html` hold HTML and are printed with `| safe`. Times are facts
//! about a moment ("running", "this week"), never the moment itself. Optional fields are always
//! there and `none` when empty, so `{% if x %}` is enough.

use std::collections::BTreeMap;

use serde::Serialize;

/// A title and where it leads. The URL starts with the base path, or is absolute.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Link {
    /// What the link says.
    pub title: String,
    /// Where it leads.
    pub url: String,
}

/// `site`: the same on every page.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    /// The name of the course.
    pub title: String,
    /// What it is, in one sentence.
    pub description: Option<String>,
    /// BCP 47.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The path of the portal under its host, `/` or `/social/`.
    pub base: String,
    /// The whole address of the home page, with a `/` at its end, if `base_url` is set.
    pub url: Option<String>,
    /// SPDX.
    pub license: Option<String>,
    /// The sections that this course has, for the header: `id` is `modules`, `schedule`,
    /// `community`, `channels`, `resources`, `posts` or `badges`.
    pub sections: Vec<SectionLink>,
    /// The modules at the top, in course order.
    pub modules: Vec<ModuleLink>,
    /// Modules at the top and lessons beside the modules that are not released yet.
    pub coming: Vec<ComingView>,
    /// The cohorts, latest start first.
    pub cohorts: Vec<CohortLink>,
    /// The cohort that a page without one speaks of: the running one, else the next, else the last.
    pub cohort: Option<CohortLink>,
    /// The forum, if there is one.
    pub forum: Option<ForumView>,
    /// The Atom feed of the posts, if there are posts and a base URL.
    pub feed: Option<String>,
    /// Where somebody can add a resource.
    pub contribute_url: Option<String>,
    /// All formats by id, for legends.
    pub formats: BTreeMap<&'static str, FormatView>,
    /// The theme's options, as typed by `theme.toml`, defaults filled in.
    pub options: BTreeMap<String, serde_json::Value>,
    /// Whether this is the facilitator's edition.
    pub facilitator: bool,
    /// `stoa 0.1.0`.
    pub generator: String,
}

/// An entry of the header.
#[derive(Debug, Clone, Serialize)]
pub struct SectionLink {
    /// Which section, `schedule`.
    pub id: &'static str,
    /// What the link says.
    pub title: &'static str,
    /// Where it leads.
    pub url: String,
}

/// A module in lists.
#[derive(Debug, Clone, Serialize)]
pub struct ModuleLink {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// `2`, or `2.1` for a module in a module.
    pub number: String,
    /// What it is about, in one sentence.
    pub description: Option<String>,
    /// How many lessons it has, those of its modules included.
    pub lessons: usize,
    /// How long its lessons take together.
    pub duration: Option<DurationView>,
    /// The formats of its lessons and sessions, each once.
    pub formats: Vec<FormatView>,
    /// When learners will see it, if they do not yet; in the facilitator's edition and with drafts.
    pub opens: Option<OpensView>,
}

/// A cohort in lists.
#[derive(Debug, Clone, Serialize)]
pub struct CohortLink {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its page.
    pub url: String,
    /// `upcoming`, `running` or `past`.
    pub state: &'static str,
    /// Its first day.
    pub start: DateView,
    /// Its last day.
    pub end: DateView,
    /// IANA.
    pub timezone: String,
}

/// A format.
#[derive(Debug, Clone, Copy, Serialize, PartialEq, Eq)]
pub struct FormatView {
    /// `group-activity`: for classes and icons (`#format-group-activity` in the sprite).
    pub id: &'static str,
    /// `Group activity`.
    pub label: &'static str,
}

/// A length of time.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct DurationView {
    /// In minutes.
    pub minutes: u32,
    /// `1 h 30 min`.
    pub text: String,
    /// `PT1H30M`, for `<time datetime>`.
    pub iso: String,
}

/// A day.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct DateView {
    /// `2026-10-05`.
    pub iso: String,
    /// `5 October 2026`.
    pub text: String,
    /// `Mon 5 Oct`.
    pub short: String,
}

/// A moment, as the clocks of a cohort show it.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct TimeView {
    /// `2026-10-06T14:00:00+02:00`, for `<time datetime>`.
    pub iso: String,
    /// Its day.
    pub date: DateView,
    /// `Tuesday`.
    pub weekday: &'static str,
    /// `14:00`.
    pub time: String,
    /// `Europe/Paris`.
    pub zone: String,
    /// `UTC+02:00`.
    pub offset: String,
}

/// When something that learners do not see yet opens.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct OpensView {
    /// The number of the week, where it falls into one.
    pub week: Option<u32>,
    /// The moment; `none` if no cohort that is not over ever gets there.
    pub at: Option<TimeView>,
    /// `Monday 12 October`.
    pub day: Option<String>,
    /// `14:00 (Europe/Paris)`, where it does not open with the day.
    pub clock: Option<String>,
}

/// Something that is not released yet. It has no page.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ComingView {
    /// Its title.
    pub title: String,
    /// `2.1`, for a module.
    pub number: Option<String>,
    /// When it opens.
    pub opens: OpensView,
}

/// `page`: what every page has.
#[derive(Debug, Clone, Serialize)]
pub struct PageView {
    /// The name of its template without `.html`: `lesson`.
    pub kind: &'static str,
    /// The section of the header that it belongs to, or `none`.
    pub section: Option<&'static str>,
    /// Its title.
    pub title: String,
    /// What it is about, in one sentence.
    pub description: Option<String>,
    /// Its address, with the base path.
    pub url: String,
    /// Its whole address, if `base_url` is set.
    pub canonical: Option<String>,
    /// From the home page to its parent.
    pub breadcrumbs: Vec<Link>,
    /// Its text, HTML.
    pub html: String,
    /// Its headings of level 2 and 3.
    pub outline: Vec<OutlineEntry>,
    /// Where it can be edited.
    pub edit_url: Option<String>,
    /// The side navigation of its module, HTML; empty where there is none. Rendered once a module
    /// by the component `module_nav`.
    pub nav_html: String,
    /// Scripts of the theme that only some pages need: `forum`, `tabs`.
    pub scripts: Vec<&'static str>,
}

/// A heading of the page.
#[derive(Debug, Clone, Serialize)]
pub struct OutlineEntry {
    /// Its id.
    pub id: String,
    /// Its text.
    pub title: String,
    /// 2 or 3.
    pub level: u8,
}

/// The argument `module` of the component `module_nav`: the side navigation, once a module.
#[derive(Debug, Clone, Serialize)]
pub struct ModuleNavView {
    /// The module at the top that it belongs to.
    pub module: ModuleLink,
    /// All modules at the top.
    pub modules: Vec<NavModule>,
    /// Its pages in reading order.
    pub entries: Vec<NavEntry>,
}

/// A module in the side navigation.
#[derive(Debug, Clone, Serialize)]
pub struct NavModule {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its number.
    pub number: String,
    /// Whether the page is in it.
    pub open: bool,
    /// When it opens, if it is not released yet. Learners have no page of it then, and `url` is empty.
    pub opens: Option<OpensView>,
    /// A mark, as in [`NavEntry`].
    pub current: String,
}

/// A page in the side navigation. The component writes `{{ entry.current | safe }}` inside the tag of its link:
/// there stoa puts ` aria-current="page"` on the entry's own page.
#[derive(Debug, Clone, Serialize)]
pub struct NavEntry {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// 1 for lessons of the module, 2 for lessons of a module in it, and so on.
    pub level: usize,
    /// Whether it is the page of a module in the module.
    pub is_module: bool,
    /// The format of a lesson.
    pub format: Option<FormatView>,
    /// How long it takes.
    pub duration: Option<DurationView>,
    /// When it opens, if it is not released yet. Learners have no page of it then, and `url` is empty.
    pub opens: Option<OpensView>,
    /// A mark.
    pub current: String,
}

/// `home` in `home.html`.
#[derive(Debug, Clone, Serialize)]
pub struct HomeView {
    /// The one goal of the community.
    pub goal: Option<String>,
    /// The lesson to begin with.
    pub first_lesson: Option<LessonLink>,
    /// The cohort that the page speaks of.
    pub cohort: Option<CohortView>,
    /// The groups.
    pub groups: Vec<GroupView>,
    /// The last three posts.
    pub posts: Vec<PostLink>,
    /// The badges.
    pub badges: Vec<BadgeLink>,
    /// The channels.
    pub channels: Vec<ChannelView>,
    /// Lessons that are in no module.
    pub pages: Vec<LessonLink>,
}

/// `module` in `module.html`.
#[derive(Debug, Clone, Serialize)]
pub struct ModuleView {
    /// The module.
    pub link: ModuleLink,
    /// What a learner can do afterwards.
    pub objectives: Vec<String>,
    /// What comes before.
    pub requires: Vec<Link>,
    /// Its own lessons, in course order.
    pub lessons: Vec<LessonLink>,
    /// Modules in it.
    pub modules: Vec<ModuleLink>,
    /// Lessons and modules in it that are not released yet.
    pub coming: Vec<ComingView>,
    /// Its sessions in the cohort that the portal speaks of.
    pub sessions: Vec<SessionView>,
    /// The badges that its lessons lead to.
    pub badges: Vec<BadgeLink>,
    /// Its thread.
    pub thread: Option<ThreadView>,
    /// The page before, in reading order.
    pub previous: Option<Link>,
    /// The page after.
    pub next: Option<Link>,
}

/// A lesson in lists.
#[derive(Debug, Clone, Serialize)]
pub struct LessonLink {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// What it is about, in one sentence.
    pub description: Option<String>,
    /// What kind of lesson it is.
    pub format: FormatView,
    /// How long it takes.
    pub duration: Option<DurationView>,
    /// Whether it is a draft.
    pub draft: bool,
    /// When learners will see it, if they do not yet; in the facilitator's edition and with drafts.
    pub opens: Option<OpensView>,
}

/// `lesson` in `lesson.html`.
#[derive(Debug, Clone, Serialize)]
pub struct LessonView {
    /// Its id.
    pub id: String,
    /// What kind of lesson it is.
    pub format: FormatView,
    /// How long it takes.
    pub duration: Option<DurationView>,
    /// What a learner can do afterwards.
    pub objectives: Vec<String>,
    /// What comes before.
    pub requires: Vec<Link>,
    /// The badges that it leads to.
    pub badges: Vec<BadgeLink>,
    /// Who wrote it.
    pub authors: Vec<PersonLink>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// The module that it is in.
    pub module: Option<Link>,
    /// The page before, in reading order.
    pub previous: Option<Link>,
    /// The page after.
    pub next: Option<Link>,
    /// Its thread.
    pub thread: Option<ThreadView>,
    /// Whether it is a draft.
    pub draft: bool,
    /// When learners will see it, if they do not yet; in the facilitator's edition and with drafts.
    pub opens: Option<OpensView>,
}

/// A person in lists; only facilitators and people who agreed to be shown.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct PersonLink {
    /// Its id, for `/community/#person-ID`.
    pub id: String,
    /// The name that the person chose.
    pub name: String,
    /// The first letters of the name, for a picture.
    pub initials: String,
    /// The person on the community page.
    pub url: String,
}

/// A person on the community page.
#[derive(Debug, Clone, Serialize)]
pub struct PersonView {
    /// The person.
    pub link: PersonLink,
    /// `facilitator` or `learner`.
    pub role: &'static str,
    /// A picture.
    pub photo: Option<PictureView>,
    /// Pages about the person.
    pub links: Vec<Link>,
    /// What the person says, HTML.
    pub html: String,
}

/// A picture.
#[derive(Debug, Clone, Serialize)]
pub struct PictureView {
    /// Where it is.
    pub url: String,
    /// In pixels.
    pub width: Option<u32>,
    /// In pixels.
    pub height: Option<u32>,
}

/// `community` in `community.html`.
#[derive(Debug, Clone, Serialize)]
pub struct CommunityView {
    /// `interest`, `learning` or `practice`.
    pub kind: &'static str,
    /// What that means, in a sentence.
    pub kind_text: &'static str,
    /// Its one goal.
    pub goal: Option<String>,
    /// Groups by common interest.
    pub groups: Vec<GroupView>,
    /// Facilitators.
    pub facilitators: Vec<PersonView>,
    /// Learners who agreed to be shown.
    pub learners: Vec<PersonView>,
    /// Where people introduce themselves.
    pub introductions: Vec<Introduction>,
    /// How many channels there are.
    pub channels: usize,
}

/// An `:::introduce` block somewhere in the course.
#[derive(Debug, Clone, Serialize)]
pub struct Introduction {
    /// Its title.
    pub title: String,
    /// What is asked, if it is in the block's arguments.
    pub prompt: Option<String>,
    /// The place in its lesson.
    pub url: String,
    /// The title of the lesson.
    pub lesson: String,
}

/// A group by common interest.
#[derive(Debug, Clone, Serialize)]
pub struct GroupView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it is for.
    pub purpose: Option<String>,
    /// Its teams in the cohort that the portal speaks of.
    pub teams: Vec<Link>,
}

/// `channels` in `channels.html`.
#[derive(Debug, Clone, Serialize)]
pub struct ChannelsView {
    /// The forum first, then the channels in the author's order.
    pub channels: Vec<ChannelView>,
}

/// A channel.
#[derive(Debug, Clone, Serialize)]
pub struct ChannelView {
    /// `forum`, `teams`, `mail` ...: for icons (`#channel-teams` in the sprite).
    pub kind: &'static str,
    /// `Microsoft Teams`.
    pub kind_label: &'static str,
    /// Its name.
    pub title: String,
    /// Where to join.
    pub url: Option<String>,
    /// What it is for.
    pub purpose: Option<String>,
    /// For whom it is.
    pub audience: Option<String>,
    /// Until when it is used.
    pub until: Option<String>,
    /// What is good to know before joining: "Needs an account", "Shows your phone number".
    pub note: Option<&'static str>,
}

/// `cohorts` in `cohorts.html`.
#[derive(Debug, Clone, Serialize)]
pub struct CohortsView {
    /// Running and upcoming ones first.
    pub cohorts: Vec<CohortLink>,
}

/// `cohort` in `cohort.html` and `home.cohort`.
#[derive(Debug, Clone, Serialize)]
pub struct CohortView {
    /// The cohort.
    pub link: CohortLink,
    /// Facilitators.
    pub facilitators: Vec<PersonLink>,
    /// Teams.
    pub teams: Vec<TeamView>,
    /// The week at the time of the build, counted as learners count; `none` outside of the course.
    pub week: Option<WeekView>,
    /// The next session after the time of the build.
    pub next: Option<SessionView>,
    /// How many sessions it has.
    pub sessions: usize,
    /// The address of its schedule.
    pub schedule: String,
    /// Its calendar as `https:` or with the base path.
    pub calendar: String,
    /// Its calendar as `webcal:`, if `base_url` is set.
    pub webcal: Option<String>,
    /// What has changed since calendars know it, newest first, twenty at most.
    pub changes: Vec<ChangeView>,
    /// The Atom feed of what changes, if `base_url` is set.
    pub changes_feed: Option<String>,
    /// The facilitators' plan, in their edition.
    pub plan: Option<String>,
    /// How its time is spent, most first.
    pub mix: Vec<MixView>,
    /// The last posts.
    pub posts: Vec<PostLink>,
    /// Introductions.
    pub introductions: Vec<Introduction>,
}

/// `plan`: what the facilitators of a cohort do when. In their edition only.
#[derive(Debug, Clone, Serialize)]
pub struct PlanView {
    /// The cohort.
    pub cohort: CohortLink,
    /// Its calendar.
    pub calendar: String,
    /// Weeks and breaks with something to do or to read in them, in order of time.
    pub weeks: Vec<PlanWeekView>,
}

/// A week of a plan.
#[derive(Debug, Clone, Serialize)]
pub struct PlanWeekView {
    /// Its number as learners count.
    pub number: Option<u32>,
    /// The name of a break, `Before the course` or `After the course`.
    pub title: Option<String>,
    /// Its first day.
    pub from: Option<DateView>,
    /// Its last day.
    pub to: Option<DateView>,
    /// What is to be done, in order of time.
    pub items: Vec<PlanItemView>,
    /// The notes for facilitators on the pages of the modules that its sessions belong to.
    pub notes: Vec<NoteView>,
}

/// One thing to do.
#[derive(Debug, Clone, Serialize)]
pub struct PlanItemView {
    /// Its id.
    pub id: String,
    /// When.
    pub at: TimeView,
    /// `facilitator` or `learner`.
    pub role: &'static str,
    /// The name of the channel.
    pub channel: Option<String>,
    /// The address of the channel.
    pub channel_url: Option<String>,
    /// What it is.
    pub title: String,
    /// What to post: text, and no HTML.
    pub text: Option<String>,
}

/// A note for facilitators.
#[derive(Debug, Clone, Serialize)]
pub struct NoteView {
    /// The page that it stands on.
    pub page: Link,
    /// Its title.
    pub title: Option<String>,
    /// Its words.
    pub text: String,
}

/// A share of the format mix.
#[derive(Debug, Clone, Serialize)]
pub struct MixView {
    /// The format.
    pub format: FormatView,
    /// How many sessions.
    pub sessions: usize,
    /// In percent of all sessions but deadlines, which take no time together; 1 to 100.
    pub percent: u32,
}

/// A team.
#[derive(Debug, Clone, Serialize)]
pub struct TeamView {
    /// Its id, for `#team-ID` on the cohort's page.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its group.
    pub group: Option<String>,
    /// The members who agreed to be shown.
    pub members: Vec<PersonLink>,
    /// How many members it has.
    pub size: usize,
    /// The calendar of what concerns it.
    pub calendar: String,
    /// That calendar as `webcal:`, if `base_url` is set.
    pub webcal: Option<String>,
}

/// Something that has changed in a cohort.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeView {
    /// `added`, `moved`, `resized` (it ends at another time), `renamed`, `cancelled`, `restored` or `removed`.
    pub kind: &'static str,
    /// When it was changed.
    pub at: TimeView,
    /// The name of the session afterwards.
    pub title: String,
    /// The session on the schedule; `none` where it is no longer there.
    pub url: Option<String>,
    /// When the session started before, if that has changed.
    pub old_start: Option<TimeView>,
    /// When it ended before, if that has changed.
    pub old_end: Option<TimeView>,
    /// When it starts.
    pub start: TimeView,
    /// When it ends.
    pub end: Option<TimeView>,
    /// What it was called before, if that has changed.
    pub old_title: Option<String>,
    /// Why it does not take place.
    pub reason: Option<String>,
}

/// How to get one session into a calendar. Nothing of it is loaded before somebody follows it.
#[derive(Debug, Clone, Serialize)]
pub struct CalendarLinks {
    /// A file with the session.
    pub file: String,
    /// A page of Google Calendar with the session filled in.
    pub google: String,
    /// A page of Outlook with the session filled in.
    pub outlook: String,
}

/// `schedule` in `schedule.html`: one cohort's sessions, week by week. Every cohort has its own
/// page; the one of the current cohort is at `/schedule/` too, with the other address as canonical.
#[derive(Debug, Clone, Serialize)]
pub struct ScheduleView {
    /// The cohort; `none` where there is none yet.
    pub cohort: Option<CohortLink>,
    /// The lasting address of this schedule, which is that of its cohort.
    pub address: String,
    /// The cohorts to choose from, each with the address of its schedule: what runs, what comes, what
    /// was last, eight at most, and this one. The rest is on the page of all cohorts.
    pub cohorts: Vec<CohortLink>,
    /// Weeks and breaks in order of time.
    pub weeks: Vec<WeekView>,
    /// How its time is spent, most first.
    pub mix: Vec<MixView>,
    /// Its calendar.
    pub calendar: Option<String>,
    /// Its calendar as `webcal:`, if `base_url` is set.
    pub webcal: Option<String>,
    /// `Europe/Paris, UTC+01:00 or UTC+02:00`: zone and offsets in use.
    pub zone_text: Option<String>,
}

/// A week, or a break.
#[derive(Debug, Clone, Serialize)]
pub struct WeekView {
    /// Its number as learners count; `none` for a break or for what stands before and behind the weeks.
    pub number: Option<u32>,
    /// The name of the break, `Before the course`, or `none`.
    pub title: Option<String>,
    /// Whether it is a break.
    pub is_break: bool,
    /// Its first day.
    pub from: DateView,
    /// Its last day.
    pub to: DateView,
    /// Whether the build happened in it.
    pub current: bool,
    /// Its sessions in order of time.
    pub sessions: Vec<SessionView>,
}

/// A session of one cohort.
#[derive(Debug, Clone, Serialize)]
pub struct SessionView {
    /// Its id, for `#session-ID` on the schedule.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What kind of session it is.
    pub format: FormatView,
    /// When it starts.
    pub start: TimeView,
    /// When it ends; `none` for a deadline.
    pub end: Option<TimeView>,
    /// How long it takes.
    pub duration: Option<DurationView>,
    /// Its place on the schedule.
    pub url: String,
    /// Where to join.
    pub join_url: Option<String>,
    /// What to think about before.
    pub prompt: Option<String>,
    /// The module that it belongs to.
    pub module: Option<Link>,
    /// Facilitators.
    pub facilitators: Vec<PersonLink>,
    /// Names of the teams that it is for; none if it is for everybody.
    pub teams: Vec<String>,
    /// Why it does not take place.
    pub cancelled: Option<String>,
    /// Whether it was over at the time of the build.
    pub past: bool,
    /// How to get it into a calendar; `none` for what is over or does not take place.
    pub add: Option<CalendarLinks>,
    /// Its thread.
    pub thread: Option<ThreadView>,
}

/// `resources` in `resources.html`.
#[derive(Debug, Clone, Serialize)]
pub struct ResourcesView {
    /// The library, newest first.
    pub resources: Vec<ResourceView>,
    /// The kinds that occur.
    pub kinds: Vec<String>,
    /// The tags that occur.
    pub tags: Vec<String>,
}

/// A file of the course that people can take home.
#[derive(Debug, Clone, Serialize)]
pub struct FileView {
    /// Its name, `Dressing Chart.pdf`.
    pub name: String,
    /// How large it is, `1.2 MB`.
    pub size: String,
}

/// A resource; also `resource` in `resource.html` and in the component `resource`.
#[derive(Debug, Clone, Serialize)]
pub struct ResourceView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page in the portal.
    pub url: String,
    /// Where it is: elsewhere, or a file or page of the course.
    pub external: Option<String>,
    /// The host of `external`, to say where the link leads.
    pub host: Option<String>,
    /// The file of the course to which `external` leads.
    pub file: Option<FileView>,
    /// `article`.
    pub kind: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Who brought it.
    pub by: Option<String>,
    /// When it was brought.
    pub added: Option<DateView>,
    /// Its first sentences, plain.
    pub summary: String,
}

/// `posts` in `posts.html`.
#[derive(Debug, Clone, Serialize)]
pub struct PostsView {
    /// Newest first.
    pub posts: Vec<PostLink>,
}

/// A post in lists; also `post` in `post.html`.
#[derive(Debug, Clone, Serialize)]
pub struct PostLink {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Its day.
    pub date: DateView,
    /// What it says, in a sentence or two, plain.
    pub summary: String,
    /// Who wrote it.
    pub authors: Vec<PersonLink>,
}

/// `badges` in `badges.html`.
#[derive(Debug, Clone, Serialize)]
pub struct BadgesView {
    /// In the author's order.
    pub badges: Vec<BadgeLink>,
}

/// A badge in lists and in the component `badge`.
#[derive(Debug, Clone, Serialize)]
pub struct BadgeLink {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it means.
    pub description: Option<String>,
    /// Its page.
    pub url: String,
    /// Its picture.
    pub image: Option<PictureView>,
}

/// `badge` in `badge.html`. Its criteria are the text of the page.
#[derive(Debug, Clone, Serialize)]
pub struct BadgeView {
    /// The badge.
    pub link: BadgeLink,
    /// Badges that come before.
    pub requires: Vec<BadgeLink>,
    /// Lessons that lead to it.
    pub lessons: Vec<LessonLink>,
    /// Words to find it by.
    pub tags: Vec<String>,
}

/// The forum.
#[derive(Debug, Clone, Serialize)]
pub struct ForumView {
    /// `isso`.
    pub engine: &'static str,
    /// The host that is talked to, `talk.example.org`.
    pub host: Option<String>,
    /// Its front page.
    pub home: Option<String>,
    /// Who runs it.
    pub operator: Option<String>,
    /// What the operator does with what is posted.
    pub privacy: Option<String>,
}

/// A thread inside a page: the argument `thread` of the components `discussion` and `introduce`, and of the theme's own
/// component for the thread of a page. Nothing is loaded before the learner asks.
#[derive(Debug, Clone, Serialize)]
pub struct ThreadView {
    /// The id of the section in the page, `thread-welcome`.
    pub anchor: String,
    /// The key of the thread, `/t/2026-autumn/welcome/`.
    pub key: String,
    /// The cohort that talks in it, where there are several. The theme's `forum` script puts the reader's own in its
    /// place.
    pub cohort: Option<CohortLink>,
    /// What is asked.
    pub prompt: Option<String>,
    /// `isso`, `giscus`, `discourse`, `link`.
    pub engine: &'static str,
    /// `click`, `lazy`, or `never` for a link only.
    pub load: &'static str,
    /// The host that is talked to.
    pub host: Option<String>,
    /// Who runs it.
    pub operator: Option<String>,
    /// What the operator does with what is posted.
    pub privacy: Option<String>,
    /// The thread, or the forum, as a plain link.
    pub url: Option<String>,
    /// What the theme's `forum` script needs, as JSON for an attribute: see `forum/`.
    pub embed: Option<String>,
}

/// The argument `video` of the component `video`.
#[derive(Debug, Clone, Serialize)]
pub struct VideoView {
    /// `file`, or the provider: `youtube`, `vimeo`, `peertube`.
    pub kind: &'static str,
    /// A file's address, or the provider's page with the video.
    pub url: String,
    /// The address for an `<iframe>`, for a provider; loaded on a click only.
    pub embed_url: Option<String>,
    /// The host that a click talks to; `none` for a file of the portal.
    pub host: Option<String>,
    /// A picture to show before.
    pub poster: Option<String>,
    /// The transcript's page or file.
    pub transcript: Option<String>,
}
