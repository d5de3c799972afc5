// The library as its readers use it: with a keyboard, by an address, by ear, and without a script.
import { check, equal, expect, none, host, profile } from "./lib.mjs";

const titles = (page) => page.locator("[data-library-list] > li:visible h2").allTextContents();
const count = (page) => page.locator("[data-library-status]").textContent();

export async function library(browser, folder) {
  const portal = await host(folder);
  let all = 0;

  await check("library: choices narrow it down, the address holds them, and Back takes them back", async () => {
    const { context, errors } = await profile(browser, portal);
    const page = await context.newPage();
    await page.goto(portal.url("resources/"), { waitUntil: "networkidle" });
    all = (await titles(page)).length;
    expect(all > 6, `only ${all} resources`);
    equal(await count(page), `${all} resources`, "the count at first");
    await page.getByLabel("Kind").selectOption("article");
    const articles = await titles(page);
    expect(articles.length > 1 && articles.length < all, `${articles.length} articles`);
    equal(await count(page), `${articles.length} of ${all} resources`, "the count of articles");
    await page.getByLabel("Language").selectOption({ label: "español (1)" });
    equal((await titles(page)).join(), "Comunidad de práctica", "articles in Spanish");
    equal(new URL(page.url()).search, "?kind=article&language=es", "the address");
    await page.goBack();
    equal((await titles(page)).join(), articles.join(), "after Back");
    equal(await page.getByLabel("Language").inputValue(), "", "the choice after Back");
    await page.goForward();
    equal((await titles(page)).length, 1, "after Forward");
    await page.getByRole("button", { name: "Show all" }).click();
    equal((await titles(page)).length, all, "after Show all");
    equal(await page.evaluate(() => document.activeElement.name), "q", "where the focus is");
    expect(!page.url().includes("?"), page.url());
    none(errors);
    await context.close();
  });

  await check("library: a narrowed list can be linked to, in any spelling", async () => {
    const { context, errors } = await profile(browser, portal);
    const page = await context.newPage();
    await page.goto(portal.url("resources/?tag=COMMUNITY&q=practica"), { waitUntil: "networkidle" });
    equal((await titles(page)).join(), "Comunidad de práctica", "what fits");
    await page.goto(portal.url("resources/?kind=nope"), { waitUntil: "networkidle" });
    equal((await titles(page)).length, all, "what there is not is not chosen");
    await page.goto(portal.url("resources/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"), { waitUntil: "networkidle" });
    equal((await titles(page)).length, 0, "what nothing fits");
    await page.getByText("Nothing in the library fits all of that.").waitFor();
    await page.goto(portal.url("resources/time-zones/"), { waitUntil: "networkidle" });
    await page.getByRole("link", { name: "schedule" }).last().click();
    await page.waitForURL(/\?tag=schedule$/);
    equal((await titles(page)).length, 2, "resources with the tag of another one");
    none(errors);
    await context.close();
  });

  await check("library: with the keyboard alone, and the count is announced", async () => {
    const { context, errors } = await profile(browser, portal);
    const page = await context.newPage();
    await page.goto(portal.url("resources/"), { waitUntil: "networkidle" });
    await page.getByRole("search", { name: "Narrow the library down" }).waitFor();
    await page.getByLabel("Words").focus();
    await page.keyboard.type("badge");
    await page.waitForFunction(() => location.search === "?q=badge");
    equal((await titles(page)).join(), "Open Badges Specification 3.0", "what has the word");
    equal(await page.getByRole("search").getByRole("status").textContent(), `1 of ${all} resources`, "what is announced");
    await page.keyboard.press("Enter");
    equal((await titles(page)).length, 1, "after Enter");
    for (const name of ["kind", "language", "tag", "by"]) {
      await page.keyboard.press("Tab");
      equal(await page.evaluate(() => document.activeElement.name), name, "the order of the controls");
    }
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    equal(await page.getByRole("search").getByRole("status").textContent(), `${all} resources`, "after Show all");
    none(errors);
    await context.close();
  });

  await check("library: without a script the whole list is there, and no control that does nothing", async () => {
    const { context } = await profile(browser, portal, { javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(portal.url("resources/"));
    equal((await titles(page)).length, all, "resources");
    equal(await page.locator("main :is(input, select, button):visible").count(), 0, "controls");
    equal(await page.locator("[data-tag] a").count(), 0, "tags that lead nowhere");
    expect(await page.getByRole("link", { name: "Add a resource at git.example.org" }).isVisible(), "no way to add one");
    await context.close();
  });

  await check("library: languages are marked for voices and translators", async () => {
    const { context } = await profile(browser, portal);
    const page = await context.newPage();
    await page.goto(portal.url("resources/?language=fr"), { waitUntil: "networkidle" });
    const link = page.locator("[data-library-list] > li:visible h2 a");
    equal(await link.getAttribute("lang"), "fr", "the language of the title");
    equal(await page.locator("[data-library-list] > li:visible .resource-open").getAttribute("hreflang"), "fr", "the language of what it leads to");
    equal(await page.locator("[data-library-list] > li:visible .meta [lang]").textContent(), "français", "the name of the language");
    await context.close();
  });

  await check("library: the file to fill in comes along in the link", async () => {
    const { context } = await profile(browser, portal);
    const page = await context.newPage();
    await page.goto(portal.url("resources/"), { waitUntil: "networkidle" });
    const link = new URL(await page.locator("#add a").getAttribute("href"));
    equal(link.searchParams.get("filename"), "name-of-the-resource.md", "its name");
    const text = link.searchParams.get("value");
    expect(text.startsWith("+++\n") && text.includes("\ntitle = \"\"\n") && text.includes("article, book, template, tool"), text);
    await context.close();
  });

  portal.close?.();
}
