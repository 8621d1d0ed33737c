/** `_random` (CPython: Modules/_randommodule.c): the Mersenne Twister MT19937, whose numbers are the same everywhere. */
import { registerModule } from './registry.ts';
import { PyObject, type HasDict, type MaybeValue, type Value } from '../objects/core/value.ts';
import type { PyDict } from '../objects/core/dict.ts';
import { PyFloat } from '../objects/core/float.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import { defineType } from '../objects/core/define.ts';
import { memoryError, overflowError, typeError, valueError } from '../objects/core/errors.ts';
import { intAbs, intValue, normalize, type Int } from '../objects/core/integer.ts';
import type { PyType } from '../objects/core/type.ts';
import { hash } from '../objects/protocol/hash.ts';
import { toIndex } from '../objects/protocol/index.ts';
import { machine } from '../vm/machine.ts';

const N = 624;
const M = 397;

class PyRandom extends PyObject implements HasDict {
  readonly state = new Uint32Array(N);
  index = N + 1;
  dict: PyDict | undefined = undefined;
  constructor(cls: PyType) {
    super(cls);
    seed(this, undefined);
  }
}

/** The next 32 bits. */
function next(self: PyRandom): number {
  const mt = self.state;
  if (self.index >= N) {
    for (let k = 0; k < N; k++) {
      const y = (mt[k] & 0x80000000) | (mt[(k + 1) % N] & 0x7fffffff);
      mt[k] = mt[(k + M) % N] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    self.index = 0;
  }
  let y = mt[self.index++];
  y ^= y >>> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  y ^= y >>> 18;
  return y >>> 0;
}

function seedWithNumber(self: PyRandom, s: number): void {
  const mt = self.state;
  mt[0] = s;
  for (let i = 1; i < N; i++) mt[i] = Math.imul(1812433253, mt[i - 1] ^ (mt[i - 1] >>> 30)) + i;
  self.index = N;
}

function seedWithArray(self: PyRandom, key: readonly number[]): void {
  const mt = self.state;
  seedWithNumber(self, 19650218);
  let i = 1;
  let j = 0;
  const step = (): void => {
    if (++i >= N) {
      mt[0] = mt[N - 1];
      i = 1;
    }
  };
  for (let k = Math.max(N, key.length); k > 0; k--) {
    mt[i] = (mt[i] ^ Math.imul(mt[i - 1] ^ (mt[i - 1] >>> 30), 1664525)) + key[j] + j;
    step();
    if (++j >= key.length) j = 0;
  }
  for (let k = N - 1; k > 0; k--) {
    mt[i] = (mt[i] ^ Math.imul(mt[i - 1] ^ (mt[i - 1] >>> 30), 1566083941)) - i;
    step();
  }
  mt[0] = 0x80000000;
}

function seed(self: PyRandom, value: MaybeValue): Value {
  if (value === undefined || value === null) {
    const bytes = new Uint8Array(N * 4);
    machine.host.entropy(bytes);
    seedWithArray(self, [...new Uint32Array(bytes.buffer)]);
    return null;
  }
  let rest = BigInt(intAbs(intValue(value) ?? hash(value)));
  const key: number[] = [];
  for (; rest > 0n; rest >>= 32n) key.push(Number(rest & 0xffffffffn));
  seedWithArray(self, key.length === 0 ? [0] : key);
  return null;
}

/** The longest bigint. */
const MOST_BITS = 2 ** 30;

function randomBits(self: PyRandom, count: Value): Int {
  const k = toIndex(count);
  if (k < 0) throw valueError('Cannot convert negative int');
  if (k === 0) return 0;
  if (k >= 1n << 64n) throw overflowError('Python int too large for C uint64_t');
  if (k >= MOST_BITS) throw memoryError('');
  let left = Number(k);
  if (left <= 32) return next(self) >>> (32 - left);
  const words: string[] = [];
  for (; left > 0; left -= 32) {
    const bits = left < 32 ? next(self) >>> (32 - left) : next(self) >>> 0;
    words.push(bits.toString(16).padStart(8, '0'));
  }
  return normalize(BigInt('0x' + words.reverse().join('')));
}

const Random = defineType('_random.Random', {
  module: '_random',
  doc: 'Random() -> create a random number generator with its own internal state.',
  slots: {
    tp_new: cls => new PyRandom(cls),
    tp_init: (self, args, kwnames) => {
      if (kwnames !== null) throw typeError('Random() takes no keyword arguments');
      if (args.length > 1) throw typeError(`Random expected at most 1 argument, got ${args.length}`);
      if (args.length === 1) seed(self as PyRandom, args[0]);
    },
  },
  methods: {
    'random($self, /)': (self: PyRandom) => {
      const a = next(self) >>> 5;
      const b = next(self) >>> 6;
      return new PyFloat((a * 67108864 + b) / 9007199254740992);
    },
    'seed($self, n=None, /)': seed,
    'getrandbits($self, k, /)': randomBits,
    'getstate($self, /)': (self: PyRandom) => new PyTuple([...self.state, self.index]),
    'setstate($self, state, /)': (self: PyRandom, state: Value) => {
      if (!(state instanceof PyTuple)) throw typeError('state vector must be a tuple');
      if (state.items.length !== N + 1) throw valueError('state vector is the wrong size');
      const words = state.items.map(item => Number(intValue(item)));
      if (words[N] < 0 || words[N] > N) throw valueError('invalid state');
      self.state.set(words.slice(0, N));
      self.index = words[N];
      return null;
    },
  },
});
Random.name = Random.qualname = 'Random';

registerModule('_random', {
  doc: 'Module implements the Mersenne Twister random number generator.',
  attributes: { Random },
});
