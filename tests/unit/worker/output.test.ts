import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HEAD_LIMIT, OutputBuffer, TAIL_LIMIT } from '../../../src/worker/output.ts';
import type { OutputChunk } from '../../../src/stages/types.ts';

function recorder() {
  const record = { head: [] as OutputChunk[], tail: [] as OutputChunk[], omitted: 0, messages: 0 };
  const clock = { now: 0 };
  const sink = {
    output(chunks: OutputChunk[]) {
      record.head.push(...chunks);
      record.messages++;
    },
    tail(omitted: number, chunks: OutputChunk[]) {
      record.tail = chunks;
      record.omitted = omitted;
      record.messages++;
    },
  };
  const buffer = new OutputBuffer(sink, () => clock.now);
  buffer.flush();
  const encoder = new TextEncoder();
  return { record, buffer, clock, write: (fd: 1 | 2, text: string) => buffer.write(fd, encoder.encode(text)) };
}

const textOf = (chunks: readonly OutputChunk[]) => chunks.map(chunk => chunk.text).join('');

test('writes to one stream between two flushes become one chunk', () => {
  const { record, buffer, write } = recorder();
  write(1, 'a');
  write(1, 'b');
  write(2, 'c');
  write(1, 'd');
  buffer.flush();
  assert.deepEqual(record.head, [
    { fd: 1, text: 'ab' },
    { fd: 2, text: 'c' },
    { fd: 1, text: 'd' },
  ]);
  assert.equal(record.messages, 1);
});

test('what is printed is sent before the slice ends, once 16 ms have passed', () => {
  const { record, clock, write } = recorder();
  write(1, 'a');
  assert.equal(record.messages, 0);
  clock.now = 16;
  write(1, 'b');
  assert.deepEqual(record.head, [{ fd: 1, text: 'ab' }]);
});

test('a character that is split between two writes arrives whole', () => {
  const { record, buffer } = recorder();
  const bytes = new TextEncoder().encode('é');
  buffer.write(1, bytes.subarray(0, 1));
  buffer.flush();
  buffer.write(1, bytes.subarray(1));
  buffer.flush();
  assert.equal(textOf(record.head), 'é');
});

test('a flood keeps its beginning and its end, and says how much is left out', () => {
  const { record, buffer, clock, write } = recorder();
  let total = 0;
  for (let i = 0; i < 40_000; i++, clock.now++) {
    const line = `line ${i}\n`;
    total += line.length;
    write(1, line);
  }
  buffer.finish();
  const head = textOf(record.head);
  const tail = textOf(record.tail);
  assert.equal(head.length, HEAD_LIMIT);
  assert.ok(head.startsWith('line 0\nline 1\n'));
  assert.ok(tail.length <= TAIL_LIMIT && tail.length > TAIL_LIMIT - 100);
  assert.ok(tail.startsWith('line '), 'the tail begins with a whole line');
  assert.ok(tail.endsWith('line 39999\n'));
  assert.equal(head.length + record.omitted + tail.length, total);
});

test('the tail is sent a few times a second, not with every flush', () => {
  const { record, buffer, clock, write } = recorder();
  write(1, 'x'.repeat(HEAD_LIMIT));
  buffer.flush();
  for (; clock.now < 1000; clock.now += 8) {
    write(1, 'y'.repeat(1000));
    buffer.flush();
  }
  assert.ok(record.messages < 12, `${record.messages} messages`);
});
