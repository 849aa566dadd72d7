/** The project's files as text: listed, cut into code and words, and read for what they import. */

import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SourceFile {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  /** As written. */
  readonly specifier: string;
  /** From the repository's root; undefined for a package. */
  readonly path: string | undefined;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TEXT = /\.(ts|tsx|js|json|css|html|md|svg)$|^[^.]+$/;
const NOT_OURS = new Set(['node_modules', 'dist', 'test-results', '.git', 'package-lock.json']);

/** Every text file at or below `folder`, vectors and built files left out. */
export function listFiles(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (NOT_OURS.has(entry.name) || path === 'test/vectors') return [];
    if (entry.isDirectory()) return listFiles(path);
    return TEXT.test(entry.name) ? [{ path, text: readFileSync(join(ROOT, path), 'utf8') }] : [];
  });
}

export function isScript({ path }: SourceFile): boolean {
  return /\.tsx?$/.test(path);
}

/** Static and dynamic imports, re-exports, and workers started by URL. */
export function importsOf({ path, text }: SourceFile): Import[] {
  const patterns = [
    /^(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?'([^']+)'/gm,
    /\bimport\(\s*'([^']+)'\s*\)/g,
    /\bnew URL\(\s*'([^']+\.tsx?)',\s*import\.meta\.url/g,
  ];
  const specifiers = patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, it]) => it!),
  );
  return specifiers.map((written) => {
    const specifier = written.replace(/\?.*$/, '');
    const isRelative = specifier.startsWith('.');
    const target = isRelative ? posix.join(posix.dirname(path), specifier) : undefined;
    return { specifier, path: target };
  });
}

/** Comments, and what stands in quotes, blanked; lines stay where they are. */
export function stripWords(text: string): string {
  const token = new RegExp(
    [
      String.raw`\/\*[\s\S]*?\*\/`,
      String.raw`\/\/[^\n]*`,
      String.raw`'(?:\\.|[^'\\\n])*'`,
      String.raw`"(?:\\.|[^"\\\n])*"`,
      // A regular expression stands where a value may begin; its classes may hold a slash.
      String.raw`(?<=[(,=:[!&|?{};\n]\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+\/`,
      // The code between the words of a template stays.
      '`(?:\\\\.|[^`\\\\])*`',
    ].join('|'),
    'g',
  );
  return text.replace(token, (words) =>
    words.startsWith('`') ? codeOfTemplate(words) : blank(words),
  );
}

function codeOfTemplate(template: string): string {
  const values = [...template.matchAll(/\$\{([^}]*)\}/g)].map(([, value]) => stripWords(value!));
  return `(${values.join(', ')})${blank(template)}`;
}

function blank(words: string): string {
  return words.replaceAll(/[^\n]/g, ' ');
}
