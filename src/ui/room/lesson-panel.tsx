/** The archive of a lesson: one file with the chain and with what this tab saw; and read back. */

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { NodeSnapshot } from '../../node/api.ts';
import { Icon } from '../components/icon.tsx';
import { Panel } from '../components/panel.tsx';
import { download } from '../download.ts';
import { say } from '../language/say.ts';
import type { NodeActions } from '../state.ts';
import { fileName } from './chain-file.tsx';
import { savedWords } from './chain-file-words.ts';
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
  const input = useRef<HTMLInputElement>(null);
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
        <div class="button-row">
          <button
            type="button"
            class="button"
            data-testid="save-lesson"
            aria-disabled={isBusy}
            onClick={() => !isBusy && void save(actions)}
          >
            <Icon name="save" />
            {say('Save an archive')}
          </button>
          <button
            type="button"
            class="button"
            data-testid="open-lesson"
            aria-disabled={isBusy}
            onClick={() => !isBusy && input.current?.click()}
          >
            <Icon name="read" />
            {say('Open an archive')}
          </button>
        </div>
        <input
          ref={input}
          type="file"
          hidden
          data-testid="lesson-file"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file !== undefined) void read(file);
            currentTarget.value = '';
          }}
        />
        <FileProgress work={work.value} name="lesson" />
      </div>
      {opened.value !== undefined && <LessonReport {...opened.value} />}
    </Panel>
  );
}
