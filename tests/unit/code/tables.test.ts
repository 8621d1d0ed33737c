/** The location and exception tables: read as CPython reads them, written as it writes them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CodeObject,
  decodeExceptionTable,
  decodeLocations,
  encodeExceptionTable,
  lines,
  loadsCode,
  LocationWriter,
  positions,
} from '../../../interpreter/code/index.ts';
import { ask, compiled, compiledModules } from './reference.ts';

const SOURCE = `
def f(x):
    try:
        with open(x) as g:
            return [
                a + b for a, b in g
                if a
            ]
    except (OSError,
            ValueError) as e:
        raise
    finally:
        print("${'long '.repeat(30)}", x)
`;

function* units(code: CodeObject): Generator<CodeObject> {
  yield code;
  for (const constant of code.co_consts) if (constant instanceof CodeObject) yield* units(constant);
}

test('positions, lines and exception entries of a function', async () => {
  const [expectedPositions, expectedLines, expectedEntries] = await ask<[unknown[], unknown[], unknown[]]>(`
import dis, json
source = ${JSON.stringify(SOURCE)}
f = compile(source, 'example.py', 'exec').co_consts[0]
json.dumps([list(f.co_positions()), list(f.co_lines()), [[e.start, e.end, e.target, e.depth, e.lasti] for e in dis.Bytecode(f).exception_entries]])`);
  const [, f] = units(loadsCode(await compiled(SOURCE)));
  assert.deepEqual(
    positions(f).map(p => [p.lineno, p.end_lineno, p.col_offset, p.end_col_offset]),
    expectedPositions,
  );
  assert.deepEqual(lines(f), expectedLines);
  assert.deepEqual(
    decodeExceptionTable(f.co_exceptiontable).map(e => [e.start, e.end, e.target, e.depth, e.lasti]),
    expectedEntries,
  );
});

test('the tables of library modules are written as they were read', async () => {
  for (const [name, data] of await compiledModules()) {
    for (const code of units(loadsCode(data))) {
      assert.deepEqual(
        encodeExceptionTable(decodeExceptionTable(code.co_exceptiontable)),
        code.co_exceptiontable,
        `${name} ${code.co_qualname}`,
      );
      // Neighbours with one location were one run before they were cut into entries of at most eight units.
      const writer = new LocationWriter(code.co_firstlineno);
      let run: { size: number; where: [number, number, number, number] } | undefined;
      for (const { start, end, lineno, end_lineno, col_offset, end_col_offset } of decodeLocations(
        code.co_linetable,
        code.co_firstlineno,
      )) {
        const where: [number, number, number, number] = [lineno ?? -1, end_lineno ?? -1, col_offset ?? -1, end_col_offset ?? -1];
        const size = (end - start) / 2;
        if (run !== undefined && run.size % 8 === 0 && run.where.join() === where.join()) {
          run.size += size;
          continue;
        }
        if (run !== undefined) writer.add(run.size, ...run.where);
        run = { size, where };
      }
      if (run !== undefined) writer.add(run.size, ...run.where);
      assert.deepEqual(writer.finish(), code.co_linetable, `${name} ${code.co_qualname}`);
    }
  }
});
