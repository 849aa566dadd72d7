import { createHub } from '../../src/adapters/transport/memory.ts';
import { portTransport, serveTransport } from '../../src/adapters/transport/port.ts';
import type { Transport } from '../../src/node/ports.ts';
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

function throughPort(served: Transport): { transport: Transport; close(): void } {
  const { port1, port2 } = new MessageChannel();
  serveTransport(served, port1);
  return { transport: portTransport(port2), close: () => port1.close() };
}
