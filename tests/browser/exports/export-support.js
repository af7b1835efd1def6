"use strict";
// Runs `standpoint export` on the bundled content, and on the same as somebody publishes it.

const { execFileSync } = require("node:child_process");
const path = require("node:path");

const standpoint = process.env.STANDPOINT ?? "standpoint";
const contents = {
  bundled: path.join(__dirname, "../../../content"),
  published: path.join(process.env.STANDPOINT_MADE ?? "", "content"),
};

/**
 * What an export prints.
 *
 * @param {keyof typeof contents} site
 * @param {...string} args
 */
function exported(site, ...args) {
  return execFileSync(standpoint, ["export", ...args, "--content", contents[site]], { encoding: "utf8", maxBuffer: 1 << 28 });
}

/**
 * Writes an export into a file.
 *
 * @param {keyof typeof contents} site
 * @param {string} file
 * @param {...string} args
 */
function exportTo(site, file, ...args) {
  execFileSync(standpoint, ["export", ...args, "--content", contents[site], "-o", file], { stdio: ["ignore", "ignore", "pipe"] });
}

module.exports = { contents, exported, exportTo };
