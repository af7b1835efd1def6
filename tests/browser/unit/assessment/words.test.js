"use strict";
// What the scripts say stands in the theme's words: every word that is asked for, and none besides.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { test } = require("node:test");
const { theme, words } = require("./load.js");

const read = (name) => fs.readFileSync(path.join(theme, "scripts", name), "utf8").replace(/^\s*(?:\/\/|\*|\/\*\*).*$/gm, "");
const files = ["assessment", "cohort"].flatMap((folder) => fs.readdirSync(path.join(theme, "scripts", folder)).map((name) => `${folder}/${name}`));
const sources = Object.fromEntries(files.map((name) => [name, read(name)]));

/** The first argument of each call of `say` and `count`: keys, and patterns of keys that are put together. */
function asked(source, callee) {
  const keys = [];
  for (const { index, 0: call } of source.matchAll(callee)) {
    let depth = 0;
    let at = index + call.length;
    const from = at;
    for (let quote = ""; at < source.length; at++) {
      const letter = source[at];
      if (quote) quote = letter === quote ? "" : quote;
      else if (/["'`]/.test(letter)) quote = letter;
      else if (/[([{]/.test(letter)) depth++;
      else if (depth === 0 && /[,)]/.test(letter)) break;
      else if (/[)\]}]/.test(letter)) depth--;
    }
    const argument = source.slice(from, at);
    // What is compared, or picked by, is no key.
    const outcome = argument.replace(/^[^?]*\?(?![.?])/, "");
    for (const [, key] of outcome.matchAll(/"([\w-]+)"(?!\s*:)(?!\])/g)) if (!/===?\s*$/.test(outcome.slice(0, outcome.indexOf(`"${key}"`)))) keys.push(key);
    for (const [, template] of outcome.matchAll(/`([^`]+)`/g)) keys.push(template);
  }
  return keys;
}
const pattern = (template) => new RegExp(`^${template.split(/\$\{[^}]*\}/).map((part) => part.replace(/[^\w-]/g, "")).join("[\\w-]+")}$`);
const ASSESS = /\b(?<!cohort\.|study\.)(?:say|count)\(/g;

test("every word that a script asks for is there", () => {
  for (const [name, source] of Object.entries(sources)) {
    const callee = name.startsWith("cohort/") ? /\bassess\.(?:say|count)\(/g : ASSESS;
    for (const key of asked(source, callee)) {
      if (/\$\{/.test(key)) assert.ok(Object.keys(words).some((word) => pattern(key).test(word)), `${name}: ${key}`);
      else assert.ok(Object.hasOwn(words, key), `${name}: ${key}`);
    }
  }
});

test("every word that is there is asked for", () => {
  const all = Object.values(sources).join("\n");
  const literals = new Set([...all.matchAll(/"([\w-]+)"|\b([a-z]+)(?=: )/g)].map(([, quoted, name]) => quoted ?? name));
  const templates = [...new Set([...all.matchAll(/`([\w-]*\$\{[^`]*?\}[\w-]*)`/g)].map(([, template]) => template))].filter((one) => /[\w-]{2}/.test(one.replace(/\$\{[^}]*\}/g, ""))).map(pattern);
  const unused = Object.keys(words).filter((word) => {
    const key = word.replace(/-one$/, "");
    return ![word, key].some((one) => literals.has(one) || templates.some((template) => template.test(one)));
  });
  assert.deepEqual(unused, []);
});

test("one of something is told of in words that tell of several, too", () => {
  for (const key of Object.keys(words)) if (key.endsWith("-one") && key !== "results-between-one" && key !== "ui-view-one") assert.ok(Object.hasOwn(words, key.slice(0, -4)), key);
});

test("no script has words of its own", () => {
  // Sentences, as far as one can tell them from other texts.
  for (const [name, source] of Object.entries(sources)) {
    if (name === "assessment/privacy.js" || name.startsWith("cohort/")) continue;
    for (const [, text] of source.matchAll(/"((?:[A-Z][a-z]+|[a-z]+) [a-z]+ [a-z ]+[.!?]?)"/g)) assert.ok(/^(?:button|assess|entry|written|result)/.test(text) || /is-|\.button/.test(text), `${name}: “${text}”`);
  }
});

test("a page is given the words that its scripts ask for, and few others", { skip: !process.env.STANDPOINT_SITE && "no site" }, () => {
  const bundles = fs.readFileSync(path.join(theme, "bundles.yaml"), "utf8");
  const pages = { "assessment-page.js": "assessments/short.html", "practice-page.js": "practice.html", "supervision-page.js": "supervision.html", "cohort-page.js": "cohort.html" };
  for (const [bundle, address] of Object.entries(pages)) {
    const html = fs.readFileSync(path.join(process.env.STANDPOINT_SITE ?? "", address), "utf8");
    const given = JSON.parse(/id="assessment-words">(.*?)<\/script>/s.exec(html)?.[1] ?? "{}");
    const scripts = new RegExp(`^${bundle}:\n((?:  - .*\n)+)`, "m").exec(bundles)?.[1].match(/[\w/-]+\.js/g) ?? [];
    assert.ok(scripts.length > 5, bundle);
    // Those of the study tools have words of their own.
    for (const name of scripts.filter((name) => !name.startsWith("study/"))) {
      for (const key of asked(read(name), name.startsWith("cohort/") ? /\bassess\.(?:say|count)\(/g : ASSESS))
        if (!/\$\{/.test(key)) assert.ok(Object.hasOwn(given, key), `${bundle}, ${name}: ${key}`);
        else assert.ok(Object.keys(given).some((word) => pattern(key).test(word)), `${bundle}, ${name}: ${key}`);
    }
  }
});
