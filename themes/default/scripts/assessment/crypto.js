// A response file behind a passphrase: PBKDF2-SHA-256 and AES-256-GCM, by the browser's own means.
//
// AES-GCM cannot tell a wrong passphrase from a damaged file. The envelope's digest, over what anyone can see, can.
(() => {
  "use strict";
  const assess = ((globalThis.Standpoint ??= /** @type {any} */ ({})).assess ??= /** @type {any} */ ({}));

  const ROUNDS = 600_000;
  const SANE = { least: 100_000, most: 5_000_000 };

  /** Missing on plain http pages. */
  const canEncrypt = () => typeof globalThis.crypto?.subtle?.encrypt === "function";

  /** @param {Uint8Array} bytes */
  function toBase64(bytes) {
    let text = "";
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(text);
  }

  /** @param {unknown} text @returns {Uint8Array<ArrayBuffer> | null} */
  function fromBase64(text) {
    if (typeof text !== "string" || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
    try {
      return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    } catch {
      return null;
    }
  }

  /** The same passphrase typed on another system gives the same bytes. */
  /** @param {string} passphrase @param {Uint8Array<ArrayBuffer>} salt @param {number} iterations */
  async function keyOf(passphrase, salt, iterations) {
    const bytes = new TextEncoder().encode(passphrase.normalize("NFC"));
    const material = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
    return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }

  /** @param {...Uint8Array<ArrayBuffer>} parts */
  async function digestOf(...parts) {
    return toBase64(new Uint8Array(await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer())));
  }

  /** @type {Assess.Api["encrypt"]} */
  async function encrypt(text, passphrase) {
    if (!canEncrypt()) throw new Error(assess.say("no-crypto"));
    if (!passphrase) throw new Error(assess.say("no-passphrase"));
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const key = await keyOf(passphrase, salt, ROUNDS);
    const plain = new TextEncoder().encode(text);
    const data = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain));
    /** @type {Assess.Envelope} */
    const envelope = {
      ...{ format: "standpoint-encrypted", formatVersion: 1 },
      kdf: { name: "PBKDF2", hash: "SHA-256", iterations: ROUNDS, salt: toBase64(salt) },
      cipher: { name: "AES-GCM", length: 256, iv: toBase64(iv) },
      digest: await digestOf(salt, iv, data),
      data: toBase64(data),
    };
    return JSON.stringify(envelope, null, 2) + "\n";
  }

  /** @type {Assess.Api["decrypt"]} */
  async function decrypt(text, passphrase) {
    /** @param {string} code @param {Record<string, any>} [values] @returns {Assess.Unlocked} */
    const fail = (code, values) => ({ ok: false, text: "", code, message: assess.say(code, values) });
    try {
      if (!canEncrypt()) return fail("no-crypto");
      if (text.length > assess.limits.bytes * 1.5) return fail("size", { limit: assess.limits.bytes / 1e6 });
      /** @type {any} */
      let envelope;
      try {
        envelope = JSON.parse(text.replace(/^\uFEFF/, ""));
      } catch {
        return fail(/standpoint-encrypted/.test(text.slice(0, 200)) ? "damaged" : "not-envelope");
      }
      if (envelope?.format !== "standpoint-encrypted") return fail("not-envelope");
      const { formatVersion, kdf, cipher, digest, data } = envelope;
      if (Number.isInteger(formatVersion) && formatVersion > 1) return fail("future", { version: formatVersion });
      const known = kdf?.name === "PBKDF2" && kdf.hash === "SHA-256" && cipher?.name === "AES-GCM" && cipher.length === 256;
      if (formatVersion !== 1 || !known) return fail("damaged");
      const { iterations } = kdf;
      if (!Number.isInteger(iterations) || iterations < SANE.least || iterations > SANE.most)
        return fail("iterations", { iterations: String(iterations).slice(0, 40) });
      const [salt, iv, bytes] = [kdf.salt, cipher.iv, data].map(fromBase64);
      if (!salt || !iv || !bytes || salt.length < 8 || salt.length > 64 || iv.length !== 12 || bytes.length < 16)
        return fail("damaged");
      if (digest !== undefined && digest !== (await digestOf(salt, iv, bytes))) return fail("damaged");
      if (!passphrase) return fail("no-passphrase");
      const key = await keyOf(passphrase, salt, iterations);
      try {
        const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, bytes);
        return { ok: true, text: new TextDecoder().decode(plain), code: "", message: "" };
      } catch {
        return fail(digest === undefined ? "passphrase-or-damaged" : "passphrase");
      }
    } catch {
      return fail("damaged");
    }
  }

  assess.canEncrypt = canEncrypt;
  assess.encrypt = encrypt;
  assess.decrypt = decrypt;
})();
