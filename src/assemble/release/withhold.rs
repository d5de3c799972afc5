//! Pages that open later leave the site: [`withhold`].

use crate::site::{Coming, Lesson, Module, Opening, PageRef, Site};

/// Takes out the pages that open later. `openings` is in reading order.
pub(super) fn withhold(site: &mut Site, openings: Vec<Option<Opening>>) {
    let mut modules: Vec<Option<Module>> = site.modules.drain(..).map(Some).collect();
    let mut lessons: Vec<Option<Lesson>> = site.lessons.drain(..).map(Some).collect();
    // Where each module and each lesson is now.
    let mut new_modules: Vec<Option<usize>> = vec![None; modules.len()];
    let mut new_lessons: Vec<Option<usize>> = vec![None; lessons.len()];
    let reading = std::mem::take(&mut site.reading);
    for (page, opens) in reading.into_iter().zip(openings) {
        let before = site.reading.len();
        match page {
            PageRef::Module(old) => {
                let Some(mut module) = modules[old].take() else {
                    continue;
                };
                let parent = module.parent;
                module.parent = parent.and_then(|parent| new_modules[parent]);
                let is_top = parent.is_none() || module.parent.is_some();
                if let Some(opens) = opens {
                    site.routes.withhold(&module.url, opens.words());
                    site.coming.push(Coming {
                        id: module.id,
                        title: is_top.then_some(module.title),
                        number: Some(module.number),
                        module: module.parent,
                        before,
                        document: module.document,
                        opens,
                    });
                    continue;
                }
                let at = site.modules.len();
                new_modules[old] = Some(at);
                module.at = before;
                module.lessons.clear();
                module.modules.clear();
                if let Some(parent) = module.parent {
                    site.modules[parent].modules.push(at);
                }
                site.reading.push(PageRef::Module(at));
                site.modules.push(module);
            }
            PageRef::Lesson(old) => {
                let Some(mut lesson) = lessons[old].take() else {
                    continue;
                };
                let module = lesson.module;
                lesson.module = module.and_then(|module| new_modules[module]);
                let is_top = module.is_none() || lesson.module.is_some();
                if let Some(opens) = opens {
                    site.routes.withhold(&lesson.url, opens.words());
                    site.coming.push(Coming {
                        id: lesson.id,
                        title: is_top.then_some(lesson.title),
                        number: None,
                        module: lesson.module,
                        before,
                        document: Some(lesson.document),
                        opens,
                    });
                    continue;
                }
                let at = site.lessons.len();
                new_lessons[old] = Some(at);
                lesson.at = before;
                if let Some(module) = lesson.module {
                    site.modules[module].lessons.push(at);
                }
                site.reading.push(PageRef::Lesson(at));
                site.lessons.push(lesson);
            }
        }
    }
    site.community.introductions.retain_mut(|introduction| {
        let new = new_lessons[introduction.lesson];
        introduction.lesson = new.unwrap_or_default();
        new.is_some()
    });
    for badge in &mut site.badges {
        badge.lessons = badge
            .lessons
            .iter()
            .filter_map(|lesson| new_lessons[*lesson])
            .collect();
    }
}
