import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHub } from '../../../src/adapters/transport/memory.ts';
import { LaboratoryError } from '../../../src/lab/api.ts';
import { exposeColony, wrapColony } from '../../../src/lab/colony-port.ts';
import type { Colony } from '../../../src/lab/colony.ts';
import { CommandError } from '../../../src/node/api.ts';
import type { PeerId, TransportEvents } from '../../../src/node/ports.ts';

const REPORT = { self: 'self', nodes: [], links: [], hashesPerSecond: 7 };
const open: MessagePort[] = [];

afterEach(() => {
  for (const port of open.splice(0)) port.close();
  vi.useRealTimers();
});

function channel(): MessageChannel {
  const made = new MessageChannel();
  open.push(made.port1, made.port2);
  return made;
}

/** A colony that writes down what it is told, as the other side of a port has it. */
function connect(answers: Partial<Colony> = {}) {
  const hub = createHub();
  const told: unknown[] = [];
  const note =
    (name: string) =>
    (...parameters: unknown[]) =>
      void told.push([name, ...parameters]);
  const colony: Colony = {
    self: hub.transport('self'),
    add: async (count) => Array.from({ length: count }, (_, index) => `lab-${index + 1}`),
    remove: note('remove'),
    cut: note('cut'),
    heal: note('heal'),
    setWeather: note('weather'),
    setShares: note('shares'),
    call: async (...parameters) => parameters,
    join: () => ({ ref: 'guest-1', transport: hub.transport('guest', 'hidden') }),
    leave: note('leave'),
    report: () => REPORT,
    end: note('end'),
    ...answers,
  };
  const api = channel();
  const self = channel();
  exposeColony(colony, api.port1, self.port1);
  return { remote: wrapColony(api.port2), told, hub };
}

describe('a colony behind a port', () => {
  it('does what it is told, in order', async () => {
    const { remote, told } = connect();
    remote.cut([['self', 'lab-1']]);
    remote.setWeather({ latencyMs: 5, lossPercent: 1 });
    remote.heal([['self', 'lab-1']]);
    remote.setShares({ 'lab-1': 40 });
    remote.remove('lab-1');
    remote.leave('guest-1');
    expect(await remote.add(2)).toEqual(['lab-1', 'lab-2']);
    expect(told).toEqual([
      ['cut', [['self', 'lab-1']]],
      ['weather', { latencyMs: 5, lossPercent: 1 }],
      ['heal', [['self', 'lab-1']]],
      ['shares', { 'lab-1': 40 }],
      ['remove', 'lab-1'],
      ['leave', 'guest-1'],
    ]);
  });

  it('answers commands, and refuses them with Bitcoin’s codes', async () => {
    const { remote } = connect();
    expect(await remote.call('lab-1', 'generate', [3])).toEqual(['lab-1', 'generate', [3]]);
    const { remote: refusing } = connect({
      call: () => Promise.reject(new CommandError(-8, 'Block height out of range')),
    });
    const error = await refusing.call('lab-1', 'getblockhash', [9]).catch((it: unknown) => it);
    expect(error).toBeInstanceOf(CommandError);
    expect(error).toMatchObject({ code: -8, message: 'Block height out of range' });
  });

  it('refuses with its own codes', async () => {
    const full = () => {
      throw new LaboratoryError('full', 'at most 4 guests');
    };
    const { remote } = connect({ join: full, add: async () => full() });
    for (const refused of [remote.join(), remote.add(1)]) {
      const error = await refused.catch((it: unknown) => it);
      expect(error).toBeInstanceOf(LaboratoryError);
      expect(error).toMatchObject({ code: 'full', message: 'at most 4 guests' });
    }
  });

  it('gives a guest a transport of its own', async () => {
    const { remote, hub } = connect();
    const { ref, transport } = await remote.join();
    const found: PeerId[] = [];
    const nothing = () => {};
    const events: TransportEvents = {
      found: (peer) => void found.push(peer),
      missed: nothing,
      signal: nothing,
      up: nothing,
      message: nothing,
      down: nothing,
      meeting: nothing,
    };
    hub.transport('node').start({ ...events, found: nothing }, 'n');
    transport.start(events, 'g');
    while (found.length === 0) {
      hub.flush();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect([ref, found]).toEqual(['guest-1', ['node']]);
  });

  it('reports four times a second', async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] });
    const { remote } = connect();
    const reports: unknown[] = [];
    remote.listen((report) => void reports.push(report));
    await remote.add(1);
    vi.advanceTimersByTime(1_000);
    await vi.waitFor(() => expect(reports).toHaveLength(4), { interval: 1 });
    expect(reports[0]).toEqual(REPORT);
  });
});
