/**
 * `unicodedata` (CPython: Modules/unicodedata.c). Its tables are large, so whoever embeds the interpreter imports this file when it is wanted;
 * `modules/index.ts` does not.
 */
import { registerModule } from './registry.ts';
import { defineType } from '../objects/core/define.ts';
import { PyFloat } from '../objects/core/float.ts';
import { keyError, typeError, valueError } from '../objects/core/errors.ts';
import { strOf, strText } from '../objects/core/str.ts';
import { typeOf } from '../objects/core/type.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import * as data from '../source/unicode-data.ts';
import { lookupUnicodeName, unicodeNameOf } from '../source/unicode-names.ts';

function characterOf(value: Value, name: string, position: string): number {
  const text = strText(value);
  if (text === undefined) throw typeError(`${name}() argument${position} must be a unicode character, not ${typeOf(value).name}`);
  const points = [...text];
  if (points.length !== 1)
    throw typeError(`${name}(): argument${position} must be a unicode character, not a string of length ${points.length}`);
  return points[0].codePointAt(0)!;
}

const about =
  (name: string, property: (point: number) => Value) =>
  (chr: Value): Value =>
    property(characterOf(chr, name, ''));

/** A function that gives a number, or the default, or raises. */
const valued =
  (name: string, message: string, value: (point: number) => MaybeValue) =>
  (chr: Value, fallback: MaybeValue): Value => {
    const found = value(characterOf(chr, name, ' 1'));
    if (found !== undefined) return found;
    if (fallback !== undefined) return fallback;
    throw valueError(message);
  };

const decimalOf = (point: number): MaybeValue => (data.category(point) === 'Nd' ? Number(data.digit(point)) : undefined);
const digitOf = (point: number): MaybeValue => (data.digit(point) === '' ? undefined : Number(data.digit(point)));
const numericOf = (point: number): MaybeValue => (data.numeric(point) === '' ? undefined : new PyFloat(Number(data.numeric(point))));

function nameOf(chr: Value, fallback: MaybeValue): Value {
  const name = unicodeNameOf(characterOf(chr, 'name', ' 1'));
  if (name !== null) return name;
  if (fallback !== undefined) return fallback;
  throw valueError('no such name');
}

function lookup(name: Value): Value {
  const text = strText(name);
  if (text === undefined) throw typeError(`lookup() argument must be str, not ${typeOf(name).name}`);
  const found = lookupUnicodeName(text);
  if (found === null) throw keyError(strOf(`undefined character name '${text}'`));
  return strOf(found);
}

const HANGUL = { first: 0xac00, last: 0xd7a3, leads: 0x1100, vowels: 0x1161, tails: 0x11a7, perVowel: 28, perLead: 588 } as const;

const hex = (point: number): string => point.toString(16).toUpperCase().padStart(4, '0');

function decompositionOf(point: number): string {
  if (point < HANGUL.first || point > HANGUL.last) return data.decomposition(point);
  const index = point - HANGUL.first;
  const tail = index % HANGUL.perVowel;
  const lead = HANGUL.leads + Math.floor(index / HANGUL.perLead);
  const vowel = HANGUL.vowels + Math.floor((index % HANGUL.perLead) / HANGUL.perVowel);
  return [lead, vowel, ...(tail === 0 ? [] : [HANGUL.tails + tail])].map(hex).join(' ');
}

const FORMS = ['NFC', 'NFKC', 'NFD', 'NFKD'];

function normalized(form: Value, unistr: Value, name: string): { text: string; result: string } {
  const kind = strText(form);
  const text = strText(unistr);
  if (kind === undefined) throw typeError(`${name}() argument 1 must be str, not ${typeOf(form).name}`);
  if (text === undefined) throw typeError(`${name}() argument 2 must be str, not ${typeOf(unistr).name}`);
  if (text === '') return { text, result: text };
  if (!FORMS.includes(kind)) throw valueError('invalid normalization form');
  return { text, result: text.normalize(kind) };
}

/** Mirroring is the same in every version of Unicode that a JavaScript engine knows. */
const MIRRORED = /\p{Bidi_Mirrored}/u;

const FUNCTIONS = {
  'bidirectional(chr, /)': about('bidirectional', data.bidirectional),
  'category(chr, /)': about('category', data.category),
  'combining(chr, /)': about('combining', point => Number(data.combining(point))),
  'decimal(chr, default=<unrepresentable>, /)': valued('decimal', 'not a decimal', decimalOf),
  'decomposition(chr, /)': about('decomposition', decompositionOf),
  'digit(chr, default=<unrepresentable>, /)': valued('digit', 'not a digit', digitOf),
  'east_asian_width(chr, /)': about('east_asian_width', data.eastAsianWidth),
  'is_normalized(form, unistr, /)': (form: Value, unistr: Value): Value => {
    const { text, result } = normalized(form, unistr, 'is_normalized');
    return text === result;
  },
  'lookup(name, /)': lookup,
  'mirrored(chr, /)': about('mirrored', point => (MIRRORED.test(String.fromCodePoint(point)) ? 1 : 0)),
  'name(chr, default=<unrepresentable>, /)': nameOf,
  'normalize(form, unistr, /)': (form: Value, unistr: Value): Value => {
    const { text, result } = normalized(form, unistr, 'normalize');
    return text === result ? unistr : strOf(result);
  },
  'numeric(chr, default=<unrepresentable>, /)': valued('numeric', 'not a numeric character', numericOf),
} as const;

class PyDatabase extends PyObject {}

const UCD = defineType('unicodedata.UCD', {
  final: true,
  methods: Object.fromEntries(
    Object.entries(FUNCTIONS).map(([signature, implementation]) => [
      signature.replace('(', '($self, '),
      (_self: PyDatabase, ...args: Value[]) => (implementation as (...args: Value[]) => Value)(...args),
    ]),
  ),
  getset: { unidata_version: [() => '3.2.0'] },
});

registerModule('unicodedata', {
  doc: 'This module provides access to the Unicode Character Database which\ndefines character properties for all Unicode characters. The data in\nthis database is based on the UnicodeData.txt file version\n16.0.0 which is publicly available from the Unicode Consortium.',
  functions: FUNCTIONS,
  // The functions of UCD serve `stringprep`, whose characters have not changed since version 3.2 but for a few.
  attributes: { unidata_version: '16.0.0', UCD, ucd_3_2_0: () => new PyDatabase(UCD) },
});
