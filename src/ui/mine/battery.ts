/**
 * Whether this device runs on its battery. Chromium tells; Firefox and Safari do not, since a
 * charge level helps to recognize a visitor (W3C Battery Status API, "Security and privacy").
 */

export type Power = 'unknown' | 'mains' | 'battery';

/** What is used of a BatteryManager. */
export interface Battery {
  readonly charging: boolean;
  addEventListener(type: 'chargingchange', listener: () => void): void;
}

export interface BatteryTeller {
  getBattery?(): Promise<Battery>;
}

/** Tells at once where it can, and after each change; never where the browser does not say. */
export async function watchPower(teller: BatteryTeller, tell: (power: Power) => void) {
  try {
    const battery = await teller.getBattery?.();
    if (battery === undefined) return;
    const tellNow = () => tell(battery.charging ? 'mains' : 'battery');
    battery.addEventListener('chargingchange', tellNow);
    tellNow();
  } catch {
    // A policy of the page around this one forbids to ask: as if there were none.
  }
}
