import { describe, expect, it } from 'vitest';
import { type Battery, type Power, watchPower } from '../../../../src/ui/mine/battery.ts';

class FakeBattery extends EventTarget implements Battery {
  charging = true;

  turn(charging: boolean): void {
    this.charging = charging;
    this.dispatchEvent(new Event('chargingchange'));
  }
}

describe('the power of the device', () => {
  it('is told at once and after each change', async () => {
    const battery = new FakeBattery();
    const told: Power[] = [];
    await watchPower({ getBattery: async () => battery }, (power) => void told.push(power));
    battery.turn(false);
    battery.turn(true);
    expect(told).toEqual(['mains', 'battery', 'mains']);
  });

  it('is not told where the browser does not say', async () => {
    const told: Power[] = [];
    await watchPower({}, (power) => void told.push(power));
    const refuse = () => Promise.reject(new DOMException('not allowed', 'NotAllowedError'));
    await watchPower({ getBattery: refuse }, (power) => void told.push(power));
    expect(told).toEqual([]);
  });
});
