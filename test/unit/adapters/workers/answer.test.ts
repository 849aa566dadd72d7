import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerOrders } from '../../../../src/adapters/workers/answer.ts';

const said: unknown[] = [];

beforeEach(() => {
  said.length = 0;
  vi.stubGlobal('postMessage', (report: unknown) => void said.push(report));
});
afterEach(() => {
  vi.unstubAllGlobals();
  globalThis.onmessage = null;
});

/** As messages come to a worker. */
function hear(data: unknown, ports: MessagePort[] = []): void {
  const event = { data, ports } as unknown as MessageEvent;
  (globalThis.onmessage as (event: MessageEvent) => void)(event);
}

describe('a worker of a pool', () => {
  it('answers the page that gives it orders', () => {
    const orders: unknown[] = [];
    const tell = answerOrders((order) => void orders.push(order));
    hear('dig');
    tell('dug');
    expect(orders).toEqual(['dig']);
    expect(said).toEqual(['dug']);
  });

  it('answers through the port that it is given, and the page no more', async () => {
    const orders: unknown[] = [];
    const reports: unknown[] = [];
    const tell = answerOrders((order) => void orders.push(order));
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => void reports.push(data);
    hear(undefined, [port2]);
    port1.postMessage('dig');
    tell('ready');
    await expect.poll(() => [orders, reports]).toEqual([['dig'], ['ready']]);
    expect(said).toEqual([]);
    port1.close();
  });

  it('keeps what it has to say until it knows to whom', async () => {
    const reports: unknown[] = [];
    const tell = answerOrders(() => {});
    tell('ready');
    tell('unable');
    expect(said).toEqual([]);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => void reports.push(data);
    hear(undefined, [port2]);
    await expect.poll(() => reports).toEqual(['ready', 'unable']);
    port1.close();
  });
});
