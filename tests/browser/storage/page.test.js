"use strict";
// The page of an assessment while its browser is killed: what was shown as saved is there afterwards, and nothing half.

const assert = require("node:assert/strict");
const { test, describe, before, after } = require("node:test");
const { removed } = require("../support/files.js");
const { serve } = require("../support/serve.js");
const { launch, fileUrl, temporary } = require("./chromium.js");

const ROUNDS = Number(process.env.ROUNDS ?? 25);
const PAGE = "assessments/short.html";
const folder = process.env.STANDPOINT_SITE ?? "";
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const random = (most) => Math.floor(Math.random() * most);

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => (server = await serve(folder)));
after(() => server.close());
const places = { http: () => server.url, file: () => fileUrl(folder) };

/** What the form shows: every answer and every note, by name. */
const shown = (page) =>
  page.evaluate(() => {
    const fields = [...document.querySelectorAll(".assess-item :checked"), ...document.querySelectorAll(".assess-item textarea")];
    return Object.fromEntries(fields.filter(({ value }) => value).map(({ name, value }) => [name, value]));
  });

/** Answers to come, each different from the one before at the same place; now and then a note. */
function plan(choices, before, length) {
  const now = { ...before };
  return Array.from({ length }, (_, index) => {
    const { name, values } = choices[random(choices.length)];
    if (index % 9 === 4) return { name: name.replace(/\|.*/, "|note"), value: `Note ${index} of ${Date.now()}` };
    const others = values.filter((value) => value !== now[name]);
    const value = others[random(others.length)];
    now[name] = value;
    return { name, value };
  });
}

describe("the page of an assessment, killed while answers stream in", () => {
  for (const place of Object.keys(places))
    test(`${ROUNDS} times over ${place}: every answer that was shown as saved is there`, async () => {
      const profile = temporary();
      /** What the page was when it was opened, what was done since, and how much of that was shown as saved. */
      let start = {};
      let steps = [];
      let saved = 0;
      let total = 0;
      for (let round = 0; round <= ROUNDS; round++) {
        const browser = await launch(profile);
        const page = await browser.context.newPage();
        const wrong = [];
        page.on("pageerror", (error) => wrong.push(error.message));
        page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
        await page.goto(places[place]() + PAGE);
        await page.locator("html.assess-ready").waitFor();
        const found = await shown(page);
        // The form is as it was after some step: not before the last one that was shown as saved.
        const states = [{ ...start }];
        for (const { name, value } of steps) states.push({ ...states.at(-1), [name]: value });
        const as = states.findLastIndex((state) => JSON.stringify(Object.entries(state).sort()) === JSON.stringify(Object.entries(found).sort()));
        assert.ok(as >= saved, `round ${round}: ${saved} steps were shown as saved; ${as < 0 ? "the form is as after none of them" : `${as} are there`}`);
        if (round === ROUNDS) {
          await browser.kill();
          break;
        }

        const choices = await page.evaluate(() => {
          const names = [...new Set([...document.querySelectorAll('.assess-item input[type="radio"]')].map(({ name }) => name))];
          return names.map((name) => ({ name, values: [...document.querySelectorAll(`input[name="${name}"]`)].map(({ value }) => value) }));
        });
        start = found;
        steps = plan(choices, found, 400);
        saved = 0;
        const wanted = 1 + random(40);
        let enough = () => {};
        const reached = new Promise((resolve) => (enough = () => resolve(true)));
        await page.exposeFunction("report", (count) => {
          saved = Math.max(saved, count);
          if (count >= wanted) enough();
        });
        await page.evaluate((steps) => {
          let done = 0;
          const line = document.querySelector(".assess-saved");
          new MutationObserver(() => line.dataset.state === "saved" && report(done)).observe(line, { attributes: true });
          const next = () => {
            if (done >= steps.length) return;
            const { name, value } = steps[done];
            const field = /\|note$/.test(name) ? document.querySelector(`textarea[name="${name}"]`) : document.querySelector(`input[name="${name}"][value="${value}"]`);
            // The answer itself, not what it takes to come to it.
            done++;
            if (field instanceof HTMLTextAreaElement) {
              field.value = value;
              field.dispatchEvent(new Event("input", { bubbles: true }));
              field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
            } else field.click();
            setTimeout(next, done % 3 === 0 ? 0 : done % 11);
          };
          setTimeout(next, 20);
        }, steps);
        await Promise.race([reached, sleep(10_000)]);
        await sleep(random(8));
        await browser.kill();
        assert.deepEqual(wrong, []);
        assert.ok(saved > 0, `round ${round}: nothing was shown as saved`);
        total += saved;
      }
      console.log(`${total} steps were shown as saved over ${place}, in ${ROUNDS} rounds`);
      removed(profile);
    });
});
