/** A block: how it stands, its 80 bytes field by field, its proof of work, its transactions. */

import { useSignal } from '@preact/signals';
import { fromHex } from '../../util/bytes.ts';
import { Age } from '../components/age.tsx';
import { CopyButton } from '../components/controls.tsx';
import { Miner } from '../components/miner.tsx';
import { formatBytes, formatCount, formatHeight } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import { annotateHeader } from './annotate.ts';
import type { BlockAnswer, TransactionAnswer } from './answers.ts';
import { BytesView } from './bytes-view.tsx';
import {
  blockStanding,
  formatCoins,
  kindOf,
  minerOf,
  showField,
  standingOf,
  sumOf,
  workSentence,
} from './explorer-words.ts';
import { HashPlace, Place } from './place.tsx';
import type { ExplorerProps } from './explorer-props.ts';
import { call, useAnswer } from './use-answer.ts';
import { Refused, Waiting } from './waiting.tsx';

const HEADER_DIGITS = 160;
const TRANSACTIONS_SHOWN = 25;
const BLOCK_MAX_WEIGHT = 400_000;

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
        <h2>{say('Block {height}', { height: formatHeight(block.height) })}</h2>
        <nav class="thing-steps" aria-label={say('Neighbouring blocks')}>
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
        <CopyButton text={block.hash} label={say('Copy this block’s hash')} class="icon-button" />
      </p>
      <p class="standing" data-standing={standingOf(block.confirmations)} data-testid="standing">
        {blockStanding(block.confirmations)}
      </p>
      <dl class="thing-facts">
        <div>
          <dt>{say('Mined by')}</dt>
          <dd data-testid="block-miner">
            <Miner name={block.height === 0 ? '' : minerOf(block)} label={minerLabel(block)} />
          </dd>
        </div>
        <div>
          <dt>{say('Made')}</dt>
          <dd>
            <Age timeSeconds={block.time} />
          </dd>
        </div>
        {block.confirmations > 0 && (
          <div>
            <dt>{say('Confirmations')}</dt>
            <dd>{formatCount(block.confirmations)}</dd>
          </div>
        )}
        <div>
          <dt>{say('Size')}</dt>
          <dd>{formatBytes(block.size)}</dd>
        </div>
        <div>
          <dt>{say('Weight')}</dt>
          <dd>
            {say('{weight} of {most}', {
              weight: formatCount(block.weight),
              most: formatCount(BLOCK_MAX_WEIGHT),
            })}
          </dd>
        </div>
        <div>
          <dt>
            {say('Reward')} <code class="field-core">coinbase</code>
          </dt>
          <dd data-testid="block-reward">{formatCoins(sumOf(block.tx[0]!.vout))}</dd>
        </div>
        <div>
          <dt>{say('Pays out')}</dt>
          <dd>{formatCoins(sumOf(block.tx.flatMap(({ vout }) => vout)))}</dd>
        </div>
      </dl>
      <ProofOfWork block={block} />
      <h3>{say('Its header')}</h3>
      <BytesView
        hex={header}
        fields={annotateHeader(fromHex(header))}
        copyLabel={say('Copy the header as hex')}
        show={showField}
      />
      <Transactions block={block} code={code} hex={hex} />
    </article>
  );
}

function minerLabel(block: BlockAnswer): string {
  if (block.height === 0) return say('From the link');
  const name = minerOf(block);
  return name === '' ? say('Unnamed') : name;
}

/** The hash and what it had to stay below, digit under digit. */
function ProofOfWork({ block: { hash, height, target } }: { readonly block: BlockAnswer }) {
  return (
    <section class="work" aria-label={say('Proof of work')}>
      <h3>{say('Its work')}</h3>
      {/* On a phone it scrolls, and must do so by keyboard too. */}
      <div class="work-digits" role="group" tabIndex={0} aria-label={say('Hash and target')}>
        <Digits label={say('Hash')} hex={hash} />
        <Digits label={say('Target')} hex={target} />
      </div>
      <p class="quiet">{workSentence({ hash, height, target })}</p>
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
    <section aria-label={say('Transactions')}>
      <div class="thing-section-head">
        <h3>{sayCount(tx.length, '{count} transaction', '{count} transactions')}</h3>
        <CopyButton text={hex} label={say('Copy the whole block as hex')} class="text-button">
          {say('Copy block as hex')}
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
          {say('Show more of {count}', { count: formatCount(tx.length) })}
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
        {isReward
          ? say('Reward')
          : sayCount(vin.length, '{count} coin spent', '{count} coins spent')}
      </span>
      <span class="quiet">{sayCount(vout.length, '{count} output', '{count} outputs')}</span>
      <span class="figure tx-sum">{formatCoins(sumOf(vout))}</span>
    </li>
  );
}
