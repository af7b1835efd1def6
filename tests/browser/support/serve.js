"use strict";
// The smallest web server that serves a folder: what a shared drive or a plain host would do, and no more.

const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".xml": "application/xml",
};

/**
 * @param {string} folder
 * @returns {Promise<{url: string, asked: string[], delay: Map<string, Promise<unknown>>, away: boolean, close(): Promise<void>}>}
 *   `asked` has the addresses in the order in which they were asked for; one in `delay` is answered after its promise. While
 *   it is `away` nothing is answered, as if there were no network.
 */
async function serve(folder) {
  const asked = [];
  const delay = new Map();
  const self = { asked, delay, away: false };
  const server = http.createServer(async (request, response) => {
    const address = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname).slice(1);
    if (self.away) return request.socket.destroy();
    asked.push(address);
    await delay.get(address);
    const file = path.join(folder, address === "" || address.endsWith("/") ? `${address}index.html` : address);
    const found = file.startsWith(folder) && fs.statSync(file, { throwIfNoEntry: false })?.isFile();
    const body = fs.readFileSync(found ? file : path.join(folder, "404.html"));
    const type = TYPES[path.extname(found ? file : "404.html")] ?? "application/octet-stream";
    response.writeHead(found ? 200 : 404, { "content-type": type, "content-length": body.length });
    response.end(body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return Object.assign(self, {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  });
}

module.exports = { serve };
