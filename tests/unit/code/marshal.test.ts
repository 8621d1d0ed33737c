/** Marshal: what CPython writes is read and written back byte by byte. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CodeObject,
  constantRepr,
  dumps,
  loads,
  loadsCode,
  MarshalError,
  readPyc,
  readPycHeader,
  writePyc,
} from '../../../interpreter/code/index.ts';
import { compile } from '../../../interpreter/compiler/index.ts';
import { parse } from '../../../interpreter/parser/index.ts';
import { ask, compiled, compiledModules, fromHex } from './reference.ts';

const hex = (bytes: Uint8Array): string => [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');

const VALUES = [
  'None', 'True', 'False', '...',
  '0', '1', '-5', '-6', '256', '257', '2**31 - 1', '2**31', '-2**31', '-2**31 - 1', '2**53', '10**40', '-10**40',
  '0.0', '-0.0', '1.5', "float('inf')", "float('nan')", '1e-320', '2j', '-0.0-1.5j',
  "''", "'a'", "'name_1'", "'two words'", "'\\xe9'", "'\\u20ac'", "'\\U0001f40d snake'", "'\\ud800'", "'\\ud83d\\udc0d'", "'x' * 300", "'two words ' * 300",
  "b''", "b'a'", "b'\\x00\\xff'",
  '()', '(1,)', '(1, 1.0, True, None)', "('a', ('b', 'two words', 'two words'))", 'tuple(range(300))',
  'frozenset()', 'frozenset({3, 1, 2})', "frozenset({'b', 'a'})",
  'slice(1, 2, 3)', 'slice(None, 1000, None)',
]; // prettier-ignore

test('values are read', async () => {
  const expected = await ask<[string, string][]>(`
import json, marshal
json.dumps([[marshal.dumps(eval(v)).hex(), repr(eval(v))] for v in ${JSON.stringify(VALUES)} if 'frozenset' not in v])`);
  for (const [data, repr] of expected) assert.equal(constantRepr(loads(fromHex(data))), repr);
});

test('values survive being written and read', () => {
  for (const value of [0, -7, 2 ** 31, 123456789012345678901234567890n, 'é', 'plain', true, null])
    assert.deepEqual(loads(dumps(value)), value);
});

test('modules of the library come back byte by byte', async () => {
  for (const [name, data] of await compiledModules()) {
    const written = dumps(loadsCode(data));
    assert.equal(written.length, data.length, name);
    assert.ok(
      written.every((byte, i) => byte === data[i]),
      name,
    );
  }
});

test('equal tuples of constants are one object, whatever frozensets are in them', async () => {
  const source = `def f(x): return x in {'word', 'two words', 3}\ndef g(x): return x in {'word', 'two words', 3}\n`;
  const code = compile(parse(source, { filename: 'example.py' }), { filename: 'example.py' });
  assert.equal(hex(dumps(code)), hex(await compiled(source)));
});

test('the qualified name of a nested class is one object with its constant, unless it was interned before', async () => {
  const source = 'class Outermost:\n    class Inner:\n        pass\n';
  const [first, second] = await ask<[string, string]>(`
import json, marshal
def _compile():
    return compile(${JSON.stringify(source)}, 'sample.py', 'exec', dont_inherit=True)
_first = _compile()
_second = _compile()
json.dumps([marshal.dumps(_first).hex(), marshal.dumps(_second).hex()])`);
  const code = compile(parse(source, { filename: 'sample.py' }), { filename: 'sample.py' });
  assert.notEqual(first, second);
  assert.equal(hex(dumps(code)), first);
  assert.equal(hex(dumps(code, { interned: new Set(['Outermost.Inner']) })), second);
});

/** A name beyond ASCII, or a qualified one, that is a constant as well, in either order. */
const NAME_CONSTANTS = [
  "f(é1=1); x = 'é1'",
  "x = 'é1'; f(é1=1)",
  "class É1: pass\nx = 'É1'",
  "x = 'É1'\nclass É1: pass",
  "from m import é1\nx = 'é1'",
  "x in {'é1', 'é2'}; f(é1=1)",
  "def f(*, é1=1): pass\ndef g(): return 'é1'",
  'class C:\n    __é1: int = 1\n    def f(self, *, __é2=1): pass',
  "if x:\n    é1: int\nx = 'é1'",
  "from __future__ import annotations\né1: é2 = 1\nx = 'é2'\nf(é2=1)",
  "match x:\n    case C(é1=1): pass\n    case {'é2': 1}: pass\nf(é1=1, é2=2)",
  "type É1[T] = int\ndef f[É2](): return 'É1', 'É2'",
  "while 0: x = 'é1'\nf(é1=1); x = 'é1'",
  "'é1'\n'é1'\nf(é1=1)",
  "x = 'é' * 2; f(éé=1)",
  "f(𐐀=1); x = '𐐀'",
  "x = '𐐀'; f(𐐀=1)",
  "f(é1=1); x['é1':]; x['word':'b'] = 'word'",
  "def f(): return ('é1',)\ndef g(): é1\nx = 'é1'",
  "def f(é1, é2): pass\ndef g(): return ('é1', 'é2')\nx = 'é1'",
  "class C:\n    def f(self): self.é1 = 1\nx = 'é1'\nf(é1=1)",
  "class C:\n    def f(self): self.é1 = self.é2 = 1\n    def g(self): self.é3 = 1\nx = 'é1'",
  "class P:\n    class É1: pass\nx = 'P.É1'",
  "x = 'Q.É1'\nclass Q:\n    class É1: pass",
  "x = 'R.Inner'\nclass R:\n    class Inner: pass",
  'class S:\n    def Inner(): pass\n    class Inner: pass',
  "x = '<module>', '<lambda>'\ny = lambda: 0",
];

