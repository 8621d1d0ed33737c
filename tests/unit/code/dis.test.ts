/** The disassembler prints what Python's `dis` prints. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodeObject, disassemble, disassembleText, loadsCode, type TextOptions } from '../../../interpreter/code/index.ts';
import { oracle } from '../../parity/oracle.ts';
import { compiled } from './reference.ts';

const SAMPLES: Record<string, string> = {
  'a loop with a jump back': 'for i in range(10):\n    if i % 2:\n        continue\n    print(i, i is None, i not in (1, 2), not i)\n',
  'a function with everything': `
def f(a, /, b=1, *args, c: int = 2, **kw) -> str:
    global g
    def inner():
        nonlocal a
        a += b
        return lambda: a
    g = inner
    try:
        return f"{a!r:>{b}} {a.x.y(1)}" + super().z
    except* ValueError as e:
        raise RuntimeError from e
    finally:
        del a
`,
  'a class with type parameters':
    'class A[T: int](list[T], metaclass=type):\n    x: T\n    def m(self):\n        return __class__, self.__x\n',
  coroutines:
    'async def f(x):\n    async with x as y, z:\n        async for i in y:\n            yield [j async for j in i]\n    await x\n',
  'pattern matching': 'match x:\n    case {"a": 1, **rest}: pass\n    case [1, *_, A(b=2)]: pass\n    case "s" | None: pass\n',
  'a t-string and constants': 't = t"{x=} {y!s:>{w}}"\nu = (1.0, -0.0, 1j, b"\\xff", "\\u20ac\\n", ...)\nassert x, "no"\n',
  'wide arguments': `${Array.from({ length: 300 }, (_, i) => `v${i} = ${i}.5`).join('\n')}\nwhile v299:\n    ${'v299 = v298.a; '.repeat(60)}\n`,
};

const withoutAddresses = (text: string): string => text.replace(/ at 0x[0-9a-f]+, file/g, ', file');

async function expected(source: string, options: TextOptions): Promise<string> {
  const py = await oracle();
  py.globals.set('_source', source);
  const keywords = `show_caches=${options.showCaches ? 'True' : 'False'}, show_offsets=${options.showOffsets ? 'True' : 'False'}, show_positions=${options.showPositions ? 'True' : 'False'}`;
  return py.runPython(`
import dis, io
_file = io.StringIO()
dis.dis(compile(_source, 'example.py', 'exec', dont_inherit=True), file=_file, ${keywords})
_file.getvalue()`) as string;
}

for (const [name, source] of Object.entries(SAMPLES)) {
  test(name, async () => {
    const code = loadsCode(await compiled(source));
    for (const options of [{}, { showCaches: true, showOffsets: true }, { showPositions: true }]) {
      assert.equal(withoutAddresses(disassembleText(code, options)) + '\n', withoutAddresses(await expected(source, options)));
    }
  });
}

test('an instruction knows its name, value, place and target', async () => {
  const code = loadsCode(await compiled('if x:\n    y = 300\n'));
  const jump = disassemble(code).find(instruction => instruction.opname === 'POP_JUMP_IF_FALSE')!;
  assert.equal(jump.argrepr, 'to L1');
  const target = disassemble(code).find(instruction => instruction.offset === jump.jumpTarget)!;
  assert.equal(target.label, 1);
  const constant = disassemble(code).find(instruction => instruction.opname === 'LOAD_CONST')!;
  assert.deepEqual([constant.argval, constant.lineNumber, constant.positions.col_offset], [300, 2, 8]);
  assert.ok(code instanceof CodeObject);
});

test('the current instruction is marked', async () => {
  const source = 'x = y.z(1)\n';
  const py = await oracle();
  py.globals.set('_source', source);
  const expected = py.runPython(`
import dis, io
_file = io.StringIO()
dis.disassemble(compile(_source, 'example.py', 'exec', dont_inherit=True), 6, file=_file)
_file.getvalue()`) as string;
  assert.equal(disassembleText(loadsCode(await compiled(source)), { lasti: 6 }) + '\n', expected);
});
