import { crc32, zip } from "../../../Sources/Web/Static/js/skills/lazy/zip-writer.js";

/** @param {string} text */
const bytes = (text) => new TextEncoder().encode(text);

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (left !== right) throw new Error(`${left} is not ${right}`);
}

/**
 * Reads a zip as its format is described (APPNOTE 4.3), by its directory alone.
 * @param {Uint8Array<ArrayBuffer>} packed
 */
function read(packed) {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const end = packed.length - 22;
  same(view.getUint32(end, true), 0x06054b50);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  same(at + view.getUint32(end + 12, true), end);
  const files = [];
  let expected = 0;
  for (let n = 0; n < count; n++) {
    same(view.getUint32(at, true), 0x02014b50);
    const nameLength = view.getUint16(at + 28, true);
    const size = view.getUint32(at + 24, true);
    const start = view.getUint32(at + 42, true);
    // Entries lie one after the other, and both headers say the same.
    same(start, expected);
    same(view.getUint32(start, true), 0x04034b50);
    same([...packed.slice(at + 6, at + 30)], [...packed.slice(start + 4, start + 28)]);
    const content = packed.slice(start + 30 + nameLength, start + 30 + nameLength + size);
    same(view.getUint32(at + 16, true), crc32(content));
    files.push({
      path: new TextDecoder().decode(packed.slice(at + 46, at + 46 + nameLength)),
      text: new TextDecoder().decode(content),
      mode: (view.getUint32(at + 38, true) >>> 16).toString(8),
    });
    expected = start + 30 + nameLength + size;
    at += 46 + nameLength;
  }
  same(at, end);
  return files;
}

Deno.test("the checksum is the one every zip has", () => {
  same(crc32(bytes("123456789")), 0xcbf43926);
  same(crc32(bytes("")), 0);
});

Deno.test("what is packed can be read again, names and modes with it", async () => {
  const packed = zip([
    { path: "노트/SKILL.md", bytes: bytes("---\nname: a\n---\n"), executable: false },
    { path: "노트/scripts/run.sh", bytes: bytes("#!/bin/sh\n"), executable: true },
    { path: "노트/empty", bytes: bytes(""), executable: false },
  ]);
  same(read(new Uint8Array(await packed.arrayBuffer())), [
    { path: "노트/SKILL.md", text: "---\nname: a\n---\n", mode: "100644" },
    { path: "노트/scripts/run.sh", text: "#!/bin/sh\n", mode: "100755" },
    { path: "노트/empty", text: "", mode: "100644" },
  ]);
});

Deno.test("the same files are packed to the same bytes", async () => {
  const pack = async () => [
    ...new Uint8Array(
      await zip([{ path: "SKILL.md", bytes: bytes("x"), executable: false }]).arrayBuffer(),
    ),
  ];
  same(await pack(), await pack());
});
