"use strict";
// How long a rating takes in the largest assessment, on a processor slowed down four times, beside a trivial page that
// keeps one radio button in one record, both in turn in the same run: `npm run measure`. Nothing depends on the outcome.
//
//   handlers until those of the click have returned
//   painted  until the frame after that has been made
//   saved    until the page says so
//   shown    what of the time until then the main thread was at work: without waiting for the next frame, which hides
//            what fits before it and doubles what doesn't
//   kept     the same until the page says that it is saved; the disk is not waited for
//   script   for one answer, with all that follows it
//   work     of the main thread for one answer: script, style, layout, painting
//   start    work of the main thread until the page is ready

const fs = require("node:fs");
const path = require("node:path");

const { launch } = require("../support/desk.js");
const { serve } = require("../support/serve.js");

const SLOWER = 4;
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const CLICKS = 24;
const FRAME = 1000 / 60;
const TRIVIAL = "trivial.html";
const LARGE = "assessments/whole-framework.html";

const trivial = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Trivial</title><link rel="icon" href="data:,"></head><body>
<form><fieldset><legend>One</legend>${[1, 2, 3, 4].map((n) => `<label><input type="radio" name="one|one" value="${n}">${n}</label>`).join("")}</fieldset></form>
<p class="assess-saved" data-state="none"></p>
<script>
const line = document.querySelector("p");
const opening = indexedDB.open("trivial", 1);
opening.onupgradeneeded = () => opening.result.createObjectStore("records");
opening.onsuccess = () => document.documentElement.classList.add("assess-ready");
document.forms[0].addEventListener("change", ({ target }) => {
  line.dataset.state = "saving";
  const writing = opening.result.transaction("records", "readwrite", { durability: "strict" });
  writing.objectStore("records").put({ value: target.value }, "one");
  writing.oncomplete = () => (line.dataset.state = "saved");
});
</script></body></html>`;

/** Clicks one radio button after the other, each when the last one is saved. Runs in the page. */
async function click(count) {
  const line = document.querySelector(".assess-saved");
  const all = [...document.querySelectorAll('input[type="radio"][name*="|"]')].filter((one) => one.checkVisibility());
  const frame = () => new Promise((done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now());
    port2.postMessage(null);
  }));
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const times = [];
  for (let n = 0; n < count; n++) {
    await pause(120);
    const input = all.filter(({ checked }) => !checked)[(n * 7) % (all.length >> 1)];
    const saved = new Promise((done) => {
      const watch = new MutationObserver(() => {
        if (line.dataset.state !== "saved") return;
        watch.disconnect();
        performance.mark(`kept ${n}`);
        done(performance.now());
      });
      watch.observe(line, { attributes: true });
    });
    performance.mark(`answer ${n}`);
    const start = performance.now();
    input.click();
    const handlers = performance.now() - start;
    const shown = frame().then((at) => (performance.mark(`shown ${n}`), at));
    const [painted, kept] = await Promise.all([shown, saved]);
    times.push({ handlers, painted: painted - start, saved: kept - start });
  }
  await pause(200);
  return times;
}

/** What of the time from each answer to its `sign` the main thread was at work, in milliseconds. */
function worked(events, sign) {
  const marks = new Map(events.filter(({ cat }) => cat.includes("user_timing")).map((one) => [one.name, one]));
  return Array.from({ length: CLICKS }, (_, n) => {
    const [from, to] = [marks.get(`answer ${n}`), marks.get(`${sign} ${n}`)];
    const tasks = events.filter(({ name, tid, pid }) => name === "RunTask" && tid === from.tid && pid === from.pid);
    const within = tasks.map(({ ts, dur = 0 }) => Math.min(ts + dur, to.ts) - Math.max(ts, from.ts));
    return within.filter((time) => time > 0).reduce((sum, time) => sum + time, 0) / 1000;
  });
}

/** What Chromium tells of its work while `run` runs. */
async function traced(session, run) {
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", { categories: "blink.user_timing,toplevel,disabled-by-default-devtools.timeline", transferMode: "ReportEvents" });
  const result = await run();
  const complete = new Promise((done) => session.once("Tracing.tracingComplete", done));
  await session.send("Tracing.end");
  await complete;
  return { result, events };
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

async function round(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable");
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.goto(url, { waitUntil: "commit" });
  await page.locator("html.assess-ready").waitFor({ timeout: 120_000 });
  const metric = async (name) => ((await session.send("Performance.getMetrics")).metrics.find((one) => one.name === name)?.value ?? 0) * 1000;
  const start = await metric("TaskDuration");
  await page.waitForTimeout(1500);
  await page.evaluate(click, 3);
  const before = { script: await metric("ScriptDuration"), work: await metric("TaskDuration") };
  const times = await page.evaluate(click, CLICKS);
  const script = ((await metric("ScriptDuration")) - before.script) / CLICKS;
  const work = ((await metric("TaskDuration")) - before.work) / CLICKS;
  const { events } = await traced(session, () => page.evaluate(click, CLICKS));
  await context.close();
  return { times, script, work, start, shown: worked(events, "shown"), kept: worked(events, "kept") };
}

async function main() {
  const site = process.env.STANDPOINT_SITE ?? "";
  fs.writeFileSync(path.join(site, TRIVIAL), trivial);
  const server = await serve(site);
  const browser = await launch();
  const pages = { trivial: TRIVIAL, large: LARGE };
  /** @type {Record<string, Awaited<ReturnType<typeof round>>[]>} */
  const results = { trivial: [], large: [] };
  for (let n = 0; n < ROUNDS; n++) for (const [name, address] of Object.entries(pages)) results[name].push(await round(browser, server.url + address));
  await browser.close();
  await server.close();

  const of = (name) => {
    const times = results[name].flatMap(({ times }) => times);
    const both = (list) => ({ median: median(list), most: Math.max(...list) });
    return {
      ...Object.fromEntries(["handlers", "painted", "saved"].map((what) => [what, both(times.map((one) => one[what]))])),
      ...Object.fromEntries(["shown", "kept"].map((what) => [what, both(results[name].flatMap((one) => one[what]))])),
      ...Object.fromEntries(["script", "work", "start"].map((what) => [what, both(results[name].map((one) => one[what]))])),
    };
  };
  const [small, large] = [of("trivial"), of("large")];
  const ms = (n) => `${n.toFixed(1)} ms`.padStart(10);
  console.log(`Chromium, ${SLOWER} times slower, ${ROUNDS} rounds of ${CLICKS} answers each; medians (most)`);
  for (const what of ["handlers", "painted", "saved", "shown", "kept", "script", "work", "start"]) {
    const [a, b] = [small[what], large[what]];
    console.log(`${what.padEnd(8)} trivial ${ms(a.median)} (${a.most.toFixed(1)})   large ${ms(b.median)} (${b.most.toFixed(1)})   ratio ${(b.median / a.median).toFixed(2)}   beyond ${ms(b.median - a.median)} = ${((b.median - a.median) / FRAME).toFixed(2)} frames`);
  }
}

main();
