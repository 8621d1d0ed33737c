/**
 * `_zoneinfo` (CPython: Modules/_zoneinfo.c): time zones from files in the TZif format, which `zoneinfo` finds on the host, in a package `tzdata`,
 * or nowhere: a page has no database of time zones.
 */
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { PyDict } from '../objects/core/dict.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import { defineType } from '../objects/core/define.ts';
import { type PyBaseException, typeError, valueError } from '../objects/core/errors.ts';
import type { KwNames } from '../objects/core/slots.ts';
import { strOf, textOf } from '../objects/core/str.ts';
import { typeOf, type PyType } from '../objects/core/type.ts';
import { bytesArgument } from '../objects/protocol/buffer.ts';
import { getAttribute } from '../objects/protocol/attribute.ts';
import { callValue } from '../objects/protocol/call.ts';
import { toArray } from '../objects/protocol/iterate.ts';
import { add } from '../objects/protocol/number.ts';
import { reprText } from '../objects/protocol/repr.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { loadModule } from '../vm/import.ts';
import { parseArguments } from './_datetime/arguments.ts';
import { civilOf, delta, isZero, PyDateTime, PyTzInfo } from './_datetime/core.ts';
import { secondsOfMoment } from './_datetime/local.ts';
import { checkOwn, tzinfo } from './_datetime/tzinfo.ts';
import { bisect, parseZone, type Kind, type Zone } from './time-zones.ts';
import { registerModule } from './registry.ts';

/** A zone with what `datetime` asks for: local times of changes, and how much of an offset is summer time. */
class History {
  readonly zone: Zone;
  private readonly wall: readonly [number[], number[]];
  private readonly dst: ReadonlyMap<Kind, number>;

  constructor(zone: Zone) {
    this.zone = zone;
    this.wall = [[], []];
    zone.transitions.forEach((utc, i) => {
      const before = i === 0 ? (zone.stated[0] ?? zone.before) : zone.kinds[i - 1];
      const offsets = [before.offset, zone.kinds[i].offset];
      this.wall[0].push(utc + Math.max(...offsets));
      this.wall[1].push(utc + Math.min(...offsets));
    });
    this.dst = summerOffsets(zone);
  }

  /** Summer time's share of an offset. */
  dstOf(kind: Kind): number {
    const { rule } = this.zone;
    if (rule !== null && kind === rule.summer) return kind.offset - rule.standard.offset;
    return this.dst.get(kind) ?? 0;
  }

  /** What holds when a clock shows this local time. */
  at(local: number, year: number, fold: number): Kind {
    const wall = this.wall[fold];
    const { zone } = this;
    if (wall.length > 0 && local < wall[0]) return zone.before;
    if (wall.length === 0 || local > wall[wall.length - 1]) return this.byRule(local, year, fold);
    return zone.kinds[bisect(wall, local) - 1];
  }

  private byRule(local: number, year: number, fold: number): Kind {
    const { rule, kinds, before } = this.zone;
    if (rule === null) return kinds.at(-1) ?? before;
    const changes = rule.changes(year);
    if (changes === null || rule.summer === null) return rule.standard;
    const difference = rule.summer.offset - rule.standard.offset;
    let start = changes.start + rule.standard.offset;
    let end = changes.end + rule.summer.offset;
    if ((fold === 1) === difference >= 0) end -= difference;
    else start += difference;
    const isSummer = start < end ? local >= start && local < end : !(local >= end && local < start);
    return isSummer ? rule.summer : rule.standard;
  }

  /** What holds at a second in UTC, and whether the clock shows it for the second time. */
  atUtc(utc: number): { kind: Kind; fold: boolean } {
    const { zone } = this;
    const kind = zone.at(utc);
    const last = zone.transitions.length;
    const index = bisect(zone.transitions, utc);
    if (index === last && zone.rule !== null) {
      // The rule's own changes, of this year, or of the one before.
      const shown = utc + kind.offset;
      const earlier = [utc - 86400, utc - 7200, utc - 3600, utc - 1800].map(moment => zone.at(moment).offset);
      const fold = earlier.some(offset => offset > kind.offset && zone.at(shown - offset).offset === offset);
      return { kind, fold };
    }
    if (index === 0) return { kind, fold: false };
    const previous = index === 1 ? zone.before : zone.kinds[index - 2];
    return { kind, fold: previous.offset - kind.offset > utc - zone.transitions[index - 1] };
  }

