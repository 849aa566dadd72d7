/**
 * The rooms that were opened on this device: their links cannot be told from their databases, whose
 * names hold only the topic. A list in localStorage, newest use first; where a browser refuses
 * that, a room is found again by its link alone.
 */

import { ROOMS_REMEMBERED_MAX, SLOTS_MAX } from '../../util/limits.ts';

export interface RememberedRoom {
  /** 16 bytes in hex. */
  readonly topic: string;
  readonly code: string;
  /** Milliseconds since 1970. */
  readonly usedMs: number;
  /** Slots that a tab has had: for browsers that do not list databases. */
  readonly slots: readonly number[];
}

export type TextStorage = Pick<Storage, 'getItem' | 'setItem'>;

export interface RoomsRegistry {
  /** Newest use first. */
  read(): readonly RememberedRoom[];
  /** The room was in use at this time, in this slot. */
  touch(room: { readonly topic: string; readonly code: string }, use: RoomUse): void;
  /** A slot is gone, and with its last one the room. */
  drop(topic: string, slot: number): void;
}

interface RoomUse {
  readonly slot: number;
  readonly nowMs: number;
}

const KEY = 'tabchain.rooms';
const TOPIC = /^[0-9a-f]{32}$/;
const CODE = /^[0-9a-z]{56}$/;

export function roomsRegistry(storage: () => TextStorage = () => localStorage): RoomsRegistry {
  const read = (): readonly RememberedRoom[] => {
    try {
      return parse(storage().getItem(KEY));
    } catch {
      return [];
    }
  };
  const write = (rooms: readonly RememberedRoom[]) => {
    try {
      storage().setItem(KEY, JSON.stringify(rooms.slice(0, ROOMS_REMEMBERED_MAX)));
    } catch {
      // Forbidden or full: the room's link still opens it.
    }
  };
  return {
    read,
    touch: ({ topic, code }, { slot, nowMs }) => {
      const rooms = read();
      const known = rooms.find((room) => room.topic === topic)?.slots ?? [];
      const slots = [...new Set([...known, slot])].sort((left, right) => left - right);
      const others = rooms.filter((room) => room.topic !== topic);
      write([{ topic, code, usedMs: nowMs, slots }, ...others]);
    },
    drop: (topic, slot) => write(read().flatMap((room) => withoutSlot(room, topic, slot))),
  };
}

function withoutSlot(room: RememberedRoom, topic: string, slot: number): RememberedRoom[] {
  if (room.topic !== topic) return [room];
  const slots = room.slots.filter((each) => each !== slot);
  return slots.length === 0 ? [] : [{ ...room, slots }];
}

/** What stands there may be another version's, or changed by hand: only what is right is taken. */
function parse(text: string | null): readonly RememberedRoom[] {
  const list: unknown = JSON.parse(text ?? '[]');
  if (!Array.isArray(list)) return [];
  return list
    .slice(0, ROOMS_REMEMBERED_MAX)
    .filter(isRemembered)
    .sort((left, right) => right.usedMs - left.usedMs);
}

function isRemembered(value: unknown): value is RememberedRoom {
  if (typeof value !== 'object' || value === null) return false;
  const { topic, code, usedMs, slots } = value as Record<string, unknown>;
  return (
    isText(topic, TOPIC) &&
    isText(code, CODE) &&
    typeof usedMs === 'number' &&
    Number.isFinite(usedMs) &&
    Array.isArray(slots) &&
    slots.length <= SLOTS_MAX &&
    slots.every(isSlot)
  );
}

function isText(value: unknown, form: RegExp): boolean {
  return typeof value === 'string' && form.test(value);
}

function isSlot(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < SLOTS_MAX;
}
