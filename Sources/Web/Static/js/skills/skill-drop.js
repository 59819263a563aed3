/** @typedef {{ path: string, file: File }} Found */

/** Nothing an upload needs, and often larger than the skill itself. @param {string} path */
const isWanted = (path) => !/^([^/]+\/)?\.git\//.test(path);

/** @param {number} bytes */
function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1 << 20 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / (1 << 20)).toFixed(1)} MiB`;
}

/** Everything below a dropped folder. @param {FileSystemEntry} entry @returns {Promise<Found[]>} */
async function below(entry) {
  if (entry.isFile) {
    const file = await new Promise((done, fail) =>
      /** @type {FileSystemFileEntry} */ (entry).file(done, fail)
    );
    return [{ path: entry.fullPath.replace(/^\//, ""), file }];
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  /** @type {Found[]} */
  const found = [];
  // A reader gives a folder in portions, and an empty one at the end.
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (some.length === 0) return found;
    for (const inner of some) found.push(...await below(inner));
  }
}

/**
 * Adds dropping, folders and progress to a plain file input, which keeps working alone. A folder becomes
 * a zip in the browser and goes the way every archive goes.
 */
export class SkillDrop extends HTMLElement {
  connectedCallback() {
    const folder = this.querySelector("#folder");
    this.addEventListener("dragover", (e) => {
      e.preventDefault();
      this.classList.add("over");
    });
    this.addEventListener("dragleave", () => this.classList.remove("over"));
    this.addEventListener("drop", (e) => {
      e.preventDefault();
      this.classList.remove("over");
      this.#drop(e.dataTransfer);
    });
    this.#input?.addEventListener("change", () => this.#chosen());
    // Browsers have it, HTML does not.
    folder?.setAttribute("webkitdirectory", "");
    folder?.addEventListener("change", () => {
      if (!(folder instanceof HTMLInputElement)) return;
      const files = [...folder.files ?? []];
      this.#pack(files.map((file) => ({ path: file.webkitRelativePath, file })));
      folder.value = "";
    });
    const form = this.closest("form");
    form?.addEventListener("htmx:xhr:progress", (e) => this.#progress(e));
    form?.addEventListener("htmx:afterRequest", () => this.#finish());
  }

  get #input() {
    const input = this.querySelector("input[name=bundle]");
    return input instanceof HTMLInputElement ? input : null;
  }

  /** @param {string} text @param {string} [fault] */
  #say(text, fault = "") {
    const state = this.querySelector(".drop-state");
    if (state) state.textContent = fault || text;
    // An input that complains keeps the form from being sent.
    this.#input?.setCustomValidity(fault);
  }

  /** @param {DataTransfer | null} transfer */
  async #drop(transfer) {
    const files = [...transfer?.files ?? []];
    // Entries are only there while the event is handled, so all of them are taken before anything is awaited.
    const entries = [...transfer?.items ?? []].map((item) => item.webkitGetAsEntry()).filter((e) =>
      e !== null
    );
    if (files.length === 1 && !entries.some((e) => e.isDirectory)) {
      this.#put(files[0]);
      this.#chosen();
      return;
    }
    try {
      const found = [];
      for (const entry of entries) found.push(...await below(entry));
      await this.#pack(found);
    } catch {
      this.#say("", this.dataset.unreadable);
    }
  }

  /** @param {Found[]} all */
  async #pack(all) {
    const found = all.filter(({ path }) => isWanted(path)).sort((a, b) => (a.path < b.path ? -1 : 1));
    const total = found.reduce((sum, { file }) => sum + file.size, 0);
    if (total > this.#maximum) return this.#say("", this.dataset.tooLarge);
    const top = found[0]?.path.split("/")[0] ?? "";
    if (!found.some(({ path }) => path === "SKILL.md" || path === `${top}/SKILL.md`)) {
      return this.#say("", this.dataset.noManifest);
    }
    try {
      const files = await Promise.all(found.map(async ({ path, file }) => {
        const bytes = new Uint8Array(await file.arrayBuffer());
        // A browser does not tell who may run a file; one that names its interpreter is meant to be run.
        return { path, bytes, executable: bytes[0] === 0x23 && bytes[1] === 0x21 };
      }));
      const { zip } = await import("./lazy/zip-writer.js");
      const packed = new File([zip(files)], `${top || "skill"}.zip`, { type: "application/zip" });
      this.#put(packed);
      this.#say(this.#fill(this.dataset.packed, {
        name: top,
        count: String(files.length),
        size: size(packed.size),
      }));
    } catch {
      this.#say("", this.dataset.unreadable);
    }
  }

  #chosen() {
    const file = this.#input?.files?.[0];
    if (!file) return this.#say("");
    if (file.size > this.#maximum) return this.#say("", this.dataset.tooLarge);
    this.#say(this.#fill(this.dataset.chosen, { name: file.name, size: size(file.size) }));
  }

  /** @param {File | undefined} file */
  #put(file) {
    if (!file || !this.#input) return;
    const transfer = new DataTransfer();
    transfer.items.add(file);
    this.#input.files = transfer.files;
  }

  get #maximum() {
    return Number(this.dataset.max ?? Infinity);
  }

  /** @param {string | undefined} text @param {Record<string, string>} places */
  #fill(text, places) {
    return (text ?? "").replace(/\{(\w+)\}/g, (_, name) => places[name] ?? "");
  }

  /** @param {Event} event */
  #progress(event) {
    const bar = this.querySelector("progress");
    if (!bar || !(event instanceof CustomEvent) || !event.detail.lengthComputable) return;
    bar.hidden = false;
    bar.value = Math.round((100 * event.detail.loaded) / event.detail.total);
  }

  #finish() {
    const bar = this.querySelector("progress");
    if (bar) bar.hidden = true;
  }
}
