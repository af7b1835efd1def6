"use strict";
// The pictures of README.md and of the guides, from the built site: `npm run screenshots`.

const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

const { launch } = require("./support/desk.js");
const { serve } = require("./support/serve.js");
const { smallPng } = require("./support/small-png.js");
const { ready, saved } = require("./assessment/form-support.js");

const pictures = [
  { name: "home-1280-light", address: "index.html", width: 1280, height: 1400, colorScheme: "light" },
  { name: "statement-1280-light", address: "standards/II.A.6.html", width: 1280, height: 1400, colorScheme: "light" },
  { name: "topic-1280-dark", address: "topics/mutual-aid.html", width: 1280, height: 1400, colorScheme: "dark" },
  { name: "statement-360-light", address: "standards/II.A.6.html", width: 360, height: 780, colorScheme: "light" },
];

/** Where the guides have their pictures. */
const guides = path.join(__dirname, "../../content/guides/pictures");

const open = (page, address) => page.goto(pathToFileURL(path.join(process.env.STANDPOINT_SITE ?? "", address)).href);

const keep = (/** @type {string} */ name, /** @type {Buffer} */ picture) => fs.writeFileSync(path.join(guides, `${name}.png`), smallPng(picture));

/** What the guide for educators shows. */
async function educators(page) {
  await open(page, "courses/foundations/conflict.html");
  const question = page.locator("[data-question]").nth(1);
  await question.locator("input").nth(2).check();
  await page.locator("[data-check-actions] button").first().click();
  await question.locator("[data-feedback-out] *").first().waitFor();
  keep("check", await question.screenshot());

  await open(page, "courses/foundations/coverage.html");
  const table = page.locator("table").first();
  const top = await table.evaluate((node) => node.getBoundingClientRect().top + scrollY);
  keep("coverage", await page.screenshot({ fullPage: true, clip: { x: 20, y: top, width: 860, height: 480 } }));

  await open(page, "cohort.html");
  await page.locator("#cohort-app button", { hasText: "demonstration" }).click();
  keep("class", await page.locator(".cohort-block.is-section").first().screenshot());
}

// ── A worker and a supervisor, both made up ───────────────────────────────────────────────────────────────────────

const SHORT = "assessments/short.html";
const NOTE = "Two members spoke at once and I let it run. When I asked the one who had been silent, the meeting was over.";

/** Stores what both answered, wrote and agreed; gives the id of the response. Runs in the page of the short assessment. */
async function invent(note) {
  const { assess } = Standpoint;
  const { data, store } = assess.app;
  let now = Date.parse("2026-03-02T16:00:00Z");
  let response = assess.createResponse(data, { pseudonym: "Heron", now: new Date(now) });
  const edit = (change, by = "worker") => {
    now += 60_000;
    response = assess.edit(response, change, { by, now: new Date(now) }).response;
  };
  const put = (kind, record) => {
    const id = assess.newId();
    edit({ type: "put", kind, record: { id, ...record } });
    return id;
  };
  const occasion = put("occasion", { kind: "baseline", date: "2026-03-02" });
  const own = { importance: [4, 3, 4, 2, 3, 4, 3, 3, 4, 2, 3, 4, 3, 4, 3, 2, 4, 3, 3], confidence: [2, 3, 1, 3, 3, 2, 4, 3, 3, 2, 3, 4, 2, 3, 3, 4, 3, 2, 4] };
  const other = { confidence: [3, 3, 3, 2] };
  const answer = (scale, values, role) =>
    values.forEach((value, at) => edit({ type: "answer", occasion, code: data.items[at].code, role, scale, value, hash: data.items[at].hash }, role));
  for (const [scale, values] of Object.entries(own)) answer(scale, values, "worker");
  edit({ type: "write", occasion, code: data.items[2].code, role: "worker", field: "note", value: note });
  now = Date.parse("2026-03-14T17:00:00Z");
  for (const [scale, values] of Object.entries(other)) answer(scale, values, "supervisor");
  edit({ type: "write", occasion, code: data.items[2].code, role: "supervisor", field: "note", value: "You did ask. What made it feel too late?" }, "supervisor");
  const talk = data.items[2];
  put("supervision", {
    date: "2026-03-16",
    earlier: [{ id: assess.newId(), text: "Ask the agency for a room with a round table (Worker)", done: true }],
    agenda: [
      { id: assess.newId(), kind: "talk", ref: talk.code, text: talk.words, role: "worker", order: 0, created: "2026-03-14T18:00:00.000Z" },
      { id: assess.newId(), kind: "question", ref: "", text: "How long may a silence last?", role: "supervisor", order: 1, created: "2026-03-15T08:00:00.000Z" },
    ],
    discussion: "The group can bear more silence than the worker can.",
    decisions: [{ id: assess.newId(), role: "worker", text: "Count to ten before answering in the group’s place", reason: "Somebody else usually answers by eight", created: "2026-03-16T10:20:00.000Z" }],
    ...{ actions: [], next: "2026-04-13", acknowledged: {} },
  });
  await store.bring(response, "replace");
  return response.id;
}

