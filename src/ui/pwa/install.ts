/**
 * The browser's offer to install the page (Chromium's `beforeinstallprompt`). It comes once, early,
 * and is kept for the button; elsewhere the browser's own menu installs, or nothing does.
 */

import { signal } from '@preact/signals';

interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

const offer = signal<InstallEvent | undefined>(undefined);

export function canInstall(): boolean {
  return offer.value !== undefined;
}

export function watchInstall(target: EventTarget = globalThis): void {
  target.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer.value = event as InstallEvent;
  });
  target.addEventListener('appinstalled', () => (offer.value = undefined));
}

/** Each offer can be taken once. */
export async function install(): Promise<void> {
  const event = offer.value;
  offer.value = undefined;
  await event?.prompt();
}
