"use strict";
// The pictures of README.md, from the built site: `npm run screenshots`.

const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

const { launch } = require("./support/desk.js");

const pictures = [
  { name: "home-1280-light", address: "index.html", width: 1280, height: 1400, colorScheme: "light" },
  { name: "statement-1280-light", address: "standards/II.A.6.html", width: 1280, height: 1400, colorScheme: "light" },
  { name: "topic-1280-dark", address: "topics/mutual-aid.html", width: 1280, height: 1400, colorScheme: "dark" },
  { name: "statement-360-light", address: "standards/II.A.6.html", width: 360, height: 780, colorScheme: "light" },
];

async function main(into) {
  fs.mkdirSync(into, { recursive: true });
  const browser = await launch();
  for (const { name, address, width, height, colorScheme } of pictures) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: /** @type {any} */ (colorScheme) });
    const page = await context.newPage();
    await page.goto(pathToFileURL(path.join(process.env.STANDPOINT_SITE ?? "", address)).href);
    await page.screenshot({ path: path.join(into, `${name}.png`) });
    await context.close();
  }
  await browser.close();
}

main(process.argv[2]);
