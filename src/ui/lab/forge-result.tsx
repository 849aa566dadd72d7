/**
 * What became of a forgery: a row for each node with its verdict and the rule, and on demand every
 * message of the forger's link as that node saw it.
 */

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ForgeryOutcome, ForgeryVerdict, LabSnapshot } from '../../lab/api.ts';
import { SELF } from '../../lab/api.ts';
import type { NodeSnapshot } from '../../node/api.ts';
import { HashPlace } from '../explorer/place.tsx';
import { say, sayWith } from '../language/say.ts';
import { Inspector } from '../wire/inspector.tsx';
import { EMPTY_LOG } from '../wire/wire-log.ts';
import { ruleOf } from './forge-rules.ts';
import { fateWords, forgeryWords, outcomeWords, reasonWords } from './forge-words.ts';
import { labelOf } from './names.ts';

interface ResultProps {
  readonly outcome: ForgeryOutcome;
  readonly snapshot: NodeSnapshot;
  readonly lab: LabSnapshot;
}

export function ForgeResult({ outcome, snapshot, lab }: ResultProps) {
  const opened = useSignal<string | undefined>(undefined);
  const heading = useRef<HTMLParagraphElement>(null);
  // Whoever pressed the button learns what came of it, by ear as well.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [outcome]);
  const { forgery, verdicts } = outcome;
  const verdict = verdicts.find(({ node }) => node === opened.value);
  const { code } = snapshot.room;
  return (
    <div class="forge-result" data-testid="forge-result" data-kind={forgery.kind}>
      <p class="forge-outcome" tabIndex={-1} ref={heading}>
        {outcomeWords(outcome)}
      </p>
      <p class="quiet">
        {forgeryWords(forgery)} <Coin outcome={outcome} code={code} />
      </p>
      <div class="forge-table-scroll">
        <table class="forge-table">
          <thead>
            <tr>
              <th scope="col">{say('Node')}</th>
              <th scope="col">{say('Verdict')}</th>
              <th scope="col">{say('Rule')}</th>
              <th scope="col">{say('Messages')}</th>
            </tr>
          </thead>
          <tbody>
            {verdicts.map((each) => (
              <Row
                key={each.node}
                verdict={each}
                label={nameOf(each.node, snapshot, lab)}
                isOpen={opened.value === each.node}
                toggle={() => (opened.value = opened.value === each.node ? undefined : each.node)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {verdict !== undefined && (
        <Inspector
          key={verdict.node}
          log={{ ...EMPTY_LOG, events: verdict.messages }}
          names={forgerNames(verdict)}
          code={code}
        />
      )}
    </div>
  );
}

interface RowProps {
  readonly verdict: ForgeryVerdict;
  readonly label: string;
  readonly isOpen: boolean;
  readonly toggle: () => void;
}

function Row({ verdict, label, isOpen, toggle }: RowProps) {
  const { node, fate, code, messages } = verdict;
  return (
    <tr data-testid="forge-verdict" data-node={node} data-fate={fate} data-code={code}>
      <th scope="row">
        <bdi class="inert">{label}</bdi>
      </th>
      <td>
        <span class="forge-fate" data-fate={fate}>
          {fateWords(verdict)}
        </span>
      </td>
      <td>
        {fate === 'refused' && (
          <p class="forge-rule">
            <code>{code}</code> <span class="quiet">{ruleOf(code).origin}</span>
          </p>
        )}
        <p>{reasonWords(verdict)}</p>
      </td>
      <td>
        {messages.length > 0 && (
          <button
            type="button"
            class="text-button"
            aria-expanded={isOpen}
            aria-label={
              isOpen
                ? say('Hide messages of {node}', { node: label })
                : say('See messages of {node}', { node: label })
            }
            data-testid="forge-messages"
            onClick={toggle}
          >
            {isOpen ? say('Hide messages') : say('See messages')}
          </button>
        )}
      </td>
    </tr>
  );
}

/** The coin that was to be spent, where its transaction can be looked up. */
function Coin({
  outcome: { forgery },
  code,
}: {
  readonly outcome: ForgeryOutcome;
  readonly code: string;
}) {
  const { txid } = forgery.facts;
  if (typeof txid !== 'string') return null;
  return (
    <>
      {sayWith('The coin comes from {transaction}.', {
        transaction: <HashPlace code={code} kind="tx" hash={txid} />,
      })}
    </>
  );
}

function nameOf(ref: string, snapshot: NodeSnapshot, { nodes }: LabSnapshot): string {
  const own = ref === SELF ? snapshot.minerName : undefined;
  const name = own ?? nodes.find((node) => node.ref === ref)?.minerName ?? ref;
  return labelOf({ ref, name });
}

/** The inspector names who is at the other end of the link. */
function forgerNames({ messages }: ForgeryVerdict) {
  const name = { key: 'forger', name: say('Forger') };
  return new Map(messages.map(({ link }) => [link, name]));
}
