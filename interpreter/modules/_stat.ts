/** `_stat` (CPython: Modules/_stat.c): what the bits of a file's mode mean. The numbers are Linux's. */
import { registerModule } from './registry.ts';
import { overflowError } from '../objects/core/errors.ts';
import type { NativeImplementation } from '../objects/core/native.ts';
import type { Value } from '../objects/core/value.ts';
import { toIndex } from '../objects/protocol/index.ts';

const TYPE = 0o170000;
const PERMISSIONS = 0o7777;

/** The kinds of files by their bits, with the character that `ls` shows. */
const KINDS = {
  S_IFBLK: [0o060000, 'b'],
  S_IFCHR: [0o020000, 'c'],
  S_IFDIR: [0o040000, 'd'],
  S_IFIFO: [0o010000, 'p'],
  S_IFLNK: [0o120000, 'l'],
  S_IFREG: [0o100000, '-'],
  S_IFSOCK: [0o140000, 's'],
} as const;

/** The tests that do not follow from a kind's name, and the kinds of other systems. */
const ALIASES = { S_ISFIFO: KINDS.S_IFIFO[0], S_ISDOOR: null, S_ISPORT: null, S_ISWHT: null } as const;

const BITS = {
  S_ISUID: 0o4000,
  S_ISGID: 0o2000,
  S_ISVTX: 0o1000,
  S_ENFMT: 0o2000,
  S_IRWXU: 0o700,
  S_IRUSR: 0o400,
  S_IWUSR: 0o200,
  S_IXUSR: 0o100,
  S_IRWXG: 0o070,
  S_IRGRP: 0o040,
  S_IWGRP: 0o020,
  S_IXGRP: 0o010,
  S_IRWXO: 0o007,
  S_IROTH: 0o004,
  S_IWOTH: 0o002,
  S_IXOTH: 0o001,
  S_IREAD: 0o400,
  S_IWRITE: 0o200,
  S_IEXEC: 0o100,
  S_IFDOOR: 0,
  S_IFPORT: 0,
  S_IFWHT: 0,
};

/** Flags that only BSD's files have. */
const FLAGS = {
  UF_SETTABLE: 0xffff,
  UF_NODUMP: 0x1,
  UF_IMMUTABLE: 0x2,
  UF_APPEND: 0x4,
  UF_OPAQUE: 0x8,
  UF_NOUNLINK: 0x10,
  UF_COMPRESSED: 0x20,
  UF_TRACKED: 0x40,
  UF_DATAVAULT: 0x80,
  UF_HIDDEN: 0x8000,
  SF_SETTABLE: 0xffff0000,
  SF_ARCHIVED: 0x10000,
  SF_IMMUTABLE: 0x20000,
  SF_APPEND: 0x40000,
  SF_NOUNLINK: 0x100000,
  SF_SNAPSHOT: 0x200000,
  SF_FIRMLINK: 0x800000,
  SF_DATALESS: 0x40000000,
};

/** The fields of `os.stat_result`, as a tuple. */
const FIELDS = ['MODE', 'INO', 'DEV', 'NLINK', 'UID', 'GID', 'SIZE', 'ATIME', 'MTIME', 'CTIME'];

const ULONG_END = 1n << 64n;

function modeOf(value: Value): number {
  const mode = toIndex(value);
  if (mode < 0) throw overflowError("can't convert negative value to unsigned int");
  if (mode >= ULONG_END) throw overflowError('Python int too large to convert to C unsigned long');
  if (mode > 0xffffffff) throw overflowError('mode out of range');
  return Number(mode);
}

/** `rwx` of one class of users; the third letter also tells of a special bit. */
function triple(mode: number, shift: number, special: number, letter: string): string {
  const bits = mode >> shift;
  const executes = (bits & 1) !== 0;
  const last = (mode & special) !== 0 ? (executes ? letter : letter.toUpperCase()) : executes ? 'x' : '-';
  return `${(bits & 4) !== 0 ? 'r' : '-'}${(bits & 2) !== 0 ? 'w' : '-'}${last}`;
}

function filemode(value: Value): Value {
  const mode = modeOf(value);
  const kind = Object.values(KINDS).find(([bits]) => bits === (mode & TYPE))?.[1] ?? '?';
  return `${kind}${triple(mode, 6, BITS.S_ISUID, 's')}${triple(mode, 3, BITS.S_ISGID, 's')}${triple(mode, 0, BITS.S_ISVTX, 't')}`;
}

const isKind =
  (kind: number | null): NativeImplementation =>
  (value: Value) =>
    (modeOf(value) & TYPE) === kind;

const tests = Object.entries(KINDS).filter(([name]) => name !== 'S_IFIFO').map(([name, [kind]]): [string, number | null] => [name.replace('S_IF', 'S_IS'), kind]); // prettier-ignore

registerModule('_stat', {
  functions: {
    ...Object.fromEntries([...tests, ...Object.entries(ALIASES)].map(([name, kind]) => [`${name}(object, /)`, isKind(kind)])),
    'S_IFMT(object, /)': (mode: Value) => modeOf(mode) & TYPE,
    'S_IMODE(object, /)': (mode: Value) => modeOf(mode) & PERMISSIONS,
    'filemode(object, /)': filemode,
  },
  attributes: {
    ...Object.fromEntries(Object.entries(KINDS).map(([name, [bits]]) => [name, bits])),
    ...BITS,
    ...FLAGS,
    ...Object.fromEntries(FIELDS.map((field, i) => [`ST_${field}`, i])),
  },
});
