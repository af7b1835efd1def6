"use strict";
// Makes a screenshot small: the colors that occur most, those that would be missed most, and for every other one the
// nearest of them. Pages have few colors, so that nobody sees a difference.

const zlib = require("node:zlib");

const COLORS = 128;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** @param {Buffer} png */
function* chunks(png) {
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    yield { type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) };
    at += length + 12;
  }
}

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const made = Buffer.alloc(data.length + 12);
  made.writeUInt32BE(data.length, 0);
  named.copy(made, 4);
  made.writeUInt32BE(crc(named), data.length + 8);
  return made;
}

const TABLE = Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
/** @param {Buffer} data */
const crc = (data) => (data.reduce((sum, byte) => TABLE[(sum ^ byte) & 255] ^ (sum >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;

/** The pixels of a PNG of 8 bits without interlacing, as browsers make them: one number each. @param {Buffer} png */
function pixels(png) {
  const all = [...chunks(png)];
  const header = all[0].data;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const bytes = { 2: 3, 6: 4 }[header[9]];
  if (header[8] !== 8 || !bytes || header[12]) throw new Error("not a screenshot");
  const raw = zlib.inflateSync(Buffer.concat(all.filter(({ type }) => type === "IDAT").map(({ data }) => data)));
  const line = width * bytes;
  const out = Buffer.alloc(line * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (line + 1)];
    for (let x = 0; x < line; x++) {
      const left = x < bytes ? 0 : out[y * line + x - bytes];
      const up = y === 0 ? 0 : out[(y - 1) * line + x];
      const corner = x < bytes || y === 0 ? 0 : out[(y - 1) * line + x - bytes];
      const guess = left + up - corner;
      const [a, b, c] = [left, up, corner].map((one) => Math.abs(guess - one));
      const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
      out[y * line + x] = raw[y * (line + 1) + 1 + x] + [0, left, up, (left + up) >> 1, paeth][filter];
    }
  }
  const colors = Uint32Array.from({ length: width * height }, (_, at) => (out[at * bytes] << 16) | (out[at * bytes + 1] << 8) | out[at * bytes + 2]);
  return { width, height, colors };
}

/** @param {Buffer} png */
function smallPng(png) {
  const { width, height, colors } = pixels(png);
  /** @type {Map<number, number>} */
  const often = new Map();
  for (const color of colors) often.set(color, (often.get(color) ?? 0) + 1);
  const all = [...often].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([color]) => color);
  const apart = (/** @type {number} */ a, /** @type {number} */ b) => [16, 8, 0].reduce((sum, shift) => sum + (((a >> shift) & 255) - ((b >> shift) & 255)) ** 2, 0);
  /** @type {number[]} */
  const palette = [];
  const nearest = new Map(all.map((color) => [color, { at: 0, error: Infinity }]));
  while (palette.length < Math.min(COLORS, all.length)) {
    const missed = (/** @type {number} */ color) => (nearest.get(color)?.error ?? 0) * (often.get(color) ?? 0);
    const next = palette.length < COLORS / 4 ? all[palette.length] : all.reduce((most, color) => (missed(color) > missed(most) ? color : most));
    for (const [color, found] of nearest) {
      const error = apart(color, next);
      if (error < found.error) Object.assign(found, { error, at: palette.length });
    }
    palette.push(next);
  }
  const lines = Buffer.alloc((width + 1) * height);
  colors.forEach((color, at) => (lines[Math.floor(at / width) * (width + 1) + 1 + (at % width)] = nearest.get(color)?.at ?? 0));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const table = Buffer.from(palette.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255]));
  return Buffer.concat([SIGNATURE, chunk("IHDR", header), chunk("PLTE", table), chunk("IDAT", zlib.deflateSync(lines, { level: 9, memLevel: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

module.exports = { smallPng };
