/** A block: how it stands, its 80 bytes field by field, its proof of work, its transactions. */

import { useSignal } from '@preact/signals';
import { fromHex } from '../../util/bytes.ts';
import { Age } from '../components/age.tsx';
import { CopyButton } from '../components/controls.tsx';
import { formatBytes, formatCount, formatDecimal, formatHeight, formatPlural } from '../format.ts';
import { annotateHeader } from './annotate.ts';
import type { BlockAnswer, TransactionAnswer } from './answers.ts';
import { BytesView } from './bytes-view.tsx';
import {
  blockStanding,
  expectedHashes,
  formatCoins,
  kindOf,
  leadingZeroBits,
  showField,
  standingOf,
  sumOf,
} from './explorer-words.ts';
import { HashPlace, Place } from './place.tsx';
import type { ExplorerProps } from './explorer-props.ts';
import { call, useAnswer } from './use-answer.ts';
import { Refused, Waiting } from './waiting.tsx';

const HEADER_DIGITS = 160;
const TRANSACTIONS_SHOWN = 25;

interface BlockViewProps extends ExplorerProps {
  /** A hash, or a height of the chain with most work. */
  readonly name: string;
}

interface Loaded {
  readonly block: BlockAnswer;
  readonly hex: string;
}

export function BlockView({ actions, code, name, snapshot }: BlockViewProps) {
  const load = async (): Promise<Loaded> => {
    const isHeight = /^\d{1,9}$/.test(name);
    const hash = isHeight ? await call<string>(actions, 'getblockhash', Number(name)) : name;
    const [block, hex] = await Promise.all([
      call<BlockAnswer>(actions, 'getblock', hash, 2),
      call<string>(actions, 'getblock', hash, 0),
    ]);
    return { block, hex };
  };
  const answer = useAnswer(load, [name, snapshot.tip]);
  if (answer.kind === 'waiting') return <Waiting />;
  if (answer.kind === 'refused') return <Refused sentence={answer.sentence} />;
  return <Block {...answer.result} code={code} />;
}

function Block({ block, hex, code }: Loaded & { readonly code: string }) {
  const header = hex.slice(0, HEADER_DIGITS);
  return (
    <article class="explorer-thing" data-testid="block-view" data-hash={block.hash}>
      <header class="thing-head">
        <h2>Block {formatHeight(block.height)}</h2>
        <nav class="thing-steps" aria-label="Neighbouring blocks">
          {block.previousblockhash !== undefined && block.height > 0 && (
            <Place code={code} path={['block', block.previousblockhash]}>
              ← {formatHeight(block.height - 1)}
            </Place>
          )}
          {block.nextblockhash !== undefined && (
            <Place code={code} path={['block', block.nextblockhash]}>
              {formatHeight(block.height + 1)} →
            </Place>
          )}
        </nav>
      </header>
      <p class="thing-hash">
        <code class="hash-full">{block.hash}</code>
        <CopyButton text={block.hash} label="Copy this block’s hash" class="icon-button" />
      </p>
      <p class="standing" data-standing={standingOf(block.confirmations)} data-testid="standing">
        {blockStanding(block.confirmations)}
      </p>
      <dl class="thing-facts">
        <div>
          <dt>Made</dt>
          <dd>
            <Age timeSeconds={block.time} />
          </dd>
        </div>
        <div>
          <dt>Size</dt>
          <dd>{formatBytes(block.size)}</dd>
        </div>
        <div>
          <dt>Weight</dt>
          <dd>{formatCount(block.weight)} of 400 000</dd>
        </div>
        <div>
          <dt>Pays out</dt>
          <dd>{formatCoins(sumOf(block.tx.flatMap(({ vout }) => vout)))}</dd>
        </div>
      </dl>
      <ProofOfWork block={block} />
      <h3>Its header</h3>
      <BytesView
        hex={header}
        fields={annotateHeader(fromHex(header))}
        noun="header"
        show={showField}
      />
      <Transactions block={block} code={code} hex={hex} />
    </article>
  );
}

/** The hash and what it had to stay below, digit under digit. */
function ProofOfWork({ block: { hash, target } }: { readonly block: BlockAnswer }) {
  const bits = leadingZeroBits(hash);
  return (
    <section class="work" aria-label="Proof of work">
      <h3>Its work</h3>
      <div class="work-digits">
        <Digits label="Hash" hex={hash} />
        <Digits label="Target" hex={target} />
      </div>
      <p class="quiet">
        The hash begins with {formatPlural(bits, 'zero bit')} and is at most the target. A miner
        tries {formatDecimal(expectedHashes(target))} headers on average to find one like it.
      </p>
    </section>
  );
}

function Digits({ label, hex }: { readonly label: string; readonly hex: string }) {
  const zeros = /^0*/.exec(hex)![0];
  return (
    <p>
      <span class="work-label">{label}</span>
      <code>
        <span class="work-zeros">{zeros}</span>
        {hex.slice(zeros.length)}
      </code>
    </p>
  );
}

interface TransactionsProps {
  readonly block: BlockAnswer;
  readonly code: string;
  readonly hex: string;
}

function Transactions({ block, code, hex }: TransactionsProps) {
  const shown = useSignal(TRANSACTIONS_SHOWN);
  const { tx } = block;
  return (
    <section aria-label="Transactions">
      <div class="thing-section-head">
        <h3>{formatPlural(tx.length, 'transaction')}</h3>
        <CopyButton text={hex} label="Copy the whole block as hex" class="text-button">
          Copy block as hex
        </CopyButton>
      </div>
      <ul class="tx-list">
        {tx.slice(0, shown.value).map((each) => (
          <TransactionRow key={each.txid} transaction={each} code={code} within={block.hash} />
        ))}
      </ul>
      {shown.value < tx.length && (
        <button
          type="button"
          class="button"
          onClick={() => (shown.value += 4 * TRANSACTIONS_SHOWN)}
        >
          Show more of {formatCount(tx.length)}
        </button>
      )}
    </section>
  );
}

interface RowProps {
  readonly transaction: TransactionAnswer;
  readonly code: string;
  readonly within: string;
}

function TransactionRow({ transaction, code, within }: RowProps) {
  const { txid, vin, vout } = transaction;
  const isReward = kindOf(vin) === 'reward';
  return (
    <li class="tx-row" data-testid="tx-row" data-txid={txid}>
      <HashPlace code={code} kind="tx" hash={txid} within={within} />
      <span class="tx-kind">
        {isReward ? 'Reward' : `${formatPlural(vin.length, 'coin')} spent`}
      </span>
      <span class="quiet">{formatPlural(vout.length, 'output')}</span>
      <span class="figure tx-sum">{formatCoins(sumOf(vout))}</span>
    </li>
  );
}
