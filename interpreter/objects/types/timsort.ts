/**
 * The order of comparisons of CPython's `list.sort` (Objects/listobject.c, explained in Objects/listsort.txt): natural runs, extended by binary
 * insertion, merged by galloping, in the order that powersort gives. Programs see it when they count or interrupt comparisons.
 */

type Less<E> = (a: E, b: E) => boolean;

interface Run {
  start: number;
  length: number;
  /** Of the boundary to the next run, in the merge tree that powersort approximates. */
  power: number;
}

/** Both sides have to win this many times in a row before a merge gallops; at first. */
const MIN_GALLOP = 7;
const MAX_MINRUN = 64;

interface Merging<E> {
  readonly items: E[];
  readonly less: Less<E>;
  minGallop: number;
  readonly runs: Run[];
}

/** Sorts in place, stably; `less` may throw, which leaves some permutation of the items. */
export function timsort<E>(items: E[], less: Less<E>): void {
  const n = items.length;
  if (n < 2) return;
  const state: Merging<E> = { items, less, minGallop: MIN_GALLOP, runs: [] };
  const minRun = minimumRun(n);
  for (let low = 0; low < n;) {
    let length = countRun(items, low, n, less);
    if (length < minRun) {
      const forced = Math.min(n - low, minRun);
      binarySort(items, low, low + length, low + forced, less);
      length = forced;
    }
    foundNewRun(state, length, n);
    state.runs.push({ start: low, length, power: 0 });
    low += length;
  }
  while (state.runs.length > 1) {
    let at = state.runs.length - 2;
    if (at > 0 && state.runs[at - 1].length < state.runs[at + 1].length) at--;
    mergeAt(state, at);
  }
}

/** Between 32 and 64, such that n over it is a power of two or a little less. */
function minimumRun(n: number): number {
  let odd = 0;
  while (n >= MAX_MINRUN) {
    odd |= n & 1;
    n >>= 1;
  }
  return n + odd;
}

function reverse<E>(items: E[], low: number, high: number): void {
  for (let i = low, j = high - 1; i < j; i++, j--) {
    const item = items[i];
    items[i] = items[j];
    items[j] = item;
  }
}

/** Length of the run at `low`, which is ascending afterwards: a descending one is reversed, without changing the order of equal items. */
function countRun<E>(items: E[], low: number, high: number, less: Less<E>): number {
  let i = low + 1;
  if (i === high) return 1;
  while (i < high && !less(items[i], items[i - 1])) i++;
  if (i === high) return i - low;
  // items[i] is smaller than its predecessor: the run goes on downwards only if all before were equal.
  if (i - low > 1) {
    if (less(items[low], items[i - 1])) return i - low;
    reverse(items, low, i);
  }
  i++;
  let equal = 0;
  const reverseEqual = (): void => {
    if (equal > 0) reverse(items, i - equal - 1, i);
    equal = 0;
  };
  for (; i < high; i++) {
    if (less(items[i], items[i - 1])) reverseEqual();
    else if (less(items[i - 1], items[i])) break;
    else equal++;
  }
  reverseEqual();
  reverse(items, low, i);
  while (i < high && !less(items[i], items[i - 1])) i++;
  return i - low;
}

/** Inserts `items[sorted:high]` into the sorted `items[low:sorted]`. */
function binarySort<E>(items: E[], low: number, sorted: number, high: number, less: Less<E>): void {
  for (let i = sorted; i < high; i++) {
    const pivot = items[i];
    let left = low;
    let right = i;
    while (left < right) {
      const middle = (left + right) >>> 1;
      if (less(pivot, items[middle])) right = middle;
      else left = middle + 1;
    }
    for (let j = i; j > left; j--) items[j] = items[j - 1];
    items[left] = pivot;
  }
}

