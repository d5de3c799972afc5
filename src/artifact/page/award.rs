//! The page of an award. Whoever has its address can read it; nothing in the portal leads to it, unless the person agreed to be
//! named.

use super::{Context, Page, Planned};
use crate::artifact::award::has_svg;
use crate::badge::{STATUS, document_path};
use crate::name::encode_value;
use crate::policy;
use crate::schedule::date_view;
use crate::site::{Award, Badge};
use crate::view::{AwardFiles, AwardLink, AwardView, DateView, EvidenceView, Link};

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    let awards = context.site.awards.list.iter();
    awards
        .filter_map(|award| {
            let badges = &context.site.badges;
            let badge = badges.iter().find(|badge| badge.id == award.badge)?;
            Some(one(context, award, badge))
        })
        .collect()
}

fn one<'a>(context: &'a Context<'a>, award: &'a Award, badge: &'a Badge) -> Planned<'a> {
    let view = view(context, award, badge);
    let title = match &award.person() {
        Some(person) => format!("{} for {person}", view.name),
        None => format!("{}: an award", view.name),
    };
    let page = Page::new("award", path(award), title)
        .description(Some(view.description.clone()))
        .breadcrumbs(vec![
            context.home(),
            Link {
                title: "Badges".to_owned(),
                url: context.site.url("badges/"),
            },
            Link {
                title: badge.name.clone(),
                url: context.site.url(&format!("badges/{}/", badge.id)),
            },
        ])
        .script("award", true);
    context.page(page, "award", view)
}

/// The address of an award's page below the base path.
fn path(award: &Award) -> String {
    format!("awards/{}/", award.id)
}

/// The day on which an award was given.
fn date(award: &Award) -> DateView {
    let time = award.credential.valid_from.parse::<jiff::Timestamp>();
    let time = time.unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    date_view(jiff::tz::Offset::UTC.to_datetime(time).date())
}

fn view(context: &Context<'_>, award: &Award, badge: &Badge) -> AwardView {
    let site = context.site;
    let credential = &award.credential;
    let achievement = &credential.credential_subject.achievement;
    let url = |name: &str| site.url(&format!("{}{name}", path(award)));
    // The address that the award itself has: wherever this build is for, it lasts.
    let address = credential.id.trim_end_matches("award.json").to_owned();
    let issuer = site.awards.issuer.as_ref();
    let keys = issuer.map_or("did.json", |issuer| document_path(&issuer.did));
    let evidence = credential.evidence.iter().map(|one| EvidenceView {
        text: one.narrative.clone(),
        url: one.id.clone(),
        host: one.id.as_deref().and_then(policy::origin).map(|origin| {
            let host = origin.split_once("://").map(|(_, host)| host.to_owned());
            host.unwrap_or(origin)
        }),
    });
    let day = date(award);
    let mut date_parts = day.iso.split('-');
    let (year, month) = (
        date_parts.next().unwrap_or_default().to_owned(),
        date_parts
            .next()
            .unwrap_or_default()
            .trim_start_matches('0')
            .to_owned(),
    );
    let query = [
        ("startTask", "CERTIFICATION_NAME"),
        ("name", &credential.name),
        ("organizationName", &credential.issuer.name),
        ("issueYear", &year),
        ("issueMonth", &month),
        ("certUrl", &address),
        ("certId", &award.id),
    ];
    let query = query.map(|(key, value)| format!("{key}={}", encode_value(value)));
    AwardView {
        id: award.id.clone(),
        badge: context.badge_link(badge),
        name: credential.name.clone(),
        description: achievement.description.clone(),
        person: award.person().map(str::to_owned),
        date: day,
        issuer: Link {
            title: credential.issuer.name.clone(),
            url: credential.issuer.url.clone(),
        },
        evidence: evidence.collect(),
        revoked: award.revoked.clone(),
        files: AwardFiles {
            json: url("award.json"),
            assertion: url("assertion.json"),
            png: url("badge.png"),
            svg: has_svg(context, badge).then(|| url("badge.svg")),
            keys: site.url(keys),
            status: site.url(STATUS),
        },
        add_to_linkedin: format!("https://www.linkedin.com/profile/add?{}", query.join("&")),
        share_on_linkedin: format!(
            "https://www.linkedin.com/sharing/share-offsite/?url={}",
            encode_value(&address)
        ),
        address,
    }
}

impl Context<'_> {
    /// The awards of a badge whose owners agreed to be named, by name.
    pub(super) fn named_awards(&self, badge: &Badge) -> Vec<AwardLink> {
        let awards = self.site.awards.list.iter();
        let mut links: Vec<AwardLink> = awards
            .filter(|award| award.badge == badge.id)
            .filter_map(|award| {
                Some(AwardLink {
                    name: award.person()?.to_owned(),
                    url: self.site.url(&path(award)),
                    date: date(award),
                })
            })
            .collect();
        links.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.url.cmp(&b.url)));
        links
    }
}
