/** A program's files, before and after its run. */
import type { RunError } from '../../interpreter/host/run.ts';
import type { WorkerHost } from '../../interpreter/host/worker.ts';
import { SourceText } from '../../interpreter/source/source-text.ts';
import { rangeOf } from './positions.ts';
import type { FileEntry, ProgramError, SourceFile } from './types.ts';

/** A main file and the files beside it. */
export interface ProgramFiles {
  readonly filename: string;
  readonly source: string;
  readonly files: readonly SourceFile[];
}

/** Writes a program's files where it will find them. */
export function placeFiles(host: WorkerHost, { filename, source, files }: ProgramFiles): void {
  const encoder = new TextEncoder();
  for (const { path, text } of [{ path: filename, text: source }, ...files]) host.memory.put(path, encoder.encode(text));
}

/** The files there are after a run; what the program was given unchanged is not `written`. */
export function listFiles(host: WorkerHost, { filename, source, files }: ProgramFiles): FileEntry[] {
  const given = new Map([{ path: filename, text: source }, ...files].map(file => [`/${file.path}`, file.text]));
  return Array.from(host.memory.all(), ({ path, content }) => {
    const text = asText(content);
    return {
      path: path.slice(1),
      size: content.length,
      written: given.get(path) !== text,
      head: text === null ? content.slice(0, 256) : null,
    };
  });
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
  return { type, message, range: position === null ? null : rangeOf(new SourceText(source, true), position) };
}
