#!/usr/bin/env python3
"""A large course to measure with: the same bytes for the same arguments.

    generate.py DIR --modules M --lessons L

M modules of L lessons each, every page about 6 KB of Markdown: headings, paragraphs, lists, a table, footnotes, links to
other lessons, a picture, and two or three blocks of code in four languages. No two pages are alike.
"""
import argparse
import random
from pathlib import Path

NOUNS = """answer bench bridge bucket call canvas chapter circle clue corner cue door draft edge evening example face fact
feedback fence field finding frame garden gate glance goal group guess guide habit hall hand harbour heading hint hour house
idea ink island joke journey key kitchen label ladder lamp leaf letter light line list map margin market meeting memory mirror
morning neighbour night note number offer order page pair path pause pencil plan point prompt question reason reply river room
rule season sentence shelf side sign silence sketch step stone story street table task team thread tool town trade train turn
type valley view visit voice walk wall week window word workshop""".split()
VERBS = """ask answer begin borrow bring build carry change choose collect compare copy count cut draw fold follow gather give
grow help hold invite join keep learn leave lend listen look make mark measure mend mix move name notice offer open order pair
pass plan plant practise print promise read remember repeat reply rest return save say see share show sketch sort speak start
stay stop swap take teach tell test thank think trade try turn use visit wait walk watch weigh welcome write""".split()
SMALL = "a the each one every this that some our their its another".split()
JOIN = "and but so because while until before after when where with without beside under over between for from".split()
LANGUAGES = ("rust", "python", "js", "bash")


class Writer:
    """Text from one seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def one(self, words):
        return self.random.choice(words)

    def clause(self):
        return f"{self.one(SMALL)} {self.one(NOUNS)} may {self.one(VERBS)} {self.one(SMALL)} {self.one(NOUNS)}"

    def sentence(self):
        parts = [self.clause()]
        for _ in range(self.random.randint(0, 2)):
            parts.append(f"{self.one(JOIN)} {self.clause()}")
        shape = self.random.random()
        if shape < 0.15:
            parts[0] = f"**{parts[0]}**"
        elif shape < 0.3:
            parts[-1] = f"*{parts[-1]}*"
        elif shape < 0.45:
            parts.append(f"`{self.name()}`")
        text = " ".join(parts)
        first = text.find(next(letter for letter in text if letter.isalpha()))
        return text[:first] + text[first].upper() + text[first + 1:] + "."

    def paragraph(self):
        return " ".join(self.sentence() for _ in range(self.random.randint(4, 7)))

    def title(self):
        return f"{self.one(VERBS).capitalize()} {self.one(SMALL)} {self.one(NOUNS)} {self.one(JOIN)} {self.one(SMALL)} {self.one(NOUNS)}"

    def name(self):
        return f"{self.one(VERBS)}_{self.one(NOUNS)}"

    def code(self, language):
        function, thing, other = self.name(), self.one(NOUNS), self.one(NOUNS)
        kind, few, many = self.one(NOUNS).capitalize(), self.random.randint(2, 90), self.random.randint(100, 9000)
        return {
            "rust": f"""/// How many of the {thing}s fit, at most `{few}`.
pub fn {function}(all: &[{kind}], limit: usize) -> Option<u64> {{
    let mut sum: u64 = {many};
    for ({other}, item) in all.iter().enumerate().take(limit.min({few})) {{
        match item.{thing}() {{
            Some(value) if value > 0 => sum += value * {other} as u64, // the later ones weigh more
            Some(_) => continue,
            None => return None,
        }}
    }}
    println!("{{sum}} of {{}}: {thing}", all.len());
    (sum < {many * 7}).then_some(sum)
}}
""",
            "python": f'''class {kind}:
    """Keeps the {thing}s of one {other}."""

    limit = {many}

    def __init__(self, path, *, strict=True):
        self.rows = [line.split(",") for line in open(path, encoding="utf-8")]
        self.strict = strict

    def {function}(self, week: int = {few}) -> dict[str, int]:
        found = {{}}
        for name, *rest in self.rows:
            if len(rest) < week and self.strict:
                raise ValueError(f"{{name}}: no {thing} in week {{week}}")
            found[name] = min(self.limit, sum(int(cell or 0) for cell in rest))
        return found  # in the order of the file
''',
            "js": f"""// Gathers each {thing} by its {other}.
