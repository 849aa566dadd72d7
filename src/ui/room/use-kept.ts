/** What this device keeps, looked at when asked; sizes come one after the other. */

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { KeptRoom, KeptRooms, StorageUse } from '../../adapters/storage/kept-rooms.ts';

interface Kept {
  /** Undefined until it was looked. */
  readonly kept: readonly KeptRoom[] | undefined;
  /** By `topic/slot`. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly use: StorageUse | undefined;
  readonly look: () => Promise<void>;
}

export function useKept(rooms: KeptRooms): Kept {
  const kept = useSignal<readonly KeptRoom[] | undefined>(undefined);
  const sizes = useSignal<ReadonlyMap<string, number>>(new Map());
  const use = useSignal<StorageUse | undefined>(undefined);
  /** The look that counts: an older one has nothing more to say. */
  const turn = useRef(0);
  useEffect(() => () => void (turn.current += 1), []);
  const look = async () => {
    turn.current += 1;
    const mine = turn.current;
    const isOver = () => turn.current !== mine;
    const [found, used] = await Promise.all([rooms.list(), rooms.use()]);
    if (isOver()) return;
    [kept.value, use.value] = [found, used];
    for (const { topic, slot } of everySlot(found)) {
      const sizeBytes = await rooms.measure(topic, slot);
      if (isOver()) return;
      if (sizeBytes !== undefined) {
        sizes.value = new Map([...sizes.value, [`${topic}/${slot}`, sizeBytes]]);
      }
    }
  };
  return { kept: kept.value, sizes: sizes.value, use: use.value, look };
}

function everySlot(rooms: readonly KeptRoom[]) {
  return rooms.flatMap(({ topic, slots }) => slots.map(({ slot }) => ({ topic, slot })));
}
