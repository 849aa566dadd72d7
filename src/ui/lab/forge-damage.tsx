/**
 * What an edit has broken: the ids, the root, the hash and the work of the block, then every block
 * above it, and what it would take to repair them all.
 */

import type { BlockAbove, OpenedBlock, TamperReport } from '../../lab/api.ts';
import type { NodeSnapshot } from '../../node/api.ts';
import { leadingZeroBits } from '../explorer/explorer-words.ts';
import { formatCount, formatDuration, formatHashRate, formatHeight, shortHash } from '../format.ts';
import { say, sayCount } from '../language/say.ts';

interface DamageProps {
  readonly block: OpenedBlock;
  readonly report: TamperReport;
}

export function Damage({ block, report }: DamageProps) {
  return (
    <ul class="forge-damage" data-testid="forge-damage">
      <Bodies report={report} />
      <li data-broken={report.hashIs !== report.hashWas || undefined}>
        <Change
          label={say('Hash of block {height}', { height: formatHeight(block.height) })}
          was={report.hashWas}
          is={report.hashIs}
        />
      </li>
      <li data-broken={!report.hasWork || undefined}>{workWords(report)}</li>
    </ul>
  );
}

function Bodies({ report }: { readonly report: TamperReport }) {
  if (report.unreadable !== undefined) {
    return (
      <li data-broken>
        {say('These bytes can no longer be read as a block ({code}).', { code: report.unreadable })}
      </li>
    );
  }
  const fits = report.rootNamed === report.rootIs;
  return (
    <>
      {report.txids.map(({ at, was, is }) => (
        <li key={at} data-broken>
          <Change
            label={say('Id of transaction {number}', { number: formatCount(at + 1) })}
            was={was}
            is={is}
          />
        </li>
      ))}
      {!report.hasCommitment && (
        <li data-broken>
          {say('The first transaction commits to other signatures than those that are here.')}
        </li>
      )}
      <li data-broken={!fits || undefined}>
        {fits ? (
          say('The merkle root in the header fits the transactions: {root}', {
            root: shortHash(report.rootIs),
          })
        ) : (
          <Change
            label={say('Merkle root: the header names one, the transactions give another')}
            was={report.rootNamed}
            is={report.rootIs}
          />
        )}
      </li>
    </>
  );
}

interface ChangeProps {
  readonly label: string;
  readonly was: string;
  readonly is: string;
}

/** Both hashes, the old one struck out where it is another now. */
function Change({ label, was, is }: ChangeProps) {
  return (
    <>
      <span class="forge-label">{label}</span>
      {was !== is && (
        <>
          <s class="hash" title={was}>
            {shortHash(was)}
          </s>{' '}
          <span aria-hidden="true">→</span>{' '}
        </>
      )}
      <span class="hash" title={is}>
        {shortHash(is)}
      </span>
    </>
  );
}

function workWords({ hashIs, target, hasWork }: TamperReport): string {
  const values = { bits: leadingZeroBits(hashIs), due: leadingZeroBits(target) };
  return hasWork
    ? say('Its work holds: the hash begins with {bits} zero bits, and {due} or so are due.', values)
    : say(
        'Its work is gone: the hash begins with {bits} zero bits, and {due} or so are due.',
        values,
      );
}

/** The edited block and those above it, in a row as on the chain. */
export function ChainAbove({ block, report }: DamageProps) {
  const { above, hashIs, hashWas, hasWork } = report;
  const more = block.chainHeight - block.height - above.length;
  const own = { height: block.height, hashIs, hashWas, hasWork };
  return (
    <section class="forge-above" aria-label={say('The chain from this block on')}>
      {/* Its scrolling is by keyboard, too. */}
      <ol class="forge-row-of-blocks" tabIndex={0}>
        <Card link={own} />
        {above.map((link) => (
          <Card key={link.height} link={link} previous={link} />
        ))}
      </ol>
      {more > 0 && (
        <p class="quiet">
          {sayCount(
            more,
            'And {count} more block above these, in the same way.',
            'And {count} more blocks above these, in the same way.',
          )}
        </p>
      )}
    </section>
  );
}

interface CardProps {
  readonly link: Pick<BlockAbove, 'height' | 'hashIs' | 'hashWas' | 'hasWork'>;
  /** Absent for the block that was edited. */
  readonly previous?: Pick<BlockAbove, 'previousIs' | 'previousWas'>;
}

function Card({ link: { height, hashIs, hashWas, hasWork }, previous }: CardProps) {
  const isBroken = hashIs !== hashWas;
  return (
    <li
      class="forge-block"
      data-testid="forge-block"
      data-height={height}
      data-broken={isBroken || undefined}
      data-work={hasWork}
    >
      <p class="forge-block-height">{say('Block {height}', { height: formatHeight(height) })}</p>
      {previous !== undefined && (
        <p>
          <Change label="hashPrevBlock" was={previous.previousWas} is={previous.previousIs} />
        </p>
      )}
      <p>
        <Change label={say('Its hash')} was={hashWas} is={hashIs} />
      </p>
      <p class="forge-block-state">
        {!isBroken && say('As it was')}
        {isBroken &&
          (hasWork ? say('Other hash; its work holds by luck') : say('Other hash, no work'))}
      </p>
    </li>
  );
}

/** Where this tab does not mine, it is told for a rate that a phone has. */
const SUPPOSED_RATE = 1e6;

export function repairWords(block: OpenedBlock, { mining }: NodeSnapshot): string {
  const isMining = mining.hashesPerSecond > 0;
  const rate = isMining ? mining.hashesPerSecond : SUPPOSED_RATE;
  const values = {
    hashes: formatCount(Math.round(block.hashesToRedo)),
    rate: formatHashRate(rate),
    duration: formatDuration(block.hashesToRedo / rate),
  };
  const blocks = block.chainHeight - block.height + 1;
  return isMining
    ? sayCount(
        blocks,
        'To make the chain stand again, {count} block needs its work anew: about {hashes} ' +
          'hashes, {duration} at this tab’s {rate}. Meanwhile the chain grows on.',
        'To make the chain stand again, {count} blocks need their work anew: about {hashes} ' +
          'hashes, {duration} at this tab’s {rate}. Meanwhile the chain grows on.',
        values,
      )
    : sayCount(
        blocks,
        'To make the chain stand again, {count} block needs its work anew: about {hashes} ' +
          'hashes, {duration} at {rate}. Meanwhile the chain grows on.',
        'To make the chain stand again, {count} blocks need their work anew: about {hashes} ' +
          'hashes, {duration} at {rate}. Meanwhile the chain grows on.',
        values,
      );
}
