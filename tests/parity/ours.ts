/** Our interpreter, for what is not a matter of the front end alone: programs to run, and the codecs that source files may name. */
import assert from 'node:assert/strict';
import { NodeHost } from '../../interpreter/host/node.ts';
import { Interpreter } from '../../interpreter/index.ts';
import '../../interpreter/modules/all.ts';

class RecordingHost extends NodeHost {
  readonly written = { 1: '', 2: '' };
  private readonly decoder = new TextDecoder();
  override write(fd: 1 | 2, bytes: Uint8Array): void {
    this.written[fd] += this.decoder.decode(bytes);
  }
}

/** Runs a program to its end; what it prints. The machine is left as it is then, and what it imported with it. */
export function run(program: string, filename = 'program.py'): string {
  const host = new RecordingHost();
  const running = new Interpreter(host).start(program, { filename });
  let state = running.advance(Infinity);
  while (state.state !== 'done') state = running.advance(Infinity);
  assert.equal(host.written[2], '');
  return host.written[1];
}
