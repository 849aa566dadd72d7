/**
 * Who is in which topic, and what follows from it: plain data in, deliveries out, no socket and no
 * clock. A topic is the set of its members and lives as long as it has one.
 */

import { SAMPLE_MAX_IDS } from '../src/util/limits.ts';
import type { ConnectionId, ServerMessage, Topic } from './protocol.ts';

export interface Delivery {
  readonly to: ConnectionId;
  readonly message: ServerMessage;
}

interface Room {
  /**
   * In no order: the last one takes the seat of whoever leaves, so leaving costs the same always.
   */
  readonly members: ConnectionId[];
  /** The population its members know. */
  told: number;
}

interface Seat {
  readonly topic: Topic;
  index: number;
}

export class Bus {
  readonly #rooms = new Map<Topic, Room>();
  readonly #seats = new Map<ConnectionId, Seat>();
  readonly #changed = new Set<Topic>();
  readonly #randomBelow: (bound: number) => number;

  /** `randomBelow(n)` returns an integer from 0 to n − 1. */
  constructor(randomBelow: (bound: number) => number) {
    this.#randomBelow = randomBelow;
  }

  get topics(): number {
    return this.#rooms.size;
  }

  has(id: ConnectionId): boolean {
    return this.#seats.has(id);
  }

  /** The newcomer dials whom it is told about; members only learn, later, how many they are. */
  join(id: ConnectionId, topic: Topic): Delivery[] {
    const room = this.#rooms.get(topic) ?? { members: [], told: 0 };
    this.#rooms.set(topic, room);
    this.#seats.set(id, { topic, index: room.members.length });
    room.members.push(id);
    this.#changed.add(topic);
    return [{ to: id, message: { type: 'joined', id, ...this.#sample(id, room) } }];
  }

  leave(id: ConnectionId): void {
    const seat = this.#seats.get(id);
    const room = seat && this.#rooms.get(seat.topic);
    if (!seat || !room) return;
    this.#seats.delete(id);
    const last = room.members.pop()!;
    if (last !== id) {
      room.members[seat.index] = last;
      this.#seats.get(last)!.index = seat.index;
    }
    this.#changed.add(seat.topic);
    if (room.members.length === 0) this.#rooms.delete(seat.topic);
  }

  /** An id of another topic is as absent as one that never was. */
  relay(from: ConnectionId, to: ConnectionId, payload: string): Delivery[] {
    const here = this.#seats.get(from)?.topic;
    if (here === undefined || this.#seats.get(to)?.topic !== here) {
      return [{ to: from, message: { type: 'gone', id: to } }];
    }
    return [{ to, message: { type: 'relay', from, payload } }];
  }

  sample(id: ConnectionId): Delivery[] {
    const seat = this.#seats.get(id);
    const room = seat && this.#rooms.get(seat.topic);
    return room ? [{ to: id, message: { type: 'sample', ...this.#sample(id, room) } }] : [];
  }

  /**
   * Tells the topics that changed since the last call how many they are. In a crowd only a change
   * by a sixteenth counts, or each newcomer would cost a frame to everybody.
   */
  populations(): Delivery[] {
    const rooms = [...this.#changed].map((topic) => this.#rooms.get(topic));
    this.#changed.clear();
    return rooms.flatMap((room) => (room && isNews(room) ? announce(room) : []));
  }

  #sample(id: ConnectionId, room: Room): { peers: ConnectionId[]; population: number } {
    const population = room.members.length;
    const others = population - 1;
    const own = this.#seats.get(id)!.index;
    const chosen = new Set<number>();
    // Floyd's sampling: as many draws as ids, however large the topic is.
    for (let bound = Math.max(0, others - SAMPLE_MAX_IDS); bound < others; bound++) {
      const drawn = this.#randomBelow(bound + 1);
      chosen.add(chosen.has(drawn) ? bound : drawn);
    }
    const peers = [...chosen].map((index) => room.members[index < own ? index : index + 1]!);
    return { peers, population };
  }
}

function isNews(room: Room): boolean {
  return Math.abs(room.members.length - room.told) >= Math.max(1, room.told / 16);
}

function announce(room: Room): Delivery[] {
  room.told = room.members.length;
  const message: ServerMessage = { type: 'population', population: room.told };
  return room.members.map((to) => ({ to, message }));
}
