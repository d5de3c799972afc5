//! What was said in a thread, and what a page shows of it.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::Context;
use super::changes::local;
use super::link::{cohort_link, initials};
use crate::config::Names;
use crate::document::Document;
use crate::schedule::time_view;
use crate::site::{Cohort, Voices};
use crate::snapshot::{Post, Talk};
use crate::source::KeyWriter;
use crate::view::{SnapshotPost, SnapshotView, TimeView};

impl Context<'_> {
    /// What was said about a topic, by its key in the cohort that the page speaks of: that cohort first, then the others that
    /// talked about it, the latest first.
    pub(super) fn snapshots(&self, cohort: Option<&Cohort>, key: &str) -> Vec<SnapshotView> {
        let own = self.snapshot(cohort, key, false);
        let id = key.rsplit('/').nth(1).unwrap_or_default();
        let others = self
            .site
            .cohorts
            .iter()
            .filter(|other| cohort.is_none_or(|cohort| cohort.id != other.id));
        let others =
            others.filter_map(|other| self.snapshot(Some(other), &thread_key(&other.id, id), true));
        own.into_iter().chain(others).collect()
    }

    /// What was said in one thread.
    pub(super) fn snapshot(
        &self,
        cohort: Option<&Cohort>,
        key: &str,
        is_earlier: bool,
    ) -> Option<SnapshotView> {
        let all = self.site.snapshot.as_ref()?;
        let talk = all.get(key)?;
        let when = |moment| match cohort {
            Some(cohort) => local(cohort, moment),
            None => time_view(&moment.to_zoned_datetime(TimeZone::UTC)),
        };
        Some(SnapshotView {
            cohort: cohort
                .filter(|_| self.site.cohorts.len() > 1)
                .map(|cohort| cohort_link(self.site, cohort)),
            is_earlier,
            as_of: when(all.fetched),
            count: talk.count(),
            more: talk.more,
            url: talk.url.clone(),
            posts: posts(talk, &self.site.community.voices, &when),
        })
    }

    /// How many posts there are about a topic in the cohort that is on.
    pub(super) fn posts_about(&self, id: &str) -> usize {
        let Some(all) = &self.site.snapshot else {
            return 0;
        };
        let cohort = self.site.current_cohort();
        let cohort = cohort.map_or("course", |cohort| cohort.id.as_str());
        all.get(&thread_key(cohort, id))
            .map_or(0, |talk| talk.count())
    }

    /// What the forum calls the threads about a topic, by cohort.
    pub(super) fn numbers(&self, id: &str, engine: &str) -> BTreeMap<&str, u64> {
        let site = self.site;
        let own = site.cohorts.is_empty().then_some("course");
        let cohorts = site.cohorts.iter().map(|cohort| cohort.id.as_str());
        own.into_iter()
            .chain(cohorts)
            .chain([super::thread::SHARED])
            .filter_map(|cohort| Some((cohort, site.lock.thread(&thread_key(cohort, id), engine)?)))
            .collect()
    }

    /// Adds what a page with these topics shows of the forum to its key.
    pub(super) fn add_talk<'t>(&self, ids: impl Iterator<Item = &'t str>, key: &mut KeyWriter) {
        let site = self.site;
        let has_numbers = site.lock.threads().next().is_some();
        if site.snapshot.is_none() && !has_numbers {
            return;
        }
        let own = site.cohorts.is_empty().then_some("course");
        for id in ids {
            let cohorts = site.cohorts.iter().map(|cohort| cohort.id.as_str());
            for cohort in own.into_iter().chain(cohorts) {
                let thread = thread_key(cohort, id);
                let all = site.snapshot.as_ref();
                if let Some((all, talk)) = all.and_then(|all| Some((all, all.get(&thread)?))) {
                    let voices = &site.community.voices;
                    key.part(
                        voices
                            .digest
                            .as_ref()
                            .map_or(&[][..], |digest| digest.bytes()),
                    );
                    key.part(&talk.posts.len().to_le_bytes());
                    key.part(thread.as_bytes())
                        .part(talk.digest.bytes())
                        .part(all.fetched.to_string().as_bytes());
                }
                let engine = site.forum.as_ref().map_or("", |forum| forum.engine.id());
                if let Some(number) = site.lock.thread(&thread, engine) {
                    key.part(thread.as_bytes()).part(&number.to_le_bytes());
                }
            }
        }
    }

    /// The same for the threads in a text.
    pub(super) fn add_talk_in(&self, document: Option<&Document>, key: &mut KeyWriter) {
        let directives = document
            .into_iter()
            .flat_map(|document| &document.body.directives);
        let ids: Vec<String> = directives
            .filter_map(|directive| {
                Some(format!(
                    "{}-{}",
                    directive.opening.name,
                    directive.attribute("id")?
                ))
            })
            .collect();
        self.add_talk(ids.iter().map(String::as_str), key);
    }
}

fn thread_key(cohort: &str, id: &str) -> String {
    format!("/t/{cohort}/{id}/")
}

fn posts(
    talk: &Talk,
    voices: &Voices,
    when: &dyn Fn(jiff::Timestamp) -> TimeView,
) -> Vec<SnapshotPost> {
    let depth = |post: Option<&Post>| post.map_or(0, |post| post.depth);
    let view = |(at, post): (usize, &Post)| {
        let next = depth(talk.posts.get(at + 1));
        SnapshotPost {
            author: author(post, voices),
            time: post.created.map(when),
            likes: post.likes,
            html: post.html.clone(),
            url: post.url.clone(),
            opens: next > post.depth,
            closes: (next..post.depth).collect(),
        }
    };
    talk.posts.iter().enumerate().map(view).collect()
}

/// How the author of a post is named: as the person chose, or as the course names everybody else.
fn author(post: &Post, voices: &Voices) -> Option<String> {
    let chosen = post
        .actor
        .as_ref()
        .and_then(|actor| voices.names.get(actor));
    let name = match (chosen, voices.unknown) {
        (Some(name), _) => name.clone(),
        (None, Names::Handle) => post.author.clone(),
        (None, Names::Initials) => initials(&post.author)
            .map(|letter| format!("{letter}."))
            .collect::<Vec<_>>()
            .join(" "),
        (None, Names::None) => String::new(),
    };
    Some(name).filter(|name| !name.is_empty())
}
