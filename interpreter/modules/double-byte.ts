/**
 * Tables of the East Asian encodings with one or two bytes a character. A JavaScript platform brings them for what it decodes (the Encoding Standard);
 * what Python's differ in, mostly that theirs are narrower, stands here.
 */

export interface Table {
  readonly name: string;
  /** Characters by bytes: one byte as it is, two as high * 256 + low, three likewise. */
  readonly characters: ReadonlyMap<number, number>;
  readonly codes: ReadonlyMap<number, number>;
  /** How many bytes a character has that begins with this one. */
  readonly length: (lead: number) => number;
}

interface Form {
  /** The platform's name for a superset. */
  readonly platform: string;
  readonly leads: readonly (readonly [first: number, last: number])[];
  readonly trails: readonly (readonly [first: number, last: number])[];
  /** Codes that this encoding leaves out. */
  readonly without?: (code: number) => boolean;
  /** Single bytes besides ASCII. */
  readonly single?: Readonly<Record<number, number>>;
  /** Characters that Python's table has instead. */
  readonly instead?: Readonly<Record<number, number>>;
  /** Leads that several codes share characters with: read, never written. */
  readonly readOnly?: readonly number[];
  /** Private characters belong to it; elsewhere they are the platform's own additions. */
  readonly privates?: boolean;
  /** A lead of three bytes. */
  readonly triple?: number;
}

const KANA: Record<number, number> = Object.fromEntries(Array.from({ length: 63 }, (_, i) => [0xa1 + i, 0xff61 + i]));
const SJIS_TRAILS = [[0x40, 0x7e], [0x80, 0xfc]] as const; // prettier-ignore
const HIGH = [[0xa1, 0xfe]] as const; // prettier-ignore
const BIG5_TRAILS = [[0x40, 0x7e], [0xa1, 0xfe]] as const; // prettier-ignore
/** Rows of GB 2312 that have gaps, which newer standards fill. */
const GB2312_ROWS: Readonly<Record<number, readonly (readonly [number, number])[]>> = {
  0xa2: [[0xb1, 0xe2], [0xe5, 0xee], [0xf1, 0xfc]],
  0xa4: [[0xa1, 0xf3]],
  0xa5: [[0xa1, 0xf6]],
  0xa6: [[0xa1, 0xb8], [0xc1, 0xd8]],
  0xa7: [[0xa1, 0xc1], [0xd1, 0xf1]],
  0xa8: [[0xa1, 0xba], [0xc5, 0xe9]],
  0xa9: [[0xa4, 0xef]],
}; // prettier-ignore
const isGb2312Gap = (code: number): boolean => {
  const row = GB2312_ROWS[code >> 8];
  return row !== undefined && !row.some(([first, last]) => (code & 255) >= first && (code & 255) <= last);
};

const FORMS: Readonly<Record<string, Form>> = {
  shift_jis: {
    platform: 'shift_jis',
    leads: [[0x81, 0x84], [0x88, 0x9f], [0xe0, 0xea]],
    trails: SJIS_TRAILS,
    single: KANA,
    instead: { 0x8160: 0x301c, 0x8161: 0x2016, 0x817c: 0x2212, 0x8191: 0xa2, 0x8192: 0xa3, 0x81ca: 0xac },
  },
  cp932: {
    platform: 'shift_jis',
    leads: [[0x81, 0x9f], [0xe0, 0xfc]],
    trails: SJIS_TRAILS,
    single: { ...KANA, 0x80: 0x80, 0xa0: 0xf8f0, 0xfd: 0xf8f1, 0xfe: 0xf8f2, 0xff: 0xf8f3 },
    readOnly: [0xfa, 0xfb, 0xfc],
    privates: true,
  },
  euc_jp: {
    platform: 'euc-jp',
    leads: [[0x8e, 0x8e], [0xa1, 0xa8], [0xb0, 0xf4]],
    trails: HIGH,
    without: code => code >= 0x8ee0 && code <= 0x8eff,
    instead: { 0xa1c1: 0x301c, 0xa1c2: 0x2016, 0xa1dd: 0x2212, 0xa1f1: 0xa2, 0xa1f2: 0xa3, 0xa2cc: 0xac },
    triple: 0x8f,
  },
  euc_kr: { platform: 'euc-kr', leads: HIGH, trails: HIGH, instead: { 0xa2e6: 0x20ac, 0xa2e7: 0xae }, without: code => code === 0xa4d4 },
  gb2312: { platform: 'gbk', leads: [[0xa1, 0xa9], [0xb0, 0xf7]], trails: HIGH, instead: { 0xa1a4: 0x30fb, 0xa1aa: 0x2015 },
    without: isGb2312Gap },
  gbk: { platform: 'gbk', leads: [[0x81, 0xfe]], trails: [[0x40, 0x7e], [0x80, 0xfe]] },
  big5: { platform: 'big5', leads: [[0xa1, 0xf9]], trails: BIG5_TRAILS, without: code => code > 0xf9d5 },
  cp950: { platform: 'big5', leads: [[0xa1, 0xf9]], trails: BIG5_TRAILS },
}; // prettier-ignore

export const doubleByteNames = Object.keys(FORMS);

const tables = new Map<string, Table>();

/** The table of an encoding, made when it is first asked for. */
export function tableOf(name: string): Table {
  let table = tables.get(name);
  if (table === undefined) tables.set(name, (table = makeTable(name, FORMS[name])));
  return table;
}

function makeTable(name: string, form: Form): Table {
  const decoder = new TextDecoder(form.platform, { fatal: false });
  const characters = new Map<number, number>();
  const codes = new Map<number, number>();
  const add = (code: number, character: number, writes = true): void => {
    characters.set(code, character);
    if (writes && !codes.has(character)) codes.set(character, code);
  };
  for (let c = 0; c < 128; c++) add(c, c);
  for (const [byte, character] of Object.entries(form.single ?? {})) add(Number(byte), character);
  const decode = (bytes: number[], code: number, writes: boolean): void => {
    const text = decoder.decode(Uint8Array.from(bytes));
    const character = form.instead?.[code] ?? text.codePointAt(0)!;
    const isOne = text.length === (text.codePointAt(0)! > 0xffff ? 2 : 1);
    const isPrivate = character >= 0xe000 && character < 0xf900;
    if (isOne && character !== 0xfffd && (!isPrivate || form.privates === true)) add(code, character, writes);
  };
  const pairs = (prefix: number[]): void => {
    for (const [first, last] of prefix.length === 0 ? form.leads : HIGH)
      for (let lead = first; lead <= last; lead++)
        for (const [low, high] of form.trails)
          for (let trail = low; trail <= high; trail++) {
            const bytes = [...prefix, lead, trail];
            const code = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
            if (form.without?.(code) !== true) decode(bytes, code, form.readOnly?.includes(lead) !== true);
          }
  };
  pairs([]);
  if (form.triple !== undefined) pairs([form.triple]);
  // Where single bytes stand among the leads, only the leads have a second byte.
  const isLead = (byte: number): boolean =>
    form.platform === 'shift_jis' ? form.leads.some(([first, last]) => byte >= first && byte <= last) : byte >= 0x80;
  const length = (byte: number): number => (byte === form.triple ? 3 : isLead(byte) ? 2 : 1);
  return { name, characters, codes, length };
}
