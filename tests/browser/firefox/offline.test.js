"use strict";
// A site that was built with `--offline`, in a Firefox that loses its network and is opened again without one.

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { eventually } = require("../support/desk.js");
const { serveOffline } = require("../support/offline.js");
const { PATIENCE, person } = require("./firefox.js");

const shows = (page, words, selector = "main") => eventually(async () => assert.match(await page.$eval(selector, (node) => node.innerText), words), PATIENCE);

test("a page that was opened opens again without a network, one that was not says so, and the whole site is kept", async (t) => {
  const server = await serveOffline(t);
  const one = person(t, server.url);
  let page = await one.open(`${server.url}standards/II.A.6.html`);
  await eventually(async () => assert.ok(await page.evaluate(async () => (await caches.match(location.href)) !== undefined)), PATIENCE);
  server.away = true;
  await one.stop();
  page = await one.open(`${server.url}standards/II.A.6.html`);
  await page.waitForSelector(".study-tools button");
  await page.keyboard.press("/");
  await (await page.waitForSelector("#search-input", { visible: true })).type("mutual aid");
  await page.waitForSelector("#search-results [role=option]");
  await page.goto(`${server.url}topics/confidentiality.html`);
  await shows(page, /This page is not kept/);

  server.away = false;
  await page.goto(`${server.url}about.html`);
  await (await page.waitForSelector("[data-offline-keep]", { visible: true })).click();
  await shows(page, /Done\. Every page opens without a network now\./);
  server.away = true;
  await page.goto(`${server.url}topics/confidentiality.html`);
  await shows(page, /Confidentiality/);
  // Firefox calls an icon failed that it was still asking the worker for when it left the page.
  const said = one.trouble.splice(0);
  one.trouble.push(...said.filter((each) => !/icon\.[0-9a-f]+\.svg’\. A ServiceWorker intercepted/.test(each)));
});
