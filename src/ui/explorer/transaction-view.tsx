/** A transaction: what flows in and out, its fee, how deep it lies, and its bytes. */

import { Age } from '../components/age.tsx';
import { CopyButton } from '../components/controls.tsx';
import { formatCount, formatDecimal, formatHeight, shortHash } from '../format.ts';
import { say, sayCount, sayWith } from '../language/say.ts';
import { fromHex } from '../../util/bytes.ts';
import { annotateTransaction } from './annotate.ts';
import type { Found, InputAnswer, OutputAnswer, PlacedTransaction } from './answers.ts';
import { BytesView } from './bytes-view.tsx';
import type { ExplorerProps } from './explorer-props.ts';
import {
  addressOfScript,
  formatCoins,
  kindOf,
  memoWords,
  showField,
  standingOf,
  sumOf,
  toTicks,
  transactionStanding,
} from './explorer-words.ts';
import { AddressPlace, HashPlace, Place } from './place.tsx';
import { SearchOn } from './search-on.tsx';
import { call, useAnswer } from './use-answer.ts';
import { Refused, Waiting } from './waiting.tsx';

/** Outputs or inputs drawn; a transaction may have thousands. */
const SIDES_SHOWN = 50;
/** Beyond it the bytes are for copying, not for reading. */
const BYTES_SHOWN = 4_096;

interface TransactionViewProps extends ExplorerProps {
  readonly txid: string;
  /** The block it is in, where that is known. */
  readonly within: string | undefined;
}

interface Loaded {
  readonly transaction: PlacedTransaction;
  readonly hex: string;
}

type Outcome = Loaded | { readonly missing: true };

export function TransactionView(props: TransactionViewProps) {
  const { actions, code, snapshot, txid, within } = props;
  const load = async (): Promise<Outcome> => {
    try {
      const place = within === undefined ? [] : [within];
      const [transaction, hex] = await Promise.all([
        call<PlacedTransaction>(actions, 'getrawtransaction', txid, 2, ...place),
        call<string>(actions, 'getrawtransaction', txid, 0, ...place),
      ]);
      return { transaction, hex };
    } catch (error) {
      if (within !== undefined) throw error;
      return { missing: true };
    }
  };
  const answer = useAnswer(load, [txid, within, snapshot.tip, snapshot.mempool?.transactions]);
  if (answer.kind === 'waiting') return <Waiting />;
  if (answer.kind === 'refused') return <Refused sentence={answer.sentence} />;
  if ('missing' in answer.result) return <Sought {...props} />;
  return <Transaction {...answer.result} code={code} />;
}

/** It does not wait for a block: the chain is searched, a stretch at a time. */
function Sought(props: TransactionViewProps) {
  const { actions, snapshot, txid } = props;
  return (
    <SearchOn<object>
      from={snapshot.height}
      ask={(height) => call<Found<object>>(actions, 'findtransaction', txid, height)}
      searching={say('Searching the chain for this transaction.')}
      besides={say('It does not wait for a block here either.')}
      show={(hit) => <TransactionView {...props} within={hit.blockhash} />}
    />
  );
}

function Transaction({ transaction, hex, code }: Loaded & { readonly code: string }) {
  const { confirmations, in_active_chain: isActive, txid, fee, vsize, weight } = transaction;
  const standing = isActive === false ? 'beside' : standingOf(confirmations);
  return (
    <article class="explorer-thing" data-testid="tx-view" data-txid={txid}>
      <header class="thing-head">
        <h2>{say('Transaction')}</h2>
      </header>
      <p class="thing-hash">
        <code class="hash-full">{txid}</code>
        <CopyButton text={txid} label={say('Copy this transaction’s id')} class="icon-button" />
      </p>
      <p class="standing" data-standing={standing} data-testid="standing">
        {transaction.blockhash === undefined
          ? transactionStanding(transaction)
          : sayWith('{standing}, in block {height}', {
              standing: transactionStanding(transaction),
              height: (
                <Place code={code} path={['block', transaction.blockhash]}>
                  {formatHeight(transaction.height ?? 0)}
                </Place>
              ),
            })}
      </p>
      <Flow transaction={transaction} code={code} />
      <dl class="thing-facts">
        {transaction.blocktime !== undefined && (
          <div>
            <dt>{say('In a block')}</dt>
            <dd>
              <Age timeSeconds={transaction.blocktime} />
            </dd>
          </div>
        )}
        {fee !== undefined && (
          <div>
            <dt>{say('Fee')}</dt>
            <dd>
              {formatCoins(fee)}{' '}
              <span class="quiet">{formatDecimal(toTicks(fee) / vsize)} tick/vB</span>
            </dd>
          </div>
        )}
        <div>
          <dt>{say('Virtual size')}</dt>
          <dd>{formatCount(vsize)} vB</dd>
        </div>
        <div>
          <dt>{say('Weight')}</dt>
          <dd>{formatCount(weight)}</dd>
        </div>
        <div>
          <dt>{say('Id with signatures')}</dt>
          <dd>
            <span class="fact-hash">
              <span class="hash" title={transaction.hash}>
                {shortHash(transaction.hash)}
              </span>
              <CopyButton
                text={transaction.hash}
                label={say('Copy the id with signatures')}
                class="icon-button"
              />
            </span>
          </dd>
        </div>
      </dl>
      <h3>{say('Its bytes')}</h3>
      <Bytes hex={hex} />
    </article>
  );
}

