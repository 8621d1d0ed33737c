/**
 * The native modules that are there from the beginning, and word of the others (`lazy.ts`): loading this registers them. Each is made only when a
 * program imports it.
 */
import './_codecs.ts';
import './_contextvars.ts';
import './_imp.ts';
import './_io/index.ts';
import './_posixsubprocess.ts';
import './_signal.ts';
import './_string.ts';
import './_thread.ts';
import './_tracemalloc.ts';
import './_typing.ts';
import './_warnings.ts';
import './_weakref.ts';
import './absent.ts';
import './anext-awaitable.ts';
import './atexit.ts';
import './builtins-machine.ts';
import './errno.ts';
import './gc.ts';
import './lazy.ts';
import './sys.ts';
import './time.ts';
