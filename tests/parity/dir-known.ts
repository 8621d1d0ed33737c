/** Differences that `tests/parity/dir.ts` finds and that are meant to be, with their reasons. */
interface Known {
  readonly reason: string;
  readonly aspects: readonly string[];
  /** Names of types and attributes; `*` stands for anything. */
  readonly names: readonly string[];
}

export const KNOWN: readonly Known[] = [
  {
    reason: 'sys.maxsize is that of a 64-bit machine here, the reference is built for 32 bits',
    aspects: ['signature'],
    names: ['builtins.list.index', 'builtins.tuple.index', 'builtins.memoryview.index'],
  },
  {
    reason: 'in CPython the class is allocated on the heap, although programs cannot change it',
    aspects: ['flags', 'layout'],
    names: ['builtins.ExceptionGroup', 'typing.TypeVar', 'typing.TypeVarTuple', 'typing.ParamSpec'],
  },
  {
    reason: 'a str does not know whether it is ASCII, so its iterator has one type',
    aspects: ['missing'],
    names: ['builtins.str_ascii_iterator'],
  },
  {
    reason: 'the machine finalizes generators itself (vm/collect.ts), by no method that programs see',
    aspects: ['missing'],
    names: [
      'builtins.*generator*.__del__',
      'builtins.generator.__del__',
      'builtins.coroutine.__del__',
      'builtins.async_generator*.__del__',
    ],
  },
  {
    reason: 'as in CPython 3.14.8; the reference is 3.14.2',
    aspects: ['kind', 'extra'],
    names: ['builtins.function.__doc__', 'builtins.function.__module__', 'builtins.BaseExceptionGroup.__repr__'],
  },
  {
    reason: 'a proxy answers for what its object has: iteration and conversion go to the object itself',
    aspects: ['missing'],
    names: ['weakref.ProxyType.__next__', 'weakref.ProxyType.__bytes__', 'weakref.ProxyType.__reversed__'],
  },
];
