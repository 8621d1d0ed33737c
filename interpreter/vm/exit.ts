/** What happens when a frame returns. */
export const EXIT = {
  /** The result is pushed on the caller's stack. */
  CALLER: 0,
  /** It was `__init__`: the new instance is pushed. */
  INIT: 1,
  /** The result is dropped: a setter, `__setitem__` … */
  DROP: 2,
  /** Native code called: the loop returns to it. */
  NATIVE: 3,
  /** It was an operator's method: NotImplemented asks the other operand. */
  BINARY: 4,
  /** It was a comparison's method, whose truth is pushed. */
  COMPARE: 5,
  /** Of a generator's body: it was `next(g)` or `g.send(x)`, for which the end is StopIteration. */
  NEXT: 6,
  /** Of a generator's body, from here on: it is run by `list(g)` and its like, which want all that it yields; */
  COLLECT: 7,
  /** `sum(g)`; */
  SUM: 8,
  /** `any(g)`, `all(g)`. */
  ANY: 9,
  ALL: 10,
  /** `min(g)`, `max(g)`. */
  EXTREME: 11,
} as const;
