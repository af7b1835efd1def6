"use strict";
// A Python with SciPy and Pingouin: a virtual environment under target/, made once for each requirements.txt.

const { spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const requirements = path.join(__dirname, "requirements.txt");
const target = process.env.CARGO_TARGET_DIR ?? path.join(__dirname, "../../../../target");

/** @param {string} program @param {string[]} args @param {string} help what to do if it fails */
function must(program, args, help, options = {}) {
  const { status, error, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1e8, ...options });
  if (status === 0) return stdout;
  const said = (error?.message ?? stderr).trim().split("\n").slice(-12).join("\n");
  throw new Error(`The outside statistics package is not there, so nothing was compared.\n${help}\n${program} ${args.join(" ")}:\n${said}`);
}

/** Runs a script with `input` as JSON, and gives what it prints as JSON. @param {string} script @param {unknown} input */
function python(script, input) {
  const hash = createHash("sha256").update(fs.readFileSync(requirements)).digest("hex").slice(0, 16);
  const home = path.join(target, "statistics", hash);
  const program = path.join(home, "bin/python");
  const complete = path.join(home, "complete");
  if (!fs.existsSync(complete)) {
    fs.rmSync(home, { recursive: true, force: true });
    must("python3", ["-m", "venv", home], "Install Python 3.11 or later with its module venv (Debian: apt-get install python3-venv).");
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:", "--require-hashes", "-r", requirements];
    must(program, pip, "Installing SciPy and Pingouin from PyPI needs a network and Python 3.11 or later.");
    fs.writeFileSync(complete, "");
  }
  const env = { ...process.env, OPENBLAS_NUM_THREADS: "1", MPLBACKEND: "agg", MPLCONFIGDIR: home };
  return JSON.parse(must(program, [script], "The script of the reference values failed.", { input: JSON.stringify(input), env }));
}

module.exports = { python };
