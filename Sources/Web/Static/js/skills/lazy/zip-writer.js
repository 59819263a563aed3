/** @typedef {{ path: string, bytes: Uint8Array<ArrayBuffer>, executable: boolean }} ZipFile */

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Names are UTF-8 (APPNOTE 4.4.4, bit 11). */
const UTF8 = 0x0800;
/** 1980-01-01, the first day the format knows: the same folder always packs to the same bytes. */
const DAY = 0x0021;

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

/** @param {Uint8Array} bytes */
export function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** @param {number} size @param {(view: DataView) => void} fill */
function block(size, fill) {
  const bytes = new Uint8Array(size);
  fill(new DataView(bytes.buffer));
  return bytes;
}

/** The fields that both headers of an entry share. @param {DataView} view @param {number} at @param {ZipFile} file @param {number} nameLength */
function describe(view, at, file, nameLength) {
  view.setUint16(at, 20, true);
  view.setUint16(at + 2, UTF8, true);
  view.setUint16(at + 8, DAY, true);
  view.setUint32(at + 10, crc32(file.bytes), true);
  view.setUint32(at + 14, file.bytes.length, true);
  view.setUint32(at + 18, file.bytes.length, true);
  view.setUint16(at + 22, nameLength, true);
}

/**
 * Packs files without compressing them: a skill is small, and what receives it packs it anew.
 * @param {ZipFile[]} files
 * @returns {Blob}
 */
export function zip(files) {
  if (files.length > 0xffff) throw new RangeError("A zip holds at most 65,535 files.");
  /** @type {BlobPart[]} */
  const parts = [];
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const directory = [];
  let offset = 0;
  for (const file of files) {
    const name = new TextEncoder().encode(file.path);
    const start = offset;
    const local = block(30, (view) => {
      view.setUint32(0, LOCAL, true);
      describe(view, 4, file, name.length);
    });
    parts.push(local, name, file.bytes);
    offset += local.length + name.length + file.bytes.length;
    if (offset > 0xffffffff) throw new RangeError("A zip holds at most 4 GiB.");
    const mode = file.executable ? 0o100755 : 0o100644;
    const central = block(46, (view) => {
      view.setUint32(0, CENTRAL, true);
      view.setUint16(4, (3 << 8) | 20, true);
      describe(view, 6, file, name.length);
      view.setUint32(38, mode * 0x10000, true);
      view.setUint32(42, start, true);
    });
    directory.push(central, name);
  }
  const size = directory.reduce((sum, bytes) => sum + bytes.length, 0);
  const end = block(22, (view) => {
    view.setUint32(0, END, true);
    view.setUint16(8, files.length, true);
    view.setUint16(10, files.length, true);
    view.setUint32(12, size, true);
    view.setUint32(16, offset, true);
  });
  return new Blob([...parts, ...directory, end], { type: "application/zip" });
}
