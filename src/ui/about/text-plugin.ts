/**
 * The texts that come with the page: the licences of all that is in it, as their packages have
 * them, and the protocol. As plain text, which every browser shows, and with the mark that tells it
 * to be UTF-8.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { LICENCES_FILE, LICENSED, PROTOCOL_FILE } from './licences.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const BYTE_ORDER_MARK = '\ufeff';
const RULE = '-'.repeat(80);

export function pageTexts(): Plugin {
  return {
    name: 'page-texts',
    apply: 'build',
    buildStart() {
      const texts = { [LICENCES_FILE]: licenceTexts(), [PROTOCOL_FILE]: protocolText() };
      for (const [fileName, text] of Object.entries(texts)) {
        this.emitFile({ type: 'asset', fileName, source: `${BYTE_ORDER_MARK}${text}` });
      }
    },
  };
}

/** Of each package every file that is named like a licence. */
export function licenceTexts(): string {
  const own = `Tabchain\n\n${readFileSync(join(ROOT, 'LICENSE'), 'utf8')}`;
  return [own, ...LICENSED.map(({ name, licence }) => textOf(name, licence))].join(`\n${RULE}\n\n`);
}

function textOf(name: string, licence: string): string {
  const folder = join(ROOT, 'node_modules', name);
  const files = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file));
  const texts = files.toSorted().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0) throw new Error(`${name} comes without the text of its licence`);
  return `${name} (${licence})\n\n${texts.join('\n\n')}\n`;
}

function protocolText(): string {
  return readFileSync(join(ROOT, 'docs/protocol.md'), 'utf8');
}
