//! What programs read of badges and awards: Open Badges 3.0 and 2.0 as JSON, pictures with awards in them, the keys of the issuer
//! and the list of revoked awards.

use std::sync::{Arc, OnceLock};

use serde_json::{Value, json};

use super::page::Context;
use super::{Artifact, OutPath, Planned, Rendered, Rope};
use crate::assemble::achievement;
use crate::badge::canon::{CREDENTIALS, OPEN_BADGES};
use crate::badge::picture::{draw, to_png};
use crate::badge::{
    ASSERTION, Achievement, CREDENTIAL, Issuer, STATUS, Signable, bake_png, bake_svg, did_document,
    document_path, hosted,
};
use crate::picture;
use crate::site::{Award, Badge};
use crate::source::{Content, Digest, SourceFile};

/// A raster picture of a badge, made once for all that need it.
type Png = Arc<OnceLock<Option<Vec<u8>>>>;

/// The picture of a badge.
#[derive(Clone)]
enum Drawing<'a> {
    /// As SVG.
    Svg(std::borrow::Cow<'a, str>),
    /// As PNG.
    Png(&'a SourceFile),
}

impl Drawing<'_> {
    /// The picture as PNG.
    fn png(&self) -> Option<Vec<u8>> {
        match self {
            Self::Svg(svg) => to_png(svg),
            Self::Png(file) => {
                let clean = picture::without_position(file);
                Some(clean.unwrap_or_else(|| file.bytes().to_vec()))
            }
        }
    }
}

/// Where the picture of a badge is that was drawn because none was given.
pub(super) fn drawn_path(badge: &Badge) -> String {
    format!("badges/{}/badge.svg", badge.id)
}

/// The picture that is given for a badge, if awards can be put into pictures of its kind.
fn given<'a>(context: &'a Context<'a>, badge: &Badge) -> Option<Drawing<'a>> {
    let name = badge.front.image.as_ref()?;
    let path = picture::beside(&badge.document.path, name);
    let file = context.site.routes.get(&path)?.asset.as_ref()?;
    let Content::Memory(bytes) = &file.content else {
        return None;
    };
    match bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        true => Some(Drawing::Png(file)),
        false if file.path.extension() == "svg" => {
            let svg = file.text().ok()?;
            Some(Drawing::Svg(svg.into()))
        }
        false => None,
    }
}

/// Whether the awards of a badge come as SVG too.
pub(super) fn has_svg(context: &Context<'_>, badge: &Badge) -> bool {
    !matches!(given(context, badge), Some(Drawing::Png(_)))
}

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let site = context.site;
    let mut planned = Vec::new();
    let issuer = site.awards.issuer.as_ref();
    if let Some(issuer) = issuer {
        plan_issuer(context, issuer, &mut planned);
    }
    for badge in &site.badges {
        if context.given_picture(badge).is_none() {
            let svg = draw(&badge.id, &badge.name);
            planned.push(ready(&drawn_path(badge), svg.into_bytes()));
        }
        let Some(issuer) = issuer else {
            continue;
        };
        let drawing = given(context, badge)
            .unwrap_or_else(|| Drawing::Svg(draw(&badge.id, &badge.name).into()));
        let png = Png::default();
        let digest = match &drawing {
            Drawing::Svg(svg) => Digest::of(svg.as_bytes()),
            Drawing::Png(file) => file.digest,
        };
        let awards = site.awards.list.iter();
        let mut awards = awards.filter(|award| award.badge == badge.id).peekable();
        let shown = achievement(site, badge);
        if let Some(achievement) = &shown {
            plan_badge(issuer, badge, achievement, &mut planned);
        }
        if shown.is_some() || awards.peek().is_some() {
            let path = OutPath::new(format!("badges/{}/badge.png", badge.id));
            planned.push(picture_file(path, digest, &drawing, &png, |png| {
                Some(png.to_vec())
            }));
        }
        for award in awards {
            plan_award(issuer, award, digest, &drawing, &png, &mut planned);
        }
    }
    planned
}

