//! Everything that a template can see: the theme API.
//!
//! A template gets `site` ([`SiteView`], the same on every page), `page` ([`PageView`]) and one
//! value named after the template: `lesson.html` gets `lesson` ([`LessonView`]), `home.html` gets
//! `home` ([`HomeView`]), and so on, as each type says. Texts are plain and are escaped by the
//! template; fields named `html` hold HTML and are printed with `| safe`. Times are facts
//! about a moment ("running", "this week"), never the moment itself. Optional fields are always
//! there and `none` when empty, so `{% if x %}` is enough.

mod award;
mod block;
mod channel;
mod cohort;
mod community;
mod module;
mod page;
mod plan;
mod privacy;
mod ranking;
mod schedule;
mod shelf;
mod site;
mod snapshot;
mod value;

pub use award::{AwardFiles, AwardLink, AwardView, EvidenceView};
pub use block::{DiscussionView, ForwardView, ThreadView, VideoView};
pub use channel::{AskView, ChannelLink, ChannelView, ChannelsView, ShareView, UntilView};
pub use cohort::{
    CalendarLinks, ChangeView, CohortLink, CohortView, CohortsView, MixView, TeamPageView, TeamView,
};
pub use community::{
    CommunityView, GroupCohort, GroupPageView, GroupView, Introduction, IntroductionThread,
    IntroductionsView, PersonLink, PersonPageView, PersonTeam, PersonView,
};
pub use module::{ComingView, LessonLink, LessonView, ModuleLink, ModuleView, OpensView};
pub use page::{HomeView, ModuleNavView, NavEntry, NavModule, OutlineEntry, PageView};
pub use plan::{NoteView, PlanItemView, PlanView, PlanWeekView};
pub use privacy::{OriginView, PrivacyLinks, PrivacyView};
pub use ranking::{
    BarView, ChallengeView, PointsRuleView, RankView, RankedPersonView, RankedWeekView,
    RankingCard, RankingView,
};
pub use schedule::{BreakView, HolidayView, ScheduleView, SeriesView, SessionView, WeekView};
pub use shelf::{
    AddView, AlignmentView, BadgeLink, BadgeView, BadgesView, ByView, FacetView, FileView,
    PostLink, PostsView, ResourcePageView, ResourceView, ResourcesView,
};
pub use site::{ForumView, SectionLink, SiteView};
pub use snapshot::{SnapshotPost, SnapshotView};
pub use value::{DateView, DurationView, FormatView, Link, PictureView, TimeView};
