/** Two more ways to fill in what another screen shows: the camera, and a picture of a code. */

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { say } from '../language/say.ts';
import { Icon } from './icon.tsx';
import {
  cameraSentence,
  type CodeReader,
  findReader,
  hasCamera,
  readImage,
  watchCamera,
} from './scan.ts';
import '../styles/dialogs.css';

interface ScannerProps {
  /** Begins the test ids of its controls. */
  readonly name: string;
  readonly found: (text: string) => void;
}

export function Scanner({ name, found }: ScannerProps) {
  const reader = useSignal<CodeReader | undefined>(undefined);
  const watching = useSignal(false);
  const complaint = useSignal('');
  useEffect(() => {
    findReader().then(
      (it) => (reader.value = it),
      () => undefined,
    );
  }, []);
  if (reader.value === undefined) return null;
  const finish = (text: string | undefined) => {
    watching.value = false;
    complaint.value = '';
    if (text !== undefined) found(text);
  };
  const fail = (sentence: string) => {
    watching.value = false;
    complaint.value = sentence;
  };
  return (
    <div class="scanner">
      <div class="button-row">
        {hasCamera() && (
          <button
            type="button"
            class="button"
            data-testid={`${name}-camera`}
            onClick={() => {
              complaint.value = '';
              watching.value = !watching.value;
            }}
          >
            <Icon name="camera" />
            {watching.value ? say('Stop the camera') : say('Scan a QR code')}
          </button>
        )}
        <ImagePicker name={name} reader={reader.value} found={finish} failed={fail} />
      </div>
      {watching.value && <Camera reader={reader.value} found={finish} failed={fail} />}
      {complaint.value !== '' && (
        <p class="complaint" role="alert">
          {complaint.value}
        </p>
      )}
    </div>
  );
}

interface ReaderProps {
  readonly reader: CodeReader;
  readonly found: (text: string | undefined) => void;
  readonly failed: (sentence: string) => void;
}

function Camera({ reader, found, failed }: ReaderProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    // Whoever aims at a code must see what the camera sees.
    video.current!.scrollIntoView({ block: 'nearest' });
    watchCamera(reader, video.current!, signal).then(
      (text) => signal.aborted || found(text),
      (error: unknown) => signal.aborted || failed(cameraSentence(error)),
    );
    return () => ending.abort();
  }, []);
  return (
    <video class="camera" ref={video} muted playsInline aria-label={say('What the camera sees')} />
  );
}

interface PickerProps extends ReaderProps {
  readonly name: string;
}

function ImagePicker({ name, reader, found, failed }: PickerProps) {
  const read = async (file: Blob) => {
    const text = await readImage(reader, file);
    if (text === undefined) {
      failed(say('No QR code was found in this picture. Try a sharper one.'));
    } else found(text);
  };
  return (
    <label class="button file-button">
      <Icon name="image" />
      {say('From a picture')}
      <input
        type="file"
        class="visually-hidden"
        accept="image/*"
        data-testid={`${name}-image`}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file === undefined) return;
          read(file).catch(() =>
            failed(say('This file is not a picture that the browser can read.')),
          );
        }}
      />
    </label>
  );
}
