"use strict";
// Builds the site and runs the tests in the files given, or checks the types of the scripts and runs all.
//
//   npm test                               all
//   npm test -- site/search.test.js        one file; `--test-name-pattern=…` and other options of node's are passed on
//   npm run screenshots                    makes the pictures of README.md and of the guides anew
//   npm run measure                        how long a rating takes, and a search; `-- search` and `-- rating` one of them

const { spawn } = require("node:child_process");
const { once } = require("node:events");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const { filesOf, removed } = require("./support/files.js");

const root = path.join(__dirname, "../..");
const target = path.join(process.env.CARGO_TARGET_DIR ?? path.join(root, "target"));
const made = path.join(target, "browser");
const standpoint = process.env.STANDPOINT ?? path.join(target, "debug/standpoint");

/** No file takes longer, in milliseconds; and none waits for a browser that a test which failed has left open. */
const BOUNDS = [`--test-timeout=${15 * 60_000}`, "--test-force-exit"];

/** @type {import("node:child_process").ChildProcess | undefined} */
let running;
let interrupted = false;
// Whoever ends this ends what is running, too, and that is waited for: it may still write to the folder that is removed.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    interrupted = true;
    running?.kill(signal);
  });
}

/** Runs a program. It must end well, or this does. */
async function run(program, args, env = {}) {
  running = spawn(program, args, { cwd: __dirname, stdio: "inherit", env: { ...process.env, ...env } });
  const [status] = await once(running, "exit").catch((error) => {
    console.error(`${program}: ${error.message}`);
    return [1];
  });
  if (status !== 0 || interrupted) process.exit(status || 1);
}

function build(content, name, ...options) {
  return run(standpoint, ["build", "--content", content, "--output", path.join(made, name), ...options]);
}

/** The bundled content as somebody would have it who publishes it: with a base URL, a page that was renamed, and hashes in
 *  the names of assets. */
function publishedContent() {
  const content = path.join(made, "content");
  fs.cpSync(path.join(root, "content"), content, { recursive: true });
  fs.appendFileSync(path.join(content, "site.yaml"), "\nbase-url: https://example.org/standards/\n");
  const topic = path.join(content, "topics/confidentiality.md");
  fs.writeFileSync(topic, fs.readFileSync(topic, "utf8").replace("---\n", "---\naliases: [topics/discretion.html]\n"));
  return content;
}

fs.rmSync(made, { recursive: true, force: true });
fs.mkdirSync(made, { recursive: true });
// What tests and browsers leave behind goes with it. Not in target/: a browser's socket must have a short path.
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-tests-"));
process.on("exit", () => {
  try {
    removed(temporary);
  } catch (error) {
    console.error(`${temporary} could not be removed: ${error.message}`);
  }
});

async function main() {
  await build(path.join(root, "content"), "site");
  await build(publishedContent(), "published", "--hash-assets");
  const env = {
    STANDPOINT: standpoint,
    STANDPOINT_SITE: path.join(made, "site"),
    STANDPOINT_PUBLISHED: path.join(made, "published"),
    STANDPOINT_MADE: made,
    TMPDIR: temporary,
  };

  const given = process.argv.slice(2);
  if (given[0] === "screenshots") {
    await run(process.execPath, ["screenshots.js", path.join(__dirname, "screenshots")], env);
  } else if (given[0] === "measure") {
    for (const what of given.length > 1 ? given.slice(1) : ["rating", "search"]) await run(process.execPath, [`measure/${what}.js`], env);
  } else {
    const files = given.filter((name) => !name.startsWith("-"));
    if (files.length === 0) await run(path.join(__dirname, "node_modules/.bin/tsc"), ["--project", "tsconfig.json"]);
    const options = given.filter((name) => name.startsWith("-"));
    const folders = ["unit", "exports", "packages", "site", "assessment", "cohort", "study", "storage", "firefox", "webkit"].filter((folder) => fs.existsSync(path.join(__dirname, folder)));
    const all = folders.flatMap((folder) => filesOf(path.join(__dirname, folder), ".test.js").map((name) => `${folder}/${name}`));
    await run(
      process.execPath,
      ["--test", "--test-reporter=spec", "--test-concurrency=2", ...BOUNDS, ...options, ...(files.length > 0 ? files : all)],
      env,
    );
  }
}

main();