/** Merges what the power of the boundary before the new run says. */
function foundNewRun<E>(state: Merging<E>, length: number, n: number): void {
  const { runs } = state;
  if (runs.length === 0) return;
  const { start, length: before } = runs[runs.length - 1];
  const power = boundaryPower(start, before, length, n);
  while (runs.length > 1 && runs[runs.length - 2].power > power) mergeAt(state, runs.length - 2);
  runs[runs.length - 1].power = power;
}

/** The first bit in which the middles of two adjacent runs differ, as fractions of n. */
function boundaryPower(start: number, first: number, second: number, n: number): number {
  let power = 0;
  let a = 2 * start + first;
  let b = a + first + second;
  for (;;) {
    power++;
    if (a >= n) {
      a -= n;
      b -= n;
    } else if (b >= n) return power;
    a *= 2;
    b *= 2;
  }
}

function mergeAt<E>(state: Merging<E>, at: number): void {
  const { items, less, runs } = state;
  let { start: startA, length: lengthA } = runs[at];
  const { start: startB, length: lengthB_ } = runs[at + 1];
  let lengthB = lengthB_;
  runs[at].length = lengthA + lengthB;
  runs.splice(at + 1, 1);
  // What of the left run is already in place, and what of the right one.
  const skipped = gallopRight(items[startB], items, startA, lengthA, 0, less);
  startA += skipped;
  lengthA -= skipped;
  if (lengthA === 0) return;
  lengthB = gallopLeft(items[startA + lengthA - 1], items, startB, lengthB, lengthB - 1, less);
  if (lengthB === 0) return;
  if (lengthA <= lengthB) mergeLow(state, startA, lengthA, startB, lengthB);
  else mergeHigh(state, startA, lengthA, startB, lengthB);
}

/** How many of the `n` sorted items from `base` are less than `key`; the search gallops from `hint`. */
function gallopLeft<E>(key: E, items: E[], base: number, n: number, hint: number, less: Less<E>): number {
  let last = 0;
  let offset = 1;
  if (less(items[base + hint], key)) {
    const most = n - hint;
    while (offset < most && less(items[base + hint + offset], key)) {
      last = offset;
      offset = 2 * offset + 1;
    }
    if (offset > most) offset = most;
    last += hint;
    offset += hint;
  } else {
    const most = hint + 1;
    while (offset < most && !less(items[base + hint - offset], key)) {
      last = offset;
      offset = 2 * offset + 1;
    }
    if (offset > most) offset = most;
    [last, offset] = [hint - offset, hint - last];
  }
  last++;
  while (last < offset) {
    const middle = last + ((offset - last) >> 1);
    if (less(items[base + middle], key)) last = middle + 1;
    else offset = middle;
  }
  return offset;
}

/** How many of the `n` sorted items from `base` are not greater than `key`. */
function gallopRight<E>(key: E, items: E[], base: number, n: number, hint: number, less: Less<E>): number {
  let last = 0;
  let offset = 1;
  if (less(key, items[base + hint])) {
    const most = hint + 1;
    while (offset < most && less(key, items[base + hint - offset])) {
      last = offset;
      offset = 2 * offset + 1;
    }
    if (offset > most) offset = most;
    [last, offset] = [hint - offset, hint - last];
  } else {
    const most = n - hint;
    while (offset < most && !less(key, items[base + hint + offset])) {
      last = offset;
      offset = 2 * offset + 1;
    }
    if (offset > most) offset = most;
    last += hint;
    offset += hint;
  }
  last++;
  while (last < offset) {
    const middle = last + ((offset - last) >> 1);
    if (less(key, items[base + middle])) offset = middle;
    else last = middle + 1;
  }
  return offset;
}