function Bytes({ hex }: { readonly hex: string }) {
  if (hex.length > 2 * BYTES_SHOWN) {
    return (
      <p class="quiet">
        {sayCount(
          hex.length / 2,
          '{count} byte, too many to read.',
          '{count} bytes, too many to read.',
        )}{' '}
        <CopyButton text={hex} label={say('Copy the transaction as hex')} class="text-button">
          {say('Copy hex')}
        </CopyButton>
      </p>
    );
  }
  const fields = annotateTransaction(fromHex(hex));
  return (
    <BytesView
      hex={hex}
      fields={fields}
      copyLabel={say('Copy the transaction as hex')}
      show={showField}
    />
  );
}

interface FlowProps {
  readonly transaction: PlacedTransaction;
  readonly code: string;
}

function Flow({ transaction: { vin, vout, fee }, code }: FlowProps) {
  return (
    <div class="flow">
      <section aria-label={say('Inputs')}>
        <h3>
          {kindOf(vin) === 'reward'
            ? say('Reward')
            : sayCount(vin.length, '{count} coin spent', '{count} coins spent')}
        </h3>
        <ul>
          {vin.slice(0, SIDES_SHOWN).map((input, at) => (
            <Input key={at} input={input} code={code} />
          ))}
        </ul>
        <More count={vin.length} />
      </section>
      <span class="flow-arrow" aria-hidden="true">
        →
      </span>
      <section aria-label={say('Outputs')}>
        <h3>
          {sayCount(vout.length, '{count} output, {amount}', '{count} outputs, {amount}', {
            amount: formatCoins(sumOf(vout)),
          })}
        </h3>
        <ul>
          {vout.slice(0, SIDES_SHOWN).map((output) => (
            <Output key={output.n} output={output} code={code} />
          ))}
          {fee !== undefined && (
            <li class="flow-side">
              <span class="quiet">{say('Fee to the miner')}</span>
              <span class="figure">{formatCoins(fee)}</span>
            </li>
          )}
        </ul>
        <More count={vout.length} />
      </section>
    </div>
  );
}

function Input({ input, code }: { readonly input: InputAnswer; readonly code: string }) {
  const { prevout, txid, vout } = input;
  if (txid === undefined) {
    return <li class="flow-side">{say('New coins and the fees of the block')}</li>;
  }
  const address = prevout && addressOfScript(prevout.scriptPubKey.hex);
  return (
    <li class="flow-side">
      <span>
        {address !== undefined && <AddressPlace code={code} address={address} />}
        <span class="flow-origin quiet">
          {sayWith('output {number} of {transaction}', {
            number: vout,
            transaction: <HashPlace code={code} kind="tx" hash={txid} />,
          })}
        </span>
      </span>
      {prevout !== undefined && <span class="figure">{formatCoins(prevout.value)}</span>}
    </li>
  );
}

function Output({ output, code }: { readonly output: OutputAnswer; readonly code: string }) {
  const address = addressOfScript(output.scriptPubKey.hex);
  return (
    <li class="flow-side">
      {address === undefined ? (
        <bdi class="flow-memo">{memoWords(output.scriptPubKey.hex)}</bdi>
      ) : (
        <>
          <AddressPlace code={code} address={address} />
          <span class="figure">{formatCoins(output.value)}</span>
        </>
      )}
    </li>
  );
}

function More({ count }: { readonly count: number }) {
  if (count <= SIDES_SHOWN) return null;
  const rest = count - SIDES_SHOWN;
  return <p class="quiet">{sayCount(rest, 'and {count} more', 'and {count} more')}</p>;
}
