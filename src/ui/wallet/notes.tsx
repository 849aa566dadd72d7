/** Writing on the chain: a note for everyone, or the hash of a file that nobody else has to see. */

import { useSignal } from '@preact/signals';
import type { WalletView } from '../../node/api.ts';
import { NOTE_MAX_BYTES } from '../../util/limits.ts';
import { say } from '../language/say.ts';
import type { Call } from './commands.ts';
import { Field } from '../components/fields.tsx';
import { FileStamp } from './file-stamp.tsx';
import { NOTE_WRITTEN, noteComplaint, noteLeft } from './note-words.ts';
import { WriteStep } from './write-step.tsx';

interface NotesProps {
  readonly wallet: WalletView;
  readonly call: Call;
}

export function Notes({ wallet, call }: NotesProps) {
  const canWrite = wallet.state === 'open' || wallet.state === 'locked';
  return (
    <div class="notes" data-testid="notes">
      {canWrite && <WriteNote wallet={wallet} call={call} />}
      <FileStamp wallet={wallet} call={call} canWrite={canWrite} />
    </div>
  );
}

function WriteNote({ wallet, call }: NotesProps) {
  const text = useSignal('');
  const isWritten = useSignal(false);
  const note = text.value.trim();
  const change = (written: string) => {
    text.value = written;
    isWritten.value = false;
  };
  const done = () => {
    text.value = '';
    isWritten.value = true;
  };
  const isLong = note !== '' && noteComplaint(note, NOTE_MAX_BYTES) !== '';
  return (
    <div class="note-part">
      <h3>{say('A note')}</h3>
      <Field
        label={say('Text')}
        testId="note-text"
        value={text.value}
        change={change}
        {...(isLong
          ? { complaint: noteLeft(note, NOTE_MAX_BYTES) }
          : { hint: noteLeft(note, NOTE_MAX_BYTES) })}
      />
      {/* Another text has another price: what was agreed to is begun anew. */}
      <WriteStep
        key={note}
        wallet={wallet}
        call={call}
        writing={{ command: 'writenote', content: note }}
        complaint={noteComplaint(note, NOTE_MAX_BYTES)}
        label={say('Write the note')}
        done={done}
      />
      {isWritten.value && (
        <p role="status" data-testid="note-written">
          {say(NOTE_WRITTEN)}
        </p>
      )}
    </div>
  );
}
