//! The page of a module.

use rayon::prelude::*;

use super::link::coming;
use super::{Context, Page, Planned, thread};
use crate::config::{Discussion, Spanned};
use crate::view::ModuleView;

pub(super) fn plan<'a>(context: &'a Context<'a>) -> Vec<Planned<'a>> {
    (0..context.site.modules.len())
        .into_par_iter()
        .map(|at| module(context, at))
        .collect()
}

fn module<'a>(context: &'a Context<'a>, at: usize) -> Planned<'a> {
    let site = context.site;
    let module = &site.modules[at];
    let front = module.document.as_ref().and_then(|page| page.page());
    let (previous, next) = context.neighbours(module.at);
    let mut badge_ids: Vec<Spanned<String>> =
        front.map(|front| front.badges.clone()).unwrap_or_default();
    for lesson in module
        .lessons
        .iter()
        .filter_map(|lesson| site.lessons[*lesson].document.page())
    {
        for badge in &lesson.badges {
            if badge_ids.iter().all(|known| known.value != badge.value) {
                badge_ids.push(badge.clone());
            }
        }
    }
    let discussion = front.map_or(&Discussion::Default, |front| &front.discussion);
    let view = ModuleView {
        link: context.module_link(at),
        objectives: front
            .map(|front| front.objectives.clone())
            .unwrap_or_default(),
        requires: front
            .map(|front| context.requires(&front.requires))
            .unwrap_or_default(),
        lessons: module
            .lessons
            .iter()
            .map(|lesson| context.lesson_link(*lesson))
            .collect(),
        modules: module
            .modules
            .iter()
            .map(|inner| context.module_link(*inner))
            .collect(),
        coming: coming(site, Some(at)),
        sessions: context.sessions_of(Some(&module.id)),
        badges: context.badges(&badge_ids),
        thread: thread::of_module(context, module, discussion),
        prompt: thread::prompt_without_thread(context, discussion),
        previous,
        next,
    };
    let place = context.place(Some(at), &view.link.url);
    let mut page = Page::new(
        "module",
        crate::name::decode(&module.url),
        module.title.as_str(),
    )
    .document(module.document.as_ref())
    .section("modules")
    .description(view.link.description.clone())
    .breadcrumbs(context.trail(module.parent))
    .script(
        "forum",
        (view.thread.is_some() && thread::is_open(context, context.site.current_cohort()))
            || thread::has_any(context, module.document.as_ref()),
    );
    page.nav = place;
    context.page(page, "module", view)
}
