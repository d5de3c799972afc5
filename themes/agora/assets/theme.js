// Runs before the first paint: says that script works, and applies the remembered choice of light or dark.
(function (root) {
  root.dataset.js = "";
  try {
    var theme = localStorage.getItem("stoa:theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch (error) { /* no storage: the system decides */ }
})(document.documentElement);
