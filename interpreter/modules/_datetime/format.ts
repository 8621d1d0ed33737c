/** `strftime` and `__format__`: what C's strftime does not know is put into the format before it. */
import type { Value } from '../../objects/core/value.ts';
import { typeError } from '../../objects/core/errors.ts';
import { strOf, strText } from '../../objects/core/str.ts';
import { typeOf } from '../../objects/core/type.ts';
import { getAttribute } from '../../objects/protocol/attribute.ts';
import { callValue } from '../../objects/protocol/call.ts';
import { strTextOf } from '../../objects/protocol/repr.ts';
import { loadModule } from '../../vm/import.ts';
import { daysFromCivil, isoWeek, weekdayOfDays } from '../civil.ts';
import { formatTime } from '../time.ts';
import { offsetText, pad, utcOffset, zoneName, type Civil, type Clock } from './core.ts';

/** Day of the week (Monday is 0) and of the year. */
export function daysOf(date: Civil): { weekday: number; yearDay: number } {
  const days = daysFromCivil(...date);
  return { weekday: weekdayOfDays(days), yearDay: days - daysFromCivil(date[0], 1, 1) + 1 };
}

/** The nine numbers of a time tuple. */
export function timeNumbers(date: Civil, clock: Clock, dst: number): number[] {
  const { weekday, yearDay } = daysOf(date);
  return [...date, ...clock.slice(0, 3), weekday, yearDay, dst];
}

export function formatted(method: string, format: Value, date: Civil, clock: Clock, tzinfo: Value, moment: Value): Value {
  const text = strText(format);
  if (text === undefined) throw typeError(`${method}() argument 1 must be str, not ${typeOf(format).name}`);
  const fields = timeNumbers(date, clock, -1);
  const isoYear = (): number => isoWeek(date[0], fields[7], fields[6])[0];
  const whole = text.replace(/%(:z|[\s\S])/g, (directive, c: string) => {
    switch (c) {
      case 'z':
        return offsetText(utcOffset(tzinfo, moment), '');
      case ':z':
        return offsetText(utcOffset(tzinfo, moment));
      case 'Z': {
        const name = zoneName(tzinfo, moment);
        return name === null ? '' : strText(name)!.replaceAll('%', '%%');
      }
      case 'f':
        return pad(clock[3], 6);
      case 'Y':
        return pad(date[0], 4);
      case 'G':
        return pad(isoYear(), 4);
      case 'C':
        return pad(Math.floor(date[0] / 100));
      case 'F':
        return `${pad(date[0], 4)}-%m-%d`;
      default:
        return directive;
    }
  });
  return strOf(formatTime(whole, fields));
}

/** `__format__`: what `strftime` of the object's own class makes of a format, `str` where there is none. */
export function format(self: Value, spec: Value): Value {
  const text = strText(spec);
  if (text === undefined) throw typeError(`__format__() argument 1 must be str, not ${typeOf(spec).name}`);
  return text === '' ? strOf(strTextOf(self)) : callValue(getAttribute(self, 'strftime'), [spec]);
}

/** `strptime`, which is Python's. */
export function parsed(cls: Value, kind: 'date' | 'time' | 'datetime', string: Value, layout: Value): Value {
  for (const [i, value] of [string, layout].entries())
    if (strText(value) === undefined) throw typeError(`strptime() argument ${i + 1} must be str, not ${typeOf(value).name}`);
  return callValue(getAttribute(loadModule('_strptime'), `_strptime_datetime_${kind}`), [cls, string, layout]);
}
