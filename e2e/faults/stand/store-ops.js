// Counts the changes that the import worker makes in the browser's storage. Before the change number KILL_AT it reports
// to the server, and waits to be killed. The server says the number. Half of what is written counts as a change of its own.
/* global FileSystemFileHandle, FileSystemDirectoryHandle, FileSystemSyncAccessHandle, XMLHttpRequest */
const asked = new XMLHttpRequest();
// The random part keeps the browser from answering with the number of an earlier visit.
asked.open('GET', `/assets/faults-kill-at.json?${Math.random()}`, false);
asked.send();
const KILL_AT = Number(asked.responseText);

let changes = 0;
const names = new WeakMap();

/** Files of a pack. Other changes, of kept downloads, do not count. */
const OF_PACK = /^(import|record|pack|clip|gslrm|matting|unet|vae|view_embeds)\./;

function change(what, name) {
  if (!OF_PACK.test(name)) return;
  changes += 1;
  if (changes !== KILL_AT) return;
  const request = new XMLHttpRequest();
  request.open('POST', '/faults/fired', false);
  request.send(JSON.stringify({ worker: 'import', action: 'loop', stage: what, atMs: Date.now() }));
  for (;;);
}

const file = FileSystemFileHandle.prototype;
const { createSyncAccessHandle, move } = file;
file.createSyncAccessHandle = async function (...options) {
  change(`open ${this.name}`, this.name);
  const access = await createSyncAccessHandle.apply(this, options);
  names.set(access, this.name);
  return access;
};
file.move = function (...to) {
  change(`rename ${this.name}`, this.name);
  return move.apply(this, to);
};

const folder = FileSystemDirectoryHandle.prototype;
const { removeEntry } = folder;
folder.removeEntry = function (name, options) {
  change(`remove ${name}`, name);
  return removeEntry.call(this, name, options);
};

const { write } = FileSystemSyncAccessHandle.prototype;
FileSystemSyncAccessHandle.prototype.write = function (bytes, { at = 0 } = {}) {
  const half = bytes.length >> 1;
  const first = write.call(this, bytes.subarray(0, half), { at });
  change(`write ${names.get(this)}`, names.get(this));
  return first < half ? first : first + write.call(this, bytes.subarray(half), { at: at + half });
};
