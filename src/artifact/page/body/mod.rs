//! The body of a page: links closed, pictures sized, code coloured, directives rendered by the theme's components.

mod arguments;
mod needs;
mod resolution;
mod video;

use std::sync::Arc;

use tera::{Context as TeraContext, Value};

pub(crate) use self::needs::{loads, video};
pub(crate) use self::resolution::{Resolution, Resolver};
use super::{Context, MARK, MARK_END, splice_into, thread};
use crate::artifact::{Rope, RopeWriter};
use crate::diagnostic::{Diagnostic, Severity, did_you_mean, one_of};
use crate::document::highlight::plain;
use crate::document::{Directive, Document, Node, escape};
use crate::policy::Policy;
use crate::route::Resolved;
use crate::rule;
use crate::theme::is_provided;

impl Context<'_> {
    /// The finished body of a document, and what it needs of the policy of its page.
    pub(super) fn body(
        &self,
        document: &Arc<Document>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Rope, Policy) {
        let mut rope = RopeWriter::default();
        let mut policy = Policy::default();
        if let Some(resolution) = self.resolutions.get(&document.path) {
            let mut writer = Writer {
                context: self,
                document,
                resolution,
                diagnostics,
                pictures: 0,
                own: document.body.has_raw_html.then(RopeWriter::default),
            };
            writer.nodes(&document.body.nodes, &mut rope);
            if let Some(own) = writer.own {
                needs::of_html(
                    &String::from_utf8_lossy(&own.finish().to_vec()),
                    &mut policy,
                );
            }
            needs::of_document(self.site, document, &resolution.addresses, &mut policy);
        }
        (rope.finish(), policy)
    }
}

struct Writer<'a, 'd> {
    context: &'a Context<'a>,
    document: &'a Arc<Document>,
    resolution: &'a Resolution,
    diagnostics: &'d mut Vec<Diagnostic>,
    pictures: usize,
    /// The body without what components make of directives, where somebody has to look at it: only what the author of the
    /// document wrote may ask for an exception in the policy.
    own: Option<RopeWriter>,
}

impl Writer<'_, '_> {
    fn nodes(&mut self, nodes: &[Node], rope: &mut RopeWriter) {
        for (index, node) in nodes.iter().enumerate() {
            match node {
                Node::Html(start, end) => {
                    let html = &self.document.body.html;
                    let mut range = *start as usize..*end as usize;
                    // An element in raw HTML that leads to a page which opens later loses its address.
                    let next = nodes.get(index + 1);
                    if let Some(Node::Url(at)) = next
                        && self.opens(*at).is_some()
                    {
                        range.end = before_attribute(html, &range);
                    }
                    if let Some(own) = &mut self.own {
                        own.piece(html, range.clone());
                    }
                    rope.piece(html, range);
                }
                // What leads nowhere is text: `href=""` would lead to the page itself.
                Node::Link(at) => match self.resolution.links[*at as usize].url.as_str() {
                    "" => rope.text("<span"),
                    url => rope.text(&format!("<a href=\"{}\"", escape(url))),
                },
                Node::LinkEnd(at) => match self.opens(*at) {
                    None if self.resolution.links[*at as usize].url.is_empty() => {
                        rope.text("</span>");
                    }
                    None => rope.text("</a>"),
                    Some(opens) => rope.text(&format!(
                        "</span> <span class=\"opens\">({})</span>",
                        escape(opens)
                    )),
                },
                Node::Url(at) => {
                    let text = match self.opens(*at) {
                        None => escape(&self.resolution.links[*at as usize].url),
                        Some(opens) => withheld(nodes, index, self.document, opens),
                    };
                    if let Some(own) = &mut self.own {
                        own.text(&text);
                    }
                    rope.text(&text);
                }
                Node::Size(at) => {
                    let text = size(&self.resolution.links[*at as usize]);
                    if let Some(own) = &mut self.own {
                        own.text(&text);
                    }
                    rope.text(&text);
                }
                Node::Picture(at) => self.picture(*at as usize, rope),
                Node::Code(at) => self.code(*at as usize, rope),
                Node::Directive(at, inner) => self.directive(*at as usize, inner, rope),
            }
        }
    }

    /// When the page behind a link opens, if learners cannot open it yet.
    fn opens(&self, link: u32) -> Option<&str> {
        self.resolution.links[link as usize].opens.as_deref()
    }

