/** asyncio on a host that cannot wait, as in a worker: its selector suspends the run, and every state is one that a worker can serve. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NodeHost } from '../../../interpreter/host/node.ts';
import { Interpreter } from '../../../interpreter/index.ts';
import '../../../interpreter/modules/all.ts';

const PROGRAM = `
import asyncio

async def tick(name, seconds):
    for i in range(2):
        await asyncio.sleep(seconds)
        print(name, i)

async def main():
    await asyncio.gather(tick('a', 0.01), tick('b', 0.015))
    try:
        async with asyncio.timeout(0.01):
            await asyncio.Event().wait()
    except TimeoutError:
        print('timeout')

asyncio.run(main())
`;

test('asyncio.run suspends where the host cannot wait', async () => {
  let output = '';
  const host = new NodeHost();
  Object.defineProperty(host, 'sleep', { value: undefined });
  Object.defineProperty(host, 'write', {
    value: (_fd: number, bytes: Uint8Array) => {
      output += new TextDecoder().decode(bytes);
    },
  });
  const run = new Interpreter(host).start(PROGRAM);
  let waits = 0;
  let state = run.advance(50);
  while (state.state !== 'done') {
    if (state.state === 'sleep') {
      waits++;
      const { seconds } = state;
      await new Promise(resolve => setTimeout(resolve, seconds * 1000));
    } else assert.equal(state.state, 'running');
    state = run.advance(50);
  }
  assert.equal(output, 'a 0\nb 0\na 1\nb 1\ntimeout\n');
  assert.ok(waits > 0);
});
