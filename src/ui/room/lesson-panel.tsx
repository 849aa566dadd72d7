/** The archive of a lesson: one file with the chain and with what this tab saw; and read back. */

import { useSignal } from '@preact/signals';
import type { NodeSnapshot } from '../../node/api.ts';
import { Panel } from '../components/panel.tsx';
import { download } from '../download.ts';
import { say } from '../language/say.ts';
import type { NodeActions } from '../state.ts';
import { fileName } from './chain-file.tsx';
import { savedWords } from './chain-file-words.ts';
import { FileButtons } from './file-buttons.tsx';
import { FileProgress, perform, type Work } from './file-work.tsx';
import { type OpenedLesson, openLesson, saveLesson } from './lesson-file.ts';
import { LessonReport } from './lesson-report.tsx';

interface LessonPanelProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions | undefined;
}

export function LessonPanel({ snapshot: { room }, actions }: LessonPanelProps) {
  const work = useSignal<Work>({ kind: 'idle' });
  const opened = useSignal<OpenedLesson | undefined>(undefined);
  const isBusy = work.value.kind === 'busy' || actions === undefined;
  const save = async (it: NodeActions) =>
    perform(work, say('Saving'), async (tell) => {
      const { file, height } = await saveLesson(it, it.journal.events(), tell);
      download(file, fileName(`lesson ${room.name}`, height));
      return savedWords(height, file.size);
    });
  const read = async (file: File) => {
    opened.value = undefined;
    await perform(work, say('Reading'), async (tell) => {
      opened.value = await openLesson(file, tell);
      return undefined;
    });
  };
  return (
    <Panel id="lesson" title={say('Archive of a lesson')}>
      <p class="quiet">
        {say(
          'One file for later: the whole chain, and what this tab has seen since it opened: who ' +
            'came and went, which blocks lost, what was refused. The room’s link is not in it.',
        )}
      </p>
      <div class="chain-file">
        <FileButtons
          isBusy={isBusy}
          saving={{ label: say('Save an archive'), testId: 'save-lesson' }}
          reading={{ label: say('Open an archive'), testId: 'open-lesson' }}
          inputTestId="lesson-file"
          save={() => actions && void save(actions)}
          read={(file) => void read(file)}
        />
        <FileProgress work={work.value} name="lesson" />
      </div>
      {opened.value !== undefined && <LessonReport {...opened.value} />}
    </Panel>
  );
}
