/** The head of the view: what is happening, and for whoever is alone, what to do first. */

import type { NodeSnapshot } from '../../node/api.ts';
import { addressOf } from '../address.ts';
import { CopyButton } from '../components/controls.tsx';
import { Icon } from '../components/icon.tsx';
import { say } from '../language/say.ts';
import { happeningSentence } from './happening-words.ts';

interface HappeningProps {
  readonly snapshot: NodeSnapshot;
  /** The room's whole link. */
  readonly link: string;
}

export function Happening({ snapshot, link }: HappeningProps) {
  const { code } = snapshot.room;
  const { kind } = snapshot.health;
  // Whoever comes by a link is not alone for as long as nobody was asked: the place is kept.
  const isAlone = kind === 'alone' || kind === 'looking';
  return (
    <div class="happening">
      <p class="happening-sentence" data-testid="happening">
        {happeningSentence(snapshot)}
        {isAlone && (
          <span class="quiet">
            {' '}
            {say('It is a whole node: it checks every block and keeps its own copy of the chain.')}
          </span>
        )}
      </p>
      <div class="button-row">
        {isAlone && (
          <div class="first-steps" data-kept={kind === 'looking' || undefined}>
            <FirstSteps snapshot={snapshot} link={link} />
          </div>
        )}
        {snapshot.mining.state === 'off' && (
          <a class="button" href={addressOf(code, 'mine')}>
            <Icon name="mine" />
            <span>{say('Mine')}</span>
          </a>
        )}
        <a
          class="button to-overview"
          href={addressOf(code, 'overview')}
          data-testid="open-overview"
        >
          <Icon name="enlarge" />
          <span>{say('Room overview')}</span>
        </a>
      </div>
    </div>
  );
}

function FirstSteps({ snapshot, link }: HappeningProps) {
  const { meeting, room } = snapshot;
  return (
    <>
      {/* Without the meeting place a tab opened now could not be found. */}
      {meeting.status !== 'offline' && (
        <a class="button button-primary" href={link} target="_blank" rel="noopener">
          <Icon name="open" />
          <span>{say('Open another tab')}</span>
        </a>
      )}
      <a class="button" href={addressOf(room.code, 'lab', 'add')} data-testid="add-node">
        <Icon name="lab" />
        <span>{say('Add a virtual node')}</span>
      </a>
      <CopyButton text={link} label={say('Copy the room’s link')}>
        {say('Copy link')}
      </CopyButton>
    </>
  );
}
