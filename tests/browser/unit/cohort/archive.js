"use strict";
// Makes zip archives as other programs do, and as no honest program does.

const zlib = require("node:zlib");

/**
 * @param {{name: string, data?: string | Uint8Array, method?: number, flags?: number, plain?: number, sum?: number, raw?: Uint8Array, offset?: number, compressed?: number, more?: Uint8Array, about?: string}[]} entries
 *   `raw` stands in the archive as it is; `plain`, `sum`, `compressed` and `offset` are what it claims. `more` is a field
 *   that a system adds, in the entry and twice in the list of them; `about` a comment.
 */
function archive(entries, { comment = "", entriesClaimed = entries.length, zip64 = false } = {}) {
  const pieces = [];
  const central = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const data = Buffer.from(entry.data ?? "");
    const method = entry.method ?? 8;
    const packed = Buffer.from(entry.raw ?? (method === 8 ? zlib.deflateRawSync(data) : data));
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(entry.flags ?? 0x800, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(entry.sum ?? zlib.crc32?.(data) ?? crc(data), 10);
    fields.writeUInt32LE(entry.compressed ?? packed.length, 14);
    fields.writeUInt32LE(entry.plain ?? data.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const more = Buffer.from(entry.more ?? "");
    fields.writeUInt16LE(more.length, 24);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), fields, name, more, packed]);
    const head = Buffer.alloc(46);
    head.write("PK\x01\x02", 0, "latin1");
    head.writeUInt16LE(20, 4);
    fields.copy(head, 6, 0, 26);
    head.writeUInt32LE(entry.offset ?? offset, 42);
    const about = Buffer.from(entry.about ?? "");
    head.writeUInt16LE(more.length * 2, 30);
    head.writeUInt16LE(about.length, 32);
    central.push(head, name, more, more, about);
    pieces.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(entriesClaimed, 8);
  end.writeUInt16LE(entriesClaimed, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(zip64 ? 0xffffffff : offset, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return new Uint8Array(Buffer.concat([...pieces, list, end, Buffer.from(comment)]));
}

function crc(data) {
  let value = ~0;
  for (const byte of data) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return ~value >>> 0;
}

module.exports = { archive };
