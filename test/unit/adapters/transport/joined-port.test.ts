import { afterEach, describe, expect, it } from 'vitest';
import { exposeSwitches, wrapSwitches } from '../../../../src/adapters/transport/joined-port.ts';
import { joinTransports } from '../../../../src/adapters/transport/joined.ts';
import { createHub } from '../../../../src/adapters/transport/memory.ts';
import { serveTransport } from '../../../../src/adapters/transport/port.ts';
import type { PeerId, TransportEvents } from '../../../../src/node/ports.ts';

const ports: MessagePort[] = [];

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

function channel(): MessageChannel {
  const made = new MessageChannel();
  ports.push(made.port1, made.port2);
  return made;
}

/** A node's transport, whose switches are at the other end of a port. */
function connect() {
  const far = createHub();
  const near = createHub();
  const ups: PeerId[] = [];
  const downs: string[] = [];
  const joined = joinTransports(far.transport('own'), (bytes) => new TextDecoder().decode(bytes));
  const nothing = () => {};
  const events: TransportEvents = {
    found: nothing,
    missed: nothing,
    signal: nothing,
    up: ({ peer }) => void ups.push(peer),
    message: nothing,
    down: ({ peer }, reason) => void downs.push(`${peer} ${reason}`),
    meeting: nothing,
  };
  joined.start(events, 'own-key');
  const { port1, port2 } = channel();
  exposeSwitches(joined, port1);
  const until = async (isSo: () => boolean) => {
    while (!isSo()) {
      far.flush();
      near.flush();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const join = (hub: typeof far, id: PeerId) => {
    const transport = hub.transport(id);
    const say = (text: string) => new TextEncoder().encode(text);
    transport.start({ ...events, up: (link) => link.send(say(id), 'prompt'), down: nothing }, id);
    return transport;
  };
  return { switches: wrapSwitches(port2), far, near, ups, downs, until, join };
}

describe('the switches of a node’s links', () => {
  it('link it with what a port serves, and part it again', async () => {
    const { switches, near, ups, downs, until, join } = connect();
    const { port1, port2 } = channel();
    serveTransport(near.transport('own'), port1);
    switches.attach(port2);
    const mate = join(near, 'mate');
    mate.dial('own');
    await until(() => {
      // Until its other end has begun.
      if (ups.length === 0) mate.dial('own');
      return ups.length > 0;
    });
    expect(ups).toEqual(['near-mate']);
    switches.detach();
    await until(() => downs.length > 0);
    expect(downs).toEqual(['near-mate stopped']);
  });

  it('tell of the links with other tabs, cut them and heal them', async () => {
    const { switches, far, ups, downs, until, join } = connect();
    const tab = join(far, 'anna');
    tab.dial('own');
    await until(() => ups.length === 1);
    far.flush();
    expect(await switches.links()).toEqual([{ key: 'anna', messages: 1, sizeBytes: 4 }]);
    switches.cut('an');
    await until(() => downs.length === 1);
    expect([downs, await switches.links()]).toEqual([['anna cut'], []]);
    switches.heal('an');
    await switches.links();
    tab.dial('own');
    await until(() => ups.length === 2);
    expect(ups).toEqual(['anna', 'anna']);
  });
});
