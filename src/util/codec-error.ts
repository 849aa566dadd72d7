/** Bytes or text that break their format. The code is stable; the message is for people. */

export class CodecError extends Error {
  readonly code: string;

  constructor(code: string, detail: string) {
    super(`${code}: ${detail}`);
    this.name = 'CodecError';
    this.code = code;
  }
}
