//! Rules about templates.

use super::{Rule, Severity};

/// A template that cannot be read or rendered.
pub static TEMPLATE_ERROR: Rule = Rule {
    code: "template-error",
    severity: Severity::Error,
    summary: "a template that cannot be read or rendered",
    why: "The pages that use it cannot be made.",
    fix: "Mend the line that the caret shows. `stoa theme eject` gives you the built-in template to compare with.",
};

/// A theme that is not there, or options that it does not know.
pub static BAD_THEME: Rule = Rule {
    code: "bad-theme",
    severity: Severity::Error,
    summary: "a theme that is not there, or options that it does not know",
    why: "The portal would not look as you mean it to.",
    fix: "Write `theme = \"agora\"`, or put the theme into themes/NAME/.",
};

/// A template that no page uses.
pub static UNUSED_TEMPLATE: Rule = Rule {
    code: "unused-template",
    severity: Severity::Warning,
    summary: "a template that no page uses",
    why: "What you changed in it is in no page, mostly because of a slip in its name.",
    fix: "Give the file the name of the template that it takes the place of; `stoa theme list` names them all.",
};

/// Something in a theme that pages refuse.
pub static BLOCKED_BY_POLICY: Rule = Rule {
    code: "blocked-by-policy",
    severity: Severity::Warning,
    summary: "something in a theme that pages refuse",
    why: "Each page tells the browser to load nothing but what it needs, and to run no program that stands in the page itself. So nobody can smuggle one in, and no stranger learns who reads what.",
    fix: "Put programs and styles into files in assets/. What has to come from another host is named under [privacy] in course.toml, with the reason.",
};