const to = (selector) => (page) => page.locator(selector).first().evaluate((part) => part.scrollIntoView({ block: "start", behavior: "instant" }));

/** Each with what is done before, and what is shown then: from where, how high. */
const supervision = [
  {
    ...{ name: "self-assessment", from: 0, height: 604 },
    address: (id) => `${SHORT}?response=${id}`,
    async prepare(page) {
      const code = await page.evaluate(() => Standpoint.assess.app.data.items[2].code);
      await page.evaluate((one) => Standpoint.assess.app.goTo(one), code);
      await page.getByLabel("Show answers by: Supervisor").uncheck();
      await page.evaluate((one) => {
        Standpoint.assess.app.goTo(one);
        /** @type {HTMLElement} */ (document.activeElement).blur();
        scrollBy({ top: 32, behavior: "instant" });
      }, code);
    },
  },
  {
    ...{ name: "worth-talking-about", from: 64, height: 376 },
    address: (id) => `${SHORT}?response=${id}#assess-results`,
    prepare: to(".result-talk"),
  },
  {
    ...{ name: "side-by-side", from: 36, height: 360 },
    address: (id) => `supervision.html?response=${id}`,
    prepare: to('[aria-labelledby="sup-h-sides"]'),
  },
  {
    ...{ name: "supervision-session", from: 36, height: 576 },
    address: (id) => `supervision.html?response=${id}`,
    prepare: to('[aria-labelledby="sup-h-agenda"]'),
  },
];

/** The pictures of the guide for workers and supervisors. */
async function photographGuide(browser) {
  const server = await serve(process.env.STANDPOINT_SITE ?? "");
  const context = await browser.newContext({ viewport: { width: 960, height: 900 }, colorScheme: "light", locale: "en-US", timezoneId: "UTC", reducedMotion: "reduce" });
  await context.clock.setFixedTime(new Date("2026-03-16T10:30:00Z"));
  const page = await context.newPage();
  await page.goto(server.url + SHORT);
  await ready(page);
  const id = await page.evaluate(invent, NOTE);
  for (const { name, address, prepare, from, height } of supervision) {
    await page.goto("about:blank");
    await page.goto(server.url + address(id));
    await page.locator("html.assess-ready, html[data-ready]").waitFor();
    await saved(page);
    await prepare(page);
    const picture = await page.screenshot({ clip: { x: 0, y: from, width: 960, height } });
    keep(name, picture);
  }
  await context.close();
  await server.close();
}

async function main(into) {
  fs.mkdirSync(into, { recursive: true });
  fs.mkdirSync(guides, { recursive: true });
  const browser = await launch();
  const context = await browser.newContext({ viewport: { width: 900, height: 1200 }, colorScheme: "light" });
  await educators(await context.newPage());
  await context.close();
  for (const { name, address, width, height, colorScheme } of pictures) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: /** @type {any} */ (colorScheme) });
    const page = await context.newPage();
    await open(page, address);
    await page.screenshot({ path: path.join(into, `${name}.png`) });
    await context.close();
  }
  await photographGuide(browser);
  await browser.close();
}

main(process.argv[2]);
