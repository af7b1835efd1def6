"use strict";
// A site that was built with `--offline`, in the engine of every browser on an iPhone, which loses its network.

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { eventually } = require("../support/desk.js");
const { serveOffline } = require("../support/offline.js");
const { PATIENCE, person, press } = require("./webkit.js");

const SHORT = "assessments/short.html";

test("what was opened opens again without a network, one that was not says so, and the whole site is kept", async (t) => {
  const server = await serveOffline(t);
  const { driver } = await person(t);
  const gives = (/** @type {string} */ script, /** @type {unknown} */ wanted) => eventually(async () => assert.deepEqual(await driver.executeScript(script), wanted), PATIENCE);
  const shows = (/** @type {RegExp} */ words) => eventually(async () => assert.match(await driver.executeScript("return document.querySelector('main')?.innerText ?? ''"), words), PATIENCE);
  const kept = () => eventually(async () => assert.ok(await driver.executeAsyncScript("caches.match(location.href).then((one) => arguments[0](Boolean(one)))")), PATIENCE);
  const ready = () => gives("return document.documentElement.matches('.assess-ready')", true);

  await driver.get(server.url + SHORT);
  await ready();
  await kept();
  server.away = true;
  await driver.get(server.url + SHORT);
  await ready();
  await driver.executeScript("document.querySelector('.assess-item input').click()");
  await gives("return Boolean(document.querySelector('.assess-saved[data-state=saved]'))", true);
  await driver.get(server.url + SHORT);
  await ready();
  await gives("return document.querySelectorAll('.assess-item :checked').length", 1);
  await driver.get(`${server.url}topics/confidentiality.html`);
  await shows(/This page is not kept/);

  server.away = false;
  await driver.get(`${server.url}about.html`);
  await press(driver, "Keep the whole site", "#offline");
  await shows(/Done\. Every page opens without a network now\./);
  server.away = true;
  await driver.get(`${server.url}topics/confidentiality.html`);
  await shows(/Confidentiality/);
});
