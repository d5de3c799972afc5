//! The body of a page: links closed, pictures sized, code coloured, directives rendered by the theme's components.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value as Json;
use tera::{ComponentArgType, ComponentInfo, Context as TeraContext, Value};

use super::{Context, MARK, MARK_END, splice_into, thread};
use crate::artifact::{Rope, RopeWriter};
use crate::diagnostic::{Diagnostic, did_you_mean, one_of};
use crate::document::{Directive, Document, LinkKind, LinkRef, Node, escape};
use crate::route::Resolved;
use crate::rule;
use crate::site::Site;
use crate::source::{Digest, SourcePath};
use crate::theme::{Theme, is_provided};
use crate::view::VideoView;

/// Directives of which this version knows the name only.
const RESERVED: &[&str] = &["quiz", "ranking"];

/// How the links and directives of a document were resolved. It depends on the document, on the addresses of the
/// course and on the theme, and on nothing else.
#[derive(Debug)]
pub(crate) struct Resolution {
    pub(crate) links: Vec<Resolved>,
    /// The arguments of each directive, checked; `None` for one that the theme does not know.
    arguments: Vec<Option<BTreeMap<String, Json>>>,
    /// Addresses in the arguments of each directive.
    addresses: Vec<BTreeMap<&'static str, Resolved>>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) digest: Digest,
}

impl Resolution {
    /// The files that have to be in the portal for this page.
    pub(crate) fn assets(&self) -> impl Iterator<Item = &SourcePath> {
        let addresses = self
            .addresses
            .iter()
            .flat_map(|addresses| addresses.values());
        self.links
            .iter()
            .chain(addresses)
            .filter_map(|resolved| resolved.asset.as_ref())
    }
}

/// Resolves documents.
pub(crate) struct Resolver<'a> {
    pub(crate) site: &'a Site,
    pub(crate) theme: &'a Theme,
}

impl Resolver<'_> {
    /// Resolves everything in a document that leads out of it.
    pub(crate) fn resolve(&self, document: &Document) -> Resolution {
        let mut diagnostics = Vec::new();
        let links = document
            .body
            .links
            .iter()
            .map(|link| {
                let (resolved, problem) = self.site.routes.resolve(&document.path, link);
                diagnostics.extend(problem);
                if link.kind == LinkKind::Picture && link.alt.is_empty() {
                    diagnostics.push(
                        Diagnostic::new(
                            &rule::MISSING_ALT,
                            &document.path,
                            link.span.clone(),
                            "this picture has no description",
                        )
                        .help("say in the brackets what it shows: ![what it shows](picture.png)"),
                    );
                }
                resolved
            })
            .collect::<Vec<_>>();
        let mut arguments = Vec::new();
        let mut addresses = Vec::new();
        for directive in &document.body.directives {
            let mut check = Check {
                path: &document.path,
                theme: self.theme,
                directive,
                diagnostics: &mut diagnostics,
            };
            arguments.push(check.arguments());
            addresses.push(self.addresses(document, directive, &mut diagnostics));
        }
        let shown = format!("{links:?}{arguments:?}{addresses:?}");
        Resolution {
            links,
            arguments,
            addresses,
            diagnostics,
            digest: Digest::of(shown.as_bytes()),
        }
    }

    /// Files that a video names.
    fn addresses(
        &self,
        document: &Document,
        directive: &Directive,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> BTreeMap<&'static str, Resolved> {
        let mut addresses = BTreeMap::new();
        if directive.opening.name != "video" {
            return addresses;
        }
        for (name, kind) in [
            ("src", LinkKind::Media),
            ("poster", LinkKind::Picture),
            ("transcript", LinkKind::Link),
        ] {
            let Some(attribute) = directive
                .opening
                .attributes
                .iter()
                .find(|attribute| attribute.name == name)
            else {
                continue;
            };
            let target = attribute.value.clone().unwrap_or_default();
            let link = LinkRef {
                kind,
                target,
                span: attribute.span.clone(),
                alt: "-".to_owned(),
                title: String::new(),
                for_facilitators: directive.for_facilitators,
            };
            let (resolved, problem) = self.site.routes.resolve(&document.path, &link);
            diagnostics.extend(problem);
            addresses.insert(name, resolved);
        }
        if directive.attribute("transcript").is_none_or(str::is_empty) {
            diagnostics.push(
                Diagnostic::new(
                    &rule::MISSING_TRANSCRIPT,
                    &document.path,
                    directive.span.clone(),
                    "this video has no transcript",
                )
                .help("write what is said into a file, and name it: {transcript=\"file.txt\"}"),
            );
        }
        addresses
    }
}

