// Leads from the address of a thread to the page that shows it. A post's own #id is kept, so that a link in a mail
// still finds its post; without one the page's own anchor is used.
const to = document.currentScript.dataset.to;
location.replace(location.hash ? to.replace(/#.*$/, "") + location.hash : to);
