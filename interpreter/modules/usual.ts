/** The native modules that most of the library leads to, together: `collections`, `functools`, `enum`, `os`, `re`, `types` and whatever imports one of them. */
import './_abc.ts';
import './_collections.ts';
import './_functools.ts';
import './_locale.ts';
import './_operator.ts';
import './_stat.ts';
import './_types.ts';
import './itertools.ts';