/** Merges with the left run, which is the shorter one, set aside. */
function mergeLow<E>(state: Merging<E>, startA: number, lengthA: number, startB: number, lengthB: number): void {
  const { items, less } = state;
  const left = items.slice(startA, startA + lengthA);
  let a = 0;
  let b = startB;
  let to = startA;
  let na = lengthA;
  let nb = lengthB;
  let { minGallop } = state;
  try {
    items[to++] = items[b++];
    if (--nb === 0) return;
    if (na === 1) return;
    for (;;) {
      let wonA = 0;
      let wonB = 0;
      // One pair at a time, until one side wins steadily.
      for (;;) {
        if (less(items[b], left[a])) {
          items[to++] = items[b++];
          wonB++;
          wonA = 0;
          if (--nb === 0) return;
          if (wonB >= minGallop) break;
        } else {
          items[to++] = left[a++];
          wonA++;
          wonB = 0;
          if (--na === 1) return;
          if (wonA >= minGallop) break;
        }
      }
      minGallop++;
      do {
        if (minGallop > 1) minGallop--;
        state.minGallop = minGallop;
        wonA = gallopRight(items[b], left, a, na, 0, less);
        for (let i = 0; i < wonA; i++) items[to++] = left[a++];
        na -= wonA;
        if (wonA > 0 && na <= 1) return;
        items[to++] = items[b++];
        if (--nb === 0) return;
        wonB = gallopLeft(left[a], items, b, nb, 0, less);
        for (let i = 0; i < wonB; i++) items[to++] = items[b++];
        nb -= wonB;
        if (wonB > 0 && nb === 0) return;
        items[to++] = left[a++];
        if (--na === 1) return;
      } while (wonA >= MIN_GALLOP || wonB >= MIN_GALLOP);
      // Galloping stopped paying.
      state.minGallop = ++minGallop;
    }
  } finally {
    // The rest of the right run comes before the last of the left one; after an exception the order does not matter, but nothing is lost.
    if (na === 1 && nb > 0) {
      items.copyWithin(to, b, b + nb);
      items[to + nb] = left[a];
    } else for (let i = 0; i < na; i++) items[to++] = left[a++];
  }
}

/** Merges with the right run, which is the shorter one, set aside; from the end. */
function mergeHigh<E>(state: Merging<E>, startA: number, lengthA: number, startB: number, lengthB: number): void {
  const { items, less } = state;
  const right = items.slice(startB, startB + lengthB);
  let a = startA + lengthA - 1;
  let b = lengthB - 1;
  let to = startB + lengthB - 1;
  let na = lengthA;
  let nb = lengthB;
  let { minGallop } = state;
  try {
    items[to--] = items[a--];
    if (--na === 0) return;
    if (nb === 1) return;
    for (;;) {
      let wonA = 0;
      let wonB = 0;
      for (;;) {
        if (less(right[b], items[a])) {
          items[to--] = items[a--];
          wonA++;
          wonB = 0;
          if (--na === 0) return;
          if (wonA >= minGallop) break;
        } else {
          items[to--] = right[b--];
          wonB++;
          wonA = 0;
          if (--nb === 1) return;
          if (wonB >= minGallop) break;
        }
      }
      minGallop++;
      do {
        if (minGallop > 1) minGallop--;
        state.minGallop = minGallop;
        wonA = na - gallopRight(right[b], items, startA, na, na - 1, less);
        for (let i = 0; i < wonA; i++) items[to--] = items[a--];
        na -= wonA;
        if (wonA > 0 && na === 0) return;
        items[to--] = right[b--];
        if (--nb === 1) return;
        wonB = nb - gallopLeft(items[a], right, 0, nb, nb - 1, less);
        for (let i = 0; i < wonB; i++) items[to--] = right[b--];
        nb -= wonB;
        if (wonB > 0 && nb <= 1) return;
        items[to--] = items[a--];
        if (--na === 0) return;
      } while (wonA >= MIN_GALLOP || wonB >= MIN_GALLOP);
      state.minGallop = ++minGallop;
    }
  } finally {
    if (nb === 1 && na > 0) {
      items.copyWithin(to - na + 1, a - na + 1, a + 1);
      items[to - na] = right[b];
    } else for (let i = 0; i < nb; i++) items[to--] = right[b--];
  }
}
