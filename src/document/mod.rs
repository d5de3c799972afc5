//! [`Document`]: one Markdown file, read and parsed without a look at any other file, so that it
//! can be remembered by its digest alone. Links, pictures, code and directives stay open: pages
//! close them.

mod code;
mod directive;
pub(crate) mod elsewhere;
mod front;
mod heading;
pub mod highlight;
mod markdown;
pub mod math;
mod note;
mod note_text;
mod page_name;
mod raw_html;

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;

pub use code::Code;
pub(crate) use directive::WITH_ID;
pub use directive::{Attribute, Opening};
pub(crate) use elsewhere::{finding as external, is_elsewhere};
pub(crate) use markdown::escape;
pub(crate) use note::is_meant as is_note;
pub(crate) use page_name::natural;
pub use page_name::{DerivedId, PageName};
pub(crate) use raw_html::attributes_of;

use crate::config::{Front, MarkdownConfig, Spanned, text};
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::placeholder::placeholders;
use crate::policy::Fetch;
use crate::rule;
use crate::source::{Digest, SourceFile, SourcePath};

/// What a Markdown file is; its folder says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A lesson, a module's own page, or the home page.
    Page,
    /// A badge.
    Badge,
    /// A post.
    Post,
    /// A resource, which others may have contributed.
    Resource,
    /// A person.
    Person,
}

/// One Markdown file.
#[derive(Debug)]
pub struct Document {
    /// The file.
    pub path: SourcePath,
    /// The digest of the file and of how it is read.
    pub digest: Digest,
    /// What follows from its path.
    pub name: PageName,
    /// Its front matter.
    pub front: Front,
    /// The text of its first heading of level 1.
    pub heading: Option<String>,
    /// Its body.
    pub body: Body,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// Every id on the page, in order, and whether only facilitators see what has it.
    ids: Box<[(Box<str>, bool)]>,
    anchors: Digest,
}

/// The body of a document.
#[derive(Debug, Default)]
pub struct Body {
    /// HTML, of which the nodes name pieces.
    pub html: Bytes,
    /// Pieces of HTML, and between them what pages close.
    pub nodes: Box<[Node]>,
    /// Links and pictures in the order of the text.
    pub links: Vec<LinkRef>,
    /// Blocks of code in the order of the text.
    pub codes: Vec<Code>,
    /// Directives in the order of the text.
    pub directives: Vec<Directive>,
    /// Headings in the order of the text.
    pub headings: Vec<Heading>,
    /// What the page loads from elsewhere, which the course allows, and where its forms are sent.
    pub loads: Vec<Load>,
    /// Whether there is HTML in it that its author wrote, or style that a formula brings: what that needs is seen when it is
    /// finished.
    pub has_raw_html: bool,
    /// Ids in raw HTML, to which links can lead.
    pub ids: Vec<String>,
    /// The first paragraph, plain, cut after some 200 characters.
    pub summary: String,
    /// How many words it has, code left out.
    pub words: usize,
}

impl Body {
    /// Gives back the room that lists took for more than there is: a body is kept as long as its file stays as it is.
    fn shrink(&mut self) {
        self.links.shrink_to_fit();
        self.codes.shrink_to_fit();
        self.directives.shrink_to_fit();
        self.headings.shrink_to_fit();
        self.loads.shrink_to_fit();
        self.ids.shrink_to_fit();
        self.summary.shrink_to_fit();
    }
}

/// What a page loads from elsewhere; with [`Fetch::Form`], where a form is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// What it is.
    pub fetch: Fetch,
    /// From where, `https://media.example.org`.
    pub origin: String,
    /// Whether it stands in a `:::facilitator` block.
    pub for_facilitators: bool,
}

/// A piece of a body. There are many of them, so they are small: 32 bits are enough for the largest file that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// Finished HTML, from one byte to another of [`Body::html`].
    Html(u32, u32),
    /// The start of the link with this index: its tag without what follows the address.
    Link(u32),
    /// The end of the link with this index.
    LinkEnd(u32),
    /// The address of the link with this index, for an attribute in raw HTML.
    Url(u32),
    /// The picture with this index, as an element.
    Picture(u32),
    /// ` width="..." height="..."` of the picture with this index, for an element in raw HTML.
    Size(u32),
    /// The block of code with this index.
    Code(u32),
    /// The directive with this index and its content.
    Directive(u32, Box<[Self]>),
}

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// To be followed.
    Link,
    /// `[[id]]`: the id of a lesson or a module, or a file's name.
    Wiki,
    /// To be shown.
    Picture,
    /// To be played or loaded, from raw HTML.
    Media,
}

/// A link or a picture, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRef {
    /// What it is for.
    pub kind: LinkKind,
    /// Where it leads, as written.
    pub target: String,
    /// Where it is.
    pub span: Span,
    /// The description of a picture.
    pub alt: String,
    /// The title of a picture.
    pub title: String,
    /// Whether it stands in a `:::facilitator` block.
    pub for_facilitators: bool,
    /// Whether it is marked as a source, `[text](address){.external}`.
    pub is_source: bool,
}

/// A directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// Its first line.
    pub opening: Opening,
    /// Its first line from the first colon on.
    pub span: Span,
    /// Whether it stands in a `:::facilitator` block or is one.
    pub for_facilitators: bool,
}

impl Directive {
    /// The text value of an attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.opening
            .attributes
            .iter()
            .find(|attribute| attribute.name == name)?
            .value
            .as_deref()
    }

    /// Its id on the page, where it has one.
    #[must_use]
    pub fn own_id(&self) -> Option<&str> {
        let is_other = directive::WITH_ID_OF_OTHERS.contains(&self.opening.name.as_str());
        self.attribute("id")
            .filter(|id| !is_other && !id.is_empty())
    }
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, as it is on the page.
    pub level: u8,
    /// Its id.
    pub id: String,
    /// Its text, plain.
    pub text: String,
    /// Whether it stands in a `:::facilitator` block.
    pub for_facilitators: bool,
}

