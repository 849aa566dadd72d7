/**
 * Meeting by hand: one offer and one answer, carried by people. Each invitation is one connection
 * that waits for minutes, so only a few are open at a time, and each is good for one newcomer.
 */

import { assert } from '../../util/assert.ts';
import {
  DIAL_TIMEOUT_MS,
  INVITATION_LIFETIME_MS,
  INVITATION_SKEW_MS,
  INVITATIONS_MAX,
  INVITATIONS_REMEMBERED_MAX,
} from '../../util/limits.ts';
import type { HandoverContent, InvitationText } from './invitation-text.ts';
import {
  type Handover,
  InvitationError,
  type InvitationRefusal,
  type Invitations,
} from './invitation.ts';
import type { RtcLink } from './rtc-link.ts';
import { type AttemptListener, randomHex, type RtcLinks } from './rtc-links.ts';

/** One that is under way. */
interface Entry {
  readonly link: RtcLink;
  readonly described: Promise<string>;
  readonly linked: Promise<void>;
  /** The newcomer's answer has come, or we are the newcomer. */
  isAnswered: boolean;
}

export class ManualMeeting implements Invitations {
  readonly #links: RtcLinks;
  /** Absent where nothing can be sealed. */
  readonly #text: InvitationText | undefined;
  /** Whether there is WebRTC has to be found out; resolves with what to say if there is none. */
  readonly #ready: Promise<InvitationRefusal | undefined>;
  readonly #open = new Map<string, Entry>();
  /** What became of the others, newest last. */
  readonly #over = new Map<string, InvitationRefusal>();

  constructor(
    links: RtcLinks,
    text: InvitationText | undefined,
    ready: Promise<InvitationRefusal | undefined>,
  ) {
    this.#links = links;
    this.#text = text;
    this.#ready = ready;
  }

  async invite(): Promise<Handover> {
    await this.#prepare();
    const madeAt = Math.floor(Date.now() / 1_000);
    const facts = { kind: 'offer', id: randomHex(8), madeAt } as const;
    return this.#hand(facts, this.#begin(facts.id, true));
  }

  async answer(text: string): Promise<Handover> {
    const offer = await (await this.#prepare()).read(text, 'offer');
    const { id, madeAt, sdp } = offer;
    const present = this.#open.get(id);
    if (present) throw new InvitationError(refusalOfPresent(present));
    if (this.#over.get(id) === 'invitation-used') throw new InvitationError('invitation-used');
    const ageMs = Date.now() - madeAt * 1_000;
    if (ageMs > INVITATION_LIFETIME_MS + INVITATION_SKEW_MS) {
      throw new InvitationError('invitation-expired');
    }
    const entry = this.#begin(id, false);
    entry.link.describe('offer', sdp);
    return this.#hand({ kind: 'answer', id, madeAt }, entry);
  }

  async accept(text: string): Promise<void> {
    const { id, sdp } = await (await this.#prepare()).read(text, 'answer');
    const entry = this.#open.get(id);
    if (!entry?.link.outbound) {
      throw new InvitationError(this.#over.get(id) ?? 'invitation-unknown');
    }
    if (entry.isAnswered) throw new InvitationError('invitation-used');
    entry.isAnswered = true;
    // From here on machines talk to each other.
    entry.link.wait(DIAL_TIMEOUT_MS);
    entry.link.describe('answer', sdp);
    return entry.linked;
  }

  withdraw(id: string): void {
    this.#open.get(id)?.link.close('withdrawn');
  }

  async #prepare(): Promise<InvitationText> {
    const refusal = await this.#ready;
    if (refusal !== undefined) throw new InvitationError(refusal);
    assert(this.#text, 'where links are possible, so are seals');
    return this.#text;
  }

  #begin(id: string, outbound: boolean): Entry {
    if (this.#open.size >= INVITATIONS_MAX) throw new InvitationError('invitation-too-many');
    const described = createPromise<string>();
    const linked = createPromise<void>();
    const listener: AttemptListener = {
      described: described.resolve,
      up: () => {
        this.#close(id, 'invitation-used');
        linked.resolve();
      },
      ended: (reason) => {
        const refusal = refusalOfEnd(entry, reason);
        // The link of an invitation that was used may end long after it.
        if (this.#open.get(id) === entry) this.#close(id, refusal);
        for (const { reject } of [described, linked]) reject(new InvitationError(refusal));
      },
    };
    const link = this.#dial(id, outbound, listener);
    const entry: Entry = {
      link,
      described: described.promise,
      linked: linked.promise,
      isAnswered: !outbound,
    };
    this.#open.set(id, entry);
    return entry;
  }

  #dial(connId: string, outbound: boolean, listener: AttemptListener): RtcLink {
    const peer = `invitation-${connId}`;
    const attempt = { peer, connId, outbound, patienceMs: INVITATION_LIFETIME_MS };
    const link = this.#links.openByHand(attempt, listener);
    if (!link) throw new InvitationError('invitation-too-many');
    return link;
  }

  async #hand(facts: Omit<HandoverContent, 'sdp'>, entry: Entry): Promise<Handover> {
    try {
      const sdp = await entry.described;
      const text = await this.#text!.write({ ...facts, sdp });
      const expiresAt = facts.madeAt * 1_000 + INVITATION_LIFETIME_MS;
      return { id: facts.id, text, expiresAt, linked: entry.linked };
    } catch (error) {
      entry.link.close('withdrawn');
      throw error;
    }
  }

  #close(id: string, became: InvitationRefusal): void {
    this.#open.delete(id);
    this.#over.delete(id);
    this.#over.set(id, became);
    const oldest = this.#over.keys().next();
    if (this.#over.size > INVITATIONS_REMEMBERED_MAX && !oldest.done) {
      this.#over.delete(oldest.value);
    }
  }
}

function refusalOfPresent({ link }: Entry): InvitationRefusal {
  return link.outbound ? 'invitation-own' : 'invitation-used';
}

/** Why an attempt that never was up has ended, in words for people. */
function refusalOfEnd({ link, isAnswered }: Entry, reason: string): InvitationRefusal {
  if (reason === 'withdrawn') return 'invitation-withdrawn';
  if (reason === 'stopped' || reason === 'page-hidden') return 'invitation-offline';
  if (!link.outbound) return reason === 'dial-timeout' ? 'invitation-expired' : IMPATIENT;
  return isAnswered ? 'invitation-unreachable' : 'invitation-expired';
}

const IMPATIENT: InvitationRefusal = 'invitation-impatient';

interface Pending<Value> {
  readonly promise: Promise<Value>;
  resolve(value: Value): void;
  reject(error: Error): void;
}

/** Node 20 has no Promise.withResolvers. A rejection nobody waits for is nobody's concern. */
function createPromise<Value>(): Pending<Value> {
  let settle: Omit<Pending<Value>, 'promise'> | undefined;
  const promise = new Promise<Value>((resolve, reject) => (settle = { resolve, reject }));
  promise.catch(() => {});
  assert(settle, 'the executor runs at once');
  return { promise, ...settle };
}
