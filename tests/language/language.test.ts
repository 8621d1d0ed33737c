/**
 * The language, by example: each `NAME.py` here is run and must print what CPython 3.14 prints, `NAME.out`, and on standard error `NAME.err`
 * (nothing where there is no such file). `PYTHONHASHSEED=0 python3.14 NAME.py > NAME.out 2> NAME.err` in this folder makes them (both without the folder's path).
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { NodeHost } from '../../interpreter/host/node.ts';
import { Interpreter } from '../../interpreter/index.ts';
import '../../interpreter/modules/all.ts';

const folder = new URL('./', import.meta.url);
const only = process.env['ONLY'];

/** The Node host, with what the program writes kept. */
class RecordingHost extends NodeHost {
  readonly written = { 1: '', 2: '' };
  private readonly decoder = new TextDecoder();
  override write(fd: 1 | 2, bytes: Uint8Array): void {
    this.written[fd] += this.decoder.decode(bytes);
  }
}

process.chdir(folder.pathname);
for (const file of readdirSync(folder).filter(name => name.endsWith('.py')).sort()) {
  if (only !== undefined && file !== `${only}.py`) continue;
  test(file, () => {
    const host = new RecordingHost();
    const run = new Interpreter(host).start(readFileSync(new URL(file, folder)), { filename: file });
    let state = run.advance(Infinity);
    while (state.state !== 'done') state = run.advance(Infinity);
    const errors = new URL(file.replace('.py', '.err'), folder);
    const written = (fd: 1 | 2): string => host.written[fd].replaceAll(folder.pathname, '');
    assert.equal(written(2), existsSync(errors) ? readFileSync(errors, 'utf8') : '');
    assert.equal(written(1), readFileSync(new URL(file.replace('.py', '.out'), folder), 'utf8'));
  });
}
