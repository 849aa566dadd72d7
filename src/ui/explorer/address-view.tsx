/** An address: what the chain's blocks paid to it, newest first, and what of that is unspent. */

import { useSignal } from '@preact/signals';
import { Age } from '../components/age.tsx';
import { CopyButton } from '../components/controls.tsx';
import { formatHeight } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import { LazyQrCode } from '../room/lazy-qr-code.tsx';
import type { Found, PaidOutputs } from './answers.ts';
import type { ExplorerProps } from './explorer-props.ts';
import { formatCoins, searchedWords, sumOf } from './explorer-words.ts';
import { HashPlace, Place } from './place.tsx';
import { call, useAnswer } from './use-answer.ts';
import { Refused, Waiting } from './waiting.tsx';

/** Blocks with payments shown at a time. */
const BLOCKS_AT_A_TIME = 25;

interface AddressViewProps extends ExplorerProps {
  readonly address: string;
}

type PaidBlock = Extract<Found<PaidOutputs>, { found: true }>;

interface Harvest {
  readonly blocks: readonly PaidBlock[];
  /** Where the search stopped; null after the first block. */
  readonly next: number | null;
}

export function AddressView({ actions, address, code, snapshot }: AddressViewProps) {
  const wanted = useSignal(BLOCKS_AT_A_TIME);
  const from = snapshot.height;
  const load = async (): Promise<Harvest> => {
    const blocks: PaidBlock[] = [];
    let next: number | null = from;
    while (next !== null && blocks.length < wanted.value) {
      const answer: Found<PaidOutputs> = await call(actions, 'findpayments', address, next);
      if (answer.found) {
        blocks.push(answer);
        next = answer.height > 1 ? answer.height - 1 : null;
      } else next = answer.next;
    }
    return { blocks, next };
  };
  const answer = useAnswer(load, [address, snapshot.tip, wanted.value]);
  if (answer.kind === 'waiting') {
    return <Waiting>{say('Searching the chain for payments to it')}</Waiting>;
  }
  if (answer.kind === 'refused') return <Refused sentence={answer.sentence} />;
  const { blocks, next } = answer.result;
  const outputs = blocks.flatMap((block) => block.outputs);
  const unspent = outputs.filter((output) => output.unspent);
  return (
    <article class="explorer-thing" data-testid="address-view" data-address={address}>
      <header class="thing-head">
        <h2>{say('Address')}</h2>
      </header>
      <div class="address-head">
        <div>
          <p class="thing-hash">
            <code class="hash-full">{address}</code>
            <CopyButton text={address} label={say('Copy this address')} class="icon-button" />
          </p>
          <p class="quiet">
            {say(
              'An address is a public key as text. It stands on the chain only where it was paid.',
            )}
          </p>
        </div>
        <span class="address-qr">
          <LazyQrCode text={address} label={say('The address as a QR code')} />
        </span>
      </div>
      <dl class="thing-facts">
        <div>
          <dt>{say('Received')}</dt>
          <dd>{formatCoins(sumOf(outputs))}</dd>
        </div>
        <div>
          <dt>{say('Of that unspent')}</dt>
          <dd data-testid="address-unspent">{formatCoins(sumOf(unspent))}</dd>
        </div>
        <div>
          <dt>{say('Payments')}</dt>
          <dd>{sayCount(outputs.length, '{count} output', '{count} outputs')}</dd>
        </div>
      </dl>
      {blocks.length === 0 && (
        <p>
          {searchedWords(from, next)} {say('Nobody has paid to it yet.')}
        </p>
      )}
      <ul class="tx-list">
        {blocks.flatMap((block) =>
          block.outputs.map(({ txid, vout, value, unspent: isUnspent }) => (
            <li key={`${txid}:${vout}`} class="tx-row" data-testid="paid-row">
              <HashPlace code={code} kind="tx" hash={txid} within={block.blockhash} />
              <span>
                <Place code={code} path={['block', block.blockhash]}>
                  {say('block {height}', { height: formatHeight(block.height) })}
                </Place>
              </span>
              <span class="quiet">
                <Age timeSeconds={block.time} />
              </span>
              <span class="tx-kind">{isUnspent ? say('unspent') : say('spent since')}</span>
              <span class="figure tx-sum">{formatCoins(value)}</span>
            </li>
          )),
        )}
      </ul>
      {next !== null && (
        <button type="button" class="button" onClick={() => (wanted.value += BLOCKS_AT_A_TIME)}>
          {say('Look further back')}
        </button>
      )}
    </article>
  );
}
