/** What `site` adds to the built-ins: `exit`, `quit`, `help`, `copyright`, `credits`, `license` (CPython: Lib/_sitebuiltins.py). */
import { defineType } from '../objects/core/define.ts';
import type { PyDict } from '../objects/core/dict.ts';
import { PyBaseException, raise } from '../objects/core/errors.ts';
import { PyInstance } from '../objects/core/instance.ts';
import { T } from '../objects/core/registry.ts';
import { strText } from '../objects/core/str.ts';
import type { Value } from '../objects/core/value.ts';
import { getAttribute } from '../objects/protocol/attribute.ts';
import { callValue } from '../objects/protocol/call.ts';
import { loadModule } from '../vm/import.ts';
import { sysAttribute } from './sys.ts';

const text = (self: Value, field: string): string => strText((self as PyInstance).getOwn(field) ?? null) ?? '';

defineType('Quitter', {
  module: '_sitebuiltins',
  solid: false,
  hasDict: true,
  slots: {
    tp_repr: self => `Use ${text(self, 'name')}() or ${text(self, 'eof')} to exit`,
    tp_call: (_self, args) => {
      // Closing standard input ends shells that catch SystemExit.
      try {
        callValue(getAttribute(sysAttribute('stdin'), 'close'), []);
      } catch (error) {
        if (!(error instanceof PyBaseException)) throw error;
      }
      throw raise(T.SystemExit, args[0] ?? null);
    },
  },
});

defineType('_Printer', {
  module: '_sitebuiltins',
  solid: false,
  hasDict: true,
  slots: {
    tp_repr: self => (text(self, 'name') === 'license' ? 'Type license() to see the full license text' : text(self, 'data')),
    tp_call: self => callValue(getAttribute(loadModule('builtins'), 'print'), [(self as PyInstance).getOwn('data')!]),
  },
});

defineType('_Helper', {
  module: '_sitebuiltins',
  solid: false,
  hasDict: true,
  slots: {
    tp_repr: () => 'Type help() for interactive help, or help(object) for help about object.',
    tp_call: (_self, args, kwnames) => callValue(getAttribute(loadModule('pydoc'), 'help'), args, kwnames),
  },
});

const CREDITS = `\
    Thanks to CWI, CNRI, BeOpen, Zope Corporation, the Python Software Foundation,
    and a cast of thousands for supporting Python development.  See www.python.org
    for more information.`;

/** Puts them into the namespace of `builtins`. */
export function installSiteBuiltins(builtins: PyDict): void {
  const put = (cls: 'Quitter' | '_Printer' | '_Helper', name: string, fields: Readonly<Record<string, Value>>): void => {
    const object = new PyInstance(T[cls]);
    for (const [field, value] of Object.entries(fields)) object.setOwn(field, value);
    builtins.setStr(name, object);
  };
  const eof = 'Ctrl-D (i.e. EOF)';
  put('Quitter', 'quit', { name: 'quit', eof });
  put('Quitter', 'exit', { name: 'exit', eof });
  put('_Printer', 'copyright', { name: 'copyright', data: sysAttribute('copyright') });
  put('_Printer', 'credits', { name: 'credits', data: CREDITS });
  put('_Printer', 'license', { name: 'license', data: 'See https://www.python.org/psf/license/' });
  put('_Helper', 'help', {});
}
