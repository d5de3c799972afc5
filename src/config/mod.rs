//! What authors write, as structs that keep the place of what later stages check. These are never
//! the model: `assemble` turns them into the [`site`](crate::site).

mod badges;
mod channel;
mod channel_kind;
mod cohort;
mod community;
mod course;
mod day_time;
mod de;
mod format;
mod front;
mod help;
mod id;
mod load;
mod minutes;
mod mistake;
mod node;
mod people;
mod plan;
mod points;
mod private;
mod read;
mod release;
mod repeat;
mod schedule;
mod session;
mod slips;
mod toml_words;
mod value;
mod yaml_reader;
mod yaml_words;

pub use badges::{
    AWARDS, AwardsConfig, ISSUER, IssuerConfig, KeyConfig, RevokedConfig, ShownConfig,
};
pub use channel::{AllowConfig, ChannelConfig, ChannelsConfig, ShareConfig};
pub use channel_kind::{ChannelKind, System};
pub use cohort::{BreakConfig, CohortConfig, HolidayConfig, TeamConfig};
pub use community::{
    CommunityConfig, CommunityType, ForumConfig, GroupConfig, Load, Names, Threads,
};
pub use course::{AllowedName, AllowedOrigin, CourseConfig, MarkdownConfig};
pub use day_time::{Date, Time, Weekday};
pub use de::Spanned;
pub use format::Format;
pub use front::{
    AlignmentFront, BadgeFront, Discussion, DiscussionFront, Front, FrontFormat, PageFront,
    PersonFront, PostFront, ResourceFront, Role,
};
pub use id::Id;
pub use load::Config;
pub use minutes::Minutes;
pub use node::{Entry, Node, Value};
pub use people::{PEOPLE, PeopleConfig, PersonConfig, RemovedConfig, is_actor};
pub use plan::PlanConfig;
pub use points::{Amount, MinGroup, Neighbours, PointsConfig, RankingConfig, Show};
pub(crate) use read::not_yet;
pub use read::{Strictness, text, toml, typed, yaml};
pub use release::ReleaseConfig;
pub use repeat::{Count, Every};
pub use schedule::ScheduleConfig;
pub use session::{SessionConfig, SessionFacts, SessionOverride, Sessions};
pub use value::WeekNumber;
