//! [`Rule`]: what stoa looks for, why it matters, how to mend it. One file a family, one line in
//! [`RULES`] a rule; `stoa explain`, the documentation and the tests all read this table.

mod activity;
mod badge;
mod channel;
mod community;
mod config;
mod content;
mod directive;
mod file;
mod library;
mod link;
mod lock;
mod portal;
mod schedule;
mod snapshot;
mod template;

pub use activity::*;
pub use badge::*;
pub use channel::*;
pub use community::*;
pub use config::*;
pub use content::*;
pub use directive::*;
pub use file::*;
pub use library::*;
pub use link::*;
pub use lock::*;
pub use portal::*;
pub use schedule::*;
pub use snapshot::*;
pub use template::*;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The portal would be wrong: nothing is published.
    Error,
    /// The portal is published, and somebody will be hurt by this.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word in messages: `error`, `warning`, `note`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its stable name, `broken-link`.
    pub code: &'static str,
    /// How much it matters, unless a case says otherwise.
    pub severity: Severity,
    /// What it looks for, in one line.
    pub summary: &'static str,
    /// Why it matters to a cohort.
    pub why: &'static str,
    /// How to mend it, or to silence it where that is possible.
    pub fix: &'static str,
}

impl Rule {
    /// How much it matters, in words: two of them for a rule of which some cases matter more or less.
    #[must_use]
    pub fn severities(&self) -> String {
        let other = OTHER.iter().find(|(rule, _)| rule.code == self.code);
        match other {
            None => self.severity.word().to_owned(),
            Some((_, other)) => {
                let (worse, better) = (self.severity.min(*other), self.severity.max(*other));
                format!("{} or {}", worse.word(), better.word())
            }
        }
    }
}

/// The rules of which some cases matter more or less, and how much those do.
const OTHER: &[(&Rule, Severity)] = &[
    (&UNKNOWN_KEY, Severity::Warning),
    (&DUPLICATE_ID, Severity::Warning),
    (&BAD_VALUE, Severity::Warning),
    (&UNSAFE_LINK, Severity::Error),
    (&UNKNOWN_DIRECTIVE, Severity::Error),
    (&ADDRESS_IN_PORTAL, Severity::Error),
    (&BAD_SNAPSHOT, Severity::Warning),
    (&BAD_AWARD, Severity::Warning),
    (&DAY_OFF_OUTSIDE, Severity::Note),
    (&BREAK_IN_PART, Severity::Note),
    (&SESSION_OUTSIDE, Severity::Note),
    (&SESSIONS_AT_ONCE, Severity::Note),
];

/// The rule with this code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}

/// Every rule, by family.
pub const RULES: &[&Rule] = &[
    // file
    &INVALID_UTF8,
    &UNREADABLE_FILE,
    &LINK_LOOP,
    &LINK_OUTSIDE,
    &STRAY_PAGE,
    &MISNAMED,
    // config
    &BAD_TOML,
    &BAD_YAML,
    &UNKNOWN_KEY,
    &BAD_VALUE,
    &MISSING_VALUE,
    &DUPLICATE_ID,
    &UNKNOWN_REFERENCE,
    &OTHER_KEY,
    &NOT_YET,
    // content
    &BAD_FRONT_MATTER,
    &EMPTY_TITLE,
    &BAD_MATH,
    &RAW_HTML_IN_CONTRIBUTION,
    &REQUIRES_CYCLE,
    &ORDER_CLASH,
    &MISSING_FOOTNOTE,
    &MARKDOWN_SLIP,
    &NO_CONTENT,
    &PLACEHOLDER,
    &FUTURE_POST,
    // library
    &HIDDEN_CHARACTER,
    &DECEPTIVE_LINK,
    &BLOCK_IN_CONTRIBUTION,
    &TOO_LONG,
    &SAME_RESOURCE,
    &NEAR_DUPLICATE,
    &FUTURE_RESOURCE,
    // directive
    &UNREAD_DIRECTIVE,
    &UNKNOWN_DIRECTIVE,
    &RESERVED_DIRECTIVE,
    &UNCLOSED_DIRECTIVE,
    &STRAY_CLOSE,
    &BAD_ATTRIBUTE,
    &MISSING_TRANSCRIPT,
    // link
    &BROKEN_LINK,
    &BROKEN_ANCHOR,
    &MISSING_PICTURE,
    &MISSING_ALT,
    &BAD_PICTURE,
    &UNSAFE_LINK,
    &EXTERNAL_CONTENT,
    // portal
    &URL_COLLISION,
    &NO_BASE_URL,
    &BAD_PRIVACY,
    &NOTHING_TO_BUILD,
    // schedule
    &BAD_ANCHOR,
    &ANCHOR_CYCLE,
    &BAD_ZONE,
    &LOCAL_TIME_SKIPPED,
    &LOCAL_TIME_TWICE,
    &SESSION_OUTSIDE,
    &SESSION_HELD,
    &SESSION_IN_BREAK,
    &SESSION_ON_HOLIDAY,
    &DAY_OFF_OUTSIDE,
    &BREAK_IN_PART,
    &LONG_GAP,
    &SESSIONS_AT_ONCE,
    &SIMILAR_ID,
    &FIXED_DATE,
    &BAD_RELEASE,
    &RELEASE_NEVER,
    &RELEASE_EARLY,
    &RELEASE_WITHOUT_COHORT,
    // lock
    &BAD_LOCK,
    &STALE_LOCK,
    &COHORT_GONE,
    // community
    &BAD_FORUM,
    &FORUM_MISSING,
    &THREAD_CLASH,
    &NO_CONSENT,
    &PERSON_IN_PORTAL,
    &ADDRESS_IN_PORTAL,
    &BAD_PLAN,
    // channel
    &TOO_MANY_CHANNELS,
    &BAD_CHANNEL,
    &CHANNEL_TWICE,
    &CHANNEL_UNDECLARED,
    &CHANNEL_CLOSED,
    &CHANNEL_PERSONAL_DATA,
    &CHANNEL_EXPIRED,
    &INVITE_PUBLIC,
    &FORUM_UNREACHABLE,
    &BAD_ALLOW,
    &BAD_SHARE,
    // activity
    &BAD_ACTIVITY,
    &UNKNOWN_VERB,
    // snapshot
    &BAD_SNAPSHOT,
    &UNCLEAN_POST,
    &LOST_THREAD,
    // badge
    &BAD_ISSUER,
    &BAD_AWARD,
    &UNEARNABLE_BADGE,
    // template
    &TEMPLATE_ERROR,
    &BAD_THEME,
    &UNUSED_TEMPLATE,
    &BLOCKED_BY_POLICY,
];
