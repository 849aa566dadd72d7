import { describe, expect, it } from 'vitest';
import {
  type Handover,
  InvitationError,
  type InvitationRefusal,
  type Invitations,
} from '../../../../src/adapters/transport/invitation.ts';
import { createExchange } from '../../../../src/ui/invite/exchange.ts';

interface Deferred<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: Error) => void;
}

/** Promise.withResolvers, which Node 20 does not have. */
function deferred<Value>(): Deferred<Value> {
  let parts: Omit<Deferred<Value>, 'promise'> | undefined;
  const promise = new Promise<Value>((resolve, reject) => {
    parts = { resolve, reject };
  });
  return { promise, ...parts! };
}

/** A transport whose every answer the test gives by hand. */
class StubInvitations implements Invitations {
  readonly withdrawn: string[] = [];
  readonly accepted: string[] = [];
  making = deferred<Handover>();
  linked = deferred<void>();
  accepting = deferred<void>();

  invite(): Promise<Handover> {
    return this.making.promise;
  }

  answer(): Promise<Handover> {
    return this.making.promise;
  }

  accept(text: string): Promise<void> {
    this.accepted.push(text);
    return this.accepting.promise;
  }

  withdraw(id: string): void {
    this.withdrawn.push(id);
  }

  make(id = 'a'): Promise<void> {
    this.making.resolve({ id, text: 'TEXT', expiresAt: 0, linked: this.linked.promise });
    return settled();
  }
}

/** Long enough for every promise that is resolved by now. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

const refusal = (code: InvitationRefusal) => new InvitationError(code);

function setUp() {
  const invitations = new StubInvitations();
  return { invitations, exchange: createExchange(invitations) };
}

describe('an invitation', () => {
  it('is made, waits for its answer, and ends in a link', async () => {
    const { invitations, exchange } = setUp();
    exchange.invite();
    expect(exchange.stage.value).toEqual({ kind: 'making', role: 'inviter' });
    await invitations.make();
    expect(exchange.stage.value).toMatchObject({ kind: 'waiting', handover: { text: 'TEXT' } });
    exchange.accept('ANSWER');
    expect(exchange.stage.value.kind).toBe('linking');
    expect(invitations.accepted).toEqual(['ANSWER']);
    invitations.linked.resolve();
    await settled();
    expect(exchange.stage.value).toEqual({ kind: 'linked', role: 'inviter' });
  });

  it('still waits after an answer that was damaged on its way, and says so', async () => {
    const { invitations, exchange } = setUp();
    exchange.invite();
    await invitations.make();
    exchange.accept('ANSW');
    invitations.accepting.reject(refusal('invitation-damaged'));
    await settled();
    expect(exchange.stage.value.kind).toBe('waiting');
    expect(exchange.complaint.value).toBe(refusal('invitation-damaged').message);
    invitations.accepting = deferred<void>();
    exchange.accept('ANSWER');
    expect(exchange.complaint.value).toBe('');
    expect(exchange.stage.value.kind).toBe('linking');
  });

  it.each(['invitation-unreachable', 'invitation-expired', 'invitation-offline'] as const)(
    'is over by %s',
    async (code) => {
      const { invitations, exchange } = setUp();
      exchange.invite();
      await invitations.make();
      exchange.accept('ANSWER');
      invitations.accepting.reject(refusal(code));
      invitations.linked.reject(refusal(code));
      await settled();
      const { message: sentence } = refusal(code);
      expect(exchange.stage.value).toEqual({ kind: 'failed', role: 'inviter', sentence });
    },
  );

  it('is over when its time is, with no answer at all', async () => {
    const { invitations, exchange } = setUp();
    exchange.invite();
    await invitations.make();
    invitations.linked.reject(refusal('invitation-expired'));
    await settled();
    expect(exchange.stage.value).toMatchObject({ kind: 'failed', role: 'inviter' });
  });

  it('that cannot be made says why', async () => {
    const { invitations, exchange } = setUp();
    exchange.invite();
    invitations.making.reject(refusal('invitation-no-webrtc'));
    await settled();
    const { message: sentence } = refusal('invitation-no-webrtc');
    expect(exchange.stage.value).toEqual({ kind: 'failed', role: 'inviter', sentence });
  });

  it('that fails by a fault of ours shows none of its inside', async () => {
    const { invitations, exchange } = setUp();
    exchange.invite();
    invitations.making.reject(new TypeError('x is undefined'));
    await settled();
    expect(exchange.stage.value).toMatchObject({ kind: 'failed' });
    expect(JSON.stringify(exchange.stage.value)).not.toContain('undefined');
  });

  it('that its user withdraws is withdrawn, and what comes of it later is dropped', async () => {
    const { invitations, exchange } = setUp();
    exchange.invite();
    await invitations.make('first');
    exchange.reset();
    expect(invitations.withdrawn).toEqual(['first']);
    invitations.linked.reject(refusal('invitation-withdrawn'));
    await settled();
    expect(exchange.stage.value).toEqual({ kind: 'idle' });
  });

  it('that comes after its user has begun anew is withdrawn', async () => {
    const { invitations, exchange } = setUp();
    exchange.invite();
    exchange.reset();
    await invitations.make('late');
    expect(exchange.stage.value).toEqual({ kind: 'idle' });
    expect(invitations.withdrawn).toEqual(['late']);
  });
});

describe('an answer', () => {
  it('is made, waits for the inviter, and ends in a link', async () => {
    const { invitations, exchange } = setUp();
    exchange.answer('INVITATION');
    expect(exchange.stage.value).toEqual({ kind: 'making', role: 'newcomer' });
    await invitations.make();
    expect(exchange.stage.value).toMatchObject({ kind: 'waiting', role: 'newcomer' });
    invitations.linked.resolve();
    await settled();
    expect(exchange.stage.value).toEqual({ kind: 'linked', role: 'newcomer' });
  });

  it.each(['invitation-none', 'invitation-other-room', 'invitation-is-answer'] as const)(
    'to a text that is none goes back to where a better one can be given: %s',
    async (code) => {
      const { invitations, exchange } = setUp();
      exchange.answer('nonsense');
      invitations.making.reject(refusal(code));
      await settled();
      expect(exchange.stage.value).toEqual({ kind: 'idle' });
      expect(exchange.complaint.value).toBe(refusal(code).message);
    },
  );

  it('to an invitation whose time is over asks for a new one', async () => {
    const { invitations, exchange } = setUp();
    exchange.answer('INVITATION');
    invitations.making.reject(refusal('invitation-expired'));
    await settled();
    expect(exchange.stage.value).toMatchObject({ kind: 'failed', role: 'newcomer' });
  });

  it('takes no answer itself', async () => {
    const { invitations, exchange } = setUp();
    exchange.answer('INVITATION');
    await invitations.make();
    exchange.accept('ANSWER');
    expect(invitations.accepted).toEqual([]);
  });
});
