/** A program's files, before and after its run. */
import type { RunError } from '../../interpreter/host/run.ts';
import type { WorkerHost } from '../../interpreter/host/worker.ts';
import { SourceText } from '../../interpreter/source/source-text.ts';
import { rangeOf } from './positions.ts';
import { describePyc } from './pyc.ts';
import type { FileContent, FileEntry, ProgramError, Range, SourceFile } from './types.ts';

/** A main file and the files beside it. */
export interface ProgramFiles {
  readonly filename: string;
  readonly source: string;
  readonly files: readonly SourceFile[];
}

/** Writes a program's files where it will find them. One that is there already, from an earlier run, keeps its time. */
export function placeFiles(host: WorkerHost, { filename, source, files }: ProgramFiles): void {
  const encoder = new TextEncoder();
  for (const { path, text } of [{ path: filename, text: source }, ...files]) {
    if (host.memory.stat(`/${path}`)?.kind === 'file' && asText(host.memory.read(`/${path}`)) === text) continue;
    host.memory.put(path, encoder.encode(text));
  }
}

/** How much of a file is shown. */
const SHOWN = 1 << 14;

/** The files there are after a run; what the program was given unchanged is not `written`. */
export function listFiles(host: WorkerHost, { filename, source, files }: ProgramFiles): FileEntry[] {
  const given = new Map([{ path: filename, text: source }, ...files].map(file => [`/${file.path}`, file.text]));
  return Array.from(host.memory.all(), ({ path, content }) => {
    const text = asText(content);
    return {
      path: path.slice(1),
      size: content.length,
      written: given.get(path) !== text,
      content: describe(path, content, text),
    };
  });
}

function describe(path: string, content: Uint8Array, text: string | null): FileContent {
  if (text !== null) return { kind: 'text', text: text.slice(0, SHOWN) };
  const bytes = content.slice(0, SHOWN);
  return path.endsWith('.pyc') ? { kind: 'pyc', bytes, ...describePyc(content) } : { kind: 'bytes', bytes };
}

function asText(content: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

export function programError(source: string, { type, message, position }: RunError): ProgramError {
  return { type, message, range: position === null ? null : marked(rangeOf(new SourceText(source, true), position)) };
}

/** Where CPython names only a point, the character there. */
function marked({ start, end }: Range): Range {
  return { start, end: Math.max(end, start + 1) };
}