fn plan_issuer<'a>(context: &'a Context<'a>, issuer: &Issuer, planned: &mut Vec<Planned<'a>>) {
    let site = context.site;
    let keys = document_path(&issuer.did);
    planned.push(json_file(keys, &did_document(issuer)));
    planned.push(json_file(hosted::ISSUER, &hosted::issuer(issuer)));
    if let Some(status) = &site.awards.status {
        planned.push(ready(STATUS, status.text().into_bytes()));
    }
    let is_free = |name: &str| context.sources.get(&format!("static/{name}")).is_none();
    // GitHub Pages leaves out what begins with a dot, unless this file is there.
    if keys.starts_with('.') && is_free(".nojekyll") {
        planned.push(ready(".nojekyll", Vec::new()));
    }
    // Programs in browsers that verify awards come from other origins. GitHub Pages lets them; Netlify and Cloudflare read this.
    if is_free("_headers") {
        let base = &site.course.base;
        let places = [
            format!("{base}{keys}"),
            format!("{base}awards/*"),
            format!("{base}badges/*"),
        ];
        let lines = places.map(|place| format!("{place}\n  Access-Control-Allow-Origin: *\n"));
        planned.push(ready("_headers", lines.concat().into_bytes()));
    }
}

fn plan_badge(
    issuer: &Issuer,
    badge: &Badge,
    achievement: &Achievement,
    planned: &mut Vec<Planned<'_>>,
) {
    // As text it can always be written.
    let mut value = serde_json::to_value(achievement).unwrap_or_default();
    value["@context"] = json!([CREDENTIALS, OPEN_BADGES]);
    planned.push(json_file(
        &format!("badges/{}/achievement.json", badge.id),
        &value,
    ));
    planned.push(json_file(
        &hosted::class_path(&badge.id),
        &hosted::class(issuer, &badge.id, achievement),
    ));
}

fn plan_award<'a>(
    issuer: &Issuer,
    award: &'a Award,
    digest: Digest,
    drawing: &Drawing<'a>,
    png: &Png,
    planned: &mut Vec<Planned<'a>>,
) {
    let id = &award.id;
    let credential = &award.credential;
    let text = credential.text();
    planned.push(ready(
        &format!("awards/{id}/award.json"),
        text.clone().into_bytes(),
    ));
    planned.push(json_file(
        &hosted::assertion_path(id),
        &hosted::assertion(
            issuer,
            id,
            &award.badge,
            credential,
            award.revoked.as_deref(),
        ),
    ));
    let key = Digest::of_parts([digest.bytes(), text.as_bytes()]);
    let assertion = format!("{}{}", issuer.base_url, hosted::assertion_path(id));
    // In a picture the shorter form is enough.
    let inside = serde_json::to_string(&**credential).unwrap_or_default();
    if let Drawing::Svg(svg) = drawing {
        let (svg, inside) = (svg.clone(), inside.clone());
        let path = OutPath::new(format!("awards/{id}/badge.svg"));
        planned.push(Planned {
            path: path.clone(),
            origin: None,
            key,
            make: Box::new(move || {
                let baked = bake_svg(&svg, &inside).unwrap_or_default();
                Rendered::new(Artifact::new(path.clone(), Rope::from(baked)), Vec::new())
            }),
        });
    }
    let path = OutPath::new(format!("awards/{id}/badge.png"));
    planned.push(picture_file(path, key, drawing, png, move |png| {
        bake_png(png, &[(CREDENTIAL, &inside), (ASSERTION, &assertion)])
    }));
}

/// A picture that is made from the one of the badge.
fn picture_file<'a>(
    path: OutPath,
    key: Digest,
    drawing: &Drawing<'a>,
    png: &Png,
    make: impl Fn(&[u8]) -> Option<Vec<u8>> + Send + Sync + 'a,
) -> Planned<'a> {
    let (drawing, png) = (drawing.clone(), Arc::clone(png));
    Planned {
        path: path.clone(),
        origin: None,
        key,
        make: Box::new(move || {
            let png = png.get_or_init(|| drawing.png());
            let bytes = png.as_deref().and_then(&make).unwrap_or_default();
            Rendered::new(Artifact::new(path.clone(), Rope::from(bytes)), Vec::new())
        }),
    }
}

fn json_file<'a>(path: &str, value: &Value) -> Planned<'a> {
    // Text can always be written.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    ready(path, text.into_bytes())
}

fn ready<'a>(path: &str, bytes: Vec<u8>) -> Planned<'a> {
    Planned::ready(Artifact::new(OutPath::new(path), Rope::from(bytes)), None)
}