export async function {function}(source, {{ limit = {few}, quiet = false }} = {{}}) {{
  const answer = await fetch(`${{source}}?limit=${{limit}}`);
  if (!answer.ok) throw new Error("no {thing}: " + answer.status);
  const by = new Map();
  for (const row of await answer.json()) {{
    const key = row.{other}?.trim().toLowerCase() ?? "none";
    by.set(key, [...(by.get(key) ?? []), row]);
  }}
  if (!quiet) console.log(by.size, "of", {many});
  return by;
}}
""",
            "bash": f"""set -euo pipefail

{function}() {{
  local {thing}="${{1:?a {thing}}}" count=0
  while IFS=, read -r name rest; do
    [[ -z "$name" || "$name" == \\#* ]] && continue
    count=$((count + {few}))
  done < "${thing}.csv"
  if (( count > {many} )); then
    echo "too many: $count" >&2
    return 1
  fi
  printf '%s\\t%d\\n' "${thing}" "$count"
}}

{function} "$@" | sort -k2 -n | head -{few}
""",
        }[language]


def place(module, lesson):
    """Where a lesson is, seen from another one."""
    return f"../{module:03}-module-{module}/{lesson:03}-lesson-{lesson}.md"


def page(module, lesson, modules, lessons):
    """The Markdown of one lesson; lesson 0 is the module's own page."""
    write = Writer(f"{module}/{lesson}")
    out, notes, blocks = [], [], 0

    def link():
        near = write.random.random() < 0.7
        m = module if near else write.random.randint(1, modules)
        return f"[{write.one(SMALL)} {write.one(NOUNS)}]({place(m, write.random.randint(1, lessons))})"

    start = write.random.randrange(4)
    out += ["+++", f'title = "{write.title()} {module}.{lesson}"']
    out += [f'format = "{write.one(("reading", "self-study", "microlearning", "group-activity"))}"', "+++", "", write.paragraph(), ""]
    for section in range(write.random.randint(4, 6)):
        out += [f"## {write.title()}", "", write.paragraph(), ""]
        turn = section % 4
        if turn in (0, 3) or (turn == 1 and write.random.random() < 0.6):
            out += [f"```{LANGUAGES[(start + blocks) % 4]}", write.code(LANGUAGES[(start + blocks) % 4]) + "```", ""]
            blocks += 1
        if turn == 0:
            notes.append(f"[^{section}]: {write.sentence()}")
            out += [f"{write.sentence()} See {link()}, then {link()}.[^{section}]", ""]
        elif turn == 1:
            out += [f"- {write.sentence()}" for _ in range(write.random.randint(3, 5))]
            out += ["", f"### {write.title()}", "", f"![{write.sentence()}](../../static/plan.svg)", ""]
        elif turn == 2:
            out += ["| week | what | points |", "|---|:---|---:|"]
            out += [f"| {n} | {write.clause()} | {write.random.randint(1, 90)} |" for n in range(1, write.random.randint(4, 6))]
            out += ["", f"> {write.sentence()}", ""]
        else:
            out += [f"{n}. {write.sentence()}" for n in range(1, write.random.randint(4, 6))]
            out += ["", f"{write.paragraph()} Go on with {link()}.", ""]
    return "\n".join(out + notes) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dir", type=Path)
    parser.add_argument("--modules", type=int, required=True)
    parser.add_argument("--lessons", type=int, required=True)
    args = parser.parse_args()
    args.dir.mkdir(parents=True)
    (args.dir / "static").mkdir()
    (args.dir / "static" / "plan.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="160"><path fill="none" stroke="#555" d="M20 140 320 20l300 120z"/></svg>\n')
    (args.dir / "course.toml").write_text(
        'title = "A large course"\ndescription = "Made to measure with."\nlanguage = "en"\nbase_url = "https://learn.example.org/large/"\n')
    (args.dir / "schedule.toml").write_text("".join(
        f'[[session]]\nid = "meet-{week}"\ntitle = "Meeting of week {week}"\nformat = "webinar"\nweek = {week}\nday = "tue"\n'
        f'time = "10:00"\nduration = "60m"\n\n' for week in range(1, 13)))
    (args.dir / "cohorts").mkdir()
    (args.dir / "cohorts" / "2026-autumn.toml").write_text('title = "Autumn 2026"\nstart = 2026-10-05\ntimezone = "Europe/Paris"\n')
    for module in range(1, args.modules + 1):
        folder = args.dir / "modules" / f"{module:03}-module-{module}"
        folder.mkdir(parents=True)
        for lesson in range(args.lessons + 1):
            name = f"{lesson:03}-lesson-{lesson}.md" if lesson else "index.md"
            (folder / name).write_text(page(module, lesson, args.modules, args.lessons), encoding="utf-8")


if __name__ == "__main__":
    main()
