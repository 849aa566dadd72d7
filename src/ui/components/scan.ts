/**
 * Reading QR codes. Chromium reads them by itself where its system has a reader (BarcodeDetector:
 * Android, macOS, ChromeOS); elsewhere one in plain JavaScript is fetched. No picture leaves the
 * page.
 */

import { say } from '../language/say.ts';

export interface CodeReader {
  detect(picture: ImageBitmapSource): Promise<ReadonlyArray<{ readonly rawValue: string }>>;
}

interface CodeReaderType {
  new (options: { readonly formats: readonly string[] }): CodeReader;
  getSupportedFormats(): Promise<readonly string[]>;
}

const FORMAT = 'qr_code';
const LOOK_INTERVAL_MS = 200;

/** The browser's own reader, or ours; rejects where neither can be had. */
export async function findReader(): Promise<CodeReader> {
  const Reader = (await findOwnReader()) ?? (await import('qr/decode.js')).BarcodeDetector;
  return new Reader({ formats: [FORMAT] });
}

async function findOwnReader(): Promise<CodeReaderType | undefined> {
  const { BarcodeDetector } = globalThis as { readonly BarcodeDetector?: CodeReaderType };
  // Chromium on Linux and Windows has the constructor and nothing behind it.
  const formats = await BarcodeDetector?.getSupportedFormats();
  return formats?.includes(FORMAT) ? BarcodeDetector : undefined;
}

export function hasCamera(): boolean {
  return typeof navigator.mediaDevices?.getUserMedia === 'function';
}

/** The first code in a picture's file; undefined when there is none. */
export async function readImage(reader: CodeReader, file: Blob): Promise<string | undefined> {
  const picture = await createImageBitmap(file);
  try {
    const [found] = await reader.detect(picture);
    return found?.rawValue;
  } finally {
    picture.close();
  }
}

/** Looks through the camera until a code is seen or `signal` ends it; the camera is then let go. */
export async function watchCamera(
  reader: CodeReader,
  video: HTMLVideoElement,
  signal: AbortSignal,
): Promise<string | undefined> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment' },
  });
  try {
    if (signal.aborted) return undefined;
    video.srcObject = stream;
    await video.play();
    return await lookAt(reader, video, signal);
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}

async function lookAt(
  reader: CodeReader,
  video: HTMLVideoElement,
  signal: AbortSignal,
): Promise<string | undefined> {
  while (!signal.aborted) {
    const [found] = await reader.detect(video);
    if (found !== undefined) return found.rawValue;
    await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL_MS));
  }
  return undefined;
}

export function cameraSentence(error: unknown): string {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError') {
    return say(
      'This page may not use the camera. Allow it beside the address bar, or paste instead.',
    );
  }
  return name === 'NotFoundError'
    ? say('This device has no camera: paste instead.')
    : say('The camera does not answer: paste instead.');
}
