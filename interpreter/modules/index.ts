/** All native modules: loading this registers them. Each is made only when a program imports it. */
import './_io/index.ts';
import './_thread.ts';
import './_weakref.ts';
import './builtins-machine.ts';
import './errno.ts';
import './sys.ts';
