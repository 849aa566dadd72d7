/** The squares in words, for those who cannot see them or want to look one up. */

import type { MempoolBest } from '../../node/api.ts';
import { addressOf } from '../address.ts';
import { formatCount, formatDecimal, shortHash } from '../format.ts';
import { say } from '../language/say.ts';
import { moreWords } from './mempool-words.ts';

const ROWS_MAX = 20;

interface WaitingTableProps {
  readonly told: MempoolBest;
  /** The room's code. */
  readonly code: string;
}

export function WaitingTable({ told, code }: WaitingTableProps) {
  const rows = told.best.slice(0, ROWS_MAX);
  return (
    <details class="mempool-details">
      <summary>{say('As a table')}</summary>
      <div class="table-frame">
        <table class="mempool-table" data-testid="mempool-table">
          <thead>
            <tr>
              <th scope="col">{say('Transaction')}</th>
              <th scope="col">{say('Pays, tick/vB')}</th>
              <th scope="col">{say('Weight')}</th>
              <th scope="col">{say('In the next block')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ txid, feerate, weight, isNext }) => (
              <tr key={txid}>
                <td>
                  <a class="figure" href={addressOf(code, 'tx', txid)}>
                    {shortHash(txid)}
                  </a>
                </td>
                <td class="figure">{formatDecimal(feerate)}</td>
                <td class="figure">{formatCount(weight)}</td>
                <td>{isNext ? say('yes') : say('waits longer')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="quiet">{moreWords(told.transactions, rows.length)}</p>
    </details>
  );
}