/// Checks the arguments of a directive against the component of its name.
struct Check<'a> {
    path: &'a SourcePath,
    theme: &'a Theme,
    directive: &'a Directive,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Check<'_> {
    fn arguments(&mut self) -> Option<BTreeMap<String, Json>> {
        let name = self.directive.opening.name.as_str();
        let Some(component) = self.theme.directive(name) else {
            self.unknown(name);
            return None;
        };
        let mut values = BTreeMap::new();
        for attribute in &self.directive.opening.attributes {
            let argument = component
                .args()
                .iter()
                .find(|argument| argument.name() == attribute.name);
            let known = argument.filter(|argument| {
                !argument.is_implicit() && !is_provided(component, argument.name())
            });
            let Some(argument) = known else {
                let names = own_arguments(component);
                let help = did_you_mean(&attribute.name, &names).unwrap_or_else(|| {
                    if names.is_empty() {
                        format!("`{name}` takes no arguments")
                    } else {
                        format!("`{name}` takes {}", one_of(&names))
                    }
                });
                self.say(
                    attribute.span.clone(),
                    format!("`{name}` has no argument `{}`", attribute.name),
                    help,
                );
                continue;
            };
            match value(argument.arg_type(), attribute.value.as_deref()) {
                Ok(value) => {
                    if values.insert(attribute.name.clone(), value).is_some() {
                        self.say(
                            attribute.span.clone(),
                            format!("`{}` is given twice", attribute.name),
                            "keep one of the two".to_owned(),
                        );
                    }
                }
                Err(help) => self.say(
                    attribute.span.clone(),
                    format!("this is no value for `{}`", attribute.name),
                    help,
                ),
            }
        }
        let title = &self.directive.opening.title;
        if !title.is_empty() {
            if component
                .args()
                .iter()
                .any(|argument| argument.name() == "title")
            {
                values
                    .entry("title".to_owned())
                    .or_insert_with(|| Json::String(title.clone()));
            } else {
                self.say(
                    self.directive.span.clone(),
                    format!("`{name}` has no title"),
                    format!("write the text \"{title}\" into the block"),
                );
            }
        }
        let missing: Vec<&str> = component
            .args()
            .iter()
            .filter(|argument| {
                argument.is_required()
                    && !is_provided(component, argument.name())
                    && !values.contains_key(argument.name())
            })
            .map(tera::ComponentArg::name)
            .collect();
        if !missing.is_empty() {
            let shown: Vec<String> = missing
                .iter()
                .map(|name| format!("{name}=\"...\""))
                .collect();
            self.say(
                self.directive.span.clone(),
                format!("this `{name}` block has no {}", missing.join(" and no ")),
                format!("add {{{}}}", shown.join(" ")),
            );
            return None;
        }
        Some(values)
    }

    fn unknown(&mut self, name: &str) {
        let span = self.directive.opening.name_span.clone();
        if RESERVED.contains(&name) {
            self.diagnostics.push(Diagnostic::new(
                &rule::RESERVED_DIRECTIVE,
                self.path,
                span,
                format!("`{name}` blocks come with a later version; the content is shown as it is"),
            ));
        } else if !name.is_empty() {
            let known: Vec<&str> = self.theme.directives().collect();
            let help = did_you_mean(name, &known)
                .unwrap_or_else(|| format!("there is {}", one_of(&known)));
            self.diagnostics.push(
                Diagnostic::new(
                    &rule::UNKNOWN_DIRECTIVE,
                    self.path,
                    span,
                    format!("there is no block `{name}`, so its content is shown as it is"),
                )
                .help(help),
            );
        }
    }

    fn say(&mut self, span: std::ops::Range<usize>, message: String, help: String) {
        self.diagnostics
            .push(Diagnostic::new(&rule::BAD_ATTRIBUTE, self.path, span, message).help(help));
    }
}

fn own_arguments(component: &ComponentInfo) -> Vec<&str> {
    let own = component
        .args()
        .iter()
        .filter(|argument| !argument.is_implicit() && !is_provided(component, argument.name()));
    own.map(tera::ComponentArg::name).collect()
}

/// An argument as the component's type asks for it.
fn value(kind: Option<ComponentArgType>, text: Option<&str>) -> Result<Json, String> {
    match (kind, text) {
        (Some(ComponentArgType::Bool), None | Some("true" | "yes")) => Ok(Json::Bool(true)),
        (Some(ComponentArgType::Bool), Some("false" | "no")) => Ok(Json::Bool(false)),
        (Some(ComponentArgType::Bool), _) => Err("write the name alone, or =false".to_owned()),
        (Some(ComponentArgType::Integer), Some(text)) => text
            .parse::<i64>()
            .map(Json::from)
            .map_err(|_| "write a whole number".to_owned()),
        (Some(ComponentArgType::Float | ComponentArgType::Number), Some(text)) => text
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
            .map(Json::from)
            .ok_or_else(|| "write a number".to_owned()),
        (Some(ComponentArgType::Array), Some(text)) => Ok(Json::from(
            text.split(',').map(str::trim).collect::<Vec<_>>(),
        )),
        (Some(ComponentArgType::Map | ComponentArgType::Bytes), _) => {
            Err("this cannot be written here".to_owned())
        }
        (_, Some(text)) => Ok(Json::String(text.to_owned())),
        (_, None) => Err("write a value behind it: name=\"value\"".to_owned()),
    }
}

impl Context<'_> {
    /// The finished body of a document.
    pub(super) fn body(&self, document: &Arc<Document>, diagnostics: &mut Vec<Diagnostic>) -> Rope {
        let mut rope = RopeWriter::default();
        if let Some(resolution) = self.resolutions.get(&document.path) {
            let mut writer = Writer {
                context: self,
                document,
                resolution,
                diagnostics,
                pictures: 0,
            };
            writer.nodes(&document.body.nodes, &mut rope);
        }
        rope.finish()
    }
}

