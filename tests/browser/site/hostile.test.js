"use strict";
// A framework from elsewhere that means harm: everything in it that could be a script is shown as the text it is.
// What is dangerous in itself, as an address that runs code or a picture with a script, is refused by name.

const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { after, before, test } = require("node:test");
const { pathToFileURL } = require("node:url");

const { desk } = require("../support/desk.js");
const { filesOf } = require("../support/files.js");
const { serve } = require("../support/serve.js");

const made = path.join(process.env.STANDPOINT_MADE ?? "", "hostile");
const site = desk();

/** Would note that it ran. */
const RUN = "window.__ran=(window.__ran||0)+1";
/** Ways out of an attribute, an element, a comment, a script and a template. */
const BREAKS = [
  `"><img src=x onerror="${RUN}">`,
  `'><svg onload='${RUN}'>`,
  `</title></textarea></style></template></noscript></script><script>${RUN}</script>`,
  `--><script>${RUN}</script><!--`,
  `]]><script>${RUN}</script>`,
  `" onmouseover="${RUN}" onfocus="${RUN}" autofocus tabindex="0`,
  `{{ 7 * 7 }}{% raw %}{{ config }}{% endraw %}{% include "base.html" %}{# x #}`,
  `\\" + ${RUN} + \\"`,
  `\u2028</ScRiPt ><sCrIpT >${RUN}</sCrIpT >`,
  `<a href="javascript:${RUN}">x</a><iframe srcdoc="<script>${RUN}</script>"></iframe><base href="//evil.example/">`,
  `<style>*{background:url(https://evil.example/)}</style><link rel=stylesheet href=https://evil.example/>`,
  `<meta http-equiv=refresh content="0;url=javascript:${RUN}"><form action=https://evil.example><input autofocus></form>`,
];
const EVIL = BREAKS.join(" ");
/** As a text of the YAML. */
const text = (words = EVIL) => JSON.stringify(words);
/** A line of Markdown in the YAML; it can't begin as a block of HTML does. @param {number} at */
const line = (at) => text(`x ${BREAKS[at]}`);
/** In Markdown, with what only Markdown can say. */
const MARKDOWN = [
  ...BREAKS,
  `<script>${RUN}</script>`,
  `<details open ontoggle="${RUN}">\n\n**words**\n\n</details>`,
  `## A heading {#x"onmouseover="${RUN} .c"onload="${RUN} onclick=${RUN}}`,
  `# <img src=x onerror="${RUN}">`,
  "```js\" onmouseover=\"" + RUN + "\"\n</code></pre><script>" + RUN + "</script>\n```",
  `[hover](https://example.org/ "\\" onmouseover=\\"${RUN}")`,
  `[quotes](https://example.org/"onmouseover="${RUN})`,
  `<https://example.org/"onmouseover=${RUN}>`,
  `[in the site](/guides/plain.md?q="onmouseover="${RUN})`,
  `| <script>${RUN}</script> | b |\n|---|---|\n| "><img src=x onerror=${RUN}> | [[topic:evil]] |`,
  `A note[^"><script>].\n\n[^"><script>]: <script>${RUN}</script>`,
  `Term <svg onload=${RUN}>\n: <svg onload=${RUN}>`,
  `> [!NOTE]\n> <script>${RUN}</script>`,
  `![a "quoted" <b> picture](<pictures/a'b <x>.png> "\\" onload=\\"${RUN}")`,
  `[[topic:evil|<img src=x onerror=${RUN}>]] and [[evil term]]`,
].join("\n\n");

const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

