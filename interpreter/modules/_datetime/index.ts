/**
 * `_datetime` (CPython: Modules/_datetimemodule.c): dates, times, durations and time zones.
 *
 * | file           | what it holds                                                                       |
 * | -------------- | ----------------------------------------------------------------------------------- |
 * | `core.ts`      | representations; ranges; durations; how a tzinfo is asked; ISO text                 |
 * | `arguments.ts` | arguments in the words of the constructors                                          |
 * | `timedelta.ts` `tzinfo.ts` `date.ts` `time.ts` `datetime.ts` | a type each (`tzinfo.ts`: `timezone`, too)    |
 * | `local.ts`     | timestamps, local time, what a clock shows twice                                    |
 * | `parse.ts` `format.ts` | ISO 8601 read; `strftime`, `strptime`                                       |
 */
import { registerModule } from '../registry.ts';
import { MAXYEAR } from './core.ts';
import { date } from './date.ts';
import { datetime } from './datetime.ts';
import { time } from './time.ts';
import { timedelta } from './timedelta.ts';
import { tzinfo, timezone, UTC } from './tzinfo.ts';

registerModule('_datetime', {
  doc: 'Fast implementation of the datetime module.',
  attributes: { MINYEAR: 1, MAXYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo },
});
