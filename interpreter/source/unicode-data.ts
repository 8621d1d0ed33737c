/**
 * What Unicode says of characters, beside their names: the tables of CPython 3.14's own version (16.0), unpacked when first asked.
 *
 * A table is its values, then runs of code points with the same value: how far each begins behind the one before, and the value's number.
 */
import * as tables from './unicode-data.generated.ts';

/** A property of code points: the value as text; '' where there is none. */
export type Property = (point: number) => string;

function property(table: string): Property {
  let starts: number[] | null = null;
  let values: string[] = [];
  return point => {
    if (starts === null) {
      const end = table.lastIndexOf(';');
      const names = table.slice(0, end).split('|');
      let at = 0;
      const runs = table
        .slice(end + 1)
        .split(' ')
        .map(run => run.split(',').map(number => parseInt(number, 36)));
      starts = runs.map(([distance]) => (at += distance));
      values = runs.map(([, value]) => names[value]);
    }
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= point) low = middle;
      else high = middle - 1;
    }
    return values[low];
  };
}

export const category = property(tables.CATEGORY);
export const bidirectional = property(tables.BIDIRECTIONAL);
export const eastAsianWidth = property(tables.EAST_ASIAN_WIDTH);
/** The canonical combining class, a decimal number. */
export const combining = property(tables.COMBINING);
export const digit = property(tables.DIGIT);
/** The numeric value as Python writes the float. */
export const numeric = property(tables.NUMERIC);
export const decomposition = property(tables.DECOMPOSITION);
