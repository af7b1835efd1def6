"use strict";
// Debian's WebKitGTK, whose engine is that of Safari, driven over WebDriver on a screen that nobody sees. While it is
// driven it stores nothing beyond its end, so that it can't be closed and opened again on what it stored.

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const fs = require("node:fs");
const net = require("node:net");
const os = require("node:os");
const path = require("node:path");
const { Builder, By, Capabilities } = require("selenium-webdriver");

const { eventually } = require("../support/desk.js");
const { filesOf, removed } = require("../support/files.js");

const PATIENCE = 20_000;
const BROWSER = process.env.WEBKIT ?? fs.readdirSync("/usr/lib").map((kind) => `/usr/lib/${kind}/webkit2gtk-4.1/MiniBrowser`).find((file) => fs.existsSync(file)) ?? "MiniBrowser";
const SCREEN = { width: 1280, height: 1000 };

/** What was started here, each with all that it started. @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();
process.on("exit", () => running.forEach((child) => signal(child, "SIGKILL")));
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(name, () => process.exit(1));

function signal(child, name) {
  try {
    process.kill(-child.pid, name);
  } catch {
    // It has ended already.
  }
}

/** @param {string} program @param {string[]} args @param {import("node:child_process").SpawnOptions} options */
function start(program, args, options) {
  const child = spawn(program, args, { ...options, detached: true });
  child.on("error", (error) => console.error(`${program}: ${error.message}: install Debian's packages webkit2gtk-driver and xvfb`));
  if (child.pid) running.add(child);
  return child;
}

/** @param {import("node:child_process").ChildProcess | undefined} child */
async function end(child) {
  if (!child?.pid) return;
  const over = child.exitCode === null && child.signalCode === null && once(child, "exit");
  signal(child, "SIGTERM");
  await over;
  // What it had started may take its time.
  signal(child, "SIGKILL");
  running.delete(child);
}

async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}

/** A script that notes what must never happen, since this WebDriver hands out no messages of the console. */
function watch() {
  const note = (/** @type {string} */ what) => sessionStorage.setItem("trouble", `${sessionStorage.getItem("trouble") ?? ""}${what}\n`);
  addEventListener("error", (event) => note(`error: ${event.message ?? /** @type {any} */ (event.target).outerHTML} at ${location.href}`), true);
  addEventListener("unhandledrejection", ({ reason }) => note(`error: ${reason?.stack ?? reason}`));
  addEventListener("securitypolicyviolation", (event) => note(`policy violated: ${event.violatedDirective} by ${event.blockedURI}`));
  for (const kind of /** @type {const} */ (["error", "warn"])) console[kind] = (...words) => note(`console ${kind}: ${words.join(" ")}`);
}

/** A copy of the site in which every page begins with that script. @param {string} site */
function watched(site) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-watched-"));
  fs.cpSync(site, folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "watch.js"), `(${watch})();`);
  for (const name of filesOf(folder, ".html")) {
    const file = path.join(folder, name);
    const script = `<script src="${"../".repeat(name.split("/").length - 1)}watch.js"></script>`;
    fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace(/<meta http-equiv="content-security-policy"[^>]*>/i, (policy) => policy + script));
  }
  return folder;
}

/**
 * A person with a WebKit of their own, and nothing in it.
 * @param {import("node:test").TestContext} t
 */
