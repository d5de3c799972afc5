//! What authors write, as structs that keep the place of what later stages check. These are never
//! the model: `assemble` turns them into the [`site`](crate::site).

mod badges;
mod cohort;
mod community;
mod course;
mod de;
mod front;
mod help;
mod load;
mod node;
mod plan;
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
pub use cohort::{BreakConfig, CohortConfig, HolidayConfig, TeamConfig};
pub use community::{
    AllowConfig, ChannelConfig, ChannelKind, ChannelsConfig, CommunityConfig, CommunityType,
    ForumConfig, GroupConfig, Load, Threads,
};
pub use course::{AllowedOrigin, CourseConfig, MarkdownConfig};
pub use de::Spanned;
pub use front::{
    AlignmentFront, BadgeFront, Discussion, DiscussionFront, Front, FrontFormat, PageFront,
    PersonFront, PostFront, ResourceFront, Role,
};
pub use load::Config;
pub use node::{Entry, Node, Value};
pub use plan::PlanConfig;
pub(crate) use read::not_yet;
pub use read::{Strictness, text, toml, typed, yaml};
pub use release::ReleaseConfig;
pub use repeat::{Count, Every};
pub use schedule::ScheduleConfig;
pub use session::{SessionConfig, SessionFacts, SessionOverride, Sessions};
pub use value::{Date, Format, Id, Minutes, Time, WeekNumber, Weekday};