/** The files of a framework in which every text means harm, by their paths. */
function content() {
  const t = text();
  const part = (id, more) =>
    `---\nid: ${JSON.stringify(id)}\ntitle: ${t}\nshort-title: ${t}\nkind: tasks\nparent: sec\norder: 1\nkeywords: [${t}]\n${more}---\n\n${MARKDOWN}\n\n`;
  return {
    "site.yaml": `title: ${t}\ndescription: ${t}\nlanguage: "en"\nbase-url: ${text(`https://example.org//evil.example/'onmouseover='${RUN}'/{{7*7}}/`)}\n`,
    "standards/framework.yaml": [
      "id: evil-1",
      ...["title", "edition", "publisher", "publisher-short", "source", "rights", "rights-note", "citation"].map((key) => `${key}: ${t}`),
      `publisher-url: ${text(`https://example.org/'onmouseover='${RUN}`)}`,
      `kinds:\n  - {id: tasks, title: ${t}}\n  - {id: knowledge, title: ${t}}`,
      "matrix: {rows: tasks, columns: knowledge}\n",
    ].join("\n"),
    "standards/sec.md": `---\nid: sec\ntitle: ${t}\nshort-title: ${t}\norder: 1\n---\n\n${MARKDOWN}\n`,
    "standards/purpose.md": `---\nid: purpose\ntitle: ${t}\nkind: front\n---\n\n${MARKDOWN}\n`,
    "standards/part.md":
      part("part", `statements:\n  1: {code: ${text('"><script>')}, topics: [evil], keywords: [${t}], supersedes: [${t}], related: {see-also: ["<b onclick='x'>"]}}\n  2: {code: "<b onclick='x'>", related: {supports: [k.1]}}\n`) +
      `1. ${BREAKS[0]} ${BREAKS[2]}\n\n   ${MARKDOWN.replaceAll("\n", "\n   ")}\n\n2. <script>${RUN}</script>\n`,
    "standards/k.md": part("k", "").replace("kind: tasks", "kind: knowledge") + `1. Knowledge of evil term\n`,
    "annotations/k.1.md": `${MARKDOWN}\n\n## Prompts\n\n${BREAKS.map((one) => `- ${one}`).join("\n")}\n`,
    "topics/evil.md": `---\ntitle: ${t}\nsummary: ${t}\n---\n\n${MARKDOWN}\n`,
    "glossary/evil.md": `---\nterm: evil term\naliases: [${text(BREAKS[0])}]\nstatements: [k.1]\n---\n\n${EVIL}\n\n${MARKDOWN}\n`,
    "glossary/worse.md": `---\nterm: ${text(BREAKS[1])}\n---\n\n${EVIL} see [[k.1]]\n`,
    [`guides/a"b'<img src=x onerror=alert(1)>.md`]: `---\ntitle: ${t}\nsummary: ${t}\n---\n\n${MARKDOWN}\n`,
    "guides/plain.md": `---\ntitle: ${text(`${EVIL} again`)}\nsummary: ${t}\n---\n\n${MARKDOWN}\n\nSee [[k.1]].\n`,
    "assessments/evil.md": `---\ntitle: ${t}\nsummary: ${t}\nselect:\n  - part: part\n  - part: k\nscales: [evil, other]\nreflections: [evil]\n---\n\n${MARKDOWN}\n`,
    "assessments/scales/evil.yaml": `title: ${t}\nquestion: ${t}\nquestion-other: ${t}\npoints:\n  - {label: ${text(BREAKS[0])}, anchor: ${t}}\n  - {label: ${text(BREAKS[1])}}\nspecials:\n  - {id: none, label: ${t}}\n`,
    "assessments/scales/other.yaml": `title: ${text(BREAKS[3])}\nquestion: ${t}\npoints:\n  - {label: "a"}\n  - {label: "b"}\n`,
    "assessments/reflections/evil.md": `---\ntitle: ${t}\nsource: ${t}\nsteps:\n  - {id: what, title: ${t}, question: ${t}}\n---\n\n${MARKDOWN}\n`,
    "courses/evil/course.md": `---\ntitle: ${t}\nsummary: ${t}\naudience: ${t}\nrights: ${t}\noutcomes: [${t}]\nreadings:\n  - {text: ${t}, url: "https://example.org/?a=b&c='d'", note: ${t}}\nunits:\n  - {id: one, title: ${t}, summary: ${t}, outcomes: [${t}], readings: [{text: ${t}, note: ${t}}], lessons: [lesson]}\n---\n\n${MARKDOWN}\n`,
    "courses/evil/lesson.md": `---\ntitle: ${t}\nsummary: ${t}\nminutes: 5\noutcomes: [${text(`${EVIL} [[k.1]]`)}]\nreadings: [{text: ${t}, url: "http://example.org/{{site}}", note: ${t}, optional: true}]\nactivities: [{title: ${t}, minutes: 5, text: ${t}}]\ndiscussion: [${t}]\n---\n\n${MARKDOWN}\n\n![[check:evil]]\n\n![[vignette:evil]]\n\n![[k.1]]\n`,
    "courses/evil/checks/evil.yaml": `title: ${t}\nquestions:
  - {id: single, kind: single, question: ${t}, statements: [k.1], options: [{text: ${line(0)}, right: true, feedback: ${t}}, {text: ${line(1)}, feedback: ${t}}]}
  - {id: true-false, kind: true-false, question: ${t}, answer: true, feedback-true: ${t}, feedback-false: ${t}}
  - {id: matching, kind: matching, question: ${t}, pairs: [{left: ${line(0)}, right: ${line(1)}, feedback: ${t}}, {left: ${line(2)}, right: ${line(3)}, feedback: ${t}}], distractors: [${line(5)}]}
  - {id: ordering, kind: ordering, question: ${t}, items: [{text: ${line(0)}, feedback: ${t}}, {text: ${line(1)}, feedback: ${t}}, {text: ${line(2)}, feedback: ${t}}]}
  - {id: own, kind: reflection, question: ${t}, consider: ${t}}\n`,
    "courses/evil/vignettes/evil.yaml": `title: ${t}\nsummary: ${t}\nscenes:\n  - {id: door, text: ${t}, choices: [{text: ${line(0)}, to: end, feedback: ${text(`${EVIL} [[k.1]]`)}}, {text: ${line(1)}, to: end, feedback: "[[k.1]]"}]}\n  - {id: end, text: ${t}}\n`,
    // What a text refers to lies beside it.
    ...Object.fromEntries(
      ["standards", "annotations", "topics", "glossary", "guides", "assessments", "assessments/reflections", "courses/evil"].map((folder) => [
        `${folder}/pictures/a'b <x>.png`,
        PIXEL,
      ]),
    ),
  };
}

