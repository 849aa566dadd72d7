/** The rules of this room: each with Bitcoin's name for it, and a sentence on what it means. */

import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { expectedHashes } from '../../node/founding.ts';
import { parseRoomCode } from '../../node/room.ts';
import type { NodeSnapshot } from '../../node/api.ts';
import { CopyButton } from '../components/controls.tsx';
import { formatDuration, formatMoment, isoMoment, shortHash } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import {
  halvingWords,
  kindWords,
  maturityWords,
  type RuleFigures,
  spacingWords,
  startWords,
} from './room-words.ts';

export function Parameters({ snapshot }: { readonly snapshot: NodeSnapshot }) {
  const { room, mining } = snapshot;
  const params = useMemo(() => paramsOf(room.code), [room.code]);
  const figures: RuleFigures = {
    isSandbox: room.kind === 'sandbox',
    spacingSeconds: room.targetSpacingSeconds,
    startHashes: expectedHashes(params?.genesisBits ?? 0),
    halvingInterval: room.halvingInterval,
  };
  const maturity = params?.coinbaseMaturity ?? 0;
  const genesisMs = room.genesisTime * 1_000;
  return (
    <dl class="rules">
      <Rule label={say('Kind')} name="chain" meaning={kindWords(figures.isSandbox)}>
        {figures.isSandbox ? say('Sandbox') : say('Main room')}
      </Rule>
      <Rule
        label={say('Time between blocks')}
        name="nPowTargetSpacing"
        meaning={spacingWords(figures.spacingSeconds)}
      >
        {formatDuration(figures.spacingSeconds)}
      </Rule>
      <Rule
        label={say('Work for the first block')}
        name="nBits"
        meaning={startWords(figures, mining.hashesPerSecond)}
      >
        {sayCount(figures.startHashes, '{count} hash', '{count} hashes')}
      </Rule>
      <Rule
        label={say('Reward halves every')}
        name="nSubsidyHalvingInterval"
        meaning={halvingWords(figures)}
      >
        {sayCount(figures.halvingInterval, '{count} block', '{count} blocks')}
      </Rule>
      <Rule
        label={say('Rewards rest for')}
        name="COINBASE_MATURITY"
        meaning={maturityWords(maturity)}
      >
        {sayCount(maturity, '{count} block', '{count} blocks')}
      </Rule>
      <Rule
        label={say('Genesis block')}
        name="hashGenesisBlock"
        meaning={say(
          'The first block commits to all of these: with other rules it would be another room.',
        )}
      >
        <span class="figure" title={room.genesisHash}>
          {shortHash(room.genesisHash)}
        </span>
        <CopyButton text={room.genesisHash} label={say('Copy the hash')} class="icon-button" />
      </Rule>
      <Rule
        label={say('Begun')}
        name="nTime"
        meaning={say('The time of the genesis block, by the clock of whoever made the room.')}
      >
        <time dateTime={isoMoment(genesisMs)}>{formatMoment(genesisMs)}</time>
      </Rule>
    </dl>
  );
}

interface RuleProps {
  readonly label: string;
  /** As Bitcoin's source has it. */
  readonly name: string;
  readonly meaning: string;
  readonly children: ComponentChildren;
}

function Rule({ label, name, meaning, children }: RuleProps) {
  return (
    <div class="rule">
      <dt>
        {label} <span class="rule-name">{name}</span>
      </dt>
      <dd>
        <span class="rule-value">{children}</span>
        <span class="rule-meaning">{meaning}</span>
      </dd>
    </div>
  );
}

function paramsOf(code: string) {
  const parsed = parseRoomCode(code);
  return parsed.ok ? parsed.room.params : undefined;
}
