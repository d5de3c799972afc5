// Leads from the address of a thread to the page that shows it. A post's own #id is kept, so that a link in a mail
// still finds its post; the page is told which of its discussions that is, and of which cohort.
const { to, cohort } = document.currentScript.dataset;
const url = new URL(to, location.href);
if (cohort) url.searchParams.set("cohort", cohort);
if (location.hash) {
  url.searchParams.set("thread", url.hash.slice(1));
  url.hash = location.hash;
}
location.replace(url);
