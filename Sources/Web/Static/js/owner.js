/**
 * What a tab keeps belongs to whoever was signed in: signing out forgets it, and so does somebody else's first page.
 */

/** What is kept of one caller, by its name in the session's storage. */
const OWN = ["chat-thread", "chat-open", "typed"];
const OWNER = "owner";

/** @param {Pick<Storage, "removeItem">} storage */
export function forget(storage) {
  for (const name of [...OWN, OWNER]) storage.removeItem(name);
}

/**
 * @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} storage
 * @param {string | undefined} caller who is signed in; nobody where one signs in
 */
export function claim(storage, caller) {
  if (caller === undefined) return;
  const owner = storage.getItem(OWNER);
  if (owner !== caller) forget(storage);
  storage.setItem(OWNER, caller);
}

/** To be called before anything reads what is kept. */
export function installOwner() {
  try {
    claim(sessionStorage, document.body.dataset.caller);
    document.querySelector('form[action="/sign-out"]')?.addEventListener(
      "submit",
      () => forget(sessionStorage),
    );
  } catch {
    // Browsers may forbid storage; then nothing is kept either.
  }
}