/** Writes the content anew, with some files other, and runs Standpoint. @param {Record<string, string | Buffer>} others */
function standpoint(name, command, others = {}) {
  const folder = path.join(made, name);
  fs.rmSync(folder, { recursive: true, force: true });
  for (const [file, words] of Object.entries({ ...content(), ...others })) {
    const at = path.join(folder, "content", file);
    fs.mkdirSync(path.dirname(at), { recursive: true });
    fs.writeFileSync(at, words);
  }
  const args = [command, "--message-format", "json", "--content", path.join(folder, "content"), "--output", path.join(folder, "site")];
  const { status, stdout, stderr } = spawnSync(process.env.STANDPOINT ?? "", args, { encoding: "utf8", timeout: 60_000, maxBuffer: 1 << 28 });
  const problems = stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  return { site: path.join(folder, "site"), status, stderr, errors: problems.filter((one) => one.severity === "error") };
}

/** @type {string} */
let folder;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => {
  const built = standpoint("built", "build");
  assert.deepEqual(built.errors.map((one) => `${one.file}:${one.line}: ${one.message}`), [], built.stderr);
  assert.equal(built.status, 0, built.stderr);
  folder = built.site;
  server = await serve(folder);
});
after(() => server?.close());

/** What in a page could run, as the browser has read it. Runs in the page. */
function alive() {
  const found = [];
  const look = (/** @type {ParentNode} */ root) => {
    for (const one of root.querySelectorAll("*")) {
      const told = one.outerHTML.slice(0, 160);
      for (const { name, value } of one.attributes) {
        const bare = value.replace(/[\s\u0000-\u001f]/g, "").toLowerCase();
        // The scripts set lengths of bars and the like.
        if (/^on/i.test(name) || name === "srcdoc" || (name === "style" && !/^([\w-]+: [\w.%-]+; ?)*$/.test(value))) found.push(`${name}: ${told}`);
        if (["href", "src", "action", "formaction", "data", "poster", "xlink:href"].includes(name)) {
          if (/^[a-z][a-z0-9+.-]*:/.test(bare) && !/^(https?|mailto|tel|file):/.test(bare)) found.push(`${name}: ${told}`);
          if (one.tagName !== "A" && one.getAttribute("rel") !== "canonical" && /^(https?:)?\/\//.test(bare)) found.push(`${name}: ${told}`);
        }
      }
      if (one.tagName === "SCRIPT") {
        const data = /^application\/(ld\+)?json$/.test(one.getAttribute("type") ?? "");
        if (data) JSON.parse(one.textContent ?? "");
        else if (one.textContent || !/^(\/[^/:]|(\.\.\/)*)[^:\\]*(assets\/[\w-]+|search-index|cards\/[\w.-]+)\.js$/.test(one.getAttribute("src") ?? "")) found.push(told);
      }
      if (/^(iframe|object|embed|base|style|frame|applet|portal)$/i.test(one.tagName)) found.push(told);
      if (one.tagName === "META" && /refresh/i.test(one.getAttribute("http-equiv") ?? "")) found.push(told);
      if (one instanceof HTMLTemplateElement) look(one.content);
    }
  };
  look(document);
  return found;
}

for (const over of ["http", "file"]) {
  test(`nothing of it runs on any page over ${over}`, async (t) => {
    const start = over === "http" ? server.url : pathToFileURL(`${folder}/`).href;
    // The page for what is not there looks for its files where the base URL says that the site is.
    const context = await site.context(t, { also: [start], expected: /404 \(Not Found\) \(http:\/\/127\.0\.0\.1:\d+\/evil\.example\// });
    const addresses = filesOf(folder, ".html").filter((address) => over === "http" || address !== "404.html");
    assert.ok(addresses.length > 30, `only ${addresses.length} pages`);
    const waiting = [...addresses];
    const work = async () => {
      const page = await context.newPage();
      page.on("dialog", (dialog) => {
        void dialog.dismiss();
        assert.fail(`a dialog on ${page.url()}`);
      });
      for (let address = waiting.shift(); address; address = waiting.shift()) {
        // A name with odd characters in it is one in an address too.
        await page.goto(start + address.split("/").map(encodeURIComponent).join("/"));
        assert.deepEqual(await page.evaluate(alive), [], address);
        // What scripts make of the data, when something is pointed at or opened.
        await page.evaluate(() => {
          for (const one of document.querySelectorAll("details")) one.open = true;
          for (const one of [...document.querySelectorAll("a.ref, [data-preview], main a")].slice(0, 40)) {
            one.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
            one.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
          }
        });
        assert.deepEqual(await page.evaluate(alive), [], `${address}, pointed at`);
        assert.equal(await page.evaluate("window.__ran"), undefined, address);
      }
    };
    await Promise.all([work(), work()]);
  });
}

test("nothing of it runs in what scripts make: search, explore, the form, a check, a case, flashcards", async (t) => {
  const context = await site.context(t, { also: [server.url] });
  const page = await context.newPage();
  const quiet = async (/** @type {string} */ where) => {
    assert.deepEqual(await page.evaluate(alive), [], where);
    assert.equal(await page.evaluate("window.__ran"), undefined, where);
  };
  const open = async (/** @type {string} */ address) => {
    await page.goto(server.url + address);
    await page.waitForLoadState("load");
  };

  await open("index.html");
  await page.keyboard.press("/");
  await page.locator("#search-input").fill("script");
  await page.locator("#search-results [role=option]").first().waitFor();
  await quiet("the search");

  await open("explore.html");
  await page.locator("main input[type=checkbox]:visible").first().check();
  await quiet("explore");

  await open("courses/evil/lesson.html");
  for (const radio of await page.locator("form[data-check] input[type=radio], [data-check] input[type=radio]").all()) await radio.check({ force: true });
  for (const button of await page.locator("[data-check] button:visible").all()) await button.click();
  await quiet("the check");
  for (const choice of await page.locator(".choice-text a:visible").all()) {
    await choice.click();
    break;
  }
  await quiet("the case");

  await open("assessments/evil.html");
  await page.locator("input[type=radio]:visible").first().check();
  for (const text of await page.locator("main textarea:visible").all()) await text.fill(`<img src=x onerror="${"x"}">`);
  await quiet("the form");
  await page.reload();
  await page.locator("input[type=radio]:visible").first().waitFor();
  await quiet("the form, opened again");

  for (const address of ["practice.html", "supervision.html", "study.html", "flashcards.html", "cohort.html"]) {
    await open(address);
    for (const button of await page.locator("main button:visible").all()) {
      // Some are gone, or covered, after another was clicked.
      if (await button.isVisible()) await button.click({ timeout: 500 }).catch(() => {});
    }
    await quiet(address);
  }
});

test("addresses that run code are refused by name, wherever they stand", () => {
  const addresses = ["javascript:x", "JaVaScRiPt:x", "vbscript:x", "data:text/html,x", "java&#115;cript:x", "java&Tab;script:x", "//evil.example/", "blob:x", "file:///etc/passwd"];
  const bad = addresses.map((address, at) => `[a](<${address}>) <${address}> [r${at}]\n\n[r${at}]: ${address}`).join("\n\n");
  const lines = (/** @type {string} */ file) => ({
    [file]: `${content()[file]}\n\n${bad}\n\n![p](data:image/svg+xml,x) ![q](https://evil.example/x.png)\n`,
  });
  const files = ["standards/sec.md", "annotations/k.1.md", "topics/evil.md", "glossary/evil.md", "guides/plain.md", "assessments/evil.md", "assessments/reflections/evil.md", "courses/evil/course.md", "courses/evil/lesson.md"];
  const { status, errors } = standpoint("addresses", "check", Object.assign({}, ...files.map(lines)));
  assert.equal(status, 1);
  for (const file of files) {
    const here = errors.filter((one) => one.file.endsWith(file) && one.code === "unsafe-link").length;
    // Each address as a link and by its name below, and two pictures; some are links in angle brackets too.
    assert.ok(here >= 2 * addresses.length + 2, `${file}: ${here}`);
  }
  const link = text("[a](javascript:x)");
  const yaml = {
    "courses/evil/checks/evil.yaml": `title: a\nquestions:\n  - {id: a, kind: single, question: ${link}, options: [{text: ${link}, right: true, feedback: ${link}}, {text: b, feedback: c}]}\n`,
    "courses/evil/vignettes/evil.yaml": `title: a\nsummary: b\nscenes:\n  - {id: door, text: ${link}, choices: [{text: a, to: end, feedback: ${text("[[k.1]] [a](javascript:x)")}}]}\n  - {id: end, text: ${link}}\n`,
    "courses/evil/course.md": content()["courses/evil/course.md"].toString().replace(/url: "[^}]*?", note/, 'url: "javascript:x", note'),
    "standards/framework.yaml": content()["standards/framework.yaml"].toString().replace(/publisher-url: .*/, `publisher-url: ${text(`https://example.org/" onmouseover="${RUN}`)}`),
    "site.yaml": `title: a\ndescription: b\nbase-url: ${text(`https://example.org/"><script>${RUN}</script>/`)}\n`,
  };
  for (const [file, key] of /** @type {[keyof yaml, string][]} */ ([["standards/framework.yaml", "publisher-url"], ["site.yaml", "base-url"]])) {
    const run = { ...yaml, [file]: yaml[file].replace(new RegExp(`${key}: .*`), `${key}: "javascript:x"`) };
    const { errors } = standpoint("run", "check", run);
    assert.ok(errors.some((one) => one.code === "bad-url" && one.file.endsWith(file)), file);
  }
  const codes = standpoint("yaml", "check", yaml).errors.map((one) => `${one.code} ${path.basename(one.file)}`);
  for (const wanted of ["unsafe-link evil.yaml", "bad-url course.md", "bad-url framework.yaml", "bad-url site.yaml"]) {
    assert.ok(codes.includes(wanted), `${wanted} in ${codes}`);
  }
  assert.ok(codes.filter((code) => code === "unsafe-link evil.yaml").length >= 6, String(codes));
});

test("files that would run code when they are opened are refused by name, and files in the place of ours", () => {
  const svg = (/** @type {string} */ inside) => `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">${inside}</svg>`;
  const files = {
    "guides/a.svg": svg(`<script>${RUN}</script>`),
    "guides/b.svg": svg(`<g onload="${RUN}"/>`),
    "guides/c.svg": svg(`<a xlink:href="javascript:${RUN}"><text>x</text></a>`),
    "guides/d.svg": svg(`<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" srcdoc="x"/></foreignObject>`),
    "guides/e.html": `<script>${RUN}</script>`,
    "guides/f.unknown": `<html><script>${RUN}</script>`,
    "guides/g.js": RUN,
  };
  const links = Object.keys(files).map((file) => (file.endsWith(".svg") ? `![p](${path.basename(file)})` : `[f](${path.basename(file)})`));
  const ours = { "assets/standpoint.css": "* { display: none }", "Search-Index.js": "x" };
  const guide = `---\ntitle: a\nsummary: b\n---\n\n${links.join("\n")}\n[c](../assets/standpoint.css) [d](/Search-Index.js) [[k.1]]\n`;
  const { status, errors } = standpoint("files", "build", { ...files, ...ours, "guides/plain.md": guide });
  assert.equal(status, 1);
  const told = errors.map((one) => `${one.code} ${path.basename(one.file)}`).sort();
  assert.deepEqual(told, [
    ...Object.keys(files).map((file) => `active-content ${path.basename(file)}`),
    "file-name-taken Search-Index.js",
    "file-name-taken standpoint.css",
  ]);
});
