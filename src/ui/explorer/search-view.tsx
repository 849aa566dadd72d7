/** What a search found: one thing is shown at once, otherwise it says where it looked. */

import { formatHeight } from '../format.ts';
import { say } from '../language/say.ts';
import { inertText } from '../../util/text.ts';
import { AddressView } from './address-view.tsx';
import type { Found } from './answers.ts';
import { BlockView } from './block-view.tsx';
import type { ExplorerProps } from './explorer-props.ts';
import { Place } from './place.tsx';
import { readQuery } from './query.ts';
import { SearchOn } from './search-on.tsx';
import { TransactionView } from './transaction-view.tsx';
import { call, useAnswer } from './use-answer.ts';
import { Waiting } from './waiting.tsx';

interface SearchViewProps extends ExplorerProps {
  readonly text: string;
}

interface NoteHit {
  readonly note: string;
}

const NOTE_MAX_CHARACTERS = 76;

export function SearchView(props: SearchViewProps) {
  const query = readQuery(props.text);
  switch (query?.kind) {
    case undefined:
      return <p>{say('Type a height, a hash, an address, or words of a note.')}</p>;
    case 'height':
      return <BlockView {...props} name={String(query.height)} />;
    case 'address':
      return <AddressView {...props} address={query.address} />;
    case 'hash':
      return <HashSearch {...props} hash={query.hash} />;
    case 'words':
      return <NoteSearch {...props} words={query.words} />;
  }
}

/** A block if one has this hash, or else a transaction. */
function HashSearch(props: SearchViewProps & { readonly hash: string }) {
  const { actions, hash } = props;
  const isBlock = () =>
    call(actions, 'getblock', hash, 0).then(
      () => true,
      () => false,
    );
  const answer = useAnswer(isBlock, [hash]);
  if (answer.kind !== 'here') return <Waiting />;
  if (answer.result) return <BlockView {...props} name={hash} />;
  return <TransactionView {...props} txid={hash} within={undefined} />;
}

function NoteSearch({ actions, code, snapshot, words }: SearchViewProps & { words: string }) {
  return (
    <SearchOn<NoteHit>
      key={words}
      from={snapshot.height}
      ask={(height) => call<Found<NoteHit>>(actions, 'findnote', words, height)}
      searching={say('Searching the chain for a note with these words.')}
      besides={say('A note that still waits for a block is not found. Fewer words find more.')}
      show={(hit) => (
        <>
          <h2>{say('A note')}</h2>
          <blockquote class="found-note">
            <bdi>{inertText(hit.note, NOTE_MAX_CHARACTERS)}</bdi>
          </blockquote>
          <p>
            <Place code={code} path={['tx', hit.txid, hit.blockhash]}>
              {say('written in block {height}', { height: formatHeight(hit.height) })}
            </Place>
          </p>
        </>
      )}
    />
  );
}
