import { createClock } from '../../src/adapters/clock.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';
import { describeClock } from './clock.ts';

describeClock('the device’s clock', () => ({
  clock: createClock(),
  pass: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs + 1)),
}));

describeClock('the virtual clock', () => {
  const clock = createVirtualClock();
  return { clock, pass: async (durationMs) => clock.advance(durationMs) };
});
