/** One payment: what it was, what it changed, how it stands; opened, why, and what can be done. */

import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { PaymentRow } from '../../node/api.ts';
import { Age } from '../components/age.tsx';
import { CopyButton } from '../components/controls.tsx';
import { Icon } from '../components/icon.tsx';
import { shortHash } from '../format.ts';
import { say } from '../language/say.ts';
import { AddressFigure } from './address-figure.tsx';
import { AmountFigure } from './amount-figure.tsx';
import type { FeeCommand } from './commands.ts';
import { Fact, Facts } from './facts.tsx';
import {
  asWatched,
  direction,
  kindLabel,
  partyLabel,
  stageLabel,
  stageSentence,
  stageTone,
} from './payment-words.ts';

interface PaymentLineProps {
  readonly row: PaymentRow;
  /** Absent where the wallet cannot sign. */
  readonly change: ((command: FeeCommand) => void) | undefined;
}

export function PaymentLine({ row, change }: PaymentLineProps) {
  const isOpen = useSignal(false);
  const id = useId();
  return (
    <li
      class="payment"
      data-testid="payment-row"
      data-txid={row.txid}
      data-stage={row.stage}
      data-kind={row.kind}
      data-net={row.net}
      data-tone={stageTone(row)}
    >
      <div class="payment-line">
        <Icon name={direction(row)} />
        <What row={row} />
        <AmountFigure ticks={row.net} signed />
        <button
          type="button"
          class="chip"
          aria-expanded={isOpen.value}
          aria-controls={id}
          data-testid="payment-chip"
          onClick={() => (isOpen.value = !isOpen.value)}
        >
          {stageLabel(row)}
        </button>
      </div>
      <div class="payment-more" id={id} hidden={!isOpen.value}>
        {isOpen.value && <More row={row} change={change} />}
      </div>
    </li>
  );
}

function What({ row }: { readonly row: PaymentRow }) {
  const party = partyLabel(row);
  return (
    <div class="payment-what">
      <p class="payment-kind">
        {kindLabel(row)} {party !== '' && <span class="payment-party">{party}</span>}
      </p>
      <p class="payment-when">
        <Age timeSeconds={Math.floor(row.at / 1000)} />
        {row.memo !== '' && <bdi class="inert payment-memo">{row.memo}</bdi>}
      </p>
    </div>
  );
}

function More({ row, change }: PaymentLineProps) {
  return (
    <>
      <p data-testid="payment-why">{stageSentence(change === undefined ? asWatched(row) : row)}</p>
      <Facts>
        <Fact label={say('Transaction')}>
          <span class="id-line">
            <span class="figure" title={row.txid}>
              {shortHash(row.txid)}
            </span>
            <CopyButton
              text={row.txid}
              label={say('Copy the transaction’s id')}
              class="icon-button"
            />
          </span>
        </Fact>
        {row.fee !== undefined && row.kind !== 'mined' && (
          <Fact label={say('Fee')}>
            <AmountFigure ticks={row.fee} />
          </Fact>
        )}
        {row.addresses.slice(0, ADDRESSES_SHOWN).map((address) => (
          <Fact key={address} label={row.kind === 'sent' ? say('To') : say('Your address')}>
            <AddressFigure address={address} />
          </Fact>
        ))}
        {row.memo !== '' && (
          <Fact label={say('Memo')}>
            <bdi class="memo">{row.memo}</bdi>
          </Fact>
        )}
      </Facts>
      {change !== undefined && <Changes row={row} change={change} />}
    </>
  );
}

/** A payment to many has many; the others are in the transaction itself. */
const ADDRESSES_SHOWN = 4;

interface ChangesProps {
  readonly row: PaymentRow;
  readonly change: (command: FeeCommand) => void;
}

function Changes({ row, change }: ChangesProps) {
  if (row.canHurry) {
    return (
      <div class="button-row">
        <button
          type="button"
          class="button"
          data-testid="payment-hurry"
          onClick={() => change('childpaysforparent')}
        >
          {say('Hurry it')}
        </button>
      </div>
    );
  }
  if (!row.canBump) return null;
  return (
    <div class="button-row">
      <button
        type="button"
        class="button"
        data-testid="payment-bump"
        onClick={() => change('bumpfee')}
      >
        {say('Raise the fee')}
      </button>
      <button
        type="button"
        class="button"
        data-testid="payment-cancel"
        onClick={() => change('canceltransaction')}
      >
        {say('Take it back')}
      </button>
    </div>
  );
}
