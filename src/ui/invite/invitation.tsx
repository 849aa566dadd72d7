/**
 * Linking two tabs with no server between them: the dialog, and which of its steps is shown. What
 * is under way outlives the dialog, so that closing it by mistake costs nothing.
 */

import { type Signal, useComputed, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Invitations } from '../../adapters/transport/invitation.ts';
import type { PeerRow } from '../../node/api.ts';
import { findReader } from '../components/scan.ts';
import { closeSheet, Sheet, StepHeading } from '../components/sheet.tsx';
import { say } from '../language/say.ts';
import '../styles/invite.css';
import { AnswerStep } from './answer-step.tsx';
import { createExchange, type Exchange, type ExchangeStage } from './exchange.ts';
import { headingOf, LINKED_HINT, linkedSentence, progressSentence } from './invite-words.ts';
import { InviteStep } from './invite-step.tsx';
import { StartStep } from './start-step.tsx';

interface InvitationProps {
  readonly invitations: Invitations;
  readonly peers: readonly PeerRow[];
  readonly link: string;
  readonly invited: Signal<string | undefined>;
  readonly open: Signal<boolean>;
}

export function Invitation({ invitations, peers, link, invited, open }: InvitationProps) {
  const exchange = useMemo(() => createExchange(invitations), [invitations]);
  const before = useSignal<ReadonlySet<number>>(new Set());
  const kind = useComputed(() => exchange.stage.value.kind).value;
  const { value: text } = invited;
  useEffect(() => {
    // Fetched while there is a server to fetch it from; without it the text is pasted.
    findReader().catch(() => undefined);
  }, []);
  useEffect(() => {
    if (text === undefined) return;
    invited.value = undefined;
    open.value = true;
    exchange.answer(text);
  }, [text]);
  useEffect(() => {
    if (kind === 'making') before.value = new Set(peers.map(({ id }) => id));
    // Linked behind a closed dialog: the list of peers tells of it.
    if (kind === 'linked' && !open.value) exchange.reset();
  }, [kind]);
  if (!open.value) return null;
  const close = () => {
    open.value = false;
    if (kind === 'linked' || kind === 'failed') exchange.reset();
  };
  return (
    <Sheet label={say('Link without the server')} testId="invite-dialog" close={close}>
      <div class="form invite" data-stage={kind}>
        <StepHeading key={headingOf(exchange.stage.value)}>
          {headingOf(exchange.stage.value)}
        </StepHeading>
        <Step
          exchange={exchange}
          link={link}
          linked={linkedSentence({ peers, before: before.value })}
        />
        <p class="invite-progress" role="status" aria-live="polite" data-testid="invite-progress">
          {progressSentence(exchange.stage.value)}
        </p>
      </div>
    </Sheet>
  );
}

interface StepProps {
  readonly exchange: Exchange;
  readonly link: string;
  readonly linked: string;
}

function Step({ exchange, link, linked }: StepProps) {
  const stage = exchange.stage.value;
  switch (stage.kind) {
    case 'idle':
      return <StartStep exchange={exchange} />;
    case 'making':
      return <span class="opening-line" aria-hidden="true" />;
    case 'waiting':
    case 'linking':
      return stage.role === 'inviter' ? (
        <InviteStep exchange={exchange} stage={stage} link={link} />
      ) : (
        <AnswerStep exchange={exchange} handover={stage.handover} />
      );
    default:
      return <Outcome exchange={exchange} stage={stage} linked={linked} />;
  }
}

interface OutcomeProps {
  readonly exchange: Exchange;
  readonly stage: Extract<ExchangeStage, { readonly kind: 'linked' | 'failed' }>;
  readonly linked: string;
}

function Outcome({ exchange, stage, linked }: OutcomeProps) {
  const isLinked = stage.kind === 'linked';
  const isInviter = stage.role === 'inviter';
  return (
    <>
      <div class="invite-outcome" data-kind={stage.kind}>
        <p role={isLinked ? 'status' : 'alert'} data-testid="invite-outcome">
          {isLinked ? linked : say(stage.sentence)}
        </p>
        {isLinked && <p class="quiet">{say(LINKED_HINT)}</p>}
      </div>
      <div class="sheet-actions">
        {(isInviter || !isLinked) && (
          <button
            type="button"
            class="button"
            data-testid="invite-again"
            onClick={isInviter ? exchange.invite : exchange.reset}
          >
            {againWords(isInviter, isLinked)}
          </button>
        )}
        <button type="button" class="button button-primary" onClick={closeSheet}>
          {isLinked ? say('Done') : say('Close')}
        </button>
      </div>
    </>
  );
}

function againWords(isInviter: boolean, isLinked: boolean): string {
  if (!isInviter) return say('Start again');
  return isLinked ? say('Invite another tab') : say('Make a new invitation');
}
