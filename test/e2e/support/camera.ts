/** A camera that sees one QR code: a video file that Chromium takes for its camera. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'uqr';

const WIDTH = 1280;
const HEIGHT = 720;
const LIGHT = 235;
const DARK = 16;
const BACKGROUND = 90;
const GREY = 128;
/** Modules of light around the code, as its standard asks for. */
const BORDER = 4;

export interface FakeCamera {
  /** Chromium opens the file when a page asks for the camera. */
  readonly flags: readonly string[];
  /** From now on the camera sees this text as a code. */
  show(text: string): void;
  remove(): void;
}

export function createCamera(): FakeCamera {
  const folder = mkdtempSync(join(tmpdir(), 'tabchain-camera-'));
  const path = join(folder, 'camera.y4m');
  return {
    flags: [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${path}`,
    ],
    show: (text) => writeFileSync(path, videoOf(text)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** YUV4MPEG2, one frame; Chromium plays it again and again. */
function videoOf(text: string): Uint8Array {
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420\nFRAME\n`);
  const colours = Buffer.alloc((WIDTH * HEIGHT) / 2, GREY);
  return Buffer.concat([head, brightnessOf(text), colours]);
}

function brightnessOf(text: string): Uint8Array {
  const { data, size } = encode(text, { border: BORDER });
  const moduleSize = Math.floor(HEIGHT / size);
  const left = Math.floor((WIDTH - size * moduleSize) / 2);
  const pixels = new Uint8Array(WIDTH * HEIGHT).fill(BACKGROUND);
  for (let y = 0; y < size * moduleSize; y += 1) {
    for (let x = 0; x < size * moduleSize; x += 1) {
      const isDark = data[Math.floor(y / moduleSize)]![Math.floor(x / moduleSize)];
      pixels[y * WIDTH + left + x] = isDark ? DARK : LIGHT;
    }
  }
  return pixels;
}