    fn picture(&mut self, at: usize, rope: &mut RopeWriter) {
        let (link, resolved) = (&self.document.body.links[at], &self.resolution.links[at]);
        if resolved.url.is_empty() {
            rope.text(&escape(&link.alt));
            return;
        }
        let title = if link.title.is_empty() {
            String::new()
        } else {
            format!(" title=\"{}\"", escape(&link.title))
        };
        // The first picture is often what the learner sees first, so it does not wait.
        let lazy = if self.pictures == 0 {
            ""
        } else {
            " loading=\"lazy\""
        };
        self.pictures += 1;
        rope.text(&format!(
            "<img src=\"{}\" alt=\"{}\"{title}{}{lazy} decoding=\"async\">",
            escape(&resolved.url),
            escape(&link.alt),
            size(resolved)
        ));
    }

    fn code(&mut self, at: usize, rope: &mut RopeWriter) {
        let code = &self.document.body.codes[at];
        let language = escape(&code.language.to_lowercase());
        let class = if language.is_empty() {
            String::new()
        } else {
            format!(" class=\"language-{language}\"")
        };
        rope.text(&format!("<pre class=\"code\" tabindex=\"0\"><code{class}>"));
        if self.context.highlight && !language.is_empty() {
            rope.whole(
                &self
                    .context
                    .highlighter
                    .highlight(&code.language, code.text()),
            );
        } else {
            rope.text(&plain(code.text()));
        }
        rope.text("</code></pre>\n");
    }

    fn directive(&mut self, at: usize, inner: &[Node], rope: &mut RopeWriter) {
        let directive = &self.document.body.directives[at];
        let name = directive.opening.name.as_str();
        if directive.for_facilitators && !self.context.site.facilitator {
            return;
        }
        let mut body = RopeWriter::default();
        self.nodes(inner, &mut body);
        let body = body.finish();
        let arguments = self.resolution.arguments.get(at).and_then(Option::as_ref);
        let component = self.context.theme.directive(name);
        let (Some(arguments), Some(component)) = (arguments, component) else {
            rope.rope(&body);
            return;
        };
        let mut tera = TeraContext::new();
        for (key, value) in arguments {
            tera.insert(key.clone(), value);
        }
        for argument in component
            .args()
            .iter()
            .filter(|argument| is_provided(component, argument.name()))
        {
            if let Some(value) = self.provided(argument.name(), at) {
                tera.insert_value(argument.name().to_owned(), value);
            }
        }
        let body_mark = format!("{MARK}0{MARK_END}");
        let body_mark = if body.is_empty() { "" } else { &body_mark };
        let mut written = Vec::new();
        match self.context.tera.render_component_to(
            name,
            &tera,
            Some(body_mark),
            true,
            &mut written,
        ) {
            Ok(()) => splice_into(&written, &[body], rope),
            Err(error) => {
                self.diagnostics.extend(
                    self.context
                        .theme
                        .explain(&error, Some(&format!("`{}`", self.document.path))),
                );
                rope.rope(&body);
            }
        }
    }

