// The markup of every page, read by html-validate.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { check, files, none } from "./lib.mjs";

const rules = new HtmlValidate(new StaticConfigLoader({
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: {
    // `role="list"` on a list without marks is for VoiceOver, which otherwise does not say that it is a list.
    "no-redundant-role": "off",
    // A name on a plain list or group is read out, and says what the list is of.
    "aria-label-misuse": ["error", { allowAnyNamable: true }],
    // A wide table in a box that scrolls is a region, so that it can be reached by keyboard, and no section of the text.
    "prefer-native-element": ["error", { exclude: ["region"] }],
    // The order of the outline is judged by axe-core, with what is hidden taken into account.
    "heading-level": "off",
    // Long titles are the author's own.
    "long-title": "off",
    // Text comes out of Markdown as it was typed.
    "no-trailing-whitespace": "off",
    "no-raw-characters": ["error", { relaxed: true }],
  },
}));

export async function html(name, folder) {
  await check(`${name}: html-validate finds nothing`, async () => {
    const list = files(folder).filter((file) => file.endsWith(".html"));
    const problems = [];
    for (const file of list) {
      const report = await rules.validateString(readFileSync(join(folder, file), "utf8"), file);
      for (const { messages } of report.results) problems.push(...messages.map((m) => `${file}:${m.line}:${m.column}: ${m.ruleId}: ${m.message}`));
    }
    none(problems, 25);
    return `${list.length} pages`;
  });
}