/// The Markdown of a file behind its front matter.
pub(crate) fn body(text: &str) -> &str {
    front::cut(text).map_or("", |cut| &text[cut.body_start..])
}

impl Document {
    /// Parses a file. It never fails: what is wrong is in [`Document::diagnostics`].
    #[must_use]
    pub fn parse(file: &Arc<SourceFile>, kind: Kind, config: &MarkdownConfig) -> Self {
        let mut diagnostics = Vec::new();
        let text = text(file, &mut diagnostics);
        let text = &*one_line_ending(text);
        let cut = front::cut(text).unwrap_or_else(|bad| {
            diagnostics.push(front::bad_fence(bad, &file.path));
            front::Cut {
                front: None,
                front_start: 0,
                body_start: text.len(),
            }
        });
        placeholders(text, &file.path, &mut diagnostics);
        let mut front = front::read(&cut, kind, &file.path, &mut diagnostics);
        // A title looks the same from here and from a heading.
        if config.smart_punctuation
            && let Some(title) = front.title_mut()
            && let Some(smart) = markdown::smart(&title.value)
        {
            title.value = smart;
        }
        let input = markdown::Input {
            text,
            start: cut.body_start,
            file,
            path: &file.path,
            config,
            title: front.title(),
            is_contribution: matches!(kind, Kind::Resource | Kind::Person),
        };
        let (body, heading) = markdown::parse(&input, &mut diagnostics);
        if kind == Kind::Person {
            // The person did not write this file, so a portal without the address is not enough: it has to go.
            for found in &mut diagnostics {
                if found.rule == &rule::ADDRESS_IN_PORTAL {
                    found.severity = Severity::Error;
                }
            }
        }
        let ids = ids(&body);
        let anchors: Vec<String> = ids
            .iter()
            .map(|(id, hidden)| format!("{hidden} {id}"))
            .collect();
        let anchors = Digest::of_parts(anchors.iter().map(String::as_bytes));
        Self {
            path: file.path.clone(),
            digest: Digest::of_parts([file.digest.bytes(), format!("{config:?}").as_bytes()]),
            name: PageName::of(&file.path),
            front,
            heading,
            body,
            diagnostics,
            ids,
            anchors,
        }
    }

    /// A digest of everything on this page that a link can lead to.
    #[must_use]
    pub fn anchors(&self) -> Digest {
        self.anchors
    }

    /// The front matter of a page.
    #[must_use]
    pub fn page(&self) -> Option<&crate::config::PageFront> {
        match &self.front {
            Front::Page(front) => Some(front),
            _ => None,
        }
    }

    /// Whether a link can lead to this id on its page.
    #[must_use]
    pub fn has_anchor(&self, id: &str, facilitator: bool) -> bool {
        self.ids
            .binary_search_by(|(other, _)| (**other).cmp(id))
            .is_ok_and(|at| facilitator || !self.ids[at].1)
    }

    /// Whether there is nothing on the page.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.body.nodes.is_empty()
    }
}

impl Front {
    /// The title, where the front matter has one.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        let title = match self {
            Self::Page(front) => &front.title,
            Self::Badge(front) => &front.name,
            Self::Post(front) => &front.title,
            Self::Resource(front) => &front.title,
            Self::Person(front) => &front.name,
        };
        title.as_ref().map(|title| title.value.as_str())
    }

    fn title_mut(&mut self) -> Option<&mut Spanned<String>> {
        match self {
            Self::Page(front) => front.title.as_mut(),
            Self::Badge(front) => front.name.as_mut(),
            Self::Post(front) => front.title.as_mut(),
            Self::Resource(front) => front.title.as_mut(),
            Self::Person(front) => front.name.as_mut(),
        }
    }
}

/// Line ends of old Macs become those of today, which are as long. CommonMark knows them, and everything that reads lines
/// here has to see the same lines.
fn one_line_ending(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let is_alone = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    if !(0..bytes.len()).any(is_alone) {
        return Cow::Borrowed(text);
    }
    let chars = text.char_indices().map(|(at, char)| {
        if char == '\r' && is_alone(at) {
            '\n'
        } else {
            char
        }
    });
    Cow::Owned(chars.collect())
}

/// Everything on a page that a link can lead to, and whether only facilitators see it.
fn ids(body: &Body) -> Box<[(Box<str>, bool)]> {
    let headings = body
        .headings
        .iter()
        .map(|heading| (heading.id.as_str(), heading.for_facilitators));
    let directives = body.directives.iter();
    let directives = directives
        .filter_map(|directive| Some((directive.attribute("id")?, directive.for_facilitators)));
    let ids = body.ids.iter().map(|id| (id.as_str(), false));
    let mut all: Vec<(&str, bool)> = headings.chain(directives).chain(ids).collect();
    // What everybody sees comes first, and stands for what else has its id.
    all.sort_unstable();
    all.dedup_by_key(|(id, _)| *id);
    all.into_iter()
        .map(|(id, for_facilitators)| (id.into(), for_facilitators))
        .collect()
}

/// What is said of a formula that cannot be read.
fn bad_math(path: &SourcePath, span: Span, words: &str) -> Diagnostic {
    Diagnostic::new(
        &rule::BAD_MATH,
        path,
        span,
        format!("this formula cannot be read: {words}"),
    )
    .help("if the dollar sign means money, write it as `\\$`")
}