  /** The only offset that there ever is. */
  get fixed(): Kind | null {
    const { rule, stated, kinds, before } = this.zone;
    if (stated.length > 1 || (rule !== null && rule.summer !== null)) return null;
    const after = rule === null ? (kinds.at(-1) ?? before) : rule.standard;
    return stated.length === 0 || stated[0].offset === after.offset ? after : null;
  }
}

/** Files tell what is summer time, not by how much: that is seen from the standard time before or after it. */
function summerOffsets({ kinds, stated }: Zone): Map<Kind, number> {
  const found = new Map<Kind, number>();
  for (let i = 1; i < kinds.length; i++) {
    const kind = kinds[i];
    if (!kind.isDst || found.has(kind)) continue;
    const neighbours = [kinds[i - 1], kinds[i + 1]].filter(other => other !== undefined && !other.isDst);
    const difference = neighbours.map(other => kind.offset - other.offset).find(n => n !== 0);
    if (difference !== undefined) found.set(kind, difference);
  }
  for (const kind of stated) if (kind.isDst && !found.has(kind)) found.set(kind, 3600);
  return found;
}

class PyZoneInfo extends PyTzInfo {
  readonly history: History;
  readonly key: Value;
  /** The text of the file object that it was read from. */
  readonly file: string | null;
  cached = false;
  constructor(cls: PyType, history: History, key: Value, file: string | null) {
    super(cls);
    this.history = history;
    this.key = key;
    this.file = file;
  }
}

function readZone(cls: PyType, file: Value, key: Value, shown: string | null): PyZoneInfo {
  const bytes = bytesArgument(callValue(getAttribute(file, 'read'), []));
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== 'TZif') throw valueError('Invalid TZif file: magic not found');
  try {
    return new PyZoneInfo(cls, new History(parseZone(bytes)), key, shown);
  } catch (error) {
    if (error instanceof RangeError) throw valueError(`Malformed transition rule in TZ string: ${error.message}`);
    throw error;
  }
}

function load(cls: PyType, key: Value): PyZoneInfo {
  const path = callValue(getAttribute(loadModule('zoneinfo._tzpath'), 'find_tzfile'), [key]);
  const file =
    path === null
      ? callValue(getAttribute(loadModule('zoneinfo._common'), 'load_tzdata'), [key])
      : callValue(getAttribute(loadModule('_io'), 'open'), [path, 'rb']);
  try {
    return readZone(cls, file, key, null);
  } finally {
    callValue(getAttribute(file, 'close'), []);
  }
}

/** The zones of each class, by key. */
let caches = new WeakMap<PyType, PyDict>();

function cacheOf(cls: PyType): PyDict {
  let cache = caches.get(cls);
  if (cache === undefined) caches.set(cls, (cache = new PyDict()));
  return cache;
}

const PARAMETERS = { function: 'ZoneInfo', names: ['key'], required: 1 };

function make(cls: PyType, args: Value[], kwnames: KwNames): Value {
  const [key] = parseArguments(PARAMETERS, args, kwnames);
  const cache = cacheOf(cls);
  const known = cache.get(key!);
  if (known !== undefined) return known;
  const zone = load(cls, key!);
  zone.cached = true;
  cache.set(key!, zone);
  return zone;
}

function clear(cls: PyType, only: MaybeValue): Value {
  if (only === undefined || only === null) caches.delete(cls);
  else for (const key of toArray(only)) cacheOf(cls).delete(key);
  return null;
}

