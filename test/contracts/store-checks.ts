/**
 * What every store owes the node, as plain functions: the same checks run on memory and on a model
 * of IndexedDB under Node, and on the real one inside a browser page, where no test runner is.
 */

import {
  type Store,
  StoreError,
  type StoreFailure,
  type StoreValue,
} from '../../src/node/ports.ts';
import { equalBytes } from '../../src/util/bytes.ts';

/** A disk of its own for each check; stores come and go. */
export interface StoreBench {
  /** Opens the disk, and takes it from the store that had it open. */
  open(): Promise<Store>;
  /** Removes the disk. */
  end(): Promise<void>;
}

export interface StoreCheck {
  readonly name: string;
  run(bench: StoreBench): Promise<void>;
}

const MB = 1024 * 1024;

export const storeChecks: readonly StoreCheck[] = [
  { name: 'what was put is read back, by key and by table', run: checkRoundTrip },
  { name: 'what was never put, or was removed, is not there', run: checkAbsence },
  { name: 'numbers come before strings, each in their order', run: checkKeyOrder },
  { name: 'within a batch the last word on a key counts', run: checkOrderWithin },
  { name: 'batches take effect in the order of the calls', run: checkOrderAcross },
  { name: 'a batch whose middle is refused changes nothing', run: checkAtomicity },
  { name: 'a batch of nothing is fine', run: checkEmptyBatch },
  { name: 'values of 8 MB and of no byte are kept whole', run: checkSizes },
  { name: 'of a view only what it shows is kept', run: checkViews },
  { name: 'what is read belongs to the reader', run: checkOwnership },
  { name: 'another opening finds everything', run: checkReopening },
  { name: 'an earlier opening writes no more, and says why', run: checkSuperseded },
  { name: 'a closed store answers nothing', run: checkClosed },
];

async function checkRoundTrip(bench: StoreBench): Promise<void> {
  const store = await bench.open();
  await store.write([
    { put: ['headers', 0, bytesOf(1)] },
    { put: ['bodies', 0, bytesOf(2)] },
    { put: ['meta', 'state', bytesOf(3)] },
  ]);
  same(await store.get('headers', 0), bytesOf(1));
  same(await store.get('bodies', 0), bytesOf(2));
  same(await store.get('meta', 'state'), bytesOf(3));
  const entries = await store.entries('headers');
  holds(entries.length === 1 && entries[0]![0] === 0, 'a table lists its own records only');
  same(entries[0]![1], bytesOf(1));
}

async function checkAbsence(bench: StoreBench): Promise<void> {
  const store = await bench.open();
  for (const table of ['meta', 'headers', 'bodies', 'undo', 'coins'] as const) {
    holds((await store.entries(table)).length === 0, `${table} is empty`);
  }
  await store.write([{ put: ['undo', 7, bytesOf(1)] }]);
  await store.write([{ remove: ['undo', 7] }, { remove: ['undo', 8] }]);
  holds((await store.get('undo', 7)) === undefined, 'a removed record is gone');
  holds((await store.get('undo', '7')) === undefined, 'a number is not its digits');
  holds((await store.entries('undo')).length === 0, 'the table is empty again');
}

async function checkKeyOrder(bench: StoreBench): Promise<void> {
  const store = await bench.open();
  const keys = ['b', 10, 'a', 2, '10', 1, 'B', 2_000_000_000, 0, 'ab'];
  await store.write(keys.map((key) => ({ put: ['coins', key, bytesOf(1)] })));
  const found = (await store.entries('coins')).map(([key]) => key);
  const expected = [0, 1, 2, 10, 2_000_000_000, '10', 'B', 'a', 'ab', 'b'];
  holds(JSON.stringify(found) === JSON.stringify(expected), `keys came as ${found.join()}`);
}

async function checkOrderWithin(bench: StoreBench): Promise<void> {
  const store = await bench.open();
  await store.write([
    { put: ['meta', 'twice', bytesOf(1)] },
    { put: ['meta', 'twice', bytesOf(2)] },
    { put: ['meta', 'gone', bytesOf(1)] },
    { remove: ['meta', 'gone'] },
    { remove: ['meta', 'back'] },
    { put: ['meta', 'back', bytesOf(3)] },
  ]);
  same(await store.get('meta', 'twice'), bytesOf(2));
  holds((await store.get('meta', 'gone')) === undefined, 'removed after it was put');
  same(await store.get('meta', 'back'), bytesOf(3));
}

async function checkOrderAcross(bench: StoreBench): Promise<void> {
  const store = await bench.open();
  const ended: number[] = [];
  const batches = Array.from({ length: 50 }, async (_, batch) => {
    await store.write([
      { put: ['meta', 'last', bytesOf(batch)] },
      { put: ['bodies', batch, bytesOf(batch)] },
    ]);
    ended.push(batch);
  });
  await Promise.all(batches);
  holds(
    ended.every((batch, at) => batch === at),
    `ended as ${ended.join()}`,
  );
  same(await store.get('meta', 'last'), bytesOf(49));
  holds((await store.entries('bodies')).length === 50, 'all batches are there');
}

