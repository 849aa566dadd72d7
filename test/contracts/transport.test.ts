import { joinTransports } from '../../src/adapters/transport/joined.ts';
import { createHub } from '../../src/adapters/transport/memory.ts';
import { portTransport, serveTransport } from '../../src/adapters/transport/port.ts';
import { createSwitchboard } from '../../src/adapters/transport/switchboard.ts';
import { createAgenda } from '../../src/lab/agenda.ts';
import type { Transport } from '../../src/node/ports.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';
import { describeTransport } from './transport.ts';

describeTransport('the in-memory hub as a transport', () => {
  const hub = createHub();
  return {
    left: hub.transport('left'),
    right: hub.transport('right'),
    settle: async () => hub.flush(),
    end: async () => {},
  };
});

describeTransport('the worker’s port as a transport', () => {
  const hub = createHub();
  const left = throughPort(hub.transport('left'));
  const right = throughPort(hub.transport('right'));
  return {
    left: left.transport,
    right: right.transport,
    settle: async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      hub.flush();
      await new Promise((resolve) => setTimeout(resolve, 5));
    },
    end: async () => {
      left.close();
      right.close();
    },
  };
});

describeTransport('a switchboard in bad weather as a transport', () => {
  const clock = createVirtualClock();
  let draws = 0;
  const board = createSwitchboard({
    later: createAgenda(clock),
    now: () => clock.now(),
    // Every third message is lost.
    random: () => ((draws += 1) % 3 === 0 ? 0 : 0.99),
  });
  board.setWeather({ latencyMs: 120, lossPercent: 20 });
  return {
    left: board.transport('left'),
    right: board.transport('right'),
    // What is due now may have to wait for what a full turn of the agenda leaves.
    settle: async () => {
      for (let step = 0; step < 40; step += 1) clock.advance(25);
    },
    end: async () => {},
  };
});

describeTransport('two transports that are joined', () => {
  const hub = createHub();
  const near = createHub();
  const left = joinTransports(hub.transport('left'), () => undefined);
  const right = joinTransports(hub.transport('right'), () => undefined);
  left.attach(near.transport('left'));
  right.attach(near.transport('right'));
  const settle = async () => {
    hub.flush();
    near.flush();
    await Promise.resolve();
  };
  return { left, right, settle, end: async () => {} };
});

function throughPort(served: Transport): { transport: Transport; close(): void } {
  const { port1, port2 } = new MessageChannel();
  serveTransport(served, port1);
  return { transport: portTransport(port2), close: () => port1.close() };
}
