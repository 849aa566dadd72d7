import { afterEach, describe, expect, it } from 'vitest';
import { createHub } from '../../../../src/adapters/transport/memory.ts';
import { portTransport, serveTransport } from '../../../../src/adapters/transport/port.ts';
import type { PeerLink, Transport, TransportEvents } from '../../../../src/node/ports.ts';

const MESSAGE_MAX = 512 * 1024;
const INBOUND_MAX = 16 * 1024 * 1024;
const QUEUE_MAX = 8 * 1024 * 1024;

const ports: MessagePort[] = [];

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A page that serves one made-up link, and a port on which the node is played by hand. */
function serveOneLink() {
  const sent: number[] = [];
  const closed: string[] = [];
  let events: TransportEvents | undefined;
  const link: PeerLink = {
    id: 1,
    peer: 'other',
    outbound: true,
    binding: new Uint8Array(64),
    backlog: 0,
    send: (bytes) => void sent.push(bytes.length),
    close: (reason) => void closed.push(reason),
  };
  const transport: Transport = {
    start: (given) => (events = given),
    seek: () => {},
    dial: () => {},
    signal: () => {},
    stop: () => {},
  };
  const { port1, port2 } = new MessageChannel();
  ports.push(port1);
  serveTransport(transport, port1);
  const start = async () => {
    port2.postMessage([{ type: 'start' }]);
    await turn();
    events!.up(link);
    return events!;
  };
  return { link, sent, closed, port2, start };
}

describe('serveTransport', () => {
  it('closes a link whose message is larger than any may be, either way', async () => {
    const { link, sent, closed, port2, start } = serveOneLink();
    const events = await start();
    events.message(link, new Uint8Array(MESSAGE_MAX + 1));
    expect(closed).toEqual(['message-too-large']);
    const send = (length: number) =>
      port2.postMessage([{ type: 'send', link: 1, bytes: new Uint8Array(length), lane: 'bulk' }]);
    send(MESSAGE_MAX);
    send(MESSAGE_MAX + 1);
    await turn();
    expect(sent).toEqual([MESSAGE_MAX]);
    expect(closed).toEqual(['message-too-large', 'message-too-large']);
  });

  it('closes a link that says more than a busy node can take', async () => {
    const { link, closed, port2, start } = serveOneLink();
    const events = await start();
    const message = () => events.message(link, new Uint8Array(MESSAGE_MAX));
    for (let bytes = 0; bytes < INBOUND_MAX; bytes += MESSAGE_MAX) message();
    expect(closed).toEqual([]);
    port2.postMessage([{ type: 'taken', link: 1, sizeBytes: MESSAGE_MAX }]);
    await turn();
    message();
    expect(closed).toEqual([]);
    message();
    expect(closed).toEqual(['node-overrun']);
  });

  it('ignores what concerns links that are gone', async () => {
    const { link, sent, closed, port2, start } = serveOneLink();
    const events = await start();
    events.down(link, 'closed');
    events.down(link, 'closed');
    events.message(link, new Uint8Array(5));
    for (const type of ['send', 'close', 'taken']) {
      const facts = { link: 1, bytes: new Uint8Array(5), lane: 'bulk', sizeBytes: 5 };
      port2.postMessage([{ type, ...facts }]);
    }
    await turn();
    expect(sent).toEqual([]);
    expect(closed).toEqual([]);
  });
});

describe('portTransport', () => {
  it('gives up a link that would hold more than 8 MB', async () => {
    const hub = createHub();
    const { port1, port2 } = new MessageChannel();
    ports.push(port1);
    serveTransport(hub.transport('left'), port1);
    const transport = portTransport(port2);
    const links: PeerLink[] = [];
    const downs: string[] = [];
    const events: TransportEvents = {
      found: (peer) => transport.dial(peer),
      missed: () => {},
      signal: () => {},
      up: (link) => void links.push(link),
      message: () => {},
      down: (_link, reason) => void downs.push(reason),
      meeting: () => {},
    };
    const other = { ...events, found: () => {}, up: () => {}, down: () => {} };
    hub.transport('right').start(other, 'right');
    transport.start(events, 'left');
    await expect
      .poll(() => {
        hub.flush();
        return links.length;
      })
      .toBe(1);
    for (let bytes = 0; bytes < QUEUE_MAX; bytes += MESSAGE_MAX) {
      links[0]!.send(new Uint8Array(MESSAGE_MAX), 'bulk');
    }
    await turn();
    expect(downs).toEqual([]);
    links[0]!.send(new Uint8Array(1), 'bulk');
    await expect
      .poll(() => {
        hub.flush();
        return downs;
      })
      .toEqual(['send-queue-full']);
  });
});