async function checkAtomicity(bench: StoreBench): Promise<void> {
  const store = await bench.open();
  await store.write([{ put: ['meta', 'state', bytesOf(1)] }]);
  const noBytes = (() => 0) as unknown as StoreValue;
  await refuses(
    store.write([
      { put: ['meta', 'state', bytesOf(2)] },
      { put: ['meta', 'other', bytesOf(2)] },
      { put: ['meta', 'middle', noBytes] },
      { remove: ['meta', 'state'] },
    ]),
    'unknown',
  );
  same(await store.get('meta', 'state'), bytesOf(1));
  holds((await store.entries('meta')).length === 1, 'nothing else is there');
  await store.write([{ put: ['meta', 'state', bytesOf(3)] }]);
  same(await store.get('meta', 'state'), bytesOf(3));
}

async function checkEmptyBatch(bench: StoreBench): Promise<void> {
  const store = await bench.open();
  await store.write([]);
  holds((await store.entries('meta')).length === 0, 'still nothing');
}

async function checkSizes(bench: StoreBench): Promise<void> {
  const store = await bench.open();
  const large = Uint8Array.from({ length: 8 * MB }, (_, at) => at * 31 + (at >> 8));
  await store.write([{ put: ['bodies', 1, large] }, { put: ['bodies', 2, new Uint8Array()] }]);
  same(await store.get('bodies', 1), large);
  same(await store.get('bodies', 2), new Uint8Array());
}

async function checkViews(bench: StoreBench): Promise<void> {
  const store = await bench.open();
  const whole = Uint8Array.from({ length: 1_000 }, (_, at) => at);
  await store.write([{ put: ['bodies', 1, whole.subarray(100, 110)] }]);
  const read = await store.get('bodies', 1);
  same(read, whole.slice(100, 110));
  holds(read!.buffer.byteLength === 10, 'nothing hangs on to it');
}

async function checkOwnership(bench: StoreBench): Promise<void> {
  const store = await bench.open();
  const written = bytesOf(5);
  await store.write([{ put: ['bodies', 1, written] }]);
  written.fill(0);
  (await store.get('bodies', 1))!.fill(0);
  (await store.entries('bodies'))[0]![1].fill(0);
  same(await store.get('bodies', 1), bytesOf(5));
}

async function checkReopening(bench: StoreBench): Promise<void> {
  const first = await bench.open();
  await first.write([{ put: ['meta', 'state', bytesOf(1)] }, { put: ['coins', 4, bytesOf(2)] }]);
  first.close();
  const second = await bench.open();
  same(await second.get('meta', 'state'), bytesOf(1));
  same(await second.get('coins', 4), bytesOf(2));
  holds((await second.entries('meta')).length === 1, 'and nothing that nobody put');
}

async function checkSuperseded(bench: StoreBench): Promise<void> {
  const first = await bench.open();
  await first.write([{ put: ['meta', 'state', bytesOf(1)] }]);
  const second = await bench.open();
  await refuses(first.write([{ put: ['meta', 'state', bytesOf(2)] }]), 'superseded');
  same(await second.get('meta', 'state'), bytesOf(1));
  await second.write([{ put: ['meta', 'state', bytesOf(3)] }]);
  await refuses(first.write([{ put: ['meta', 'state', bytesOf(4)] }]), 'superseded');
  same(await first.get('meta', 'state'), bytesOf(3));
}

async function checkClosed(bench: StoreBench): Promise<void> {
  const store = await bench.open();
  store.close();
  store.close();
  await refuses(store.write([{ put: ['meta', 'state', bytesOf(1)] }]), 'closed');
  await refuses(store.get('meta', 'state'), 'closed');
  await refuses(store.entries('meta'), 'closed');
}

/** Three bytes that tell their seed. */
function bytesOf(seed: number): Uint8Array {
  return Uint8Array.of(seed, 255 - seed, 7);
}

function same(found: StoreValue | undefined, expected: Uint8Array): void {
  const isSame = found !== undefined && equalBytes(found, expected);
  holds(isSame, `${found?.length} bytes where ${expected.length} others were expected`);
}

export async function refuses(call: Promise<unknown>, failure: StoreFailure): Promise<void> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  holds(error instanceof StoreError, `refused by a StoreError, not by ${String(error)}`);
  holds((error as StoreError).failure === failure, `${String(error)} is not ${failure}`);
}

export function holds(condition: boolean, sentence: string): void {
  if (!condition) throw new Error(`does not hold: ${sentence}`);
}