test('a constant that equals a name is the same string, and interned, if the name was met first', async () => {
  for (const source of NAME_CONSTANTS) {
    const code = compile(parse(source, { filename: 'example.py' }), { filename: 'example.py' });
    assert.equal(hex(dumps(code)), hex(await compiled(source)), source);
  }
});

test('bad data is refused with CPython’s words', async () => {
  const samples = ['', '63', '3f', '7205000000', '6901', '5b', '73ffffffff', '6c01000000ff7f', '6c010000000080', '30'];
  const expected = await ask<[string, string][]>(`
import json, marshal
def error(data):
    try: return ['no error', repr(marshal.loads(bytes.fromhex(data)))]
    except Exception as e: return [type(e).__name__, str(e)]
json.dumps([error(data) for data in ${JSON.stringify(samples)}])`);
  samples.forEach((data, i) => {
    let result: [string, string];
    try {
      result = ['no error', constantRepr(loads(fromHex(data)))];
    } catch (error) {
      assert.ok(error instanceof MarshalError, String(error));
      result = [error.pythonType, error.message];
    }
    // A list is no constant: this reader does not know it.
    if (data !== '5b') assert.deepEqual(result, expected[i], data);
  });
});

test('a .pyc file is the one that py_compile writes', async () => {
  const source = 'import os\ndef f(a, *, b=(1, 2)):\n    return a + b\n';
  const file = await ask<string>(`
import json, os, py_compile
with open('/tmp/sample.py', 'w') as f: f.write(${JSON.stringify(source)})
os.utime('/tmp/sample.py', (1234567890, 1234567890))
py_compile.compile('/tmp/sample.py', '/tmp/sample.pyc', dfile='sample.py')
json.dumps(open('/tmp/sample.pyc', 'rb').read().hex())`);
  const { header, code } = readPyc(fromHex(file), 'sample');
  assert.deepEqual(header, { flags: 0, mtime: 1234567890, sourceSize: source.length, hash: null });
  assert.ok(code instanceof CodeObject);
  assert.equal(hex(writePyc(code, header.mtime, header.sourceSize)), file);
  assert.throws(() => readPycHeader(Uint8Array.of(1, 2, 13, 10), 'sample'), /bad magic number in 'sample': b'\\x01\\x02\\x0d\\x0a'/);
});
