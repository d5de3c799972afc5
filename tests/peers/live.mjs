// `stoa serve` and a browser: the page follows every save.
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { check, course, equal, expect, none, profile, run, serve, stoa, times, work } from "./lib.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function live(browser) {
  const folder = join(work, "live-course");
  cpSync(course, folder, { recursive: true, filter: (path) => !/\/(portal|\.stoa)$/.test(path) });
  const edit = (file, change) => writeFileSync(join(folder, file), change(readFileSync(join(folder, file), "utf8")));
  let served, tools, page;

  await check("serve: the portal is there under the path of the course", async () => {
    served = await serve(folder, ["--now", times.during]);
    tools = await profile(browser, { origin: new URL(served.url).origin }, { viewport: { width: 1280, height: 900 } });
    page = await tools.context.newPage();
    const answer = await page.goto(served.url);
    equal(answer.status(), 200, "the answer");
    equal(await page.locator("h1").innerText(), "Social learning in practice", "the heading");
    expect(/Built \d+ pages in /.test(served.output()), `the first build is not told as one: ${served.output()}`);
  });
  if (!page) return served?.stop();
  const lesson = new URL("modules/community/one-goal/", served.url).href;
  const file = "modules/01-community/02-one-goal.md";
  /** A mark on the page itself: it is gone when the page was loaded again. */
  const mark = () => page.evaluate(() => { window.marked = true; });
  const marked = () => page.evaluate(() => window.marked === true);

  await check("serve: an edited lesson shows in the browser by itself, and the scroll stays", async () => {
    await page.goto(lesson);
    await page.evaluate(() => scrollTo({ top: 400, behavior: "instant" }));
    const started = performance.now();
    edit(file, (text) => `${text}\nFreshly written, forty-two.\n`);
    await page.getByText("Freshly written, forty-two.").waitFor();
    const took = performance.now() - started;
    await page.waitForFunction(() => scrollY > 300, null, { timeout: 3_000 }).catch(() => { throw new Error("the scroll went back to the top"); });
    return `${took.toFixed(0)} ms`;
  });

  await check("serve: the discussion is a preview: one can post and reply, and it stays when the page is loaded again", async () => {
    await page.goto(lesson);
    const thread = page.locator("section.thread");
    const load = () => thread.locator("[data-thread-load]").click();
    await load();
    await thread.getByText("Preview: nothing is sent. What you post").waitFor();
    await thread.getByText("This is how a first post will look").waitFor();
    await thread.getByLabel("What you want to say").fill("My <b>first</b> post");
    await thread.getByRole("button", { name: "Post" }).click();
    await thread.getByText("My <b>first</b> post").waitFor();
    await thread.getByRole("button", { name: "Reply" }).last().click();
    await page.keyboard.type("And an answer");
    await thread.locator("li form").getByRole("button", { name: "Reply" }).click();
    await thread.getByText("And an answer").waitFor();
    await page.reload();
    await load();
    await thread.getByText("And an answer").waitFor();
    none([...tools.foreign, ...tools.errors]);
  });

  await check("serve: a mistake in course.toml is shown over the page, which stays", async () => {
    expect(/\d+ files? changed in /.test(served.output()), `the change is not told: ${served.output()}`);
    await mark();
    edit("course.toml", (text) => text.replace(/^title = .*$/m, "title = "));
    const dialog = page.getByRole("alertdialog");
    await dialog.waitFor();
    const words = await dialog.innerText();
    expect(words.includes("course.toml"), `the file is not named: ${words}`);
    expect(/course\.toml:\d+/.test(words), `the line is not named: ${words}`);
    expect(await marked(), "the page was loaded again");
    expect(await page.getByText("Freshly written, forty-two.").isVisible(), "the page below is gone");
    const other = await page.request.get(served.url);
    equal(other.status(), 200, "other pages while it is broken");
    return words.split("\n").filter(Boolean).slice(0, 2).join(": ");
  });

  await check("serve: the mended file takes the message away", async () => {
    edit("course.toml", (text) => text.replace(/^title = $/m, 'title = "Social learning in practice"'));
    await page.getByRole("alertdialog").waitFor({ state: "hidden" });
    expect(await page.getByText("Freshly written, forty-two.").isVisible(), "the page below is gone");
  });

  const button = page.getByRole("button", { name: /thing(s)? to look at/ });
  const list = page.getByRole("region", { name: /to look at/ });
  const broken = "\nSee [the page that was](gone.md).\n";

  await check("serve: a warning is a button at the edge of the page, and its list says where and what", async () => {
    equal(await button.count(), 0, "buttons while there is nothing to look at");
    edit(file, (text) => text + broken);
    await button.waitFor();
    equal(await button.innerText(), "1 thing to look at", "the button");
    equal(await page.getByRole("alertdialog").count(), 0, "dialogs for a warning");
    equal(await list.count(), 0, "lists before the button is pressed");
    await button.focus();
    await page.keyboard.press("Enter");
    await list.waitFor();
    const words = await list.innerText();
    expect(/02-one-goal\.md:\d+:\d+ broken-link/.test(words), `the place or the rule is not named: ${words}`);
    expect(/help: /.test(words), `the fix is not named: ${words}`);
    return words.split("\n").filter(Boolean).slice(0, 2).join(": ");
  });

  for (const colorScheme of ["light", "dark"]) for (const width of [320, 1280]) {
    await check(`serve: the list of warnings fits and is accessible: ${colorScheme}, ${width} pixels`, async () => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 700 });
      const box = await list.boundingBox();
      expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= 700, `it is cut off: ${JSON.stringify(box)}`);
      await page.evaluate(axe);
      none(await page.evaluate(async () => {
        const { violations } = await window.axe.run("stoa-problems", { resultTypes: ["violations"] });
        return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));
      }));
    });
  }
  await page.setViewportSize({ width: 1280, height: 900 });

  await check("serve: the list stays open over a reload, Escape closes it, and a mended course has no button", async () => {
    await mark();
    edit(file, (text) => `${text}\nOne word more.\n`);
    await page.getByText("One word more.").waitFor();
    expect(!(await marked()), "the page was not loaded again");
    await list.waitFor();
    await button.focus();
    await page.keyboard.press("Escape");
    equal(await list.count(), 0, "lists after Escape");
    equal(await button.getAttribute("aria-expanded"), "false", "aria-expanded");
    edit(file, (text) => text.replace(broken, ""));
    await button.waitFor({ state: "detached" });
  });

  await check("serve: warnings that were hidden come back when they are others", async () => {
    edit(file, (text) => text + broken);
    await button.click();
    await page.getByRole("button", { name: /^Hide/ }).click();
    equal(await button.count(), 0, "buttons once they are hidden");
    edit(file, (text) => `${text}\nAnd another word.\n`);
    await page.getByText("And another word.").waitFor();
    await page.waitForTimeout(300);
    equal(await button.count(), 0, "buttons after a save that changed no warning");
    edit(file, (text) => `${text}\n[And this](gone-too.md).\n`);
    await button.waitFor();
    equal(await button.innerText(), "2 things to look at", "the button");
    edit(file, (text) => text.replace(broken, "").replace("\n[And this](gone-too.md).\n", ""));
    await button.waitFor({ state: "detached" });
  });

  await check("serve: a change of style alone is seen without loading the page again", async () => {
    const taken = await run(stoa, ["theme", "eject", "assets/agora.css", folder]);
    equal(taken.code, 0, `stoa theme eject: ${taken.all}`);
    const sheet = ["static/assets/agora.css", "theme/assets/agora.css", "assets/agora.css"].find((path) => existsSync(join(folder, path)));
    expect(sheet, `the sheet is nowhere: ${taken.all}`);
    await page.waitForTimeout(700);
    await page.goto(lesson);
    await mark();
    edit(sheet, (text) => `${text}\nbody { outline: 7px solid rgb(1, 2, 3); }\n`);
    await page.waitForFunction(() => getComputedStyle(document.body).outlineWidth === "7px");
    expect(await marked(), "the page was loaded again");
    return sheet;
  });

  await check("serve: a new lesson has its page, and a removed one says that it is not there", async () => {
    writeFileSync(join(folder, "modules/01-community/09-extra.md"), "# An extra lesson\n\nJust for today.\n");
    await page.getByRole("link", { name: /An extra lesson/ }).first().waitFor({ state: "attached" });
    const answer = await page.request.get(new URL("modules/community/extra/", served.url).href);
    equal(answer.status(), 200, "the new page");
    const missing = await page.request.get(new URL("modules/community/nothing/", served.url).href);
    equal(missing.status(), 404, "a page that never was");
    expect(/not here/.test(await missing.text()), "the missing page is not the portal's own");
  });

  await check("serve: nothing was asked of another origin, and the console stayed quiet", () => none([...tools.foreign, ...tools.errors]));
  await tools.context.close();
  served.stop();
}
