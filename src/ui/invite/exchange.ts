/**
 * One invitation or one answer at a time, from its making to the link or to the sentence that says
 * why there is none. What comes back after its user has begun anew belongs to the past, and is
 * dropped.
 */

import { type ReadonlySignal, signal } from '@preact/signals';
import {
  type Handover,
  InvitationError,
  type InvitationRefusal,
  type Invitations,
} from '../../adapters/transport/invitation.ts';
import { toSay } from '../language/say.ts';

export type Role = 'inviter' | 'newcomer';

export type ExchangeStage =
  | { readonly kind: 'idle' }
  | { readonly kind: 'making'; readonly role: Role }
  /** The text is shown, and the other tab is waited for. */
  | { readonly kind: 'waiting'; readonly role: Role; readonly handover: Handover }
  /** The inviter has the answer, and the browsers look for a way to each other. */
  | { readonly kind: 'linking'; readonly role: 'inviter'; readonly handover: Handover }
  | { readonly kind: 'linked'; readonly role: Role }
  | { readonly kind: 'failed'; readonly role: Role; readonly sentence: string };

export interface Exchange {
  readonly stage: ReadonlySignal<ExchangeStage>;
  /** What is wrong with the text that was given last, to be said; empty for nothing. */
  readonly complaint: ReadonlySignal<string>;
  /** Makes an invitation. */
  invite(): void;
  /** Answers an invitation, its text or its link. */
  answer(text: string): void;
  /** Takes the answer to the invitation that is waiting. */
  accept(text: string): void;
  /** Withdraws what is under way, and begins anew. */
  reset(): void;
}

/** After these the text is of no use any more; after all others a better text may be given. */
const FINAL: ReadonlySet<InvitationRefusal> = new Set([
  'invitation-expired',
  'invitation-withdrawn',
  'invitation-unreachable',
  'invitation-impatient',
  'invitation-undescribed',
  'invitation-no-webrtc',
  'invitation-insecure-context',
  'invitation-offline',
  'invitation-too-many',
]);

const UNKNOWN = toSay('The browser did not say why it failed. Try it once more.');

export function createExchange(invitations: Invitations): Exchange {
  const stage = signal<ExchangeStage>({ kind: 'idle' });
  const complaint = signal('');
  let round = 0;

  function begin(next: ExchangeStage): () => boolean {
    const current = stage.peek();
    if (current.kind === 'waiting' || current.kind === 'linking') {
      invitations.withdraw(current.handover.id);
    }
    round += 1;
    const own = round;
    stage.value = next;
    complaint.value = '';
    return () => own === round;
  }

  function fail(role: Role, error: unknown): void {
    stage.value = { kind: 'failed', role, sentence: sentenceOf(error) };
  }

  async function show(role: Role, making: Promise<Handover>, isCurrent: () => boolean) {
    const handover = await making;
    // A rejection nobody waits for is an error of the page.
    handover.linked.catch(() => undefined);
    if (!isCurrent()) return invitations.withdraw(handover.id);
    stage.value = { kind: 'waiting', role, handover };
    await handover.linked;
    if (isCurrent()) stage.value = { kind: 'linked', role };
  }

  function invite(): void {
    const isCurrent = begin({ kind: 'making', role: 'inviter' });
    show('inviter', invitations.invite(), isCurrent).catch(
      (error: unknown) => isCurrent() && fail('inviter', error),
    );
  }

  function answer(text: string): void {
    const isCurrent = begin({ kind: 'making', role: 'newcomer' });
    const refused = (error: unknown) => {
      if (!isCurrent()) return;
      if (stage.peek().kind !== 'making' || isFinal(error)) return fail('newcomer', error);
      stage.value = { kind: 'idle' };
      complaint.value = sentenceOf(error);
    };
    show('newcomer', invitations.answer(text), isCurrent).catch(refused);
  }

  function accept(text: string): void {
    const waiting = stage.peek();
    if (waiting.kind !== 'waiting' || waiting.role !== 'inviter') return;
    const { handover } = waiting;
    const linking: ExchangeStage = { kind: 'linking', role: 'inviter', handover };
    const isCurrent = () => stage.peek() === linking;
    stage.value = linking;
    complaint.value = '';
    const refused = (error: unknown) => {
      if (!isCurrent()) return;
      if (isFinal(error)) return fail('inviter', error);
      stage.value = waiting;
      complaint.value = sentenceOf(error);
    };
    // That they are linked is told by the handover.
    invitations.accept(text).catch(refused);
  }

  return { stage, complaint, invite, answer, accept, reset: () => void begin({ kind: 'idle' }) };
}

function isFinal(error: unknown): boolean {
  return !(error instanceof InvitationError) || FINAL.has(error.code);
}

function sentenceOf(error: unknown): string {
  return error instanceof InvitationError ? error.message : UNKNOWN;
}
