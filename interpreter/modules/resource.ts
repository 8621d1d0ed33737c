/** `resource` (CPython: Modules/resource.c): limits that nothing enforces here, and the time that the host knows. */
import { registerModule } from './registry.ts';
import type { Value } from '../objects/core/value.ts';
import { raise, valueError } from '../objects/core/errors.ts';
import { PyFloat } from '../objects/core/float.ts';
import { T } from '../objects/core/registry.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import { toIndexNumber } from '../objects/protocol/index.ts';
import { defineStructSeq } from '../objects/types/structseq.ts';
import { machine } from '../vm/machine.ts';

const LIMITS = {
  RLIMIT_CPU: 0,
  RLIMIT_FSIZE: 1,
  RLIMIT_DATA: 2,
  RLIMIT_STACK: 3,
  RLIMIT_CORE: 4,
  RLIMIT_RSS: 5,
  RLIMIT_NPROC: 6,
  RLIMIT_NOFILE: 7,
  RLIMIT_OFILE: 7,
  RLIMIT_MEMLOCK: 8,
  RLIMIT_AS: 9,
  RLIMIT_SIGPENDING: 11,
  RLIMIT_MSGQUEUE: 12,
  RLIMIT_NICE: 13,
  RLIMIT_RTPRIO: 14,
  RLIMIT_RTTIME: 15,
} as const;
const LIMIT_COUNT = 16;
const UNLIMITED = -1;

const FIELDS = [
  'utime',
  'stime',
  'maxrss',
  'ixrss',
  'idrss',
  'isrss',
  'minflt',
  'majflt',
  'nswap',
  'inblock',
  'oublock',
  'msgsnd',
  'msgrcv',
  'nsignals',
  'nvcsw',
  'nivcsw',
];
const usage = defineStructSeq(
  'resource',
  'struct_rusage',
  FIELDS.map(field => `ru_${field}`),
);

function limitNumber(value: Value): number {
  const n = toIndexNumber(value);
  if (n < 0 || n >= LIMIT_COUNT) throw valueError('invalid resource specified');
  return n;
}

registerModule('resource', {
  functions: {
    'getrlimit(resource, /)': (resource: Value) =>
      new PyTuple([limitNumber(resource) === LIMITS.RLIMIT_STACK ? 8 * 1024 * 1024 : UNLIMITED, UNLIMITED]),
    'setrlimit(resource, limits, /)': (resource: Value) => {
      limitNumber(resource);
      throw raise(T.PermissionError, 1, 'limits cannot be changed: JavaScript has none of them');
    },
    'getrusage(who, /)': (who: Value) => {
      if (![0, 1, -1].includes(toIndexNumber(who))) throw valueError('invalid who parameter');
      const seconds = toIndexNumber(who) === -1 ? 0 : Number(machine.host.clock.monotonic()) / 1e9;
      return usage.make(FIELDS.map((field, i) => (i < 2 ? new PyFloat(field === 'utime' ? seconds : 0) : 0)));
    },
    'getpagesize()': () => 4096,
  },
  attributes: {
    ...LIMITS,
    RLIM_INFINITY: UNLIMITED,
    RUSAGE_SELF: 0,
    RUSAGE_CHILDREN: -1,
    RUSAGE_THREAD: 1,
    error: () => T.OSError,
    struct_rusage: usage.type,
  },
});
