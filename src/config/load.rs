//! [`Config`]: all configuration files of a course.

use super::{AWARDS, AwardsConfig, ISSUER, IssuerConfig};
use super::{
    CohortConfig, CommunityConfig, CourseConfig, PEOPLE, PeopleConfig, ScheduleConfig, Value, text,
    toml, yaml,
};
use crate::diagnostic::Diagnostic;
use crate::placeholder::placeholders;
use crate::source::{SourceFile, SourcePath, Sources};

/// All configuration files of a course.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// `course.toml`.
    pub course: CourseConfig,
    /// `community.toml`.
    pub community: CommunityConfig,
    /// `schedule.toml`.
    pub schedule: ScheduleConfig,
    /// `data/people.toml`.
    pub people: PeopleConfig,
    /// `cohorts/*.toml`, by file name.
    pub cohorts: Vec<(SourcePath, CohortConfig)>,
    /// `badges/issuer.toml`, if it is there.
    pub issuer: Option<IssuerConfig>,
    /// `data/awards.toml`.
    pub awards: AwardsConfig,
    /// The order of folders and pages, where another tool's configuration gives one.
    pub order: Vec<String>,
}

impl Config {
    /// Reads them all. What is wrong is in `diagnostics`.
    pub fn read(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut config = Self::default();
        let node = |file: &SourceFile, diagnostics: &mut Vec<Diagnostic>| {
            let text = text(file, diagnostics);
            let bom = text.len() - text.trim_start_matches('\u{feff}').len();
            placeholders(text, &file.path, diagnostics);
            toml(&text[bom..], bom, &file.path, diagnostics)
        };
        if let Some(file) = sources.get("course.toml") {
            let node = node(file, diagnostics);
            config.course = CourseConfig::read(node, &file.path, diagnostics);
        } else if let Some(file) = sources.get("config.yaml") {
            config.read_carpentries(file);
        }
        if let Some(file) = sources.get("community.toml") {
            let node = node(file, diagnostics);
            config.community = CommunityConfig::read(node, &file.path, diagnostics);
        }
        if let Some(file) = sources.get("schedule.toml") {
            let node = node(file, diagnostics);
            config.schedule = ScheduleConfig::read(node, &file.path, diagnostics);
        }
        if let Some(file) = sources.get(PEOPLE) {
            let node = node(file, diagnostics);
            config.people = PeopleConfig::read(node, &file.path, diagnostics);
        }
        for file in sources
            .under("cohorts")
            .filter(|file| file.path.extension() == "toml")
        {
            let node = node(file, diagnostics);
            if let Some(cohort) = CohortConfig::read(node, &file.path, diagnostics) {
                config.cohorts.push((file.path.clone(), cohort));
            }
        }
        if let Some(file) = sources.get(ISSUER) {
            let node = node(file, diagnostics);
            config.issuer = Some(IssuerConfig::read(node, &file.path, diagnostics));
        }
        if let Some(file) = sources.get(AWARDS) {
            let node = node(file, diagnostics);
            config.awards = AwardsConfig::read(node, &file.path, diagnostics);
        }
        config
    }

    /// The `config.yaml` of a Carpentries lesson says its title, its language, and the order of its parts. It is another
    /// tool's file, so nothing in it is a finding.
    fn read_carpentries(&mut self, file: &SourceFile) {
        let mut ignored = Vec::new();
        let node = yaml(text(file, &mut ignored), 0, &file.path, &mut ignored);
        if node.entry("carpentry").is_none() {
            return;
        }
        let value = |key: &str| {
            node.entry(key)
                .and_then(|entry| entry.node.as_str())
                .map(str::to_owned)
        };
        self.course.title = value("title");
        self.course.license =
            value("license").map(|license| license.replace("CC-BY 4.0", "CC-BY-4.0"));
        for entry in node.entries() {
            if matches!(
                entry.key.as_str(),
                "episodes" | "learners" | "instructors" | "profiles"
            ) {
                self.order.push(entry.key.clone());
                if let Value::List(pages) = &entry.node.value {
                    self.order.extend(
                        pages
                            .iter()
                            .filter_map(|page| Some(format!("{}/{}", entry.key, page.as_str()?))),
                    );
                }
            }
        }
    }
}
