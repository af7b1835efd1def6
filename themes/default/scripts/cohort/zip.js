// Zip archives, read and written in the browser: what is needed to open a folder of responses that somebody packed, and
// to hand out several charts at once. As PKWARE's APPNOTE has it, without ZIP64, encryption and parts.
//
// An archive is hostile until it is read. What it says of its sizes is believed only where it refuses; what counts is
// what comes out. Names go nowhere but into a list: nothing is written.
(() => {
  "use strict";
  const cohort = ((globalThis.Standpoint ??= /** @type {any} */ ({})).cohort ??= /** @type {any} */ ({}));
  const say = (/** @type {string} */ key, /** @type {Record<string, string | number>} */ values = {}) => cohort.say(key, values);

  /** `ratio` counts from `free` bytes on: what is small may be as repetitive as it likes. */
  const limits = Object.freeze({ archive: 500_000_000, entries: 5_000, single: 40_000_000, total: 1_000_000_000, ratio: 200, free: 1_000_000 });

  const END = 0x06054b50;
  const CENTRAL = 0x02014b50;
  const LOCAL = 0x04034b50;

  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  /** CRC-32 of more bytes. @param {Uint8Array} bytes @param {number} [before] */
  function crc(bytes, before = 0) {
    let value = ~before;
    for (let at = 0; at < bytes.length; at++) value = (value >>> 8) ^ table[(value ^ bytes[at]) & 0xff];
    return ~value >>> 0;
  }

  /** Why an archive, or something in it, is not read. */
  class Refused extends Error {}
  /** @param {string} key @param {Record<string, string | number>} [values] @returns {never} */
  const refuse = (key, values) => {
    throw new Refused(say(key, values));
  };

  /** @param {Blob} blob @param {number} from @param {number} to */
  const bytesOf = async (blob, from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer());

  /** Where the list of entries stands. @param {Blob} blob */
  async function findEnd(blob) {
    const from = Math.max(0, blob.size - 65_557);
    const tail = await bytesOf(blob, from, blob.size);
    const view = new DataView(tail.buffer);
    for (let at = tail.length - 22; at >= 0; at--) {
      if (view.getUint32(at, true) !== END || at + 22 + view.getUint16(at + 20, true) > tail.length) continue;
      const [disk, first, here, entries] = [4, 6, 8, 10].map((field) => view.getUint16(at + field, true));
      const [size, start] = [12, 16].map((field) => view.getUint32(at + field, true));
      if (entries === 0xffff || size === 0xffffffff || start === 0xffffffff) refuse("zip-64");
      if (disk || first || here !== entries || start + size > from + at) refuse("zip-damaged");
      return { entries, size, start };
    }
    return refuse("zip-damaged");
  }

  /**
   * What an archive holds, without unpacking anything. Folders are left out.
   * @type {Cohort.Api["openZip"]}
   */
  async function openZip(blob) {
    if (!cohort.canUnzip()) refuse("zip-old-browser");
    if (blob.size > limits.archive) refuse("zip-large", { limit: limits.archive / 1e6 });
    const { entries, size, start } = await findEnd(blob);
    if (entries > limits.entries) refuse("zip-entries", { limit: limits.entries });
    const list = await bytesOf(blob, start, start + size);
    const view = new DataView(list.buffer);
    /** @type {Cohort.ZipEntry[]} */
    const found = [];
    let [at, packed, unpacked] = [0, 0, 0];
    for (let n = 0; n < entries; n++) {
      if (at + 46 > list.length || view.getUint32(at, true) !== CENTRAL) refuse("zip-damaged");
      const [flags, method] = [8, 10].map((field) => view.getUint16(at + field, true));
      const [sum, compressed, plain] = [16, 20, 24].map((field) => view.getUint32(at + field, true));
      const [nameLength, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
      const offset = view.getUint32(at + 42, true);
      if (at + 46 + nameLength > list.length) refuse("zip-damaged");
      const name = new TextDecoder(flags & 0x800 ? "utf-8" : "latin1").decode(list.subarray(at + 46, at + 46 + nameLength));
      at += 46 + nameLength + extra + comment;
      packed += compressed;
      unpacked += plain;
      if (!/[/\\]$/.test(name)) found.push({ name, flags, method, sum, compressed, plain, offset });
    }
    // Entries that share bytes are how a small archive becomes endless.
    if (packed > blob.size) refuse("zip-overlap");
    if (unpacked > limits.total) refuse("zip-total", { limit: limits.total / 1e6 });
    return found;
  }

  /** The bytes of one entry. Refuses what is too large before it is all there. @type {Cohort.Api["readZipEntry"]} */
  async function readZipEntry(blob, entry) {
    const { name, flags, method, sum, compressed, plain, offset } = entry;
    if (flags & 1) refuse("zip-encrypted");
    if (method !== 0 && method !== 8) refuse("zip-method");
    if ([compressed, plain, offset].includes(0xffffffff)) refuse("zip-64");
    if (/\.zip$/i.test(name)) refuse("zip-nested");
    if (plain > limits.single) refuse("zip-single", { limit: limits.single / 1e6 });
    const head = await bytesOf(blob, offset, offset + 30);
    if (head.length < 30) refuse("zip-damaged");
    const view = new DataView(head.buffer);
    if (view.getUint32(0, true) !== LOCAL) refuse("zip-damaged");
    const start = offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
    if (start + compressed > blob.size) refuse("zip-damaged");
    const data = blob.slice(start, start + compressed);
    const stream = method === 8 ? data.stream().pipeThrough(new DecompressionStream("deflate-raw")) : data.stream();
    const reader = stream.getReader();
    /** @type {Uint8Array[]} */
    const pieces = [];
    let [length, check] = [0, 0];
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        length += value.length;
        if (length > limits.single) refuse("zip-single", { limit: limits.single / 1e6 });
        if (length > limits.free && length > limits.ratio * compressed) refuse("zip-ratio", { limit: limits.ratio });
        if (length > plain) refuse("zip-damaged");
        check = crc(value, check);
        pieces.push(value);
      }
    } catch (error) {
      reader.cancel().catch(() => {});
      if (error instanceof Refused) throw error;
      refuse("zip-damaged");
    }
    if (length !== plain || check !== sum) refuse("zip-damaged");
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    if (length > 3 && new DataView(bytes.buffer).getUint32(0, true) === LOCAL) refuse("zip-nested");
    return bytes;
  }

  /** An archive with these files in it, stored as they are and dated 1980, so that the same files give the same bytes. @type {Cohort.Api["writeZip"]} */
  function writeZip(files) {
    const encoder = new TextEncoder();
    /** @type {Uint8Array<ArrayBuffer>[]} */
    const locals = [];
    /** @type {Uint8Array<ArrayBuffer>[]} */
    const centrals = [];
    let offset = 0;
    for (const { name, text } of files) {
      const [path, data] = [encoder.encode(name), encoder.encode(text)];
      const sum = crc(data);
      const local = new Uint8Array(30 + path.length);
      const central = new Uint8Array(46 + path.length);
      const [a, b] = [new DataView(local.buffer), new DataView(central.buffer)];
      a.setUint32(0, LOCAL, true);
      b.setUint32(0, CENTRAL, true);
      b.setUint16(4, 20, true);
      for (const [view, at] of /** @type {[DataView, number][]} */ ([[a, 4], [b, 6]])) {
        view.setUint16(at, 20, true);
        view.setUint16(at + 2, 0x800, true);
        view.setUint16(at + 8, 0x21, true);
        view.setUint32(at + 10, sum, true);
        view.setUint32(at + 14, data.length, true);
        view.setUint32(at + 18, data.length, true);
        view.setUint16(at + 22, path.length, true);
      }
      b.setUint32(42, offset, true);
      local.set(path, 30);
      central.set(path, 46);
      locals.push(local, data);
      centrals.push(central);
      offset += local.length + data.length;
    }
    const end = new Uint8Array(22);
    const view = new DataView(end.buffer);
    view.setUint32(0, END, true);
    view.setUint16(8, files.length, true);
    view.setUint16(10, files.length, true);
    view.setUint32(12, centrals.reduce((sum, one) => sum + one.length, 0), true);
    view.setUint32(16, offset, true);
    return new Blob([...locals, ...centrals, end], { type: "application/zip" });
  }

  cohort.zipLimits = limits;
  cohort.canUnzip = () => typeof DecompressionStream === "function";
  cohort.openZip = openZip;
  cohort.readZipEntry = readZipEntry;
  cohort.writeZip = writeZip;
})();