/** What holds at a moment; null if that depends on a moment, and there is none. */
function kindAt(self: PyZoneInfo, moment: Value): Kind | null {
  if (moment === null) return self.history.fixed;
  if (!(moment instanceof PyDateTime)) throw typeError(`fromutc: argument must be a datetime instance, not ${typeOf(moment).name}`);
  return self.history.at(secondsOfMoment(civilOf(moment), moment.clock), moment.year, moment.fold);
}

const asked = (answer: (self: PyZoneInfo, kind: Kind) => Value) => (self: PyZoneInfo, moment: Value): Value => {
  const kind = kindAt(self, moment);
  return kind === null ? null : answer(self, kind);
}; // prettier-ignore

function fromUtc(self: PyZoneInfo, given: Value): Value {
  const moment = checkOwn(self, given, 'fromutc: argument must be a datetime instance');
  const { kind, fold } = self.history.atUtc(secondsOfMoment(civilOf(moment), moment.clock));
  const offset = delta(0, kind.offset, 0);
  const local = isZero(offset) ? moment : add(moment, offset);
  return fold ? callValue(getAttribute(local, 'replace'), [1], ['fold']) : local;
}

function picklingError(): PyBaseException {
  return callValue(getAttribute(loadModule('pickle'), 'PicklingError'), [
    'Cannot pickle a ZoneInfo file from a file stream.',
  ]) as PyBaseException;
}

function repr(self: PyZoneInfo): string {
  const name = typeOf(self).name;
  return self.key === null ? `${name}.from_file(${self.file})` : `${name}(key=${reprText(self.key)})`;
}

const ZoneInfo: PyType = defineType('zoneinfo.ZoneInfo', {
  base: tzinfo,
  slots: {
    tp_new: make,
    tp_init: () => {},
    tp_repr: self => repr(self as PyZoneInfo),
    tp_str: self => ((self as PyZoneInfo).key === null ? repr(self as PyZoneInfo) : strOf(textOf((self as PyZoneInfo).key))),
  },
  classMethods: {
    'clear_cache($type, /, *, only_keys=None)': [clear, 'Clear the ZoneInfo cache.'],
    'no_cache($type, /, key)': [load, 'Get a new instance of ZoneInfo, bypassing the cache.'],
    'from_file($type, file_obj, /, key=None)': [
      (cls: PyType, file: Value, key: MaybeValue) => readZone(cls, file, key ?? null, reprText(file)),
      'Create a ZoneInfo file from a file object.',
    ],
    '_unpickle($type, key, from_cache, /)': [
      (cls: PyType, key: Value, fromCache: Value) => (isTruthy(fromCache) ? callValue(cls, [key]) : load(cls, key)),
      'Private method used in unpickling.',
    ],
  },
  methods: {
    'utcoffset($self, dt, /)': [
      asked((_self, kind) => delta(0, kind.offset, 0)),
      'Retrieve a timedelta representing the UTC offset in a zone at the given datetime.',
    ],
    'dst($self, dt, /)': [
      asked((self, kind) => delta(0, self.history.dstOf(kind), 0)),
      'Retrieve a timedelta representing the amount of DST applied in a zone at the given datetime.',
    ],
    'tzname($self, dt, /)': [
      asked((_self, kind) => strOf(kind.abbreviation)),
      'Retrieve a string containing the abbreviation for the time zone that applies in a zone at a given datetime.',
    ],
    'fromutc($self, object, /)': [fromUtc, 'Given a datetime with local time in UTC, retrieve an adjusted datetime in local time.'],
    '__reduce__($self, /)': [
      (self: PyZoneInfo) => {
        if (self.file !== null) throw picklingError();
        return new PyTuple([getAttribute(typeOf(self), '_unpickle'), new PyTuple([self.key, self.cached])]);
      },
      'Function for serialization with the pickle protocol.',
    ],
  },
  getset: { key: [(self: PyZoneInfo) => self.key] },
  members: ['key'],
});

registerModule('_zoneinfo', {
  doc: 'C implementation of the zoneinfo module',
  attributes: { ZoneInfo },
  initialize: () => {
    caches = new WeakMap();
  },
});
