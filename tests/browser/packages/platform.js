"use strict";
// A learning platform as far as a package can tell: scorm-again as its API, a page that launches the package in a frame,
// and a server that keeps what is committed, or refuses to.

const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const http = require("node:http");
const os = require("node:os");
const path = require("node:path");

const { exportTo } = require("../exports/export-support.js");

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".json": "application/json" };
const NAMES = { "1.2": "scorm12", "2004": "scorm2004" };

/** A package, unpacked. @param {"1.2" | "2004"} version @param {string} what */
function unpacked(version, what) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "standpoint-package-"));
  exportTo("bundled", path.join(folder, "package.zip"), NAMES[version], what);
  execFileSync("unzip", ["-q", "package.zip", "-d", "package"], { cwd: folder });
  return folder;
}

/** The page that launches. @param {"1.2" | "2004"} version @param {Record<string, any>} kept @param {string} learner @param {string} frame */
function launcher(version, kept, learner, frame) {
  const old = version === "1.2";
  const settings = { autocommit: false, lmsCommitUrl: "/commit", dataCommitFormat: "flattened", logLevel: 5 };
  const state = old
    ? {
        core: { student_id: learner, lesson_mode: "normal", credit: "credit", entry: kept["cmi.suspend_data"] ? "resume" : "ab-initio", lesson_status: kept["cmi.core.lesson_status"] ?? "not attempted", lesson_location: kept["cmi.core.lesson_location"] ?? "" },
        suspend_data: kept["cmi.suspend_data"] ?? "",
      }
    : {
        ...{ learner_id: learner, mode: "normal", credit: "credit", entry: kept["cmi.suspend_data"] ? "resume" : "ab-initio" },
        ...{ completion_status: kept["cmi.completion_status"] ?? "unknown", location: kept["cmi.location"] ?? "", suspend_data: kept["cmi.suspend_data"] ?? "" },
      };
  return `<!doctype html><title>Platform</title><link rel="icon" href="data:,"><style>iframe { width: 100%; height: 95vh }</style>
<script src="/scorm-again/${NAMES[version]}.js"></script>
<script>
  const api = new ${old ? "Scorm12API" : "Scorm2004API"}(${JSON.stringify(settings)});
  api.loadFromJSON(${JSON.stringify(state)});
  window.${old ? "API" : "API_1484_11"} = api;
</script>
${frame}`;
}

/**
 * @param {"1.2" | "2004"} version
 * @param {string} what
 */
async function platform(version, what) {
  const folder = unpacked(version, what);
  const again = path.join(path.dirname(require.resolve("scorm-again")), "");
  const self = {
    folder,
    url: "",
    learner: "student-7",
    frame: '<iframe src="/package/sco.html" title="Package"></iframe>',
    /** Whether it refuses to keep anything. */
    refuses: false,
    /** What is kept. @type {Record<string, any>} */
    kept: {},
    /** All that was ever sent. @type {string[]} */
    sent: [],
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      fs.rmSync(folder, { recursive: true });
    },
  };
  const server = http.createServer(async (request, response) => {
    const address = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    if (address === "/commit") {
      let body = "";
      for await (const piece of request) body += piece;
      self.sent.push(body);
      if (!self.refuses) Object.assign(self.kept, JSON.parse(body));
      response.writeHead(self.refuses ? 500 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify({ result: !self.refuses, errorCode: self.refuses ? 391 : 0 }));
      return;
    }
    const send = (/** @type {string} */ type, /** @type {string | Buffer} */ text) => {
      response.writeHead(200, { "content-type": type });
      response.end(text);
    };
    if (address === "/") return send(TYPES[".html"], launcher(version, self.kept, self.learner, self.frame));
    if (address === "/elsewhere") return send(TYPES[".html"], '<!doctype html><title>Elsewhere</title><link rel="icon" href="data:,"><p>Something else.');
    const file = address.startsWith("/scorm-again/") ? path.join(again, address.slice(13)) : path.join(folder, address);
    if (!fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404);
      return void response.end();
    }
    send(TYPES[path.extname(file)] ?? "application/octet-stream", fs.readFileSync(file));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  self.url = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}/`;
  return self;
}

module.exports = { platform, unpacked };