struct Writer<'a, 'd> {
    context: &'a Context<'a>,
    document: &'a Arc<Document>,
    resolution: &'a Resolution,
    diagnostics: &'d mut Vec<Diagnostic>,
    pictures: usize,
}

impl Writer<'_, '_> {
    fn nodes(&mut self, nodes: &[Node], rope: &mut RopeWriter) {
        for node in nodes {
            match node {
                Node::Html(html) => rope.piece(html),
                Node::Url(at) => rope.text(&escape(&self.resolution.links[*at].url)),
                Node::Size(at) => rope.text(&size(&self.resolution.links[*at])),
                Node::Picture(at) => self.picture(*at, rope),
                Node::Code(at) => self.code(*at, rope),
                Node::Directive(at, inner) => self.directive(*at, inner, rope),
            }
        }
    }

    fn picture(&mut self, at: usize, rope: &mut RopeWriter) {
        let (link, resolved) = (&self.document.body.links[at], &self.resolution.links[at]);
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
            rope.piece(
                &self
                    .context
                    .highlighter
                    .highlight(&code.language, &code.text),
            );
        } else {
            rope.text(&escape(&code.text));
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
                self.diagnostics.push(
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
                    "resource",
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
                    "badge",
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
                    self.named(
                        &Directive {
                            opening: renamed(directive),
                            ..directive.clone()
                        },
                        "module",
                        context.site.modules.iter().map(|module| module.id.as_str()),
                    )?;
                }
                Some(Value::from_serializable(&context.sessions_of(module)))
            }
            "video" => Some(Value::from_serializable(&self.video(at))),
            _ => None,
        }
    }

    /// The place of what the directive's `id` names.
    fn named<'s>(
        &mut self,
        directive: &Directive,
        what: &str,
        mut ids: impl Iterator<Item = &'s str> + Clone,
    ) -> Option<usize> {
        let id = directive.attribute("id")?;
        let known = ids.clone();
        let found = ids.position(|known| known == id);
        if found.is_none() {
            let span = directive
                .opening
                .attributes
                .iter()
                .find(|attribute| attribute.name == "id");
            let span = span.map_or(directive.span.clone(), |attribute| attribute.span.clone());
            self.diagnostics.push(
                Diagnostic::new(
                    &rule::UNKNOWN_REFERENCE,
                    &self.document.path,
                    span,
                    format!("no {what} has the id `{id}`"),
                )
                .maybe_help(did_you_mean(id, known)),
            );
        }
        found
    }

    fn video(&self, at: usize) -> VideoView {
        let addresses = &self.resolution.addresses[at];
        let url = |name: &str| {
            addresses
                .get(name)
                .map(|resolved| resolved.url.clone())
                .filter(|url| !url.is_empty())
        };
        let src = url("src").unwrap_or_default();
        let (kind, embed_url) = provider(&src);
        let host = src
            .split_once("://")
            .map(|(_, rest)| rest.split('/').next().unwrap_or(rest).to_owned());
        VideoView {
            kind,
            url: src,
            embed_url,
            host,
            poster: url("poster"),
            transcript: url("transcript"),
        }
    }
}

/// The `module` of a schedule block, as the `id` that is looked up.
fn renamed(directive: &Directive) -> crate::document::Opening {
    let mut opening = directive.opening.clone();
    opening
        .attributes
        .retain(|attribute| attribute.name == "module");
    opening
        .attributes
        .iter_mut()
        .for_each(|attribute| "id".clone_into(&mut attribute.name));
    opening
}

/// Providers whose players are loaded on a click: the name, and the address for the frame.
fn provider(src: &str) -> (&'static str, Option<String>) {
    let rest = src.strip_prefix("https://").unwrap_or_default();
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let good = |id: &str| {
        !id.is_empty()
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let cut = |text: &str| {
        text.split(['?', '&', '#', '/'])
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let youtube = match host.trim_start_matches("www.").trim_start_matches("m.") {
        "youtube.com" => path.split_once("v=").map(|(_, id)| cut(id)),
        "youtu.be" => Some(cut(path)),
        _ => None,
    };
    if let Some(id) = youtube.filter(|id| good(id)) {
        return (
            "youtube",
            Some(format!("https://www.youtube-nocookie.com/embed/{id}")),
        );
    }
    if host == "vimeo.com" && good(&cut(path)) {
        return (
            "vimeo",
            Some(format!(
                "https://player.vimeo.com/video/{}?dnt=1",
                cut(path)
            )),
        );
    }
    if let Some(id) = path.strip_prefix("w/").map(cut).filter(|id| good(id)) {
        return (
            "peertube",
            Some(format!("https://{host}/videos/embed/{id}")),
        );
    }
    ("file", None)
}

fn size(resolved: &Resolved) -> String {
    resolved.size.map_or_else(String::new, |(width, height)| {
        format!(" width=\"{width}\" height=\"{height}\"")
    })
}