    /// What stoa itself supplies to a component.
    fn provided(&mut self, argument: &str, at: usize) -> Option<Value> {
        let directive = &self.document.body.directives[at];
        let context = self.context;
        match argument {
            "thread" => {
                thread::of_directive(context, directive).map(|view| Value::from_serializable(&view))
            }
            "resource" => {
                let found = self.named(
                    directive,
                    ("id", "resource"),
                    context
                        .site
                        .resources
                        .iter()
                        .map(|resource| resource.id.as_str()),
                )?;
                Some(Value::from_serializable(
                    &context.resource(&context.site.resources[found]),
                ))
            }
            "badge" => {
                let found = self.named(
                    directive,
                    ("id", "badge"),
                    context.site.badges.iter().map(|badge| badge.id.as_str()),
                )?;
                Some(Value::from_serializable(
                    &context.badge_link(&context.site.badges[found]),
                ))
            }
            "sessions" => {
                let module = directive
                    .attribute("module")
                    .filter(|module| !module.is_empty());
                if module.is_some() {
                    let coming = context.site.coming.iter();
                    let coming = coming.filter(|page| page.number.is_some());
                    self.named(
                        directive,
                        ("module", "module"),
                        context
                            .site
                            .modules
                            .iter()
                            .map(|module| module.id.as_str())
                            .chain(coming.map(|page| page.id.as_str())),
                    )?;
                }
                Some(Value::from_serializable(&context.sessions_of(module)))
            }
            "ranking" => {
                let site = context.site;
                let cohort = if directive
                    .attribute("cohort")
                    .is_some_and(|id| !id.is_empty())
                {
                    let ids = site.cohorts.iter().map(|cohort| cohort.id.as_str());
                    &site.cohorts[self.named(directive, ("cohort", "cohort"), ids)?]
                } else {
                    site.current_cohort()?
                };
                let card = context.ranking_card(cohort);
                if card.is_none() {
                    self.diagnostics.push(
                        Diagnostic::new(
                            &rule::MISSING_VALUE,
                            &self.document.path,
                            directive.opening.name_span.clone(),
                            "this course shows no ranking",
                        )
                        .severity(Severity::Warning)
                        .help(
                            "add [points] and [ranking] to community.toml, or take this block out",
                        ),
                    );
                }
                Some(Value::from_serializable(&card?))
            }
            "worth" => {
                let id = directive.attribute("id")?;
                let challenges = &context.site.points.as_ref()?.challenges;
                let challenge = challenges.iter().find(|one| one.id == id)?;
                Some(Value::from(u64::from(challenge.points)))
            }
            "due" => {
                let id = directive.attribute("deadline")?;
                let due = context.due(context.site.current_cohort()?, id)?;
                Some(Value::from_serializable(&due))
            }
            "video" => Some(Value::from_serializable(&self.video(at))),
            _ => None,
        }
    }

    /// The place of what an attribute of the directive names.
    fn named<'s>(
        &mut self,
        directive: &Directive,
        (attribute, what): (&str, &str),
        mut ids: impl Iterator<Item = &'s str> + Clone,
    ) -> Option<usize> {
        let id = directive.attribute(attribute)?;
        let known = ids.clone();
        let found = ids.position(|known| known == id);
        if found.is_none() {
            let span = directive
                .opening
                .attributes
                .iter()
                .find(|one| one.name == attribute);
            let span = span.map_or(directive.span.clone(), |attribute| attribute.span.clone());
            self.diagnostics.push(
                Diagnostic::new(
                    &rule::UNKNOWN_REFERENCE,
                    &self.document.path,
                    span,
                    format!("no {what} has the id `{id}`"),
                )
                .help(did_you_mean(id, known.clone()).unwrap_or_else(|| {
                    let known: Vec<&str> = known.collect();
                    match (what, known.as_slice()) {
                        (_, [_, ..]) if known.len() <= FEW => format!("there is {}", one_of(known)),
                        ("cohort", _) => format!("add cohorts/{id}.toml, or take this out"),
                        ("module", _) => "the id of a module is the name of its folder without the number, or its `id`".to_owned(),
                        _ => format!("add {what}s/{id}.md, or take this out"),
                    }
                })),
            );
        }
        found
    }
}

/// So many names can be told in one line.
const FEW: usize = 8;

/// Where an attribute with its quote begins, at the end of a piece of raw HTML: `href="`.
fn before_attribute(html: &[u8], range: &std::ops::Range<usize>) -> usize {
    let piece = &html[range.clone()];
    let is_quoted = matches!(piece.last(), Some(b'"' | b'\''));
    let mut names = piece.windows(4);
    let at = names.rposition(|name| name.eq_ignore_ascii_case(b"href"));
    at.filter(|_| is_quoted)
        .map_or(range.end, |at| range.start + at)
}

/// What stands in raw HTML for the address of a page that opens later: a title, in the quotes of the address. An address
/// without quotes leads to nothing.
fn withheld(nodes: &[Node], at: usize, document: &Document, opens: &str) -> String {
    let piece = match at.checked_sub(1).map(|before| &nodes[before]) {
        Some(Node::Html(start, end)) => &document.body.html[*start as usize..*end as usize],
        _ => &[][..],
    };
    match piece.last() {
        Some(quote @ (b'"' | b'\'')) => {
            format!("title={}{}", char::from(*quote), escape(opens))
        }
        _ => "#".to_owned(),
    }
}

fn size(resolved: &Resolved) -> String {
    resolved.size.map_or_else(String::new, |(width, height)| {
        format!(" width=\"{width}\" height=\"{height}\"")
    })
}
