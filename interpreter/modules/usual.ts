/** The native modules that most of the library leads to, together: `collections`, `functools`, `enum`, `re` and whatever imports one of them. */
import './_abc.ts';
import './_collections.ts';
import './_functools.ts';
import './_operator.ts';
import './itertools.ts';
