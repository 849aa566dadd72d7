/** Bytes handed to the browser's downloads. */

/** Browsers read the address behind a download soon after the click, and not at once. */
const REVOKE_AFTER_MS = 60_000;

export function download(bytes: Uint8Array, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([new Uint8Array(bytes)]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_AFTER_MS);
}
