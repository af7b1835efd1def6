"use strict";
// Chromium as a process of its own, so that it can be killed for real, and a page with nothing but the engine in it.

const { spawn } = require("node:child_process");
const fs = require("node:fs");
const http = require("node:http");
const os = require("node:os");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { chromium } = require("playwright-core");
const { data, scripts, theme, words } = require("../unit/assessment/load.js");

const EXECUTABLE = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--remote-debugging-port=0"],
];

/** A folder with the page, as the generator would lay it out. */
function makeSite() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-storage-"));
  for (const name of scripts) fs.copyFileSync(path.join(theme, "scripts", name), path.join(folder, path.basename(name)));
  const tags = scripts.map((name) => `<script defer src="${path.basename(name)}"></script>`).join("\n");
  const json = (value) => JSON.stringify(value).replace(/</g, "\\u003c");
  const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'none'";
  const page = (head) => `<!doctype html><html lang="en"><head><meta charset="utf-8">${head}<title>Storage</title>\n${tags}</head><body><script type="application/json" id="assessment-data">${json(data)}</script><script type="application/json" id="assessment-words">${json(words)}</script></body></html>\n`;
  fs.writeFileSync(path.join(folder, "page.html"), page(`<meta http-equiv="Content-Security-Policy" content="${policy}">`));
  fs.writeFileSync(path.join(folder, "frame.html"), '<!doctype html><title>Frame</title><iframe sandbox="allow-scripts" src="inside.html"></iframe>');
  // The policy's 'self' is nothing in a frame without an origin.
  fs.writeFileSync(path.join(folder, "inside.html"), page(""));
  return folder;
}

/** Serves a folder on the loopback interface. */
async function serve(folder) {
  const server = http.createServer((request, response) => {
    const file = path.join(folder, path.basename(request.url ?? ""));
    if (!fs.existsSync(file) || !fs.statSync(file).isFile()) return response.writeHead(404).end();
    response.setHeader("Content-Type", file.endsWith(".js") ? "text/javascript" : "text/html");
    response.end(fs.readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() };
}

/** Starts Chromium on a profile. `kill` ends it and all its children at once, as a crash would. */
async function launch(profile) {
  const child = spawn(EXECUTABLE, [...FLAGS, `--user-data-dir=${profile}`, "about:blank"], { detached: true, stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const endpoint = await new Promise((resolve, reject) => {
    let output = "";
    child.stderr.on("data", (chunk) => {
      output += chunk;
      const found = /DevTools listening on (ws:\S+)/.exec(output);
      if (found) resolve(found[1]);
    });
    ended.then(() => reject(new Error(`Chromium ended: ${output}`)));
    setTimeout(() => reject(new Error(`Chromium did not start: ${output}`)), 30_000).unref();
  });
  const browser = await chromium.connectOverCDP(endpoint);
  const [context] = browser.contexts();
  let over = false;
  return {
    browser,
    context,
    async kill() {
      if (over) return;
      over = true;
      process.kill(-child.pid, "SIGKILL");
      await ended;
      await browser.close().catch(() => {});
      for (const name of ["SingletonLock", "SingletonCookie", "SingletonSocket"]) fs.rmSync(path.join(profile, name), { force: true });
    },
  };
}

const fileUrl = (folder) => pathToFileURL(folder).href + "/";
const temporary = () => fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-profile-"));

module.exports = { makeSite, serve, launch, fileUrl, temporary };
