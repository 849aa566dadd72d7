import { describe, expect, it, vi } from 'vitest';
import { type Locks, slotName, takeSlot } from '../../../../src/adapters/storage/slots.ts';

const SLOTS_MAX = 64;
const SLOT_PATIENCE_MS = 1_500;
const TOPIC = 'ab'.repeat(16);

/** Web Locks of one origin, with tabs that end when a test says so. */
class Origin {
  private readonly holders = new Map<string, string>();
  private readonly queues = new Map<string, Array<() => void>>();

  /** The lock manager as the tab of this name sees it. */
  locksOf(tab: string): Locks {
    const request = (
      name: string,
      { ifAvailable, signal }: LockOptions,
      callback: LockGrantedCallback<unknown>,
    ): Promise<unknown> => {
      const grant = () => {
        this.holders.set(name, tab);
        return callback({ name, mode: 'exclusive' });
      };
      if (!this.holders.has(name)) return Promise.resolve(grant());
      if (ifAvailable) return Promise.resolve(callback(null));
      return new Promise((resolve, reject) => {
        const queue = this.queues.get(name) ?? [];
        this.queues.set(name, queue);
        const turn = () => resolve(grant());
        queue.push(turn);
        signal?.addEventListener('abort', () => {
          queue.splice(queue.indexOf(turn), 1);
          reject(signal.reason as Error);
        });
      });
    };
    return { request: request as Locks['request'] };
  }

  /** Frees every lock of a tab. */
  end(tab: string): void {
    for (const [name, holder] of this.holders) {
      if (holder !== tab) continue;
      this.holders.delete(name);
      this.queues.get(name)?.shift()?.();
    }
  }
}

describe('a slot', () => {
  it('is the lowest that no other tab holds', async () => {
    const origin = new Origin();
    for (const slot of [0, 1, 2]) {
      expect(await takeSlot(TOPIC, undefined, origin.locksOf(`tab ${slot}`))).toBe(slot);
    }
    origin.end('tab 1');
    expect(await takeSlot(TOPIC, undefined, origin.locksOf('newcomer'))).toBe(1);
  });

  it('is the preferred one when that is free', async () => {
    const origin = new Origin();
    expect(await takeSlot(TOPIC, 3, origin.locksOf('first'))).toBe(3);
    expect(await takeSlot(TOPIC, undefined, origin.locksOf('second'))).toBe(0);
  });

  it('is waited for while the tab’s own past still holds it', async () => {
    const origin = new Origin();
    await takeSlot(TOPIC, undefined, origin.locksOf('before the reload'));
    const taken = takeSlot(TOPIC, 0, origin.locksOf('after the reload'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    origin.end('before the reload');
    expect(await taken).toBe(0);
  });

  it('is another one when a copy of the tab keeps the preferred one', async () => {
    const patience = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(patience.signal);
    const origin = new Origin();
    await takeSlot(TOPIC, undefined, origin.locksOf('original'));
    const taken = takeSlot(TOPIC, 0, origin.locksOf('duplicate'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    patience.abort();
    expect(await taken).toBe(1);
    expect(timeout).toHaveBeenCalledWith(SLOT_PATIENCE_MS);
    vi.restoreAllMocks();
  });

  it.each([-1, 1.5, NaN, SLOTS_MAX])('is never %d, whatever was remembered', async (preferred) => {
    expect(await takeSlot(TOPIC, preferred, new Origin().locksOf('tab'))).toBe(0);
  });

  it('belongs to one room', async () => {
    const origin = new Origin();
    expect(await takeSlot(TOPIC, undefined, origin.locksOf('here'))).toBe(0);
    expect(await takeSlot('cd'.repeat(16), undefined, origin.locksOf('there'))).toBe(0);
    expect(slotName(TOPIC, 3)).toBe(`tabchain/${TOPIC}/3`);
  });

  it('is refused to the 65th tab of a room', async () => {
    const origin = new Origin();
    for (let slot = 0; slot < SLOTS_MAX; slot += 1) {
      expect(await takeSlot(TOPIC, undefined, origin.locksOf(`tab ${slot}`))).toBe(slot);
    }
    const refused = takeSlot(TOPIC, undefined, origin.locksOf('one too many'));
    await expect(refused).rejects.toMatchObject({ failure: 'unavailable' });
  });

  it('needs Web Locks', async () => {
    vi.stubGlobal('navigator', {});
    await expect(takeSlot(TOPIC)).rejects.toMatchObject({ failure: 'unavailable' });
    vi.unstubAllGlobals();
  });
});
