/** A file handed to the browser's downloads. */

/** Browsers read the address behind a download soon after the click, and not at once. */
const REVOKE_AFTER_MS = 60_000;

export function download(content: Blob | Uint8Array, name: string): void {
  const file = content instanceof Blob ? content : new Blob([new Uint8Array(content)]);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_AFTER_MS);
}
