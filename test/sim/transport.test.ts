import { describeTransport } from '../contracts/transport.ts';
import { overtakingCheck } from '../contracts/transport-checks.ts';
import { describe, it } from 'vitest';
import { MeetingPlace } from './meeting-place.ts';
import { openStream } from './streams.ts';
import { Timeline } from './timeline.ts';

const SETTLE_MS = 100;

describeTransport('the simulator as a transport', makePair);

describe('the simulator as a transport', () => {
  it(overtakingCheck.name, () => overtakingCheck.run(makePair()));
});

function makePair() {
  const timeline = new Timeline(openStream(1, 'order'));
  const place = new MeetingPlace(timeline, openStream(1, 'network'), {
    latencyMs: 50,
    latencySpread: 0.3,
    jitterMs: 5,
    loss: 0.02,
    bytesPerSecond: 1_000_000,
  });
  return {
    left: place.transport('left'),
    right: place.transport('right'),
    settle: async () => {
      const endMs = timeline.now + SETTLE_MS;
      for (let run = timeline.next(endMs); run; run = timeline.next(endMs)) await run();
    },
    end: async () => {},
  };
}
