import { describe, expect, it } from 'vitest';
import { canInstall, install, watchInstall } from '../../../../src/ui/pwa/install.ts';

/** The browser's offer, counting how often it is taken. */
class Offer extends Event {
  taken = 0;

  constructor() {
    super('beforeinstallprompt', { cancelable: true });
  }

  async prompt(): Promise<void> {
    this.taken += 1;
  }
}

describe('the browser’s offer to install the page', () => {
  it('is kept for the button, and taken once', async () => {
    const target = new EventTarget();
    watchInstall(target);
    expect(canInstall()).toBe(false);
    const offer = new Offer();
    target.dispatchEvent(offer);
    expect(offer.defaultPrevented).toBe(true);
    expect(canInstall()).toBe(true);
    await install();
    await install();
    expect(offer.taken).toBe(1);
    expect(canInstall()).toBe(false);
  });

  it('is over when the page was installed by other means', () => {
    const target = new EventTarget();
    watchInstall(target);
    target.dispatchEvent(new Offer());
    target.dispatchEvent(new Event('appinstalled'));
    expect(canInstall()).toBe(false);
  });
});