async function person(t) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-webkit-"));
  const [downloads, settings, run] = ["downloads", "settings", "run"].map((name) => path.join(home, name));
  for (const folder of [downloads, path.join(settings, "gtk-3.0"), run]) fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.writeFileSync(path.join(settings, "user-dirs.dirs"), `XDG_DOWNLOAD_DIR="${downloads}"\n`);
  // A page that is still scrolling is clicked beside what was meant.
  fs.writeFileSync(path.join(settings, "gtk-3.0/settings.ini"), "[Settings]\ngtk-enable-animations=false\n");
  // Its toolbar would be wider than a phone.
  fs.writeFileSync(path.join(settings, "gtk-3.0/gtk.css"), "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border: 0; font-size: 4px; -gtk-icon-transform: scale(0.3); }\n");

  /** @type {import("node:child_process").ChildProcess | undefined} */
  let screen;
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let service;
  /** @type {import("selenium-webdriver").WebDriver | undefined} */
  let driver;
  t.after(async () => {
    try {
      const trouble = driver ? await troubles(driver) : "";
      await driver?.quit();
      assert.equal(trouble, "", "the page had trouble");
    } finally {
      await end(service);
      await end(screen);
      removed(home);
    }
  });

  screen = start("Xvfb", ["-displayfd", "3", "-screen", "0", `${SCREEN.width}x${SCREEN.height}x24`, "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const [display] = await once(/** @type {import("node:stream").Readable} */ (screen.stdio[3]), "data", { signal: AbortSignal.timeout(PATIENCE) });
  const port = await freePort();
  const env = {
    ...{ PATH: process.env.PATH, DISPLAY: `:${String(display).trim()}`, GDK_BACKEND: "x11", GTK_THEME: "Adwaita", LANG: "en_US.UTF-8" },
    ...{ HOME: home, TMPDIR: run, XDG_CONFIG_HOME: settings, XDG_DATA_HOME: home, XDG_CACHE_HOME: home, XDG_RUNTIME_DIR: run },
    // There is no session that it could talk to.
    ...{ DBUS_SESSION_BUS_ADDRESS: "disabled:", NO_AT_BRIDGE: "1" },
  };
  service = start("WebKitWebDriver", [`--port=${port}`], { env, stdio: "ignore" });
  const address = `http://127.0.0.1:${port}`;
  await eventually(() => fetch(`${address}/status`), PATIENCE);
  const wanted = new Capabilities({ "browserName": "MiniBrowser", "webkitgtk:browserOptions": { binary: BROWSER, args: ["--automation"] } });
  const opened = (driver = await new Builder().usingServer(address).withCapabilities(wanted).build());
  await width(opened, SCREEN.width);
  return { driver: opened, downloads };
}

/** What went wrong in all windows, up to now. @param {import("selenium-webdriver").WebDriver} driver @returns {Promise<string>} */
async function troubles(driver) {
  let all = "";
  for (const one of await driver.getAllWindowHandles()) {
    await driver.switchTo().window(one);
    all += await driver.executeScript("return location.protocol === 'about:' ? '' : sessionStorage.getItem('trouble') ?? ''");
  }
  return all;
}

/** Without a window manager, that window has the focus which the pointer is in: it stays in the middle. */
async function width(driver, wide) {
  await driver.manage().window().setRect({ x: Math.round((SCREEN.width - wide) / 2), y: 0, width: wide, height: SCREEN.height });
  await eventually(async () => assert.equal(await driver.executeScript("return innerWidth"), wide), PATIENCE);
}

/** Does something that hands out a file of JSON, and waits until all of it is there. @param {string} downloads @param {() => Promise<unknown>} action */
async function file(downloads, action) {
  const before = new Set(fs.readdirSync(downloads));
  await action();
  return eventually(() => {
    const made = fs.readdirSync(downloads).find((name) => name.endsWith(".json") && !before.has(name));
    assert.ok(made, "no file was handed out");
    const name = path.join(downloads, made);
    return { name, content: JSON.parse(fs.readFileSync(name, "utf8")) };
  }, PATIENCE);
}

/**
 * Presses what bears a name as soon as it can be seen and nothing lies over it.
 * @param {import("selenium-webdriver").WebDriver} driver
 * @param {string} name how it begins
 */
async function press(driver, name, within = "body") {
  await eventually(async () => {
    for (const one of await driver.findElements(By.css(`:is(${within}) :is(button, a, label, summary)`))) {
      if (!(await one.getText()).startsWith(name)) continue;
      await driver.executeScript("arguments[0].scrollIntoView({ block: 'center' })", one);
      return one.click();
    }
    throw new Error(`nothing in ${within} is called ${name}`);
  }, PATIENCE);
}

module.exports = { PATIENCE, file, person, press, watched, width };
