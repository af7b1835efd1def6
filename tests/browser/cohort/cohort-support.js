"use strict";
// For the tests of the class: what its page is given, and classes for it as files.

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { assess, cohort } = require("../unit/cohort/load.js");

/** The data in the built page. @param {string} site the folder of a site */
function dataOf(site) {
  const html = fs.readFileSync(path.join(site, "cohort.html"), "utf8");
  const found = /<script type="application\/json" id="assessment-data">([\s\S]*?)<\/script>/.exec(html);
  return JSON.parse(found?.[1] ?? "null");
}

/**
 * The files of a class that nobody invented, for all the page knows.
 * @param {any} data @param {string} assessment @param {{people?: number, seed?: number, invented?: boolean}} [options]
 */
function classFiles(data, assessment, { invented = false, ...options } = {}) {
  return cohort.inventClass(cohort.assessmentData(data, assessment), options).map(({ name, text }) => {
    if (invented) return { name, text };
    const { generator, ...response } = JSON.parse(text);
    return { name: name.replace("invented", "student"), text: JSON.stringify(response) };
  });
}

/** A folder with these files. @param {{name: string, text: string | Uint8Array}[]} files */
function folderOf(files) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-class-"));
  for (const { name, text } of files) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  return folder;
}
/** @param {{name: string, text: string | Uint8Array}[]} files */
const pathsOf = (files) => {
  const folder = folderOf(files);
  return files.map(({ name }) => path.join(folder, name));
};

/** A table as a spreadsheet reads it, without what is quoted over several lines. @param {string} text */
function table(text) {
  const [head, ...rows] = text.replace(/^\uFEFF/, "").trim().split("\r\n").map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain));
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index]])));
}

module.exports = { assess, cohort, dataOf, classFiles, folderOf, pathsOf, table };
